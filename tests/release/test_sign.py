"""Signatures fit one key and one text, OpenSSL makes and checks the same, and every unfit key is told in words."""

import builtins
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from policygen.release.sign import LENGTH, check_signature, load_signer
from tests.conftest import ROOT
from tests.release.samples import private_pem, public_pem

SUMS = b"0123  policy.pdf\n"


def test_a_signature_fits_its_key_and_its_text_alone() -> None:
    signer = load_signer(private_pem(1)).value
    assert signer is not None
    signature = signer.sign(SUMS)
    assert len(signature) == LENGTH
    assert signature == signer.sign(SUMS), "the same release has the same signature"
    assert check_signature(public_pem(1), SUMS, signature) == ()
    wrong = [
        check_signature(public_pem(2), SUMS, signature),
        check_signature(public_pem(1), SUMS + b" ", signature),
        check_signature(public_pem(1), SUMS, bytes([signature[0] ^ 1]) + signature[1:]),
        check_signature(public_pem(1), SUMS, signature[:-1]),
    ]
    assert [[item.code for item in found] for found in wrong] == [["PG619"]] * 4


@pytest.fixture
def openssl(tmp_path: Path) -> Callable[..., str]:
    """The commands of docs/releases.md, in a folder."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")

    manual = (ROOT / "docs" / "releases.md").read_text().replace("output/", "")

    def call(arguments: str) -> str:
        assert f"\nopenssl {arguments}\n" in manual
        done = subprocess.run([program, *arguments.split()], cwd=tmp_path, capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else done.stdout

    return call


def test_openssl_makes_keys_and_checks_what_we_sign(openssl: Callable[..., str], tmp_path: Path) -> None:
    openssl("genpkey -algorithm ed25519 -out private.pem")
    openssl("pkey -in private.pem -pubout -out public.pem")
    signer = load_signer((tmp_path / "private.pem").read_bytes()).value
    assert signer is not None
    (tmp_path / "SHA256SUMS").write_bytes(SUMS)
    (tmp_path / "SHA256SUMS.sig").write_bytes(signer.sign(SUMS))
    command = "pkeyutl -verify -pubin -inkey public.pem -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig"
    assert "Signature Verified Successfully" in openssl(command)
    (tmp_path / "SHA256SUMS").write_bytes(SUMS + b"x")
    assert "Signature Verification Failure" in openssl(command)


def test_we_check_what_openssl_signs(openssl: Callable[..., str], tmp_path: Path) -> None:
    openssl("genpkey -algorithm ed25519 -out private.pem")
    openssl("pkey -in private.pem -pubout -out public.pem")
    (tmp_path / "SHA256SUMS").write_bytes(SUMS)
    openssl("pkeyutl -sign -inkey private.pem -rawin -in SHA256SUMS -out SHA256SUMS.sig")
    signature = (tmp_path / "SHA256SUMS.sig").read_bytes()
    assert check_signature((tmp_path / "public.pem").read_bytes(), SUMS, signature) == ()


def locked() -> bytes:
    key = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"word")
    )


def elliptic() -> tuple[bytes, bytes]:
    key = ec.derive_private_key(7, ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private, public


@pytest.mark.parametrize(
    ("pem", "words"),
    [
        (b"", "not a private key in PEM form"),
        (b"\xff\x00", "not a private key in PEM form"),
        (private_pem(1)[:60], "not a private key in PEM form"),
        (public_pem(1), "not a private key in PEM form"),
        (elliptic()[0], "another kind than Ed25519"),
        (locked(), "has a password"),
    ],
)
def test_what_is_no_private_key_is_told_in_words(pem: bytes, words: str) -> None:
    outcome = load_signer(pem)
    assert outcome.value is None
    assert [item.code for item in outcome.diagnostics] == ["PG622"]
    assert words in outcome.diagnostics[0].message


@pytest.mark.parametrize(
    ("pem", "words"),
    [
        (b"", "not a public key in PEM form"),
        (b"\xff\x00", "not a public key in PEM form"),
        (public_pem(1)[:60], "not a public key in PEM form"),
        (private_pem(1), "this is a private key"),
        (elliptic()[1], "another kind than Ed25519"),
    ],
)
def test_what_is_no_public_key_is_told_in_words(pem: bytes, words: str) -> None:
    found = check_signature(pem, SUMS, bytes(LENGTH))
    assert [item.code for item in found] == ["PG622"]
    assert words in found[0].message


def test_without_the_library_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def lacking(name: str, *arguments: object, **options: object) -> object:
        if name.startswith("cryptography"):
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", lacking)
    for found in (load_signer(private_pem(1)).diagnostics, check_signature(public_pem(1), SUMS, bytes(LENGTH))):
        assert [item.code for item in found] == ["PG623"]
        assert found[0].hint is not None
        assert "pip install 'policygen[sign]'" in found[0].hint
        assert "openssl" in found[0].hint.lower()
