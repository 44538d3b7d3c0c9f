//! What the npm package `depute` runs on: core and the memory ledger behind functions of texts, bytes and numbers.
//!
//! Nothing is decided here. Objects travel in their text forms, verdicts and views as the JSON of `depute`'s reports,
//! calls as JSON that core's strict reader reads; time and randomness are arguments, as everywhere. The face that people
//! program against is TypeScript, in `ts/`: it copies host values once and gives results their types.
//!
//! A refusal to read or make something is thrown as the JSON text of its report, which the face turns into an error.
//! Nothing here panics on input: a trap would leave the instance in an unknown state, so the face never uses one again
//! after it.

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

#[cfg(target_arch = "wasm32")]
mod alone;
mod call;
#[cfg(feature = "sign")]
mod diff;
mod fault;
mod json;
#[cfg(feature = "sign")]
mod key;
#[cfg(feature = "sign")]
mod list;
mod object;
#[cfg(feature = "sign")]
mod prepared;
#[cfg(feature = "sign")]
mod present;
#[cfg(feature = "sign")]
mod terms;
mod text;
mod trust;
mod verifier;
