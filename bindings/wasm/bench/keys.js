// Keys of the bench: each from a seed of one repeated byte, in the forms that the parts take.
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { Key } from "depute";

/** What stands before the seed in PKCS#8 (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

function made(number) {
  const seed = new Uint8Array(32).fill(number + 1);
  const secret = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const open = createPublicKey(secret);
  const raw = new Uint8Array(Buffer.from(open.export({ format: "jwk" }).x, "base64url"));
  return { seed, secret, open, raw, key: Key.fromSeed(seed), sign: (bytes) => sign(null, bytes, secret) };
}

// Made once: a figure that needs a key has it.
const pairs = Array.from({ length: 7 }, (_, number) => made(number));

/** The pair of this number: the root's of 0, then the holders'. */
export const pair = (number) => pairs[number];
