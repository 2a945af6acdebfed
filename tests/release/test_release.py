"""A release refuses while anything is missing and names it; what it files stays, whatever is built afterwards."""

import errno
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from policygen.cli import main
from policygen.release import editions
from policygen.release.manifest import Artifact, read_manifest, with_manifest
from policygen.release.verify import verify
from policygen.render.pdf.job import Engine
from tests.conftest import Project
from tests.fakes import ENGINE, NO_ENGINE, add_templates
from tests.release.samples import names, private_pem, public_pem

PARTNERSHIP = "content/partnerships/town/partnership.yaml"
NOTICE = "notice: This duty may be in force."
CONFIRMED = NOTICE + ", confirmed_by: A. Lawyer, confirmed_on: 2026-01-01"
DAY = ("--as-of", "2026-06-01")
KEY = public_pem(1)


@pytest.fixture
def place(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A draft that can be built, with a PDF engine that costs nothing; we are in it."""
    add_templates(project.root)
    (project.root / "private.pem").write_bytes(private_pem(1))
    (project.root / "public.pem").write_bytes(KEY)
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def ready(place: Project) -> Project:
    """A project that may be released: approved, confirmed and signed off."""
    place.edit(PARTNERSHIP, "status: draft", "status: approved")
    place.edit("content/law.yaml", NOTICE, CONFIRMED)
    place.sign()
    return place


def run(*arguments: str, engine: Engine = ENGINE) -> Result:
    result = CliRunner().invoke(main, arguments, obj=engine)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.output
    return result


def released(*arguments: str) -> Result:
    result = run("release", *DAY, "-j", "1", *arguments)
    assert result.exit_code == 0, result.output
    return result


def refused(*arguments: str, engine: Engine = ENGINE) -> str:
    result = run("release", *DAY, "-j", "1", *arguments, engine=engine)
    assert result.exit_code == 1, result.output
    assert "Nothing was published" in result.output
    return result.output


def codes(output: str) -> list[str]:
    return re.findall(r"error (PG\d{3}): ", output)


def revise(project: Project, number: str, date: str = "2026-03-01") -> None:
    """Change the text and give the edition another number."""
    file = project.root / PARTNERSHIP
    text = re.sub(r'number: "[^"]*", date: [0-9-]*', f'number: "{number}", date: {date}', file.read_text())
    file.write_text(text)
    project.append("agencies/care/10-care.md", f"\nEdition {number} says more.\n")
    project.sign()


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_ino, path.read_bytes()) for path in found}


# ---- what a release is -----------------------------------------------------------------------------------------------


def test_a_release_is_everything_with_packs_and_the_edition_filed(ready: Project) -> None:
    assert released().stdout.startswith("Released: town 1.0.\n")
    out = ready.root / "output"
    assert [name for name in files(out) if "/editions" in name or name.endswith(".zip")] == [
        "town/clinic/town-clinic-pack.zip",
        "town/editions/1.0/SHA256SUMS",
        "town/editions/1.0/manifest.json",
        "town/editions/1.0/town-clinic-pack.zip",
        "town/editions/1.0/town-school-pack.zip",
        "town/editions.json",
        "town/school/town-school-pack.zip",
    ]
    for path in (out, out / "town/editions/1.0", out / "town/clinic/town-clinic-pack.zip"):
        assert verify(path).value is not None
    assert json.loads((out / "town/editions.json").read_text()) == {
        "partnership": "town",
        "editions": [
            {
                "number": "1.0",
                "date": "2026-01-01",
                "status": "approved",
                "superseded_by": None,
                "folder": "editions/1.0/",
            }
        ],
    }


def test_the_pages_of_a_release_are_not_marked_as_drafts_and_those_of_a_draft_are(ready: Project) -> None:
    released()
    page = (ready.root / "output/town/clinic/policy.html").read_text()
    ready.edit(PARTNERSHIP, "status: approved", "status: draft")
    assert run("build", "-j", "1").exit_code == 0
    draft = (ready.root / "output/town/clinic/policy.html").read_text()
    mark = re.compile(r"<[^>]*>[^<]*\bdraft\b", re.IGNORECASE)
    assert mark.search(draft)
    assert not mark.search(page)


def test_a_signed_release_is_signed_in_every_part_that_travels_alone(ready: Project) -> None:
    released("--key", "private.pem")
    out = ready.root / "output"
    for path in (out, out / "town/clinic/town-clinic-pack.zip", out / "town/editions/1.0", out / "town/clinic"):
        found = verify(path, key=KEY).value
        assert found is not None
        assert found.signature == "checked"
    before = files(out)
    assert "Nothing has changed" in released("--key", "private.pem").stdout
    shutil.rmtree(ready.root / ".policygen")
    released("--key", "private.pem")
    assert files(out) == before, "the same release has the same bytes, signatures included"


def test_a_release_of_one_partnership_builds_the_others_as_they_are(ready: Project) -> None:
    shutil.copytree(ready.root / "content/partnerships/town", ready.root / "content/partnerships/port")
    ready.edit("content/partnerships/port/partnership.yaml", "id: town", "id: port")
    ready.edit("content/partnerships/port/partnership.yaml", "status: approved", "status: draft")
    ready.edit("content/partnerships/port/partnership.yaml", "values:\n  retention: six years\n", "")
    ready.remove("content/partnerships/port/sign-off.yaml")
    assert set(codes(refused())) == {"PG335", "PG402", "PG630"}
    released("-p", "town")
    out = ready.root / "output"
    assert names(out / "town/editions") == ["1.0"]
    assert (out / "port/clinic/port-clinic-pack.zip").exists()
    assert "editions" not in names(out / "port")
    assert verify(out).value is not None


# ---- what it refuses -------------------------------------------------------------------------------------------------


def test_everything_that_is_missing_is_named_with_its_place_in_one_run(place: Project) -> None:
    place.edit(PARTNERSHIP, "values:\n  retention: six years\n", "")
    place.edit(PARTNERSHIP, 'number: "1.0"', 'number: "1/0"')
    status = "the status of the edition of `town` is `draft`, and only an approved one is released"
    output = refused()
    assert [line for line in output.splitlines() if " error " in line] == [
        "content/law.yaml:16:13: error PG631: nobody has confirmed where `act-s2` stands (Example Act 2001, section 2)",
        f"{PARTNERSHIP}:1:5: error PG335: nobody has signed off the edition of `clinic` in `town`",
        f"{PARTNERSHIP}:1:5: error PG335: nobody has signed off the edition of `school` in `town`",
        f"{PARTNERSHIP}:1:5: error PG402: `school` in `town` lacks `retention` (How long we keep records)",
        f"{PARTNERSHIP}:1:5: error PG630: {status}",
        f"{PARTNERSHIP}:1:5: error PG632: `1/0` cannot be the number of a release, which names a folder",
    ]
    assert not (place.root / "output").exists()


def test_a_sign_off_that_waits_or_is_outdated_is_in_the_way(ready: Project) -> None:
    register = "content/partnerships/town/sign-off.yaml"
    text = (ready.root / register).read_text()
    ready.write(register, re.sub(r", on: [0-9-]*, of: \w+", "", text, count=1))
    assert codes(refused()) == ["PG335"]
    ready.write(register, text)
    ready.append("agencies/care/10-care.md", "\nAnd more.\n")
    assert codes(refused()) == ["PG336", "PG336"]
    ready.edit(PARTNERSHIP, "status: approved", "status: consultation")
    assert sorted(codes(refused())) == ["PG336", "PG336", "PG630"]


def test_a_replacement_whose_text_has_moved_on_is_in_the_way(ready: Project) -> None:
    ready.append(
        "agencies/clinic/10-clinic.md",
        "\n## Ask\n\n```edit\nreplace: ask-for-help\nof: 0123456789ab\nreason: Ours.\n```\n\nAsk us.\n",
    )
    ready.sign()
    assert codes(refused()) == ["PG321"]


def test_pdfs_that_cannot_be_made_are_in_the_way(ready: Project) -> None:
    assert codes(refused(engine=NO_ENGINE)) == ["PG500"]
    assert not (ready.root / "output").exists()


def test_a_build_may_be_a_release_but_not_of_a_selection(ready: Project) -> None:
    for option in (("-a", "clinic"), ("-d", "policy"), ("-f", "pdf")):
        result = run("build", "--release", *option)
        assert result.exit_code == 2
        assert "a release is of whole partnerships" in result.output
    assert run("build", "--release", "-j", "1", "-p", "town").exit_code == 0
    assert names(ready.root / "output/town/editions") == ["1.0"]
    ready.edit(PARTNERSHIP, "status: approved", "status: draft")
    assert codes(run("build", "--release", "-j", "1").output) == ["PG630"]


@pytest.mark.parametrize("number", ["..", ".1", "1.", "-1", "1 0", "1\\0", "ä"])
def test_a_number_that_is_no_name_of_a_folder_is_refused(ready: Project, number: str) -> None:
    ready.edit(PARTNERSHIP, 'number: "1.0"', f"number: '{number}'")
    assert codes(refused()) == ["PG632"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-p", "twon"), "Did you mean `town`?"),
        (("--key", "none.pem"), "does not exist"),
        (("--as-of", "June"), "does not match"),
        (("--out", "content"), "holds the project itself"),
    ],
)
def test_wrong_use_ends_with_2(ready: Project, arguments: tuple[str, ...], words: str) -> None:
    result = run("release", *arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert not (ready.root / "output").exists()


def test_a_key_that_cannot_sign_ends_it_before_anything_is_built(ready: Project) -> None:
    result = run("release", *DAY, "--key", "public.pem")
    assert result.exit_code == 1
    assert codes(result.output) == ["PG622"]
    assert not (ready.root / "output").exists()


# ---- one edition after another ---------------------------------------------------------------------------------------


def test_an_edition_that_is_superseded_stays_with_its_packs_and_says_so(ready: Project, tmp_path: Path) -> None:
    released("--key", "private.pem")
    out = ready.root / "output"
    shutil.copy(out / "town/clinic/town-clinic-pack.zip", tmp_path / "mine.zip")
    old = files(out / "town/editions/1.0")
    revise(ready, "1.1")
    released("--key", "private.pem")
    assert files(out / "town/editions/1.0") == old, "to the inode"
    assert names(out / "town/editions") == ["1.0", "1.1"]
    rows = json.loads((out / "town/editions.json").read_text())["editions"]
    assert [(row["number"], row["superseded_by"]) for row in rows] == [("1.0", "1.1"), ("1.1", None)]
    assert verify(out, key=KEY).value is not None
    assert verify(out / "town/editions/1.0", key=KEY).value is not None
    with zipfile.ZipFile(tmp_path / "mine.zip") as pack:
        prints = {entry["about"].get("fingerprint") for entry in json.loads(pack.read("manifest.json"))["files"]}
    page = (out / "check/index.html").read_text()
    for signs in prints - {None}:
        assert f'"{signs.replace(" ", "")}":"1.0, 1 January 2026"' in page, "the page that checks copies knows it"
    result = run("verify", str(tmp_path / "mine.zip"), "--manifest", str(out / "manifest.json"), "--key", "public.pem")
    assert result.exit_code == 0
    assert "warning PG621: `mine.zip` is genuine, but of edition 1.0; the edition of `town` is now 1.1" in result.output


def test_editions_are_ordered_as_people_count(ready: Project) -> None:
    for number in ("1.9", "1.10", "2.0"):
        revise(ready, number, "2026-03-01")
        released()
    rows = json.loads((ready.root / "output/town/editions.json").read_text())["editions"]
    assert [(row["number"], row["superseded_by"]) for row in rows] == [
        ("1.9", "1.10"),
        ("1.10", "2.0"),
        ("2.0", None),
    ]


def test_a_draft_that_is_built_over_a_release_leaves_what_was_filed(ready: Project) -> None:
    released()
    out = ready.root / "output"
    old = files(out / "town/editions")
    revise(ready, "1.1")
    ready.edit(PARTNERSHIP, "status: approved", "status: draft")
    assert run("build", "-j", "1").exit_code == 0
    assert files(out / "town/editions") == old
    assert verify(out).value is not None
    assert "Nothing has changed" in run("build", "-j", "1").stdout
    ready.remove(".policygen")
    assert " 0 files written" in run("build", "-j", "1").stdout
    assert files(out / "town/editions") == old


def test_an_edition_is_final_and_the_next_is_newer(ready: Project) -> None:
    released()
    old = files(ready.root / "output")
    revise(ready, "1.0")
    assert "was released before with other contents, and is final" in refused()
    revise(ready, "0.9")
    released()
    revise(ready, "0.8", "2026-01-02")
    output = refused()
    assert codes(output) == ["PG632"]
    assert "edition 0.8 of 2026-01-02 is not newer than 0.9 of 2026-03-01" in output
    assert {name: value for name, value in files(ready.root / "output").items() if "/1.0/" in name} == {
        name: value for name, value in old.items() if "/1.0/" in name
    }


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "agencies/care/10-care.md",
            "number: 1",
            "number: 2",
            "`ask-the-nurse` is CARE2 now: in edition 1.0 of `town`, CARE1 led to `ask-the-nurse`",
        ),
        (
            "agencies/care/10-care.md",
            "id: ask-the-nurse",
            "id: ask-a-nurse",
            "CARE1 is the number of `ask-a-nurse` now: in edition 1.0 of `town`, CARE1 led to `ask-the-nurse`",
        ),
    ],
)
def test_a_number_that_was_released_never_leads_elsewhere(
    ready: Project, path: str, old: str, new: str, said: str
) -> None:
    released()
    ready.edit(path, old, new)
    revise(ready, "1.1")
    output = refused()
    assert codes(output) == ["PG636"]
    assert said in output
    ready.edit(path, new, old)
    ready.sign()
    released()


def test_a_law_that_the_partnership_has_confirmed_is_not_in_the_way(ready: Project) -> None:
    ready.edit("content/law.yaml", CONFIRMED, NOTICE)
    assert codes(refused()) == ["PG631"]
    ready.append(PARTNERSHIP, "law:\n  act-s2: {status: not-in-force, by: A lawyer, on: 2026-01-01}\n")
    ready.sign()
    released()


def test_an_edition_may_be_signed_afterwards_and_a_signature_is_not_lost(ready: Project) -> None:
    released()
    released("--key", "private.pem")
    edition = ready.root / "output/town/editions/1.0"
    assert verify(edition, key=KEY).value is not None
    signed = files(edition)
    released()
    assert files(edition) == signed
    assert verify(ready.root / "output").value is not None


@pytest.mark.parametrize("name", ["town-clinic-pack.zip", "manifest.json", "SHA256SUMS"])
def test_a_filed_edition_that_was_changed_or_removed_stops_everything(ready: Project, name: str) -> None:
    released()
    out = ready.root / "output"
    file = out / "town/editions/1.0" / name
    whole = file.read_bytes()
    revise(ready, "1.1")
    for spoil in (lambda: file.write_bytes(whole[:-1] + b"x"), lambda: file.symlink_to("other"), lambda: None):
        file.unlink()
        spoil()
        before = files(out)
        assert codes(refused()) == ["PG633"]
        assert run("build", "-j", "1").exit_code == 1
        assert files(out) == before
        if not file.is_symlink():
            file.touch()
    file.write_bytes(whole)
    released()


def test_a_release_vouches_for_no_edition_that_it_did_not_sign(ready: Project) -> None:
    released("--key", "private.pem")
    forge(ready.root / "output")
    revise(ready, "1.1")
    before = files(ready.root / "output")

    assert codes(refused("--key", "private.pem")) == ["PG634"]
    assert files(ready.root / "output") == before

    (ready.root / "output/town/editions/1.0/SHA256SUMS.sig").unlink()
    forge(ready.root / "output")
    assert "warning PG635: edition 1.0 of `town` is not signed" in released("--key", "private.pem").output


def test_a_former_key_vouches_for_the_editions_that_it_signed(ready: Project) -> None:
    released("--key", "private.pem")
    ready.write("new.pem", private_pem(2))
    revise(ready, "1.1")

    assert codes(refused("--key", "new.pem")) == ["PG634"]
    released("--key", "new.pem", "--former-key", "public.pem")
    assert verify(ready.root / "output", key=public_pem(2)).value is not None


def forge(out: Path) -> None:
    """Change a pack of edition 1.0, and make every manifest anew, as anybody can."""
    edition = out / "town/editions/1.0"
    pack = edition / "town-clinic-pack.zip"
    pack.write_bytes(pack.read_bytes() + b" ")
    for folder in (edition, out):
        manifest = read_manifest((folder / "manifest.json").read_bytes()).value
        assert manifest is not None
        artifacts = [
            Artifact(entry.path, (folder / entry.path).read_bytes(), entry.about)
            for entry in manifest.files
            if (folder / entry.path).exists()
        ]
        remade = with_manifest(artifacts, inputs=manifest.inputs, engine=manifest.engine, editions=manifest.editions)
        for item in remade:
            (folder / item.path).write_bytes(item.data)


def test_a_folder_whose_manifest_is_not_ours_is_left_alone(ready: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    ready.write("output/manifest.json", b'{"name": "a web app"}')
    assert codes(refused()) == ["PG606"]
    assert names(ready.root / "output") == ["manifest.json"]
    ready.remove("output")
    released()

    def fail(path: Path) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(editions, "_digest", fail)
    revise(ready, "1.1")
    assert codes(refused()) == ["PG610"]


# ---- verify, as a command --------------------------------------------------------------------------------------------


def test_verify_says_what_it_shows_and_what_it_does_not(ready: Project) -> None:
    released()
    pack = "output/town/clinic/town-clinic-pack.zip"
    result = run("verify", pack)
    assert result.exit_code == 0
    first, *rest = result.stdout.splitlines()
    assert re.fullmatch(rf"{re.escape(pack)} is as it was released: \d files\.", first)
    assert rest == [
        "Edition 1.0 of town, 2026-01-01, approved.",
        "It is not signed: this shows that nothing was changed by accident, not who made it.",
    ]
    ready.remove("output")
    released("--key", "private.pem")
    assert "Its signature was not checked" in run("verify", pack).stdout
    assert "The signature fits the key." in run("verify", pack, "--key", "public.pem").stdout
    assert "It is listed as town/clinic/policy.html." in run("verify", "output/town/clinic/policy.html").stdout


def test_verify_ends_with_1_when_anything_differs_and_with_2_when_used_wrongly(ready: Project) -> None:
    released()
    ready.append("output/town/clinic/policy.html", "x")
    result = run("verify", "output")
    assert result.exit_code == 1
    assert "error PG613: `town/clinic/policy.html` in `output` was changed" in result.output
    assert "output cannot be trusted: 1 error." in result.output
    for arguments in ((), ("none.zip",), ("output", "--manifest", "output"), ("output", "--key", "none.pem")):
        assert run("verify", *arguments).exit_code == 2


def test_verify_gives_the_same_as_data(ready: Project) -> None:
    released()
    data = json.loads(run("verify", "output", "--json").stdout)
    assert data["problems"] == []
    assert data["verified"]["kind"] == "folder"
    assert data["verified"]["editions"]["town"]["number"] == "1.0"
    ready.append("output/more.txt", "x")
    result = run("verify", "output", "--json")
    assert result.exit_code == 1
    data = json.loads(result.stdout)
    assert data["verified"] is None
    assert [item["code"] for item in data["problems"]] == ["PG615"]


def test_an_agencys_page_lists_the_editions_with_their_packs(ready: Project) -> None:
    assert released().exit_code == 0
    revise(ready, "1.1")
    assert released().exit_code == 0
    page = (ready.root / "output" / "town" / "school" / "index.html").read_text()
    assert page.index("Edition 1.1") < page.index("Superseded by edition 1.1")
    for number in ("1.0", "1.1"):
        assert f'href="../editions/{number}/town-school-pack.zip"' in page
        assert (ready.root / "output" / "town" / "editions" / number / "town-school-pack.zip").is_file()
