/** What travels: tokens, endorsements, revocation lists and presentations, read and shown without being verified. */
import { bytes, text, textOf } from "./given.js";
import { ask } from "./engine.js";
import type { UnverifiedEndorsement, UnverifiedList, UnverifiedPresentation, UnverifiedToken } from "./report.js";

type Kind = "token" | "presentation" | "endorsement" | "list";

/**
 * Something that travels as a text with a prefix of its own. Reading one judges its form; **nothing of it is verified**. A text
 * has no white space; what stands around it in a file, such as its last newline, is the file's and taken off before.
 */
abstract class Travelling<Report> {
  /** The text form. */
  readonly text: string;
  readonly #kind: Kind;

  /** @internal */
  constructor(kind: Kind, text: string) {
    this.text = text;
    this.#kind = kind;
    Object.freeze(this);
  }

  /** The bytes behind the text. */
  get bytes(): Uint8Array {
    return ask((engine) => engine.bytesOf(this.#kind, this.text));
  }

  /** What it says of itself. Only a verifier can tell whether any of it is so. */
  get unverified(): Report {
    return JSON.parse(ask((engine) => engine.unverifiedReport(this.#kind, this.text))) as Report;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

function read(kind: Kind, source: unknown): string {
  const given = text(kind === "endorsement" ? "an endorsement" : `a ${kind}`, source);
  ask((engine) => engine.bytesOf(kind, given));
  return given;
}

/** @internal */
export function tokenText(token: Token | string): string {
  return textOf("a token", token);
}

/** A chain of links, root first: what a person granted to an agent, and it to the next. `dpt1_…` */
export class Token extends Travelling<UnverifiedToken> {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Token";
  private constructor(text: string) {
    super("token", text);
  }

  /** A token from its text. Refuses what is not one; verifies nothing. */
  static parse(source: string): Token {
    return new Token(read("token", source));
  }

  /** The same from its bytes. */
  static fromBytes(source: Uint8Array): Token {
    const given = bytes("the bytes", source);
    return new Token(ask((engine) => engine.textOf("token", given)));
  }

  /** @internal */
  static made(text: string): Token {
    return new Token(text);
  }
}

/** Someone else's signature over one call below one token: an approval. */
export class Endorsement extends Travelling<UnverifiedEndorsement> {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Endorsement";
  private constructor(text: string) {
    super("endorsement", text);
  }

  /** An approval from its text. Refuses what is not one; verifies nothing. */
  static parse(source: string): Endorsement {
    return new Endorsement(read("endorsement", source));
  }

  /** The same from its bytes. */
  static fromBytes(source: Uint8Array): Endorsement {
    const given = bytes("the bytes", source);
    return new Endorsement(ask((engine) => engine.textOf("endorsement", given)));
  }

  /** @internal */
  static made(text: string): Endorsement {
    return new Endorsement(text);
  }
}

/** A token, a call proof and endorsements: what travels with a call. `dptp1_…` */
export class Presentation extends Travelling<UnverifiedPresentation> {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Presentation";
  private constructor(text: string) {
    super("presentation", text);
  }

  /** A presentation from its text. Refuses what is not one; verifies nothing. */
  static parse(source: string): Presentation {
    return new Presentation(read("presentation", source));
  }

  /** The same from its bytes. */
  static fromBytes(source: Uint8Array): Presentation {
    const given = bytes("the bytes", source);
    return new Presentation(ask((engine) => engine.textOf("presentation", given)));
  }

  /** The value of a header line, if the presentation is short enough for one (6,144 bytes). */
  get header(): string {
    return ask((engine) => engine.headerOf(this.text));
  }

  /** @internal */
  static made(text: string): Presentation {
    return new Presentation(text);
  }
}

/** A signed, numbered list of what was revoked. `dptr1_…` */
export class RevocationList extends Travelling<UnverifiedList> {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "RevocationList";
  private constructor(text: string) {
    super("list", text);
  }

  /** A list from its text. Refuses what is not one; verifies nothing. */
  static parse(source: string): RevocationList {
    return new RevocationList(read("list", source));
  }

  /** The same from its bytes. */
  static fromBytes(source: Uint8Array): RevocationList {
    const given = bytes("the bytes", source);
    return new RevocationList(ask((engine) => engine.textOf("list", given)));
  }

  /** @internal */
  static made(text: string): RevocationList {
    return new RevocationList(text);
  }
}
