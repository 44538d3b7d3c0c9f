/** Clauses and budgets by themselves: read from their texts or their wire bytes, for policies that travel or are stored. */
import { ask } from "./engine.js";
import { bytes, text } from "./given.js";

/**
 * One clause: an action and what its arguments must be. Reading one judges its form; it grants nothing by itself. Its texts
 * and bytes are those of `spec/grant.md`.
 */
export class Clause {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Clause";
  /** The canonical text: `flights.book(to = "SFO", price <= 600)`. */
  readonly text: string;
  readonly #wire: Uint8Array;

  private constructor(text: string, wire: Uint8Array) {
    this.text = text;
    this.#wire = wire;
    Object.freeze(this);
  }

  /** A clause from its text, canonical or not. */
  static parse(source: string): Clause {
    const given = text("a clause", source);
    const wire = ask((engine) => engine.wireOfText("clause", given));
    return new Clause(
      ask((engine) => engine.textOfWire("clause", wire)),
      wire,
    );
  }

  /** A clause from its wire form, as it stands in a link. Nothing follows it. */
  static fromBytes(source: Uint8Array): Clause {
    const wire = bytes("the bytes", source);
    return new Clause(
      ask((engine) => engine.textOfWire("clause", wire)),
      wire,
    );
  }

  /** @internal */
  static is(clause: unknown): clause is Clause {
    return typeof clause === "object" && clause !== null && #wire in clause;
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
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Budget";
  /** The canonical text: `calls <= 50`. */
  readonly text: string;
  readonly #wire: Uint8Array;

  private constructor(text: string, wire: Uint8Array) {
    this.text = text;
    this.#wire = wire;
    Object.freeze(this);
  }

  /** A budget from its text, canonical or not. */
  static parse(source: string): Budget {
    const given = text("a budget", source);
    const wire = ask((engine) => engine.wireOfText("budget", given));
    return new Budget(
      ask((engine) => engine.textOfWire("budget", wire)),
      wire,
    );
  }

  /** A budget from its wire form, as one of a root link. Nothing follows it. */
  static fromBytes(source: Uint8Array): Budget {
    const wire = bytes("the bytes", source);
    return new Budget(
      ask((engine) => engine.textOfWire("budget", wire)),
      wire,
    );
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
