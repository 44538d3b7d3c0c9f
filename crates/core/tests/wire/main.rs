//! Every rule of the wire form, broken one at a time by an encoder that obeys none, each with the twin that differs in
//! that one thing and is allowed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
#![allow(clippy::arithmetic_side_effects)] // tests

#[path = "../support/mod.rs"]
mod support;

mod budgets;
mod claims;
mod clauses;
mod encoding;
mod envelope;
mod evidence;
mod limits;
mod operators;
mod presentations;
mod revocations;
mod round_trip;
mod steps;
mod text_forms;
mod types;

use depute::{Code, Denied, Presentation, Step, Token};
use support::{Draft, Item, Walk, allowed, refused};

/// The first is refused for its form with this code, the second, which differs in that alone, is allowed.
#[track_caller]
fn pair(what: &str, code: Code, wrong: Vec<u8>, right: Vec<u8>) -> Denied {
    assert_ne!(wrong, right, "{what}: the twins are one");
    allowed(what, &right);
    Presentation::from_bytes(&right).unwrap();
    let malformed = Presentation::from_bytes(&wrong).expect_err(what);
    assert_eq!(malformed.code(), code, "{what}: {malformed}");
    let denied = refused(what, &wrong, Step::Form, code);
    assert_eq!(denied.malformed(), Some(&malformed), "{what}");
    assert!(!denied.is_authenticated());
    denied
}

/// The usual presentation with another root link.
fn root(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    let mut walk = Walk::new();
    edit(&mut walk.links[0]);
    walk.bytes()
}

/// The usual presentation with another further link.
fn child(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    let mut walk = Walk::new();
    edit(&mut walk.links[1]);
    walk.bytes()
}

/// The usual presentation with another proof.
fn proof(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    let mut walk = Walk::new();
    edit(&mut walk.proof);
    walk.bytes()
}

/// The usual presentation whose root link has this one clause.
fn clause(clause: Item) -> Vec<u8> {
    root(|link| link.clauses(vec![clause]))
}

/// The usual presentation with these limits on the destination, which is "SFO".
fn to(limits: impl Into<Item>) -> Vec<u8> {
    clause(support::list!["flights.book", support::map! { "to" => limits.into() }, true])
}

/// The usual presentation with these limits on the price, which is 390.
fn price(limits: impl Into<Item>) -> Vec<u8> {
    clause(support::list!["flights.book", support::map! { "price" => limits.into() }, true])
}

/// The usual presentation whose root link has another clause beside the one that allows the call.
fn beside(clause: Item) -> Vec<u8> {
    let usual = support::list!["flights.book", support::map! {}, true];
    root(|link| link.clauses(vec![clause, usual]))
}

/// The usual presentation whose root link has this budget.
fn budget(budget: Item) -> Vec<u8> {
    root(|link| link.mandate().set(3, vec![budget]))
}

/// Whether a token alone is read, and if not, why.
fn read(token: &[u8]) -> Result<(), Code> {
    Token::from_bytes(token).map(drop).map_err(|malformed| malformed.code())
}

#[test]
fn the_usual_walk_is_allowed() {
    allowed("nothing", &Walk::new().bytes());
    allowed("nothing", &Walk::short().bytes());
}
