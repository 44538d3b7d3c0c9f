//! The verdict: from the bytes of a presentation to [`Verified`], or to the first reason against it.
//!
//! The order of the checks is fixed, here and in every other verifier, because the first failure decides the code: form,
//! root, structure, time, revocation, signatures, proof, grants, requirements, owed amounts; within a step from the root
//! to the leaf. Source: `spec/verify.md`.

mod chain;
mod endorsable;
mod requirements;
mod revocation;
mod verified;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::sync::Arc;
use alloc::vec::Vec;

use self::chain::{Chain, authorizer};
pub use self::endorsable::{Endorsable, Need};
pub use self::revocation::Effect;
pub use self::verified::{Charge, Counted, Genuine, Verified};
use crate::call::Call;
use crate::cbor::Writer;
use crate::denied::{Denied, Expected, Setter, Step};
use crate::envelope::{self, Id, context};
use crate::error::{Code, Malformed};
use crate::grammar;
use crate::grant::Grant;
use crate::key::Point;
use crate::known::{KnownChain, KnownChains, Links};
use crate::link::{Link, Root};
use crate::presentation::{self, Proof};
use crate::revocation_list::RevocationList;
use crate::revoked::Revoked;
use crate::time::UnixTime;
use crate::token;
use crate::trust::{Policy, Trust, TrustEntry};

/// Room for what most signatures cover, made once for a whole chain.
const USUAL_MESSAGE_BYTES: usize = 1024;

/// Checks presentations against one trust and one policy.
#[derive(Clone, Debug)]
pub struct Verifier {
    trust: Trust,
    policy: Policy,
    revoked: Revoked,
    cache: Option<Arc<dyn KnownChains>>,
}

impl Verifier {
    /// A verifier of this trust and policy, which has seen no revocation yet.
    pub fn new(trust: Trust, policy: Policy) -> Verifier {
        Verifier { trust, policy, revoked: Revoked::new(), cache: None }
    }

    /// The same verifier, having seen these revocations and no others.
    pub fn with_revoked(self, revoked: Revoked) -> Verifier {
        Verifier { revoked, ..self }
    }

    /// The same verifier, remembering chains in this cache, which may be shared with other verifiers. Its answers are the
    /// same; a chain that was verified before costs the signature of its call proof, however long it is.
    ///
    /// Remembered is that signatures are good, nothing else: root, structure, times, revocations, grants and proof are judged
    /// anew on every call.
    pub fn with_cache(self, cache: Arc<dyn KnownChains>) -> Verifier {
        Verifier { cache: Some(cache), ..self }
    }

    /// Takes in a list of a key that the verifier's trust names; gives how many statements are new. See
    /// [`Revoked::add_list`].
    pub fn add_list(&mut self, list: &RevocationList, now: UnixTime) -> Result<usize, Malformed> {
        self.revoked.add_list(list, &self.trust, now)
    }

    /// What the verifier has seen of revocations.
    pub fn revoked(&self) -> &Revoked {
        &self.revoked
    }

    /// The same, to be added to or replaced.
    pub fn revoked_mut(&mut self) -> &mut Revoked {
        &mut self.revoked
    }

    /// Whom the verifier trusts.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Replaces what the verifier decides for itself.
    pub fn set_policy(&mut self, policy: Policy) {
        self.policy = policy;
    }

    /// What the verifier decides for itself.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Judges one call: **is it allowed by every link, from a person whom this verifier trusts down to the holder who signed
    /// this very call, now?**
    ///
    /// Not checked here: whether the proof was used before and whether budgets suffice. [`Verified`] says what is owed;
    /// nothing may run before a ledger has burned the proof and taken every charge, which is what makes a permit. Not
    /// checked anywhere: what a symbolic link, a host name or a tool's own defaults turn the arguments into; run the tool
    /// with [`Verified::call`], not with what was received. Source: `spec/verify.md`.
    pub fn check<'a>(&'a self, presentation: &'a [u8], call: &'a Call, now: UnixTime) -> Result<Verified<'a>, Denied> {
        self.check_members(call).map_err(Denied::of_form)?;
        let parts = presentation::decode_knowing(presentation, self.cache.as_deref()).map_err(Denied::of_form)?;
        let (count, issuer) = (parts.links.len(), parts.links.first().and_then(Link::unverified_issuer));
        self.check_parts(parts, call, now).map_err(|denied| {
            denied.with(|denial| {
                denial.links = count;
                denial.lookup = issuer.map(|issuer| self.lookup(&issuer, self.looked_up(now)));
            })
        })
    }

    /// Judges a token without a call: **is the chain genuine, and does this verifier trust its root, now?** For people who
    /// look at a token. It allows nothing: whoever shows a token need not hold its key.
    pub fn check_chain(&self, token: &[u8], now: UnixTime) -> Result<Genuine, Denied> {
        let links = token::read(token).map_err(Denied::of_form)?;
        let judged = || {
            let root = links
                .first()
                .and_then(|link| link.root.clone())
                .ok_or_else(|| Denied::new(Code::Internal, Step::Form))?;
            let entry = self.check_root(&root, now)?;
            self.check_structure(&links)?;
            self.check_time(&links, &root, now)?;
            let revocation = self.check_revocation(entry, &root, &links, None, now)?.told(Some(entry), &self.policy);
            let link_ids = check_signatures(&links, &root, &mut Writer::with_capacity(USUAL_MESSAGE_BYTES))?;
            let holders = links.iter().map(|link| link.holder).collect();
            let (authorizer, trust_entry) = (authorizer(entry, &root), entry.name.clone());
            Ok(Genuine { authorizer, trust_entry, holders, link_ids, revocation })
        };
        judged().map_err(|denied: Denied| {
            let issuer = links.first().and_then(Link::unverified_issuer);
            denied.with(|denial| {
                denial.links = links.len();
                denial.lookup = issuer.map(|issuer| self.lookup(&issuer, self.looked_up(now)));
            })
        })
    }

    fn check_parts<'a>(
        &'a self,
        parts: presentation::Parts<'a>,
        call: &'a Call,
        now: UnixTime,
    ) -> Result<Verified<'a>, Denied> {
        let presentation::Parts { token, links, proof, endorsements, .. } = parts;
        // Cannot fail: a token has a root link, which has these claims.
        let root =
            links.first().and_then(|link| link.root.clone()).ok_or_else(|| Denied::new(Code::Internal, Step::Form))?;
        let entry = self.check_root(&root, now)?;
        let leaf = self.check_structure(&links)?;
        self.check_leaf_audience(&leaf, links.len())?;
        self.check_proof_audience(&proof, links.len())?;
        self.check_time(&links, &root, now)?;
        self.check_proof_time(&links, &proof, now)?;
        let looked_up = self.check_revocation(entry, &root, &links, links.known_ids(), now)?;
        let mut message = Writer::with_capacity(USUAL_MESSAGE_BYTES);
        let ids = match links.known_ids() {
            Some(ids) => ids.to_vec(),
            None => check_signatures(&links, &root, &mut message)?,
        };
        let (proof_id, holder) = self.check_proof(&links, &ids, &proof, call, &mut message)?;
        if let (Some(cache), None) = (&self.cache, links.known_ids()) {
            cache.keep(Arc::new(KnownChain::new(token, &links, &ids, holder)));
        }
        let chain = Chain { entry, root, links, call, looked_up };
        let needing = chain.check_grants()?;
        let counted = chain.check_requirements(&needing, &endorsements, &ids, &self.policy, now, &mut message)?;
        let owed = chain.owed(&ids)?;
        Ok(Verified::new(chain, ids, proof, proof_id, counted, owed, &self.policy))
    }

    /// Which members a call has is this verifier's to say, before anything that came from outside is read.
    fn check_members(&self, call: &Call) -> Result<(), Malformed> {
        match (self.policy.wants_http, call.http()) {
            (true, None) => Err(Malformed::new(Code::CallInvalid, "a call without `http`, which every call here has")
                .with_hint("judge the call with the method, target and body of the request that was received")),
            (false, Some(_)) => Err(Malformed::new(Code::CallInvalid, "a call with `http`, which no call here has")
                .with_hint(
                    "say in the policy that calls here are requests over HTTP, or judge the call without `http`",
                )),
            _ => Ok(()),
        }
    }

    fn check_root(&self, root: &Root<'_>, now: UnixTime) -> Result<&TrustEntry, Denied> {
        let denied = |code| Denied::new(code, Step::Root).with(|denial| denial.link = Some(1));
        let Some((entry, key)) = self.trust.find(&root.issuer) else {
            return Err(denied(Code::RootUntrusted).with(|denial| denial.value = Some(root.issuer.to_string())));
        };
        if !key.holds_at(root.issued_at) || !key.holds_at(now) {
            return Err(denied(Code::RootInterval).with(|denial| denial.value = Some(root.issuer.to_string())));
        }
        if !entry.may_speak_for(root.subject.as_deref()) {
            return Err(denied(Code::SubjectNotAllowed).with(|denial| {
                denial.value = root.subject.as_deref().map(|subject| grammar::Quoted(subject).to_string());
                denial.setter = Some(Setter::Verifier(None));
            }));
        }
        Ok(entry)
    }

    /// Depth, audiences, windows and budget homes, link against link. Gives what holds at the leaf.
    fn check_structure<'l>(&self, links: &'l [Link<'_>]) -> Result<Inherited<'l>, Denied> {
        let denied = structure_fault;
        let mut above = Inherited::default();
        for (link, number) in links.iter().zip(1..) {
            let grant = &link.grant;
            let most = if number == 1 {
                crate::limits::DEPTH
            } else {
                above
                    .depth
                    .checked_sub(1)
                    .ok_or_else(|| denied(Code::DepthExceeded, number, format!("link {number}"), "depth 0".into()))?
            };
            let depth = grant.depth.unwrap_or(if number == 1 { 0 } else { most });
            if depth > most {
                return Err(denied(Code::DepthExceeded, number, format!("depth {depth}"), format!("depth {most}")));
            }
            if let Some(wider) =
                grant.audiences.iter().find(|&audience| number > 1 && !above.audiences.contains(audience))
            {
                return Err(denied(
                    Code::AudienceWidened,
                    number,
                    grammar::Quoted(wider).to_string(),
                    quoted_list(above.audiences),
                ));
            }
            // Above the root there is no window to widen.
            if let (Some(expires), Some(most)) = (grant.expires, above.expires)
                && expires > most
            {
                return Err(denied(Code::WindowWidened, number, format!("until {expires}"), format!("until {most}")));
            }
            if let (Some(not_before), Some(least)) = (grant.not_before, above.not_before)
                && not_before < least
            {
                return Err(denied(Code::WindowWidened, number, format!("from {not_before}"), format!("from {least}")));
            }
            above = above.with(grant, link.unverified_issued_at(), depth);
            for budget in &grant.budgets {
                match budget.ledger {
                    None if above.audiences.len() > 1 => {
                        return Err(denied(
                            Code::BudgetHomeUnclear,
                            number,
                            budget.to_string(),
                            quoted_list(above.audiences),
                        ));
                    }
                    Some(_) if budget.ledger != self.policy.ledger => {
                        let ours = self.policy.ledger.map_or_else(|| "no ledger key".into(), |key| key.to_string());
                        return Err(denied(Code::LedgerElsewhere, number, budget.to_string(), ours));
                    }
                    _ => {}
                }
            }
        }
        Ok(above)
    }

    /// The verifier must be one of the leaf's audiences.
    fn check_leaf_audience(&self, leaf: &Inherited<'_>, links: usize) -> Result<(), Denied> {
        if leaf.audiences.iter().any(|audience| *audience == self.policy.audience) {
            return Ok(());
        }
        let ours = grammar::Quoted(&self.policy.audience).to_string();
        Err(structure_fault(Code::AudienceMismatch, links, ours, quoted_list(leaf.audiences)))
    }

    /// And the one that the proof names.
    fn check_proof_audience(&self, proof: &Proof<'_>, links: usize) -> Result<(), Denied> {
        if proof.audience == self.policy.audience {
            return Ok(());
        }
        let [theirs, ours] = [&proof.audience[..], &self.policy.audience].map(|text| grammar::Quoted(text).to_string());
        Err(structure_fault(Code::ProofAudienceMismatch, links, theirs, ours))
    }

    fn check_time(&self, links: &[Link<'_>], root: &Root<'_>, now: UnixTime) -> Result<(), Denied> {
        let denied = |code, link, limit| time_fault(code, link, now, limit);
        let (skew, latest) = (self.policy.skew_secs, now.plus(self.policy.skew_secs));
        if root.issued_at.as_secs() > latest {
            return Err(denied(Code::IssuedInFuture, 1, root.issued_at.to_string()));
        }
        for (link, number) in links.iter().zip(1..) {
            if let Some(not_before) = link.grant.not_before.filter(|not_before| not_before.as_secs() > latest) {
                return Err(denied(Code::NotYetValid, number, not_before.to_string()));
            }
            if let Some(expires) = link.grant.expires.filter(|expires| now.as_secs() >= expires.plus(skew)) {
                return Err(denied(Code::Expired, number, expires.to_string()));
            }
            if let (1, Some(expires)) = (number, link.grant.expires) {
                let life = expires.as_secs().saturating_sub(root.issued_at.as_secs());
                if life > self.policy.life_secs {
                    return Err(denied(Code::LifeTooLong, 1, format!("{} s", self.policy.life_secs)).with(|denial| {
                        denial.value = Some(format!("{life} s"));
                        denial.setter = Some(Setter::Verifier(None));
                    }));
                }
            }
        }
        Ok(())
    }

    fn check_proof_time(&self, links: &[Link<'_>], proof: &Proof<'_>, now: UnixTime) -> Result<(), Denied> {
        let denied = |code| time_fault(code, links.len(), now, proof.issued_at.to_string());
        if proof.issued_at.as_secs() > now.plus(self.policy.skew_secs) {
            return Err(denied(Code::ProofInFuture));
        }
        if now.as_secs() > proof.issued_at.plus(self.policy.proof_age_secs).saturating_add(self.policy.skew_secs) {
            return Err(denied(Code::ProofStale));
        }
        Ok(())
    }

    /// Gives the proof's id, and the holder's key as it verified it.
    fn check_proof(
        &self,
        links: &Links<'_>,
        ids: &[Id],
        proof: &Proof<'_>,
        call: &Call,
        message: &mut Writer,
    ) -> Result<(Id, Point), Denied> {
        let (Some(leaf), Some(leaf_id)) = (links.last(), ids.last()) else {
            return Err(Denied::new(Code::Internal, Step::Proof));
        };
        message.clear();
        proof.write_sig_structure(leaf_id, call.digest(), message);
        let holder = links.known_holder().or_else(|| leaf.holder.point());
        match holder.filter(|holder| holder.verify(message.as_slice(), &proof.signed.signature)) {
            Some(holder) => Ok((envelope::id(context::PROOF_ID, message.as_slice()), holder)),
            None => Err(Denied::new(Code::ProofMismatch, Step::Proof).with(|denial| {
                denial.link = Some(links.len());
                denial.expected = Some(Expected::new(call.action(), &self.policy.audience, *leaf_id, *call.digest()));
            })),
        }
    }
}

/// Checks every link's signature under its issuer: the root's key, then each parent's holder. Gives the links' ids.
/// `message` is room for what was signed, used again for each.
fn check_signatures(links: &[Link<'_>], root: &Root<'_>, message: &mut Writer) -> Result<Vec<Id>, Denied> {
    let mut ids: Vec<Id> = Vec::with_capacity(links.len());
    let mut issuer = root.issuer;
    for (link, number) in links.iter().zip(1..) {
        message.clear();
        link.write_sig_structure(ids.last(), message);
        if !issuer.verify(message.as_slice(), &link.signed.signature) {
            return Err(Denied::new(Code::SignatureInvalid, Step::Signatures).with(|denial| denial.link = Some(number)));
        }
        ids.push(envelope::id(context::LINK_ID, message.as_slice()));
        issuer = link.holder;
    }
    Ok(ids)
}

/// What a link inherits where it says nothing itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inherited<'l> {
    pub(crate) depth: u64,
    pub(crate) audiences: &'l [Cow<'l, str>],
    pub(crate) not_before: Option<UnixTime>,
    pub(crate) expires: Option<UnixTime>,
}

impl<'l> Inherited<'l> {
    /// What holds at and below a link of this grant, at which so many links may still follow; a root link says when it was
    /// issued.
    pub(crate) fn with(self, grant: &'l Grant<'_>, issued_at: Option<UnixTime>, depth: u64) -> Inherited<'l> {
        Inherited {
            depth,
            audiences: if grant.audiences.is_empty() { self.audiences } else { &grant.audiences },
            not_before: grant.not_before.or(self.not_before).or(issued_at),
            expires: grant.expires.or(self.expires),
        }
    }
}

fn structure_fault(code: Code, link: usize, value: String, limit: String) -> Denied {
    Denied::new(code, Step::Structure).with(|denial| {
        denial.link = Some(link);
        denial.value = Some(value);
        denial.limit = Some(limit);
    })
}

fn time_fault(code: Code, link: usize, now: UnixTime, limit: String) -> Denied {
    Denied::new(code, Step::Time).with(|denial| {
        denial.link = Some(link);
        denial.value = Some(now.to_string());
        denial.limit = Some(limit);
    })
}

fn quoted_list(texts: &[Cow<'_, str>]) -> String {
    texts.iter().map(|text| grammar::Quoted(text).to_string()).collect::<Vec<_>>().join(", ")
}
