import { join } from "node:path";
import { startFromFile } from "./file.js";

startFromFile(() => join(__dirname, "verify.wasm"));

export * from "../verify.js";
