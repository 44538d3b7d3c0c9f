// The same service as a fetch handler: as Cloudflare Workers, Deno and Bun take it.
import { Verifier, authorizeRequest, receivedOf } from "depute/verify";

/** @typedef {{ AUDIENCE: string, ALICE: string }} Env  The service's configuration: who it is, and whom it trusts. */

const PAYMENTS = /^\/v1\/(?<account>[^/]+)\/invoices\/(?<invoice>[^/]+)\/payments$/;

/** @type {Verifier | undefined} */
let verifier;

export default {
  /** @param {Request} request @param {Env} env @returns {Promise<Response>} */
  async fetch(request, env) {
    // Made at the first request, since a worker has no clock before. What was signed earlier is answered 503, for its
    // sender to sign anew: this isolate cannot know whether it was used. It remembers for itself alone: where calls of
    // one audience come to several isolates, what must happen once needs a ledger that all of them share.
    verifier ??= new Verifier({
      audience: env.AUDIENCE,
      trust: { name: "alice", key: env.ALICE, allow: "invoices.*(..)" },
      revocations: "none",
      http: true,
    });

    const path = PAYMENTS.exec(new URL(request.url).pathname);
    if (path === null || request.method !== "POST") return new Response("no such route\n", { status: 404 });

    const route = { action: "invoices.pay", params: { ...path.groups }, json: true };
    const verdict = authorizeRequest(verifier, await receivedOf(request), route);
    if (!verdict.allowed) return new Response(verdict.body, verdict);

    const { account, invoice, amount } = verdict.call.args;
    return Response.json({ paid: amount, account, invoice }, { status: 201 });
  },
};
