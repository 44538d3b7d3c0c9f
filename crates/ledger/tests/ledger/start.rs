//! A ledger that began late refuses what it cannot know, unless it is told to start here.

use depute::{Code, Denied};
use depute_ledger::MemoryLedger;

use crate::fixture::{NOON, World, at, mandate};

#[test]
fn proofs_made_before_it_began_are_refused() {
    let world = World::new();
    let token = mandate("alice", NOON - 60, &[]);
    let (before, after) =
        (world.arrival(&token, "planner", "a()", NOON - 1), world.arrival(&token, "planner", "a()", NOON));
    let mut ledger = MemoryLedger::new(at(NOON));
    let denied = world.charge(&mut ledger, &before, NOON).unwrap_err();
    assert_eq!(denied.code(), Code::IssuedBeforeLedger);
    assert_eq!(denied.value(), Some("a call proof of 2027-01-14T23:59:59Z"));
    assert_eq!(denied.limit(), Some("from 2027-01-15T00:00:00Z"));
    assert!(denied.explain(&|_| None).to_string().contains("durable ledger"), "{}", denied.explain(&|_| None));
    assert!(denied.for_model().contains("durable ledger"));
    assert!(world.charge(&mut ledger, &after, NOON).is_ok());
    assert!(world.charge(&mut MemoryLedger::new(at(NOON)).start_here(), &before, NOON).is_ok());
}

#[test]
fn an_old_proof_is_called_stale_before_anything_is_said_of_the_ledger() {
    let world = World::new();
    let token = mandate("alice", NOON - 100, &["calls <= 1"]);
    let arrival = world.arrival(&token, "planner", "a()", NOON - 91);
    let verified = arrival.verified(&world.verifier, NOON - 91);
    let denied = MemoryLedger::new(at(NOON)).charge(verified, at(NOON)).unwrap_err();
    assert_eq!(denied.code(), Code::ProofStale);
}

#[test]
fn budgets_issued_before_it_began_are_refused_and_calls_that_owe_nothing_are_not() {
    let world = World::new();
    let charged = |issued: u64, call: &str, ledger: MemoryLedger| {
        let token = mandate("alice", issued, &["calls of book <= 5 per 1h"]);
        let mut ledger = ledger;
        world.call(&mut ledger, &token, "planner", call, NOON)
    };
    let fresh = || MemoryLedger::new(at(NOON));
    assert_eq!(charged(NOON - 1, "book()", fresh()), Err(Code::IssuedBeforeLedger));
    assert_eq!(charged(NOON - 1, "search()", fresh()), Ok(()));
    assert_eq!(charged(NOON, "book()", fresh()), Ok(()));
    assert_eq!(charged(NOON - 1, "book()", fresh().start_here()), Ok(()));
}

#[test]
fn an_account_is_known_once_a_window_began_after_the_ledger() {
    let world = World::new();
    let refused = |budget: &str, started: u64, now: u64, ledger: fn(MemoryLedger) -> MemoryLedger| {
        let token = mandate("alice", started, &[budget]);
        let arrival = world.arrival(&token, "planner", "a()", now);
        let charged: Result<_, Denied> =
            world.charge(&mut ledger(MemoryLedger::new(at(started))), &arrival, now).map(drop);
        charged.err().map(|denied| (denied.code(), denied.value().unwrap_or_default().to_owned()))
    };
    let hourly = "calls <= 5 per 1h account \"travel\"";
    let since = format!("budget {hourly}, counted since 2027-01-15T00:00:00Z");
    assert_eq!(refused(hourly, NOON + 1, NOON + 3599, |ledger| ledger), Some((Code::IssuedBeforeLedger, since)));
    assert_eq!(refused(hourly, NOON + 1, NOON + 3600, |ledger| ledger), None);
    assert_eq!(refused(hourly, NOON, NOON, |ledger| ledger), None);
    assert_eq!(refused(hourly, NOON + 1, NOON + 1, MemoryLedger::start_here), None);

    let endless = "calls <= 5 account \"travel\"";
    let since = format!("budget {endless}, counted since before any token");
    assert_eq!(refused(endless, NOON, NOON, |ledger| ledger), Some((Code::IssuedBeforeLedger, since)));
    assert_eq!(refused(endless, NOON, NOON, MemoryLedger::start_here), None);
}

#[test]
fn a_time_before_it_began_is_taken_as_its_beginning() {
    let world = World::new();
    let token = mandate("alice", NOON, &[]);
    let arrival = world.arrival(&token, "planner", "a()", NOON + 30);
    let mut ledger = MemoryLedger::new(at(NOON + 30));
    assert_eq!(world.charge(&mut ledger, &arrival, NOON).unwrap().deadline(), at(NOON + 60));
}
