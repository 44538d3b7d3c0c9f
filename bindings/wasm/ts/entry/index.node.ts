import { join } from "node:path";
import { startFromFile } from "./file.js";

startFromFile(() => join(__dirname, "depute.wasm"));

export * from "../index.js";
