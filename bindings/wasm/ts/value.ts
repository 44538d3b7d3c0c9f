/**
 * Host values as arguments of a call: copied once, by an explicit switch over their types. What the copy says is what is
 * signed or judged, and what a guarded function receives; the value itself is never read again.
 *
 * @internal
 */
import { DeputeError } from "./errors.js";
import { invalid, isA, limit, shown } from "./given.js";

/** A value that an argument can have. */
export type Value = null | boolean | number | string | readonly Value[] | { readonly [name: string]: Value };

/** Arguments by their names. */
export type Args = { readonly [name: string]: Value };

/** A copy, as JSON text for the engine and as a frozen value for whoever runs the call. */
export interface Copy<V = Value> {
  json: string;
  value: V;
}

/** Nesting of arguments and values in them, as in `spec/call.md`: they bound the copying, cycles included. */
const DEPTH = 15;
const NODES = 4096;
/** As long as the JSON of a call may be; what fits is judged by the engine. */
const CHARS = 512 * 1024;

/** Copies the arguments of a call. */
export function copyArgs(args: unknown): Copy<Args> {
  const copy = copied(args);
  if (typeof copy.value !== "object" || copy.value === null || Array.isArray(copy.value)) {
    throw refused("args", "is not an object whose members are the arguments");
  }
  return copy as Copy<Args>;
}

/**
 * Freezes what `JSON.parse` gave. Like a copy it inherits nothing: an argument that was not checked is not there, whatever
 * stands in `Object.prototype`.
 */
export function frozen(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(frozen));
  const copy = Object.create(null) as Record<string, Value>;
  for (const [name, member] of Object.entries(value)) copy[name] = frozen(member);
  return Object.freeze(copy);
}

function copied(args: unknown): Copy {
  try {
    return new Copier().copy(args, "args", 0);
  } catch (cause) {
    if (cause instanceof DeputeError) throw cause;
    // A proxy: nothing else here runs anybody's code.
    throw new DeputeError({ code: "value_invalid", message: "args cannot be read: a proxy in it threw", cause });
  }
}

class Copier {
  private nodes = 0;

  copy(value: unknown, path: string, depth: number): Copy {
    this.nodes += 1;
    if (this.nodes > NODES + 1) throw tooMany();
    switch (typeof value) {
      case "boolean":
        return { json: value ? "true" : "false", value };
      case "string":
        if (value.length > CHARS) throw limit(`${path} is a text of ${value.length} characters`);
        // Escapes a lone surrogate, which the engine then refuses.
        return { json: JSON.stringify(value), value };
      case "number":
        return number(value, path);
      case "bigint":
        return whole(value, path);
      case "object":
        if (value === null) return { json: "null", value: null };
        if (depth > DEPTH) throw limit(`arguments nested deeper than ${DEPTH}, or in a circle, at ${shown(path)}`);
        return Array.isArray(value) ? this.list(value, path, depth) : this.object(value, path, depth);
      case "undefined":
        throw refused(path, "is undefined", "leave it out, or write null");
      case "function":
        throw refused(path, "is a function");
      case "symbol":
        throw refused(path, "is a symbol");
      default:
        throw refused(path, "is of no type that an argument has");
    }
  }

  private list(list: readonly unknown[], path: string, depth: number): Copy {
    if (!isPlainList(list))
      throw refused(path, "is not a plain list: it has a class of its own", "copy its elements into `[…]`");
    const length = Object.getOwnPropertyDescriptor(list, "length")?.value as number;
    if (length > NODES) throw tooMany();
    if (Reflect.ownKeys(list).length !== length + 1)
      throw refused(path, "is a list with holes, or with members besides its elements");
    const parts: string[] = [];
    const values: Value[] = [];
    for (let index = 0; index < length; index++) {
      const place = `${path}[${index}]`;
      const element = this.copy(member(list, String(index), place), place, depth + 1);
      parts.push(element.json);
      values.push(element.value);
    }
    return { json: `[${parts.join(",")}]`, value: Object.freeze(values) };
  }

  private object(object: object, path: string, depth: number): Copy {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw notPlain(object, path);
    const parts: string[] = [];
    const copy = Object.create(null) as Record<string, Value>;
    for (const name of Reflect.ownKeys(object)) {
      if (typeof name === "symbol") throw refused(path, "has a member that is named by a symbol");
      const place = path === "args" ? name : `${path}.${name}`;
      if (name === "__proto__") throw refused(place, "would become the prototype of whatever it is copied into");
      const value = member(object, name, place);
      // What is not there is not an argument.
      if (value === undefined) continue;
      const inner = this.copy(value, place, depth + 1);
      parts.push(`${JSON.stringify(name)}:${inner.json}`);
      copy[name] = inner.value;
    }
    return { json: `{${parts.join(",")}}`, value: Object.freeze(copy) };
  }
}

/** A member that is data: a getter could say something else the next time. */
export function member(object: object, name: string, path: string): unknown {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (descriptor === undefined) throw refused(path, "was there and is gone");
  if (!Object.hasOwn(descriptor, "value"))
    throw refused(path, "is a getter, which may give another value each time", "copy what it gives now");
  if (!descriptor.enumerable) throw refused(path, "is hidden (not enumerable)");
  return descriptor.value;
}

function number(value: number, path: string): Copy {
  if (!Number.isFinite(value)) throw refused(path, `is ${value}, which is no number of a call`);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw unsafe(path);
  // JSON knows one zero.
  const plain = Object.is(value, -0) ? 0 : value;
  return { json: JSON.stringify(plain), value: plain };
}

function whole(value: bigint, path: string): Copy {
  if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) throw unsafe(path);
  return { json: String(value), value: Number(value) };
}

/** Of this realm or another: its prototype is an `Array.prototype`, right above an `Object.prototype`. */
function isPlainList(list: readonly unknown[]): boolean {
  const prototype: unknown = Object.getPrototypeOf(list);
  const root: unknown = prototype === null ? null : Object.getPrototypeOf(prototype);
  return root !== null && Object.getPrototypeOf(root) === null;
}

function notPlain(object: object, path: string): DeputeError {
  if (isA("Date", object)) return refused(path, "is a Date", "write it as text: `.toISOString()`");
  if ("toJSON" in object) return refused(path, "has its own idea of its JSON (`toJSON`)", "write what it gives");
  return refused(path, "is not a plain object: it has a class of its own", "copy its members into `{…}`");
}

function unsafe(path: string): DeputeError {
  return new DeputeError({
    code: "json_number",
    message: `${shown(path)} is a whole number beyond ±(2^53−1)`,
    hint: "send it as text",
  });
}

function refused(path: string, what: string, hint?: string): DeputeError {
  return invalid(`${shown(path)} ${what}`, hint);
}

function tooMany(): DeputeError {
  return limit(`more than ${NODES} values in the arguments`);
}
