"""Grants (grant.md): the wire form of clauses and budgets, and what a clause accepts."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from . import operators, require
from .cbor import ARRAY, BOOL, FLOAT, NEGATIVE, TEXT, UINT, Reader
from .operators import size
from .signing import read_key

CLAUSES, BUDGETS, NODES_PER_LINK, LIST_MEMBERS, MAP_MEMBERS, GRANT_DEPTH = 32, 8, 128, 64, 32, 4
APPROVAL = 1


# grant.md, The wire form: the operators of limits, 1 to 17
Operator = IntEnum(
    "Operator",
    "EQUAL IN AT_MOST BELOW AT_LEAST ABOVE UNDER LIKE WITHIN WITHIN_QUERY AT CIDR LEN OBJECT EACH HAS LIST",
)


Action = str | tuple[str, ...]  # one action; (prefix,); () for every action
Limit = tuple[Any, ...]  # the operator and its operand, as on the wire; shapes with `open` behind
Limits = tuple[Limit, ...]


@dataclass(frozen=True)
class Args:
    """The names of a clause or an object: each optional or not, with its limits; `open` if it ends in `..`."""

    named: dict[str, tuple[bool, Limits]]
    open: bool


@dataclass(frozen=True)
class Requirement:
    number: int
    count: int = 0  # of an approval
    keys: tuple[bytes, ...] = ()
    parameters: bytes = b""  # of every other


@dataclass(frozen=True)
class Clause:
    action: Action
    args: Args
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True)
class Budget:
    limit: int
    sum: str | None
    action: Action
    window: int | None
    unit: str | None
    ledger: bytes | None
    account: str | None


def operand_clean(operator: int, text: str) -> bool:
    """grant.md, The wire form: a text that its operator can have."""
    if operator in (Operator.AT_MOST, Operator.BELOW, Operator.AT_LEAST, Operator.ABOVE):
        return operators.is_date(text)
    if operator == Operator.UNDER:
        return operators.clean_path(text)
    if operator == Operator.LIKE:
        return operators.clean_glob(text)
    if operator in (Operator.WITHIN, Operator.WITHIN_QUERY):
        return operators.clean_url(text) and "?" not in text
    return operators.clean_host(text) if operator == Operator.AT else operators.read_network(text) is not None


class GrantReader:
    """grant.md, The wire form: reads the clauses and budgets of one link and counts its nodes."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.nodes = 0

    def node(self) -> None:
        """grant.md, The wire form: all clauses of one link together have at most 128 nodes."""
        self.nodes += 1
        require("grant.nodes", self.nodes <= NODES_PER_LINK, "limit_exceeded")

    def each(self, count: int, read: Callable[[], Any]) -> Iterator[tuple[Any, bool]]:
        """Reads so many members; of each, whether it was there before. One item has one encoding: bytes are compared."""
        seen: set[bytes] = set()
        for _ in range(count):
            start = self.reader.position
            item = read()
            raw = self.reader.data[start : self.reader.position]
            yield item, raw in seen
            seen.add(raw)

    def policy_text(self) -> str:
        text = self.reader.text()
        operators.judge_policy_text(text)
        return text

    def clauses(self) -> tuple[Clause, ...]:
        """grant.md, The wire form: the clauses of a link."""
        count = self.reader.array()
        require("grant.zero", count, "grant_empty")
        require("grant.clauses", count <= CLAUSES, "limit_exceeded")
        clauses: list[Clause] = []
        for clause, again in self.each(count, self.clause):
            require("grant.same-clause", not again, "duplicate_item")
            clauses.append(clause)
        return tuple(clauses)

    def clause(self) -> Clause:
        """grant.md, The wire form: a clause."""
        count = self.reader.array()
        require("clause.members", 2 <= count <= 4, "value_invalid")
        action = self.action()
        named = self.args()
        ends_open = self.reader.flag() if count >= 3 else False
        require("clause.open", count != 3 or ends_open, "value_invalid")
        requirements = self.requirements() if count >= 4 else ()
        for _ in range(count - 4):
            self.reader.anything()
        return Clause(action, Args(named, ends_open), requirements)

    def action(self) -> Action:
        """grant.md, The wire form: one action, a prefix or every action."""
        kind, argument = self.reader.due(TEXT, ARRAY)
        if kind == TEXT:
            name = self.reader.decode(argument)
            operators.judge_policy_text(name)
            require("action-pattern.empty", name, "value_invalid")
            require("action-pattern.bytes", size(name) <= 256, "limit_exceeded")
            return name
        count = self.reader.members(argument)
        require("action-pattern.members", count <= 1, "value_invalid")
        prefixes = [self.policy_text() for _ in range(count)]
        for prefix in prefixes:
            require("action-pattern.prefix", re.fullmatch("[A-Za-z0-9._-]+", prefix), "value_invalid")
            require("action-pattern.prefix-bytes", size(prefix) <= 256, "limit_exceeded")
        return tuple(prefixes)

    def args(self, depth: int = 0) -> dict[str, tuple[bool, Limits]]:
        """grant.md, The wire form: names, each with its limits."""
        count = self.reader.map()
        require("args.names", count <= MAP_MEMBERS, "limit_exceeded")
        named = {}
        for name in self.reader.text_keys(count):
            operators.judge_policy_text(name)
            self.node()
            named[name] = self.arg(depth)
        return named

    def arg(self, depth: int) -> tuple[bool, Limits]:
        """grant.md, The wire form: an array of two whose first member is the integer 0 is optional."""
        count = self.reader.array()
        if count == 2 and self.reader.peek() == 0:
            self.reader.uint()
            return True, self.limits(depth)
        return False, self.limits_of(count, depth)

    def limits(self, depth: int) -> Limits:
        return self.limits_of(self.reader.array(), depth)

    def limits_of(self, count: int, depth: int) -> Limits:
        """grant.md, The wire form: any value, one limit, or a conjunction."""
        if count == 0:
            return ()
        if self.reader.peek() >> 5 != ARRAY:
            self.node()
            limit = self.limit_of(count, depth)
            require("limits.has-alone", limit[0] != Operator.HAS, "value_invalid")
            return (limit,)
        require("limits.one", count != 1, "value_invalid")
        require("limits.count", count <= LIST_MEMBERS, "limit_exceeded")
        limits: list[Limit] = []
        for limit, again in self.each(count, lambda: self.conjunct(depth)):
            require("limits.order", _stands_behind(limits, limit[0]), "value_invalid")
            require("limits.same", not again, "duplicate_item")
            limits.append(limit)
        return tuple(limits)

    def conjunct(self, depth: int) -> Limit:
        self.node()
        return self.limit_of(self.reader.array(), depth)

    def limit_of(self, count: int, depth: int) -> Limit:
        """grant.md, The wire form: one limit; "Which fault of a limit"."""
        reader = self.reader
        require("limit.members", count in (2, 3), "value_invalid")
        operator = reader.uint()
        require("limit.third", count == 2 or operator in (Operator.OBJECT, Operator.LIST), "value_invalid")
        require("limit.operator", Operator.EQUAL <= operator <= Operator.LIST, "operator_unknown")
        if operator >= Operator.OBJECT:
            depth += 1
            require("limit.depth", depth <= GRANT_DEPTH, "limit_exceeded")
        limit: Limit = (operator, self.operand(operator, depth))
        if operator in (Operator.OBJECT, Operator.LIST):
            ends_open = reader.flag() if count >= 3 else False
            require("limit.open", count != 3 or ends_open, "value_invalid")
            limit += (ends_open,)
        for _ in range(count - (3 if operator in (Operator.OBJECT, Operator.LIST) else 2)):
            reader.anything()
        return limit

    def operand(self, operator: int, depth: int) -> Any:
        """grant.md, The wire form: what stands behind an operator."""
        reader = self.reader
        if operator == Operator.EQUAL:
            return self.scalar()
        if operator == Operator.IN:
            count = reader.array()
            require("in.members", count <= LIST_MEMBERS, "limit_exceeded")
            return self.members_of_in(count)
        if operator in (Operator.AT_MOST, Operator.BELOW, Operator.AT_LEAST, Operator.ABOVE):
            return self.bound(operator)
        if Operator.UNDER <= operator <= Operator.CIDR:
            text = self.policy_text()
            if operator == Operator.LIKE:
                operators.judge_glob_size(text)
            require("limit.operand", operand_clean(operator, text), "value_invalid")
            return text
        if operator == Operator.LEN:
            require("len.members", reader.array() == 2, "value_invalid")
            comparison = reader.uint()
            require("len.comparison", comparison in (1, 3, 4, 5, 6), "value_invalid")
            length = reader.uint()
            require("len.length", length <= 65_536, "limit_exceeded")
            return comparison, length
        if operator == Operator.OBJECT:
            return self.args(depth)
        if operator in (Operator.EACH, Operator.HAS):
            return self.limits(depth)
        if operator == Operator.LIST:
            count = reader.array()
            require("list.positions", count <= LIST_MEMBERS, "limit_exceeded")
            return tuple(self.position(depth) for _ in range(count))
        return reader.anything()

    def position(self, depth: int) -> Limits:
        self.node()
        return self.limits(depth)

    def members_of_in(self, count: int) -> tuple[Any, ...]:
        """grant.md, The wire form: the members of `in`, none twice."""
        members = []
        for member, again in self.each(count, self.member):
            require("in.same", not again, "duplicate_item")
            members.append(member)
        return tuple(members)

    def member(self) -> Any:
        self.node()
        return self.scalar()

    def scalar(self) -> Any:
        """grant.md, The wire form: a text, a number or a boolean."""
        kind, argument = self.reader.due(TEXT, UINT, NEGATIVE, FLOAT, BOOL)
        if kind == BOOL:
            return argument
        if kind != TEXT:
            return self.reader.decimal(kind, argument)
        text = self.reader.decode(argument)
        operators.judge_policy_text(text)
        return text

    def bound(self, operator: int) -> Any:
        """grant.md, The wire form: a number, or a text that is a date."""
        kind, argument = self.reader.due(UINT, NEGATIVE, FLOAT, TEXT)
        if kind != TEXT:
            return self.reader.decimal(kind, argument)
        text = self.reader.decode(argument)
        require("limit.date", operand_clean(operator, text), "value_invalid")
        return text

    def requirements(self) -> tuple[Requirement, ...]:
        """grant.md, The wire form: the requirements of a clause."""
        count = self.reader.array()
        require("requirements.zero", count, "value_invalid")
        require("requirements.count", count <= 8, "limit_exceeded")
        requirements = []
        for requirement, again in self.each(count, self.requirement):
            require("requirements.same", not again, "duplicate_item")
            requirements.append(requirement)
        return tuple(requirements)

    def requirement(self) -> Requirement:
        """grant.md, The wire form: a requirement."""
        reader = self.reader
        require("requirement.members", reader.array() == 2, "value_invalid")
        number = reader.uint()
        require("requirement.number", 1 <= number <= 6, "requirement_unknown")
        if number == APPROVAL:
            return self.approval()
        start = reader.position
        reader.anything()
        parameters = reader.data[start : reader.position]
        require("requirement.bytes", len(parameters) <= 1_024, "limit_exceeded")
        return Requirement(number, parameters=parameters)

    def approval(self) -> Requirement:
        """grant.md, The wire form: an approval, how many of these keys."""
        require("approval.members", self.reader.array() == 2, "value_invalid")
        needed = self.reader.uint()
        require("approval.number", 1 <= needed <= 8, "value_invalid")
        count = self.reader.array()
        require("approval.keys", count <= 16, "limit_exceeded")
        require("approval.enough", count >= needed, "value_invalid")
        keys: list[bytes] = []
        for _ in range(count):
            key = read_key(self.reader)
            require("approval.same", key not in keys, "duplicate_item")
            keys.append(key)
        return Requirement(APPROVAL, needed, tuple(keys))

    def budgets(self, root: bool) -> tuple[Budget, ...]:
        """grant.md, The wire form: the budgets of a link."""
        count = self.reader.array()
        require("budgets.zero", count, "value_invalid")
        require("budgets.count", count <= BUDGETS, "limit_exceeded")
        budgets = []
        for budget, again in self.each(count, lambda: self.budget(root)):
            require("budgets.same", not again, "duplicate_item")
            budgets.append(budget)
        return tuple(budgets)

    def budget(self, root: bool) -> Budget:
        """grant.md, The wire form: a budget."""
        reader = self.reader
        fields: dict[int, Any] = {}
        read = {
            1: reader.uint,
            2: self.policy_text,
            3: self.budget_action,
            4: self.window,
            5: self.policy_text,
        }
        read |= {6: lambda: read_key(reader), 7: self.policy_text}
        for key in reader.integer_keys(reader.map()):
            require("budget.field", key in read, "field_unknown")
            require("budget.account", root or key != 7, "field_unknown")
            fields[key] = read.get(key, reader.anything)()
        require("budget.limit", 1 in fields, "field_missing")
        limit, total = fields.get(1, 0), fields.get(2)
        require("budget.unit", 5 not in fields or total is not None, "value_invalid")
        require("budget.calls", total is not None or limit <= 2**53 - 1, "limit_exceeded")
        require("budget.sum", total is None or limit < 9 * 10**18, "limit_exceeded")
        return Budget(limit, total, fields.get(3, ()), *map(fields.get, (4, 5, 6, 7)))

    def budget_action(self) -> Action:
        """grant.md, The wire form: the pattern of a budget is not that of every action."""
        action = self.action()
        require("budget.every-action", action != (), "value_invalid")
        return action

    def window(self) -> int:
        """grant.md, The wire form: the window of a budget."""
        window = self.reader.uint()
        require("budget.window-zero", window, "value_invalid")
        require("budget.window", window <= 31_622_400, "limit_exceeded")
        return window


def _stands_behind(limits: list[Limit], operator: int) -> bool:
    """grant.md, What stands behind what: a shape is first, or no shape and no `has` is there."""
    if not limits:
        return operator != Operator.HAS
    before = {limit[0] for limit in limits}
    if limits[0][0] == Operator.EACH:
        return operator == Operator.LEN or operator == Operator.HAS and Operator.LEN not in before
    if limits[0][0] == Operator.LIST:
        return operator == Operator.LEN
    return limits[0][0] != Operator.OBJECT and operator not in (
        Operator.OBJECT,
        Operator.EACH,
        Operator.HAS,
        Operator.LIST,
    )
