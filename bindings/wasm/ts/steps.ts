/** The steps that sign: mint, delegate, present, endorse. Each at once, or in two halves. */
import type { Unsigned } from "#glue";
import { Call, type CallInput } from "./call.js";
import { ask, isReady } from "./engine.js";
import { DeputeError } from "./errors.js";
import { bytes, options, several, text, textOf, usage } from "./given.js";
import { random, type Time } from "./host.js";
import { Key, signing, type Signer, type Signing } from "./key.js";
import { did, type PublicKey } from "./public_key.js";
import { collected, TERMS, type Terms } from "./terms.js";
import { lasting, moment } from "./time.js";
import { Endorsement, Presentation, Token, tokenText } from "./token.js";

/** Who grants what to whom, in a root link. */
export interface MintOptions<By = Key | Signer> extends Terms {
  /** The authorizer's key. */
  from: By;
  /** The key of the first holder. */
  to: PublicKey;
  /** The authorizer's name, where an authority signs for its users. */
  subject?: string | undefined;
  /** Of which task, organization and environment it is: all that is below it can be revoked by one statement on a task or organization. */
  task?: string | undefined;
  organization?: string | undefined;
  environment?: string | undefined;
  /** The time of issue; the clock's unless told otherwise. */
  now?: Time | undefined;
}

/** Who hands what of a token on to whom. */
export interface DelegateOptions<By = Key | Signer> extends Terms {
  /** The key of the present holder. */
  from: By;
  /** The key of the next one. */
  to: PublicKey;
  /** From when `ttl` counts; the clock's time unless told otherwise. */
  now?: Time | undefined;
}

/** Who uses a token, for which verifier. */
export interface PresentOptions<By = Key | Signer> {
  /** The key of the last holder. */
  key: By;
  /**
   * The verifier that it is for: `local` unless told otherwise. It comes from the sender's own configuration, never from a
   * reply: whoever names it can use the proof.
   */
  audience?: string | undefined;
  /** Approvals that the call needs. */
  endorsements?: Endorsement | string | readonly (Endorsement | string)[] | undefined;
  /** When it is signed; the clock's time unless told otherwise. A verifier takes a proof for a minute or so. */
  now?: Time | undefined;
}

/** Who approves a call, and for how long. */
export interface EndorseOptions<By = Key | Signer> {
  /** The key of whoever approves. */
  key: By;
  /** The verifier that the call is meant for. */
  audience: string;
  /** How long the approval counts: 15 minutes unless told otherwise, an hour at most. */
  ttl?: number | string | undefined;
  /** The time of the approval; the clock's unless told otherwise. */
  now?: Time | undefined;
}

/**
 * A step in its first half: have `toSign` signed by the key `signer`, then `finish` it. Good for one signature, the wrong one
 * included.
 */
export interface Prepared<Made> {
  /** Whose signature it must be. */
  readonly signer: string;
  /** The exact bytes to sign with Ed25519 (RFC 8032, not prehashed). */
  readonly toSign: Uint8Array<ArrayBuffer>;
  /** What was made. Refuses a signature that is not the signer's over exactly these bytes. */
  finish(signature: Uint8Array | ArrayBuffer): Made;
}

const MINT = [...TERMS, "from", "to", "subject", "task", "organization", "environment", "now"] as const;
const DELEGATE = [...TERMS, "from", "to", "now"] as const;
const PRESENT = ["key", "audience", "endorsements", "now"] as const;
const ENDORSE = ["key", "audience", "ttl", "now"] as const;

/**
 * Grants to the first holder: a token of one link. Whether a verifier trusts whoever signs is the verifier's to say. Source:
 * `spec/token.md`.
 */
export function mint(options: MintOptions<Key>): Token;
export function mint(options: MintOptions<Signer>): Promise<Token>;
export function mint(options: MintOptions): Token | Promise<Token>;
export function mint(given: MintOptions): Token | Promise<Token> {
  const own = options("mint", given, MINT);
  const by = signing("the authorizer's key", own.from);
  return signed(minting(own, by.did), by, Token.made);
}

/** The first half of `mint`; of the authorizer only the public key is needed. */
export function prepareMint(given: MintOptions<PublicKey>): Prepared<Token> {
  const own = options("mint", given, MINT);
  return prepared(minting(own, did("the authorizer's key", own.from)), Token.made);
}

/**
 * Hands a token on, narrower: a token one link longer, and never stronger. Refuses a clause that is wider than what an
 * earlier link allows (`widens`), with a call that shows it, and one that no call could pass (`allows_nothing`).
 *
 * What it extends is not verified: delegating below a forged token gives a forged token, which no verifier accepts.
 */
export function delegate(token: Token | string, options: DelegateOptions<Key>): Token;
export function delegate(token: Token | string, options: DelegateOptions<Signer>): Promise<Token>;
export function delegate(token: Token | string, options: DelegateOptions): Token | Promise<Token>;
export function delegate(token: Token | string, given: DelegateOptions): Token | Promise<Token> {
  const own = options("delegate", given, DELEGATE);
  return signed(delegating(token, own), signing("the holder's key", own.from), Token.made);
}

/** The first half of `delegate`: whose signature it must be, the token says. */
export function prepareDelegate(token: Token | string, given: Omit<DelegateOptions, "from">): Prepared<Token> {
  return prepared(delegating(token, options("delegate", given, [...TERMS, "to", "now"])), Token.made);
}

/**
 * Signs one call below a token: a presentation, good for that call at that audience once. Whether the call is allowed is not
 * checked here: a refusal comes from the verifier, with its reasons.
 */
export function present(token: Token | string, call: CallInput, options: PresentOptions<Key>): Presentation;
export function present(token: Token | string, call: CallInput, options: PresentOptions<Signer>): Promise<Presentation>;
export function present(
  token: Token | string,
  call: CallInput,
  options: PresentOptions,
): Presentation | Promise<Presentation>;
export function present(
  token: Token | string,
  call: CallInput,
  given: PresentOptions,
): Presentation | Promise<Presentation> {
  const own = options("present", given, PRESENT);
  const made = presentation(own);
  return signed(presenting(token, call, own), signing("the holder's key", own.key), made);
}

/** The first half of `present`: whose signature it must be, the token says. */
export function preparePresent(
  token: Token | string,
  call: CallInput,
  given: Omit<PresentOptions, "key"> = {},
): Prepared<Presentation> {
  const own = options("present", given, ["audience", "endorsements", "now"]);
  const made = presentation(own);
  return prepared(presenting(token, call, own), made);
}

/**
 * Approves one call below a token. Show whoever approves the arguments as they are, and ask their own verifier first
 * (`Verifier.checkEndorsable`): it says whether the call would be allowed then, and by whose authority. Nothing of that is
 * checked here.
 */
export function endorse(token: Token | string, call: CallInput, options: EndorseOptions<Key>): Endorsement;
export function endorse(token: Token | string, call: CallInput, options: EndorseOptions<Signer>): Promise<Endorsement>;
export function endorse(
  token: Token | string,
  call: CallInput,
  options: EndorseOptions,
): Endorsement | Promise<Endorsement>;
export function endorse(
  token: Token | string,
  call: CallInput,
  given: EndorseOptions,
): Endorsement | Promise<Endorsement> {
  const own = options("endorse", given, ENDORSE);
  const by = signing("the approver's key", own.key);
  return signed(endorsing(token, call, own, by.did), by, Endorsement.made);
}

/** The first half of `endorse`; of the approver only the public key is needed. */
export function prepareEndorse(
  token: Token | string,
  call: CallInput,
  given: EndorseOptions<PublicKey>,
): Prepared<Endorsement> {
  const own = options("endorse", given, ENDORSE);
  return prepared(endorsing(token, call, own, did("the approver's key", own.key)), Endorsement.made);
}

function minting(own: Omit<MintOptions, "from">, issuer: string): Unsigned {
  const { subject, task, organization, environment } = own;
  const terms = collected(own, { subject, task, organization, environment });
  const [holder, at] = [did("the first holder's key", own.to), moment(own.now)];
  return ask((engine) => terms(engine.Terms).mint(issuer, holder, at, random(8)));
}

function delegating(token: Token | string, own: Omit<DelegateOptions, "from">): Unsigned {
  const terms = collected(own, {});
  const [above, holder, at] = [tokenText(token), did("the next holder's key", own.to), moment(own.now)];
  return ask((engine) => terms(engine.Terms).delegate(above, holder, at));
}

function presenting(token: Token | string, call: CallInput, own: Omit<PresentOptions, "key">): Unsigned {
  const [below, json, at] = [tokenText(token), Call.of(call).json, moment(own.now)];
  const audience = text("an audience", own.audience ?? "local");
  return ask((engine) => engine.prepareCall(below, json, audience, at, random(16)));
}

function endorsing(
  token: Token | string,
  call: CallInput,
  own: Omit<EndorseOptions, "key">,
  approver: string,
): Unsigned {
  const [below, json, audience, at] = [
    tokenText(token),
    Call.of(call).json,
    text("an audience", own.audience),
    moment(own.now),
  ];
  const expires = at + lasting("the life of an approval", own.ttl ?? 900);
  return ask((engine) => engine.prepareEndorsement(below, json, audience, approver, at, expires, random(16)));
}

function presentation(own: Omit<PresentOptions, "key">): (text: string) => Presentation {
  const endorsements = several(own.endorsements).map((one) => textOf("an endorsement", one));
  return (made) =>
    Presentation.made(
      endorsements.reduce((carried, one) => ask((engine) => engine.withEndorsement(carried, one)), made),
    );
}

function prepared<Made>(unsigned: Unsigned, made: (text: string) => Made): Prepared<Made> {
  let left: Unsigned | undefined = unsigned;
  return Object.freeze({
    signer: ask(() => unsigned.signer()),
    toSign: ask(() => unsigned.toSign()) as Uint8Array<ArrayBuffer>,
    finish: (signature: Uint8Array | ArrayBuffer) => {
      const given = bytes("a signature", signature);
      const step = left;
      left = undefined;
      if (step === undefined) throw usage("the step was finished, and is good for one signature", "prepare it again");
      return made(ask(() => step.finish(given)));
    },
  });
}

/** @internal */
export function signed<Made>(unsigned: Unsigned, by: Signing, made: (text: string) => Made): Made | Promise<Made> {
  if (by.key === undefined) return elsewhere(unsigned, by, made);
  // The step is used up, whatever comes of it.
  return made(freed(unsigned, () => Key.use(by.key as Key, (secret) => unsigned.sign(secret))));
}

async function elsewhere<Made>(unsigned: Unsigned, by: Signing, made: (text: string) => Made): Promise<Made> {
  const signature = await signatureOf(unsigned, by);
  return made(ask(() => unsigned.finish(signature)));
}

/**
 * The signature of somebody who is asked, over what is not signed yet. Without one the step is over.
 *
 * @internal
 */
export async function signatureOf(unsigned: Unsigned, by: Signing): Promise<Uint8Array> {
  try {
    const [signer, toSign] = ask(() => [unsigned.signer(), unsigned.toSign()] as const);
    if (signer !== by.did)
      throw new DeputeError({ code: "not_holder", message: `the signing key is ${by.did}, and ${signer} must sign` });
    return await by.sign(toSign);
  } catch (error) {
    release(unsigned);
    throw error;
  }
}

/**
 * Gives a handle back where it was not used up: a loop that never waits never collects any.
 *
 * @internal
 */
export function freed<T>(handle: Handle, use: () => T): T {
  try {
    return use();
  } catch (error) {
    release(handle);
    throw error;
  }
}

/** @internal */
export function release(handle: Handle): void {
  // An engine that stopped frees nothing, and the fault that stopped it is the one to tell.
  if ((handle as { __wbg_ptr?: number }).__wbg_ptr !== 0 && isReady()) handle.free();
}

type Handle = { free(): void };
