/** Starting the engine. Node, Bun, Deno and `depute/inline` do it by themselves; elsewhere it is one line. */
import { isReady, startAsync, start, defaultSource } from "./engine.js";

/** What the engine can be started from: its module, its bytes, or where they are fetched. */
export type Source = WebAssembly.Module | BufferSource | Response | Promise<Response> | URL | string | Request;

let starting: Promise<void> | undefined;

/**
 * Starts the engine: once, before anything else, in browsers. Without an argument it is fetched from beside the script.
 * Starting it again does nothing.
 */
export async function init(source?: Source): Promise<void> {
  if (isReady()) return;
  // Whoever asks meanwhile waits for the same: it is fetched once.
  starting ??= startFrom(source).finally(() => (starting = undefined));
  await starting;
}

async function startFrom(source: Source | undefined): Promise<void> {
  const from = source ?? defaultSource();
  if (from === undefined) return;
  const given = await (from as Promise<Response>);
  const fetched = typeof given === "string" || given instanceof URL || (typeof Request === "function" && given instanceof Request);
  await startAsync(fetched ? await fetch(given as URL) : (given as Exclude<typeof given, Request | URL | string>));
}

/** Starts the engine from a module or bytes that are there already, as in a worker that was handed one. */
export function initSync(source: WebAssembly.Module | BufferSource): void {
  start(source);
}
