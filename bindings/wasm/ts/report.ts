/**
 * Verdicts and claims as data: the JSON that core makes, with the same members in every language. Keys are `did:key:…`, ids and
 * digests hexadecimal digits, times RFC 3339.
 */
import type { Authorizer, Code, Setter } from "./errors.js";

/** An allowed call. */
export interface VerifiedReport {
  authorizer: Authorizer;
  trust_entry: string;
  evidence: EvidenceReport | null;
  holders: string[];
  /** Ids, root first. */
  links: string[];
  call: { action: string; digest: string };
  revocation: string;
  endorsements: { id: string; signer: string; issued_at: string; expires: string }[];
  owed: OwedReport[];
}

/** What one call owes to one budget: calls, or what the budget sums, as a text. */
export interface OwedReport {
  link: number;
  budget: string | null;
  amount: string;
  counter: string;
}

/** How the authorizer was identified, as whoever signed the root link claims. */
export interface EvidenceReport {
  kind: string;
  digest: string;
  time: string;
  assurance: string;
}

/** A genuine chain. */
export interface GenuineReport {
  authorizer: Authorizer;
  trust_entry: string;
  holders: string[];
  links: string[];
  revocation: string;
}

/** A call that would be allowed if enough of those named approved it. */
export interface EndorsableReport extends GenuineReport {
  /** When the token ends. */
  expires: string | null;
  /** Those of one clause go together, those of several clauses of one link are alternatives; link 0 is the verifier's own. */
  needs: { link: number; clause: number; set_by: Setter; threshold: number; eligible: string[] }[];
}

/** What a token claims. */
export interface UnverifiedToken {
  kind: "token";
  verified: false;
  /** Of the last link. */
  id: string;
  link_count: number;
  bytes: number;
  /** Those that the last link is for. */
  audiences: string[];
  links: UnverifiedLink[];
}

/** What a link claims. Window and `may_delegate` are inherited where it states none. */
export interface UnverifiedLink {
  id: string;
  /** In the root link alone, like the two below. */
  issuer: string | null;
  subject: string | null;
  issued_at: string | null;
  holder: string;
  clauses: string[];
  budgets: string[];
  audiences: string[];
  not_before: string | null;
  expires: string | null;
  may_delegate: number;
  intent: string | null;
  agent: string | null;
  agent_type: string | null;
  task: string | null;
  organization: string | null;
  environment: string | null;
  evidence: EvidenceReport | null;
}

/** What a presentation claims: its token's members, and what it has besides. */
export interface UnverifiedPresentation extends Omit<UnverifiedToken, "kind"> {
  kind: "presentation";
  token_bytes: number;
  proof: {
    audience: string;
    issued_at: string;
    nonce: string;
    verified: false;
    id: string | null;
    call_digest: string | null;
  };
  endorsements: Omit<UnverifiedEndorsement, "kind">[];
}

/** What an endorsement claims. */
export interface UnverifiedEndorsement {
  kind: "endorsement";
  verified: false;
  signer: string;
  audience: string;
  issued_at: string;
  expires: string;
  nonce: string;
}

/** What a revocation list claims. */
export interface UnverifiedList {
  kind: string;
  verified: false;
  number: number;
  key: string;
  id: string;
  issued_at: string;
  next_update: string;
  bytes: number;
  statements: UnverifiedStatement[];
}

/** What one statement claims. */
export interface UnverifiedStatement {
  id: string;
  signer: string;
  issued_at: string;
  target:
    | { kind: "link"; link: string }
    | { kind: "key"; key: string }
    | { kind: "task"; root: string; task: string }
    | { kind: "organization"; root: string; organization: string }
    | { kind: "authorizer"; root: string; subject: string | null }
    | { kind: "lift"; statement: string };
}

/** One code of the closed list. */
export interface CodeReport {
  code: Code;
  meaning: string;
  fix: string;
  /** Exit code of the command line. */
  exit: number;
  /** HTTP status. */
  http: number;
}

/** One thing that a link took away or narrowed: `price <= 600 → 400`. */
export interface Change {
  text: string;
  /** `null`: there was no such limit. */
  before: string | null;
  /** `null`: it was taken away. */
  after: string | null;
}

/** Something legal that is worth a second look. */
export interface RemarkReport {
  name: string;
  text: string;
}
