/**
 * The one place where the world comes in: the clock and randomness. Everything else takes them as arguments.
 *
 * @internal
 */
import { DeputeError } from "./errors.js";

/** Seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000);
}

export function random(bytes: number): Uint8Array<ArrayBuffer> {
  const crypto = globalThis.crypto;
  if (typeof crypto?.getRandomValues !== "function") {
    throw new DeputeError({
      code: "random_failed",
      message: "this host gives no random bytes (`crypto.getRandomValues`)",
    });
  }
  return crypto.getRandomValues(new Uint8Array(bytes));
}

/** A time as people give it: seconds since 1970 (`Date.now()` counts thousandths), a `Date`, or RFC 3339 text with its offset. */
export type Time = number | Date | string;
