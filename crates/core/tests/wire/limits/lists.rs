//! The limits of revocation lists.

use depute::{Code, NextList, Policy, RevocationList, Revocations, limits};

use crate::support::revocations::{KEEPER, list_bytes, numbered, of_task, said};
use crate::support::{ALICE, BOOKER, Draft, EXP, EngineKey as _, Item, Kind, NOW, bytes, now, sealed};

/// At the limit the list is read, one over it is not.
#[track_caller]
fn list_edge(what: &str, limit: u64, with: impl Fn(u64) -> Vec<u8>) {
    let code = |bytes: &[u8]| RevocationList::from_bytes(bytes).map(drop).map_err(|malformed| malformed.code());
    assert_eq!(code(&with(limit)), Ok(()), "{what}");
    assert_eq!(code(&with(limit + 1)), Err(Code::LimitExceeded), "{what}");
}

#[test]
fn numbers_times_and_bytes_of_a_list() {
    list_edge("a number", limits::LIST_NUMBER, |number| list_bytes(&numbered(number, &[])));
    list_edge("a next update", limits::LIST_SECS, |secs| {
        let mut list = numbered(1, &[]);
        list.set(EXP, NOW + secs);
        list_bytes(&list)
    });
    // Form is all that is asked here, so every statement carries the same signature.
    let statement = |number: usize, length: usize| {
        let wide = "𝕋".repeat((length - 4) / 4);
        let name = format!("{number:04}{wide}{}", "x".repeat(length % 4));
        let mut statement = sealed(&said(&ALICE, of_task(&ALICE, "T")), Kind::Revocation);
        statement.members()[2] = bytes(&said(&ALICE, of_task(&ALICE, &name)).claims.encode());
        statement
    };
    let list = |statements: Vec<Item>| {
        let mut list = numbered(1, &[]);
        list.mandate().set(2, statements);
        list_bytes(&list)
    };
    let full: Vec<Item> = (0..1070).map(|number| statement(number, 770)).collect();
    list_edge("a list", limits::LIST_BYTES as u64, |length| {
        let mut statements = full.clone();
        loop {
            let left = length as usize - list(statements.clone()).len();
            let last = (400..770).map(|length| statement(9999, length));
            if let Some(last) = last.into_iter().find(|last| last.encode().len() == left) {
                statements.push(last);
                return list(statements);
            }
            statements.push(statement(statements.len(), if left > 2200 { 770 } else { 420 }));
        }
    });
}

#[test]
fn statements_of_a_list() {
    let statements: Vec<Draft> =
        (0..=limits::STATEMENTS).map(|number| said(&ALICE, of_task(&ALICE, &number.to_string()))).collect();
    list_edge("statements", limits::STATEMENTS as u64, |count| list_bytes(&numbered(1, &statements[..count as usize])));
    let list = RevocationList::from_bytes(&list_bytes(&numbered(1, &statements[..limits::STATEMENTS]))).unwrap();
    let full = NextList::after(&list).sign(&KEEPER.signing(), now());
    assert_eq!(full.as_ref().map(RevocationList::unverified_number), Ok(2));
    let another = depute::Target::key(BOOKER.verifying()).revoke(&ALICE.signing(), now()).unwrap();
    let over = NextList::after(&list).with(another.clone()).unwrap();
    assert_eq!(over.clone().sign(&KEEPER.signing(), now()).unwrap_err().code(), Code::LimitExceeded);
    over.keeping(|statement| statement.id() == another.id()).sign(&KEEPER.signing(), now()).unwrap();
}

#[test]
fn how_old_a_list_may_be() {
    let policy = |staleness_secs| Policy::new("a", Revocations::Required { staleness_secs }).map(drop);
    assert_eq!(policy(limits::STALENESS_SECS), Ok(()));
    assert_eq!(policy(limits::STALENESS_SECS + 1).unwrap_err().code(), Code::LimitExceeded);
}
