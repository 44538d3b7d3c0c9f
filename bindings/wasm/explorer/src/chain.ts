/** Whether a chain is genuine, for a reader who says which root key they trust. */
import { DeputeError, Verifier } from "depute/inline";
import type { Call, Denied, Presentation, Token } from "depute/inline";
import type { Names } from "./names.js";

const UNCHECKED = "budgets and revocation not checked";

export type ChainAnswer = { ok: true; sentence: string } | { ok: false; code: string; sentence: string };

/** Judges form, root, structure, time and signatures of a token, against one trusted key, at the page's clock. */
export function checkChain(token: Token, root: string, audience: string, names: Names): ChainAnswer {
  return answer(() => {
    const genuine = verifier(root, audience, names).checkChain(token);
    return genuine.genuine
      ? { ok: true, sentence: "root ok, chain ok, time ok; revocation not checked" }
      : refused(genuine);
  });
}

/** The verdict on a presentation as of the second at which its proof was made: proofs are good for a minute. */
export function checkPresentation(presentation: Presentation, call: Call, root: string, names: Names): ChainAnswer {
  return answer(() => {
    const { proof } = presentation.unverified;
    const verdict = verifier(root, proof.audience, names).check(presentation, call, { now: proof.issued_at });
    return verdict.allowed
      ? {
          ok: true,
          sentence: `as of ${proof.issued_at}: root ok, chain ok, signatures ok, proof ok, limits ok; ${UNCHECKED}`,
        }
      : refused(verdict);
  });
}

function verifier(root: string, audience: string, names: Names): Verifier {
  return new Verifier({
    audience,
    trust: { name: names.of(root), key: root, allow: "*(..)" },
    revocations: "none",
    life: "30d",
    names: Object.fromEntries(
      names
        .entries()
        .filter(([did]) => did !== root)
        .map(([did, name]) => [name, did]),
    ),
  });
}

function refused(denied: Denied): ChainAnswer {
  return { ok: false, code: denied.code, sentence: denied.message };
}

function answer(ask: () => ChainAnswer): ChainAnswer {
  try {
    return ask();
  } catch (error) {
    if (error instanceof DeputeError) return { ok: false, code: error.code, sentence: error.message };
    throw error;
  }
}
