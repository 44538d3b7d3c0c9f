// A service that the agents of two companies come to. Each company says what its agents may do, and can open its own
// things alone, since the service says so first: in link zero, the `allow` of a trust entry.
import { Key, mint, presentFetch } from "depute";
import { Verifier } from "depute/verify";
import { service } from "./express.js";
import { listening } from "./listening.js";

const AUDIENCE = "https://pay.example";

/** The service's whole configuration of who comes in. @param {string} acme @param {string} globex */
export function doors(acme, globex) {
  return new Verifier({
    audience: AUDIENCE,
    trust: [
      { name: "acme", key: acme, speaksFor: 'at "acme.example"', allow: 'invoices.*(account = "acme", ..)' },
      { name: "globex", key: globex, speaksFor: 'at "globex.example"', allow: 'invoices.*(account = "globex", ..)' },
    ],
    revocations: "none",
    http: true,
  });
}

/** An agent that acme sends for Kim. Acme was generous: `invoices.pay(..)` names no account. */
export function kimsAgent() {
  const [acme, agent] = [Key.generate(), Key.generate()];
  const allow = "invoices.pay(amount <= 500, ..)";
  const token = mint({ from: acme, to: agent, subject: "kim@acme.example", audience: AUDIENCE, ttl: "15m", allow });
  return { acme, agent, token };
}

export async function main() {
  const { acme, agent, token } = kimsAgent();
  const globex = Key.generate();
  const server = await listening(service(doors(acme.did, globex.did)));
  try {
    const send = presentFetch({ token, key: agent, audiences: { [server.origin]: AUDIENCE } });
    for (const account of ["acme", "globex"]) {
      const params = { account, invoice: "7731" };
      const address = `${server.origin}/v1/${account}/invoices/7731/payments`;
      const answer = await send(address, { action: "invoices.pay", params, json: { amount: 120 } });
      const { for: person, code, link, fault } = await answer.json();
      console.log(answer.status, answer.ok ? `for ${person.subject}` : `${code} at link ${link}: ${fault}`);
    }
  } finally {
    await server.close();
  }
}

if (process.argv[1] === import.meta.filename) await main();

// Prints:
//   201 for kim@acme.example
//   403 arg_not_equal at link 0: account = "globex"; limit = "acme", set by this verifier's trust in acme
