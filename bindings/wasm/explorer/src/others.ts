/** What is no chain: revocation lists and endorsements, as what they claim. */
import type { UnverifiedEndorsement, UnverifiedList, UnverifiedPresentation, UnverifiedStatement } from "depute/inline";
import { h } from "./dom.js";
import { clock, seconds } from "./measures.js";
import type { Names } from "./names.js";

export function listView(list: UnverifiedList, names: Names): HTMLElement {
  return h(
    "div",
    { class: "facts" },
    h("h2", {}, "Revocation list"),
    facts([
      ["number", `${list.number}`],
      ["kept by", names.of(list.key)],
      ["issued", time(list.issued_at)],
      ["next update", time(list.next_update)],
    ]),
    h("h3", {}, list.statements.length === 1 ? "1 statement" : `${list.statements.length} statements`),
    h(
      "ul",
      { class: "statements" },
      ...list.statements.map((statement) =>
        h(
          "li",
          {},
          h("span", {}, target(statement.target, names)),
          h("span", { class: "by" }, ` by ${names.of(statement.signer)}, ${time(statement.issued_at)}`),
        ),
      ),
    ),
  );
}

export function endorsementView(endorsement: UnverifiedEndorsement, names: Names): HTMLElement {
  return h(
    "div",
    { class: "facts" },
    h("h2", {}, "Endorsement"),
    facts([
      ["signed by", names.of(endorsement.signer)],
      ["for", `“${endorsement.audience}”`],
      ["issued", time(endorsement.issued_at)],
      ["until", time(endorsement.expires)],
    ]),
    h("p", {}, "It approves one call below one token; which, only its digest says."),
  );
}

export function proofView(report: UnverifiedPresentation, names: Names): HTMLElement {
  const { proof, endorsements } = report;
  return h(
    "div",
    { class: "facts proof" },
    h("h2", {}, "Call proof"),
    facts([
      ["for", `“${proof.audience}”`],
      ["signed", time(proof.issued_at)],
      [
        "endorsements",
        endorsements.length === 0 ? "none" : endorsements.map(({ signer }) => names.of(signer)).join(", "),
      ],
    ]),
  );
}

function target(target: UnverifiedStatement["target"], names: Names): string {
  switch (target.kind) {
    case "link":
      return `link ${target.link.slice(0, 16)}… and all below it`;
    case "key":
      return `the key ${names.of(target.key)}`;
    case "task":
      return `the task “${target.task}” under ${names.of(target.root)}`;
    case "organization":
      return `the organization “${target.organization}” under ${names.of(target.root)}`;
    case "authorizer":
      return target.subject === null
        ? `everything under ${names.of(target.root)}`
        : `everything of “${target.subject}” under ${names.of(target.root)}`;
    case "lift":
      return `lifts the statement ${target.statement.slice(0, 16)}…`;
  }
}

function facts(rows: [string, string][]): HTMLElement {
  return h("dl", {}, ...rows.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function time(text: string): string {
  return clock(seconds(text));
}
