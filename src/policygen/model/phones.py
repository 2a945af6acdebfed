"""Numbers to call and addresses to write to: what one looks like, and what a phone dials.

Takes what an author wrote. A number that is wrong by a slip is worse than none, so it is held to the numbering plan.
"""

import re

__all__ = ["awaited", "email_problem", "phone_address", "phone_problem", "reads_as_phone"]

_PHONE = re.compile(
    r"(\+?[0-9][0-9 \u00a0-]*[0-9])(?:,?[ \u00a0]*(?:ext\.?|extension|x)[ \u00a0]*([0-9]{1,7}))?", re.IGNORECASE
)
"""A number, and the extension that may follow it."""

_PLAN = re.compile(
    r"(?:18001)?0[1-9][0-9]{8,9}|08(?:001111|4546[0-9]{2})"  # national numbers, Childline, NHS Direct's kind
    r"|999|1[0-9]{2}|116[0-9]{3}|118[0-9]{3}|1800[0-9]"  # emergency, services of three digits, 116 numbers, relay
    r"|[6-8][0-9]{4}"  # numbers for text messages
    r"|\+44[1-9][0-9]{8,9}|\+(?!44)[1-9][0-9]{6,14}"
)
"""What can be dialled in the United Kingdom (Ofcom, National Telephone Numbering Plan), and abroad (ITU-T E.164)."""

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


def awaited(text: str) -> bool:
    """Tell whether a text only says that something is still to come, such as `TBC`."""
    return _AWAITED.fullmatch(text.strip()) is not None


def reads_as_phone(text: str) -> bool:
    """Tell whether a local value is a number to call and nothing else."""
    return _VALUE.fullmatch(text) is not None


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
        hint = "a number of the United Kingdom begins with 0 and has 10 or 11 digits, or with +44 and has no 0 after it"
        return f"nobody can be called on a number of these {count} digit{'' if count == 1 else 's'}", hint
    return None


def email_problem(address: str) -> tuple[str, str] | None:
    """Return what is wrong with an e-mail address and a hint, or none."""
    if _EMAIL.fullmatch(address):
        return None
    return "this is not one e-mail address", "write it as in office@example.org, without words before or after it"
