"""The few calls that change a disk.

Everything that `release` writes, links, renames or removes goes through here, so that tests can fail each call.
All raise `OSError`; none leaves a half-written file under a name that anyone reads.
"""

# Tests fail the calls of `os` in this module one by one, and pathlib would make its own:
# ruff: noqa: PTH101, PTH102, PTH104, PTH105, PTH106, PTH108, PTH115, PTH211

import contextlib
import ctypes
import errno
import fcntl
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

__all__ = [
    "FILE_MODE",
    "FOLDER_MODE",
    "alone",
    "carry",
    "exchange",
    "finish_folder",
    "link",
    "make_folder",
    "make_folders",
    "remove_file",
    "remove_tree",
    "rename",
    "replace_file",
    "sync",
    "touch",
    "write_file",
]

FILE_MODE = 0o644
FOLDER_MODE = 0o755

_NO_LINKS = {errno.EPERM, errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a file system answers that has no hard links, or has run out of them, or may not link another's file."""

_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP}
"""What a kernel or a file system answers that cannot exchange two names (renameat2(2), renamex_np(2))."""


def _find_exchange() -> Callable[[bytes, bytes], int] | None:
    """Return the call of this system that exchanges two names, or none."""
    libc = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        swap = 2  # RENAME_SWAP, renamex_np(2)
        return lambda one, other: int(libc.renamex_np(one, other, swap))
    if hasattr(libc, "renameat2"):
        here, swap = -100, 2  # AT_FDCWD and RENAME_EXCHANGE, renameat2(2)
        return lambda one, other: int(libc.renameat2(here, one, here, other, swap))
    return None


_exchange = _find_exchange()


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Wait until no other process publishes into this folder, and keep others out meanwhile.

    The lock is on the folder itself: nothing is left behind, and the kernel frees it when its holder dies.
    Where a network file system locks no folders, the lock of the project is the only one.
    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def make_folders(path: Path) -> None:
    """Make a folder and those above it where they are missing."""
    missing = [path, *path.parents]
    for folder in reversed(missing):
        if not folder.is_dir():
            with contextlib.suppress(FileExistsError):  # another process was quicker
                os.mkdir(folder, FOLDER_MODE)


def make_folder(path: Path) -> None:
    """Make a folder that is ours alone until `finish_folder`."""
    os.mkdir(path, 0o700)


def finish_folder(path: Path, mode: int) -> None:
    """Give a filled folder its mode, whatever the umask, and bring its names to the disk."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _set_mode(handle, mode)
        _sync(handle)
    finally:
        os.close(handle)


def write_file(path: Path, data: bytes) -> None:
    """Write a new file, whatever the umask; `sync` brings it to the disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        _set_mode(handle, FILE_MODE)
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Bring a file or the names in a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _sync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes, *, via: Path) -> None:
    """Put a file in place in one step: readers see what was there, or all of `data`. `via` is the name meanwhile.

    It is not synced: use it for what checks itself when read.
    """
    make_folders(path.parent)
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(via)
        write_file(via, data)
        os.replace(via, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(via)
        raise


def link(old: Path, new: Path) -> bool:
    """Give a file a second name; say whether the file system can."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError) as problem:
        if isinstance(problem, OSError) and problem.errno not in _NO_LINKS:
            raise
        return False
    return True


def carry(old: Path, new: Path) -> None:
    """Give a file that someone else made a second name, or copy it with its mode and times."""
    if link(old, new):
        return
    status = os.lstat(old)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(old), new)
    elif stat.S_ISREG(status.st_mode):
        write_file(new, old.read_bytes())
        os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
        os.chmod(new, stat.S_IMODE(status.st_mode))
        sync(new)
    else:
        raise OSError(errno.ENOTSUP, "this is not a plain file and cannot be copied", str(old))


def exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; say whether the system can."""
    if _exchange is None:
        return False
    if _exchange(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


def rename(old: Path, new: Path) -> None:
    """Rename a folder; the new name must be free."""
    os.rename(old, new)


def remove_file(path: Path) -> None:
    """Remove a file; one that is gone already is no error."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def touch(path: Path) -> None:
    """Give a file the time of now."""
    os.utime(path)


def remove_tree(path: Path) -> None:
    """Remove a folder and all in it, without following links; folders that keep us out are opened first."""
    folders = [str(path)]
    for folder in folders:  # it grows while it is read
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            os.chmod(folder, 0o700)
        with os.scandir(folder) as entries:
            listing = list(entries)
        for entry in listing:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            else:
                os.unlink(entry.path)
    for folder in reversed(folders):
        os.rmdir(folder)


def _set_mode(handle: int, mode: int) -> None:
    """Set the mode of an open file; file systems without modes (FAT) refuse, and need none."""
    with contextlib.suppress(PermissionError):
        os.fchmod(handle, mode)


def _sync(handle: int) -> None:
    """Bring to the disk what is open; some network file systems have nothing to do for a folder and say so."""
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
