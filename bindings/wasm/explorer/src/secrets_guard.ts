import { secretIn } from "./secret.js";

/** Keeps secrets out of every field: what is pasted or dropped never arrives, and what is typed is taken out. */
export function guardSecrets(refuse: (what: string) => void): void {
  const stop = (event: Event, text: string | null | undefined): void => {
    const what = secretIn(text ?? "");
    if (what === undefined) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    refuse(what);
  };
  document.addEventListener("paste", (event) => stop(event, event.clipboardData?.getData("text")), { capture: true });
  document.addEventListener("drop", (event) => stop(event, event.dataTransfer?.getData("text")), { capture: true });
  document.addEventListener("beforeinput", (event) => stop(event, event.data ?? event.dataTransfer?.getData("text")), {
    capture: true,
  });
  document.addEventListener(
    "input",
    (event) => {
      const field = event.target;
      if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
      const what = secretIn(field.value);
      if (what === undefined) return;
      field.value = "";
      event.stopImmediatePropagation();
      refuse(what);
    },
    { capture: true },
  );
}
