//! What must hold of every grant and every call, tried on many: verdicts against a naive model, chains against shorter
//! ones, texts against each other and against the bytes.
//!
//! `DEPUTE_CASES` sets how many cases each property is tried on, 100,000 unless it is set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
#![allow(clippy::arithmetic_side_effects)]

mod addresses;
mod alphabet;
mod calls;
mod chains;
mod clauses;
mod fringes;
mod grants;
mod model;
mod narrowings;
mod net;
mod print;
mod revoked;
mod rng;
mod spelling;
#[path = "../support/mod.rs"]
mod support;
mod tally;
mod texts;
mod verdicts;
mod wire;

/// How many cases each property is tried on.
fn cases() -> u64 {
    match std::env::var("DEPUTE_CASES") {
        Ok(cases) => cases.parse().expect("DEPUTE_CASES is a number"),
        Err(_) => 100_000,
    }
}
