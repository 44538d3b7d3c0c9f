import bytes from "../../wasm/verify_bg.wasm";
import { startWhenNeeded } from "../engine.js";

startWhenNeeded(() => bytes);

export * from "../verify.js";
