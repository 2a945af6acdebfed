"""Signatures: Ed25519 (RFC 8032) over the checksums of a release. The only module that knows the library for it.

Takes keys as PEM; gives what signs, or what is wrong with a signature. The library is an extra and is loaded when it
is needed; OpenSSL 3 makes and checks the same signatures (`docs/releases.md`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policygen.diagnostics import Diagnostic, Outcome, error
from policygen.keys import Digest, digest_bytes
from policygen.release.manifest import SIGNATURE, SUMS

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["LENGTH", "Signer", "check_signature", "is_signature", "load_signer"]

LENGTH = 64
"""The bytes of a signature (RFC 8032, section 5.1.6)."""

_ORDER = 2**252 + 27742317777372353535851937790883648493
"""The order of the group, which the second half of a signature stays below (RFC 8032, sections 5.1 and 5.1.7)."""

_MAKE = "make one with `openssl genpkey -algorithm ed25519 -out private.pem`; docs/releases.md has the steps"
_BY_HAND = f"openssl pkeyutl -verify -pubin -inkey public.pem -rawin -in {SUMS} -sigfile {SIGNATURE}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key: the digest of its public half, and what signs with it. The same bytes get the same signature."""

    public: Digest
    sign: Callable[[bytes], bytes]
    former: tuple[bytes, ...] = ()
    """The public keys, as PEM, of those that signed before it."""

    def signed(self, data: bytes, signature: bytes) -> bool:
        """Say whether a signature of these bytes was made with this key or a former one."""
        return signature == self.sign(data) or not all(check_signature(pem, data, signature) for pem in self.former)


def is_signature(data: bytes) -> bool:
    """Say whether bytes can be a signature at all: their length, and a second half below the group's order."""
    return len(data) == LENGTH and int.from_bytes(data[LENGTH // 2 :], "little") < _ORDER


def load_signer(pem: bytes) -> Outcome[Signer]:
    """Read a private key; PG622 when it is none, or has a password, PG623 when the library is missing."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key
    except ImportError:
        hint = "install it with `pip install 'policygen[sign]'`, or sign with OpenSSL as docs/releases.md shows"
        return Outcome(None, (_no_library(hint),))
    try:
        key = load_pem_private_key(pem, None)
    except TypeError:
        hint = "write a copy without one: `openssl pkey -in private.pem -out open.pem`, and remove it afterwards"
        return Outcome(None, (error("PG622", "this private key has a password", hint=hint),))
    except (ValueError, UnsupportedAlgorithm):
        return Outcome(None, (error("PG622", "this is not a private key in PEM form", hint=_MAKE),))
    if not isinstance(key, Ed25519PrivateKey):
        return Outcome(None, (error("PG622", "this is a private key of another kind than Ed25519", hint=_MAKE),))
    return Outcome(Signer(digest_bytes(key.public_key().public_bytes_raw()), key.sign))


def check_signature(pem: bytes, data: bytes, signature: bytes) -> tuple[Diagnostic, ...]:
    """Check a signature with a public key; PG619 when it does not fit, PG622 or PG623 when the key cannot be used."""
    key = _public(pem)
    if key.value is None:
        return key.diagnostics
    from cryptography.exceptions import InvalidSignature

    try:
        key.value.verify(signature, data)
    except InvalidSignature:
        hint = "ask the publisher for their key by another way; if it is the right one, do not use these files"
        message = f"`{SIGNATURE}` was not made with this key, or is not of this `{SUMS}`"
        return (error("PG619", message, hint=hint),)
    return ()


def _public(pem: bytes) -> "Outcome[Ed25519PublicKey]":
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError:
        hint = f"install it with `pip install 'policygen[sign]'`, or check by hand: `{_BY_HAND}`"
        return Outcome(None, (_no_library(hint),))
    if b"PRIVATE KEY" in pem:
        hint = "give the public key, and keep this one secret: `openssl pkey -in private.pem -pubout -out public.pem`"
        return Outcome(None, (error("PG622", "this is a private key", hint=hint),))
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        hint = "give the publisher's public key, a text that begins with `-----BEGIN PUBLIC KEY-----`"
        return Outcome(None, (error("PG622", "this is not a public key in PEM form", hint=hint),))
    if not isinstance(key, Ed25519PublicKey):
        hint = "give the publisher's public key"
        return Outcome(None, (error("PG622", "this is a public key of another kind than Ed25519", hint=hint),))
    return Outcome(key)


def _no_library(hint: str) -> Diagnostic:
    return error("PG623", "signatures need the library `cryptography`, which is not installed", hint=hint)
