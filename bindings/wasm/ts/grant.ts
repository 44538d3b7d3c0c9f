/** Grants as texts, and how two of them differ. */
import { text } from "./call.js";
import { ask } from "./engine.js";
import { collected, type Terms } from "./terms.js";

/** A grant's parts, each in its canonical text. */
export interface Grant {
  allow: string[];
  budget: string[];
  audience: string[];
  /** Seconds. */
  ttl?: number;
  /** RFC 3339. */
  until?: string;
  notBefore?: string;
  depth?: number;
}

/** How two grants differ. */
export interface Difference {
  /** What the second would take away if it stood below the first. */
  firstToSecond: string[];
  secondToFirst: string[];
  /** A call that only the first allows, if one was found. */
  onlyFirst: string | undefined;
  onlySecond: string | undefined;
}

/** A grant from its text, one item a line: `allow …`, `budget …`, `ttl 1h`, `depth 1`, `aud "…"`. */
export function parseGrant(grant: string): Grant {
  return JSON.parse(ask((engine) => engine.grantParts(text("a grant", grant)))) as Grant;
}

/** The canonical text of a grant. */
export function printGrant(grant: Terms | string): string {
  if (typeof grant === "string") return ask((engine) => engine.canonicalText("grant", grant));
  const terms = collected(grant, {});
  return ask((engine) => terms(engine.Terms).text());
}

/** What each of two grants takes away from the other, and a call that only one of them allows. */
export function diff(first: Terms | string, second: Terms | string): Difference {
  const [one, other] = [printGrant(first), printGrant(second)];
  const told = JSON.parse(ask((engine) => engine.diffGrants(one, other))) as {
    first_to_second: string[]; second_to_first: string[]; only_first: string | null; only_second: string | null;
  };
  return {
    firstToSecond: told.first_to_second,
    secondToFirst: told.second_to_first,
    onlyFirst: told.only_first ?? undefined,
    onlySecond: told.only_second ?? undefined,
  };
}
