/**
 * Verdicts on a token whose keys are elsewhere. A proof takes the holder's key, which a page does not have; so the
 * limits are put into links of fresh keys, and the engine judges those. That says whether the limits allow a call, and
 * nothing of the token's signatures, its proof, its budgets or its root.
 */
import { DeputeError, Key, Verifier, delegate, mint, present } from "depute/inline";
import type { Call, Token, UnverifiedLink, Verdict } from "depute/inline";
import type { Names } from "./names.js";

/** A verdict, or why there is none. */
export type Judged = Verdict | DeputeError;

/** A link and its issuer: the root's, or the holder above. */
export interface Rung {
  link: UnverifiedLink;
  issuer: string;
}

const standIns = new Map<string, Key>();

/** A key of ours in the place of another's, the same one each time. */
function standIn(role: string, did: string): Key {
  const place = `${role} ${did}`;
  let key = standIns.get(place);
  if (key === undefined) standIns.set(place, (key = Key.generate()));
  return key;
}

export function rungs(links: UnverifiedLink[]): Rung[] {
  return links.map((link, index) => ({ link, issuer: links[index - 1]?.holder ?? links[0]?.issuer ?? "" }));
}

/** What each link alone says to a call. */
export function judgeEach(chain: Rung[], call: Call, names: Names): Judged[] {
  return chain.map(({ link, issuer }) =>
    attempt(() => {
      const [from, to] = [standIn("issuer", issuer), standIn("holder", link.holder)];
      const token = mint({ from, to, allow: link.clauses });
      return verdict(token, call, { root: from, name: names.of(issuer), holder: to, names: others(names, [issuer]) });
    }),
  );
}

/**
 * What the chain as a whole says, which knows more of a remedy: who set the limit, and how much they could grant.
 * `undefined` where such a chain cannot be made.
 */
export function judgeChain(chain: Rung[], call: Call, names: Names): Verdict | undefined {
  const copy = copyOf(chain);
  if (copy === undefined) return undefined;
  const { token, dids, keys } = copy;
  const stand = Object.fromEntries(dids.slice(1).map((did, index) => [names.of(did), keys[index + 1]!]));
  const parties = {
    root: keys[0]!,
    name: names.of(dids[0]!),
    holder: keys.at(-1)!,
    names: { ...others(names, dids), ...stand },
  };
  const judged = attempt(() => verdict(token, call, parties));
  return "allowed" in judged ? judged : undefined;
}

interface Copy {
  token: Token;
  dids: string[];
  keys: Key[];
}

const copies = new WeakMap<Rung[], Copy | false>();

/**
 * A chain with the same clauses, by keys of this page. There is none where a link says more than the one above: that is
 * said in vain, but `delegate` does not say it.
 */
export function copyOf(chain: Rung[]): Copy | undefined {
  let copy = copies.get(chain);
  if (copy === undefined) copies.set(chain, (copy = copied(chain) ?? false));
  return copy === false ? undefined : copy;
}

function copied(chain: Rung[]): Copy | undefined {
  const dids = [chain[0]?.issuer ?? "", ...chain.map(({ link }) => link.holder)];
  const keys = dids.map((did, index) => standIn(`party ${index}`, did));
  try {
    let token: Token | undefined;
    chain.forEach(({ link }, index) => {
      const terms = {
        from: keys[index]!,
        to: keys[index + 1]!,
        allow: link.clauses,
        ttl: "30d",
        depth: chain.length - 1 - index,
      };
      token = token === undefined ? mint(terms) : delegate(token, terms);
    });
    return token === undefined ? undefined : { token, dids, keys };
  } catch (error) {
    if (error instanceof DeputeError) return undefined;
    throw error;
  }
}

interface Parties {
  root: Key;
  name: string;
  holder: Key;
  names: Record<string, string | Key>;
}

function verdict(token: Token, call: Call, { root, name, holder, names }: Parties): Verdict {
  const verifier = new Verifier({
    audience: "local",
    trust: { name, key: root, allow: "*(..)" },
    revocations: "none",
    life: "30d",
    names,
  });
  try {
    return verifier.check(present(token, call, { key: holder }), call);
  } finally {
    verifier.free();
  }
}

/** Names for those who are no party, such as approvers. */
function others(names: Names, parties: string[]): Record<string, string> {
  return Object.fromEntries(
    names
      .entries()
      .filter(([did]) => !parties.includes(did))
      .map(([did, name]) => [name, did]),
  );
}

/** What the engine refuses to make is an answer too. */
export function attempt(judge: () => Verdict): Judged {
  try {
    return judge();
  } catch (error) {
    if (error instanceof DeputeError) return error;
    throw error;
  }
}

/** Whether it is an allowed verdict, and nothing else. */
export function allows(judged: Judged | undefined): boolean {
  return judged !== undefined && "allowed" in judged && judged.allowed === true;
}
