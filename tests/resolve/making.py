"""Libraries made by hand, without files: short constructors in which every edit has a place of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from dataclasses import replace as again
from itertools import count

from policygen.diagnostics import Diagnostic, Pos, RelPath, Span
from policygen.model.agencies import Agency, Brand
from policygen.model.editions import Edition, EditionClause
from policygen.model.library import Library
from policygen.model.partnerships import Partnership, Stamp
from policygen.model.prose import Paragraph, Str
from policygen.model.protocol import (
    AddSection,
    Anchor,
    AnchorKind,
    Annotate,
    Clause,
    Edit,
    Insert,
    Layer,
    LayerKind,
    Move,
    Omit,
    Outline,
    Param,
    ParamValue,
    Protocol,
    Replace,
    Section,
    Set,
)
from policygen.model.registers import Law, LawStatus, LawSwitch, Provision, When
from policygen.model.scalars import Force, Named
from policygen.model.tokens import Shades, Tokens
from policygen.resolve.editions import resolve
from policygen.resolve.edits import text_digest

_LINES = count(1)
BRAND = Brand(colour="#000000", on="#ffffff", tint="#ffffff", lift="#ffffff")
SHADES = Shades(**{field.name: "#000000" for field in fields(Shades)})
TOKENS = Tokens(face="", office_face="", light=SHADES, dark=SHADES, dark_tint="#000000", strip="#000000", house=BRAND)


def place() -> Span:
    """Return a place that nothing else has."""
    line = next(_LINES)
    return Span(RelPath("made.md"), Pos(line, 1), Pos(line, 9))


def named(*names: str) -> tuple[Named, ...]:
    return tuple(Named(name, place()) for name in names)


def words(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph((Str(text),)),)


def clause(
    name: str,
    text: str = "",
    *,
    locked: bool = False,
    audience: Sequence[str] = ("all",),
    params: Sequence[Param] = (),
    provisions: Sequence[str] = (),
    when: tuple[str, LawStatus] | None = None,
) -> Clause:
    return Clause(
        id=name,
        title=name.capitalize(),
        force=Force.SHOULD,
        body=words(text or f"The words of {name}."),
        locked=locked,
        audience=named(*audience),
        params=tuple(params),
        provisions=named(*provisions),
        when=When(named(when[0])[0], when[1]) if when else None,
        span=place(),
    )


def insert(kind: str, target: str, made: Clause | str) -> Insert:
    """Return an insertion; its clause has a number after its name: x is 1, y is 2, z is 3, and x7 or new-7 is 17."""
    made = clause(made) if isinstance(made, str) else made
    digits = "".join(sign for sign in made.id if sign.isdigit())
    made = again(made, number=10 + int(digits) if digits else 1 + "xyz".find(made.id[0]))
    return Insert(anchor=Anchor(AnchorKind(kind), named(target)[0]), clause=made, reason=f"why {made.id}", span=place())


def before(target: str, made: Clause | str) -> Insert:
    return insert("before", target, made)


def after(target: str, made: Clause | str) -> Insert:
    return insert("after", target, made)


def start(target: str, made: Clause | str) -> Insert:
    return insert("start", target, made)


def end(target: str, made: Clause | str) -> Insert:
    return insert("end", target, made)


def section(name: str, behind: str, prefix: str = "") -> AddSection:
    return AddSection(
        id=name,
        title=name.capitalize(),
        after=named(behind)[0],
        prefix=named(prefix)[0] if prefix else None,
        reason=f"why {name}",
        span=place(),
    )


def annotate(target: str, text: str = "A note.") -> Annotate:
    return Annotate(target=named(target)[0], title="Note", body=words(text), reason="why a note", span=place())


def replace(target: str, text: str, *, of: Clause | str | None) -> Replace:
    quoted = text_digest(of) if isinstance(of, Clause) else of
    return Replace(
        target=named(target)[0],
        of=named(quoted)[0] if quoted is not None else None,
        title=target.capitalize(),
        body=words(text),
        reason="why other words",
        span=place(),
    )


def omit(target: str) -> Omit:
    return Omit(target=named(target)[0], reason="why not", span=place())


def move(target: str, document: str) -> Move:
    return Move(target=named(target)[0], document=named(document)[0], reason="why there", span=place())


def put(target: str, **params: ParamValue) -> Set:
    made = tuple(Param(name, value, span=place()) for name, value in params.items())
    return Set(target=named(target)[0], params=made, reason="why this value", span=place())


def agency(name: str, parent: str | None = None, *, abstract: bool = False, annotated: bool = False) -> Agency:
    return Agency(
        id=name,
        name=name,
        short_name=name,
        parent=parent,
        abstract=abstract,
        annotated=annotated,
        public_authority="mixed",
        regulator="",
        about="",
        terms={},
        roles={},
        bodies={},
        law={},
        brand=BRAND,
        span=place(),
    )


def partnership(name: str) -> Partnership:
    return Partnership(
        id=name,
        name=name,
        short_name=name,
        area=name,
        fictional=True,
        site_url="https://example.org",
        stamp=Stamp(number="1", date="2026-11-22", status="draft", next_review="2027-05-31", owner="Someone"),
        contacts={},
        values={},
        agencies={},
        span=place(),
    )


def law(name: str, status: LawStatus, *, switch: bool, confirmed_by: str | None = None) -> Law:
    return Law(
        id=name,
        title=name,
        of=None,
        kind="act",
        citation=name,
        link="",
        status=status,
        since="",
        checked="2026-11-22",
        confidence="high",
        note="",
        row=None,
        switch=LawSwitch(state="?", notice="?", confirmed_by=confirmed_by, confirmed_on=None) if switch else None,
        span=place(),
    )


def library(
    sections: Mapping[str, Sequence[Clause | str]],
    layers: Mapping[str, Sequence[Edit]] | None = None,
    *,
    agencies: Sequence[Agency] = (),
    partnerships: Sequence[str] = ("north",),
    laws: Sequence[Law] = (),
    provisions: Sequence[Provision] = (),
) -> Library:
    """Make a library; a layer's name gives its kind and prefix, and agencies are police and nursing below health."""
    agencies = agencies or (agency("health"), agency("nursing", "health"), agency("police"))
    names = {each.id for each in agencies}
    made = {}
    for name, edits in (layers or {}).items():
        kind = LayerKind.LOCAL if "/" in name else LayerKind.AGENCY if name in names else LayerKind.PARTNERSHIP
        prefix = named(name.partition("/")[0].upper())[0]
        made[name] = Layer(id=name, kind=kind, name=name, prefix=prefix, edits=tuple(edits))
    return Library(
        protocol=Protocol(title="", nation="", about="", terms={}, roles={}, contacts={}, values={}),
        sections=tuple(
            Section(
                id=name,
                title=name.capitalize(),
                clauses=tuple(clause(each) if isinstance(each, str) else each for each in clauses),
                span=place(),
            )
            for name, clauses in sections.items()
        ),
        layers=made,
        agencies={each.id: each for each in agencies},
        partnerships={name: partnership(name) for name in partnerships},
        law={each.id: each for each in laws},
        bodies={},
        provisions={each.id: each for each in provisions},
        corrections={},
        glossary=(),
        wording=(),
        outlines={"policy": Outline(id="policy", title="Policy", parts=named("sections"), span=place())},
        records={},
        guides={},
        sheets={},
        languages={},
        words={},
        leaflets={},
        tokens=TOKENS,
        points=(),
    )


def resolved(made: Library) -> tuple[dict[str, Edition], tuple[Diagnostic, ...]]:
    """Return the editions as `partnership/agency`, and what was said."""
    outcome = resolve(made)
    assert outcome.value is not None
    return {f"{edition.partnership}/{edition.agency}": edition for edition in outcome.value}, outcome.diagnostics


def edition(made: Library, name: str = "north/police") -> Edition:
    """Return an edition of a library in which nothing is wrong."""
    editions, found = resolved(made)
    assert found == ()
    return editions[name]


def numbers(of: Edition) -> dict[str, str]:
    """Return the number of every clause, in reading order."""
    return {item.clause.id: item.number for item in of.clauses()}


def item(of: Edition, name: str) -> EditionClause:
    return next(each for each in of.clauses() if each.clause.id == name)


def text(of: Edition, name: str) -> str:
    body = item(of, name).clause.body[0]
    assert isinstance(body, Paragraph)
    assert isinstance(body.children[0], Str)
    return body.children[0].text


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return sorted(each.code for each in found)
