"""Quick guides: as they are authored, and ready to be rendered."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from policygen.diagnostics import Span
from policygen.model.marks import Key, Least
from policygen.model.prose import Inline, Prose, ProseOrNone
from policygen.model.registers import When
from policygen.model.scalars import NOWHERE, Audience, Kebab, KebabName, Text, everyone

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

    answer: Text
    words: ProseOrNone = ()
    to: KebabName | None = None
    """The step to go to; none stops here."""
    when: When | None = None
    span: Annotated[Span, Key("answer")] = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNote:
    """What some agencies are told beside a step."""

    words: Prose
    when: When | None = None
    audience: Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStep:
    """A step of a quick guide: a short heading, the question, and where each answer leads."""

    id: Kebab
    label: Text
    """The number that is printed: "0" to "10", "5A" for one between."""
    title: Text
    question: Prose
    branches: Annotated[tuple[Branch, ...], Least(1)]
    notes: tuple[StepNote, ...] = ()
    when: When | None = None
    audience: Audience = field(default_factory=everyone)
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidePanel:
    """A box beside the steps: words, and contacts by the names of their slots."""

    title: Text
    words: ProseOrNone = field(default_factory=tuple)
    contacts: tuple[KebabName, ...] = ()
    when: When | None = None
    audience: Audience = field(default_factory=everyone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A quick guide: steps with branches, from which come the list and the drawn flow."""

    id: Kebab
    title: Text
    lead: ProseOrNone = field(default_factory=tuple)
    steps: Annotated[tuple[GuideStep, ...], Least(2)]
    panels: tuple[GuidePanel, ...] = field(default_factory=tuple)
    audience: Audience = field(default_factory=everyone)
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
