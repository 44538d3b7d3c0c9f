//! Authority for AI agents: signed, bounded mandates that each holder can hand on, narrower, offline.
//!
//! A person hands an agent a mandate; each agent can hand a narrower one to a sub-agent; any service can check a call
//! without asking anyone, and learns which person stands behind it, through whose hands it passed, and which limit each
//! of them set. Six laws hold throughout:
//!
//! 1. **A link can only take away.** A chain allows a call if and only if every link in it allows the call.
//! 2. **A token is not a password.** Every use carries a call proof, signed by the last holder's key, over this one
//!    call: action, arguments, audience, time, nonce.
//! 3. **What is not understood is refused.** Unknown field, type, version or operator; a second spelling of the same
//!    bytes; missing revocation data: each is a refusal with its own code.
//! 4. **What is counted is counted along the whole chain.** A limit set by one link binds everything delegated below it,
//!    together, however many sub-agents there are.
//! 5. **Every refusal explains itself.** Which link, which limit, what the value was, who set it, and what would pass.
//! 6. **The world is an argument.** Time, randomness, trusted roots and revocation lists are passed in. The same input
//!    gives the same answer in every language, and in a replay a year later.
//!
//! # The walk
//!
//! Each step takes the value that the step before made, and only that step can make it: [`Mint`] a [`Token`],
//! [`Token::delegate`] it, [`Token::present`] it with one [`Call`], let a [`Verifier`] check it, and let a ledger (crate
//! `depute-ledger`) charge what is owed. Where a clause needs approval, those whom it names [`Token::endorse`] the call
//! before it is presented.
//!
//! ```
//! use depute::{Call, Mint, Policy, Revocations, Signer, SigningKey, Trust, TrustEntry, UnixTime, Verifier};
//!
//! let (alice, planner, booker) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]), SigningKey::from_seed(&[3; 32]));
//! let now = UnixTime::from_secs(1_800_000_000)?;
//!
//! let trip = Mint::new(&planner.verifying_key())
//!     .allow(r#"flights.book(to = "SFO", price <= 600)"#)?
//!     .expires_in(3600)
//!     .depth(1)
//!     .sign(&alice, now, [7; 8])?;
//! let book = trip.delegate(&booker.verifying_key()).allow("flights.book(price <= 400, ..)")?.sign(&planner, now)?;
//!
//! let trust = Trust::new([TrustEntry::new("alice", alice.verifying_key()).allow("*(..)")?])?;
//! let verifier = Verifier::new(trust, Policy::new("local", Revocations::None)?);
//!
//! let call = Call::parse(r#"flights.book(to = "SFO", price = 390)"#)?;
//! let presentation = book.present(&call, "local", &booker, now, [9; 16])?;
//! let verified = verifier.check(presentation.as_bytes(), &call, now)?;
//! assert_eq!(verified.holders().last(), Some(booker.verifying_key()));
//!
//! let call = Call::parse(r#"flights.book(to = "SFO", price = 450)"#)?;
//! let presentation = book.present(&call, "local", &booker, now, [8; 16])?;
//! let denied = verifier.check(presentation.as_bytes(), &call, now).unwrap_err();
//! assert_eq!((denied.code().as_str(), denied.link(), denied.limit()), ("arg_above_limit", Some(2), Some("<= 400")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is not checked here
//!
//! Whether a proof was used before and whether budgets suffice: that takes a memory, which is the ledger's. Whether
//! something was revoked, where the policy says [`Revocations::None`]: such a link works until it expires. What a tool
//! makes of its arguments: run it with the call that was checked, not with the text that was received.
//!
//! # Features
//!
//! - `cache`, off by default, needs std: `ChainCache`, for a [`Verifier`] that sees the same chains again and again.
//! - `serde`, off by default: the module `report`, in which refusals, verdicts and what objects claim are data that serde
//!   serializes, with the members that the command `depute` prints as JSON. Nothing can be read back from them.
//!
//! On x86-64, `RUSTFLAGS='--cfg curve25519_dalek_backend="avx512"'` (never for another target) lets a signature be verified
//! in six tenths of the time where the running processor has AVX-512 IFMA, and changes nothing where it has not. With
//! `-C target-cpu=native` a build on such a processor does the same, but may not run on others.
//!
//! The bytes are specified in `spec/`; this crate has no clock, no randomness, no I/O and no global state.

#![no_std]

extern crate alloc;
#[cfg(feature = "cache")]
extern crate std;

mod armor;
mod budget;
mod call;
mod cbor;
#[cfg(feature = "cache")]
mod chain_cache;
mod clause;
mod clauses;
mod codepoints;
mod context;
mod delegate;
mod denied;
mod diff;
mod endorse;
mod endorsement;
mod envelope;
mod error;
mod evidence;
mod explain;
#[cfg(fuzzing)]
pub mod fuzzing;
mod grammar;
mod grant;
mod header;
mod http;
pub mod json;
mod key;
mod known;
mod limit;
pub mod limits;
mod link;
mod lookup;
mod matches;
mod mint;
mod narrows;
mod number;
mod operator;
mod prepared;
mod present;
mod presentation;
mod remarks;
#[cfg(feature = "serde")]
pub mod report;
mod request;
mod requirement;
mod revocation;
mod revocation_list;
mod revoke;
mod revoked;
mod subjects;
mod time;
mod token;
mod trust;
mod value;
mod verify;
mod weight;

pub use crate::armor::{Kind, without_secret};
pub use crate::budget::Budget;
pub use crate::call::Call;
#[cfg(feature = "cache")]
pub use crate::chain_cache::ChainCache;
pub use crate::clause::Clause;
pub use crate::codepoints::is_refused as is_refused_code_point;
pub use crate::context::Context;
pub use crate::delegate::{Delegation, NotDelegated};
pub use crate::denied::{Authorizer, Denied, Expected, Setter, Step};
pub use crate::diff::{Change, Effective, Subject, diff};
pub use crate::endorsement::Endorsement;
pub use crate::envelope::Id;
pub use crate::error::{At, Code, Malformed};
pub use crate::evidence::Evidence;
pub use crate::explain::{Explanation, Hex, Petname};
pub use crate::grammar::Millionths;
pub use crate::grant::Grant;
pub use crate::http::Http;
pub use crate::key::{Signature, Signer, SignerFailed, SigningKey, ToSign, VerifyingKey, verify_signature};
pub use crate::known::{KnownChain, KnownChains};
pub use crate::link::Link;
pub use crate::lookup::Lookup;
pub use crate::mint::Mint;
pub use crate::narrows::{Doubt, Narrowing, Nothing, Reason, Widening, allows_nothing, narrows, only_in};
pub use crate::prepared::Prepared;
pub use crate::presentation::{Presentation, Proof};
pub use crate::remarks::{Remark, RemarkKind, remarks};
pub use crate::request::{Body, Request};
pub use crate::requirement::Approval;
pub use crate::revocation::{Statement, Target};
pub use crate::revocation_list::RevocationList;
pub use crate::revoke::NextList;
pub use crate::revoked::{ListSeen, Revoked};
pub use crate::time::{UnixTime, parse_duration};
pub use crate::token::Token;
pub use crate::trust::{Policy, Revocations, Trust, TrustEntry};
pub use crate::value::{Map, Number, Value};
pub use crate::verify::{Charge, Counted, Effect, Endorsable, Genuine, Need, Verified, Verifier};
