/** A function that runs only what was authorized. */
import { Call, type Value } from "./call.js";
import { Denied, DeputeError } from "./errors.js";
import type { Presentation } from "./token.js";
import type { Allowed, Verifier } from "./verifier.js";

/** The arguments of a guarded function: names and values, a copy that nobody can change. */
export type GuardedArgs = { readonly [name: string]: Value };

/**
 * Wraps a function so that it runs only for a call that the verifier authorizes: the proof is burned and every charge taken
 * first. It receives the very arguments that were checked, copied and frozen, and never the caller's object. A refusal is
 * thrown as `Denied`.
 *
 * ```ts
 * const book = guard(verifier, "flights.book", async ({ to, price }) => …);
 * await book(presentation, { to: "SFO", price: 390 });
 * ```
 */
export function guard<Result>(
  verifier: Verifier,
  action: string,
  run: (args: GuardedArgs, allowed: Allowed) => Result,
): (presentation: Presentation | string, args?: object) => Result {
  if (typeof run !== "function") throw new DeputeError({ code: "usage", message: "a guard has a function to run" });
  return (presentation, args = {}) => {
    const verdict = verifier.authorize(presentation, Call.of({ action, args }));
    // Written so that whatever is not an allowed verdict refuses.
    if (verdict.allowed !== true) throw verdict instanceof Denied ? verdict : new DeputeError({ code: "internal", message: "no verdict" });
    return run(verdict.call.args, verdict);
  };
}
