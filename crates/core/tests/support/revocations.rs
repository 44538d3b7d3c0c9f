//! The engine's side of statements and lists: reading them, and verifiers that have seen them.

use depute::{Code, Denied, Policy, RevocationList, Revocations, Revoked, Trust, TrustEntry, Verifier};
use depute_vectors::kit::{ALICE, AUDIENCE, Draft, Walk};

pub(crate) use depute_vectors::kit::revocations::*;
pub(crate) use depute_vectors::kit::{DEPUTY, KEEPER, WARDEN};

use super::keys::EngineKey as _;
use super::remembering::alike;
use super::scene::{call, now};

/// The list as the engine reads it.
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
    let verdict = alike(&verifier, &bytes, &call, now()).map(|verified| verified.revocation());
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
