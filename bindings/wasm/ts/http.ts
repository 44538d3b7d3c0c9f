/** Requests over plain HTTP, received: the presentation in the header, the call that the request is, and the answer. */
import { Call, type RouteRequest } from "./call.js";
import { ask } from "./engine.js";
import { DeputeError, Denied } from "./errors.js";
import { options, text, usage } from "./given.js";
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
  return {
    method: request.method,
    target: targetOf(new URL(request.url)),
    headers: request.headers,
    body: new Uint8Array(await request.arrayBuffer()),
  };
}

/**
 * Decides for real whether a request may run: takes the presentation off its header, makes the call of what was received (and
 * of nothing that the request says of itself), and lets the verifier authorize it. What runs is `allowed.call.args`, never the
 * request read again. The verifier's policy must say `http: true`, and its audience is a name
 * (`local` never travels). Whatever is wrong with the request is an answer; what is thrown
 * is a fault of the route. Not checked: which service was meant (the audience says it) and every header but the presentation's.
 * Source: `spec/http.md`.
 */
export function authorizeRequest(verifier: Verifier, received: Received, route: Route): Allowed | Answer {
  const { action, params, json } = options("a route", route, ["action", "params", "json"]);
  const { method, target, headers, body } = received;
  if (verifier.audience === "local") {
    throw usage("`local` is the audience of calls that never leave the process", "name the verifier of requests");
  }
  try {
    const presentation = presentationIn(headers);
    if (presentation === undefined)
      return answer(401, { title: "this service takes a Depute presentation" }, undefined);
    const verdict = verifier.authorize(presentation, Call.ofRequest({ action, params, json, method, target, body }));
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
    if (lower === "authorization") authorization.push(trimmed(text("a header's value", value)));
    if (lower === "depute-presentation") presentation.push(trimmed(text("a header's value", value)));
  }
  return ask((engine) => engine.presentationInHeaders(authorization, presentation));
}

/** What a sender is told of a fault: everything if it is known who it is, else the code alone. */
export function answerTo(error: DeputeError): Answer {
  if (error instanceof Denied) return answer(error.status, error.problem, error);
  return answer(statusOf(error), { code: error.code, authenticated: false }, error);
}

/** @internal Path and query of an address, byte for byte as `fetch` sends them. */
export function targetOf({ href, origin, hash }: URL): string {
  return href.slice(origin.length, href.length - hash.length).replace(/#$/, "");
}

function statusOf(error: DeputeError): number {
  // An engine that stopped explains nothing.
  return error.code === "internal" ? 500 : (explain(error.code)?.http ?? 500);
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

/** Without the white space of RFC 9110 §5.5, which is less than that of `trim`. */
function trimmed(value: string): string {
  let [from, to] = [0, value.length];
  while (from < to && isBlank(value[from])) from += 1;
  while (to > from && isBlank(value[to - 1])) to -= 1;
  return value.slice(from, to);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** The lines as pairs. What a host's own iteration throws is a fault of what was given, like every other shape of it. */
function lines(headers: HeaderLines): readonly (readonly [string, string])[] {
  let all: unknown[];
  try {
    // A text is an iterable of its characters.
    all = typeof headers === "object" ? [...(headers as Iterable<unknown>)] : [0];
  } catch (cause) {
    const hint = "in Node give `req.rawHeaders`; `req.headers` joins or drops lines";
    throw new DeputeError({
      code: "usage",
      message: "headers are pairs, a `Headers`, or names and values by turns",
      hint,
      cause,
    });
  }
  if (all.every((part) => typeof part === "string")) {
    if (all.length % 2 !== 0) throw usage("the last header has a name and no value");
    return Array.from({ length: all.length / 2 }, (_, at) => [all[2 * at], all[2 * at + 1]] as [string, string]);
  }
  if (!all.every((line) => Array.isArray(line) && line.length === 2))
    throw usage("a header line is a pair of a name and a value");
  return all as [string, string][];
}
