/** The readings behind single limits (operators.md). */

import { byteLength, demand, fromUtf8 } from "./encoding.js";

const PATH_BYTES = 4_096;
const URL_BYTES = 8_192;
const HOST_BYTES = 253;
const MAIL_BYTES = 254;

/** Ranges of code points, written in hexadecimal as the tables of the specification list them. */
function ranges(table: string): [first: number, last: number][] {
  return table.split(" ").map((range) => {
    const [first, last = first] = range.split("-").map((point) => parseInt(point, 16)) as [number, number?];
    return [first, last];
  });
}

/** "Code points": refused in texts of a policy, in paths and globs. */
const REFUSED = ranges(
  "0000-001F 007F-009F 00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 2028-202E 2060-206F 2800 3164 " +
    "FDD0-FDEF FE00-FE0F FEFF FFA0 FFF0-FFFB 13430-1343F 1BCA0-1BCA3 1D173-1D17A E0000-E0FFF",
);

/** "Code points": look-alikes of `.`, `/`, `\` and `%`. */
const LOOK_ALIKES = ranges(
  "00A5 2024-2026 2044 2052 20A9 2100-2101 2105-2106 2215-2216 2488-249B 2571-2572 27CB 27CD 29F5-29F9 3002 " +
    "33C2 33C7 33D8 FE19 FE30 FE52 FE68 FE6A FF05 FF0E-FF0F FF3C FF61 1F100",
);

/** "Code points": spaces, which may not begin or end a segment. */
const SPACES = ranges("0020 00A0 1680 2000-200A 202F 205F 3000");

function isAmong(codePoint: number, table: [number, number][]): boolean {
  return table.some(([first, last]) => first <= codePoint && codePoint <= last);
}

export function isRefused(codePoint: number): boolean {
  return (codePoint & 0xfffe) === 0xfffe || isAmong(codePoint, REFUSED);
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) as number);
}

export function hasRefused(text: string): boolean {
  return codePoints(text).some(isRefused);
}

/** token.md, "No secret in a text". */
export function refuseSecret(text: string): void {
  demand(!text.includes("dptsk1_"), "secret_refused");
}

/** The order in which a text of a policy, an audience, a `sub` and a line are judged, by their own rule and length. */
export function judgeText(text: string, isValid: boolean, length: number, most: number): string {
  refuseSecret(text);
  demand(isValid, "value_invalid");
  demand(length <= most, "limit_exceeded");
  demand(!hasRefused(text), "character_refused");
  return text;
}

/** "Lengths": of a text, the number of its code points. */
export function characters(text: string): number {
  return codePoints(text).length;
}

/** "Dates": the form of a real date, or undefined. */
export function dateForm(text: string): "day" | "instant" | undefined {
  const parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})Z)?$/.exec(text);
  if (parts === null) return undefined;
  const [year, month, day] = parts.slice(1, 4).map(Number) as [number, number, number];
  const [hour, minute, second] = parts.slice(4).map((part) => Number(part ?? 0)) as [number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) return undefined;
  return parts[4] === undefined ? "day" : "instant";
}

/** "Paths": a clean segment. */
function isCleanSegment(segment: string): boolean {
  const points = codePoints(segment);
  const [first, last] = [points[0], points[points.length - 1]];
  if (first === undefined || last === undefined || segment === "." || segment === "..") return false;
  return (
    !isAmong(first, SPACES) &&
    !isAmong(last, SPACES) &&
    !/[/\\%]/.test(segment) &&
    !points.some((point) => isRefused(point) || isAmong(point, LOOK_ALIKES))
  );
}

/** "Paths": a clean absolute path. */
function isCleanPath(text: string): boolean {
  if (byteLength(text) > PATH_BYTES || !text.startsWith("/")) return false;
  return text === "/" || text.slice(1).split("/").every(isCleanSegment);
}

/** "Paths": a clean path is `base` or below it. */
function isUnder(path: string, base: string): boolean {
  return base === "/" || path === base || path.startsWith(base + "/");
}

/** "Globs": clean segments joined by `/`, optionally after a leading one. */
function isCleanSegments(text: string): boolean {
  const relative = text.startsWith("/") ? text.slice(1) : text;
  return byteLength(text) <= PATH_BYTES && relative.split("/").every(isCleanSegment);
}

/** "Globs": a glob without fault; how long it may be is judged before. */
function isGlob(text: string): boolean {
  return isCleanSegments(text) && !text.includes("**");
}

function segmentIsLike(segment: string, pattern: string): boolean {
  const [first, ...pieces] = pattern.split("*") as [string, ...string[]];
  const last = pieces.pop();
  if (last === undefined) return segment === pattern;
  if (!segment.startsWith(first)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = segment.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return segment.length - at >= last.length && segment.endsWith(last);
}

/** "Globs": clean segments have, each, the pattern of their place. */
function isLike(text: string, glob: string): boolean {
  const [segments, patterns] = [text.split("/"), glob.split("/")];
  return (
    text.startsWith("/") === glob.startsWith("/") &&
    segments.length === patterns.length &&
    segments.every((segment, place) => segmentIsLike(segment, patterns[place] as string))
  );
}

/** "Host names": decodable Punycode (RFC 3492, 6.2), its parameters those of section 5. */
function isPunycode(text: string): boolean {
  const delimiter = text.lastIndexOf("-");
  const digits = text.slice(delimiter + 1);
  if (delimiter === 0 || digits === "") return false;
  let [codePoint, place, bias] = [128, 0, 72];
  let length = Math.max(delimiter, 0);
  for (let at = 0; at < digits.length;) {
    const before = place;
    let weight = 1;
    for (let k = 36; ; k += 36) {
      const digit = "abcdefghijklmnopqrstuvwxyz0123456789".indexOf(digits[at++] ?? "-");
      place += digit * weight;
      if (digit < 0 || place > 0xffffffff) return false;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
      if (weight > 0xffffffff) return false;
    }
    length++;
    codePoint += Math.floor(place / length);
    const surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
    if (codePoint > 0x10ffff || surrogate || isRefused(codePoint) || isAmong(codePoint, LOOK_ALIKES)) return false;
    let delta = Math.floor((place - before) / (before === 0 ? 700 : 2));
    delta += Math.floor(delta / length);
    let skew = 0;
    for (; delta > 455; skew += 36) delta = Math.floor(delta / 35);
    bias = skew + Math.floor((36 * delta) / (delta + 38));
    place = (place % length) + 1;
  }
  return true;
}

/** "Host names": a clean host. */
function isCleanHost(text: string): boolean {
  if (text.length > HOST_BYTES) return false;
  const labels = text.split(".");
  return (
    labels.every(
      (label) =>
        /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label) && (!label.startsWith("xn--") || isPunycode(label.slice(4))),
    ) && /^[a-z]/.test(labels[labels.length - 1] as string)
  );
}

/** "URLs": the text with its escapes read, if each stands for a byte that cannot stand raw, and the bytes are UTF-8. */
function unescaped(text: string, raw: RegExp): string | undefined {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (raw.test(character)) {
      bytes.push(character.charCodeAt(0));
      continue;
    }
    const escape = text.slice(at, at + 3);
    const byte = parseInt(escape.slice(1), 16);
    if (!/^%[0-9A-F]{2}$/.test(escape) || raw.test(String.fromCharCode(byte))) return undefined;
    bytes.push(byte);
    at += 2;
  }
  return fromUtf8(Uint8Array.from(bytes));
}

const PATH_CHARACTER = /^[A-Za-z0-9\-._~!$&()*+,=:@]$/;
const QUERY_CHARACTER = /^[A-Za-z0-9\-._~!$&()*+,;=:@/?]$/;

function isCleanQuery(query: string): boolean {
  const read = unescaped(query, QUERY_CHARACTER);
  return read !== undefined && !hasRefused(read);
}

/** "URLs": a clean URL. */
function isCleanUrl(text: string): boolean {
  if (byteLength(text) > URL_BYTES) return false;
  const parts = /^(https?):\/\/([a-z0-9.-]+)(?::([1-9][0-9]*))?\/([^?]*)(?:\?(.+))?$/s.exec(text);
  if (parts === null) return false;
  const [scheme, host, port, path, query] = parts.slice(1) as [string, string, string?, string?, string?];
  if (!isCleanHost(host) || Number(port ?? 1) > 65_535 || port === (scheme === "https" ? "443" : "80")) return false;
  const segments = (path as string).split("/");
  if (segments[segments.length - 1] === "") segments.pop();
  return (
    segments.every((segment) => {
      const read = unescaped(segment, PATH_CHARACTER);
      return read !== undefined && isCleanSegment(read) && !read.includes(";");
    }) &&
    (query === undefined || isCleanQuery(query))
  );
}

/** "URLs": a clean URL, but for its query, is `base` or below it. */
function isWithin(url: string, base: string): boolean {
  const [address] = url.split("?") as [string];
  return address === base || (address.startsWith(base) && (base.endsWith("/") || address[base.length] === "/"));
}

/** "Mail addresses": a clean address. */
function isCleanMail(text: string): boolean {
  const [, local, domain] = /^([A-Za-z0-9._+'-]{1,64})@(.+)$/s.exec(text) ?? [];
  if (local === undefined || domain === undefined || byteLength(text) > MAIL_BYTES) return false;
  return !/^[-.]|\.$|\.\./.test(local) && isCleanHost(domain);
}

function isAt(address: string, domain: string): boolean {
  return address.slice(address.indexOf("@") + 1) === domain;
}

type Address = { family: 4 | 6; bits: bigint };

/** RFC 5952, section 4: how eight groups are written. */
function printGroups(groups: number[]): string {
  let [start, length] = [0, 1];
  for (let at = 0, run = 0; at < 8; at++) {
    run = groups[at] === 0 ? run + 1 : 0;
    if (run > length) [start, length] = [at - run + 1, run];
  }
  const written = groups.map((group) => group.toString(16));
  if (length < 2) return written.join(":");
  return `${written.slice(0, start).join(":")}::${written.slice(start + length).join(":")}`;
}

/** "IP addresses": a clean address, or undefined. */
function readAddress(text: string): Address | undefined {
  if (/^(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}$/.test(text)) {
    const numbers = text.split(".").map(Number);
    const bits = numbers.reduce((sum, number) => sum * 256n + BigInt(number), 0n);
    return numbers.some((number) => number > 255) ? undefined : { family: 4, bits };
  }
  if (!/^[0-9a-f:]{2,39}$/.test(text)) return undefined;
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [front, back] = [halves[0] as string[], halves[1] ?? []];
  const missing = halves.length === 2 ? 8 - front.length - back.length : 0;
  if (halves.length > 2 || missing < 0) return undefined;
  const groups = [...front, ...Array<string>(missing).fill("0"), ...back].map((group) => parseInt(group, 16));
  // What is written otherwise than its groups are printed is another spelling, or no address.
  if (groups.length !== 8 || groups.some((group) => !(group <= 0xffff)) || printGroups(groups) !== text) {
    return undefined;
  }
  const bits = groups.reduce((sum, group) => sum * 65_536n + BigInt(group), 0n);
  return bits >> 32n === 0xffffn ? undefined : { family: 6, bits };
}

/** "IP addresses": the network that `cidr` names, with the number of its free bits, or undefined. */
function readNetwork(text: string): (Address & { free: bigint }) | undefined {
  const [, written, length] = /^([^/]*)\/(0|[1-9][0-9]{0,2})$/.exec(text) ?? [];
  const address = written === undefined ? undefined : readAddress(written);
  if (address === undefined) return undefined;
  const free = (address.family === 4 ? 32 : 128) - Number(length);
  if (free < 0 || address.bits % (1n << BigInt(free)) !== 0n) return undefined;
  return { ...address, free: BigInt(free) };
}

function isAddress(text: string): boolean {
  return readAddress(text) !== undefined;
}

function isNetwork(text: string): boolean {
  return readNetwork(text) !== undefined;
}

/** "IP addresses": a clean address is of a network. */
function isInNetwork(text: string, base: string): boolean {
  const [address, network] = [readAddress(text), readNetwork(base)];
  if (address === undefined || network === undefined || address.family !== network.family) return false;
  return address.bits >> network.free === network.bits >> network.free;
}

/** An operator whose operand is a text and which speaks of texts. */
export interface TextOperator {
  word: string;
  isOperand: (text: string) => boolean;
  isClean: (text: string) => boolean;
  accepts: (text: string, operand: string) => boolean;
  code: string;
}

const within: Omit<TextOperator, "accepts"> = {
  word: "within",
  isOperand: (text) => isCleanUrl(text) && !text.includes("?"),
  isClean: isCleanUrl,
  code: "arg_outside_url",
};

/** The operators 7 to 12 (grant.md): a clean value that is not accepted has the code, another is ambiguous. */
export const TEXT_OPERATORS = new Map<number, TextOperator>([
  [7, { word: "under", isOperand: isCleanPath, isClean: isCleanPath, accepts: isUnder, code: "arg_outside_path" }],
  [8, { word: "like", isOperand: isGlob, isClean: isCleanSegments, accepts: isLike, code: "arg_not_like" }],
  [9, { ...within, accepts: (url, base) => !url.includes("?") && isWithin(url, base) }],
  [10, { ...within, accepts: isWithin }],
  [11, { word: "at", isOperand: isCleanHost, isClean: isCleanMail, accepts: isAt, code: "arg_outside_domain" }],
  [12, { word: "cidr", isOperand: isNetwork, isClean: isAddress, accepts: isInNetwork, code: "arg_outside_network" }],
]);

/** The fault of a text as the value of one of these operators, if it has one. */
export function textFault(operator: number, operand: string, text: string): string | undefined {
  const { isClean, accepts, code } = TEXT_OPERATORS.get(operator) as TextOperator;
  if (!isClean(text)) return "arg_ambiguous";
  return accepts(text, operand) ? undefined : code;
}
