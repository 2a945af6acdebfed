"""The smallest file of a kind: an agency, a leaflet, a record or a clause that somebody is about to write.

Takes what is said of it and the library; gives texts by path. Every word that would be printed is the author's: words
that only hold a place would be printed one day.
"""

from collections.abc import Mapping
from difflib import get_close_matches

from policygen.author.partnership import capitals, local_agency, written
from policygen.diagnostics import RelPath
from policygen.model.library import Library
from policygen.model.protocol import Insert

__all__ = ["agency_files", "clause_files", "clause_ids", "leaflet_files", "record_files", "taken_clause"]


def agency_files(name: str, title: str, parent: str, library: Library) -> dict[RelPath, str]:
    """Return an agency's own file and its form in each partnership."""
    above = f"parent: {parent}\n" if parent else "# parent: health # the agency whose text and words it has besides\n"
    files = {
        f"agencies/{name}/agency.yaml": (
            f"id: {name}\n"
            f"name: {written(title)}\n"
            f"short_name: {written(title)}\n"
            f"prefix: {capitals(name, library)} # what its own paragraphs are numbered by: 1, 2, 3 follow it\n"
            f"{above}"
            "# about: For whom its edition is. It stands on the cover, and begins with: For\n"
            "# regulator: Who inspects it\n"
            "# hours: Monday to Friday 09:00-17:00 # when its staff work; or: always\n"
            "# terms: # its words for those of content/protocol.yaml\n"
            "#   staff: {one: practitioner, many: practitioners}\n"
            "# bodies: # the kinds of body in law that it is, and why: the ids under `bodies` of content/law.yaml\n"
            "#   public-authority: It is set up by law.\n"
        )
    }
    for home in library.partnerships:
        path = f"content/partnerships/{home}/agencies/{name}/values.yaml"
        files[path] = local_agency(name, title, library)
    return {RelPath(path): text for path, text in files.items()}


def leaflet_files(name: str, said: Mapping[str, str]) -> dict[RelPath, str]:
    """Return a leaflet with the part with which every leaflet begins."""
    text = f"""\
---
language: en
title: {written(said["title"])}
reader: {written(said["reader"])}
summary: {written(said["summary"])}
lead: {written(said["lead"])}
# for: [education, health] # who gives it out; left out, every agency does
---

## Is a child in danger now?

```part
id: danger
```

Call **[999](tel:999)**.
"""
    return {RelPath(f"content/leaflets/{name}/en.md"): text}


def record_files(name: str, said: Mapping[str, str]) -> dict[RelPath, str]:
    """Return a record with one question."""
    text = f"""\
id: {name}
title: {written(said["title"])}
# for: [education, health] # who gets it; left out, every agency does
purpose: {written(said["purpose"])}
# reminder: What to bear in mind while filling it in.
marking: {written(said["marking"])}
sections:
  - id: record
    title: This record
    fields:
      - id: made_at # ids are for ever: answers are stored under them
        label: Date and time of this record
        type: datetime
        required: true
      # - id: decision
      #   label: What was decided?
      #   type: textarea # or text, date, radio, checkboxes, yesno, signature: docs/authoring.md has them all
"""
    return {RelPath(f"content/records/{name}.yaml"): text}


def clause_files(
    name: str, said: Mapping[str, str], layer: str, where: tuple[str, str], library: Library
) -> dict[RelPath, str]:
    """Return a file of edits that inserts a clause into a layer: of a partnership, an agency, or one in the other.

    `where` is a verb of an edit, `before`, `after`, `start` or `end`, and the clause or section that it names.
    """
    verb, target = where
    text = f"""\
## {said["title"]}

```edit
{verb}: {target}
reason: {written(said["reason"])}
```

```clause
id: {name}
number: {_next_number(layer, library)}
force: should # must, agreed, should, may or info
```

{said["text"]}
"""
    home, _, agency = layer.partition("/")
    folder = f"agencies/{home}" if home in library.agencies else f"content/partnerships/{home}"
    inner = f"/agencies/{agency}" if agency else ""
    return {RelPath(f"{folder}{inner}/{name}.md"): text}


def _next_number(layer: str, library: Library) -> int:
    """Return the number after the highest of the clauses that are numbered by the layer's prefix."""
    home = layer.partition("/")[0]
    owner = library.agencies.get(home) or library.partnerships[home]
    prefix = owner.prefix.text if owner.prefix is not None else None
    ours = (each for each in library.layers.values() if each.prefix is not None and each.prefix.text == prefix)
    inserted = (edit.clause.number for each in ours for edit in each.edits if isinstance(edit, Insert))
    return max((number for number in inserted if number is not None), default=0) + 1


def clause_ids(library: Library) -> dict[str, str]:
    """Return the ids of clauses and sections, those that were withdrawn too, and what has each."""
    ids = {section.id: "a section" for section in library.sections}
    ids |= {clause.id: "a clause" for _, clause in library.clauses()}
    return ids | {old.id: "a clause that was withdrawn" for each in library.sections for old in each.withdrawn}


def taken_clause(name: str, library: Library) -> str | None:
    """Say what has an id already, and which are near; none if it is free."""
    ids = clause_ids(library)
    if name not in ids:
        return None
    near = ", ".join(get_close_matches(name, ids, 8, 0.5)[1:])
    return f"`{name}` is taken: it is {ids[name]}" + (f". There is too: {near}" if near else "")
