//! The strict readings behind single operators: what a date, a path, a glob, a URL, a mail address or an IP network is,
//! and when one covers another.
//!
//! Each accepts only spellings that every reader understands alike, and refuses, never repairs, the rest. Each takes
//! time linear in its input. Source: `spec/operators.md`.

pub(crate) mod cidr;
pub(crate) mod date;
pub(crate) mod glob;
mod host;
pub(crate) mod mail;
pub(crate) mod path;
mod punycode;
pub(crate) mod url;

/// Why a value did not pass an operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Miss {
    /// A spelling that readers understand differently, or that is not of the operator's kind.
    Ambiguous,
    /// A clean spelling of something else than what is allowed.
    Outside,
}
