//! What one link allows is shared by everything below it.

use depute::Code;
use depute_ledger::MemoryLedger;

use crate::fixture::{NOON, World, at, handed_on, mandate};

#[test]
fn three_sub_agents_share_what_the_authorizer_gave_and_reach_it_exactly() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let trip = mandate("alice", NOON, &["sum price of flights.book <= 600.00 \"USD\""]);
    let [booker, scout, clerk] = ["booker", "scout", "clerk"].map(|to| handed_on(&trip, "planner", to, &[]));
    let intern = handed_on(&clerk, "clerk", "intern", &[]);

    assert_eq!(world.call(&mut ledger, &booker, "booker", "flights.book(price = 450)", NOON), Ok(()));
    let refused = world.arrival(&scout, "scout", "flights.book(price = 200)", NOON);
    let denied = world.charge(&mut ledger, &refused, NOON).unwrap_err();
    assert_eq!((denied.code(), denied.link(), denied.links()), (Code::BudgetExhausted, Some(1), 2));
    assert_eq!(denied.value(), Some("450 of 600 \"USD\" used, 200 asked"));
    assert_eq!(denied.limit(), Some("sum price of flights.book <= 600 \"USD\""));
    assert!(denied.to_string().contains("budget sum price of flights.book <= 600 \"USD\"; 450 of 600"), "{denied}");

    assert_eq!(world.call(&mut ledger, &scout, "scout", "flights.book(price = 149.999999)", NOON), Ok(()));
    assert_eq!(
        world.call(&mut ledger, &intern, "intern", "flights.book(price = 0.000002)", NOON),
        Err(Code::BudgetExhausted)
    );
    assert_eq!(world.call(&mut ledger, &intern, "intern", "flights.book(price = 0.000001)", NOON), Ok(()));
    for (token, holder) in [(&booker, "booker"), (&scout, "scout"), (&clerk, "clerk"), (&intern, "intern")] {
        let more = world.arrival(token, holder, "flights.book(price = 0.000001)", NOON);
        let denied = world.charge(&mut ledger, &more, NOON).unwrap_err();
        assert_eq!(denied.value(), Some("600 of 600 \"USD\" used, 0.000001 asked"));
        assert_eq!(world.call(&mut ledger, token, holder, "flights.book(price = 0)", NOON), Ok(()));
    }
}

#[test]
fn every_budget_on_the_way_is_taken_or_none() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let trip = mandate("alice", NOON, &["calls <= 3"]);
    let booker = handed_on(&trip, "planner", "booker", &["calls <= 1"]);
    let scout = handed_on(&trip, "planner", "scout", &["calls <= 9"]);

    assert_eq!(world.call(&mut ledger, &booker, "booker", "a()", NOON), Ok(()));
    for _ in 0..5 {
        let again = world.arrival(&booker, "booker", "a()", NOON);
        let denied = world.charge(&mut ledger, &again, NOON).unwrap_err();
        assert_eq!((denied.code(), denied.link()), (Code::BudgetExhausted, Some(2)));
        assert_eq!(denied.value(), Some("1 of 1 calls used, 1 asked"));
    }
    // The five refusals took nothing from link 1.
    assert_eq!(world.call(&mut ledger, &scout, "scout", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &scout, "scout", "a()", NOON), Ok(()));
    let last = world.arrival(&scout, "scout", "a()", NOON);
    let denied = world.charge(&mut ledger, &last, NOON).unwrap_err();
    assert_eq!((denied.link(), denied.value()), (Some(1), Some("3 of 3 calls used, 1 asked")));
}

#[test]
fn another_action_owes_nothing_and_no_calls_means_none() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let trip = mandate("alice", NOON, &["calls of flights.book <= 0", "calls of flights.* <= 2"]);
    assert_eq!(world.call(&mut ledger, &trip, "planner", "flights.book()", NOON), Err(Code::BudgetExhausted));
    assert_eq!(world.call(&mut ledger, &trip, "planner", "flights.search()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &trip, "planner", "flights.search()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &trip, "planner", "flights.search()", NOON), Err(Code::BudgetExhausted));
    assert_eq!(world.call(&mut ledger, &trip, "planner", "hotels.search()", NOON), Ok(()));
}

#[test]
fn delegating_anew_gives_no_fresh_counter_above_and_signing_again_none_at_all() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let trip = mandate("alice", NOON, &["calls <= 2"]);
    let own = handed_on(&trip, "planner", "planner", &["calls <= 1"]);
    let again = handed_on(&trip, "planner", "planner", &["calls <= 1"]);
    assert_eq!(world.call(&mut ledger, &own, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &again, "planner", "a()", NOON), Err(Code::BudgetExhausted));
    let other = handed_on(&trip, "planner", "planner", &["calls <= 9"]);
    assert_eq!(world.call(&mut ledger, &other, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &other, "planner", "a()", NOON), Err(Code::BudgetExhausted));
}

#[test]
fn the_largest_amounts_neither_overflow_nor_pass() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let trip = mandate("alice", NOON, &["sum price <= 8999999999999"]);
    assert_eq!(world.call(&mut ledger, &trip, "planner", "pay(price = 8999999999998)", NOON), Ok(()));
    assert_eq!(
        world.call(&mut ledger, &trip, "planner", "pay(price = 8999999999999)", NOON),
        Err(Code::BudgetExhausted)
    );
    assert_eq!(world.call(&mut ledger, &trip, "planner", "pay(price = 1)", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &trip, "planner", "pay(price = 0.000001)", NOON), Err(Code::BudgetExhausted));
}

#[test]
fn an_account_is_common_to_the_tokens_of_one_authorizer_and_the_limit_is_each_token_s() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let small = mandate("alice", NOON, &["calls <= 2 per 1d account \"travel\""]);
    let large = mandate("alice", NOON, &["calls <= 3 per 1d account \"travel\""]);
    let other = mandate("alice", NOON, &["calls <= 2 per 1d account \"food\""]);
    let of_bob = mandate("bob", NOON, &["calls <= 2 per 1d account \"travel\""]);
    assert_eq!(world.call(&mut ledger, &large, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &small, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &small, "planner", "a()", NOON), Err(Code::BudgetExhausted));
    assert_eq!(world.call(&mut ledger, &large, "planner", "a()", NOON), Ok(()));
    let over = world.arrival(&small, "planner", "a()", NOON);
    let denied = world.charge(&mut ledger, &over, NOON).unwrap_err();
    assert_eq!(denied.value(), Some("3 of 2 calls used, 1 asked"));
    for twin in [&other, &of_bob] {
        assert_eq!(world.call(&mut ledger, twin, "planner", "a()", NOON), Ok(()));
        assert_eq!(world.call(&mut ledger, twin, "planner", "a()", NOON), Ok(()));
        assert_eq!(world.call(&mut ledger, twin, "planner", "a()", NOON), Err(Code::BudgetExhausted));
    }
}

#[test]
fn an_account_named_twice_in_one_link_counts_a_call_once_under_both_limits() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let twice = ["calls <= 5 per 1d account \"travel\"", "calls <= 2 per 1d account \"travel\""];
    let token = mandate("alice", NOON, &twice);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Ok(()));
    let third = world.arrival(&token, "planner", "a()", NOON);
    let denied = world.charge(&mut ledger, &third, NOON).unwrap_err();
    assert_eq!(denied.value(), Some("2 of 2 calls used, 1 asked"));
}
