//! What a verifier has seen of revocations: the newest list of each list key, and every statement that stood in any.
//!
//! Statements add up: one that a later list leaves out is remembered. Lists of one key only move forward. Source:
//! `spec/revocation.md`, "What a verifier remembers".

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;
use core::cmp::Ordering;

use crate::envelope::Id;
use crate::error::{Code, Malformed};
use crate::key::{Signature, VerifyingKey};
use crate::limits;
use crate::revocation::{Statement, Target};
use crate::revocation_list::RevocationList;
use crate::time::UnixTime;
use crate::trust::Trust;

/// Statements and lists whose signatures have been checked, ready to be looked up.
///
/// **That a statement is here does not mean that it counts**: that is asked for each chain, since a statement counts only
/// if its signer stands above what it names, or is a revoker of the verifier's own. Hand it to
/// [`Verifier::with_revoked`](crate::Verifier::with_revoked). It lives as long as the process: whoever starts anew adds
/// the lists again, and says with [`remember`](Self::remember) which were the newest.
#[derive(Clone, Debug, Default)]
pub struct Revoked {
    lists: Vec<ListSeen>,
    /// Numbers and ids of lists that were seen before, whose statements are not here.
    remembered: Vec<(VerifyingKey, u64, Id)>,
    /// Every statement, with the signature that was found good.
    known: BTreeMap<Id, Signature>,
    /// What was said of links, by their ids.
    links: Sayings,
    /// Of keys, by their bytes.
    keys: Sayings,
    /// Of tasks, organizations and authorizers, by what [`under`] makes of their names.
    named: Sayings,
    /// Of statements that were lifted, by their ids.
    lifts: Sayings,
}

/// What was said of each thing, by 32 bytes that are its alone: one kind of map for all of them.
type Sayings = BTreeMap<[u8; 32], Vec<Said>>;

/// The newest list of one key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct ListSeen {
    /// The list key.
    pub key: VerifyingKey,
    /// The list's number.
    pub number: u64,
    /// The list's id.
    pub id: Id,
    /// When it was made.
    pub issued_at: UnixTime,
    /// When the next one will be there, at the latest.
    pub next_update: UnixTime,
}

/// A statement about something, by whom.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Said {
    pub(crate) statement: Id,
    pub(crate) signer: VerifyingKey,
}

impl Revoked {
    /// Nothing seen yet.
    pub fn new() -> Revoked {
        Revoked::default()
    }

    /// Takes in a list of a key that some trust entry names, whole or not at all; gives how many statements are new.
    ///
    /// Checks the signature of the list and of every statement. Refuses a list of another key, one that says it was made
    /// more than 300 s from now, one with a lower number than the last of its key, and another one of the same number. An
    /// old list is taken: what it says still counts, and whether it is fresh is asked when a call is judged.
    pub fn add_list(&mut self, list: &RevocationList, trust: &Trust, now: UnixTime) -> Result<usize, Malformed> {
        if !trust.names_list_key(&list.key) {
            return Err(Malformed::new(
                Code::ListUntrusted,
                format!("a revocation list of {}, which no trust entry names", list.key.short()),
            ));
        }
        self.add_own_list(list, now)
    }

    /// Takes in a list that the verifier's operator keeps or chose, whoever signed it. All else as in
    /// [`add_list`](Self::add_list). It does not make the chains of any trust entry fresh, unless that entry names its key.
    pub fn add_own_list(&mut self, list: &RevocationList, now: UnixTime) -> Result<usize, Malformed> {
        list.verify_list()?;
        if list.issued_at.as_secs() > now.plus(limits::SKEW_SECS) {
            return Err(Malformed::new(
                Code::IssuedInFuture,
                format!("a revocation list made {}, and it is {now}", list.issued_at),
            ));
        }
        self.check_number(list)?;
        list.verify_statements(|statement| self.known.get(&statement.id) == Some(&statement.signature))?;
        let new = list.statements.iter().filter(|statement| !self.known.contains_key(&statement.id)).count();
        self.check_room(new)?;
        list.statements.iter().for_each(|statement| self.take(statement));
        let seen = ListSeen {
            key: list.key,
            number: list.number,
            id: list.id,
            issued_at: list.issued_at,
            next_update: list.next_update,
        };
        match self.lists.iter_mut().find(|known| known.key == list.key) {
            Some(known) => *known = seen,
            None => self.lists.push(seen),
        }
        Ok(new)
    }

    /// Takes in a statement that came by itself, from the verifier's operator; gives whether it is new. Checks its
    /// signature.
    pub fn add_statement(&mut self, statement: &Statement) -> Result<bool, Malformed> {
        if !statement.is_genuine(&mut crate::cbor::Writer::with_capacity(256)) {
            return Err(Malformed::new(
                Code::SignatureInvalid,
                format!("a revocation that {} did not sign", statement.signer.short()),
            ));
        }
        let is_new = !self.known.contains_key(&statement.id);
        self.check_room(usize::from(is_new))?;
        self.take(statement);
        Ok(is_new)
    }

    /// Remembers the newest list of a key from before a restart: one with a lower number, or another one of this number,
    /// is refused from now on. Its statements come back with the list itself.
    pub fn remember(&mut self, key: VerifyingKey, number: u64, id: Id) {
        self.remembered.push((key, number, id));
    }

    /// The newest list of each key.
    pub fn lists(&self) -> &[ListSeen] {
        &self.lists
    }

    /// How many statements are known.
    pub fn statements(&self) -> usize {
        self.known.len()
    }

    /// The newest list of this key.
    pub(crate) fn list_of(&self, key: &VerifyingKey) -> Option<&ListSeen> {
        self.lists.iter().find(|list| list.key == *key)
    }

    /// Whether any link is revoked: if not, no link's id is asked for.
    pub(crate) fn names_links(&self) -> bool {
        !self.links.is_empty()
    }

    pub(crate) fn of_link(&self, id: &Id) -> &[Said] {
        of(&self.links, id)
    }

    pub(crate) fn of_key(&self, key: &VerifyingKey) -> &[Said] {
        of(&self.keys, key.as_bytes())
    }

    pub(crate) fn of_authorizer(&self, root: &VerifyingKey, subject: Option<&str>) -> &[Said] {
        self.of_named(Sort::Authorizer, root, subject)
    }

    pub(crate) fn of_organization(&self, root: &VerifyingKey, organization: &str) -> &[Said] {
        self.of_named(Sort::Organization, root, Some(organization))
    }

    pub(crate) fn of_task(&self, root: &VerifyingKey, task: &str) -> &[Said] {
        self.of_named(Sort::Task, root, Some(task))
    }

    /// Who lifted this statement; whether that counts is asked for each chain.
    pub(crate) fn lifts_of(&self, statement: &Id) -> impl Iterator<Item = &VerifyingKey> {
        of(&self.lifts, statement).iter().map(|said| &said.signer)
    }

    /// Nothing is hashed while nothing of this kind was said.
    fn of_named(&self, sort: Sort, root: &VerifyingKey, name: Option<&str>) -> &[Said] {
        if self.named.is_empty() { &[] } else { of(&self.named, &under(root, sort, name)) }
    }

    /// A list follows those of its key that were seen before, or is the last of them.
    fn check_number(&self, list: &RevocationList) -> Result<(), Malformed> {
        let seen = self.lists.iter().map(|seen| (seen.key, seen.number, seen.id));
        for (_, number, id) in seen.chain(self.remembered.iter().copied()).filter(|(key, ..)| *key == list.key) {
            match list.number.cmp(&number) {
                Ordering::Greater => {}
                Ordering::Less => {
                    return Err(Malformed::new(
                        Code::ListRolledBack,
                        format!("list {} of {}; list {number} was seen", list.number, list.key.short()),
                    ));
                }
                Ordering::Equal if list.id == id => {}
                Ordering::Equal => {
                    return Err(Malformed::new(
                        Code::ListForked,
                        format!("another list {number} of {} than the one seen", list.key.short()),
                    ));
                }
            }
        }
        Ok(())
    }

    fn check_room(&self, new: usize) -> Result<(), Malformed> {
        if self.known.len().saturating_add(new) <= limits::STATEMENTS_SEEN {
            return Ok(());
        }
        Err(Malformed::new(Code::LimitExceeded, "more than 65536 revocations to remember"))
    }

    /// Files a statement whose signature is good.
    fn take(&mut self, statement: &Statement) {
        if self.known.insert(statement.id, statement.signature).is_some() {
            return;
        }
        let said = Said { statement: statement.id, signer: statement.signer };
        let (sayings, of) = match &statement.target {
            Target::Link { id } => (&mut self.links, *id),
            Target::Key { key } => (&mut self.keys, *key.as_bytes()),
            Target::Task { root, task } => (&mut self.named, under(root, Sort::Task, Some(task))),
            Target::Organization { root, organization } => {
                (&mut self.named, under(root, Sort::Organization, Some(organization)))
            }
            Target::Authorizer { root, subject } => {
                (&mut self.named, under(root, Sort::Authorizer, subject.as_deref()))
            }
            Target::Lift { statement: lifted } => (&mut self.lifts, *lifted),
        };
        sayings.entry(of).or_default().push(said);
    }
}

/// What a name below a root key is the name of.
#[derive(Clone, Copy)]
enum Sort {
    Task = 1,
    Organization,
    Authorizer,
}

/// The 32 bytes that stand for a name below a root key. An authorizer without a name is the key itself.
fn under(root: &VerifyingKey, sort: Sort, name: Option<&str>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(root.as_bytes()).update(&[sort as u8, u8::from(name.is_some())]);
    *hasher.update(name.unwrap_or_default().as_bytes()).finalize().as_bytes()
}

fn of<'s>(sayings: &'s Sayings, thing: &[u8; 32]) -> &'s [Said] {
    sayings.get(thing).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Signer as _, SigningKey};
    use crate::revoke::NextList;

    #[test]
    fn so_many_statements_are_remembered_and_no_more() {
        let (alice, now) = (SigningKey::from_seed(&[1; 32]), UnixTime::from_secs(1_800_000_000).unwrap());
        let said = |id: u8| Target::link([id; 32]).revoke(&alice, now).unwrap();
        let list = |number: u64, ids: &[u8]| {
            let mut next = NextList::first();
            for _ in 1..number {
                next = NextList::after(&next.sign(&alice, now).unwrap()).keeping(|_| false);
            }
            ids.iter().fold(next, |next, id| next.with(said(*id)).unwrap()).sign(&alice, now).unwrap()
        };
        let mut revoked = Revoked::new();
        let id = |number: usize| {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&number.to_le_bytes());
            id
        };
        // Room for one more.
        let signature = said(1).signature;
        revoked.known.extend((1..limits::STATEMENTS_SEEN).map(|number| (id(number), signature)));
        assert_eq!(revoked.add_own_list(&list(1, &[1, 2]), now).unwrap_err().code(), Code::LimitExceeded);
        assert!(revoked.lists().is_empty() && revoked.of_link(&[1; 32]).is_empty());
        assert_eq!(revoked.add_own_list(&list(1, &[1]), now), Ok(1));
        assert_eq!(revoked.statements(), limits::STATEMENTS_SEEN);
        // What is known already takes no room.
        assert_eq!(revoked.add_own_list(&list(2, &[1]), now), Ok(0));
        assert_eq!(revoked.add_statement(&said(1)), Ok(false));
        assert_eq!(revoked.add_statement(&said(2)).unwrap_err().code(), Code::LimitExceeded);
        assert_eq!(revoked.lists().first().map(|list| (list.key, list.number)), Some((alice.verifying_key(), 2)));
    }
}
