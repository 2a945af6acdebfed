"""The editions that were released: kept as their packs in `<partnership>/editions/<number>/`, each with a manifest.

Takes an output folder and what is to be released; gives what goes in, what stays, and the list of editions. A release
files its own packs at once, so that nothing has to be moved when it is replaced; what is filed never changes.
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from policygen.diagnostics import Diagnostic, Outcome, RelPath, error, has_errors, warning
from policygen.keys import Digest, digest
from policygen.model.partnerships import Partnership, Stamp
from policygen.release.manifest import (
    MANIFEST,
    SIGNATURE,
    SUMS,
    About,
    Artifact,
    Entry,
    Manifest,
    checksums,
    read_manifest,
    with_manifest,
)
from policygen.release.pack import ZIP_PROBLEMS, read_member
from policygen.release.publish import lost
from policygen.release.sign import Signer

__all__ = [
    "Filed",
    "Issue",
    "earlier_prints",
    "edition_of",
    "file_editions",
    "list_editions",
    "listings",
    "read_filed",
]

_PLACE = re.compile(r"(?P<partnership>[^/]+)/editions/(?P<number>[^/]+)/[^/]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An edition that was released; `superseded_by` is the number of the next."""

    partnership: str
    number: str
    date: str
    status: str
    superseded_by: str | None


@dataclass(frozen=True, slots=True)
class Filed:
    """What an output folder holds of editions: their files, and by partnership and number the manifest of each."""

    files: tuple[Entry, ...] = ()
    manifests: Mapping[tuple[str, str], Manifest] = field(default_factory=dict)
    prints: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    """The fingerprints of every document in the packs of an edition."""

    def without(self, partnership: str, number: str) -> "Filed":
        """Return the rest when one edition is filed anew."""
        folder = _folder(partnership, number)
        files = tuple(entry for entry in self.files if not entry.path.startswith(folder))
        manifests = {key: value for key, value in self.manifests.items() if key != (partnership, number)}
        return Filed(files, manifests, {key: value for key, value in self.prints.items() if key in manifests})

    def signed(self, partnership: str, number: str) -> bool:
        """Say whether an edition was signed when it was filed."""
        return any(entry.path == f"{_folder(partnership, number)}{SIGNATURE}" for entry in self.files)


def edition_of(path: RelPath) -> tuple[str, str] | None:
    """Return the partnership and the number of the edition that a file is filed under, if it is."""
    place = _PLACE.match(path)
    return (place["partnership"], place["number"]) if place else None


def read_filed(out: Path, signer: Signer | None = None) -> Outcome[Filed]:
    """Read which editions are filed in an output folder; every file of theirs is read, and must be as it was filed.

    With a signer, who is about to vouch for all of them, each must be what its own signature covers: the manifest of a
    folder that somebody else has put there proves nothing. PG606 when the folder's manifest is not ours, PG610 when it
    cannot be read, PG633 for each file that was changed, PG634 for a signature that does not fit.
    """
    files: list[Entry] = []
    manifests: dict[tuple[str, str], Manifest] = {}
    prints: dict[tuple[str, str], frozenset[str]] = {}
    found: list[Diagnostic] = []
    try:
        names = out / MANIFEST
        if not names.is_file():
            return Outcome(Filed())
        manifest = read_manifest(names.read_bytes(), RelPath(f"{out.name}/{MANIFEST}"))
        if manifest.value is None:
            return Outcome(None, manifest.diagnostics)
        for entry in manifest.value.files:
            place = edition_of(entry.path)
            if place is None:
                continue
            files.append(entry)
            if _digest(out / entry.path) != entry.sha256:
                found.append(lost(f"{out}/{entry.path}", "was changed or removed since"))
            elif entry.path.endswith(f"/{MANIFEST}"):
                own = read_manifest((out / entry.path).read_bytes(), entry.path)
                found += own.diagnostics
                if own.value is not None and place[0] in own.value.editions:
                    manifests[place] = own.value
            elif entry.path.endswith(".zip"):
                prints[place] = prints.get(place, frozenset()) | _prints(out / entry.path)
        if signer is not None:
            found += _not_ours(out, files, signer)
    except OSError as problem:
        why = (problem.strerror or str(problem)).lower()
        hint = "see that you may read it, and all that is in it"
        return Outcome(None, (error("PG610", f"`{out}` cannot be read: {why}", hint=hint),))
    return Outcome(None if has_errors(found) else Filed(tuple(files), manifests, prints), tuple(found))


def _not_ours(out: Path, files: Iterable[Entry], signer: Signer) -> Iterator[Diagnostic]:
    """Yield what is wrong with the signature of each edition."""
    editions: dict[RelPath, dict[RelPath, Digest]] = {}
    for entry in files:
        folder, _, name = entry.path.rpartition("/")
        editions.setdefault(RelPath(folder), {})[RelPath(name)] = entry.sha256
    for folder, digests in editions.items():
        if SIGNATURE not in digests:
            continue  # `file_editions` tells of it, unless it is signed now
        covered = checksums({name: sha256 for name, sha256 in digests.items() if name not in {SUMS, SIGNATURE}})
        if not signer.signed(covered, (out / folder / SIGNATURE).read_bytes()):
            hint = "take the edition from your own backup; one that was signed with another key needs --former-key"
            yield error("PG634", f"`{folder}` is not what its signature was made for", hint=hint)


def file_editions(
    filed: Filed,
    packs: Iterable[Artifact],
    partnerships: Iterable[Partnership],
    *,
    engine: str,
    numbers: Mapping[str, Mapping[str, str]],
    sign: Callable[[bytes], bytes] | None = None,
) -> Outcome[tuple[tuple[Artifact, ...], Filed]]:
    """File the packs of partnerships as the editions that their stamps name; return the new files and what stays.

    An edition that is filed already is final: the same text again leaves it as it is, or signs it if it was not
    signed; any other text is PG632, and so is an edition that is not newer than the last. PG635 warns of those that
    stay without a signature while others are signed. `numbers` are those of paragraphs by partnership and id: one that
    has moved since an earlier edition, or is another's now, is PG636.
    """
    made: list[Artifact] = []
    found: list[Diagnostic] = []
    rest = filed
    every = tuple(packs)
    for partnership in partnerships:
        number = partnership.stamp.number
        ours = [item for item in every if item.about.partnership == partnership.id]
        members = [replace(item, path=RelPath(item.path.rpartition("/")[2])) for item in ours]
        inputs = digest("edition", partnership.stamp, tuple((item.path, item.about.fingerprint) for item in members))
        before = filed.manifests.get((partnership.id, number))
        wrong = _not_new(before, inputs, partnership, filed)
        found += _moved(partnership, numbers[partnership.id], filed)
        if wrong is not None:
            found.append(wrong)
        elif before is None or (sign is not None and not filed.signed(partnership.id, number)):
            rest = rest.without(partnership.id, number)
            stamps = {partnership.id: partnership.stamp}
            made += (
                replace(
                    item,
                    path=RelPath(_folder(partnership.id, number) + item.path),
                    about=replace(item.about, partnership=partnership.id),
                )
                for item in with_manifest(
                    members,
                    inputs=inputs,
                    engine=engine,
                    editions=stamps,
                    numbers=numbers[partnership.id],
                    sign=sign,
                )
            )
    if sign is not None:
        hint = "compare it with what you published; if it is yours, release it again with the key to sign it"
        for name, number in sorted(rest.manifests):
            if not rest.signed(name, number):
                message = f"edition {number} of `{name}` is not signed: nothing shows that it is yours"
                found.append(warning("PG635", message, hint=hint))
    return Outcome(None if has_errors(found) else (tuple(made), rest), tuple(found))


def list_editions(filed: Filed, releasing: Iterable[Partnership]) -> tuple[Issue, ...]:
    """Return every edition that is filed or being released, by partnership, the oldest first."""
    stamps: dict[str, dict[str, Stamp]] = {}
    for (partnership, number), manifest in filed.manifests.items():
        stamps.setdefault(partnership, {})[number] = manifest.editions[partnership]
    for each in releasing:
        stamps.setdefault(each.id, {})[each.stamp.number] = each.stamp
    issues = []
    for partnership in sorted(stamps):
        ordered = sorted(stamps[partnership].values(), key=_age)
        numbers = [stamp.number for stamp in ordered]
        for stamp, following in zip(ordered, [*numbers[1:], None], strict=True):
            issues.append(
                Issue(
                    partnership=partnership,
                    number=stamp.number,
                    date=stamp.date,
                    status=stamp.status,
                    superseded_by=following,
                )
            )
    return tuple(issues)


def earlier_prints(filed: Filed, issues: Iterable[Issue]) -> Mapping[str, Issue]:
    """Return the fingerprints of documents in editions that were superseded, each with the last of its editions."""
    earlier: dict[str, Issue] = {}
    for issue in issues:
        if issue.superseded_by is not None:
            earlier |= dict.fromkeys(filed.prints.get((issue.partnership, issue.number), ()), issue)
    return earlier


def listings(issues: Iterable[Issue]) -> tuple[Artifact, ...]:
    """Return `editions.json` of each partnership that has released an edition."""
    by_partnership: dict[str, list[dict[str, str | None]]] = {}
    for issue in issues:
        row = {
            "number": issue.number,
            "date": issue.date,
            "status": issue.status,
            "superseded_by": issue.superseded_by,
            "folder": f"editions/{issue.number}/",
        }
        by_partnership.setdefault(issue.partnership, []).append(row)
    return tuple(
        Artifact(
            RelPath(f"{partnership}/editions.json"),
            (json.dumps({"partnership": partnership, "editions": rows}, indent=1, ensure_ascii=False) + "\n").encode(),
            About(document="editions", format="json", partnership=partnership),
        )
        for partnership, rows in by_partnership.items()
    )


def _moved(partnership: Partnership, numbers: Mapping[str, str], filed: Filed) -> Iterator[Diagnostic]:
    """Find paragraphs that had another number in an earlier edition, and numbers that led to another paragraph."""
    now = {number: name for name, number in numbers.items()}
    told: set[str] = set()
    for (owner, edition), manifest in sorted(filed.manifests.items()):
        for name, number in manifest.numbers.items() if owner == partnership.id else ():
            moved, taken = numbers.get(name, number) != number, now.get(number, name) != name
            if (moved or taken) and name not in told:
                told.add(name)
                what = f"`{name}` is {numbers[name]} now" if moved else f"{number} is the number of `{now[number]}` now"
                message = f"{what}: in edition {edition} of `{owner}`, {number} led to `{name}`"
                hint = (
                    "numbers that were released never move: give the paragraph its number back, and a new one another"
                )
                yield error("PG636", message, partnership.span, hint=hint)


def _not_new(before: Manifest | None, inputs: Digest, partnership: Partnership, filed: Filed) -> Diagnostic | None:
    stamp = partnership.stamp
    hint = f"give it a new number and date in content/partnerships/{partnership.id}/partnership.yaml"
    if before is not None:
        if before.inputs == inputs:
            return None
        message = f"edition {stamp.number} of `{partnership.id}` was released before with other contents, and is final"
        return error("PG632", message, partnership.span, hint=hint)
    earlier = [manifest.editions[name] for (name, _), manifest in filed.manifests.items() if name == partnership.id]
    last = max(earlier, key=_age, default=None)
    if last is None or _age(last) < _age(stamp):
        return None
    message = (
        f"edition {stamp.number} of {stamp.date} is not newer than {last.number} of {last.date}, "
        f"which `{partnership.id}` has released"
    )
    return error("PG632", message, partnership.span, hint=hint)


def _age(stamp: Stamp) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return what sorts editions by date, then by number as people count: 1.9, 1.10."""
    return stamp.date, tuple((int(part) if part.isdecimal() else -1, part) for part in re.split(r"(\d+)", stamp.number))


def _folder(partnership: str, number: str) -> str:
    return f"{partnership}/editions/{number}/"


def _digest(path: Path) -> str | None:
    """Return the digest of a file, or none of what is no plain file any more."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _prints(path: Path) -> frozenset[str]:
    """Return the fingerprints that the manifest inside a pack lists, none of what is no pack."""
    try:
        with zipfile.ZipFile(path) as file:
            names = read_member(file, MANIFEST)
    except ZIP_PROBLEMS:
        return frozenset()
    manifest = read_manifest(names).value if names is not None else None
    entries = manifest.files if manifest is not None else ()
    return frozenset(entry.about.fingerprint for entry in entries if entry.about.fingerprint is not None)
