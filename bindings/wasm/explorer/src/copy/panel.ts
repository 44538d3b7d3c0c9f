/** The code as three tabs, and a button that copies what is shown. */
import { h } from "../dom.js";
import { plan } from "./plan.js";
import { rust } from "./rust.js";
import { shell } from "./shell.js";
import { typescript } from "./typescript.js";
import type { Rung } from "../judge.js";
import type { Names } from "../names.js";

const LANGUAGES = [
  ["cli", "CLI", shell],
  ["rust", "Rust", rust],
  ["typescript", "TypeScript", typescript],
] as const;

export class CopyPanel {
  readonly #code = h("pre", { id: "code", role: "tabpanel", tabindex: "0", "aria-labelledby": "tab-cli" });
  readonly #told = h("span", { class: "hint", role: "status" });
  readonly #tabs: HTMLButtonElement[];
  #codes: string[] = [];
  #at = 0;

  constructor(place: HTMLElement) {
    this.#tabs = LANGUAGES.map(([id, title], index) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          id: `tab-${id}`,
          "aria-controls": "code",
          onclick: () => this.#select(index),
          onkeydown: (event: KeyboardEvent) => this.#move(event, index),
        },
        title,
      ),
    );
    const copy = h("button", { type: "button", id: "copy-code", onclick: () => void this.#copy() }, "Copy");
    place.append(
      h(
        "div",
        { class: "row" },
        h("div", { role: "tablist", "aria-label": "Language", class: "tabs" }, ...this.#tabs),
        this.#told,
        copy,
      ),
      this.#code,
    );
    this.#select(0);
  }

  show(chain: Rung[], call: string, names: Names): void {
    const planned = plan(chain, call, names);
    this.#codes = LANGUAGES.map(([, , write]) => (typeof planned === "string" ? planned : write(planned)));
    this.#told.textContent = "";
    this.#code.textContent = this.#codes[this.#at] ?? "";
  }

  #select(index: number): void {
    this.#at = index;
    this.#tabs.forEach((tab, place) => {
      tab.setAttribute("aria-selected", String(place === index));
      tab.tabIndex = place === index ? 0 : -1;
    });
    this.#code.setAttribute("aria-labelledby", this.#tabs[index]!.id);
    this.#code.textContent = this.#codes[index] ?? "";
    this.#told.textContent = "";
  }

  #move(event: KeyboardEvent, index: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (index + step + LANGUAGES.length) % LANGUAGES.length;
    this.#select(next);
    this.#tabs[next]!.focus();
  }

  async #copy(): Promise<void> {
    this.#told.textContent = (await copied(this.#codes[this.#at] ?? ""))
      ? "Copied."
      : "This browser lets no page copy: select the text instead.";
  }
}

/** Puts a text on the clipboard, and says whether it is there. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
