/** What somebody pasted or dropped. */
import { DeputeError, Endorsement, Presentation, RevocationList, Token } from "depute/inline";
import type { UnverifiedEndorsement, UnverifiedLink, UnverifiedList, UnverifiedPresentation } from "depute/inline";
import { secretIn } from "./secret.js";

export type Read =
  | { kind: "nothing" }
  | { kind: "secret"; what: string }
  | { kind: "refused"; code: string; message: string; hint: string | undefined }
  | { kind: "token"; token: Token; links: UnverifiedLink[] }
  | {
      kind: "presentation";
      presentation: Presentation;
      token: Token;
      report: UnverifiedPresentation;
      links: UnverifiedLink[];
    }
  | { kind: "list"; report: UnverifiedList; text: string }
  | { kind: "endorsement"; report: UnverifiedEndorsement; text: string };

/** Recognises an object by its prefix, and lets the engine read it: what it refuses, it refuses in its own words. */
export function read(source: string): Read {
  const secret = secretIn(source);
  if (secret !== undefined) return { kind: "secret", what: secret };
  const text = source.trim();
  if (text === "") return { kind: "nothing" };
  try {
    if (text.startsWith("dptp1_")) {
      const presentation = Presentation.parse(text);
      const report = presentation.unverified;
      // A presentation is a list: a version, the token, what was signed for the call.
      const token = Token.fromBytes(presentation.bytes.slice(2, 2 + report.token_bytes));
      return { kind: "presentation", presentation, token, report, links: report.links };
    }
    if (text.startsWith("dptr1_")) return { kind: "list", report: RevocationList.parse(text).unverified, text };
    if (text.startsWith("dpte1_")) return { kind: "endorsement", report: Endorsement.parse(text).unverified, text };
    const token = Token.parse(text);
    return { kind: "token", token, links: token.unverified.links };
  } catch (error) {
    if (error instanceof DeputeError)
      return { kind: "refused", code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
}
