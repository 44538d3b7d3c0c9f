//! A call that every link allows, and a chain that is genuine.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::evidence::EvidenceReport;
use super::party::Party;
use super::{Digits, Shown};
use crate::envelope::Id;
use crate::grammar::Millionths;
use crate::key::VerifyingKey;
use crate::lookup::Lookup;
use crate::time::UnixTime;
use crate::verify::{Charge, Counted, Endorsable, Genuine, Need, Verified};

/// A verified call: on whose behalf, through whose hands, and what it owes. Made by [`Verified::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct VerifiedReport<'v> {
    authorizer: Party,
    trust_entry: &'v str,
    evidence: Option<EvidenceReport>,
    holders: Vec<Shown<VerifyingKey>>,
    links: Vec<Digits<Id>>,
    call: CallNamed<'v>,
    revocation: Shown<Lookup>,
    endorsements: Vec<CountedReport>,
    owed: Vec<ChargeReport>,
}

/// A genuine chain: on whose behalf, and through whose hands. Made by [`Genuine::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GenuineReport<'g> {
    authorizer: Party,
    trust_entry: &'g str,
    holders: Vec<Shown<VerifyingKey>>,
    links: Vec<Digits<Id>>,
    revocation: Shown<&'g Lookup>,
}

/// A call that would be allowed if enough of those named approved it. Made by [`Endorsable::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EndorsableReport<'e> {
    authorizer: Party,
    trust_entry: &'e str,
    holders: Vec<Shown<VerifyingKey>>,
    links: Vec<Digits<Id>>,
    expires: Option<Shown<UnixTime>>,
    needs: Vec<NeedReport>,
    revocation: Shown<&'e Lookup>,
}

/// An approval that a clause needs: how many of whom, and who of them still may.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct NeedReport {
    link: usize,
    clause: usize,
    set_by: Party,
    threshold: usize,
    eligible: Vec<Shown<VerifyingKey>>,
}

/// A call without its arguments, which may be anyone's secrets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct CallNamed<'v> {
    action: &'v str,
    digest: Digits<Id>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct CountedReport {
    id: Digits<Id>,
    signer: Shown<VerifyingKey>,
    issued_at: Shown<UnixTime>,
    expires: Shown<UnixTime>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct ChargeReport {
    link: usize,
    budget: Option<String>,
    /// Calls, or what the budget sums, as a text: a double would not hold every amount.
    amount: String,
    counter: Digits<Id>,
}

impl Verified<'_> {
    /// The verdict as data. `links` are ids, root first; `owed` is what each budget wants, in calls or in what it sums.
    ///
    /// It is **not a permit**, as [`Verified`] is none: nothing in it was charged, and no proof was burned.
    pub fn report(&self) -> VerifiedReport<'_> {
        VerifiedReport {
            authorizer: Party::from(&self.authorizer()),
            trust_entry: self.trust_entry(),
            evidence: self.evidence().map(EvidenceReport::from),
            holders: self.holders().map(Shown).collect(),
            links: self.link_ids().iter().copied().map(Digits).collect(),
            call: CallNamed { action: self.call().action(), digest: Digits(*self.call().digest()) },
            revocation: Shown(self.revocation()),
            endorsements: self.endorsements().iter().map(CountedReport::from).collect(),
            owed: self.owed().iter().map(|charge| ChargeReport::new(self, charge)).collect(),
        }
    }
}

impl Genuine {
    /// The chain as data. `links` are ids, root first. It says nothing of any call, and allows none.
    pub fn report(&self) -> GenuineReport<'_> {
        GenuineReport {
            authorizer: Party::from(&self.authorizer),
            trust_entry: &self.trust_entry,
            holders: self.holders.iter().copied().map(Shown).collect(),
            links: self.link_ids.iter().copied().map(Digits).collect(),
            revocation: Shown(&self.revocation),
        }
    }
}

impl Endorsable {
    /// What an approver is told, as data. Needs of one clause go together, those of several clauses of one link are
    /// alternatives; link 0 is the verifier's own grant, and `clause` counts from 0. It allows nothing.
    pub fn report(&self) -> EndorsableReport<'_> {
        EndorsableReport {
            authorizer: Party::from(&self.authorizer),
            trust_entry: &self.trust_entry,
            holders: self.holders.iter().copied().map(Shown).collect(),
            links: self.link_ids.iter().copied().map(Digits).collect(),
            expires: self.expires.map(Shown),
            needs: self.needs.iter().map(NeedReport::from).collect(),
            revocation: Shown(&self.revocation),
        }
    }
}

impl From<&Need> for NeedReport {
    fn from(need: &Need) -> NeedReport {
        NeedReport {
            link: need.link,
            clause: need.clause,
            set_by: Party::from(&need.set_by),
            threshold: need.approval.threshold(),
            eligible: need.eligible.iter().copied().map(Shown).collect(),
        }
    }
}

impl From<&Counted> for CountedReport {
    fn from(counted: &Counted) -> CountedReport {
        CountedReport {
            id: Digits(counted.id),
            signer: Shown(counted.signer),
            issued_at: Shown(counted.issued_at),
            expires: Shown(counted.expires),
        }
    }
}

impl ChargeReport {
    fn new(verified: &Verified<'_>, charge: &Charge) -> ChargeReport {
        let budget = verified.budget(charge);
        let is_sum = budget.is_some_and(|budget| budget.sum().is_some());
        ChargeReport {
            link: charge.link,
            budget: budget.map(ToString::to_string),
            amount: if is_sum { Millionths(charge.amount).to_string() } else { charge.amount.to_string() },
            counter: Digits(charge.counter),
        }
    }
}
