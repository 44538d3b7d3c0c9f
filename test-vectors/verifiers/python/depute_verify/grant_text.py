"""The text forms of clauses, budgets and calls (grant.md, call.md)."""

import re
from collections.abc import Callable
from typing import Any

from . import operators, require
from .calls import Call, JsonReader, make_call
from .cbor import Encoded, Reader, encode
from .grants import APPROVAL, Budget, Clause, GrantReader, Operator, operand_clean
from .operators import size
from .signing import bytes_of_text

GRANT_TEXT_BYTES = 65_536
COMPARISONS = {
    "<=": Operator.AT_MOST,
    "<": Operator.BELOW,
    ">=": Operator.AT_LEAST,
    ">": Operator.ABOVE,
}  # the longer sign first
LENGTHS = {"=": Operator.EQUAL} | COMPARISONS
WORDS = {
    "under": Operator.UNDER,
    "like": Operator.LIKE,
    "within": Operator.WITHIN,
    "at": Operator.AT,
    "cidr": Operator.CIDR,
}
UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}

Wire = list[Any]


class TextReader(JsonReader):
    """grant.md, The text: a reader of tokens, with spaces and tabs between them."""

    def blank(self) -> None:
        while self.peek() in (" ", "\t"):
            self.position += 1

    def sign(self, characters: str) -> bool:
        """Takes these characters, if they are next."""
        self.blank()
        here = self.text.startswith(characters, self.position)
        self.position += len(characters) if here else 0
        return here

    def token(self, pattern: str) -> re.Match[str] | None:
        """Takes what has the pattern, if it is next and ends as a word does."""
        self.blank()
        found = re.compile(f"(?:{pattern})(?![A-Za-z0-9_])").match(self.text, self.position)
        self.position = found.end() if found else self.position
        return found

    def expect(self, characters: str) -> None:
        """grant.md, The text: a fault of the shape."""
        here = self.sign(characters)
        require("grant-text.shape", here, "grant_syntax")
        self.position += 0 if here else 1

    def quoted(self) -> str:
        """grant.md, The text: a string, with the codes of JSON."""
        self.blank()
        require("grant-text.shape", self.peek() == '"', "grant_syntax")
        return self.string()

    def count(self) -> int:
        """grant.md, The text: digits. What is above every limit is one more than 64 bits hold at most."""
        found = self.token("[0-9]+")
        require("grant-text.shape", found, "grant_syntax")
        digits = found[0].lstrip("0") if found else ""
        return int(digits or "0") if len(digits) < 20 else 2**64 - 1

    def finish(self) -> None:
        """grant.md, The text: nothing follows."""
        self.blank()
        require("grant-text.shape", not self.peek(), "grant_syntax")

    def name(self) -> str:
        """grant.md, The text: an identifier or a string."""
        found = self.token("[A-Za-z_][A-Za-z0-9_]*")
        return found[0] if found else self.quoted()

    def action(self) -> Wire | str:
        """grant.md, The text: `*`, a prefix and `.*`, or one action."""
        found = self.token("[A-Za-z0-9._*-]+")
        if not found:
            name = self.quoted()
            require("grant-text.empty-action", name, "grant_syntax")
            return name
        pattern = found[0]
        if pattern == "*":
            return []
        prefix = pattern.removesuffix(".*")
        require("grant-text.action", prefix and "*" not in prefix, "grant_syntax")
        return pattern if prefix == pattern else [prefix]

    def items(self, end: str, item: Callable[[], Any]) -> bool:
        """grant.md, The text: members up to the end of a bracket; whether the last is `..`."""
        if self.sign(end):
            return False
        while not self.sign(".."):
            item()
            if self.sign(end):
                return False
            self.expect(",")
            if not self.peek():
                break
        self.expect(end)
        return True

    def clause(self) -> Wire:
        """grant.md, The text: a clause, in wire form."""
        action = self.action()
        self.expect("(")
        args, ends_open = self.args(")")
        requirements = []
        while self.token("needs"):
            requirements.append(self.requirement())
        if requirements:
            return [action, args, ends_open, requirements]
        return [action, args, True] if ends_open else [action, args]

    def args(self, end: str) -> tuple[dict[str, Wire], bool]:
        """grant.md, The text: arguments, each named once."""
        args: dict[str, Wire] = {}

        def arg() -> None:
            name = self.name()
            require("grant-text.argument-twice", name not in args, "grant_syntax")
            optional = self.sign("?")
            limits = _joined(self.shaped() if self.sign(":") else self.limits())
            args[name] = [0, limits] if optional else limits

        return args, self.items(end, arg)

    def limits(self) -> list[Wire]:
        """grant.md, The text: limits joined by `and`; none is any value."""
        first = self.limit()
        limits = [] if first is None else [first]
        while limits and self.token("and"):
            following = self.limit()
            require("grant-text.shape", following is not None, "grant_syntax")
            limits += [] if following is None else [following]
        return limits

    def limit(self) -> Wire | None:
        """grant.md, The text: one limit, or None where none begins."""
        if self.sign("="):
            return [Operator.EQUAL, self.scalar()]
        if self.token("in"):
            members: list[Any] = []
            self.expect("[")
            ends_open = self.items("]", lambda: members.append(self.scalar()))
            require("grant-text.shape", not ends_open, "grant_syntax")
            return [Operator.IN, members]
        for comparison, operator in COMPARISONS.items():
            if self.sign(comparison):
                return [operator, self.operand(operator) if self.token("date") else self.number()]
        for word, operator in WORDS.items():
            if self.token(word):
                text = self.operand(operator)
                if operator == Operator.WITHIN and self.token("with"):
                    require("grant-text.shape", self.token("query"), "grant_syntax")
                    return [Operator.WITHIN_QUERY, text]
                return [operator, text]
        return self.length()

    def length(self) -> Wire | None:
        """grant.md, The text: a length, or None where none begins."""
        if not self.token("len"):
            return None
        comparisons = [operator for sign, operator in LENGTHS.items() if self.sign(sign)]
        require("grant-text.shape", len(comparisons) == 1, "grant_syntax")
        return [Operator.LEN, [*comparisons[:1], self.count()]]

    def operand(self, operator: int) -> str:
        """grant.md, The text: an operand that its operator can have; a date aside, it is a text of a policy first."""
        text = self.quoted()
        if operator >= Operator.UNDER:
            operators.judge_policy_text(text)
        if operator == Operator.LIKE:
            operators.judge_glob_size(text)
        require("grant-text.operand", operand_clean(operator, text), "grant_syntax")
        return text

    def number(self) -> int | float:
        """grant.md, The text: a number."""
        self.blank()
        number = self.value() if self.peek() in tuple("0123456789-") else None
        require("grant-text.shape", number is not None, "grant_syntax")
        return number or 0

    def scalar(self) -> Any:
        """grant.md, The text: a string, a number or a boolean."""
        if self.sign('"'):
            self.position -= 1
            return self.string()
        word = self.token("true|false")
        return word[0] == "true" if word else self.number()

    def shaped(self) -> list[Wire]:
        """grant.md, The text: an object, or a list with its lengths."""
        if self.sign("{"):
            args, ends_open = self.args("}")
            return [[Operator.OBJECT, args, True] if ends_open else [Operator.OBJECT, args]]
        self.expect("[")
        limits = self.each() if self.token("each") else self.positions()
        while self.token("and"):
            length = self.length()
            require("grant-text.shape", length is not None, "grant_syntax")
            limits += [] if length is None else [length]
        return limits

    def each(self) -> list[Wire]:
        """grant.md, The text: `each`, and any number of `has`."""
        limits: list[Wire] = [[Operator.EACH, self.element()]]
        while not self.sign("]") and self.peek():
            self.expect(",")
            require("grant-text.shape", self.token("has"), "grant_syntax")
            limits.append([Operator.HAS, self.element()])
        return limits

    def positions(self) -> list[Wire]:
        elements: list[Wire] = []
        ends_open = self.items("]", lambda: elements.append(self.element()))
        return [[Operator.LIST, elements, True] if ends_open else [Operator.LIST, elements]]

    def element(self) -> Wire:
        """grant.md, The text: `_`, a scalar, limits or a shape."""
        if self.token("_"):
            return []
        self.blank()
        if self.peek() in ("{", "["):
            return _joined(self.shaped())
        limits = self.limits()
        return _joined(limits) if limits else [Operator.EQUAL, self.scalar()]

    def requirement(self) -> Wire:
        """grant.md, The text: an approval, or another requirement by its number."""
        if self.token("approval"):
            self.expect("(")
            needed, keys = self.count(), []
            require("grant-text.shape", self.token("of"), "grant_syntax")
            self.expect("[")
            ends_open = self.items("]", lambda: keys.append(bytes_of_text("public-key", self.quoted())))
            require("grant-text.shape", not ends_open, "grant_syntax")
            self.expect(")")
            return [APPROVAL, [needed, keys]]
        number = self.count()
        require("grant-text.approval-number", number != APPROVAL, "grant_syntax")
        self.expect("(")
        found = self.token("h'(?:[0-9a-f]{2})*'")
        require("grant-text.shape", found, "grant_syntax")
        self.expect(")")
        parameters = bytes.fromhex(found[0][2:-1]) if found else b""
        reader = Reader(parameters)
        reader.anything()
        reader.finish()
        return [number, Encoded(parameters)]

    def budget(self) -> dict[int, Any]:
        """grant.md, The text: a budget, in wire form."""
        fields: dict[int, Any] = {}
        if self.token("sum"):
            fields[2] = self.name()
        else:
            require("grant-text.shape", self.token("calls"), "grant_syntax")
        action = self.action() if self.token("of") else []
        if action:  # `of *` is the same as no `of`
            fields[3] = action
        self.expect("<=")
        amount = self.token(r"([0-9]+)(?:\.([0-9]{1,6}))?")
        require("grant-text.shape", amount, "grant_syntax")
        whole, decimals = amount.groups("") if amount else ("0", "")
        require("grant-text.calls", 2 in fields or not decimals, "value_invalid")
        digits = (whole + (decimals.ljust(6, "0") if 2 in fields else "")).lstrip("0")
        fields[1] = int(digits or "0") if len(digits) < 20 else 2**64 - 1
        self.blank()
        if self.peek() == '"':
            fields[5] = self.quoted()
        if self.token("per"):
            fields[4] = self.duration()
        if self.token("at"):
            found = self.token("(?:did:key:|dptsk1_)[A-Za-z0-9_-]*")
            require("grant-text.shape", found, "grant_syntax")
            fields |= {6: bytes_of_text("public-key", found[0])} if found else {}
        if self.token("account"):
            fields[7] = self.quoted()
        return fields

    def duration(self) -> int:
        """grant.md, The text: a duration, more than 0."""
        found = self.token("([0-9]+)([smhd])")
        require("grant-text.shape", found, "grant_syntax")
        digits, unit = (found[1].lstrip("0"), found[2]) if found else ("1", "s")
        require("grant-text.duration-zero", digits, "grant_syntax")
        return min(int(digits[:12] or "0") * UNITS[unit], 2**64 - 1)


def _joined(limits: list[Wire]) -> Wire:
    return limits[0] if len(limits) == 1 else limits


def judge_size(text: str) -> None:
    """grant.md, The text: how long a text may be."""
    require("grant-text.bytes", size(text) <= GRANT_TEXT_BYTES, "limit_exceeded")


def read_clause_text(text: str) -> tuple[bytes, Clause]:
    """grant.md, The text: one clause; the rules of the wire form are judged of it as well."""
    judge_size(text)
    reader = TextReader(text)
    wire = encode(reader.clause())
    reader.finish()
    return wire, GrantReader(Reader(wire)).clause()


def read_budget_text(text: str) -> tuple[bytes, Budget]:
    """grant.md, The text: one budget."""
    judge_size(text)
    reader = TextReader(text)
    wire = encode(reader.budget())
    reader.finish()
    return wire, GrantReader(Reader(wire)).budget(True)


def read_call_text(text: str) -> Call:
    """call.md, The call's text form: a call, with any JSON values."""
    judge_size(text)
    reader = TextReader(text)
    action, args = reader.action(), {}
    require("call-text.action", isinstance(action, str), "grant_syntax")

    def arg() -> None:
        name = reader.name()
        require("call-text.argument-twice", name not in args, "json_duplicate_name")
        reader.expect("=")
        reader.blank()
        args[name] = reader.value(2)

    reader.expect("(")
    require("call-text.open", not reader.items(")", arg), "grant_syntax")
    reader.finish()
    return make_call(action if isinstance(action, str) else "", args)
