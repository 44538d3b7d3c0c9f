/** Errors: input that cannot be read or made, and refusals. */

/** By these the errors of another copy of the package are known: of its CommonJS, in a bundle, in an iframe. */
const FAULT = Symbol.for("depute.error");
const REFUSAL = Symbol.for("depute.denied");

/** A word of the closed list in `spec/errors.md`, such as `arg_above_limit`. */
export type Code = string;

/** What an error is made of. */
export interface Fault {
  code: Code;
  message: string;
  hint?: string | null | undefined;
  link?: number | null | undefined;
  at?: Position | null | undefined;
  /** For `widens`: a call that the clause allows and the link above refuses, as JSON. */
  example?: string | null | undefined;
  cause?: unknown;
}

/** Where in the input a fault lies. */
export type Position = { byte: number } | { line: number; column: number };

/**
 * Something that cannot be read, made or done: a grant with a fault, a token with bytes too many, a clause that is wider
 * than its parent. Its `message` says what exactly, its `hint` what to write instead. No message holds a secret.
 *
 * `instanceof` knows an error of any copy of the package in this process. What `postMessage` clones is no error of ours any
 * more: send `error.toJSON()`.
 */
export class DeputeError extends Error {
  /** Which fault: a word of the closed list in `spec/errors.md`. */
  readonly code: Code;
  /** What to do instead, if that is known. */
  readonly hint: string | undefined;
  /** In which link, the root being 1. */
  readonly link: number | undefined;
  /** Where in the input. */
  readonly at: Position | undefined;
  /** For `widens`: a call that the clause allows and the link above refuses, as JSON. */
  readonly example: string | undefined;

  /** An error of this kind, for a signer or a host that has one to tell. */
  constructor(fault: Fault) {
    super(fault.message, fault.cause === undefined ? undefined : { cause: fault.cause });
    this.code = fault.code;
    this.hint = fault.hint ?? undefined;
    this.link = fault.link ?? undefined;
    this.at = fault.at ?? undefined;
    this.example = fault.example ?? undefined;
  }

  /** The error as data. */
  toJSON(): object {
    const { code, message, hint, link, at, example } = this;
    return { code, message, hint, link, at, example };
  }

  static {
    named(this, "DeputeError", FAULT);
  }
}

/** On whose behalf a chain acts: a key, or a name that a trusted authority signs for. */
export type Authorizer = { key: string } | { entry: string; subject: string };

/** Who set a limit: a key, an authorizer's name, or the verifier itself by the trust entry of this name. */
export type Setter = Authorizer | { verifier: string | null };

/** The steps of a verdict, in their order. */
export type Step =
  | "form"
  | "root"
  | "structure"
  | "time"
  | "revocation"
  | "signatures"
  | "proof"
  | "grants"
  | "requirements"
  | "owed"
  | "charge";

/** The JSON of a refusal, the same in every language: see `spec/errors.md`, "The JSON of a refusal". */
export interface Refusal {
  code: Code;
  step: Step;
  link: number | null;
  links: number;
  authenticated: boolean;
  authorizer: Authorizer | null;
  holders: string[];
  argument: string | null;
  value: string | null;
  limit: string | null;
  set_by: Setter | null;
  fault: string;
  fix: string | null;
  for_model: string;
  exit: number;
  http: number;
  approvers?: string[];
  expected?: { leaf: string; digest: string; audience: string };
}

/**
 * A refusal. Nothing may run on it; it says what would have to change. It is a verdict, whose `allowed` is `false`, and an
 * error, for whoever prefers to throw.
 */
export class Denied extends DeputeError {
  readonly allowed = false as const;
  /** Of `Verifier.checkChain`: the chain is not. */
  readonly genuine = false as const;
  /** Of `Verifier.checkEndorsable`: no approval would help. */
  readonly endorsable = false as const;
  /** At which step. */
  readonly step: Step;
  /** How many links the token has; 0 if it could not be read. */
  readonly links: number;
  /** Whether every signature had passed. If not, nothing about the sender is known, and a service tells it the code alone. */
  readonly authenticated: boolean;
  /** On whose behalf the call was made; only known when authenticated. */
  readonly authorizer: Authorizer | undefined;
  /** The holders, first to last; only known when authenticated. */
  readonly holders: readonly string[];
  /** The argument at fault, such as `price` or `opts.tags[2]`. */
  readonly argument: string | undefined;
  /** What it was: JSON, cut when long. */
  readonly value: string | undefined;
  /** The limit, as a grant writes it. */
  readonly limit: string | undefined;
  /** Who set the limit. */
  readonly setBy: Setter | undefined;
  /** What was wrong: argument, value, limit, and who set it. */
  readonly fault: string;
  /** The smallest change that would pass, if one is known. */
  readonly fix: string | undefined;
  /** One sentence for the model that made the call: at most 200 characters, and no names. */
  readonly forModel: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** For `approval_missing`: who may still approve. For `endorsement_used`: who must approve again. */
  readonly approvers: readonly string[];
  /** For `approval_missing`: what an approver signs. */
  readonly expected: Refusal["expected"];
  /**
   * The body of the answer to whoever sent the call (`application/problem+json`): everything if it is known who that is,
   * else the code alone.
   */
  readonly problem: Refusal | { code: Code; authenticated: false };
  /** All of it as JSON, the same in every language. For the operator: a sender is told `problem`. */
  readonly report: Refusal;

  /** A refusal from its JSON, as another process told it. That it was told is no proof that it was made. */
  constructor(refusal: Refusal) {
    const place =
      refusal.link === null
        ? ""
        : refusal.links === 0
          ? ` at link ${refusal.link}`
          : ` at link ${refusal.link} of ${refusal.links}`;
    super({
      code: refusal.code,
      message: `${refusal.code}${place}: ${refusal.fault}`,
      hint: refusal.fix,
      link: refusal.link,
    });
    this.step = refusal.step;
    this.links = refusal.links;
    this.authenticated = refusal.authenticated;
    this.authorizer = refusal.authorizer ?? undefined;
    this.holders = refusal.holders;
    this.argument = refusal.argument ?? undefined;
    this.value = refusal.value ?? undefined;
    this.limit = refusal.limit ?? undefined;
    this.setBy = refusal.set_by ?? undefined;
    this.fault = refusal.fault;
    this.fix = refusal.fix ?? undefined;
    this.forModel = refusal.for_model;
    this.status = refusal.http;
    this.approvers = refusal.approvers ?? [];
    this.expected = refusal.expected;
    this.problem = refusal.authenticated ? refusal : { code: refusal.code, authenticated: false };
    this.report = refusal;
  }

  /** The refusal as data, for the operator. */
  override toJSON(): { allowed: false } & Refusal {
    return { allowed: false, ...this.report };
  }

  static {
    named(this, "Denied", REFUSAL);
  }
}

/** The name of a class of errors, and whatever else has its mark. A class derived from it knows its own alone. */
function named(of: { readonly prototype: Error }, name: string, mark: symbol): void {
  Object.defineProperty(of.prototype, "name", hidden(name));
  Object.defineProperty(of.prototype, mark, hidden(true));
  const is = function (this: unknown, error: unknown): boolean {
    if (this !== of) return Function.prototype[Symbol.hasInstance].call(this, error);
    return typeof error === "object" && error !== null && mark in error;
  };
  Object.defineProperty(of, Symbol.hasInstance, hidden(is));
}

/** @internal A property that nobody meets by chance, from a descriptor that inherits nothing. */
export function hidden(value: unknown): PropertyDescriptor {
  return Object.assign(Object.create(null) as PropertyDescriptor, { value, configurable: true, writable: true });
}

/**
 * The error behind what the engine threw.
 *
 * @internal
 */
export function thrown(report: string): DeputeError {
  const fault = JSON.parse(report) as Fault | Refusal;
  return Object.hasOwn(fault, "step") ? new Denied(fault as Refusal) : new DeputeError(fault as Fault);
}
