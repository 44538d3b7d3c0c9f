import { liesAt } from "../engine.js";

liesAt(() => new URL("./verify.wasm", import.meta.url));

export * from "../verify.js";
