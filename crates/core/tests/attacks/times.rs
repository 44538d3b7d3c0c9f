//! Windows, lives and clocks at their edges, and times that are none.

use depute::{Code, Setter, Step, Trust, TrustEntry, Verifier};
use depute_vectors::kit::grant::approval;

use super::refused_at;
use super::support::scene::policy;
use super::support::{
    ALICE, CAROL, DAVE, EXP, EngineKey as _, IAT, Item, NBF, NOW, PLANNER, Walk, alike, at, call, list, map, raw,
    refused, wide,
};

/// Judges at this time, with a proof made then.
fn judged(walk: &Walk, now: u64) -> Result<(), (Code, usize)> {
    let mut walk = walk.clone();
    walk.proof.set(IAT, now);
    alike(&super::support::verifier(), &walk.bytes(), &call(), at(now))
        .map(drop)
        .map_err(|denied| (denied.code(), denied.link().unwrap()))
}

/// The usual walk with these times in one of its links.
fn timed(place: usize, times: &[(i32, u64)]) -> Walk {
    let mut walk = Walk::new();
    times.iter().for_each(|&(claim, secs)| walk.links[place].set(claim, secs));
    walk
}

#[test]
fn a_window_is_half_open_with_the_skew_on_both_sides() {
    let walk = timed(0, &[(NBF, NOW + 100)]);
    assert_eq!(judged(&walk, NOW + 69), Err((Code::NotYetValid, 1)));
    assert_eq!(judged(&walk, NOW + 70), Ok(()));
    let end = NOW + 1800;
    assert_eq!(judged(&walk, end + 29), Ok(()));
    assert_eq!(judged(&walk, end + 30), Err((Code::Expired, 1)));
    // So in a further link, whose window is narrower.
    let walk = timed(1, &[(NBF, NOW + 100), (EXP, NOW + 200)]);
    assert_eq!(judged(&walk, NOW + 69), Err((Code::NotYetValid, 2)));
    assert_eq!(judged(&walk, NOW + 70), Ok(()));
    assert_eq!(judged(&walk, NOW + 229), Ok(()));
    assert_eq!(judged(&walk, NOW + 230), Err((Code::Expired, 2)));
    // A root is not older than its issue.
    assert_eq!(judged(&Walk::new(), NOW - 30), Ok(()));
    assert_eq!(judged(&Walk::new(), NOW - 31), Err((Code::IssuedInFuture, 1)));
}

#[test]
fn an_expired_parent_ends_its_children() {
    // The child says nothing, or says less: the root's end is theirs.
    let mut walk = timed(0, &[(EXP, NOW + 60)]);
    assert_eq!(judged(&walk, NOW + 89), Ok(()));
    assert_eq!(judged(&walk, NOW + 90), Err((Code::Expired, 1)));
    walk.links[1].set(EXP, NOW + 61);
    assert_eq!(judged(&walk, NOW), Err((Code::WindowWidened, 2)));
    // A child made after the end does not bring it back: it has no time of its own to lie with.
    let mut late = timed(0, &[(EXP, NOW + 60)]);
    late.links[1].set(NBF, NOW + 70);
    assert_eq!(judged(&late, NOW + 80), Ok(()), "within the skew of both ends");
    assert_eq!(judged(&late, NOW + 90), Err((Code::Expired, 1)));
}

#[test]
fn a_life_is_as_long_as_the_policy_allows() {
    let judged = |life: u64, most: Option<u64>| {
        let policy = most.map_or_else(policy, |most| policy().life_secs(most).unwrap());
        let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
        let verifier = Verifier::new(Trust::new([alice]).unwrap(), policy);
        let bytes = timed(0, &[(EXP, NOW + life)]).bytes();
        verifier.check(&bytes, &call(), at(NOW)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!(judged(3600, None), Ok(()));
    assert_eq!(judged(3601, None), Err(Code::LifeTooLong));
    assert_eq!(judged(3601, Some(3601)), Ok(()));
    assert_eq!(judged(60, Some(59)), Err(Code::LifeTooLong));
    // Counted from the issue: a start far in the future does not make it short.
    let late = timed(0, &[(IAT, NOW - 3000), (NBF, NOW), (EXP, NOW + 700)]);
    refused_at("a life from the issue", &late.bytes(), 1, Code::LifeTooLong);
}

#[test]
fn times_that_are_none_are_refused() {
    for (what, time, code) in [
        ("milliseconds", Item::Uint(NOW * 1000), Code::LimitExceeded),
        ("the year 10000", Item::Uint(253_402_300_800), Code::LimitExceeded),
        ("2^63", Item::Uint(1 << 63), Code::LimitExceeded),
        ("2^64 - 1", Item::Uint(u64::MAX), Code::LimitExceeded),
        ("minus one", (-1).into(), Code::CborType),
        ("the least integer", Item::Negative(u64::MAX), Code::CborType),
        ("a fraction", Item::Float(1.5), Code::CborType),
        ("infinity", Item::Float(f64::INFINITY), Code::CborType),
        ("NaN", Item::Float(f64::NAN), Code::CborType),
        ("a text", "2027-01-15T08:00:00Z".into(), Code::CborType),
        ("null", raw(&[0xF6]), Code::CborSimple),
        ("a long head", wide(0, NOW, 8), Code::CborLongHead),
        ("a tagged time", raw(&[0xC1, 0x1A, 0x6B, 0x49, 0xD2, 0x00]), Code::CborTag),
    ] {
        for (place, claims) in [(0, &[EXP, NBF, IAT][..]), (1, &[EXP, NBF]), (2, &[IAT])] {
            for claim in claims {
                let mut walk = Walk::new();
                let draft = walk.links.get_mut(place).unwrap_or(&mut walk.proof);
                draft.set(*claim, time.clone());
                refused(&format!("{what} as {claim} of {place}"), &walk.bytes(), Step::Form, code);
            }
        }
    }
}

#[test]
fn far_times_do_not_overflow() {
    let last = 253_402_300_799;
    let far = timed(0, &[(IAT, last - 100), (EXP, last)]);
    assert_eq!(judged(&far, last - 50), Ok(()));
    assert_eq!(judged(&far, last), Ok(()), "within the skew of the end");
    assert_eq!(judged(&far, 0), Err((Code::IssuedInFuture, 1)));
    let first = timed(0, &[(IAT, 0), (EXP, 100)]);
    assert_eq!(judged(&first, 0), Ok(()));
    assert_eq!(judged(&first, 129), Ok(()));
    assert_eq!(judged(&first, 130), Err((Code::Expired, 1)));
    assert_eq!(judged(&first, last), Err((Code::Expired, 1)));
    // 2038 and 2106 are seconds like any others.
    for edge in [(1_u64 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32] {
        assert_eq!(judged(&timed(0, &[(IAT, edge - 1), (EXP, edge + 1)]), edge), Ok(()));
    }
}

#[test]
fn times_judged_again_are_judged_alike() {
    // A ledger asks later than the verifier did: at every second both say the same, whatever the other checks said.
    let mut walk = timed(0, &[(IAT, NOW - 20), (NBF, NOW - 10), (EXP, NOW + 50)]);
    walk.links[1].set(NBF, NOW + 5);
    walk.links[1].set(EXP, NOW + 45);
    walk.proof.set(IAT, NOW + 10);
    let (verifier, bytes, call) = (super::support::verifier(), walk.bytes(), call());
    let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
    let mut codes = Vec::new();
    for now in NOW - 100..NOW + 200 {
        let told = |denied: depute::Denied| (denied.code(), denied.link());
        let first = verifier.check(&bytes, &call, at(now)).map(drop).map_err(told);
        let again = verified.check_time(at(now)).map_err(told);
        assert_eq!(first, again, "{now}");
        codes.extend(again.err().map(|(code, _)| code));
    }
    codes.dedup();
    let all = [Code::IssuedInFuture, Code::NotYetValid, Code::ProofInFuture, Code::Expired];
    assert_eq!(codes, all);
    // The proof's age, where the window is longer.
    let walk = timed(0, &[(EXP, NOW + 500)]);
    let bytes = walk.bytes();
    let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
    assert!(verified.check_time(at(NOW + 90)).is_ok());
    let denied = verified.check_time(at(NOW + 91)).unwrap_err();
    assert_eq!((denied.code(), denied.step()), (Code::ProofStale, Step::Charge));
    assert!(denied.is_authenticated() && denied.holders().len() == 2);
}

#[test]
fn a_verdict_is_judged_again_when_a_call_is_charged() {
    // Whoever gets a verdict and waits with it gains nothing: each bound holds then as it did before.
    let key = |until| TrustEntry::new("alice", ALICE.verifying()).key(ALICE.verifying(), None, until).allow("*(..)");
    let usual = || key(None).unwrap();
    let approved = |iat: u64, exp: u64| {
        let needs = list![list![], map! {}, true, list![approval(1, &[&CAROL])]];
        let mut walk = Walk::new();
        walk.links[0].clauses(vec![needs]);
        let mut walk = walk.approved_by(&[&CAROL]);
        walk.endorsements[0].set(IAT, iat);
        walk.endorsements[0].set(EXP, exp);
        walk
    };
    let proven = |iat: u64| {
        let mut walk = Walk::new();
        walk.proof.set(IAT, iat);
        walk
    };
    // What is charged, by whom it is trusted; the last or first second at which it holds, and the one beyond it; the bound.
    let cases = [
        (Walk::new(), key(Some(at(NOW + 10))).unwrap(), NOW + 9, NOW + 10, Code::RootInterval, 1, None),
        (timed(0, &[(IAT, NOW + 30)]), usual(), NOW, NOW - 1, Code::IssuedInFuture, 1, Some(NOW + 30)),
        (timed(0, &[(NBF, NOW + 30)]), usual(), NOW, NOW - 1, Code::NotYetValid, 1, Some(NOW + 30)),
        (timed(1, &[(NBF, NOW + 30)]), usual(), NOW, NOW - 1, Code::NotYetValid, 2, Some(NOW + 30)),
        (timed(0, &[(EXP, NOW + 10)]), usual(), NOW + 39, NOW + 40, Code::Expired, 1, Some(NOW + 10)),
        (timed(1, &[(EXP, NOW + 10)]), usual(), NOW + 39, NOW + 40, Code::Expired, 2, Some(NOW + 10)),
        (proven(NOW + 30), usual(), NOW, NOW - 1, Code::ProofInFuture, 2, Some(NOW + 30)),
        (proven(NOW), usual(), NOW + 90, NOW + 91, Code::ProofStale, 2, Some(NOW)),
        (approved(NOW + 30, NOW + 900), usual(), NOW, NOW - 1, Code::ApprovalMissing, 2, Some(NOW + 30)),
        (approved(NOW, NOW + 10), usual(), NOW + 39, NOW + 40, Code::ApprovalMissing, 2, Some(NOW + 10)),
    ];
    for (walk, entry, holds, fails, code, link, bound) in cases {
        let (verifier, bytes, call) = (Verifier::new(Trust::new([entry]).unwrap(), policy()), walk.bytes(), call());
        let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
        verified.check_time(at(NOW)).unwrap();
        verified.check_time(at(holds)).unwrap();
        // Nor is it only that second which is beyond.
        for fails in [fails, if fails > holds { fails + 20 } else { fails - 20 }] {
            let denied = verified.check_time(at(fails)).unwrap_err();
            assert_eq!((denied.code(), denied.link(), denied.step()), (code, Some(link), Step::Charge));
            assert_eq!((denied.links(), denied.revocation()), (2, Some(&verified.revocation())));
            let (value, limit) = match bound {
                Some(bound) => (at(fails).to_string(), Some(at(bound).to_string())),
                None => (ALICE.verifying().to_string(), None),
            };
            assert_eq!((denied.value(), denied.limit()), (Some(&*value), limit.as_deref()));
        }
    }
}

#[test]
fn who_must_approve_again_is_whose_approval_ended() {
    let needs = list![list![], map! {}, true, list![approval(2, &[&CAROL, &DAVE])]];
    let mut walk = Walk::new();
    walk.links[0].clauses(vec![needs]);
    let mut walk = walk.approved_by(&[&CAROL, &DAVE]);
    walk.endorsements[1].set(EXP, NOW + 10);
    let (verifier, bytes, call) = (super::support::verifier(), walk.bytes(), call());
    let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
    let denied = verified.check_time(at(NOW + 40)).unwrap_err();
    assert_eq!((denied.approvers(), denied.missing_approvals()), (&[DAVE.verifying()][..], 1));
    assert_eq!((denied.code(), denied.set_by()), (Code::ApprovalMissing, None));
}

#[test]
fn a_charge_names_its_budget_and_ends_with_its_link() {
    let mut walk = Walk::new();
    walk.links[0].mandate().set(3, list![map! { 1 => 50 }, map! { 1 => 600_000_000, 2 => "price" }]);
    walk.links[1].mandate().set(3, list![map! { 1 => 5 }]);
    let (verifier, call) = (super::support::verifier(), call());
    let ends = |walk: &Walk| {
        let bytes = walk.bytes();
        let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
        let told =
            |charge| (verified.budget(charge).unwrap().to_string(), verified.ends(charge).unwrap().as_secs() - NOW);
        verified.owed().iter().map(told).collect::<Vec<_>>()
    };
    // A ledger's refusal stands at the link whose budget it is, or at the last, which then set nothing.
    let (bytes, said) = (walk.bytes(), |text: &str| Some(text.to_owned()));
    let verified = verifier.check(&bytes, &call, at(NOW)).unwrap();
    let [calls, _, fewer] = verified.owed() else { panic!("{:?}", verified.owed()) };
    for (charge, link, setter) in [
        (Some(calls), 1, Some(Setter::Authorizer(verified.authorizer()))),
        (Some(fewer), 2, Some(Setter::Holder(PLANNER.verifying()))),
        (None, 2, None),
    ] {
        let denied = verified.refused_by_ledger(Code::BudgetExhausted, charge, said("6"), said("5"));
        assert_eq!((denied.code(), denied.step(), denied.link()), (Code::BudgetExhausted, Step::Charge, Some(link)));
        assert_eq!((denied.value(), denied.limit(), denied.set_by()), (Some("6"), Some("5"), setter.as_ref()));
        assert_eq!((denied.links(), denied.revocation()), (2, Some(&verified.revocation())));
    }
    let [calls, sum, fewer] = ["calls <= 50", "sum price <= 600", "calls <= 5"].map(str::to_owned);
    assert_eq!(ends(&walk), [(calls.clone(), 1800), (sum.clone(), 1800), (fewer.clone(), 1800)]);
    walk.links[1].set(EXP, NOW + 60);
    assert_eq!(ends(&walk), [(calls, 1800), (sum, 1800), (fewer, 60)]);
}
