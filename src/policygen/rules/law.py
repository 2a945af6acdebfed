"""Law: what rests on a law names one of the register, duties rest on something, and somebody confirms what is open.

Takes a library; gives names that are not known, duties without ground, and confirmations that are missing.
"""

from collections.abc import Iterator

from policygen.diagnostics import Diagnostic, did_you_mean, error, warning
from policygen.model.library import Library
from policygen.model.prose import may_be_nothing
from policygen.model.registers import LawStatus, When
from policygen.model.scalars import Force, Named
from policygen.resolve.switches import PHRASE, answers, parts_of
from policygen.rules.rule import Authored, Rule

__all__ = ["RULES"]


def known_law(given: Authored) -> Iterator[Diagnostic]:
    """PG204: what clauses, edits and agencies rest on, and what switches name, is in `law.yaml`."""
    law = given.library.law
    for name in _law_names(given.library):
        if name.text not in law:
            hint = did_you_mean(name.text, law)
            yield error("PG204", f"no law `{name.text}` in content/law.yaml", name.span, hint=hint)


def phrases(given: Authored) -> Iterator[Diagnostic]:
    """PG148: a law switch in an answer has its end, and none takes all the words of a clause."""
    for text, span in answers(given.library):
        if "{{" in PHRASE.sub("", text):
            hint = "write {{ when law-id }} words {{ otherwise }} other words {{ end }}; an answer knows no other names"
            yield error("PG148", "braces that are no law switch", span, hint=hint)
    for _layer, clause in given.library.clauses():
        if may_be_nothing(clause.body):
            hint = "put `when` into its block, or words after {{ otherwise }}"
            yield error("PG148", f"law switches may leave `{clause.id}` without words", clause.span, hint=hint)


def followed(given: Authored) -> Iterator[Diagnostic]:
    """PG216: a law follows one that stands by itself, and nothing but that one says whether it is in force."""
    register = given.library.law
    for law in register.values():
        if law.follows is None:
            continue
        other = register.get(law.follows.text)
        if other is not None and other.follows is not None:
            hint = "name the law that both of them stand with"
            yield error("PG216", f"`{law.id}` follows `{other.id}`, which follows another", law.follows.span, hint=hint)
        if law.switch is not None:
            hint = f"take out its `switch`: it stands as `{law.follows.text}` does"
            yield error("PG216", f"`{law.id}` has a switch and follows another law", law.follows.span, hint=hint)
    for home in given.library.partnerships.values():
        for name, said in home.confirmed.items():
            if name in register and (leader := register[name].follows) is not None:
                hint = f"confirm `{leader.text}` in its place"
                yield error("PG216", f"`{name}` stands as `{leader.text}` does", said.span, hint=hint)


def known_bodies(given: Authored) -> Iterator[Diagnostic]:
    """PG208: the kinds of bodies that agencies are, and that laws bind, are in `law.yaml`."""
    bodies = given.library.bodies
    named = [Named(body, why.span) for agency in given.library.agencies.values() for body, why in agency.bodies.items()]
    named += [name for law in given.library.law.values() if law.row for name in law.row.binds if name.text != "all"]
    for name in named:
        if name.text not in bodies:
            hint = did_you_mean(name.text, bodies)
            yield error("PG208", f"no kind of body `{name.text}` in content/law.yaml", name.span, hint=hint)


def grounds(given: Authored) -> Iterator[Diagnostic]:
    """PG214: a "must" rests on a law or a regulator; what the partners require of each other is "agreed"."""
    for _layer, clause in given.library.clauses():
        if clause.force is Force.MUST and not clause.law:
            message = f"`{clause.id}` is a must that rests on no law"
            hint = "name the law in `law`, or make its force `agreed` or `should`"
            yield error("PG214", message, clause.span, hint=hint)


def confirmations(given: Authored) -> Iterator[Diagnostic]:
    """PG218: a law switch that says in force says who confirmed it, and when."""
    for law in given.library.law.values():
        if law.switch is None or law.follows is not None:
            continue
        if law.status is LawStatus.IN_FORCE and law.unconfirmed:
            hint = "fill in `confirmed_by` and `confirmed_on`; until then a notice is printed"
            yield warning("PG218", f"nobody has confirmed that `{law.id}` is in force", law.span, hint=hint)
        if law.switch.confirmed_by and not law.switch.confirmed_on:
            yield error("PG218", f"`{law.id}` is confirmed without a date", law.span, hint="fill in `confirmed_on`")


RULES = (
    Rule(known_law, Authored, errors=("PG204",)),
    Rule(phrases, Authored, errors=("PG148",)),
    Rule(followed, Authored, errors=("PG216",)),
    Rule(known_bodies, Authored, errors=("PG208",)),
    Rule(grounds, Authored, errors=("PG214",)),
    Rule(confirmations, Authored, errors=("PG218",), warnings=("PG218",)),
)


def _law_names(library: Library) -> Iterator[Named]:
    for _layer, clause in library.clauses():
        yield from clause.law
        if clause.when is not None:
            yield clause.when.law
    for layer in library.layers.values():
        for edit in layer.edits:
            yield from edit.law
    for agency in library.agencies.values():
        for law, answer in agency.law.items():
            yield Named(law, answer.span)
            if answer.when is not None:
                yield answer.when.law
    for home in library.partnerships.values():
        yield from (Named(law, said.span) for law, said in home.confirmed.items())
    yield from (law.follows for law in library.law.values() if law.follows is not None)
    leaflets = (leaflet for languages in library.leaflets.values() for leaflet in languages.values())
    for noun in (*library.guides.values(), *library.sheets.values(), *library.records.values(), *leaflets):
        yield from (part.law for part in parts_of(noun) if isinstance(part, When))
    for text, span in answers(library):
        yield from (Named(match[1], span) for match in PHRASE.finditer(text))
