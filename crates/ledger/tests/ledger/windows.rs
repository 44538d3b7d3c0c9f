//! Windows start at multiples of their length since 1970, and never again.

use depute::Code;
use depute_ledger::MemoryLedger;

use crate::fixture::{NOON, World, at, mandate};

const MINUTE: &[&str] = &["calls <= 2 per 1m"];

#[test]
fn the_last_second_of_a_window_counts_in_it_and_the_next_one_from_zero() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, MINUTE);
    let mut call = |now| world.call(&mut ledger, &token, "planner", "a()", now);
    assert_eq!((call(NOON), call(NOON + 59)), (Ok(()), Ok(())));
    assert_eq!(call(NOON + 59), Err(Code::BudgetExhausted));
    assert_eq!((call(NOON + 60), call(NOON + 119)), (Ok(()), Ok(())));
    assert_eq!(call(NOON + 119), Err(Code::BudgetExhausted));
    assert_eq!(call(NOON + 120), Ok(()));
}

#[test]
fn a_clock_that_steps_back_opens_no_earlier_window() {
    let world = World::new();
    let token = mandate("alice", NOON, MINUTE);
    let calls_after_two_at = |first: u64, then: u64| {
        let mut ledger = MemoryLedger::new(at(NOON));
        for _ in 0..2 {
            assert_eq!(world.call(&mut ledger, &token, "planner", "a()", first), Ok(()));
        }
        world.call(&mut ledger, &token, "planner", "a()", then)
    };
    assert_eq!(calls_after_two_at(NOON + 60, NOON + 59), Err(Code::BudgetExhausted));
    assert_eq!(calls_after_two_at(NOON + 60, NOON + 1), Err(Code::BudgetExhausted));
    assert_eq!(calls_after_two_at(NOON + 60, NOON + 120), Ok(()));
    // What is full stays full when the clock goes on and back again.
    let mut ledger = MemoryLedger::new(at(NOON));
    for now in [NOON + 59, NOON + 59, NOON + 60, NOON + 60] {
        assert_eq!(world.call(&mut ledger, &token, "planner", "a()", now), Ok(()));
    }
    for now in [NOON + 59, NOON + 61, NOON + 59] {
        assert_eq!(world.call(&mut ledger, &token, "planner", "a()", now), Err(Code::BudgetExhausted));
    }
}

#[test]
fn what_comes_back_after_its_window_ended_is_not_given_to_the_next() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, MINUTE);
    let held = world.arrival(&token, "planner", "a()", NOON + 59);
    let permit = world.charge(&mut ledger, &held, NOON + 59).unwrap();
    let left_alone = world.arrival(&token, "planner", "a()", NOON + 59);
    drop(world.charge(&mut ledger, &left_alone, NOON + 59).unwrap());

    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 60), Ok(()));
    ledger.release(permit);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 60), Ok(()));
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 60), Err(Code::BudgetExhausted));
    // The permit left alone lapses meanwhile.
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 90), Err(Code::BudgetExhausted));
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON + 120), Ok(()));
}

#[test]
fn a_count_without_a_window_lasts_as_long_as_its_link_can_be_used() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &["calls <= 1"]);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Ok(()));
    // Valid until NOON + 3600, and 29 s of skew more.
    for now in [NOON + 1, NOON + 900, NOON + 3600, NOON + 3629] {
        assert_eq!(world.call(&mut ledger, &token, "planner", "a()", now), Err(Code::BudgetExhausted));
    }
}
