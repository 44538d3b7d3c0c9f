/** Revocation lists in the making. */
import type { ListTerms, Unsigned } from "#glue";
import { ask } from "./engine.js";
import { options, several, text, textOf, usage } from "./given.js";
import type { Time } from "./host.js";
import { Key, signing, type Signer, type Signing } from "./key.js";
import { did, type PublicKey } from "./public_key.js";
import { freed, release, signatureOf, signed } from "./steps.js";
import { lasting, moment } from "./time.js";
import { RevocationList } from "./token.js";

/** What is revoked. The last three are below a root key. */
export type Revoked =
  | { link: string }
  | { key: PublicKey }
  | { task: string; root: PublicKey }
  | { organization: string; root: PublicKey }
  /** `null`: the root key itself, where it signs for nobody else. */
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
  /** The time of issue; the clock's unless told otherwise. */
  now?: Time | undefined;
}

const KINDS = ["lift", "link", "key", "task", "organization", "authorizer"] as const;

/**
 * The next revocation list of a key, signed. A statement counts where its signer issued the link (or one above it), holds it,
 * is the root, or is a revoker that the verifier's trust names: whether it counts anywhere is not checked here. Give it to the
 * verifiers (`Verifier.addList`) and keep it for the next one. Source: `spec/revocation.md`.
 */
export function revoke(
  options: RevokeOptions<Key> & { statements?: readonly (Statement & { by?: Key | undefined })[] | undefined },
): RevocationList;
export function revoke(options: RevokeOptions): Promise<RevocationList>;
export function revoke(given: RevokeOptions): RevocationList | Promise<RevocationList> {
  const own = options("revoke", given, ["key", "after", "statements", "nextUpdate", "now"]);
  const [at, key] = [moment(own.now), signing("the key of a list", own.key)];
  const before = own.after === undefined ? undefined : textOf("a revocation list", own.after);
  const every = own.nextUpdate === undefined ? undefined : lasting("the time to the next list", own.nextUpdate);
  const statements = several(own.statements).map((statement) => stated(statement, key));
  const next = ask((engine) => new engine.ListTerms(before));
  return freed(next, () => {
    if (every !== undefined) ask(() => next.nextUpdateIn(every));
    if ([key, ...statements.map(({ by }) => by)].some((by) => by.key === undefined))
      return elsewhere(next, statements, key, at);
    for (const { by, prepare } of statements) {
      const unsigned = ask(() => prepare(next, at));
      freed(unsigned, () => Key.use(by.key as Key, (secret) => next.add(unsigned, secret)));
    }
    return signed(
      ask(() => next.prepare(key.did, at)),
      key,
      RevocationList.made,
    );
  });
}

async function elsewhere(
  next: ListTerms,
  statements: readonly Stated[],
  key: Signing,
  at: number,
): Promise<RevocationList> {
  try {
    for (const { by, prepare } of statements) {
      const unsigned = ask(() => prepare(next, at));
      if (by.key !== undefined) freed(unsigned, () => Key.use(by.key as Key, (secret) => next.add(unsigned, secret)));
      else {
        const signature = await signatureOf(unsigned, by);
        ask(() => next.addSigned(unsigned, signature));
      }
    }
    return await signed(
      ask(() => next.prepare(key.did, at)),
      key,
      RevocationList.made,
    );
  } catch (error) {
    release(next);
    throw error;
  }
}

/** A statement that was read: who makes it, and how the engine prepares it. */
interface Stated {
  by: Signing;
  prepare(next: ListTerms, at: number): Unsigned;
}

function stated(given: Statement, keeper: Signing): Stated {
  const own: Partial<Record<(typeof KINDS)[number] | "root" | "by", unknown>> = options(
    "a statement",
    given as object,
    [...KINDS, "root", "by"] as never[],
  );
  const by = own.by === undefined ? keeper : signing("the key of a statement", own.by as Key | Signer);
  const kinds = KINDS.filter((kind) => own[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw usage("a statement is about one thing", `give one of ${KINDS.join(", ")}`);
  if (kind === "lift") {
    const id = text("the id of a statement", own.lift);
    return { by, prepare: (next, at) => next.lift(by.did, id, at) };
  }
  const isBelow = kind !== "link" && kind !== "key";
  if (!isBelow && own.root !== undefined)
    throw usage(`a ${kind} is revoked wherever it stands, and not below a root`, "leave `root` out");
  const name =
    kind === "key"
      ? did("a revoked key", own.key as PublicKey)
      : kind === "authorizer" && own.authorizer === null
        ? undefined
        : text(`the revoked ${kind}`, own[kind]);
  const root = isBelow ? did("the root's key", own.root as PublicKey) : "";
  return { by, prepare: (next, at) => next.revocation(by.did, kind, name, root, at) };
}
