//! Held, then sent; or released, or lapsed.

use std::panic::{AssertUnwindSafe, catch_unwind};

use depute::{Code, Denied, Token};
use depute_ledger::{MemoryLedger, Permit};

use crate::fixture::{Arrival, NOON, World, at, handed_on, mandate};

/// A tree in which one more call passes or not.
struct Scene {
    world: World,
    token: Token,
    arrival: Arrival,
}

impl Scene {
    /// One call of two budgets, each of which allows one.
    fn new() -> Scene {
        let world = World::new();
        let token = handed_on(&mandate("alice", NOON, &["calls <= 1"]), "planner", "booker", &["sum price <= 10"]);
        let arrival = world.arrival(&token, "booker", "book(price = 10)", NOON);
        Scene { world, token, arrival }
    }

    fn charge<'a>(&'a self, ledger: &mut MemoryLedger) -> Permit<'a> {
        self.world.charge(ledger, &self.arrival, NOON).unwrap()
    }

    fn another(&self, ledger: &mut MemoryLedger, now: u64) -> Result<(), Code> {
        self.world.call(ledger, &self.token, "booker", "book(price = 10)", now)
    }
}

#[test]
fn what_is_held_is_taken_and_what_is_released_comes_back_once() {
    let scene = Scene::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let permit = scene.charge(&mut ledger);
    assert_eq!(scene.another(&mut ledger, NOON), Err(Code::BudgetExhausted));
    ledger.release(permit);
    assert_eq!(scene.another(&mut ledger, NOON), Ok(()));
    assert_eq!(scene.another(&mut ledger, NOON), Err(Code::BudgetExhausted));
}

#[test]
fn what_was_sent_is_spent_settled_or_not() {
    for settle in [true, false] {
        let scene = Scene::new();
        let mut ledger = MemoryLedger::new(at(NOON));
        let permit = scene.charge(&mut ledger);
        let sent = ledger.send(permit, at(NOON + 29)).unwrap();
        assert_eq!(sent.call(), &scene.arrival.call);
        if settle {
            ledger.settle(sent);
        } else {
            drop(sent);
        }
        for now in [NOON + 29, NOON + 30, NOON + 3000] {
            assert_eq!(scene.another(&mut ledger, now), Err(Code::BudgetExhausted));
        }
    }
}

#[test]
fn a_permit_is_sent_before_its_deadline_and_lapses_with_it() {
    let scene = Scene::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let permit = scene.charge(&mut ledger);
    assert_eq!(permit.deadline(), at(NOON + 30));
    let denied = ledger.send(permit, at(NOON + 30)).unwrap_err();
    assert_eq!(denied.code(), Code::PermitLapsed);
    assert_eq!(denied.limit(), Some("before 2027-01-15T00:00:30Z"));
    assert_eq!(scene.another(&mut ledger, NOON + 30), Ok(()));

    let mut ledger = MemoryLedger::new(at(NOON)).hold_secs(300).unwrap();
    let permit = scene.charge(&mut ledger);
    assert!(ledger.send(permit, at(NOON + 299)).is_ok());
}

#[test]
fn a_permit_left_alone_gives_back_when_the_ledger_is_next_asked() {
    let scene = Scene::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let permit = scene.charge(&mut ledger);
    assert_eq!(scene.another(&mut ledger, NOON + 29), Err(Code::BudgetExhausted));
    assert_eq!(scene.another(&mut ledger, NOON + 30), Ok(()));
    // Neither sending nor releasing it later finds anything.
    assert_eq!(ledger.send(permit, at(NOON)).unwrap_err().code(), Code::PermitLapsed);
    assert_eq!(scene.another(&mut ledger, NOON + 30), Err(Code::BudgetExhausted));

    let mut ledger = MemoryLedger::new(at(NOON));
    let permit = scene.charge(&mut ledger);
    assert_eq!(scene.another(&mut ledger, NOON + 30), Ok(()));
    ledger.release(permit);
    assert_eq!(scene.another(&mut ledger, NOON + 30), Err(Code::BudgetExhausted));
}

#[test]
fn permits_lapse_each_at_its_own_deadline() {
    let world = World::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let token = mandate("alice", NOON, &["calls <= 3"]);
    for now in [NOON, NOON + 5, NOON + 5] {
        drop(world.charge(&mut ledger, &world.arrival(&token, "planner", "a()", now), now).unwrap());
    }
    let mut left = |now| {
        let arrivals: Vec<Arrival> = (0..4).map(|_| world.arrival(&token, "planner", "a()", now)).collect();
        let charged: Vec<Result<Permit<'_>, Denied>> =
            arrivals.iter().map(|arrival| world.charge(&mut ledger, arrival, now)).collect();
        let permits: Vec<Permit<'_>> = charged.into_iter().flatten().collect();
        let count = permits.len();
        permits.into_iter().for_each(|permit| ledger.release(permit));
        count
    };
    assert_eq!([left(NOON + 29), left(NOON + 30), left(NOON + 34), left(NOON + 35)], [0, 1, 1, 3]);
}

#[test]
fn another_ledger_neither_sends_nor_releases_a_permit() {
    let scene = Scene::new();
    let (mut ours, mut theirs) = (MemoryLedger::new(at(NOON)), MemoryLedger::new(at(NOON)));
    assert_eq!(scene.another(&mut theirs, NOON), Ok(()));
    let permit = scene.charge(&mut ours);
    assert_eq!(theirs.send(permit, at(NOON)).unwrap_err().code(), Code::PermitLapsed);
    assert_eq!(scene.another(&mut ours, NOON), Err(Code::BudgetExhausted));

    let (mut ours, mut theirs) = (MemoryLedger::new(at(NOON)), MemoryLedger::new(at(NOON)));
    assert_eq!(scene.another(&mut theirs, NOON), Ok(()));
    theirs.release(scene.charge(&mut ours));
    assert_eq!(scene.another(&mut theirs, NOON), Err(Code::BudgetExhausted));
}

#[test]
fn a_ledger_that_holds_the_same_proof_sends_its_own_hold_once() {
    let scene = Scene::new();
    let (mut ours, mut theirs) = (MemoryLedger::new(at(NOON)), MemoryLedger::new(at(NOON)));
    let (permit, twin) = (scene.charge(&mut ours), scene.charge(&mut theirs));
    assert!(theirs.send(permit, at(NOON)).is_ok());
    assert_eq!(theirs.send(twin, at(NOON)).unwrap_err().code(), Code::PermitLapsed);
    assert_eq!(scene.another(&mut theirs, NOON + 30), Err(Code::BudgetExhausted));
    assert_eq!(scene.another(&mut ours, NOON + 30), Ok(()));
}

#[test]
fn a_call_that_panics_while_it_runs_is_spent() {
    let scene = Scene::new();
    let mut ledger = MemoryLedger::new(at(NOON));
    let verified = scene.arrival.verified(&scene.world.verifier, NOON);
    let ran =
        catch_unwind(AssertUnwindSafe(|| ledger.run(verified, at(NOON), |_| -> () { panic!("the tool failed") })));
    assert!(ran.is_err());
    assert_eq!(scene.another(&mut ledger, NOON + 30), Err(Code::BudgetExhausted));
}
