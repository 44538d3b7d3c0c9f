/** Grants and calls as text with a little colour, and one place marked. */
import { h } from "./dom.js";
import type { Names } from "./names.js";

const WORDS =
  "under like within at cidr in len each has and needs approval of date with query sum per true false null".split(" ");
const TOKEN = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|-?\\d+(?:\\.\\d+)?|\\b(?:${WORDS.join("|")})\\b|\\.\\.|[<>=]=?`, "g");

export interface Range {
  from: number;
  to: number;
}

/** The pieces of a text; keys in it by the reader's names. */
export function coloured(text: string, mark: Range | undefined, names: Names): Node[] {
  const nodes: Node[] = [];
  const piece = (from: number, to: number, kind: string | undefined) => {
    if (from >= to) return;
    if (mark !== undefined && from < mark.to && to > mark.from) {
      piece(from, Math.min(to, mark.from), kind);
      const marked = text.slice(Math.max(from, mark.from), Math.min(to, mark.to));
      nodes.push(h("mark", kind === undefined ? {} : { class: kind }, marked));
      piece(Math.max(from, mark.to), to, kind);
    } else
      nodes.push(
        kind === undefined
          ? document.createTextNode(text.slice(from, to))
          : h("span", { class: kind }, text.slice(from, to)),
      );
  };
  let last = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [token] = match;
    piece(last, match.index, undefined);
    const did = /^"(did:key:z[1-9A-Za-z]+)"$/.exec(token)?.[1];
    if (did === undefined) piece(match.index, match.index + token.length, kindOf(token));
    else {
      const key = h("abbr", { class: "key", title: did }, names.of(did));
      const isMarked = mark !== undefined && mark.from <= match.index && match.index < mark.to;
      nodes.push(isMarked ? h("mark", {}, key) : key);
    }
    last = match.index + token.length;
  }
  piece(last, text.length, undefined);
  return nodes;
}

function kindOf(token: string): string {
  if (token.startsWith('"')) return "text";
  if (/^-?\d/.test(token)) return "number";
  return /^[a-z]/.test(token) ? "word" : "sign";
}

/** Where a clause states the limit of an argument. */
export function limitIn(clause: string, argument: string | undefined, limit: string | undefined): Range | undefined {
  if (limit === undefined) return undefined;
  const name = argument?.match(/[^.[\]]+/g)?.findLast((part) => !/^\d+$/.test(part)) ?? "";
  for (const text of [`${name} ${limit}`, `${name}? ${limit}`, limit, limit.replace(/^= /, "")]) {
    const from = clause.indexOf(text);
    if (from >= 0) return { from: from + (text.length - text.trimStart().length), to: from + text.length };
  }
  return undefined;
}

/** Where a call gives an argument; within it, the value at fault if that can be seen. */
export function argumentIn(call: string, argument: string | undefined, value: string | undefined): Range | undefined {
  const name = argument?.match(/^[^.[\]]+/)?.[0];
  if (name === undefined) return undefined;
  const start = new RegExp(`(^|[(,\\s])("?)${name.replaceAll(/[^\w]/g, "\\$&")}\\2\\s*=`).exec(call);
  if (start === null) return undefined;
  const from = start.index + start[1]!.length;
  const to = argumentEnd(call, from);
  const inner = argument === name || value === undefined ? -1 : call.slice(from, to).indexOf(value);
  return inner < 0 ? { from, to } : { from: from + inner, to: from + inner + (value?.length ?? 0) };
}

function argumentEnd(call: string, from: number): number {
  let depth = 0;
  for (let at = from; at < call.length; at++) {
    const char = call[at]!;
    if (char === '"') {
      at += /^"(?:[^"\\]|\\.)*/.exec(call.slice(at))?.[0].length ?? 1;
    } else if ("([{".includes(char)) depth += 1;
    else if (")]}".includes(char)) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (char === "," && depth === 0) return at;
  }
  return call.length;
}
