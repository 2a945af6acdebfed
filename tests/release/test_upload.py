"""Object storage gets what the manifest lists, the manifest last, and loses what only an earlier manifest listed."""

import builtins
from pathlib import Path

import obstore
import pytest
from click.testing import CliRunner
from obstore.store import MemoryStore

from policygen.cli import main
from policygen.diagnostics import Outcome, RelPath
from policygen.keys import digest
from policygen.release import upload as uploading
from policygen.release.manifest import Artifact, with_manifest
from policygen.release.publish import publish
from policygen.release.upload import Uploaded, send, upload
from tests.release.samples import STAMP, artifact

SITE = {"index.html": b"<p>", "town/clinic/policy.pdf": b"%PDF", "town/clinic/policy.docx": b"PK"}
FILED = {"town/editions/1.0/town-clinic-pack.zip": b"PK 1.0", "town/editions/1.0/manifest.json": b"{}"}


def release(files: dict[str, bytes], *, signature: bytes | None = None) -> tuple[Artifact, ...]:
    return with_manifest(
        (artifact(path, data) for path, data in files.items()),
        inputs=digest("all"),
        engine="engine 1",
        editions={"town": STAMP},
        sign=None if signature is None else lambda _: signature,
    )


def published(tmp_path: Path, files: dict[str, bytes], *, signature: bytes | None = None) -> Path:
    out = tmp_path / "output"
    assert publish(release(files, signature=signature), out, tmp_path / ".policygen").value is not None
    return out


def there(store: MemoryStore) -> dict[str, bytes]:
    return {item["path"]: bytes(obstore.get(store, item["path"]).bytes()) for item in obstore.list(store).collect()}


def here(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def codes(outcome: Outcome[Uploaded]) -> list[str]:
    return [item.code for item in outcome.diagnostics]


def test_a_release_is_sent_whole_with_its_types_and_how_long_to_keep_it(tmp_path: Path) -> None:
    store = MemoryStore()
    out = published(tmp_path, SITE | FILED, signature=bytes(64))
    (out / "mine.txt").write_text("not listed")
    assert send(out, store, "store").value == Uploaded("store", 8, 0)
    assert there(store) == {path: data for path, data in here(out).items() if path != "mine.txt"}
    told = {path: obstore.get(store, path).attributes for path in there(store)}
    assert told["index.html"] == {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-cache"}
    assert told["town/clinic/policy.pdf"]["Content-Type"] == "application/pdf"
    assert "wordprocessingml" in told["town/clinic/policy.docx"]["Content-Type"]
    assert told["manifest.json"]["Content-Type"] == "application/json"
    assert told["SHA256SUMS"]["Content-Type"] == "text/plain; charset=utf-8"
    assert told["SHA256SUMS.sig"]["Content-Type"] == "application/octet-stream"
    assert told["town/editions/1.0/town-clinic-pack.zip"] == {
        "Content-Type": "application/zip",
        "Cache-Control": "public, max-age=31536000",
    }
    assert told["town/editions/1.0/manifest.json"]["Cache-Control"] == "no-cache"


def test_files_go_first_the_manifest_last_and_removals_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    assert send(published(tmp_path, SITE, signature=bytes(64)), store, "store").value is not None
    out = published(tmp_path, {"index.html": b"new", "more.html": b"more"})
    acts: list[str] = []
    put, delete = uploading._put, uploading._delete
    monkeypatch.setattr(uploading, "_put", lambda store, path, data: (acts.append(path), put(store, path, data)))
    monkeypatch.setattr(uploading, "_delete", lambda store, path: (acts.append(f"-{path}"), delete(store, path)))
    assert send(out, store, "store").value == Uploaded("store", 4, 2)
    assert set(acts[:2]) == {"index.html", "more.html"}
    assert acts[2:4] == ["SHA256SUMS", "manifest.json"]
    assert set(acts[4:]) == {"-SHA256SUMS.sig", "-town/clinic/policy.docx", "-town/clinic/policy.pdf"}
    assert there(store) == here(out)


def test_what_others_keep_in_the_store_stays(tmp_path: Path) -> None:
    store = MemoryStore()
    obstore.put(store, "theirs/notes.txt", b"notes")
    send(published(tmp_path, SITE), store, "store")
    send(published(tmp_path, {"index.html": b"new"}), store, "store")
    assert there(store)["theirs/notes.txt"] == b"notes"
    assert len(there(store)) == 4


def test_a_transfer_that_broke_off_leaves_the_old_manifest_and_the_next_one_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = MemoryStore()
    send(published(tmp_path, SITE), store, "store")
    before = there(store)
    out = published(tmp_path, SITE | {"index.html": b"new", "more.html": b"more"})
    put = uploading._put

    def broken(store: MemoryStore, path: RelPath, data: bytes) -> None:
        if path == "more.html":
            raise obstore.exceptions.GenericError(
                "Generic S3 error: https://x/more.html?sig=secret reset\n\nDebug: key"
            )
        put(store, path, data)

    with monkeypatch.context() as patch:
        patch.setattr(uploading, "_put", broken)
        outcome = send(out, store, "s3://bucket")
    assert codes(outcome) == ["PG640"]
    assert outcome.diagnostics[0].message == (
        "nothing could be published at `s3://bucket`: Generic S3 error: https://x/more.html reset"
    )
    assert there(store)["manifest.json"] == before["manifest.json"]
    assert send(out, store, "store").value is not None
    assert there(store) == here(out)


def test_a_folder_that_is_not_as_it_was_released_is_not_sent(tmp_path: Path) -> None:
    store = MemoryStore()
    out = published(tmp_path, SITE)
    (out / "index.html").write_bytes(b"changed")
    (out / "town/clinic/policy.pdf").unlink()
    assert codes(send(out, store, "store")) == ["PG613", "PG614"]
    (out / "manifest.json").unlink()
    assert codes(send(out, store, "store")) == ["PG618"]
    assert there(store) == {}


def test_a_manifest_of_others_is_not_overwritten(tmp_path: Path) -> None:
    store = MemoryStore()
    obstore.put(store, "manifest.json", b'{"name": "a web app"}')
    assert codes(send(published(tmp_path, SITE), store, "store")) == ["PG606"]
    assert there(store) == {"manifest.json": b'{"name": "a web app"}'}


def test_earlier_editions_in_the_store_are_never_lost(tmp_path: Path) -> None:
    store = MemoryStore()
    send(published(tmp_path, SITE | FILED), store, "store")
    before = there(store)
    outcome = send(published(tmp_path, SITE), store, "store")
    assert codes(outcome) == ["PG641"]
    assert "holds edition 1.0 of `town`" in outcome.diagnostics[0].message
    assert there(store) == before
    assert send(published(tmp_path, SITE | FILED | {"new.html": b"x"}), store, "store").value is not None


def test_a_folder_of_this_machine_is_a_store_too(tmp_path: Path) -> None:
    out = published(tmp_path, SITE)
    (tmp_path / "there").mkdir()
    url = (tmp_path / "there").as_uri()
    assert upload(out, url).value == Uploaded(url, 5, 0)
    assert here(tmp_path / "there") == here(out)
    out = published(tmp_path, {"index.html": b"new"})
    assert upload(out, url).value == Uploaded(url, 3, 2)
    assert here(tmp_path / "there") == here(out)
    (tmp_path / "there/index.html").unlink()
    assert upload(published(tmp_path, {"other.html": b"x"}), url).value is not None, "gone already is no error"


@pytest.mark.parametrize("url", ["nonsense", "s3://", "smoke://signal", "file:///no/such/folder", "http://[", ""])
def test_an_address_that_is_none_is_told_in_words(tmp_path: Path, url: str) -> None:
    outcome = upload(published(tmp_path, SITE), url)
    assert codes(outcome) == ["PG640"]
    assert "\n" not in outcome.diagnostics[0].message


def test_no_secret_of_an_address_is_printed(tmp_path: Path) -> None:
    outcome = upload(published(tmp_path, SITE), "smoke://user:password@host/folder?token=secret")
    message = outcome.diagnostics[0].message
    assert "smoke://host/folder" in message
    assert "password" not in message
    assert "secret" not in message


def test_without_the_library_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def lacking(name: str, *arguments: object, **options: object) -> object:
        if name.startswith("obstore"):
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", lacking)
    outcome = upload(tmp_path, "s3://bucket")
    assert codes(outcome) == ["PG623"]
    assert outcome.diagnostics[0].hint is not None
    assert "pip install 'policygen[publish]'" in outcome.diagnostics[0].hint


def test_publish_is_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = published(tmp_path, SITE)
    (tmp_path / "there").mkdir()
    url = (tmp_path / "there").as_uri()
    done = CliRunner().invoke(main, ["publish", url, "--from", str(out)])
    assert done.output == f"5 files sent to {url}, 0 removed.\n"
    assert done.exit_code == 0
    (tmp_path / "content").mkdir()
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["publish", url]).exit_code == 0, "output/ of the project"
    assert CliRunner().invoke(main, ["publish", "nonsense"]).exit_code == 1
    assert CliRunner().invoke(main, ["publish"]).exit_code == 2
    assert CliRunner().invoke(main, ["publish", url, "--from", "none"]).exit_code == 2
    (out / "manifest.json").unlink()
    assert CliRunner().invoke(main, ["publish", url]).exit_code == 1
