//! Approvals: who may approve, what an approval is of, and how often it counts.

use depute::{Code, Setter, Step, TrustEntry, Verifier};
use depute_vectors::kit::grant::approval;

use super::support::scene::policy;
use super::support::{
    ALICE, AUD, AUDIENCE, BOB, BOOKER, CAROL, DAVE, Draft, EXP, EngineKey as _, IAT, ISS, Item, Key, Kind, MALLORY,
    NONCE, NOW, PLANNER, Signer, Walk, alike, allowed, at, bytes, call, call_digest, endorsement_claims, list, map,
    now, verifier,
};
use super::{everything, refused_at};

/// Everything, if it is approved.
pub(super) fn approved(needs: Vec<Item>) -> Item {
    list![list![], map! {}, true, needs]
}

/// The usual walk whose root link needs this.
pub(super) fn needing(threshold: u64, keys: &[&Key]) -> Walk {
    let mut walk = Walk::new();
    walk.links[0].clauses(vec![approved(vec![approval(threshold, keys)])]);
    walk
}

/// Refused for want of approvals at this link, of which so many count.
#[track_caller]
fn missing(what: &str, walk: &Walk, link: usize, count: &str) {
    let denied = refused_at(what, &walk.bytes(), link, Code::ApprovalMissing);
    assert_eq!((denied.step(), denied.value()), (Step::Requirements, Some(count)), "{what}");
    assert!(denied.is_authenticated());
    let expected = denied.expected().unwrap();
    assert_eq!((&expected.leaf_id, &expected.call_digest), (walk.ids().last().unwrap(), &walk.digest), "{what}");
}

/// Who approved, as the verdict says it.
fn counted(walk: &Walk) -> Vec<[u8; 32]> {
    let (verifier, bytes, call) = (verifier(), walk.bytes(), call());
    let verified = verifier.check(&bytes, &call, now()).unwrap();
    verified.endorsements().iter().map(|counted| *counted.signer.as_bytes()).collect()
}

#[test]
fn a_call_that_needs_approval_is_denied_without_one() {
    let walk = || needing(1, &[&CAROL, &DAVE]);
    missing("nobody's approval", &walk(), 1, "0 of 1");
    let denied = verifier().check(&walk().bytes(), &call(), now()).map(drop).unwrap_err();
    assert_eq!((denied.missing_approvals(), denied.approvers()), (1, &[CAROL.verifying(), DAVE.verifying()][..]));
    let both = [&CAROL, &DAVE].map(|key| key.verifying().to_string());
    assert_eq!(denied.limit(), Some(&*format!("needs approval(1 of [\"{}\", \"{}\"])", both[0], both[1])));
    for approver in [&*CAROL, &*DAVE] {
        let approved = walk().approved_by(&[approver]);
        allowed("nobody's approval", &approved.bytes());
        assert_eq!(counted(&approved), [approver.public()]);
    }
}

#[test]
fn one_approver_does_not_count_twice() {
    let walk = || needing(2, &[&CAROL, &DAVE]);
    missing("one of two", &walk().approved_by(&[&CAROL]), 1, "1 of 2");
    missing("the same endorsement twice", &walk().approved_by(&[&CAROL, &CAROL]), 1, "1 of 2");
    let mut twice = walk().approved_by(&[&CAROL, &CAROL]);
    twice.endorsements[1].set(NONCE, bytes(&[6; 16]));
    missing("two endorsements of one", &twice, 1, "1 of 2");
    let denied = verifier().check(&twice.bytes(), &call(), now()).map(drop).unwrap_err();
    assert_eq!((denied.missing_approvals(), denied.approvers()), (1, &[DAVE.verifying()][..]));
    for order in [[&*CAROL, &*DAVE], [&*DAVE, &*CAROL]] {
        let approved = walk().approved_by(&order);
        allowed("one of two", &approved.bytes());
        // In the order of the presentation.
        assert_eq!(counted(&approved), order.map(Key::public));
    }
}

#[test]
fn an_alternative_for_another_call_does_not_help() {
    // Whom the second clause asks has approved, or it asks nobody; either way it is for calls up to a price.
    let walk = |price: u64, needs: Option<Item>| {
        let args = map! { "price" => list![3, price] };
        let cheap = match needs {
            Some(needs) => list![list![], args, true, vec![needs]],
            None => list![list![], args, true],
        };
        let mut walk = Walk::new();
        walk.links[0].clauses(vec![approved(vec![approval(1, &[&CAROL])]), cheap]);
        walk.approved_by(&[&DAVE])
    };
    for needs in [None, Some(approval(1, &[&DAVE]))] {
        allowed("an alternative for this call", &walk(390, needs.clone()).bytes());
        missing("an alternative for cheaper calls", &walk(389, needs), 1, "0 of 1");
    }
}

#[test]
fn a_stranger_does_not_approve() {
    let walk = || needing(1, &[&CAROL]);
    for stranger in [&*MALLORY, &*BOB, &*DAVE, &*ALICE] {
        missing("a stranger's approval", &walk().approved_by(&[stranger]), 1, "0 of 1");
    }
    // A name that is not the signer's.
    let mut named = walk().approved_by(&[&MALLORY]);
    named.endorsements[0].set(ISS, bytes(&CAROL.public()));
    missing("an approval in another's name", &named, 1, "0 of 1");
    allowed("a stranger's approval", &walk().approved_by(&[&CAROL]).bytes());
    // Who authorized may approve too, if the clause says so.
    allowed("the authorizer's approval", &needing(1, &[&ALICE]).approved_by(&[&ALICE]).bytes());
}

#[test]
fn a_key_that_nobody_has_approves_nothing() {
    // No point of the curve: read without a look at the curve, so that a stranger's chain costs none; then no signature is its.
    let nobody = std::array::from_fn(|place| if place == 0 { 2 } else { 0 });
    let roster = |key: [u8; 32]| {
        let mut walk = Walk::new();
        walk.links[0].clauses(vec![approved(vec![list![1, list![1, list![bytes(&key), bytes(&DAVE.public())]]]])]);
        let mut walk = walk.approved_by(&[&CAROL]);
        walk.endorsements[0].set(ISS, bytes(&key));
        walk
    };
    missing("an approval in the name of nobody", &roster(nobody), 1, "0 of 1");
    allowed("an approval in the name of nobody", &roster(CAROL.public()).bytes());
    // The others on the roster may approve all the same.
    let mut beside = roster(nobody);
    beside.endorsements.extend(Walk::new().approved_by(&[&DAVE]).endorsements);
    assert_eq!(counted(&beside), [DAVE.public()]);
    // Whoever is not trusted is refused for that.
    for key in [nobody, CAROL.public()] {
        let mut stranger = roster(key);
        stranger.links[0].signer = Signer::Key(&MALLORY);
        stranger.links[0].set(ISS, bytes(&MALLORY.public()));
        refused_at("a stranger's chain", &stranger.bytes(), 1, Code::RootUntrusted);
    }
}

#[test]
fn nobody_approves_a_call_of_their_own_chain() {
    // The booker calls, and the planner handed the token on: both are on the roster, neither counts.
    let walk = || needing(1, &[&PLANNER, &BOOKER, &CAROL]);
    for holder in [&*PLANNER, &*BOOKER] {
        missing("a holder's approval", &walk().approved_by(&[holder]), 1, "0 of 1");
    }
    let denied = verifier().check(&walk().bytes(), &call(), now()).map(drop).unwrap_err();
    assert_eq!(denied.approvers(), [CAROL.verifying()]);
    assert_eq!(counted(&walk().approved_by(&[&PLANNER, &BOOKER, &CAROL])), [CAROL.public()]);
    // A roster of holders alone is met by nobody.
    let closed = needing(1, &[&PLANNER, &BOOKER]).approved_by(&[&PLANNER, &BOOKER]);
    missing("a roster of holders", &closed, 1, "0 of 1");
    let denied = verifier().check(&closed.bytes(), &call(), now()).map(drop).unwrap_err();
    assert!(denied.approvers().is_empty());
    // Whoever delegates to an approver takes the approver out.
    let handed = needing(1, &[&CAROL]).then(&BOOKER, &CAROL, everything());
    missing("an approver that holds the token", &handed.approved_by(&[&CAROL]), 1, "0 of 1");
}

#[test]
fn an_endorsement_is_of_one_call_below_one_leaf() {
    let walk = || needing(1, &[&CAROL]).approved_by(&[&CAROL]);
    let (ids, right) = (walk().ids(), walk().digest);
    let other = call_digest("flights.book", &map! { "to" => "SFO", "price" => 391 });
    for (what, kind) in [
        ("another call", Kind::Endorsement(ids[1], other)),
        ("another leaf", Kind::Endorsement(ids[0], right)),
        ("no leaf", Kind::Endorsement([0; 32], right)),
        ("leaf and call exchanged", Kind::Endorsement(right, ids[1])),
    ] {
        let mut moved = walk();
        moved.endorsements[0].kind = Some(kind);
        missing(what, &moved, 1, "0 of 1");
    }
    let mut named = walk();
    named.endorsements[0].kind = Some(Kind::Endorsement(ids[1], right));
    allowed("another call", &named.bytes());
    // What was approved below one token is nothing below a sibling, nor below what the holder makes of it.
    let longer = walk().then(&BOOKER, &BOOKER, everything());
    let mut moved = longer.clone();
    moved.endorsements[0].kind = Some(Kind::Endorsement(ids[1], right));
    missing("an approval from a shorter chain", &moved, 1, "0 of 1");
    allowed("an approval from a shorter chain", &longer.bytes());
}

#[test]
fn an_endorsement_is_for_one_audience() {
    let walk = || {
        let mut walk = needing(1, &[&CAROL]).approved_by(&[&CAROL]);
        walk.links[0].set(AUD, list!["https://hotels.example", AUDIENCE]);
        walk
    };
    for audience in ["https://hotels.example", "https://flights.example/", "local", "*"] {
        let mut elsewhere = walk();
        elsewhere.endorsements[0].set(AUD, audience);
        missing("an approval for elsewhere", &elsewhere, 1, "0 of 1");
    }
    allowed("an approval for elsewhere", &walk().bytes());
}

#[test]
fn an_endorsement_counts_in_its_time() {
    // Skew 30 s: until the end and 29 s, from 30 s before it was made.
    let judged = |issued: u64, expires: u64, now: u64| {
        let mut walk = needing(1, &[&CAROL]).approved_by(&[&CAROL]);
        walk.links[0].set(IAT, NOW - 1000);
        walk.proof.set(IAT, now);
        walk.endorsements[0].set(IAT, issued);
        walk.endorsements[0].set(EXP, expires);
        alike(&verifier(), &walk.bytes(), &call(), at(now)).map(drop).map_err(|denied| denied.code())
    };
    let missing = Err(Code::ApprovalMissing);
    for (issued, expires, now, verdict) in [
        (NOW, NOW + 900, NOW, Ok(())),
        (NOW - 900, NOW, NOW + 29, Ok(())),
        (NOW - 900, NOW, NOW + 30, missing),
        (NOW - 900, NOW - 100, NOW, missing),
        (NOW + 30, NOW + 60, NOW, Ok(())),
        (NOW + 31, NOW + 60, NOW, missing),
        (NOW + 3000, NOW + 3600, NOW, missing),
        // An hour at most, which is a matter of form.
        (NOW, NOW + 3600, NOW, Ok(())),
        (NOW, NOW + 3601, NOW, Err(Code::LimitExceeded)),
        (NOW, NOW, NOW, Err(Code::ValueInvalid)),
        (NOW, NOW - 1, NOW, Err(Code::ValueInvalid)),
        (NOW, NOW + 1, NOW, Ok(())),
    ] {
        assert_eq!(judged(issued, expires, now), verdict, "{issued} to {expires} at {now}");
    }
}

#[test]
fn an_invalid_endorsement_beside_a_valid_one_harms_nothing() {
    let bad = |walk: &mut Walk, place: usize| {
        let mut draft = Draft::new(&*MALLORY, endorsement_claims(&CAROL));
        draft.set(NONCE, bytes(&[place as u8; 16]));
        walk.endorsements.insert(place, draft);
    };
    // Seven forgeries in carol's name, before, after and around hers.
    for place in 0..=7 {
        let mut walk = needing(1, &[&CAROL]).approved_by(&[&CAROL]);
        (0..7).for_each(|number| bad(&mut walk, if number < place { number } else { number + 1 }));
        assert_eq!(walk.endorsements.len(), 8);
        allowed("forgeries beside an approval", &walk.bytes());
        assert_eq!(counted(&walk), [CAROL.public()]);
    }
    let mut forged = needing(1, &[&CAROL]);
    (0..8).for_each(|place| bad(&mut forged, place));
    missing("forgeries alone", &forged, 1, "0 of 1");
    // An expired one of hers does not stand in the way of a fresh one.
    let mut walk = needing(1, &[&CAROL]).approved_by(&[&CAROL, &CAROL]);
    walk.endorsements[0].set(IAT, NOW - 900);
    walk.endorsements[0].set(EXP, NOW - 100);
    allowed("an expired approval before a fresh one", &walk.bytes());
}

#[test]
fn endorsements_that_are_not_needed_are_not_counted() {
    let none: [[u8; 32]; 0] = [];
    assert_eq!(counted(&Walk::new().approved_by(&[&CAROL, &DAVE])), none);
    // One suffices: the first that is valid.
    assert_eq!(counted(&needing(1, &[&CAROL, &DAVE]).approved_by(&[&DAVE, &CAROL])), [DAVE.public()]);
    assert_eq!(counted(&needing(1, &[&CAROL, &DAVE]).approved_by(&[&MALLORY, &DAVE, &CAROL])), [DAVE.public()]);
    let mut walk = needing(1, &[&CAROL, &DAVE]).approved_by(&[&DAVE, &CAROL]);
    walk.endorsements[0].signer = Signer::Key(&MALLORY);
    assert_eq!(counted(&walk), [CAROL.public()]);
    // A clause that needs nothing is taken before one that an approval was given for, wherever it stands.
    let by_carol = || approved(vec![approval(1, &[&CAROL])]);
    let beside = |free: Item, approvers: &[&'static Key]| {
        let clauses = [vec![by_carol(), free.clone()], vec![free, by_carol()]];
        clauses.map(|clauses| {
            let mut walk = Walk::new().approved_by(approvers);
            walk.links[0].clauses(clauses);
            walk
        })
    };
    for walk in beside(everything(), &[&CAROL]) {
        assert_eq!(counted(&walk), none);
    }
    for walk in beside(everything(), &[]) {
        allowed("an approval that another clause makes needless", &walk.bytes());
    }
    // Unless it does not accept the call.
    for walk in beside(list!["hotels.book", map! {}, true], &[&CAROL]) {
        assert_eq!(counted(&walk), [CAROL.public()]);
    }
}

#[test]
fn an_approval_for_another_clause_is_not_used_up() {
    // Carol's would count for the first clause, which lacks Dave's; the second is met by Bob's alone.
    let mut walk = Walk::new();
    walk.links[0].clauses(vec![
        approved(vec![approval(2, &[&CAROL, &DAVE])]),
        list!["flights.book", map! {}, true, list![approval(1, &[&BOB])]],
    ]);
    let walk = walk.approved_by(&[&CAROL, &BOB]);
    allowed("an approval for another clause", &walk.bytes());
    assert_eq!(counted(&walk), [BOB.public()]);
}

#[test]
fn each_link_is_approved_separately() {
    // The child asks somebody else: what the parent asks is asked all the same, and one endorsement may serve both.
    let walk = |of_child: &[&Key]| {
        let mut walk = needing(1, &[&CAROL]);
        walk.links[1].clauses(vec![approved(vec![approval(1, of_child)])]);
        walk
    };
    missing("the child's approver alone", &walk(&[&DAVE]).approved_by(&[&DAVE]), 1, "0 of 1");
    missing("the parent's approver alone", &walk(&[&DAVE]).approved_by(&[&CAROL]), 2, "0 of 1");
    assert_eq!(counted(&walk(&[&DAVE]).approved_by(&[&CAROL, &DAVE])), [CAROL.public(), DAVE.public()]);
    assert_eq!(counted(&walk(&[&DAVE, &CAROL]).approved_by(&[&CAROL])), [CAROL.public()]);
    // A child that drops what its parent needs, or names itself, drops nothing.
    missing("a child that needs nothing", &needing(1, &[&CAROL]), 1, "0 of 1");
    missing("a child that names its own", &walk(&[&MALLORY]).approved_by(&[&MALLORY]), 1, "0 of 1");
    let mut above = Walk::new();
    above.links[1].clauses(vec![approved(vec![approval(1, &[&CAROL])])]);
    missing("an approval that the child asks", &above, 2, "0 of 1");
    allowed("an approval that the child asks", &above.approved_by(&[&CAROL]).bytes());
}

#[test]
fn all_requirements_of_one_clause_are_met_together_and_clauses_do_not_combine() {
    let walk = |clauses: Vec<Vec<Item>>, approvers: &[&'static Key]| {
        let mut walk = Walk::new().approved_by(approvers);
        walk.links[0].clauses(clauses.into_iter().map(approved).collect());
        walk
    };
    let (by_carol, by_dave) = (|| approval(1, &[&CAROL]), || approval(1, &[&DAVE]));
    let both = || vec![vec![by_carol(), by_dave()]];
    missing("one requirement of two", &walk(both(), &[&CAROL]), 1, "0 of 1");
    missing("one requirement of two", &walk(both(), &[&DAVE]), 1, "0 of 1");
    allowed("one requirement of two", &walk(both(), &[&DAVE, &CAROL]).bytes());
    // Two clauses are alternatives; half of each is nothing.
    let two = || vec![vec![by_carol(), by_dave()], vec![by_dave(), approval(1, &[&BOB])]];
    missing("half of each clause", &walk(two(), &[&DAVE]), 1, "0 of 1");
    assert_eq!(counted(&walk(two(), &[&BOB, &DAVE])), [BOB.public(), DAVE.public()]);
    assert_eq!(counted(&walk(two(), &[&BOB, &DAVE, &CAROL])), [DAVE.public(), CAROL.public()]);
    // The last accepting clause is explained, by its first requirement that is not met.
    let denied = refused_at("neither clause", &walk(two(), &[&DAVE]).bytes(), 1, Code::ApprovalMissing);
    assert_eq!(denied.approvers(), [BOB.verifying()]);
    let unsupported = || vec![vec![by_carol(), list![2, map! {}]]];
    missing("an approval before what nobody checks", &walk(unsupported(), &[]), 1, "0 of 1");
    refused_at("what nobody checks", &walk(unsupported(), &[&CAROL]).bytes(), 1, Code::RequirementUnsupported);
    let either = || vec![vec![list![2, map! {}]], vec![by_carol()]];
    assert_eq!(counted(&walk(either(), &[&CAROL])), [CAROL.public()]);
    // A clause that does not accept the call does not count, whoever approved it.
    let mut elsewhere = walk(vec![], &[&CAROL]);
    let hotels = list!["hotels.book", map! {}, true, list![by_carol()]];
    elsewhere.links[0].clauses(vec![hotels, approved(vec![by_dave()])]);
    missing("an approval of another clause", &elsewhere, 1, "0 of 1");
}

#[test]
fn link_zero_may_need_approval() {
    let entry = |needs: &str| TrustEntry::new("alice", ALICE.verifying()).allow(&format!("*(..){needs}")).unwrap();
    let judged = |needs: &str, approvers: &[&'static Key]| {
        let verifier = Verifier::new(depute::Trust::new([entry(needs)]).unwrap(), policy());
        let (bytes, call) = (Walk::new().approved_by(approvers).bytes(), call());
        alike(&verifier, &bytes, &call, now()).map(|verified| verified.endorsements().len())
    };
    let needs = format!(" needs approval(2 of [\"{}\", \"{}\"])", CAROL.verifying(), DAVE.verifying());
    let denied = judged(&needs, &[&CAROL]).unwrap_err();
    assert_eq!((denied.code(), denied.link(), denied.value()), (Code::ApprovalMissing, Some(0), Some("1 of 2")));
    assert_eq!(denied.set_by(), Some(&Setter::Verifier(Some("alice".into()))));
    assert_eq!(judged(&needs, &[&CAROL, &DAVE]), Ok(2));
    assert_eq!(judged("", &[&CAROL, &DAVE]), Ok(0));
}

#[test]
fn grants_of_every_link_come_before_approvals_and_amounts_after() {
    let mut walk = needing(1, &[&CAROL]);
    walk.links[1].clauses(vec![list!["hotels.book", map! {}, true]]);
    refused_at("a grant below", &walk.bytes(), 2, Code::ActionNotGranted);
    let mut walk = needing(1, &[&CAROL]);
    walk.links[0].mandate().set(3, list![map! { 1 => 5, 2 => "cost" }]);
    missing("an amount", &walk, 1, "0 of 1");
    refused_at("an amount", &walk.approved_by(&[&CAROL]).bytes(), 1, Code::AmountInvalid);
}

#[test]
fn the_id_of_an_endorsement_is_that_of_its_content() {
    let walk = needing(1, &[&CAROL]).approved_by(&[&CAROL]);
    let (verifier, bytes, call) = (verifier(), walk.bytes(), call());
    let verified = verifier.check(&bytes, &call, now()).unwrap();
    let message = walk.endorsements[0].message(Kind::Endorsement(walk.ids()[1], walk.digest));
    let [counted] = verified.endorsements() else { panic!("one endorsement") };
    assert_eq!(counted.id, blake3::derive_key("depute v1 endorsement id", &message));
    assert_eq!((counted.issued_at, counted.expires), (at(NOW), at(NOW + 900)));
}

#[test]
fn every_single_bit_of_an_endorsement_matters() {
    let walk = needing(1, &[&CAROL]).approved_by(&[&CAROL]);
    let (verifier, bytes, call) = (verifier(), walk.bytes(), call());
    let endorsement = walk.endorsed()[0].encode();
    let start = bytes.len() - endorsement.len();
    assert_eq!(bytes[start..], endorsement);
    let mut uncounted = 0;
    for place in start..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[place] ^= 1 << bit;
            let denied = verifier.check(&flipped, &call, now()).map(drop).unwrap_err();
            match denied.step() {
                Step::Form => {}
                Step::Requirements => {
                    assert_eq!(denied.code(), Code::ApprovalMissing);
                    uncounted += 1;
                }
                step => panic!("bit {bit} of byte {place}: {}", step.as_str()),
            }
        }
    }
    assert!(uncounted > 500, "{uncounted}");
    allowed("a flipped bit", &bytes);
}
