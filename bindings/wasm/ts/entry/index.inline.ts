import bytes from "../../wasm/depute_bg.wasm";
import { startWhenNeeded } from "../engine.js";

startWhenNeeded(() => bytes);

export * from "../index.js";
