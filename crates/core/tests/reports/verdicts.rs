//! Refusals, verified calls and genuine chains.

use depute::{Denied, Hex, Mint, Token, VerifyingKey};
use serde_json::{Value, json};

use super::support::{
    self, ALICE, AUDIENCE, BOOKER, CAROL, EngineKey as _, MALLORY, NOW, PLANNER, at, keys, now, verifier,
};
use super::{book, call, ids, key, said};

fn denied(denied: &Denied) -> Value {
    said(denied.report(&|key: &VerifyingKey| keys::petname(key)))
}

#[test]
fn a_verdict_says_on_whose_behalf_through_whose_hands_and_what_is_owed() {
    let (book, call, verifier) = (book(), call(390.5), verifier());
    let presentation = book.present(&call, AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    let verified = verifier.check(presentation.as_bytes(), &call, now()).unwrap();
    let [sum, calls] = [0, 1].map(|place: usize| Hex(&verified.owed()[place].counter).to_string());
    assert_eq!(
        said(verified.report()),
        json!({
            "authorizer": {"key": key(&ALICE)},
            "trust_entry": "alice",
            "evidence": {"kind": "oidc", "digest": "ab".repeat(32), "time": now().to_string(), "assurance": "aal2"},
            "holders": [key(&PLANNER), key(&BOOKER)],
            "links": ids(&book),
            "call": {"action": "flights.book", "digest": Hex(call.digest()).to_string()},
            "revocation": "not checked",
            "endorsements": [],
            "owed": [
                {"link": 1, "budget": r#"sum price of flights.book <= 1000 "USD""#, "amount": "390.5", "counter": sum},
                {"link": 2, "budget": "calls <= 50", "amount": "1", "counter": calls},
            ],
        })
    );
}

#[test]
fn a_genuine_chain_says_the_same_and_nothing_of_a_call() {
    let book = book();
    let genuine = verifier().check_chain(book.as_bytes(), now()).unwrap();
    assert_eq!(
        said(genuine.report()),
        json!({
            "authorizer": {"key": key(&ALICE)},
            "trust_entry": "alice",
            "holders": [key(&PLANNER), key(&BOOKER)],
            "links": ids(&book),
            "revocation": "not checked",
        })
    );
}

#[test]
fn a_refusal_says_which_link_which_limit_and_what_would_pass() {
    let (book, call) = (book(), call(450.0));
    let presentation = book.present(&call, AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    let refusal = verifier().check(presentation.as_bytes(), &call, now()).unwrap_err();
    assert_eq!(
        denied(&refusal),
        json!({
            "code": "arg_above_limit",
            "step": "grants",
            "link": 2,
            "links": 2,
            "authenticated": true,
            "authorizer": {"key": key(&ALICE)},
            "holders": [key(&PLANNER), key(&BOOKER)],
            "argument": "price",
            "value": "450",
            "limit": "<= 400",
            "set_by": {"key": key(&PLANNER)},
            "fault": "price = 450; limit 400, set by planner. Link 1 (alice → planner) would allow it: limit 600.",
            "fix": "ask planner for a token with price <= 450 (planner may grant up to 600)",
            "for_model": "refused (arg_above_limit): price = 450 does not pass <= 400; use price <= 400",
            "exit": 3,
            "http": 403,
        })
    );
}

#[test]
fn a_refusal_of_a_stranger_names_nobody_and_expects_nothing() {
    let (book, call) = (book(), call(390.0));
    let presentation = book.present(&call, AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    let other = super::call(391.0);
    let refusal = denied(&verifier().check(presentation.as_bytes(), &other, now()).unwrap_err());
    assert_eq!((&refusal["code"], &refusal["authenticated"]), (&json!("proof_mismatch"), &json!(false)));
    assert_eq!(
        (&refusal["authorizer"], &refusal["holders"], &refusal["set_by"]),
        (&Value::Null, &json!([]), &Value::Null)
    );
    assert!(refusal.get("approvers").is_none() && refusal.get("expected").is_none(), "{refusal}");
}

#[test]
fn a_missing_approval_says_who_may_give_it_and_over_what() {
    let clause = format!(r#"flights.book(..) needs approval(1 of ["{}"])"#, key(&CAROL));
    let mint = Mint::new(&BOOKER.verifying()).allow(&clause).unwrap().audience(AUDIENCE).unwrap();
    let (token, call) = (mint.expires_in(60).sign(&ALICE.signing(), now(), [1; 8]).unwrap(), call(390.0));
    let presentation = token.present(&call, AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    let refusal = denied(&verifier().check(presentation.as_bytes(), &call, now()).unwrap_err());
    assert_eq!((&refusal["code"], &refusal["approvers"]), (&json!("approval_missing"), &json!([key(&CAROL)])));
    let digest = Hex(call.digest()).to_string();
    assert_eq!(refusal["expected"], json!({"leaf": ids(&token)[0], "digest": digest, "audience": AUDIENCE}));

    let endorsement = token.endorse(&call, AUDIENCE, &CAROL.signing(), now(), at(NOW + 60), [3; 16]).unwrap();
    let approved = presentation.with(&endorsement).unwrap();
    let verifier = verifier();
    let verified = said(verifier.check(approved.as_bytes(), &call, now()).unwrap().report());
    let counted = &verified["endorsements"][0];
    assert_eq!(verified["endorsements"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&counted["signer"], &counted["issued_at"], &counted["expires"]),
        (&json!(key(&CAROL)), &json!(now().to_string()), &json!(at(NOW + 60).to_string()))
    );
}

#[test]
fn whoever_set_a_limit_is_a_key_a_name_or_the_verifier() {
    let set_by = |refusal: &Denied| denied(refusal)["set_by"].clone();
    let (book, call) = (book(), call(700.0));
    let refused = |verifier: &depute::Verifier, token: &Token, holder: &support::Key| {
        let presentation = token.present(&call, AUDIENCE, &holder.signing(), now(), [9; 16]).unwrap();
        verifier.check(presentation.as_bytes(), &call, now()).unwrap_err()
    };
    assert_eq!(set_by(&refused(&verifier(), &book, &BOOKER)), json!({"key": key(&ALICE)}));

    let entry = depute::TrustEntry::new("alice", ALICE.verifying()).allow("flights.book(price <= 500, ..)").unwrap();
    let strict = depute::Verifier::new(depute::Trust::new([entry]).unwrap(), support::scene::policy());
    assert_eq!(set_by(&refused(&strict, &book, &BOOKER)), json!({"verifier": "alice"}));

    let entry = depute::TrustEntry::new("idp", MALLORY.verifying()).speaks_for("bob").unwrap().allow("*(..)").unwrap();
    let of_names = depute::Verifier::new(depute::Trust::new([entry]).unwrap(), support::scene::policy());
    let mint = Mint::new(&BOOKER.verifying()).allow("flights.book(price <= 600, ..)").unwrap().subject("bob").unwrap();
    let token = mint.audience(AUDIENCE).unwrap().expires_in(60).sign(&MALLORY.signing(), now(), [1; 8]).unwrap();
    assert_eq!(set_by(&refused(&of_names, &token, &BOOKER)), json!({"entry": "idp", "subject": "bob"}));
}
