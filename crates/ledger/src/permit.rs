//! The only thing that may run, in its two states: held, then sent.

use core::fmt;

use depute::{Call, UnixTime, Verified};

/// A verified call whose proof and endorsements are burned and whose charges are taken, **held until its deadline**.
///
/// Only a ledger's [`charge`](crate::MemoryLedger::charge) makes one. It does not give the call to run: hand it to
/// [`send`](crate::MemoryLedger::send) of the same ledger before the deadline, right before the first byte goes out, or to
/// [`release`](crate::MemoryLedger::release), which gives the charges back. Left alone it lapses, and the charges come
/// back by themselves. Proof and endorsements stay burned in any case. Source: `spec/verify.md`, "The ledger".
#[must_use = "nothing runs until the permit is sent; left alone it lapses"]
pub struct Permit<'a> {
    verified: Verified<'a>,
    deadline: UnixTime,
}

/// A permit that was sent: its call may run, **once**, and its charges are spent whatever becomes of it.
///
/// What runs a call takes this, by reference or by value: neither [`Verified`] nor [`Permit`] gives one without a ledger.
/// Run [`call`](Self::call), not what was received. Then [`settle`](crate::MemoryLedger::settle) it; what is never settled
/// is spent all the same, since nobody knows what happened.
#[must_use = "the charges are spent: run the call and settle"]
pub struct Sent<'a> {
    verified: Verified<'a>,
}

impl<'a> Permit<'a> {
    pub(crate) fn new(verified: Verified<'a>, deadline: UnixTime) -> Permit<'a> {
        Permit { verified, deadline }
    }

    pub(crate) fn into_sent(self) -> Sent<'a> {
        Sent { verified: self.verified }
    }

    /// The verdict behind it: authorizer, holders, charges.
    pub fn verified(&self) -> &Verified<'a> {
        &self.verified
    }

    /// The second from which it cannot be sent any more.
    pub fn deadline(&self) -> UnixTime {
        self.deadline
    }
}

impl<'a> Sent<'a> {
    /// The call to run, as it was checked and paid for.
    pub fn call(&self) -> &'a Call {
        self.verified.call()
    }

    /// The verdict behind it: authorizer, holders, charges.
    pub fn verified(&self) -> &Verified<'a> {
        &self.verified
    }
}

impl fmt::Debug for Permit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permit").field("verified", &self.verified).field("deadline", &self.deadline).finish()
    }
}

impl fmt::Debug for Sent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sent").field("verified", &self.verified).finish()
    }
}
