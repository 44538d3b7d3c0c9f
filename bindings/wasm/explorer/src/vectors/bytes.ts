/** Bytes as the vectors and the package write them. */

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Multicodec's prefix of an Ed25519 public key. */
const ED25519 = [0xed, 0x01];

export function bytes(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function hex(given: Uint8Array): string {
  return Array.from(given, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** `did:key:…` of a key in hexadecimal digits. */
export function didOf(key: string): string {
  let number = BigInt(`0x${hex(Uint8Array.from(ED25519))}${key}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = DIGITS[Number(number % 58n)]! + text;
  return `did:key:z${text}`;
}

/** And back. */
export function keyOf(did: string): string {
  let number = 0n;
  for (const digit of did.slice("did:key:z".length)) number = number * 58n + BigInt(DIGITS.indexOf(digit));
  return number.toString(16).slice(-64);
}
