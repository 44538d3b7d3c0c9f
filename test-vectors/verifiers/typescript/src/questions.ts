/** Questions as the test vectors and the line protocol ask them, and their answers. */

import { type Call, callDigest, canonical, readCall, readMcp } from "./call.js";
import { Reader, Refusal, demand, hex, refusalOf, utf8 } from "./encoding.js";
import { judgeClause } from "./clause.js";
import { GrantReader } from "./grant.js";
import { fromText, isSignature, judgeKey, judgeSignature } from "./keys.js";
import { Memory, readList } from "./revocation.js";
import { parseBudget, parseCall, parseClause } from "./text.js";
import * as token from "./token.js";
import { Input, misunderstood, readTrust, readVerifier } from "./trust.js";
import { verify } from "./verify.js";

export type Answer = { verdict: string; [member: string]: unknown };

/** A clause or a budget stands alone: nothing follows it. */
function readAlone<T>(bytes: Uint8Array, read: (grants: GrantReader) => T): T {
  const reader = new Reader(bytes);
  const item = read(new GrantReader(reader));
  reader.end();
  return item;
}

/** What is read, by its kind. */
const KINDS = new Map<string, (bytes: Uint8Array) => unknown>([
  ["token", token.readToken],
  ["presentation", token.readPresentation],
  ["endorsement", token.readLoneEndorsement],
  ["list", readList],
  ["clause", (bytes) => readAlone(bytes, (grants) => grants.clause())],
  ["budget", (bytes) => readAlone(bytes, (grants) => grants.budget(true))],
]);

function answerRead(kind: string, bytes: Uint8Array): Answer {
  const object = (KINDS.get(kind) ?? misunderstood("kind"))(bytes);
  if (kind !== "token") return { verdict: "read" };
  return { verdict: "read", ids: token.identitiesOf(object as token.Token).map(({ id }) => hex(id)) };
}

function answerText(kind: string, text: string): Answer {
  const bytes = fromText(kind, text);
  KINDS.get(kind)?.(bytes);
  return { verdict: "read", bytes: hex(bytes) };
}

function readAs(call: Call): Answer {
  return { verdict: "read", canonical: hex(canonical(call)), digest: hex(callDigest(call)) };
}

function writtenAs({ wire, text }: { wire: Uint8Array; text: string }): Answer {
  return { verdict: "read", wire: hex(wire), text };
}

function answerMatch(input: Input): Answer {
  const clause = readAlone(input.bytes("clause"), (grants) => grants.clause());
  judgeClause(clause, readCall(utf8(input.text("call"))));
  return { verdict: "accepted" };
}

function answerSignature(input: Input): Answer {
  const [key, message, signature] = [input.bytes("key"), input.bytes("message"), input.bytes("signature")];
  demand(key.length === 32 && signature.length === 64, "value_invalid");
  demand(isSignature(judgeKey(key), message, judgeSignature(signature)), "signature_invalid");
  return { verdict: "valid" };
}

function answerTakeIn(input: Input): Answer {
  const listKeys = readTrust(input).flatMap((entry) => entry.listKeys);
  const memory = new Memory();
  input.list("lists", (member) => {
    const list = member.input("lists");
    memory.takeIn(list.bytes("list"), listKeys, list.integer("now"));
  });
  return { verdict: "taken" };
}

/** Lists that are refused are not taken in; the call is judged without them. */
function answerVerify(input: Input): Answer {
  const verifier = readVerifier(input.input("verifier"));
  const listKeys = verifier.trust.flatMap((entry) => entry.listKeys);
  const [bytes, call, now] = [input.bytes("presentation"), utf8(input.text("call")), input.integer("now")];
  const memory = new Memory();
  input.list("lists", (list) => {
    const taken = list.bytes("lists");
    refusalOf(() => memory.takeIn(taken, listKeys, now));
  });
  return { verdict: "verified", ...verify(verifier, memory, bytes, () => readCall(call), now) };
}

const QUESTIONS = new Map<string, (input: Input) => Answer>([
  ["verify", answerVerify],
  ["read", (input) => answerRead(input.text("kind"), input.bytes("bytes"))],
  ["text", (input) => answerText(input.text("kind"), input.text("text"))],
  ["call", (input) => readAs(readCall(input.json()))],
  ["mcp", (input) => readAs(readMcp(input.text("label"), input.json()))],
  ["call-text", (input) => readAs(parseCall(input.text("text")))],
  ["clause-text", (input) => writtenAs(parseClause(input.text("text")))],
  ["budget-text", (input) => writtenAs(parseBudget(input.text("text")))],
  ["match", answerMatch],
  ["signature", answerSignature],
  ["take-in", answerTakeIn],
]);

/** The answer, also where it is a refusal, or where the question is not understood. */
export function answerOf(ask: () => Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof Refusal)) return { verdict: "error", message: String(error) };
    const { code, step, link, argument } = error;
    return { verdict: "denied", code, ...(step !== null && { step }), link, argument };
  }
}

/** Answers `{"do", "input"}`, whatever it is. */
export function answer(question: unknown): Answer {
  return answerOf(() => {
    const asked = new Input(question);
    const ask = QUESTIONS.get(asked.text("do")) ?? misunderstood("do");
    return ask(asked.input("input"));
  });
}
