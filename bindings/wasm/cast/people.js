// Who takes part in these tests, and what they do.
import { Key, Verifier, delegate, mint, present } from "depute";

export const [alice, planner, booker, mallory] = [1, 2, 3, 4].map(() => Key.generate());

/** A verifier of this process that trusts alice with everything. */
export const trusting = (options = {}) =>
  new Verifier({
    audience: "local",
    trust: { name: "alice", key: alice, allow: "*(..)" },
    revocations: "none",
    names: { planner, booker },
    // Before anything here was signed, however slow the machine.
    started: Math.floor(Date.now() / 1000) - 60,
    ...options,
  });

export const trip = mint({
  from: alice,
  to: planner,
  allow: ['flights.book(to = "SFO", price <= 600)', "flights.search(..)"],
  ttl: "1h",
  depth: 2,
});
export const book = delegate(trip, { from: planner, to: booker, allow: "flights.book(price <= 400, ..)" });

export const flight = (price) => ({ action: "flights.book", args: { to: "SFO", price } });
export const presented = (price, options = {}) => present(book, flight(price), { key: booker, ...options });

/** What a function throws. */
export function thrown(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

/** What a promise fails with. */
export async function failed(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing failed");
}
