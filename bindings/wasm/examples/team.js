// An agent that hands its work to two sub-agents. Each can do less than it can, and all of them draw on one budget.
import { Key, Verifier, mint, narrow } from "depute";

/** Alice lets a planner make two calls; the planner lets others make them. */
export function team() {
  const [alice, planner] = [Key.generate(), Key.generate()];

  // Whoever runs the tools: a process of its own in earnest. It is there before the token is, since it refuses a budget
  // of which something may have been used before it began to count.
  const verifier = new Verifier({
    audience: "local",
    trust: { name: "alice", key: alice, allow: "flights.*(..)" },
    revocations: "none",
    names: { planner },
  });

  const trip = mint({
    from: alice, to: planner, ttl: "1h", depth: 1, budget: "calls <= 2", task: "T-1042",
    allow: ["flights.search(..)", 'flights.book(to = "SFO", price <= 600)'],
  });

  // A key of its own for each, gone with the agent. What `narrow` does not say stays as the planner has it.
  const scout = narrow(trip, planner, { allow: "flights.search(..)", ttl: "10m" });
  const booker = narrow(trip, planner, { allow: "flights.book(price <= 400, ..)", ttl: "10m" });

  /** @param {typeof scout} agent @param {string} action @param {object} args */
  const verdictOn = (agent, action, args) => verifier.authorize(agent.present({ action, args }), { action, args });
  return { scout, booker, verdictOn };
}

export async function main() {
  const { scout, booker, verdictOn } = team();
  for (const [name, agent, action, args] of /** @type {const} */ ([
    ["scout", scout, "flights.search", { to: "SFO" }],
    ["scout", scout, "flights.book", { to: "SFO", price: 390 }],
    ["booker", booker, "flights.book", { to: "SFO", price: 390 }],
    ["scout", scout, "flights.search", { to: "SFO" }],
  ])) {
    const verdict = verdictOn(agent, action, args);
    console.log(name, action, verdict.allowed ? "allowed" : verdict.message);
  }
}

if (process.argv[1] === import.meta.filename) await main();

// Prints:
//   scout flights.search allowed
//   scout flights.book action_not_granted at link 2 of 2: the action flights.book is not granted by planner
//   booker flights.book allowed
//   scout flights.search budget_exhausted at link 1 of 2: budget calls <= 2; 2 of 2 calls used, 1 asked, set by alice
