"""The command line: options to values, exit codes 0, 1 and 2, words for people, and never a traceback."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policygen import __version__
from policygen.cli import main
from policygen.render.pdf.job import Engine, missing_libraries
from tests.conftest import ROOT, Project
from tests.fakes import ENGINE, NO_ENGINE, add_templates

HTML = ("build", "--format", "html")


@pytest.fixture
def place(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project that can be built, and we are in it."""
    add_templates(project.root)
    monkeypatch.chdir(project.root)
    return project


def run(*arguments: str, engine: Engine = ENGINE) -> Result:
    result = CliRunner().invoke(main, arguments, obj=engine)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def tree(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return every file of a folder: bytes, inode and time of change."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def loaded(project: Project, *arguments: str) -> tuple[int, set[str]]:
    """Run the command in another process; return its exit code and the modules that it loaded."""
    code = (
        "import sys, json\n"
        "from policygen.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n    sys.stdout.write('\\n' + json.dumps([end.code or 0, list(sys.modules)]))\n"
    )
    result = subprocess.run([sys.executable, "-c", code, *arguments], cwd=project.root, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    exit_code, modules = json.loads(result.stdout.splitlines()[-1])
    return exit_code, set(modules)


# ---- exit codes ------------------------------------------------------------------------------------------------------


def test_version_and_help_are_told() -> None:
    assert run("--version").output == f"policygen {__version__}\n"
    asked = ("build", "check", "explain", "coverage", "impact", "compare")
    for command in (*asked, "schema", "release", "verify", "publish"):
        assert command in run("--help").output
        assert run(command, "--help").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("build", "--agency", "clnic"), "no `clnic` for --agency. Did you mean `clinic`?"),
        (("build", "--agency", "care"), "There is: clinic, school"),
        (("build", "--partnership", "twon"), "Did you mean `town`?"),
        (("build", "--document", "polcy"), "Did you mean `policy`?"),
        (("build", "--format", "docs"), "'docs' is not one of"),
        (("build", "--jobs", "0"), "0 is not in the range"),
        (("build", "--nonsense"), "No such option"),
        (("explain", "clnic", "tell"), "Did you mean `clinic`?"),
        (("explain", "clinic", "tel"), "Did you mean `tell`?"),
        (("explain", "clinic", "tell", "-p", "twon"), "Did you mean `town`?"),
        (("explain", "clinic"), "Missing argument"),
        (("biuld",), "No such command"),
    ],
)
def test_wrong_use_is_told_in_words_and_ends_with_2(place: Project, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert not (place.root / "output").exists()
    assert not (place.root / ".policygen" / "selection").exists()


def test_a_selection_that_takes_nothing_is_wrong_use(place: Project) -> None:
    place.write("content/documents/extra.yaml", "id: extra\ntitle: Extra\nfor: [school]\nparts: [cover]\n")
    assert run(*HTML, "--agency", "school", "--document", "extra").exit_code == 0
    before = tree(place.root / ".policygen" / "selection")
    result = run(*HTML, "--agency", "clinic", "--document", "extra")
    assert result.exit_code == 2
    assert "no agency that you name has a document that you name" in result.output
    assert tree(place.root / ".policygen" / "selection") == before


def test_one_mistake_in_a_narrowed_build_hides_neither_itself_nor_a_wrong_name(place: Project) -> None:
    place.edit("content/protocol/02-families.md", "{{ term.adult }}", "{{ term.adlut }}")
    place.edit("content/protocol/01-purpose.md", "id: new-duty", "id: tell")
    narrow = (*HTML, "--partnership", "town", "--agency", "clinic", "--document")
    result = run(*narrow, "policy")
    assert result.exit_code == 1
    assert "error PG201" in result.output
    result = run(*narrow, "polcy")
    assert result.exit_code == 2
    assert "no `polcy` for --document. Did you mean `policy`?" in result.output


def test_a_narrowed_build_looks_at_what_it_makes(place: Project) -> None:
    place.write("content/documents/extra.yaml", "id: extra\ntitle: Extra\nfor: [school]\nparts: [cover, front]\n")
    assert "PG407" in run("check").output
    assert run(*HTML, "--document", "policy").exit_code == 0
    assert "PG407" in run(*HTML, "--agency", "school").output


def test_no_project_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (("build",), ("check",), ("explain", "a", "b")):
        result = run(*command)
        assert result.exit_code == 2
        assert "there is no project here" in result.output


def test_mistakes_in_content_end_with_1_and_leave_output_as_it_was(place: Project) -> None:
    assert run(*HTML, "--out", "output").exit_code == 0
    before = tree(place.root / "output")
    assert len(before) == 4
    place.edit("content/protocol/02-families.md", "{{ term.adult }}", "{{ term.adlut }}")
    result = run(*HTML, "--out", "output")
    assert result.exit_code == 1
    assert "error PG401: no name `term.adlut`" in result.output
    assert "hint: did you mean `term.adult`?" in result.output
    assert "Nothing was published: 1 error." in result.output
    assert tree(place.root / "output") == before


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/law.yaml", "laws: [\n"),
        ("content/law.yaml", "- 1\n"),
        ("content/law.yaml", ""),
        ("content/protocol.yaml", "title: &a x\nnation: *a\n"),
        ("content/protocol/01-purpose.md", "no front matter"),
        ("content/protocol/01-purpose.md", b"\xff\xfe\x00"),
        ("content/protocol/01-purpose.md", "---\nid: purpose\ntitle: T\n---\n\n## A\n\n<script>x</script>\n"),
        ("agencies/clinic/agency.yaml", "parent: clinic\n"),
        ("agencies/clinic/10-clinic.md", "## X\n\n```edit\nset: tell\n"),
        ("content/documents/policy.yaml", "id: policy\ntitle: T\nparts: [cover, nothing]\n"),
        ("content/partnerships/town/partnership.yaml", "id: " + "[" * 500 + "\n"),
        ("content/wording.yaml", "- {match: '', why: x, instead: y}\n"),
        ("templates/policy.html.jinja", "{% if %}"),
        ("templates/web/policy.html.jinja", "{{ nothing }}"),
        ("templates/web/policy.html.jinja", b"\xff"),
        ("templates/css/brand.css.jinja", "{{ nothing }}"),
    ],
)
def test_a_broken_file_is_told_with_its_name_and_never_a_traceback(
    place: Project, path: str, text: str | bytes
) -> None:
    place.write(path, text)
    result = run(*HTML)
    assert result.exit_code == 1
    assert path in result.output
    assert re.search(r"\berror PG\d{3}: ", result.output)
    assert not (place.root / ".policygen" / "selection").exists()
    assert run("check").exit_code in {0, 1}


@pytest.mark.parametrize("path", ["content/law.yaml", "content/protocol.yaml", "content/documents/policy.yaml"])
def test_a_missing_file_is_never_a_traceback(place: Project, path: str) -> None:
    place.remove(path)
    assert run(*HTML).exit_code == 1
    assert run("check").exit_code == 1
    assert run("explain", "clinic", "tell").exit_code in {1, 2}


# ---- build -----------------------------------------------------------------------------------------------------------


def test_a_selection_goes_to_a_folder_of_its_own_which_is_told(place: Project) -> None:
    result = run(*HTML, "--agency", "clinic")
    assert result.exit_code == 0
    assert ".policygen/selection/" in result.output
    assert sorted(tree(place.root / ".policygen" / "selection")) == [
        "SHA256SUMS",
        "manifest.json",
        "town/clinic/policy.html",
    ]
    assert not (place.root / "output").exists()


def test_out_is_taken_from_where_one_stands(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root / "content" / "protocol")
    result = run(*HTML, "--out", "../../public")
    assert result.exit_code == 0
    assert sorted(path for path in tree(place.root / "public") if path.endswith("html")) == [
        "town/clinic/policy.html",
        "town/school/policy.html",
    ]


def test_a_run_in_a_folder_of_the_project_finds_its_root(place: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(place.root / "content" / "protocol")
    assert run("check").exit_code == 0
    assert run(*HTML).exit_code == 0
    assert (place.root / ".policygen" / "selection" / "town" / "clinic" / "policy.html").exists()
    assert not (place.root / "content" / "protocol" / ".policygen").exists()


@pytest.mark.parametrize("out", [".", "content", "content/new", "agencies", "templates/x"])
def test_output_never_goes_among_the_sources(place: Project, out: str) -> None:
    before = tree(place.root)
    result = run(*HTML, "--out", out)
    assert result.exit_code == 2
    assert {path: data for path, (data, _, _) in tree(place.root).items()} == {
        path: data for path, (data, _, _) in before.items()
    }


def test_a_build_says_what_it_did_and_a_log_is_not_filled_with_names(place: Project) -> None:
    result = run(*HTML)
    assert result.stderr == ""
    rendered = "0 PDFs and 0 Word files rendered"
    assert result.stdout.startswith(f"2 documents in .policygen/selection/: {rendered}; 4 files written, 0 kept")
    assert " 2 PDFs and 2 Word files rendered; " in run("build", "-j", "1").stdout


def test_a_second_build_does_nothing_and_says_so(place: Project) -> None:
    assert run(*HTML).exit_code == 0
    folder = place.root / ".policygen" / "selection"
    before = tree(folder)
    result = run(*HTML)
    assert result.exit_code == 0
    assert result.stdout.startswith("Nothing has changed: 4 files in .policygen/selection/ are up to date.")
    assert tree(folder) == before


def test_what_was_warned_of_is_said_again_by_a_build_that_does_nothing(place: Project) -> None:
    place.edit("content/partnerships/town/partnership.yaml", "values:\n  retention: six years\n", "")
    first, second = run(*HTML), run(*HTML)
    assert "PG402" in first.stderr
    assert "Nothing has changed" in second.stdout
    assert first.stderr == second.stderr


def test_a_file_that_somebody_changed_is_made_again(place: Project) -> None:
    assert run(*HTML).exit_code == 0
    file = place.root / ".policygen" / "selection" / "town" / "clinic" / "policy.html"
    data = file.read_bytes()
    file.write_bytes(b"changed")
    assert "Nothing has changed" not in run(*HTML).stdout
    assert file.read_bytes() == data


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_output_that_cannot_be_written_is_told_in_words(place: Project) -> None:
    locked = place.root / "locked"
    locked.mkdir(mode=0o500)
    result = run(*HTML, "--out", "locked/out")
    assert result.exit_code == 1
    assert "error PG602" in result.output
    assert list(locked.iterdir()) == []


def test_output_that_is_a_file_is_told_in_words_and_left_alone(place: Project) -> None:
    place.write("public", "mine")
    result = run(*HTML, "--out", "public")
    assert result.exit_code == 1
    assert "error PG603" in result.output
    assert (place.root / "public").read_text() == "mine"


def test_without_the_pdf_libraries_pages_are_made_and_one_sentence_said(place: Project) -> None:
    result = run("build", "-j", "1", engine=NO_ENGINE)
    assert result.exit_code == 0
    assert [line for line in result.stderr.splitlines() if "PDF" in line] == [
        "warning PG500: no PDF is made: PDF needs Pango: install it"
    ]
    files = tree(place.root / "output")
    pages = [path for path in files if path.endswith("policy.html")]
    assert pages == ["town/clinic/policy.html", "town/school/policy.html"]
    assert not [path for path in files if path.endswith(".pdf")]
    page = (place.root / "output" / pages[0]).read_text()
    assert "policy.pdf" not in page, "no link to a file that is not there"


# ---- what is not loaded ----------------------------------------------------------------------------------------------


def test_neither_check_nor_a_build_of_pages_loads_the_pdf_engine(place: Project) -> None:
    for arguments in (("check",), HTML):
        code, modules = loaded(place, *arguments)
        assert code == 0
        assert not {"weasyprint", "pydyf"} & modules


def test_a_build_in_which_nothing_changed_loads_no_engine(place: Project) -> None:
    if missing_libraries():
        pytest.skip("no PDF can be made here")
    place.remove("templates")
    add_templates(place.root, fonts=True)
    assert loaded(place, "build", "--agency", "clinic")[0] == 0
    before = tree(place.root / ".policygen" / "selection")
    assert "town/clinic/policy.pdf" in before
    code, modules = loaded(place, "build", "--agency", "clinic")
    assert code == 0
    assert not {"weasyprint", "pydyf", "fontTools"} & modules
    assert tree(place.root / ".policygen" / "selection") == before


# ---- packs -----------------------------------------------------------------------------------------------------------


def test_packs_are_made_where_agencies_get_all_of_their_files(place: Project) -> None:
    assert run("build", "-j", "1", "--agency", "clinic").exit_code == 0
    folder = place.root / ".policygen" / "selection" / "town"
    assert (folder / "clinic" / "town-clinic-pack.zip").exists()
    assert run(*HTML, "--agency", "clinic").exit_code == 0
    assert not (folder / "clinic" / "town-clinic-pack.zip").exists()


# ---- check and explain -----------------------------------------------------------------------------------------------


def test_check_says_how_much_there_is(place: Project) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert "6 clauses of the base, 3 layers, 2 editions." in result.stdout
    assert "no problems." in result.stdout


def test_check_writes_nothing(place: Project) -> None:
    before = tree(place.root)
    assert run("check").exit_code == 0
    assert run("explain", "clinic", "tell").exit_code == 0
    assert tree(place.root) == before


def test_check_gives_the_same_as_data(place: Project) -> None:
    assert json.loads(run("check", "--json").stdout) == []
    place.edit("content/protocol/02-families.md", "{{ term.adult }}", "{{ term.adlut }}")
    result = run("check", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert {item["code"] for item in found} == {"PG401"}
    assert found[0]["span"] == {
        "path": "content/protocol/02-families.md",
        "line": 14,
        "column": 10,
        "end_line": 14,
        "end_column": 26,
    }
    assert found[0]["hint"] == "did you mean `term.adult`?"


def test_what_cannot_be_read_is_data_too(place: Project) -> None:
    place.write("content/law.yaml", b"\xff")
    result = run("check", "--json")
    assert result.exit_code == 1
    assert "PG104" in {item["code"] for item in json.loads(result.stdout)}


def test_strict_takes_warnings_for_errors(place: Project) -> None:
    assert run("check", "--strict").exit_code == 0
    place.edit("content/partnerships/town/partnership.yaml", "values:\n  retention: six years\n", "")
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 1
    assert run("check", "--strict", "--json").exit_code == 1


def test_strict_does_not_mind_a_note(place: Project) -> None:
    place.write("content/protocol/Thumbs.db", b"\xff")
    result = run("check", "--strict")
    assert result.exit_code == 0
    assert result.stdout.startswith("note PG109: ")


def test_explain_tells_every_edition_of_the_agency(place: Project) -> None:
    result = run("explain", "clinic", "tell")
    assert result.exit_code == 0
    assert result.stdout.startswith("2.1 Tell, listen, then share\n  tell, for clinic in town: printed\n")


def test_explain_works_as_far_as_it_can_in_a_project_with_mistakes(place: Project) -> None:
    place.edit("content/protocol/02-families.md", "{{ term.adult }}", "{{ term.adlut }}")
    result = run("explain", "clinic", "tell")
    assert result.exit_code == 1
    assert "Tell the {{ term.adlut }} first" in result.stdout
    assert "run `policygen check`" in result.stderr


def test_compare_tells_of_a_broken_template_once(place: Project) -> None:
    place.write("templates/css/brand.css.jinja", b"\xff")
    result = run("compare", "clinic", "school", "--html", "page.html")
    assert result.exit_code == 1
    assert len(re.findall(r"error PG\d{3}: ", result.output)) == 1
    assert not (place.root / "page.html").exists()


@pytest.mark.parametrize("level", ["1", "2"])
def test_python_without_asserts_is_refused_for_its_files_would_differ(project: Project, level: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "policygen", "check"],
        cwd=project.root,
        env=os.environ | {"PYTHONOPTIMIZE": level, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 2
    assert "PYTHONOPTIMIZE" in result.stderr
    assert "Traceback" not in result.stderr


def test_schema_prints_one_or_all_and_writes_them_for_editors(tmp_path: Path) -> None:
    everything = json.loads(run("schema").output)
    assert json.loads(run("schema", "clause").output) == everything["clause"]
    refused = run("schema", "claus")
    assert (refused.exit_code, "Did you mean `clause`?" in refused.output) == (2, True)
    folder = tmp_path / "for" / "editors"
    assert run("schema", "--out", str(folder)).output == f"{len(everything)} schemas in {folder}.\n"
    written = {path.name.removesuffix(".schema.json"): json.loads(path.read_text()) for path in folder.iterdir()}
    assert written == everything
    (tmp_path / "file").touch()
    assert run("schema", "--out", str(tmp_path / "file" / "below")).exit_code == 2


def test_a_terminal_that_knows_few_signs_is_given_their_numbers(place: Project) -> None:
    place.write("content/Жук.txt", "x")
    result = started(place, "check", PYTHONIOENCODING="latin-1").communicate(timeout=60)

    assert "Traceback" not in result[1]
    assert "content/\\u0416\\u0443\\u043a.txt" in result[0]


def test_a_run_that_is_told_to_stop_ends_as_by_a_key_and_leaves_no_output(
    place: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("policygen.release.publish.recover", stop)
    result = run("build", "-f", "html")

    assert (result.exit_code, result.output) == (1, "\nAborted!\n")
    assert not (place.root / "output").exists()


def started(place: Project, *arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "policygen", *arguments],
        cwd=place.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **variables},
    )
