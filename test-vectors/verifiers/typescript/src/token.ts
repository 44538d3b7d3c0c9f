/** Envelopes, links, tokens, proofs, endorsements and presentations as they are read (token.md). */

import { digest } from "./call.js";
import { type Fields, Reader, byteLength, compareTexts, demand, encode, hex, located, refuse } from "./encoding.js";
import type { Budget, Clause } from "./clause.js";
import { GrantReader } from "./grant.js";
import { isSignature, judgeSignature, readKey } from "./keys.js";
import { characters, judgeText } from "./operators.js";

const PRESENTATION_BYTES = 49_152;
const TOKEN_BYTES = 32_768;
const LINK_BYTES = 4_096;
const LINKS = 16;
const ENDORSEMENTS = 8;
const ENDORSEMENT_BYTES = 1_024;
const AUDIENCES = 8;
const AUDIENCE_BYTES = 256;
const SUBJECT_BYTES = 256;
const CONTEXT_CHARS = 200;
const DEPTH = 15;
const TIME_SECS = 253_402_300_800n;
export const LIFE_SECS = 2_592_000;
const ENDORSEMENT_LIFE_SECS = 3_600;

/** The private-use claim that holds everything of Depute's own. */
export const MANDATE = -65_537;

const PROTECTED = Buffer.from("a10132", "hex");

/** A signed object as received; keys are hexadecimal texts, so that they can be compared. */
export type Signed = { payload: Uint8Array; signature: Uint8Array };

export interface Link extends Signed {
  audiences?: string[];
  exp?: number;
  nbf?: number;
  holder: string;
  clauses: Clause[];
  depth?: number;
  budgets: Budget[];
}

export interface Root extends Link {
  iss: string;
  sub?: string;
  audiences: string[];
  exp: number;
  iat: number;
  task?: string;
  organization?: string;
}

export type Token = [Root, ...Link[]];

export interface Proof extends Signed {
  audience: string;
  iat: number;
}

export interface Endorsement extends Signed {
  signer: string;
  audience: string;
  exp: number;
  iat: number;
}

export type Presentation = { token: Token; proof: Proof; endorsements: Endorsement[] };

// "Envelope"

/** A COSE_Sign1 up to its signature; what the payload holds is read afterwards. */
export function readEnvelope(reader: Reader): Signed {
  demand(reader.array() === 4, "envelope_invalid");
  demand(PROTECTED.equals(reader.byteString()), "envelope_invalid");
  demand(reader.map() === 0, "envelope_invalid");
  return { payload: reader.byteString(), signature: judgeSignature(reader.byteString()) };
}

/** external_aad: the deterministic CBOR of a kind's name, 1, and the ids that it binds. */
export function externalAad(kind: string, ...ids: Uint8Array[]): Uint8Array {
  return encode([`depute/${kind}`, 1, ...ids]);
}

/** What a signature covers; the payload as received. */
function sigStructure(signed: Signed, aad: Uint8Array): Uint8Array {
  return encode(["Signature1", PROTECTED, aad, signed.payload]);
}

export function isSignedBy(key: string, signed: Signed, aad: Uint8Array): boolean {
  return isSignature(Buffer.from(key, "hex"), sigStructure(signed, aad), signed.signature);
}

/** "Ids". */
export function idOf(kind: string, signed: Signed, aad: Uint8Array): Uint8Array {
  return digest(`depute v1 ${kind} id`, sigStructure(signed, aad));
}

/** A link's id, and the external_aad that its signature is over. */
export type Identity = { id: Uint8Array; aad: Uint8Array };

/** "Ids": from the root on, each id being part of the external_aad of the next link. */
export function identitiesOf(token: Token): Identity[] {
  const identities: Identity[] = [];
  for (const link of token) {
    const parent = identities[identities.length - 1];
    const aad = parent === undefined ? externalAad("root") : externalAad("link", parent.id);
    identities.push({ id: idOf("link", link, aad), aad });
  }
  return identities;
}

// The fields of payloads, "Links"

/** Reads a payload as an input of its own; `judge` is asked after its map and before bytes that follow. */
export function readPayload(payload: Uint8Array, fields: (reader: Reader) => Fields, judge: () => void): void {
  const reader = new Reader(payload);
  reader.fields(fields(reader));
  judge();
  reader.end();
}

/** The fields that are not optional, in the order in which missing ones are judged. */
export function present(...values: unknown[]): void {
  demand(!values.includes(undefined), "field_missing");
}

export function readTime(reader: Reader): number {
  const time = reader.uint();
  return time >= TIME_SECS ? refuse("limit_exceeded") : Number(time);
}

/** A byte string of a fixed length. */
export function readFixed(reader: Reader, length: number): Uint8Array {
  const bytes = reader.byteString();
  return bytes.length === length ? bytes : refuse("value_invalid");
}

export function judgeAudience(audience: string): string {
  return judgeText(audience, audience !== "", byteLength(audience), AUDIENCE_BYTES);
}

/** `aud`: a text when there is one, an array when there are several. */
function readAudiences(reader: Reader): string[] {
  const item = reader.textOrArray();
  if (typeof item === "string") return [judgeAudience(item)];
  demand(item >= 2, "value_invalid");
  demand(item <= AUDIENCES, "limit_exceeded");
  const audiences: string[] = [];
  while (audiences.length < item) {
    const before = audiences[audiences.length - 1];
    const audience = judgeAudience(reader.text());
    const order = before === undefined ? -1 : compareTexts(before, audience);
    demand(order < 0, order === 0 ? "duplicate_item" : "value_invalid");
    audiences.push(audience);
  }
  return audiences;
}

export function readSubject(reader: Reader): string {
  const subject = reader.text();
  return judgeText(subject, subject !== "" && !subject.startsWith("did:"), byteLength(subject), SUBJECT_BYTES);
}

/** A line of context. */
export function readLine(reader: Reader): string {
  return judgeLine(reader.text());
}

export function judgeLine(line: string): string {
  return judgeText(line, line !== "", characters(line), CONTEXT_CHARS);
}

/** `cnf`: exactly `{1: {1: 1, -1: 6, -2: key}}`. */
function readHolder(reader: Reader): string {
  let holder = "";
  const exactly = (due: number[], read: (key: number) => void): void => {
    const count = reader.map();
    demand(count === due.length, "value_invalid");
    const keys = due.values();
    reader.integerEntries(count, (key) => {
      demand(key === keys.next().value, "value_invalid");
      read(key);
    });
  };
  const readCoseKey = (key: number): void => {
    if (key === -2) holder = hex(readKey(reader));
    else demand(reader.uint() === (key === 1 ? 1n : 6n), "value_invalid");
  };
  exactly([1], () => exactly([1, -1, -2], readCoseKey));
  return holder;
}

function readDepth(reader: Reader): number {
  const depth = reader.uint();
  demand(depth <= DEPTH, "limit_exceeded");
  return Number(depth);
}

/** The mandate, of a root link or of a further one. */
function readMandate(reader: Reader, link: Partial<Root>, isRoot: boolean): void {
  const grants = new GrantReader(reader);
  const ofRoot: Fields = [
    [7, () => (link.task = readLine(reader))],
    [8, () => (link.organization = readLine(reader))],
    [9, () => readLine(reader)],
    [10, () => readEvidence(reader)],
  ];
  reader.fields([
    [1, () => (link.clauses = grants.clauses())],
    [2, () => (link.depth = readDepth(reader))],
    [3, () => (link.budgets = grants.budgets(isRoot))],
    [4, () => readLine(reader)],
    [5, () => readLine(reader)],
    [6, () => readLine(reader)],
    ...(isRoot ? ofRoot : []),
  ]);
  demand(link.clauses !== undefined, "grant_empty");
}

/** Evidence: kind, digest, when, assurance. */
function readEvidence(reader: Reader): true {
  demand(reader.array() === 4, "value_invalid");
  readLine(reader);
  readFixed(reader, 32);
  readTime(reader);
  readLine(reader);
  return true;
}

/** The window by itself, after the missing fields. */
function judgeWindow({ nbf, exp, iat }: Partial<Root>): void {
  demand(nbf === undefined || exp === undefined || nbf < exp, "value_invalid");
  if (iat === undefined) return;
  // Only a root link has an `iat`.
  demand(exp !== undefined, "field_missing");
  demand((nbf === undefined || nbf >= iat) && exp > iat, "value_invalid");
  demand(exp - iat <= LIFE_SECS, "limit_exceeded");
}

/** "Links": one link, the root or a further one. */
function readLink(reader: Reader, isRoot: boolean): Link {
  const start = reader.offset;
  const link: Partial<Root> & Signed = readEnvelope(reader);
  demand(reader.offset - start <= LINK_BYTES, "limit_exceeded");
  let cti: Uint8Array | undefined;
  const ofRoot = (payload: Reader): Fields => [
    [1, () => (link.iss = hex(readKey(payload)))],
    [2, () => (link.sub = readSubject(payload))],
    [6, () => (link.iat = readTime(payload))],
    [7, () => (cti = readFixed(payload, 8))],
  ];
  const fields = (payload: Reader): Fields => [
    [3, () => (link.audiences = readAudiences(payload))],
    [4, () => (link.exp = readTime(payload))],
    [5, () => (link.nbf = readTime(payload))],
    [8, () => (link.holder = readHolder(payload))],
    [MANDATE, () => readMandate(payload, link, isRoot)],
    ...(isRoot ? ofRoot(payload) : []),
  ];
  readPayload(link.payload, fields, () => {
    if (isRoot) present(link.audiences, link.iss, link.iat, cti);
    present(link.holder, link.clauses);
    judgeWindow(link);
  });
  return { ...(link as Link), budgets: link.budgets ?? [] };
}

// "Token, presentation, proof"

/** The head of an array with the version as its first member; answers the number of members. */
export function readVersion(reader: Reader): number {
  const members = reader.array();
  demand(members !== 0, "field_missing");
  return reader.uint() === 1n ? members : refuse("version_unknown");
}

/** Steps 2 to 4 of a token. */
function readLinks(reader: Reader): Token {
  const links = readVersion(reader) - 1;
  demand(links !== 0, "field_missing");
  demand(links <= LINKS, "limit_exceeded");
  const token: Link[] = [];
  while (token.length < links) {
    token.push(located(null, token.length + 1, () => readLink(reader, token.length === 0)));
  }
  return token as Token;
}

export function readToken(bytes: Uint8Array): Token {
  demand(bytes.length <= TOKEN_BYTES, "limit_exceeded");
  const reader = new Reader(bytes);
  const token = readLinks(reader);
  reader.end();
  return token;
}

function readProof(reader: Reader): Proof {
  const proof: Partial<Proof> & Signed = readEnvelope(reader);
  let nonce: Uint8Array | undefined;
  const fields = (payload: Reader): Fields => [
    [3, () => (proof.audience = judgeAudience(payload.text()))],
    [6, () => (proof.iat = readTime(payload))],
    [10, () => (nonce = readFixed(payload, 16))],
  ];
  readPayload(proof.payload, fields, () => present(proof.audience, proof.iat, nonce));
  return proof as Proof;
}

/** "Endorsements": one of them. */
function readEndorsement(reader: Reader): Endorsement {
  demand(reader.array() === 2, "value_invalid");
  demand(reader.uint() === 0n, "field_unknown");
  const endorsement: Partial<Endorsement> & Signed = readEnvelope(reader);
  let nonce: Uint8Array | undefined;
  const fields = (payload: Reader): Fields => [
    [1, () => (endorsement.signer = hex(readKey(payload)))],
    [3, () => (endorsement.audience = judgeAudience(payload.text()))],
    [4, () => (endorsement.exp = readTime(payload))],
    [6, () => (endorsement.iat = readTime(payload))],
    [10, () => (nonce = readFixed(payload, 16))],
  ];
  readPayload(endorsement.payload, fields, () => {
    const { signer, audience, exp, iat } = endorsement;
    present(signer, audience, exp, iat, nonce);
    const life = (exp as number) - (iat as number);
    demand(life > 0, "value_invalid");
    demand(life <= ENDORSEMENT_LIFE_SECS, "limit_exceeded");
  });
  return endorsement as Endorsement;
}

/** "Endorsements": on its way alone. */
export function readLoneEndorsement(bytes: Uint8Array): Endorsement {
  demand(bytes.length <= ENDORSEMENT_BYTES, "limit_exceeded");
  const reader = new Reader(bytes);
  demand(readVersion(reader) === 2, "value_invalid");
  const endorsement = readEndorsement(reader);
  reader.end();
  return endorsement;
}

export function readPresentation(bytes: Uint8Array): Presentation {
  demand(bytes.length <= PRESENTATION_BYTES, "limit_exceeded");
  const reader = new Reader(bytes);
  demand(readVersion(reader) === 4, "value_invalid");
  const start = reader.offset;
  const token = readLinks(reader);
  demand(reader.offset - start <= TOKEN_BYTES, "limit_exceeded");
  const proof = readProof(reader);
  const count = reader.array();
  demand(count <= ENDORSEMENTS, "limit_exceeded");
  const endorsements: Endorsement[] = [];
  while (endorsements.length < count) endorsements.push(readEndorsement(reader));
  reader.end();
  return { token, proof, endorsements };
}
