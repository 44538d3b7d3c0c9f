/** `depute`: everything. */
export * from "./verify.js";
export * from "./grant.js";
export { Key, webCryptoSigner, type Signer } from "./key.js";
export * from "./list.js";
export * from "./narrow.js";
export * from "./send.js";
export {
  delegate,
  endorse,
  mint,
  prepareDelegate,
  prepareEndorse,
  prepareMint,
  preparePresent,
  present,
} from "./steps.js";
export type { DelegateOptions, EndorseOptions, MintOptions, Prepared, PresentOptions } from "./steps.js";
export type { Terms } from "./terms.js";
export { unverifiedChanges, unverifiedRemarks } from "./changes.js";
