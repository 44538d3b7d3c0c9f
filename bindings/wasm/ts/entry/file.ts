import { readFileSync } from "node:fs";
import { start } from "../engine.js";
import { DeputeError } from "../errors.js";

/** Starts the engine from the file beside the script. A bundler that moved the script and left the file is told apart. */
export function startFromFile(path: () => string): void {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = readFileSync(path());
  } catch (cause) {
    throw new DeputeError({
      code: "io_failed",
      message: `the engine's file is not beside its script: ${cause instanceof Error ? cause.message : cause}`,
      hint: 'leave `depute` out of the bundle, or import "depute/inline", which is one file',
      cause,
    });
  }
  start(bytes);
}
