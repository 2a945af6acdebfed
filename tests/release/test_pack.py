"""A pack holds an agency's files and names them; its bytes follow from them alone."""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

from policygen.diagnostics import RelPath
from policygen.keys import digest_bytes
from policygen.release.manifest import Artifact, read_manifest
from policygen.release.pack import archive, pack
from tests.release.samples import STAMP, artifact

FILES = {
    "northmoor/police/index.html": b'<a href="policy.html">',
    "northmoor/police/policy.html": "ŵ".encode(),
    "northmoor/police/policy.pdf": b"%PDF" * 1000,
    "LICENCES.txt": b"fonts",
}


def made(files: dict[str, bytes] = FILES, **changes: object) -> Artifact:
    given = {"engine": "engine 1", "stamp": STAMP} | changes
    return pack("northmoor", "police", (artifact(path, data) for path, data in files.items()), **given)


def opened(packed: Artifact) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(packed.data))


def test_a_pack_is_named_for_its_partnership_and_agency() -> None:
    packed = made()
    assert packed.path == "northmoor/police/northmoor-police-pack.zip"
    assert (packed.about.document, packed.about.partnership, packed.about.agency) == ("pack", "northmoor", "police")


def test_files_of_the_agency_stand_where_their_links_expect_them_and_others_under_their_own_path() -> None:
    with opened(made()) as file:
        assert file.namelist() == [
            "LICENCES.txt",
            "SHA256SUMS",
            "index.html",
            "manifest.json",
            "policy.html",
            "policy.pdf",
        ]
        assert file.read("policy.html") == "ŵ".encode()
        assert file.testzip() is None


def test_the_manifest_inside_names_the_edition_and_every_file() -> None:
    with opened(made()) as file:
        manifest = read_manifest(file.read("manifest.json")).value
        assert manifest is not None
        assert manifest.editions == {"northmoor": STAMP}
        assert {entry.path: entry.sha256 for entry in manifest.files} == {
            name: digest_bytes(file.read(name))
            for name in file.namelist()
            if name not in {"manifest.json", "SHA256SUMS"}
        }


def test_other_tools_unpack_it_and_check_it(tmp_path: Path) -> None:
    with opened(made()) as file:
        file.extractall(tmp_path)
    done = subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_neither_order_nor_clock_nor_a_machine_changes_its_bytes() -> None:
    assert made() == made(dict(reversed(FILES.items())))
    with opened(made()) as file:
        seen = {(item.date_time, item.create_system, item.external_attr >> 16, item.compress_type, item.extra)
                for item in file.infolist()}  # fmt: skip
    assert seen == {((1980, 1, 1, 0, 0, 0), 3, 0o100644, zipfile.ZIP_STORED, b"")}


def test_the_archive_of_these_files_has_these_bytes_on_every_python() -> None:
    members = {RelPath("b/ŵ.txt"): b"two", RelPath("a.txt"): b"one"}
    assert digest_bytes(archive(members)) == ("cf18d153222c9c79ce2f3aca26cc78468ac1f1a832c1b559460cd518f0f5a01b")


def test_a_change_for_one_agency_leaves_the_pack_of_another_as_it_was() -> None:
    assert made() == made({**FILES})
    assert made().data != made({**FILES, "northmoor/police/policy.pdf": b"%PDF 2"}).data
    assert made().data != made(stamp=replace(STAMP, number="2.0")).data


def test_a_signed_pack_carries_the_signature_of_its_sums() -> None:
    with opened(made(sign=lambda data: digest_bytes(data).encode())) as file:
        assert file.read("SHA256SUMS.sig") == digest_bytes(file.read("SHA256SUMS")).encode()
