"""Quick guides: as they are authored, and ready to be rendered."""

from dataclasses import dataclass, field
from typing import ClassVar

from policygen.diagnostics import Span
from policygen.model.prose import Inline
from policygen.model.scalars import NOWHERE, Named

__all__ = [
    "Branch",
    "BranchView",
    "Guide",
    "GuidePanel",
    "GuidePanelView",
    "GuideStep",
    "GuideStepView",
    "GuideView",
    "StepNote",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One way on from a step: the answer that leads there, what to do then, and the next step or none."""

    answer: str
    words: tuple[Inline, ...] = ()
    to: Named | None = None
    """The step to go to; none stops here."""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What some agencies are told beside a step."""

    words: tuple[Inline, ...]
    audience: tuple[Named, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """A step of a quick guide: a short heading, the question, and where each answer leads."""

    id: str
    label: str
    """The number that is printed: "0" to "10", "5A" for one between."""
    title: str
    question: tuple[Inline, ...]
    branches: tuple[Branch, ...]
    notes: tuple[StepNote, ...] = ()
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePanel:
    """A box beside the steps: words, and contacts by the names of their slots."""

    title: str
    words: tuple[Inline, ...]
    contacts: tuple[Named, ...] = ()
    audience: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A quick guide: steps with branches, from which come the list and the drawn flow."""

    id: str
    title: str
    lead: tuple[Inline, ...]
    steps: tuple[GuideStep, ...]
    panels: tuple[GuidePanel, ...]
    audience: tuple[Named, ...] = ()
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchView:
    """A way on from a step, ready to print."""

    answer: str
    words: tuple[Inline, ...]
    to: str
    """The id of the next step; empty stops here."""
    to_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStepView:
    """A step, ready to print."""

    digest_name: ClassVar = "StepView"

    id: str
    label: str
    title: str
    question: tuple[Inline, ...]
    branches: tuple[BranchView, ...]
    notes: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePanelView:
    """A box beside the steps, ready to print."""

    digest_name: ClassVar = "PanelView"

    title: str
    words: tuple[Inline, ...]
    contacts: tuple[tuple[str, tuple[Inline, ...]], ...]
    """Each contact: what it is, and who and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """A quick guide, ready to print: the list and the drawing are made of the same steps."""

    digest_name: ClassVar = "Flow"

    lead: tuple[Inline, ...]
    steps: tuple[GuideStepView, ...]
    panels: tuple[GuidePanelView, ...]
