/**
 * The test vectors, answered by the engine in this page. What takes the wire form of a single clause or budget is passed over:
 * the package reads them as text; clauses of trust are known by the vectors that give both.
 */
import {
  Call, DeputeError, Denied, Endorsement, Presentation, RevocationList, Token, Verifier, parseBudget, parseClause,
} from "depute/inline";
import type { TrustEntry } from "depute/inline";
import { bytes, didOf, hex, keyOf } from "./bytes.js";

interface Vector {
  id: string;
  do: string;
  input: Record<string, unknown>;
  expect: Record<string, unknown>;
}

export interface Tally {
  ran: number;
  right: number;
  /** What a page cannot ask. */
  passed: number;
  wrong: string[];
}

type Answer = Record<string, unknown>;

/** Runs all of them, a slice at a time, and tells how far it is. */
export async function runVectors(files: { vectors: Vector[] }[], told: (tally: Tally, of: number) => void): Promise<Tally> {
  const all = files.flatMap(({ vectors }) => vectors);
  const clauses = new Map<string, string>([["8380a0f5", "*(..)"]]);
  for (const vector of all) {
    if (vector.do === "clause-text" && vector.expect.wire !== undefined) clauses.set(String(vector.expect.wire), String(vector.expect.text));
  }
  const tally: Tally = { ran: 0, right: 0, passed: 0, wrong: [] };
  for (const [index, vector] of all.entries()) {
    const answer = answered(vector, clauses);
    if (answer === undefined) tally.passed += 1;
    else {
      tally.ran += 1;
      if (agrees(answer, vector.expect)) tally.right += 1;
      else tally.wrong.push(vector.id);
    }
    if (index % 100 === 99) {
      told(tally, all.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  told(tally, all.length);
  return tally;
}

/** `undefined`: this cannot be asked here. */
function answered({ do: what, input }: Vector, clauses: Map<string, string>): Answer | undefined {
  try {
    return ask(what, input, clauses);
  } catch (error) {
    if (!(error instanceof DeputeError)) throw error;
    return { verdict: "denied", code: error.code, ...(error.link === undefined ? {} : { link: error.link }) };
  }
}

function ask(what: string, input: Record<string, unknown>, clauses: Map<string, string>): Answer | undefined {
  const text = (name: string) => input[name] as string;
  switch (what) {
    case "call": return input.json === undefined ? undefined : digested(Call.fromJson(text("json")));
    case "mcp": return digested(Call.fromMcp(text("json"), text("label")));
    case "call-text": return digested(Call.parse(text("text")));
    // The wire form beside the text is not the package's to tell.
    case "clause-text": return { verdict: "read", text: parseClause(text("text")) };
    case "budget-text": return { verdict: "read", text: parseBudget(text("text")) };
    case "read": return readBytes(text("kind"), bytes(text("bytes")));
    case "text": return readText(text("kind"), text("text"));
    case "verify": return verify(input, clauses);
    default: return undefined;
  }
}

function digested(call: Call): Answer {
  return { verdict: "read", canonical: hex(call.canonical), digest: call.digest };
}

function readBytes(kind: string, given: Uint8Array): Answer | undefined {
  switch (kind) {
    case "token": return { verdict: "read", ids: Token.fromBytes(given).unverified.links.map(({ id }) => id) };
    case "presentation": return Presentation.fromBytes(given) && { verdict: "read" };
    case "endorsement": return Endorsement.fromBytes(given) && { verdict: "read" };
    case "list": return RevocationList.fromBytes(given) && { verdict: "read" };
    default: return undefined;
  }
}

const READERS: Record<string, (text: string) => { bytes: Uint8Array }> = {
  token: Token.parse,
  presentation: Presentation.parse,
  endorsement: Endorsement.parse,
  list: RevocationList.parse,
};

function readText(kind: string, text: string): Answer | undefined {
  const reader = READERS[kind];
  // The face trims what people paste, and the vectors ask of the text as it is.
  if (reader === undefined || text !== text.trim()) return undefined;
  return { verdict: "read", bytes: hex(reader(text).bytes) };
}

interface Config {
  audience: string;
  members: string;
  life: number;
  skew: number;
  age: number;
  ledger: string | null;
  revocations: "none" | "local list" | { required: number };
  trust: { name: string; keys: { key: string; from: number | null; until: number | null }[]; subjects: string[]; list_keys: string[]; revokers: string[]; clauses: string[] }[];
}

function verify(input: Record<string, unknown>, clauses: Map<string, string>): Answer | undefined {
  const config = input.verifier as Config;
  const now = input.now as number;
  if (config.trust.some((entry) => entry.clauses.length === 0 || entry.clauses.some((clause) => !clauses.has(clause)))) return undefined;
  const verifier = new Verifier({
    audience: config.audience,
    trust: config.trust.map((entry) => trusted(entry, clauses)),
    revocations: config.revocations,
    life: config.life,
    skew: config.skew,
    proofAge: config.age,
    http: config.members === "http",
    ...(config.ledger === null ? {} : { ledger: didOf(config.ledger) }),
    started: now,
  });
  try {
    for (const list of input.lists as string[]) verifier.addList(RevocationList.fromBytes(bytes(list)), { now });
    const call = Call.fromJson(input.call as string);
    const verdict = verifier.check(Presentation.fromBytes(bytes(input.presentation as string)), call, { now });
    if (verdict instanceof Denied) return { ...verdict, verdict: "denied", link: verdict.link ?? null, argument: verdict.argument ?? null };
    const { authorizer } = verdict;
    return {
      verdict: "verified",
      authorizer: "key" in authorizer ? { key: keyOf(authorizer.key) } : authorizer,
      holders: verdict.holders.map(keyOf),
      endorsements: verdict.endorsements.map(({ id }) => id),
    };
  } catch (error) {
    // What cannot be read at all is a refusal at the step form.
    if (error instanceof DeputeError && !(error instanceof Denied)) return { verdict: "denied", code: error.code, step: "form", link: error.link ?? null, argument: null };
    throw error;
  } finally {
    verifier.free();
  }
}

function trusted(entry: Config["trust"][number], clauses: Map<string, string>): TrustEntry {
  return {
    name: entry.name,
    key: entry.keys.map(({ key, from, until }) => ({ key: didOf(key), ...(from === null ? {} : { from }), ...(until === null ? {} : { until }) })),
    allow: entry.clauses.map((clause) => clauses.get(clause)!),
    speaksFor: entry.subjects,
    listKeys: entry.list_keys.map(didOf),
    revokers: entry.revokers.map(didOf),
  };
}

/** What the package tells in another form than the vectors: charges with their limits, and wire forms. */
const NOT_TOLD = new Set(["charges", "wire"]);

function agrees(answer: Answer, expect: Record<string, unknown>): boolean {
  return Object.entries(expect).every(([name, value]) => NOT_TOLD.has(name) || same(answer[name], value));
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return one === other;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return names.length === others.length && names.every((name) => same((one as Answer)[name], (other as Answer)[name]));
}

