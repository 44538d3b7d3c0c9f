/** Grants as texts, and how two of them differ. */
import { options, text } from "./given.js";
import { ask } from "./engine.js";
import { collected, TERMS, type Terms } from "./terms.js";

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
  /** What the first would take away if it stood below the second. */
  secondToFirst: string[];
  /** A call that only the first allows, if one was found; that none was found is no proof that there is none. */
  onlyFirst: string | undefined;
  /** A call that only the second allows. */
  onlySecond: string | undefined;
}

/** A grant from its text, one item a line: `allow …`, `budget …`, `ttl 1h`, `depth 1`, `aud "…"`. */
export function parseGrant(grant: string): Grant {
  const source = text("a grant", grant);
  return JSON.parse(ask((engine) => engine.grantParts(source))) as Grant;
}

/** The canonical text of a grant: of its text, or of terms as `mint` takes them. Lines for people are no part of it. */
export function printGrant(grant: Terms | string): string {
  if (typeof grant === "string") {
    const source = text("a grant", grant);
    return ask((engine) => engine.canonicalText("grant", source));
  }
  const terms = collected(options("a grant", grant, TERMS), {});
  return ask((engine) => {
    const made = terms(engine.Terms);
    try {
      return made.text();
    } finally {
      made.free();
    }
  });
}

/** What each of two grants takes away from the other, and a call that only one of them allows. */
export function diff(first: Terms | string, second: Terms | string): Difference {
  const [one, other] = [printGrant(first), printGrant(second)];
  const told = JSON.parse(ask((engine) => engine.diffGrants(one, other))) as {
    first_to_second: string[];
    second_to_first: string[];
    only_first: string | null;
    only_second: string | null;
  };
  return {
    firstToSecond: told.first_to_second,
    secondToFirst: told.second_to_first,
    onlyFirst: told.only_first ?? undefined,
    onlySecond: told.only_second ?? undefined,
  };
}
