import { readFileSync } from "node:fs";
import { join } from "node:path";
import { start } from "../engine.js";

start(readFileSync(join(__dirname, "depute.wasm")));

export * from "../index.js";
