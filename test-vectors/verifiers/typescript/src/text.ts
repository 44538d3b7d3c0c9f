/** The texts of clauses, budgets and calls, as they are read (grant.md, "The text"; call.md, "The call's text form"). */

import { type Call, Scanner, type Value, makeCall } from "./call.js";
import { Encoded, type Item, Reader, byteLength, demand, encode, fromHex, refuse } from "./encoding.js";
import { COMPARISONS, type Pattern, type Scalar, UNITS, printBudget, printClause } from "./clause.js";
import * as grant from "./grant.js";
import { fromText } from "./keys.js";
import { TEXT_OPERATORS, dateForm } from "./operators.js";

const GRANT_TEXT_BYTES = 65_536;
/** Reads a text into its wire form; sizes, and texts and members of it, are judged when the wire form is read. */
class Parser extends Scanner {
  constructor(text: string) {
    super(text);
    demand(byteLength(text) <= GRANT_TEXT_BYTES, "limit_exceeded");
  }

  /** Takes what matches, after spaces and tabs. */
  #token(pattern: RegExp): string {
    this.take(/[ \t]*/y);
    return this.take(pattern);
  }

  #mark(mark: string): boolean {
    this.take(/[ \t]*/y);
    const found = this.text.startsWith(mark, this.at);
    if (found) this.at += mark.length;
    return found;
  }

  /** A word ends where no letter, digit or `_` follows. */
  #word(word: string): boolean {
    return this.#token(new RegExp(`${word}(?![A-Za-z0-9_])`, "y")) !== "";
  }

  #isNext(pattern: RegExp): boolean {
    this.take(/[ \t]*/y);
    return pattern.test(this.text[this.at] ?? "");
  }

  #expect(found: boolean): void {
    demand(found, "grant_syntax");
  }

  /** `first`, and after each comma another; in brackets that are closed, of which `..` may be the last. */
  #list(close: string, mayBeOpen: boolean, read: () => void): boolean {
    let open = false;
    if (this.#mark(close)) return open;
    do {
      open = mayBeOpen && this.#mark("..");
      if (!open) read();
    } while (!open && this.#mark(","));
    this.#expect(this.#mark(close));
    return open;
  }

  end(): void {
    this.take(/[ \t]*/y);
    this.#expect(this.at === this.text.length);
  }

  #string(): string {
    this.#expect(this.#isNext(/"/));
    return this.string();
  }

  #name(): string {
    return this.#isNext(/"/) ? this.string() : this.#token(/[A-Za-z_][A-Za-z0-9_]*/y) || refuse("grant_syntax");
  }

  #count(): bigint {
    const count = BigInt(this.#token(/[0-9]+/y) || refuse("grant_syntax"));
    demand(count <= grant.CALLS, "limit_exceeded");
    return count;
  }

  #pattern(): Pattern {
    if (this.#isNext(/"/)) return this.string();
    const written = this.#token(/[A-Za-z0-9._*-]+/y);
    if (written === "*") return [];
    const [, plain, below] = /^([A-Za-z0-9._-]+?)(\.\*)?$/.exec(written) ?? [];
    if (plain === undefined) return refuse("grant_syntax");
    return below === undefined ? plain : [plain];
  }

  clause(): Item {
    const pattern = this.#pattern();
    this.#expect(pattern !== "" && this.#mark("("));
    const [args, ...open] = this.#args(")", 0);
    const requirements: Item[] = [];
    while (this.#word("needs")) requirements.push(this.#requirement());
    if (requirements.length > 0) return [pattern, args as Item, open.length > 0, requirements];
    return [pattern, args as Item, ...open];
  }

  /** The arguments, and `true` if they end in `..`. */
  #args(close: string, depth: number): Item[] {
    const args = new Map<string, Item>();
    const open = this.#list(close, true, () => {
      const name = this.#name();
      this.#expect(!args.has(name));
      args.set(name, this.#arg(depth));
    });
    return open ? [args, true] : [args];
  }

  #arg(depth: number): Item {
    const optional = this.#mark("?");
    const isAny = this.#isNext(/[,)}]/);
    const limits = this.#mark(":") ? this.#shaped(depth) : isAny ? [] : this.#limits();
    return optional ? [0, limits] : limits;
  }

  #limits(): Item {
    const limits = [this.#limit()];
    while (this.#word("and")) limits.push(this.#limit());
    return limits.length === 1 ? (limits[0] as Item) : limits;
  }

  #limit(): Item {
    const comparison = this.#comparison();
    if (comparison === 1) return [1, this.#scalar()];
    if (comparison !== undefined) return [comparison, this.#bound()];
    if (this.#word("len")) return this.#length();
    if (this.#word("in")) {
      const members: Item[] = [];
      this.#expect(this.#mark("["));
      this.#list("]", false, () => members.push(this.#scalar()));
      return [2, members];
    }
    const [operator] = [...TEXT_OPERATORS].find(([, { word }]) => this.#word(word)) ?? refuse("grant_syntax");
    const operand = this.#string();
    const fault = grant.operandFault(operator, operand);
    if (fault !== undefined) refuse(fault === "value_invalid" ? "grant_syntax" : fault);
    const withQuery = operator === 9 && this.#word("with");
    this.#expect(!withQuery || this.#word("query"));
    return [withQuery ? 10 : operator, operand];
  }

  #comparison(): number | undefined {
    const mark = this.#token(/<=|>=|[<>=]/y);
    return [...COMPARISONS].find(([, written]) => written === mark)?.[0];
  }

  #bound(): Item {
    if (this.#word("date")) {
      const date = this.#string();
      this.#expect(dateForm(date) !== undefined);
      return date;
    }
    const bound = this.#scalar();
    return typeof bound === "number" ? bound : refuse("grant_syntax");
  }

  #scalar(): Scalar {
    if (this.#isNext(/"/)) return this.string();
    if (this.#word("true")) return true;
    if (this.#word("false")) return false;
    return this.number() ?? refuse("grant_syntax");
  }

  #length(): Item {
    const comparison = this.#comparison() ?? refuse("grant_syntax");
    return [13, [comparison, this.#count()]];
  }

  #shaped(depth: number): Item {
    demand(depth < grant.GRANT_DEPTH, "limit_exceeded");
    if (this.#mark("{")) return [14, ...this.#args("}", depth + 1)];
    this.#expect(this.#mark("["));
    const limits = this.#word("each") ? this.#each(depth + 1) : [this.#positions(depth + 1)];
    while (this.#word("and")) {
      this.#expect(this.#word("len"));
      limits.push(this.#length());
    }
    return limits.length === 1 ? (limits[0] as Item) : limits;
  }

  #each(depth: number): Item[] {
    const limits: Item[] = [];
    this.#list("]", false, () => {
      this.#expect(limits.length === 0 || this.#word("has"));
      limits.push([limits.length === 0 ? 15 : 16, this.#element(depth)]);
    });
    this.#expect(limits.length > 0);
    return limits;
  }

  #positions(depth: number): Item {
    const positions: Item[] = [];
    const open = this.#list("]", true, () => positions.push(this.#element(depth)));
    return open ? [17, positions, true] : [17, positions];
  }

  #element(depth: number): Item {
    if (this.#word("_")) return [];
    if (this.#isNext(/[{[]/)) return this.#shaped(depth);
    if (this.#word("true")) return [1, true];
    if (this.#word("false")) return [1, false];
    return this.#isNext(/["0-9-]/) ? [1, this.#scalar()] : this.#limits();
  }

  #requirement(): Item {
    if (this.#word("approval")) return [1, this.#approval()];
    const number = this.#count();
    this.#expect(number !== 1n);
    demand(number >= 2n && number <= 6n, "requirement_unknown");
    this.#expect(this.#mark("("));
    const written = this.#token(/h'([0-9a-f]{2})*'/y) || refuse("grant_syntax");
    this.#expect(this.#mark(")"));
    // Read by itself, so that nothing in it can be taken for what stands behind it.
    const parameters = new Reader(fromHex(written.slice(2, -1)));
    parameters.any();
    parameters.end();
    return [number, new Encoded(parameters.bytes)];
  }

  #approval(): Item {
    const keys: Item[] = [];
    this.#expect(this.#mark("("));
    const count = this.#count();
    this.#expect(this.#word("of") && this.#mark("["));
    this.#list("]", false, () => keys.push(fromText("public-key", this.#string())));
    this.#expect(this.#mark(")"));
    return [count, keys];
  }

  budget(): Item {
    const budget = new Map<number, Item>();
    const isSum = !this.#word("calls");
    this.#expect(!isSum || this.#word("sum"));
    if (isSum) budget.set(2, this.#name());
    const pattern = this.#word("of") ? this.#pattern() : [];
    this.#expect(pattern !== "");
    // Every action is the same as no pattern.
    if (pattern.length > 0) budget.set(3, pattern);
    this.#expect(this.#mark("<="));
    budget.set(1, this.#amount(isSum));
    if (this.#isNext(/"/)) budget.set(5, this.string());
    demand(isSum || !budget.has(5), "value_invalid");
    if (this.#word("per")) budget.set(4, this.#duration());
    if (this.#word("at")) budget.set(6, fromText("public-key", this.#token(/[^ \t]*/y)));
    if (this.#word("account")) budget.set(7, this.#string());
    return budget;
  }

  /** A count, or millionths. */
  #amount(isSum: boolean): bigint {
    const [whole, fraction] = this.#token(/[0-9]+(\.[0-9]{1,6})?/y).split(".") as [string, string?];
    this.#expect(whole !== "");
    demand(isSum || fraction === undefined, "value_invalid");
    const amount = BigInt(isSum ? whole + (fraction ?? "").padEnd(6, "0") : whole);
    demand(isSum ? amount < grant.MILLIONTHS : amount <= grant.CALLS, "limit_exceeded");
    return amount;
  }

  #duration(): bigint {
    const count = this.#count();
    const seconds = count * BigInt(UNITS.get(this.take(/[smhd](?![A-Za-z0-9_])/y)) ?? refuse("grant_syntax"));
    this.#expect(seconds > 0n);
    demand(seconds <= grant.WINDOW_SECS, "limit_exceeded");
    return seconds;
  }

  /** call.md, "The call's text form". */
  call(): Call {
    const action = this.#pattern();
    this.#expect(action !== "" && this.#mark("("));
    const args = new Map<string, Value>();
    this.#list(")", false, () => {
      const name = this.#name();
      this.#expect(this.#mark("="));
      demand(!args.has(name), "json_duplicate_name");
      this.take(/[ \t]*/y);
      args.set(name, this.value());
    });
    return typeof action === "string" ? makeCall(action, args) : refuse("grant_syntax");
  }
}

function parse<T>(text: string, read: (parser: Parser) => T): T {
  const parser = new Parser(text);
  const result = read(parser);
  parser.end();
  return result;
}

export function parseCall(text: string): Call {
  return parse(text, (parser) => parser.call());
}

/** Of the text of one clause the wire form, and the canonical text. */
export function parseClause(text: string): { wire: Uint8Array; text: string } {
  const wire = encode(parse(text, (parser) => parser.clause()));
  return { wire, text: printClause(new grant.GrantReader(new Reader(wire)).clause()) };
}

/** Of the text of one budget of a root link. */
export function parseBudget(text: string): { wire: Uint8Array; text: string } {
  const wire = encode(parse(text, (parser) => parser.budget()));
  return { wire, text: printBudget(new grant.GrantReader(new Reader(wire)).budget(true)) };
}
