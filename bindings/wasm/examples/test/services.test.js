// What a service lets in, over the wire, under each host: a request as it was signed, and nothing that differs from it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Call, Key, mint, present } from "depute";
import { AUDIENCE, hosts, sent, started } from "./hosts.js";

const [alice, agent] = [Key.generate(), Key.generate()];
const [audience, allow] = [[AUDIENCE, "https://other.example"], "invoices.*(amount <= 200, ..)"];
const token = mint({ from: alice, to: agent, audience, ttl: "1h", allow });

/** A request that pays invoice 7731, and its presentation; each part may be another. */
function signed({ audience = AUDIENCE, ...other } = {}) {
  const request = {
    method: "POST",
    target: "/v1/acme/invoices/7731/payments?notify=yes",
    body: '{"amount":120}',
    action: "invoices.pay",
    params: { account: "acme", invoice: "7731" },
    ...other,
  };
  const presentation = present(token, Call.ofRequest({ ...request, json: true }), { key: agent, audience });
  return {
    ...request,
    presentation,
    headers: [["authorization", `Depute ${presentation.header}`], ["content-type", "application/json"]],
  };
}

for (const name of hosts) {
  describe(name, () => {
    let server;
    before(async () => (server = await started(name, alice.did)));
    after(() => server?.close());

    const send = (request) => sent(server.origin, request);
    const code = async (request) => {
      const { status, json } = await send(request);
      return [status, json.code];
    };
    const paid = async (request) => {
      const { status, json } = await send(request);
      assert.equal(status, 201, JSON.stringify(json));
      return json;
    };

    test("a request as it was signed runs, with the arguments that were judged", async () => {
      const { paid: amount, account, invoice } = await paid(signed());
      assert.deepEqual([amount, account, invoice], [120, "acme", "7731"]);
    });

    test("a request above a limit is refused with the limit, to whoever is known to have sent it", async () => {
      const { status, json, headers } = await send(signed({ body: '{"amount":450}' }));
      assert.deepEqual([status, json.code, json.link], [403, "arg_above_limit", 1]);
      assert.deepEqual([json.argument, json.value, json.limit], ["amount", "450", "<= 200"]);
      assert.equal(json.for_model, "refused (arg_above_limit): amount = 450 does not pass <= 200; use amount <= 200");
      assert.equal(headers["cache-control"], "no-store");
      assert.equal(headers["content-type"], "application/problem+json");
    });

    test("a body that is not what was signed is refused, and the sender told no more than that", async () => {
      const request = signed();
      const { status, json } = await send({ ...request, body: '{"amount":121}' });
      assert.deepEqual([status, json], [401, { code: "proof_mismatch", authenticated: false }]);
      await paid({ ...request, body: '{"amount":120}' });
    });

    test("a query that is not what was signed is refused", async () => {
      const request = signed();
      const query = (notify) => ({ ...request, target: `/v1/acme/invoices/7731/payments?notify=${notify}` });
      assert.deepEqual(await code(query("no")), [401, "proof_mismatch"]);
      await paid(query("yes"));
    });

    test("a path that says the same in other bytes is another request", async () => {
      const request = signed();
      const path = (invoice) => ({ ...request, target: `/v1/acme/invoices/${invoice}/payments?notify=yes` });
      assert.deepEqual(await code(path("773%31")), [401, "proof_mismatch"]);
      await paid(path("7731"));
    });

    test("escapes in a path are taken back once", async () => {
      for (const [segment, invoice] of [["a%2Fb", "a/b"], ["a%2561", "a%61"]]) {
        const params = { account: "acme", invoice: segment };
        const request = signed({ target: `/v1/acme/invoices/${segment}/payments`, params });
        assert.equal((await paid(request)).invoice, invoice);
      }
    });

    test("what was signed for another route does not run here", async () => {
      assert.deepEqual(await code(signed({ action: "invoices.read" })), [401, "proof_mismatch"]);
      await paid(signed({ action: "invoices.pay" }));
    });

    test("another method is another route, and there is none", async () => {
      assert.equal((await send(signed({ method: "PUT" }))).status, 404);
      await paid(signed({ method: "POST" }));
    });

    test("what was signed for another audience does not run here", async () => {
      assert.deepEqual(await code(signed({ audience: "https://other.example" })), [401, "proof_audience_mismatch"]);
      await paid(signed({ audience: AUDIENCE }));
    });

    test("a request runs once, and one signed anew runs too", async () => {
      const request = signed();
      await paid(request);
      assert.deepEqual(await code(request), [401, "proof_replayed"]);
      await paid(signed());
    });

    test("two presentations are refused, and a header of somebody else's scheme is none", async () => {
      const both = (scheme) => {
        const request = signed();
        const authorization = ["authorization", `${scheme} ${request.presentation.header}`];
        return { ...request, headers: [authorization, ["depute-presentation", request.presentation.header]] };
      };
      assert.deepEqual(await code(both("Depute")), [400, "header_invalid"]);
      await paid(both("Bearer"));
    });

    test("a header line that comes twice is refused, whichever is the good one", async () => {
      const request = signed();
      for (const [extra, statuses] of [["Depute x", [400, 400]], ["Bearer x", [name === "express" ? 400 : 401, 400]]]) {
        const line = ["authorization", extra];
        // `Headers` joins both lines: what begins with another scheme carries no presentation.
        assert.equal((await send({ ...request, headers: [line, ...request.headers] })).status, statuses[0]);
        assert.equal((await send({ ...request, headers: [...request.headers, line] })).status, statuses[1]);
      }
      await paid(request);
    });

    test("a body member that the path has too is refused", async () => {
      const request = signed({ body: '{"amount":120,"number":1}' });
      assert.deepEqual(await code({ ...request, body: '{"amount":120,"invoice":1}' }), [400, "call_invalid"]);
      await paid(request);
    });

    test("a request without a presentation is told that one is needed", async () => {
      const { status, headers } = await send({ ...signed(), headers: signed().headers.slice(1) });
      assert.deepEqual([status, headers["www-authenticate"]], [401, "Depute"]);
    });
  });
}
