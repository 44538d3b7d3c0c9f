// The figures: what is done, beside what it is measured against. Each is asked first whether it tells right from wrong.
import { verify } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519.js";
import { delegate, mint, present, verifySignature } from "depute";
import { SignJWT, jwtVerify } from "jose";
import * as biscuit from "./biscuit.js";
import { AUDIENCE, CALL, LIFE_SECS, NOW, chain, terms, verifier } from "./grant.js";
import { pair } from "./keys.js";

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} [signatures]  How many signatures it makes or verifies.
 * @property {string} [floor]  The figure it is put beside, of the same round.
 * @property {() => unknown} run  One repetition.
 * @property {(wrong: boolean) => boolean | Promise<boolean>} tells  Whether what it works on, or makes, is accepted.
 */

/** A figure that decides: whether the right input is accepted, and one with something changed is not. */
const deciding = ({ name, signatures, floor, right, wrong, decides }) => ({
  name, signatures, floor, run: () => decides(right), tells: (other) => decides(other ? wrong : right),
});

/** A figure that makes something, which somebody accepts and which is refused with something changed. */
const making = ({ name, floor, makes, changed, accepted }) => ({
  name, signatures: 1, floor, run: makes,
  tells: async (other) => accepted(other ? changed(await makes()) : await makes()),
});

/** Whether nothing is thrown. */
function passes(run) {
  try {
    run();
    return true;
  } catch {
    return false;
  }
}

const flipped = (bytes) => bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
/** Another letter in the middle of a text's signature, which stands last in each form. */
const altered = (text) => {
  const at = text.length - 20;
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
};
const ownVerifies = ({ key, message, signature }) => passes(() => verifySignature(key, message, signature));

/** One signature: that of a root link. */
async function one() {
  const [right] = chain(1).signatures;
  const wrong = { ...right, message: flipped(right.message) };
  const [{ open, secret, seed, sign }, { subtle }] = [pair(0), globalThis.crypto];
  const name = "Ed25519";
  const webKey = await subtle.importKey("raw", right.key, name, true, ["verify"]);
  const pkcs8 = secret.export({ format: "der", type: "pkcs8" });
  const webSecret = await subtle.importKey("pkcs8", pkcs8, name, false, ["sign"]);
  const { message } = right;
  const accepted = (signature) => ownVerifies({ ...right, signature: new Uint8Array(signature) });
  const makes = (what, sign) => making({ name: `sign: ${what}`, makes: sign, changed: flipped, accepted });

  const claims = { sub: "agent", path: "/data", amount: 100 };
  const expected = { algorithms: ["EdDSA"], audience: AUDIENCE, currentDate: new Date(NOW * 1000) };
  const jwt = () =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: "EdDSA" })
      .setAudience(AUDIENCE)
      .setIssuedAt(NOW)
      .setExpirationTime(NOW + LIFE_SECS)
      .sign(secret);
  const jwtAccepted = (text) => jwtVerify(text, open, expected).then(() => true, () => false);
  const token = await jwt();

  const floor = "verify: depute, verifySignature";
  const verifies = (what, decides) =>
    deciding({ name: `verify: ${what}`, signatures: 1, floor, right, wrong, decides });
  return [
    deciding({ name: floor, signatures: 1, right, wrong, decides: ownVerifies }),
    verifies("node:crypto", ({ message, signature }) => verify(null, message, open, signature)),
    verifies("WebCrypto", ({ message, signature }) => subtle.verify(name, webKey, signature, message)),
    verifies("@noble/curves", ({ key, message, signature }) => ed25519.verify(signature, message, key)),
    deciding({
      name: "verify: jose, a JWT (EdDSA)", signatures: 1, floor,
      right: token, wrong: altered(token), decides: jwtAccepted,
    }),
    makes("node:crypto", () => sign(message)),
    makes("WebCrypto", async () => new Uint8Array(await subtle.sign(name, webSecret, message))),
    makes("@noble/curves", () => ed25519.sign(message, seed)),
    making({ name: "sign: jose, a JWT (EdDSA)", makes: jwt, changed: altered, accepted: jwtAccepted }),
  ];
}

/** Deciding from text, at one depth. */
function atDepth(links) {
  const { presentation, signatures } = chain(links);
  const floor = `floor, depth ${links}: verifySignature`;
  const all = (each) => each.every(ownVerifies);
  const [first, ...others] = signatures;
  const token = biscuit.chain(links);
  return [
    deciding({
      name: floor, signatures: links + 1, right: signatures,
      wrong: [...others, { ...first, message: flipped(first.message) }], decides: all,
    }),
    deciding({
      name: `depute, depth ${links}: chain, call proof, grant`, signatures: links + 1, floor,
      right: presentation, wrong: altered(presentation),
      decides: (text) => verifier.check(text, CALL, { now: NOW }).allowed,
    }),
    deciding({
      name: `biscuit-wasm, depth ${links}: chain, checks`, floor,
      right: token, wrong: altered(token), decides: biscuit.decides,
    }),
  ];
}

/** The steps that sign. */
function steps() {
  const floor = "sign: node:crypto";
  const { token } = chain(3);
  const mints = [
    making({
      name: "depute: mint", floor, makes: () => mint({ ...terms(1), from: pair(0).key }).text,
      changed: altered, accepted: (text) => passes(() => used(text, 1)),
    }),
    making({ name: "biscuit-wasm: mint", floor, makes: biscuit.mint, changed: altered, accepted: biscuit.decides }),
  ];
  const presents = making({
    name: "depute: present, depth 3", floor,
    makes: () => present(token, CALL, { key: pair(3).key, audience: AUDIENCE, now: NOW }).text,
    changed: altered, accepted: (text) => verifier.check(text, CALL, { now: NOW }).allowed,
  });
  return [...mints, ...[1, 3].flatMap((links) => delegates(links, floor)), presents];
}

function delegates(links, floor) {
  const [{ token }, theirs] = [chain(links), biscuit.chain(links)];
  return [
    making({
      name: `depute: delegate, ${links} to ${links + 1}`, floor,
      makes: () => delegate(token, { ...terms(links + 1), from: pair(links).key }).text,
      changed: altered, accepted: (text) => passes(() => used(text, links + 1)),
    }),
    making({
      name: `biscuit-wasm: append, ${links} to ${links + 1}`, floor, makes: () => biscuit.delegate(theirs, links + 1),
      changed: altered, accepted: biscuit.decides,
    }),
  ];
}

/** Makes the call by a token of so many links, or throws the refusal. */
function used(token, links) {
  const presentation = present(token, CALL, { key: pair(links).key, audience: AUDIENCE, now: NOW });
  const verdict = verifier.check(presentation, CALL, { now: NOW });
  if (!verdict.allowed) throw verdict;
}

/** All of them, in the order of the tables. @returns {Promise<Record<string, Figure[]>>} */
export async function figures() {
  return {
    "One signature": await one(),
    "Deciding a call, from text": [1, 3, 5].flatMap(atDepth),
    "Making what travels, to text": steps(),
  };
}
