// A service under Express 5 that agents may call. Copy `depute`, and put it before a handler.
import express from "express";
import { authorizeRequest } from "depute/verify";

/** @import { Allowed, Verifier } from "depute/verify" */

/**
 * Lets a request through only as the call that it is: route, path, query and body as its sender signed them. A handler
 * has the verdict by `allowedIn(res)`, and runs what stands in its `call.args`, never the request read again. Who may
 * call is settled then; what an amount may be at all stays the handler's to ask.
 *
 * @param {Verifier} verifier  One for all routes, with `http: true`.
 * @param {string} action  The route's name, as grants write it.
 * @returns {express.RequestHandler[]}
 */
export function depute(verifier, action) {
  // The body as it was sent, whatever its type: its bytes were signed, also those of a coding.
  const raw = express.raw({ type: () => true, inflate: false, limit: "100kb" });
  return [raw, (req, res, next) => {
    const verdict = authorizeRequest(
      verifier,
      // `originalUrl`, since routers cut `url`; `rawHeaders`, since `headers` joins or drops lines that come twice.
      { method: req.method, target: req.originalUrl, headers: req.rawHeaders, body: req.body },
      { action, params: segments(req.params), json: true },
    );
    if (!verdict.allowed) {
      res.writeHead(verdict.status, verdict.headers).end(verdict.body);
      return;
    }
    res.locals.allowed = verdict;
    next();
  }];
}

/** @param {express.Response} res @returns {Allowed} */
export function allowedIn(res) {
  return res.locals.allowed;
}

/**
 * Path parameters as they stood in the path: Express has decoded each once, which is what this takes back.
 *
 * @param {Record<string, string | string[]>} params
 */
function segments(params) {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => {
    if (typeof value !== "string") throw new TypeError(`${name} is a wildcard, and not one segment of the path`);
    return [name, encodeURIComponent(value)];
  }));
}

/** Invoices of several accounts. @param {Verifier} verifier */
export function service(verifier) {
  const app = express().disable("x-powered-by");

  app.post("/v1/:account/invoices/:invoice/payments", ...depute(verifier, "invoices.pay"), (_req, res) => {
    const { call, authorizer, holders } = allowedIn(res);
    const { account, invoice, amount } = call.args;
    res.status(201).json({ paid: amount, account, invoice, for: authorizer, by: holders.at(-1) });
  });

  app.get("/v1/:account/invoices/:invoice", ...depute(verifier, "invoices.read"), (_req, res) => {
    const { account, invoice } = allowedIn(res).call.args;
    res.json({ account, invoice, amount: 120 });
  });

  return app;
}
