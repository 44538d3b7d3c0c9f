//! What each fuzz target asks of core: never only that it does not panic, always also that what it accepts is what others read
//! there, that it has one spelling, or that it is what the naive model says.
//!
//! The naive model, the makers of grants and calls, and the adversary's kit are those of the tests. Here their random numbers
//! come from the fuzzer's input, so that it can learn which grants and calls lead somewhere new.
#![allow(dead_code, unused_imports)] // each part of the tests serves some target, none all of it

#[path = "../../tests/properties/addresses.rs"]
mod addresses;
#[path = "../../tests/properties/alphabet.rs"]
mod alphabet;
#[path = "../../tests/properties/calls.rs"]
mod calls;
#[path = "../../tests/properties/chains.rs"]
mod chains;
#[path = "../../tests/properties/clauses.rs"]
mod clauses;
#[path = "../../../cli/src/failure.rs"]
mod failure;
#[path = "../../tests/properties/grants.rs"]
mod grants;
#[path = "../../../cli/src/keyfile.rs"]
mod keyfile;
#[path = "../../tests/properties/model.rs"]
mod model;
#[path = "../../tests/properties/net.rs"]
mod net;
#[path = "../../tests/properties/print.rs"]
mod print;
#[path = "../../tests/properties/revoked.rs"]
mod revoked;
#[path = "../../tests/properties/spelling.rs"]
mod spelling;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/properties/tally.rs"]
mod tally;
#[path = "../../tests/properties/verdicts.rs"]
mod verdicts;
#[path = "../../tests/properties/wire.rs"]
mod wire;

mod judged;
mod operators;
mod read;
mod reread;
mod rng;

pub use judged::{clause, revocation, verify};
pub use operators::{at, cidr, date, like, under, within};
pub use read::{call, cbor, grant, json, pem, texts};
pub use reread::{endorsement, list, presentation, token};

/// How many cases a property is tried on; the properties run in the tests.
fn cases() -> u64 {
    0
}
