//! Approvers whose keys were revoked: for the clauses that name them below whoever said so, and for no others.

use depute::{Code, Denied, Revocations, Token};
use depute_vectors::kit::grant::approval;

use super::support::revocations::{WARDEN, lift_of, of_key, said, seen, verifier_of};
use super::support::{
    ALICE, BOOKER, CAROL, DAVE, Draft, EngineKey as _, Item, Key, MALLORY, PLANNER, Walk, alike, call, list, map, now,
};

/// Everything, if so many of these approve.
fn approved(threshold: u64, keys: &[&Key]) -> Item {
    list![list![], map! {}, true, list![approval(threshold, keys)]]
}

/// The usual walk, of which the link at this place needs an approval.
fn needing(place: usize, threshold: u64, keys: &[&Key]) -> Walk {
    let mut walk = Walk::new();
    walk.links[place - 1].clauses(vec![approved(threshold, keys)]);
    walk
}

fn judged(statements: &[Draft], walk: &Walk) -> Result<usize, Denied> {
    let verifier = verifier_of(Revocations::LocalList, seen(statements));
    let (bytes, call) = (walk.bytes(), call());
    alike(&verifier, &bytes, &call, now()).map(|verified| verified.endorsements().len())
}

#[track_caller]
fn missing(statements: &[Draft], walk: &Walk, link: usize) -> Denied {
    let denied = judged(statements, walk).unwrap_err();
    assert_eq!((denied.code(), denied.link()), (Code::ApprovalMissing, Some(link)), "{denied}");
    denied
}

#[test]
fn a_revoked_approver_does_not_count() {
    for (place, above) in [(1, vec![&*ALICE]), (2, vec![&*ALICE, &*PLANNER])] {
        let walk = needing(place, 1, &[&CAROL, &DAVE]).approved_by(&[&CAROL]);
        assert_eq!(judged(&[], &walk).unwrap(), 1);
        for signer in [&*CAROL, &*ALICE, &*PLANNER, &*WARDEN, &*DAVE, &*BOOKER, &*MALLORY] {
            let statement = [said(signer, of_key(&CAROL))];
            let counts = above.iter().any(|key| key.name == signer.name) || ["carol", "warden"].contains(&signer.name);
            if counts {
                let denied = missing(&statement, &walk, place);
                assert_eq!((denied.value(), denied.approvers()), (Some("0 of 1"), &[DAVE.verifying()][..]));
                // Somebody else's approval does.
                assert_eq!(judged(&statement, &walk.clone().approved_by(&[&DAVE])).unwrap(), 1);
            } else {
                assert_eq!(judged(&statement, &walk).unwrap(), 1, "{} of link {place}", signer.name);
            }
        }
    }
}

#[test]
fn an_approver_is_revoked_for_the_clauses_below_whoever_said_so() {
    // Both links want Carol; the planner's word about her reaches the link that the planner issued.
    let mut walk = needing(1, 1, &[&CAROL]).approved_by(&[&CAROL]);
    walk.links[1].clauses(vec![approved(1, &[&CAROL])]);
    assert_eq!(judged(&[], &walk).unwrap(), 1);
    missing(&[said(&PLANNER, of_key(&CAROL))], &walk, 2);
    missing(&[said(&ALICE, of_key(&CAROL))], &walk, 1);
}

#[test]
fn a_lifted_revocation_of_an_approver_is_none() {
    let walk = needing(2, 1, &[&CAROL]).approved_by(&[&CAROL]);
    let statement = || said(&PLANNER, of_key(&CAROL));
    for lifter in [&*PLANNER, &*ALICE] {
        assert_eq!(judged(&[statement(), said(lifter, lift_of(&statement()))], &walk).unwrap(), 1);
    }
    for lifter in [&*CAROL, &*BOOKER, &*MALLORY] {
        missing(&[statement(), said(lifter, lift_of(&statement()))], &walk, 2);
    }
}

#[test]
fn nobody_is_asked_for_an_approval_that_would_not_count() {
    let walk = needing(1, 1, &[&CAROL, &DAVE]);
    let asked = |statements: &[Draft], walk: &Walk| {
        let verifier = verifier_of(Revocations::LocalList, seen(statements));
        verifier.check_endorsable(&walk.token(), &call(), now())
    };
    let carol = said(&ALICE, of_key(&CAROL));
    let endorsable = asked(std::slice::from_ref(&carol), &walk).unwrap();
    assert_eq!(endorsable.needs[0].eligible, [DAVE.verifying()]);
    assert_eq!(endorsable.revocation.to_string(), "ok (local list 1)");
    assert!(!endorsable.may_approve(&CAROL.verifying()));
    // Of two links each wants somebody else.
    let mut apart = needing(1, 1, &[&CAROL]);
    apart.links[1].clauses(vec![approved(1, &[&DAVE])]);
    let endorsable = asked(&[], &apart).unwrap();
    let may = |key: &Key| endorsable.may_approve(&key.verifying());
    assert_eq!((may(&CAROL), may(&DAVE), may(&MALLORY)), (true, true, false));
    let both = [carol, said(&ALICE, of_key(&DAVE))];
    let denied = asked(&both, &walk).unwrap_err();
    assert_eq!(denied.code(), Code::ApprovalMissing);
    assert_eq!(denied.revocation().unwrap().to_string(), "ok (local list 1)");
    let expected = denied.expected().unwrap();
    assert_eq!((expected.leaf_id, expected.call_digest), (walk.ids()[1], walk.digest));
    // Nor for a chain of which something is revoked, or whose lists are not fresh.
    let holder = asked(&[said(&ALICE, of_key(&BOOKER))], &walk).unwrap_err();
    assert_eq!((holder.code(), holder.link(), holder.links()), (Code::Revoked, Some(2), 2));
    let unknown = verifier_of(Revocations::required(), depute::Revoked::new());
    assert_eq!(unknown.check_endorsable(&walk.token(), &call(), now()).unwrap_err().code(), Code::RevocationStale);
    // Where nothing is looked up, nobody is revoked.
    let none = verifier_of(Revocations::None, seen(&both));
    assert_eq!(none.check_endorsable(&walk.token(), &call(), now()).unwrap().needs[0].eligible.len(), 2);
}

#[test]
fn what_a_statement_does_to_an_approver_is_told_without_a_verdict() {
    // Two links want Carol, and the planner issued the second one.
    let mut walk = needing(1, 1, &[&CAROL]);
    walk.links[1].clauses(vec![approved(1, &[&CAROL])]);
    let told = |key: &Key, walk: &Walk, statements: &[Draft]| {
        let token = Token::from_bytes(&walk.token()).unwrap();
        seen(statements).unverified_approver(&token, &[WARDEN.verifying()], &key.verifying())
    };
    assert_eq!(told(&CAROL, &walk, &[]), [(1, false), (2, false)]);
    assert_eq!(told(&CAROL, &walk, &[said(&PLANNER, of_key(&CAROL))]), [(1, false), (2, true)]);
    assert_eq!(told(&CAROL, &walk, &[said(&WARDEN, of_key(&CAROL))]), [(1, true), (2, true)]);
    assert_eq!(told(&CAROL, &walk, &[said(&MALLORY, of_key(&CAROL))]), [(1, false), (2, false)]);
    assert_eq!(told(&DAVE, &walk, &[said(&ALICE, of_key(&DAVE))]), []);
    // One requirement of one clause is enough for a link to be told.
    walk.links[1].clauses(vec![
        approved(1, &[&MALLORY]),
        list![list![], map! {}, true, list![approval(1, &[&DAVE]), approval(1, &[&CAROL])]],
    ]);
    assert_eq!(told(&CAROL, &walk, &[]), [(1, false), (2, false)]);
    assert_eq!(told(&DAVE, &walk, &[]), [(2, false)]);
}
