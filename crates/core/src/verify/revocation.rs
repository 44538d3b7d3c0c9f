//! The step *revocation*: whether the lists are fresh, and whether a statement that counts names this chain or something
//! in it. Source: `spec/revocation.md`, "The step".
//!
//! It comes before the signatures, so its refusals are unauthenticated. Where nothing is revoked it costs a few empty
//! look-ups: no link's id is computed before some link is revoked.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::Verifier;
use super::chain::Chain;
use crate::denied::{Denied, Setter, Step};
use crate::envelope::Id;
use crate::error::{Code, Malformed};
use crate::explain::Hex;
use crate::key::VerifyingKey;
use crate::link::{Link, Root};
use crate::lookup::Lookup;
use crate::requirement::Requirement;
use crate::revocation::Target;
use crate::revoked::{ListSeen, Revoked, Said};
use crate::time::UnixTime;
use crate::token::{self, Token};
use crate::trust::{Policy, Revocations, TrustEntry};

/// What a look-up that refused nothing leaves behind.
#[derive(Clone, Copy)]
pub(super) struct LookedUp<'a> {
    /// What was seen; `None` where the policy looks nothing up.
    revoked: Option<&'a Revoked>,
    at: UnixTime,
    /// Statements that name something here and do not count.
    disregarded: usize,
}

/// What is revoked, and by which statement.
struct Found {
    link: usize,
    target: Target,
    statement: Id,
}

/// One chain, of which something may have been said. Nothing in it need be verified.
#[derive(Clone, Copy)]
struct Concerned<'c> {
    revoked: &'c Revoked,
    /// Whom the verifier's trust entry lets revoke anything of its chains.
    revokers: &'c [VerifyingKey],
    root: &'c Root<'c>,
    links: &'c [Link<'c>],
    /// The links' ids, where they are known already.
    ids: Option<&'c [Id]>,
}

impl Verifier {
    /// Refuses a chain of which something is revoked, and under `required` one whose lists are not fresh. `ids` are the
    /// links' ids where they are known.
    pub(super) fn check_revocation(
        &self,
        entry: &TrustEntry,
        root: &Root<'_>,
        links: &[Link<'_>],
        ids: Option<&[Id]>,
        now: UnixTime,
    ) -> Result<LookedUp<'_>, Denied> {
        if let Revocations::Required { staleness_secs } = self.policy.revocations {
            self.check_fresh(entry, staleness_secs, now)?;
        }
        let looked_up = self.looked_up(now);
        let Some(revoked) = looked_up.revoked else { return Ok(looked_up) };
        let concerned = Concerned { revoked, revokers: &entry.revokers, root, links, ids };
        match concerned.find() {
            Ok(disregarded) => Ok(LookedUp { disregarded, ..looked_up }),
            Err(found) => Err(Denied::new(Code::Revoked, Step::Revocation).with(|denial| {
                denial.link = Some(found.link);
                denial.value = Some(found.target.to_string());
                denial.limit = Some(format!("statement {}", Hex(&found.statement)));
            })),
        }
    }

    /// Every list key of the entry has a list that was made not long ago and need not have been replaced yet.
    fn check_fresh(&self, entry: &TrustEntry, staleness_secs: u64, now: UnixTime) -> Result<(), Denied> {
        let skew = self.policy.skew_secs;
        let stale = |value| {
            Denied::new(Code::RevocationStale, Step::Revocation).with(|denial| {
                denial.value = value;
                denial.limit = Some(format!("at most {staleness_secs} s old"));
                denial.setter = Some(Setter::Verifier(None));
            })
        };
        if entry.list_keys.is_empty() {
            return Err(stale(None).with(|denial| denial.setter = None));
        }
        for key in &entry.list_keys {
            let Some(list) = self.revoked.list_of(key) else { return Err(stale(Some(format!("no list of {key}")))) };
            let (made, next) = (list.issued_at, list.next_update);
            let fault = if made.as_secs() > now.plus(skew) {
                format!("made {made}, later than now, {now}")
            } else if now.as_secs() > made.plus(staleness_secs).saturating_add(skew) {
                format!("made {made}, {} s ago", now.as_secs().saturating_sub(made.as_secs()))
            } else if now.as_secs() >= next.plus(skew) {
                format!("whose next update was due {next}")
            } else {
                continue;
            };
            return Err(stale(Some(format!("list {} of {key}, {fault}", list.number))));
        }
        Ok(())
    }

    /// How revocations are looked up for chains of this root key.
    pub(super) fn lookup(&self, root: &VerifyingKey, looked_up: LookedUp<'_>) -> Lookup {
        let entry = self.trust.find(root).map(|(entry, _)| entry);
        looked_up.told(entry, &self.policy)
    }

    pub(super) fn looked_up(&self, now: UnixTime) -> LookedUp<'_> {
        let looks = !matches!(self.policy.revocations, Revocations::None);
        LookedUp { revoked: looks.then_some(&self.revoked), at: now, disregarded: 0 }
    }
}

impl LookedUp<'_> {
    /// The look-up as a verdict tells it.
    pub(super) fn told(&self, entry: Option<&TrustEntry>, policy: &Policy) -> Lookup {
        let lists: Vec<ListSeen> = match (policy.revocations, self.revoked) {
            (Revocations::None, _) | (_, None) => Vec::new(),
            (Revocations::LocalList, Some(revoked)) => revoked.lists().to_vec(),
            (Revocations::Required { .. }, Some(revoked)) => {
                let keys = entry.map_or(&[][..], |entry| &entry.list_keys);
                keys.iter().filter_map(|key| revoked.list_of(key)).copied().collect()
            }
        };
        Lookup { revocations: policy.revocations, lists, at: self.at, disregarded: self.disregarded }
    }
}

impl Chain<'_> {
    /// Whether the key of an approver whom a clause of the link at this place names (0: the verifier's own grant) is
    /// revoked, so that its endorsements do not count there.
    pub(super) fn is_approver_revoked(&self, key: &VerifyingKey, place: usize) -> bool {
        self.looked_up.revoked.is_some_and(|revoked| {
            let concerned =
                Concerned { revoked, revokers: &self.entry.revokers, root: &self.root, links: &self.links, ids: None };
            concerned.is_approver_revoked(key, place)
        })
    }
}

impl Concerned<'_> {
    /// The first thing that is revoked, from the root to the leaf; else how many statements do not count.
    fn find(&self) -> Result<usize, Found> {
        let mut disregarded: usize = 0;
        let mut judge = |said: &[Said], place: usize, target: &dyn Fn() -> Target| {
            if said.is_empty() {
                return Ok(());
            }
            let target = target();
            for said in said {
                if self.counts(said, &target, place) {
                    return Err(Found { link: place, target, statement: said.statement });
                }
                disregarded = disregarded.saturating_add(1);
            }
            Ok(())
        };
        let (revoked, issuer) = (self.revoked, self.root.issuer);
        let subject = self.root.subject.as_deref();
        judge(revoked.of_authorizer(&issuer, subject), 1, &|| Target::Authorizer {
            root: issuer,
            subject: subject.map(Into::into),
        })?;
        let context = self.links.first().map(|link| &link.context);
        if let Some(organization) = context.and_then(|context| context.organization()) {
            judge(revoked.of_organization(&issuer, organization), 1, &|| Target::Organization {
                root: issuer,
                organization: organization.into(),
            })?;
        }
        if let Some(task) = context.and_then(|context| context.task()) {
            judge(revoked.of_task(&issuer, task), 1, &|| Target::Task { root: issuer, task: task.into() })?;
        }
        let ids = match self.ids {
            Some(ids) => Cow::Borrowed(ids),
            None if revoked.names_links() => Cow::Owned(token::ids(self.links)),
            None => Cow::default(),
        };
        for (link, place) in self.links.iter().zip(1_usize..) {
            if let Some(&id) = place.checked_sub(1).and_then(|index| ids.get(index)) {
                judge(revoked.of_link(&id), place, &|| Target::Link { id })?;
            }
            judge(revoked.of_key(&link.holder), place, &|| Target::Key { key: link.holder })?;
        }
        // Who holds several links was judged at each of them; a statement that does not count is one all the same.
        let twice =
            |place: usize, link: &Link<'_>| self.links.iter().take(place).any(|other| other.holder == link.holder);
        let again = self.links.iter().enumerate().filter(|(place, link)| twice(*place, link));
        Ok(again.fold(disregarded, |count, (_, link)| count.saturating_sub(revoked.of_key(&link.holder).len())))
    }

    /// Whether a statement counts here: its signer has a say over the target, and nobody lifted it who may.
    fn counts(&self, said: &Said, target: &Target, place: usize) -> bool {
        let has_say = match target {
            Target::Link { .. } | Target::Key { .. } => self.stands_above(&said.signer, place),
            _ => said.signer == self.root.issuer,
        };
        (has_say || self.is_revoker(&said.signer)) && !self.is_lifted(said, target, place)
    }

    /// Whether this key issued one of the links up to this one, or holds it.
    fn stands_above(&self, key: &VerifyingKey, place: usize) -> bool {
        // The issuer of a link is its parent's holder, so the holders up to here and the root are all of them.
        *key == self.root.issuer || self.links.iter().take(place).any(|link| link.holder == *key)
    }

    fn is_revoker(&self, key: &VerifyingKey) -> bool {
        self.revokers.contains(key)
    }

    /// Whether somebody lifted the statement who may. What the verifier's own clauses (place 0) rest on, no chain gives back.
    fn is_lifted(&self, said: &Said, target: &Target, place: usize) -> bool {
        if matches!(target, Target::Link { .. }) {
            return false;
        }
        let may_lift = |lifter: &VerifyingKey| match target {
            // Whoever stole a key could say so too.
            Target::Key { key } | Target::Authorizer { root: key, subject: None } if key == lifter => false,
            _ if self.is_revoker(&said.signer) => self.is_revoker(lifter),
            _ => *lifter == said.signer || (*lifter == self.root.issuer && place > 0),
        };
        self.revoked.lifts_of(&said.statement).any(may_lift)
    }

    /// Whether the key of an approver was revoked by itself, by the root, by an issuer of a link up to the one whose clause
    /// names it, or by a revoker.
    fn is_approver_revoked(&self, key: &VerifyingKey, place: usize) -> bool {
        let target = Target::Key { key: *key };
        self.revoked.of_key(key).iter().any(|said| {
            let has_say = said.signer == *key || self.stands_above(&said.signer, place.saturating_sub(1));
            (has_say || self.is_revoker(&said.signer)) && !self.is_lifted(said, &target, place)
        })
    }
}

/// What would be said of a token, for people: nothing of the token is verified.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Effect {
    /// No statement names anything in it.
    Untouched,
    /// Statements name something in it, and none counts: they were lifted, or their signer has no say over it.
    Disregarded,
    /// It no longer opens anything, nor does any token below.
    Revoked {
        /// The link at which that shows, the root being 1.
        link: usize,
        /// What is revoked.
        target: Target,
        /// The id of a statement that says so.
        statement: Id,
    },
}

impl Revoked {
    /// What these statements do to a token, if these are the verifier's own revokers for its root. For people who revoke
    /// or look at tokens: nothing of the token is verified, and it allows nothing.
    pub fn unverified_effect(&self, token: &Token, revokers: &[VerifyingKey]) -> Result<Effect, Malformed> {
        let links = token.unverified_links();
        let Some(root) = links.first().and_then(|link| link.root.as_ref()) else {
            return Err(Malformed::new(Code::Internal, "a token without a root link"));
        };
        Ok(match (Concerned { revoked: self, revokers, root, links: &links, ids: None }).find() {
            Ok(0) => Effect::Untouched,
            Ok(_) => Effect::Disregarded,
            Err(Found { link, target, statement }) => Effect::Revoked { link, target, statement },
        })
    }

    /// The links of a token, the root being 1, with a clause that names this key as an approver, and of each whether the
    /// key is revoked there, so that its endorsements do not count. For people, as above.
    pub fn unverified_approver(
        &self,
        token: &Token,
        revokers: &[VerifyingKey],
        key: &VerifyingKey,
    ) -> Vec<(usize, bool)> {
        let links = token.unverified_links();
        let Some(root) = links.first().and_then(|link| link.root.as_ref()) else { return Vec::new() };
        let concerned = Concerned { revoked: self, revokers, root, links: &links, ids: None };
        let names_it =
            |needs: &Requirement<'_>| matches!(needs, Requirement::Approval(who) if who.keys().contains(key));
        let asks = |link: &Link<'_>| link.grant.clauses().iter().any(|clause| clause.needs.iter().any(names_it));
        let asking = links.iter().zip(1_usize..).filter(|(link, _)| asks(link));
        asking.map(|(_, place)| (place, concerned.is_approver_revoked(key, place))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Signer as _, SigningKey};
    use crate::mint::Mint;

    /// Alice → planner → booker; the warden is a revoker of the verifier's, and the approver someone else.
    #[test]
    fn an_approver_s_key_is_revoked_by_itself_or_from_above_the_clause_that_names_it() {
        let [alice, planner, booker, warden, approver] = [1, 2, 3, 4, 5].map(|seed| SigningKey::from_seed(&[seed; 32]));
        let now = UnixTime::from_secs(1_800_000_000).unwrap();
        let mint = Mint::new(&planner.verifying_key()).allow("*(..)").unwrap().depth(1);
        let token = mint.sign(&alice, now, [7; 8]).unwrap();
        let token = token.delegate(&booker.verifying_key()).allow("*(..)").unwrap().sign(&planner, now).unwrap();
        let links = token.unverified_links();
        let key = approver.verifying_key();
        let is_revoked = |signers: &[&SigningKey], place: usize, lifters: &[&SigningKey]| {
            let mut revoked = Revoked::new();
            for signer in signers {
                let statement = Target::key(key).revoke(*signer, now).unwrap();
                revoked.add_statement(&statement).unwrap();
                for lifter in lifters {
                    revoked.add_statement(&statement.lift(*lifter, now).unwrap()).unwrap();
                }
            }
            let root = links[0].root.as_ref().unwrap();
            let revokers = [warden.verifying_key()];
            Concerned { revoked: &revoked, revokers: &revokers, root, links: &links, ids: None }
                .is_approver_revoked(&key, place)
        };
        for place in 0..=2 {
            assert!(!is_revoked(&[], place, &[]));
            assert!(is_revoked(&[&approver], place, &[]) && is_revoked(&[&warden], place, &[]));
            assert!(is_revoked(&[&alice], place, &[]), "the root, of a clause of link {place}");
            // The planner issued link 2, the booker no link at all.
            assert_eq!(is_revoked(&[&planner], place, &[]), place == 2);
            assert!(!is_revoked(&[&booker], place, &[]));
            assert!(is_revoked(&[&warden], place, &[&alice]));
            // The root lifts for its own chain, and never for the verifier's own clause.
            assert_eq!(is_revoked(&[&approver], place, &[&alice]), place == 0);
            assert!(!is_revoked(&[&alice], place, &[&alice]), "its own statement");
        }
    }
}
