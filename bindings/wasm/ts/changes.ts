import { ask } from "./engine.js";
import type { Change, RemarkReport } from "./report.js";
import { tokenText, type Token } from "./token.js";

/** What each link of a token took away from what the links above it left, root first. Nothing of it is verified. */
export function unverifiedChanges(token: Token | string): Change[][] {
  return JSON.parse(asked(token, "unverifiedChanges")) as Change[][];
}

/** What is legal and worth a second look in a token's last link, such as a clause for every action. */
export function unverifiedRemarks(token: Token | string): RemarkReport[] {
  return JSON.parse(asked(token, "unverifiedRemarks")) as RemarkReport[];
}

function asked(token: Token | string, what: "unverifiedChanges" | "unverifiedRemarks"): string {
  const given = tokenText(token);
  return ask((engine) => engine[what](given));
}
