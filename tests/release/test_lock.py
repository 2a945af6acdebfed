"""One build at a time; a dead holder blocks nobody."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from policygen.release.lock import hold

HOLDER = """
import sys, time
from pathlib import Path
from policygen.release.lock import hold
held = hold(Path(sys.argv[1])).value
print("held", flush=True)
time.sleep(60)
"""


def test_the_second_build_is_told_who_holds_the_lock_and_a_killed_holder_frees_it(tmp_path: Path) -> None:
    work = tmp_path / ".policygen"
    with subprocess.Popen([sys.executable, "-c", HOLDER, work], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        second = hold(work)
        other.send_signal(signal.SIGKILL)
    assert second.value is None
    (problem,) = second.diagnostics
    assert problem.code == "PG601"
    assert f"process {other.pid} on " in problem.message
    third = hold(work)
    assert third.diagnostics == ()
    assert third.value is not None
    third.value.close()


def test_the_lock_is_free_again_when_the_build_ends(tmp_path: Path) -> None:
    for _ in range(2):
        held = hold(tmp_path / ".policygen").value
        assert held is not None
        with held:
            second = hold(tmp_path / ".policygen")
            assert [item.code for item in second.diagnostics] == ["PG601"]
            assert f"process {os.getpid()}" in second.diagnostics[0].message


def test_a_work_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".policygen").write_text("a file")
    outcome = hold(tmp_path / ".policygen")
    assert outcome.value is None
    assert [item.code for item in outcome.diagnostics] == ["PG602"]
