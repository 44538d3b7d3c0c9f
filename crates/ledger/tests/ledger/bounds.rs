//! A full ledger refuses and forgets nothing early.

use depute::{Code, Token};
use depute_ledger::MemoryLedger;

use crate::fixture::{NOON, World, at, handed_on, key, mandate};

fn tokens() -> [Token; 2] {
    ["alice", "bob"].map(|authorizer| mandate(authorizer, NOON, &["calls <= 9"]))
}

#[test]
fn proofs_are_bounded_for_each_trust_entry_and_in_all() {
    let world = World::new();
    let [of_alice, of_bob] = tokens();
    let mut ledger = MemoryLedger::new(at(NOON)).max_proofs(3, 2);
    for now in [NOON, NOON + 1] {
        assert_eq!(world.call(&mut ledger, &of_alice, "planner", "a()", now), Ok(()));
    }
    let third = world.arrival(&of_alice, "planner", "a()", NOON + 1);
    let denied = world.charge(&mut ledger, &third, NOON + 1).unwrap_err();
    assert_eq!((denied.code(), denied.value()), (Code::LedgerFull, Some("2 call proofs of alice")));
    // Bob is not kept out by alice's calls, until the ledger is full for all.
    assert_eq!(world.call(&mut ledger, &of_bob, "planner", "a()", NOON + 1), Ok(()));
    let second = world.arrival(&of_bob, "planner", "a()", NOON + 1);
    let denied = world.charge(&mut ledger, &second, NOON + 1).unwrap_err();
    assert_eq!((denied.code(), denied.value()), (Code::LedgerFull, Some("3 call proofs")));

    // One proof after the other comes of age.
    assert_eq!(world.call(&mut ledger, &of_alice, "planner", "a()", NOON + 899), Err(Code::LedgerFull));
    assert_eq!(world.call(&mut ledger, &of_alice, "planner", "a()", NOON + 900), Ok(()));
    assert_eq!(world.call(&mut ledger, &of_alice, "planner", "a()", NOON + 900), Err(Code::LedgerFull));
    assert_eq!(world.call(&mut ledger, &of_alice, "planner", "a()", NOON + 901), Ok(()));
}

#[test]
fn a_call_that_found_no_room_took_nothing() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON)).max_proofs(9, 1);
    let token = mandate("alice", NOON, &["calls <= 2"]);
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Ok(()));
    let refused = world.arrival(&token, "planner", "a()", NOON);
    for _ in 0..5 {
        assert_eq!(world.charge(&mut ledger, &refused, NOON).unwrap_err().code(), Code::LedgerFull);
    }
    let mut ledger = ledger.max_proofs(9, 3);
    assert!(world.charge(&mut ledger, &refused, NOON).is_ok());
    assert_eq!(world.call(&mut ledger, &token, "planner", "a()", NOON), Err(Code::BudgetExhausted));
}

#[test]
fn counters_are_bounded_too_and_known_ones_need_no_room() {
    let world = World::new();
    let [of_alice, of_bob] = tokens();
    let fresh = |name| handed_on(&of_alice, "planner", name, &["calls <= 5"]);
    let mut ledger = MemoryLedger::new(at(NOON)).max_counters(3, 2);
    let (booker, scout) = (fresh("booker"), fresh("scout"));
    assert_eq!(world.call(&mut ledger, &booker, "booker", "a()", NOON), Ok(()));
    // A holder that makes links with budgets fills its own trust entry's room only.
    let refused = world.arrival(&scout, "scout", "a()", NOON);
    let denied = world.charge(&mut ledger, &refused, NOON).unwrap_err();
    assert_eq!((denied.code(), denied.value()), (Code::LedgerFull, Some("2 counters of alice")));
    assert_eq!(world.call(&mut ledger, &booker, "booker", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &of_bob, "planner", "a()", NOON), Ok(()));

    let mut ledger = MemoryLedger::new(at(NOON)).max_counters(2, 2);
    assert_eq!(world.call(&mut ledger, &booker, "booker", "a()", NOON), Ok(()));
    let refused = world.arrival(&of_bob, "planner", "a()", NOON);
    assert_eq!(world.charge(&mut ledger, &refused, NOON).unwrap_err().value(), Some("2 counters"));
}

#[test]
fn counters_make_room_when_their_window_or_their_link_has_ended() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON)).max_counters(9, 1);
    let by_minute = mandate("alice", NOON, &["calls <= 5 per 1m"]);
    let by_link = mandate("alice", NOON, &["calls <= 5"]);
    let later = mandate("alice", NOON + 3800, &["calls <= 5"]);
    assert_eq!(world.call(&mut ledger, &by_minute, "planner", "a()", NOON), Ok(()));
    assert_eq!(world.call(&mut ledger, &by_link, "planner", "a()", NOON + 59), Err(Code::LedgerFull));
    assert_eq!(world.call(&mut ledger, &by_link, "planner", "a()", NOON + 60), Ok(()));
    assert_eq!(world.call(&mut ledger, &by_minute, "planner", "a()", NOON + 60), Err(Code::LedgerFull));
    // The link ends at NOON + 3600; a verifier with the largest skew would take it for 300 s more.
    assert_eq!(world.call(&mut ledger, &later, "planner", "a()", NOON + 3899), Err(Code::LedgerFull));
    assert_eq!(world.call(&mut ledger, &later, "planner", "a()", NOON + 3900), Ok(()));
}

#[test]
fn an_account_without_a_window_is_never_forgotten() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON)).start_here();
    let first = mandate("alice", NOON, &["calls <= 2 account \"travel\""]);
    assert_eq!(world.call(&mut ledger, &first, "planner", "a()", NOON), Ok(()));
    let year = NOON + 366 * 86_400;
    let second = mandate("alice", year, &["calls <= 2 account \"travel\""]);
    assert_eq!(world.call(&mut ledger, &second, "planner", "a()", year), Ok(()));
    assert_eq!(world.call(&mut ledger, &second, "planner", "a()", year), Err(Code::BudgetExhausted));
}

#[test]
fn a_permit_is_held_for_1_to_300_seconds() {
    for secs in [1, 300] {
        assert!(MemoryLedger::new(at(NOON)).hold_secs(secs).is_ok());
    }
    for secs in [0, 301, u64::MAX] {
        let malformed = MemoryLedger::new(at(NOON)).hold_secs(secs).unwrap_err();
        assert_eq!(malformed.code(), Code::LimitExceeded);
    }
}

#[test]
fn calls_of_no_amount_and_permits_given_back_fill_no_counters() {
    let world = World::new();
    let token = mandate("alice", NOON, &["sum price <= 600", "calls <= 3"]);
    let mut ledger = MemoryLedger::new(at(NOON)).max_counters(2, 2);
    let other = mandate("alice", NOON, &["calls <= 1", "calls of fly <= 2"]);
    // Two counters, of which the second is given back and the first was never one.
    let free = world.arrival(&token, "planner", "fly(price = 0)", NOON);
    let permit = world.charge(&mut ledger, &free, NOON).unwrap();
    assert_eq!(world.call(&mut ledger, &other, "planner", "fly()", NOON), Err(Code::LedgerFull));
    ledger.release(permit);
    assert_eq!(world.call(&mut ledger, &other, "planner", "fly()", NOON), Ok(()));
}

#[test]
fn a_root_key_that_has_ended_is_noticed_when_charged() {
    use depute::{Policy, Revocations, Signer as _, Trust, TrustEntry, Verifier};
    let world = World::new();
    let token = mandate("alice", NOON, &[]);
    let arrival = world.arrival(&token, "planner", "fly()", NOON);
    let entry = TrustEntry::new("alice", key("alice").verifying_key()).allow("*(..)").unwrap();
    let entry = entry.key(key("alice").verifying_key(), None, Some(at(NOON + 10)));
    let verifier = Verifier::new(Trust::new([entry]).unwrap(), Policy::new("local", Revocations::None).unwrap());
    let charge = |now: u64| {
        let verified = arrival.verified(&verifier, NOON);
        MemoryLedger::new(at(NOON)).charge(verified, at(now)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!(charge(NOON + 9), Ok(()));
    assert_eq!(charge(NOON + 10), Err(Code::RootInterval));
}
