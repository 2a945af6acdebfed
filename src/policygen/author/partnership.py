"""A partnership that is to be: what somebody says of it, what is wrong with that, and its files.

Takes the particulars and the library that they are for; gives problems in words, or texts by path. What is not known
yet stands there as `TBC`, which `check` tells at its line and a release refuses: nothing is made up.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from unicodedata import normalize

from policygen.diagnostics import RelPath, did_you_mean
from policygen.model.agencies import Brand
from policygen.model.hours import hours_problem
from policygen.model.library import Library
from policygen.model.phones import email_problem, phone_problem
from policygen.model.protocol import ContactSlot
from policygen.model.scalars import COLOUR, DEVICE, KEBAB, RECORD, SITE
from policygen.model.tokens import Tokens
from policygen.rules.colours import contrasts
from policygen.source.files import RESERVED

__all__ = [
    "TBC",
    "Particulars",
    "brand_of",
    "capitals",
    "id_from",
    "id_problem",
    "local_agency",
    "partnership_files",
    "problems",
    "record_problem",
    "taken_folders",
    "written",
    "year_after",
]

TBC = "TBC"
"""What stands for something that nobody has said yet."""

_COMMON = re.compile(r"\b(local|safeguarding|children'?s?|partnership|board|the|and)\b", re.IGNORECASE)
_PLAIN = re.compile(r"[A-Z][A-Za-z]+( [A-Za-z][A-Za-z']*)+")
_FIELDS = ("name", "phone", "extension", "text_relay", "email", "hours", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What is known of a partnership when its files are made."""

    id: str
    name: str
    short_name: str
    area: str
    owner: str
    """Who keeps the edition: a job title."""
    site: str
    """The address at which it will publish."""
    date: str
    next_review: str
    agencies: tuple[str, ...] = ()
    """Empty means all."""
    contacts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What is known of each contact, by slot and field."""
    values: Mapping[str, str] = field(default_factory=dict)
    colour: str = ""
    """The colour of its pages; empty leaves them as they are."""


def id_from(name: str) -> str:
    """Make an id of a name: of the words that tell it from others, if there are any."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode()  # Môn is mon
    own = _COMMON.sub(" ", plain)
    words = re.findall(r"[a-z0-9]+", (own if re.search("[A-Za-z]", own) else plain).lower().replace("'", ""))
    return "-".join(words).lstrip("0123456789-")


def id_problem(name: str, taken: Mapping[str, str], *, folder: bool = True) -> str | None:
    """Say why nothing can have this id, or none; `taken` says of each id what has it.

    A `folder` of the site is called by it, unless it is said that none is.
    """
    if not re.fullmatch(KEBAB.pattern, name) or len(name) > KEBAB.longest:
        return f"`{name}` is no id: small letters and digits, joined by hyphens, such as `north-moor`"
    if folder and (name in RESERVED or DEVICE.match(name)):
        return f"`{name}` is a name that is kept for something else: take another id"
    if name in taken:
        return f"`{name}` is taken: it is {taken[name]}. There is: {', '.join(sorted(taken))}"
    return None


def taken_folders(library: Library) -> dict[str, str]:
    """Return the ids by which folders of the site are called, and what has each."""
    return dict.fromkeys(library.agencies, "an agency") | dict.fromkeys(library.partnerships, "a partnership")


def record_problem(name: str, taken: Collection[str]) -> str | None:
    """Say why no record can have this id, or none."""
    if not re.fullmatch(RECORD.pattern, name):
        return f"`{name}` is no id of a record: F and two digits, such as F13"
    return f"`{name}` is taken. There is: {', '.join(sorted(taken))}" if name in taken else None


def problems(about: Particulars, library: Library) -> Iterator[str]:
    """Yield what is wrong with particulars, each with the option that says it otherwise."""
    if (problem := id_problem(about.id, taken_folders(library))) is not None:
        yield f"--id: {problem}"
    said = {"--name": about.name, "--short-name": about.short_name, "--area": about.area, "--owner": about.owner}
    for option, text in said.items():
        if not text.strip() or "{{" in text or "[[" in text or not text.isprintable():
            yield f"{option}: `{text}` is no plain words"
    if not re.fullmatch(SITE.pattern, about.site):
        yield f"--site: `{about.site}` is no https:// address without a slash at its end"
    days = {"--date": about.date, "--next-review": about.next_review}
    if (wrong := next((option for option, day in days.items() if not _is_day(day)), None)) is not None:
        yield f"{wrong}: `{days[wrong]}` is no day, such as 2026-11-22"
    rendered = library.rendered()
    for agency in about.agencies:
        if agency not in rendered:
            yield f"--agency: no `{agency}`. {_near(agency, rendered)}"
    yield from _unfit(about, library)
    if about.colour:
        yield from _unreadable(about.colour, library.tokens)


def _unfit(about: Particulars, library: Library) -> Iterator[str]:
    """Yield what is wrong with contacts and values."""
    slots = {slot.id for slot in library.protocol.contacts.values() if slot.of == "partnership"}
    checks = {"phone": phone_problem, "text_relay": phone_problem, "email": email_problem, "hours": hours_problem}
    for slot, fields in about.contacts.items():
        if slot not in slots:
            yield f"--contact: no `{slot}`. {_near(slot, slots)}"
        for name, text in fields.items():
            if name not in _FIELDS:
                yield f"--contact: no `{name}` of a contact. {_near(name, _FIELDS)}"
            elif text != TBC and name in checks and (problem := checks[name](text)) is not None:
                yield f"--contact {slot}.{name}: `{text}`: {problem[0]}; {problem[1]}"
    values = {value.id for value in library.protocol.values.values() if value.of == "partnership"}
    for name in about.values:
        if name not in values:
            yield f"--value: no `{name}`. {_near(name, values)}"


def _near(name: str, known: tuple[str, ...] | set[str]) -> str:
    hint = did_you_mean(name, known)
    return f"{hint[:1].upper()}{hint[1:]}" if hint else f"There is: {', '.join(sorted(known))}"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def year_after(day: str) -> str:
    """Return the same day of the next year; of 29 February, the day before."""
    year, rest = int(day[:4]) + 1, day[4:]
    return f"{year}-02-28" if rest == "-02-29" else f"{year}{rest}"


# -- colours -------------------------------------------------------------------------------------------


def brand_of(colour: str, tokens: Tokens) -> Brand:
    """Return the four colours that follow from one: paper on it, its tint, and lifted until dark paper bears it."""
    paper = tokens.light.paper
    lifted = (_mixed(colour, paper, part / 10) for part in range(3, 10))
    lift = next((each for each in lifted if _enough(each, tokens)), paper)
    return Brand(colour=colour, on=paper, tint=_mixed(colour, paper, 0.9), lift=lift)


def _enough(lift: str, tokens: Tokens) -> bool:
    brand = Brand(colour=tokens.light.ink, on=tokens.light.paper, tint=tokens.light.paper, lift=lift)
    return all(ratio >= wanted for _, ratio, wanted in contrasts(brand, tokens))


def _unreadable(colour: str, tokens: Tokens) -> Iterator[str]:
    if not re.fullmatch(COLOUR.pattern, colour):
        yield f"--colour: `{colour}` is no colour, such as {tokens.house.colour}"
        return
    lacking = [item for item in contrasts(brand_of(colour, tokens), tokens) if item[1] < item[2]]
    if lacking:
        what, ratio, wanted = lacking[0]
        darker = (_mixed(colour, tokens.light.ink, part / 20) for part in range(1, 20))
        fit = (each for each in darker if all(r >= w for _, r, w in contrasts(brand_of(each, tokens), tokens)))
        hint = next((f"; `{each}` would do" for each in fit), "")
        yield f"--colour: {what} has a contrast of {ratio:.1f} to 1; {wanted} is the least{hint}"


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour with a share of another in it."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


# -- files ---------------------------------------------------------------------------------------------


def partnership_files(about: Particulars, library: Library) -> dict[RelPath, str]:
    """Return the files of a partnership: what it is, its register, and a form for each of its agencies."""
    home, agencies = f"content/partnerships/{about.id}", about.agencies or library.rendered()
    files = {
        f"{home}/partnership.yaml": _partnership(about, library),
        f"{home}/sign-off.yaml": _SIGN_OFF.format(agency=agencies[0]),
    }
    for agency in agencies:
        files[f"{home}/agencies/{agency}/values.yaml"] = local_agency(agency, library.agencies[agency].name, library)
    return {RelPath(path): text for path, text in files.items()}


def _partnership(about: Particulars, library: Library) -> str:
    lines = [
        "# Who your partnership is, and whom everyone calls. Fill in what says TBC; `policygen check` lists the rest.",
        f"id: {about.id}",
        f"name: {written(about.name)}",
        f"short_name: {written(about.short_name)}",
        f"prefix: {capitals(about.id, library)} # what paragraphs are numbered by that you add: 1, 2, 3 follow it",
        f"area: {written(about.area)}",
        f"site_url: {about.site}",
        "edition:",
        '  number: "1.0"',
        f"  date: {about.date}",
        "  status: draft # then consultation, then approved",
        f"  next_review: {about.next_review}",
        f"  owner: {written(about.owner)}",
    ]
    if about.agencies:
        lines += ["agencies: # who gets documents here; take the list out, and every agency of the protocol does"]
        lines += [f"  - {agency} # {library.agencies[agency].name}" for agency in sorted(about.agencies)]
    if about.colour:
        brand = brand_of(about.colour, library.tokens)
        shades = {"colour": brand.colour, "on": brand.on, "tint": brand.tint, "lift": brand.lift}
        lines += [f"brand: {json.dumps(shades)}"]
    lines += _slots("partnership", library, about.contacts, about.values)
    return "\n".join(lines) + "\n"


def local_agency(agency: str, name: str, library: Library) -> str:
    """Return the form in which an agency of a partnership says whom its staff call, and what holds there."""
    lines = [f"# {name}: whom its staff ask. Fill in what says TBC.", f"agency: {agency}"]
    lines += ["# name: what this agency is called here, if not as above", *_slots("agency", library, {}, {})]
    return "\n".join(lines) + "\n"


def _slots(
    owner: str, library: Library, contacts: Mapping[str, Mapping[str, str]], values: Mapping[str, str]
) -> list[str]:
    """Return the lines of all that an owner has to fill in, with what is known of it."""
    ours = [slot for slot in library.protocol.contacts.values() if slot.of == owner]
    lines = ["contacts:"] if ours else []
    lines += [line for slot in ours for line in _contact(slot, contacts.get(slot.id, {}))]
    named = [value for value in library.protocol.values.values() if value.of == owner]
    if named:
        lines += ["values: # each stands inside a sentence: no capital at the start, no full stop at the end"]
    return lines + [f"  {value.id}: {written(values.get(value.id, TBC))} # {value.label}" for value in named]


def _contact(slot: ContactSlot, known: Mapping[str, str]) -> list[str]:
    names = [*slot.needs, *(name for name in known if name not in slot.needs)]
    lines = [f"  {slot.id}: # {slot.label}"]
    for name in names:
        how = " # such as: Monday to Friday 09:00-17:00, or: always" if name == "hours" and name not in known else ""
        lines.append(f"    {name}: {written(known.get(name, TBC))}{how}")
    return lines


_SIGN_OFF = """\
# Who keeps which part of the text, and who has signed which agency's edition off.
owners: [] # in place of the brackets, a line for each part:
#  - {{section: law, owner: Legal adviser, review: 2027-05-31}}
agencies: [] # in place of the brackets, a line for each agency; `policygen check` says the digest of what they sign:
#  - {{agency: {agency}, by: A. Example, role: Head of service}}
#  - {{agency: {agency}, by: A. Example, role: Head of service, on: 2027-01-15, of: 0123456789ab}}
"""


def capitals(name: str, library: Library) -> str:
    """Return capitals that no other layer has, made of an id."""
    prefixes = [agency.prefix for agency in library.agencies.values()]
    prefixes += [home.prefix for home in library.partnerships.values()]
    taken = {prefix.text for prefix in prefixes if prefix is not None}
    letters = "".join(sign for sign in name.upper() if sign.isascii() and sign.isalpha())
    padded = letters if len(letters) > 1 else f"{letters}LOCAL"
    long = (padded[:length] for length in range(3, 9))
    return next((each for each in long if each not in taken), f"{padded[:6]}SCP"[:8])


def written(text: str) -> str:
    """Return a text as YAML reads it back: as it is where that is safe, else in double quotes."""
    return text if text == TBC or _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
