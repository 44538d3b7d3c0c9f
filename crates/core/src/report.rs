//! Refusals, verdicts and claims as data: one shape of members for every language, to be serialized with serde.
//!
//! A report says what `depute … --json` says of the same thing, member for member; `depute schema` describes the members.
//! Bytes are lower-case hexadecimal digits, keys `did:key:…`, times RFC 3339 in UTC with whole seconds, clauses and budgets
//! the text of grants. What is unknown or absent is null; a member that is left out has no meaning there at all.
//!
//! Nothing is decided here, and a report is no evidence: it has no way back to what it reports, and `verified` is false in
//! whatever was only read. Of names it has those of trust entries and those that a token claims; the reader's own stand in
//! the sentences of a refusal alone.
//!
//! Only with the feature `serde`.

mod call;
mod denied;
mod evidence;
mod fault;
mod grant;
mod party;
mod presentation;
mod revocation;
mod token;
mod verified;

use core::fmt::Display;

use serde::{Serialize, Serializer};

pub use self::call::CallReport;
pub use self::denied::DeniedReport;
pub use self::fault::{CodeReport, MalformedReport};
pub use self::grant::{ChangeReport, DoubtReport, RemarkReport};
pub use self::presentation::{EndorsementReport, PresentationReport};
pub use self::revocation::{ListReport, StatementReport};
pub use self::token::{LinkReport, TokenReport};
pub use self::verified::{EndorsableReport, GenuineReport, VerifiedReport};
use crate::explain::Hex;

/// A value as it is displayed.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Shown<T>(T);

impl<T: Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Bytes as hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Digits<B>(B);

impl<B: AsRef<[u8]>> Serialize for Digits<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&Hex(self.0.as_ref()))
    }
}
