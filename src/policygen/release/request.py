"""What a build is asked for: of which project, which documents in which formats, where to, and whether to release them.

Takes nothing; these are values that the command makes of its options.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from policygen.keys import Digest, code_digest, digest
from policygen.release.sign import Signer

__all__ = ["EVERYTHING", "Release", "Request", "Selection"]


class _Named(Protocol):
    """A document as far as it is named."""

    @property
    def partnership(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which documents and formats to make; empty means all."""

    partnerships: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def takes(self, document: _Named) -> bool:
        """Say whether a document is wanted."""
        wanted = (
            (self.partnerships, document.partnership),
            (self.agencies, document.agency),
            (self.documents, document.id),
            (self.languages, document.language),
        )
        return all(not names or name in names for names, name in wanted)

    @property
    def whole(self) -> bool:
        """Whether every agency that it takes gets all of its files, so that packs are made."""
        return self == Selection(partnerships=self.partnerships, agencies=self.agencies)


EVERYTHING = Selection()


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What makes a build a release: the partnerships whose editions are released, the ISO day, and who signs."""

    partnerships: tuple[str, ...] = ()
    """Empty means all."""
    as_of: str
    signer: Signer | None = None

    @property
    def identity(self) -> Digest:
        """The digest of all that decides what a release says and makes."""
        return digest("release", self.partnerships, self.as_of, self.signer.public if self.signer else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A build to be made of the project at `root`."""

    root: Path
    out: Path
    """The folder to publish in."""
    selection: Selection = EVERYTHING
    release: Release | None = None

    @property
    def work(self) -> Path:
        """Where builds of this project keep what may be lost: results, a lock, the record of the last run."""
        return self.root / ".policygen"

    @property
    def signer(self) -> Signer | None:
        """Who signs, if anybody does."""
        return self.release.signer if self.release is not None else None

    @property
    def sign(self) -> Callable[[bytes], bytes] | None:
        """What signs, if anybody does."""
        return self.signer.sign if self.signer is not None else None

    def releases(self, partnership: str) -> bool:
        """Say whether the edition of a partnership is to be released."""
        return self.release is not None and (not self.release.partnerships or partnership in self.release.partnerships)

    def inputs(self, files: Digest, engine: str) -> Digest:
        """Return the digest of everything that a build follows from: sources, request, engine and our own code."""
        release = self.release.identity if self.release is not None else None
        return digest(files, self.selection, str(self.out), release, engine, code_digest("**/*.py"))
