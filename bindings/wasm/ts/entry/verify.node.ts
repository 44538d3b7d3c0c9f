import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../engine.js";

start(readFileSync(join(__dirname, "verify.wasm")));

export * from "../verify.js";
