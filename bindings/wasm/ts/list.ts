/** Revocation lists in the making. */
import type { ListTerms, Unsigned } from "#glue";
import { text } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError } from "./errors.js";
import type { Time } from "./host.js";
import { Key, type Signer } from "./key.js";
import { did, type PublicKey } from "./public_key.js";
import { lasting, moment } from "./time.js";
import { RevocationList } from "./token.js";

/** What is revoked. The last three are below a root key. */
export type Revoked =
  | { link: string }
  | { key: PublicKey }
  | { task: string; root: PublicKey }
  | { organization: string; root: PublicKey }
  | { authorizer: string | null; root: PublicKey };

/** A statement, and who makes it: the key that keeps the list unless told otherwise. */
export type Statement = (Revoked | { lift: string }) & { by?: Key | Signer | undefined };

/** The next list of a key. */
export interface RevokeOptions<By = Key | Signer> {
  /** The key that keeps the list. */
  key: By;
  /** The list before, whose statements are kept. None: this is the key's first list. */
  after?: RevocationList | string | undefined;
  /** What is revoked from now on, or lifted (by the id of a statement in the list before). None: the list is only renewed. */
  statements?: readonly Statement[] | undefined;
  /** When the next list will be there at the latest: 30 days unless told otherwise, which is the most. */
  nextUpdate?: number | string | undefined;
  now?: Time | undefined;
}

/**
 * The next revocation list of a key, signed. A statement counts where its signer issued the link (or one above it), holds it,
 * is the root, or is a revoker that the verifier's trust names. Source: `spec/revocation.md`.
 */
export function revoke(options: RevokeOptions<Key> & { statements?: readonly (Statement & { by?: Key | undefined })[] | undefined }): RevocationList;
export function revoke(options: RevokeOptions): Promise<RevocationList>;
export function revoke(options: RevokeOptions): RevocationList | Promise<RevocationList> {
  const at = moment(options.now);
  const before = options.after === undefined ? undefined : text("a revocation list", `${options.after}`);
  const next = ask((engine) => new engine.ListTerms(before));
  if (options.nextUpdate !== undefined) {
    const secs = lasting("the time to the next list", options.nextUpdate);
    ask(() => next.nextUpdateIn(secs));
  }
  const statements = (options.statements ?? []).map((statement) => ({ by: statement.by ?? options.key, statement }));
  if (options.key instanceof Key && statements.every(({ by }) => by instanceof Key)) {
    for (const { by, statement } of statements) {
      const unsigned = stated(next, statement, by.did, at);
      ask(() => next.add(unsigned, (by as Key).secret));
    }
    const { did: key, secret } = options.key;
    return RevocationList.made(ask(() => next.prepare(key, at).sign(secret)));
  }
  return elsewhere(next, statements, options.key, at);
}

async function elsewhere(
  next: ListTerms,
  statements: readonly { by: Key | Signer; statement: Statement }[],
  key: Key | Signer,
  at: number,
): Promise<RevocationList> {
  for (const { by, statement } of statements) {
    const unsigned = stated(next, statement, by.did, at);
    if (by instanceof Key) ask(() => next.add(unsigned, by.secret));
    else {
      const signature = await signatureOf(by, unsigned);
      ask(() => next.addSigned(unsigned, signature));
    }
  }
  const unsigned = ask(() => next.prepare(key.did, at));
  if (key instanceof Key) return RevocationList.made(ask(() => unsigned.sign(key.secret)));
  const signature = await signatureOf(key, unsigned);
  return RevocationList.made(ask(() => unsigned.finish(signature)));
}

async function signatureOf(signer: Signer, unsigned: Unsigned): Promise<Uint8Array> {
  try {
    return await signer.sign(ask(() => unsigned.toSign()) as Uint8Array<ArrayBuffer>);
  } catch (cause) {
    throw new DeputeError({ code: "signer_failed", message: "the signer gave no signature", cause });
  }
}

function stated(next: ListTerms, statement: Statement, signer: string, at: number): Unsigned {
  if ("lift" in statement) {
    const id = text("the id of a statement", statement.lift);
    return ask(() => next.lift(signer, id, at));
  }
  const [what, name, root] = named(statement);
  return ask(() => next.revocation(signer, what, name, root, at));
}

function named(revoked: Revoked): [string, string | undefined, string] {
  if ("link" in revoked) return ["link", text("the id of a link", revoked.link), ""];
  if ("key" in revoked) return ["key", did("a revoked key", revoked.key), ""];
  const root = did("the root's key", revoked.root);
  if ("task" in revoked) return ["task", text("a task", revoked.task), root];
  if ("organization" in revoked) return ["organization", text("an organization", revoked.organization), root];
  return ["authorizer", revoked.authorizer === null ? undefined : text("an authorizer", revoked.authorizer), root];
}
