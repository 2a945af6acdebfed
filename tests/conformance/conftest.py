"""The conformance tools, made once and kept under `.policygen/`."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock

HERE = Path(__file__).parent
TOOLS = HERE.parents[1] / ".policygen" / "conformance"


@pytest.fixture(scope="session")
def tools() -> Path:
    """Return the folder of the tools; without Java, Node or Chromium skip, or fail where they are required."""
    programs = ("java", "javac", "node", "npm", os.environ.get("CHROMIUM", "/usr/bin/chromium"))
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        _cannot_run(f"not installed: {', '.join(missing)}")
    TOOLS.parent.mkdir(exist_ok=True)
    with FileLock(TOOLS.with_suffix(".lock")):  # test processes share the folder
        made = subprocess.run(["sh", HERE / "setup.sh", TOOLS], capture_output=True, text=True)
    if made.returncode:
        _cannot_run(f"setup.sh failed: {made.stderr}")
    return TOOLS


def _cannot_run(reason: str) -> NoReturn:
    if os.environ.get("POLICYGEN_CONFORMANCE") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
