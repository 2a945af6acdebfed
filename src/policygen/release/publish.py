"""Put a release in place of the last one, in one step.

Takes artifacts and the output folder; gives the counts of what changed, or why nothing was written.
The new tree is made beside the old one and the two are exchanged: a reader sees one or the other, never a mixture,
and whatever goes wrong before the exchange leaves the old one whole. `docs/adr/0006-atomic-publishing.md` has the why.
"""

import errno
import os
import re
import secrets
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from policygen.diagnostics import Diagnostic, Outcome, RelPath, error, warning
from policygen.keys import Digest, digest_bytes
from policygen.release import disk
from policygen.release.manifest import MANIFEST, UNLISTED, Artifact, Entry, check_paths, parents, read_manifest
from policygen.release.runs import FileRecord

__all__ = ["Changes", "lost", "publish", "recover"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publish did: files written anew, kept with their inode, pruned, carried over for others.

    `files` is the record of every file of the release, for `unchanged`.
    """

    written: int
    kept: int
    pruned: int
    carried: int
    files: tuple[FileRecord, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file or folder in the old tree, as far as it tells whether somebody changed it."""

    mode: int
    device: int
    inode: int
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the new tree is made of. `folders` gives each folder its mode; the top is the empty path."""

    written: tuple[Artifact, ...]
    kept: tuple[Artifact, ...]
    filed: tuple[RelPath, ...]
    carried: tuple[str, ...]
    pruned: int
    folders: Mapping[str, int]


def publish(artifacts: Iterable[Artifact], out: Path, work: Path, *, filed: Iterable[Entry] = ()) -> Outcome[Changes]:
    """Publish the artifacts, `manifest.json` among them, as the folder `out`; `work` is the project's own folder.

    Files that policygen did not write stay; those of the old manifest that are no artifact any more go, but for
    `filed`: files of earlier editions, which are in `out` and stay as they are. A link at `out` is followed and
    stays. Errors, with nothing changed: PG602 (the system refuses), PG603 (this cannot be an output folder), PG604
    (a path), PG605 (somebody's file is in the way), PG606 (not our manifest), PG607 (somebody is changing the
    folder), PG633 (a filed file is gone). PG608 is a warning: it is published, but not all was cleared away.
    """
    release = tuple(sorted(artifacts, key=lambda artifact: artifact.path))
    kept = tuple(filed)
    wrong = check_paths([*(artifact.path for artifact in release), *(entry.path for entry in kept)])
    if wrong:
        return Outcome(None, wrong)
    digests = _listed(release, kept)
    home = Path(os.path.realpath(out))
    try:
        wrong = _unfit(home, out, work)
        if wrong:
            return Outcome(None, wrong)
        disk.make_folders(home.parent)
        with disk.alone(home.parent):
            said = _recover(home)
            outcome = _publish(release, kept, digests, home=home, out=out)
    except OSError as problem:
        return Outcome(None, (_refused(problem, out),))
    return Outcome(outcome.value, said + outcome.diagnostics)


def recover(out: Path) -> tuple[Diagnostic, ...]:
    """Put right what a killed run left beside `out`: its old release goes back, unfinished trees go away.

    `publish` begins with it; call it before reading `out` for any other purpose. PG602 or PG608 where it fails.
    """
    home = Path(os.path.realpath(out))
    try:
        if not home.parent.is_dir():
            return ()
        with disk.alone(home.parent):
            return _recover(home)
    except OSError as problem:
        return (_refused(problem, out),)


def _listed(release: tuple[Artifact, ...], filed: tuple[Entry, ...]) -> dict[RelPath, Digest]:
    """Return the digest of every file; raises `ValueError` when the manifest among them is not theirs."""
    own = next((artifact.data for artifact in release if artifact.path == MANIFEST), b"")
    manifest = read_manifest(own).value
    listed = {entry.path: entry for entry in manifest.files} if manifest else {}
    sizes = {artifact.path: len(artifact.data) for artifact in release if artifact.path not in UNLISTED}
    sizes |= {entry.path: entry.size for entry in filed}
    if {path: entry.size for path, entry in listed.items()} != sizes:
        raise ValueError("artifacts are published with a manifest that lists exactly them")
    digests = {path: entry.sha256 for path, entry in listed.items()}
    return digests | {item.path: digest_bytes(item.data) for item in release if item.path in UNLISTED}


def _unfit(home: Path, out: Path, work: Path) -> tuple[Diagnostic, ...]:
    if os.path.lexists(home) and not home.is_dir():
        hint = "take it away, or give another folder with `--out`"
        return (error("PG603", f"`{out}` is not a folder, so nothing can be published there", hint=hint),)
    if Path(os.path.realpath(work)).is_relative_to(home):
        message = f"`{out}` holds the project itself; publishing replaces the whole folder"
        return (error("PG603", message, hint="give a folder of its own with `--out`"),)
    if home.is_dir() and home.stat().st_dev != home.parent.stat().st_dev:
        return (_mounted(str(out)),)
    return ()


def _mounted(shown: str) -> Diagnostic:
    message = f"`{shown}` is a mounted disk, and a mounted disk cannot be exchanged in one step"
    return error("PG603", message, hint="publish to a folder inside the mounted disk")


def _recover(home: Path) -> tuple[Diagnostic, ...]:
    away = _away(home)
    if os.path.lexists(away):
        disk.rename(away, _beside(home) if os.path.lexists(home) else home)
    dead = re.compile(re.escape(f".{home.name}.new-") + "[0-9a-f]{8}")
    found = []
    for path in sorted(home.parent.iterdir()):
        if dead.fullmatch(path.name):
            try:
                disk.remove_tree(path)
            except OSError as problem:
                found.append(_left(path.name, problem))
    return tuple(found)


def _away(home: Path) -> Path:
    """Return the name of the old release for the instant in which `home` is free, where names cannot be exchanged."""
    return home.with_name(f".{home.name}.old")


def _beside(home: Path) -> Path:
    """Return a free name for a tree that nobody reads, on the same file system; the next run clears such trees away."""
    return home.with_name(f".{home.name}.new-{secrets.token_hex(4)}")


def _publish(
    release: tuple[Artifact, ...],
    filed: tuple[Entry, ...],
    digests: Mapping[RelPath, Digest],
    *,
    home: Path,
    out: Path,
) -> Outcome[Changes]:
    old = _survey(home)
    mounted = [path for path, item in old.items() if item.device != old[""].device]
    if mounted:
        return Outcome(None, (_mounted(f"{out}/{_shown(mounted[0])}"),))
    owned = _owned(home, old)
    if owned.value is None:
        return Outcome(None, owned.diagnostics)
    gone = [entry.path for entry in filed if not _is_filed(entry, old)]
    if gone:
        return Outcome(None, tuple(lost(f"{out}/{path}", "is not there as it was filed") for path in gone))
    plan = _plan(release, filed, old, owned.value, home)
    in_the_way = _in_the_way(plan, release, old, out)
    if in_the_way:
        return Outcome(None, in_the_way)
    said: tuple[Diagnostic, ...] = ()
    if plan.written or plan.pruned or not old:
        new = _beside(home)
        try:
            _stage(plan, home, new)
            records = _records(digests, new)
            if _survey(home) != old:
                hint = "end what is writing there, then build again"
                return Outcome(None, (error("PG607", f"`{out}` was changed while it was being published", hint=hint),))
            _swap(new, home)
        finally:
            said = _clear_away(new, home)
    else:
        records = _records(digests, home)
    kept = len(plan.kept) + len(plan.filed)
    return Outcome(Changes(len(plan.written), kept, plan.pruned, len(plan.carried), records), said)


def _survey(home: Path) -> dict[str, _Found]:
    """Return everything below a folder by path, without following links; the folder itself is the empty path."""
    if not home.is_dir():
        return {}
    found = {"": _look(home)}
    folders = [""]
    for folder in folders:  # it grows while it is read
        with os.scandir(home / folder) as entries:
            names = sorted(entry.name for entry in entries)
        for name in names:
            path = f"{folder}/{name}" if folder else name
            found[path] = _look(home / path)
            if stat.S_ISDIR(found[path].mode):
                folders.append(path)
    return found


def _look(path: Path) -> _Found:
    status = os.lstat(path)
    return _Found(status.st_mode, status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)


def _owned(home: Path, old: Mapping[str, _Found]) -> Outcome[frozenset[str]]:
    """Return the paths that the manifest of the old release calls ours."""
    if MANIFEST not in old or not stat.S_ISREG(old[MANIFEST].mode):
        return Outcome(frozenset())
    manifest = read_manifest((home / MANIFEST).read_bytes(), RelPath(f"{home.name}/{MANIFEST}"))
    if manifest.value is None:
        return Outcome(None, manifest.diagnostics)
    return Outcome(frozenset({*(entry.path for entry in manifest.value.files), *UNLISTED}))


def _is_filed(entry: Entry, old: Mapping[str, _Found]) -> bool:
    """Say whether the old tree holds a filed file as far as a look can tell; `editions` has read it."""
    item = old.get(entry.path)
    return item is not None and stat.S_ISREG(item.mode) and item.size == entry.size


def lost(shown: str, what: str) -> Diagnostic:
    """Return PG633: a file of an earlier edition is not as it was when it was released."""
    hint = "put it back from a copy of the release; to begin without earlier editions, clear the whole folder"
    return error("PG633", f"`{shown}` belongs to an earlier edition, and {what}", hint=hint)


def _plan(
    release: tuple[Artifact, ...],
    filed: tuple[Entry, ...],
    old: Mapping[str, _Found],
    owned: frozenset[str],
    home: Path,
) -> _Plan:
    kept = tuple(artifact for artifact in release if _is_there(artifact, old, home))
    same = {artifact.path for artifact in kept}
    still = {entry.path for entry in filed}
    new = still.union(artifact.path for artifact in release)
    ours = {parent for path in owned for parent in parents(path)}
    files = [path for path, item in old.items() if not stat.S_ISDIR(item.mode)]
    theirs = [path for path, item in old.items() if stat.S_ISDIR(item.mode) and path and path not in ours]
    carried = tuple(path for path in files if path not in owned and path not in same and path not in still)
    around = {parent for path in carried for parent in parents(path)}
    folders = {path: stat.S_IMODE(old[path].mode) for path in (*theirs, *around)}
    folders |= {parent: disk.FOLDER_MODE for path in new for parent in parents(path)}
    folders[""] = stat.S_IMODE(old[""].mode) if old else disk.FOLDER_MODE
    return _Plan(
        written=tuple(artifact for artifact in release if artifact.path not in same),
        kept=kept,
        filed=tuple(sorted(still)),
        carried=carried,
        pruned=sum(path in owned and path not in new for path in files),
        folders=folders,
    )


def _is_there(artifact: Artifact, old: Mapping[str, _Found], home: Path) -> bool:
    """Say whether the old tree holds these very bytes under this path, as a plain file with our mode."""
    item = old.get(artifact.path)
    return (
        item is not None
        and item.mode == stat.S_IFREG | disk.FILE_MODE
        and item.size == len(artifact.data)
        and (home / artifact.path).read_bytes() == artifact.data
    )


def _in_the_way(
    plan: _Plan, release: tuple[Artifact, ...], old: Mapping[str, _Found], out: Path
) -> tuple[Diagnostic, ...]:
    """Return PG605 when others have something where the release needs the place; capitals do not count."""
    files = {artifact.path.casefold() for artifact in release}
    folders = {parent.casefold() for artifact in release for parent in parents(artifact.path)}
    found = {path for path in plan.carried if path.casefold() in folders}
    for path in (*plan.carried, *(path for path in plan.folders if path in old)):
        found |= {name for name in (path, *parents(path)) if name.casefold() in files}
    if not found:
        return ()
    named = ", ".join(f"`{out}/{_shown(path)}`" for path in sorted(found)[:5])
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    message = f"policygen did not write {named}{more}, and the release needs the place"
    hint = "move it away, or clear the folder if nothing else in it is needed, then build again"
    return (error("PG605", message, hint=hint),)


def _stage(plan: _Plan, home: Path, new: Path) -> None:
    """Make the new tree, and bring it to the disk."""
    for folder in sorted(plan.folders):
        disk.make_folder(new / folder)
    for path in (*plan.filed, *plan.carried):
        disk.carry(home / path, new / path)
    unlinked = [artifact for artifact in plan.kept if not disk.link(home / artifact.path, new / artifact.path)]
    written = [*plan.written, *unlinked]
    for artifact in written:
        disk.write_file(new / artifact.path, artifact.data)
    for artifact in written:  # after all are written, so that the system can gather them
        disk.sync(new / artifact.path)
    for folder in sorted(plan.folders, reverse=True):
        disk.finish_folder(new / folder, plan.folders[folder])


def _swap(new: Path, home: Path) -> None:
    """Put the new tree in place; the old one, if any, is then beside it.

    Where names cannot be exchanged, `home` is missing for an instant, and `_recover` mends a run killed in it.
    """
    if not home.is_dir():
        disk.rename(new, home)
        return
    if disk.exchange(new, home):
        return
    away = _away(home)
    try:
        disk.rename(home, away)
        disk.rename(new, home)
    except BaseException:
        if not os.path.lexists(home):
            disk.rename(away, home)
        raise


def _clear_away(new: Path, home: Path) -> tuple[Diagnostic, ...]:
    """Make the exchange last, and remove what is beside the release now: the old tree, or an unfinished one."""
    try:
        disk.sync(home.parent)
        away = _away(home)
        if away.is_dir() and home.is_dir():
            disk.rename(away, new)  # a tree that is going away must not be taken for one to put back
        if new.is_dir():
            disk.remove_tree(new)
    except OSError as problem:
        return (_left(new.name, problem),)
    return ()


def _records(digests: Mapping[RelPath, Digest], tree: Path) -> tuple[FileRecord, ...]:
    found = ((path, _look(tree / path)) for path in sorted(digests))
    return tuple(FileRecord(path, digests[path], item.size, item.mtime_ns, item.inode) for path, item in found)


def _left(name: str, problem: OSError) -> Diagnostic:
    why = (problem.strerror or str(problem)).lower()
    hint = "the next build tries again; it may be removed by hand"
    return warning("PG608", f"`{name}`, beside the output folder, could not be cleared away: {why}", hint=hint)


def _refused(problem: OSError, out: Path) -> Diagnostic:
    why = (problem.strerror or str(problem)).lower()
    match problem.errno:
        case errno.ENOSPC | errno.EDQUOT:
            hint = "free some space and build again; what was published before is untouched"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            hint = "make this folder and the one it is in writable for you, or give another with `--out`"
        case errno.EBUSY | errno.EXDEV:
            hint = "it holds a mounted disk or a layer of a container: give a folder without one with `--out`"
        case _:
            hint = "build again; what was published before is untouched, or is put back first"
    return error("PG602", f"`{out}` could not be published: {why}", hint=hint)


def _shown(path: str) -> str:
    """Return a file name as text; names of others need not be text at all."""
    return os.fsencode(path).decode(errors="replace")
