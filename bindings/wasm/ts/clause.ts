/** Clauses and budgets by themselves: read from their texts or their wire bytes, for policies that travel or are stored. */
import { text } from "./call.js";
import { ask } from "./engine.js";

/**
 * One clause: an action and what its arguments must be. Reading one judges its form; it grants nothing by itself. Its texts
 * and bytes are those of `spec/grant.md`.
 */
export class Clause {
  /** The canonical text: `flights.book(to = "SFO", price <= 600)`. */
  readonly text: string;
  readonly #wire: Uint8Array;

  private constructor(text: string, wire: Uint8Array) {
    this.text = text;
    this.#wire = wire;
  }

  /** A clause from its text, canonical or not. */
  static parse(source: string): Clause {
    const wire = ask((engine) => engine.wireOfText("clause", text("a clause", source)));
    return new Clause(ask((engine) => engine.textOfWire("clause", wire)), wire);
  }

  /** A clause from its wire form, as it stands in a link. Nothing follows it. */
  static fromBytes(bytes: Uint8Array): Clause {
    const wire = Uint8Array.from(bytes);
    return new Clause(ask((engine) => engine.textOfWire("clause", wire)), wire);
  }

  /** The wire form: a copy of it. */
  get bytes(): Uint8Array {
    return this.#wire.slice();
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** One budget: how often, or how much of an argument, everything below may use together. Read like a clause. */
export class Budget {
  /** The canonical text: `calls <= 50`. */
  readonly text: string;
  readonly #wire: Uint8Array;

  private constructor(text: string, wire: Uint8Array) {
    this.text = text;
    this.#wire = wire;
  }

  /** A budget from its text, canonical or not. */
  static parse(source: string): Budget {
    const wire = ask((engine) => engine.wireOfText("budget", text("a budget", source)));
    return new Budget(ask((engine) => engine.textOfWire("budget", wire)), wire);
  }

  /** A budget from its wire form, as one of a root link. Nothing follows it. */
  static fromBytes(bytes: Uint8Array): Budget {
    const wire = Uint8Array.from(bytes);
    return new Budget(ask((engine) => engine.textOfWire("budget", wire)), wire);
  }

  /** The wire form: a copy of it. */
  get bytes(): Uint8Array {
    return this.#wire.slice();
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}
