/** What each link says, beside the verdict: the first that is at fault, and the others judged alone. */
import type { Denied, DeputeError } from "depute/inline";
import { allows, type Judged } from "./judge.js";
import type { Said } from "./ladder.js";

/** A refusal of a call, or of making one. */
export type Refusal = DeputeError & Partial<Denied>;

export function refusalOf(judged: Judged): Refusal | undefined {
  return allows(judged) ? undefined : (judged as Refusal);
}

/** The verdict where there is none on the chain as a whole: that of the first link which refuses. */
export function firstDenial(each: Judged[]): Judged {
  const index = each.findIndex((one) => !allows(one));
  const one = each[Math.max(0, index)]!;
  // Judged alone, a link is the first of its chain.
  return index < 0 ? one : Object.assign(one, { link: index + 1 });
}

export function saying(each: Judged[], judged: Judged): Said[] {
  const denied = refusalOf(judged);
  return each.map((one, index): Said => {
    if (denied === undefined) return { state: "allows", label: "allows" };
    const link = index + 1;
    if (link === denied.link) return { state: "denies", label: denied.code, refusal: denied };
    const alone = refusalOf(one);
    if (alone === undefined)
      return { state: denied.link !== undefined && link > denied.link ? "beyond" : "allows", label: "allows" };
    if (alone.code === "approval_missing") return { state: "asks", label: "asks", refusal: alone };
    return { state: "beyond", label: `denies: ${alone.code}`, refusal: alone };
  });
}
