"""Keys, signatures, ids and text forms (token.md)."""

import base64
import re
from dataclasses import dataclass
from typing import Any

from blake3 import blake3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from . import require
from .cbor import Reader, encode

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SMALL_ORDER = {
    int.from_bytes(bytes.fromhex(point), "little")
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
}
PROTECTED = bytes.fromhex("a10132")
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SECRET_PREFIX = "dptsk1_"
KEY_PREFIX = "did:key:"
PREFIXES = {
    "token": "dpt1_",
    "presentation": "dptp1_",
    "endorsement": "dpte1_",
    "list": "dptr1_",
    "secret-key": SECRET_PREFIX,
    "public-key": KEY_PREFIX,
}
TEXT_BYTES = {
    "token": 32_768,
    "presentation": 49_152,
    "endorsement": 1_024,
    "list": 1_048_576,
    "secret-key": 32,
}


def _y(point: bytes) -> int:
    return int.from_bytes(point, "little") & (2**255 - 1)


def judge_key(key: bytes) -> None:
    """token.md, Signatures: a public key has 32 bytes, is canonical and not of small order."""
    require("key.size", len(key) == 32, "value_invalid")
    require("key.canonical", _y(key) < P, "key_invalid")
    require("key.small-order", _y(key) not in SMALL_ORDER, "key_invalid")


def judge_signature(signature: bytes) -> None:
    """token.md, Signatures: a signature has 64 bytes, S < L, and an R that is as a key is."""
    require("signature.size", len(signature) == 64, "value_invalid")
    r, s = signature[:32], signature[32:]
    require("signature.s", int.from_bytes(s, "little") < L, "signature_form")
    require("signature.r-canonical", _y(r) < P, "signature_form")
    require("signature.r-small-order", _y(r) not in SMALL_ORDER, "signature_form")


def judge_point(key: bytes) -> None:
    """token.md, Public keys as text: a key of a configuration, a text or an approval decodes to a point."""
    y2 = _y(key) ** 2 % P
    x2 = (y2 - 1) * pow(D * y2 + 1, -1, P) % P
    require("key.point", pow(x2, (P - 1) // 2, P) == 1, "key_invalid")


def read_key(reader: Reader) -> bytes:
    """token.md, Signatures: a key is checked when it is read."""
    key = reader.octets()
    judge_key(key)
    return key


def signature_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """token.md, Signatures: the cofactorless equation; the library compares R byte for byte."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Envelope:
    """token.md, Envelope: what of a COSE_Sign1 is not constant."""

    payload: bytes
    signature: bytes

    def structure(self, *aad: Any) -> bytes:
        """token.md, Envelope: the Sig_structure, with the array that external_aad holds."""
        return encode(["Signature1", PROTECTED, encode(list(aad)), self.payload])

    def holds(self, key: bytes, *aad: Any) -> bool:
        return signature_holds(key, self.structure(*aad), self.signature)

    def id(self, kind: str, *aad: Any) -> bytes:
        """token.md, Ids."""
        return digest(kind, self.structure(*aad))


def read_envelope(reader: Reader) -> Envelope:
    """token.md, Envelope: the constant headers, the payload and the form of the signature."""
    count = reader.array()
    require("envelope.members", count == 4, "envelope_invalid")
    require("envelope.protected", reader.octets() == PROTECTED, "envelope_invalid")
    entries = reader.map()
    require("envelope.unprotected", entries == 0, "envelope_invalid")
    for _ in range(2 * entries):
        reader.anything()
    payload = reader.octets()
    signature = reader.octets()
    judge_signature(signature)
    for _ in range(count - 4):
        reader.anything()
    return Envelope(payload, signature)


def digest(kind: str, data: bytes) -> bytes:
    """token.md, Ids: BLAKE3 in its derive-key mode."""
    return blake3(data, derive_key_context=f"depute v1 {kind}").digest()


def key_text(key: bytes) -> str:
    """token.md, Public keys as text: the text of a key."""
    number, text = int.from_bytes(b"\xed\x01" + key, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return f"{KEY_PREFIX}z{text}"


def key_of_text(text: str) -> bytes:
    """token.md, Public keys as text: the key of a text."""
    body = text[len(KEY_PREFIX) :]
    require("key-text.form", text.startswith(KEY_PREFIX), "key_invalid")
    require("key-text.form", len(body) <= 48, "key_invalid")
    require("key-text.form", body.startswith("z"), "key_invalid")
    require("key-text.form", set(body[1:]) <= set(BASE58), "key_invalid")
    number = 0
    for character in body[1:]:
        number = number * 58 + max(BASE58.find(character), 0)
    raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
    require("key-text.form", raw[:2] == b"\xed\x01", "key_invalid")
    require("key-text.form", len(raw) == 34, "key_invalid")
    key = raw[2:].rjust(32, b"\0")[:32]
    require("key-text.form", key_text(key) == text, "key_invalid")
    judge_key(key)
    judge_point(key)
    return key


def bytes_of_text(kind: str, text: str) -> bytes:
    """token.md, Text forms: the bytes of a text where an object of one kind is due."""
    secret = text.startswith(SECRET_PREFIX)
    require("text-form.secret", not secret or kind == "secret-key", "secret_refused")
    others = [prefix for other, prefix in PREFIXES.items() if other != kind]
    require("text-form.kind", not text.startswith(tuple(others)), "kind_mismatch")
    require("text-form.prefix", text.startswith(PREFIXES[kind]), "text_form")
    if kind == "public-key":
        return key_of_text(text)
    body = text[len(PREFIXES[kind]) :]
    require("text-form.length", len(body) // 4 <= TEXT_BYTES[kind] // 3 + 1, "limit_exceeded")
    require("text-form.alphabet", re.fullmatch("[A-Za-z0-9_-]*", body), "text_form")
    require("text-form.end", len(body) % 4 != 1, "text_form")
    known = "".join(re.findall("[A-Za-z0-9_-]", body))
    known = known[:-1] if len(known) % 4 == 1 else known
    raw = base64.urlsafe_b64decode(known + "=" * (-len(known) % 4))
    again = base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")
    require("text-form.spelling", again == known, "text_form")
    require("text-form.secret-size", kind != "secret-key" or len(raw) == 32, "text_form")
    return raw


def judge_no_secret(text: str) -> None:
    """token.md, Text forms: no secret in a text that is shown, logged and handed on."""
    require("text.secret", SECRET_PREFIX not in text, "secret_refused")
