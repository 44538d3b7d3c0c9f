/** A sub-agent with a key of its own, in one step. */
import type { CallInput } from "./call.js";
import { Key } from "./key.js";
import { presentFetch, type PresentFetchOptions } from "./send.js";
import { delegate, present, type DelegateOptions, type PresentOptions } from "./steps.js";
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
 * not be able to do more than its task needs. The key is gone with the agent.
 */
export function narrow(token: Token | string, key: Key, terms: Omit<DelegateOptions<Key>, "from" | "to">): Agent {
  const own = Key.generate();
  const narrower = delegate(token, { ...terms, from: key, to: own });
  return {
    token: narrower,
    key: own,
    present: (call, options = {}) => present(narrower, call, { ...options, key: own }),
    fetch: (options) => presentFetch({ ...options, token: narrower, key: own }),
    narrow: (further) => narrow(narrower, own, further),
  };
}
