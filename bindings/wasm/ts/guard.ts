/** A function that runs only what was authorized. */
import { Call, type Args } from "./call.js";
import { Denied, DeputeError } from "./errors.js";
import { text, usage } from "./given.js";
import type { Presentation } from "./token.js";
import type { Allowed, Verifier } from "./verifier.js";

/** The arguments of a guarded function: names and values, a copy that nobody can change and that inherits nothing. */
export type GuardedArgs = Args;

/**
 * Wraps a function so that it runs only for a call that the verifier authorizes: the proof is burned and every charge taken
 * first, and neither comes back if the function fails. It receives the very arguments that were checked, copied and frozen
 * when it was called, and never the caller's object; what it returns, a promise for instance, is handed on. A refusal is thrown
 * as `Denied`. Not checked: what the function does with its arguments.
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
  text("an action", action);
  if (typeof run !== "function") throw usage("a guard has a function to run");
  return (presentation, args = {}) => {
    const verdict = verifier.authorize(presentation, Call.of({ action, args }));
    // Written so that whatever is not an allowed verdict refuses.
    if (verdict.allowed !== true)
      throw verdict instanceof Denied ? verdict : new DeputeError({ code: "internal", message: "no verdict" });
    return run(verdict.call.args, verdict);
  };
}
