// What the middleware owes to Express alone: routers, parsers, and what a body may be.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import express from "express";
import { Call, Key, mint, present } from "depute";
import { Verifier } from "depute/verify";
import { allowedIn, depute, service } from "../express.js";
import { listening } from "../listening.js";
import { AUDIENCE, sent } from "./hosts.js";

const [alice, agent] = [Key.generate(), Key.generate()];
const allow = ["invoices.pay(..)", "invoices.read(..)", "files.read(..)"];
const token = mint({ from: alice, to: agent, audience: AUDIENCE, ttl: "1h", allow });
const params = { account: "acme", invoice: "7731" };

let server;
before(async () => {
  const trust = { name: "alice", key: alice.did, allow: "*(..)" };
  const verifier = new Verifier({ audience: AUDIENCE, trust, revocations: "none", http: true });
  const app = express().use("/api", service(verifier));
  app.get("/files/*path", ...depute(verifier, "files.read"), (_req, res) => res.json(allowedIn(res).call.args));
  app.get("/file/:path", ...depute(verifier, "files.read"), (_req, res) => res.json(allowedIn(res).call.args));
  app.use((error, _req, res, _next) => res.status(error.status ?? 500).end());
  server = await listening(app);
});
after(() => server.close());

const PATH = "/api/v1/acme/invoices/7731/payments";

/** Sends a payment that was signed with this target and body. */
function pays({ target = PATH, body = '{"amount":120}', json = true, headers = [] } = {}) {
  const call = Call.ofRequest({ action: "invoices.pay", params, method: "POST", target, body, json });
  const { header } = present(token, call, { key: agent, audience: AUDIENCE });
  const lines = [["authorization", `Depute ${header}`], ...headers];
  return sent(server.origin, { method: "POST", target: PATH, body, headers: lines });
}

test("a route below a router is called by the whole path that was sent", async () => {
  assert.equal((await pays()).status, 201);
  assert.equal((await pays({ target: "/v1/acme/invoices/7731/payments" })).json.code, "proof_mismatch");
});

test("a route without a body is a call of its path alone", async () => {
  const target = "/api/v1/acme/invoices/7731";
  const reads = (action) => {
    const call = Call.ofRequest({ action, method: "GET", target, params });
    const { header } = present(token, call, { key: agent, audience: AUDIENCE });
    return sent(server.origin, { method: "GET", target, headers: [["authorization", `Depute ${header}`]] });
  };
  assert.deepEqual((await reads("invoices.read")).json, { account: "acme", invoice: "7731", amount: 120 });
  assert.equal((await reads("invoices.pay")).json.code, "proof_mismatch");
});

test("a body is what was signed, whatever its type says", async () => {
  for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", "image/png; x=y"]) {
    const { status, json } = await pays({ headers: [["content-type", type]] });
    assert.deepEqual([status, json.paid], [201, 120]);
  }
});

test("a compressed body is refused, since another was signed than would be read", async () => {
  const body = gzipSync('{"amount":120}');
  const refused = await pays({ body, json: false, headers: [["content-encoding", "gzip"]] });
  assert.equal(refused.status, 415);
  assert.equal((await pays({ headers: [["content-encoding", "identity"]] })).status, 201);
});

test("a wildcard of several segments runs nothing, and one segment does", async () => {
  const reads = (target, path) => {
    const call = Call.ofRequest({ action: "files.read", method: "GET", target, params: { path } });
    const { header } = present(token, call, { key: agent, audience: AUDIENCE });
    return sent(server.origin, { method: "GET", target, headers: [["authorization", `Depute ${header}`]] });
  };
  assert.equal((await reads("/files/a/b", "a%2Fb")).status, 500);
  assert.deepEqual((await reads("/file/a%2Fb", "a%2Fb")).json, { path: "a/b" });
});
