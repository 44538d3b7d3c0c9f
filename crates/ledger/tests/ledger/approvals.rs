//! Endorsements that counted are burned with the proof, or not at all.

use depute::{Code, Policy, Revocations, Signer, Trust, TrustEntry, Verifier};
use depute_ledger::MemoryLedger;

use crate::fixture::{Arrival, NOON, World, approved_mandate, at, key};

const PAY: &str = "pay(amount = 5)";

/// A payment with a fresh proof and these endorsements.
fn payment(world: &World, token: &depute::Token, endorsements: &[&depute::Endorsement], made: u64) -> Arrival {
    let arrival = world.arrival(token, "planner", PAY, made);
    endorsements.iter().fold(arrival, |arrival, endorsement| arrival.with(endorsement))
}

/// What becomes of it.
fn charged(world: &World, ledger: &mut MemoryLedger, arrival: &Arrival, now: u64) -> Result<(), Code> {
    world.charge(ledger, arrival, now).map(drop).map_err(|denied| denied.code())
}

#[test]
fn an_endorsement_counts_once_whatever_proof_it_comes_with() {
    let world = World::new();
    let token = approved_mandate(1, 3600, &[]);
    let endorsed = |by| world.endorsement(&token, by, PAY, NOON, NOON + 900);
    let (carols, daves, again) = (endorsed("carol"), endorsed("dave"), endorsed("carol"));
    let mut ledger = MemoryLedger::new(at(NOON));
    let first = payment(&world, &token, &[&carols], NOON);
    assert_eq!(charged(&world, &mut ledger, &first, NOON), Ok(()));
    // The same presentation is a replayed proof before anything else; a fresh proof meets the used endorsement.
    assert_eq!(charged(&world, &mut ledger, &first, NOON), Err(Code::ProofReplayed));
    let second = payment(&world, &token, &[&carols], NOON);
    let denied = world.charge(&mut ledger, &second, NOON).unwrap_err();
    assert_eq!((denied.code(), denied.approvers()), (Code::EndorsementUsed, &[key("carol").verifying_key()][..]));
    // Another one of hers, or dave's, is another approval; what was not counted was not burned.
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&again, &daves], NOON), NOON), Ok(()));
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&daves], NOON), NOON), Ok(()));
    for used in [&carols, &again, &daves] {
        let arrival = payment(&world, &token, &[used], NOON);
        assert_eq!(charged(&world, &mut ledger, &arrival, NOON), Err(Code::EndorsementUsed));
    }
    // Another ledger does not know.
    assert_eq!(charged(&world, &mut MemoryLedger::new(at(NOON)), &second, NOON), Ok(()));
}

#[test]
fn a_used_endorsement_stands_before_a_fresh_one_and_is_left_out() {
    let world = World::new();
    let token = approved_mandate(1, 3600, &[]);
    let [used, fresh] = ["carol", "dave"].map(|by| endorsed_for(&world, &token, by));
    let mut ledger = MemoryLedger::new(at(NOON));
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&used], NOON), NOON), Ok(()));
    let both = payment(&world, &token, &[&used, &fresh], NOON);
    assert_eq!(charged(&world, &mut ledger, &both, NOON), Err(Code::EndorsementUsed));
    // The fresh one was not burned by that, nor is it needed behind a good one.
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&fresh, &used], NOON), NOON), Ok(()));
    let left_out = payment(&world, &token, &[&endorsed_for(&world, &token, "dave")], NOON);
    assert_eq!(charged(&world, &mut ledger, &left_out, NOON), Ok(()));
}

#[test]
fn an_endorsement_is_burned_with_the_proof_or_not_at_all() {
    let world = World::new();
    let token = approved_mandate(2, 3600, &["calls <= 1"]);
    let endorsed = |by| world.endorsement(&token, by, PAY, NOON, NOON + 900);
    let (carols, daves, fresh) = (endorsed("carol"), endorsed("dave"), endorsed("dave"));
    let mut ledger = MemoryLedger::new(at(NOON));
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&carols, &daves], NOON), NOON), Ok(()));
    // One of two was used: the other is not burned by the refusal.
    let mixed = payment(&world, &token, &[&carols, &fresh], NOON);
    assert_eq!(charged(&world, &mut ledger, &mixed, NOON), Err(Code::EndorsementUsed));
    let anew = payment(&world, &token, &[&endorsed("carol"), &fresh], NOON);
    assert_eq!(charged(&world, &mut ledger, &anew, NOON), Err(Code::BudgetExhausted));

    // A budget that does not suffice burns neither proof nor endorsement, nor does a full ledger.
    let token = approved_mandate(1, 3600, &["sum amount <= 10"]);
    let dear = world.endorsement(&token, "carol", "pay(amount = 11)", NOON, NOON + 900);
    let arrival = world.arrival(&token, "planner", "pay(amount = 11)", NOON).with(&dear);
    for _ in 0..2 {
        assert_eq!(charged(&world, &mut ledger, &arrival, NOON), Err(Code::BudgetExhausted));
    }
    let (one, other) = (endorsed_for(&world, &token, "carol"), endorsed_for(&world, &token, "dave"));
    let mut ledger = MemoryLedger::new(at(NOON)).max_endorsements(9, 1);
    assert_eq!(charged(&world, &mut ledger, &payment(&world, &token, &[&one], NOON), NOON), Ok(()));
    let waiting = payment(&world, &token, &[&other], NOON);
    for _ in 0..2 {
        let denied = world.charge(&mut ledger, &waiting, NOON).unwrap_err();
        assert_eq!((denied.code(), denied.value()), (Code::LedgerFull, Some("1 endorsements of alice")));
    }
    let mut ledger = ledger.max_endorsements(1, 9);
    let denied = world.charge(&mut ledger, &waiting, NOON).unwrap_err();
    assert_eq!((denied.code(), denied.value()), (Code::LedgerFull, Some("1 endorsements")));
    let mut ledger = ledger.max_endorsements(2, 2);
    assert_eq!(charged(&world, &mut ledger, &waiting, NOON), Ok(()));
}

fn endorsed_for(world: &World, token: &depute::Token, by: &str) -> depute::Endorsement {
    world.endorsement(token, by, PAY, NOON, NOON + 900)
}

#[test]
fn an_endorsement_stays_burned_when_its_permit_is_released_or_lapses() {
    let world = World::new();
    let token = approved_mandate(1, 3600, &[]);
    let carols = endorsed_for(&world, &token, "carol");
    let mut ledger = MemoryLedger::new(at(NOON));
    let first = payment(&world, &token, &[&carols], NOON);
    let permit = world.charge(&mut ledger, &first, NOON).unwrap();
    ledger.release(permit);
    let second = payment(&world, &token, &[&carols], NOON);
    assert_eq!(charged(&world, &mut ledger, &second, NOON), Err(Code::EndorsementUsed));
    assert_eq!(charged(&world, &mut ledger, &second, NOON + 60), Err(Code::EndorsementUsed));
}

/// A verifier with the largest skew and the oldest proofs.
fn patient() -> Verifier {
    let alice = TrustEntry::new("alice", key("alice").verifying_key()).allow("*(..)").unwrap();
    let policy = Policy::new("local", Revocations::None).unwrap().life_secs(7200).unwrap();
    let policy = policy.skew_secs(300).unwrap().proof_age_secs(300).unwrap();
    Verifier::new(Trust::new([alice]).unwrap(), policy)
}

#[test]
fn an_endorsement_is_remembered_longer_than_any_verifier_takes_it() {
    let world = World::new();
    let token = approved_mandate(1, 7200, &[]);
    let carols = world.endorsement(&token, "carol", PAY, NOON, NOON + 3600);
    let verifier = patient();
    let mut ledger = MemoryLedger::new(at(NOON));
    let mut at_time = |now: u64| {
        let arrival = payment(&world, &token, &[&carols], now);
        match verifier.check(arrival.presentation.as_bytes(), &arrival.call, at(now)) {
            Ok(verified) => ledger.charge(verified, at(now)).map(drop).map_err(|denied| denied.code()),
            Err(denied) => Err(denied.code()),
        }
    };
    assert_eq!(at_time(NOON), Ok(()));
    for now in [NOON + 1, NOON + 3599, NOON + 3600, NOON + 3899] {
        assert_eq!(at_time(now), Err(Code::EndorsementUsed), "{}", now - NOON);
    }
    for now in [NOON + 3900, NOON + 4199, NOON + 4200, NOON + 7000] {
        assert_eq!(at_time(now), Err(Code::ApprovalMissing), "{}", now - NOON);
    }
}

#[test]
fn a_clock_that_runs_ahead_and_back_revives_no_endorsement() {
    let world = World::new();
    let token = approved_mandate(1, 7200, &[]);
    let carols = world.endorsement(&token, "carol", PAY, NOON, NOON + 60);
    let verifier = patient();
    let mut ledger = MemoryLedger::new(at(NOON));
    let mut charge = |made: u64, checked: u64, charged: u64| {
        let arrival = payment(&world, &token, &[&carols], made);
        let verified = verifier.check(arrival.presentation.as_bytes(), &arrival.call, at(checked)).unwrap();
        let denied = ledger.charge(verified, at(charged)).map(drop).unwrap_err();
        (denied.code(), denied.step())
    };
    // By the verifier's clock it counts, by the ledger's it ended: times are judged again.
    assert_eq!(charge(NOON + 300, NOON + 300, NOON + 360), (Code::ApprovalMissing, depute::Step::Charge));
    // A ledger whose time is past all memory of it refuses it too, whatever it is told afterwards.
    assert_eq!(charge(NOON + 359, NOON + 359, NOON + 700).0, Code::ApprovalMissing);
    assert_eq!(charge(NOON + 359, NOON + 359, NOON + 359).0, Code::ApprovalMissing);
}

#[test]
fn all_endorsements_that_ended_before_the_charge_are_named() {
    let world = World::new();
    let token = approved_mandate(2, 7200, &[]);
    let verifier = patient();
    // Both count at noon; so long after that, with 300 s of skew, carol's or both have ended.
    let charged = |after: u64| {
        let [carols, daves] =
            [("carol", 60), ("dave", 61)].map(|(by, secs)| world.endorsement(&token, by, PAY, NOON, NOON + secs));
        let arrival = payment(&world, &token, &[&carols, &daves], NOON + 300);
        let verified = verifier.check(arrival.presentation.as_bytes(), &arrival.call, at(NOON + 300)).unwrap();
        MemoryLedger::new(at(NOON)).charge(verified, at(NOON + after)).map(drop)
    };
    assert!(charged(359).is_ok());
    let [carols, daves] = ["carol", "dave"].map(|name| key(name).verifying_key());
    for (after, ended, said) in [
        (360, &[carols][..], "does not count now: 2027-01-15T00:01:00Z, and it is 2027-01-15T00:06:00Z"),
        (361, &[carols, daves], "do not count now, and it is 2027-01-15T00:06:01Z"),
    ] {
        let denied = charged(after).unwrap_err();
        assert_eq!((denied.code(), denied.step()), (Code::ApprovalMissing, depute::Step::Charge));
        assert_eq!((denied.approvers(), denied.missing_approvals()), (ended, ended.len()));
        let explanation = denied.explain(&|_| None);
        assert!(explanation.fault().ends_with(said), "{}", explanation.fault());
    }
}

#[test]
fn an_endorsement_made_before_the_ledger_began_is_refused() {
    let world = World::new();
    let token = approved_mandate(1, 3600, &[]);
    let early = world.endorsement(&token, "carol", PAY, NOON + 9, NOON + 900);
    let arrival = payment(&world, &token, &[&early], NOON + 10);
    let denied = world.charge(&mut MemoryLedger::new(at(NOON + 10)), &arrival, NOON + 10).unwrap_err();
    assert_eq!(denied.code(), Code::IssuedBeforeLedger);
    assert_eq!(denied.value(), Some("an endorsement of 2027-01-15T00:00:09Z"));
    assert_eq!(denied.limit(), Some("from 2027-01-15T00:00:10Z"));
    assert_eq!(charged(&world, &mut MemoryLedger::new(at(NOON + 9)), &arrival, NOON + 10), Ok(()));
    assert_eq!(charged(&world, &mut MemoryLedger::new(at(NOON + 10)).start_here(), &arrival, NOON + 10), Ok(()));
}

#[test]
fn an_endorsement_makes_room_when_it_is_forgotten() {
    let world = World::new();
    let token = approved_mandate(1, 7200, &[]);
    let verifier = patient();
    let mut ledger = MemoryLedger::new(at(NOON)).max_endorsements(1, 1);
    let mut at_time = |now: u64, ends: u64| {
        let endorsement = world.endorsement(&token, "carol", PAY, now, ends);
        let arrival = payment(&world, &token, &[&endorsement], now);
        let verified = verifier.check(arrival.presentation.as_bytes(), &arrival.call, at(now)).unwrap();
        ledger.charge(verified, at(now)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!(at_time(NOON, NOON + 60), Ok(()));
    assert_eq!(at_time(NOON + 659, NOON + 800), Err(Code::LedgerFull));
    assert_eq!(at_time(NOON + 660, NOON + 800), Ok(()));
}
