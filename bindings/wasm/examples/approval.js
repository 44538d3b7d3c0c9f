// Above a limit, a person is asked. The agent cannot go on without her signature over this very call.
import { Key, Verifier, endorse, mint, present } from "depute";

/** Pays up to 200 at once, and up to 5000 with the approval of Bea, who works in accounts. */
export function payments() {
  const [alice, agent, bea] = [Key.generate(), Key.generate(), Key.generate()];
  const token = mint({
    from: alice, to: agent, ttl: "1h",
    allow: ["invoices.pay(amount <= 200, ..)", `invoices.pay(amount <= 5000, ..) needs approval(1 of ["${bea.did}"])`],
  });
  const trust = { name: "alice", key: alice, allow: "invoices.*(..)" };
  const verifier = new Verifier({ audience: "local", trust, revocations: "none", names: { bea } });
  return { agent, bea, token, trust, verifier };
}

export async function main() {
  const { agent, bea, token, trust, verifier } = payments();
  const call = { action: "invoices.pay", args: { invoice: "7731", amount: 1200 } };

  const refused = verifier.authorize(present(token, call, { key: agent }), call);
  if (refused.allowed) throw new Error("1200 needs an approval");
  console.log("to the model:", refused.forModel);
  console.log("Bea is to be asked:", refused.approvers.includes(bea.did));

  // Bea's side: what she is shown is the call as it would run, and on whose behalf. Her own verifier vouches for that.
  const hers = new Verifier({ audience: "local", trust, revocations: "none" });
  const asked = hers.checkEndorsable(token, call);
  if (!asked.endorsable) throw asked;
  console.log("Bea is shown:", call.action, JSON.stringify(call.args), "under the trust in", asked.report.trust_entry);
  const approval = endorse(token, call, { key: bea, audience: "local", ttl: "10m" });

  // The approval is for this call below this token, once.
  for (const amount of [1300, 1200, 1200]) {
    const asks = { action: "invoices.pay", args: { invoice: "7731", amount } };
    const verdict = verifier.authorize(present(token, asks, { key: agent, endorsements: [approval] }), asks);
    console.log(amount, verdict.allowed ? "allowed" : verdict.code);
  }
}

if (process.argv[1] === import.meta.filename) await main();

// Prints:
//   to the model: refused (approval_missing): needs approval by 1 more of 1 person; ask for it, then present again
//   Bea is to be asked: true
//   Bea is shown: invoices.pay {"invoice":"7731","amount":1200} under the trust in alice
//   1300 approval_missing
//   1200 allowed
//   1200 endorsement_used
