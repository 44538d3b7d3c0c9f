/** Public keys: as `did:key:…`, and as the 32 bytes that key stores and WebCrypto hand out. */
import { ask } from "./engine.js";
import { bytes, text } from "./given.js";

/** A public key: a `did:key:…`, or anything that has one, such as a `Key` or a `Signer`. */
export type PublicKey = string | { readonly did: string };

/** @internal */
export function did(what: string, key: PublicKey): string {
  return text(what, typeof key === "object" && key !== null ? key.did : key);
}

/** The `did:key:…` of an Ed25519 public key of 32 bytes, as a KMS gives it. Refuses what is no such key (`key_invalid`). */
export function didOfBytes(source: Uint8Array): string {
  const given = bytes("a public key", source);
  return ask((engine) => engine.textOf("public-key", given));
}

/** The 32 bytes of a public key. */
export function bytesOfDid(key: PublicKey): Uint8Array {
  const given = did("a public key", key);
  return ask((engine) => engine.bytesOf("public-key", given));
}
