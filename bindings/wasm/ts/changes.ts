import { ask } from "./engine.js";
import type { Change, RemarkReport } from "./report.js";
import { tokenText } from "./steps.js";
import type { Token } from "./token.js";

/** What each link of a token took away from what the links above it left, root first. Nothing of it is verified. */
export function unverifiedChanges(token: Token | string): Change[][] {
  return JSON.parse(ask((engine) => engine.unverifiedChanges(tokenText(token)))) as Change[][];
}

/** What is legal and worth a second look in a token's last link, such as a clause for every action. */
export function unverifiedRemarks(token: Token | string): RemarkReport[] {
  return JSON.parse(ask((engine) => engine.unverifiedRemarks(tokenText(token)))) as RemarkReport[];
}
