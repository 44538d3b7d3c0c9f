"""Trust, policy and the checks in their order (verify.md)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from . import Denied, at, met, operators, require
from .accept import accepting, owed
from .calls import Call, JsonReader
from .cbor import Reader, encode
from .grants import APPROVAL, Clause, GrantReader, Requirement
from .revocation import Chain, Memory, judge_fresh
from .signing import digest, judge_key, judge_point
from .tokens import NO_KEY, Endorsement, Link, Presentation, judge_audience, judge_line, read_presentation


@dataclass(frozen=True)
class TrustedKey:
    key: bytes
    start: int | None
    end: int | None

    def counts_at(self, time: int) -> bool:
        """verify.md, Rotation → root_interval: the key's interval, half-open and without skew."""
        started = met("root.from", self.start is None or self.start <= time)
        return started and met("root.until", self.end is None or time < self.end)


@dataclass(frozen=True)
class Subject:
    """verify.md, Trust: an exact name, or a limit on what `sub` is."""

    operator: str  # "=", "at" or "like"
    operand: str

    def allows(self, subject: str) -> bool:
        """verify.md, Trust → subject_not_allowed: a `sub` that the limit would call ambiguous is not allowed."""
        if self.operator == "at":
            at_domain = subject.rpartition("@")[2] == self.operand
            return met("subject.mail", operators.clean_mail(subject)) and met("subject.domain", at_domain)
        if self.operator == "like":
            clean = met("subject.segments", operators.clean_glob_value(subject))
            return clean and met("subject.like", operators.like(self.operand, subject))
        return met("subject.name", subject == self.operand)


@dataclass(frozen=True)
class Entry:
    """verify.md, Trust: an entry."""

    name: str
    keys: tuple[TrustedKey, ...]
    subjects: tuple[Subject, ...]
    list_keys: tuple[bytes, ...]
    revokers: tuple[bytes, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Verifier:
    """verify.md, Policy, with the trust. `staleness` is that of the policy `required`."""

    audience: str
    with_http: bool
    life: int
    skew: int
    age: int
    ledger: bytes | None
    revocations: str  # "none", "local list" or "required"
    staleness: int
    trust: tuple[Entry, ...]


@dataclass(frozen=True)
class Charge:
    """verify.md, What is owed."""

    counter: bytes
    amount: int
    limit: int
    window: int | None


@dataclass(frozen=True)
class Verified:
    entry: Entry
    root: Link
    holders: tuple[bytes, ...]
    charges: tuple[Charge, ...]
    endorsements: tuple[bytes, ...]


def configured_key(text: str) -> bytes:
    """token.md, Public keys as text: a key of a configuration."""
    key = bytes.fromhex(text)
    judge_key(key)
    judge_point(key)
    return key


def read_subject_text(text: str) -> Subject:
    """verify.md, Trust: a member of a list of subjects that is written as texts."""
    found = re.match('(at|like|=) "', text)
    if not found:
        return Subject("=", text)
    reader = JsonReader(text, found.end() - 1)
    try:
        operand = reader.string()
    except Denied:
        raise Denied("grant_syntax") from None
    require("subject-text.end", reader.position == len(text), "grant_syntax")
    if found[1] == "at":
        require("subject-text.domain", operators.clean_host(operand), "grant_syntax")
    if found[1] == "like":
        operators.judge_glob_size(operand)
        require("subject-text.glob", operators.clean_glob(operand), "grant_syntax")
    return Subject(found[1], operand)


def read_link_zero(clauses: list[str]) -> tuple[Clause, ...]:
    """verify.md, Trust: a grant of the verifier's own, with the limits of a link's."""
    require("trust.clauses", clauses, "grant_empty")
    require("trust.clauses-count", len(clauses) <= 32, "limit_exceeded")
    grants, read = GrantReader(Reader(b"")), []
    for clause in clauses:
        grants.reader = Reader(bytes.fromhex(clause))
        read.append(grants.clause())
        grants.reader.finish()
    require("trust.same-clause", len(set(clauses)) == len(clauses), "duplicate_item")
    return tuple(read)


def read_entry(value: dict[str, Any]) -> Entry:
    """verify.md, Trust: an entry of the configuration."""
    keys = tuple(TrustedKey(configured_key(key["key"]), key.get("from"), key.get("until")) for key in value["keys"])
    subjects = tuple(map(read_subject_text, value.get("subjects", [])))
    list_keys = tuple(map(configured_key, value.get("list_keys", [])))
    revokers = tuple(map(configured_key, value.get("revokers", [])))
    require("trust.list-keys", len(set(list_keys)) == len(list_keys), "duplicate_item")
    require("trust.revokers", len(set(revokers)) == len(revokers), "duplicate_item")
    return Entry(judge_line(value["name"]), keys, subjects, list_keys, revokers, read_link_zero(value["clauses"]))


def read_trust(values: list[dict[str, Any]]) -> tuple[Entry, ...]:
    """verify.md, Trust: the entries; faults of the configuration are found when it is read."""
    require("trust.empty", values, "trust_empty")
    trust = tuple(map(read_entry, values))
    names = [entry.name for entry in trust]
    keys = [trusted.key for entry in trust for trusted in entry.keys]
    require("trust.names", len(set(names)) == len(names), "duplicate_item")
    require("trust.keys", len(set(keys)) == len(keys), "duplicate_item")
    return trust


def read_verifier(value: dict[str, Any]) -> Verifier:
    """verify.md, Policy: the whole configuration."""
    judge_audience(value["audience"])
    life, skew, age = value.get("life", 3600), value.get("skew", 30), value.get("age", 60)
    require("policy.life", life <= 2_592_000, "limit_exceeded")
    require("policy.skew", skew <= 300, "limit_exceeded")
    require("policy.age", age <= 300, "limit_exceeded")
    revocations: Any = value["revocations"]
    staleness = 0
    if isinstance(revocations, dict):
        staleness, revocations = int(revocations["required"]), "required"
        require("policy.staleness", staleness <= 3_600, "limit_exceeded")
    ledger = value.get("ledger")
    return Verifier(
        value["audience"],
        value.get("members", "plain") == "http",
        life,
        skew,
        age,
        None if ledger is None else configured_key(ledger),
        revocations,
        staleness,
        read_trust(value["trust"]),
    )


def verify(verifier: Verifier, memory: Memory, data: bytes, call: Call, now: int) -> Verified:
    """verify.md, The checks: in their order; the first failure decides."""
    with at("form"):
        require("form.members", verifier.with_http == (call.http is not None), "call_invalid")
        presentation = read_presentation(data)
    links = presentation.links
    with at("root", 1):
        entry = judge_root(verifier, links[0], now)
    with at("structure"):
        judge_structure(verifier, links)
        with at(link=len(links)):
            require("structure.audience", verifier.audience in effective(links)[-1][0], "audience_mismatch")
            proof_audience = presentation.proof.audience
            require("proof.audience", proof_audience == verifier.audience, "proof_audience_mismatch")
    with at("time"):
        judge_times(verifier, presentation, now)
    looked_up = memory if verifier.revocations != "none" else Memory()
    chain = Chain(links, entry.revokers, looked_up)
    with at("revocation"):
        if verifier.revocations == "required":
            judge_fresh(entry.list_keys, memory, now, verifier.staleness, verifier.skew)
        chain.judge()
    with at("signatures"):
        judge_signatures(links)
    with at("proof", len(links)):
        aad = ("depute/proof", 1, links[-1].id, call.digest())
        genuine = presentation.proof.envelope.holds(links[-1].holder, *aad)
        require("proof.signature", genuine, "proof_mismatch")
    clauses = [entry.clauses] + [link.mandate.clauses for link in links]
    with at("grants"):
        accepted = [judge_grants(number, alternatives, call) for number, alternatives in enumerate(clauses)]
    with at("requirements"):
        approvals = Approvals(verifier, presentation, chain, call, now)
        counted: set[int] = set()
        for number, accepting_here in enumerate(accepted):
            with at(link=number):
                counted |= approvals.judge(accepting_here, number)
    with at("owed"):
        charges = tuple(charges_of(entry, links, call))
    ids = (
        endorsement.envelope.id("endorsement id", *endorsement.aad(links[-1].id, call))
        for position, endorsement in enumerate(presentation.endorsements)
        if position in counted
    )
    return Verified(entry, links[0], tuple(link.holder for link in links), charges, tuple(ids))


def judge_root(verifier: Verifier, root: Link, now: int) -> Entry:
    """verify.md, The checks: root."""
    candidates = [(entry, key) for entry in verifier.trust for key in entry.keys]
    found = [(entry, key) for entry, key in candidates if key.key == root.issuer]
    require("root.trusted", found, "root_untrusted")
    entry, key = (found or candidates)[0]
    require("root.interval-issued", key.counts_at(root.issued or 0), "root_interval")
    require("root.interval-now", key.counts_at(now), "root_interval")
    if root.subject is None:
        require("root.no-subject", not entry.subjects, "subject_not_allowed")
    else:
        allowed = any(subject.allows(root.subject) for subject in entry.subjects)
        require("root.subject", allowed, "subject_not_allowed")
    return entry


def effective(links: tuple[Link, ...]) -> list[tuple[tuple[str, ...], int, int]]:
    """verify.md, The checks, Effective: audiences, start and end of each link."""
    found: list[tuple[tuple[str, ...], int, int]] = []
    audiences: tuple[str, ...] = ()
    start, end = links[0].issued or 0, 0
    for link in links:
        audiences = link.audiences if link.audiences is not None else audiences
        start = link.not_before if link.not_before is not None else start
        end = link.expires if link.expires is not None else end
        found.append((audiences, start, end))
    return found


def judge_structure(verifier: Verifier, links: tuple[Link, ...]) -> None:
    """verify.md, The checks: structure of each link."""
    scopes = effective(links)
    may_follow = links[0].mandate.depth or 0
    for number, link in enumerate(links, 1):
        with at(link=number):
            if number > 1:
                audiences, start, end = scopes[number - 2]
                require("structure.depth", may_follow > 0, "depth_exceeded")
                most = max(may_follow - 1, 0)
                may_follow = link.mandate.depth if link.mandate.depth is not None else most
                require("structure.stated-depth", may_follow <= most, "depth_exceeded")
                stated = link.audiences or ()
                require("structure.audiences", set(stated) <= set(audiences), "audience_widened")
                ends_within = link.expires is None or link.expires <= end
                require("structure.end", ends_within, "window_widened")
                starts_within = link.not_before is None or link.not_before >= start
                require("structure.start", starts_within, "window_widened")
            for budget in link.mandate.budgets:
                one_home = budget.ledger is not None or len(scopes[number - 1][0]) <= 1
                require("structure.budget-home", one_home, "budget_home_unclear")
                here = budget.ledger is None or budget.ledger == verifier.ledger
                require("structure.ledger", here, "ledger_elsewhere")


def judge_times(verifier: Verifier, presentation: Presentation, now: int) -> None:
    """verify.md, The checks: time of the root, each link and the proof."""
    skew, root = verifier.skew, presentation.links[0]
    for number, link in enumerate(presentation.links, 1):
        with at(link=number):
            require("time.issued", link.issued is None or link.issued <= now + skew, "issued_in_future")
            started = link.not_before is None or link.not_before <= now + skew
            require("time.not-before", started, "not_yet_valid")
            require("time.expired", link.expires is None or now < link.expires + skew, "expired")
            if link is root:
                life = (link.expires or 0) - (link.issued or 0)
                require("time.life", life <= verifier.life, "life_too_long")
    with at(link=len(presentation.links)):
        issued = presentation.proof.issued
        require("proof.future", issued <= now + skew, "proof_in_future")
        require("proof.stale", now <= issued + verifier.age + skew, "proof_stale")


def judge_signatures(links: tuple[Link, ...]) -> None:
    """verify.md, The checks: signatures, under `iss` and then under the parent's holder."""
    with at(link=1):
        root = links[0]
        require("signatures.root", root.envelope.holds(root.issuer or NO_KEY, *root.aad), "signature_invalid")
    for number, (parent, link) in enumerate(pairwise(links), 2):
        with at(link=number):
            require("signatures.link", link.envelope.holds(parent.holder, *link.aad), "signature_invalid")


def judge_grants(number: int, clauses: tuple[Clause, ...], call: Call) -> list[Clause]:
    """verify.md, The checks, grants → action_not_granted: some clause of the link accepts the call."""
    accepted, fault = accepting(clauses, call)
    with at(link=number):
        if number == 0:
            require("grants.zero", accepted, fault.code, fault.argument)
        else:
            require("grants.link", accepted, fault.code, fault.argument)
    return accepted


@dataclass
class Approvals:
    """verify.md, Requirements: which endorsements count for which clause."""

    verifier: Verifier
    presentation: Presentation
    chain: Chain
    call: Call
    now: int

    def judge(self, clauses: list[Clause], link: int) -> set[int]:
        """verify.md, Requirements: a clause without requirements is taken, else the first whose are all met.

        Answers the places of the endorsements that were taken for it.
        """
        if not (clauses and met("requirement.free-first", all(clause.requirements for clause in clauses))):
            return set()
        for clause in clauses[:-1]:
            try:
                return self.places(clause, link)
            except Denied:
                continue
        return self.places(clauses[-1], link)

    def places(self, clause: Clause, link: int) -> set[int]:
        return {place for needed in clause.requirements for place in self.meet(needed, link)}

    def meet(self, requirement: Requirement, link: int) -> list[int]:
        """verify.md, Requirements: an approval is met by so many distinct signers; nothing else is ever met."""
        supported = requirement.number == APPROVAL
        require("requirement.supported", supported, "requirement_unsupported")
        taken: list[int] = []
        for place, endorsement in enumerate(self.presentation.endorsements):
            if len(taken) == requirement.count:
                break
            signers = [self.presentation.endorsements[other].signer for other in taken]
            if self.takes(endorsement, requirement.keys, signers, link):
                taken.append(place)
        require("requirement.approvals", len(taken) == requirement.count, "approval_missing")
        return taken

    def takes(self, one: Endorsement, named: tuple[bytes, ...], taken: list[bytes], link: int) -> bool:
        """verify.md, Requirements → approval_missing: whether an endorsement is taken."""
        verifier, links = self.verifier, self.presentation.links
        holders = [held.holder for held in links]
        return (
            met("requirement.named", one.signer in named)
            and met("requirement.distinct", one.signer not in taken)
            and met("requirement.not-revoked", not self.chain.approver_revoked(one.signer, link))
            and met("requirement.not-holder", one.signer not in holders)
            and met("requirement.audience", one.audience == verifier.audience)
            and met("requirement.issued", one.issued <= self.now + verifier.skew)
            and met("requirement.expired", self.now < one.expires + verifier.skew)
            and met("requirement.signature", one.envelope.holds(one.signer, *one.aad(links[-1].id, self.call)))
        )


def charges_of(entry: Entry, links: tuple[Link, ...], call: Call) -> Iterator[Charge]:
    """verify.md, What is owed: the budgets that speak of the action, root to leaf, each in its turn."""
    root = links[0]
    for number, link in enumerate(links, 1):
        with at(link=number):
            for index, budget in enumerate(link.mandate.budgets):
                amount = owed(budget, call)
                if amount is None:
                    continue
                name: list[Any] = [link.id, index]
                if budget.account is not None:
                    absent_is_zero = (budget.account, budget.sum, budget.action, budget.unit, budget.window)
                    name = [entry.name, *(0 if p is None else p for p in (root.subject, *absent_is_zero))]
                yield Charge(digest("counter id", encode(name)), amount, budget.limit, budget.window)
