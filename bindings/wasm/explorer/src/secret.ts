/** Secrets, which have no business in a page: recognised anywhere in a text, so that they are never kept. */

const SECRETS = [
  [/dptsk1_/i, "a Depute secret key"],
  [/-----\s*BEGIN [A-Z0-9 ]*PRIVATE KEY/i, "a private key in PEM"],
  [/"d"\s*:\s*"[A-Za-z0-9_-]{20,}"/, "a private key in JWK"],
] as const;

/** What kind of secret is in a text, if there is one. */
export function secretIn(text: string): string | undefined {
  return SECRETS.find(([pattern]) => pattern.test(text))?.[1];
}
