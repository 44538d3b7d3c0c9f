// What a fetch handler owes to where it runs: a memory that begins with its first request.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Call, Key, mint, present } from "depute";
import service from "../fetch.js";
import { AUDIENCE } from "./hosts.js";

test("what was signed before the handler began to remember is to be signed anew", async () => {
  const [alice, agent] = [Key.generate(), Key.generate()];
  const address = `${AUDIENCE}/v1/acme/invoices/7731/payments`;
  const token = mint({ from: alice, to: agent, audience: AUDIENCE, allow: "invoices.pay(..)" });
  const [target, params] = [new URL(address).pathname, { account: "acme", invoice: "7731" }];
  const call = Call.ofRequest({ action: "invoices.pay", method: "POST", target, params });
  const pays = async (secsAgo) => {
    const now = Math.floor(Date.now() / 1000) - secsAgo;
    const { header } = present(token, call, { key: agent, audience: AUDIENCE, now });
    const request = new Request(address, { method: "POST", headers: { authorization: `Depute ${header}` } });
    const answer = await service.fetch(request, { AUDIENCE, ALICE: alice.did });
    return [answer.status, (await answer.json()).code];
  };
  assert.deepEqual(await pays(10), [503, "issued_before_ledger"]);
  assert.deepEqual(await pays(0), [201, undefined]);
});
