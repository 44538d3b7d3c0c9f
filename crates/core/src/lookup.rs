//! How revocations were looked up: what every verdict says beside yes or no.

use alloc::vec::Vec;

use crate::revoked::ListSeen;
use crate::time::UnixTime;
use crate::trust::Revocations;

/// How revocations were looked up for one verdict. Displayed: `not checked`, `ok (local list 3)`, `ok (list 3, 12 s old)`.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Lookup {
    /// What the verifier's policy asks for.
    pub revocations: Revocations,
    /// The newest list of each key that was asked: of those that had to be fresh, or every one under `local list`.
    pub lists: Vec<ListSeen>,
    /// When.
    pub at: UnixTime,
    /// Statements that name this chain or something in it and do not count: they were lifted, or their signer has no say
    /// over it.
    pub disregarded: usize,
}
