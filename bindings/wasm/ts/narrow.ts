/** A sub-agent with a key of its own, in one step. */
import type { CallInput } from "./call.js";
import { options as own } from "./given.js";
import { Key } from "./key.js";
import { presentFetch, type PresentFetchOptions } from "./send.js";
import { delegate, present, type DelegateOptions, type PresentOptions } from "./steps.js";
import { TERMS } from "./terms.js";
import type { Presentation, Token } from "./token.js";

/** An agent that holds a token: what it needs to make calls. */
export interface Agent {
  readonly token: Token;
  /** A fresh key, which nobody else has. */
  readonly key: Key;
  /** Signs one call. */
  present(call: CallInput, options?: Omit<PresentOptions<Key>, "key">): Presentation;
  /** A `fetch` that signs each request. */
  fetch(options: Omit<PresentFetchOptions, "token" | "key">): ReturnType<typeof presentFetch>;
  /** Hands its token on, narrower, to a sub-agent of its own. */
  narrow(terms: Omit<DelegateOptions<Key>, "from" | "to">): Agent;
}

/**
 * Delegates to a key made for the occasion and gives the agent that holds it: for a sub-agent of the same process, which shall
 * not be able to do more than its task needs. The key is gone with the agent, or at once by `agent.key.free()`.
 */
export function narrow(token: Token | string, key: Key, terms: Omit<DelegateOptions<Key>, "from" | "to">): Agent {
  const narrower = own("narrow", terms, [...TERMS, "now"]);
  const fresh = Key.generate();
  let held: Token;
  try {
    held = delegate(token, { ...narrower, from: key, to: fresh });
  } catch (error) {
    fresh.free();
    throw error;
  }
  return Object.freeze({
    token: held,
    key: fresh,
    present: (call: CallInput, options: Omit<PresentOptions<Key>, "key"> = {}) =>
      present(held, call, { ...options, key: fresh }),
    fetch: (options: Omit<PresentFetchOptions, "token" | "key">) =>
      presentFetch({ ...options, token: held, key: fresh }),
    narrow: (further: Omit<DelegateOptions<Key>, "from" | "to">) => narrow(held, fresh, further),
  });
}
