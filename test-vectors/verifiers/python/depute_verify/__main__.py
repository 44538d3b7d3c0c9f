"""The program: `run`, `answer`, `check` and `checks`."""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from . import Denied, at, checks, require, without
from .calls import Call, read_call, read_mcp
from .cbor import Reader
from .grant_print import print_budget, print_clause
from .grant_text import read_budget_text, read_call_text, read_clause_text
from .grants import GrantReader
from .revocation import Memory, read_list
from .signing import bytes_of_text, judge_key, judge_signature, key_text, signature_holds
from .tokens import read_endorsement_alone, read_presentation, read_token
from .verify import Verified, Verifier, judge_grants, read_trust, read_verifier, verify

Answer = dict[str, Any]


def refusal(denied: Denied) -> Answer:
    answer: Answer = {"verdict": "denied", "code": denied.code}
    return answer | {"step": denied.step, "link": denied.link, "argument": denied.argument}


def json_bytes(given: dict[str, Any], name: str = "json") -> bytes:
    if f"{name}_hex" in given:
        return bytes.fromhex(given[f"{name}_hex"])
    return str(given[name]).encode("utf-8", "surrogatepass")


def take_in_all(verifier: Verifier, lists: list[bytes], now: int) -> Memory:
    """verify.md: the lists that a verifier was given before; those of a local list its operator chose himself."""
    memory = Memory()
    list_keys = {key for entry in verifier.trust for key in entry.list_keys}
    for data in lists:
        taken = read_list(data)
        memory.take_in(taken, now, verifier.revocations != "required" or taken.key in list_keys)
    return memory


def answer_verify(given: dict[str, Any]) -> Answer:
    verifier = read_verifier(given["verifier"])
    memory = take_in_all(verifier, [bytes.fromhex(data) for data in given.get("lists", [])], given["now"])
    with at("form"):
        call = read_call(json_bytes(given, "call"))
    return verified(verify(verifier, memory, bytes.fromhex(given["presentation"]), call, given["now"]))


def verified(result: Verified) -> Answer:
    authorizer = {"key": (result.root.issuer or b"").hex()}
    if result.root.subject is not None:
        authorizer = {"entry": result.entry.name, "subject": result.root.subject}
    charges = [
        {"counter": c.counter.hex(), "amount": str(c.amount), "limit": str(c.limit), "window": c.window}
        for c in result.charges
    ]
    return {
        "verdict": "verified",
        "authorizer": authorizer,
        "holders": [holder.hex() for holder in result.holders],
        "charges": charges,
        "endorsements": [id.hex() for id in result.endorsements],
    }


def read_object(kind: str, data: bytes) -> Answer:
    if kind == "token":
        return {"verdict": "read", "ids": [link.id.hex() for link in read_token(data)]}
    if kind in ("clause", "budget"):
        reader = Reader(data)
        grants = GrantReader(reader)
        grants.clause() if kind == "clause" else grants.budget(True)
        reader.finish()
    else:
        read = {"presentation": read_presentation, "endorsement": read_endorsement_alone, "list": read_list}
        read[kind](data)
    return {"verdict": "read"}


def answer_text(given: dict[str, Any]) -> Answer:
    data = bytes_of_text(given["kind"], given["text"])
    if given["kind"] not in ("secret-key", "public-key"):
        read_object(given["kind"], data)
    return {"verdict": "read", "bytes": data.hex()}


def answer_call(call: Call) -> Answer:
    return {"verdict": "read", "canonical": call.canonical().hex(), "digest": call.digest().hex()}


def answer_clause_text(given: dict[str, Any]) -> Answer:
    wire, clause = read_clause_text(given["text"])
    return {"verdict": "read", "wire": wire.hex(), "text": print_clause(clause)}


def answer_budget_text(given: dict[str, Any]) -> Answer:
    wire, budget = read_budget_text(given["text"])
    return {"verdict": "read", "wire": wire.hex(), "text": print_budget(budget)}


def answer_match(given: dict[str, Any]) -> Answer:
    reader = Reader(bytes.fromhex(given["clause"]))
    clause = GrantReader(reader).clause()
    reader.finish()
    judge_grants(1, (clause,), read_call(json_bytes(given, "call")))
    return {"verdict": "accepted"}


def answer_signature(given: dict[str, Any]) -> Answer:
    """token.md, Signatures: the lengths, the key, then the form of the signature, then the equation."""
    key, message, signature = (bytes.fromhex(given[name]) for name in ("key", "message", "signature"))
    require("signature.lengths", len(key) == 32 and len(signature) == 64, "value_invalid")
    judge_key(key)
    judge_signature(signature)
    require("signature.equation", signature_holds(key, message, signature), "signature_invalid")
    return {"verdict": "valid"}


def answer_take_in(given: dict[str, Any]) -> Answer:
    trust = read_trust(given["trust"])
    list_keys = {key for entry in trust for key in entry.list_keys}
    memory = Memory()
    for one in given["lists"]:
        taken = read_list(bytes.fromhex(one["list"]))
        memory.take_in(taken, one["now"], taken.key in list_keys)
    return {"verdict": "taken"}


ANSWERS = {
    "verify": answer_verify,
    "read": lambda given: read_object(given["kind"], bytes.fromhex(given["bytes"])),
    "text": answer_text,
    "call": lambda given: answer_call(read_call(json_bytes(given))),
    "mcp": lambda given: answer_call(read_mcp(given["label"], json_bytes(given))),
    "call-text": lambda given: answer_call(read_call_text(given["text"])),
    "clause-text": answer_clause_text,
    "budget-text": answer_budget_text,
    "match": answer_match,
    "signature": answer_signature,
    "take-in": answer_take_in,
}


def answer(question: Any) -> Answer:
    """The answer to one question; whatever is not understood is an error, and not a refusal."""
    try:
        return ANSWERS[question["do"]](question["input"])
    except Denied as denied:
        return refusal(denied)
    except Exception as fault:  # the line protocol must outlive every question
        return {"verdict": "error", "message": f"{type(fault).__name__}: {fault}"}


def run(directory: Path) -> int:
    """Answers every vector of a folder and prints each answer that differs."""
    ran = differ = 0
    complete = True
    for path in sorted(directory.glob("*.json")):
        document = json.loads(path.read_text("utf-8"))
        if "vectors" not in document:
            continue
        wrong = 0
        for vector in document["vectors"]:
            expected, got = vector["expect"], answer(vector)
            if any(name not in got or got[name] != value for name, value in expected.items()):
                wrong += 1
                print(f"{vector['id']}\n  expected {json.dumps(expected)}\n  got      {json.dumps(got)}")
        here, due = len(document["vectors"]), document["count"]
        print(f"{document['subject']}: {here} of {due} ran, {wrong} differ")
        ran, differ, complete = ran + here, differ + wrong, complete and here == due
    print(f"total: {ran} ran, {differ} differ")
    return 0 if complete and not differ else 1


def answer_lines() -> int:
    """The line protocol. A question may name further checks that are switched off for it: `without`, a list."""
    always = set(without)
    for line in sys.stdin.buffer:
        try:
            question = json.loads(line)
        except (ValueError, RecursionError) as fault:
            reply = {"verdict": "error", "message": str(fault)}
        else:
            without.update(question.get("without", []) if isinstance(question, dict) else [])
            reply = answer(question)
            without.intersection_update(always)
        print(json.dumps(reply), flush=True)
    return 0


def given_text(argument: str) -> str:
    return Path(argument[1:]).read_text("utf-8").strip() if argument.startswith("@") else argument


def tell_denied(denied: Denied) -> int:
    print(f"DENIED {denied.code}")
    places = (("step", denied.step), ("link", denied.link), ("argument", denied.argument))
    print(", ".join(f"{name} {place}" for name, place in places if place is not None))
    return 3


def check(arguments: argparse.Namespace) -> int:
    """One presentation, judged for a person."""
    now = int(time.time()) if arguments.now is None else arguments.now
    try:
        presentation, call_text = given_text(arguments.presentation), given_text(arguments.call)
        lists = [Path(name).read_text("utf-8").strip() for name in arguments.list]
        verifier = read_verifier(json.loads(Path(arguments.verifier).read_text("utf-8")))
    except Denied as denied:
        return tell_denied(denied)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        print(f"{type(fault).__name__}: {fault}", file=sys.stderr)
        return 2
    try:
        memory = take_in_all(verifier, [bytes_of_text("list", text) for text in lists], now)
        call = read_call(call_text.encode("utf-8", "surrogateescape"))
        result = verify(verifier, memory, bytes_of_text("presentation", presentation), call, now)
    except Denied as denied:
        return tell_denied(denied)
    subject = result.root.subject
    authorizer = key_text(result.root.issuer or b"") if subject is None else f"{subject} of {result.entry.name}"
    print(f"VERIFIED for {authorizer}")
    print("through", " → ".join(key_text(holder) for holder in result.holders))
    for charge in result.charges:
        per = "" if charge.window is None else f" per {charge.window} s"
        print(f"owed {charge.amount} of {charge.limit}{per} to {charge.counter.hex()}")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="depute_verify", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="answer every vector of a folder and compare")
    running.add_argument("directory", type=Path)
    answering = commands.add_parser("answer", help="answer questions, one a line")
    for lazy in (running, answering):
        lazy.add_argument("--without", action="append", default=[], metavar="NAME", help="switch a check off")
    checking = commands.add_parser("check", help="judge one presentation")
    checking.add_argument("presentation", help="its dptp1_ text, or @FILE")
    checking.add_argument("call", help="the call as JSON, or @FILE")
    checking.add_argument("verifier", help="a JSON file: the configuration")
    checking.add_argument("--now", type=int, metavar="SECONDS")
    checking.add_argument("--list", action="append", default=[], metavar="FILE")
    commands.add_parser("checks", help="print the names of all checks")
    arguments = parser.parse_args()
    if arguments.command == "checks":
        for name, (section, code) in sorted(checks().items()):
            print(f"{name:32} {code:24} {section}")
        return 0
    if arguments.command == "check":
        return check(arguments)
    unknown = set(arguments.without) - set(checks())
    if unknown:
        parser.error(f"no such check: {', '.join(sorted(unknown))}")
    without.update(arguments.without)
    return run(arguments.directory) if arguments.command == "run" else answer_lines()


if __name__ == "__main__":
    sys.exit(main())
