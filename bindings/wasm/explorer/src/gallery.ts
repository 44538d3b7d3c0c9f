import { h } from "./dom.js";
import { attacks } from "./scenes/attacks.js";
import { examples } from "./scenes/examples.js";
import type { Scene } from "./scenes/scene.js";

/** The scenes as two lists of buttons. */
export class Gallery {
  readonly #buttons = new Map<string, HTMLButtonElement>();

  constructor(place: HTMLElement, open: (scene: Scene) => void) {
    for (const [title, scenes] of [
      ["Examples", examples],
      ["Attacks", attacks],
    ] as const) {
      const items = scenes.map((scene) => {
        const button = h(
          "button",
          { type: "button", id: `scene-${scene.id}`, "aria-pressed": "false", onclick: () => open(scene) },
          h("span", { class: "title" }, scene.title),
          h("span", { class: "sentence" }, scene.sentence),
        );
        this.#buttons.set(scene.id, button);
        return h("li", {}, button);
      });
      place.append(h("h2", {}, title), h("ul", {}, ...items));
    }
  }

  mark(scene: Scene | undefined): void {
    for (const [id, button] of this.#buttons) button.setAttribute("aria-pressed", String(id === scene?.id));
  }
}

export const first = examples[0]!;
