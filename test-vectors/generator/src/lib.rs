//! The adversary's kit: CBOR, COSE_Sign1, hashes and keys of its own, which write any right or wrong object.
//!
//! It shares no code with the engine, so that every rule is tested on bytes that the engine refuses to make. The program
//! of this package writes the test vectors with it; the engine's own tests use it too.

pub mod kit;
