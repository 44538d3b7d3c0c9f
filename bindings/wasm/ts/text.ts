/** Clauses and budgets as texts, and codes. */
import { text } from "./given.js";
import { ask } from "./engine.js";
import type { CodeReport } from "./report.js";

/** A clause in its canonical text. Refuses what is none. */
export function parseClause(clause: string): string {
  const given = text("a clause", clause);
  return ask((engine) => engine.canonicalText("clause", given));
}

/** A budget in its canonical text. Refuses what is none. */
export function parseBudget(budget: string): string {
  const given = text("a budget", budget);
  return ask((engine) => engine.canonicalText("budget", given));
}

/** What a code of `spec/errors.md` means and what to do about it. `undefined`: there is no such code. */
export function explain(code: string): CodeReport | undefined {
  const name = text("a code", code);
  const report = ask((engine) => engine.explainCode(name));
  return report === undefined ? undefined : (JSON.parse(report) as CodeReport);
}
