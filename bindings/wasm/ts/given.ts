/**
 * What a host hands in: read once, and refused by name where it is not what is meant, before the engine sees any of it.
 *
 * @internal
 */
import { DeputeError } from "./errors.js";

/** The longest legal object, a revocation list, has 1,398,107 characters; what is longer than this is not even copied. */
const TEXT_CHARS = 16 * 1024 * 1024;
/** A body is copied whole into the engine's memory, which never shrinks. */
const BYTES = 64 * 1024 * 1024;
/** Half of a surrogate pair: UTF-8 has none, and two different texts would become the same bytes. */
const LONE_SURROGATE = /\p{Surrogate}/u;

export function text(what: string, value: unknown): string {
  if (typeof value !== "string") throw notA(what, "a text", value);
  if (value.length > TEXT_CHARS) throw limit(`${what} of ${value.length} characters, where ${TEXT_CHARS} is the most`);
  if (LONE_SURROGATE.test(value)) throw invalid(`${what} has half of a surrogate pair, which is no character`);
  return value;
}

export function number(what: string, value: unknown): number {
  if (typeof value === "number") return value;
  throw notA(what, "a number", value);
}

/**
 * A copy of bytes of this realm or another: a `Uint8Array`, or the `ArrayBuffer` that WebCrypto gives. No other thread, no class
 * with a length of its own and no transfer meanwhile has a part in it.
 */
export function bytes(what: string, value: unknown): Uint8Array<ArrayBuffer> {
  if (!isA("ArrayBuffer", value) && !(ArrayBuffer.isView(value) && isA("Uint8Array", value)))
    throw notA(what, "a Uint8Array", value);
  if ((value as Uint8Array).byteLength > BYTES) throw limit(`${what} of more than ${BYTES} bytes`);
  try {
    return new Uint8Array(value as ArrayBuffer);
  } catch (cause) {
    throw new DeputeError({
      code: "value_invalid",
      message: `${what} cannot be read: the buffer was handed on`,
      cause,
    });
  }
}

/** The text of an object that travels, or what is that text already. */
export function textOf(what: string, value: unknown): string {
  return text(what, typeof value === "object" && value !== null ? (value as { text?: unknown }).text : value);
}

/** The members of an object that maps names to something; none of nothing. */
export function members<T>(what: string, value: Readonly<Record<string, T>> | undefined): [string, T][] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw notA(what, "an object of names and values", value);
  return Object.entries(value);
}

/** One or several, as several. */
export function several<T>(one: T | readonly T[] | undefined): readonly T[] {
  if (one === undefined) return [];
  return Array.isArray(one) ? [...(one as readonly T[])] : [one as T];
}

/**
 * The options that were given themselves: none that a polluted `Object.prototype` has, and none that is not known. A limit whose
 * name was mistyped would otherwise be no limit.
 */
export function options<T extends object>(of: string, given: T, known: readonly (keyof T & string)[]): T {
  if (typeof given !== "object" || given === null) throw usage(`${of} takes an object, and not ${named(given)}`);
  const own = Object.create(null) as Record<PropertyKey, unknown>;
  for (const name of Reflect.ownKeys(given)) {
    if (!(known as readonly PropertyKey[]).includes(name)) {
      throw usage(`${of} has no \`${shown(String(name))}\``, `it has ${known.join(", ")}`);
    }
    own[name] = Reflect.get(given, name);
  }
  return own as T;
}

/** By what the host itself says of it; `instanceof` knows one realm. */
export function isA(type: string, value: unknown): boolean {
  return Object.prototype.toString.call(value) === `[object ${type}]`;
}

/** A name for a message: cut when long, and never a secret that strayed there. */
export function shown(name: string): string {
  if (name.includes("dptsk1_")) return "a secret key";
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}

export function usage(message: string, hint?: string): DeputeError {
  return new DeputeError({ code: "usage", message, hint });
}

export function invalid(message: string, hint?: string): DeputeError {
  return new DeputeError({ code: "value_invalid", message, hint });
}

export function limit(message: string): DeputeError {
  return new DeputeError({ code: "limit_exceeded", message });
}

function notA(what: string, type: string, value: unknown): DeputeError {
  return invalid(`${what} is ${type}, and not ${named(value)}`);
}

function named(value: unknown): string {
  return value === null ? "null" : typeof value === "object" ? "an object" : typeof value;
}
