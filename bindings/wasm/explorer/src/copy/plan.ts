/** What the code of every language says: the same limits, from hand to hand, with new keys. */
import { seconds } from "../measures.js";
import { copyOf, type Rung } from "../judge.js";
import type { Names } from "../names.js";

export interface Party {
  did: string;
  /** A name that is an identifier in each language, and a file name. */
  id: string;
}

export interface Step {
  from: Party;
  to: Party;
  allow: string[];
  budget: string[];
  /** Seconds; `undefined`: as long as the link above. */
  life: number | undefined;
  depth: number;
  audiences: string[];
  task: string | undefined;
  intent: string | undefined;
}

export interface Plan {
  parties: Party[];
  steps: Step[];
  audience: string;
  call: string;
}

/** A plan, or why there is none. */
export function plan(chain: Rung[], call: string, names: Names): Plan | string {
  const root = chain[0];
  if (root === undefined) return "there is no chain";
  if (root.link.subject !== null)
    return "The root key signs for its users: whom it speaks for stands in a verifier's trust, and no token tells.";
  if (copyOf(chain) === undefined)
    return "A link of this chain says more than the one above it: in vain, and no tool of Depute's would make it.";
  const dids = [...new Set([root.issuer, ...chain.map(({ link }) => link.holder)])];
  const ids = new Set<string>();
  const parties = dids.map((did, index) => {
    const id = unique(identifier(names.given(did)) ?? (index === 0 ? "person" : `holder${index}`), ids);
    return { did, id };
  });
  const party = (did: string) => parties.find((one) => one.did === did)!;
  const issued = root.link.issued_at === null ? undefined : seconds(root.link.issued_at);
  const steps = chain.map(({ link, issuer }, index) => {
    const life = link.expires === null || issued === undefined ? undefined : seconds(link.expires) - issued;
    const above = index === 0 ? undefined : chain[index - 1]!.link.expires;
    return {
      from: party(issuer),
      to: party(link.holder),
      allow: link.clauses,
      budget: link.budgets,
      life: life === undefined || life <= 0 || above === link.expires ? undefined : life,
      depth: index === 0 ? Math.max(link.may_delegate, chain.length - 1) : link.may_delegate,
      audiences: link.audiences,
      task: link.task ?? undefined,
      intent: link.intent ?? undefined,
    };
  });
  return { parties, steps, audience: root.link.audiences[0] ?? "local", call };
}

/** `90m`, as grants write durations. */
export function duration(secs: number): string {
  const [unit, size] = (
    [
      ["d", 86400],
      ["h", 3600],
      ["m", 60],
    ] as const
  ).find(([, size]) => secs % size === 0) ?? ["s", 1];
  return `${secs / size}${unit}`;
}

/** A text cut at the keys of parties, for whom there is an expression in the code. */
export function cutAtKeys(text: string, parties: Party[]): (string | Party)[] {
  const dids = parties.map(({ did }) => did).join("|");
  return text.split(new RegExp(`(${dids})`)).map((part) => parties.find(({ did }) => did === part) ?? part);
}

/** Words that one of the languages keeps, or that the code uses itself. */
const KEPT = new Set(
  (
    "as async await break box case catch class const continue crate default delegate delete do dyn else enum export " +
    "extends extern false final finally fn for function if impl import in instanceof interface let loop macro match " +
    "mint mod move mut new null override package present priv private protected pub public ref return self static " +
    "struct super switch this throw trait true try type typeof union unsafe use var verdict verifier virtual where " +
    "while with yield call key nonce presentation since now trust token denied main"
  ).split(" "),
);

function identifier(name: string): string | undefined {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 24);
  return /^[a-z]/.test(plain) && !KEPT.has(plain) && !/^(link\d*|since_1970)$/.test(plain) ? plain : undefined;
}

function unique(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let count = 2; taken.has(id); count++) id = `${wanted}${count}`;
  taken.add(id);
  return id;
}
