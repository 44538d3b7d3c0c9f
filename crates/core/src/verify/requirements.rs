//! The step *requirements*: whether what a clause needs besides its arguments was shown.
//!
//! An endorsement that is not valid is not counted, and is never itself the refusal: whoever adds one for somebody else
//! could otherwise have that call refused. Source: `spec/verify.md`, "Requirements".

use alloc::format;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::chain::{Chain, Needing};
use super::verified::Counted;
use crate::cbor::Writer;
use crate::denied::{Denied, Expected, Step};
use crate::endorsement::Claims;
use crate::envelope::Id;
use crate::error::Code;
use crate::key::VerifyingKey;
use crate::requirement::{Approval, Requirement};
use crate::time::UnixTime;
use crate::trust::Policy;

/// The endorsements of one presentation, each judged when it could count and at most once.
struct Endorsements<'e, 'a> {
    all: Vec<Endorsed<'e, 'a>>,
    holders: Vec<VerifyingKey>,
    leaf_id: &'e Id,
    call_digest: &'e Id,
    policy: &'e Policy,
    now: UnixTime,
    message: &'e mut Writer,
}

struct Endorsed<'e, 'a> {
    claims: &'e Claims<'a>,
    standing: Standing,
    /// Whether it met a requirement of a clause that was taken.
    counted: bool,
}

#[derive(Clone, Copy)]
enum Standing {
    Unjudged,
    Valid(Id),
    Invalid,
}

/// A requirement that is not met, and whose approvals it has.
struct Unmet<'r> {
    requirement: &'r Requirement<'r>,
    approved: Vec<VerifyingKey>,
}

impl Chain<'_> {
    /// Each link's requirements are met by themselves: by the first of its accepting clauses of which all are. `needing` are
    /// the links of which no accepting clause is free of them. Gives the endorsements that counted.
    pub(super) fn check_requirements(
        &self,
        needing: &[Needing<'_>],
        endorsements: &[Claims<'_>],
        ids: &[Id],
        policy: &Policy,
        now: UnixTime,
        message: &mut Writer,
    ) -> Result<Vec<Counted>, Denied> {
        if needing.is_empty() {
            return Ok(Vec::new());
        }
        // Cannot fail: a chain has a last link.
        let leaf_id = ids.last().ok_or_else(|| Denied::new(Code::Internal, Step::Requirements))?;
        let unjudged = |claims| Endorsed { claims, standing: Standing::Unjudged, counted: false };
        let mut endorsements = Endorsements {
            all: endorsements.iter().map(unjudged).collect(),
            holders: self.holders().collect(),
            leaf_id,
            call_digest: self.call.digest(),
            policy,
            now,
            message,
        };
        for needing in needing {
            let number = needing.number;
            // Anyone can sign statements about a key, and many clauses may name it: each link asks once.
            let asked = RefCell::new(Vec::<(VerifyingKey, bool)>::new());
            let is_revoked = |key: &VerifyingKey| {
                if let Some((_, revoked)) = asked.borrow().iter().find(|(other, _)| other == key) {
                    return *revoked;
                }
                let revoked = self.is_approver_revoked(key, number);
                asked.borrow_mut().push((*key, revoked));
                revoked
            };
            let mut last = None;
            for (_, clause) in needing.accepting() {
                last = endorsements.meet(&clause.needs, &is_revoked).err();
                if last.is_none() {
                    break;
                }
            }
            // The last accepting clause is the one that is explained.
            if let Some(unmet) = last {
                return Err(self.unmet(number, unmet.requirement, &unmet.approved, policy, leaf_id));
            }
        }
        Ok(endorsements.counted())
    }

    /// Who of those whom a clause of this link names may approve: nobody approves what they hold a link of, and no key that
    /// is revoked.
    pub(super) fn eligible(&self, approval: &Approval, number: usize) -> impl Iterator<Item = VerifyingKey> {
        let may_approve = move |key: &VerifyingKey| {
            !self.holders().any(|holder| holder == *key) && !self.is_approver_revoked(key, number)
        };
        approval.keys().iter().copied().filter(may_approve)
    }

    /// The refusal for a requirement that is not met, with what an approver needs to know.
    pub(super) fn unmet(
        &self,
        number: usize,
        requirement: &Requirement<'_>,
        approved: &[VerifyingKey],
        policy: &Policy,
        leaf_id: &Id,
    ) -> Denied {
        let code = match requirement {
            Requirement::Approval(_) => Code::ApprovalMissing,
            Requirement::Other { .. } => Code::RequirementUnsupported,
        };
        self.denied(code, Step::Requirements, number).with(|denial| {
            denial.limit = Some(format!("needs {requirement}"));
            if let Requirement::Approval(approval) = requirement {
                denial.value = Some(format!("{} of {}", approved.len(), approval.threshold()));
                denial.missing_approvals = approval.threshold().saturating_sub(approved.len());
                denial.approvers = self.eligible(approval, number).filter(|key| !approved.contains(key)).collect();
                denial.expected =
                    Some(Expected::new(self.call.action(), policy.audience(), *leaf_id, *self.call.digest()));
            }
        })
    }
}

impl Endorsements<'_, '_> {
    /// Counts the endorsements by which all of a clause's requirements are met, or says which is the first that is not.
    fn meet<'r>(
        &mut self,
        needs: &'r [Requirement<'_>],
        is_revoked: &dyn Fn(&VerifyingKey) -> bool,
    ) -> Result<(), Unmet<'r>> {
        let mut counting = Vec::new();
        for requirement in needs {
            let Requirement::Approval(approval) = requirement else {
                return Err(Unmet { requirement, approved: Vec::new() });
            };
            let (places, approved) = self.approving(approval, is_revoked);
            if places.len() < approval.threshold() {
                return Err(Unmet { requirement, approved });
            }
            counting.extend(places);
        }
        for place in counting {
            self.all.get_mut(place).into_iter().for_each(|endorsed| endorsed.counted = true);
        }
        Ok(())
    }

    /// The first valid endorsement of each who may approve, until there are enough: their places and their signers.
    fn approving(
        &mut self,
        approval: &Approval,
        is_revoked: &dyn Fn(&VerifyingKey) -> bool,
    ) -> (Vec<usize>, Vec<VerifyingKey>) {
        let (mut places, mut approved) = (Vec::new(), Vec::new());
        for place in 0..self.all.len() {
            if places.len() == approval.threshold() {
                break;
            }
            let Some(signer) = self.all.get(place).map(|endorsed| endorsed.claims.signer) else { break };
            let may_count = approval.keys().contains(&signer) && !approved.contains(&signer) && !is_revoked(&signer);
            if may_count && self.is_valid(place) {
                places.push(place);
                approved.push(signer);
            }
        }
        (places, approved)
    }

    fn is_valid(&mut self, place: usize) -> bool {
        let Some(Endorsed { claims, standing, .. }) = self.all.get_mut(place) else { return false };
        if let Standing::Unjudged = standing {
            let skew = self.policy.skew_secs;
            let is_eligible = !self.holders.contains(&claims.signer)
                && claims.audience == self.policy.audience
                && claims.issued_at.as_secs() <= self.now.plus(skew)
                && self.now.as_secs() < claims.expires.plus(skew);
            let id = if is_eligible { claims.verify(self.leaf_id, self.call_digest, self.message) } else { None };
            *standing = id.map_or(Standing::Invalid, Standing::Valid);
        }
        matches!(standing, Standing::Valid(_))
    }

    fn counted(&self) -> Vec<Counted> {
        let counted = |endorsed: &Endorsed<'_, '_>| match endorsed.standing {
            Standing::Valid(id) if endorsed.counted => {
                let Claims { signer, issued_at, expires, .. } = *endorsed.claims;
                Some(Counted { id, signer, issued_at, expires })
            }
            _ => None,
        };
        self.all.iter().filter_map(counted).collect()
    }
}
