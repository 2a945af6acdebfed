"""Every difference is found and named, hostile archives are refused unread, and nothing ends in a traceback."""

import io
import os
import random
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from policygen.cli import main
from policygen.diagnostics import Outcome, RelPath
from policygen.keys import digest
from policygen.release import verify as verifying
from policygen.release.manifest import UNLISTED, Artifact, with_manifest
from policygen.release.pack import archive, pack
from policygen.release.publish import publish
from policygen.release.sign import load_signer
from policygen.release.verify import Verified, verify
from tests.release.samples import STAMP, artifact, private_pem, public_pem

FILES = {
    "town/clinic/index.html": b"<p>contents</p>",
    "town/clinic/policy.html": b"<p>" + b"words " * 200,
    "town/clinic/policy.pdf": bytes(range(256)) * 8,
}
OTHERS = {"index.html": b"<p>site</p>", "town/school/policy.html": b"<p>other</p>"}
KEY = public_pem(1)


def signed(files: dict[str, bytes]) -> Artifact:
    signer = load_signer(private_pem(1)).value
    assert signer is not None
    artifacts = [artifact(path, data) for path, data in files.items()]
    return pack("town", "clinic", artifacts, engine="engine 1", stamp=STAMP, sign=signer.sign)


@pytest.fixture(scope="session")
def packed() -> bytes:
    return signed(FILES).data


@pytest.fixture
def file(tmp_path: Path, packed: bytes) -> Path:
    """A signed pack."""
    path = tmp_path / "town-clinic-pack.zip"
    path.write_bytes(packed)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A signed release."""
    signer = load_signer(private_pem(1)).value
    assert signer is not None
    release = with_manifest(
        [signed(FILES), *(artifact(path, data) for path, data in (FILES | OTHERS).items())],
        inputs=digest("all"),
        engine="engine 1",
        editions={"town": STAMP},
        sign=signer.sign,
    )
    folder = tmp_path / "output"
    assert publish(release, folder, tmp_path / ".policygen").value is not None
    return folder


def codes(outcome: Outcome[Verified]) -> list[str]:
    assert (outcome.value is None) == any(item.severity == "error" for item in outcome.diagnostics)
    return [item.code for item in outcome.diagnostics]


def words(outcome: Outcome[Verified]) -> str:
    return "\n".join(item.message for item in outcome.diagnostics)


def rezip(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Return the archive that policygen would make of other members."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    change(members)
    return archive({RelPath(name): text for name, text in members.items()})


# ---- what is whole ---------------------------------------------------------------------------------------------------


def test_a_pack_that_is_whole_says_what_it_is(file: Path) -> None:
    assert verify(file).value == Verified(kind="pack", files=3, editions={"town": STAMP}, signature="not checked")
    checked = verify(file, key=KEY).value
    assert checked is not None
    assert checked.signature == "checked"


def test_an_unpacked_pack_is_a_folder_like_any_other(file: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(file) as archived:
        archived.extractall(tmp_path / "unpacked")
    assert verify(tmp_path / "unpacked", key=KEY).value == Verified(
        kind="folder", files=3, editions={"town": STAMP}, signature="checked"
    )


def test_a_release_and_each_part_of_it_are_whole(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, kind, files in (
        (out, "folder", 6),
        (out / "town", "folder", 5),
        (out / "town/clinic", "folder", 4),
        (out / "town/clinic/policy.pdf", "file", 1),
        (out / "town/clinic/town-clinic-pack.zip", "pack", 3),
        (out / "manifest.json", "file", 1),
        (out / "SHA256SUMS", "file", 1),
    ):
        outcome = verify(path, key=KEY)
        assert outcome.value is not None, (path, outcome.diagnostics)
        assert (outcome.value.kind, outcome.value.files, outcome.value.signature) == (kind, files, "checked")
    monkeypatch.chdir(out / "town" / "clinic")
    assert verify(Path()).value is not None
    assert verify(Path("policy.pdf")).value is not None
    (out.parent / "link").symlink_to(out / "town", target_is_directory=True)
    assert codes(verify(out.parent / "link")) == []


def test_a_file_on_its_own_is_looked_up_by_its_bytes_and_by_its_name(out: Path, tmp_path: Path) -> None:
    mine = tmp_path / "policy (1).pdf"
    mine.write_bytes(FILES["town/clinic/policy.pdf"])
    found = verify(mine, manifest=out / "manifest.json", key=KEY).value
    assert found is not None
    assert found.listed == "town/clinic/policy.pdf"
    mine.write_bytes(b"other")
    assert "is not in this release" in words(verify(mine, manifest=out / "manifest.json"))
    named = tmp_path / "policy.pdf"
    named.write_bytes(b"other")
    outcome = verify(named, manifest=out / "manifest.json")
    assert codes(outcome) == ["PG613"]
    assert "is not the `town/clinic/policy.pdf` of this release" in words(outcome)


def test_a_manifest_that_was_fetched_alone_serves_for_files_packs_and_folders(out: Path, tmp_path: Path) -> None:
    alone = tmp_path / "kept.json"
    alone.write_bytes((out / "manifest.json").read_bytes())
    assert codes(verify(out / "town/clinic/policy.pdf", manifest=alone)) == []
    assert codes(verify(out, manifest=alone)) == []
    listed = verify(out / "town/clinic/town-clinic-pack.zip", manifest=alone).value
    assert listed is not None
    assert listed.listed == "town/clinic/town-clinic-pack.zip"
    assert codes(verify(out, manifest=alone, key=KEY)) == ["PG614", "PG619"], "a key needs sums and their signature"
    (out / "manifest.json").write_bytes(b"{}")
    assert words(verify(out, manifest=alone)) == f"`manifest.json` in `{out}` was changed"


# ---- what differs ----------------------------------------------------------------------------------------------------


def test_every_changed_missing_and_added_file_of_a_folder_is_named(out: Path) -> None:
    (out / "town/clinic/policy.pdf").write_bytes(b"short")
    (out / "town/clinic/index.html").write_bytes(FILES["town/clinic/index.html"].replace(b"c", b"k"))
    (out / "index.html").unlink()
    (out / "town/school/more.html").write_bytes(b"more")
    (out / "theirs").mkdir()
    (out / "theirs/notes.txt").write_bytes(b"notes")
    assert [(item.code, item.message.split("`")[1]) for item in verify(out).diagnostics] == [
        ("PG614", "index.html"),
        ("PG615", "theirs/notes.txt"),
        ("PG613", "town/clinic/index.html"),
        ("PG613", "town/clinic/policy.pdf"),
        ("PG615", "town/school/more.html"),
    ]
    assert [item.message.split("`")[1] for item in verify(out / "town/school").diagnostics] == ["more.html"]


def test_two_files_that_were_exchanged_are_both_named(out: Path) -> None:
    one, other = out / "town/clinic/policy.html", out / "town/school/policy.html"
    texts = one.read_bytes(), other.read_bytes()
    one.write_bytes(texts[1])
    other.write_bytes(texts[0])
    assert codes(verify(out)) == ["PG613", "PG613"]
    assert codes(verify(one)) == ["PG613"], "its own place counts, not that its bytes are listed elsewhere"


def test_links_and_pipes_are_no_files_of_a_release(out: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.html").write_bytes(OTHERS["index.html"])
    (out / "index.html").unlink()
    (out / "index.html").symlink_to(tmp_path / "copy.html")
    (out / "shortcut").symlink_to(out / "town", target_is_directory=True)
    assert [(item.code, item.message.split("`")[1]) for item in verify(out).diagnostics] == [
        ("PG613", "index.html"),
        ("PG615", "shortcut"),
    ]


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_a_folder_without_its_seal_cannot_be_verified(out: Path, name: str) -> None:
    (out / name).unlink()
    assert codes(verify(out)) == [{"manifest.json": "PG618", "SHA256SUMS": "PG614"}[name]]


def test_a_manifest_and_sums_that_do_not_fit_are_told(out: Path) -> None:
    manifest = out / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"engine 1", b"engine 2"))
    for path in (out, out / "index.html", out / "manifest.json"):
        assert codes(verify(path)) == ["PG617"]


def test_a_folder_that_no_manifest_speaks_of_is_told(tmp_path: Path, out: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert codes(verify(tmp_path / "empty")) == ["PG618"]
    (tmp_path / "empty/file.pdf").write_bytes(b"")
    assert codes(verify(tmp_path / "empty/file.pdf")) == ["PG618"]
    for name in ("nothing", ".town"):
        (out / name).mkdir()
        assert "lists nothing" in words(verify(out / name))


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    for name in ("no.zip", "no.pdf"):
        outcome = verify(tmp_path / name, manifest=tmp_path / "no.json")
        assert codes(outcome) == ["PG610"]
        assert "no such file" in words(outcome)
    for name in ("pipe.zip", "pipe.pdf"):
        os.mkfifo(tmp_path / name)
        assert (
            words(verify(tmp_path / name)) == f"`{tmp_path / name}` cannot be read: it is neither a file nor a folder"
        )


def test_every_file_of_a_changed_pack_is_named(file: Path, packed: bytes) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["policy.html"] += b"!"
        members["added.html"] = members.pop("policy.pdf")

    file.write_bytes(rezip(packed, change))
    assert [(item.code, item.message.split("`")[1]) for item in verify(file).diagnostics] == [
        ("PG615", "added.html"),
        ("PG613", "policy.html"),
        ("PG614", "policy.pdf"),
    ]


@pytest.mark.parametrize("name", ["manifest.json", "SHA256SUMS"])
def test_a_pack_without_its_seal_is_told(file: Path, packed: bytes, name: str) -> None:
    file.write_bytes(rezip(packed, lambda members: members.pop(name)))
    assert codes(verify(file)) == ["PG614"]


def test_a_pack_made_again_with_other_words_is_whole_but_not_signed_and_not_listed(file: Path, out: Path) -> None:
    forged = {**FILES, "town/clinic/policy.html": b"<p>forged</p>"}
    artifacts = [artifact(path, data) for path, data in forged.items()]
    file.write_bytes(pack("town", "clinic", artifacts, engine="engine 1", stamp=STAMP).data)
    assert codes(verify(file)) == [], "its own manifest cannot tell"
    assert words(verify(file, key=KEY)) == f"`{file.name}` is not signed, so there is nothing to check with the key"
    assert codes(verify(file, manifest=out / "manifest.json")) == ["PG613"]
    other = load_signer(private_pem(2)).value
    assert other is not None
    file.write_bytes(pack("town", "clinic", artifacts, engine="engine 1", stamp=STAMP, sign=other.sign).data)
    assert codes(verify(file, key=KEY)) == ["PG619"]


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(65)])
def test_a_signature_of_a_wrong_length_is_told_even_without_a_key(out: Path, signature: bytes) -> None:
    (out / "SHA256SUMS.sig").write_bytes(signature)
    assert codes(verify(out)) == ["PG619"]


def test_64_bytes_that_are_no_signature_of_any_key_are_told_without_a_key(out: Path, file: Path) -> None:
    (out / "SHA256SUMS.sig").write_bytes(b"\xff" * 64)
    assert codes(verify(out)) == ["PG619"]
    assert "holds no signature of any key" in words(verify(out))
    file.write_bytes(rezip(file.read_bytes(), lambda members: members.update({"SHA256SUMS.sig": b"\xff" * 64})))
    assert codes(verify(file)) == ["PG619"]


def test_with_another_manifest_the_seal_in_the_folder_counts_too(out: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in UNLISTED:
        (kept / name).write_bytes((out / name).read_bytes())
    assert codes(verify(out, manifest=kept / "manifest.json", key=KEY)) == []
    for name in UNLISTED:
        whole = (out / name).read_bytes()
        (out / name).write_bytes(whole + b" ")
        assert words(verify(out, manifest=kept / "manifest.json", key=KEY)) == f"`{name}` in `{out}` was changed"
        (out / name).unlink()
        assert words(verify(out, manifest=kept / "manifest.json", key=KEY)) == f"`{name}` in `{out}` is missing"
        (out / name).write_bytes(whole)
    alone = tmp_path / "alone.json"
    alone.write_bytes((out / "manifest.json").read_bytes())
    (out / "SHA256SUMS.sig").write_bytes(b"no signature")
    assert words(verify(out, manifest=alone)) == f"`SHA256SUMS.sig` in `{out}` was changed"


def test_a_seal_in_a_folder_below_is_an_added_file(out: Path) -> None:
    (out / "town" / "SHA256SUMS").write_bytes(b"")
    for folder in (out, out / "town"):
        assert codes(verify(folder)) == ["PG615"]


def test_a_pack_that_is_not_signed_is_vouched_for_by_a_signed_release(tmp_path: Path) -> None:
    """As when the release was signed offline with OpenSSL: docs/releases.md."""
    artifacts = [artifact(path, data) for path, data in FILES.items()]
    unsigned = pack("town", "clinic", artifacts, engine="engine 1", stamp=STAMP)
    signer = load_signer(private_pem(1)).value
    assert signer is not None
    release = with_manifest(
        [unsigned], inputs=digest("all"), engine="engine 1", editions={"town": STAMP}, sign=signer.sign
    )
    out = tmp_path / "output"
    assert publish(release, out, tmp_path / ".policygen").value is not None
    inside = out / unsigned.path
    found = verify(inside, key=KEY).value
    assert found is not None
    assert (found.signature, found.listed) == ("checked", unsigned.path)
    mine = tmp_path / "mine.zip"
    mine.write_bytes(unsigned.data)
    assert codes(verify(mine, key=KEY)) == ["PG619"], "nothing speaks for it"
    found = verify(mine, manifest=out / "manifest.json", key=KEY).value
    assert found is not None
    assert found.signature == "checked"
    assert codes(verify(mine, manifest=out / "manifest.json", key=public_pem(2))) == ["PG619"]


@pytest.mark.parametrize("name", UNLISTED)
def test_a_pipe_in_the_place_of_a_seal_is_told(out: Path, name: str) -> None:
    (out / name).unlink()
    os.mkfifo(out / name)
    assert codes(verify(out)) in (["PG610"], ["PG618"])
    assert codes(verify(out / "index.html")) in (["PG610"], ["PG618"])


def test_a_key_that_does_not_fit_or_is_none_is_told(file: Path, out: Path) -> None:
    for path in (file, out, out / "index.html"):
        assert codes(verify(path, key=public_pem(2))) == ["PG619"]
        assert codes(verify(path, key=b"key")) == ["PG622"]


def test_a_file_of_an_edition_that_was_replaced_is_genuine_and_superseded(file: Path, tmp_path: Path) -> None:
    kept = replace(signed(FILES), path=RelPath("town/editions/1.0/town-clinic-pack.zip"))
    now = {"town": replace(STAMP, number="1.1")}
    release = with_manifest([kept], inputs=digest("all"), engine="engine 1", editions=now)
    (tmp_path / "kept.json").write_bytes(release[-2].data)
    outcome = verify(file, manifest=tmp_path / "kept.json")
    assert outcome.value is not None
    assert codes(outcome) == ["PG621"]
    assert "of edition 1.0; the edition of `town` is now 1.1" in words(outcome)


# ---- the archive itself ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data + b"\0",
        lambda data: b"#!/bin/sh\n" + data,
        lambda data: data[:-2] + struct.pack("<H", 5) + b"hello",
    ],
    ids=["trailing", "leading", "comment"],
)
def test_bytes_around_the_files_are_found(file: Path, packed: bytes, spoil: Callable[[bytes], bytes]) -> None:
    file.write_bytes(spoil(packed))
    assert codes(verify(file)) == ["PG616"]


@pytest.mark.parametrize(
    "change",
    [
        {"date_time": (2026, 1, 1, 0, 0, 0)},
        {"external_attr": (stat.S_IFREG | 0o755) << 16},
        {"create_system": 0},
        {"extra": b"\x99\x99\x01\x00x"},
        {"comment": b"x"},
        {"internal_attr": 1},
    ],
    ids=str,
)
def test_other_headers_are_found(file: Path, packed: bytes, change: dict[str, object]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            text = old.read(member)
            if member.filename == "policy.html":
                for name, value in change.items():
                    setattr(member, name, value)
            new.writestr(member, text)
    file.write_bytes(target.getvalue())
    assert codes(verify(file)) == ["PG616"]


def test_another_order_of_the_files_is_found(file: Path, packed: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(target, "w") as new:
        for member in reversed(old.infolist()):
            new.writestr(member, old.read(member))
    file.write_bytes(target.getvalue())
    assert codes(verify(file)) == ["PG616"]


@pytest.mark.parametrize("length", [0, 1, 21, 22, 100, -1, -22, -23, -300])
def test_a_pack_that_was_cut_off_is_told(file: Path, packed: bytes, length: int) -> None:
    file.write_bytes(packed[:length])
    assert codes(verify(file)) == ["PG611"]


def test_a_file_that_is_no_archive_is_told(file: Path) -> None:
    for data in (b"", b"words", b"PK\3\4", b"PK\5\6" + bytes(18), bytes(100_000)):
        file.write_bytes(data)
        assert codes(verify(file)) in (["PG611"], ["PG614"])


def spoiled(name: str, text: bytes = b"x", **changes: object) -> bytes:
    """Return an archive with one member such as policygen never makes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        member = zipfile.ZipInfo("good")
        member.external_attr = (stat.S_IFREG | 0o644) << 16
        for key, value in changes.items():
            setattr(member, key, value)
        file.writestr(member, text)
    return target.getvalue().replace(b"good", name.encode("latin-1").ljust(4, b"_")[:4]) if name else target.getvalue()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/etc", "must lead down"),
        ("../x", "must lead down"),
        ("a/..", "must lead down"),
        ("a//b", "must lead down"),
        ("dir/", "must lead down"),
        ("a\\bc", "are not allowed"),
        ("C:ab", "are not allowed"),
        ("aux.", "a name may not"),
        ("con ", "a name may not"),
        ("a\0bc", "are not allowed"),
        ("a\nbc", "are not allowed"),
    ],
)
def test_path_tricks_are_told_and_nothing_is_read(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    monkeypatch.setattr(verifying, "read_member", None)
    file.write_bytes(spoiled(name))
    outcome = verify(file)
    assert codes(outcome) == ["PG612"]
    assert said in words(outcome)


@pytest.mark.parametrize("name", ["NUL", "com1.txt", "LPT9", "a/aux.html"])
def test_names_of_devices_are_told(file: Path, name: str) -> None:
    file.write_bytes(archive({RelPath(name): b"x"}))
    outcome = verify(file)
    assert codes(outcome) == ["PG612"]
    assert "Windows keeps" in words(outcome)


def test_a_name_twice_is_told(file: Path, packed: bytes) -> None:
    target = io.BytesIO(packed)
    with zipfile.ZipFile(target, "a") as archived, pytest.warns(UserWarning, match="Duplicate"):
        archived.writestr("policy.html", b"other")
    file.write_bytes(target.getvalue())
    assert codes(verify(file)) == ["PG612"]


def test_links_encryption_and_compression_are_told(file: Path) -> None:
    link = spoiled("", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16)
    plain = spoiled("")
    directory = plain.index(b"PK\1\2")
    secret = bytearray(plain)
    secret[6] |= 1
    secret[directory + 8] |= 1
    squeezed = spoiled("", bytes(1000), compress_type=zipfile.ZIP_DEFLATED)
    unheard = bytearray(plain)
    unheard[8] = unheard[directory + 10] = 99
    for data, said in (
        (link, "is a link"),
        (bytes(secret), "is encrypted"),
        (squeezed, "is compressed"),
        (bytes(unheard), "is compressed"),
    ):
        file.write_bytes(data)
        outcome = verify(file)
        assert codes(outcome) == ["PG612"]
        assert said in words(outcome)


def test_bombs_are_refused_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "read_member", None)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("manifest.json", bytes(50_000_000))
    file.write_bytes(target.getvalue())
    assert "is compressed" in words(verify(file))
    plain = bytearray(spoiled(""))
    directory = plain.index(b"PK\1\2")
    plain[directory + 20 : directory + 28] = struct.pack("<LL", 4_000_000_000, 4_000_000_000)
    file.write_bytes(plain)
    assert "claim to be larger than all of it" in words(verify(file))


def test_files_that_lie_over_one_another_are_refused_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "read_member", None)
    plain = spoiled("", bytes(1000))
    start, end = plain.index(b"PK\1\2"), plain.index(b"PK\5\6")
    entries = b"".join(plain[start:end].replace(b"good", b"g%03d" % at) for at in range(100))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 100, 100, len(entries), start, 0)
    file.write_bytes(plain[:start] + entries + tail)
    assert "claim to be larger than all of it" in words(verify(file))


def test_members_that_share_their_bytes_are_refused_unread(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "read_member", None)
    plain = spoiled("", bytes(100))
    start, end = plain.index(b"PK\1\2"), plain.index(b"PK\5\6")
    room = bytes(1000)  # so that what the members claim fits into the file
    entries = b"".join(plain[start:end].replace(b"good", b"g%03d" % at) for at in range(2))
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(entries), start + len(room), 0)
    file.write_bytes(plain[:start] + room + entries + tail)
    assert words(verify(file)) == f"`g001` in `{file.name}` lies over another file"


def test_a_pack_larger_than_any_is_not_read(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "LARGEST", 100)
    outcome = verify(file)
    assert codes(outcome) == ["PG612"]
    assert "no pack is larger than 100" in words(outcome)


# ---- any byte --------------------------------------------------------------------------------------------------------


def test_every_one_of_a_thousand_changed_bytes_of_a_pack_is_found(file: Path, packed: bytes) -> None:
    chance = random.Random(20261122)
    members = packed.index(b"PK\1\2")  # the second half of the tries goes where the headers are
    for turn in range(1000):
        at = chance.randrange(len(packed)) if turn % 2 else chance.randrange(members, len(packed))
        spoilt = bytearray(packed)
        spoilt[at] ^= chance.randrange(1, 256)
        file.write_bytes(spoilt)
        assert codes(verify(file)), f"byte {at}"


def test_every_one_of_a_thousand_changed_bytes_of_a_release_is_found_and_its_file_named(out: Path) -> None:
    chance = random.Random(20261123)
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    for _ in range(1000):
        path = chance.choice(files)
        whole = path.read_bytes()
        spoilt = bytearray(whole)
        spoilt[chance.randrange(len(whole))] ^= chance.randrange(1, 256)
        path.write_bytes(spoilt)
        found = verify(out, key=KEY).diagnostics
        assert found
        name = path.relative_to(out).as_posix()
        if name in UNLISTED:
            assert found[0].code in {"PG606", "PG617", "PG619"}
        else:
            assert [item.code for item in found] == ["PG613"]
            assert f"`{name}`" in found[0].message
        path.write_bytes(whole)
    assert codes(verify(out, key=KEY)) == []


def test_noise_is_told_in_words_and_never_a_traceback(file: Path, packed: bytes) -> None:
    chance = random.Random(20261124)
    for _ in range(1000):
        spoilt = bytearray(packed)
        for _ in range(chance.randrange(1, 40)):
            start = chance.randrange(len(spoilt))
            spoilt[start : start + chance.randrange(20)] = chance.randbytes(chance.randrange(20))
        file.write_bytes(spoilt)
        assert codes(verify(file)) or spoilt == packed


def test_nothing_that_an_archive_says_steers_the_terminal(file: Path) -> None:
    file.write_bytes(archive({RelPath("\x1b[2J\x9b.html"): b"x"}))
    assert words(verify(file)).startswith("`<U+001B>[2J<U+009B>.html` cannot be the name")
    members = archive({RelPath("manifest.json"): b'{"format": 1, "editions": {"\\u001b[2J": 1}}'})
    file.write_bytes(members)
    assert "\x1b" not in words(verify(file))
    hostile = replace(STAMP, number="\x1b[2J")
    file.write_bytes(pack("town", "clinic", [artifact("town/clinic/a")], engine="e", stamp=hostile).data)
    assert "\x1b" not in CliRunner().invoke(main, ["verify", str(file)]).output
