"""Workers: processes that end with the one they work for, and leave nothing behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = """
import os, tempfile, time
from policygen.render.workers import Processes

if __name__ == "__main__":
    with Processes(2)(6, tempfile.mkdtemp) as pool:
        tasks = [pool.submit(time.sleep, 600) for _ in range(6)]
        while not all(task.running() for task in tasks[:2]):
            time.sleep(0.01)
        print("at work", flush=True)
        tasks[0].result()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_neither_workers_nor_their_files_outlive_a_driver_that_is_stopped(tmp_path: Path, how: signal.Signals) -> None:
    driver = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        start_new_session=True,
    )
    assert driver.stdout is not None
    assert driver.stdout.readline() == "at work\n"

    if how is signal.SIGINT:
        os.killpg(driver.pid, how)  # as a terminal does: to all of them
    else:
        driver.send_signal(how)

    # the workers hold the other ends of the pipes: these close when the last of them is gone
    _, said = driver.communicate(timeout=60)
    assert said.count("Traceback") == (how is signal.SIGINT)  # the driver's own, which the command line catches
    assert list(tmp_path.iterdir()) == []
