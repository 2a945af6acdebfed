"""The store may be lost or damaged at any time; the record of a run is believed as far as the disk agrees."""

import contextlib
import dataclasses
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policygen.diagnostics import Note, Pos, RelPath, Span, error, warning
from policygen.keys import digest
from policygen.release.publish import publish
from policygen.release.runs import RunRecord, recall, remember, unchanged
from policygen.release.store import RECENT, Store
from tests.release.samples import release

KEY = digest("html", "engine")


def test_what_was_put_is_got_and_a_second_put_replaces_it(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.get(KEY) is None
    for data in (b"", b"%PDF" * 1000):
        assert store.put(KEY, data) == ()
        assert store.get(KEY) == data


def blob(store: Store) -> Path:
    (path,) = (path for path in store.folder.rglob("*") if path.is_file())
    return path


@pytest.mark.parametrize("at", [0, 40, 64, -1])
def test_a_damaged_result_is_a_miss_and_is_removed(tmp_path: Path, at: int) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"%PDF" * 1000)
    data = bytearray(blob(store).read_bytes())
    data[at] ^= 1
    blob(store).write_bytes(data)
    assert store.get(KEY) is None
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("size", [0, 10, 64, 100])
def test_a_torn_result_is_a_miss(tmp_path: Path, size: int) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"%PDF" * 1000)
    os.truncate(blob(store), size)
    assert store.get(KEY) is None


def test_a_result_under_the_key_of_another_is_a_miss(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"one")
    other = digest("other")
    (tmp_path / other[:2]).mkdir(exist_ok=True)
    blob(store).rename(tmp_path / other[:2] / other[2:])
    assert store.get(other) is None


def age(store: Store, key: str, hours: float) -> None:
    """Make a result one that was last asked for so many hours ago."""
    path = store.folder / key[:2] / key[2:]
    when = path.stat().st_mtime_ns - int(hours * RECENT)
    os.utime(path, ns=(when, when))


def test_what_was_asked_for_longest_ago_goes_when_there_is_too_much(tmp_path: Path) -> None:
    keys = [digest(number) for number in range(6)]
    first = Store(tmp_path)
    for hours, key in zip((9, 8, 7, 6, 0.5, 0), keys, strict=True):
        first.put(key, b"x" * 936)  # a thousand with its seal
        age(first, key, hours)
    assert Store(tmp_path, limit=6000).prune() == 0
    later = Store(tmp_path, limit=4000)
    assert later.get(keys[0]) is not None, "now it is the newest"
    age(later, keys[0], 24)
    assert later.prune() == 2
    assert [store.get(key) is not None for store in [Store(tmp_path)] for key in keys] == [
        *(True, False, False, True, True, True)
    ]


def test_what_a_run_used_and_what_another_may_be_using_stay_however_much_it_is(tmp_path: Path) -> None:
    keys = [digest(number) for number in range(4)]
    other, ours = Store(tmp_path, limit=0), Store(tmp_path, limit=0)
    for key in keys[:3]:
        other.put(key, b"x")
    ours.put(keys[3], b"x")
    age(ours, keys[0], 2)
    age(ours, keys[3], 99)
    assert ours.prune() == 1
    assert [Store(tmp_path).get(key) for key in keys] == [None, b"x", b"x", b"x"]


def test_what_dead_runs_left_is_cleared_away_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(KEY, b"x")
    folder = tmp_path / KEY[:2]
    for name in (".dead", ".alive"):
        (folder / name).write_bytes(b"half")
    os.utime(folder / ".dead", ns=(1, 1))
    assert store.prune() == 1
    assert sorted(path.name for path in folder.iterdir()) == [".alive", KEY[2:]]


def test_several_may_use_a_store_at_once(tmp_path: Path) -> None:
    def work(number: int) -> bool:
        store = Store(tmp_path, limit=0)
        key = digest(number % 3)
        store.put(key, key.encode() * 5000)
        with contextlib.suppress(FileNotFoundError):
            age(store, key, number)
        if number % 7 == 0:
            store.prune()
        return store.get(key) in {None, key.encode() * 5000}

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(work, range(200)))


def test_a_store_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file")
    (problem,) = Store(tmp_path / "store").put(KEY, b"x")
    assert (problem.code, problem.severity) == ("PG609", "warning")


def run(tmp_path: Path) -> RunRecord:
    outcome = publish(release({"a/b.html": b"one", "c.html": b"two"}), tmp_path / "output", tmp_path / ".policygen")
    assert outcome.value is not None
    place = Span(RelPath("content/x.md"), Pos(1, 2), Pos(3, 4))
    said = (warning("PG312", "w", place, notes=[Note("n", place), Note("m")], hint="h"), error("PG101", "e"))
    return RunRecord(digest("inputs"), outcome.value.files, said)


def test_a_run_is_recalled_as_it_was_remembered(tmp_path: Path) -> None:
    record = run(tmp_path)
    assert recall(tmp_path / ".policygen") is None
    assert remember(record, tmp_path / ".policygen") == ()
    assert recall(tmp_path / ".policygen") == record


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"inputs": "x", "files": [{}], "diagnostics": []}',
        b'{"inputs": "x", "files": [], "diagnostics": [{}]}',
        b'{"inputs": "x", "files": [], "diagnostics": [{"code": 1}]}',
    ],
)
def test_a_damaged_record_counts_as_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "last-run.json").write_bytes(data)
    assert recall(tmp_path) is None


def test_a_record_that_cannot_be_kept_is_a_warning(tmp_path: Path) -> None:
    record = run(tmp_path)
    (tmp_path / "file").write_text("")
    assert [item.code for item in remember(record, tmp_path / "file")] == ["PG609"]


def test_a_release_just_published_is_unchanged_and_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = run(tmp_path)
    monkeypatch.setattr("builtins.open", None)
    assert unchanged(record, tmp_path / "output")


def test_a_touched_file_is_read_and_found_the_same(tmp_path: Path) -> None:
    record = run(tmp_path)
    os.utime(tmp_path / "output/c.html", ns=(1, 1))
    assert unchanged(record, tmp_path / "output")
    (tmp_path / "output/theirs.txt").write_text("files of others do not count")
    assert unchanged(record, tmp_path / "output")


def test_every_change_of_a_release_is_seen(tmp_path: Path) -> None:
    record = run(tmp_path)
    file = tmp_path / "output/c.html"

    def edit() -> None:
        file.write_bytes(b"tWo")
        os.utime(file, ns=(1, 1))

    def replace() -> None:
        (tmp_path / "new").write_bytes(b"owt")
        os.utime(tmp_path / "new", ns=(file.stat().st_mtime_ns,) * 2)
        (tmp_path / "new").replace(file)

    def link() -> None:
        file.rename(tmp_path / "two")
        file.symlink_to(tmp_path / "two")

    for change in (edit, replace, lambda: file.write_bytes(b"longer"), link, file.unlink, file.mkdir):
        change()
        assert not unchanged(record, tmp_path / "output")
    assert unchanged(dataclasses.replace(record, files=record.files[1:2]), tmp_path / "output")
