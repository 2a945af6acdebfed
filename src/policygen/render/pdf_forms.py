"""Form fields in a PDF: the repairs that make the engine's fields accessible and lawful in PDF/A.

Takes the document and the PDF just before it is written, changes the fields in place, and returns what cannot be kept.
"""

from typing import Any

import pydyf

__all__ = ["repair_forms"]

READ_ONLY = 1 << 0
REQUIRED = 1 << 1
"""Field flags (ISO 32000-1, table 221)."""

LOST = frozenset({"button", "submit", "reset", "hidden", "image", "file", "password"})
"""Types of controls that have no honest form in a document."""

ALIGNMENT = {"center": 1, "right": 2, "end": 2}
"""Quadding (ISO 32000-1, table 222) by text-align."""


def repair_forms(document: Any, pdf: Any) -> list[str]:
    """Give every field its name, flags and appearances, and each radio group one field; return what is wrong.

    ISO 14289-1, 7.18.1: a field has an alternate name, taken from its label and the legend it stands under.
    ISO 19005-2, 6.3.3 and 6.4.1: a field has an appearance, and viewers are not asked to make one.
    """
    form = pdf.catalog.get("AcroForm")
    if not form:
        return []
    root = document._html.etree_element
    parents = {child: parent for parent in root.iter() for child in parent}
    labels = {label.get("for"): _words(label) for label in root.iter("label") if label.get("for")}
    problems: list[str] = []
    fields = list(form["Fields"])
    groups: dict[str, Any] = {}
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
                legend = _legend(element, parents)
                label = labels.get(element.get("id")) or _wrapping_label(element, parents) or element.get("aria-label")
                if not label and not element.get("title"):
                    problems.append(f"field `{name}` has no label")
                label = label or element.get("title") or name
                is_choice = kind in {"radio", "checkbox"}
                required = element.get("required") is not None
                words = f"{legend}: {label}" if legend and is_choice else label
                field["TU"] = pydyf.String(f"{words} (required)" if required else words)
                flags = field.get("Ff", 0) | (REQUIRED if required else 0)
                if element.get("readonly") is not None or element.get("disabled") is not None:
                    flags |= READ_ONLY
                if flags:
                    field["Ff"] = flags
                left, top, right, bottom = field["Rect"]
                field["Rect"] = pydyf.Array([left, bottom, right, top])
                size = (right - left, top - bottom)
                if kind == "radio":
                    group = pdf.objects[int(field["Parent"].split()[0])]
                    if groups.setdefault(name, group) is not group:
                        problems.append(f"two groups of choices have the name `{name}`")
                    title = legend or label
                    group["TU"] = pydyf.String(f"{title} (required)" if required else title)
                    group["Ff"] |= REQUIRED if required else 0
                    for key in ("T", "FT", "Ff"):
                        field.pop(key, None)
                    fields.remove(field.reference)
                elif groups.setdefault(name, field) is not field:
                    problems.append(f"two fields have the name `{name}`")
                if is_choice:
                    field["AP"]["N"]["Off"] = _blank(pdf, form, size)
                    continue
                alignment = 2 if box.style["direction"] == "rtl" else ALIGNMENT.get(box.style["text_align_all"])
                if alignment:
                    field["Q"] = alignment
                field["AP"] = pydyf.Dictionary({"N": _blank(pdf, form, size, b"/Tx BMC EMC")})
    form["Fields"] = pydyf.Array(fields)
    del form["NeedAppearances"]
    return problems


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
    if kind == "select" and any(option.get("value") is None for option in element.iter("option")):
        return f"an option of field `{name}` has no value"
    return None


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _legend(element: Any, parents: dict[Any, Any]) -> str:
    """Return the legend of the nearest field set, or nothing."""
    while (element := parents.get(element)) is not None:
        if element.tag == "fieldset":
            legend = element.find("legend")
            return _words(legend) if legend is not None else ""
    return ""


def _wrapping_label(element: Any, parents: dict[Any, Any]) -> str:
    """Return the words of the label that a field stands in, without those of the field itself."""
    while (element := parents.get(element)) is not None:
        if element.tag == "label":
            parts = [element.text or ""]
            for child in element:
                parts += ["" if child.tag in {"select", "textarea"} else _words(child), child.tail or ""]
            return " ".join(" ".join(parts).split())
    return ""


def _blank(pdf: Any, form: Any, size: tuple[float, float], content: bytes = b"") -> bytes:
    """Add an appearance that shows nothing and return its reference."""
    entries = {"Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, *size]), "Resources": form["DR"]}
    stream = pydyf.Stream([content], pydyf.Dictionary(entries))
    pdf.add_object(stream)
    return bytes(stream.reference)
