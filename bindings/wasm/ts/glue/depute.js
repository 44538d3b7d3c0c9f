export * from "../../wasm/depute_bg.js";
export const importsName = "./depute_bg.js";
