/** Calls and clauses as texts: printing a call, what a clause mentions, and the smallest mechanical change. */
import { Call, DeputeError } from "depute/inline";
import type { Value } from "depute/inline";

/** A call as the clause that allows it is written. */
export function printCall(action: string, args: { readonly [name: string]: Value }): string {
  const parts = Object.entries(args).map(([name, value]) => `${plainName(name)} = ${printValue(value)}`);
  return `${/^[A-Za-z0-9._-]+$/.test(action) ? action : JSON.stringify(action)}(${parts.join(", ")})`;
}

function printValue(value: Value): string {
  if (Array.isArray(value)) return `[${value.map(printValue).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${JSON.stringify(name)}: ${printValue(inner as Value)}`)
    .join(", ")}}`;
}

function plainName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

/** An argument that a clause names: `price <= 600`. */
export interface Mentioned {
  name: string;
  optional: boolean;
  limits: string;
}

export interface ClauseShape {
  action: string;
  args: Mentioned[];
  open: boolean;
}

/** The shape of a canonical clause: its action, the arguments it names, and whether others may stand beside them. */
export function shapeOf(clause: string): ClauseShape {
  const open = clause.startsWith('"') ? clause.indexOf("(", stringEnd(clause, 0)) : clause.indexOf("(");
  const action = clause.slice(0, open);
  const inner = clause.slice(open + 1, closing(clause, open));
  const parts = split(inner);
  const args = parts.filter((part) => part !== "..").map(mentioned);
  return { action: action.startsWith('"') ? (JSON.parse(action) as string) : action, args, open: parts.includes("..") };
}

function mentioned(part: string): Mentioned {
  const end = part.startsWith('"') ? stringEnd(part, 0) : (/^[A-Za-z_][A-Za-z0-9_]*/.exec(part)?.[0].length ?? 0);
  const name = part.slice(0, end);
  const rest = part.slice(end);
  const optional = rest.startsWith("?");
  const limits = (optional ? rest.slice(1) : rest).replace(/^:/, "").trim();
  return { name: name.startsWith('"') ? (JSON.parse(name) as string) : name, optional, limits };
}

/** Splits at commas that stand in no bracket and no text. */
function split(text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '"') at = stringEnd(text, at) - 1;
    else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) depth -= 1;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  return [...parts, text.slice(from).trim()].filter((part) => part !== "");
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function closing(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') at = stringEnd(text, at) - 1;
    else if (text[at] === "(") depth += 1;
    else if (text[at] === ")" && --depth === 0) return at;
  }
  return text.length;
}

/** A value that could pass these limits, as a call writes it: a guess to begin with, which the engine then judges. */
export function sampleFor(limits: string): string {
  const first = limits.split(" and ")[0] ?? "";
  const text = /"(?:[^"\\]|\\.)*"/.exec(first)?.[0];
  const amount = /-?\d+(?:\.\d+)?/.exec(first)?.[0];
  if (/^(=|in|date)/.test(first))
    return /^= (.*)$/.exec(first)?.[1] ?? /^in \[(.*?)[\],]/.exec(first)?.[1] ?? text ?? '""';
  if (/^[<>]/.test(first)) return text ?? amount ?? "0";
  if (first.startsWith("at")) return `"name@${text?.slice(1) ?? '"'}`;
  if (first.startsWith("cidr")) return text?.replace(/\/\d+"$/, '"') ?? '""';
  if (first.startsWith("like")) return text?.replaceAll("*", "x") ?? '""';
  if (/^(under|within)/.test(first)) return text ?? '""';
  if (first.startsWith("{")) return "{}";
  if (first.startsWith("[")) return "[]";
  return '""';
}

/** What stands in a refusal that a change can be made of. */
export interface Refused {
  code: string;
  argument: string | undefined;
  limit: string | undefined;
}

/** A call changed just enough for this refusal, where that is mechanical; the engine says whether it passes. */
export function changed(call: Call, refusal: Refused): { text: string; change: string } | undefined {
  const { argument, code } = refusal;
  if (argument === undefined) return undefined;
  const path = argument.match(/[^.[\]]+/g) ?? [];
  const args = JSON.parse(JSON.stringify(call.args)) as Record<string, Value>;
  if (code === "arg_not_granted") {
    if (!edit(args, path, undefined)) return undefined;
    return made(call.action, args, `leave ${argument} out`);
  }
  const wanted = refusal.limit === undefined ? undefined : nearest(refusal.limit);
  if (wanted === undefined || !edit(args, path, wanted)) return undefined;
  return made(call.action, args, `${argument} = ${JSON.stringify(wanted)}`);
}

function nearest(limit: string): Value | undefined {
  const json = /^(?:=|<=|>=) (.*)$/.exec(limit)?.[1] ?? /^in \[("(?:[^"\\]|\\.)*"|[^,\]]*)/.exec(limit)?.[1];
  const plain = json?.replace(/^date /, "");
  const strict = /^([<>]) (-?\d+)$/.exec(limit);
  try {
    if (strict !== null) return Number(strict[2]) + (strict[1] === "<" ? -1 : 1);
    return plain === undefined || plain === "" ? undefined : (JSON.parse(plain) as Value);
  } catch {
    return undefined;
  }
}

function edit(args: Record<string, Value>, path: string[], value: Value | undefined): boolean {
  let place = args as Record<string, unknown>;
  for (const name of path.slice(0, -1)) {
    const next = place[name];
    if (typeof next !== "object" || next === null) return false;
    place = next as Record<string, unknown>;
  }
  const last = path.at(-1);
  if (last === undefined || (value === undefined && !(last in place))) return false;
  if (value === undefined) delete place[last];
  else place[last] = value;
  return true;
}

function made(action: string, args: Record<string, Value>, change: string): { text: string; change: string } {
  return { text: printCall(action, args), change };
}

/** A call from its text, or the engine's sentence on why it is none. */
export function parseCall(text: string): Call | DeputeError {
  try {
    return Call.parse(text);
  } catch (error) {
    if (error instanceof DeputeError) return error;
    throw error;
  }
}
