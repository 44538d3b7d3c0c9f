//! What must be remembered: which call proofs were used, and what was taken from each budget.
//!
//! `depute` decides whether a call is allowed; that takes no memory, so it cannot say whether the same call came before.
//! A ledger can. Two of the laws of Depute are kept here:
//!
//! - **A token is not a password.** Every use carries a proof over one call, and a proof counts once. So does what
//!   somebody else signed for the call, an endorsement.
//! - **What is counted is counted along the whole chain.** A limit set by one link binds everything delegated below it,
//!   together, however many sub-agents there are.
//!
//! # The walk goes on
//!
//! ```text
//! Verified ── charge ──> Permit ── send ──> Sent ── settle
//!                          └── release, or its deadline passes: the charges come back
//! ```
//!
//! A planner has 600.00 for all of its sub-agents together:
//!
//! ```
//! use depute::{Call, Mint, Policy, Revocations, Signer, SigningKey, Trust, TrustEntry, UnixTime, Verifier};
//! use depute_ledger::{MemoryLedger, Sent};
//!
//! /// The tool takes what was paid for, and runs the call that was checked.
//! fn book(sent: &Sent<'_>) -> String {
//!     format!("booked {}", sent.call().to_json())
//! }
//!
//! let [alice, planner, booker, scout] = [1, 2, 3, 4].map(|seed| SigningKey::from_seed(&[seed; 32]));
//! let now = UnixTime::from_secs(1_800_000_000)?;
//! let trip = Mint::new(&planner.verifying_key())
//!     .allow(r#"flights.book(to = "SFO", price <= 600)"#)?
//!     .budget(r#"sum price of flights.book <= 600.00 "USD""#)?
//!     .depth(1)
//!     .sign(&alice, now, [7; 8])?;
//! let trust = Trust::new([TrustEntry::new("alice", alice.verifying_key()).allow("*(..)")?])?;
//! let verifier = Verifier::new(trust, Policy::new("local", Revocations::None)?);
//! let mut ledger = MemoryLedger::new(now);
//!
//! let token = trip.delegate(&booker.verifying_key()).allow("*(..)")?.sign(&planner, now)?;
//! let call = Call::parse(r#"flights.book(to = "SFO", price = 450)"#)?;
//! let presentation = token.present(&call, "local", &booker, now, [9; 16])?;
//! let permit = ledger.charge(verifier.check(presentation.as_bytes(), &call, now)?, now)?;
//! let sent = ledger.send(permit, now)?;
//! book(&sent);
//! ledger.settle(sent);
//!
//! let denied = ledger.charge(verifier.check(presentation.as_bytes(), &call, now)?, now).unwrap_err();
//! assert_eq!(denied.code().as_str(), "proof_replayed");
//!
//! let token = trip.delegate(&scout.verifying_key()).allow("*(..)")?.sign(&planner, now)?;
//! let call = Call::parse(r#"flights.book(to = "SFO", price = 200)"#)?;
//! let presentation = token.present(&call, "local", &scout, now, [8; 16])?;
//! let denied = ledger.charge(verifier.check(presentation.as_bytes(), &call, now)?, now).unwrap_err();
//! assert_eq!((denied.code().as_str(), denied.link()), ("budget_exhausted", Some(1)));
//! assert_eq!(denied.value(), Some(r#"450 of 600 "USD" used, 200 asked"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # A call that was not paid for does not compile
//!
//! Let whatever runs a call take a [`Sent`], as `book` above does. A verdict is none:
//!
//! ```compile_fail,E0308
//! # use depute::Verified;
//! # use depute_ledger::Sent;
//! # fn book(sent: &Sent<'_>) {}
//! fn unpaid(verified: &Verified<'_>) {
//!     book(verified)
//! }
//! ```
//!
//! nor can a permit be made of one without a ledger,
//!
//! ```compile_fail,E0451
//! # use depute::{UnixTime, Verified};
//! # use depute_ledger::Permit;
//! fn forged<'a>(verified: Verified<'a>, deadline: UnixTime) -> Permit<'a> {
//!     Permit { verified, deadline }
//! }
//! ```
//!
//! a held permit gives no call to run,
//!
//! ```compile_fail,E0599
//! # use depute_ledger::Permit;
//! fn unsent<'a>(permit: &Permit<'a>) -> &'a depute::Call {
//!     permit.call()
//! }
//! ```
//!
//! and what was sent cannot be given back.
//!
//! ```compile_fail,E0382
//! # use depute::{Denied, UnixTime};
//! # use depute_ledger::{MemoryLedger, Permit};
//! fn both<'a>(ledger: &mut MemoryLedger, permit: Permit<'a>, now: UnixTime) -> Result<(), Denied> {
//!     let sent = ledger.send(permit, now)?;
//!     ledger.release(permit);
//!     Ok(ledger.settle(sent))
//! }
//! ```
//!
//! # What is not promised
//!
//! The [`MemoryLedger`] remembers within one process and for as long as it lives. Several processes of one audience, and
//! whatever must survive a restart, need a durable ledger; this one refuses what it may have forgotten.
//!
//! Neither clock nor randomness, I/O or global state: time is an argument.

#![no_std]

extern crate alloc;

mod counters;
mod kept;
mod memory;
mod permit;

pub use crate::memory::MemoryLedger;
pub use crate::permit::{Permit, Sent};

/// The README's program, run as the others are.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
