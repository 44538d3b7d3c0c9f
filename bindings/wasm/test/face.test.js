// The package as Node imports it: the walk, its refusals, and what it is handed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Key, Verifier, delegate, mint, present } from "depute";

const [alice, planner, booker] = [Key.generate(), Key.generate(), Key.generate()];
const verifier = () =>
  new Verifier({
    audience: "local",
    trust: { name: "alice", key: alice, allow: "*(..)" },
    revocations: "none",
    names: { planner, booker },
  });
const trip = mint({ from: alice, to: planner, allow: 'flights.book(to = "SFO", price <= 600)', ttl: "1h", depth: 1 });
const book = delegate(trip, { from: planner, to: booker, allow: "flights.book(price <= 400, ..)" });

test("a call within every limit is allowed, and one above says which, and who set it", () => {
  const call = (price) => ({ action: "flights.book", args: { to: "SFO", price } });
  const judged = (price) => verifier().authorize(present(book, call(price), { key: booker }), call(price));
  assert.equal(judged(390).allowed, true);
  const denied = judged(450);
  assert.equal(denied.allowed, false);
  assert.deepEqual([denied.code, denied.link, denied.value, denied.limit], ["arg_above_limit", 2, "450", "<= 400"]);
  assert.deepEqual(denied.setBy, { key: planner.did });
  assert.equal(denied.fix, "ask planner for a token with price <= 450 (planner may grant up to 600)");
});
