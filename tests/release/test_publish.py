"""A publish replaces our files, leaves those of others, and writes nothing where it must not."""

import os
import socket
import stat
from pathlib import Path

import pytest

from policygen.diagnostics import Diagnostic
from policygen.release import disk
from policygen.release import publish as module
from policygen.release.editions import Filed, read_filed
from policygen.release.manifest import read_manifest
from policygen.release.publish import Changes, publish, recover
from tests.release.samples import artifact, entry, names, release, tree

OLD = {"index.html": b"old", "a/same.pdf": b"%PDF", "a/gone.pdf": b"gone", "old/only.html": b"x"}
NEW = {"index.html": b"new", "a/same.pdf": b"%PDF", "b/more.pdf": b"more"}


def put(files: dict[str, bytes], out: Path) -> Changes:
    outcome = publish(release(files), out, out.parent / ".policygen")
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    return outcome.value


def refusal(files: dict[str, bytes], out: Path) -> Diagnostic:
    outcome = publish(release(files), out, out.parent / ".policygen")
    assert outcome.value is None
    (problem,) = outcome.diagnostics
    assert problem.hint
    return problem


def held(files: dict[str, bytes]) -> dict[str, bytes]:
    return {str(item.path): item.data for item in release(files)}


def plain(out: Path) -> dict[str, bytes | str]:
    return {path: data for path, data in tree(out).items() if data is not None}


@pytest.fixture(params=["exchange", "renames", "no links"])
def out(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the output folder on each kind of system: with exchange, without, and without hard links."""
    if request.param != "exchange":
        monkeypatch.setattr(disk, "_exchange", None)
    if request.param == "no links":
        monkeypatch.setattr(disk, "link", lambda old, new: False)
    return tmp_path / "deep" / "er" / "output"


def test_the_exchange_works_here_or_the_system_is_known_not_to_have_it(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "one" / "file").touch()
    assert disk.exchange(tmp_path / "one", tmp_path / "two") == (tmp_path / "two" / "file").exists()


def test_a_first_release_is_made_with_the_folders_above_it(out: Path) -> None:
    changes = put(OLD, out)
    assert (changes.written, changes.kept, changes.pruned, changes.carried) == (6, 0, 0, 0)
    assert plain(out) == held(OLD)


def test_a_new_release_replaces_prunes_and_leaves_nothing_beside(out: Path) -> None:
    put(OLD, out)
    changes = put(NEW, out)
    assert (changes.written, changes.kept, changes.pruned, changes.carried) == (4, 1, 2, 0)
    assert plain(out) == held(NEW)
    assert not (out / "old").exists()
    assert names(out.parent) == ["output"]


def test_an_unchanged_file_keeps_its_inode_and_time(tmp_path: Path) -> None:
    out = tmp_path / "output"
    put(OLD, out)
    before = (out / "a/same.pdf").stat()
    put(NEW, out)
    after = (out / "a/same.pdf").stat()
    assert (before.st_ino, before.st_mtime_ns, after.st_nlink) == (after.st_ino, after.st_mtime_ns, 1)


def test_the_same_release_again_touches_nothing(out: Path) -> None:
    put(OLD, out)
    (out / "theirs.txt").write_text("t")

    def marks() -> dict[Path, tuple[int, int, int]]:
        found = {path: path.stat() for path in (out, *out.rglob("*"))}
        return {path: (item.st_ino, item.st_mtime_ns, item.st_ctime_ns) for path, item in found.items()}

    before = marks()
    changes = put(OLD, out)
    assert (changes.written, changes.kept, changes.pruned, changes.carried) == (0, 6, 0, 1)
    assert marks() == before


def test_a_file_of_ours_that_somebody_edited_is_written_again(out: Path) -> None:
    put(OLD, out)
    (out / "a/same.pdf").write_bytes(b"%PDX")
    (out / "index.html").chmod(0o600)
    (out / "a/gone.pdf").unlink()
    (out / "old/only.html").unlink()
    (out / "old/only.html").symlink_to("elsewhere")
    assert put(OLD, out).written == 4
    assert plain(out) == held(OLD)


def test_what_others_put_there_is_carried_over_as_it_is(out: Path) -> None:
    put(OLD, out)
    (out / "theirs.txt").write_text("t")
    (out / "old/kept.txt").write_text("k")
    (out / "old").chmod(0o750)
    (out / "empty/er").mkdir(parents=True)
    (out / "shut").mkdir()
    (out / "shut/file").write_text("s")
    (out / "link").symlink_to("/nowhere")
    os.utime(out / "theirs.txt", ns=(5, 7))
    (out / "theirs.txt").chmod(0o640)
    (out / "shut").chmod(0o555)
    changes = put(NEW, out)
    assert changes.carried == 4
    found = tree(out)
    assert (found["theirs.txt"], found["old/kept.txt"], found["shut/file"]) == (b"t", b"k", b"s")
    assert (found["link"], found["empty/er"]) == ("/nowhere", None)
    assert "old/only.html" not in found
    status = (out / "theirs.txt").stat()
    assert (status.st_mtime_ns, stat.S_IMODE(status.st_mode)) == (7, 0o640)
    assert stat.S_IMODE((out / "old").stat().st_mode) == 0o750
    assert stat.S_IMODE((out / "shut").stat().st_mode) == 0o555
    assert names(out.parent) == ["output"]


def test_a_folder_of_others_that_gets_a_file_of_ours_can_be_read_by_all(out: Path) -> None:
    put(OLD, out)
    (out / "b").mkdir(0o700)
    put(NEW, out)
    assert stat.S_IMODE((out / "b").stat().st_mode) == 0o755


def test_modes_do_not_rest_on_the_umask(out: Path) -> None:
    for umask in (0o000, 0o077):
        before = os.umask(umask)
        try:
            put(NEW if umask else OLD, out)
        finally:
            os.umask(before)
        modes = {stat.S_IMODE(path.stat().st_mode) for path in out.rglob("*") if path.is_file()}
        assert modes == {0o644}
        assert {stat.S_IMODE(path.stat().st_mode) for path in (out, out / "a")} == {0o755}


def test_the_output_folder_itself_keeps_its_mode(out: Path) -> None:
    put(OLD, out)
    out.chmod(0o2775)
    put(NEW, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o2775


def test_identical_files_without_a_manifest_are_taken_for_ours(out: Path) -> None:
    put(OLD, out)
    (out / "manifest.json").unlink()
    changes = put(OLD, out)
    assert (changes.written, changes.kept, changes.carried) == (1, 5, 0)


def test_a_signature_of_the_last_release_does_not_outlive_it(out: Path) -> None:
    put(OLD, out)
    (out / "SHA256SUMS.sig").write_bytes(b"signed")
    assert put(NEW, out).pruned == 3
    assert not (out / "SHA256SUMS.sig").exists()


def test_a_folder_of_ours_may_become_a_file_and_a_file_a_folder(out: Path) -> None:
    put({"a/b.html": b"1", "c": b"2"}, out)
    put({"a": b"1", "c/d.html": b"2"}, out)
    assert plain(out) == held({"a": b"1", "c/d.html": b"2"})


def test_names_may_change_in_capitals_only(out: Path) -> None:
    put({"Guide.html": b"1"}, out)
    put({"guide.html": b"1"}, out)
    assert plain(out) == held({"guide.html": b"1"})


@pytest.mark.parametrize(
    ("theirs", "named"),
    [
        ("b/more.pdf", "b/more.pdf"),
        ("B/MORE.pdf", "B/MORE.pdf"),
        ("b", "b"),
        ("b/more.pdf/notes/x.txt", "b/more.pdf"),
        ("b/more.pdf/", "b/more.pdf"),
    ],
)
def test_a_file_of_others_in_the_way_is_an_error_and_nothing_is_written(out: Path, theirs: str, named: str) -> None:
    put(OLD, out)
    (out / theirs).parent.mkdir(parents=True, exist_ok=True)
    if theirs.endswith("/"):
        (out / theirs).mkdir()
    else:
        (out / theirs).write_bytes(b"theirs")
    before = tree(out)
    problem = refusal(NEW, out)
    assert problem.code == "PG605"
    assert f"`{out}/{named}`" in problem.message
    assert tree(out) == before
    assert names(out.parent) == ["output"]


def test_many_files_in_the_way_are_one_error(out: Path) -> None:
    out.mkdir(parents=True)
    files = {f"{number}.html": b"ours" for number in range(20)}
    for name in files:
        (out / name).write_bytes(b"theirs")
    assert "and 15 more" in refusal(files, out).message


def test_a_name_that_is_no_text_is_carried_and_can_be_named(out: Path) -> None:
    put(OLD, out)
    odd = out / os.fsdecode(b"\xff")
    try:
        odd.write_bytes(b"odd")
    except OSError:
        pytest.skip("this file system has only names that are text")
    put(NEW, out)
    assert odd.read_bytes() == b"odd"


def test_a_socket_is_linked_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "output"
    put(OLD, out)
    monkeypatch.chdir(out)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s")
        monkeypatch.chdir(tmp_path)
        put(NEW, out)
        assert (out / "s").is_socket()
        monkeypatch.setattr(disk, "link", lambda old, new: False)
        assert refusal(OLD, out).code == "PG602"
        assert (out / "index.html").read_bytes() == b"new"


def test_a_link_at_the_output_is_followed_and_stays(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "public"
    link.symlink_to(out)
    put(OLD, link)  # it leads nowhere yet
    put(NEW, link)
    assert link.is_symlink()
    assert plain(out) == held(NEW)
    assert names(tmp_path) == ["deep", "public"]


def test_links_in_the_output_are_not_followed(out: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious.txt").write_text("p")
    put(OLD, out)
    for name in ("old", "a"):
        (out / name / "link").symlink_to(outside)
    (out / "b").symlink_to(outside)
    assert refusal(NEW, out).code == "PG605"
    (out / "b").unlink()
    put(NEW, out)
    assert tree(outside) == {"precious.txt": b"p"}


def test_a_file_a_loop_of_links_and_a_mounted_disk_are_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("f")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("file", "loop"):
        assert refusal(OLD, tmp_path / name).code == "PG603"
    assert (tmp_path / "file").read_text() == "f"
    outcome = publish(release(OLD), Path("/proc"), tmp_path)
    assert [item.code for item in outcome.diagnostics] == ["PG603"]


def test_a_disk_mounted_inside_the_output_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    look = module._look

    def elsewhere(path: Path) -> module._Found:
        found = look(path)
        return module._Found(found.mode, found.device + (path.name == "a"), found.inode, found.size, found.mtime_ns)

    monkeypatch.setattr(module, "_look", elsewhere)
    problem = refusal(NEW, out)
    assert problem.code == "PG603"
    assert f"`{out}/a`" in problem.message
    assert plain(out) == held(OLD)


@pytest.mark.parametrize("place", [".", ".policygen", "/", ".policygen/.."])
def test_the_project_itself_is_no_output_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / "content").mkdir()
    outcome = publish(release(OLD), tmp_path / place, tmp_path / ".policygen")
    assert [item.code for item in outcome.diagnostics] == ["PG603"]
    assert names(tmp_path) == ["content"]


def test_a_selection_is_published_inside_the_work_folder(tmp_path: Path) -> None:
    work = tmp_path / ".policygen"
    assert publish(release(OLD), work / "selection", work).value is not None
    assert plain(work / "selection") == held(OLD)


def test_a_manifest_that_is_not_ours_stops_the_publish(out: Path) -> None:
    put(OLD, out)
    (out / "manifest.json").write_text('{"name": "an app"}')
    before = tree(out)
    assert refusal(NEW, out).code == "PG606"
    assert tree(out) == before


def test_a_bad_path_stops_the_publish(out: Path) -> None:
    assert refusal({"../up.html": b"x"}, out).code == "PG604"
    assert not out.exists()


def test_artifacts_without_their_manifest_are_a_bug(out: Path) -> None:
    for artifacts in ([artifact("a")], [*release(OLD), artifact("b")], release(OLD)[1:]):
        with pytest.raises(ValueError, match="manifest"):
            publish(artifacts, out, out.parent)


def test_a_folder_that_changes_meanwhile_is_not_replaced(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)
    records = module._records

    def meddle(*arguments: object) -> object:
        (out / "a/new.txt").write_text("just arrived")
        return records(*arguments)

    monkeypatch.setattr(module, "_records", meddle)
    assert refusal(NEW, out).code == "PG607"
    assert plain(out) == held(OLD) | {"a/new.txt": b"just arrived"}
    assert names(out.parent) == ["output"]
    monkeypatch.undo()
    put(NEW, out)
    assert (out / "a/new.txt").read_text() == "just arrived"


def test_trees_of_dead_runs_are_cleared_away_and_nothing_else(out: Path) -> None:
    put(OLD, out)
    for name in (".output.new-0123abcd", ".output.new-notes", ".output2.new-0123abcd", ".output.old"):
        (out.parent / name / "x").mkdir(parents=True)
    put(NEW, out)
    assert names(out.parent) == [".output.new-notes", ".output2.new-0123abcd", "output"]


def test_the_old_release_comes_back_after_a_kill_between_the_two_renames(out: Path) -> None:
    put(OLD, out)
    out.rename(out.with_name(".output.old"))
    (out.parent / ".output.new-0123abcd").mkdir()
    assert recover(out) == ()
    assert plain(out) == held(OLD)
    assert names(out.parent) == ["output"]


def test_there_is_nothing_to_recover_where_nothing_was(tmp_path: Path) -> None:
    assert recover(tmp_path / "no" / "output") == ()
    assert recover(tmp_path / "output") == ()
    assert names(tmp_path) == []


def test_what_cannot_be_cleared_away_is_said_and_the_release_stands(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(OLD, out)

    def refuse(path: Path) -> None:
        raise PermissionError(1, "Operation not permitted")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "remove_tree", refuse)
        outcome = publish(release(NEW), out, out.parent / ".policygen")
        assert outcome.value is not None
        assert [item.code for item in outcome.diagnostics] == ["PG608"]
        assert plain(out) == held(NEW)
        assert [item.code for item in recover(out)] == ["PG608"]
    assert recover(out) == ()
    assert names(out.parent) == ["output"]


# ---- what is filed ---------------------------------------------------------------------------------------------------

PACK = "town/editions/1.0/pack.zip"
FILED = (entry(PACK, b"PK"),)


def filing(tmp_path: Path) -> tuple[Path, Path]:
    """Return an output folder in which an edition is filed, and the project's own."""
    out, work = tmp_path / "output", tmp_path / ".policygen"
    assert publish(release({"index.html": b"old", PACK: b"PK"}), out, work).value is not None
    return out, work


def test_what_is_filed_stays_to_the_inode_and_is_listed(tmp_path: Path) -> None:
    out, work = filing(tmp_path)
    before = (out / PACK).stat()
    outcome = publish(release({"index.html": b"new"}, filed=FILED), out, work, filed=FILED)
    assert outcome.value is not None
    assert (outcome.value.written, outcome.value.kept, outcome.value.pruned) == (3, 1, 0)
    assert PACK in {record.path for record in outcome.value.files}
    assert ((out / PACK).stat().st_ino, (out / PACK).stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    manifest = read_manifest((out / "manifest.json").read_bytes()).value
    assert manifest is not None
    assert [item.path for item in manifest.files] == ["index.html", PACK]
    again = publish(release({"index.html": b"new"}, filed=FILED), out, work, filed=FILED).value
    assert again is not None
    assert (again.written, again.kept, again.pruned) == (0, 4, 0)


def test_what_is_filed_no_more_is_pruned(tmp_path: Path) -> None:
    out, work = filing(tmp_path)
    outcome = publish(release({"index.html": b"new"}), out, work)
    assert outcome.value is not None
    assert outcome.value.pruned == 1
    assert not (out / "town").exists()


@pytest.mark.parametrize("spoil", ["remove", "shorten", "link"])
def test_what_is_filed_and_gone_is_an_error_and_nothing_changes(tmp_path: Path, spoil: str) -> None:
    out, work = filing(tmp_path)
    (out / PACK).unlink()
    if spoil == "shorten":
        (out / PACK).write_bytes(b"P")
    elif spoil == "link":
        (out / PACK).symlink_to("../../../index.html")
    before = tree(out)
    outcome = publish(release({"index.html": b"new"}, filed=FILED), out, work, filed=FILED)
    assert [item.code for item in outcome.diagnostics] == ["PG633"]
    assert tree(out) == before


def test_a_manifest_that_does_not_list_what_is_filed_is_a_bug(tmp_path: Path) -> None:
    out, work = filing(tmp_path)
    with pytest.raises(ValueError, match="lists exactly them"):
        publish(release({"index.html": b"new"}), out, work, filed=FILED)


def test_what_is_filed_is_read_back_and_a_file_that_is_no_pack_says_nothing(tmp_path: Path) -> None:
    out, _ = filing(tmp_path)
    filed = read_filed(out).value
    assert filed is not None
    assert [item.path for item in filed.files] == [PACK]
    assert filed.prints == {("town", "1.0"): frozenset()}
    assert read_filed(tmp_path / "nowhere").value == Filed()
