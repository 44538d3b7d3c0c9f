// What an agent sends, and to whom.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Key, mint, presentFetch } from "depute";
import { payTool } from "../client.js";
import { listening } from "../listening.js";
import { AUDIENCE, started } from "./hosts.js";

const [alice, agent] = [Key.generate(), Key.generate()];
const allow = 'invoices.pay(account = "acme", amount <= 200, ..)';
const token = mint({ from: alice, to: agent, audience: AUDIENCE, ttl: "1h", allow });
const bill = { account: "acme", invoice: "7731", amount: 120 };

/** @type {Record<"service" | "moved", Awaited<ReturnType<typeof listening>>>} */ const servers = {};
before(async () => {
  servers.service = await started("express", alice.did);
  servers.moved = await listening((req, res) => {
    res.writeHead(307, { location: servers.service.origin + req.url }).end();
  });
});
after(() => Promise.all(Object.values(servers).map((server) => server.close())));

const tool = (origin, audience = AUDIENCE, by = { token, key: agent }) =>
  payTool(presentFetch({ ...by, audiences: { [origin]: audience } }), origin);

test("what the grant allows is paid, and what it does not is told to the model in one sentence", async () => {
  const pay = tool(servers.service.origin);
  assert.deepEqual(await pay(bill), { isError: false, text: "paid 120 on invoice 7731" });
  const { isError, text } = await pay({ ...bill, account: "globex" });
  assert.equal(isError, true);
  assert.equal(text, 'refused (arg_not_equal): account = "globex" does not pass = "acme"; use account = "acme"');
  assert.ok(text.length <= 200);
});

test("names with letters that an address gives a meaning arrive as they are", async () => {
  const { text } = await tool(servers.service.origin)({ ...bill, invoice: "a/b?c#d%41" });
  assert.equal(text, "paid 120 on invoice a/b?c#d%41");
});

test("a redirect is not followed, and the tool says so", async () => {
  const followed = [];
  const { service, moved } = servers;
  const send = presentFetch({
    token, key: agent, audiences: { [moved.origin]: AUDIENCE, [service.origin]: AUDIENCE },
    fetch: (url, init) => {
      followed.push(new URL(url).origin);
      return fetch(url, init);
    },
  });
  assert.deepEqual(await payTool(send, moved.origin)(bill), { isError: true, text: "the service has moved" });
  assert.deepEqual(await payTool(send, service.origin)(bill), { isError: false, text: "paid 120 on invoice 7731" });
  assert.deepEqual(followed, [moved.origin, service.origin]);
});

test("an origin without an audience is sent nothing", async () => {
  let asked = 0;
  const other = await listening((_req, res) => res.end(String((asked += 1))));
  try {
    const send = presentFetch({ token, key: agent, audiences: { [servers.service.origin]: AUDIENCE } });
    const message = `no audience is configured for ${other.origin}`;
    await assert.rejects(payTool(send, other.origin)(bill), { code: "usage", message });
    assert.equal(asked, 0);
    assert.equal((await tool(other.origin)(bill)).isError, false);
    assert.equal(asked, 1);
  } finally {
    await other.close();
  }
});

test("a sender whom the service does not know is told the code alone", async () => {
  const stranger = mint({ from: Key.generate(), to: agent, audience: AUDIENCE, ttl: "1h", allow });
  const answer = await tool(servers.service.origin, AUDIENCE, { token: stranger, key: agent })(bill);
  assert.deepEqual(answer, { isError: true, text: "refused (root_untrusted)" });
  assert.equal((await tool(servers.service.origin)(bill)).isError, false);
});
