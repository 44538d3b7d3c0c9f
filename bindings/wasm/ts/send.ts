/** Requests over plain HTTP, sent. */
import { Call, text, type RouteRequest } from "./call.js";
import { DeputeError } from "./errors.js";
import { Key, type Signer } from "./key.js";
import { present } from "./steps.js";
import type { Endorsement, Token } from "./token.js";

/** Who sends, and to whom. */
export interface PresentFetchOptions {
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
  endorsements?: readonly (Endorsement | string)[] | undefined;
}

/**
 * A `fetch` that signs each request as the call that it is. No redirect is followed: where it leads is another call, for
 * another audience perhaps, and the answer is handed back as it is.
 */
export function presentFetch(options: PresentFetchOptions): (address: string | URL, init: PresentInit) => Promise<Response> {
  const { token, key, audiences, header = "authorization" } = options;
  return async (address, init) => {
    const { action, params, json, body: given, endorsements, ...rest } = init;
    const url = new URL(address);
    const audience = Object.hasOwn(audiences, url.origin) ? audiences[url.origin] : undefined;
    if (audience === undefined) {
      throw new DeputeError({ code: "usage", message: `no audience is configured for ${url.origin}`, hint: "add it to `audiences`, if you know who answers there" });
    }
    if (json !== undefined && given !== undefined) throw new DeputeError({ code: "usage", message: "`json` and `body` are two bodies" });
    const body = json === undefined ? given : JSON.stringify(Call.of({ action, args: json }).args);
    const method = text("a method", init.method ?? (body === undefined ? "GET" : "POST")).toUpperCase();
    const call = Call.ofRequest({ action, params, method, target: url.pathname + url.search, body, json: json !== undefined });
    const use = { audience: text("an audience", audience), endorsements };
    const { header: presentation } = key instanceof Key ? present(token, call, { ...use, key }) : await present(token, call, { ...use, key });
    const headers = new Headers(rest.headers);
    if (header === "authorization") headers.set("authorization", `Depute ${presentation}`);
    else headers.set("depute-presentation", presentation);
    if (json !== undefined) headers.set("content-type", "application/json");
    return (options.fetch ?? globalThis.fetch)(url, { ...rest, method, headers, redirect: "manual", ...(body === undefined ? {} : { body: body as BodyInit }) });
  };
}
