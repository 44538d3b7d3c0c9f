/** The chain as a ladder: from the person down, each link a rung between two parties. */
import { unverifiedChanges } from "depute/inline";
import type { Change, Denied, Token, UnverifiedLink } from "depute/inline";
import { coloured, limitIn } from "./code.js";
import { h, spoken } from "./dom.js";
import type { Rung } from "./judge.js";
import { measures } from "./measures.js";
import { short, type Names } from "./names.js";
import { shapeOf } from "./call_text.js";

/** What a link says to the call in the editor. */
export interface Said {
  state: "allows" | "denies" | "asks" | "beyond" | "unsaid";
  label: string;
  /** What it refused, to be marked. */
  refusal?: Partial<Pick<Denied, "argument" | "limit">> | undefined;
}

export class Ladder {
  readonly element = h("ol", { class: "ladder" });
  readonly #rungs: { element: HTMLElement; label: HTMLElement; clauses: HTMLElement[]; measures: HTMLElement }[] = [];
  readonly #chain: Rung[];
  readonly #names: Names;
  readonly #named: () => void;

  /** `named` is called when the reader gives a key another name. */
  constructor(chain: Rung[], token: Token, names: Names, named: () => void) {
    [this.#chain, this.#names, this.#named] = [chain, names, named];
    const changes = unverifiedChanges(token);
    const root = chain[0];
    if (root === undefined) return;
    this.element.append(
      this.#party(root.issuer, root.link.subject === null ? "authorizer" : "signs for its users", root.link.subject),
    );
    chain.forEach((rung, index) => {
      this.element.append(this.#rung(rung, index, changes[index] ?? []));
      const isLast = index === chain.length - 1;
      this.element.append(this.#party(rung.link.holder, isLast ? "holder: signs each call" : "holder", null));
    });
    this.tick();
  }

  /** Shows what each link says to a call. Where no link is at fault, it may be who calls. */
  judge(said: Said[], action: string | undefined, isHolderAtFault = false): void {
    this.element.lastElementChild?.setAttribute("data-state", isHolderAtFault ? "denies" : "unsaid");
    this.#rungs.forEach(({ element, label, clauses }, index) => {
      const { state, label: text, refusal } = said[index] ?? { state: "unsaid", label: "" };
      element.dataset.state = state;
      label.textContent = text;
      clauses.forEach((clause, at) => {
        const source = this.#chain[index]!.link.clauses[at]!;
        const isMeant = refusal !== undefined && action !== undefined && covers(shapeOf(source).action, action);
        clause.replaceChildren(
          ...coloured(source, isMeant ? limitIn(source, refusal.argument, refusal.limit) : undefined, this.#names),
        );
      });
    });
  }

  /** Draws the bars anew: time passes. */
  tick(): void {
    const now = Math.floor(Date.now() / 1000);
    this.#rungs.forEach((rung, index) => {
      const fresh = measures(this.#chain, index, now);
      rung.measures.replaceWith(fresh);
      rung.measures = fresh;
    });
  }

  #party(did: string, role: string, subject: string | null): HTMLElement {
    const input = h("input", {
      class: "petname",
      type: "text",
      value: this.#names.given(did),
      placeholder: "name this key",
      spellcheck: "false",
      autocomplete: "off",
      maxlength: "40",
      "aria-label": `Your name for ${short(did)}, ${role}`,
      "data-did": did,
      oninput: () => {
        this.#names.set(did, input.value);
        this.#rename();
      },
    });
    return h(
      "li",
      { class: "party" },
      input,
      h("code", { class: "did", title: did }, short(did)),
      h("span", { class: "role" }, role),
      subject !== null && h("span", { class: "claim" }, "for ", h("q", {}, subject)),
    );
  }

  #rung({ link, issuer }: Rung, index: number, changes: Change[]): HTMLElement {
    const label = h("span", { class: "says" });
    const clauses = link.clauses.map(() => h("code", {}));
    const placeholder = h("div");
    const element = h(
      "li",
      { class: "rung", "data-link": `${index + 1}`, "data-state": "unsaid" },
      h(
        "div",
        { class: "head" },
        h(
          "h3",
          {},
          h("span", { class: "ordinal" }, `Link ${index + 1}`),
          this.#who(issuer),
          h("span", { class: "arrow" }, spoken("to"), "→"),
          this.#who(link.holder),
        ),
        label,
      ),
      h("ul", { class: "clauses", "aria-label": "allows" }, ...clauses.map((clause) => h("li", {}, clause))),
      changes.length > 0 && this.#taken(changes),
      placeholder,
      claims(link),
    );
    this.#rungs.push({ element, label, clauses, measures: placeholder });
    return element;
  }

  #taken(changes: Change[]): HTMLElement {
    return h(
      "div",
      { class: "taken" },
      h("span", { class: "name" }, "took away"),
      h(
        "ul",
        {},
        ...changes.map(({ before, after }) =>
          h(
            "li",
            {},
            before !== null && h("del", {}, spoken("no longer "), ...coloured(before, undefined, this.#names)),
            before !== null && after !== null && h("span", { class: "arrow", "aria-hidden": "true" }, "→"),
            after !== null && h("ins", {}, spoken("now "), ...coloured(after, undefined, this.#names)),
          ),
        ),
      ),
    );
  }

  #who(did: string): HTMLElement {
    return h("span", { class: "who", "data-who": did }, this.#names.of(did));
  }

  #rename(): void {
    for (const who of this.element.querySelectorAll<HTMLElement>("[data-who]"))
      who.textContent = this.#names.of(who.dataset.who ?? "");
    this.#named();
  }
}

function claims(link: UnverifiedLink): HTMLElement | undefined {
  const said: [string, string | null][] = [
    ["intent", link.intent],
    ["task", link.task],
    ["agent", link.agent],
    ["agent type", link.agent_type],
    ["organization", link.organization],
    ["environment", link.environment],
    ["identified by", link.evidence === null ? null : `${link.evidence.kind}, ${link.evidence.assurance}`],
    ["for", link.audiences.length === 0 ? null : link.audiences.join(", ")],
  ];
  const rows = said.filter((pair): pair is [string, string] => pair[1] !== null);
  if (rows.length === 0) return undefined;
  return h(
    "dl",
    { class: "claims" },
    ...rows.map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, h("q", {}, text)))),
  );
}

/** Whether an action pattern may speak of an action. */
function covers(pattern: string, action: string): boolean {
  return pattern === "*" || pattern === action || (pattern.endsWith(".*") && action.startsWith(pattern.slice(0, -1)));
}
