"""A leaflet and its translation for the minimal project, and how tests look at what becomes of them."""

from policygen.model.documents import Document, DocumentKind
from policygen.model.leaflets import LeafletView
from policygen.model.library import Library
from policygen.project import understand
from policygen.resolve.translations import leaflet_digest, words_digest
from policygen.source.load import load_library
from tests.compose.composing import ROOT
from tests.conftest import Project

ENGLISH = "content/leaflets/parents/en.md"
POLISH = "content/leaflets/parents/pl.md"
WORDS = "content/words/leaflets/en.yaml"

LANGUAGES = """\
- {id: en, name: English, english: English}
- {id: pl, name: Polski, english: Polish}
- {id: ar, name: العربية, english: Arabic, direction: rtl, pdf: false}
"""
EN = """\
---
language: en
title: How we share
reader: For parents
summary: What we share.
lead: We are {{ agency.name }}. We want to help.
law: "The law: the Act."
---

## Who are we?

```part
id: who
says: [who]
```

We help. Call {{ contact.social-care.phone }}.

## What about the clinic?

```part
id: clinic
for: [clinic]
```

We keep notes.

## Another way?

```part
id: other-formats
```

Ask us.

## Worried?

```part
id: worried
```

Call **999**.
"""
PL = """\
---
language: pl
title: Jak się dzielimy
reader: Dla rodziców
summary: Czym się dzielimy.
lead: Jesteśmy {{{{ agency.name }}}}. Chcemy pomóc.
law: "Prawo: ustawa."
translation: {{translator: A. Nowak, checker: B. Lis, date: 2026-01-01, of: {of}}}
---

## Kim jesteśmy?

```part
id: who
```

Pomagamy. Telefon: {{{{ contact.social-care.phone }}}}.

## Co z kliniką?

```part
id: clinic
```

Robimy notatki.

## Inaczej?

```part
id: other-formats
```

Zapytaj nas.

## Martwisz się?

```part
id: worried
```

Telefon **999**.
"""


def add_leaflet(project: Project, text: str = EN) -> None:
    """Give the project a leaflet in English, and all that goes with it."""
    project.write("content/languages.yaml", LANGUAGES)
    project.write(WORDS, (ROOT / WORDS).read_text())
    project.write("content/leaflets/must-say.yaml", "- {id: who, point: Who we are., leaflets: [parents]}\n")
    project.write(ENGLISH, text)


def library(project: Project) -> Library:
    """Return what is loaded of a project without mistakes."""
    loaded = load_library(project.read())
    assert loaded.value is not None, loaded.diagnostics
    return loaded.value


def add_translation(project: Project, *, of: str | None = None, words_of: str | None = None) -> None:
    """Translate the leaflet, from the English as it stands or as these digests say."""
    known = library(project)
    of = of or leaflet_digest(known.leaflets["parents"]["en"])
    words_of = words_of or words_digest(known.words["leaflets"]["en"])
    made = f"translation: {{translator: A. Nowak, checker: B. Lis, date: 2026-01-01, of: {words_of}}}"
    project.write(POLISH, PL.format(of=of))
    words = (project.root / WORDS).read_text().replace("language: en", f"language: pl\n{made}")
    project.write("content/words/leaflets/pl.yaml", words.replace("Leave this page", "Opuść stronę"))


def leaflets(project: Project, agency: str = "clinic") -> dict[str, Document]:
    """Return an agency's leaflets by the stems of their files."""
    understood = understand(project.read())
    assert understood.value is not None
    assert [item for item in understood.diagnostics if item.severity == "error"] == [], project.report()
    documents = next(each.documents for each in understood.value.sets if each.edition.agency == agency)
    return {document.stem: document for document in documents if document.kind is DocumentKind.LEAFLET}


def view(document: Document) -> LeafletView:
    """Return the one part of a leaflet."""
    (part,) = document.parts
    assert isinstance(part, LeafletView)
    return part
