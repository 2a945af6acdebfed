"""Writing what an author begins: a whole folder that is there or is not, and new files beside old ones.

Takes texts by path; nothing that is there is ever written over, and what fails half-way leaves nothing.
"""

import errno
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from policygen.diagnostics import RelPath
from policygen.release import disk

__all__ = ["NotEmptyError", "added", "settle", "staged"]

_KEPT = (".git",)
"""What a folder may hold in which a project begins."""


class NotEmptyError(ValueError):
    """A project cannot begin in this folder; the words are for the one who asked."""


@contextmanager
def staged(folder: Path, files: Mapping[RelPath, str]) -> Iterator[Path]:
    """Write files to a temporary folder beside `folder`, or inside it if it is there, and remove what is left of it.

    Raises `NotEmptyError` if a project cannot begin there, and `OSError`.
    """
    if folder.exists():
        held = sorted(path.name for path in folder.iterdir() if path.name not in _KEPT) if folder.is_dir() else []
        if not folder.is_dir() or held:
            what = f"it holds {', '.join(held[:3])}" if held else "it is a file"
            message = f"`{folder}` is no empty folder: {what}{' and more' if len(held) > 3 else ''}"
            raise NotEmptyError(message)
    elif not folder.parent.is_dir():
        message = f"there is no folder `{folder.parent}` to make `{folder.name}` in"
        raise NotEmptyError(message)
    temporary = Path(tempfile.mkdtemp(prefix=".policygen-", dir=folder if folder.exists() else folder.parent))
    try:
        for path, text in files.items():
            disk.make_folders((temporary / path).parent)
            disk.write_file(temporary / path, text.encode())
        yield temporary
    finally:
        if temporary.exists():
            disk.remove_tree(temporary)


def settle(temporary: Path, folder: Path) -> None:
    """Put a staged folder in its place: in one step, or entry by entry into an empty folder. Raises `OSError`."""
    if not folder.exists():
        temporary.chmod(disk.FOLDER_MODE)
        disk.rename(temporary, folder)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(temporary.iterdir()):
            disk.rename(entry, folder / entry.name)
            moved.append(folder / entry.name)
    except OSError:
        for path in moved:
            with suppress(OSError):
                disk.rename(path, temporary / path.name)
        raise


@contextmanager
def added(root: Path, files: Mapping[RelPath, str]) -> Iterator[None]:
    """Write new files into a project; where one cannot be written, or the block fails, all of them go again.

    Raises `OSError`.
    """
    taken = next((path for path in files if (root / path).exists()), None)
    if taken is not None:
        raise FileExistsError(errno.EEXIST, "it is there already", taken)
    made: list[Path] = []
    try:
        for path, text in files.items():
            full = root / path
            new = [folder for folder in full.parents if not folder.exists()]
            disk.make_folders(full.parent)
            made += reversed(new)
            disk.replace_file(full, text.encode(), via=full.with_name(f".{full.name}"))
            made.append(full)
        yield
    except BaseException:
        for each in reversed(made):
            with suppress(OSError):
                each.rmdir() if each.is_dir() else disk.remove_file(each)
        raise
