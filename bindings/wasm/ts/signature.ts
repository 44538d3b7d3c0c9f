import { ask } from "./engine.js";
import { bytes } from "./given.js";

/**
 * Throws unless this key made the signature over these bytes, by the one accept set of `spec/token.md`, "Signatures". For
 * comparing implementations; what is signed in a token is verified by a `Verifier`.
 */
export function verifySignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): void {
  const [by, over, made] = [bytes("a public key", key), bytes("a message", message), bytes("a signature", signature)];
  ask((engine) => engine.verifySignature(by, over, made));
}
