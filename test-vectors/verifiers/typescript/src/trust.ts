/** What a verifier is configured with (verify.md, "Trust" and "Policy"), read from the JSON that the test vectors use. */

import { Scanner } from "./call.js";
import { Encoded, Reader, demand, encode, fromHex, hex, refusalOf, utf8 } from "./encoding.js";
import type { Clause } from "./clause.js";
import { GrantReader, judgePolicyText, operandFault, refuseTwice } from "./grant.js";
import { judgeConfiguredKey } from "./keys.js";
import { textFault } from "./operators.js";
import { LIFE_SECS, judgeAudience, judgeLine } from "./token.js";

const SKEW_SECS = 300;
const PROOF_AGE_SECS = 300;
const STALENESS_SECS = 3_600;

export type Interval = { from: number | null; until: number | null };

export interface Entry {
  name: string;
  keys: Map<string, Interval>;
  subjects: ((sub: string) => boolean)[];
  listKeys: string[];
  revokers: string[];
  clauses: Clause[];
}

export interface Verifier {
  trust: Entry[];
  audience: string;
  members: "plain" | "http";
  life: number;
  skew: number;
  age: number;
  ledger: string | null;
  /** The policy: nothing, what was taken in, or lists of at most this staleness. */
  revocations: "none" | "local list" | number;
}

/** What is not a question of the protocol; a refusal is another thing. */
export function misunderstood(what: string): never {
  throw new TypeError(`not understood: ${what}`);
}

/** A question's members, by name and type. */
export class Input {
  readonly #members: Map<string, unknown>;

  constructor(value: unknown, what = "question") {
    if (typeof value !== "object" || value === null || Array.isArray(value)) misunderstood(what);
    this.#members = new Map(Object.entries(value));
  }

  get(name: string): unknown {
    return this.#members.get(name);
  }

  text(name: string): string {
    const value = this.get(name);
    return typeof value === "string" && value.isWellFormed() ? value : misunderstood(name);
  }

  bytes(name: string): Uint8Array {
    const value = this.text(name);
    return value.length % 2 === 0 && /^[0-9a-f]*$/.test(value) ? fromHex(value) : misunderstood(name);
  }

  integer(name: string): number {
    const value = this.get(name);
    return Number.isSafeInteger(value) ? (value as number) : misunderstood(name);
  }

  /** The members of a list, each read as if it stood under the name of the list. */
  list<T>(name: string, read: (member: Input) => T): T[] {
    const value = this.get(name);
    return Array.isArray(value) ? value.map((member) => read(new Input({ [name]: member }))) : misunderstood(name);
  }

  /** The object of this name. */
  input(name: string): Input {
    return new Input(this.get(name), name);
  }

  /** A JSON text, whose bytes are given where it is not UTF-8. */
  json(): Uint8Array {
    return this.get("json_hex") === undefined ? utf8(this.text("json")) : this.bytes("json_hex");
  }
}

/** One of a list of subjects that is written as texts. */
function readSubjectRule(text: string): (sub: string) => boolean {
  judgePolicyText(text);
  const [, word] = /^(at|like|=) "/.exec(text) ?? [];
  if (word === undefined) return (sub) => sub === text;
  const scanner = new Scanner(text);
  scanner.at = word.length + 1;
  let operand = "";
  const fault = refusalOf(() => (operand = scanner.string()));
  demand(fault === undefined && scanner.at === text.length, "grant_syntax");
  if (word === "=") return (sub) => sub === operand;
  const operator = word === "at" ? 11 : 8;
  demand(operandFault(operator, operand) === undefined, "grant_syntax");
  return (sub) => textFault(operator, operand, sub) === undefined;
}

/** Link zero, from clauses in wire form. */
function readLinkZero(clauses: Uint8Array[]): Clause[] {
  for (const bytes of clauses) {
    const reader = new Reader(bytes);
    new GrantReader(reader).clause();
    reader.end();
  }
  return new GrantReader(new Reader(encode(clauses.map((bytes) => new Encoded(bytes))))).clauses();
}

function readKey(input: Input, name: string): string {
  return hex(judgeConfiguredKey(input.bytes(name)));
}

/** Keys of which none comes twice. */
function readKeys(input: Input, name: string): string[] {
  const seen = new Set<string>();
  input.list(name, (member) => refuseTwice(seen, readKey(member, name)));
  return [...seen];
}

function readTime(input: Input, name: string): number | null {
  return input.get(name) === null ? null : input.integer(name);
}

/** "Trust": the entries. A name stands once; a key stands in one entry only, once. */
export function readTrust(input: Input): Entry[] {
  const [names, owned] = [new Set<string>(), new Set<string>()];
  const trust = input.list("trust", (member): Entry => {
    const entry = member.input("trust");
    const name = judgeLine(entry.text("name"));
    refuseTwice(names, name);
    const keys = entry.list("keys", (member): [string, Interval] => {
      const key = member.input("keys");
      const interval = { from: readTime(key, "from"), until: readTime(key, "until") };
      refuseTwice(owned, readKey(key, "key"));
      return [readKey(key, "key"), interval];
    });
    return {
      name,
      keys: new Map(keys),
      subjects: entry.list("subjects", (subject) => readSubjectRule(subject.text("subjects"))),
      listKeys: readKeys(entry, "list_keys"),
      revokers: readKeys(entry, "revokers"),
      clauses: readLinkZero(entry.list("clauses", (clause) => clause.bytes("clauses"))),
    };
  });
  demand(trust.length > 0, "trust_empty");
  return trust;
}

/** A number of seconds that has a bound. */
function readSeconds(input: Input, name: string, most: number): number {
  const seconds = input.integer(name);
  demand(seconds <= most, "limit_exceeded");
  return seconds;
}

/** "Policy", and the trust. */
export function readVerifier(input: Input): Verifier {
  const members = input.text("members");
  if (members !== "plain" && members !== "http") misunderstood("members");
  const lists = input.get("revocations");
  const isPlain = lists === "none" || lists === "local list";
  return {
    trust: readTrust(input),
    audience: judgeAudience(input.text("audience")),
    members,
    life: readSeconds(input, "life", LIFE_SECS),
    skew: readSeconds(input, "skew", SKEW_SECS),
    age: readSeconds(input, "age", PROOF_AGE_SECS),
    ledger: input.get("ledger") === null ? null : readKey(input, "ledger"),
    revocations: isPlain ? lists : readSeconds(input.input("revocations"), "required", STALENESS_SECS),
  };
}
