/** The verdict in words: what, where, why, and the smallest change that would pass. */
import { Denied, type Allowed, type DeputeError, type Step } from "depute/inline";
import { h } from "./dom.js";
import type { Rung } from "./judge.js";
import type { Names } from "./names.js";

export interface Shown {
  judged: Allowed | Denied | DeputeError;
  /** `real`: the keys are here, and everything was judged. `limits`: the limits alone, under keys of the page. */
  basis: "real" | "limits";
  chain: Rung[];
  names: Names;
  /** Says something beside the verdict, such as that the token has expired. */
  beside?: string | undefined;
  fix?: { change: string; apply(): void } | undefined;
}

const STEPS: [Step, string][] = [
  ["form", "form"],
  ["root", "root"],
  ["structure", "chain"],
  ["time", "time"],
  ["revocation", "revocation"],
  ["signatures", "signatures"],
  ["proof", "proof"],
  ["grants", "limits"],
  ["requirements", "approvals"],
  ["charge", "ledger"],
];

/** What of a verdict that was made with keys of the page says something of the token itself. */
const OF_LIMITS: Step[] = ["grants", "requirements"];

export function verdictView(shown: Shown): HTMLElement[] {
  const { judged, basis, chain, names } = shown;
  const isAllowed = "allowed" in judged && judged.allowed;
  const code = isAllowed ? undefined : (judged as DeputeError).code;
  const view: (HTMLElement | undefined)[] = [
    h(
      "div",
      { class: `headline ${isAllowed ? "allowed" : "denied"}` },
      h("strong", {}, headline(shown)),
      code === undefined ? undefined : h("code", { class: "code" }, code),
    ),
    place(judged, chain, names),
    h(
      "p",
      { class: "fault" },
      isAllowed ? passes(judged as Allowed, basis, names) : names.within(fault(judged as DeputeError)),
    ),
    isAllowed && basis === "real" ? owed(judged as Allowed) : undefined,
  ];
  if (!isAllowed) {
    const { hint } = judged as DeputeError;
    if (hint !== undefined)
      view.push(h("p", { class: "fix" }, h("span", { class: "name" }, "to pass"), names.within(hint)));
    if (shown.fix !== undefined) {
      const { change, apply } = shown.fix;
      view.push(
        h(
          "button",
          { type: "button", class: "apply", id: "apply", onclick: apply },
          "Change the call: ",
          h("code", {}, change),
        ),
      );
    }
    if (judged instanceof Denied)
      view.push(h("p", { class: "model" }, h("span", { class: "name" }, "to the model"), judged.forModel));
  }
  if (shown.beside !== undefined) view.push(h("p", { class: "beside" }, shown.beside));
  view.push(steps(judged, basis), h("p", { class: "basis" }, BASIS[basis]));
  return view.filter((element) => element !== undefined);
}

const BASIS = {
  real: "Keys made in this page a moment ago sign here: this is the engine's whole verdict on a real call.",
  limits:
    "Only the limits are judged, by the engine, in links of keys made here. A proof takes the holder's key, which this " +
    "page does not have: signatures, proof, budgets, revocation and the root's trust are not judged.",
};

/** One sentence for a screen reader. */
export function verdictSpoken({ judged, chain, names }: Shown): string {
  if ("allowed" in judged && judged.allowed) return "Allowed: every link allows this call.";
  const denied = judged as DeputeError;
  const code = denied.code.replaceAll("_", " ");
  return `Denied, ${code}${where(denied.link, chain, names)}. ${names.within(fault(denied))}`;
}

function headline({ judged, basis }: Shown): string {
  if ("allowed" in judged && judged.allowed) return basis === "real" ? "ALLOWED" : "THE LIMITS ALLOW IT";
  return judged instanceof Denied ? "DENIED" : "REFUSED";
}

function place(judged: Shown["judged"], chain: Rung[], names: Names): HTMLElement | undefined {
  if ("allowed" in judged && judged.allowed) {
    return h(
      "p",
      { class: "place" },
      [chain[0]?.issuer ?? "", ...chain.map(({ link }) => link.holder)].map((did) => names.of(did)).join(" → "),
    );
  }
  const text = where((judged as DeputeError).link, chain, names);
  return text === "" ? undefined : h("p", { class: "place" }, text.trim());
}

function where(link: number | undefined, chain: Rung[], names: Names): string {
  const rung = link === undefined ? undefined : chain[link - 1];
  return rung === undefined
    ? ""
    : ` at link ${link} of ${chain.length}: ${names.of(rung.issuer)} → ${names.of(rung.link.holder)}`;
}

/** What an approver would sign is of the page's own keys, and of no use elsewhere. */
function fault(error: DeputeError): string {
  return (error instanceof Denied ? error.fault : error.message).replace(/; to sign: .*$/, "");
}

function passes({ endorsements }: Allowed, basis: Shown["basis"], names: Names): string {
  if (basis === "limits" || endorsements.length === 0) return "Every link allows this call.";
  const approvers = endorsements.map(({ signer }) => names.of(signer)).join(", ");
  return `Every link allows this call, and ${approvers} approved it.`;
}

function owed({ owed }: Allowed): HTMLElement | undefined {
  if (owed.length === 0) return undefined;
  const items = owed.map(({ link, amount, budget }) =>
    h("li", {}, `${amount} to `, h("code", {}, budget ?? "a budget"), ` of link ${link}`),
  );
  return h("div", { class: "owed" }, h("span", { class: "name" }, "it owes"), h("ul", {}, ...items));
}

function steps(judged: Shown["judged"], basis: Shown["basis"]): HTMLElement {
  const failed = judged instanceof Denied ? STEPS.findIndex(([step]) => step === judged.step) : -1;
  const isAllowed = "allowed" in judged && judged.allowed;
  const state = ([step]: [Step, string], index: number): string => {
    if (step === "charge" && index !== failed) return "none";
    if (basis === "limits" && !OF_LIMITS.includes(step)) return "none";
    if (step === "revocation" && index !== failed) return "not judged";
    if (isAllowed || index < failed) return "ok";
    return index === failed ? "failed" : "not reached";
  };
  const shown = STEPS.map((step, index) => [step[1], state(step, index)] as const).filter(
    ([, what]) => what !== "none",
  );
  return h(
    "ul",
    { class: "steps", "aria-label": "What was checked" },
    ...shown.map(([name, what]) =>
      h("li", { class: what.replace(" ", "-") }, name, h("span", {}, what === "ok" ? " ok" : ` ${what}`)),
    ),
  );
}
