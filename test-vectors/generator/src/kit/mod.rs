//! From single bytes to a whole presentation, each part as its maker wants it.

pub mod cbor;
pub mod code_points;
pub mod grant;
pub mod keys;
pub mod revocations;
pub mod sign;
pub mod strange;
pub mod twisted;
pub mod walk;

pub use cbor::{Item, bytes, float, hex, raw, wide};
pub use keys::{
    ALICE, AUTHORITY, BOB, BOOKER, CAROL, DAVE, DEPUTY, ERIN, KEEPER, Key, LEDGER, MALLORY, PLANNER, SCOUT, WARDEN, did,
};
pub use sign::{AUD, CNF, CTI, Draft, EXP, IAT, ISS, Id, Kind, MANDATE, NBF, NONCE, SUB, Signer, sealed};
pub use walk::{
    AUDIENCE, NOW, Walk, call_digest, cnf, endorsement, endorsement_claims, further, presentation, proof_claims,
    root_claims, token,
};

pub use crate::{list, map};
