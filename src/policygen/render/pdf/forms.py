"""Form fields in a PDF: the repairs that make the engine's fields accessible and lawful in PDF/A.

Takes the document and the PDF just before it is written, changes the fields in place, and returns what cannot be kept.
"""

import re
from functools import cache, partial
from typing import Any

import pydyf

__all__ = ["repair_forms"]

READ_ONLY = 1 << 0
REQUIRED = 1 << 1
"""Field flags (ISO 32000-1, table 221)."""

ENDS = (".", "?", "!", ":")
"""Marks that end a phrase."""

INK = "0.08 0.1 0.12"
"""The colour of ticks and dots: that of the text, in parts of red, green and blue."""

LOST = frozenset({"button", "submit", "reset", "hidden", "image", "file", "password"})
"""Types of controls that have no honest form in a document."""

ALIGNMENT = {"center": 1, "right": 2, "end": 2}
"""Quadding (ISO 32000-1, table 222) by text-align."""


def repair_forms(document: Any, pdf: Any) -> list[str]:
    """Give every field its name, flags and appearances, and each radio group one field; return what is wrong.

    ISO 14289-1, 7.18.1: a field has an alternate name: its label as it is read, after the legends it stands under,
    and before the words that describe it. ISO 19005-2, 6.3.3 and 6.4.1: a field has an appearance, and viewers are
    not asked to make one. A box or circle is on by the value of its control, so that this is what comes out of it.
    """
    form = pdf.catalog.get("AcroForm")
    if not form:
        return []
    words = _Words(document._html.etree_element)
    problems: list[str] = []
    fields = list(form["Fields"])
    names: dict[str, Any] = {}
    states: set[tuple[str, str]] = set()
    blanks = cache(partial(_blank, pdf, form))
    for page in document.pages:
        for inputs in page.forms.values():
            for box, _ in inputs:
                element, field = box.element, box.widget_annotation
                name = element.get("name") or ""
                kind = (element.get("type") or element.tag).lower()
                problem = _problem(element, kind)
                if problem or field is None:
                    problems.append(problem or f"field `{name}` has no place in a PDF")
                    continue
                if not words.label(element):
                    problems.append(f"field `{name}` has no label")
                field["TU"] = pydyf.String(words.name(element))
                left, top, right, bottom = field["Rect"]
                field["Rect"] = pydyf.Array([left, bottom, right, top])
                flags = REQUIRED if element.get("required") is not None else 0
                if element.get("readonly") is not None or element.get("disabled") is not None:
                    flags |= READ_ONLY
                owner = field
                if kind == "radio":
                    owner = pdf.objects[int(field["Parent"].split()[0])]
                    owner["TU"] = pydyf.String(words.group(element))
                    owner.pop("Opt", None)
                    for key in ("T", "FT", "Ff"):
                        field.pop(key, None)
                    fields.remove(field.reference)
                if names.setdefault(name, owner) is not owner:
                    what = "groups of choices" if kind == "radio" else "fields"
                    problems.append(f"two {what} have the name `{name}`")
                if flags:
                    owner["Ff"] = owner.get("Ff", 0) | flags
                size = (right - left, top - bottom)
                if kind in {"radio", "checkbox"}:
                    on = _state(element.get("value") or "on")
                    if on == "Off" or (name, on) in states:
                        problems.append(f"the value `{on}` of field `{name}` is taken")
                    states.add((name, on))
                    (marked,) = field["AP"]["N"].values()
                    pdf.objects[int(marked.split()[0])].stream = [_dot(size) if kind == "radio" else _tick(size)]
                    field["AP"] = pydyf.Dictionary({"N": pydyf.Dictionary({on: marked, "Off": blanks(size)})})
                    field["MK"] = pydyf.Dictionary({"CA": pydyf.String("l" if kind == "radio" else "4")})
                    continue
                alignment = 2 if box.style["direction"] == "rtl" else ALIGNMENT.get(box.style["text_align_all"])
                if alignment:
                    field["Q"] = alignment
                # not shared: a program that fills it in may write into the stream that is there
                field["AP"] = pydyf.Dictionary({"N": _blank(pdf, form, size, b"/Tx BMC EMC")})
    form["Fields"] = pydyf.Array(fields)
    del form["NeedAppearances"]
    return problems


class _Words:
    """What the controls of a page are called, as a screen reader would say it (HTML-AAM 1.0, 4.1)."""

    def __init__(self, root: Any) -> None:
        """Look labels, legends and descriptions up in a page."""
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.labels = {label.get("for"): _words(label) for label in root.iter("label") if label.get("for")}
        self.ids = {element.get("id"): element for element in root.iter() if element.get("id")}

    def label(self, element: Any) -> str:
        """Return the label of a control, or nothing."""
        label = self.labels.get(element.get("id")) or self.wrapping(element)
        return label or element.get("aria-label") or element.get("title") or ""

    def name(self, element: Any) -> str:
        """Return legends, label and description of a control, or its name if it has none."""
        label = self.label(element) or element.get("name") or ""
        words = _joined([*self.legends(element), label])
        if element.get("required") is not None and "needed" not in words:
            words = f"{words} (needed)"
        said = self.description(element)
        return f"{words}{' ' if words.endswith(ENDS) else '. '}{said}" if said else words

    def group(self, element: Any) -> str:
        """Return what the group of a radio button is called: its legends, or for lack of any the button's label."""
        legends = self.legends(element)
        return _joined(legends) if legends else self.label(element)

    def description(self, element: Any) -> str:
        """Return the words that describe a control."""
        names = (element.get("aria-describedby") or "").split()
        return " ".join(_words(self.ids[name]) for name in names if name in self.ids)

    def legends(self, element: Any) -> list[str]:
        """Return the legends that a control stands under, from the outside in."""
        found = []
        while (element := self.parents.get(element)) is not None:
            legend = element.find("legend") if element.tag == "fieldset" else None
            if legend is not None:
                found.append(_words(legend))
        return found[::-1]

    def wrapping(self, element: Any) -> str:
        """Return the words of the label that a field stands in, without those of the field itself."""
        while (element := self.parents.get(element)) is not None:
            if element.tag == "label":
                parts = [element.text or ""]
                for child in element:
                    parts += ["" if child.tag in {"select", "textarea"} else _words(child), child.tail or ""]
                return " ".join(" ".join(parts).split())
        return ""


def _problem(element: Any, kind: str) -> str | None:
    """Return why a control cannot be kept, or none."""
    name = element.get("name") or ""
    if kind in LOST:
        return f"a control of the type `{kind}` has no place in a PDF"
    if not name:
        return "a field has no name"
    if "." in name:
        return f"the name `{name}` of a field has a full stop, which PDF reads as a level"
    is_choice = kind in {"radio", "checkbox"}
    if not is_choice and (element.get("value") or (kind == "textarea" and (element.text or "").strip())):
        return f"field `{name}` is filled in already; print its value as text"
    if is_choice and element.get("checked") is not None:
        return f"field `{name}` is ticked already; a form begins blank"
    if kind == "select" and any(option.get("value") is None for option in element.iter("option")):
        return f"an option of field `{name}` has no value"
    return None


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _joined(parts: list[str]) -> str:
    """Return phrases one after the other, each but the last with a mark at its end."""
    return " ".join([*(part if part.endswith(ENDS) else f"{part}:" for part in parts[:-1]), *parts[-1:]])


def _state(value: str) -> str:
    """Return a value as the name of a state (ISO 32000-1, 7.3.5): other signs than these would need escapes."""
    return re.sub(r"[^A-Za-z0-9_.-]", "_", value)


def _dot(size: tuple[float, float]) -> bytes:
    """Draw a filled circle in the middle; curves from the usual four-arc approximation."""
    x, y = size[0] / 2, size[1] / 2
    r = min(size) * 0.27
    k = r * 0.5523
    return (
        f"q {INK} rg {x + r:.2f} {y:.2f} m "
        f"{x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c "
        f"{x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c "
        f"{x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c "
        f"{x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c f Q"
    ).encode()


def _tick(size: tuple[float, float]) -> bytes:
    """Draw a tick from corner to corner of the box."""
    width, height = size
    points = [(0.2 * width, 0.52 * height), (0.42 * width, 0.26 * height), (0.8 * width, 0.78 * height)]
    (a, b, c) = (f"{x:.2f} {y:.2f}" for x, y in points)
    return f"q {INK} RG {min(size) * 0.14:.2f} w 1 J 1 j {a} m {b} l {c} l S Q".encode()


def _blank(pdf: Any, form: Any, size: tuple[float, float], content: bytes = b"") -> bytes:
    """Add an appearance that shows nothing and return its reference."""
    entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, *size]), "Resources": form["DR"]}
    stream = pydyf.Stream([content], pydyf.Dictionary(entries))
    pdf.add_object(stream)
    return bytes(stream.reference)
