// What a `.wasm` weighs: as it is, and as it travels.
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const FILES = {
  "depute": "depute/depute.wasm",
  "depute/verify": "depute/verify.wasm",
  "@biscuit-auth/biscuit-wasm": "@biscuit-auth/biscuit-wasm",
};

/** Bytes of each, raw, gzip at level 9, and brotli at level 11. */
export function sizes() {
  return Object.entries(FILES).map(([name, specifier]) => {
    const found = new URL(import.meta.resolve(specifier));
    const wasm = readFileSync(found.pathname.endsWith(".wasm") ? found : new URL("biscuit_bg.wasm", found));
    const brotli = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length } });
    return { name, raw: wasm.length, gzip: gzipSync(wasm, { level: 9 }).length, brotli: brotli.length };
  });
}
