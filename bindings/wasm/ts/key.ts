/** Keys: in the engine's memory, or wherever else somebody signs. */
import type { SecretKey } from "#glue";
import { text } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError } from "./errors.js";
import { random } from "./host.js";

/**
 * Whoever signs with Ed25519 (RFC 8032, not prehashed): a WebCrypto key that cannot be extracted, a KMS, an HSM. `did` is the
 * public half. What is signed is made by a step, never by a caller.
 */
export interface Signer {
  readonly did: string;
  sign(toSign: Uint8Array<ArrayBuffer>): Promise<Uint8Array> | Uint8Array;
}

/**
 * A secret key in the engine's memory. Never printed: `JSON.stringify` and `String` give its public half. It is wiped when
 * it is freed, which happens by itself some time after the last use, or at once by `free()` or `using`.
 */
export class Key {
  /** The public half: `did:key:z6Mk…`. */
  readonly did: string;
  /** @internal */
  readonly secret: SecretKey;

  private constructor(secret: SecretKey) {
    this.did = secret.did();
    this.secret = secret;
    // Neither a console nor a spread shows where the secret lies.
    Object.defineProperty(this, "secret", { enumerable: false });
  }

  /** A new key, from the host's randomness. */
  static generate(): Key {
    const seed = random(32);
    const key = Key.fromSeed(seed);
    seed.fill(0);
    return key;
  }

  /** A key from 32 secret random bytes. */
  static fromSeed(seed: Uint8Array): Key {
    return new Key(ask((engine) => engine.SecretKey.fromSeed(seed)));
  }

  /** A key from its text, `dptsk1_…`. */
  static parse(secret: string): Key {
    return new Key(ask((engine) => engine.SecretKey.fromText(text("a secret key", secret))));
  }

  /** The text form, `dptsk1_…`: **a secret**. */
  exportSecret(): string {
    return ask(() => this.secret.toText());
  }

  /** Wipes the secret now. The key signs no more. */
  free(): void {
    ask(() => this.secret.free());
  }

  toString(): string {
    return this.did;
  }

  toJSON(): string {
    return this.did;
  }
}

if (typeof Symbol.dispose === "symbol") {
  Object.defineProperty(Key.prototype, Symbol.dispose, { value: Key.prototype.free, configurable: true, writable: true });
}

/**
 * A signer from a pair of WebCrypto's Ed25519 keys, whose secret half need not be extractable: it never leaves the browser.
 * The public half is what `crypto.subtle.exportKey("raw", …)` gives, so it must be extractable, as public keys are.
 */
export async function webCryptoSigner(pair: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey }): Promise<Signer> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new DeputeError({ code: "signer_failed", message: "this host has no WebCrypto (`crypto.subtle`)", hint: "a page has it where it was loaded over https" });
  }
  const bytes = new Uint8Array(await subtle.exportKey("raw", pair.publicKey));
  return {
    did: ask((engine) => engine.textOf("public-key", bytes)),
    sign: async (toSign) => new Uint8Array(await subtle.sign({ name: "Ed25519" }, pair.privateKey, toSign)),
  };
}
