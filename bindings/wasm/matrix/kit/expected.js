// What every consumer must come to, whatever runs it.
import { Key, delegate, mint, present } from "../../dist/node.js";

const MESSAGE =
  "arg_above_limit at link 2 of 2: price = 450; limit 400, set by planner. " +
  "Link 1 (alice → planner) would allow it: limit 600.";

/** What `walk` gives. */
export const WALKED = {
  denied: true,
  code: "arg_above_limit",
  message: MESSAGE,
  fix: "ask planner for a token with price <= 450 (planner may grant up to 600)",
  allowed: true,
  ran: 390,
};

/** What `judge` gives for what `toJudge` made. */
export const JUDGED = [MESSAGE, "allowed"];

/** Two presentations for a service that only verifies, one above a limit. */
export function toJudge() {
  const [alice, planner, booker] = [Key.generate(), Key.generate(), Key.generate()];
  const now = 1_800_000_000;
  const trip = mint({
    from: alice,
    to: planner,
    allow: 'flights.book(to = "SFO", price <= 600)',
    ttl: "1h",
    depth: 1,
    now,
  });
  const book = delegate(trip, { from: planner, to: booker, allow: "flights.book(price <= 400, ..)", now });
  const cases = [450, 390].map((price) => {
    const call = { action: "flights.book", args: { to: "SFO", price } };
    return { presentation: present(book, call, { key: booker, now }).text, call };
  });
  const trust = { name: "alice", key: alice.did, allow: "*(..)" };
  return { trust, names: { planner: planner.did, booker: booker.did }, cases, now };
}
