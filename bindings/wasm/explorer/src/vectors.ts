/** A button that has every test vector answered in this page, and what came of it. */
import { at, h } from "./dom.js";

export function vectorsPanel(): void {
  const told = h("span", { class: "hint", role: "status", id: "vectors-told" });
  const button = h(
    "button",
    { type: "button", id: "run-vectors", onclick: () => void answerAll() },
    "Run the test vectors here",
  );
  at("vectors").append(h("div", { class: "row" }, button, told));

  async function answerAll(): Promise<void> {
    button.disabled = true;
    told.textContent = "Unpacking…";
    const [{ run }, { default: packed }] = await Promise.all([import("vectors/run.js"), import("virtual:vectors")]);
    const files = await unpacked(packed);
    const differing: string[] = [];
    let [ran, millis] = [0, 0];
    for (const file of files) {
      // Between two files the page can draw, and be used.
      await new Promise((resolve) => setTimeout(resolve));
      const started = performance.now();
      const result = run(file);
      millis += performance.now() - started;
      ran += result.ran;
      differing.push(...result.differing.map(({ id }) => id));
      told.textContent = `${count(ran)} …`;
    }
    told.textContent = `${sentence(ran, differing)}, in ${(millis / 1000).toFixed(1)} s.`;
    button.disabled = false;
  }
}

function sentence(ran: number, differing: string[]): string {
  if (differing.length === 0) return `All ${count(ran)} answered as every verifier must`;
  return `${count(differing.length)} of ${count(ran)} answered otherwise, such as ${differing.slice(0, 3).join(", ")}`;
}

async function unpacked(packed: string): Promise<string[]> {
  const bytes = Uint8Array.from(atob(packed), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text()) as string[];
}

function count(number: number): string {
  return number.toLocaleString("en");
}
