//! Many callers at once, through a lock.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use depute::Code;
use depute_ledger::MemoryLedger;

use crate::fixture::{Arrival, NOON, World, at, handed_on, mandate};

const THREADS: usize = 64;

#[test]
fn sixty_four_callers_reach_the_limit_exactly() {
    let world = World::new();
    let trip = mandate("alice", NOON, &["sum price <= 600", "calls <= 150"]);
    let children = ["booker", "scout", "clerk"].map(|name| (name, handed_on(&trip, "planner", name, &[])));
    let arrivals: Vec<Vec<Arrival>> = (0..THREADS)
        .map(|thread| {
            let (holder, token) = &children[thread % children.len()];
            (0..4).map(|_| world.arrival(token, holder, "book(price = 3)", NOON)).collect()
        })
        .collect();
    let ledger = Mutex::new(MemoryLedger::new(at(NOON)));
    let (ran, refused, verifier) = (AtomicUsize::new(0), AtomicUsize::new(0), &world.verifier);
    thread::scope(|scope| {
        for arrivals in &arrivals {
            scope.spawn(|| {
                for (arrival, place) in arrivals.iter().zip(0..) {
                    let verified = arrival.verified(verifier, NOON);
                    let charged = ledger.lock().unwrap().charge(verified, at(NOON));
                    thread::yield_now();
                    match charged {
                        // Every first call of a thread is given up again.
                        Ok(permit) if place == 0 => ledger.lock().unwrap().release(permit),
                        Ok(permit) => {
                            let sent = ledger.lock().unwrap().send(permit, at(NOON)).unwrap();
                            ran.fetch_add(1, Ordering::Relaxed);
                            ledger.lock().unwrap().settle(sent);
                        }
                        Err(denied) => {
                            assert_eq!(denied.code(), Code::BudgetExhausted);
                            refused.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    let (ran, refused) = (ran.into_inner(), refused.into_inner());
    // One may have been refused for a permit that was then given up; never was too much given.
    assert!(ran <= 150 && ran + refused <= THREADS * 4, "{ran} ran, {refused} were refused");
    let mut ledger = ledger.into_inner().unwrap();
    let (holder, token) = &children[0];
    for _ in ran..150 {
        assert_eq!(world.call(&mut ledger, token, holder, "book(price = 3)", NOON), Ok(()));
    }
    assert_eq!(world.call(&mut ledger, token, holder, "book(price = 3)", NOON), Err(Code::BudgetExhausted));
}

#[test]
fn of_sixty_four_arrivals_of_one_proof_one_counts() {
    let world = World::new();
    let token = mandate("alice", NOON, &[]);
    let arrival = world.arrival(&token, "planner", "a()", NOON);
    let ledger = Mutex::new(MemoryLedger::new(at(NOON)));
    let (ran, verifier) = (AtomicUsize::new(0), &world.verifier);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let verified = arrival.verified(verifier, NOON);
                match ledger.lock().unwrap().run(verified, at(NOON), |_| ()) {
                    Ok(()) => drop(ran.fetch_add(1, Ordering::Relaxed)),
                    Err(denied) => assert_eq!(denied.code(), Code::ProofReplayed),
                }
            });
        }
    });
    assert_eq!(ran.into_inner(), 1);
}
