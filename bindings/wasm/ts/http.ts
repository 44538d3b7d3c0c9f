/** Requests over plain HTTP, received: the presentation in the header, the call that the request is, and the answer. */
import { Call, text, type RouteRequest } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError, Denied } from "./errors.js";
import { explain } from "./text.js";
import type { Allowed, Verifier } from "./verifier.js";

/** Header lines: of `fetch`, of Node's `req.rawHeaders` (names and values by turns), or pairs. */
export type HeaderLines = Headers | readonly string[] | Iterable<readonly [string, string]>;

/** A request as it was received. */
export interface Received {
  method: string;
  /** Path and query, byte for byte as received: `req.originalUrl` of Express, and no router's idea of it. */
  target: string;
  /** **Every** line: `req.rawHeaders` in Node, since `req.headers` joins or drops lines that come twice. */
  headers: HeaderLines;
  /** The bytes of the body, before any parser. */
  body?: Uint8Array | string | undefined;
}

/** What a request is answered with that was not allowed: it can be handed to `new Response(answer.body, answer)`. */
export interface Answer {
  readonly allowed: false;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the operator; `undefined` where the request carried no presentation at all. */
  readonly denied: DeputeError | undefined;
}

/** The route of a request: its action, path parameters, and whether its body is JSON. */
export type Route = Pick<RouteRequest, "action" | "params" | "json">;

/** A request of `fetch`, with its body read. A server that rewrites addresses hands the target on as it was received. */
export async function receivedOf(request: Request): Promise<Received> {
  const { pathname, search } = new URL(request.url);
  return { method: request.method, target: pathname + search, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
}

/**
 * Decides for real whether a request may run: takes the presentation off its header, makes the call of what was received (and
 * of nothing that the request says of itself), and lets the verifier authorize it. What runs is `allowed.call.args`, never the
 * request read again. The verifier's policy must say `http: true`. Source: `spec/http.md`.
 */
export function authorizeRequest(verifier: Verifier, received: Received, route: Route): Allowed | Answer {
  try {
    const presentation = presentationIn(received.headers);
    if (presentation === undefined) return answer(401, { title: "this service takes a Depute presentation" }, undefined);
    const verdict = verifier.authorize(presentation, Call.ofRequest({ ...route, ...wire(received) }));
    return verdict.allowed === true ? verdict : answerTo(verdict);
  } catch (error) {
    if (error instanceof DeputeError) return answerTo(error);
    throw error;
  }
}

/** The text of the presentation that header lines carry, if they carry one. Two are refused, and never the better taken. */
export function presentationIn(headers: HeaderLines): string | undefined {
  const authorization: string[] = [];
  const presentation: string[] = [];
  for (const [name, value] of lines(headers)) {
    const lower = text("a header's name", name).toLowerCase();
    if (lower === "authorization") authorization.push(text("a header's value", value).trim());
    if (lower === "depute-presentation") presentation.push(text("a header's value", value).trim());
  }
  return ask((engine) => engine.presentationInHeaders(authorization, presentation));
}

/** What a sender is told of a fault: everything if it is known who it is, else the code alone. */
export function answerTo(error: DeputeError): Answer {
  if (error instanceof Denied) return answer(error.status, error.problem, error);
  return answer(explain(error.code)?.http ?? 500, { code: error.code, authenticated: false }, error);
}

function answer(status: number, problem: object, denied: DeputeError | undefined): Answer {
  return {
    allowed: false,
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(status === 401 ? { "www-authenticate": "Depute" } : {}),
    },
    body: JSON.stringify(problem),
    denied,
  };
}

function wire({ method, target, body }: Received): Pick<RouteRequest, "method" | "target" | "body"> {
  return { method, target, body };
}

function* lines(headers: HeaderLines): Iterable<readonly [string, string]> {
  if (Array.isArray(headers) && headers.every((part) => typeof part === "string")) {
    for (let at = 0; at + 1 < headers.length; at += 2) yield [headers[at] as string, headers[at + 1] as string];
    return;
  }
  yield* headers as Iterable<readonly [string, string]>;
}
