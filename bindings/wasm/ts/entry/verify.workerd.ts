import module from "./verify.wasm";
import { start } from "../engine.js";

start(module);

export * from "../verify.js";
