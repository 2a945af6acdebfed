"""Workers: processes that end with the one they work for."""

import subprocess
import sys

DRIVER = """
import os, time
from policygen.render.workers import Processes

if __name__ == "__main__":
    pool = Processes(2)(2, os.getpid)
    tasks = [pool.submit(time.sleep, 600) for _ in range(6)]
    while not all(task.running() for task in tasks[:2]):
        time.sleep(0.01)
    print("at work", flush=True)
    time.sleep(600)
"""


def test_no_worker_outlives_a_driver_that_is_killed() -> None:
    driver = subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE, text=True)
    assert driver.stdout is not None
    assert driver.stdout.readline() == "at work\n"

    driver.kill()

    # the workers hold the other end of the pipe: it closes when the last of them is gone
    assert driver.communicate(timeout=60)[0] == ""
