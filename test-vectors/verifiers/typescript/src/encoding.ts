/** Refusals, texts, and deterministic CBOR (token.md, "Encoding"). */

/** A refusal with its code, and where it was made (errors.md, "The JSON of a refusal"). */
export class Refusal extends Error {
  step: string | null = null;
  link: number | null = null;

  constructor(
    readonly code: string,
    readonly argument: string | null,
  ) {
    super(code);
  }
}

export function refuse(code: string, argument: string | null = null): never {
  throw new Refusal(code, argument);
}

export function demand(condition: boolean, code: string, argument: string | null = null): asserts condition {
  if (!condition) refuse(code, argument);
}

/** The refusal that `check` ends in, if it does. */
export function refusalOf(check: () => unknown): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Runs `check`, and says of a refusal at which step and link it was made, unless that was said within. */
export function located<T>(step: string | null, link: number | null, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof Refusal) {
      error.step ??= step;
      error.link ??= link;
    }
    throw error;
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of UTF-8 bytes, or undefined if they are none; nothing is replaced. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function utf8(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

/** The length of a text in bytes. */
export function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

export function fromHex(text: string): Uint8Array {
  return Buffer.from(text, "hex");
}

/** README.md, "Order of texts": shorter first, in bytes; equally long ones byte by byte. */
export function compareTexts(a: string, b: string): number {
  return byteLength(a) - byteLength(b) || Buffer.compare(utf8(a), utf8(b));
}

/** An item that is encoded already. */
export class Encoded {
  constructor(readonly bytes: Uint8Array) {}
}

export type Item =
  null | boolean | number | bigint | string | Uint8Array | Encoded | Item[] | Map<string | number, Item>;

/** The shortest head of an item. */
function encodeHead(major: number, argument: bigint): Buffer {
  const head = Buffer.alloc(9);
  head.writeBigUInt64BE(argument, 1);
  const widths: [number, bigint][] = [
    [0, 24n],
    [1, 1n << 8n],
    [2, 1n << 16n],
    [4, 1n << 32n],
    [8, 1n << 64n],
  ];
  const width = (widths.find(([, bound]) => argument < bound) as [number, bigint])[0];
  head[8 - width] = (major << 5) | (width === 0 ? Number(argument) : 24 + Math.log2(width));
  return head.subarray(8 - width, width === 0 ? 9 : undefined);
}

/** "Encoding": an item, keys of a map in the order of their bytes. */
export function encode(item: Item): Uint8Array {
  if (item === null) return Uint8Array.of(0xf6);
  if (typeof item === "boolean") return Uint8Array.of(item ? 0xf5 : 0xf4);
  if (typeof item === "string") return Buffer.concat([encodeHead(3, BigInt(byteLength(item))), utf8(item)]);
  if (typeof item === "number" && !Number.isInteger(item)) {
    const float = Buffer.alloc(9, 0xfb);
    float.writeDoubleBE(item, 1);
    return float;
  }
  if (typeof item === "number" || typeof item === "bigint") {
    const integer = BigInt(item);
    return integer < 0n ? encodeHead(1, -1n - integer) : encodeHead(0, integer);
  }
  if (item instanceof Encoded) return item.bytes;
  if (item instanceof Uint8Array) return Buffer.concat([encodeHead(2, BigInt(item.length)), item]);
  if (Array.isArray(item)) return Buffer.concat([encodeHead(4, BigInt(item.length)), ...item.map(encode)]);
  const entries = [...item].map(([key, value]) => [encode(key), encode(value)] as const);
  entries.sort(([a], [b]) => Buffer.compare(a, b));
  return Buffer.concat([encodeHead(5, BigInt(entries.length)), ...entries.flat()]);
}

type Kind = "uint" | "negative" | "bytes" | "text" | "array" | "map" | "bool" | "float";

/** What was read: of an integer its argument, of a list or map the number of its members, of others the value. */
type Read = { kind: Kind; argument: bigint; value: Uint8Array | string | boolean | number };

/** The integer keys that a map may have, each with what reads its value. */
export type Fields = [key: number, read: () => unknown][];

const MAJOR: readonly Kind[] = ["uint", "negative", "bytes", "text", "array", "map"];
const MAX_NUMBER = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_KEY = (1n << 63n) - 1n;
const CBOR_DEPTH = 16;

/** Reads bytes once, front to back; the first fault decides (token.md, "Reading"). */
export class Reader {
  #at = 0;

  constructor(readonly bytes: Uint8Array) {}

  get offset(): number {
    return this.#at;
  }

  /** The next byte, unread. */
  peek(): number {
    return this.bytes[this.#at] ?? 0;
  }

  /** The bytes from `start` to here. Equal items have equal bytes, since one value has one spelling. */
  since(start: number): Uint8Array {
    return this.bytes.subarray(start, this.#at);
  }

  /** Nothing follows the object. */
  end(): void {
    demand(this.#at === this.bytes.length, "cbor_trailing");
  }

  #take(count: number | bigint): Buffer {
    demand(BigInt(this.bytes.length - this.#at) >= count, "cbor_truncated");
    const start = this.bytes.byteOffset + this.#at;
    this.#at += Number(count);
    return Buffer.from(this.bytes.buffer, start, Number(count));
  }

  /** "Reading", faults 1 to 3. */
  #head(): Read {
    const first = this.#take(1)[0] as number;
    const information = first & 0x1f;
    if (first === 0xf4 || first === 0xf5) return { kind: "bool", argument: 0n, value: first === 0xf5 };
    if (first === 0xfb) return { kind: "float", argument: 0n, value: this.#take(8).readDoubleBE() };
    demand(first !== 0xf9 && first !== 0xfa, "cbor_float");
    demand(information !== 31, "cbor_indefinite");
    demand(first < 0xe0, "cbor_simple");
    demand(information < 28, "cbor_long_head");
    let argument = BigInt(information);
    if (information > 23) {
      const width = 1 << (information - 24);
      argument = BigInt("0x" + this.#take(width).toString("hex"));
      // A head of 1, 2, 4, 8 bytes is the shortest from 24, 2⁸, 2¹⁶, 2³² on.
      demand(argument >= (width === 1 ? 24n : 1n << BigInt(width * 4)), "cbor_long_head");
    }
    return { kind: MAJOR[first >> 5] ?? refuse("cbor_tag"), argument, value: 0 };
  }

  /** "Reading", faults 1 to 5, but for integers, whose bounds are those of what is due. */
  #item(due: readonly Kind[]): Read {
    const { kind, argument, value } = this.#head();
    demand(due.includes(kind), "cbor_type");
    if (kind === "array" || kind === "map") demand(argument <= this.bytes.length - this.#at, "cbor_truncated");
    if (kind === "float") demand(Number.isFinite(value) && !Number.isInteger(value), "cbor_float");
    if (kind === "bytes") return { kind, argument, value: this.#take(argument) };
    if (kind === "text") return { kind, argument, value: fromUtf8(this.#take(argument)) ?? refuse("cbor_utf8") };
    return { kind, argument, value };
  }

  uint(): bigint {
    return this.#item(["uint"]).argument;
  }

  bool(): boolean {
    return this.#item(["bool"]).value as boolean;
  }

  byteString(): Uint8Array {
    return this.#item(["bytes"]).value as Uint8Array;
  }

  text(): string {
    return this.#item(["text"]).value as string;
  }

  /** The number of members of an array, which follow. */
  array(): number {
    return Number(this.#item(["array"]).argument);
  }

  /** A text, or the number of members of an array, which follow. */
  textOrArray(): string | number {
    const { kind, argument, value } = this.#item(["text", "array"]);
    return kind === "text" ? (value as string) : Number(argument);
  }

  /** A number of a grant, or a value of one of the other kinds. */
  scalar(...others: ("text" | "bool")[]): number | string | boolean {
    const { kind, argument, value } = this.#item(["uint", "negative", "float", ...others]);
    if (kind !== "uint" && kind !== "negative") return value as number | string | boolean;
    const integer = kind === "uint" ? argument : -1n - argument;
    demand(integer <= MAX_NUMBER && integer >= -MAX_NUMBER, "value_invalid");
    return Number(integer);
  }

  /** The number of entries of a map, which follow. */
  map(): number {
    return Number(this.#item(["map"]).argument);
  }

  /** The entries of a map: each key is read and compared with the one before, then `value` reads what belongs to it. */
  #entries<T>(count: number, key: () => T, value: (key: T) => void): void {
    let before: Uint8Array | undefined;
    for (let entry = 0; entry < count; entry++) {
      const start = this.#at;
      const read = key();
      const bytes = this.since(start);
      const order = before === undefined ? -1 : Buffer.compare(before, bytes);
      demand(order !== 0, "cbor_duplicate_key");
      demand(order < 0, "cbor_key_order");
      before = bytes;
      value(read);
    }
  }

  /** The entries of a map with integers as keys. */
  integerEntries(count: number, value: (key: number) => void): void {
    const key = (): number => {
      const { kind, argument } = this.#item(["uint", "negative"]);
      demand(argument <= MAX_KEY, "field_unknown");
      return Number(kind === "uint" ? argument : -1n - argument);
    };
    this.#entries(count, key, value);
  }

  /** The entries of a map with texts as keys. */
  textEntries(count: number, value: (key: string) => void): void {
    this.#entries(count, () => this.text(), value);
  }

  /** A whole map of integer keys; any other key than those known is refused. */
  fields(known: Fields): void {
    const read = new Map(known);
    this.integerEntries(this.map(), (key) => (read.get(key) ?? refuse("field_unknown"))());
  }

  /** Any item of these rules, at most 16 levels deep: a requirement's parameters. */
  any(level = 1): void {
    const { kind, argument } = this.#item([...MAJOR, "bool", "float"]);
    demand(level <= CBOR_DEPTH, "limit_exceeded");
    const below = (): void => this.any(level + 1);
    if (kind === "array") for (let member = 0n; member < argument; member++) below();
    if (kind === "map") this.#entries(Number(argument), below, below);
  }
}
