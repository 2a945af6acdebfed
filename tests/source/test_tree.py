"""Reading touches nothing outside the project, and says what it could not read."""

import os
from itertools import pairwise
from pathlib import Path

import pytest

from policygen.diagnostics import Pos, RelPath
from policygen.source.tree import MAX_BYTES, SourceTree, find_root, position, read_tree
from tests.conftest import Project

NOTE = "content/partnerships/town/20-note.md"


def said(project: Project) -> list[tuple[str, str, int, int]]:
    """Return code, path, line and column of what reading finds wrong."""
    outcome = read_tree(project.root)
    assert outcome.value is not None
    return [(item.code, item.span.path, *item.span.start) for item in outcome.diagnostics if item.span]


def test_all_files_are_read_in_the_order_of_their_paths(project: Project) -> None:
    tree = project.read()
    own = [path for path in tree.files if not path.startswith("templates/")]
    written = [file.relative_to(project.root).as_posix() for file in project.root.rglob("*") if file.is_file()]
    assert sorted(own) == sorted(written)
    assert [path for path in own if path.startswith("agencies/")] == [
        "agencies/care/10-care.md",
        "agencies/care/agency.yaml",
        "agencies/clinic/10-clinic.md",
        "agencies/clinic/agency.yaml",
        "agencies/school/agency.yaml",
    ]
    assert tree.texts[RelPath("content/protocol.yaml")].startswith("title: Sharing information\n")


def test_templates_of_the_project_stand_before_those_of_the_installation(project: Project) -> None:
    assert any(path.startswith("templates/") for path in project.read().files)
    project.write("templates/own.css", "a {}\n")
    assert [path for path in project.read().files if path.startswith("templates/")] == ["templates/own.css"]


def test_hidden_files_and_backups_are_not_part_of_a_project(project: Project) -> None:
    before = project.read()
    project.write("content/.DS_Store", b"\x00\xff")
    project.write("content/protocol/.git/config", b"\xff")
    project.write("content/protocol/01-purpose.md~", b"\xff")
    assert project.read() == before


def test_a_folder_that_is_missing_is_no_mistake_of_reading(project: Project) -> None:
    project.remove("agencies")
    assert said(project) == []


def test_the_digest_is_that_of_paths_and_bytes(project: Project) -> None:
    before = project.read().digest()
    assert project.read().digest() == before
    project.append(NOTE, " ")
    assert project.read().digest() != before
    assert SourceTree({RelPath("a"): b"bc"}, {}).digest() != SourceTree({RelPath("ab"): b"c"}, {}).digest()


# -- links and what is no file -------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["/etc/hostname", "../../../../outside.md", "/nowhere/at/all", "../../../protocol"])
def test_links_that_lead_out_are_refused_and_not_read(project: Project, target: str) -> None:
    (project.root.parent / "outside.md").write_text("secret")
    (project.root / "protocol").write_text("secret")
    (project.root / NOTE).symlink_to(target)
    assert said(project) == [("PG102", NOTE, 1, 1)]
    assert NOTE not in project.read().files


def test_a_link_inside_the_folder_is_read_as_a_file(project: Project) -> None:
    (project.root / NOTE).symlink_to("10-local.md")
    assert said(project) == []
    assert project.read().files[RelPath(NOTE)] == (project.root / NOTE).read_bytes()


def test_links_to_folders_are_refused_whether_they_lead_out_or_round_and_round(project: Project) -> None:
    (project.root / "content" / "out").symlink_to("/etc")
    (project.root / "content" / "round").symlink_to(".")
    (project.root / "content" / "up").symlink_to("..")
    assert said(project) == [("PG102", f"content/{name}", 1, 1) for name in ("out", "round", "up")]


def test_a_whole_folder_may_not_be_a_link(project: Project) -> None:
    elsewhere = project.root.parent / "elsewhere"
    (project.root / "agencies").rename(elsewhere)
    (project.root / "agencies").symlink_to(elsewhere)
    assert said(project) == [("PG102", "agencies", 1, 1)]
    assert not any(path.startswith("agencies") for path in project.read().files)


def test_a_project_reached_through_a_link_is_read(project: Project) -> None:
    link = project.root.parent / "link"
    link.symlink_to(project.root)
    assert read_tree(link).diagnostics == ()
    assert read_tree(link).value == project.read()


@pytest.mark.parametrize("loop", [["a"], ["b", "a"]])
def test_loops_of_links_are_told(project: Project, loop: list[str]) -> None:
    names = ["a", *loop]
    for name, target in pairwise(names):
        (project.root / "content" / f"{name}.md").symlink_to(f"{target}.md")
    assert said(project) == [("PG101", f"content/{name}.md", 1, 1) for name in sorted(set(loop) | {"a"})]


def test_a_pipe_is_refused_without_waiting_for_it(project: Project) -> None:
    os.mkfifo(project.root / NOTE)
    assert said(project) == [("PG102", NOTE, 1, 1)]


def test_a_file_that_is_too_large_is_refused_without_reading_it(project: Project) -> None:
    for size, expected in ((MAX_BYTES, []), (MAX_BYTES + 1, [("PG103", NOTE, 1, 1)])):
        project.write(NOTE, b" " * size)
        assert said(project) == expected


def test_what_the_system_refuses_is_told_with_its_reason(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(NOTE, "x")
    real = Path.read_bytes

    def read(self: Path) -> bytes:
        if self.name == "20-note.md":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    assert said(project) == [("PG101", NOTE, 1, 1)]
    assert "Permission denied" in project.report()


def test_a_folder_that_cannot_be_listed_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scan(path: str) -> object:
        if str(path).endswith("clinic"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    assert [item[:2] for item in said(project)] == [
        ("PG101", "content/partnerships/town/agencies/clinic"),
        ("PG101", "agencies/clinic"),
    ]


@pytest.mark.parametrize("name", [b"20-\xff.md", b"20-\n.md", b"20-\x1b[31m.md", "20-\u202e.md".encode()])
def test_names_that_cannot_be_printed_are_refused_and_shown_escaped(project: Project, name: bytes) -> None:
    (project.root / "content" / os.fsdecode(name)).touch()
    ((code, path, *_),) = said(project)
    assert code == "PG108"
    assert path.isascii()
    assert path.isprintable()
    project.report().encode()


# -- texts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xff", 1, 1),
        (b"abc\xe9", 1, 4),
        ("é🙂\nß".encode() + b"\x80", 2, 2),
        (b"\xef\xbb\xbfab\xff", 1, 3),
        (b"a\r\nb\xc3(", 2, 2),
        ("x".encode("utf-16"), 1, 1),
        (b"\xed\xa0\x80", 1, 1),
        (b"a\xf4\x90\x80\x80", 1, 2),
    ],
)
def test_bytes_that_are_not_utf_8_are_told_at_their_place(
    project: Project, data: bytes, line: int, column: int
) -> None:
    project.write(NOTE, data)
    assert said(project) == [("PG104", NOTE, line, column)]
    assert NOTE in project.read().files
    assert NOTE not in project.read().texts


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029"])
@pytest.mark.parametrize("before", ["", "é🙂", "a\r\nb", "a\n\n"])
def test_control_characters_are_told_at_their_place(project: Project, sign: str, before: str) -> None:
    project.write(NOTE, f"{before}{sign}z")
    plain = before.replace("\r", "")
    place = position(plain, len(plain))
    assert said(project) == [("PG105", NOTE, *place)]


@pytest.mark.parametrize("sign", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2069", "\ufeff"])
def test_overrides_of_the_writing_direction_are_told(project: Project, sign: str) -> None:
    project.write(NOTE, f"admin{sign}nimda{sign}")
    assert said(project) == [("PG105", NOTE, 1, 6), ("PG105", NOTE, 1, 12)]


@pytest.mark.parametrize("sign", ["\t", "\u200e", "\u200f", "\u200d", "\xad", "\xa0", "\u0627", "\u0995", "🙂"])
def test_signs_that_languages_need_are_allowed(project: Project, sign: str) -> None:
    project.write(NOTE, f"a{sign}b")
    assert said(project) == []


def test_a_file_full_of_control_characters_is_not_told_of_each(project: Project) -> None:
    project.write(NOTE, b"\0" * 100_000)
    assert len(said(project)) == 20


def test_a_control_character_hides_no_mistake_of_other_files_and_an_unread_file_causes_none(project: Project) -> None:
    project.append("content/protocol/02-families.md", "\nRing\x07.\n")
    project.edit("content/protocol/01-purpose.md", "id: new-duty", "id: tell")
    assert {"PG105", "PG201"} <= {item.code for item in project.diagnose()}
    project.write("content/law.yaml", b"\xff")
    assert {item.code for item in project.diagnose()} == {"PG104", "PG105"}


def test_a_leading_byte_order_mark_and_line_ends_of_other_systems_are_harmless(project: Project) -> None:
    project.write(NOTE, b"\xef\xbb\xbfa\r\nb\rc\n")
    assert said(project) == []
    assert project.read().texts[RelPath(NOTE)] == "a\nb\nc\n"


def test_what_is_no_text_is_not_decoded(project: Project) -> None:
    project.write("content/logo.png", b"\x89PNG\x00\xff")
    assert said(project) == []
    assert "content/logo.png" not in project.read().texts


# -- the root ------------------------------------------------------------------------------------------


def test_the_root_is_the_nearest_folder_above_that_holds_content(project: Project) -> None:
    assert find_root(project.root) == project.root
    assert find_root(project.root / "agencies" / "clinic") == project.root
    (project.root / "agencies" / "content").mkdir()
    assert find_root(project.root / "agencies" / "clinic") == project.root / "agencies"


def test_a_folder_outside_any_project_has_no_root(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("a file is no folder")
    assert find_root(tmp_path) is None


def test_positions_count_lines_and_columns_from_one() -> None:
    assert [position("a\nbc\n", offset) for offset in range(6)] == [
        Pos(1, 1),
        Pos(1, 2),
        Pos(2, 1),
        Pos(2, 2),
        Pos(2, 3),
        Pos(3, 1),
    ]
