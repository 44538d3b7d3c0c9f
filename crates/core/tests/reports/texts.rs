//! Calls, faults, codes, and what is said of grants.

use depute::{Call, Code, Effective, Grant, Hex, Http, Malformed, Mint, diff, remarks};
use serde_json::{Value, json};

use super::said;
use super::support::{ALICE, AUDIENCE, BOOKER, EngineKey as _, PLANNER, now};

#[test]
fn a_call_says_its_arguments_as_they_are_judged() {
    let args = r#"{"a":null,"b":[true,0,-7,9007199254740991,0.1,1e-7,"\u00fc"],"c":{"z":{},"y":[]}}"#;
    let call = Call::from_json(&format!(r#"{{"action":"a.b","args":{args}}}"#)).unwrap();
    let report = said(call.report());
    assert_eq!(report["args"], serde_json::from_str::<Value>(&call.args().to_json()).unwrap());
    // A report in text has the names in the order of the canonical bytes, and integers without a point.
    let text = serde_json::to_string(&call.report()).unwrap();
    assert!(text.contains(&format!(r#""args":{}"#, call.args().to_json())), "{text}");
    let digest = Hex(call.digest()).to_string();
    assert_eq!(report, json!({"kind": "call", "action": "a.b", "args": report["args"], "digest": digest}));

    let call = call.with_http(Http::with_body_digest("POST", "/a", [5; 32]).unwrap());
    assert_eq!(said(call.report())["http"], json!({"body": "05".repeat(32), "method": "POST", "target": "/a"}));
}

#[test]
fn a_fault_says_its_place_in_bytes_or_in_lines_if_it_has_one() {
    let fault = Malformed::new(Code::ValueInvalid, "a fault");
    let report = |fault: Malformed| said(fault.report());
    assert_eq!(
        report(fault.clone()),
        json!({"code": "value_invalid", "message": "a fault", "hint": null, "link": null, "at": null})
    );
    let of_bytes = report(fault.clone().with_byte(12).with_link(2).with_hint("write less"));
    assert_eq!(
        of_bytes,
        json!({
            "code": "value_invalid",
            "message": "a fault, at byte 12, in link 2",
            "hint": "write less",
            "link": 2,
            "at": {"byte": 12},
        })
    );
    assert_eq!(report(fault.with_column(3, 7))["at"], json!({"line": 3, "column": 7}));
}

#[test]
fn a_code_says_what_it_means_and_what_to_do() {
    assert_eq!(
        said(Code::Widens.report()),
        json!({
            "code": "widens",
            "meaning": Code::Widens.meaning(),
            "fix": Code::Widens.advice(),
            "exit": 3,
            "http": 403,
        })
    );
}

#[test]
fn a_change_says_what_was_there_and_what_is() {
    let grants = ["allow a.b(price <= 600, ..)\nttl 1h", "allow a.b(to = \"SFO\", price <= 400, ..)"];
    let [above, below] = grants.map(|text| Grant::parse(text).unwrap());
    let above = Effective::root(&above, now());
    let changes: Vec<Value> = diff(&above, &above.then(&below)).iter().map(|change| said(change.report())).collect();
    assert_eq!(
        changes,
        [
            json!({"text": "+ to = \"SFO\"", "before": null, "after": "to = \"SFO\""}),
            json!({"text": "price <= 600 → 400", "before": "price <= 600", "after": "price <= 400"}),
        ]
    );
}

#[test]
fn what_is_wide_or_in_doubt_says_so_by_name_and_place() {
    let mint = |clause: &str| Mint::new(&PLANNER.verifying()).allow(clause).unwrap().audience(AUDIENCE).unwrap();
    let signed = |mint: Mint| mint.expires_in(60).depth(1).sign(&ALICE.signing(), now(), [7; 8]).unwrap();
    let token = signed(mint("*(..)"));
    let wide = remarks(&token.unverified_links()[0]);
    assert_eq!(said(wide[0].report()), json!({"name": "every-action", "text": wide[0].text}));

    let token = signed(mint(r#"a.b(x = "p")"#).allow(r#"a.b(x = "q")"#).unwrap());
    let doubts = token.delegate(&BOOKER.verifying()).allow(r#"a.b(x in ["p", "q"])"#).unwrap().unproven();
    let doubts: Vec<Value> = doubts.iter().map(|doubt| said(doubt.report())).collect();
    assert_eq!(doubts, [json!({"link": 1, "argument": "x", "asked": r#"x in ["p", "q"]"#})]);
}
