import { text } from "./call.js";

/** A public key: a `did:key:…`, or anything that has one. */
export type PublicKey = string | { readonly did: string };

/** @internal */
export function did(what: string, key: PublicKey): string {
  return text(what, typeof key === "object" && key !== null ? key.did : key);
}
