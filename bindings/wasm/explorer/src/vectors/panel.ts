/** A button that runs the vectors in this page, and what came of it. */
import { at, h } from "../dom.js";
import type { Tally } from "./run.js";

export function vectorsPanel(): void {
  const told = h("span", { class: "hint", role: "status", id: "vectors-told" });
  const button = h("button", { type: "button", id: "run-vectors", onclick: () => void run() }, "Run the test vectors here");
  at("vectors").append(h("div", { class: "row" }, button, told));

  async function run(): Promise<void> {
    button.disabled = true;
    told.textContent = "Unpacking…";
    const [{ runVectors }, { default: packed }] = await Promise.all([import("./run.js"), import("virtual:vectors")]);
    const started = performance.now();
    const tally = await runVectors(await unpacked(packed), (so) => (told.textContent = `${count(so.ran + so.passed)} …`));
    told.textContent = sentence(tally, performance.now() - started);
    told.dataset.wrong = tally.wrong.join(" ");
    button.disabled = false;
  }
}

function sentence({ ran, right, passed, wrong }: Tally, millis: number): string {
  const others = `${count(passed)} others ask for the wire form of single clauses and the like, which the package does not tell.`;
  const result = wrong.length === 0 ? `${count(right)} of ${count(ran)} answered as they must be` : `${count(wrong.length)} of ${count(ran)} answered otherwise: ${wrong.slice(0, 5).join(", ")}`;
  return `${result}, in ${(millis / 1000).toFixed(1)} s. ${others}`;
}

async function unpacked(packed: string): Promise<never> {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as never;
}

function count(number: number): string {
  return number.toLocaleString("en");
}
