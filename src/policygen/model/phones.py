"""Numbers to call and addresses to write to: what one looks like, and what a phone dials.

Takes what an author wrote. A number that is wrong by a slip is worse than none, so it is held to the numbering plan.
"""

import re
from collections.abc import Iterator

__all__ = [
    "awaited",
    "awaited_words",
    "email_problem",
    "phone_address",
    "phone_problem",
    "reads_as_phone",
    "typed_phones",
]

_PHONE = re.compile(
    r"(\+?[0-9][0-9 \u00a0-]*[0-9])(?:,?[ \u00a0]*(?:ext\.?|extension|x)[ \u00a0]*([0-9]{1,7}))?", re.IGNORECASE
)
"""A number, and the extension that may follow it."""

_SHORT_AREAS = (
    "1204|1208|1254|1276|1297|1298|1363|1364|1384|1386|1404|1420|1460|1461|1480|1488|1524|1527|1562|1566|1606|1629|"
    "1635|1647|1659|1695|1726|1744|1750|1768|1827|1837|1884|1900|1905|1935|1946|1949|1963|1995"
)
"""Areas in which some numbers have five digits after the code of the area, in place of six."""

_PLAN = re.compile(
    r"(?:(?:18001)?0|\+44)"
    rf"(?:(?:1[1-9]|2[03489]|3[0347]|5[56]|7[0-9]|8[047]|9[018])[0-9]{{8}}|800[0-9]{{6}}|(?:{_SHORT_AREAS})[0-9]{{5}}"
    r"|16977[0-9]{4})"
    r"|08(?:001111|4546[0-9]{2})"  # Childline, and NHS Direct's kind
    r"|999|1(?:00|01|05|11|12|19|23|50|51|59)|116(?:000|006|111|117|123)|118[0-9]{3}|1800[0-9]"  # services, relay
    r"|[6-8][0-9]{4}"  # numbers for text messages
    r"|\+(?!44)[1-9][0-9]{6,14}"
)
"""What can be dialled in the United Kingdom (Ofcom, National Telephone Numbering Plan), and abroad (ITU-T E.164)."""

_TYPED = re.compile(r"[0O+][0-9][0-9OolI \u00a0]{5,}[0-9OolI](?![\w@])")
_NO_PHONE = re.compile(r"[\w.,/@+-]")
"""What is a number to call among other words, slips included; and what stands before one that is none."""

_DATE = re.compile(r"[0-3][0-9][ \u00a0][01][0-9][ \u00a0](?:19|20)?[0-9]{2}")

_VALUE = re.compile(r"\+?[0-9][0-9oOlI \u00a0]{6,}")
"""A local value that is a number to call, such as that of a helpline, slips included."""

_SLIP = re.compile(r"[0-9oOlI| \u00a0+-]*[oOlI|][0-9oOlI| \u00a0+-]*")
"""A number with a letter in place of a digit."""

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+[a-z]{{2,}}", re.IGNORECASE | re.ASCII)
"""An address as web forms take it (HTML, valid e-mail address), with a dot in the name of the place."""

_AWAITED = re.compile(
    r"\[[^\[\]]*\]|[?.…_–-]+|x{2,}|tb[acd]\b.*|(?:to be|still to be) (?:confirmed|added|advised|agreed|decided)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What stands for something that nobody knows yet."""


_STILL = re.compile(
    r"TB[ACD]\b|XXX+\b|\?\?\?+"
    r"|\[(?i:to be|insert|add|enter|your|name|date|number|phone|address|xx)\b[^\]\n]*\](?!\()"
)
"""The same among other words."""


def awaited(text: str) -> bool:
    """Tell whether a text only says that something is still to come, such as `TBC`."""
    return _AWAITED.fullmatch(text.strip()) is not None


def awaited_words(text: str) -> Iterator[re.Match[str]]:
    """Yield what says among other words that something is still to come."""
    for match in _STILL.finditer(text):
        before = text[max(match.start() - 2, 0) : match.start()]
        if before != ": " and not before[-1:].isalnum():  # a list of YAML, or the end of another word
            yield match


def reads_as_phone(text: str) -> bool:
    """Tell whether a local value is a number to call and nothing else."""
    return _VALUE.fullmatch(text) is not None


def typed_phones(text: str) -> Iterator[re.Match[str]]:
    """Yield what are numbers to call among other words: what begins with 0 or + and is no date."""
    for match in _TYPED.finditer(text):
        if not _NO_PHONE.match(text[max(match.start() - 1, 0) : match.start()]) and not _DATE.fullmatch(match.group()):
            yield match


def phone_address(number: str, extension: str = "") -> str:
    """Return the address of a phone number (RFC 3966), with its extension."""
    match = _PHONE.fullmatch(number)
    main, extension = (match[1], extension or match[2]) if match else (number, extension)
    dialled = "".join(sign for sign in main if sign in "+0123456789")
    return f"tel:{dialled}" + (f";ext={extension}" if extension else "")


def phone_problem(number: str) -> tuple[str, str] | None:
    """Return what is wrong with a phone number and a hint, or none."""
    match = _PHONE.fullmatch(number)
    if match is None:
        if _SLIP.fullmatch(number) and any(sign.isdigit() for sign in number):
            return "this number has a letter in place of a digit", "write 0 for O, and 1 for l or I"
        if number[:1] in "“‘\"'":
            return "this number stands in quotation marks", "take them out"
        if "(0)" in number:
            return "this number cannot be dialled as it stands", "leave (0) out: +44 1632 960 001, or 01632 960 001"
        hint = "one number; its extension goes into `extension`, and who answers when into `name` and `hours`"
        return "this is not one phone number", hint
    dialled = "".join(sign for sign in match[1] if sign in "+0123456789")
    if _PLAN.fullmatch(dialled) is None:
        count = sum(sign.isdigit() for sign in dialled)
        hint = (
            "a number of the United Kingdom begins with 0 and has 11 digits, in a few places 10; or with +44 and no 0"
        )
        return f"nobody can be called on a number of these {count} digit{'' if count == 1 else 's'}", hint
    return None


def email_problem(address: str) -> tuple[str, str] | None:
    """Return what is wrong with an e-mail address and a hint, or none."""
    if _EMAIL.fullmatch(address):
        return None
    return "this is not one e-mail address", "write it as in office@example.org, without words before or after it"
