// Trust, policies, verdicts and the ledger of the process.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  Budget,
  Clause,
  Denied,
  DeputeError,
  Key,
  Trust,
  Verifier,
  bytesOfDid,
  delegate,
  didOfBytes,
  explain,
  mint,
  parseBudget,
  parseClause,
  present,
  revoke,
  verifySignature,
} from "depute";
import * as everything from "depute";
import * as verifyOnly from "depute/verify";
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

const now = Math.floor(Date.now() / 1000);

test("an allowed verdict says by whose authority, through whose hands, and what must run", () => {
  const verdict = trusting().check(presented(390), flight(390));
  assert.equal(verdict.allowed, true);
  assert.deepEqual(verdict.authorizer, { key: alice.did });
  assert.deepEqual(
    [verdict.trustEntry, verdict.holders, verdict.links.length, verdict.revocation],
    ["alice", [planner.did, booker.did], 2, verdict.report.revocation],
  );
  assert.deepEqual([verdict.owed, verdict.endorsements, { ...verdict.call.args }], [[], [], { to: "SFO", price: 390 }]);
  assert.throws(() => (verdict.call = {}), TypeError);
});

test("a denial says what would have to change, and a stranger is told its code alone", () => {
  const denied = trusting().check(presented(450), flight(450));
  assert.ok(denied instanceof Denied && denied instanceof DeputeError && denied instanceof Error);
  const { code, step, link, links, authenticated, argument, value, limit, setBy, fix, status, holders } = denied;
  assert.deepEqual(
    { code, step, link, links, authenticated, argument, value, limit, setBy, status },
    {
      code: "arg_above_limit",
      step: "grants",
      link: 2,
      links: 2,
      authenticated: true,
      argument: "price",
      value: "450",
      limit: "<= 400",
      setBy: { key: planner.did },
      status: 403,
    },
  );
  assert.equal(fix, "ask planner for a token with price <= 450 (planner may grant up to 600)");
  assert.deepEqual(
    [denied.hint, holders.length, denied.message],
    [fix, 2, `arg_above_limit at link 2 of 2: ${denied.fault}`],
  );
  assert.ok(denied.forModel.length <= 200 && !denied.forModel.includes("planner"));
  assert.deepEqual(denied.problem, denied.report);
  assert.deepEqual(JSON.parse(JSON.stringify(denied)), { allowed: false, ...denied.report });

  const stranger = trusting().check(
    present(mint({ from: mallory, to: booker, allow: "*(..)" }), flight(1), { key: booker }),
    flight(1),
  );
  assert.deepEqual(
    [stranger.code, stranger.problem],
    ["root_untrusted", { code: "root_untrusted", authenticated: false }],
  );
  assert.deepEqual([stranger.authorizer, stranger.holders, stranger.status], [undefined, [], 401]);
});

test("checking counts nothing, authorizing burns the proof and takes the charge", () => {
  const token = mint({ from: alice, to: booker, allow: "flights.book(..)", budget: "calls <= 1" });
  const verifier = trusting();
  const proof = present(token, flight(1), { key: booker });
  const another = present(token, flight(1), { key: booker });
  assert.deepEqual(
    verifier.check(proof, flight(1)).owed.map(({ link, budget, amount }) => [link, budget, amount]),
    [[1, "calls <= 1", "1"]],
  );
  assert.equal(verifier.check(proof, flight(1)).allowed, true);
  assert.equal(verifier.authorize(proof, flight(1)).allowed, true);
  assert.equal(verifier.authorize(proof, flight(1)).code, "proof_replayed");
  assert.equal(verifier.authorize(another, flight(1)).code, "budget_exhausted");
});

test("a sum is taken from its budget", () => {
  const token = mint({ from: alice, to: booker, allow: "flights.book(..)", budget: "sum price <= 500" });
  const verifier = trusting();
  const paid = (price) => verifier.authorize(present(token, flight(price), { key: booker }), flight(price));
  assert.deepEqual(
    [paid(300).allowed, paid(201).code, paid(200).allowed, paid(1).code],
    [true, "budget_exhausted", true, "budget_exhausted"],
  );
});

test("what a ledger may have forgotten is refused, unless somebody answers for it", () => {
  const proof = presented(390, { now: now - 20 });
  assert.equal(trusting({ started: now }).authorize(proof, flight(390), { now }).code, "issued_before_ledger");
  assert.equal(trusting({ started: now, startHere: true }).authorize(proof, flight(390), { now }).allowed, true);
  assert.equal(trusting({ started: now - 60 }).authorize(proof, flight(390), { now }).allowed, true);
});

test("several entries, with several keys each, trust what each of them says", () => {
  const verifier = trusting({
    trust: [
      { name: "alice", key: [alice, { key: mallory, until: now - 60 }], allow: "flights.book(..)" },
      {
        name: "acme",
        key: { key: planner, from: now - 3600 },
        allow: ["a.b(x <= 5)", Clause.parse("c.d(..)")],
        speaksFor: ['at "acme.example"', "bob"],
      },
    ],
  });
  const judged = (from, call, terms = {}) =>
    verifier.check(present(mint({ from, to: booker, allow: "*(..)", ...terms }), call, { key: booker }), call);
  const verdict = judged(planner, { action: "c.d" }, { subject: "ann@acme.example" });
  assert.deepEqual([verdict.authorizer, verdict.trustEntry], [{ entry: "acme", subject: "ann@acme.example" }, "acme"]);
  assert.equal(judged(alice, flight(1)).trustEntry, "alice");
  assert.equal(judged(alice, { action: "a.b" }).code, "action_not_granted");
  assert.equal(judged(planner, { action: "a.b", args: { x: 6 } }, { subject: "bob" }).setBy.verifier, "acme");
  assert.equal(judged(planner, { action: "c.d" }, { subject: "eve@other.example" }).allowed, false);
  assert.equal(judged(mallory, flight(1)).code, "root_interval");
});

test("trust is what it was when it was read", () => {
  const entry = { name: "alice", key: [alice], allow: ["flights.search(..)"] };
  const trust = new Trust(entry);
  entry.allow.push("*(..)");
  entry.key.push(mallory);
  const verifier = trusting({ trust });
  assert.equal(verifier.check(presented(390), flight(390)).code, "action_not_granted");
  const forged = present(
    mint({ from: mallory, to: booker, allow: "*(..)" }),
    { action: "flights.search" },
    { key: booker },
  );
  assert.equal(verifier.check(forged, { action: "flights.search" }).code, "root_untrusted");
});

test("faults of trust show where it is written", () => {
  const good = { name: "alice", key: alice, allow: "*(..)" };
  assert.ok(new Trust(good) instanceof Trust);
  for (const bad of [
    { key: [] },
    { key: "did:key:z6Mk" },
    { allow: "*(" },
    { speaksfor: "x" },
    { speaksFor: 'at "' },
    { name: 5 },
    { name: undefined },
    { listKeys: [5] },
    { key: { key: alice, till: 5 } },
    { key: { key: alice, from: "soon" } },
    { revokers: ["x"] },
  ]) {
    assert.ok(thrown(() => new Trust({ ...good, ...bad })) instanceof DeputeError, JSON.stringify(bad));
  }
  for (const none of [undefined, null, 5, "alice", [null]])
    assert.ok(thrown(() => trusting({ trust: none })) instanceof DeputeError);
});

test("empty trust refuses to be trust", () => {
  assert.ok(thrown(() => trusting({ trust: [] })) instanceof DeputeError);
});

test("a verifier says who it is and how it learns of revocations; nothing of that has a default", () => {
  for (const missing of ["audience", "trust", "revocations"])
    assert.ok(thrown(() => trusting({ [missing]: undefined })) instanceof DeputeError, missing);
  assert.match(thrown(() => trusting({ revocations: "off" })).hint, /"local list" or "none"/);
  assert.equal(thrown(() => trusting({ revocations: { required: 60, really: true } })).code, "usage");
});

test("options that are mistyped, out of range or of another type are refused", () => {
  for (const bad of [
    { proofage: 5 },
    { life: "31d" },
    { life: -1 },
    { skew: 301 },
    { skew: NaN },
    { proofAge: "301s" },
    { proofAge: 1.5 },
    { http: "yes" },
    { startHere: 1 },
    { names: { planner: 5 } },
    { lists: [5] },
    { ledger: "x" },
    { started: "x" },
    { started: NaN },
    { revocations: { required: 3601 } },
    { audience: "" },
    { audience: "a\ud800" },
  ]) {
    assert.ok(thrown(() => trusting(bad)) instanceof DeputeError, Object.keys(bad)[0]);
  }
  for (const good of [
    { proofAge: 5 },
    { life: "30d" },
    { skew: 300 },
    { proofAge: "300s" },
    { http: false },
    { names: {} },
    { ledger: alice },
    { started: 0 },
    { revocations: { required: "1h" } },
  ]) {
    assert.ok(trusting(good) instanceof Verifier);
  }
});

test("life, skew and the age of proofs are the verifier's", () => {
  const judged = (options, at) => trusting(options).check(presented(390, { now }), flight(390), { now: at }).code;
  assert.equal(judged({}, now + 89), undefined);
  assert.equal(judged({}, now + 120), "proof_stale");
  assert.equal(judged({ proofAge: "2m" }, now + 120), undefined);
  assert.equal(judged({ skew: 0, proofAge: 1 }, now + 5), "proof_stale");
  assert.equal(judged({ life: "5m" }, now), "life_too_long");
});

test("lists are taken at the start and later, and a required one must be fresh", () => {
  const list = revoke({ key: alice, statements: [{ link: trip.unverified.id }] });
  const trust = { name: "alice", key: alice, allow: "*(..)", listKeys: [alice] };
  const required = { trust, revocations: { required: 60 } };
  assert.equal(trusting(required).check(presented(1), flight(1)).code, "revocation_stale");
  const unrelated = revoke({ key: alice, statements: [{ key: mallory }] });
  const verifier = trusting({ ...required, lists: unrelated });
  assert.equal(verifier.check(presented(1), flight(1)).allowed, true);
  assert.equal(trusting({ ...required, lists: [list.text] }).check(presented(1), flight(1)).code, "revoked");
  assert.equal(thrown(() => trusting({ lists: ["dptr1_x"] })).code, "text_form");
  assert.equal(thrown(() => verifier.addList(list)).code, "list_forked");
  assert.equal(verifier.check(presented(1), flight(1)).allowed, true, "what was known stays");
});

test("a chain is judged without a call, by the same trust", () => {
  const verifier = trusting();
  assert.deepEqual(verifier.checkChain(book).report.holders, [planner.did, booker.did]);
  assert.deepEqual(verifier.checkChain(book.text), verifier.checkChain(book));
  assert.equal(verifier.checkChain(mint({ from: mallory, to: booker, allow: "*(..)" })).code, "root_untrusted");
});

test("whether enough approvals could be had is said before anybody is asked", () => {
  const token = mint({ from: alice, to: booker, allow: `flights.book(..) needs approval(1 of ["${mallory.did}"])` });
  const { endorsable, report } = trusting().checkEndorsable(token, flight(1));
  assert.deepEqual([endorsable, report.needs[0].threshold, report.needs[0].eligible], [true, 1, [mallory.did]]);
});

test("what was received and is no presentation is a refusal, and what is not even a text is an error", () => {
  const verifier = trusting();
  for (const [text, code] of [
    ["", "text_form"],
    ["dptp1_", "text_form"],
    [book.text, "text_form"],
    [alice.exportSecret(), "secret_refused"],
  ]) {
    const denied = verifier.check(text, flight(1));
    assert.deepEqual([denied.allowed, denied instanceof Denied], [false, true], code);
  }
  for (const none of [undefined, null, 5, {}, [], Symbol("x"), () => 1, new Uint8Array(3)]) {
    assert.equal(thrown(() => verifier.check(none, flight(1))).code, "value_invalid");
    assert.equal(thrown(() => verifier.authorize(none, flight(1))).code, "value_invalid");
  }
  for (const at of [null, { now: NaN }, { now: -1 }, { now: "x" }, { Now: 5 }, 5])
    assert.ok(thrown(() => verifier.check(presented(1), flight(1), at)) instanceof DeputeError);
});

test("a verifier and a key that were freed say so, as often as they are asked", () => {
  const verifier = trusting();
  const key = Key.generate();
  for (const one of [verifier, key]) {
    one.free();
    one.free();
  }
  for (let at = 0; at < 10_000; at += 1) {
    assert.equal(thrown(() => verifier.check("dptp1_", flight(1))).code, "usage");
    assert.equal(thrown(() => mint({ from: key, to: key, allow: "*(..)" })).code, "usage");
  }
  assert.equal(thrown(() => key.exportSecret()).code, "usage");
  assert.equal(trusting().check(presented(1), flight(1)).allowed, true);
});

test("`using` frees both", () => {
  const [key, verifier] = [Key.generate(), trusting()];
  key[Symbol.dispose]();
  verifier[Symbol.dispose]();
  assert.equal(thrown(() => key.exportSecret()).code, "usage");
  assert.equal(thrown(() => verifier.addList("x")).code, "usage");
});

test("the verify-only form gives the same verdicts, and signs nothing", () => {
  const verifier = new verifyOnly.Verifier({
    audience: "local",
    trust: { name: "alice", key: alice.did, allow: "*(..)" },
    revocations: "none",
  });
  assert.equal(verifier.authorize(presented(390).text, flight(390)).allowed, true);
  const denied = verifier.check(presented(450), flight(450));
  assert.equal(denied.code, "arg_above_limit");
  assert.ok(denied instanceof Denied, "an error of another copy is known");
  assert.ok(denied instanceof verifyOnly.Denied);
  for (const name of ["Key", "mint", "delegate", "present", "endorse", "revoke"])
    assert.equal(verifyOnly[name], undefined);
});

test("errors are known by their class in every copy, and only they are", async () => {
  class Mine extends DeputeError {}
  const error = thrown(() => delegate(book, { from: booker, to: booker, allow: "x.y(..)" }));
  assert.ok(
    error instanceof DeputeError &&
      error instanceof verifyOnly.DeputeError &&
      !(error instanceof Denied) &&
      !(error instanceof Mine),
  );
  for (const other of [new Error("x"), { name: "Denied", code: "widens" }, null, undefined, 5, "Denied"])
    assert.ok(!(other instanceof DeputeError) && !(other instanceof Denied));
  assert.deepEqual(
    [error.name, `${error}`.startsWith("DeputeError: "), error.stack.includes("verifier.test.js")],
    ["DeputeError", true, true],
  );
  assert.equal(error.toJSON().code, structuredClone(error.toJSON()).code);
  const inline = await import("depute/inline");
  assert.ok((await failed((async () => inline.Token.parse("x"))())) instanceof DeputeError);
});

test("a code explains itself, and what is no code does not", () => {
  assert.deepEqual([explain("widens").http, explain("internal").exit], [403, 1]);
  for (const none of ["", "Widens", "constructor", "__proto__", "widens "]) assert.equal(explain(none), undefined);
});

test("a signature is judged by itself", async () => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  const message = new TextEncoder().encode("message");
  const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", privateKey, message));
  assert.equal(verifySignature(raw, message, signature), undefined);
  assert.equal(thrown(() => verifySignature(raw, message.slice(1), signature)).code, "signature_invalid");
  for (const bad of [undefined, "x", [1], { length: 64 }, new Uint8Array(63)])
    assert.ok(thrown(() => verifySignature(raw, message, bad)) instanceof DeputeError);
});

test("clauses, budgets and public keys are read from texts and bytes alike", () => {
  for (const [Kind, parse, given, canonical] of [
    [Clause, parseClause, "a.b( x<=5.0 )", "a.b(x <= 5)"],
    [Budget, parseBudget, "calls<=3", "calls <= 3"],
  ]) {
    const one = Kind.parse(given);
    assert.deepEqual(
      [one.text, parse(given), `${one}`, JSON.stringify(one)],
      [canonical, canonical, canonical, JSON.stringify(canonical)],
    );
    assert.equal(Kind.fromBytes(one.bytes).text, canonical);
    one.bytes.fill(0);
    assert.equal(Kind.fromBytes(one.bytes).text, canonical, "the bytes are a copy");
    assert.ok(thrown(() => Kind.fromBytes(one.bytes.slice(1))) instanceof DeputeError);
    assert.equal(thrown(() => parse("x(")).code, thrown(() => Kind.parse("x(")).code);
  }
  assert.equal(didOfBytes(bytesOfDid(alice)), alice.did);
  assert.equal(thrown(() => didOfBytes(new Uint8Array(32))).code, "key_invalid");
});

test("the package has these names and no other", () => {
  const verifying = [
    ...[
      "Budget",
      "Call",
      "Clause",
      "Denied",
      "DeputeError",
      "Endorsement",
      "Presentation",
      "RevocationList",
      "Token",
      "Trust",
      "Verifier",
    ],
    ...[
      "answerTo",
      "authorizeRequest",
      "bytesOfDid",
      "didOfBytes",
      "explain",
      "guard",
      "init",
      "initSync",
      "parseBudget",
      "parseClause",
    ],
    ...["presentationIn", "receivedOf", "verifySignature"],
  ];
  const signing = [
    ...[
      "Key",
      "delegate",
      "diff",
      "endorse",
      "mint",
      "narrow",
      "parseGrant",
      "prepareDelegate",
      "prepareEndorse",
      "prepareMint",
    ],
    ...[
      "preparePresent",
      "present",
      "presentFetch",
      "printGrant",
      "revoke",
      "unverifiedChanges",
      "unverifiedRemarks",
      "webCryptoSigner",
    ],
  ];
  const names = (module) =>
    Object.keys(module)
      .filter((name) => name !== "default" && name !== "module.exports")
      .sort();
  assert.deepEqual(names(verifyOnly), verifying.sort());
  assert.deepEqual(names(everything), [...verifying, ...signing].sort());
});
