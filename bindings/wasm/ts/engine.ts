/**
 * The one instance of the engine, and the way into it.
 *
 * @internal
 */
import * as glue from "#glue";
import { DeputeError, thrown } from "./errors.js";
import { isA, usage } from "./given.js";
import type { Bytes, WasmModule } from "./platform.js";

let state: "absent" | "ready" | "broken" = "absent";
let lazily: (() => Bytes) | undefined;
let address: (() => URL) | undefined;

/** What to do about an engine that is not where it is looked for. */
export const BESIDE = 'serve the file beside the script, pass its address to `init`, or import "depute/inline"';

/** Instantiates the engine, once. What was there already stays: handles point into it. */
export function start(source: WasmModule | Bytes): void {
  if (state !== "absent") return;
  try {
    const given = engineIn(source);
    begin(new WebAssembly.Instance(isModule(given) ? given : new WebAssembly.Module(given), imports()));
  } catch (cause) {
    throw notStarted(cause);
  }
}

/** The same for a host that compiles only in the background. */
export async function startAsync(source: WasmModule | Bytes | Response): Promise<void> {
  if (state !== "absent") return;
  try {
    const given = engineIn(isResponse(source) ? await received(source) : source);
    const module = isModule(given) ? given : await WebAssembly.compile(given);
    const instance = await WebAssembly.instantiate(module, imports());
    // Meanwhile another call may have started it.
    if (state === "absent") begin(instance);
  } catch (cause) {
    throw notStarted(cause);
  }
}

/** Starts the engine when it is first needed, from these bytes. */
export function startWhenNeeded(bytes: () => Bytes): void {
  lazily = bytes;
}

/** Where the engine lies, unless `init` is told otherwise. */
export function liesAt(where: () => URL): void {
  address = where;
}

export function defaultSource(): URL | Bytes | undefined {
  return lazily?.() ?? address?.();
}

/** Whether the engine was started, and has not stopped since. */
export function isReady(): boolean {
  return state === "ready";
}

function imports(): WebAssembly.Imports {
  return { [glue.importsName]: glue as unknown as WebAssembly.ModuleImports };
}

function begin(instance: WebAssembly.Instance): void {
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
  state = "ready";
}

/** Of this realm or another, as in a frame or a test runner's context. */
function isModule(source: unknown): source is WebAssembly.Module {
  return isA("WebAssembly.Module", source);
}

function isResponse(source: unknown): source is Response {
  return typeof (source as Response | undefined)?.arrayBuffer === "function";
}

function engineIn(source: WasmModule | Bytes): WasmModule | Bytes {
  if (isModule(source) || ArrayBuffer.isView(source) || isA("ArrayBuffer", source)) return source;
  throw usage(
    "the engine is started from its WebAssembly.Module or its bytes",
    "they are the file `depute.wasm` of this package",
  );
}

/** Why there is no engine: a policy of the page that forbids it, or something that is not the engine of this face. */
function notStarted(cause: unknown): DeputeError {
  if (cause instanceof DeputeError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const hint = /security.policy|unsafe-eval|\bCSP\b/i.test(why)
    ? "let the page's Content-Security-Policy say `script-src 'wasm-unsafe-eval'`, which allows WebAssembly and no `eval`"
    : /disallowed by embedder/i.test(why)
      ? 'this host compiles nothing that is not a module of the worker: import "depute", or hand the module to `initSync`'
      : "start it from the `.wasm` of this very version of the package";
  return new DeputeError({ code: "usage", message: `the engine could not be compiled: ${why}`, hint, cause });
}

/** A server that sends another media type than `application/wasm` is no reason to fail. */
async function received(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) {
    throw new DeputeError({
      code: "io_failed",
      message: `the engine could not be fetched: ${response.status} for ${response.url}`,
      hint: BESIDE,
    });
  }
  return response.arrayBuffer();
}

/**
 * Asks the engine. Whoever asks hands in texts, numbers and bytes that were judged to be such, and handles that were not used
 * up: an error that is thrown from within would leave a piece of the engine's stack behind. What the engine refuses is thrown as
 * an error of ours. A trap can only be a fault of the engine; it leaves the instance in an unknown state, so that everything
 * asked later is refused.
 */
export function ask<T>(question: (engine: typeof glue) => T): T {
  if (state === "absent" && lazily !== undefined) start(lazily());
  if (state === "absent") {
    throw usage("the engine was used before it was started", "call `await init()` once, first");
  }
  if (state === "broken") throw broken();
  try {
    return question(glue);
  } catch (error) {
    if (typeof error === "string") throw thrown(error);
    if (error instanceof WebAssembly.RuntimeError || error instanceof RangeError) {
      state = "broken";
      throw broken(error);
    }
    throw error;
  }
}

function broken(cause?: unknown): DeputeError {
  return new DeputeError({
    code: "internal",
    message: "the engine stopped at a fault of its own and answers nothing any more",
    hint: "please report this with what you called; a new process or worker starts anew",
    ...(cause === undefined ? {} : { cause }),
  });
}
