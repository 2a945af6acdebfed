"""What is filled in with pdf.js, the viewer of Firefox, comes back from the PDF."""

import json
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from policygen.project import Project as Understood
from tests.conftest import cannot_run
from tests.render import forms

PDFJS = "pdfjs-dist@5.6.205"
SCRIPT = Path(__file__).with_name("fill_pdfjs.mjs")


@pytest.fixture(scope="session")
def pdfjs(tools: Path) -> Path:
    """A folder with pdf.js, made once beside the other tools."""
    folder = tools.with_name("pdfjs")
    install = ["npm", "install", "--ignore-scripts", "--omit=optional", "--no-package-lock", "--no-audit", "--no-fund"]
    with FileLock(folder.with_suffix(".lock")):
        if not (folder / "node_modules" / "pdfjs-dist").exists():
            folder.mkdir(exist_ok=True)
            (folder / "package.json").write_text('{"private": true}')
            made = subprocess.run([*install, PDFJS], cwd=folder, capture_output=True, text=True)
            if made.returncode:
                cannot_run(f"{PDFJS} cannot be installed: {made.stderr}")
    return folder


@pytest.mark.parametrize("record", ["record-F01", "record-F07", "record-F08"])
def test_what_is_filled_in_with_pdfjs_comes_back(
    built: Path, shipped: Understood, pdfjs: Path, tmp_path: Path, record: str
) -> None:
    (document,) = (
        document
        for each in shipped.sets
        if (each.edition.partnership, each.edition.agency) == ("northmoor", "police")
        for document in each.documents
        if document.id == record
    )
    form = forms.form_of(document)
    given = forms.answers(form, 1)
    (tmp_path / "values.json").write_text(json.dumps(forms.pdf_values(form, given)))
    blank, filled = built / "northmoor" / "police" / f"{record}.pdf", tmp_path / "filled.pdf"
    done = subprocess.run(
        ["node", SCRIPT, pdfjs, blank, tmp_path / "values.json", filled], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert forms.read_pdf(form, filled.read_bytes()) == given
