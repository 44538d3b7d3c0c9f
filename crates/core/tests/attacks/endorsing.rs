//! Whoever is asked to approve: what they are asked, and what they sign.

use depute::{Call, Code, Step, TrustEntry, Verifier};
use depute_vectors::kit::grant::approval;

use super::approvals::{approved, needing};
use super::support::scene::policy;
use super::support::walk::further;
use super::support::{
    ALICE, AUD, AUDIENCE, BOOKER, CAROL, DAVE, EXP, EngineKey as _, ISS, MALLORY, NOW, PLANNER, Signer, Walk, allowed,
    at, bytes, call, list, map, now, verifier,
};
use super::{everything, refused_at};

#[test]
fn an_approver_is_asked_only_what_approval_would_allow() {
    let asked = |walk: &Walk| verifier().check_endorsable(&walk.token(), &call(), now());
    let code = |walk: &Walk| asked(walk).map(drop).map_err(|denied| (denied.code(), denied.link()));
    let endorsable = asked(&needing(2, &[&CAROL, &BOOKER, &DAVE])).unwrap();
    assert_eq!(endorsable.holders, [PLANNER.verifying(), BOOKER.verifying()]);
    assert_eq!(endorsable.link_ids, needing(2, &[&CAROL, &BOOKER, &DAVE]).ids());
    assert_eq!(endorsable.expires, Some(at(NOW + 1800)));
    let [need] = &endorsable.needs[..] else { panic!("{endorsable:?}") };
    assert_eq!((need.link, need.clause, need.approval.threshold()), (1, 0, 2));
    assert_eq!(need.eligible, [CAROL.verifying(), DAVE.verifying()]);
    for (key, may) in [(&CAROL, true), (&DAVE, true), (&BOOKER, false), (&ALICE, false), (&MALLORY, false)] {
        assert_eq!(endorsable.may_approve(&key.verifying()), may, "{}", key.name);
    }
    // Nothing to approve.
    assert_eq!(asked(&Walk::new()).unwrap().needs, []);
    let mut free = needing(1, &[&CAROL]);
    free.links[0].clauses(vec![approved(vec![approval(1, &[&CAROL])]), everything()]);
    assert_eq!(asked(&free).unwrap().needs, []);
    // What would be refused anyway is refused with its own code.
    let edited = |edit: fn(&mut Walk)| {
        let mut walk = needing(1, &[&CAROL]);
        edit(&mut walk);
        code(&walk)
    };
    assert_eq!(edited(|_| {}), Ok(()));
    assert_eq!(edited(|walk| walk.links[0].set(ISS, bytes(&MALLORY.public()))), Err((Code::RootUntrusted, Some(1))));
    assert_eq!(edited(|walk| walk.links[1].mandate().set(2, 3)), Err((Code::DepthExceeded, Some(2))));
    assert_eq!(edited(|walk| walk.links[0].set(AUD, "b")), Err((Code::AudienceMismatch, Some(2))));
    assert_eq!(edited(|walk| walk.links[1].set(EXP, NOW - 30)), Err((Code::Expired, Some(2))));
    assert_eq!(edited(|walk| walk.links[1].signer = Signer::Key(&MALLORY)), Err((Code::SignatureInvalid, Some(2))));
    let narrow = |walk: &mut Walk| walk.links[1] = further(&PLANNER, &BOOKER, list!["flights.book", map! {}]);
    assert_eq!(edited(narrow), Err((Code::ArgNotGranted, Some(2))));
    let owing = |walk: &mut Walk| walk.links[0].mandate().set(3, list![map! { 1 => 5, 2 => "cost" }]);
    assert_eq!(edited(owing), Err((Code::AmountInvalid, Some(1))));
    // Nor is anybody asked for what no approvals could meet.
    let unsupported = |walk: &mut Walk| {
        walk.links[1].clauses(vec![approved(vec![approval(1, &[&CAROL]), list![3, 1]])]);
    };
    assert_eq!(edited(unsupported), Err((Code::RequirementUnsupported, Some(2))));
    assert_eq!(code(&needing(1, &[&PLANNER, &BOOKER])), Err((Code::ApprovalMissing, Some(1))));
    assert_eq!(code(&needing(2, &[&PLANNER, &CAROL])), Err((Code::ApprovalMissing, Some(1))));
    // Where one clause cannot be met, another may be.
    let mut either = needing(1, &[&CAROL]);
    either.links[0].clauses(vec![approved(vec![list![3, 1]]), approved(vec![approval(1, &[&CAROL])])]);
    assert_eq!(asked(&either).unwrap().needs.iter().map(|need| (need.link, need.clause)).collect::<Vec<_>>(), [(1, 1)]);
    // Nor for a call of another form than this verifier's.
    let entry = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let over_http = Verifier::new(depute::Trust::new([entry]).unwrap(), policy().http());
    let denied = over_http.check_endorsable(&needing(1, &[&CAROL]).token(), &call(), now()).unwrap_err();
    assert_eq!((denied.code(), denied.step()), (Code::CallInvalid, Step::Form));
    // A presentation is no token.
    assert_eq!(
        verifier().check_endorsable(&Walk::new().bytes(), &call(), now()).unwrap_err().code(),
        Code::EnvelopeInvalid
    );
}

#[test]
fn an_endorsement_made_by_the_steps_is_bound_as_one_made_by_hand() {
    let walk = needing(1, &[&CAROL]);
    let token = depute::Token::from_bytes(&walk.token()).unwrap();
    let endorsement = token.endorse(&call(), AUDIENCE, &CAROL.signing(), now(), at(NOW + 900), [5; 16]).unwrap();
    let by_hand = walk.clone().approved_by(&[&CAROL]);
    assert_eq!(endorsement.as_bytes(), list![1, by_hand.endorsed()[0].clone()].encode());
    assert!(endorsement.is_over(walk.ids().last().unwrap(), &walk.digest));
    assert!(!endorsement.is_over(&walk.ids()[0], &walk.digest));
    assert!(!endorsement.is_over(walk.ids().last().unwrap(), &[0; 32]));
    let presentation = token.present(&call(), AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    assert_eq!(presentation.with(&endorsement).unwrap().as_bytes(), by_hand.bytes());
    // A signature over anything else does not finish the step, nor does anybody else's.
    let prepared =
        || token.prepare_endorsement(&call(), AUDIENCE, &CAROL.verifying(), now(), at(NOW + 900), [5; 16]).unwrap();
    assert_eq!(prepared().signer(), CAROL.verifying());
    assert_eq!(prepared().finish(&CAROL.sign(prepared().to_sign().bytes())).unwrap(), endorsement);
    for wrong in [CAROL.sign(b"other"), DAVE.sign(prepared().to_sign().bytes())] {
        assert_eq!(prepared().finish(&wrong).unwrap_err().code(), Code::SignatureInvalid);
    }
    // What no reader takes is not made.
    let until = |secs: u64| {
        token.endorse(&call(), AUDIENCE, &CAROL.signing(), now(), at(secs), [5; 16]).map(drop).map_err(|f| f.code())
    };
    assert_eq!(until(NOW + 3600), Ok(()));
    assert_eq!(until(NOW + 3601), Err(Code::LimitExceeded));
    assert_eq!(until(NOW), Err(Code::ValueInvalid));
    // Nor does anybody sign it first.
    let asked = |audience: &str, until: u64| {
        let prepared = token.prepare_endorsement(&call(), audience, &CAROL.verifying(), now(), at(until), [5; 16]);
        prepared.map(drop).map_err(|fault| fault.code())
    };
    assert_eq!(asked(AUDIENCE, NOW + 3600), Ok(()));
    assert_eq!(asked(AUDIENCE, NOW + 3601), Err(Code::LimitExceeded));
    assert_eq!(asked("", NOW + 3600), Err(Code::ValueInvalid));
    let other = Call::parse("flights.book(to = \"SFO\", price = 391)").unwrap();
    let of_other = token.endorse(&other, AUDIENCE, &CAROL.signing(), now(), at(NOW + 900), [5; 16]).unwrap();
    let bytes = presentation.with(&of_other).unwrap();
    refused_at("an approval of another call", bytes.as_bytes(), 1, Code::ApprovalMissing);
    let both = presentation.with(&of_other).unwrap().with(&endorsement).unwrap();
    allowed("an approval of another call", both.as_bytes());
    assert_eq!(both.unverified_endorsements().unwrap(), [of_other, endorsement]);
}
