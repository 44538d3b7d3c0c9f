"""Links, tokens, proofs, endorsements and presentations (token.md): what each is when it is read."""

from dataclasses import dataclass
from typing import Any

from . import at, require
from .calls import Call, order
from .cbor import ARRAY, TEXT, Reader
from .grants import Budget, Clause, GrantReader
from .operators import REFUSED, size
from .signing import Envelope, judge_no_secret, read_envelope, read_key

TOKEN_BYTES, LINK_BYTES, PRESENTATION_BYTES, ENDORSEMENT_BYTES = 32_768, 4_096, 49_152, 1_024
LINKS, ENDORSEMENTS, AUDIENCES, DEPTH = 16, 8, 8, 15
TIME_SECS, LIFE_SECS, ENDORSEMENT_LIFE_SECS = 253_402_300_800, 2_592_000, 3_600
MANDATE = -65_537
NO_KEY = bytes(32)


@dataclass(frozen=True)
class Mandate:
    clauses: tuple[Clause, ...] = ()
    depth: int | None = None
    budgets: tuple[Budget, ...] = ()
    task: str | None = None
    organization: str | None = None


@dataclass(frozen=True)
class Link:
    """A link, with its id and what its external_aad holds; what it does not state is None."""

    envelope: Envelope
    aad: tuple[Any, ...]
    id: bytes
    issuer: bytes | None
    subject: str | None
    audiences: tuple[str, ...] | None
    expires: int | None
    not_before: int | None
    issued: int | None
    holder: bytes
    mandate: Mandate


@dataclass(frozen=True)
class Proof:
    envelope: Envelope
    audience: str
    issued: int


@dataclass(frozen=True)
class Endorsement:
    envelope: Envelope
    signer: bytes
    audience: str
    expires: int
    issued: int

    def aad(self, leaf: bytes, call: Call) -> tuple[Any, ...]:
        return "depute/endorsement", 1, leaf, call.digest()


@dataclass(frozen=True)
class Presentation:
    links: tuple[Link, ...]
    proof: Proof
    endorsements: tuple[Endorsement, ...]


def judge_audience(audience: str) -> None:
    """token.md, Links: each audience."""
    judge_no_secret(audience)
    require("audience.empty", audience, "value_invalid")
    require("audience.bytes", size(audience) <= 256, "limit_exceeded")
    require("audience.characters", not REFUSED.search(audience), "character_refused")


def read_audience(reader: Reader) -> str:
    audience = reader.text()
    judge_audience(audience)
    return audience


def read_audiences(reader: Reader) -> tuple[str, ...]:
    """token.md, Links: a text when there is one, an ascending array when there are several."""
    kind, argument = reader.due(TEXT, ARRAY)
    if kind == TEXT:
        audience = reader.decode(argument)
        judge_audience(audience)
        return (audience,)
    count = reader.members(argument)
    require("audiences.several", count >= 2, "value_invalid")
    require("audiences.count", count <= AUDIENCES, "limit_exceeded")
    audiences: list[str] = []
    for _ in range(count):
        audience = read_audience(reader)
        require("audiences.same", not audiences or audience != audiences[-1], "duplicate_item")
        ascends = not audiences or order(audience) >= order(audiences[-1])
        require("audiences.order", ascends, "value_invalid")
        audiences.append(audience)
    return tuple(audiences)


def read_subject(reader: Reader) -> str:
    """token.md, Links: `sub`."""
    subject = reader.text()
    judge_no_secret(subject)
    require("subject.empty", subject, "value_invalid")
    require("subject.did", not subject.startswith("did:"), "value_invalid")
    require("subject.bytes", size(subject) <= 256, "limit_exceeded")
    require("subject.characters", not REFUSED.search(subject), "character_refused")
    return subject


def read_time(reader: Reader) -> int:
    """token.md, Links: times."""
    time = reader.uint()
    require("time.year", time < TIME_SECS, "limit_exceeded")
    return time


def read_line(reader: Reader) -> str:
    """token.md, Links: a line of context."""
    return judge_line(reader.text())


def judge_line(line: str) -> str:
    """token.md, Links: the rules of a line."""
    judge_no_secret(line)
    require("line.empty", line, "value_invalid")
    require("line.characters", len(line) <= 200, "limit_exceeded")
    require("line.refused", not REFUSED.search(line), "character_refused")
    return line


def read_cti(reader: Reader) -> bytes:
    """token.md, Links: `cti`."""
    cti = reader.octets()
    require("cti.size", len(cti) == 8, "value_invalid")
    return cti


def read_nonce(reader: Reader) -> bytes:
    """token.md, Token, presentation, proof: the nonce."""
    nonce = reader.octets()
    require("nonce.size", len(nonce) == 16, "value_invalid")
    return nonce


def read_cnf(reader: Reader) -> bytes:
    """token.md, Links: `cnf`, exactly one map."""
    count, key = reader.map(), NO_KEY
    require("cnf.entries", count == 1, "value_invalid")
    for number in reader.integer_keys(count):
        require("cnf.key", number == 1, "value_invalid")
        inner = reader.map()
        require("cnf.cose-entries", inner == 3, "value_invalid")
        for name, due in zip(reader.integer_keys(inner), (1, -1, -2)):
            require("cnf.cose-key", name == due, "value_invalid")
            if name == -2:
                key = read_key(reader)
            elif name in (1, -1):
                constant = {1: 1, -1: 6}[name]
                require("cnf.constant", reader.uint() == constant, "value_invalid")
            else:
                reader.anything()
    return key


def read_evidence(reader: Reader) -> None:
    """token.md, Links: evidence, which nobody evaluates."""
    count = reader.array()
    require("evidence.members", count == 4, "value_invalid")
    read_line(reader)
    require("evidence.digest", len(reader.octets()) == 32, "value_invalid")
    read_time(reader)
    read_line(reader)


def read_depth(reader: Reader) -> int:
    """token.md, Links: depth."""
    depth = reader.uint()
    require("depth.limit", depth <= DEPTH, "limit_exceeded")
    return depth


def read_mandate(reader: Reader, root: bool) -> Mandate:
    """token.md, Links: the mandate."""
    grants = GrantReader(reader)
    lines = {number: lambda: read_line(reader) for number in (4, 5, 6, 7, 8, 9)}
    read: dict[int, Any] = {1: grants.clauses, 2: lambda: read_depth(reader), 3: lambda: grants.budgets(root)}
    read |= lines | {10: lambda: read_evidence(reader)}
    fields: dict[int, Any] = {}
    for key in reader.integer_keys(reader.map()):
        require("mandate.field", key in read, "field_unknown")
        require("mandate.root-only", root or key not in (7, 8, 9, 10), "field_unknown")
        fields[key] = read.get(key, reader.anything)()
    require("mandate.clauses", 1 in fields, "grant_empty")
    return Mandate(fields.get(1, ()), fields.get(2), fields.get(3, ()), fields.get(7), fields.get(8))


def read_root_claims(payload: bytes) -> dict[int, Any]:
    """token.md, Links: the claims of a root link."""
    reader, claims = Reader(payload), {}
    read: dict[int, Any] = {1: read_key, 2: read_subject, 3: read_audiences, 4: read_time, 5: read_time}
    read |= {6: read_time, 7: read_cti, 8: read_cnf, MANDATE: lambda reader: read_mandate(reader, True)}
    for key in reader.integer_keys(reader.map()):
        require("root-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(reader)
    absent = {3: (), 1: NO_KEY, 6: 0, 7: b"", 8: NO_KEY, MANDATE: Mandate()}
    for key, nothing in absent.items():
        require("root-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    issued, start, end = claims[6], claims.get(5), claims.get(4)
    judge_window(start, end)
    require("window.end", end is not None, "field_missing")
    end = claims.setdefault(4, issued + 1)
    require("window.start-issued", start is None or start >= issued, "value_invalid")
    require("window.end-issued", end > issued, "value_invalid")
    require("window.life", end - issued <= LIFE_SECS, "limit_exceeded")
    reader.finish()
    return claims


def read_link_claims(payload: bytes) -> dict[int, Any]:
    """token.md, Links: the claims of a further link."""
    reader, claims = Reader(payload), {}
    read: dict[int, Any] = {3: read_audiences, 4: read_time, 5: read_time, 8: read_cnf}
    read |= {MANDATE: lambda reader: read_mandate(reader, False)}
    for key in reader.integer_keys(reader.map()):
        require("link-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(reader)
    for key, nothing in {8: NO_KEY, MANDATE: Mandate()}.items():
        require("link-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    judge_window(claims.get(5), claims.get(4))
    reader.finish()
    return claims


def judge_window(start: int | None, end: int | None) -> None:
    """token.md, Links: the window, by itself."""
    require("window.order", start is None or end is None or start < end, "value_invalid")


def read_link(reader: Reader, parent: Link | None) -> Link:
    """token.md, Token, presentation, proof: a link, its envelope first."""
    start = reader.position
    envelope = read_envelope(reader)
    require("link.bytes", reader.position - start <= LINK_BYTES, "limit_exceeded")
    claims = read_root_claims(envelope.payload) if parent is None else read_link_claims(envelope.payload)
    aad = ("depute/root", 1) if parent is None else ("depute/link", 1, parent.id)
    stated: Any = [claims.get(key) for key in (1, 2, 3, 4, 5, 6, 8, MANDATE)]
    return Link(envelope, aad, envelope.id("link id", *aad), *stated)


def read_version(reader: Reader) -> int:
    """token.md, Token, presentation, proof: the head of an object and its version; how many members it has."""
    count = reader.array()
    require("object.empty", count, "field_missing")
    require("object.version", reader.uint() == 1, "version_unknown")
    return count


def read_links(reader: Reader) -> tuple[Link, ...]:
    """token.md, Token, presentation, proof: a token, steps 2 to 4."""
    count = read_version(reader) - 1
    require("token.no-link", count > 0, "field_missing")
    require("token.links", count <= LINKS, "limit_exceeded")
    links: list[Link] = []
    for number in range(1, count + 1):
        with at(link=number):
            links.append(read_link(reader, links[-1] if links else None))
    return tuple(links)


def read_token(data: bytes) -> tuple[Link, ...]:
    """token.md, Token, presentation, proof: a token alone."""
    require("token.bytes-alone", len(data) <= TOKEN_BYTES, "limit_exceeded")
    reader = Reader(data)
    links = read_links(reader)
    reader.finish()
    return links


def read_proof(reader: Reader) -> Proof:
    """token.md, Token, presentation, proof: the proof."""
    envelope = read_envelope(reader)
    inner, claims = Reader(envelope.payload), {}
    read: dict[int, Any] = {3: read_audience, 6: read_time, 10: read_nonce}
    for key in inner.integer_keys(inner.map()):
        require("proof-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(inner)
    for key, nothing in {3: "", 6: 0, 10: b""}.items():
        require("proof-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    inner.finish()
    return Proof(envelope, claims[3], claims[6])


def read_endorsement(reader: Reader) -> Endorsement:
    """token.md, Endorsements: one endorsement."""
    count = reader.array()
    require("endorsement.members", count == 2, "value_invalid")
    require("endorsement.kind", reader.uint() == 0, "field_unknown")
    envelope = read_envelope(reader)
    inner, claims = Reader(envelope.payload), {}
    read: dict[int, Any] = {1: read_key, 3: read_audience, 4: read_time, 6: read_time, 10: read_nonce}
    for key in inner.integer_keys(inner.map()):
        require("endorsement-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(inner)
    for key, nothing in {1: NO_KEY, 3: "", 4: 0, 6: 0, 10: b""}.items():
        require("endorsement-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    require("endorsement.end", claims[4] > claims[6], "value_invalid")
    require("endorsement.life", claims[4] - claims[6] <= ENDORSEMENT_LIFE_SECS, "limit_exceeded")
    inner.finish()
    return Endorsement(envelope, claims[1], claims[3], claims[4], claims[6])


def read_endorsement_alone(data: bytes) -> Endorsement:
    """token.md, Endorsements: one that travels alone."""
    require("endorsement.bytes", len(data) <= ENDORSEMENT_BYTES, "limit_exceeded")
    reader = Reader(data)
    require("endorsement.alone-members", read_version(reader) == 2, "value_invalid")
    endorsement = read_endorsement(reader)
    reader.finish()
    return endorsement


def read_presentation(data: bytes) -> Presentation:
    """token.md, Token, presentation, proof: a presentation."""
    require("presentation.bytes", len(data) <= PRESENTATION_BYTES, "limit_exceeded")
    reader = Reader(data)
    require("presentation.members", read_version(reader) == 4, "value_invalid")
    start = reader.position
    links = read_links(reader)
    require("token.bytes", reader.position - start <= TOKEN_BYTES, "limit_exceeded")
    proof = read_proof(reader)
    count = reader.array()
    require("presentation.endorsements", count <= ENDORSEMENTS, "limit_exceeded")
    endorsements = tuple(read_endorsement(reader) for _ in range(count))
    reader.finish()
    return Presentation(links, proof, endorsements)
