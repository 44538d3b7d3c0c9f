// The engine behind its generated glue, an instance apart from the one that the package holds.
import { readFileSync } from "node:fs";
import * as glue from "../wasm/depute_bg.js";

const module = new WebAssembly.Module(readFileSync(new URL("../wasm/depute_bg.wasm", import.meta.url)));

/** A new instance; one that there was is forgotten, with every handle into it. */
export function instance() {
  const { exports } = new WebAssembly.Instance(module, { "./depute_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return exports;
}

export { glue };
