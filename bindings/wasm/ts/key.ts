/// <reference lib="esnext.disposable" preserve="true" />
/** Keys: in the engine's memory, or wherever else somebody signs. */
import type { SecretKey } from "#glue";
import { ask } from "./engine.js";
import { DeputeError, hidden } from "./errors.js";
import { bytes, invalid, text, usage } from "./given.js";
import { random } from "./host.js";
import type { WebKey } from "./platform.js";

/**
 * Whoever signs with Ed25519 (RFC 8032, not prehashed): a WebCrypto key that cannot be extracted, a KMS, an HSM. `did` is the
 * public half. What is signed is made by a step, never by a caller; a signature that is not this key's over exactly those bytes
 * is refused.
 */
export interface Signer {
  readonly did: string;
  sign(toSign: Uint8Array<ArrayBuffer>): Promise<Uint8Array | ArrayBuffer> | Uint8Array | ArrayBuffer;
}

/**
 * A secret key in the engine's memory. Never printed: `JSON.stringify`, `String` and consoles give its public half. Its place is
 * wiped when it is freed, which happens by itself some time after the last use, or at once by `free()` or `using`; what is left in
 * the engine's stack of making it goes with the next signature. Not wiped: texts and bytes that it was made from or exported to,
 * which are the host's.
 */
export class Key {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Key";
  /** The public half: `did:key:z6Mk…`. */
  readonly did: string;
  /** Where the secret lies in the engine; nothing once it was freed. */
  readonly #held: { secret: SecretKey | undefined };
  declare readonly [Symbol.dispose]: () => void;

  private constructor(secret: SecretKey) {
    this.did = secret.did();
    this.#held = { secret };
    Object.freeze(this);
  }

  /** A new key, from the host's randomness (`crypto.getRandomValues`). */
  static generate(): Key {
    const seed = random(32);
    const key = Key.fromSeed(seed);
    seed.fill(0);
    return key;
  }

  /** A key from 32 secret random bytes. Whether they are random is not checked. */
  static fromSeed(seed: Uint8Array): Key {
    const given = bytes("a seed", seed);
    return ask((engine) => new Key(engine.SecretKey.fromSeed(given)));
  }

  /** A key from its text, `dptsk1_…`, without white space around it. */
  static parse(secret: string): Key {
    const given = text("a secret key", secret);
    return ask((engine) => new Key(engine.SecretKey.fromText(given)));
  }

  /** The text form, `dptsk1_…`: **a secret**. */
  exportSecret(): string {
    return Key.use(this, (secret) => secret.toText());
  }

  /** Wipes the secret now. The key signs no more; its public half stays. */
  free(): void {
    const { secret } = this.#held;
    this.#held.secret = undefined;
    if (secret !== undefined) ask(() => secret.free());
  }

  toString(): string {
    return this.did;
  }

  toJSON(): string {
    return this.did;
  }

  /** @internal Made here: a key of another copy of the package lies in another engine. */
  static is(key: unknown): key is Key {
    return typeof key === "object" && key !== null && #held in key;
  }

  /** @internal */
  static use<T>(key: Key, use: (secret: SecretKey) => T): T {
    const { secret } = key.#held;
    if (secret === undefined) throw usage("the key was freed, and signs no more");
    return ask(() => use(secret));
  }
}

// A host that is older than `using` has no such symbol.
if (typeof Symbol.dispose === "symbol")
  Object.defineProperty(Key.prototype, Symbol.dispose, hidden(Key.prototype.free));

/**
 * A signer from a pair of WebCrypto's Ed25519 keys, whose secret half need not be extractable: it never leaves the browser.
 * The public half is what `crypto.subtle.exportKey("raw", …)` gives, so it must be extractable, as public keys are.
 */
export async function webCryptoSigner(pair: {
  readonly publicKey: WebKey;
  readonly privateKey: WebKey;
}): Promise<Signer> {
  const subtle = globalThis.crypto?.subtle;
  if (subtle === undefined) {
    throw new DeputeError({
      code: "signer_failed",
      message: "this host has no WebCrypto (`crypto.subtle`)",
      hint: "a page has it where it was loaded over https",
    });
  }
  const { publicKey, privateKey } = pair;
  let raw: ArrayBuffer;
  try {
    raw = await subtle.exportKey("raw", publicKey);
  } catch (cause) {
    const hint = 'make the pair by `crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])`';
    throw new DeputeError({
      code: "signer_failed",
      message: "WebCrypto did not give the public half of the pair",
      hint,
      cause,
    });
  }
  return Object.freeze({
    did: ask((engine) => engine.textOf("public-key", new Uint8Array(raw))),
    sign: (toSign: Uint8Array<ArrayBuffer>) => subtle.sign({ name: "Ed25519" }, privateKey, toSign),
  });
}

/**
 * Whoever shall sign, each part read once: a key that is here, or somebody who is asked.
 *
 * @internal
 */
export interface Signing {
  readonly did: string;
  readonly key: Key | undefined;
  /** The signature; fails as `signer_failed` and as nothing else. */
  sign(toSign: Uint8Array): Promise<Uint8Array>;
}

/** @internal */
export function signing(what: string, by: Key | Signer): Signing {
  const key = Key.is(by) ? by : undefined;
  const did = text(what, typeof by === "object" && by !== null ? by.did : by);
  if (key === undefined && typeof (by as Signer).sign !== "function") {
    throw invalid(`${what} is a \`Key\` of this copy of the package, or has a \`sign\` function`);
  }
  const sign = async (toSign: Uint8Array): Promise<Uint8Array> => {
    try {
      return bytes("a signature", await (by as Signer).sign(toSign as Uint8Array<ArrayBuffer>));
    } catch (cause) {
      throw new DeputeError({ code: "signer_failed", message: "the signer gave no signature", cause });
    }
  };
  return { did, key, sign };
}
