// What every consumer does with the package. No imports: it is copied into projects of every kind.

/** Mints, delegates, presents; a denial with its reasons, and an allowed call. */
export function walk({ Denied, Key, Verifier, delegate, mint, present }) {
  const [alice, planner, booker] = [Key.generate(), Key.generate(), Key.generate()];
  const trip = mint({ from: alice, to: planner, allow: 'flights.book(to = "SFO", price <= 600)', ttl: "1h", depth: 1 });
  const book = delegate(trip, { from: planner, to: booker, allow: "flights.book(price <= 400, ..)" });
  const trust = { name: "alice", key: alice, allow: "*(..)" };
  const verifier = new Verifier({ audience: "local", trust, revocations: "none", names: { planner, booker } });
  const judged = (price) => {
    const call = { action: "flights.book", args: { to: "SFO", price } };
    return verifier.authorize(present(book, call, { key: booker }), call);
  };
  const [denied, allowed] = [judged(450), judged(390)];
  return {
    denied: denied instanceof Denied && denied instanceof Error && denied.allowed === false,
    code: denied.code,
    message: denied.message,
    fix: denied.fix,
    allowed: allowed.allowed,
    ran: allowed.call?.args.price,
  };
}

/** Judges what was made elsewhere: all that `depute/verify` can do. */
export function judge({ Verifier }, { trust, names, cases, now }) {
  const verifier = new Verifier({ audience: "local", trust, revocations: "none", names });
  return cases.map(({ presentation, call }) => {
    const verdict = verifier.check(presentation, call, { now });
    return verdict.allowed ? "allowed" : verdict.message;
  });
}
