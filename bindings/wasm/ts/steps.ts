/** The steps that sign: mint, delegate, present, endorse. Each at once, or in two halves. */
import type { Unsigned } from "#glue";
import { Call, text, type CallInput } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError } from "./errors.js";
import { random, type Time } from "./host.js";
import { collected, type Terms } from "./terms.js";
import { lasting, moment } from "./time.js";
import { Key, type Signer } from "./key.js";
import { did, type PublicKey } from "./public_key.js";
import { Endorsement, Presentation, Token } from "./token.js";

/** Who grants what to whom, in a root link. */
export interface MintOptions<By = Key | Signer> extends Terms {
  /** The authorizer's key. */
  from: By;
  /** The key of the first holder. */
  to: PublicKey;
  /** The authorizer's name, where an authority signs for its users. */
  subject?: string | undefined;
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
  endorsements?: readonly (Endorsement | string)[] | undefined;
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
  now?: Time | undefined;
}

/** A step in its first half: have `toSign` signed by the key `signer`, then `finish` it. Good for one signature. */
export interface Prepared<Made> {
  /** Whose signature it must be. */
  readonly signer: string;
  /** The exact bytes to sign with Ed25519 (RFC 8032, not prehashed). */
  readonly toSign: Uint8Array<ArrayBuffer>;
  /** What was made. Refuses a signature that is not the signer's over exactly these bytes. */
  finish(signature: Uint8Array): Made;
}

/** Grants to the first holder: a token of one link. */
export function mint(options: MintOptions<Key>): Token;
export function mint(options: MintOptions<Signer>): Promise<Token>;
export function mint(options: MintOptions): Token | Promise<Token> {
  return signed(minting(options, options.from.did), options.from, Token.made);
}

/** The first half of `mint`. */
export function prepareMint(options: MintOptions<PublicKey>): Prepared<Token> {
  return prepared(minting(options, did("the authorizer's key", options.from)), Token.made);
}

/**
 * Hands a token on, narrower: a token one link longer, and never stronger. Refuses a clause that is wider than what an
 * earlier link allows (`widens`), with a call that shows it, and one that no call could pass (`allows_nothing`).
 *
 * What it extends is not verified: delegating below a forged token gives a forged token, which no verifier accepts.
 */
export function delegate(token: Token | string, options: DelegateOptions<Key>): Token;
export function delegate(token: Token | string, options: DelegateOptions<Signer>): Promise<Token>;
export function delegate(token: Token | string, options: DelegateOptions): Token | Promise<Token> {
  return signed(delegating(token, options), options.from, Token.made);
}

/** The first half of `delegate`. */
export function prepareDelegate(token: Token | string, options: Omit<DelegateOptions, "from">): Prepared<Token> {
  return prepared(delegating(token, options), Token.made);
}

/** Signs one call below a token: a presentation, good for that call at that audience once. */
export function present(token: Token | string, call: CallInput, options: PresentOptions<Key>): Presentation;
export function present(token: Token | string, call: CallInput, options: PresentOptions<Signer>): Promise<Presentation>;
export function present(token: Token | string, call: CallInput, options: PresentOptions): Presentation | Promise<Presentation> {
  return signed(presenting(token, call, options), options.key, presentation(options));
}

/** The first half of `present`. */
export function preparePresent(token: Token | string, call: CallInput, options: Omit<PresentOptions, "key"> = {}): Prepared<Presentation> {
  return prepared(presenting(token, call, options), presentation(options));
}

/**
 * Approves one call below a token. Show whoever approves the arguments as they are, and ask their own verifier first
 * (`Verifier.checkEndorsable`): it says whether the call would be allowed then, and by whose authority.
 */
export function endorse(token: Token | string, call: CallInput, options: EndorseOptions<Key>): Endorsement;
export function endorse(token: Token | string, call: CallInput, options: EndorseOptions<Signer>): Promise<Endorsement>;
export function endorse(token: Token | string, call: CallInput, options: EndorseOptions): Endorsement | Promise<Endorsement> {
  return signed(endorsing(token, call, options, options.key.did), options.key, Endorsement.made);
}

/** The first half of `endorse`. */
export function prepareEndorse(token: Token | string, call: CallInput, options: EndorseOptions<PublicKey>): Prepared<Endorsement> {
  return prepared(endorsing(token, call, options, did("the approver's key", options.key)), Endorsement.made);
}

function minting(options: Omit<MintOptions, "from">, issuer: string): Unsigned {
  const { subject, task, organization, environment } = options;
  const terms = collected(options, { subject, task, organization, environment });
  const [holder, at] = [did("the first holder's key", options.to), moment(options.now)];
  return ask((engine) => terms(engine.Terms).mint(text("the authorizer's key", issuer), holder, at, random(8)));
}

function delegating(token: Token | string, options: Omit<DelegateOptions, "from">): Unsigned {
  const terms = collected(options, {});
  const [holder, at] = [did("the next holder's key", options.to), moment(options.now)];
  return ask((engine) => terms(engine.Terms).delegate(tokenText(token), holder, at));
}

function presenting(token: Token | string, call: CallInput, options: Omit<PresentOptions, "key">): Unsigned {
  const [json, audience] = [Call.of(call).json, text("an audience", options.audience ?? "local")];
  return ask((engine) => engine.prepareCall(tokenText(token), json, audience, moment(options.now), random(16)));
}

function endorsing(token: Token | string, call: CallInput, options: Omit<EndorseOptions, "key">, approver: string): Unsigned {
  const [json, audience, at] = [Call.of(call).json, text("an audience", options.audience), moment(options.now)];
  const expires = at + lasting("the life of an approval", options.ttl ?? 900);
  return ask((engine) => engine.prepareEndorsement(tokenText(token), json, audience, approver, at, expires, random(16)));
}

function presentation(options: Omit<PresentOptions, "key">): (text: string) => Presentation {
  const endorsements = (options.endorsements ?? []).map((endorsement) => text("an endorsement", `${endorsement}`));
  return (made) =>
    Presentation.made(endorsements.reduce((carried, endorsement) => ask((engine) => engine.withEndorsement(carried, endorsement)), made));
}

/** @internal */
export function tokenText(token: Token | string): string {
  return token instanceof Token ? token.text : text("a token", token);
}

function prepared<Made>(unsigned: Unsigned, made: (text: string) => Made): Prepared<Made> {
  return {
    signer: ask(() => unsigned.signer()),
    toSign: ask(() => unsigned.toSign()) as Uint8Array<ArrayBuffer>,
    finish: (signature) => made(ask(() => unsigned.finish(signature))),
  };
}

/** @internal */
export function signed<Made>(unsigned: Unsigned, by: Key | Signer, made: (text: string) => Made): Made | Promise<Made> {
  if (by instanceof Key) return made(ask(() => unsigned.sign(by.secret)));
  return elsewhere(prepared(unsigned, made), by);
}

async function elsewhere<Made>(step: Prepared<Made>, signer: Signer): Promise<Made> {
  if (step.signer !== signer.did) {
    throw new DeputeError({ code: "not_holder", message: `the signing key is ${signer.did}, and ${step.signer} must sign` });
  }
  let signature: Uint8Array;
  try {
    signature = await signer.sign(step.toSign);
  } catch (cause) {
    throw new DeputeError({ code: "signer_failed", message: "the signer gave no signature", cause });
  }
  return step.finish(signature);
}
