// Calls over plain HTTP: as a client sends them, through a real server, to the answer.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { request as httpRequest } from "node:http";
import { after, test } from "node:test";
import {
  Call,
  Denied,
  DeputeError,
  answerTo,
  authorizeRequest,
  mint,
  present,
  presentFetch,
  presentationIn,
  receivedOf,
} from "depute";
import { alice, booker, failed, mallory, thrown, trusting } from "../cast/people.js";

const AUDIENCE = "https://pay.example";
const token = mint({ from: alice, to: booker, allow: "invoices.pay(amount <= 100, ..)", audience: AUDIENCE });
const service = () => trusting({ audience: AUDIENCE, http: true });
const route = { action: "invoices.pay", params: { invoice: "7731" }, json: true };
const servers = [];
after(() => servers.forEach((server) => server.close()));

/** A server of our own; gives its origin and every request that it saw. */
async function serving(answer) {
  const seen = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const received = {
        method: request.method,
        target: request.url,
        headers: request.rawHeaders,
        body: Buffer.concat(chunks),
      };
      seen.push(received);
      answer(received, response);
    });
  });
  servers.push(server);
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return { origin: `http://127.0.0.1:${server.address().port}`, seen };
}

/** The service that these tests pay at. */
async function paying() {
  const verifier = service();
  const paid = [];
  const { origin, seen } = await serving((received, response) => {
    const judged = authorizeRequest(verifier, received, route);
    if (judged.allowed) {
      paid.push(judged.call.args);
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ paid: judged.call.args.amount }));
    } else response.writeHead(judged.status, judged.headers).end(judged.body);
  });
  const pay = presentFetch({ token, key: booker, audiences: { [origin]: AUDIENCE } });
  const address = `${origin}/v1/invoices/7731/payments?notify=yes`;
  return {
    origin,
    seen,
    paid,
    pay,
    address,
    init: (amount) => ({ action: "invoices.pay", params: { invoice: "7731" }, json: { amount } }),
  };
}

test("a signed request is allowed, one above the limit is told why, and one without a presentation is told what to bring", async () => {
  const { pay, paid, seen, address, init } = await paying();
  const allowed = await pay(address, init(100));
  assert.deepEqual([allowed.status, await allowed.json()], [200, { paid: 100 }]);
  assert.deepEqual(
    paid.map((args) => ({ ...args })),
    [{ amount: 100, notify: "yes", invoice: "7731" }],
  );

  const denied = await pay(address, init(101));
  const problem = await denied.json();
  assert.deepEqual(
    [denied.status, problem.code, problem.argument, denied.headers.get("content-type")],
    [403, "arg_above_limit", "amount", "application/problem+json"],
  );
  assert.equal(denied.headers.get("cache-control"), "no-store");

  const bare = await fetch(address, { method: "POST" });
  assert.deepEqual([bare.status, bare.headers.get("www-authenticate")], [401, "Depute"]);
  assert.equal(paid.length, 1);
  assert.ok(seen[0].headers.includes("authorization") || seen[0].headers.includes("Authorization"));
});

test("a request that was caught and sent again, or changed on its way, is refused", async () => {
  const { pay, paid, seen, address, init } = await paying();
  await pay(address, init(100));
  const [{ headers, body }] = seen;
  const authorization = headers[headers.findIndex((line) => line.toLowerCase() === "authorization") + 1];
  const again = async (to, text) =>
    (await fetch(to, { method: "POST", headers: { authorization }, body: text })).json();
  assert.equal((await again(address, body)).code, "proof_replayed");
  for (const [to, text] of [
    [address, '{"amount":99}'],
    [address, `${body} `],
    [`${address}&x=1`, body],
    [address.replace("7731", "7732"), body],
  ]) {
    assert.deepEqual(await again(to, text), { code: "proof_mismatch", authenticated: false });
  }
  assert.equal(paid.length, 1);
});

test("two presentations are refused, and the better is never taken", async () => {
  const { paid, origin, address } = await paying();
  const call = Call.ofRequest({
    ...route,
    method: "POST",
    target: new URL(address).pathname + new URL(address).search,
    body: '{"amount":1}',
  });
  const proof = () => present(token, call, { key: booker, audience: AUDIENCE }).header;
  const sent = (headers) =>
    new Promise((answered, reject) => {
      const request = httpRequest(
        address,
        { method: "POST", headers: ["Host", new URL(address).host, ...headers] },
        (response) => {
          let body = "";
          response
            .setEncoding("utf8")
            .on("data", (chunk) => (body += chunk))
            .on("end", () => answered([response.statusCode, body ? JSON.parse(body).code : undefined]));
        },
      );
      request.on("error", reject).end('{"amount":1}');
    });
  assert.equal(new URL(address).origin, origin);
  const refused = [400, "header_invalid"];
  assert.deepEqual(await sent(["Depute-Presentation", proof(), "depute-presentation", proof()]), refused);
  assert.deepEqual(await sent(["Authorization", `Depute ${proof()}`, "authorization", `Depute ${proof()}`]), refused);
  assert.deepEqual(await sent(["Authorization", "Bearer x", "authorization", `Depute ${proof()}`]), refused);
  assert.deepEqual(await sent(["Authorization", `Depute ${proof()}`, "Depute-Presentation", proof()]), refused);
  assert.deepEqual(await sent(["Authorization", `Depute ${proof()}, ${proof()}`]), refused);
  assert.equal(paid.length, 0);
  assert.deepEqual((await sent(["Authorization", "Bearer x", "Depute-Presentation", `  ${proof()}\t`]))[0], 200);
  assert.deepEqual((await sent(["Authorization", `dEPUTE ${proof()}`]))[0], 200);
  assert.equal(paid.length, 2);
});

test("header lines are taken in each form that keeps doubles, and the form that loses them is refused", () => {
  const proof = "dptp1_AA";
  const forms = [
    ["Depute-Presentation", proof],
    [["depute-presentation", proof]],
    new Headers({ "depute-presentation": proof }),
    new Map([["depute-presentation", proof]]),
  ];
  for (const lines of forms) assert.equal(presentationIn(lines), proof);
  for (const lines of [[], new Headers(), new Map()]) assert.equal(presentationIn(lines), undefined);
  assert.match(thrown(() => presentationIn({ "depute-presentation": proof })).hint, /rawHeaders/);
  for (const bad of [
    undefined,
    null,
    "x",
    5,
    ["depute-presentation"],
    [["depute-presentation"]],
    [["depute-presentation", 5]],
    [5, 6],
    [{}],
  ]) {
    assert.ok(thrown(() => presentationIn(bad)) instanceof DeputeError, JSON.stringify(bad));
  }
  const joined = new Headers([
    ["depute-presentation", proof],
    ["depute-presentation", proof],
  ]);
  assert.equal(thrown(() => presentationIn(joined)).code, "header_invalid");
  assert.equal(
    thrown(() => presentationIn([["depute-presentation", `\u00a0${proof}`]])).code,
    "header_invalid",
    "a blank of Unicode is no white space of HTTP",
  );
  assert.equal(presentationIn([["depute-presentation", ` \t${proof}\t `]]), proof);
  assert.ok(presentationIn([["x".repeat(1e6), " ".repeat(1e6)]]) === undefined);
});

test("a request of `fetch` is received as it was sent", async () => {
  const request = new Request("https://pay.example/a?b=%41&c", { method: "POST", body: "{}" });
  const { method, target, headers, body } = await receivedOf(request);
  assert.deepEqual(
    [method, target, headers, new TextDecoder().decode(body)],
    ["POST", "/a?b=%41&c", request.headers, "{}"],
  );
  assert.equal((await receivedOf(new Request("https://pay.example/a?"))).target, "/a?");
  assert.equal((await receivedOf(new Request("https://pay.example#x"))).target, "/");
});

test("a verifier of messages and one of requests do not take each other's calls", () => {
  const received = { method: "POST", target: "/x", headers: [], body: "{}" };
  const call = Call.ofRequest({
    action: "invoices.pay",
    method: "POST",
    target: "/x",
    body: '{"amount":1}',
    json: true,
  });
  const headers = [["depute-presentation", present(token, call, { key: booker, audience: AUDIENCE }).header]];
  const sent = { ...received, headers, body: '{"amount":1}' };
  const judged = (options) =>
    authorizeRequest(trusting({ audience: AUDIENCE, ...options }), sent, { action: "invoices.pay", json: true });
  assert.equal(judged({ http: true }).allowed, true);
  const { allowed, status, denied } = judged({ http: false });
  assert.deepEqual([allowed, status, denied.code], [false, 400, "call_invalid"]);
});

test("whatever is wrong with a request is an answer, and no exception", () => {
  const received = { method: "POST", target: "/x", headers: [["depute-presentation", "dptp1_AA"]], body: "{}" };
  const answered = (change, at = { action: "invoices.pay", json: true }) =>
    authorizeRequest(service(), { ...received, ...change }, at);
  for (const change of [
    { body: "{" },
    { body: '{"a":1,"a":2}' },
    { body: "[1]" },
    { target: "x" },
    { target: "/x?a" },
    { target: "/x?a=%" },
    { target: "/" + "x".repeat(10_000) },
    { method: "post" },
    { method: "" },
    { method: 5 },
    { target: undefined },
    { headers: { a: "b" } },
    { headers: undefined },
    { body: 5 },
    { body: {} },
    { body: new Uint8Array([0xff]) },
    { target: "/x?a=%ff" },
    { headers: [["depute-presentation", "x,y"]] },
    { headers: [["depute-presentation", "dptp1_" + "A".repeat(7_000)]] },
  ]) {
    const { allowed, status, body } = answered(change);
    assert.equal(allowed, false, JSON.stringify(change));
    assert.ok(status >= 400 && status < 500, `${status}`);
    assert.deepEqual(Object.keys(JSON.parse(body)).sort(), ["authenticated", "code"]);
  }
  assert.equal(answered({}).denied instanceof Denied, true);
  assert.equal(
    answered({ body: "{" }, { action: "invoices.pay" }).denied.code !== "json_syntax",
    true,
    "an opaque body is not read",
  );
  assert.ok(
    thrown(() => answered({}, { action: "a.b", jsno: true })) instanceof DeputeError,
    "a mistyped route is a fault of the service",
  );
});

test("a stranger is told the code, and a fault of ours is 500", () => {
  const verifier = service();
  const forged = mint({ from: mallory, to: booker, allow: "*(..)", audience: AUDIENCE });
  const call = Call.ofRequest({ action: "invoices.pay", method: "GET", target: "/x" });
  const headers = [["depute-presentation", present(forged, call, { key: booker, audience: AUDIENCE }).header]];
  const answer = authorizeRequest(verifier, { method: "GET", target: "/x", headers }, { action: "invoices.pay" });
  assert.deepEqual([answer.status, JSON.parse(answer.body)], [401, { code: "root_untrusted", authenticated: false }]);
  assert.equal(new Response(answer.body, answer).status, 401);
  assert.equal(answerTo(new DeputeError({ code: "internal", message: "x" })).status, 500);
  assert.equal(answerTo(new DeputeError({ code: "nonsense", message: "x" })).status, 500);
});

test("no redirect is followed, and no other origin is sent anything", async () => {
  const other = await serving((_, response) => response.end("caught"));
  const { origin, seen } = await serving((_, response) =>
    response.writeHead(307, { location: `${other.origin}/elsewhere` }).end(),
  );
  const sent = presentFetch({ token, key: booker, audiences: { [origin]: AUDIENCE } });
  const init = { action: "invoices.pay", json: { amount: 1 } };
  const response = await sent(`${origin}/x`, init);
  assert.deepEqual([response.status, other.seen.length, seen.length], [307, 0, 1]);
  assert.equal((await sent(`${origin}/x`, { ...init, redirect: "follow" })).status, 307);
  const error = await failed(sent(`${other.origin}/x`, init));
  assert.deepEqual([error.code, error.message], ["usage", `no audience is configured for ${other.origin}`]);
  for (const inherited of ["constructor", "__proto__"])
    assert.equal(
      (await failed(presentFetch({ token, key: booker, audiences: {} })(`http://${inherited}/`, init))).code,
      "usage",
    );
  assert.equal(other.seen.length, 0);
});

test("what is sent is what was signed: address, body and header", async () => {
  const sent = [];
  const fetch = async (url, init) => (sent.push([url, init]), new Response());
  const pay = presentFetch({
    token,
    key: booker,
    audiences: { "https://pay.example": AUDIENCE },
    header: "depute-presentation",
    fetch,
  });
  const signed = (index) => {
    const [url, { method, headers, body }] = sent[index];
    const request = new Request(url, { method, headers, body });
    return receivedOf(request).then((received) =>
      authorizeRequest(service(), received, { action: "invoices.pay", json: body !== undefined }),
    );
  };
  await pay("https://pay.example/a?#top", { action: "invoices.pay", json: { amount: 5 } });
  assert.equal((await signed(0)).allowed, true);
  await pay(new URL("https://pay.example/a"), {
    action: "invoices.pay",
    body: '{"amount":6}',
    method: "put",
    headers: { authorization: "Bearer x" },
  });
  assert.equal((await signed(1)).code, undefined);
  assert.deepEqual(
    [sent[1][1].method, sent[1][1].headers.get("authorization"), sent[1][1].redirect],
    ["PUT", "Bearer x", "manual"],
  );
  const code = async (init, options = {}) =>
    (
      await failed(
        (async () =>
          presentFetch({ token, key: booker, audiences: { "https://pay.example": AUDIENCE }, fetch, ...options })(
            "https://pay.example/a",
            init,
          ))(),
      )
    ).code;
  assert.equal(await code({ action: "invoices.pay", json: {}, body: "x" }), "usage");
  assert.equal(await code({ action: "invoices.pay", headers: { Authorization: "Bearer x" } }), "usage");
  assert.equal(await code({ action: "invoices.pay", json: { d: new Date() } }), "value_invalid");
  assert.equal(await code({ action: "invoices.pay", body: new ReadableStream() }), "value_invalid");
  assert.equal(await code({ action: "invoices.pay" }, { key: mallory }), "not_holder");
  assert.equal(await code({}), "value_invalid");
  assert.equal(await code({ action: "invoices.pay" }, { header: "cookie" }), "usage");
  assert.equal(await code({ action: "invoices.pay" }, { audiences: { "https://pay.example/": AUDIENCE } }), "usage");
  assert.equal(sent.length, 2);
});
