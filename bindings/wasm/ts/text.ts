/** Grants as texts, and codes. */
import { text } from "./call.js";
import { ask } from "./engine.js";
import type { CodeReport } from "./report.js";

/** A clause in its canonical text. Refuses what is none. */
export function parseClause(clause: string): string {
  return ask((engine) => engine.canonicalText("clause", text("a clause", clause)));
}

/** A budget in its canonical text. Refuses what is none. */
export function parseBudget(budget: string): string {
  return ask((engine) => engine.canonicalText("budget", text("a budget", budget)));
}

/** What a code means and what to do about it. `undefined`: there is no such code. */
export function explain(code: string): CodeReport | undefined {
  const report = ask((engine) => engine.explainCode(text("a code", code)));
  return report === undefined ? undefined : (JSON.parse(report) as CodeReport);
}
