// The benchmark grant: a root link `fs.read(path under "/data", amount <= 100)` for an hour at one audience of 14
// characters; each further link narrows the path by one segment of one letter. One call is decided, on the deepest path.
import { Verifier, prepareDelegate, prepareMint, preparePresent } from "depute";
import { pair } from "./keys.js";

/** 2027-01-15T08:00:00Z. Everything happens then. */
export const NOW = 1_800_000_000;
export const AUDIENCE = "files.internal";
export const LIFE_SECS = 3600;

/** What the link of this number allows to read. */
export const folder = (number) => `/data${"/a".repeat(number - 1)}`;

/** What every part is asked. */
export const ARGS = Object.freeze({ path: folder(6), amount: 50 });
export const CALL = Object.freeze({ action: "fs.read", args: ARGS });

/** The terms of the link of this number. */
export function terms(number) {
  const to = pair(number).key;
  if (number > 1) return { to, allow: `fs.read(path under "${folder(number)}", ..)`, now: NOW };
  const allow = 'fs.read(path under "/data", amount <= 100)';
  return { to, allow, ttl: LIFE_SECS, depth: 15, audience: AUDIENCE, now: NOW };
}

/** A chain of so many links, its presentation, and every signature on the way. */
export function chain(links) {
  const signatures = [];
  const signed = (prepared, by) => {
    const [message, signature] = [prepared.toSign, new Uint8Array(by.sign(prepared.toSign))];
    signatures.push({ key: by.raw, message, signature });
    return prepared.finish(signature);
  };
  let token = signed(prepareMint({ ...terms(1), from: pair(0).key }), pair(0));
  for (let number = 2; number <= links; number += 1) {
    token = signed(prepareDelegate(token, terms(number)), pair(number - 1));
  }
  const presentation = signed(preparePresent(token, CALL, { audience: AUDIENCE, now: NOW }), pair(links));
  return { token: token.text, presentation: presentation.text, signatures };
}

export const verifier = new Verifier({
  audience: AUDIENCE,
  trust: { name: "root", key: pair(0).key, allow: "fs.*(..)" },
  revocations: "none",
  started: NOW,
});
