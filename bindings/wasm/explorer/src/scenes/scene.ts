/** A scene of the gallery: made when it is opened, with fresh keys; what it shows is what the engine answers then. */
import { Key, Verifier, present } from "depute/inline";
import type { Call, Token, TrustEntry, Verdict, VerifierOptions } from "depute/inline";

export interface Scene {
  id: string;
  title: string;
  /** One sentence: what happens. */
  sentence: string;
  make(): Made;
}

export interface Made {
  /** What the page then shows, as if it had been pasted. */
  text: string;
  /** The call to begin with. */
  call: string;
  /** Names for the keys that were made. */
  names: Record<string, Key>;
  root: Key;
  /** The real verdict, proof and all: the keys are here. What the engine refuses to make, it throws. */
  judge(call: Call): Verdict;
}

export function verifier(
  root: Key,
  name: string,
  names: Record<string, Key>,
  more: Partial<VerifierOptions & TrustEntry> = {},
): Verifier {
  const { audience = "local", started } = more;
  const others = Object.fromEntries(Object.entries(names).filter(([, key]) => key.did !== root.did));
  return new Verifier({
    audience,
    trust: { name, key: root, allow: "*(..)" },
    revocations: "none",
    names: others,
    startHere: true,
    ...(started === undefined ? {} : { started }),
  });
}

/** Judges as a service would: a proof by the holder for exactly this call. */
export function judging(token: Token, root: Key, holder: Key, names: Record<string, Key>): (call: Call) => Verdict {
  const name = Object.entries(names).find(([, key]) => key.did === root.did)?.[0] ?? "root";
  const judge = verifier(root, name, names);
  return (call) => judge.check(present(token, call, { key: holder }), call);
}

/** New keys by their names. */
export function cast<Name extends string>(...names: Name[]): Record<Name, Key> {
  return Object.fromEntries(names.map((name) => [name, Key.generate()])) as Record<Name, Key>;
}

/** Bytes of a token with one part replaced, found by what it is. */
export function replaced(bytes: Uint8Array, from: number[], to: number[]): Uint8Array {
  const at = bytes.findIndex((_, index) => from.every((byte, offset) => bytes[index + offset] === byte));
  if (at < 0) throw new Error("the bytes to change are not there");
  const copy = bytes.slice();
  copy.set(to, at);
  return copy;
}
