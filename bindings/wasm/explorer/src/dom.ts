/** Elements. Texts only ever become text nodes, so that nothing that a token says is taken for markup. */

type Child = Node | string | undefined | false;
type Props = Record<string, string | boolean | ((event: never) => void) | undefined>;

/** An element with attributes, handlers (`onclick`), and children. */
export function h<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === "function") element.addEventListener(key.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** An element that is in the page. */
export function at<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

/** For screen readers alone. */
export function spoken(text: string): HTMLElement {
  return h("span", { class: "spoken" }, text);
}
