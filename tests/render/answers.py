"""How tests fill in records and read the answers back, from outside: by the tag of each control."""

import io
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

Answers = dict[str, str | list[str] | bool]
"""What a filled record says: texts, ISO days and times, ids of chosen answers, and whether a box is ticked."""


def read_docx(data: bytes) -> Answers:
    """Return the answers in a Word form; a question without an answer is left out."""
    said: Answers = {}
    for control in _document(data).iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        tag = properties.find(f"{W}tag").get(f"{W}val")
        words = "".join(_words(content))
        day, choices = properties.find(f"{W}date"), properties.find(f"{W}dropDownList")
        ticked = properties.find(f"{W14}checkbox/{W14}checked")
        field, _, choice = tag.partition(":")
        if ticked is not None:
            if ticked.get(f"{W14}val") == "1" and choice:
                said.setdefault(field, []).append(choice)
            elif ticked.get(f"{W14}val") == "1":
                said[field] = True
        elif properties.find(f"{W}showingPlcHdr") is not None:
            continue
        elif day is not None:
            timed = "HH" in day.find(f"{W}dateFormat").get(f"{W}val")
            said[field] = day.get(f"{W}fullDate")[: 16 if timed else 10]
        elif choices is not None:
            items = {item.get(f"{W}displayText"): item.get(f"{W}value") for item in choices}
            said[field] = items[words]
        else:
            said[field] = words
    return said


def fill_docx(data: bytes, answers: Mapping[str, str | list[str] | bool]) -> bytes:
    """Return a Word form with answers, written as Word writes them."""
    root = _document(data)
    for control in root.iter(f"{W}sdt"):
        properties, content = control.find(f"{W}sdtPr"), control.find(f"{W}sdtContent")
        field, _, choice = properties.find(f"{W}tag").get(f"{W}val").partition(":")
        if field not in answers:
            continue
        answer = answers[field]
        box = properties.find(f"{W14}checkbox/{W14}checked")
        if box is not None:
            ticked = choice in answer if isinstance(answer, list) else answer
            box.set(f"{W14}val", str(int(ticked)))
            content.find(f"{W}r/{W}t").text = "☒" if ticked else "☐"
            continue
        assert isinstance(answer, str)
        shown = answer
        properties.remove(properties.find(f"{W}showingPlcHdr"))
        day, choices = properties.find(f"{W}date"), properties.find(f"{W}dropDownList")
        if day is not None:
            day.set(f"{W}fullDate", f"{answer}:00Z" if "T" in answer else f"{answer}T00:00:00Z")
            shown = re.sub(r"(\d+)-(\d+)-(\d+)T?", r"\3/\2/\1 ", answer).strip()
        elif choices is not None:
            shown = next(item.get(f"{W}displayText") for item in choices if item.get(f"{W}value") == answer)
        for run in list(content):
            content.remove(run)
        run = ET.SubElement(content, f"{W}r")
        for count, line in enumerate(shown.split("\n")):
            if count:
                ET.SubElement(run, f"{W}br")
            ET.SubElement(run, f"{W}t").text = line
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, ET.tostring(root) if name == "word/document.xml" else old.read(name))
    return held.getvalue()


def _document(data: bytes) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return ET.fromstring(package.read("word/document.xml"))


def _words(content: ET.Element) -> list[str]:
    """Return the words of a control and the ends of its lines."""
    return [
        "\n" if node.tag == f"{W}br" else node.text or "" for node in content.iter() if node.tag in {f"{W}t", f"{W}br"}
    ]
