"""Canonical text of clauses and budgets (grant.md, "Canonical text")."""

import re
from typing import Any

from .accept import name_text
from .calls import print_number, print_string
from .grant_text import LENGTHS, UNITS, WORDS
from .grants import APPROVAL, Action, Args, Budget, Clause, Limit, Limits, Operator, Requirement
from .signing import key_text

SIGNS = {number: word for word, number in (LENGTHS | WORDS).items()}


def print_scalar(scalar: Any) -> str:
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    return print_string(scalar) if isinstance(scalar, str) else print_number(scalar)


def print_action(action: Action) -> str:
    """grant.md, Canonical text: bare if it is `plain`."""
    if isinstance(action, str):
        return action if re.fullmatch("[A-Za-z0-9._-]+", action) else print_string(action)
    return f"{action[0]}.*" if action else "*"


def print_args(args: Args) -> str:
    """grant.md, Canonical text: arguments stand in the order of texts, as they were read; `..` last."""
    parts = []
    for name, (optional, limits) in args.named.items():
        part = name_text(name) + "?" * optional
        shape = limits and limits[0][0] in (Operator.OBJECT, Operator.EACH, Operator.LIST)
        parts.append(part + (": " if shape else " ") + print_limits(limits) if limits else part)
    return ", ".join(parts + [".."] * args.open)


def print_limits(limits: Limits) -> str:
    """grant.md, Canonical text: limits joined by `and`; `has` stands inside the bracket of `each`."""
    if limits[0][0] == Operator.EACH:
        words = {Operator.EACH: "each", Operator.HAS: "has"}
        inner = [f"{words[limit[0]]} {print_element(limit[1])}" for limit in limits if limit[0] in words]
        lengths = [print_limit(limit) for limit in limits if limit[0] == Operator.LEN]
        return " and ".join([f"[{', '.join(inner)}]", *lengths])
    return " and ".join(map(print_limit, limits))


def print_element(limits: Limits) -> str:
    """grant.md, Canonical text: `_`, a scalar alone, or limits."""
    if not limits:
        return "_"
    if len(limits) == 1 and limits[0][0] == Operator.EQUAL:
        return print_scalar(limits[0][1])
    return print_limits(limits)


def print_limit(limit: Limit) -> str:
    operator, operand = limit[0], limit[1]
    if operator == Operator.OBJECT:
        return "{" + print_args(Args(operand, limit[2])) + "}"
    if operator == Operator.LIST:
        return "[" + ", ".join([*map(print_element, operand), *[".."] * limit[2]]) + "]"
    if operator == Operator.IN:
        return f"in [{', '.join(map(print_scalar, operand))}]"
    if operator == Operator.LEN:
        return f"len {SIGNS[operand[0]]} {operand[1]}"
    if operator == Operator.WITHIN_QUERY:
        return f"within {print_string(operand)} with query"
    date = (
        "date "
        if operator in (Operator.AT_MOST, Operator.BELOW, Operator.AT_LEAST, Operator.ABOVE)
        and isinstance(operand, str)
        else ""
    )
    return f"{SIGNS[operator]} {date}{print_scalar(operand)}"


def print_requirement(requirement: Requirement) -> str:
    if requirement.number != APPROVAL:
        return f"{requirement.number}(h'{requirement.parameters.hex()}')"
    keys = ", ".join(f'"{key_text(key)}"' for key in requirement.keys)
    return f"approval({requirement.count} of [{keys}])"


def print_clause(clause: Clause) -> str:
    """grant.md, Canonical text: a clause."""
    needs = [f" needs {print_requirement(requirement)}" for requirement in clause.requirements]
    return f"{print_action(clause.action)}({print_args(clause.args)}){''.join(needs)}"


def print_budget(budget: Budget) -> str:
    """grant.md, Canonical text: a budget."""
    text, amount = "calls", str(budget.limit)
    if budget.sum is not None:
        text = f"sum {name_text(budget.sum)}"
        amount = f"{budget.limit // 10**6}.{budget.limit % 10**6:06}".rstrip("0").rstrip(".")
    text += f" of {print_action(budget.action)}" if budget.action != () else ""
    text += f" <= {amount}"
    text += f" {print_string(budget.unit)}" if budget.unit is not None else ""
    if budget.window is not None:
        unit, seconds = next(pair for pair in UNITS.items() if budget.window % pair[1] == 0)
        text += f" per {budget.window // seconds}{unit}"
    text += f" at {key_text(budget.ledger)}" if budget.ledger is not None else ""
    return text + (f" account {print_string(budget.account)}" if budget.account is not None else "")
