import module from "./depute.wasm";
import { start } from "../engine.js";

start(module);

export * from "../index.js";
