//! The adversary's kit: CBOR, COSE_Sign1 and hashes of its own, which write any right or wrong object.
//!
//! It shares no code with the crate, so that every rule is checked on bytes that the crate refuses to make.
#![allow(dead_code, unused_imports, unused_macros)] // each test program uses a part of the kit
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // tests

pub(crate) mod cbor;
pub(crate) mod keys;
pub(crate) mod revocations;
pub(crate) mod scene;
pub(crate) mod walk;

pub(crate) use cbor::{Item, bytes, float, list, map, raw, wide};
pub(crate) use keys::{ALICE, AUTHORITY, BOB, BOOKER, CAROL, DAVE, Key, LEDGER, MALLORY, PLANNER, SCOUT};
pub(crate) use scene::{AUDIENCE, NOW, allowed, at, call, digest, now, refused, verdict, verifier};
pub(crate) use walk::{
    AUD, CNF, CTI, Draft, EXP, IAT, ISS, Id, Kind, MANDATE, NBF, NONCE, SUB, Walk, endorsement, endorsement_claims,
    link_id, presentation, proof_claims, root_claims, sealed, token,
};
