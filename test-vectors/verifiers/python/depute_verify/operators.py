"""The readings behind single limits (operators.md): which spellings are clean, and what lies within what."""

import ipaddress
import re

from . import met, require
from .signing import judge_no_secret

STRING_BYTES, PATH_BYTES, URL_BYTES, MAIL_BYTES = 1_024, 4_096, 8_192, 254
GLOB_BYTES, GLOB_STARS = 128, 8

PLANE_ENDS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
REFUSED = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff" + PLANE_ENDS + "]"
)
LOOK_ALIKE = re.compile(
    "[\xa5\u2024-\u2026\u2044\u2052\u20a9\u2100-\u2101\u2105-\u2106\u2215-\u2216\u2488-\u249b\u2571-\u2572"
    "\u27cb\u27cd\u29f5-\u29f9\u3002\u33c2\u33c7\u33d8\ufe19\ufe30\ufe52\ufe68\ufe6a\uff05\uff0e-\uff0f"
    "\uff3c\uff61\U0001f100]"
)
SPACES = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"

DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})Z)?")
URL = re.compile(r"(https?)://([^/:?]*)(?::([0-9]*))?(/[^?]*)(?:\?(.*))?", re.DOTALL)
PATH_CHARS = re.compile(r"(?:[A-Za-z0-9\-._~!$&()*+,=:@]|%[0-9A-F]{2})*")
QUERY_CHARS = re.compile(r"(?:[A-Za-z0-9\-._~!$&()*+,;=:@/?]|%[0-9A-F]{2})*")
ESCAPE = re.compile("%([0-9A-F]{2})")


def size(text: str) -> int:
    return len(text.encode("utf-8"))


def judge_policy_text(text: str) -> None:
    """grant.md, The wire form: a text of a policy."""
    judge_no_secret(text)
    require("policy-text.bytes", size(text) <= STRING_BYTES, "limit_exceeded")
    require("policy-text.characters", not REFUSED.search(text), "character_refused")


def is_date(text: str) -> bool:
    """operators.md, Dates → arg_ambiguous: a real date or instant."""
    found = DATE.fullmatch(text)
    if not found:
        return met("date.form", False)
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = [31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    real = 1 <= month <= 12 and 1 <= day <= days[month - 1]
    return met("date.real", real) and met("date.clock", hour < 24 and minute < 60 and second < 60)


def clean_segment(segment: str) -> bool:
    """operators.md, Paths → arg_ambiguous: a clean segment."""
    return (
        met("segment.empty", segment)
        and met("segment.dots", segment not in (".", ".."))
        and met("segment.spaces", segment.strip(SPACES) == segment)
        and met("segment.slash", "/" not in segment)
        and met("segment.backslash", "\\" not in segment)
        and met("segment.percent", "%" not in segment)
        and met("segment.characters", not REFUSED.search(segment))
        and met("segment.look-alike", not LOOK_ALIKE.search(segment))
    )


def clean_path(path: str) -> bool:
    """operators.md, Paths → arg_ambiguous: a clean absolute path."""
    if not met("path.bytes", size(path) <= PATH_BYTES) or not met("path.absolute", path.startswith("/")):
        return False
    return path == "/" or all(clean_segment(segment) for segment in path.removeprefix("/").split("/"))


def under(base: str, path: str) -> bool:
    """operators.md, Paths: equal, or below."""
    return path == base or path.startswith(base.rstrip("/") + "/")


def clean_segments(text: str) -> bool:
    """operators.md, Globs: clean segments joined by `/`, optionally after a leading one."""
    return all(clean_segment(segment) for segment in text.removeprefix("/").split("/"))


def judge_glob_size(glob: str) -> None:
    """grant.md, The wire form: how long a glob is and how many stars it has."""
    require("glob.bytes", size(glob) <= GLOB_BYTES, "limit_exceeded")
    require("glob.stars", glob.count("*") <= GLOB_STARS, "limit_exceeded")


def clean_glob(glob: str) -> bool:
    """operators.md, Globs → value_invalid: a glob without fault."""
    return met("glob.double-star", "**" not in glob) and clean_segments(glob)


def clean_glob_value(value: str) -> bool:
    """operators.md, Globs → arg_ambiguous: a value that a glob can be asked about."""
    return met("glob.value-bytes", size(value) <= PATH_BYTES) and clean_segments(value)


def like(glob: str, value: str) -> bool:
    """operators.md, Globs → arg_not_like: as many segments, and each has the pattern of its place."""
    patterns, segments = glob.removeprefix("/").split("/"), value.removeprefix("/").split("/")
    return (
        met("glob.leading-slash", glob.startswith("/") == value.startswith("/"))
        and met("glob.segments", len(patterns) == len(segments))
        and all(map(_segment_like, patterns, segments))
    )


def _segment_like(pattern: str, segment: str) -> bool:
    """operators.md, Globs: without backtracking."""
    first, *pieces = pattern.split("*")
    if not pieces:
        return pattern == segment
    last = pieces.pop()
    if not segment.startswith(first):
        return False
    position = len(first)
    for piece in pieces:
        position = segment.find(piece, position)
        if position < 0:
            return False
        position += len(piece)
    return segment[position:].endswith(last)


def clean_host(host: str) -> bool:
    """operators.md, Host names → arg_ambiguous: a clean host."""
    labels = host.split(".")
    return (
        met("host.bytes", size(host) <= 253)
        and met("host.empty-label", "" not in labels)
        and met("host.label-bytes", all(size(label) <= 63 for label in labels))
        and met("host.characters", re.fullmatch("[a-z0-9.-]*", host))
        and met("host.hyphen", not any(label.startswith("-") or label.endswith("-") for label in labels))
        and met("host.last-label", re.match("[a-z]", labels[-1]))
        and all(clean_punycode(label[4:]) for label in labels if label.startswith("xn--"))
    )


def clean_punycode(text: str) -> bool:
    """operators.md, Host names → arg_ambiguous: decodable Punycode (RFC 3492, section 6.2)."""
    basic, hyphen, rest = text.rpartition("-")
    if not met("punycode.basic", rest and (basic or not hyphen)):
        return False
    code, index, bias, length, position, first = 128, 0, 72, len(basic), 0, True
    while position < len(rest):
        before, weight, k = index, 1, 36
        while True:
            if position == len(rest):
                return met("punycode.end", False)
            digit = max("abcdefghijklmnopqrstuvwxyz0123456789".find(rest[position]), 0)
            position += 1
            index += digit * weight
            threshold = min(max(k - bias, 1), 26)
            if digit < threshold or index >= 2**32:
                break
            weight *= 36 - threshold
            k += 36
        length += 1
        bias, first = _adapt(index - before, length, first), False
        code += index // length
        index = index % length + 1
        if not met("punycode.range", code <= 0x10FFFF):
            return False
        if code > 0x10FFFF:
            return True
        if not met("punycode.surrogate", not 0xD800 <= code <= 0xDFFF):
            return False
        if not met("punycode.characters", not REFUSED.match(chr(code))):
            return False
        if not met("punycode.look-alike", not LOOK_ALIKE.match(chr(code))):
            return False
    return True


def _adapt(delta: int, length: int, first: bool) -> int:
    """operators.md, Host names: RFC 3492, section 6.1."""
    delta = delta // 700 if first else delta // 2
    delta += delta // length
    k = 0
    while delta > 455:
        delta //= 35
        k += 36
    return k + 36 * delta // (delta + 38)


def clean_url(url: str) -> bool:
    """operators.md, URLs → arg_ambiguous: a clean URL."""
    if not met("url.bytes", size(url) <= URL_BYTES):
        return False
    found = URL.fullmatch(url)
    if not found:
        return met("url.grammar", False)
    scheme, host, port, path, query = found.groups()
    return (
        clean_host(host)
        and (port is None or _clean_port(scheme, port))
        and _clean_url_path(path)
        and (query is None or _clean_query(query))
    )


def _clean_port(scheme: str, port: str) -> bool:
    """operators.md, URLs → arg_ambiguous: a port."""
    number = int(port) if re.fullmatch("[0-9]{1,5}", port) else 0
    return (
        met("url.port-zero", not port.startswith("0"))
        and met("url.port-range", 1 <= number <= 65_535)
        and met("url.port-default", number != {"https": 443, "http": 80}[scheme])
    )


def _unescape(text: str) -> bytes:
    return re.sub(b"%([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode("utf-8"))


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _clean_url_path(path: str) -> bool:
    """operators.md, URLs → arg_ambiguous: the path of a URL."""
    *inner, last = path.split("/")[1:]
    if not met("url.path-characters", PATH_CHARS.fullmatch(path.replace("/", ""))):
        return False
    needed = all(not PATH_CHARS.fullmatch(chr(int(code, 16))) for code in ESCAPE.findall(path))
    if not met("url.path-escape", needed):
        return False
    for raw in inner + [last] * bool(last):
        segment = _utf8(_unescape(raw))
        if not met("url.path-utf8", segment is not None):
            return False
        if segment is not None and not (met("url.semicolon", ";" not in segment) and clean_segment(segment)):
            return False
    return True


def _clean_query(query: str) -> bool:
    """operators.md, URLs → arg_ambiguous: the query of a URL."""
    if not met("url.query-empty", query) or not met("url.query-characters", QUERY_CHARS.fullmatch(query)):
        return False
    needed = all(not QUERY_CHARS.fullmatch(chr(int(code, 16))) for code in ESCAPE.findall(query))
    text = _utf8(_unescape(query))
    return (
        met("url.query-escape", needed)
        and met("url.query-utf8", text is not None)
        and met("url.query-refused", not REFUSED.search(text or ""))
    )


def within(base: str, url: str) -> bool:
    """operators.md, URLs: the value, up to its `?`, is the base or below it."""
    url = url.partition("?")[0]
    return url == base or url.startswith(base) and (base.endswith("/") or url[len(base)] == "/")


def clean_mail(address: str) -> bool:
    """operators.md, Mail addresses → arg_ambiguous: a clean address."""
    local, _, host = address.partition("@")
    return (
        met("mail.bytes", size(address) <= MAIL_BYTES)
        and met("mail.local-empty", local)
        and met("mail.local-bytes", size(local) <= 64)
        and met("mail.characters", re.fullmatch(r"[A-Za-z0-9._+\-']*", local))
        and met("mail.hyphen", not local.startswith("-"))
        and met("mail.dots", not local.startswith(".") and not local.endswith(".") and ".." not in local)
        and clean_host(host)
    )


Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def read_address(text: str) -> Address | None:
    """operators.md, IP addresses → arg_ambiguous: a clean address, which is printed as it was written."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if not (met("ip.spelling", str(address) == text) and met("ip.zone", "%" not in text)):
        return None
    return address if met("ip.mapped", getattr(address, "ipv4_mapped", None) is None) else None


def read_network(text: str) -> tuple[Address, int] | None:
    """operators.md, IP addresses → value_invalid: a clean address and its number of bits, all further ones 0."""
    base, _, bits = text.partition("/")
    address = read_address(base)
    if address is None or not met("network.bits-form", re.fullmatch("0|[1-9][0-9]{0,2}", bits)):
        return None
    prefix = int(bits) if re.fullmatch("[0-9]{1,3}", bits) else 0
    width = address.max_prefixlen
    if not met("network.bits-range", prefix <= width):
        return None
    host_bits = int(address) & ((1 << max(width - prefix, 0)) - 1)
    return (address, min(prefix, width)) if met("network.host-bits", host_bits == 0) else None


def in_network(network: tuple[Address, int], address: Address) -> bool:
    """operators.md, IP addresses → arg_outside_network: the same family, and the first bits."""
    base, prefix = network
    if base.version != address.version:
        return met("network.family", False)
    return (int(base) ^ int(address)) >> (base.max_prefixlen - prefix) == 0
