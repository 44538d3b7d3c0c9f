"""Calls (call.md, http.md): JSON, numbers, the call, its canonical bytes and its digest."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import require
from .cbor import MAX_NUMBER, encode
from .operators import REFUSED, size
from .signing import digest, judge_no_secret

JSON_BYTES, ARGS_BYTES, ARGS_DEPTH, ARGS_NODES, ACTION_BYTES = 524_288, 65_536, 15, 4_096, 256
READ_DEPTH = ARGS_DEPTH + 2  # an MCP message holds its arguments at level 3

NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?")
LITERAL = re.compile(r"[0-9\-][0-9+\-.eE]*")
PLAIN_CHARS = re.compile(r'[^"\\\x00-\x1f]*')
SPACE = re.compile(r"[ \t\n\r]*")
ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def order(text: str) -> tuple[int, bytes]:
    """README, Conventions: the order of texts."""
    data = text.encode("utf-8")
    return len(data), data


def read_number(literal: str) -> int | float:
    """call.md, Numbers: a literal whose value a double holds exactly as it prints."""
    found = NUMBER.fullmatch(literal)
    require("number.grammar", found, "json_number")
    sign, whole, fraction, exponent_sign, exponent_digits = found.groups("") if found else ("", "0", "", "", "")
    digits = (whole + fraction).lstrip("0")
    if not digits:
        return 0
    shift = exponent_digits.lstrip("0")
    require("number.range", len(shift) < 10, "json_number")
    exponent = int(exponent_sign + (shift[:9] or "0")) - len(fraction) + len(digits)
    digits = digits.rstrip("0")
    exponent -= len(digits)
    require("number.exact", len(digits) <= 17, "json_number")  # no double prints more
    value = float(f"{sign}{digits}e{exponent}")
    require("number.range", abs(value) <= MAX_NUMBER, "json_number")
    if abs(value) > MAX_NUMBER:
        return MAX_NUMBER
    printed = Decimal(repr(value)).as_tuple()
    exact = "".join(map(str, printed.digits)).rstrip("0")
    zeros = len(printed.digits) - len(exact)
    require("number.exact", (exact, int(printed.exponent) + zeros) == (digits, exponent), "json_number")
    return int(value) if value.is_integer() else value


def print_number(number: int | float) -> str:
    """call.md, Numbers: as `Number::toString` prints it."""
    if isinstance(number, int) or abs(number) >= 1e-6:
        return format(Decimal(repr(number)), "f")
    digits, _, exponent = repr(number).partition("e")
    return f"{digits}e{int(exponent)}"


def millionths(number: Any) -> int | None:
    """call.md, Numbers: the millionths of an amount, or None if it is none."""
    exact = Decimal(repr(number)) * 1_000_000
    return int(exact) if exact == int(exact) and 0 <= exact < 9 * 10**18 else None


class JsonReader:
    """call.md, Reading JSON: strictly; also of the values inside texts of grants and calls."""

    def __init__(self, text: str, position: int = 0) -> None:
        self.text = text
        self.position = position

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

    def space(self) -> None:
        self.position = SPACE.match(self.text, self.position).end()  # type: ignore[union-attr]

    def value(self, depth: int = 1) -> Any:
        """call.md, Reading JSON: any value."""
        first = self.peek()
        if first == '"':
            return self.string()
        if first in ("{", "["):
            require("json.depth", depth <= READ_DEPTH, "limit_exceeded")
            return self.object(depth) if first == "{" else self.list(depth)
        for word, value in (("null", None), ("true", True), ("false", False)):
            if self.text.startswith(word, self.position):
                self.position += len(word)
                return value
        found = LITERAL.match(self.text, self.position)
        require("json.syntax", found, "json_syntax")
        self.position = found.end() if found else self.position + 1
        return read_number(found[0]) if found else None

    def string(self) -> str:
        """call.md, Reading JSON: a string, its escapes read."""
        require("json.syntax", self.peek() == '"', "json_syntax")
        self.position += 1
        parts = []
        while True:
            run = PLAIN_CHARS.match(self.text, self.position)
            parts.append(run[0])  # type: ignore[index]
            self.position = run.end()  # type: ignore[union-attr]
            stop = self.peek()
            require("json.syntax", stop, "json_syntax")
            if stop in ('"', ""):
                self.position += 1
                return "".join(parts)
            require("json.control", stop == "\\", "json_string")
            self.position += 1
            parts.append(self.escape() if stop == "\\" else stop)

    def escape(self) -> str:
        """call.md, Reading JSON: what stands behind a backslash."""
        letter = self.peek()
        self.position += 1
        require("json.escape", letter == "u" or letter in ESCAPES, "json_string")
        if letter != "u":
            return ESCAPES.get(letter, letter)
        unit = self.unit()
        if 0xD800 <= unit < 0xDC00 and self.text.startswith("\\u", self.position):
            self.position += 2
            low = self.unit()
            require("json.low-surrogate", 0xDC00 <= low < 0xE000, "json_string")
            return chr(0x10000 + ((unit - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF))
        require("json.surrogate", not 0xD800 <= unit < 0xE000, "json_string")
        return "\ufffd" if 0xD800 <= unit < 0xE000 else chr(unit)

    def unit(self) -> int:
        """call.md, Reading JSON: four hexadecimal digits."""
        digits = self.text[self.position : self.position + 4]
        require("json.unicode-escape", re.fullmatch("[0-9A-Fa-f]{4}", digits), "json_string")
        self.position += len(digits)
        return int(digits, 16) if re.fullmatch("[0-9A-Fa-f]{4}", digits) else 0xFFFD

    def members(self, end: str, member: Callable[[], None]) -> None:
        """call.md, Reading JSON: what stands in a list or an object, without a comma behind the last."""
        self.position += 1
        self.space()
        while self.peek() != end:
            require("json.syntax", self.peek(), "json_syntax")
            if not self.peek():
                return
            member()
            self.space()
            require("json.syntax", self.peek() in (",", end, ""), "json_syntax")
            if self.peek() == ",":
                self.position += 1
                self.space()
                require("json.trailing-comma", self.peek() != end, "json_syntax")
        self.position += 1

    def list(self, depth: int) -> Any:
        values: list[Any] = []
        self.members("]", lambda: values.append(self.value(depth + 1)))
        return values

    def object(self, depth: int) -> Any:
        """call.md, Reading JSON: an object, each name once."""
        values: dict[str, Any] = {}

        def member() -> None:
            name = self.string()
            require("json.duplicate-name", name not in values, "json_duplicate_name")
            self.space()
            require("json.syntax", self.peek() == ":", "json_syntax")
            self.position += 1 if self.peek() == ":" else 0
            self.space()
            values[name] = self.value(depth + 1)

        self.members("}", member)
        return values


def read_json(data: bytes) -> Any:
    """call.md, Reading JSON: one text, whole."""
    require("json.bytes", len(data) <= JSON_BYTES, "limit_exceeded")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        require("json.utf8", False, "json_string")
        text = data.decode("utf-8", "replace")
    require("json.byte-order-mark", not text.startswith("\ufeff"), "json_syntax")
    reader = JsonReader(text.removeprefix("\ufeff"))
    reader.space()
    value = reader.value()
    reader.space()
    require("json.trailing", not reader.peek(), "json_syntax")
    return value


def _escape(found: re.Match[str]) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    units = found[0].encode("utf-16-be")
    return short.get(found[0]) or "".join(f"\\u{units[i:i + 2].hex()}" for i in range(0, len(units), 2))


def print_string(text: str) -> str:
    """call.md, Reading JSON: printing of a string."""
    return '"' + re.sub(f'["\\\\]|{REFUSED.pattern}', _escape, text) + '"'


def judge_value(value: Any) -> None:
    """call.md, Parts: nesting and number of a value, itself being 1."""
    nodes, level, depth = 0, [value], 0
    while level:
        nodes += len(level)
        inner = [member for member in level if isinstance(member, (dict, list))]
        depth += bool(inner)
        require("args.depth", depth <= ARGS_DEPTH, "limit_exceeded")
        require("args.nodes", nodes <= ARGS_NODES, "limit_exceeded")
        level = [m for outer in inner for m in (outer.values() if isinstance(outer, dict) else outer)]


@dataclass(frozen=True)
class Call:
    """call.md, Parts: an action, its arguments, and the request that it is, if it is one."""

    action: str
    args: dict[str, Any]
    http: dict[str, Any] | None = None

    def canonical(self) -> bytes:
        """call.md, Canonical bytes and digest."""
        members = {"args": self.args, "action": self.action}
        return encode(members if self.http is None else members | {"http": self.http})

    def digest(self) -> bytes:
        return digest("call digest", self.canonical())


def make_call(action: str, args: dict[str, Any], http: dict[str, Any] | None = None) -> Call:
    """call.md, Parts: the rules of action and arguments."""
    judge_no_secret(action)
    require("action.empty", action, "call_invalid")
    require("action.characters", not REFUSED.search(action), "call_invalid")
    require("action.bytes", size(action) <= ACTION_BYTES, "limit_exceeded")
    judge_value(args)
    require("args.bytes", len(encode(args)) <= ARGS_BYTES, "limit_exceeded")
    return Call(action, args, http)


def read_call(data: bytes) -> Call:
    """call.md, Reading JSON: a call as JSON."""
    value = read_json(data)
    value = value if isinstance(value, dict) else {}  # which has no action either
    require("call.members", set(value) <= {"action", "args", "http"}, "call_invalid")
    action, args, http = value.get("action"), value.get("args", {}), value.get("http", {})
    require("call.action", isinstance(action, str), "call_invalid")
    require("call.args", isinstance(args, dict), "call_invalid")
    require("call.http", isinstance(http, dict), "call_invalid")
    request = read_http(http) if "http" in value and isinstance(http, dict) else None
    return make_call(str(action), args if isinstance(args, dict) else {}, request)


def read_http(value: dict[str, Any]) -> dict[str, Any]:
    """http.md, The member: method, target and the digest of the body."""
    require("http.members", set(value) == {"body", "method", "target"}, "call_invalid")
    texts = {name: value.get(name) for name in ("body", "method", "target")}
    # what is no text has the form of none of the three
    body, method, target = (text if isinstance(text, str) else "" for text in texts.values())
    require("http.method-bytes", size(method) <= 32, "limit_exceeded")
    require("http.method", re.fullmatch("[A-Z-]+", method), "call_invalid")
    require("http.target-bytes", size(target) <= 8_192, "limit_exceeded")
    require("http.target-origin", target.startswith("/"), "call_invalid")
    require("http.target", re.fullmatch(r"[!-~]*", target) and "#" not in target, "call_invalid")
    hexadecimal = re.fullmatch("[0-9a-f]{64}", body)
    require("http.body", hexadecimal, "call_invalid")
    return {"body": bytes.fromhex(body) if hexadecimal else b"", "method": method, "target": target}


def read_mcp(label: str, data: bytes) -> Call:
    """call.md, MCP `tools/call`: the call of a message."""
    require("mcp.label", re.fullmatch("[A-Za-z0-9_-]+", label), "call_invalid")
    message = read_json(data)
    message = message if isinstance(message, dict) else {}  # which is no message either
    require("mcp.members", set(message) <= {"jsonrpc", "id", "method", "params"}, "call_invalid")
    require("mcp.version", message.get("jsonrpc") == "2.0", "call_invalid")
    require("mcp.method", message.get("method") == "tools/call", "call_invalid")
    params = message.get("params")
    params = params if isinstance(params, dict) else {}  # which have no name either
    require("mcp.param-members", set(params) <= {"name", "arguments", "_meta", "task"}, "call_invalid")
    name, arguments = params.get("name"), params.get("arguments", {})
    require("mcp.name", isinstance(name, str) and name, "call_invalid")
    require("mcp.arguments", isinstance(arguments, dict), "call_invalid")
    for beside in (message.get("id"), params.get("_meta"), params.get("task")):
        judge_value(beside)
    return make_call(f"{label}.{name}", arguments if isinstance(arguments, dict) else {})
