// Hostile inputs from a seed: texts and bytes that are nearly what is meant, and values that are nothing of the kind.
import { Buffer } from "node:buffer";

/** Numbers from a seed (mulberry32), the same on every host. */
export function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (most) => next() % most;
  return { below, one: (list) => list[below(list.length)], chance: (of) => below(of) === 0 };
}

export const NUMBERS = [
  NaN,
  Infinity,
  -Infinity,
  -1,
  -0,
  0,
  1,
  0.5,
  60,
  3600,
  2 ** 31,
  2 ** 32,
  2 ** 53 - 1,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  1e308,
  -1e308,
  5e-324,
  253_402_300_799,
  253_402_300_800,
];

const PIECES = [
  "\0",
  "\ud800",
  "\udfff",
  "\u202e",
  "\ufeff",
  "é",
  "😀",
  "\n",
  "\r\n",
  " ",
  "\t",
  "\\",
  '"',
  "'",
  "`",
  "[",
  "]",
  "{",
  "}",
  "(",
  ")",
  "<",
  ">",
  "=",
  ",",
  ":",
  ";",
  ".",
  "..",
  "*",
  "/",
  "%",
  "%00",
  "#",
  "?",
  "@",
  "-",
  "_",
  "0",
  "1",
  "9".repeat(40),
  "1e999",
  "true",
  "null",
  "and",
  "or",
  "not",
  "needs",
  "allow ",
  "budget ",
  "ttl ",
  "__proto__",
  "A".repeat(64),
  "dptsk1_",
  "dpt1_",
  "dptp1_",
  "did:key:z",
  '{"a":',
  "[[[[[[[[",
  "((((((((",
  "\\u0000",
  "\\ud800",
  "&",
  "+",
  "xn--",
  "::ffff:",
  "0x",
  "=".repeat(16),
];

/** A text of the corpus, changed somehow: cut, doubled, joined with another, overwritten, or one byte behind base64url flipped. */
export function text({ below, one, chance }, corpus) {
  let made = one(corpus);
  if (chance(2)) return made;
  for (let times = 1 + below(3); times > 0; times -= 1) {
    const at = below(made.length + 1);
    switch (below(7)) {
      case 0:
        made = made.slice(0, at);
        break;
      case 1:
        made = made.slice(0, at) + one(PIECES) + made.slice(at);
        break;
      case 2:
        made = made.slice(0, at) + one(PIECES) + made.slice(at + 1 + below(4));
        break;
      case 3: {
        const other = one(corpus);
        made = made.slice(0, at) + other.slice(below(other.length + 1));
        break;
      }
      case 4:
        made = made.slice(0, at) + made.slice(Math.max(0, at - below(40)));
        break;
      case 5:
        made = rebased(made, (bytes) => changed(bytes, { below, one, chance }));
        break;
      default:
        made = made.slice(0, at) + one(PIECES).repeat(1 + below(chance(50) ? 5_000 : 40)) + made.slice(at);
    }
    if (made.length > 1_500_000) made = made.slice(0, 1_500_000);
  }
  return chance(20_000) ? made.padEnd(1_000_000, one(PIECES)) : made;
}

/** Bytes of the corpus, changed somehow, or none of it. */
export function bytes(roll, corpus) {
  const { below, one, chance } = roll;
  if (chance(2)) return one(corpus);
  if (chance(8)) return Uint8Array.from({ length: below(200) }, () => below(256));
  return changed(one(corpus), roll);
}

function changed(source, { below, one, chance }) {
  let made = Uint8Array.from(source);
  for (let times = below(4); times > 0; times -= 1) {
    const at = below(made.length + 1);
    switch (below(5)) {
      case 0:
        made = made.slice(0, at);
        break;
      case 1:
        if (at < made.length) made[at] ^= 1 << below(8);
        break;
      case 2:
        if (at < made.length)
          made[at] = one([
            0, 1, 0x17, 0x18, 0x1b, 0x40, 0x5b, 0x7b, 0x80, 0x9b, 0x9f, 0xa1, 0xbb, 0xbf, 0xd8, 0xf4, 0xf9, 0xfb, 0xff,
          ]);
        break;
      case 3:
        made = Uint8Array.from([...made.slice(0, at), ...made.slice(Math.max(0, at - below(30)))]);
        break;
      default: {
        // Nesting: an array, a map or a tag of one, over and over.
        const opener = one([[0x81], [0xa1, 0x00], [0xc0], [0x82, 0x00], [0x58]]);
        made = Uint8Array.from([
          ...made.slice(0, at),
          ...Array(chance(4) ? 3_000 : 20)
            .fill(opener)
            .flat(),
          ...made.slice(at),
        ]);
      }
    }
  }
  return made;
}

function rebased(text, change) {
  const prefix = /^dpt[a-z]*1_/.exec(text)?.[0];
  return prefix === undefined
    ? text
    : prefix + Buffer.from(change(Buffer.from(text.slice(prefix.length), "base64url"))).toString("base64url");
}

const detached = (() => {
  const buffer = new ArrayBuffer(64);
  const view = new Uint8Array(buffer);
  structuredClone(buffer, { transfer: [buffer] });
  return view;
})();

/** Values of every other type, and some that only look right. */
export const VALUES = [
  undefined,
  null,
  true,
  false,
  "",
  "x",
  "\ud800",
  "\0",
  0,
  5n,
  -(2n ** 70n),
  Symbol("x"),
  Symbol.iterator,
  () => 1,
  class {},
  [],
  [undefined],
  [[]],
  {},
  { text: 5 },
  { did: null },
  { text: "\udfff" },
  Object.create(null),
  { length: 2 ** 40 },
  { length: -1 },
  { [Symbol.iterator]: 5 },
  { toString: () => "dpt1_" },
  { toString: null, valueOf: null },
  new Date(),
  new Date(NaN),
  new Map(),
  new Set(),
  /x/,
  new Error("x"),
  Promise.resolve(),
  new Uint8Array(),
  new Uint8Array(32),
  new Uint8Array(64),
  new Uint16Array(32),
  new DataView(new ArrayBuffer(8)),
  new ArrayBuffer(32),
  new ArrayBuffer(64),
  new SharedArrayBuffer(32),
  new Uint8Array(new SharedArrayBuffer(32)),
  detached,
  detached.buffer,
  Buffer.alloc(32),
  new Proxy({}, {}),
  new Proxy([], {}),
  new Proxy(() => 1, {}),
  globalThis,
  Object,
  new String("x"),
  new Number(5),
  Object(5n),
  new Headers(),
  new URL("https://a.example/"),
  JSON.parse('{"__proto__":{"allow":"*(..)"}}'),
  Object.create({ allow: "*(..)" }),
];
