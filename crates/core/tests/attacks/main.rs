//! Attacks by name, each with the twin that differs in one thing and is allowed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
#![allow(clippy::arithmetic_side_effects)] // tests

#[path = "../support/mod.rs"]
mod support;

mod approvals;
mod approvers;
mod arguments;
mod bits;
mod chains;
mod delegating;
mod endorsing;
mod http;
mod kinds;
mod lists;
mod order;
mod proofs;
mod revocations;
mod roots;
mod silence;
mod sisters;
mod times;
mod widening;

use depute::{Code, Denied};
use support::{BOOKER, EngineKey as _, Item, SCOUT, Walk, list, map};

/// Alice → planner → booker → scout, each a little narrower; the scout books.
fn three_links() -> Walk {
    Walk::new().then(&BOOKER, &SCOUT, flights(vec![("to", list![1, "SFO"])]))
}

/// A clause of `flights.book` with these limits, that ends in `..`.
fn flights(limits: Vec<(&str, Item)>) -> Item {
    let args = limits.into_iter().map(|(name, limits)| (Item::from(name), limits)).collect();
    list!["flights.book", Item::Map(args).sorted(), true]
}

/// `*(..)`: as my parent.
fn everything() -> Item {
    list![list![], map! {}, true]
}

/// Refused, with this code at this link.
#[track_caller]
fn refused_at(what: &str, bytes: &[u8], link: usize, code: Code) -> Denied {
    let denied = match support::verdict(bytes) {
        Ok(()) => panic!("{what} was allowed"),
        Err(denied) => denied,
    };
    assert_eq!((denied.code(), denied.link()), (code, Some(link)), "{what}: {denied}");
    denied
}

#[test]
fn the_walk_that_is_attacked_is_allowed() {
    support::allowed("the attacks", &three_links().bytes());
    let walk = three_links();
    let verifier = support::verifier();
    let (bytes, call) = (walk.bytes(), support::call());
    let verified = verifier.check(&bytes, &call, support::now()).unwrap();
    assert_eq!(verified.link_ids(), walk.ids());
    assert_eq!(verified.holders().nth(1), Some(BOOKER.verifying()));
    assert_eq!(verified.call().digest(), &walk.digest);
    assert_eq!((verified.trust_entry(), verified.audience()), ("alice", support::AUDIENCE));
}
