/** Calls: what somebody wants to do, in one canonical form with one digest. */
import { ask } from "./engine.js";
import { DeputeError } from "./errors.js";
import { bytes, members, options, shown, text } from "./given.js";
import { copyArgs, frozen, member, type Args } from "./value.js";

export type { Args, Value } from "./value.js";

/** A request as it stands on the wire: its method, its target (path and query) and its body. */
export interface HttpRequest {
  /** Such as `POST`. */
  method: string;
  /** Path and query, byte for byte: `/v1/invoices?draft=1`. */
  target: string;
  /** The bytes of the body; a text is its UTF-8. None: empty. */
  body?: Uint8Array | string | undefined;
}

/** The request of a named route. */
export interface RouteRequest extends HttpRequest {
  /** The action: the name of the route in the verifier's own configuration. */
  action: string;
  /** Path parameters: names, with the segments as they stand in the target, not decoded. */
  params?: Readonly<Record<string, string>> | undefined;
  /** Whether the route takes a JSON object as its body, whose members are arguments. Otherwise the digest alone binds it. */
  json?: boolean | undefined;
}

/** A call, or what makes one: an action and its arguments as host values. */
export type CallInput = Call | { readonly action: string; readonly args?: object | undefined };

interface Read {
  action: string;
  json: string;
  canonical: string;
  digest: string;
}

/**
 * What somebody wants to do. Says nothing about authority: `present` signs a call, a verifier judges it, and what runs is
 * what stands in here. Arguments are copied once when it is made, and frozen. Source: `spec/call.md`.
 */
export class Call {
  /** @internal Bundlers rename classes that speak of themselves, and consoles show it. */
  static readonly name = "Call";
  readonly action: string;
  /** They inherit nothing: what was not an argument is `undefined` here, whatever stands in `Object.prototype`. */
  readonly args: Args;
  /** Method, target and digest of the body in hexadecimal digits, where the call is a request over plain HTTP. */
  readonly http: { readonly method: string; readonly target: string; readonly body: string } | undefined;
  /** The call as JSON, as it travels beside a presentation. */
  readonly json: string;
  readonly #told: { report?: Read };

  private constructor(json: string, action: string, args: Args, http: Call["http"], report?: Read) {
    this.#told = report === undefined ? {} : { report };
    this.json = json;
    this.action = action;
    this.args = args;
    this.http = http;
    Object.freeze(this);
  }

  /**
   * A call of this action with these arguments: host values, each of which is copied once or refused by name. A `bigint` is
   * a number; a member that is `undefined` is left out; a getter, a `Date`, an object with a class or with `toJSON`, `NaN`
   * and a whole number beyond ±(2^53−1) are refused. Limits and texts are judged when the call is signed or checked.
   */
  static of(call: CallInput): Call {
    if (Call.is(call)) return call;
    if (typeof call !== "object" || call === null) throw invalid("a call is an object with `action` and `args`");
    const { action, args } = onlyMembers(call);
    if (typeof action !== "string") throw invalid("the action of a call is a text");
    text("an action", action);
    const copy = copyArgs(args === undefined ? {} : args);
    return new Call(`{"action":${JSON.stringify(action)},"args":${copy.json}}`, action, copy.value, undefined);
  }

  /**
   * A call from its JSON, `{"action":"flights.book","args":{"to":"SFO"}}`, by the strict reader: a text, or its UTF-8 as it was
   * received, which hosts' own decoders would mend.
   */
  static fromJson(json: string | Uint8Array): Call {
    return Call.#read(
      "json",
      typeof json === "string" ? text("a call's JSON", json) : utf8(bytes("a call's JSON", json)),
      "",
    );
  }

  /** A call from a text that is written as the clause that allows it: `flights.book(to = "SFO", price = 450)`. */
  static parse(source: string): Call {
    return Call.#read("text", text("a call", source), "");
  }

  /**
   * A call from a raw MCP message, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":…,"arguments":…}}`. The
   * action is `LABEL.TOOL`, with the verifier's own label for the server.
   */
  static fromMcp(message: string, label: string): Call {
    return Call.#read("mcp", text("a message", message), text("a label", label));
  }

  /**
   * The call that a request is at a named route: its arguments are the path parameters, the members of the query and those
   * of a JSON body, as sent; and it has its `http` member. Source: `spec/http.md`, "The call of a named route".
   */
  static ofRequest(request: RouteRequest): Call {
    const { action, method, target, params, body, json } = options("a request", request, [
      "action",
      "method",
      "target",
      "params",
      "body",
      "json",
    ]);
    const parts = members("path parameters", params)
      .flat()
      .map((part) => text("a path parameter", part));
    const [route, verb, path] = [text("an action", action), text("a method", method), text("a target", target)];
    const sent =
      body === undefined
        ? new Uint8Array()
        : typeof body === "string"
          ? new TextEncoder().encode(text("a body", body))
          : bytes("a body", body);
    return Call.fromJson(ask((engine) => engine.requestCall(route, verb, path, parts, sent, json === true)));
  }

  /** @internal Made here; what only has its prototype may say one thing and run another. */
  static is(call: unknown): call is Call {
    return typeof call === "object" && call !== null && #told in call;
  }

  /** The canonical bytes (deterministic CBOR). */
  get canonical(): Uint8Array {
    return fromHex(this.#report().canonical);
  }

  /** BLAKE3 of the canonical bytes, in hexadecimal digits: what a proof signs. */
  get digest(): string {
    return this.#report().digest;
  }

  toString(): string {
    return this.json;
  }

  /** The call as JSON would have it. */
  toJSON(): unknown {
    return JSON.parse(this.json);
  }

  #report(): Read {
    return (this.#told.report ??= JSON.parse(ask((engine) => engine.readCall("json", this.json, ""))) as Read);
  }

  static #read(form: "json" | "text" | "mcp", source: string, label: string): Call {
    const report = JSON.parse(ask((engine) => engine.readCall(form, source, label))) as Read;
    const read = frozen(JSON.parse(report.json)) as { args?: Args; http?: NonNullable<Call["http"]> };
    return new Call(report.json, report.action, read.args ?? (frozen({}) as Args), read.http, report);
  }
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DeputeError({ code: "json_string", message: "the JSON of a call is not UTF-8" });
  }
}

/** The two members that a host may give, each read once. A third could be meant to matter. */
function onlyMembers(call: object): { action: unknown; args: unknown } {
  for (const name of Reflect.ownKeys(call)) {
    if (name !== "action" && name !== "args") {
      throw invalid(`a call has the members \`action\` and \`args\`, and no ${shown(String(name))}`);
    }
  }
  const read = (name: string): unknown =>
    Object.hasOwn(call, name) ? member(call, name, `\`${name}\` of a call`) : undefined;
  return { action: read("action"), args: read("args") };
}

function invalid(message: string): DeputeError {
  return new DeputeError({ code: "call_invalid", message });
}

/** @internal */
export function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
