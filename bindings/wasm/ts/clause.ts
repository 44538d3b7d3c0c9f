/** Clauses and budgets by themselves: read from their texts or their wire bytes, for policies that travel or are stored. */
import { ask } from "./engine.js";
import { bytes, text } from "./given.js";

type Kind = "clause" | "budget";

/** Something that a grant states: it has a canonical text and wire bytes, those of `spec/grant.md`. */
abstract class Stated {
  /** The canonical text. */
  readonly text: string;
  readonly #wire: Uint8Array;

  /** @internal */
  protected constructor(kind: Kind, wire: Uint8Array) {
    this.text = ask((engine) => engine.textOfWire(kind, wire));
    this.#wire = wire;
  }

  /** @internal */
  protected static wireOf(kind: Kind, source: string): Uint8Array {
    const given = text(`a ${kind}`, source);
    return ask((engine) => engine.wireOfText(kind, given));
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

/**
 * One clause: an action and what its arguments must be, such as `flights.book(to = "SFO", price <= 600)`. Reading one judges its
 * form; it grants nothing by itself.
 */
export class Clause extends Stated {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Clause";
  /** Tells a clause from whatever else has a text and bytes. */
  readonly #isClause = true;

  private constructor(wire: Uint8Array) {
    super("clause", wire);
    Object.freeze(this);
  }

  /** A clause from its text, canonical or not. */
  static parse(source: string): Clause {
    return new Clause(Stated.wireOf("clause", source));
  }

  /** A clause from its wire form, as it stands in a link. Nothing follows it. */
  static fromBytes(source: Uint8Array): Clause {
    return new Clause(bytes("the bytes", source));
  }

  /** @internal */
  static is(clause: unknown): clause is Clause {
    return typeof clause === "object" && clause !== null && #isClause in clause;
  }
}

/** One budget, such as `calls <= 50`: how often, or how much of an argument, everything below may use together. */
export class Budget extends Stated {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Budget";

  private constructor(wire: Uint8Array) {
    super("budget", wire);
    Object.freeze(this);
  }

  /** A budget from its text, canonical or not. */
  static parse(source: string): Budget {
    return new Budget(Stated.wireOf("budget", source));
  }

  /** A budget from its wire form, as one of a root link. Nothing follows it. */
  static fromBytes(source: Uint8Array): Budget {
    return new Budget(bytes("the bytes", source));
  }
}
