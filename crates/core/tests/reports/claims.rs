//! What was only read: tokens, presentations, endorsements, lists.

use depute::{Call, Hex, Mint, NextList, Presentation, Target, Token};
use serde_json::{Value, json};

use super::support::{ALICE, AUDIENCE, BOOKER, CAROL, EngineKey as _, NOW, PLANNER, at, now, verifier};
use super::{book, call, ids, key, said};

#[test]
fn a_token_says_what_each_link_claims_and_what_holds_there() {
    let book = book();
    let end = at(NOW + 3600).to_string();
    assert_eq!(
        said(book.unverified_report()),
        json!({
            "kind": "token",
            "verified": false,
            "id": ids(&book)[1],
            "link_count": 2,
            "bytes": book.as_bytes().len(),
            "audiences": [AUDIENCE],
            "links": [
                {
                    "id": ids(&book)[0],
                    "issuer": key(&ALICE),
                    "subject": null,
                    "issued_at": now().to_string(),
                    "holder": key(&PLANNER),
                    "clauses": [r#"flights.book(to = "SFO", price <= 600)"#],
                    "budgets": [r#"sum price of flights.book <= 1000 "USD""#],
                    "audiences": [AUDIENCE],
                    "not_before": null,
                    "expires": end,
                    "may_delegate": 1,
                    "intent": null,
                    "agent": null,
                    "agent_type": null,
                    "task": "T-1042",
                    "organization": null,
                    "environment": null,
                    "evidence": {
                        "kind": "oidc", "digest": "ab".repeat(32), "time": now().to_string(), "assurance": "aal2",
                    },
                },
                {
                    "id": ids(&book)[1],
                    "issuer": null,
                    "subject": null,
                    "issued_at": null,
                    "holder": key(&BOOKER),
                    "clauses": ["flights.book(price <= 400, ..)"],
                    "budgets": ["calls <= 50"],
                    "audiences": [],
                    "not_before": null,
                    "expires": end,
                    "may_delegate": 0,
                    "intent": null,
                    "agent": null,
                    "agent_type": null,
                    "task": null,
                    "organization": null,
                    "environment": null,
                    "evidence": null,
                },
            ],
        })
    );
}

#[test]
fn a_link_that_states_its_own_window_does_not_inherit_one() {
    let trip = Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap();
    let trip = trip.not_before(at(NOW + 5)).expires_in(3600).depth(3).sign(&ALICE.signing(), now(), [7; 8]).unwrap();
    let held = |token: &Token| {
        let leaf = token.unverified_report().into_links().pop().unwrap();
        (leaf.not_before(), leaf.expires(), leaf.may_delegate())
    };
    let below = || trip.delegate(&BOOKER.verifying()).allow("*(..)").unwrap();
    let inheriting = below().sign(&PLANNER.signing(), now()).unwrap();
    assert_eq!(held(&inheriting), (Some(at(NOW + 5)), Some(at(NOW + 3605)), 2));
    let stating = below().not_before(at(NOW + 9)).expires_at(at(NOW + 60)).depth(1);
    let stating = stating.sign(&PLANNER.signing(), now()).unwrap();
    assert_eq!(held(&stating), (Some(at(NOW + 9)), Some(at(NOW + 60)), 1));
}

/// What is said of a presentation, given a call or none, without what is said of its token.
fn claims(presentation: &Presentation, call: Option<&Call>) -> Value {
    let report = said(presentation.unverified_report(call).unwrap());
    json!({"bytes": report["bytes"], "proof": report["proof"], "endorsements": report["endorsements"]})
}

#[test]
fn a_presentation_names_its_proof_and_what_is_over_the_call_only_given_one() {
    let (book, call, verifier) = (book(), call(390.0), verifier());
    let presentation = book.present(&call, AUDIENCE, &BOOKER.signing(), now(), [9; 16]).unwrap();
    let endorsement = book.endorse(&call, AUDIENCE, &CAROL.signing(), now(), at(NOW + 60), [3; 16]).unwrap();
    let presentation = presentation.with(&endorsement).unwrap();
    let expected = |id: Value, digest: Value, over_call: Value| {
        json!({
            "bytes": presentation.as_bytes().len(),
            "proof": {
                "audience": AUDIENCE,
                "issued_at": now().to_string(),
                "nonce": "09".repeat(16),
                "verified": false,
                "id": id,
                "call_digest": digest,
            },
            "endorsements": [{
                "verified": false,
                "signer": key(&CAROL),
                "audience": AUDIENCE,
                "issued_at": now().to_string(),
                "expires": at(NOW + 60).to_string(),
                "nonce": "03".repeat(16),
                "over_call": over_call,
            }],
        })
    };
    assert_eq!(claims(&presentation, None), expected(Value::Null, Value::Null, Value::Null));
    let verified = verifier.check(presentation.as_bytes(), &call, now()).unwrap();
    let (id, digest) = (Hex(verified.proof_id()).to_string(), Hex(call.digest()).to_string());
    assert_eq!(claims(&presentation, Some(&call)), expected(json!(id), json!(digest), json!(true)));
    let other = super::call(391.0);
    let id = Hex(&presentation.unverified_proof_id(&other).unwrap()).to_string();
    let digest = Hex(other.digest()).to_string();
    assert_eq!(claims(&presentation, Some(&other)), expected(json!(id), json!(digest), json!(false)));

    let mut of_token = said(book.unverified_report());
    let of_presentation = said(presentation.unverified_report(None).unwrap());
    for (name, value) in [("kind", json!("presentation")), ("bytes", of_presentation["bytes"].clone())] {
        of_token[name] = value;
    }
    of_token["token_bytes"] = json!(book.as_bytes().len());
    for name in ["proof", "endorsements"] {
        of_token[name] = of_presentation[name].clone();
    }
    assert_eq!(of_presentation, of_token);
}

#[test]
fn an_endorsement_alone_says_the_same() {
    let endorsement = book().endorse(&call(390.0), AUDIENCE, &CAROL.signing(), now(), at(NOW + 60), [3; 16]).unwrap();
    assert_eq!(
        said(endorsement.unverified_report()),
        json!({
            "kind": "endorsement",
            "verified": false,
            "signer": key(&CAROL),
            "audience": AUDIENCE,
            "issued_at": now().to_string(),
            "expires": at(NOW + 60).to_string(),
            "nonce": "03".repeat(16),
        })
    );
}

#[test]
fn a_list_says_what_each_statement_is_about() {
    let root = ALICE.verifying();
    let targets = [
        (Target::link([7; 32]), json!({"kind": "link", "link": "07".repeat(32)})),
        (Target::key(BOOKER.verifying()), json!({"kind": "key", "key": key(&BOOKER)})),
        (Target::task(root, "T-1042").unwrap(), json!({"kind": "task", "root": key(&ALICE), "task": "T-1042"})),
        (
            Target::organization(root, "ACME").unwrap(),
            json!({"kind": "organization", "root": key(&ALICE), "organization": "ACME"}),
        ),
        (
            Target::authorizer(root, Some("bob")).unwrap(),
            json!({"kind": "authorizer", "root": key(&ALICE), "subject": "bob"}),
        ),
        (Target::authorizer(root, None).unwrap(), json!({"kind": "authorizer", "root": key(&ALICE), "subject": null})),
    ];
    let mut statements: Vec<_> =
        targets.into_iter().map(|(target, said)| (target.revoke(&ALICE.signing(), now()).unwrap(), said)).collect();
    let (revoked, _) = &statements[1];
    let id = Hex(revoked.id()).to_string();
    statements.push((revoked.lift(&ALICE.signing(), at(NOW + 1)).unwrap(), json!({"kind": "lift", "statement": id})));
    for (statement, target) in &statements {
        assert_eq!(
            said(statement.unverified_report()),
            json!({
                "id": Hex(statement.id()).to_string(),
                "signer": key(&ALICE),
                "issued_at": statement.unverified_issued_at().to_string(),
                "target": target,
            })
        );
    }
    let next = statements.iter().try_fold(NextList::first(), |next, (statement, _)| next.with(statement.clone()));
    let list = next.unwrap().next_update_in(60).sign(&ALICE.signing(), at(NOW + 1)).unwrap();
    let rows: Vec<Value> = list.unverified_statements().iter().map(|one| said(one.unverified_report())).collect();
    assert_eq!(rows.len(), 7);
    assert_eq!(
        said(list.unverified_report()),
        json!({
            "kind": "list",
            "number": 1,
            "key": key(&ALICE),
            "id": Hex(list.id()).to_string(),
            "issued_at": at(NOW + 1).to_string(),
            "next_update": at(NOW + 61).to_string(),
            "bytes": list.as_bytes().len(),
            "statements": rows,
            "verified": false,
        })
    );
}
