"""Quick guides: authored steps and an edition to one flow, from which come the list and the drawing.

A reference to a paragraph leads into the agency's policy, and one to a record that the agency has becomes its number
and leads to it: both are other documents of the pack.
"""

from policygen.compose.finish import finish_document
from policygen.compose.wording import RECORD, Wording, capital
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind
from policygen.model.editions import Edition
from policygen.model.guides import BranchView, Guide, GuidePanel, GuidePanelView, GuideStep, GuideStepView, GuideView
from policygen.model.library import Library
from policygen.model.prose import Inline, Reference, Str
from policygen.model.protocol import ContactSlot
from policygen.resolve.editions import is_for

__all__ = ["compose_guide"]


def compose_guide(library: Library, edition: Edition, guide: Guide) -> Outcome[Document]:
    """Compose a quick guide of one edition; steps, notes and panels for others are left out."""
    voice = Wording(library, edition, links_law=False)
    document = finish_document(
        voice,
        DocumentKind.GUIDE,
        id=guide.id,
        title=guide.title,
        subtitle=voice.words.say("title-guide", agency=voice.agency_name),
        parts=(_Guide(voice, guide).flow(),),
    )
    return Outcome(document, tuple(voice.found))


class _Guide:
    """The work of composing one guide."""

    def __init__(self, voice: Wording, guide: Guide) -> None:
        self.voice = voice
        self.guide = guide
        self.lineage = voice.library.lineage(voice.edition.agency)
        self.steps = [step for step in guide.steps if is_for(step.audience, self.lineage)]
        self.labels = {step.id: step.label for step in self.steps}

    def flow(self) -> GuideView:
        panels = (panel for panel in self.guide.panels if is_for(panel.audience, self.lineage))
        return GuideView(
            lead=self.words(self.guide.lead),
            steps=tuple(self.step(step) for step in self.steps),
            panels=tuple(self.panel(panel) for panel in panels),
        )

    def step(self, step: GuideStep) -> GuideStepView:
        branches = []
        for branch in step.branches:
            to = self.next(branch.to.text) if branch.to else ""
            branches.append(
                BranchView(
                    answer=branch.answer, words=self.words(branch.words), to=to, to_label=self.labels.get(to, "")
                )
            )
        ours = (note for note in step.notes if is_for(note.audience, self.lineage))
        return GuideStepView(
            id=step.id,
            label=step.label,
            title=step.title,
            question=self.words(step.question),
            branches=tuple(branches),
            notes=tuple(self.words(note.words) for note in ours),
        )

    def next(self, wanted: str) -> str:
        """Return the step that a branch leads to here: the one it names, or the first after it that we have."""
        order = [step.id for step in self.guide.steps]
        if wanted not in order:
            return ""
        return next((name for name in order[order.index(wanted) :] if name in self.labels), "")

    def panel(self, panel: GuidePanel) -> GuidePanelView:
        slots = self.voice.library.protocol.contacts
        contacts = tuple(self.contact(slots[name.text]) for name in panel.contacts if name.text in slots)
        return GuidePanelView(title=panel.title, words=self.words(panel.words), contacts=contacts)

    def contact(self, slot: ContactSlot) -> tuple[str, tuple[Inline, ...]]:
        """Return who a contact is, and the number to call with its hours.

        The page bears the agency's name, so that a name which begins with it goes on without it.
        """
        contact = self.voice.contact(slot.id)
        fields = contact.fields if contact else {}
        name = fields.get("name", slot.label).removeprefix(f"{self.voice.agency_name} ")
        hours = self.voice.hours(contact, short=True, opens=True)
        return capital(name), (self.voice.phone(contact), *((Str(" "), *hours) if hours else ()))

    # -- words -------------------------------------------------------------------------------------

    def words(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Resolve words; what they refer to is found in other documents of the pack."""
        return self.voice.inlines((self.numbered(inline) for inline in inlines), {})

    def numbered(self, inline: Inline) -> Inline:
        """Return a reference to a record that the agency has as its number: "F01"."""
        if not isinstance(inline, Reference) or not inline.target.startswith(RECORD):
            return inline
        name = inline.target.removeprefix(RECORD)
        return self.voice.record_link(name, name) if self.voice.has_record(name) else inline
