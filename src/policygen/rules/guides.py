"""Rules on quick guides: every branch leads on to a step that is there, and every step is reached.

Takes a library; gives what is wrong. Steps may be for some agencies only: a branch to one of them leads the others to
the first step after it that they have, so it counts as a way to that one too.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, did_you_mean, error
from policygen.model.guides import Guide, GuideStep
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def onward_branches(given: Authored) -> Iterator[Diagnostic]:
    """PG224 and PG225: a branch leads to a step of its guide, and on: never back, never to its own step."""
    for guide in given.library.guides.values():
        order = {step.id: at for at, step in enumerate(guide.steps)}
        for at, step in enumerate(guide.steps):
            for branch in step.branches:
                if branch.to is None:
                    continue
                wanted = branch.to.text
                if wanted not in order:
                    hint = did_you_mean(wanted, order) or "leave `to` out where the reader stops"
                    yield error("PG224", f"no step `{wanted}` in `{guide.id}`", branch.to.span, hint=hint)
                elif order[wanted] <= at:
                    message = f"`{step.id}` leads {'to itself' if wanted == step.id else f'back to `{wanted}`'}"
                    hint = "name a step below it, or leave `to` out where the reader stops"
                    yield error("PG225", message, branch.to.span, hint=hint)


def reached_steps(given: Authored) -> Iterator[Diagnostic]:
    """PG226: some branch leads to every step but the one that the reader begins with."""
    for guide in given.library.guides.values():
        reached = set(_reached(guide))
        begins = True
        for step in guide.steps:
            if not begins and step.id not in reached:
                hint = f"give a branch above it `to: {step.id}`, or take the step out"
                yield error("PG226", f"no branch leads to the step `{step.id}`", step.span, hint=hint)
            begins = begins and _restricted(step)


RULES = (
    Rule(onward_branches, Authored, errors=("PG224", "PG225")),
    Rule(reached_steps, Authored, errors=("PG226",)),
)


def _reached(guide: Guide) -> Iterator[str]:
    """Yield every step that a branch of another leads to."""
    order = [step.id for step in guide.steps]
    for step in guide.steps:
        for branch in step.branches:
            if branch.to is None or branch.to.text not in order:
                continue
            for other in guide.steps[order.index(branch.to.text) :]:
                if other.id != step.id:
                    yield other.id
                if not _restricted(other):
                    break


def _restricted(step: GuideStep) -> bool:
    """Say whether some agencies do without a step."""
    return [name.text for name in step.audience] not in ([], ["all"])
