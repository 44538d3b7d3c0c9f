/** What is shown as a part of the address that no browser sends: `#t=TOKEN&c=CALL`. */
import { secretIn } from "./secret.js";

export interface Shared {
  text: string;
  call: string | undefined;
}

export function linkTo({ text, call }: Shared): string {
  const parts = new URLSearchParams({ t: text });
  if (call !== undefined && call !== "") parts.set("c", call);
  return `${location.href.replace(/#.*$/s, "")}#${parts}`;
}

/** What the address carries. A secret in it is taken out of the address at once, and given only to be refused. */
export function shared(): Shared | undefined {
  const parts = new URLSearchParams(location.hash.slice(1));
  const text = parts.get("t");
  if (text === null) return undefined;
  if (secretIn(`${text} ${parts.get("c") ?? ""}`) !== undefined) forget();
  return { text, call: parts.get("c") ?? undefined };
}

/** The address no longer says what is shown. */
export function forget(): void {
  if (location.hash !== "") history.replaceState(null, "", location.href.replace(/#.*$/s, ""));
}
