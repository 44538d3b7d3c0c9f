/** What a link allows: clauses and budgets in wire form, what they accept, and how they print (grant.md). */

import { type Value, printString } from "./call.js";
import {
  type Arg,
  type Budget,
  COMPARISONS,
  type Clause,
  type Limit,
  type Pattern,
  type Requirement,
  type Scalar,
  judgeArgs,
  judgeLimits,
  printArgs,
  printElement,
  printScalar,
} from "./clause.js";
import { type Fields, type Reader, byteLength, demand, hex, refusalOf, refuse } from "./encoding.js";
import { readKey } from "./keys.js";
import { TEXT_OPERATORS, characters, dateForm, judgeText, textFault } from "./operators.js";

const STRING_BYTES = 1_024;
const ACTION_BYTES = 256;
const LIST_MEMBERS = 64;
const MAP_MEMBERS = 32;
const CLAUSES = 32;
const BUDGETS = 8;
const REQUIREMENTS = 8;
const REQUIREMENT_BYTES = 1_024;
const APPROVERS = 16;
const NODES_PER_LINK = 128;
export const GRANT_DEPTH = 4;
const GLOB_BYTES = 128;
const GLOB_STARS = 8;
const LENGTH = 65_536;
export const WINDOW_SECS = 31_622_400n;
export const CALLS = 9_007_199_254_740_991n;
export const MILLIONTHS = 9_000_000_000_000_000_000n;

/** "A text of a policy". */
export function judgePolicyText(text: string): string {
  return judgeText(text, true, byteLength(text), STRING_BYTES);
}

/** "The wire form", rows 7 to 12: the fault of an operand, which is a text of a policy first. */
export function operandFault(operator: number, text: string): "limit_exceeded" | "value_invalid" | undefined {
  judgePolicyText(text);
  const stars = text.split("*").length - 1;
  if (operator === 8 && (byteLength(text) > GLOB_BYTES || stars > GLOB_STARS)) return "limit_exceeded";
  return TEXT_OPERATORS.get(operator)?.isOperand(text) ? undefined : "value_invalid";
}

/** Refuses an item that came before; items are compared by their bytes. */
export function refuseTwice(seen: Set<string>, item: string): void {
  demand(!seen.has(item), "duplicate_item");
  seen.add(item);
}

/** Reads the grant of one link, whose nodes are counted together. */
export class GrantReader {
  #nodes = 0;

  constructor(readonly reader: Reader) {}

  #node(): void {
    demand(++this.#nodes <= NODES_PER_LINK, "limit_exceeded");
  }

  /** The members of an array whose head was read, none twice. */
  #distinct<T>(count: number, most: number, read: () => T): T[] {
    demand(count <= most, "limit_exceeded");
    const members: T[] = [];
    const seen = new Set<string>();
    while (members.length < count) {
      const start = this.reader.offset;
      members.push(read());
      refuseTwice(seen, hex(this.reader.since(start)));
    }
    return members;
  }

  clauses(): Clause[] {
    const count = this.reader.array();
    demand(count > 0, "grant_empty");
    return this.#distinct(count, CLAUSES, () => this.clause());
  }

  clause(): Clause {
    const members = this.reader.array();
    demand(members >= 2 && members <= 4, "value_invalid");
    const pattern = this.#pattern();
    const args = this.#args(0);
    const open = members > 2 && this.reader.bool();
    demand(members !== 3 || open, "value_invalid");
    return { pattern, args, open, requirements: members === 4 ? this.#requirements() : [] };
  }

  #pattern(): Pattern {
    const item = this.reader.textOrArray();
    if (item === 0) return [];
    demand(typeof item === "string" || item === 1, "value_invalid");
    const text = judgePolicyText(typeof item === "string" ? item : this.reader.text());
    demand(typeof item === "string" ? text !== "" : /^[A-Za-z0-9._-]+$/.test(text), "value_invalid");
    demand(byteLength(text) <= ACTION_BYTES, "limit_exceeded");
    return typeof item === "string" ? text : [text];
  }

  #args(depth: number): Map<string, Arg> {
    const count = this.reader.map();
    demand(count <= MAP_MEMBERS, "limit_exceeded");
    const args = new Map<string, Arg>();
    this.reader.textEntries(count, (name) => {
      judgePolicyText(name);
      this.#node();
      args.set(name, this.#arg(depth));
    });
    return args;
  }

  /** An array of two whose first member is the integer 0 is optional. */
  #arg(depth: number): Arg {
    const members = this.reader.array();
    if (members !== 2 || this.reader.peek() !== 0x00) return { optional: false, limits: this.#limits(members, depth) };
    this.reader.uint();
    return { optional: true, limits: this.#limits(this.reader.array(), depth) };
  }

  /** Any value, one limit, or a list of them if the first member of the array is an array; its head was read. */
  #limits(members: number, depth: number): Limit[] {
    if (members === 0) return [];
    if (this.reader.peek() >> 5 !== 4) {
      this.#node();
      const limit = this.#limit(members, depth);
      demand(limit.operator !== 16, "value_invalid");
      return [limit];
    }
    demand(members > 1, "value_invalid");
    const before: number[] = [];
    return this.#distinct(members, LIST_MEMBERS, () => {
      this.#node();
      const limit = this.#limit(this.reader.array(), depth);
      demand(standsBehind(limit.operator, before), "value_invalid");
      before.push(limit.operator);
      return limit;
    });
  }

  /** One limit, of which the head of the array was read; `depth` is the number of shapes around it. */
  #limit(members: number, depth: number): Limit {
    demand(members === 2 || members === 3, "value_invalid");
    const operator = Number(this.reader.uint());
    demand(members === 2 || operator === 14 || operator === 17, "value_invalid");
    demand(operator >= 1 && operator <= 17, "operator_unknown");
    demand(operator < 14 || depth < GRANT_DEPTH, "limit_exceeded");
    if (operator === 1) return this.#equal();
    if (operator === 2) return this.#in();
    if (operator <= 6) return this.#bound(operator);
    if (operator <= 12) return this.#text(operator);
    if (operator === 13) return this.#length();
    if (operator === 14) return this.#object(members, depth + 1);
    return operator === 17 ? this.#positions(members, depth + 1) : this.#elements(operator, depth + 1);
  }

  #scalar(): Scalar {
    const scalar = this.reader.scalar("text", "bool");
    return typeof scalar === "string" ? judgePolicyText(scalar) : scalar;
  }

  /** `= x`. */
  #equal(): Limit {
    const scalar = this.#scalar();
    const judge = (value: Value, place: string): void => {
      demand(typeof value === typeof scalar, "arg_wrong_type", place);
      demand(value === scalar, "arg_not_equal", place);
    };
    return { operator: 1, print: () => `= ${printScalar(scalar)}`, judge };
  }

  /** `in [..]`. */
  #in(): Limit {
    const members = this.#distinct(this.reader.array(), LIST_MEMBERS, () => {
      this.#node();
      return this.#scalar();
    });
    const judge = (value: Value, place: string): void => {
      const hasType = members.length === 0 || members.some((member) => typeof member === typeof value);
      demand(hasType, "arg_wrong_type", place);
      demand(members.includes(value as Scalar), "arg_not_in_list", place);
    };
    return { operator: 2, print: () => `in [${members.map(printScalar).join(", ")}]`, judge };
  }

  /** `<= n`, `<= date "d"` and their kin. Dates of one form are ASCII of one length, so they compare as bytes. */
  #bound(operator: number): Limit {
    const bound = this.reader.scalar("text") as number | string;
    const form = typeof bound === "string" ? (dateForm(bound) ?? refuse("value_invalid")) : undefined;
    const judge = (value: Value, place: string): void => {
      demand(typeof value === typeof bound, "arg_wrong_type", place);
      if (typeof value === "string") demand(dateForm(value) === form, "arg_ambiguous", place);
      const code = operator <= 4 ? "arg_above_limit" : "arg_below_limit";
      demand(compares(operator, value as number | string, bound), code, place);
    };
    const written = `${form === undefined ? "" : "date "}${printScalar(bound)}`;
    return { operator, print: () => `${COMPARISONS.get(operator)} ${written}`, judge };
  }

  /** `under`, `like`, `within`, `at` and `cidr`. */
  #text(operator: number): Limit {
    const operand = this.reader.text();
    const fault = operandFault(operator, operand);
    if (fault !== undefined) refuse(fault);
    const judge = (value: Value, place: string): void => {
      const text = typeof value === "string" ? value : refuse("arg_wrong_type", place);
      const code = textFault(operator, operand, text);
      if (code !== undefined) refuse(code, place);
    };
    const query = operator === 10 ? " with query" : "";
    return { operator, print: () => `${TEXT_OPERATORS.get(operator)?.word} ${printString(operand)}${query}`, judge };
  }

  /** `len <= n` and its kin. */
  #length(): Limit {
    demand(this.reader.array() === 2, "value_invalid");
    const comparison = Number(this.reader.uint());
    demand(COMPARISONS.has(comparison), "value_invalid");
    const length = Number(this.reader.uint());
    demand(length <= LENGTH, "limit_exceeded");
    const judge = (value: Value, place: string): void => {
      demand(typeof value === "string" || Array.isArray(value), "arg_wrong_type", place);
      const actual = typeof value === "string" ? characters(value) : value.length;
      const isLong = comparison === 1 ? actual > length : comparison <= 4;
      demand(compares(comparison, actual, length), isLong ? "arg_too_long" : "arg_too_short", place);
    };
    return { operator: 13, print: () => `len ${COMPARISONS.get(comparison)} ${length}`, judge };
  }

  /** A third member is `true`: it ends in `..`. */
  #open(members: number): boolean {
    return members === 3 && (this.reader.bool() || refuse("value_invalid"));
  }

  /** `{…}`. */
  #object(members: number, depth: number): Limit {
    const shape = { args: this.#args(depth), open: this.#open(members) };
    const judge = (value: Value, place: string): void => {
      demand(value instanceof Map, "arg_wrong_type", place);
      judgeArgs(shape, value, place);
    };
    return { operator: 14, print: () => `{${printArgs(shape)}}`, judge };
  }

  /** `each …` and `has …`, which print within one pair of brackets. */
  #elements(operator: number, depth: number): Limit {
    const limits = this.#limits(this.reader.array(), depth);
    const judge = (value: Value, place: string): void => {
      demand(Array.isArray(value), "arg_wrong_type", place);
      const elements = value.map((element, index) => () => judgeLimits(limits, element, `${place}[${index}]`));
      if (operator === 15) elements.forEach((passes) => passes());
      const found = operator === 15 ? elements.length > 0 : elements.some((passes) => refusalOf(passes) === undefined);
      demand(found, "list_mismatch", place);
    };
    return { operator, print: () => `${operator === 15 ? "each" : "has"} ${printElement(limits)}`, judge };
  }

  /** `[…, …]`. */
  #positions(members: number, depth: number): Limit {
    const count = this.reader.array();
    demand(count <= LIST_MEMBERS, "limit_exceeded");
    const positions: Limit[][] = [];
    while (positions.length < count) {
      this.#node();
      positions.push(this.#limits(this.reader.array(), depth));
    }
    const open = this.#open(members);
    const judge = (value: Value, place: string): void => {
      demand(Array.isArray(value), "arg_wrong_type", place);
      value.forEach((element, index) => judgeLimits(positions[index] ?? [], element, `${place}[${index}]`));
      demand(value.length === count || (open && value.length > count), "list_mismatch", place);
    };
    const print = (): string => `[${[...positions.map(printElement), ...(open ? [".."] : [])].join(", ")}]`;
    return { operator: 17, print, judge };
  }

  #requirements(): Requirement[] {
    const count = this.reader.array();
    demand(count > 0, "value_invalid");
    return this.#distinct(count, REQUIREMENTS, () => {
      demand(this.reader.array() === 2, "value_invalid");
      const number = Number(this.reader.uint());
      demand(number >= 1 && number <= 6, "requirement_unknown");
      if (number === 1) return this.#approval();
      const start = this.reader.offset;
      this.reader.any();
      const parameters = this.reader.since(start);
      demand(parameters.length <= REQUIREMENT_BYTES, "limit_exceeded");
      return { number, parameters };
    });
  }

  #approval(): Requirement {
    demand(this.reader.array() === 2, "value_invalid");
    const count = Number(this.reader.uint());
    demand(count >= 1 && count <= 8, "value_invalid");
    const named = this.reader.array();
    demand(named >= count, "value_invalid");
    return { count, keys: this.#distinct(named, APPROVERS, () => hex(readKey(this.reader))) };
  }

  budgets(isRoot: boolean): Budget[] {
    const count = this.reader.array();
    demand(count > 0, "value_invalid");
    return this.#distinct(count, BUDGETS, () => this.budget(isRoot));
  }

  budget(isRoot: boolean): Budget {
    const budget: Partial<Budget> = {};
    const account: Fields = [[7, () => (budget.account = judgePolicyText(this.reader.text()))]];
    this.reader.fields([
      [1, () => (budget.limit = this.reader.uint())],
      [2, () => (budget.sum = judgePolicyText(this.reader.text()))],
      [3, () => demand((budget.pattern = this.#pattern()).length > 0, "value_invalid")],
      [4, () => (budget.window = this.#window())],
      [5, () => (budget.unit = judgePolicyText(this.reader.text()))],
      [6, () => (budget.ledger = hex(readKey(this.reader)))],
      ...(isRoot ? account : []),
    ]);
    const limit = budget.limit ?? refuse("field_missing");
    demand(budget.unit === undefined || budget.sum !== undefined, "value_invalid");
    demand(budget.sum === undefined ? limit <= CALLS : limit < MILLIONTHS, "limit_exceeded");
    return { ...budget, limit };
  }

  #window(): number {
    const window = this.reader.uint();
    demand(window > 0n, "value_invalid");
    demand(window <= WINDOW_SECS, "limit_exceeded");
    return Number(window);
  }
}

/** "What stands behind what" in a list of limits. */
function standsBehind(operator: number, before: number[]): boolean {
  const [first] = before;
  if (first === undefined) return operator !== 16;
  if (first === 14) return false;
  if (first === 17) return operator === 13;
  if (first === 15) return operator === 13 || (operator === 16 && !before.includes(13));
  return operator < 14;
}

function compares(comparison: number, value: number | string, bound: number | string): boolean {
  if (value === bound) return comparison === 1 || comparison === 3 || comparison === 5;
  return value < bound ? comparison === 3 || comparison === 4 : comparison === 5 || comparison === 6;
}
