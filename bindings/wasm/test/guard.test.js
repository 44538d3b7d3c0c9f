// A guarded function: it runs for what was authorized, with what was checked, and for nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Denied, guard } from "depute";
import { booker, failed, flight, presented, thrown, trusting } from "../cast/people.js";

const guarded = (run, verifier = trusting()) => guard(verifier, "flights.book", run);
const args = (price) => flight(price).args;

test("it receives the arguments and the verdict, and what it returns is handed on", () => {
  const book = guarded(({ to, price }, { holders, call }) => [to, price, holders.at(-1), call.args.price]);
  assert.deepEqual(book(presented(390), args(390)), ["SFO", 390, booker.did, 390]);
});

test("a refusal is thrown and nothing runs", () => {
  let ran = 0;
  const book = guarded(() => (ran += 1));
  const denied = thrown(() => book(presented(450), args(450)));
  assert.ok(denied instanceof Denied);
  assert.deepEqual([denied.code, denied.allowed, ran], ["arg_above_limit", false, 0]);
  book(presented(400), args(400));
  assert.equal(ran, 1);
});

test("arguments other than those signed do not run, and without a proof nothing does", () => {
  const book = guarded(() => assert.fail("it ran"));
  assert.equal(thrown(() => book(presented(390), args(391))).code, "proof_mismatch");
  for (const none of [undefined, null, "", {}, 5])
    assert.ok(["value_invalid", "text_form"].includes(thrown(() => book(none, args(390))).code));
});

test("a proof runs once, also when two use it at the same time", async () => {
  let ran = 0;
  const book = guarded(async () => {
    await null;
    ran += 1;
  });
  const proof = presented(390);
  const ends = await Promise.allSettled([1, 2, 3].map(async () => book(proof, args(390))));
  assert.deepEqual(ends.map((end) => end.reason?.code ?? "ran").sort(), ["proof_replayed", "proof_replayed", "ran"]);
  assert.equal(ran, 1);
});

test("a function that calls its own guard again burns no proof twice", () => {
  const proof = presented(390);
  const seen = [];
  const book = guarded(() => {
    seen.push(thrown(() => book(proof, args(390))).code);
  });
  book(proof, args(390));
  assert.deepEqual(seen, ["proof_replayed"]);
});

test("what was checked stays, whatever becomes of the caller's object meanwhile", async () => {
  const mine = { ...args(390), list: undefined };
  const book = guarded(async (given) => {
    await null;
    return given.price;
  });
  const running = book(presented(390), mine);
  mine.price = 1_000_000;
  assert.equal(await running, 390);
});

test("nobody can change what it receives", () => {
  guarded((given) => {
    assert.ok(Object.isFrozen(given));
    assert.throws(() => (given.price = 1), TypeError);
    assert.equal(given.constructor, undefined);
  })(presented(390), args(390));
});

test("a proxy that shows the judge one price and the function another shows both the first", () => {
  let reads = 0;
  const liar = new Proxy(args(390), {
    getOwnPropertyDescriptor: (target, name) =>
      name === "price" && (reads += 1) > 1
        ? { ...Reflect.getOwnPropertyDescriptor(target, name), value: 1e6 }
        : Reflect.getOwnPropertyDescriptor(target, name),
    get: () => 1e6,
  });
  assert.equal(guarded(({ price }) => price)(presented(390), liar), 390);
});

test("a getter that would give another value is refused, and nothing runs", () => {
  const book = guarded(() => assert.fail("it ran"));
  assert.ok(thrown(() => book(presented(390), { to: "SFO", get price() { return 390; } })).message.startsWith("price is a getter")); // prettier-ignore
});

test("arguments whose reading calls the guard again are judged each by themselves", () => {
  const ran = [];
  const book = guarded(({ price }) => ran.push(price));
  const [inner, outer] = [presented(100), presented(390)];
  book(
    outer,
    new Proxy(args(390), {
      ownKeys(target) {
        book(inner, args(100));
        return Reflect.ownKeys(target);
      },
    }),
  );
  assert.deepEqual(ran, [100, 390]);
});

test("what a function throws is thrown, its promise fails as it failed, and the proof stays burned", async () => {
  const verifier = trusting();
  const proof = presented(390);
  const boom = new Error("full");
  const book = guarded(() => { throw boom; }, verifier); // prettier-ignore
  assert.equal(
    thrown(() => book(proof, args(390))),
    boom,
  );
  assert.equal(verifier.authorize(proof, flight(390)).code, "proof_replayed");
  const later = guarded(() => Promise.reject(boom), verifier);
  assert.equal(await failed(later(presented(390), args(390))), boom);
});

test("`this` is no way in", () => {
  const book = guarded(function () { return this; }); // prettier-ignore
  assert.equal(book.call({ admin: true }, presented(390), args(390)), undefined);
});

test("a guard without a function, an action or a verdict is refused", () => {
  assert.equal(thrown(() => guarded(undefined)).code, "usage");
  assert.equal(thrown(() => guard(trusting(), undefined, () => 1)).code, "value_invalid");
  for (const verdict of [undefined, {}, { allowed: "yes" }, Promise.resolve({ allowed: true }), { allowed: 1 }]) {
    const book = guarded(() => assert.fail("it ran"), { authorize: () => verdict ?? {} });
    assert.equal(thrown(() => book(presented(390), args(390))).code, "internal");
  }
});
