/** Types of the web platform that a project for Node need not have. Where the compiler knows them, these are they. */

/** `WebAssembly.Module`. */
export type WasmModule = typeof globalThis extends { WebAssembly: { Module: { prototype: infer Module } } }
  ? Module
  : object;

/** `CryptoKey`. */
export type WebKey = typeof globalThis extends { CryptoKey: { prototype: infer Key } } ? Key : object;

/** `BufferSource`. */
export type Bytes = ArrayBuffer | ArrayBufferView<ArrayBuffer>;
