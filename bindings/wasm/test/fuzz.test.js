// No input stops the engine: hostile texts, bytes and numbers to every function of its glue, hostile values to every one of the face.
import assert from "node:assert/strict";
import { test } from "node:test";
import * as depute from "depute";
import { alice, book, booker, flight, mallory, planner, presented, trip, trusting } from "../cast/people.js";
import { glue, instance } from "../cast/glue.js";
import { NUMBERS, VALUES, bytes, dice, text } from "../cast/hostile.js";

const INPUTS = Number(process.env.DEPUTE_FUZZ ?? 200_000);
const SEED = Number(process.env.DEPUTE_FUZZ_SEED ?? 1);
const BATCH = 1_000;

const now = Math.floor(Date.now() / 1000);
const list = depute.revoke({ key: alice, statements: [{ key: mallory }, { task: "T-1", root: alice }] });
const approval = depute.endorse(book, flight(390), { key: mallory, audience: "local" });
const secret = depute.Key.fromSeed(new Uint8Array(32).fill(3)).exportSecret();
const clauses = [
  "*(..)",
  'flights.book(to = "SFO", price <= 600)',
  'a.b(p under "/srv/x", q like "a*b", ..)',
  'a.b(u within "https://a.example/x/")',
  'a.b(n cidr "10.0.0.0/8")',
  'a.b(argv: ["git", ..] and len <= 5)',
  'a.b(m at "acme.example", x in [1, 2], y?)',
  'a.b(o: {x <= 1, ..}, l: [each len <= 20, has "x"], day >= date "2026-12-01")',
  `a.b(..) needs approval(1 of ["${mallory.did}"])`,
];
const grants = [
  `allow ${clauses.join("\nallow ")}\nbudget calls <= 5\nbudget sum price of flights.book <= 600 "USD" per 1d\nttl 1h\ndepth 2\naud "local"`,
  "allow a.b(x <= 5)",
];
const calls = [
  JSON.stringify(flight(390)),
  '{"action":"a.b","args":{"list":[1,2.5,{"x":null}],"t":"é"}}',
  '{"action":"a.b","args":{},"http":{"body":"00","method":"GET","target":"/"}}',
  'flights.book(to = "SFO", price = 450)',
  '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"/srv/x"}}}',
];
const words = [
  "token",
  "presentation",
  "endorsement",
  "list",
  "public-key",
  "secret-key",
  "clause",
  "budget",
  "grant",
  "json",
  "text",
  "mcp",
  "none",
  "local list",
  "required",
  "link",
  "key",
  "task",
  "organization",
  "authorizer",
  "intent",
  "agent",
  "agent_type",
  "subject",
  "environment",
  "15m",
  "1h",
  "90s",
  "widens",
  "local",
  "POST",
  "/v1/x?a=1&b=%41",
  "calls <= 50",
  'at "acme.example"',
  "Depute dptp1_AA",
  "0".repeat(64),
];
const texts = [
  book.text,
  trip.text,
  presented(390).text,
  approval.text,
  list.text,
  secret,
  alice.did,
  mallory.did,
  ...clauses,
  ...grants,
  ...calls,
  ...words,
];
const proofs = [
  presented(390).text,
  presented(450).text,
  depute.present(trip, { action: "flights.search" }, { key: planner, endorsements: approval }).text,
];
const wires = [
  book.bytes,
  presented(390).bytes,
  approval.bytes,
  list.bytes,
  new Uint8Array(8),
  new Uint8Array(16),
  new Uint8Array(32).fill(3),
  new Uint8Array(64),
  new TextEncoder().encode('{"x":1}'),
  ...clauses.map((clause) => depute.Clause.parse(clause).bytes),
  depute.Budget.parse("calls <= 50").bytes,
];

/** What stops an engine, or leaves it in a state that nobody knows. */
const isTrap = (error) => error instanceof WebAssembly.RuntimeError || error instanceof RangeError;

test(`${INPUTS} hostile texts, bytes and numbers to the engine's glue: it refuses, answers on, and its stack has room`, (t) => {
  const roll = dice(SEED);
  const exports = instance();
  const top = exports.__wbindgen_add_to_stack_pointer(0);
  const stack = () => new Uint8Array(exports.memory.buffer, 0, top);
  stack().fill(0xa5);
  // What an argument is: a text (t, of any kind; w, mostly a known word), bytes, a number, a list of texts, a handle.
  const make = {
    t: () => text(roll, texts),
    w: () => (roll.chance(3) ? text(roll, words) : roll.one(words)),
    b: () => bytes(roll, wires),
    n: () => (roll.chance(3) ? now : roll.one(NUMBERS)),
    l: () => Array.from({ length: roll.below(4) }, () => text(roll, texts)),
    f: () => roll.chance(2),
    o: () => (roll.chance(2) ? undefined : make.n()),
    s: () => (roll.chance(2) ? undefined : make.t()),
    h: () => text(roll, roll.chance(4) ? texts : [book.text, trip.text]),
    p: () => text(roll, roll.chance(4) ? texts : proofs),
    c: () => text(roll, roll.chance(4) ? texts : calls),
    e: () => text(roll, roll.chance(4) ? texts : [approval.text]),
    d: () => (roll.chance(8) ? make.t() : roll.one([alice.did, mallory.did])),
    k: () => key,
  };
  const call = (of, name, kinds) => of[name](...[...kinds].map((kind) => make[kind]()));
  const key = glue.SecretKey.fromText(secret);
  const fresh = {
    Terms: () => new glue.Terms(),
    TrustEntries: () => new glue.TrustEntries(),
    ListTerms: () => new glue.ListTerms(roll.chance(2) ? undefined : list.text),
    Verifier: () => {
      const trust = new glue.TrustEntries();
      trust.entry("alice", alice.did);
      trust.allow("*(..)");
      return new glue.Verifier(trust, "local", "none", 0, now - 60);
    },
    Unsigned: () => {
      const terms = new glue.Terms();
      terms.allow("*(..)");
      return roll.chance(2)
        ? terms.mint(key.did(), alice.did, now, new Uint8Array(8))
        : (terms.free(), new glue.ListTerms().prepare(key.did(), now));
    },
  };
  const functions = {
    readCall: "wtt",
    requestCall: "wwtlbf",
    presentationInHeaders: "ll",
    headerOf: "p",
    unverifiedChanges: "h",
    diffGrants: "tt",
    unverifiedRemarks: "h",
    bytesOf: "wt",
    textOf: "wb",
    unverifiedReport: "wt",
    verifySignature: "bbb",
    prepareCall: "hcwnb",
    prepareEndorsement: "hcwdnnb",
    withEndorsement: "pe",
    canonicalText: "wt",
    wireOfText: "wt",
    textOfWire: "wb",
    duration: "w",
    explainCode: "w",
    grantParts: "t",
  };
  const methods = {
    SecretKey: {},
    Terms: {
      allow: "t",
      budget: "t",
      audience: "w",
      grant: "t",
      expiresIn: "n",
      expiresAt: "n",
      startsAt: "n",
      depth: "n",
      line: "wt",
      text: "",
      mint: "ddnb",
      delegate: "hdn",
    },
    TrustEntries: { entry: "tdoo", key: "doo", allow: "t", allowWire: "b", speaksFor: "w", listKey: "d", revoker: "d" },
    ListTerms: { nextUpdateIn: "n", revocation: "dwstn", lift: "dtn", prepare: "dn" },
    Verifier: {
      life: "n",
      skew: "n",
      proofAge: "n",
      ledgerKey: "d",
      http: "",
      startHere: "n",
      name: "dt",
      addList: "tn",
      check: "pcn",
      authorize: "pcn",
      checkChain: "hn",
      checkEndorsable: "hcn",
    },
    Unsigned: { signer: "", toSign: "", finish: "b", sign: "k" },
  };
  const plain = Object.entries(functions).map(
    ([name, kinds]) =>
      () =>
        call(glue, name, kinds),
  );
  const steps = Object.entries(methods)
    .filter(([, own]) => Object.keys(own).length > 0)
    .map(([type, own]) => () => {
      const handle = fresh[type]();
      try {
        // A handle goes through several of its steps, in any order, up to one that uses it up.
        for (let left = 1 + roll.below(5); left > 0 && handle.__wbg_ptr !== 0; left -= 1) {
          const [name, kinds] = roll.one(Object.entries(own));
          quiet(() => dropped(call(handle, name, kinds)));
        }
      } finally {
        if (handle.__wbg_ptr !== 0) handle.free();
      }
    });
  const made = [
    () => dropped(call(glue.SecretKey, "fromSeed", "b")),
    () => dropped(call(glue.SecretKey, "fromText", "t")),
    () => dropped(new glue.ListTerms(make.s())),
    () => dropped(new glue.Verifier(trusted(), make.w(), make.w(), make.n(), make.n())),
  ];
  const trusted = () => {
    const trust = new glue.TrustEntries();
    quiet(() => call(trust, "entry", "tdoo"));
    return trust;
  };
  function dropped(result) {
    if (typeof result?.free === "function" && result.__wbg_ptr !== 0) result.free();
  }
  let refused = 0;
  function quiet(run) {
    try {
      run();
    } catch (error) {
      if (typeof error !== "string") throw error;
      refused += 1;
      assert.equal(typeof JSON.parse(error).code, "string");
    }
  }

  const known = new Set([...Object.keys(functions), ...Object.keys(methods)]);
  const unknown = Object.keys(glue).filter((name) => !name.startsWith("__wb") && !known.has(name));
  assert.deepEqual(unknown, [], "every function of the glue is asked");
  for (const [type, own] of Object.entries(methods)) {
    const has = Object.getOwnPropertyNames(glue[type].prototype).filter(
      (name) => !["constructor", "free", "__destroy_into_raw", "did", "toText", "add", "addSigned"].includes(name),
    );
    assert.deepEqual(
      has.filter((name) => !(name in own)),
      [],
      `every method of ${type} is asked`,
    );
  }

  const kinds = [...plain, ...plain, ...steps, ...made];
  for (let at = 0; at < INPUTS; at += 1) {
    const before = at;
    try {
      quiet(roll.one(kinds));
    } catch (error) {
      assert.fail(`input ${before} of seed ${SEED}: ${error?.stack ?? error}`);
    }
    if (at % BATCH === 0) assert.equal(glue.canonicalText("clause", "a.b( x<=5 )"), "a.b(x <= 5)");
  }
  assert.ok(refused > INPUTS / 4, "most inputs are refused");
  assert.equal(exports.__wbindgen_add_to_stack_pointer(0), top, "the stack is where it was");
  const room = stack().findIndex((byte) => byte !== 0xa5);
  t.diagnostic(
    `stack: ${top - room} of ${top} bytes used at most; ${refused} refused; memory ${exports.memory.buffer.byteLength} bytes`,
  );
  assert.ok(room > top / 4, `only ${room} bytes of the stack were left`);
});

test(`${INPUTS / 2} hostile values to the face: each is taken or refused by an error of ours`, () => {
  const roll = dice(SEED + 1);
  const verifier = trusting();
  const good = presented(390, { now });
  const make = {
    t: () => text(roll, texts),
    b: () => bytes(roll, wires),
    n: () => roll.one(NUMBERS),
    v: () => roll.one(VALUES),
  };
  /** Mostly a value of no fitting type. */
  const any = () => make[roll.one(["t", "b", "n", "v", "v", "v"])]();
  /** The options that are right, with one or two that are not. */
  const spoiled = (options) => {
    const made = { ...options };
    for (let times = roll.below(3); times > 0; times -= 1) made[roll.one(Object.keys(options))] = any();
    return roll.chance(20) ? any() : made;
  };
  const minted = {
    from: alice,
    to: planner,
    allow: "*(..)",
    budget: "calls <= 5",
    grant: "allow a.b(..)",
    ttl: "1h",
    until: undefined,
    notBefore: now,
    depth: 2,
    audience: "local",
    intent: "x",
    agent: "x",
    agentType: "x",
    subject: "x",
    task: "x",
    organization: "x",
    environment: "x",
    now,
  };
  const further = { from: planner, to: booker, allow: "flights.search(..)", ttl: 60, depth: 0, now };
  const policy = {
    audience: "local",
    trust: { name: "alice", key: alice, allow: "*(..)" },
    revocations: "none",
    life: "1h",
    skew: 30,
    proofAge: 60,
    http: false,
    ledger: alice,
    lists: [],
    names: {},
    startHere: false,
    started: now,
  };
  const entry = {
    name: "alice",
    key: [alice, { key: mallory, from: 0, until: now }],
    allow: ["*(..)"],
    speaksFor: "x",
    listKeys: [alice],
    revokers: [alice],
  };
  const sent = { method: "POST", target: "/x", headers: [["depute-presentation", "dptp1_AA"]], body: "{}" };
  const given = (right) => (roll.chance(2) ? right : any());
  const functions = [
    () => depute.mint(spoiled(minted)),
    () => depute.delegate(given(trip), spoiled(further)),
    () =>
      depute.present(
        given(book),
        given(flight(1)),
        spoiled({ key: booker, audience: "local", endorsements: [approval], now }),
      ),
    () => depute.endorse(given(book), given(flight(1)), spoiled({ key: mallory, audience: "local", ttl: 60, now })),
    () => depute.prepareMint(spoiled(minted)),
    () => depute.prepareDelegate(given(trip), spoiled({ to: booker, allow: "flights.search(..)" })),
    () => depute.preparePresent(given(book), given(flight(1)), spoiled({ audience: "local" })),
    () => depute.prepareEndorse(given(book), given(flight(1)), spoiled({ key: mallory, audience: "local" })),
    () => depute.prepareMint(minted).finish(any()),
    () => depute.narrow(given(trip), given(planner), spoiled({ allow: "flights.search(..)" })),
    () => depute.revoke(spoiled({ key: alice, after: list, statements: [{ key: mallory }], nextUpdate: "1d", now })),
    () => depute.revoke({ key: alice, statements: [spoiled({ task: "T-1", root: alice, by: alice })] }),
    () => new depute.Trust(spoiled(entry)),
    () => new depute.Trust({ ...entry, key: spoiled({ key: alice, from: 0, until: now }) }),
    () => new depute.Verifier(spoiled(policy)),
    () => verifier.check(given(good), given(flight(390)), spoiled({ now })),
    () => verifier.authorize(given(good), given(flight(390)), spoiled({ now })),
    () => verifier.checkChain(given(book), spoiled({ now })),
    () => verifier.checkEndorsable(given(book), given(flight(1)), spoiled({ now })),
    () => verifier.addList(any(), spoiled({ now })),
    () => depute.Call.of(any()),
    () => depute.Call.of({ action: given("a.b"), args: any() }),
    () => depute.Call.of({ action: "a.b", args: { x: any(), y: [any()] } }),
    () => depute.Call.fromJson(any()),
    () => depute.Call.parse(any()),
    () => depute.Call.fromMcp(any(), any()),
    () =>
      depute.Call.ofRequest(
        spoiled({ action: "a.b", method: "GET", target: "/", params: { x: "1" }, body: "{}", json: true }),
      ),
    () => depute.presentationIn(any()),
    () =>
      depute.authorizeRequest(
        verifier,
        { ...sent, [roll.one(Object.keys(sent))]: any() },
        spoiled({ action: "a.b", params: {}, json: true }),
      ),
    () =>
      depute.presentFetch(
        spoiled({
          token: book,
          key: booker,
          audiences: { "https://a.example": "x" },
          header: "authorization",
          fetch: () => assert.fail("sent"),
        }),
      ),
    () =>
      depute.guard(
        verifier,
        given("a.b"),
        given(() => 1),
      )(any(), any()),
    ...[
      depute.Token,
      depute.Presentation,
      depute.Endorsement,
      depute.RevocationList,
      depute.Clause,
      depute.Budget,
    ].flatMap((Kind) => [() => Kind.parse(any()), () => Kind.fromBytes(any())]),
    () => depute.Key.parse(any()),
    () => depute.Key.fromSeed(any()),
    () => depute.verifySignature(any(), any(), any()),
    () => depute.didOfBytes(any()),
    () => depute.bytesOfDid(any()),
    () => depute.parseGrant(any()),
    () => depute.printGrant(any()),
    () => depute.printGrant(spoiled({ allow: "*(..)", ttl: 5, depth: 1 })),
    () => depute.diff(any(), any()),
    () => depute.parseClause(any()),
    () => depute.parseBudget(any()),
    () => depute.explain(any()),
    () => depute.unverifiedChanges(any()),
    () => depute.unverifiedRemarks(any()),
    () => depute.initSync(any()),
  ];
  for (let at = 0; at < INPUTS / 2; at += 1) {
    const run = roll.one(functions);
    try {
      const made = run();
      if (typeof made?.then === "function")
        made.then(undefined, (error) => assert.ok(error instanceof depute.DeputeError, error));
      if (made instanceof depute.Verifier) made.free();
    } catch (error) {
      if (isTrap(error) || !(error instanceof depute.DeputeError) || error.code === "internal")
        assert.fail(`input ${at} of seed ${SEED + 1}, ${run}: ${error?.stack}${error?.cause?.stack ?? ""}`);
    }
    if (at % BATCH === 0) assert.equal(verifier.check(good, flight(390), { now }).allowed, true);
  }
});
