// An agent that calls a service over HTTP: each request is signed as the call that it is, and a refusal is told to the
// model in a sentence that it can act on.
import { Key, mint, presentFetch } from "depute";
import { Verifier } from "depute/verify";
import { service } from "./express.js";
import { listening } from "./listening.js";

/** @import { PresentInit } from "depute" */

/** @typedef {{ isError: boolean, text: string }} ToolResult  What a tool shows the model. */

/**
 * The tool `pay`, as the model calls it.
 *
 * @param {(address: string, init: PresentInit) => Promise<Response>} send
 * @param {string} origin
 * @returns {(input: { account: string, invoice: string, amount: number }) => Promise<ToolResult>}
 */
export function payTool(send, origin) {
  return async ({ account, invoice, amount }) => {
    const params = { account: encodeURIComponent(account), invoice: encodeURIComponent(invoice) };
    const address = `${origin}/v1/${params.account}/invoices/${params.invoice}/payments`;
    const answer = await send(address, { action: "invoices.pay", params, json: { amount } });
    if (answer.ok) return { isError: false, text: `paid ${amount} on invoice ${invoice}` };
    // Where a redirect leads is for a person to judge: nothing was sent there.
    if (answer.status >= 300 && answer.status < 400) return { isError: true, text: "the service has moved" };
    const problem = await answer.json().catch(() => ({}));
    // Only a sender whom the service knows is told more than the code.
    return { isError: true, text: problem.for_model ?? `refused (${problem.code ?? answer.status})` };
  };
}

/** Alice lets her assistant pay invoices of acme, up to 200 each. */
export async function main() {
  const [alice, assistant] = [Key.generate(), Key.generate()];
  const audience = "https://pay.example";
  const allow = 'invoices.pay(account = "acme", amount <= 200, ..)';
  const token = mint({ from: alice, to: assistant, audience, ttl: "1h", allow });

  const trust = { name: "alice", key: alice, allow: "invoices.*(..)" };
  const server = await listening(service(new Verifier({ audience, trust, revocations: "none", http: true })));
  try {
    // Whom this agent talks to is its own configuration. No answer changes it, and another origin is sent nothing.
    const send = presentFetch({ token, key: assistant, audiences: { [server.origin]: audience } });
    const pay = payTool(send, server.origin);

    for (const amount of [120, 450]) {
      const { isError, text } = await pay({ account: "acme", invoice: "7731", amount });
      console.log(isError ? "to the model:" : "done:", text);
    }
    const elsewhere = payTool(send, "https://pay.example.evil");
    const { message } = await elsewhere({ account: "acme", invoice: "7731", amount: 1 }).catch((error) => error);
    console.log("to a person:", message);
  } finally {
    await server.close();
  }
}

if (process.argv[1] === import.meta.filename) await main();

// Prints:
//   done: paid 120 on invoice 7731
//   to the model: refused (arg_above_limit): amount = 450 does not pass <= 200; use amount <= 200
//   to a person: no audience is configured for https://pay.example.evil
