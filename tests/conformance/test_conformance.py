"""Everything that policygen builds conforms, and the runner that says so finds what does not."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

RUN = Path(__file__).with_name("run.sh")
CHOOSE = Path(__file__).with_name("choose.py")

GOOD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<style>{style}</style>
</head>
<body><main><h1>A page</h1><p>Some words.</p>{body}</main></body>
</html>
"""

# Each page breaks one rule: its styles, its body, and what the report must say of it.
BAD = {
    "picture-without-words": ("", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "image-alt"),
    "not-valid": ("", '<p id="twice">One</p><p id="twice">Two</p>', "Duplicate ID"),
    "pale": ("p { color: #bbb }", "", "[phone, light] serious: color-contrast"),
    "pale-in-the-dark": (
        "@media (prefers-color-scheme: dark) { body { background: #111 } h1 { color: #eee } p { color: #444 } }",
        "",
        "[desktop, dark] serious: color-contrast",
    ),
    "wide": ("", '<div style="width: 600px">Wide</div>', "[reflow, 1.4.10] the page is"),
    "cut-off": (
        "p { height: 1.2em; line-height: 1.2; overflow: hidden }",
        "",
        '[text spacing, 1.4.12] cut off: p "Some words."',
    ),
    "not-by-itself": ("@import url(https://elsewhere.example/x.css);", "", "asks for https://elsewhere.example/x.css"),
    "without-its-file": ("", '<img alt="A map" src="map.png">', "asks for map.png, which is not there"),
    "broken-script": ("", '<script>throw new Error("no luck")</script>', "script error: no luck"),
}

OPC = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPOILED = {
    "[Content_Types].xml": (
        f'<Types xmlns="{OPC}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
        f'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{OPC}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
        ' Target="word/document.xml"/></Relationships>'
    ),
    "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body><w:nonsense/><w:p/></w:body></w:document>',
}
"""A Word file with an element that Word does not know."""


def run(folder: Path, tools: Path) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(["sh", RUN, folder, tools], capture_output=True, text=True, env={**os.environ, "PATH": path})


def write_pages(folder: Path) -> None:
    (folder / "good.html").write_text(GOOD.format(style="", body=""))
    for name, (style, body, _) in BAD.items():
        (folder / f"{name}.html").write_text(GOOD.format(style=style, body=body))


@pytest.fixture(scope="module")
def report(tools: Path, tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """What the runner says of a folder with one good page, the bad ones, a PDF without tags and a bad Word file."""
    folder = tmp_path_factory.mktemp("planted")
    write_pages(folder)
    untagged = PdfWriter()
    untagged.add_blank_page(width=200, height=200)
    untagged.write(folder / "untagged.pdf")
    with zipfile.ZipFile(folder / "spoiled.docx", "w") as package:
        for name, text in SPOILED.items():
            package.writestr(name, text)
    return run(folder, tools)


def test_what_is_built_conforms(built: Path, tools: Path, tmp_path: Path) -> None:
    """One agency with every kind of document; `.ci/run` checks the files of all."""
    shutil.copytree(built / "saltmarsh/police", tmp_path / "saltmarsh/police")
    result = run(tmp_path, tools)
    assert result.returncode == 0, result.stdout + result.stderr
    assert re.search(r"and 3 that stand in packs only", result.stdout), "the pack's own contents and notices"


def test_a_sample_has_every_document_of_both_partnerships_and_every_agency(built: Path, tmp_path: Path) -> None:
    made = subprocess.run([sys.executable, CHOOSE, built, tmp_path, "--sample"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    chosen = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.html")}
    pages = {path.relative_to(built).as_posix() for path in built.rglob("*.html")}
    documents = {name for name in pages if name.count("/") == 2 and not name.endswith("/index.html")}
    assert pages - documents <= chosen, "every page around the documents"
    assert {kind(name) for name in documents} == {kind(name) for name in chosen & documents}
    assert {name.split("/")[1] for name in chosen & documents} == {name.split("/")[1] for name in documents}
    assert len(chosen) < 0.25 * len(pages)
    assert sum(name.startswith("packs/") for name in chosen) == 6


def kind(name: str) -> tuple[str, str]:
    """Return the partnership and the file name of a document."""
    partnership, _, file = name.split("/")
    return partnership, file


def test_faults_make_the_runner_fail(report: subprocess.CompletedProcess[str]) -> None:
    assert report.returncode == 1
    assert report.stdout.splitlines()[-1].endswith("does not conform; see above")


@pytest.mark.parametrize("name", BAD)
def test_a_bad_page_is_named_with_its_fault(name: str, report: subprocess.CompletedProcess[str]) -> None:
    fault = BAD[name][2]
    assert any(f"{name}.html" in line and fault in line for line in report.stdout.splitlines()), report.stdout


def test_a_good_page_is_not_named(report: subprocess.CompletedProcess[str]) -> None:
    assert f"{len(BAD) + 1} pages" in report.stdout
    assert "good.html" not in report.stdout


@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_a_pdf_without_tags_fails_both_standards(standard: str, report: subprocess.CompletedProcess[str]) -> None:
    assert f"untagged.pdf [{standard}]" in report.stdout


def test_a_word_file_with_an_element_that_is_none_is_found(report: subprocess.CompletedProcess[str]) -> None:
    assert "Unexpected element 'nonsense' found" in report.stdout
    assert "Open XML: errors" in report.stdout


def test_an_unreadable_pdf_is_not_a_pass(tools: Path, tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD.format(style="", body=""))
    (tmp_path / "junk.pdf").write_bytes(b"not a PDF")
    result = run(tmp_path, tools)
    assert result.returncode == 2
    assert "junk.pdf" in result.stdout


def test_a_folder_without_documents_is_not_a_pass(tools: Path, tmp_path: Path) -> None:
    assert run(tmp_path, tools).returncode == 2


def test_missing_tools_are_not_a_pass(tmp_path: Path) -> None:
    result = run(tmp_path, tmp_path / "nowhere")
    assert result.returncode == 2
    assert "setup.sh" in result.stderr
