"""What a clause accepts (grant.md), and what a budget counts of a call."""

import re
from typing import Any

from . import Denied, met, operators, require
from .calls import Call, millionths, order, print_string
from .grants import Action, Budget, Clause, Limit, Limits, Operator


def name_text(name: str) -> str:
    """grant.md, Canonical text: bare if it is an identifier, else a JSON string."""
    return name if re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) else print_string(name)


def action_accepts(action: Action, name: str) -> bool:
    """grant.md, What a clause accepts → action_not_granted: one action, those below a prefix, or every one."""
    if isinstance(action, str):
        return met("accept.action", action == name)
    return all(
        met("accept.prefix", name.startswith(f"{prefix}.")) and met("accept.prefix-below", len(name) > len(prefix) + 1)
        for prefix in action
    )


def judge_args(named: dict[str, tuple[bool, Limits]], ends_open: bool, values: dict[str, Any], place: str) -> None:
    """grant.md, What a clause accepts: names are walked together in the order of texts."""
    for name in sorted(named.keys() | values.keys(), key=order):
        here = f"{place}.{name_text(name)}" if place else name_text(name)
        if name not in values:
            require("accept.missing", named[name][0], "arg_missing", here)
        elif name not in named:
            require("accept.not-granted", ends_open, "arg_not_granted", here)
        else:
            judge_limits(named[name][1], values[name], here)


def judge_limits(limits: Limits, value: Any, place: str) -> None:
    for limit in limits:
        judge_limit(limit, value, place)


def kind_of(value: Any) -> str:
    """call.md, Values: six types."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    kinds = {int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return kinds[type(value)]


def judge_limit(limit: Limit, value: Any, place: str) -> None:
    """grant.md, What a clause accepts: one limit."""
    operator, operand = limit[0], limit[1]
    kind = kind_of(value)
    if operator in (Operator.EQUAL, Operator.IN):
        judge_scalar(operator, operand, value, place)
    elif operator in (Operator.AT_MOST, Operator.BELOW, Operator.AT_LEAST, Operator.ABOVE):
        judge_bound(operator, operand, value, place)
    elif Operator.UNDER <= operator <= Operator.CIDR:
        require("accept.text", kind == "text", "arg_wrong_type", place)
        if kind == "text":
            judge_text(operator, operand, value, place)
    elif operator == Operator.LEN:
        require("accept.len-type", kind in ("text", "list"), "arg_wrong_type", place)
        if kind in ("text", "list"):
            comparison, length = operand
            too_long = {1: len(value) > length, 3: len(value) > length, 4: len(value) >= length}
            too_short = {1: len(value) < length, 5: len(value) < length, 6: len(value) <= length}
            require("accept.too-long", not too_long.get(comparison), "arg_too_long", place)
            require("accept.too-short", not too_short.get(comparison), "arg_too_short", place)
    elif operator == Operator.OBJECT:
        require("accept.object", kind == "object", "arg_wrong_type", place)
        if kind == "object":
            judge_args(operand, limit[2], value, place)
    elif operator in (Operator.EACH, Operator.HAS, Operator.LIST):
        require("accept.list", kind == "list", "arg_wrong_type", place)
        if kind == "list":
            judge_list(limit, value, place)


def judge_scalar(operator: int, operand: Any, value: Any, place: str) -> None:
    """grant.md, What a clause accepts: `=` and `in`."""
    kind = kind_of(value)
    members = (operand,) if operator == Operator.EQUAL else operand
    same_kind = not members or any(kind_of(member) == kind for member in members)
    require("accept.scalar-type", same_kind, "arg_wrong_type", place)
    found = any(kind_of(member) == kind and member == value for member in members)
    if operator == Operator.EQUAL:
        require("accept.equal", found, "arg_not_equal", place)
    else:
        require("accept.in", found, "arg_not_in_list", place)


def judge_bound(operator: int, bound: Any, value: Any, place: str) -> None:
    """grant.md, What a clause accepts: `<=`, `<`, `>=` and `>`, of numbers and of dates."""
    same_kind = kind_of(value) == kind_of(bound)
    require("accept.bound-type", same_kind, "arg_wrong_type", place)
    if not same_kind:
        return
    if isinstance(bound, str):
        require("accept.date", operators.is_date(value), "arg_ambiguous", place)
        require("accept.date-form", len(value) == len(bound), "arg_ambiguous", place)
    require("accept.at-most", operator != Operator.AT_MOST or value <= bound, "arg_above_limit", place)
    require("accept.below", operator != Operator.BELOW or value < bound, "arg_above_limit", place)
    require("accept.at-least", operator != Operator.AT_LEAST or value >= bound, "arg_below_limit", place)
    require("accept.above", operator != Operator.ABOVE or value > bound, "arg_below_limit", place)


def judge_text(operator: int, operand: str, value: str, place: str) -> None:
    """grant.md, What a clause accepts: the operators of texts; first that the value is clean."""
    if operator == Operator.UNDER:
        require("accept.path", operators.clean_path(value), "arg_ambiguous", place)
        require("accept.under", operators.under(operand, value), "arg_outside_path", place)
    elif operator == Operator.LIKE:
        require("accept.segments", operators.clean_glob_value(value), "arg_ambiguous", place)
        require("accept.like", operators.like(operand, value), "arg_not_like", place)
    elif operator in (Operator.WITHIN, Operator.WITHIN_QUERY):
        require("accept.url", operators.clean_url(value), "arg_ambiguous", place)
        require("accept.within", operators.within(operand, value), "arg_outside_url", place)
        require("accept.query", operator == Operator.WITHIN_QUERY or "?" not in value, "arg_outside_url", place)
    elif operator == Operator.AT:
        require("accept.mail", operators.clean_mail(value), "arg_ambiguous", place)
        require("accept.domain", value.rpartition("@")[2] == operand, "arg_outside_domain", place)
    elif operator == Operator.CIDR:
        address, network = operators.read_address(value), operators.read_network(operand)
        require("accept.address", address, "arg_ambiguous", place)
        inside = address is None or network is None or operators.in_network(network, address)
        require("accept.network", inside, "arg_outside_network", place)


def judge_list(limit: Limit, values: list[Any], place: str) -> None:
    """grant.md, What a clause accepts: `each`, `has`, and a list by position."""
    operator, operand = limit[0], limit[1]
    if operator == Operator.HAS:
        some = any(passes(operand, value, place) for value in values)
        require("accept.has", some, "list_mismatch", place)
        return
    if operator == Operator.EACH:
        require("accept.each-empty", values, "list_mismatch", place)
        operand = (operand,) * len(values)
    for index, (limits, value) in enumerate(zip(operand, values)):
        judge_limits(limits, value, f"{place}[{index}]")
    if operator == Operator.LIST:
        require("accept.list-short", len(values) >= len(operand), "list_mismatch", place)
        require("accept.list-long", len(values) <= len(operand) or limit[2], "list_mismatch", place)


def passes(limits: Limits, value: Any, place: str) -> bool:
    try:
        judge_limits(limits, value, place)
    except Denied:
        return False
    return True


def accepting(clauses: tuple[Clause, ...], call: Call) -> tuple[list[Clause], Denied]:
    """verify.md, Which clause is reported: the clauses of a link that accept the call, and what to report if none does.

    That is the fault of the last clause whose pattern accepts the action.
    """
    accepted, fault = [], Denied("action_not_granted")
    for clause in clauses:
        if not action_accepts(clause.action, call.action):
            continue
        try:
            judge_args(clause.args.named, clause.args.open, call.args, "")
            accepted.append(clause)
        except Denied as denied:
            fault = denied
    return accepted, fault


def owed(budget: Budget, call: Call) -> int | None:
    """grant.md, Budgets: what a call owes to a budget; None if the budget does not speak of its action."""
    if not action_accepts(budget.action, call.action):
        return None
    if budget.sum is None:
        return 1
    value, place = call.args.get(budget.sum), name_text(budget.sum)
    require("owed.number", kind_of(value) == "number", "amount_invalid", place)  # missing: of no kind that counts
    amount = millionths(value) if kind_of(value) == "number" else 0
    require("owed.amount", amount is not None, "amount_invalid", place)
    return amount or 0
