import { liesAt } from "../engine.js";

liesAt(() => new URL("./depute.wasm", import.meta.url));

export * from "../index.js";
