/**
 * The one instance of the engine, and the way into it.
 *
 * @internal
 */
import * as glue from "#glue";
import { DeputeError, thrown } from "./errors.js";

let state: "absent" | "ready" | "broken" = "absent";
let lazily: (() => BufferSource) | undefined;
let address: (() => URL) | undefined;

/** Instantiates the engine, once. What was there already stays: handles point into it. */
export function start(source: WebAssembly.Module | BufferSource): void {
  if (state !== "absent") return;
  try {
    const module = source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
    begin(new WebAssembly.Instance(module, imports()));
  } catch (cause) {
    throw notStarted(cause);
  }
}

/** The same for a host that compiles only in the background. */
export async function startAsync(source: WebAssembly.Module | BufferSource | Response): Promise<void> {
  if (state !== "absent") return;
  try {
    const bytes = typeof Response === "function" && source instanceof Response ? await received(source) : (source as BufferSource);
    const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(bytes);
    const instance = await WebAssembly.instantiate(module, imports());
    if (state === "absent") begin(instance);
  } catch (cause) {
    throw notStarted(cause);
  }
}

/** Starts the engine when it is first needed, from these bytes. */
export function startWhenNeeded(bytes: () => BufferSource): void {
  lazily = bytes;
}

/** Where the engine lies, unless `init` is told otherwise. */
export function liesAt(where: () => URL): void {
  address = where;
}

export function defaultSource(): URL | BufferSource | undefined {
  return lazily?.() ?? address?.();
}

/** Whether the engine was started. */
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

/** Why there is no engine: a policy of the page that forbids it, or something that is not the engine of this face. */
function notStarted(cause: unknown): DeputeError {
  if (cause instanceof DeputeError) return cause;
  const why = cause instanceof Error ? cause.message : String(cause);
  const hint = /security.policy|unsafe-eval|\bCSP\b/i.test(why)
    ? "let the page's Content-Security-Policy say `script-src 'wasm-unsafe-eval'`, which allows WebAssembly and no `eval`"
    : "start it from the `.wasm` of this very version of the package";
  return new DeputeError({ code: "usage", message: `the engine could not be compiled: ${why}`, hint, cause });
}

/** A server that sends another media type than `application/wasm` is no reason to fail. */
async function received(response: Response): Promise<ArrayBuffer> {
  if (!response.ok) {
    throw new DeputeError({
      code: "io_failed",
      message: `the engine could not be fetched: ${response.status} for ${response.url}`,
      hint: 'serve the file beside the script, pass its address to `init`, or import "depute/inline"',
    });
  }
  return response.arrayBuffer();
}

/**
 * Asks the engine. What it refuses is thrown as an error of ours. A trap can only be a fault of the engine; it leaves the
 * instance in an unknown state, so that everything asked later is refused.
 */
export function ask<T>(question: (engine: typeof glue) => T): T {
  if (state === "absent" && lazily !== undefined) start(lazily());
  if (state === "absent") {
    throw new DeputeError({ code: "usage", message: "the engine was used before it was started", hint: "call `await init()` once, first" });
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
