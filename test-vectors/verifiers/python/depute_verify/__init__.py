"""A verifier of Depute tokens, version 1, written from the specification: its rules, and how one is named and refused.

Every rule is one call of `require` (a refusal) or `met` (a branch), under a name that can be switched off, so that
it can be asked which cases depend on it.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

without: set[str] = set()  # names of the checks that are switched off


class Denied(Exception):
    """errors.md: a refusal, with the step, the link and the place of the argument where it has them."""

    def __init__(self, code: str, argument: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.step: str | None = None
        self.link: int | None = None
        self.argument = argument


def require(name: str, condition: object, code: str, argument: str | None = None) -> None:
    """Refuses with `code` unless `condition` holds, or the check is switched off."""
    if not condition and name not in without:
        raise Denied(code, argument)


def met(name: str, condition: object) -> bool:
    """A condition that decides a branch; switched off it counts as met."""
    return bool(condition) or name in without


@contextmanager
def at(step: str | None = None, link: int | None = None) -> Iterator[None]:
    """errors.md, The JSON of a refusal: says of a refusal inside at which step and link it was."""
    try:
        yield
    except Denied as denied:
        denied.step = denied.step or step
        denied.link = link if denied.link is None else denied.link
        raise


def checks() -> dict[str, tuple[str, str]]:
    """All checks: name → (section, code). Read from the source, so that the list cannot be another than the code.

    A function that checks begins its description with "SECTION: …", or with "SECTION → CODE: …" if its checks name no code.
    """
    found: dict[str, tuple[str, str]] = {}
    for path in sorted(Path(__file__).parent.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(function, ast.FunctionDef) or not ast.get_docstring(function):
                continue
            section, _, code = str(ast.get_docstring(function)).partition(":")[0].partition(" → ")
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.args:
                    name = call.args[0]
                    if call.func.id in ("require", "met") and isinstance(name, ast.Constant):
                        refusal = call.args[2] if call.func.id == "require" else None
                        stated = refusal.value if isinstance(refusal, ast.Constant) else code
                        found[str(name.value)] = (section, str(stated) or "-")
    return found
