/** The checks in their order, and what is owed (verify.md). */

import { type Call, callDigest, digest } from "./call.js";
import { demand, encode, hex, located, refusalOf, refuse } from "./encoding.js";
import { type Budget, type Clause, judgeClause, owedTo, patternAccepts } from "./clause.js";
import type { Memory, Standing } from "./revocation.js";
import * as token from "./token.js";
import type { Entry, Interval, Verifier } from "./trust.js";

export type Charge = { counter: string; amount: string; limit: string; window: number | null };

export interface Verified {
  authorizer: { key: string } | { entry: string; subject: string };
  holders: string[];
  charges: Charge[];
  endorsements: string[];
}

/** What the steps judge: one presentation and one call, for one verifier at one time. */
class Check {
  readonly #links: token.Token;
  readonly #chain: token.Identity[];
  readonly #standing: Standing;
  readonly #entry: Entry;
  readonly #root: token.Root;
  /** Validity of the endorsements that were asked for, so that each signature is checked once. */
  readonly #valid = new Map<token.Endorsement, boolean>();

  constructor(
    readonly verifier: Verifier,
    readonly memory: Memory,
    readonly presentation: token.Presentation,
    readonly call: Call,
    readonly now: number,
  ) {
    this.#links = presentation.token;
    this.#root = this.#links[0];
    this.#entry = located("root", 1, () => this.#judgeRoot());
    this.#chain = token.identitiesOf(this.#links);
    const ids = this.#chain.map(({ id }) => hex(id));
    this.#standing = { token: this.#links, ids, revokers: this.#entry.revokers };
  }

  /** Judges each link in turn, from the root to the leaf. */
  #each(step: string, judge: (link: token.Link, number: number, identity: token.Identity) => void): void {
    this.#links.forEach((link, index) =>
      located(step, index + 1, () => judge(link, index + 1, this.#chain[index] as token.Identity)),
    );
  }

  /** Step *root*. */
  #judgeRoot(): Entry {
    const { iss, iat, sub } = this.#root;
    const entry = this.verifier.trust.find(({ keys }) => keys.has(iss)) ?? refuse("root_untrusted");
    const { from, until } = entry.keys.get(iss) as Interval;
    const inside = (time: number): boolean => (from ?? time) <= time && (until === null || time < until);
    demand(inside(iat) && inside(this.now), "root_interval");
    const speaks = sub === undefined ? entry.subjects.length === 0 : entry.subjects.some((allows) => allows(sub));
    demand(speaks, "subject_not_allowed");
    return entry;
  }

  /** Step *structure*; a root has no parent, so it is compared with itself. */
  structure(): void {
    let left = 0;
    let audiences = this.#root.audiences;
    let end = this.#root.exp;
    let start = this.#root.nbf ?? this.#root.iat;
    this.#each("structure", (link, number) => {
      if (number > 1) {
        demand(left > 0 && (link.depth ?? 0) < left, "depth_exceeded");
        left = link.depth ?? left - 1;
      } else {
        left = link.depth ?? 0;
      }
      const stated = link.audiences ?? audiences;
      demand(
        stated.every((audience) => audiences.includes(audience)),
        "audience_widened",
      );
      demand((link.exp ?? end) <= end && (link.nbf ?? start) >= start, "window_widened");
      [audiences, end, start] = [stated, link.exp ?? end, link.nbf ?? start];
      for (const { ledger } of link.budgets) {
        demand(ledger !== undefined || audiences.length === 1, "budget_home_unclear");
        demand(ledger === undefined || ledger === this.verifier.ledger, "ledger_elsewhere");
      }
    });
    located("structure", this.#links.length, () => {
      demand(audiences.includes(this.verifier.audience), "audience_mismatch");
      demand(this.presentation.proof.audience === this.verifier.audience, "proof_audience_mismatch");
    });
  }

  /** Step *time*. */
  time(): void {
    const { now } = this;
    const { skew, life, age } = this.verifier;
    const { iat, exp } = this.#root;
    this.#each("time", (link, number) => {
      demand(number > 1 || iat <= now + skew, "issued_in_future");
      demand(link.nbf === undefined || link.nbf <= now + skew, "not_yet_valid");
      demand(link.exp === undefined || now < link.exp + skew, "expired");
      demand(number > 1 || exp - iat <= life, "life_too_long");
    });
    located("time", this.#links.length, () => {
      demand(this.presentation.proof.iat <= now + skew, "proof_in_future");
      demand(now <= this.presentation.proof.iat + age + skew, "proof_stale");
    });
  }

  /** Step *revocation* (revocation.md, "The step"). */
  revocation(): void {
    const { revocations, skew } = this.verifier;
    if (revocations === "none") return;
    located("revocation", null, () => {
      if (typeof revocations === "number") {
        const { listKeys } = this.#entry;
        const fresh = listKeys.every((key) => this.memory.isFresh(key, revocations, skew, this.now));
        demand(listKeys.length > 0 && fresh, "revocation_stale");
      }
      this.memory.judgeChain(this.#standing);
    });
  }

  /** The external_aad of a proof or an endorsement: over leaf id and the digest of this call. */
  #overCall(kind: string): Uint8Array {
    const leaf = this.#chain[this.#chain.length - 1] as token.Identity;
    return token.externalAad(kind, leaf.id, callDigest(this.call));
  }

  /** Steps *signatures* and *proof*. */
  signatures(): void {
    let signer = this.#root.iss;
    this.#each("signatures", (link, _, { aad }) => {
      demand(token.isSignedBy(signer, link, aad), "signature_invalid");
      signer = link.holder;
    });
    located("proof", this.#links.length, () =>
      demand(token.isSignedBy(signer, this.presentation.proof, this.#overCall("proof")), "proof_mismatch"),
    );
  }

  /** Step *grants*: of each link from link zero on the clauses that accept the call; "Which clause is reported". */
  grants(): Clause[][] {
    return [this.#entry, ...this.#links].map(({ clauses }, number) =>
      located("grants", number, () => {
        const speaking = clauses.filter(({ pattern }) => patternAccepts(pattern, this.call.action));
        const faults = speaking.map((clause) => refusalOf(() => judgeClause(clause, this.call)));
        const last = faults[faults.length - 1];
        demand(faults.length > 0, "action_not_granted");
        if (last !== undefined && faults.every((fault) => fault !== undefined)) throw last;
        return speaking.filter((_, index) => faults[index] === undefined);
      }),
    );
  }

  /** Step *requirements*: the counted endorsements, in the order of the presentation. */
  requirements(accepting: Clause[][]): token.Endorsement[] {
    const counted = new Set<token.Endorsement>();
    accepting.forEach((clauses, number) =>
      located("requirements", number, () => {
        if (clauses.some(({ requirements }) => requirements.length === 0)) return;
        const results = clauses.map((clause) => this.#met(clause, number));
        const taken = results.find((result) => typeof result !== "string");
        if (taken === undefined) refuse(results[results.length - 1] as string);
        taken.forEach((endorsement) => counted.add(endorsement));
      }),
    );
    return this.presentation.endorsements.filter((endorsement) => counted.has(endorsement));
  }

  /** The endorsements that meet all requirements of a clause, or the code of the first that is not met. */
  #met(clause: Clause, number: number): token.Endorsement[] | string {
    const taken: token.Endorsement[] = [];
    for (const requirement of clause.requirements) {
      if (!("keys" in requirement)) return "requirement_unsupported";
      const signers = new Map<string, token.Endorsement>();
      for (const endorsement of this.presentation.endorsements) {
        const { signer } = endorsement;
        if (signers.size === requirement.count) break;
        if (!requirement.keys.includes(signer) || signers.has(signer)) continue;
        if (this.#isApproverRevoked(signer, number) || !this.#isValid(endorsement)) continue;
        signers.set(signer, endorsement);
      }
      if (signers.size < requirement.count) return "approval_missing";
      taken.push(...signers.values());
    }
    return taken;
  }

  #isApproverRevoked(key: string, number: number): boolean {
    const unasked = this.verifier.revocations === "none";
    return !unasked && this.memory.isApproverRevoked(key, number, this.#standing);
  }

  /** "Requirements", 2: a valid endorsement. */
  #isValid(endorsement: token.Endorsement): boolean {
    const { signer, audience, iat, exp } = endorsement;
    const valid =
      this.#valid.get(endorsement) ??
      (this.#links.every(({ holder }) => holder !== signer) &&
        audience === this.verifier.audience &&
        iat <= this.now + this.verifier.skew &&
        this.now < exp + this.verifier.skew &&
        token.isSignedBy(signer, endorsement, this.#overCall("endorsement")));
    this.#valid.set(endorsement, valid);
    return valid;
  }

  /** Step *owed*, and "What is owed". */
  owed(): Charge[] {
    const charges: Charge[] = [];
    this.#each("owed", (link, _, { id }) =>
      link.budgets.forEach((budget, index) => {
        const amount = owedTo(budget, this.call);
        if (amount === undefined) return;
        const counter = hex(digest("depute v1 counter id", this.#counterName(budget, id, index)));
        const window = budget.window ?? null;
        charges.push({ counter, amount: String(amount), limit: String(budget.limit), window });
      }),
    );
    return charges;
  }

  /** The name of a counter; what is absent in it is the integer 0. */
  #counterName({ account, sum, unit, window, pattern }: Budget, id: Uint8Array, index: number): Uint8Array {
    if (account === undefined) return encode([id, index]);
    const parties = [this.#entry.name, this.#root.sub ?? 0, account];
    return encode([...parties, sum ?? 0, pattern ?? [], unit ?? 0, window ?? 0]);
  }

  verified(charges: Charge[], counted: token.Endorsement[]): Verified {
    const { iss, sub } = this.#root;
    const aad = this.#overCall("endorsement");
    return {
      authorizer: sub === undefined ? { key: iss } : { entry: this.#entry.name, subject: sub },
      holders: this.#links.map(({ holder }) => holder),
      charges,
      endorsements: counted.map((endorsement) => hex(token.idOf("endorsement", endorsement, aad))),
    };
  }
}

/** "The checks": the first failure decides. The call is read as part of *form*, since it is the verifier's own. */
export function verify(
  verifier: Verifier,
  memory: Memory,
  bytes: Uint8Array,
  readCall: () => Call,
  now: number,
): Verified {
  const [call, presentation] = located("form", null, () => {
    const own = readCall();
    demand((own.http !== undefined) === (verifier.members === "http"), "call_invalid");
    return [own, token.readPresentation(bytes)] as const;
  });
  const check = new Check(verifier, memory, presentation, call, now);
  check.structure();
  check.time();
  check.revocation();
  check.signatures();
  const accepting = check.grants();
  const counted = check.requirements(accepting);
  return check.verified(check.owed(), counted);
}
