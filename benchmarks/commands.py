"""What the commands cost that authors run all day: `python benchmarks/commands.py [ROUNDS]`.

Runs them over a copy of the project, each in a process of its own, and prints the processor seconds of each, the least
of some rounds, and the ratio to a loop of ten million additions timed in the same round. Goals, on a machine that does
nothing else: `check` and one page after an edit at most 2 s, a build in which nothing changed at most 0.4 s.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EDITED = "content/protocol/07-families.md"
PAGE = ("build", "-p", "northmoor", "-a", "medical-gmc", "-d", "policy", "-f", "html")
RUNS = (("check", ("check",)), ("one page after an edit", PAGE), ("the same, nothing changed", PAGE))
ADDITIONS = 10_000_000


def spent(home: Path, *arguments: str) -> float:
    """Return the processor seconds of a command and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": str(home / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an author's Python keeps what it has compiled
    command = [sys.executable, "-m", "policygen", *arguments]
    subprocess.run(command, cwd=home, env=environment, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def loop() -> float:
    """Return the processor seconds of the loop that all else is compared with."""
    start = time.process_time()
    total = 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - start


def main(rounds: int) -> None:
    """Print the table."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in RUNS}
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in ("content", "agencies", "templates"):
            shutil.copytree(ROOT / name, home / name)
        spent(home, *PAGE)  # the faces of the pages are kept from here on
        for _ in range(rounds):
            with (home / EDITED).open("a") as file:
                file.write("\n")
            unit = loop()
            for name, arguments in RUNS:
                seconds = spent(home, *arguments)
                times[name].append((seconds, seconds / unit))
    print(f"{'':28}{'seconds':>9}{'loops':>8}")
    for name, found in times.items():
        print(f"{name:28}{min(seconds for seconds, _ in found):9.2f}{min(ratio for _, ratio in found):8.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
