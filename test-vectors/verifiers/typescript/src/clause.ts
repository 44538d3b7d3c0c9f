/** Clauses and budgets that were read: what they accept, what is owed to them, and how they print (grant.md). */

import { type Call, type Value, millionths, printString } from "./call.js";
import { compareTexts, demand, fromHex, hex, refuse } from "./encoding.js";
import { printKey } from "./keys.js";

export type Scalar = string | number | boolean;

/** A limit as it was read: each operator is read, printed and judged in one place (grant.ts). */
export type Limit = { operator: number; print: () => string; judge: (value: Value, place: string) => void };

export type Arg = { optional: boolean; limits: Limit[] };

export type Shape = { args: Map<string, Arg>; open: boolean };

/** As in wire form: an action, a list of one prefix, or an empty list for every action. */
export type Pattern = string | string[];

export type Requirement = { count: number; keys: string[] } | { number: number; parameters: Uint8Array };

export interface Clause extends Shape {
  pattern: Pattern;
  requirements: Requirement[];
}

export interface Budget {
  limit: bigint;
  sum?: string;
  pattern?: Pattern;
  window?: number;
  unit?: string;
  ledger?: string;
  account?: string;
}

/** Units of durations in seconds, the largest first. */
export const UNITS = new Map([
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
]);

/** What compares, by operator; `=` compares lengths, and any scalars. */
export const COMPARISONS = new Map([
  [3, "<="],
  [4, "<"],
  [5, ">="],
  [6, ">"],
  [1, "="],
]);

// "What a clause accepts"

export function patternAccepts(pattern: Pattern, action: string): boolean {
  if (typeof pattern === "string") return action === pattern;
  return pattern.every((prefix) => action.startsWith(`${prefix}.`) && action.length > prefix.length + 1);
}

export function judgeClause(clause: Clause, call: Call): void {
  demand(patternAccepts(clause.pattern, call.action), "action_not_granted");
  judgeArgs(clause, call.args, "");
}

/** The names of the clause and of the call are walked together in the order of texts. */
export function judgeArgs({ args, open }: Shape, values: Map<string, Value>, place: string): void {
  for (const name of [...new Set([...args.keys(), ...values.keys()])].sort(compareTexts)) {
    const [arg, value] = [args.get(name), values.get(name)];
    const at = (place === "" ? "" : `${place}.`) + printName(name);
    demand(value !== undefined || arg?.optional === true, "arg_missing", at);
    demand(arg !== undefined || open, "arg_not_granted", at);
    if (arg !== undefined && value !== undefined) judgeLimits(arg.limits, value, at);
  }
}

export function judgeLimits(limits: Limit[], value: Value, place: string): void {
  limits.forEach((limit) => limit.judge(value, place));
}

/** "Budgets": what a call owes to a budget, or nothing if the budget does not speak of it. */
export function owedTo({ pattern, sum }: Budget, call: Call): bigint | undefined {
  if (!patternAccepts(pattern ?? [], call.action)) return undefined;
  return sum === undefined ? 1n : (millionths(call.args.get(sum)) ?? refuse("amount_invalid", printName(sum)));
}

// "Canonical text"

export function printName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : printString(name);
}

export function printScalar(scalar: Scalar): string {
  return typeof scalar === "string" ? printString(scalar) : String(scalar);
}

export function printArgs({ args, open }: Shape): string {
  const names = [...args.keys()].sort(compareTexts);
  const printed = names.map((name) => {
    const { optional, limits } = args.get(name) as Arg;
    const isShape = [14, 15, 17].includes(limits[0]?.operator ?? 0);
    const stated = limits.length === 0 ? "" : `${isShape ? ":" : ""} ${printLimits(limits)}`;
    return `${printName(name)}${optional ? "?" : ""}${stated}`;
  });
  return [...printed, ...(open ? [".."] : [])].join(", ");
}

function printLimits(limits: Limit[]): string {
  const isOfElements = ({ operator }: Limit): boolean => operator === 15 || operator === 16;
  const elements = limits.filter(isOfElements).map((limit) => limit.print());
  const others = limits.filter((limit) => !isOfElements(limit)).map((limit) => limit.print());
  return [...(elements.length > 0 ? [`[${elements.join(", ")}]`] : []), ...others].join(" and ");
}

/** A single `=` is its scalar alone, no limit is `_`. */
export function printElement(limits: Limit[]): string {
  if (limits.length === 0) return "_";
  return limits.length === 1 ? printLimits(limits).replace(/^= /, "") : printLimits(limits);
}

function printPattern(pattern: Pattern): string {
  if (typeof pattern === "string") return /^[A-Za-z0-9._-]+$/.test(pattern) ? pattern : printString(pattern);
  return [...pattern, "*"].join(".");
}

function printRequirement(requirement: Requirement): string {
  if ("parameters" in requirement) return ` needs ${requirement.number}(h'${hex(requirement.parameters)}')`;
  const keys = requirement.keys.map((key) => printString(printKey(fromHex(key))));
  return ` needs approval(${requirement.count} of [${keys.join(", ")}])`;
}

export function printClause(clause: Clause): string {
  return `${printPattern(clause.pattern)}(${printArgs(clause)})${clause.requirements.map(printRequirement).join("")}`;
}

/** Sums without needless zeros. */
function printMillionths(millionths: bigint): string {
  const digits = String(millionths).padStart(7, "0");
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0*$/, "");
}

/** In the largest unit that divides it. */
function printDuration(seconds: number): string {
  const [unit, length] = [...UNITS].find(([, size]) => seconds % size === 0) as [string, number];
  return `${seconds / length}${unit}`;
}

export function printBudget({ limit, sum, pattern, window, unit, ledger, account }: Budget): string {
  const stated = <T>(value: T | undefined, print: (value: T) => string): string =>
    value === undefined ? "" : ` ${print(value)}`;
  return [
    sum === undefined ? "calls" : `sum ${printName(sum)}`,
    stated(pattern, (of) => `of ${printPattern(of)}`),
    ` <= ${sum === undefined ? limit : printMillionths(limit)}`,
    stated(unit, printString),
    stated(window, (seconds) => `per ${printDuration(seconds)}`),
    stated(ledger, (key) => `at ${printKey(fromHex(key))}`),
    stated(account, (name) => `account ${printString(name)}`),
  ].join("");
}
