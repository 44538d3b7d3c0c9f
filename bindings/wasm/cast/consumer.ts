// A program of somebody who uses the package, compiled and never run: what must not compile says so.
import {
  Call,
  Denied,
  DeputeError,
  Key,
  Token,
  Trust,
  Verifier,
  delegate,
  endorse,
  guard,
  mint,
  present,
  presentFetch,
  prepareMint,
  revoke,
  webCryptoSigner,
  type Allowed,
  type Args,
  type Prepared,
  type Presentation,
  type RevocationList,
  type Signer,
  type Value,
  type Verdict,
} from "depute";
import { authorizeRequest, type Answer } from "depute/verify";

declare const signer: Signer, key: Key, either: Key | Signer, verifier: Verifier, verdict: Verdict;
type Is<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <A, B>(_: Is<A, B>): void => {};

// A key signs at once, a signer later, and one of the two gives one of the two.
const terms = { to: key, allow: "*(..)" };
const now = mint({ ...terms, from: key }),
  later = mint({ ...terms, from: signer }),
  sometime = mint({ ...terms, from: either });
is<typeof now, Token>(true);
is<typeof later, Promise<Token>>(true);
is<typeof sometime, Token | Promise<Token>>(true);
is<ReturnType<typeof delegate>, Token | Promise<Token>>(true);
const prepared: Prepared<Token> = prepareMint({ ...terms, from: key.did });
const shown: Presentation | Promise<Presentation> = present(now, { action: "a.b" }, { key: either });
const lists: RevocationList = revoke({ key });
const promised: Promise<RevocationList> = revoke({ key, statements: [{ key: "did:key:z6Mk", by: signer }] });
export const made = [
  prepared,
  shown,
  lists,
  promised,
  endorse(now, { action: "a.b" }, { key, audience: "x" }),
  webCryptoSigner,
];

// A verdict is allowed or denied, and says in each case what that case has.
if (verdict.allowed) {
  is<typeof verdict, Allowed>(true);
  const price: Value | undefined = verdict.call.args["price"];
  // @ts-expect-error an allowed call has no fix
  verdict.fix;
  // @ts-expect-error nobody changes what was checked
  verdict.call.args["price"] = price ?? null;
} else {
  is<typeof verdict, Denied>(true);
  const fix: string | undefined = verdict.fix;
  // @ts-expect-error nothing may run on a denial
  verdict.call.args;
  if (fix !== undefined) throw verdict;
}
const answer = authorizeRequest(verifier, { method: "GET", target: "/", headers: [] }, { action: "a.b" });
if (!answer.allowed) is<typeof answer, Answer>(true);

// A guard hands over values, and gives what its function gives.
const book = guard(
  verifier,
  "flights.book",
  async (args: Args, { holders }) => [args["price"], holders.length] as const,
);
const ran: Promise<readonly [Value | undefined, number]> = book("dptp1_", { price: 5 });
export const told = [ran, presentFetch({ token: now, key: either, audiences: {} })];

// What is wanted is wanted.
// @ts-expect-error a verifier says how it learns of revocations
new Verifier({ audience: "local", trust: { name: "a", key, allow: "*(..)" } });
// @ts-expect-error and who it is
new Verifier({ trust: { name: "a", key, allow: "*(..)" }, revocations: "none" });
// @ts-expect-error there is no such way
new Verifier({ audience: "local", trust: { name: "a", key, allow: "*(..)" }, revocations: "off" });
// @ts-expect-error a limit whose name is mistyped
mint({ from: key, to: key, allow: "*(..)", budgets: "calls <= 1" });
// @ts-expect-error an entry allows something
new Trust({ name: "a", key });
// @ts-expect-error who delegates is said
delegate(now, { to: key, allow: "*(..)" });
// @ts-expect-error a call is no text
present(now, "a.b()", { key });
// @ts-expect-error statements below a root say below which
revoke({ key, statements: [{ task: "T-1" }] });
// @ts-expect-error keys are made by Key.generate, fromSeed and parse
new Key();
// @ts-expect-error tokens are made by mint and parse
new Token("dpt1_");
// @ts-expect-error the engine's handle is nobody's
key.secret;
// @ts-expect-error nor is what the package keeps to itself
Token.made("dpt1_");

{
  using short = Key.generate();
  using judge = verifier;
  Call.of({ action: short.did, args: { at: judge.audience, n: 5n, u: undefined } });
}
// @ts-expect-error an error has a code
new DeputeError("x");
const error: Error = new DeputeError({ code: "usage", message: "x" });
export const code: string | undefined = error instanceof DeputeError ? error.code : undefined;
