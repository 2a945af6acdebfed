"""Small releases, and what a folder holds."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from policygen.diagnostics import RelPath
from policygen.keys import digest, digest_bytes
from policygen.model.partnerships import Stamp
from policygen.release.manifest import About, Artifact, Entry, with_manifest

STAMP = Stamp(number="1.0", date="2026-09-01", status="draft", next_review="2027-09-01", owner="Business manager")


def artifact(path: str, data: bytes = b"words") -> Artifact:
    about = About(document=Path(path).stem, format=Path(path).suffix[1:], partnership="northmoor", agency="police")
    return Artifact(RelPath(path), data, about)


def entry(path: str, data: bytes) -> Entry:
    return Entry(RelPath(path), digest_bytes(data), len(data), artifact(path).about)


def release(files: dict[str, bytes], *, filed: tuple[Entry, ...] = ()) -> tuple[Artifact, ...]:
    return with_manifest(
        (artifact(path, data) for path, data in files.items()),
        inputs=digest("everything"),
        engine="engine 1",
        editions={"northmoor": STAMP},
        filed=filed,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def tree(folder: Path) -> dict[str, bytes | str | None]:
    """Return what a folder holds: bytes of files, targets of links, None for folders."""
    found: dict[str, bytes | str | None] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = path.readlink().as_posix()
        else:
            found[name] = None if path.is_dir() else path.read_bytes()
    return found


def private_pem(seed: int) -> bytes:
    """Return a private key that is the same on every run: for tests, and no secret."""
    return _key(seed).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_pem(seed: int) -> bytes:
    return _key(seed).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _key(seed: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
