"""Revocations (revocation.md): statements, lists, what a verifier remembers, and what counts."""

from dataclasses import dataclass, field
from typing import Any

from . import at, met, require
from .cbor import Reader
from .signing import Envelope, read_envelope, read_key
from .tokens import MANDATE, NO_KEY, Link, read_line, read_subject, read_time, read_version

LIST_BYTES, STATEMENTS, STATEMENTS_SEEN, LIST_NUMBER, LIST_SECS = (
    1_048_576,
    4_096,
    65_536,
    2**53 - 1,
    2_592_000,
)
TAKEN_IN_SKEW = 300
LINK, KEY, TASK, ORGANIZATION, AUTHORIZER, LIFT = range(6)

Target = tuple[Any, ...]  # the kind, then what it names


@dataclass(frozen=True)
class Statement:
    envelope: Envelope
    id: bytes
    signer: bytes
    target: Target


@dataclass(frozen=True)
class RevocationList:
    envelope: Envelope
    id: bytes
    key: bytes
    next_update: int
    issued: int
    number: int
    statements: tuple[Statement, ...]


def read_id(reader: Reader) -> bytes:
    """revocation.md, Statements: an id."""
    id = reader.octets()
    require("id.size", len(id) == 32, "value_invalid")
    return id


def read_target(reader: Reader) -> Target:
    """revocation.md, Statements: a target."""
    count = reader.array()
    require("target.members", 2 <= count <= 3, "value_invalid")
    kind = reader.uint()
    require("target.kind", kind <= LIFT, "field_unknown")
    due = {LINK: (2,), KEY: (2,), TASK: (3,), ORGANIZATION: (3,), AUTHORIZER: (2, 3), LIFT: (2,)}
    require("target.kind-members", count in due.get(kind, (count,)), "value_invalid")
    second = read_line if kind in (TASK, ORGANIZATION) else read_subject
    first = read_id if kind in (LINK, LIFT) else read_key
    parts = tuple(read(reader) for read in (first, second)[: max(count - 1, 0)])
    for _ in range(count - 3):
        reader.anything()
    return kind, *parts


def read_statement(reader: Reader) -> Statement:
    """revocation.md, Statements: the envelope, then the payload."""
    envelope = read_envelope(reader)
    inner, claims = Reader(envelope.payload), {}
    read: dict[int, Any] = {1: read_key, 6: read_time, MANDATE: read_target}
    for key in inner.integer_keys(inner.map()):
        require("statement-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(inner)
    for key, nothing in {1: NO_KEY, 6: 0, MANDATE: (LINK, b"")}.items():
        require("statement-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    inner.finish()
    return Statement(envelope, envelope.id("revocation id", "depute/revocation", 1), claims[1], claims[MANDATE])


def read_number(reader: Reader) -> int:
    """revocation.md, Lists: the number of a list."""
    number = reader.uint()
    require("list.number-zero", number, "value_invalid")
    require("list.number", number <= LIST_NUMBER, "limit_exceeded")
    return number


def read_statements(reader: Reader) -> tuple[Statement, ...]:
    """revocation.md, Lists: the statements, none twice."""
    count = reader.array()
    require("list.statements", count <= STATEMENTS, "limit_exceeded")
    statements, ids = [], set()
    for _ in range(count):
        statement = read_statement(reader)
        require("list.same", statement.id not in ids, "duplicate_item")
        ids.add(statement.id)
        statements.append(statement)
    return tuple(statements)


def read_content(reader: Reader) -> tuple[int, tuple[Statement, ...]]:
    """revocation.md, Lists: the number and the statements."""
    fields: dict[int, Any] = {}
    read: dict[int, Any] = {1: read_number, 2: read_statements}
    for key in reader.integer_keys(reader.map()):
        require("list-fields.unknown", key in read, "field_unknown")
        fields[key] = read.get(key, Reader.anything)(reader)
    for key, nothing in {1: 1, 2: ()}.items():
        require("list-fields.missing", key in fields, "field_missing")
        fields.setdefault(key, nothing)
    return fields[1], fields[2]


def read_list(data: bytes) -> RevocationList:
    """revocation.md, Lists: a list."""
    require("list.bytes", len(data) <= LIST_BYTES, "limit_exceeded")
    reader = Reader(data)
    require("list.members", read_version(reader) == 2, "value_invalid")
    envelope = read_envelope(reader)
    inner, claims = Reader(envelope.payload), {}
    read: dict[int, Any] = {1: read_key, 4: read_time, 6: read_time, MANDATE: read_content}
    for key in inner.integer_keys(inner.map()):
        require("list-claims.unknown", key in read, "field_unknown")
        claims[key] = read.get(key, Reader.anything)(inner)
    for key, nothing in {1: NO_KEY, 4: 0, 6: 0, MANDATE: (1, ())}.items():
        require("list-claims.missing", key in claims, "field_missing")
        claims.setdefault(key, nothing)
    require("list.next-update", claims[4] > claims[6], "value_invalid")
    require("list.life", claims[4] - claims[6] <= LIST_SECS, "limit_exceeded")
    inner.finish()
    reader.finish()
    id = envelope.id("list id", "depute/list", 1)
    return RevocationList(envelope, id, claims[1], claims[4], claims[6], *claims[MANDATE])


@dataclass
class Memory:
    """revocation.md, What a verifier remembers: the newest list of each key, and every statement."""

    newest: dict[bytes, RevocationList] = field(default_factory=dict)
    statements: dict[bytes, Statement] = field(default_factory=dict)

    def take_in(self, taken: RevocationList, now: int, trusted: bool) -> None:
        """revocation.md, What a verifier remembers: a list is taken in whole or not at all."""
        require("take-in.trusted", trusted, "list_untrusted")
        require("take-in.signature", taken.envelope.holds(taken.key, "depute/list", 1), "signature_invalid")
        require("take-in.future", taken.issued <= now + TAKEN_IN_SKEW, "issued_in_future")
        newest = self.newest.get(taken.key, taken)
        require("take-in.number", taken.number >= newest.number, "list_rolled_back")
        same_or_newer = taken.number != newest.number or taken.id == newest.id
        require("take-in.forked", same_or_newer, "list_forked")
        for statement in taken.statements:
            genuine = statement.envelope.holds(statement.signer, "depute/revocation", 1)
            require("take-in.statement-signature", genuine, "signature_invalid")
        known = self.statements | {statement.id: statement for statement in taken.statements}
        require("take-in.room", len(known) <= STATEMENTS_SEEN, "limit_exceeded")
        self.newest[taken.key] = taken
        self.statements = known


def names(target: Target, wanted: Target) -> bool:
    """revocation.md, Standing → revoked: whether a statement's target is this of a chain, compared byte for byte."""
    if target[0] != wanted[0] or not met("revocation.members", len(target) == len(wanted)):
        return False
    same = met("revocation.names", target[1] == wanted[1])
    return same and met("revocation.line", len(target) != len(wanted) or target[2:] == wanted[2:])


def has_standing(kind: int, holds: bool) -> bool:
    """revocation.md, Standing → revoked: who is heard beside the root key; holders of links and keys alone."""
    if kind == LINK:
        return met("revocation.standing.link", holds)
    if kind == KEY:
        return met("revocation.standing.key", holds)
    if kind == TASK:
        return met("revocation.standing.task", False)
    if kind == ORGANIZATION:
        return met("revocation.standing.organization", False)
    return met("revocation.standing.authorizer", False)


@dataclass(frozen=True)
class Chain:
    """The chain that statements are asked about, with what its trust entry adds."""

    links: tuple[Link, ...]
    revokers: tuple[bytes, ...]
    memory: Memory

    @property
    def root(self) -> bytes:
        return self.links[0].issuer or NO_KEY

    def holders(self, count: int) -> list[bytes]:
        return [link.holder for link in self.links[: max(count, 0)]]

    def judge(self) -> None:
        """revocation.md, The step: authorizer, organization, task, then each link and its holder."""
        root = self.links[0]
        authorizer = (AUTHORIZER, self.root) + (() if root.subject is None else (root.subject,))
        named: list[Target] = [authorizer]
        for kind, line in ((ORGANIZATION, root.mandate.organization), (TASK, root.mandate.task)):
            named += [(kind, self.root, line)] if line is not None else []
        with at(link=1):
            for target in named:
                self.judge_target(target, [])
        for number, link in enumerate(self.links, 1):
            with at(link=number):
                for target in ((LINK, link.id), (KEY, link.holder)):
                    self.judge_target(target, self.holders(number))

    def judge_target(self, target: Target, holders: list[bytes]) -> None:
        """revocation.md, The step: whether a statement that counts names this."""
        if target[0] == LINK:
            require("revocation.link", not self.revoked(target, holders), "revoked")
        elif target[0] == KEY:
            require("revocation.key", not self.revoked(target, holders), "revoked")
        elif target[0] == TASK:
            require("revocation.task", not self.revoked(target, holders), "revoked")
        elif target[0] == ORGANIZATION:
            require("revocation.organization", not self.revoked(target, holders), "revoked")
        else:
            require("revocation.authorizer", not self.revoked(target, holders), "revoked")

    def revoked(self, target: Target, holders: list[bytes]) -> bool:
        """revocation.md, Standing: a statement about the target whose signer has standing, and that is not lifted."""
        return any(
            names(statement.target, target)
            and (self.always_heard(statement.signer) or has_standing(target[0], statement.signer in holders))
            and not self.lifted(statement, False)
            for statement in self.memory.statements.values()
        )

    def always_heard(self, signer: bytes) -> bool:
        """revocation.md, Standing: the root key and the revokers of the trust entry."""
        return signer == self.root or signer in self.revokers

    def approver_revoked(self, key: bytes, link: int) -> bool:
        """revocation.md, Standing → approval_missing: of an approver whom a clause of the link names."""
        heard = {key, *self.holders(link - 1)}
        return any(
            names(statement.target, (KEY, key))
            and (self.always_heard(statement.signer) or met("revocation.standing.approver", statement.signer in heard))
            and not self.lifted(statement, link == 0)
            for statement in self.memory.statements.values()
        )

    def lifted(self, statement: Statement, of_link_zero: bool) -> bool:
        """revocation.md, Lifts → revoked: a lift that names the statement and counts against it."""
        return any(
            lift.target[0] == LIFT
            and met("lift.names", lift.target[1] == statement.id)
            and self._lift_counts(statement, lift.signer, of_link_zero)
            for lift in self.memory.statements.values()
        )

    def _lift_counts(self, statement: Statement, signer: bytes, of_link_zero: bool) -> bool:
        """revocation.md, Lifts → revoked: rules 1 to 3."""
        if not met("lift.link", statement.target[0] != LINK):
            return False
        if not met("lift.own-key", statement.target != (KEY, signer)):
            return False
        if not met("lift.own-authorizer", statement.target != (AUTHORIZER, signer)):
            return False
        if statement.signer in self.revokers:
            return met("lift.revoker", signer in self.revokers)
        if of_link_zero:
            return met("lift.link-zero", signer == statement.signer)
        return met("lift.signer", signer in (statement.signer, self.root))


def judge_fresh(list_keys: tuple[bytes, ...], memory: Memory, now: int, staleness: int, skew: int) -> None:
    """revocation.md, Fresh: each list key of the entry has a list that is fresh."""
    require("fresh.keys", list_keys, "revocation_stale")
    for key in list_keys:
        newest = memory.newest.get(key)
        require("fresh.list", newest is not None, "revocation_stale")
        if newest is not None:
            require("fresh.issued", newest.issued <= now + skew, "revocation_stale")
            require("fresh.age", now <= newest.issued + staleness + skew, "revocation_stale")
            require("fresh.next-update", now < newest.next_update + skew, "revocation_stale")
