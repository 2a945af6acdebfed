"""Whatever call fails, in whatever way: the output is the old release or the new one, and the next run succeeds."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from policygen.diagnostics import Severity
from policygen.keys import digest
from policygen.release.lock import hold
from policygen.release.publish import publish, recover
from policygen.release.runs import RunRecord, recall, remember
from policygen.release.store import Store
from tests.faults.machine import Killed, Machine
from tests.release.samples import entry, names, release, tree

PACK = "p/editions/1/pack.zip"
OLD = release({"index.html": b"old", "a/same.pdf": b"%PDF", "a/gone.pdf": b"gone", "old/only.html": b"x", PACK: b"PK"})
FILED = (entry(PACK, b"PK"),)
NEW = release({"index.html": b"new", "a/same.pdf": b"%PDF", "b/more.pdf": b"more"}, filed=FILED)

FAILURES = {
    "disk full, once": {"failure": errno.ENOSPC},
    "not allowed, once": {"failure": errno.EACCES},
    "quota, from then on": {"failure": errno.EDQUOT, "lasting": True},
    "read-only, from then on": {"failure": errno.EROFS, "lasting": True},
    "killed": {"failure": None},
}
SYSTEMS = {
    "exchange": {},
    "renames": {"exchanges": False},
    "no links": {"links": False},
    "renames, no links": {"exchanges": False, "links": False},
}


def prepared(home: Path) -> Path:
    """Return an output folder with the old release and things of others."""
    out = home / "output"
    assert publish(OLD, out, home / ".policygen").value is not None
    (out / "theirs.txt").write_text("theirs")
    (out / "old/link").symlink_to("nowhere")
    (out / "empty").mkdir()
    return out


def after(tree_before: dict[str, bytes | str | None]) -> dict[str, bytes | str | None]:
    gone = {path for path in tree_before if path in {item.path for item in OLD} and path != PACK} | {"a"}
    kept = {path: data for path, data in tree_before.items() if path not in gone}
    return kept | {"a": None, "b": None} | {str(item.path): item.data for item in NEW}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("system", SYSTEMS)
def test_a_publish_that_fails_anywhere_leaves_the_old_release_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, failure: str
) -> None:
    at = 0
    while True:
        at += 1
        home = tmp_path / str(at)
        home.mkdir()
        out = prepared(home)
        old = tree(out)
        new = after(old)
        work = partial(publish, NEW, out, home / ".policygen", filed=FILED)
        machine = Machine(at=at, **FAILURES[failure], **SYSTEMS[system])
        outcome = machine.run(work, monkeypatch)
        if machine.count < at:
            break  # the publish ended before this call
        if not out.exists():
            assert "exchanges" in SYSTEMS[system], "only without the exchange may it be missing, for an instant"
            assert "once" not in failure, "a process that lives puts the old release back"
            assert recover(out) == ()
        assert tree(out) in (old, new), f"call {at}: {machine.seen[-1]}"
        if outcome is not Killed:
            assert (outcome.value is not None) == (tree(out) == new), f"call {at}: {machine.seen[-1]}"
            assert {item.code for item in outcome.diagnostics} <= {"PG602", "PG608"}
            assert (outcome.value is None) == any(item.severity is Severity.ERROR for item in outcome.diagnostics)
        again = Machine(**SYSTEMS[system]).run(work, monkeypatch)
        assert again.value is not None
        assert again.diagnostics == ()
        assert tree(out) == new
        assert names(home) == ["output"], f"call {at}: {machine.seen[-1]}"
    expected = {"open", "write", "fsync", "fchmod", "mkdir", "link", "unlink", "rmdir", "exchange"}
    assert expected <= set(machine.seen), "the sample must pass through every kind of call"
    assert at > 30


@pytest.mark.parametrize("failure", FAILURES)
def test_a_first_publish_that_fails_anywhere_leaves_nothing_or_the_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    at = 0
    while True:
        at += 1
        out = tmp_path / str(at) / "deep" / "output"
        work = partial(publish, OLD, out, tmp_path / ".policygen")
        machine = Machine(at=at, **FAILURES[failure])
        machine.run(work, monkeypatch)
        if machine.count < at:
            break
        if out.exists():
            assert (out / "manifest.json").exists()
        assert work().diagnostics == ()
        assert (out / "old/only.html").read_bytes() == b"x"
        assert names(out.parent) == ["output"]


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("held", [b"", b"%PDF old"])
def test_a_store_that_fails_anywhere_gives_all_of_a_result_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str, held: bytes
) -> None:
    at = 0
    key = digest("key")
    while True:
        at += 1
        store = Store(tmp_path / str(at))
        if held:
            store.put(key, held)
        machine = Machine(at=at, **FAILURES[failure])
        said = machine.run(partial(store.put, key, b"%PDF new"), monkeypatch)
        if machine.count < at:
            break
        assert store.get(key) in {b"%PDF new", held or None}
        if said is not Killed:
            assert {item.code for item in said} <= {"PG609"}
            assert bool(said) == (store.get(key) != b"%PDF new")
        assert store.put(key, b"%PDF new") == ()
        for left in store.folder.rglob(".*"):
            os.utime(left, ns=(1, 1))
        store.prune()
        assert store.get(key) == b"%PDF new"
        assert sum(path.is_file() for path in store.folder.rglob("*")) == 1
    assert at > 5


@pytest.mark.parametrize("failure", FAILURES)
def test_a_record_that_fails_anywhere_is_the_last_one_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    old, new = RunRecord(digest("old"), ()), RunRecord(digest("new"), ())
    at = 0
    while True:
        at += 1
        remember(old, tmp_path)
        machine = Machine(at=at, **FAILURES[failure])
        said = machine.run(partial(remember, new, tmp_path), monkeypatch)
        if machine.count < at:
            break
        assert recall(tmp_path) in (old, new)
        assert said is Killed or bool(said) == (recall(tmp_path) == old)
        assert remember(new, tmp_path) == ()
        assert names(tmp_path) == ["last-run.json"]
    assert at > 5


@pytest.mark.parametrize("failure", FAILURES)
def test_the_lock_is_held_or_refused_and_never_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str
) -> None:
    at = 0
    while True:
        at += 1
        work = tmp_path / str(at) / ".policygen"
        machine = Machine(at=at, **FAILURES[failure])
        outcome = machine.run(partial(hold, work), monkeypatch)
        if machine.count < at:
            break
        if outcome is not Killed:
            assert {item.code for item in outcome.diagnostics} <= {"PG602"}
            if outcome.value is not None:
                outcome.value.close()
        del outcome
        again = hold(work)
        assert again.value is not None
        again.value.close()


@pytest.mark.parametrize("name", ["scandir", "lstat"])
def test_an_old_release_that_cannot_be_read_is_an_error_and_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    out = prepared(tmp_path)
    old = tree(out)

    def fail(*arguments: object, **options: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(f"policygen.release.publish.os.{name}", fail)
        outcome = publish(NEW, out, tmp_path / ".policygen", filed=FILED)
    assert [item.code for item in outcome.diagnostics] == ["PG602"]
    assert "input/output error" in outcome.diagnostics[0].message
    assert tree(out) == old


CHOICES: dict[int, str] = {
    errno.ENOSPC: "free some space",
    errno.EROFS: "writable for you",
    errno.EXDEV: "mounted disk",
    errno.EIO: "build again",
}


@pytest.mark.parametrize("problem", CHOICES)
def test_the_hint_is_about_the_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: int) -> None:
    work: Callable[[], object] = partial(publish, OLD, tmp_path / "output", tmp_path / ".policygen")
    outcome = Machine(at=4, failure=problem).run(work, monkeypatch)
    (said,) = outcome.diagnostics
    assert said.code == "PG602"
    assert CHOICES[problem] in said.hint
