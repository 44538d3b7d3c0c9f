/** Calls: values, numbers, strict JSON, canonical bytes, MCP messages (call.md), and the member `http` (http.md). */

import { blake3 } from "@noble/hashes/blake3.js";
import { type Item, byteLength, demand, encode, fromHex, fromUtf8, refuse, utf8 } from "./encoding.js";
import { hasRefused, isRefused, refuseSecret } from "./operators.js";

export type Value = null | boolean | number | string | Value[] | Map<string, Value>;

export type Http = { body: Uint8Array; method: string; target: string };

export type Call = { action: string; args: Map<string, Value>; http?: Http };

const JSON_BYTES = 524_288;
const ARGS_BYTES = 65_536;
const ARGS_DEPTH = 15;
const ARGS_NODES = 4_096;
const ACTION_BYTES = 256;
const HTTP_METHOD_BYTES = 32;
const HTTP_TARGET_BYTES = 8_192;
/** Bounds the recursion of the reader; what is in a call or a message stands at most two levels deeper than its args. */
const READ_DEPTH = ARGS_DEPTH + 2;

/** README.md, "Conventions": BLAKE3 in its derive-key mode. */
export function digest(context: string, bytes: Uint8Array): Uint8Array {
  return blake3(bytes, { context: utf8(context) });
}

/** "Numbers": a decimal value as digits without zeros at either end, and the exponent of the last digit. */
function decimal(literal: string): { negative: boolean; digits: string; exponent: number } | undefined {
  const parts = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(literal);
  if (parts === null) return undefined;
  const fraction = parts[3] ?? "";
  const all = ((parts[2] as string) + fraction).replace(/^0+/, "");
  let length = all.length;
  while (length > 0 && all[length - 1] === "0") length--;
  const exponent = Number(parts[4] ?? "0") - fraction.length + (all.length - length);
  return { negative: parts[1] === "-", digits: all.slice(0, length), exponent };
}

/** "Numbers": the double that a literal names, if it names one exactly. */
export function readNumber(literal: string): number {
  const written = decimal(literal) ?? refuse("json_number");
  if (written.digits === "") return 0;
  // No double prints more digits; so the conversion below sees short literals only.
  demand(written.digits.length <= 17, "json_number");
  const value = Number(`${written.negative ? "-" : ""}${written.digits}e${written.exponent}`);
  const printed = Math.abs(value) <= Number.MAX_SAFE_INTEGER ? decimal(String(value)) : undefined;
  demand(printed?.digits === written.digits && printed.exponent === written.exponent, "json_number");
  return value;
}

/** "Amounts": the millionths of a value, if it is an amount. */
export function millionths(value: Value | undefined): bigint | undefined {
  const parts = typeof value === "number" ? /^([0-9]+)(?:\.([0-9]{1,6}))?$/.exec(String(value)) : null;
  if (parts === null || (value as number) >= 9e12) return undefined;
  return BigInt((parts[1] as string) + (parts[2] ?? "").padEnd(6, "0"));
}

const ESCAPES = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** "Reading JSON", one value after the other; the texts of grants and calls are scanned by its heirs. */
export class Scanner {
  at = 0;

  constructor(readonly text: string) {}

  /** Takes what matches a sticky pattern here, or nothing. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  value(depth = 1): Value {
    const next = this.text[this.at];
    if (next === "{" || next === "[") {
      demand(depth <= READ_DEPTH, "limit_exceeded");
      return next === "{" ? this.#object(depth) : this.#list(depth);
    }
    if (next === '"') return this.string();
    const word = this.take(/true|false|null/y);
    if (word !== "") return word === "null" ? null : word === "true";
    return this.number() ?? refuse("json_syntax");
  }

  /** A number, or undefined if none begins here: what begins with `-` or a digit, as far as what a literal can have goes. */
  number(): number | undefined {
    const literal = this.take(/[-0-9][-+.0-9eE]*/y);
    return literal === "" ? undefined : readNumber(literal);
  }

  /** After a member: true if another follows, false if the bracket is closed. */
  #more(close: string): boolean {
    this.take(/[ \t\n\r]*/y);
    const next = this.take(/[,\]}]/y);
    demand(next === "," || next === close, "json_syntax");
    this.take(/[ \t\n\r]*/y);
    return next === ",";
  }

  #list(depth: number): Value[] {
    const members: Value[] = [];
    this.take(/\[[ \t\n\r]*/y);
    if (this.take(/\]/y) === "") {
      do {
        members.push(this.value(depth + 1));
      } while (this.#more("]"));
    }
    return members;
  }

  #object(depth: number): Map<string, Value> {
    const members = new Map<string, Value>();
    this.take(/\{[ \t\n\r]*/y);
    if (this.take(/\}/y) === "") {
      do {
        demand(this.text[this.at] === '"', "json_syntax");
        const name = this.string();
        demand(!members.has(name), "json_duplicate_name");
        demand(this.take(/[ \t\n\r]*:[ \t\n\r]*/y) !== "", "json_syntax");
        members.set(name, this.value(depth + 1));
      } while (this.#more("}"));
    }
    return members;
  }

  /** A string, of which the opening quote is next. */
  string(): string {
    let text = "";
    this.at++;
    for (;;) {
      text += this.take(/[^"\\\u0000-\u001f]*/y);
      const next = this.text[this.at++];
      if (next === '"') break;
      demand(next !== undefined, "json_syntax");
      text += next === "\\" ? this.#escape() : refuse("json_string");
    }
    return text.isWellFormed() ? text : refuse("json_string");
  }

  #escape(): string {
    const unit = this.take(/u[0-9A-Fa-f]{0,4}/y);
    if (unit.length === 5) return String.fromCharCode(parseInt(unit.slice(1), 16));
    demand(unit === "", "json_string");
    return ESCAPES.get(this.text[this.at++] as string) ?? refuse("json_string");
  }
}

/** "Reading JSON": a whole text. */
export function readJson(bytes: Uint8Array): Value {
  demand(bytes.length <= JSON_BYTES, "limit_exceeded");
  const scanner = new Scanner(fromUtf8(bytes) ?? refuse("json_string"));
  scanner.take(/[ \t\n\r]*/y);
  const value = scanner.value();
  scanner.take(/[ \t\n\r]*/y);
  return scanner.at < scanner.text.length ? refuse("json_syntax") : value;
}

/** "Parts": nesting and number of the values of one argument tree. */
function withinLimits(root: Value): void {
  let left = ARGS_NODES;
  const count = (value: Value, depth: number): void => {
    demand(--left >= 0, "limit_exceeded");
    if (value !== null && typeof value === "object") {
      demand(depth <= ARGS_DEPTH, "limit_exceeded");
      for (const member of value.values()) count(member, depth + 1);
    }
  };
  count(root, 1);
}

/** "Parts": a call of an action and arguments that were read or built. */
export function makeCall(action: string, args: Map<string, Value>, http?: Http): Call {
  refuseSecret(action);
  demand(action !== "" && !hasRefused(action), "call_invalid");
  demand(byteLength(action) <= ACTION_BYTES, "limit_exceeded");
  withinLimits(args);
  demand(encode(args).length <= ARGS_BYTES, "limit_exceeded");
  return http === undefined ? { action, args } : { action, args, http };
}

/** The members of an object, of which all must be among `names`. */
function membersOf(value: Value | undefined, names: string[]): Map<string, Value> {
  demand(value instanceof Map && ![...value.keys()].some((name) => !names.includes(name)), "call_invalid");
  return value;
}

function textOf(members: Map<string, Value>, name: string): string {
  const value = members.get(name);
  return typeof value === "string" ? value : refuse("call_invalid");
}

/** A member that is an object, and empty where it may be left out. */
function argsOf(members: Map<string, Value>, name: string): Map<string, Value> {
  const value = members.has(name) ? members.get(name) : new Map<string, Value>();
  return value instanceof Map ? value : refuse("call_invalid");
}

/** http.md, "The member". */
function readHttp(value: Value): Http {
  const members = membersOf(value, ["body", "method", "target"]);
  const [body, method, target] = [textOf(members, "body"), textOf(members, "method"), textOf(members, "target")];
  const fits = byteLength(method) <= HTTP_METHOD_BYTES && byteLength(target) <= HTTP_TARGET_BYTES;
  demand(fits, "limit_exceeded");
  const formed = /^[0-9a-f]{64}$/.test(body) && /^[A-Z-]+$/.test(method) && /^\/[\x21-\x22\x24-\x7e]*$/.test(target);
  demand(formed, "call_invalid");
  return { body: fromHex(body), method, target };
}

/** "A call as JSON". */
export function readCall(json: Uint8Array): Call {
  const members = membersOf(readJson(json), ["action", "args", "http"]);
  const http = members.get("http");
  const [action, args] = [textOf(members, "action"), argsOf(members, "args")];
  return makeCall(action, args, http === undefined ? undefined : readHttp(http));
}

/** "MCP `tools/call`". */
export function readMcp(label: string, json: Uint8Array): Call {
  demand(/^[A-Za-z0-9_-]+$/.test(label), "call_invalid");
  const message = membersOf(readJson(json), ["jsonrpc", "method", "params", "id"]);
  demand(message.get("jsonrpc") === "2.0" && message.get("method") === "tools/call", "call_invalid");
  const params = membersOf(message.get("params"), ["name", "arguments", "_meta", "task"]);
  [message.get("id"), params.get("_meta"), params.get("task")].forEach((unjudged) => withinLimits(unjudged ?? null));
  const name = textOf(params, "name");
  demand(name !== "", "call_invalid");
  return makeCall(`${label}.${name}`, argsOf(params, "arguments"));
}

/** "Canonical bytes and digest". */
export function canonical({ action, args, http }: Call): Uint8Array {
  const members: [string, Item][] = [
    ["args", args],
    ["action", action],
  ];
  if (http !== undefined) members.push(["http", new Map<string, Item>(Object.entries(http))]);
  return encode(new Map(members));
}

export function callDigest(call: Call): Uint8Array {
  return digest("depute v1 call digest", canonical(call));
}

const PRINTED = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
]);

/** "Printing JSON": a string. */
export function printString(text: string): string {
  let printed = "";
  for (const character of text) {
    const escape = PRINTED.get(character);
    if (escape !== undefined || !isRefused(character.codePointAt(0) as number)) {
      printed += escape ?? character;
    } else {
      for (let unit = 0; unit < character.length; unit++) {
        printed += "\\u" + character.charCodeAt(unit).toString(16).padStart(4, "0");
      }
    }
  }
  return `"${printed}"`;
}
