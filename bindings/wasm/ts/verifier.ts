/** The verifier: whom it trusts, what its policy is, and its verdicts. */
import type { TrustEntries, Verifier as EngineVerifier } from "#glue";
import { Call, text, type CallInput } from "./call.js";
import { Clause } from "./clause.js";
import { ask } from "./engine.js";
import { DeputeError, Denied, type Authorizer, type Refusal } from "./errors.js";
import type { Time } from "./host.js";
import { did, type PublicKey } from "./public_key.js";
import type { EndorsableReport, GenuineReport, OwedReport, VerifiedReport } from "./report.js";
import { lasting, moment, seconds } from "./time.js";
import type { Presentation, RevocationList, Token } from "./token.js";

/** A key, and when it is trusted. A stolen key is removed, not ended. */
export interface TrustedKey {
  key: PublicKey;
  from?: Time | undefined;
  /** That second excluded. */
  until?: Time | undefined;
}

/** One authority: its name, its keys, whom it speaks for, and what it may permit here at most (link zero). */
export interface TrustEntry {
  name: string;
  key: PublicKey | TrustedKey | readonly (PublicKey | TrustedKey)[];
  /** What it may permit here: clauses, as texts or read from their wire form. `*(..)` is everything. */
  allow: string | Clause | readonly (string | Clause)[];
  /** For an authority that signs for its users: whom, each an exact name, `at "acme.example"` or `like "svc-*"`. */
  speaksFor?: string | readonly string[] | undefined;
  /** Whose revocation lists must be fresh for its chains, where the policy requires lists. */
  listKeys?: readonly PublicKey[] | undefined;
  /** Who may revoke anything of its chains. */
  revokers?: readonly PublicKey[] | undefined;
}

/** Everyone whose mandates a verifier accepts. Empty trust refuses. */
export class Trust {
  /** @internal */
  readonly entries: readonly TrustEntry[];

  constructor(entries: TrustEntry | readonly TrustEntry[]) {
    this.entries = Array.isArray(entries) ? [...(entries as readonly TrustEntry[])] : [entries as TrustEntry];
    // Faults show where trust is written, and not where it is first used.
    ask((engine) => this.collect(new engine.TrustEntries()).free());
  }

  /** @internal */
  collect(trust: TrustEntries): TrustEntries {
    for (const entry of this.entries) {
      const [first, ...others] = list(entry.key).map(trusted);
      if (first === undefined) throw new DeputeError({ code: "value_invalid", message: "a trust entry without a key" });
      trust.entry(text("the name of a trust entry", entry.name), ...first);
      others.forEach((key) => trust.key(...key));
      list(entry.allow).forEach((clause) =>
        clause instanceof Clause ? trust.allowWire(clause.bytes) : trust.allow(text("a clause", clause)),
      );
      list(entry.speaksFor ?? []).forEach((name) => trust.speaksFor(text("a name", name)));
      (entry.listKeys ?? []).forEach((key) => trust.listKey(did("a list key", key)));
      (entry.revokers ?? []).forEach((key) => trust.revoker(did("a revoker's key", key)));
    }
    return trust;
  }
}

/** What a verifier decides for itself. Durations are seconds, or texts such as `15m`. */
export interface VerifierOptions {
  /** Which audience the verifier is. There is no default: a token is meant for someone. `local` is for this process alone. */
  audience: string;
  trust: Trust | TrustEntry | readonly TrustEntry[];
  /**
   * How it learns of revocations: in lists that are at most so many seconds old; in the lists that it was given, however old;
   * or not at all, so that a revoked link works until it expires.
   */
  revocations: { required: number | string } | "local list" | "none";
  /** The longest life of a root link: an hour unless told otherwise, 30 days at most. */
  life?: number | string | undefined;
  /** How far clocks may differ: 30 s unless told otherwise, 300 s at most. */
  skew?: number | string | undefined;
  /** How old a call proof may be: 60 s unless told otherwise, 300 s at most. */
  proofAge?: number | string | undefined;
  /** Whether calls here are requests over plain HTTP. Not for MCP, whose calls are messages. */
  http?: boolean | undefined;
  /** The key of the ledger that this verifier charges, for budgets that name one. */
  ledger?: PublicKey | undefined;
  /** Revocation lists to begin with. */
  lists?: readonly (RevocationList | string)[] | undefined;
  /** The reader's own names for keys, in explanations. Those of trust entries are known. */
  names?: Readonly<Record<string, PublicKey>> | undefined;
  /**
   * For `authorize`: that nothing was used or counted before this verifier began, so that older proofs and budgets are taken
   * as unused. Whoever says so answers for it.
   */
  startHere?: boolean | undefined;
  /** The time at which its ledger begins to remember; the clock's unless told otherwise. */
  started?: Time | undefined;
}

/** A call that every link allows, from a person whom the verifier trusts to the holder who signed it. */
export interface Allowed {
  readonly allowed: true;
  /** On whose behalf. */
  readonly authorizer: Authorizer;
  /** The trust entry under which the root is trusted. */
  readonly trustEntry: string;
  /** Through whose hands, first to last; the last one made the call. */
  readonly holders: readonly string[];
  /** The links' ids, root first. */
  readonly links: readonly string[];
  /** What the call owes to budgets (`check`), or what was taken (`authorize`). */
  readonly owed: readonly Readonly<OwedReport>[];
  /** The endorsements that counted. */
  readonly endorsements: readonly { readonly id: string; readonly signer: string }[];
  /** How revocations were looked up. */
  readonly revocation: string;
  /** The call, as it was checked: what must run. */
  readonly call: Call;
  /** The verdict as JSON, the same in every language. */
  readonly report: VerifiedReport;
}

/** Allowed, or denied with the reasons. */
export type Verdict = Allowed | Denied;

/** A chain that is genuine and whose root is trusted; says nothing of any call. */
export type Genuine = { readonly allowed: true; readonly report: GenuineReport };

/** A call that would be allowed if enough of those named approved it. */
export type Endorsable = { readonly allowed: true; readonly report: EndorsableReport };

/**
 * Judges presentations. It has a ledger of this process: `authorize` burns proofs and takes charges in it. Two processes of one
 * audience, and whatever must survive a restart, need a durable ledger; this one refuses what it may have forgotten.
 */
export class Verifier {
  readonly audience: string;
  readonly #engine: EngineVerifier;

  constructor(options: VerifierOptions) {
    const trust = options.trust instanceof Trust ? options.trust : new Trust(options.trust);
    const [how, staleness] = looked(options.revocations);
    const started = moment(options.started);
    this.audience = text("an audience", options.audience);
    this.#engine = ask((engine) => {
      const entries = trust.collect(new engine.TrustEntries());
      const verifier = new engine.Verifier(entries, this.audience, how, staleness, started);
      if (options.life !== undefined) verifier.life(lasting("a life", options.life));
      if (options.skew !== undefined) verifier.skew(lasting("a skew", options.skew));
      if (options.proofAge !== undefined) verifier.proofAge(lasting("a proof age", options.proofAge));
      if (options.ledger !== undefined) verifier.ledgerKey(did("the ledger's key", options.ledger));
      if (options.http === true) verifier.http();
      if (options.startHere === true) verifier.startHere(started);
      for (const [name, key] of Object.entries(options.names ?? {})) verifier.name(did("a named key", key), name);
      for (const one of options.lists ?? []) verifier.addList(text("a revocation list", `${one}`), started);
      return verifier;
    });
  }

  /** The pure verdict: counts nothing, burns nothing, and says what would be owed. It is no leave to run the call. */
  check(presentation: Presentation | string, call: CallInput, at: { now?: Time | undefined } = {}): Verdict {
    return this.#judged(call, (json) => this.#engine.check(text("a presentation", `${presentation}`), json, moment(at.now)));
  }

  /**
   * Decides for real: judges the call, burns the proof and takes every charge, or nothing. What it allows may run, once, with
   * the call that it returns.
   */
  authorize(presentation: Presentation | string, call: CallInput, at: { now?: Time | undefined } = {}): Verdict {
    return this.#judged(call, (json) => this.#engine.authorize(text("a presentation", `${presentation}`), json, moment(at.now)));
  }

  /** Whether a token is genuine and its root trusted. No verdict on any call. */
  checkChain(token: Token | string, at: { now?: Time | undefined } = {}): Genuine | Denied {
    return told<GenuineReport>(ask(() => this.#engine.checkChain(text("a token", `${token}`), moment(at.now))));
  }

  /** Whether this call would be allowed below this token if enough of those named approved it. For whoever is asked to approve. */
  checkEndorsable(token: Token | string, call: CallInput, at: { now?: Time | undefined } = {}): Endorsable | Denied {
    const { json } = Call.of(call);
    return told<EndorsableReport>(ask(() => this.#engine.checkEndorsable(text("a token", `${token}`), json, moment(at.now))));
  }

  /** Takes a revocation list in; gives how many of its statements were new. */
  addList(revocations: RevocationList | string, at: { now?: Time | undefined } = {}): number {
    return ask(() => this.#engine.addList(text("a revocation list", `${revocations}`), moment(at.now)));
  }

  /** Gives the memory back. What was remembered is forgotten. */
  free(): void {
    ask(() => this.#engine.free());
  }

  #judged(input: CallInput, judge: (json: string) => string): Verdict {
    const call = Call.of(input);
    const report = JSON.parse(ask(() => judge(call.json))) as ({ allowed: true } & VerifiedReport) | ({ allowed: false } & Refusal);
    if (!report.allowed) return denied(report);
    const { allowed, ...verified } = report;
    return {
      allowed,
      authorizer: verified.authorizer,
      trustEntry: verified.trust_entry,
      holders: verified.holders,
      links: verified.links,
      owed: verified.owed,
      endorsements: verified.endorsements,
      revocation: verified.revocation,
      call,
      report: verified,
    };
  }
}

function told<Report>(answer: string): { allowed: true; report: Report } | Denied {
  const report = JSON.parse(answer) as ({ allowed: true } & Report) | ({ allowed: false } & Refusal);
  if (!report.allowed) return denied(report as { allowed: false } & Refusal);
  const { allowed, ...rest } = report as { allowed: true } & Report;
  return { allowed, report: rest as Report };
}

function denied(report: { allowed: false } & Refusal): Denied {
  const { allowed: _, ...refusal } = report;
  return new Denied(refusal);
}

function looked(revocations: VerifierOptions["revocations"]): [string, number] {
  if (revocations === "none" || revocations === "local list") return [revocations, 0];
  if (typeof revocations === "object" && revocations !== null) return ["required", lasting("a staleness", revocations.required)];
  throw new DeputeError({
    code: "usage",
    message: "a verifier says how it learns of revocations",
    hint: 'give `revocations`: { required: 60 }, "local list" or "none"',
  });
}

function trusted(key: PublicKey | TrustedKey): [string, number | undefined, number | undefined] {
  if (typeof key === "object" && key !== null && "key" in key) {
    const from = key.from === undefined ? undefined : seconds("the start of a key's trust", key.from);
    const until = key.until === undefined ? undefined : seconds("the end of a key's trust", key.until);
    return [did("a trusted key", key.key), from, until];
  }
  return [did("a trusted key", key), undefined, undefined];
}

function list<T>(one: T | readonly T[]): readonly T[] {
  return Array.isArray(one) ? (one as readonly T[]) : [one as T];
}
