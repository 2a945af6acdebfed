"""The manifest names every file, is the same for the same release, and is believed only as policygen writes it."""

import json
import subprocess
from pathlib import Path

import pytest

from policygen.diagnostics import RelPath
from policygen.keys import digest, digest_bytes
from policygen.release.manifest import MANIFEST, SUMS, check_paths, read_manifest, with_manifest
from tests.release.samples import STAMP, artifact, release

FILES = {
    "northmoor/police/policy.pdf": b"%PDF",
    "index.html": b"<p>",
    "northmoor/police/leaflet-a.cy.html": "ŵ".encode(),
}


def written(**changes: object) -> bytes:
    """Return a manifest as policygen writes it, but for the changes."""
    data = json.loads(release(FILES)[-2].data) | changes
    return (json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def test_a_manifest_is_read_back_as_it_was_written() -> None:
    value = read_manifest(release(FILES)[-2].data).value
    assert value is not None
    assert [(entry.path, entry.size, entry.sha256) for entry in value.files] == [
        (path, len(data), digest_bytes(data)) for path, data in sorted(FILES.items())
    ]
    assert value.editions == {"northmoor": STAMP}
    assert value.files[-1].about == artifact("northmoor/police/policy.pdf").about


def test_the_order_of_artifacts_does_not_matter() -> None:
    artifacts = [artifact(path, data) for path, data in FILES.items()]
    given = {"inputs": digest(1), "engine": "e", "editions": {"b": STAMP, "a": STAMP}}
    other = given | {"editions": {"a": STAMP, "b": STAMP}}
    assert with_manifest(artifacts, **given) == with_manifest(reversed(artifacts), **other)


def test_the_only_dates_are_those_of_the_edition() -> None:
    data = json.loads(release(FILES)[-2].data)
    data.pop("editions")
    assert "20" not in {text[:2] for text in json.dumps(data).split('"')}


def test_sha256sum_accepts_the_sums_and_finds_a_changed_byte(tmp_path: Path) -> None:
    for item in release(FILES):
        (tmp_path / item.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / item.path).write_bytes(item.data)
    command = ["sha256sum", "--check", "--strict", SUMS]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True).returncode == 0
    (tmp_path / MANIFEST).write_bytes(b"x")
    assert b"manifest.json: FAILED" in subprocess.run(command, cwd=tmp_path, capture_output=True).stdout


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "expecting value"),
        (b"\xff\xfe", "utf-8"),
        (b"[]", "is not an object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"format": ' + b"9" * 5000 + b"}", "limit"),
        (written(format=2), "format is 2"),
        (written(inputs="x"), "`inputs` is not a SHA-256"),
        (written(engine=7), "`engine` is not text"),
        (written(editions=[]), "`editions` is not an object"),
        (written(editions={"n": {}}), "`number` in `editions.n` is not text"),
        (written(files={}), "`files` is not a list"),
        (written(files=[{"path": "a", "sha256": "0" * 64, "size": True, "about": {}}]), "not a number of bytes"),
        (written(files=[{"path": "a", "sha256": "0" * 64, "size": 1, "about": {}}]), "which document"),
        (written(more=1), "not in the form"),
        (written().replace(b'"engine": "engine 1"', b'"engine": "x", "engine": "engine 1"'), "not in the form"),
        (written() + b" ", "not in the form"),
    ],
)
def test_what_policygen_did_not_write_is_refused(data: bytes, words: str) -> None:
    outcome = read_manifest(data)
    assert outcome.value is None
    assert outcome.diagnostics[0].code == "PG606"
    assert words in outcome.diagnostics[0].message


@pytest.mark.parametrize(("size", "read"), [(0, True), (1, True), (-1, False), (1.5, False), ("1", False)])
def test_a_size_is_a_whole_number_from_nought(size: object, read: bool) -> None:
    files = [{"path": "a", "sha256": "0" * 64, "size": size, "about": {"document": "a", "format": "b"}}]
    outcome = read_manifest(written(files=files))
    assert any("not a number of bytes" in item.message for item in outcome.diagnostics) is not read


def test_a_lone_surrogate_is_refused() -> None:
    outcome = read_manifest(written().replace(b"engine 1", b"\\ud800"))
    assert [item.code for item in outcome.diagnostics] == ["PG606"]


def test_an_error_of_form_has_its_place() -> None:
    (problem,) = read_manifest(b'{\n "a": }').diagnostics
    assert problem.span is not None
    assert (problem.span.path, problem.span.start) == ("manifest.json", (2, 7))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/etc/passwd",
        "../up",
        "a/../b",
        "a//b",
        "a/.",
        "a/",
        "a\\b",
        "c:stream",
        "a\nb",
        "a\u202eb",
        "a\ud800",
        "cafe\u0301.pdf",
        "con",
        "a/NUL.pdf",
        "com1 .x",
        "ends.",
        "ends /a",
        " begins",
        "x" * 256,
    ],
)
def test_a_path_that_some_system_cannot_hold_is_refused(path: str) -> None:
    assert [item.code for item in check_paths([RelPath(path)])] == ["PG604"]


def test_ordinary_paths_are_accepted() -> None:
    paths = ["a/b.pdf", "a/b", "leaflet-a.cy.html", "café/ŵ.html", "conduct.pdf", ".nojekyll", "a.b/c d.txt"]
    assert check_paths(RelPath(path) for path in paths) == ()


@pytest.mark.parametrize("paths", [["a", "A"], ["a/b", "A/B"], ["a", "a"], ["a", "a/b"], ["A", "a/b/c"]])
def test_two_files_may_not_want_one_place(paths: list[str]) -> None:
    assert [item.code for item in check_paths(RelPath(path) for path in paths)] == ["PG604"]


def test_a_manifest_may_not_list_unsafe_paths_or_itself() -> None:
    for path in ("../up", "manifest.json", "sha256sums"):
        files = [{"path": path, "sha256": "0" * 64, "size": 1, "about": {"document": "a", "format": "b"}}]
        outcome = read_manifest(written(files=files))
        assert outcome.value is None
        assert [item.code for item in outcome.diagnostics] == ["PG604"]
