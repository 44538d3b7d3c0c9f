/** Ed25519 with one accept set, keys as text, and the other text forms (token.md, "Signatures" and the two on texts). */

import { createPublicKey, verify } from "node:crypto";
import { demand, type Reader, refuse } from "./encoding.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
/** The y of all points of order 1, 2, 4 and 8, little-endian, the top bit cleared. */
const SMALL_ORDER = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt("0x" + Buffer.from(bytes).reverse().toString("hex"));
}

/** The encoding of a point without the sign of its x. */
function withoutSign(point: Uint8Array): Buffer {
  const y = Buffer.from(point);
  y[31] = (y[31] as number) & 0x7f;
  return y;
}

/** "Signatures": canonical, and not of small order. */
function isStrictPoint(point: Uint8Array): boolean {
  const y = withoutSign(point);
  return littleEndian(y) < P && !SMALL_ORDER.has(y.toString("hex"));
}

/** "Signatures": a public key as it is read. */
export function judgeKey(key: Uint8Array): Uint8Array {
  demand(key.length === 32, "value_invalid");
  return isStrictPoint(key) ? key : refuse("key_invalid");
}

export function readKey(reader: Reader): Uint8Array {
  return judgeKey(reader.byteString());
}

/** "Signatures": a signature as it is read. */
export function judgeSignature(signature: Uint8Array): Uint8Array {
  demand(signature.length === 64, "value_invalid");
  const strict = littleEndian(signature.subarray(32)) < L && isStrictPoint(signature.subarray(0, 32));
  return strict ? signature : refuse("signature_form");
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let bit = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * bit) % P;
    bit = (bit * bit) % P;
  }
  return result;
}

/** Whether a strict key decodes to a point: x² = (y² − 1) / (dy² + 1) has a root. */
function isOnCurve(key: Uint8Array): boolean {
  const d = (-121665n * power(121666n, P - 2n)) % P;
  const y2 = littleEndian(withoutSign(key)) ** 2n % P;
  // A quotient is a square where the product is; none is 0, since y = 1 and y = −1 are of small order.
  const product = (((y2 - 1n) * (d * y2 + 1n)) % P) + P;
  return power(product % P, (P - 1n) / 2n) === 1n;
}

/** A key from a text or a configuration must also decode to a point of the curve. */
export function judgeConfiguredKey(key: Uint8Array): Uint8Array {
  return isOnCurve(judgeKey(key)) ? key : refuse("key_invalid");
}

/** "When signatures are checked": the cofactorless equation, which node:crypto has; key and signature were judged. */
export function isSignature(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
    return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
  } catch {
    // A key that is no point: some builds refuse it where it is imported.
    return false;
  }
}

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** "Public keys as text". */
export function printKey(key: Uint8Array): string {
  // The number begins with 0xED, so no leading zero bytes are lost.
  let number = BigInt("0xed01" + Buffer.from(key).toString("hex"));
  let text = "";
  for (; number > 0n; number /= 58n) text = (BASE58[Number(number % 58n)] as string) + text;
  return `did:key:z${text}`;
}

/** "Public keys as text", after the rules on prefixes. */
function keyFromText(text: string): Uint8Array {
  const encoded = /^did:key:z([1-9A-HJ-NP-Za-km-z]{1,47})$/.exec(text)?.[1] ?? refuse("key_invalid");
  let number = 0n;
  for (const character of encoded) number = number * 58n + BigInt(BASE58.indexOf(character));
  const bytes = Buffer.from(number.toString(16).padStart(68, "0"), "hex");
  demand(
    bytes.length === 34 && bytes[0] === 0xed && bytes[1] === 0x01 && printKey(bytes.subarray(2)) === text,
    "key_invalid",
  );
  return judgeConfiguredKey(bytes.subarray(2));
}

/** "Text forms": prefixes and the largest sizes of what they hold. */
const FORMS = new Map([
  ["token", { prefix: "dpt1_", limit: 32_768 }],
  ["presentation", { prefix: "dptp1_", limit: 49_152 }],
  ["endorsement", { prefix: "dpte1_", limit: 1_024 }],
  ["list", { prefix: "dptr1_", limit: 1_048_576 }],
  ["secret-key", { prefix: "dptsk1_", limit: 32 }],
  ["public-key", { prefix: "did:key:", limit: 32 }],
]);

/** "Text forms": the bytes of a text where an object of one kind is due. */
export function fromText(kind: string, text: string): Uint8Array {
  const form = FORMS.get(kind);
  if (form === undefined) {
    throw new Error(`no text form of ${kind}`);
  }
  demand(kind === "secret-key" || !text.startsWith("dptsk1_"), "secret_refused");
  if (!text.startsWith(form.prefix)) {
    const other = [...FORMS.values()].some(({ prefix }) => text.startsWith(prefix));
    refuse(other ? "kind_mismatch" : "text_form");
  }
  if (kind === "public-key") return keyFromText(text);
  const encoded = text.slice(form.prefix.length);
  demand(Math.floor([...encoded].length / 4) <= Math.floor(form.limit / 3) + 1, "limit_exceeded");
  const bytes = Buffer.from(encoded, "base64url");
  if (bytes.toString("base64url") !== encoded || (kind === "secret-key" && bytes.length !== 32)) refuse("text_form");
  return bytes;
}
