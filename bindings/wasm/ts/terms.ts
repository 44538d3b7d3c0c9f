/** What a link allows and says, as people write it. */
import type { Terms as EngineTerms } from "#glue";
import { number, text } from "./call.js";
import { DeputeError } from "./errors.js";
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

/**
 * Terms as the engine collects them; they are read here, once, and made when the engine is asked.
 *
 * @internal
 */
export function collected(terms: Terms, lines: Record<string, string | undefined>): (make: typeof EngineTerms) => EngineTerms {
  const all: Record<string, string | undefined> = { ...lines, intent: terms.intent, agent: terms.agent, agent_type: terms.agentType };
  const [allow, budget, audience] = [listed("a clause", terms.allow), listed("a budget", terms.budget), listed("an audience", terms.audience)];
  const { grant, ttl, until, notBefore, depth } = terms;
  if (ttl !== undefined && until !== undefined) {
    throw new DeputeError({ code: "usage", message: "`ttl` and `until` both say when it ends", hint: "give one of them" });
  }
  return (make) => {
    const engine = new make();
    if (grant !== undefined) engine.grant(text("a grant", grant));
    allow.forEach((clause) => engine.allow(clause));
    budget.forEach((one) => engine.budget(one));
    audience.forEach((one) => engine.audience(one));
    if (ttl !== undefined) engine.expiresIn(lasting("a life", ttl));
    if (until !== undefined) engine.expiresAt(seconds("the window's end", until));
    if (notBefore !== undefined) engine.startsAt(seconds("the window's start", notBefore));
    if (depth !== undefined) engine.depth(number("a depth", depth));
    for (const [name, line] of Object.entries(all)) {
      if (line !== undefined) engine.line(name, text(`the line \`${name}\``, line));
    }
    return engine;
  };
}

function listed(what: string, texts: string | readonly string[] | undefined): string[] {
  const list = texts === undefined ? [] : typeof texts === "string" ? [texts] : [...texts];
  return list.map((one) => text(what, one));
}
