use alloc::string::String;
use alloc::vec::Vec;

use super::chain::Chain;
use crate::budget::Budget;
use crate::call::Call;
use crate::context::Context;
use crate::denied::{Authorizer, Denied, Step};
use crate::envelope::Id;
use crate::error::Code;
use crate::evidence::Evidence;
use crate::key::VerifyingKey;
use crate::link::Link;
use crate::lookup::Lookup;
use crate::presentation::Proof;
use crate::time::UnixTime;
use crate::trust::{Policy, Revocations};

/// A call that every link allows, from a person whom the verifier trusts to the holder who signed it.
///
/// **Not a permit**: the proof may have been used before, and budgets may be spent. Hand it to a ledger, which burns the
/// proof, takes every charge and gives the permit that may run. Only [`Verifier::check`](crate::Verifier::check) makes
/// one, and it cannot be read from bytes.
pub struct Verified<'a> {
    chain: Chain<'a>,
    ids: Vec<Id>,
    proof: Proof<'a>,
    proof_id: Id,
    counted: Vec<Counted>,
    owed: Vec<Charge>,
    policy: &'a Policy,
}

/// A chain that is genuine and whose root is trusted; says nothing of any call.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Genuine {
    /// On whose behalf.
    pub authorizer: Authorizer,
    /// Name of the trust entry under which the root is trusted.
    pub trust_entry: String,
    /// Through whose hands, first to last.
    pub holders: Vec<VerifyingKey>,
    /// The links' ids, root first.
    pub link_ids: Vec<Id>,
    /// How revocations were looked up.
    pub revocation: Lookup,
}

/// An endorsement that met a requirement, or took part in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Counted {
    /// Its id: what a ledger burns with the proof.
    pub id: Id,
    /// Who approved.
    pub signer: VerifyingKey,
    /// When it says it was made.
    pub issued_at: UnixTime,
    /// Until when it counts, this second excluded.
    pub expires: UnixTime,
}

/// What one call owes to one budget.
///
/// Two budgets of a root link may name one counter (one account, two limits): take it once, under both limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Charge {
    /// The counter: the budget's name in every ledger.
    pub counter: Id,
    /// What this call takes: 1 call, or millionths of a unit.
    pub amount: u64,
    /// What all calls together may take, within the window if there is one.
    pub limit: u64,
    /// Length of the window in seconds; windows start at multiples of it since 1970.
    pub window_secs: Option<u64>,
    /// The link that set the budget, the root being 1.
    pub link: usize,
    /// Place of the budget in that link.
    pub budget: usize,
}

impl<'a> Verified<'a> {
    pub(super) fn new(
        chain: Chain<'a>,
        ids: Vec<Id>,
        proof: Proof<'a>,
        proof_id: Id,
        counted: Vec<Counted>,
        owed: Vec<Charge>,
        policy: &'a Policy,
    ) -> Verified<'a> {
        Verified { chain, ids, proof, proof_id, counted, owed, policy }
    }

    /// The call, as it was checked: what must run, argument by argument.
    pub fn call(&self) -> &'a Call {
        self.chain.call
    }

    /// On whose behalf.
    pub fn authorizer(&self) -> Authorizer {
        self.chain.authorizer()
    }

    /// Name of the trust entry under which the root is trusted.
    pub fn trust_entry(&self) -> &'a str {
        &self.chain.entry.name
    }

    /// Through whose hands, first to last; the last one made the call.
    pub fn holders(&self) -> impl ExactSizeIterator<Item = VerifyingKey> + '_ {
        self.chain.links.iter().map(|link| link.holder)
    }

    /// What each link said about itself, root first: claims of their issuers.
    pub fn contexts(&self) -> impl ExactSizeIterator<Item = &Context<'a>> {
        self.chain.links.iter().map(|link| &link.context)
    }

    /// How the authorizer was identified, as whoever signed the root link claims. Nothing here was evaluated.
    pub fn evidence(&self) -> Option<&Evidence<'a>> {
        self.chain.root.evidence.as_ref()
    }

    /// The links' ids, root first.
    pub fn link_ids(&self) -> &[Id] {
        &self.ids
    }

    /// Id of the proof: what a ledger burns.
    pub fn proof_id(&self) -> &Id {
        &self.proof_id
    }

    /// When the proof says it was made.
    pub fn proof_issued_at(&self) -> UnixTime {
        self.proof.issued_at
    }

    /// The endorsements that counted, in the order of the presentation: a ledger burns them with the proof. Others that the
    /// presentation has were not needed, or not valid, and stay unused.
    pub fn endorsements(&self) -> &[Counted] {
        &self.counted
    }

    /// When the root link says it was issued.
    pub fn issued_at(&self) -> UnixTime {
        self.chain.root.issued_at
    }

    /// The audience that this verifier is.
    pub fn audience(&self) -> &'a str {
        &self.policy.audience
    }

    /// What the verifier's policy says of revocations.
    pub fn revocations(&self) -> Revocations {
        self.policy.revocations
    }

    /// How revocations were looked up: in which lists, how old they were, and whether statements about this chain were
    /// disregarded.
    pub fn revocation(&self) -> Lookup {
        self.chain.looked_up.told(Some(self.chain.entry), self.policy)
    }

    /// What the call owes, root first; nothing is taken yet.
    pub fn owed(&self) -> &[Charge] {
        &self.owed
    }

    /// The budget behind a charge.
    pub fn budget(&self, charge: &Charge) -> Option<&Budget<'a>> {
        self.link(charge)?.grant.budgets.get(charge.budget)
    }

    /// When the link that set the budget ends, by its own window or by what it inherits: nothing is counted below it then.
    pub fn ends(&self, charge: &Charge) -> Option<UnixTime> {
        self.chain.links.iter().take(charge.link).rev().find_map(|link| link.grant.expires)
    }

    /// Judges the times again, for a ledger that is asked later than the verifier was: whether the root's key is still
    /// trusted, the chain's windows, the age of the proof, and the windows of the endorsements that counted.
    pub fn check_time(&self, now: UnixTime) -> Result<(), Denied> {
        let skew = self.policy.skew_secs;
        let denied = |code, link: usize, limit: UnixTime| {
            self.refuse(code, link).with(|denial| {
                denial.value = Some(alloc::format!("{now}"));
                denial.limit = Some(alloc::format!("{limit}"));
            })
        };
        let root_key = self.chain.entry.keys.iter().find(|trusted| trusted.key == self.chain.root.issuer);
        if !root_key.is_some_and(|trusted| trusted.holds_at(now)) {
            return Err(self.refuse(Code::RootInterval, 1).with(|denial| {
                denial.value = Some(alloc::format!("{}", self.chain.root.issuer));
            }));
        }
        if self.chain.root.issued_at.as_secs() > now.plus(skew) {
            return Err(denied(Code::IssuedInFuture, 1, self.chain.root.issued_at));
        }
        for (link, number) in self.chain.links.iter().zip(1..) {
            if let Some(not_before) = link.grant.not_before.filter(|not_before| not_before.as_secs() > now.plus(skew)) {
                return Err(denied(Code::NotYetValid, number, not_before));
            }
            if let Some(expires) = link.grant.expires.filter(|expires| now.as_secs() >= expires.plus(skew)) {
                return Err(denied(Code::Expired, number, expires));
            }
        }
        let made = self.proof.issued_at;
        if made.as_secs() > now.plus(skew) {
            return Err(denied(Code::ProofInFuture, self.ids.len(), made));
        }
        if now.as_secs() > made.plus(self.policy.proof_age_secs).saturating_add(skew) {
            return Err(denied(Code::ProofStale, self.ids.len(), made));
        }
        let crossed = |counted: &Counted| match (counted.issued_at, counted.expires) {
            (made, _) if made.as_secs() > now.plus(skew) => Some(made),
            (_, ends) if now.as_secs() >= ends.plus(skew) => Some(ends),
            _ => None,
        };
        match self.counted.iter().find_map(crossed) {
            None => Ok(()),
            Some(first) => Err(denied(Code::ApprovalMissing, self.ids.len(), first).with(|denial| {
                denial.setter = None;
                let gone = self.counted.iter().filter(|counted| crossed(counted).is_some());
                denial.approvers = gone.map(|counted| counted.signer).collect();
                denial.missing_approvals = denial.approvers.len();
            })),
        }
    }

    /// A ledger's refusal of this call, at the link of the charge that could not be taken (else at the last one), with
    /// what stands in the way: `value` is what was asked or found, `limit` what would have been allowed.
    pub fn refused_by_ledger(
        &self,
        code: Code,
        charge: Option<&Charge>,
        value: Option<String>,
        limit: Option<String>,
    ) -> Denied {
        self.refuse(code, charge.map_or(self.ids.len(), |charge| charge.link)).with(|denial| {
            denial.value = value;
            denial.limit = limit;
            if charge.is_none() {
                denial.setter = None;
            }
        })
    }

    /// A ledger's refusal of this call because of an endorsement that counted.
    pub fn endorsement_refused(
        &self,
        code: Code,
        counted: &Counted,
        value: Option<String>,
        limit: Option<String>,
    ) -> Denied {
        self.refused_by_ledger(code, None, value, limit).with(|denial| denial.approvers.push(counted.signer))
    }

    fn refuse(&self, code: Code, link: usize) -> Denied {
        self.chain.denied(code, Step::Charge, link).with(|denial| {
            denial.links = self.ids.len();
            denial.lookup = Some(self.revocation());
        })
    }

    fn link(&self, charge: &Charge) -> Option<&Link<'a>> {
        self.chain.links.get(charge.link.checked_sub(1)?)
    }
}

impl core::fmt::Debug for Verified<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Verified")
            .field("action", &self.call().action())
            .field("links", &self.ids.len())
            .finish_non_exhaustive()
    }
}
