"""YAML that keeps its places.

Takes text; gives plain data (mappings, lists, text, whole numbers, true/false/null) and the place of every
key and value. It reads parser events rather than nodes: composing nodes crashes the interpreter on deep nesting.
Aliases, tags, merge keys, duplicate keys, second documents and deep nesting are refused at their place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

import yaml

from policygen.diagnostics import Diagnostic, Note, Outcome, Pos, RelPath, Span, error
from policygen.source.looks import CONFLICT, TO_JOIN, UNJOINED
from policygen.source.slips import slip_of
from policygen.source.tree import CONTROL, position

__all__ = ["Data", "Loc", "Places", "YamlTree", "read_yaml"]

Data = None | bool | int | str | list["Data"] | dict[str, "Data"]
Loc = tuple[str | int, ...]
Events = Iterator[yaml.Event]

MAX_DEPTH = 40
MAX_KEY = 200
_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key and value stands, by its way through the data; places are made of events when asked for."""

    path: RelPath
    line: int
    """The line of the file on which the text begins."""
    keys: dict[Loc, yaml.Event] = field(default_factory=dict)
    values: dict[Loc, yaml.Event] = field(default_factory=dict)

    def key(self, *loc: str | int) -> Span:
        """Return the place of a key, or of what holds it."""
        event = self.keys.get(loc)
        return self.span(event) if event is not None else self.value(*loc)

    def value(self, *loc: str | int) -> Span:
        """Return the place of a value, or of the nearest thing that holds it; a text without data is its beginning."""
        while loc not in self.values and loc:
            loc = loc[:-1]
        start = Pos(self.line, 1)
        return self.span(self.values[loc]) if loc in self.values else Span(self.path, start, start)

    def span(self, event: yaml.Event) -> Span:
        """Return the place of an event."""
        marks = (event.start_mark, event.end_mark)
        start, end = [Pos(mark.line + self.line, mark.column + 1) for mark in marks if mark]
        return Span(self.path, start, end)


@dataclass(frozen=True, slots=True)
class YamlTree:
    """Data with its places."""

    data: Data
    places: Places


class _RefusedError(Exception):
    """A file that is read no further."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_yaml(text: str, path: RelPath, *, line: int = 1) -> Outcome[YamlTree]:
    """Read one YAML document.

    `line` is the line of the file on which the text begins, for blocks inside Markdown.
    """
    builder = _Builder(Places(path, line))
    try:
        data = builder.document(text)
    except _RefusedError as refused:
        return Outcome(None, (*builder.found, refused.diagnostic))
    except yaml.YAMLError as problem:
        return Outcome(None, (*builder.found, builder.invalid(problem, text)))
    return Outcome(YamlTree(data, builder.places), tuple(builder.found))


@dataclass(slots=True)
class _Builder:
    places: Places
    found: list[Diagnostic] = field(default_factory=list)

    def invalid(self, problem: yaml.YAMLError, text: str) -> Diagnostic:
        """Say what the parser stumbled over; signs that no YAML may hold come without a place."""
        at, words, begun = Pos(1, 1), str(problem).split("\n")[0], None
        if isinstance(problem, yaml.MarkedYAMLError) and (mark := problem.problem_mark) is not None:
            # Past the end of the text there is nothing to show: the text ended too early.
            at = min(Pos(mark.line + 1, mark.column + 1), position(text, len(text.rstrip())))
            words = problem.problem or words
            begun = Pos(start.line + 1, start.column + 1) if (start := problem.context_mark) is not None else None
        code = "PG110"
        if match := CONFLICT.search(text):
            code, message, hint, at = "PG139", UNJOINED, TO_JOIN, position(text, match.start())
        else:
            message, hint, at = slip_of(text, words, at, begun)
        line = at.line + self.places.line - 1
        span = Span(self.places.path, Pos(line, at.column), Pos(line, at.column + 1))
        return error(code, message, span, hint=hint)

    def document(self, text: str) -> Data:
        events: Events = iter(_LOADER(text).get_event, None)
        for event in events:
            match event:
                case yaml.StreamStartEvent() | yaml.DocumentStartEvent():
                    continue
                case yaml.StreamEndEvent():
                    return None
                case yaml.ScalarEvent(value="", implicit=(True, False), anchor=None, tag=None):
                    data = None  # its own place may be behind the end of the text
                    break
                case _:
                    data = self.node(event, events, (), 0)
                    break
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                message = "a file holds one YAML document; a second one starts here"
                self.refuse("PG111", message, event, "take this line out")
        return data

    def refuse(self, code: str, message: str, event: yaml.Event, hint: str | None = None) -> NoReturn:
        raise _RefusedError(error(code, message, self.places.span(event), hint=hint))

    def node(self, event: yaml.Event, events: Events, loc: Loc, depth: int) -> Data:
        if depth > MAX_DEPTH:
            self.refuse("PG112", f"nested more than {MAX_DEPTH} deep", event, "write it flatter")
        self.plain(event)
        self.places.values[loc] = event
        match event:
            case yaml.ScalarEvent():
                return _scalar(event)
            case yaml.SequenceStartEvent():
                items: list[Data] = []
                for inner in events:
                    if isinstance(inner, yaml.SequenceEndEvent):
                        break
                    items.append(self.node(inner, events, (*loc, len(items)), depth + 1))
                return items
            case _:
                return self.mapping(events, loc, depth)

    def plain(self, event: yaml.Event) -> None:
        """Refuse what makes one place stand for another, names a type, or escapes what a file may not hold."""
        if isinstance(event, yaml.ScalarEvent) and (match := CONTROL.search(event.value)) is not None:
            message = f"this stands for the control character U+{ord(match.group()):04X}, which is not allowed in text"
            self.found.append(error("PG105", message, self.places.span(event), hint="take it out"))
        match event:
            case yaml.ScalarEvent(anchor=None, tag=None) | yaml.CollectionStartEvent(anchor=None, tag=None):
                return  # as everywhere but in files that are refused
            case yaml.AliasEvent(anchor=name):
                self.refuse("PG113", f"an alias (`*{name}`) is not allowed", event, "write the value out")
            case yaml.NodeEvent(anchor=str(name)):
                self.refuse("PG113", f"an anchor (`&{name}`) is not allowed", event, "write the value out each time")
            case yaml.ScalarEvent(tag=str(tag)) | yaml.CollectionStartEvent(tag=str(tag)):
                tag = tag.replace("tag:yaml.org,2002:", "!!")
                self.refuse("PG114", f"a tag (`{tag}`) is not allowed", event, "leave the tag out")
            case _:
                return

    def mapping(self, events: Events, loc: Loc, depth: int) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self.plain(event)
            if not isinstance(event, yaml.ScalarEvent) or "\n" in event.value or len(event.value) > MAX_KEY:
                hint = None
                if loc and isinstance(event, yaml.MappingStartEvent) and event.flow_style:
                    hint = "a value that begins with {{ stands in quotes"
                self.refuse("PG115", "a key must be plain text, short and on one line", event, hint)
            key = event.value
            if "\u00a0" in key:
                message = "a no-break space stands where YAML needs a plain one"
                self.refuse("PG110", message, event, "write plain spaces: two for each step of an indent")
            if key == "<<":
                self.refuse("PG113", "a merge key (`<<`) is not allowed", event, "write the values out")
            here = (*loc, key)
            if key in data:
                notes = [Note("it is given here first", self.places.key(*here))]
                message = f"`{key}` is given twice"
                self.found.append(
                    error("PG116", message, self.places.span(event), notes=notes, hint="keep one of them")
                )
                self.node(next(events), events, (*here, "(again)"), depth + 1)
                continue
            self.places.keys[here] = event
            data[key] = self.node(next(events), events, here, depth + 1)
        return data


def _scalar(event: yaml.ScalarEvent) -> bool | int | str | None:
    """Type a scalar: only plain null, true, false and whole numbers are more than text (no Norway problem)."""
    if not event.style:
        match event.value:
            case "" | "null" | "~":
                return None
            case "true":
                return True
            case "false":
                return False
            case value if _INT.match(value):
                return int(value)
            case _:
                pass
    return str(event.value)
