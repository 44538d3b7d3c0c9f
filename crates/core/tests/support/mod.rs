//! The adversary's kit, and the engine's side of it: keys as the engine has them, a verifier, and what it says.
//!
//! The kit (`test-vectors/generator/src/kit`) shares no code with the engine, so that every rule is tested on bytes that the
//! engine refuses to make. It writes the test vectors too.
#![allow(dead_code, unused_imports)] // each test program uses a part of the kit
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // tests

pub(crate) mod keys;
pub(crate) mod remembering;
pub(crate) mod revocations;
pub(crate) mod scene;

pub(crate) use depute_vectors::kit::*;

pub(crate) use keys::EngineKey;
pub(crate) use remembering::{Elephant, alike};
pub(crate) use scene::{allowed, at, call, now, refused, verdict, verifier};
