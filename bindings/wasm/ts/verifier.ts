/// <reference lib="esnext.disposable" preserve="true" />
/** The verifier: whom it trusts, what its policy is, and its verdicts. */
import type { TrustEntries, Verifier as EngineVerifier } from "#glue";
import { Call, type CallInput } from "./call.js";
import { Clause } from "./clause.js";
import { ask } from "./engine.js";
import { Denied, hidden, type Authorizer, type Refusal } from "./errors.js";
import { invalid, members, options, several, text, textOf, usage } from "./given.js";
import type { Time } from "./host.js";
import { did, type PublicKey } from "./public_key.js";
import type { EndorsableReport, GenuineReport, OwedReport, VerifiedReport } from "./report.js";
import { lasting, moment, seconds } from "./time.js";
import { tokenText, type Presentation, type RevocationList, type Token } from "./token.js";

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

type KeyGiven = [did: string, from: number | undefined, until: number | undefined];

/** An entry as it was read: no later change of what was given changes it. */
interface Read {
  name: string;
  keys: KeyGiven[];
  allow: (string | Uint8Array)[];
  speaksFor: string[];
  listKeys: string[];
  revokers: string[];
}

/** Everyone whose mandates a verifier accepts: read once, and its faults told, when it is made. Empty trust refuses. */
export class Trust {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Trust";
  readonly #entries: readonly Read[];

  constructor(entries: TrustEntry | readonly TrustEntry[]) {
    this.#entries = several(entries).map(read);
    ask((engine) => this.collect(new engine.TrustEntries()).free());
    Object.freeze(this);
  }

  /** @internal */
  collect(trust: TrustEntries): TrustEntries {
    try {
      for (const {
        name,
        keys: [first, ...others],
        allow,
        speaksFor,
        listKeys,
        revokers,
      } of this.#entries) {
        trust.entry(name, ...(first as KeyGiven));
        others.forEach((key) => trust.key(...key));
        allow.forEach((clause) => (typeof clause === "string" ? trust.allow(clause) : trust.allowWire(clause)));
        speaksFor.forEach((one) => trust.speaksFor(one));
        listKeys.forEach((key) => trust.listKey(key));
        revokers.forEach((key) => trust.revoker(key));
      }
      return trust;
    } catch (error) {
      trust.free();
      throw error;
    }
  }

  /** @internal */
  static of(trust: VerifierOptions["trust"]): Trust {
    return typeof trust === "object" && trust !== null && #entries in trust ? trust : new Trust(trust);
  }
}

/** What a verifier decides for itself. Durations are seconds, or texts such as `15m`. */
export interface VerifierOptions {
  /** Which audience the verifier is. There is no default: a token is meant for someone. `local` is for this process alone. */
  audience: string;
  trust: Trust | TrustEntry | readonly TrustEntry[];
  /**
   * How it learns of revocations: in lists that are at most so old, 3,600 s at most; in the lists that it was given, however
   * old; or not at all, so that a revoked link works until it expires.
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
  lists?: RevocationList | string | readonly (RevocationList | string)[] | undefined;
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
interface Judged {
  readonly allowed: true;
  /** On whose behalf. */
  readonly authorizer: Authorizer;
  /** The trust entry under which the root is trusted. */
  readonly trustEntry: string;
  /** Through whose hands, first to last; the last one made the call. */
  readonly holders: readonly string[];
  /** The links' ids, root first. */
  readonly links: readonly string[];
  /** What the call owes to budgets, or what was taken from them: `charged` tells. */
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

/** What `authorize` allows: the proof is burned, every charge taken. The call may run, once. */
export interface Allowed extends Judged {
  readonly charged: true;
}

/** What `check` finds allowed. It is **no leave to run the call**: the same proof may have been used, and budgets be spent. */
export interface Checked extends Judged {
  readonly charged: false;
}

/** Allowed, or denied with the reasons: `allowed` tells which. */
export type Verdict = Allowed | Denied;

/** A chain that is genuine and whose root is trusted; says nothing of any call. A `Denied` has `genuine: false`. */
export type Genuine = { readonly genuine: true; readonly report: GenuineReport };

/** A call that would be allowed if enough of those named approved it. A `Denied` has `endorsable: false`. */
export type Endorsable = { readonly endorsable: true; readonly report: EndorsableReport };

const OPTIONS = [
  "audience",
  "trust",
  "revocations",
  "life",
  "skew",
  "proofAge",
  "http",
  "ledger",
  "lists",
  "names",
  "startHere",
  "started",
] as const satisfies readonly (keyof VerifierOptions)[];

/**
 * Judges presentations. It has a ledger of its own, in memory: `authorize` burns proofs and takes charges in it. **Make one
 * verifier for an audience and keep it**: two count apart, as do two processes, and one that is made anew has forgotten.
 *
 * What was signed before `started` is refused (`issued_before_ledger`), since it may have been used where this one did not see
 * it. When something was signed is its maker's word: where their clocks may be ahead, and proofs of the time before must not
 * count again, let it start later by the skew and a second. What must survive a restart needs a durable ledger.
 */
export class Verifier {
  readonly audience: string;
  /** Where it lies in the engine; nothing once it was freed. */
  readonly #held: { engine: EngineVerifier | undefined };
  declare readonly [Symbol.dispose]: () => void;

  constructor(given: VerifierOptions) {
    const own = options("a verifier", given, OPTIONS);
    const trust = Trust.of(own.trust);
    const [how, staleness] = looked(own.revocations);
    const started = moment(own.started);
    const audience = text("an audience", own.audience);
    const duration = (what: string, given: number | string | undefined) =>
      given === undefined ? undefined : lasting(what, given);
    const [life, skew, proofAge] = [
      duration("a life", own.life),
      duration("a skew", own.skew),
      duration("a proof age", own.proofAge),
    ];
    const ledger = own.ledger === undefined ? undefined : did("the ledger's key", own.ledger);
    const names = members("the names of keys", own.names).map(
      ([name, key]) => [did("a named key", key), text("a key's name", name)] as const,
    );
    const lists = several(own.lists).map((one) => textOf("a revocation list", one));
    const [isHttp, startsHere] = [yes("http", own.http), yes("startHere", own.startHere)];
    const engine = ask((engine) => {
      const verifier = new engine.Verifier(trust.collect(new engine.TrustEntries()), audience, how, staleness, started);
      try {
        if (life !== undefined) verifier.life(life);
        if (skew !== undefined) verifier.skew(skew);
        if (proofAge !== undefined) verifier.proofAge(proofAge);
        if (ledger !== undefined) verifier.ledgerKey(ledger);
        if (isHttp) verifier.http();
        if (startsHere) verifier.startHere(started);
        names.forEach(([key, name]) => verifier.name(key, name));
        lists.forEach((one) => verifier.addList(one, started));
        return verifier;
      } catch (error) {
        verifier.free();
        throw error;
      }
    });
    this.audience = audience;
    this.#held = { engine };
    Object.freeze(this);
  }

  /** The pure verdict: counts nothing, burns nothing, and says what would be owed. It is no leave to run the call. */
  check(presentation: Presentation | string, call: CallInput, at: { now?: Time | undefined } = {}): Checked | Denied {
    const verdict = this.#judged(presentation, call, at, (engine, ...asked) => engine.check(...asked));
    return verdict.allowed ? Object.freeze({ ...verdict, charged: false as const }) : verdict;
  }

  /**
   * Decides for real: judges the call, burns the proof and takes every charge, or nothing. What it allows may run, once, with
   * the call that it returns. What was taken stays taken, also if what runs then fails.
   */
  authorize(presentation: Presentation | string, call: CallInput, at: { now?: Time | undefined } = {}): Verdict {
    const verdict = this.#judged(presentation, call, at, (engine, ...asked) => engine.authorize(...asked));
    return verdict.allowed ? Object.freeze({ ...verdict, charged: true as const }) : verdict;
  }

  /**
   * Whether a token is genuine and its root trusted. No verdict on any call. What is no token at all is thrown, as by
   * `Token.parse`.
   */
  checkChain(token: Token | string, at: { now?: Time | undefined } = {}): Genuine | Denied {
    const [chain, now] = [tokenText(token), time(at)];
    const answer = told<GenuineReport>(this.#ask((engine) => engine.checkChain(chain, now)));
    return answer instanceof Denied ? answer : Object.freeze({ genuine: true as const, report: answer });
  }

  /** Whether this call would be allowed below this token if enough of those named approved it. For whoever is asked to approve. */
  checkEndorsable(token: Token | string, call: CallInput, at: { now?: Time | undefined } = {}): Endorsable | Denied {
    const [chain, { json }, now] = [tokenText(token), Call.of(call), time(at)];
    const answer = told<EndorsableReport>(this.#ask((engine) => engine.checkEndorsable(chain, json, now)));
    return answer instanceof Denied ? answer : Object.freeze({ endorsable: true as const, report: answer });
  }

  /**
   * Takes a revocation list in; gives how many of its statements were new. One that is older than the last of its key, or that
   * contradicts it, is thrown as `Denied`, and what was known stays.
   */
  addList(revocations: RevocationList | string, at: { now?: Time | undefined } = {}): number {
    const [list, now] = [textOf("a revocation list", revocations), time(at)];
    return this.#ask((engine) => engine.addList(list, now));
  }

  /** Gives the memory back. What was remembered is forgotten, and the verifier answers no more. */
  free(): void {
    const { engine } = this.#held;
    this.#held.engine = undefined;
    if (engine !== undefined) ask(() => engine.free());
  }

  #ask<T>(question: (engine: EngineVerifier) => T): T {
    const { engine } = this.#held;
    if (engine === undefined) throw usage("the verifier was freed, and answers no more");
    return ask(() => question(engine));
  }

  #judged(
    presentation: Presentation | string,
    input: CallInput,
    at: { now?: Time | undefined },
    judge: (engine: EngineVerifier, presentation: string, call: string, now: number) => string,
  ): Judged | Denied {
    const [call, given, now] = [Call.of(input), textOf("a presentation", presentation), time(at)];
    const report = JSON.parse(this.#ask((engine) => judge(engine, given, call.json, now))) as Marked<VerifiedReport>;
    if (report.allowed !== true) return denied(report);
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

// A host that is older than `using` has no such symbol.
if (typeof Symbol.dispose === "symbol")
  Object.defineProperty(Verifier.prototype, Symbol.dispose, hidden(Verifier.prototype.free));

type Marked<Report> = ({ allowed: true } & Report) | ({ allowed: false } & Refusal);

function told<Report extends object>(answer: string): Report | Denied {
  const report = JSON.parse(answer) as Marked<Report>;
  // Written so that whatever is not an allowed verdict refuses.
  if (report.allowed !== true) return denied(report as { allowed: false } & Refusal);
  const { allowed: _, ...rest } = report as { allowed: true } & Report;
  return rest as unknown as Report;
}

function denied(report: { allowed: false } & Refusal): Denied {
  const { allowed: _, ...refusal } = report;
  return new Denied(refusal);
}

function time(at: { now?: Time | undefined }): number {
  return moment(options("the time of a verdict", at, ["now"]).now);
}

function yes(name: string, given: unknown): boolean {
  if (given === undefined || typeof given === "boolean") return given === true;
  throw invalid(`\`${name}\` is true or false`);
}

function looked(revocations: VerifierOptions["revocations"]): [string, number] {
  if (revocations === "none" || revocations === "local list") return [revocations, 0];
  if (typeof revocations === "object" && revocations !== null) {
    return ["required", lasting("a staleness", options("`revocations`", revocations, ["required"]).required)];
  }
  throw usage(
    "a verifier says how it learns of revocations",
    'give `revocations`: { required: 60 }, "local list" or "none"',
  );
}

function read(entry: TrustEntry): Read {
  const own = options("a trust entry", entry, ["name", "key", "allow", "speaksFor", "listKeys", "revokers"]);
  const texts = (what: string, given: string | readonly string[] | undefined) =>
    several(given).map((one) => text(what, one));
  const dids = (what: string, given: readonly PublicKey[] | undefined) =>
    several<PublicKey>(given).map((one) => did(what, one));
  const keys = several(own.key).map(trusted);
  if (keys.length === 0) throw invalid("a trust entry without a key");
  return {
    name: text("the name of a trust entry", own.name),
    keys,
    allow: several<string | Clause>(own.allow).map((one) => (Clause.is(one) ? one.bytes : text("a clause", one))),
    speaksFor: texts("a name", own.speaksFor),
    listKeys: dids("a list key", own.listKeys),
    revokers: dids("a revoker's key", own.revokers),
  };
}

function trusted(key: PublicKey | TrustedKey): KeyGiven {
  if (typeof key !== "object" || key === null || !Object.hasOwn(key, "key"))
    return [did("a trusted key", key as PublicKey), undefined, undefined];
  const own = options("a trusted key", key as TrustedKey, ["key", "from", "until"]);
  const from = own.from === undefined ? undefined : seconds("the start of a key's trust", own.from);
  const until = own.until === undefined ? undefined : seconds("the end of a key's trust", own.until);
  return [did("a trusted key", own.key), from, until];
}
