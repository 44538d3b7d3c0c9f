// Taking authority back before it ends by itself: whoever gave it out says so in a signed statement, a list carries the
// statements, and verifiers that were given the list refuse from then on.
import { Key, Verifier, delegate, mint, present, revoke } from "depute";

const call = { action: "flights.search", args: { to: "SFO" } };

/** Alice to a planner, the planner to a booker; and the key by which the lists are published. */
export function chain() {
  const [alice, planner, booker, keeper] = [Key.generate(), Key.generate(), Key.generate(), Key.generate()];
  const first = mint({ from: alice, to: planner, allow: "flights.search(..)", ttl: "1h", depth: 1 });
  const second = delegate(first, { from: planner, to: booker, allow: "flights.search(..)" });
  const verifier = new Verifier({
    audience: "local",
    trust: { name: "alice", key: alice, allow: "flights.*(..)", listKeys: [keeper] },
    // In earnest `{ required: 60 }`: a verifier that has not heard of the keeper for a minute refuses.
    revocations: "local list",
    names: { planner, booker },
  });
  const judged = () => ({
    planner: verifier.authorize(present(first, call, { key: planner }), call),
    booker: verifier.authorize(present(second, call, { key: booker }), call),
  });
  return { alice, planner, keeper, second, verifier, judged };
}

/** @param {ReturnType<ReturnType<typeof chain>["judged"]>} verdicts */
function print({ planner, booker }) {
  console.log("planner", planner.allowed ? "allowed" : `${planner.code} at link ${planner.link}`);
  console.log("booker ", booker.allowed ? "allowed" : `${booker.code} at link ${booker.link}`);
}

export async function main() {
  const { alice, planner, keeper, second, verifier, judged } = chain();
  print(judged());

  // The planner takes back what it gave to the booker: that link, and whatever would stand below it.
  const list = revoke({ key: keeper, statements: [{ by: planner, link: second.unverified.id }] });
  verifier.addList(list);
  print(judged());

  // Alice ends the planner's authority. The next list says both.
  verifier.addList(revoke({ key: keeper, after: list, statements: [{ by: alice, key: planner }] }));
  print(judged());
}

if (process.argv[1] === import.meta.filename) await main();

// Prints:
//   planner allowed
//   booker  allowed
//   planner allowed
//   booker  revoked at link 2
//   planner revoked at link 1
//   booker  revoked at link 1
