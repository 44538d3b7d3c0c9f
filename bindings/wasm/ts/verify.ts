/** `depute/verify`: reading and verifying, for services; smaller, and without anything that signs. */
export { Call, type Args, type CallInput, type HttpRequest, type RouteRequest, type Value } from "./call.js";
export * from "./clause.js";
export {
  DeputeError,
  Denied,
  type Authorizer,
  type Code,
  type Fault,
  type Position,
  type Refusal,
  type Setter,
  type Step,
} from "./errors.js";
export type { Time } from "./host.js";
export * from "./guard.js";
export { answerTo, authorizeRequest, presentationIn, receivedOf } from "./http.js";
export type { Answer, HeaderLines, Received, Route } from "./http.js";
export { bytesOfDid, didOfBytes, type PublicKey } from "./public_key.js";
export type * from "./report.js";
export * from "./start.js";
export * from "./text.js";
export { Endorsement, Presentation, RevocationList, Token } from "./token.js";
export * from "./verifier.js";
export { verifySignature } from "./signature.js";
