//! Statements and lists, put together and signed by hand.

use std::sync::LazyLock;

use depute::{Code, Denied, Policy, RevocationList, Revocations, Revoked, Trust, TrustEntry, Verifier};

use super::cbor::{Item, bytes, list, map};
use super::keys::{ALICE, Key};
use super::scene::{AUDIENCE, NOW, call, now};
use super::walk::{Draft, EXP, IAT, ISS, Id, Kind, MANDATE, Walk, sealed};

/// Keeps the lists: a key that has no say over any chain.
pub(crate) static KEEPER: LazyLock<Key> = LazyLock::new(|| Key::new("keeper", 20));
/// Whom the verifier's trust lets revoke.
pub(crate) static WARDEN: LazyLock<Key> = LazyLock::new(|| Key::new("warden", 21));
/// Another one.
pub(crate) static DEPUTY: LazyLock<Key> = LazyLock::new(|| Key::new("deputy", 22));

pub(crate) fn of_link(id: Id) -> Item {
    list![0, bytes(&id)]
}

pub(crate) fn of_key(key: &Key) -> Item {
    list![1, bytes(&key.public())]
}

pub(crate) fn of_task(root: &Key, task: &str) -> Item {
    list![2, bytes(&root.public()), task]
}

pub(crate) fn of_organization(root: &Key, organization: &str) -> Item {
    list![3, bytes(&root.public()), organization]
}

pub(crate) fn of_authorizer(root: &Key) -> Item {
    list![4, bytes(&root.public())]
}

pub(crate) fn of_subject(root: &Key, subject: &str) -> Item {
    list![4, bytes(&root.public()), subject]
}

pub(crate) fn lift_of(statement: &Draft) -> Item {
    lift_of_id(statement_id(statement))
}

pub(crate) fn lift_of_id(statement: Id) -> Item {
    list![5, bytes(&statement)]
}

/// A statement about this, made now.
pub(crate) fn said(signer: &'static Key, target: Item) -> Draft {
    Draft::new(signer, map! { ISS => bytes(&signer.public()), IAT => NOW, MANDATE => target })
}

pub(crate) fn statement_id(statement: &Draft) -> Id {
    blake3::derive_key("depute v1 revocation id", &statement.message(Kind::Revocation))
}

/// A list of this number with these statements, made now, the next one due in an hour.
pub(crate) fn numbered(number: u64, statements: &[Draft]) -> Draft {
    let statements: Vec<Item> = statements.iter().map(|statement| sealed(statement, Kind::Revocation)).collect();
    let content = map! { 1 => number, 2 => statements };
    Draft::new(&KEEPER, map! { ISS => bytes(&KEEPER.public()), EXP => NOW + 3600, IAT => NOW, MANDATE => content })
}

pub(crate) fn list_bytes(draft: &Draft) -> Vec<u8> {
    list![1, sealed(draft, Kind::List)].encode()
}

/// The list as the crate reads it.
#[track_caller]
pub(crate) fn read_list(draft: &Draft) -> RevocationList {
    RevocationList::from_bytes(&list_bytes(draft)).unwrap()
}

/// Trusts alice with everything, asks the keeper for lists, and lets the warden and the deputy revoke.
pub(crate) fn trust() -> Trust {
    let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let alice = alice.list_key(KEEPER.verifying()).revoker(WARDEN.verifying()).revoker(DEPUTY.verifying());
    Trust::new([alice]).unwrap()
}

/// What is known from one list of these statements.
#[track_caller]
pub(crate) fn seen(statements: &[Draft]) -> Revoked {
    let mut revoked = Revoked::new();
    let new = revoked.add_list(&read_list(&numbered(1, statements)), &trust(), now()).unwrap();
    assert_eq!(new, statements.len());
    revoked
}

pub(crate) fn verifier_of(revocations: Revocations, revoked: Revoked) -> Verifier {
    Verifier::new(trust(), Policy::new(AUDIENCE, revocations).unwrap()).with_revoked(revoked)
}

/// What a verifier that has seen these statements says of a chain: of its call, and of the chain alone, which must agree.
#[track_caller]
pub(crate) fn judged(statements: &[Draft], walk: &Walk) -> Result<usize, Denied> {
    let verifier = verifier_of(Revocations::LocalList, seen(statements));
    let (bytes, token, call) = (walk.bytes(), walk.token(), call());
    let verdict = verifier.check(&bytes, &call, now()).map(|verified| verified.revocation());
    let alone = verifier.check_chain(&token, now()).map(|genuine| genuine.revocation);
    assert_eq!(alone.as_ref().map_err(Denied::code), verdict.as_ref().map_err(Denied::code));
    verdict.map(|lookup| lookup.disregarded)
}

/// Something of this chain is revoked, at this link.
#[track_caller]
pub(crate) fn revoked_at(what: &str, link: usize, statements: &[Draft], walk: &Walk) -> Denied {
    let denied = match judged(statements, walk) {
        Ok(disregarded) => panic!("{what} changed nothing; {disregarded} disregarded"),
        Err(denied) => denied,
    };
    assert_eq!((denied.code(), denied.link()), (Code::Revoked, Some(link)), "{what}: {denied}");
    denied
}

/// So many statements about this chain do not count, and it is allowed.
#[track_caller]
pub(crate) fn disregarded(what: &str, many: usize, statements: &[Draft], walk: &Walk) {
    match judged(statements, walk) {
        Ok(found) => assert_eq!(found, many, "{what}"),
        Err(denied) => panic!("{what} counted: {denied}"),
    }
}
