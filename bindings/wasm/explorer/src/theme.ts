const THEMES = ["system", "light", "dark"] as const;

/** A button that goes through the themes. The choice lasts as long as the page: nothing is stored. */
export function themeButton(button: HTMLElement): void {
  let at = 0;
  button.addEventListener("click", () => {
    at = (at + 1) % THEMES.length;
    document.documentElement.dataset.theme = THEMES[at];
    button.textContent = `Theme: ${THEMES[at]}`;
  });
}
