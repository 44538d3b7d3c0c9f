//! Whether a call may be put before an approver: everything about it is judged but what the approver is asked for.

use alloc::string::String;
use alloc::vec::Vec;

use super::chain::{Chain, Needing};
use super::{USUAL_MESSAGE_BYTES, Verifier, check_signatures};
use crate::call::Call;
use crate::cbor::Writer;
use crate::clause::Clause;
use crate::denied::{Authorizer, Denied, Setter, Step};
use crate::envelope::Id;
use crate::error::Code;
use crate::key::VerifyingKey;
use crate::known::Links;
use crate::link::Link;
use crate::lookup::Lookup;
use crate::requirement::{Approval, Requirement};
use crate::time::UnixTime;
use crate::token;
use crate::trust::Policy;

/// A call that lacks nothing but a call proof and approvals. It allows nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Endorsable {
    /// On whose behalf.
    pub authorizer: Authorizer,
    /// Name of the trust entry under which the root is trusted.
    pub trust_entry: String,
    /// Through whose hands, first to last.
    pub holders: Vec<VerifyingKey>,
    /// The links' ids, root first; an endorsement is bound to the last.
    pub link_ids: Vec<Id>,
    /// When the token ends: no endorsement counts later.
    pub expires: Option<UnixTime>,
    /// The approvals that accepting clauses need, link by link. Those of one clause are needed together, those of several
    /// clauses of one link are alternatives.
    pub needs: Vec<Need>,
    /// How revocations were looked up.
    pub revocation: Lookup,
}

/// An approval that a clause needs.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Need {
    /// The link, the root being 1; 0: the verifier's own grant.
    pub link: usize,
    /// Place of the clause in the link.
    pub clause: usize,
    /// Who set it.
    pub set_by: Setter,
    /// How many of whom.
    pub approval: Approval,
    /// Who of them may approve: whoever holds no link and has not been revoked.
    pub eligible: Vec<VerifyingKey>,
}

impl Endorsable {
    /// Whether an endorsement with this key could count.
    pub fn may_approve(&self, key: &VerifyingKey) -> bool {
        self.needs.iter().any(|need| need.eligible.contains(key))
    }
}

impl Verifier {
    /// Judges what an approver is asked to endorse: **would this call be allowed below this token, by this trust and policy,
    /// if enough of those named approved it?** Everything is judged as [`check`](Self::check) does, in its order, but the
    /// call proof, which is made last, and whether the approvals are there; so that nobody is asked to approve what would be
    /// refused anyway. A requirement that no approvals could meet is refused.
    ///
    /// Not asked is whether all links together need more endorsements than a presentation has room for, eight. It allows
    /// nothing. Show the approver [`Call::args`] as they are, then [`Token::endorse`](crate::Token::endorse).
    pub fn check_endorsable(&self, token: &[u8], call: &Call, now: UnixTime) -> Result<Endorsable, Denied> {
        self.check_members(call).map_err(Denied::of_form)?;
        let links = token::read(token).map_err(Denied::of_form)?;
        let (count, issuer) = (links.len(), links.first().and_then(Link::unverified_issuer));
        self.endorsable(links, call, now).map_err(|denied| {
            denied.with(|denial| {
                denial.links = count;
                denial.lookup = issuer.map(|issuer| self.lookup(&issuer, self.looked_up(now)));
            })
        })
    }

    fn endorsable(&self, links: Vec<Link<'_>>, call: &Call, now: UnixTime) -> Result<Endorsable, Denied> {
        // Cannot fail: a token has a root link, which has these claims.
        let root =
            links.first().and_then(|link| link.root.clone()).ok_or_else(|| Denied::new(Code::Internal, Step::Form))?;
        let entry = self.check_root(&root, now)?;
        let leaf = self.check_structure(&links)?;
        self.check_leaf_audience(&leaf, links.len())?;
        let expires = leaf.expires;
        self.check_time(&links, &root, now)?;
        let looked_up = self.check_revocation(entry, &root, &links, None, now)?;
        let link_ids = check_signatures(&links, &root, &mut Writer::with_capacity(USUAL_MESSAGE_BYTES))?;
        let chain = Chain { entry, root, links: Links::Read(links), call, looked_up };
        let needing = chain.check_grants()?;
        let needs = chain.needs(&needing, &link_ids, &self.policy)?;
        chain.owed(&link_ids)?;
        Ok(Endorsable {
            authorizer: chain.authorizer(),
            trust_entry: entry.name.clone(),
            holders: chain.holders().collect(),
            link_ids,
            expires,
            needs,
            revocation: looked_up.told(Some(entry), &self.policy),
        })
    }
}

impl Chain<'_> {
    /// The approvals that would meet the requirements of these links.
    fn needs(&self, needing: &[Needing<'_>], ids: &[Id], policy: &Policy) -> Result<Vec<Need>, Denied> {
        let mut needs = Vec::new();
        for needing in needing {
            let number = needing.number;
            let before = needs.len();
            let mut last = None;
            for (place, clause) in needing.accepting() {
                match self.impossible(clause, number) {
                    Some(requirement) => last = Some(requirement),
                    None => needs.extend(self.needs_of(number, place, clause)),
                }
            }
            if let (Some(requirement), true, Some(leaf_id)) = (last, needs.len() == before, ids.last()) {
                return Err(self.unmet(number, requirement, &[], policy, leaf_id));
            }
        }
        Ok(needs)
    }

    fn needs_of<'c>(&'c self, link: usize, place: usize, clause: &'c Clause<'_>) -> impl Iterator<Item = Need> {
        clause.approvals().map(move |approval| Need {
            link,
            clause: place,
            set_by: self.setter(link),
            approval: approval.clone(),
            eligible: self.eligible(approval, link).collect(),
        })
    }

    /// The first requirement of a clause of this link that no approvals could meet.
    fn impossible<'c, 'r>(&self, clause: &'c Clause<'r>, number: usize) -> Option<&'c Requirement<'r>> {
        clause.needs.iter().find(|requirement| match requirement {
            Requirement::Approval(approval) => self.eligible(approval, number).count() < approval.threshold(),
            Requirement::Other { .. } => true,
        })
    }
}
