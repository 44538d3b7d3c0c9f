/** Starting the engine. Node, Bun, Deno and `depute/inline` do it by themselves; elsewhere it is one line. */
import { BESIDE, defaultSource, isReady, start, startAsync } from "./engine.js";
import { DeputeError } from "./errors.js";
import { usage } from "./given.js";
import type { Bytes, WasmModule } from "./platform.js";

/** What the engine can be started from: its module, its bytes, or where they are fetched. */
export type Source = WasmModule | Bytes | Response | Promise<Response> | URL | string | Request;

let starting: Promise<void> | undefined;

/**
 * Starts the engine: once, before anything else, in browsers. Without an argument it is fetched from beside the script.
 * Starting it again does nothing. What is not the engine is refused as `usage`, what cannot be fetched as `io_failed`.
 */
export async function init(source?: Source): Promise<void> {
  if (isReady()) return;
  // Whoever asks meanwhile waits for the same: it is fetched once.
  starting ??= startFrom(source).finally(() => (starting = undefined));
  await starting;
}

async function startFrom(source: Source | undefined): Promise<void> {
  const from = source ?? defaultSource();
  if (from === undefined)
    throw usage("there is no engine beside this script to start", "give `init` its address, its bytes or its module");
  const given = await (from as Promise<Response>);
  const isAddress =
    typeof given === "string" || given instanceof URL || (typeof Request === "function" && given instanceof Request);
  await startAsync(isAddress ? await fetched(given) : (given as Exclude<typeof given, Request | URL | string>));
}

/** Starts the engine from a module or bytes that are there already, as in a worker that was handed one. */
export function initSync(source: WasmModule | Bytes): void {
  start(source);
}

async function fetched(address: string | URL | Request): Promise<Response> {
  try {
    return await fetch(address);
  } catch (cause) {
    const where = String(address instanceof Request ? address.url : address);
    throw new DeputeError({
      code: "io_failed",
      message: `the engine could not be fetched from ${where}`,
      hint: BESIDE,
      cause,
    });
  }
}
