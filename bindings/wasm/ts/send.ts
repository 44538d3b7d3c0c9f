/** Requests over plain HTTP, sent. */
import { Call, type RouteRequest } from "./call.js";
import { members, options, text, usage } from "./given.js";
import { targetOf } from "./http.js";
import type { Key, Signer } from "./key.js";
import { present } from "./steps.js";
import type { Endorsement, Token } from "./token.js";
import { copyArgs } from "./value.js";

/** Who sends, and to whom. */
export interface PresentFetchOptions {
  /** What the sender holds. */
  token: Token | string;
  /** The key of the token's last holder. */
  key: Key | Signer;
  /**
   * The audience of each origin that is sent to: `{ "https://api.acme.example": "acme-invoices" }`. It is the sender's own
   * configuration; what an answer names is never signed for, and an origin that is not here is sent nothing.
   */
  audiences: Readonly<Record<string, string>>;
  /** Which header carries the presentation: `authorization` unless that one is taken. */
  header?: "authorization" | "depute-presentation" | undefined;
  /** Another `fetch` than the host's. */
  fetch?: typeof globalThis.fetch | undefined;
}

/** What is sent: as of `fetch`, and which action of the service it is. */
export interface PresentInit extends Omit<RequestInit, "body" | "redirect"> {
  /** The name of the route, as the service calls it. */
  action: string;
  /** Path parameters by their names, with the segments as they stand in the address. */
  params?: RouteRequest["params"];
  /** A body of bytes or text; what streams cannot be signed. */
  body?: Uint8Array | string | undefined;
  /** A body as JSON, in place of `body`: its members are arguments. */
  json?: object | undefined;
  /** Approvals that the call needs. */
  endorsements?: Endorsement | string | readonly (Endorsement | string)[] | undefined;
}

/**
 * A `fetch` that signs each request as the call that it is. No redirect is followed: where it leads is another call, for
 * another audience perhaps, and the answer is handed back as it is. What is not signed: headers. Faults of the sender are
 * thrown, and nothing is sent; a refusal is an answer.
 */
export function presentFetch(
  given: PresentFetchOptions,
): (address: string | URL, init: PresentInit) => Promise<Response> {
  const {
    token,
    key,
    header = "authorization",
    fetch,
    ...own
  } = options("presentFetch", given, ["token", "key", "audiences", "header", "fetch"]);
  if (header !== "authorization" && header !== "depute-presentation")
    throw usage("a presentation travels in `authorization` or `depute-presentation`");
  const audiences = new Map(
    members("the audiences", own.audiences).map(([origin, audience]) => [
      configured(origin),
      travelling(text("an audience", audience)),
    ]),
  );
  return async (address, init) => {
    const { action, params, json, body: raw, endorsements, ...rest } = init;
    const url = new URL(address);
    const audience = audiences.get(url.origin);
    if (audience === undefined)
      throw usage(
        `no audience is configured for ${url.origin}`,
        "add it to `audiences`, if you know who answers there",
      );
    if (json !== undefined && raw !== undefined) throw usage("`json` and `body` are two bodies");
    const body = json === undefined ? raw : copyArgs(json).json;
    const method = text("a method", rest.method ?? (body === undefined ? "GET" : "POST")).toUpperCase();
    const call = Call.ofRequest({ action, params, method, target: targetOf(url), body, json: json !== undefined });
    const headers = new Headers(rest.headers);
    if (headers.has(header))
      throw usage(`the header \`${header}\` is taken`, "send the presentation in the other one: `header`");
    const { header: presentation } = await present(token, call, { key, audience, endorsements });
    headers.set(header, header === "authorization" ? `Depute ${presentation}` : presentation);
    if (json !== undefined) headers.set("content-type", "application/json");
    return (fetch ?? globalThis.fetch)(url, {
      ...rest,
      method,
      headers,
      redirect: "manual",
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
  };
}

/** `local` is the audience of calls that never leave the process. */
function travelling(audience: string): string {
  if (audience === "local") throw usage("`local` is no audience of a service", "name the one that the service says it is");
  return audience;
}

/** An origin as addresses have it: with its path or a slash behind it, no address would ever be of it. */
function configured(origin: string): string {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url?.origin !== origin)
    throw usage(
      `\`${origin}\` in \`audiences\` is no origin`,
      url === undefined ? "write it as https://api.acme.example" : `write ${url.origin}`,
    );
  return origin;
}
