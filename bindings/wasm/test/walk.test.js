// The steps that sign, at once and in two halves, by keys that are here and by somebody who is asked.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DeputeError,
  Endorsement,
  Key,
  Presentation,
  RevocationList,
  Token,
  delegate,
  diff,
  endorse,
  mint,
  narrow,
  parseGrant,
  prepareDelegate,
  prepareEndorse,
  prepareMint,
  preparePresent,
  present,
  printGrant,
  revoke,
  unverifiedChanges,
  unverifiedRemarks,
  webCryptoSigner,
} from "depute";
import {
  alice,
  book,
  booker,
  failed,
  flight,
  mallory,
  planner,
  presented,
  thrown,
  trip,
  trusting,
} from "../cast/people.js";

const everything = { from: alice, to: planner, allow: "*(..)" };
/** A key of WebCrypto that nobody can take out, and the same as somebody who is asked. */
const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
const carol = await webCryptoSigner(pair);
const sign = async (toSign, key = pair.privateKey) => new Uint8Array(await crypto.subtle.sign("Ed25519", key, toSign));

test("a chain of keys in WebCrypto is minted, delegated, presented and allowed", async () => {
  assert.equal(pair.privateKey.extractable, false);
  const root = await mint({ from: carol, to: carol, allow: "*(..)", depth: 2 });
  const held = await delegate(root, { from: carol, to: carol, allow: "flights.book(price <= 400, ..)" });
  const verifier = trusting({ trust: { name: "carol", key: carol, allow: "*(..)" } });
  const judged = async (price) => verifier.authorize(await present(held, flight(price), { key: carol }), flight(price));
  assert.equal((await judged(390)).allowed, true);
  assert.equal((await judged(450)).code, "arg_above_limit");
});

test("the halves of each step make what the whole makes", async () => {
  const root = prepareMint({ from: carol, to: carol, allow: "*(..)", depth: 1 });
  assert.equal(root.signer, carol.did);
  const token = root.finish(await sign(root.toSign));
  const link = prepareDelegate(token, { to: carol, allow: "flights.book(..)" });
  const below = link.finish(await sign(link.toSign));
  const call = preparePresent(below, flight(390));
  const proof = call.finish((await sign(call.toSign)).buffer);
  const approval = prepareEndorse(below, flight(390), { key: carol, audience: "local" });
  assert.ok(approval.finish(await sign(approval.toSign)) instanceof Endorsement);
  assert.deepEqual([link.signer, call.signer, approval.signer], [carol.did, carol.did, carol.did]);
  const verifier = trusting({ trust: { name: "carol", key: carol, allow: "*(..)" } });
  assert.equal(verifier.authorize(proof, flight(390)).allowed, true);
});

test("a half that is finished is over, with the wrong signature too", async () => {
  const prepared = () => prepareMint({ from: carol, to: carol, allow: "*(..)" });
  const once = prepared();
  const signature = await sign(once.toSign);
  assert.ok(once.finish(signature) instanceof Token);
  assert.deepEqual(
    [thrown(() => once.finish(signature)).code, thrown(() => once.finish(signature)).code],
    ["usage", "usage"],
  );
  const wrong = prepared();
  assert.equal(thrown(() => wrong.finish(new Uint8Array(63))).code, "value_invalid");
  assert.equal(thrown(() => wrong.finish(signature)).code, "usage");
  const kept = prepared();
  assert.equal(thrown(() => kept.finish("00")).code, "value_invalid", "what is no signature at all uses nothing up");
  assert.ok(kept.finish(await sign(kept.toSign)) instanceof Token);
});

test("bytes that were changed before signing make no token", async () => {
  const changed = prepareMint({ from: carol, to: carol, allow: "*(..)" });
  changed.toSign[40] ^= 1;
  assert.equal(thrown.call(null, () => changed.finish(new Uint8Array(64))).code.startsWith("signature"), true);
  const other = prepareMint({ from: carol, to: carol, allow: "*(..)" });
  const toSign = other.toSign.slice();
  toSign[40] ^= 1;
  const signature = await sign(toSign);
  assert.equal(thrown(() => other.finish(signature)).code, "signature_invalid");
});

test("a signer that lies, throws or gives no bytes is told apart", async () => {
  const other = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const code = async (signer, options = {}) =>
    (await failed(mint({ from: { did: carol.did, ...signer }, to: planner, allow: "*(..)", ...options }))).code;
  assert.equal(await code({ sign: (toSign) => sign(toSign, other.privateKey) }), "signature_invalid");
  assert.equal(await code({ sign: () => new Uint8Array(64) }), "signature_form");
  for (const nothing of [undefined, null, "sig", {}, { length: 2 ** 40 }, [1, 2]])
    assert.equal(await code({ sign: () => nothing }), "signer_failed");
  const down = new Error("the HSM is asleep");
  const error = await failed(
    mint({ from: { did: carol.did, sign: () => Promise.reject(down) }, to: planner, allow: "*(..)" }),
  );
  assert.deepEqual([error.code, error.cause], ["signer_failed", down]);
  assert.ok((await mint({ from: { did: carol.did, sign }, to: planner, allow: "*(..)" })) instanceof Token);
});

test("who is not the holder signs nothing below a token", async () => {
  assert.equal(
    thrown(() => delegate(trip, { from: mallory, to: mallory, allow: "flights.search(..)" })).code,
    "not_holder",
  );
  assert.equal(thrown(() => present(book, flight(1), { key: mallory })).code, "not_holder");
  assert.equal((await failed(present(book, flight(1), { key: carol }))).code, "not_holder");
  assert.ok(present(book, flight(1), { key: booker }) instanceof Presentation);
});

test("a key or a signer is wanted, and nothing that looks like one", () => {
  for (const from of [undefined, null, 5, "alice", { did: alice.did }, { did: 5, sign }]) {
    assert.ok(thrown(() => mint({ ...everything, from })) instanceof DeputeError, String(from));
  }
});

test("wider is refused, with a call that shows it", () => {
  const error = thrown(() => delegate(book, { from: booker, to: mallory, allow: "flights.book(price <= 900, ..)" }));
  assert.deepEqual(
    [error.name, error.code, error.link, error.example],
    ["DeputeError", "widens", 2, '{"action":"flights.book","args":{"to":"SFO","price":900}}'],
  );
  assert.match(error.hint, /^ask for at most 400, or ask did:key:/);
  assert.ok(delegate(book, { from: booker, to: mallory, allow: "flights.book(price <= 100, ..)" }) instanceof Token);
});

test("every term arrives in the link, and each has its form", () => {
  const at = Date.UTC(2026, 10, 24, 12) / 1000;
  const token = mint({
    from: alice,
    to: planner,
    allow: ["a.b(x <= 5)", "c.d(..)"],
    budget: ["calls <= 3"],
    grant: "allow e.f(..)\nbudget calls <= 9",
    audience: ["one"],
    until: "2026-11-24T13:00:00+01:00",
    notBefore: new Date((at - 60) * 1000),
    depth: 3,
    intent: "book a flight",
    agent: "planner",
    agentType: "supervised",
    subject: "ann@acme.example",
    task: "T-1",
    organization: "acme",
    environment: "test",
    now: at - 120,
  });
  const [{ id: _, issuer, holder, ...link }] = token.unverified.links;
  assert.deepEqual([issuer, holder], [alice.did, planner.did]);
  assert.deepEqual(link, {
    subject: "ann@acme.example",
    issued_at: "2026-11-24T11:58:00Z",
    clauses: ["e.f(..)", "a.b(x <= 5)", "c.d(..)"],
    budgets: ["calls <= 9", "calls <= 3"],
    audiences: ["one"],
    not_before: "2026-11-24T11:59:00Z",
    expires: "2026-11-24T12:00:00Z",
    may_delegate: 3,
    intent: "book a flight",
    agent: "planner",
    agent_type: "supervised",
    task: "T-1",
    organization: "acme",
    environment: "test",
    evidence: null,
  });
});

test("a term that is mistyped is refused, and never left out", () => {
  for (const term of ["budgets", "notbefore", "audiences", "expires"]) {
    const error = thrown(() => mint({ ...everything, [term]: "calls <= 1" }));
    assert.deepEqual([error.code, error.message], ["usage", `mint has no \`${term}\``]);
  }
  assert.equal(mint({ ...everything, budget: "calls <= 1" }).unverified.links[0].budgets[0], "calls <= 1");
});

test("a polluted prototype adds no term, no option and no time", () => {
  Object.assign(Object.prototype, { grant: "allow *(..)", depth: 9, now: 0, startHere: true, skew: 300, lift: "x" });
  try {
    const token = mint({ from: alice, to: planner, allow: "a.b(..)" });
    const [{ clauses, may_delegate, issued_at }] = token.unverified.links;
    assert.deepEqual([clauses, may_delegate, issued_at > "2026"], [["a.b(..)"], 0, true]);
    assert.equal(trusting().check(presented(390), flight(390)).allowed, true);
    assert.equal(revoke({ key: alice, statements: [{ key: planner }] }).unverified.statements[0].target.kind, "key");
  } finally {
    for (const name of ["grant", "depth", "now", "startHere", "skew", "lift"]) delete Object.prototype[name];
  }
});

test("times are whole seconds, dates or RFC 3339, and durations as people write them", () => {
  const expires = (options) => mint({ ...everything, now: 1_795_000_000, ...options }).unverified.links[0].expires;
  assert.equal(expires({ ttl: 60 }), expires({ ttl: "60s" }));
  assert.equal(expires({ until: 1_795_000_060 }), expires({ until: new Date(1_795_000_060_999) }));
  assert.equal(expires({ until: "2026-11-18t12:07:40.5z" }), "2026-11-18T12:07:40Z");
  for (const ttl of [NaN, -1, 1.5, Infinity, "", "15", "soon", null, {}, 2 ** 60])
    assert.ok(thrown(() => expires({ ttl })) instanceof DeputeError, String(ttl));
  for (const until of [
    NaN,
    "tomorrow",
    "2026-11-18",
    "2026-11-18T12:07:40",
    "2026-02-30T00:00:00Z",
    "1",
    new Date(NaN),
    null,
    {},
    Date.now(),
  ]) {
    assert.ok(thrown(() => expires({ until })) instanceof DeputeError, String(until));
  }
  assert.deepEqual(thrown(() => expires({ ttl: 60, until: 1_795_000_060 })).code, "usage");
});

test("half a surrogate pair is in no text of a token", () => {
  for (const line of ["intent", "task", "agent", "audience", "subject"]) {
    assert.equal(thrown(() => mint({ ...everything, [line]: "T-\ud83d" })).code, "value_invalid", line);
    assert.ok(mint({ ...everything, [line]: "T-\ud83d\ude00" }) instanceof Token, line);
  }
});

test("a sub-agent in one step does its task, hands less on, and forgets its key", () => {
  const agent = narrow(trip, planner, { allow: "flights.book(price <= 300, ..)" });
  const verifier = trusting();
  assert.equal(verifier.authorize(agent.present(flight(300)), flight(300)).allowed, true);
  assert.equal(verifier.authorize(agent.present(flight(301)), flight(301)).code, "arg_above_limit");
  const search = narrow(trip, planner, { allow: "flights.book(price <= 300, ..)", depth: 1 }).narrow({
    allow: "flights.book(price <= 5, ..)",
  });
  assert.equal(verifier.check(search.present(flight(6)), flight(6)).link, 3);
  agent.key.free();
  assert.equal(thrown(() => agent.present(flight(300))).code, "usage");
  assert.equal(thrown(() => narrow(trip, planner, { allow: "x.y(..)" })).code, "widens");
});

test("an approval is signed for one call, and counts once it is carried", () => {
  const root = mint({ from: alice, to: booker, allow: `flights.book(..) needs approval(1 of ["${mallory.did}"])` });
  const verifier = trusting();
  const judged = (endorsements, call = flight(390)) =>
    verifier.check(present(root, call, { key: booker, endorsements }), call);
  const missing = judged([]);
  assert.deepEqual([missing.code, missing.approvers], ["approval_missing", [mallory.did]]);
  assert.equal(verifier.checkEndorsable(root, flight(390)).report.needs[0].eligible[0], mallory.did);
  assert.equal(verifier.checkEndorsable(root, { action: "other.thing" }).code, "action_not_granted");
  const approval = endorse(root, flight(390), { key: mallory, audience: "local" });
  for (const carried of [approval, [approval], approval.text]) {
    const verdict = judged(carried);
    assert.deepEqual([verdict.allowed, verdict.endorsements?.[0].signer], [true, mallory.did]);
  }
  assert.equal(judged(approval, flight(391)).code, "approval_missing");
  assert.equal(
    thrown(() => endorse(root, flight(1), { key: mallory, audience: "local", ttl: "2h" })).code,
    "limit_exceeded",
  );
  assert.equal(thrown(() => endorse(root, flight(1), { key: mallory })).code, "value_invalid");
});

test("a list revokes, by keys that are here or elsewhere, and the next one lifts", async () => {
  const verifier = trusting({
    revocations: "local list",
    trust: { name: "alice", key: alice, allow: "*(..)", listKeys: [alice] },
  });
  const first = revoke({ key: alice, statements: [{ key: booker }, { key: mallory }] });
  assert.equal(verifier.check(presented(390), flight(390)).allowed, true);
  assert.equal(verifier.addList(first), 2);
  const denied = verifier.check(presented(390), flight(390));
  assert.deepEqual([denied.code, denied.link], ["revoked", 2]);
  const lifted = revoke({ key: alice, after: first, statements: [{ lift: first.unverified.statements[0].id }] });
  assert.equal(verifier.addList(lifted.text), 1);
  assert.equal(verifier.check(presented(390), flight(390)).allowed, true);
  assert.equal(thrown(() => verifier.addList(first)).code, "list_rolled_back");

  const both = await revoke({
    key: carol,
    statements: [
      { task: "T-1", root: alice, by: alice },
      { authorizer: null, root: carol },
      { organization: "acme", root: carol },
    ],
    nextUpdate: "7d",
  });
  assert.ok(both instanceof RevocationList);
  assert.deepEqual(
    both.unverified.statements.map(({ target, signer }) => [target.kind, signer === carol.did]),
    [
      ["task", false],
      ["authorizer", true],
      ["organization", true],
    ],
  );
  const down = { did: carol.did, sign: () => Promise.reject(new Error("no")) };
  assert.equal((await failed(revoke({ key: down, statements: [{ key: planner }] }))).code, "signer_failed");
  assert.equal((await failed(revoke({ key: down }))).code, "signer_failed");
});

test("a statement is about one thing, and says all of it", () => {
  const code = (statement) => thrown(() => revoke({ key: alice, statements: [statement] })).code;
  assert.equal(code({}), "usage");
  assert.equal(code({ key: planner, task: "T-1", root: alice }), "usage");
  assert.equal(code({ key: planner, root: alice }), "usage");
  assert.equal(code({ task: "T-1" }), "value_invalid");
  assert.equal(code({ link: "00" }), "value_invalid");
  assert.equal(code({ lift: "0".repeat(64) }), "value_invalid");
  assert.equal(code({ keys: [planner] }), "usage");
});

test("what travels is read from its text and its bytes, and shown unverified", () => {
  const approval = endorse(book, flight(1), { key: mallory, audience: "local" });
  const list = revoke({ key: alice });
  for (const [Kind, one] of [
    [Token, book],
    [Presentation, presented(1)],
    [Endorsement, approval],
    [RevocationList, list],
  ]) {
    assert.equal(Kind.parse(one.text).text, one.text);
    assert.equal(Kind.fromBytes(one.bytes).text, one.text);
    assert.equal(Kind.fromBytes(Buffer.from(one.bytes)).text, one.text);
    assert.equal(`${one}${JSON.stringify({ one })}`, `${one.text}{"one":"${one.text}"}`);
    assert.equal(one.unverified.verified, false);
    assert.throws(() => (one.text = "x"), TypeError);
    for (const bad of [undefined, null, 5, {}, "", one.text.slice(0, -2), ` ${one.text}`, `${one.text}\n`])
      assert.ok(thrown(() => Kind.parse(bad)) instanceof DeputeError);
    for (const bad of [
      undefined,
      null,
      "x",
      [1],
      { length: 2 ** 40 },
      new Uint8Array(),
      new Uint16Array(2),
      new DataView(new ArrayBuffer(2)),
      one.bytes.slice(1),
    ]) {
      assert.ok(thrown(() => Kind.fromBytes(bad)) instanceof DeputeError);
    }
  }
  const proof = presented(1);
  assert.equal(proof.header, proof.text);
});

test("tokens are taken as objects and as texts alike, and nothing else is", () => {
  for (const token of [book, book.text, { text: book.text }])
    assert.ok(present(token, flight(1), { key: booker }) instanceof Presentation);
  for (const token of [undefined, null, 5, {}, [], { text: 5 }, presented(1)])
    assert.ok(thrown(() => present(token, flight(1), { key: booker })) instanceof DeputeError);
});

test("changes and remarks of a token are told", () => {
  assert.deepEqual(
    unverifiedChanges(book)[1]
      .map(({ text }) => text)
      .includes("price <= 600 → 400"),
    true,
  );
  assert.deepEqual(
    unverifiedRemarks(mint(everything)).map(({ name }) => typeof name),
    ["string"],
  );
  assert.deepEqual(unverifiedRemarks(book), unverifiedRemarks(book.text));
});

test("grants are read, printed and compared", () => {
  assert.deepEqual(parseGrant('allow a.b( x<=5.0 )\nbudget calls<=3\nttl 1h\ndepth 2\naud "one"'), {
    allow: ["a.b(x <= 5)"],
    budget: ["calls <= 3"],
    audience: ["one"],
    ttl: 3600,
    depth: 2,
  });
  assert.equal(
    printGrant({ allow: ["a.b( x<=5 )"], budget: "calls<=3", depth: 2 }),
    printGrant("allow a.b(x <= 5)\nbudget calls <= 3\ndepth 2"),
  );
  assert.equal(printGrant(parseGrant("allow a.b(x <= 5)\nttl 1h")), printGrant("allow a.b(x <= 5)\nttl 1h"));
  assert.deepEqual(diff("allow a.b(x <= 5)", { allow: "a.b(x <= 3)" }), {
    firstToSecond: ["x <= 5 → 3"],
    secondToFirst: [],
    onlyFirst: "a.b(x = 5)",
    onlySecond: undefined,
  });
  const fault = thrown(() => parseGrant("allow a.b(x <= 5)\nallow a.b(x <= )"));
  assert.deepEqual([fault.code, fault.at.line], ["grant_syntax", 2]);
});
