/** What a link allows and says, as people write it. */
import type { Terms as EngineTerms } from "#glue";
import { number, several, text, usage } from "./given.js";
import type { Time } from "./host.js";
import { lasting, seconds } from "./time.js";

/** What a link allows and says. Durations are seconds, or texts such as `15m` and `1h`. */
export interface Terms {
  /** Clauses, alternatives of each other: `flights.book(to = "SFO", price <= 600)`. At least one, here or in `grant`. */
  allow?: string | readonly string[] | undefined;
  /** Budgets, shared by everything below: `calls <= 50`. */
  budget?: string | readonly string[] | undefined;
  /** A whole grant as text, one item a line; what stands beside it is added. */
  grant?: string | undefined;
  /** Life from now on. A root link lives 15 minutes unless told otherwise, a further link as long as its parent. */
  ttl?: number | string | undefined;
  /** The window's end, that second excluded, in place of `ttl`. */
  until?: Time | undefined;
  /** The window's start, if it is later than now. */
  notBefore?: Time | undefined;
  /** How many links may follow: none unless told otherwise in a root link, one less than above in a further one. */
  depth?: number | undefined;
  /** Which verifiers it is meant for: `local` in a root link unless told otherwise, the parent's in a further one. */
  audience?: string | readonly string[] | undefined;
  /** What the holder is to do; for people and logs, like the two lines below. */
  intent?: string | undefined;
  agent?: string | undefined;
  agentType?: string | undefined;
}

/** @internal */
export const TERMS = [
  "allow",
  "budget",
  "grant",
  "ttl",
  "until",
  "notBefore",
  "depth",
  "audience",
  "intent",
  "agent",
  "agentType",
] as const satisfies readonly (keyof Terms)[];

/**
 * Terms as the engine collects them; they are read here, once, and made when the engine is asked.
 *
 * @internal
 */
export function collected(
  terms: Terms,
  lines: Record<string, string | undefined>,
): (make: typeof EngineTerms) => EngineTerms {
  const { ttl, until } = terms;
  if (ttl !== undefined && until !== undefined)
    throw usage("`ttl` and `until` both say when it ends", "give one of them");
  const grant = terms.grant === undefined ? undefined : text("a grant", terms.grant);
  const listed = (what: string, texts: string | readonly string[] | undefined) =>
    several(texts).map((one) => text(what, one));
  const [allow, budget, audience] = [
    listed("a clause", terms.allow),
    listed("a budget", terms.budget),
    listed("an audience", terms.audience),
  ];
  const life = ttl === undefined ? undefined : number("a life", lasting("a life", ttl));
  const end = until === undefined ? undefined : seconds("the window's end", until);
  const start = terms.notBefore === undefined ? undefined : seconds("the window's start", terms.notBefore);
  const depth = terms.depth === undefined ? undefined : number("a depth", terms.depth);
  const said = Object.entries({
    ...lines,
    intent: terms.intent,
    agent: terms.agent,
    agent_type: terms.agentType,
  }).flatMap(([name, line]) => (line === undefined ? [] : [[name, text(`the line \`${name}\``, line)] as const]));
  return (make) => {
    const engine = new make();
    try {
      if (grant !== undefined) engine.grant(grant);
      allow.forEach((clause) => engine.allow(clause));
      budget.forEach((one) => engine.budget(one));
      audience.forEach((one) => engine.audience(one));
      if (life !== undefined) engine.expiresIn(life);
      if (end !== undefined) engine.expiresAt(end);
      if (start !== undefined) engine.startsAt(start);
      if (depth !== undefined) engine.depth(depth);
      said.forEach(([name, line]) => engine.line(name, line));
      return engine;
    } catch (error) {
      engine.free();
      throw error;
    }
  };
}
