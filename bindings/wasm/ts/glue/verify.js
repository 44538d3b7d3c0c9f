export * from "../../wasm/verify_bg.js";
export const importsName = "./verify_bg.js";
