"""Deterministic CBOR (token.md, "Encoding" and "Reading"): a strict reader, and an encoder."""

import struct
from collections.abc import Iterator
from typing import Any

from . import require

UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG, BOOL, FLOAT, SIMPLE = range(10)
SHORTEST = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}  # the least value that needs such a head
MAX_NUMBER = 2**53 - 1
CBOR_DEPTH = 16


class Reader:
    """Reads bytes once, front to back; the first fault decides."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def left(self) -> int:
        return len(self.data) - self.position

    def take(self, count: int) -> bytes:
        piece = self.data[self.position : self.position + count]
        self.position += len(piece)
        return piece

    def peek(self) -> int:
        """The next byte, or 0xFF at the end, which begins no item."""
        return self.data[self.position] if self.left() else 0xFF

    def finish(self) -> None:
        """token.md, Encoding: nothing follows the object."""
        require("cbor.trailing", not self.left(), "cbor_trailing")

    def head(self) -> tuple[int, Any]:
        """token.md, Reading: rules 1 to 3 of an item; its kind and its argument."""
        while True:
            require("cbor.item", self.left(), "cbor_truncated")
            first = int.from_bytes(self.take(1), "big")
            if first >= 0xE0:
                return self._simple(first)
            major, info = first >> 5, first & 31
            argument = info if info < 24 else 0
            if info in SHORTEST:
                size = 1 << (info - 24)
                require("cbor.head", self.left() >= size, "cbor_truncated")
                argument = int.from_bytes(self.take(size), "big")
            require("cbor.indefinite", info != 31, "cbor_indefinite")
            require("cbor.reserved-head", info not in (28, 29, 30), "cbor_long_head")
            require("cbor.long-head", argument >= SHORTEST.get(info, 0), "cbor_long_head")
            require("cbor.tag", major != TAG, "cbor_tag")
            if major != TAG:
                return major, argument

    def _simple(self, first: int) -> tuple[int, Any]:
        """token.md, Reading: rule 2, major type 7."""
        if first in (0xF4, 0xF5):
            return BOOL, first == 0xF5
        if first == 0xFB:
            require("cbor.float-bytes", self.left() >= 8, "cbor_truncated")
            return FLOAT, struct.unpack(">d", self.take(8).ljust(8, b"\0"))[0]
        require("cbor.short-float", first not in (0xF9, 0xFA), "cbor_float")
        if first in (0xF9, 0xFA):
            size, form = (2, ">e") if first == 0xF9 else (4, ">f")
            return FLOAT, struct.unpack(form, self.take(size).ljust(size, b"\0"))[0]
        require("cbor.break", first != 0xFF, "cbor_indefinite")
        require("cbor.simple", False, "cbor_simple")
        return SIMPLE, None

    def due(self, *kinds: int) -> tuple[int, Any]:
        """token.md, Reading: rule 4, the item is of a kind that is due here."""
        kind, argument = self.head()
        if kind == NEGATIVE and UINT in kinds and NEGATIVE not in kinds:
            require("cbor.negative", False, "cbor_type")
            return UINT, 0
        require("cbor.type", kind in kinds, "cbor_type")
        if kind in kinds:
            return kind, argument
        self._content(kind, argument, 1)
        return kinds[0], 0

    def string(self, length: int) -> bytes:
        """token.md, Reading: rule 5, the bytes of a string are there."""
        require("cbor.length", length <= self.left(), "cbor_truncated")
        return self.take(length)

    def decode(self, length: int) -> str:
        """token.md, Reading: rule 5, a text is UTF-8."""
        text = self.string(length)
        try:
            return text.decode("utf-8")
        except UnicodeDecodeError:
            require("cbor.utf8", False, "cbor_utf8")
            return text.decode("utf-8", "replace")

    def members(self, count: int) -> int:
        """token.md, Reading: rule 5, each member of an array or map takes a byte at least."""
        require("cbor.members", count <= self.left(), "cbor_truncated")
        return min(count, self.left())

    def decimal(self, kind: int, argument: Any) -> Any:
        """token.md, Reading: rule 5, a number of a grant."""
        if kind == FLOAT:
            require("cbor.finite", argument - argument == 0, "cbor_float")
            require("cbor.fraction", argument % 1 != 0, "cbor_float")
            return int(argument) if argument % 1 == 0 else argument
        number = argument if kind == UINT else -1 - argument
        require("cbor.number", abs(number) <= MAX_NUMBER, "value_invalid")
        return number

    def uint(self) -> int:
        return int(self.due(UINT)[1])

    def flag(self) -> bool:
        return bool(self.due(BOOL)[1])

    def octets(self) -> bytes:
        return self.string(self.due(BYTES)[1])

    def text(self) -> str:
        return self.decode(self.due(TEXT)[1])

    def array(self) -> int:
        return self.members(self.due(ARRAY)[1])

    def map(self) -> int:
        return self.members(self.due(MAP)[1])

    def integer_keys(self, count: int) -> Iterator[int]:
        """token.md, Reading: the keys of a map, read and compared; the value is read by whoever takes the key."""
        before = None
        for _ in range(count):
            start = self.position
            kind, argument = self.due(UINT, NEGATIVE)
            key = argument if kind == UINT else -1 - argument
            require("cbor.key-range", -(2**63) <= key < 2**63, "field_unknown")
            before = self._ascends(before, start)
            yield key

    def text_keys(self, count: int) -> Iterator[str]:
        before = None
        for _ in range(count):
            start = self.position
            key = self.text()
            before = self._ascends(before, start)
            yield key

    def _ascends(self, before: bytes | None, start: int) -> bytes:
        """token.md, Encoding: keys ascend by their encoded bytes, and none comes twice."""
        key = self.data[start : self.position]
        require("cbor.duplicate-key", key != before, "cbor_duplicate_key")
        require("cbor.key-order", before is None or key >= before, "cbor_key_order")
        return key

    def anything(self, depth: int = 1) -> None:
        """token.md, Reading: any item, nested 16 levels deep at most."""
        require("cbor.depth", depth <= CBOR_DEPTH, "limit_exceeded")
        self._content(*self.head(), depth)

    def _content(self, kind: int, argument: Any, depth: int) -> None:
        if kind == BYTES:
            self.string(argument)
        elif kind == TEXT:
            self.decode(argument)
        elif kind == FLOAT:
            self.decimal(kind, argument)
        elif kind == ARRAY:
            for _ in range(self.members(argument)):
                self.anything(depth + 1)
        elif kind == MAP:
            before = None
            for _ in range(self.members(argument)):
                start = self.position
                self.anything(depth + 1)
                before = self._ascends(before, start)
                self.anything(depth + 1)


class Encoded(bytes):
    """Bytes that are an encoding already."""


def _head(major: int, argument: int) -> bytes:
    if argument < 24:
        return bytes([major << 5 | argument])
    info = next(info for info in (27, 26, 25, 24) if argument >= SHORTEST[info])
    return bytes([major << 5 | info]) + argument.to_bytes(1 << (info - 24), "big")


def encode(value: Any) -> bytes:
    """token.md, Encoding: the deterministic encoding; null only in the canonical bytes of a call (call.md)."""
    match value:
        case None | False | True:
            return {None: b"\xf6", False: b"\xf4", True: b"\xf5"}[value]
        case int():
            return _head(UINT, value) if value >= 0 else _head(NEGATIVE, -1 - value)
        case float():
            return b"\xfb" + struct.pack(">d", value)
        case Encoded():
            return value
        case bytes():
            return _head(BYTES, len(value)) + value
        case str():
            text = value.encode("utf-8")
            return _head(TEXT, len(text)) + text
        case list() | tuple():
            return _head(ARRAY, len(value)) + b"".join(map(encode, value))
        case _:
            entries = sorted((encode(key), encode(member)) for key, member in value.items())
            return _head(MAP, len(entries)) + b"".join(key + member for key, member in entries)
