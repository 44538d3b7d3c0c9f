//! A proof counts once, whatever happens around it.

use depute::Code;
use depute_ledger::{MemoryLedger, Permit};

use crate::fixture::{NOON, World, at, mandate};

#[test]
fn the_same_presentation_twice_counts_once_and_a_fresh_proof_counts_again() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &[]);
    let arrival = world.arrival(&token, "planner", "a()", NOON);
    let permit = world.charge(&mut ledger, &arrival, NOON).unwrap();
    let denied = world.charge(&mut ledger, &arrival, NOON).unwrap_err();
    assert_eq!((denied.code(), denied.step().as_str()), (Code::ProofReplayed, "charge"));
    let sent = ledger.send(permit, at(NOON)).unwrap();
    ledger.settle(sent);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Ok(()));
}

#[test]
fn a_proof_stays_burned_while_held_after_it_was_sent_settled_released_or_lapsed() {
    let world = World::new();
    let token = mandate("alice", NOON, &["calls <= 9"]);
    type Fate = for<'a> fn(&mut MemoryLedger, Permit<'a>);
    let fates: [(&str, Fate); 5] = [
        ("held", |_, permit| std::mem::forget(permit)),
        ("sent", |ledger, permit| drop(ledger.send(permit, at(NOON)).unwrap())),
        ("settled", |ledger, permit| {
            let sent = ledger.send(permit, at(NOON)).unwrap();
            ledger.settle(sent);
        }),
        ("released", |ledger, permit| ledger.release(permit)),
        ("lapsed", |ledger, permit| assert!(ledger.send(permit, at(NOON + 30)).is_err())),
    ];
    for (fate, follow) in fates {
        let mut ledger = MemoryLedger::new(at(NOON));
        let arrival = world.arrival(&token, "planner", "a()", NOON);
        let permit = world.charge(&mut ledger, &arrival, NOON).unwrap();
        follow(&mut ledger, permit);
        // For as long as the verifier accepts the proof: 60 s and the skew.
        for now in [NOON, NOON + 31, NOON + 90] {
            let denied = world.charge(&mut ledger, &arrival, now).unwrap_err();
            assert_eq!(denied.code(), Code::ProofReplayed, "{fate}, at {now}");
        }
        assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 90), Ok(()), "{fate}");
    }
}

#[test]
fn a_replay_is_called_one_when_budgets_are_spent_too_and_when_it_comes_late() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &["calls <= 1"]);
    let arrival = world.arrival(&token, "planner", "a()", NOON);
    let (first, late) = (arrival.verified(&world.verifier, NOON), arrival.verified(&world.verifier, NOON));
    ledger.run(first, at(NOON), |_| ()).unwrap();
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Err(Code::BudgetExhausted));
    assert_eq!(world.charge(&mut ledger, &arrival, NOON).unwrap_err().code(), Code::ProofReplayed);
    assert_eq!(ledger.charge(late, at(NOON + 899)).unwrap_err().code(), Code::ProofReplayed);
    // From then on nobody accepts the proof, whatever the policy: the ledger may forget it.
    let later = arrival.verified(&world.verifier, NOON);
    assert_eq!(ledger.charge(later, at(NOON + 900)).unwrap_err().code(), Code::ProofStale);
}

#[test]
fn a_refused_call_s_proof_is_not_burned() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &["calls <= 1"]);
    let first = world.arrival(&token, "planner", "a()", NOON);
    let permit = world.charge(&mut ledger, &first, NOON).unwrap();
    let second = world.arrival(&token, "planner", "a()", NOON);
    assert_eq!(world.charge(&mut ledger, &second, NOON).unwrap_err().code(), Code::BudgetExhausted);
    ledger.release(permit);
    assert!(world.charge(&mut ledger, &second, NOON).is_ok());
    assert_eq!(world.charge(&mut ledger, &second, NOON).unwrap_err().code(), Code::ProofReplayed);
}

#[test]
fn a_clock_that_runs_ahead_and_back_revives_no_proof() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &["calls <= 5"]);
    let arrival = world.arrival(&token, "planner", "a()", NOON);
    drop(world.charge(&mut ledger, &arrival, NOON).unwrap());
    let ahead = world.arrival(&token, "planner", "a()", NOON + 1800);
    drop(world.charge(&mut ledger, &ahead, NOON + 1800).unwrap());
    // The ledger has forgotten the first proof, and judges at the time that it has seen.
    assert_eq!(world.charge(&mut ledger, &arrival, NOON).unwrap_err().code(), Code::ProofStale);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 1), Err(Code::ProofStale));
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 1720), Ok(()));
}

#[test]
fn times_are_judged_again_when_charged() {
    let world = World::new();
    let token = mandate("alice", NOON, &[]);
    let charged_at = |made: u64, checked: u64, charged: u64| {
        let arrival = world.arrival(&token, "planner", "a()", made);
        let verified = arrival.verified(&world.verifier, checked);
        MemoryLedger::new(at(NOON)).run(verified, at(charged), |_| ()).map_err(|denied| denied.code())
    };
    assert_eq!(charged_at(NOON, NOON, NOON + 90), Ok(()));
    assert_eq!(charged_at(NOON, NOON, NOON + 91), Err(Code::ProofStale));
    assert_eq!(charged_at(NOON + 3600, NOON + 3600, NOON + 3629), Ok(()));
    assert_eq!(charged_at(NOON + 3600, NOON + 3600, NOON + 3630), Err(Code::Expired));
}

#[test]
fn two_ledgers_do_not_know_of_each_other() {
    let world = World::new();
    let token = mandate("alice", NOON, &[]);
    let arrival = world.arrival(&token, "planner", "a()", NOON);
    for _ in 0..2 {
        assert!(world.charge(&mut MemoryLedger::new(at(NOON)), &arrival, NOON).is_ok());
    }
}
