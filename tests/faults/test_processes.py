"""Real processes: killed at any moment, two at once, without rights, on a full disk, under the eyes of a reader."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from policygen.release.publish import publish
from tests.release.samples import names, release, tree

ROOT = Path(__file__).parents[2]
PUBLISHER = """
import sys
from pathlib import Path
from policygen.release import disk
from policygen.release.publish import publish
from tests.faults.test_processes import versions
out, ways, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if "renames" in ways:
    disk._exchange = None
for turn in range(times):
    for version in versions(ways[0]):
        outcome = publish(version, out, out.parent / ".policygen")
        assert outcome.value is not None and not outcome.diagnostics, outcome.diagnostics
        print("published", flush=True)
"""
NOBODY = 65534


def versions(name: str) -> list[tuple]:
    """Return two releases of forty files, of which half differ."""

    def version(number: int) -> tuple:
        files = {
            f"p/agency-{item}/policy.html": (f"{name}{number * (item % 2)} " * 2000).encode() for item in range(40)
        }
        return release(files | {"index.html": f"{name}{number}".encode(), f"only-{name}{number}.html": b"x"})

    return [version(1), version(2)]


def held(version: tuple) -> dict[str, bytes]:
    return {str(item.path): item.data for item in version}


def plain(out: Path) -> dict[str, bytes | str]:
    return {path: data for path, data in tree(out).items() if data is not None}


def publisher(out: Path, ways: str, times: int, **options: object) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-B", "-c", PUBLISHER, str(out), ways, str(times)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


@pytest.mark.parametrize("ways", ["a exchange", "a renames"])
def test_a_process_killed_at_any_moment_leaves_one_whole_release(tmp_path: Path, ways: str) -> None:
    out = tmp_path / "output"
    first, second = versions("a")
    assert publish(first, out, tmp_path / ".policygen").value is not None
    whole = [held(first), held(second)]
    left = 0
    for turn in range(12):
        with publisher(out, ways, 1000) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"published\n", process.communicate()
            time.sleep(turn * 0.0037)  # somewhere in the middle of a later publish
            process.send_signal(signal.SIGKILL)
            process.wait()
        left += len(names(tmp_path)) > 1
        if not out.exists():
            assert "renames" in ways
            assert ".output.old" in names(tmp_path)
            assert plain(tmp_path / ".output.old") in whole
        else:
            assert plain(out) in whole
        outcome = publish((first, second)[turn % 2], out, tmp_path / ".policygen")
        assert outcome.diagnostics == ()
        assert plain(out) == whole[turn % 2]
        assert names(tmp_path) == ["output"]
    assert left, "no process was killed in the middle"


@pytest.mark.parametrize("ways", ["exchange", "renames"])
def test_two_publishes_at_once_both_succeed_and_one_of_them_stands(tmp_path: Path, ways: str) -> None:
    out = tmp_path / "output"
    processes = [publisher(out, f"{name} {ways}", 15) for name in "ab"]
    for process in processes:
        assert process.communicate(timeout=120)[1] == b""
        assert process.returncode == 0
    assert plain(out) in [held(version) for name in "ab" for version in versions(name)]
    assert names(tmp_path) == ["output"]


def test_a_reader_sees_one_release_and_never_a_mixture(tmp_path: Path) -> None:
    out = tmp_path / "output"
    wanted = [held(version) for version in versions("a")]
    assert publish(versions("a")[0], out, tmp_path / ".policygen").value is not None
    whole = 0
    with publisher(out, "a exchange", 15) as process:
        while process.poll() is None:
            folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)  # the folder is there at every moment
            try:
                seen = {path: read(folder, path) for path in wanted[0].keys() & wanted[1].keys()}
            finally:
                os.close(folder)
            seen = {path: data for path, data in seen.items() if data is not None}  # the old one is being removed
            assert any(seen.items() <= version.items() for version in wanted)
            whole += len(seen) == len(wanted[0].keys() & wanted[1].keys())
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert whole > 5


def read(folder: int, path: str) -> bytes | None:
    try:
        with open(os.open(path, os.O_RDONLY, dir_fd=folder), "rb") as stream:  # noqa: PTH123 - relative to a folder
            return stream.read()
    except FileNotFoundError:
        return None


ONCE = """
import os, resource, sys
from pathlib import Path
from policygen.release.publish import publish
from tests.faults.test_processes import NOBODY, versions
out, second = Path(sys.argv[1]), versions("a")[1]
if "small files" in sys.argv:
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
if "as nobody" in sys.argv and os.geteuid() == 0:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
outcome = publish(second, out, out.parent / ".policygen")
print(*(f"{item.code} {item.message}" for item in outcome.diagnostics))
"""


def said(out: Path, *ways: str) -> str:
    """Publish the second release in another process; return what it said."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    command = [sys.executable, "-B", "-c", ONCE, str(out), *ways]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.stderr == ""
    return result.stdout.strip()


def test_a_write_that_stops_in_the_middle_leaves_the_old_release(tmp_path: Path) -> None:
    out = tmp_path / "output"
    first, second = versions("a")
    assert publish(first, out, tmp_path / ".policygen").value is not None
    assert said(out, "small files") == f"PG602 `{out}` could not be published: file too large"
    assert plain(out) == held(first)
    assert names(tmp_path) == ["output"]
    assert said(out) == ""
    assert plain(out) == held(second)


@pytest.fixture
def home_of_nobody() -> Iterator[Path]:
    """Return a folder of the user that `as nobody` publishes as."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    give(folder)
    yield folder
    subprocess.run(["chmod", "-R", "u+rwX", folder], check=True)
    shutil.rmtree(folder)


def give(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def test_without_rights_the_old_release_stays_and_the_message_says_so(home_of_nobody: Path) -> None:
    out = home_of_nobody / "output"
    assert said(out, "as nobody") == ""
    (out / "index.html").write_bytes(b"edited")
    before = plain(out)
    home_of_nobody.chmod(0o555)
    assert said(out, "as nobody") == f"PG602 `{out}` could not be published: permission denied"
    assert plain(out) == before
    home_of_nobody.chmod(0o755)
    (out / "index.html").chmod(0o000)
    assert said(out, "as nobody") == ""
    assert plain(out) == held(versions("a")[1])


def test_a_folder_of_others_that_is_read_only_is_carried_and_cleared_away(home_of_nobody: Path) -> None:
    out = home_of_nobody / "output"
    assert said(out, "as nobody") == ""
    (out / "index.html").write_bytes(b"edited")
    (out / "shut").mkdir()
    (out / "shut/theirs.txt").write_text("t")
    give(out / "shut")
    give(out / "shut/theirs.txt")
    (out / "shut").chmod(0o555)
    assert said(out, "as nobody") == ""
    assert plain(out) == held(versions("a")[1]) | {"shut/theirs.txt": b"t"}
    assert names(home_of_nobody) == ["output"]
