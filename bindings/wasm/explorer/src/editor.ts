/** The call editor: text with the argument at fault marked, and suggestions of what the links mention. */
import { sampleFor, shapeOf, type ClauseShape } from "./call_text.js";
import { coloured, type Range } from "./code.js";
import { at, h } from "./dom.js";
import type { Rung } from "./judge.js";
import type { Names } from "./names.js";

interface Suggestion {
  label: string;
  /** The text from here on is replaced. */
  from: number;
  to: number;
  text: string;
}

export class Editor {
  readonly #area = at<HTMLTextAreaElement>("call");
  readonly #shown = at("call-shown");
  readonly #list = at("suggestions");
  #shapes: ClauseShape[] = [];
  #suggestions: Suggestion[] = [];

  constructor(
    readonly changed: () => void,
    readonly names: Names,
  ) {
    this.#area.addEventListener("input", () => this.changed());
    this.#area.addEventListener("keyup", () => this.#suggest());
    this.#area.addEventListener("click", () => this.#suggest());
    this.#area.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.code === "Space") {
        event.preventDefault();
        this.#take(this.#suggestions[0]);
      }
      // One call, one line.
      if (event.key === "Enter") event.preventDefault();
    });
  }

  get text(): string {
    return this.#area.value;
  }

  set text(text: string) {
    this.#area.value = text;
    this.changed();
  }

  focus(): void {
    this.#area.focus();
  }

  /** Whose clauses to suggest from: those of the last link first, since they are the narrowest. */
  suggestFrom(chain: Rung[]): void {
    this.#shapes = chain.toReversed().flatMap(({ link }) => link.clauses.map(shapeOf));
  }

  show(fault: Range | undefined): void {
    this.#shown.replaceChildren(...coloured(this.text, fault, this.names), "\n");
    this.#area.setAttribute("aria-invalid", fault === undefined ? "false" : "true");
    this.#suggest();
  }

  #suggest(): void {
    this.#suggestions = this.#possible().slice(0, 8);
    this.#list.replaceChildren(
      ...this.#suggestions.map((suggestion) =>
        h(
          "li",
          {},
          h(
            "button",
            { type: "button", onclick: () => this.#take(suggestion) },
            ...coloured(suggestion.label, undefined, this.names),
          ),
        ),
      ),
    );
  }

  #possible(): Suggestion[] {
    const { text } = this;
    const caret = document.activeElement === this.#area ? this.#area.selectionStart : text.length;
    const open = text.indexOf("(");
    if (open < 0 || caret <= open)
      return this.#actions(open < 0 ? text : text.slice(0, open), open < 0 ? text.length : open);
    const action = text.slice(0, open).trim();
    const given = new Set([...text.matchAll(/[(,]\s*"?(\w+)"?\s*=/g)].map(([, name]) => name));
    const end = text.lastIndexOf(")") > open ? text.lastIndexOf(")") : text.length;
    const typed = /[(,]\s*(\w*)$/.exec(text.slice(0, Math.min(caret, end)));
    const seen = new Set<string>();
    return this.#shapes
      .filter((shape) => shape.action === action || shape.action.endsWith("*"))
      .flatMap((shape) => shape.args)
      .flatMap((arg) => {
        if (given.has(arg.name) || seen.has(arg.name) || !/^\w+$/.test(arg.name)) return [];
        if (typed !== null && !arg.name.startsWith(typed[1]!)) return [];
        seen.add(arg.name);
        const label = `${arg.name}${arg.optional ? "?" : ""} ${arg.limits}`.trim();
        const value = `${arg.name} = ${sampleFor(arg.limits)}`;
        if (typed !== null && typed[1] !== "")
          return [{ label, from: caret - typed[1]!.length, to: caret, text: value }];
        return [{ label, from: end, to: end, text: /[(,]\s*$/.test(text.slice(0, end)) ? value : `, ${value}` }];
      });
  }

  #actions(typed: string, to: number): Suggestion[] {
    const actions = new Set(this.#shapes.map((shape) => shape.action).filter((action) => action !== "*"));
    return [...actions]
      .filter((action) => action.startsWith(typed.trim()) && action !== typed.trim())
      .map((action) => {
        const isPrefix = action.endsWith("*");
        const text = isPrefix ? action.slice(0, -1) : this.text.includes("(") ? action : `${action}()`;
        return { label: isPrefix ? action : `${action}(…)`, from: 0, to, text };
      });
  }

  #take(suggestion: Suggestion | undefined): void {
    if (suggestion === undefined) return;
    const { from, to, text } = suggestion;
    this.#area.value = this.text.slice(0, from) + text + this.text.slice(to);
    const caret = from + text.length - (text.endsWith("()") ? 1 : 0);
    this.#area.focus();
    this.#area.setSelectionRange(caret, caret);
    this.changed();
  }
}
