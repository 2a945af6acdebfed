"""The search index: what can be found and where it leads, that it is the same each time, and what a failure says."""

import gzip
import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from policygen.diagnostics import RelPath
from policygen.project import understand
from policygen.render.search import Entry, entries, search_index
from tests.conftest import Project

FOUND = (
    Entry("town/clinic/policy.html#tell", "2.1 Tell <first> & ask", "Tell the parent what you share.", ("clinic",)),
    Entry("town/school/policy.html#tell", "2.1 Tell", "Tell the carer what you share.", ("clinic", "school")),
    Entry("town/school/record-F01.html", "F01", "Record of a decision", ("school",)),
)


def test_what_is_found_says_where_it_is_and_who_has_it() -> None:
    assert sorted(fragments(index(FOUND)), key=lambda meta: meta["href"]) == [
        {"href": item.href, "title": item.title, "editions": " ".join(item.editions)} for item in FOUND
    ]


def test_the_same_entries_make_the_same_files() -> None:
    assert index(FOUND) == index(FOUND)


def test_only_what_the_page_of_the_site_reads_is_published() -> None:
    files = index(FOUND)
    assert {path.rpartition("/")[0] for path in files} == {
        *("search/pagefind", "search/pagefind/fragment", "search/pagefind/index")
    }
    assert "search/pagefind/pagefind.js" in files
    assert [path for path in files if path.endswith(".css") or "ui" in path] == []


def test_a_clause_is_found_once_and_leads_to_the_full_edition(project: Project) -> None:
    project.append("agencies/school/agency.yaml", "annotated: true\n")
    held = {item.href: item for item in written(project)}
    tell = held["town/school/policy.html#tell"]
    assert tell.editions == ("clinic", "school")
    assert tell.title == "2.1 Tell, listen, then share"
    assert tell.words.startswith("Tell the carer first, and reply within 10 days. Note from Town Partnership: ")
    assert [href for href in held if href.endswith("#tell")] == [tell.href]


def test_a_document_without_clauses_is_found_by_what_it_lists(project: Project) -> None:
    outline = "id: assurance\ntitle: Assurance file\nlabel: Assurance file\nparts: [cover, annex-law, annex-changes]\n"
    project.write("content/documents/assurance.yaml", outline)
    (found,) = (item for item in written(project) if item.href.endswith("assurance.html"))
    assert found.title.startswith("Assurance file for")
    assert found.words == "Assurance file Law and guidance Changes and sign-off"


def test_what_one_agency_alone_has_leads_to_its_own_edition(project: Project) -> None:
    project.append("agencies/school/agency.yaml", "annotated: true\n")
    project.append("agencies/clinic/agency.yaml", "prefix: WARD\n")
    project.append("agencies/clinic/10-clinic.md", "\n## On the ward\n\n```edit\nend: families\nreason: Wards.\n```\n")
    project.append(
        "agencies/clinic/10-clinic.md", "\n```clause\nid: ward\nnumber: 1\nforce: should\n```\n\nTell the ward.\n"
    )
    (ward,) = (item for item in written(project) if item.href.endswith("#ward"))
    assert (ward.href, ward.editions) == ("town/clinic/policy.html#ward", ("clinic",))


def test_a_failure_is_told_in_its_last_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for said, shown in (("echo one >&2; echo two >&2; exit 1", "two"), ("exit 1", "it said nothing")):
        program = tmp_path / "python"
        program.write_text(f"#!/bin/sh\n{said}\n")
        program.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(program))
        outcome = search_index(FOUND)
        assert outcome.value is None
        assert [(item.code, item.message) for item in outcome.diagnostics] == [
            ("PG531", f"the search index could not be made: Pagefind failed ({shown})")
        ]


def index(found: tuple[Entry, ...]) -> Mapping[RelPath, bytes]:
    made = search_index(found).value
    assert made is not None
    return made


def fragments(files: Mapping[RelPath, bytes]) -> list[dict[str, str]]:
    """Return what the index says of each entry: gzip, a word of Pagefind's, then JSON."""
    made = []
    for path, data in files.items():
        if path.endswith(".pf_fragment"):
            text = gzip.decompress(data).decode()
            made.append(json.loads(text[text.index("{") :])["meta"])
    return made


def written(project: Project) -> tuple[Entry, ...]:
    """Return what can be found in a project."""
    understood = understand(project.read()).value
    assert understood is not None
    assert understood.library is not None
    return entries(understood.library, understood.sets)
