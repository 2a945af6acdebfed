"""The base of a project: what `content/project.yaml` asks for, whether that is installed, and which places are in it.

Takes texts; gives whether the installed base is the one that a project stands on, and tells its places from the
project's own (docs/adr/0021).
"""

from collections.abc import Iterable
from dataclasses import replace

from policygen.diagnostics import Diagnostic, Note, Outcome, RelPath, did_you_mean, error, has_errors
from policygen.model.projects import Base, ProjectFile
from policygen.model.protocol import Protocol
from policygen.source.bind import bind
from policygen.source.tree import SourceTree
from policygen.source.yamltree import read_yaml

__all__ = ["PACKAGE", "PROJECT", "PROTOCOL", "base_version", "read_base", "told"]

PACKAGE = "protocol"
"""What projects call the base that comes with policygen."""
PROJECT = RelPath("content/project.yaml")
PROTOCOL = RelPath("content/protocol.yaml")


def read_base(text: str, installed: str) -> Outcome[ProjectFile]:
    """Read a `project.yaml`; a base that is not there (PG156), or is not `installed` in that version (PG157), is none.

    `installed` is the text of the `protocol.yaml` of the base that comes with policygen.
    """
    parsed = read_yaml(text, PROJECT)
    if parsed.value is None or has_errors(parsed.diagnostics):
        return Outcome(None, parsed.diagnostics)
    bound = bind(parsed.value, ProjectFile)
    found = (*parsed.diagnostics, *bound.diagnostics)
    base = bound.value.base if bound.value is not None else None
    if base is not None and (problem := _missing(base, base_version(installed))) is not None:
        return Outcome(None, (*found, problem))
    return Outcome(bound.value, found)


def base_version(protocol: str) -> str:
    """Return the version that a base's `protocol.yaml` says; empty if it says none."""
    parsed = read_yaml(protocol, PROTOCOL)
    bound = bind(parsed.value, Protocol).value if parsed.value is not None else None
    return bound.version if bound is not None else ""


def _missing(base: Base, version: str) -> Diagnostic | None:
    if base.package.text != PACKAGE:
        hint = did_you_mean(base.package.text, [PACKAGE]) or f"there is: {PACKAGE}"
        return error("PG156", f"no base `{base.package.text}` is installed", base.package.span, hint=hint)
    if base.version.text != version:
        message = f"version {base.version.text} of the base `{PACKAGE}` is not installed; version {version} is"
        hint = (
            f'install the policygen that carries {base.version.text}; or write `version: "{version}"` and run'
            " `policygen check`, which says which of your edits rest on text that has changed"
        )
        return error("PG157", message, base.version.span, hint=hint)
    return None


def told(tree: SourceTree, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics with a note at those whose place is in the base: there is no such file in the project."""
    note = Note(
        f"this file is of {tree.base}, not of your project: to change its words, write edits in your partnership's"
        " folder; a file of yours at the same path takes its place"
    )
    return tuple(
        replace(item, notes=(*item.notes, note))
        if item.span is not None and item.span.path in tree.lent and note not in item.notes
        else item
        for item in found
    )
