"""Quick guides: authored steps and an edition to one flow, from which come the list and the drawing."""

from policygen.compose.finish import finish_document
from policygen.compose.pointers import pointed, to_ring
from policygen.compose.wording import Wording
from policygen.diagnostics import Outcome
from policygen.model.documents import Document, DocumentKind
from policygen.model.guides import BranchView, Guide, GuidePanel, GuidePanelView, GuideStep, GuideStepView, GuideView
from policygen.resolve.editions import is_for
from policygen.resolve.packs import Pack

__all__ = ["compose_guide"]


def compose_guide(pack: Pack, guide: Guide) -> Outcome[Document]:
    """Compose a quick guide of one edition; steps, notes and panels for others are left out."""
    voice = Wording(pack, links_law=False)
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
        self.lineage = voice.pack.lineage
        self.steps = [step for step in guide.steps if is_for(step.audience, self.lineage)]
        self.labels = {step.id: step.label for step in self.steps}

    def flow(self) -> GuideView:
        panels = (panel for panel in self.guide.panels if is_for(panel.audience, self.lineage))
        return GuideView(
            lead=pointed(self.voice, self.guide.lead),
            steps=tuple(self.step(step) for step in self.steps),
            panels=tuple(self.panel(panel) for panel in panels),
        )

    def step(self, step: GuideStep) -> GuideStepView:
        branches = []
        for branch in step.branches:
            to = self.next(branch.to.text) if branch.to else ""
            branches.append(
                BranchView(
                    answer=branch.answer,
                    words=pointed(self.voice, branch.words),
                    to=to,
                    to_label=self.labels.get(to, ""),
                )
            )
        ours = (note for note in step.notes if is_for(note.audience, self.lineage))
        return GuideStepView(
            id=step.id,
            label=step.label,
            title=step.title,
            question=pointed(self.voice, step.question),
            branches=tuple(branches),
            notes=tuple(pointed(self.voice, note.words) for note in ours),
        )

    def next(self, wanted: str) -> str:
        """Return the step that a branch leads to here: the one it names, or the first after it that we have."""
        order = [step.id for step in self.guide.steps]
        if wanted not in order:
            return ""
        return next((name for name in order[order.index(wanted) :] if name in self.labels), "")

    def panel(self, panel: GuidePanel) -> GuidePanelView:
        slots = self.voice.library.protocol.contacts
        contacts = tuple(to_ring(self.voice, slots[name.text]) for name in panel.contacts if name.text in slots)
        return GuidePanelView(title=panel.title, words=pointed(self.voice, panel.words), contacts=contacts)
