/** Statements, lists of them, and which of them count for a chain (revocation.md). */

import { Reader, demand, hex, located } from "./encoding.js";
import { refuseTwice } from "./grant.js";
import { readKey } from "./keys.js";
import * as token from "./token.js";

const LIST_BYTES = 1_048_576;
const LIST_NUMBER = 9_007_199_254_740_991n;
const LIST_SECS = 2_592_000;
const STATEMENTS = 4_096;
const STATEMENTS_SEEN = 65_536;
const SKEW_SECS = 300;

const LINK = 0;
const KEY = 1;
const TASK = 2;
const ORGANIZATION = 3;
const AUTHORIZER = 4;
const LIFT = 5;

/** What a statement is about: an id or a key, and the text of a task, an organization or a `sub`. */
type Target = { kind: number; named: string; text?: string };

interface Statement extends token.Signed {
  id: string;
  signer: string;
  target: Target;
}

interface List extends token.Signed {
  id: string;
  key: string;
  number: bigint;
  iat: number;
  next: number;
  statements: Statement[];
}

/** What of a chain and its trust entry decides about standing. */
export type Standing = { token: token.Token; ids: string[]; revokers: string[] };

/** "Statements": a target. */
function readTarget(reader: Reader): Target {
  const members = reader.array();
  demand(members === 2 || members === 3, "value_invalid");
  const kind = Number(reader.uint());
  demand(kind <= LIFT, "field_unknown");
  const withText = kind === TASK || kind === ORGANIZATION || (kind === AUTHORIZER && members === 3);
  demand(members === (withText ? 3 : 2), "value_invalid");
  const named = hex(kind === LINK || kind === LIFT ? token.readFixed(reader, 32) : readKey(reader));
  if (!withText) return { kind, named };
  return { kind, named, text: kind === AUTHORIZER ? token.readSubject(reader) : token.readLine(reader) };
}

/** "Statements": one of them. */
function readStatement(reader: Reader): Statement {
  const signed = token.readEnvelope(reader);
  const read: { signer?: string; iat?: number; target?: Target } = {};
  token.readPayload(
    signed.payload,
    (payload) => [
      [1, () => (read.signer = hex(readKey(payload)))],
      [6, () => (read.iat = token.readTime(payload))],
      [token.MANDATE, () => (read.target = readTarget(payload))],
    ],
    () => token.present(read.signer, read.iat, read.target),
  );
  const id = hex(token.idOf("revocation", signed, token.externalAad("revocation")));
  return { ...signed, id, signer: read.signer as string, target: read.target as Target };
}

/** "Lists", field 2: the statements of a list. */
function readStatements(reader: Reader): Statement[] {
  const count = reader.array();
  demand(count <= STATEMENTS, "limit_exceeded");
  const statements: Statement[] = [];
  const seen = new Set<string>();
  while (statements.length < count) {
    const statement = readStatement(reader);
    refuseTwice(seen, statement.id);
    statements.push(statement);
  }
  return statements;
}

function readListNumber(reader: Reader): bigint {
  const number = reader.uint();
  demand(number > 0n, "value_invalid");
  demand(number <= LIST_NUMBER, "limit_exceeded");
  return number;
}

/** "Lists": how one is read. */
export function readList(bytes: Uint8Array): List {
  demand(bytes.length <= LIST_BYTES, "limit_exceeded");
  const reader = new Reader(bytes);
  demand(token.readVersion(reader) === 2, "value_invalid");
  const read: Partial<List> & token.Signed = token.readEnvelope(reader);
  token.readPayload(
    read.payload,
    (payload) => [
      [1, () => (read.key = hex(readKey(payload)))],
      [4, () => (read.next = token.readTime(payload))],
      [6, () => (read.iat = token.readTime(payload))],
      [
        token.MANDATE,
        () => {
          payload.fields([
            [1, () => (read.number = readListNumber(payload))],
            [2, () => (read.statements = readStatements(payload))],
          ]);
          token.present(read.number, read.statements);
        },
      ],
    ],
    () => {
      token.present(read.key, read.next, read.iat, read.number);
      const life = (read.next as number) - (read.iat as number);
      demand(life > 0, "value_invalid");
      demand(life <= LIST_SECS, "limit_exceeded");
    },
  );
  reader.end();
  return { ...(read as List), id: hex(token.idOf("list", read, token.externalAad("list"))) };
}

/** "What a verifier remembers". */
export class Memory {
  readonly #newest = new Map<string, List>();
  readonly #ids = new Set<string>();
  /** The statements by the key or id that they name. */
  readonly #about = new Map<string, Statement[]>();

  /** A list is taken in whole or not at all; `listKeys` are those that trust entries name, or null if the operator chose it. */
  takeIn(bytes: Uint8Array, listKeys: string[] | null, now: number): void {
    const list = readList(bytes);
    demand(listKeys === null || listKeys.includes(list.key), "list_untrusted");
    demand(token.isSignedBy(list.key, list, token.externalAad("list")), "signature_invalid");
    demand(list.iat <= now + SKEW_SECS, "issued_in_future");
    const newest = this.#newest.get(list.key);
    demand(newest === undefined || list.number >= newest.number, "list_rolled_back");
    demand(list.number !== newest?.number || list.id === newest.id, "list_forked");
    for (const statement of list.statements) {
      const genuine = token.isSignedBy(statement.signer, statement, token.externalAad("revocation"));
      demand(genuine, "signature_invalid");
    }
    const added = list.statements.filter(({ id }) => !this.#ids.has(id));
    demand(this.#ids.size + added.length <= STATEMENTS_SEEN, "limit_exceeded");
    this.#newest.set(list.key, list);
    for (const statement of added) {
      this.#ids.add(statement.id);
      this.#about.set(statement.target.named, [...this.#naming(statement.target.named), statement]);
    }
  }

  #naming(named: string): Statement[] {
    return this.#about.get(named) ?? [];
  }

  /** "Fresh": a list of this key, under a staleness and a skew. */
  isFresh(listKey: string, staleness: number, skew: number, now: number): boolean {
    const list = this.#newest.get(listKey);
    return list !== undefined && list.iat <= now + skew && now <= list.iat + staleness + skew && now < list.next + skew;
  }

  /** "The step", after the lists are fresh. */
  judgeChain(chain: Standing): void {
    const [root] = chain.token;
    const targets: Target[] = [
      { kind: AUTHORIZER, named: root.iss, ...(root.sub !== undefined && { text: root.sub }) },
    ];
    if (root.organization !== undefined) targets.push({ kind: ORGANIZATION, named: root.iss, text: root.organization });
    if (root.task !== undefined) targets.push({ kind: TASK, named: root.iss, text: root.task });
    const owners = [root.iss, ...chain.revokers];
    const judge = (link: number, target: Target, standing: string[]): void =>
      located(null, link, () => demand(!this.#revokes(target, standing, chain), "revoked"));
    targets.forEach((target) => judge(1, target, owners));
    chain.token.forEach(({ holder }, index) => {
      const standing = [...owners, ...chain.token.slice(0, index + 1).map((link) => link.holder)];
      judge(index + 1, { kind: LINK, named: chain.ids[index] as string }, standing);
      judge(index + 1, { kind: KEY, named: holder }, standing);
    });
  }

  /** "Standing", the last paragraph: an approver whom a clause of a link names; link zero is 0. */
  isApproverRevoked(key: string, link: number, chain: Standing): boolean {
    const above = chain.token.slice(0, Math.max(link - 1, 0)).map(({ holder }) => holder);
    const standing = [key, chain.token[0].iss, ...above, ...chain.revokers];
    return this.#revokes({ kind: KEY, named: key }, standing, chain, link === 0);
  }

  /** Whether a statement about this target, by one who has standing, is not lifted. */
  #revokes(target: Target, standing: string[], chain: Standing, linkZero = false): boolean {
    return this.#naming(target.named).some(
      (statement) =>
        statement.target.kind === target.kind &&
        statement.target.text === target.text &&
        standing.includes(statement.signer) &&
        !this.#isLifted(statement, chain, linkZero),
    );
  }

  /** "Lifts". */
  #isLifted(statement: Statement, chain: Standing, linkZero: boolean): boolean {
    const { target, signer } = statement;
    const [{ iss: root }] = chain.token;
    return this.#naming(statement.id).some(({ target: { kind }, signer: lifter }) => {
      if (kind !== LIFT || target.kind === LINK) return false;
      const itself = target.kind === KEY || (target.kind === AUTHORIZER && target.text === undefined);
      if (itself && target.named === lifter) return false;
      if (linkZero && lifter === root) return signer === root;
      if (chain.revokers.includes(signer)) return chain.revokers.includes(lifter);
      return lifter === signer || lifter === root;
    });
  }
}
