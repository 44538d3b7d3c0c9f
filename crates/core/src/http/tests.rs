use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::*;
use crate::call::Call;

const BODY: &[u8] = br#"{"amount":120}"#;

fn invoice() -> Http {
    Http::new("POST", "/v1/invoices?draft=1", BODY).unwrap()
}

fn code(made: Result<Http, Malformed>) -> Option<Code> {
    made.err().map(|fault| fault.code())
}

#[test]
fn a_request_has_its_place_in_the_canonical_bytes() {
    let plain = Call::parse("invoices.pay(amount = 120)").unwrap();
    let call = plain.clone().with_http(invoice());
    let digest = blake3::derive_key("depute v1 http body", BODY);
    let expected = [
        b"\xA3\x64args\xA1\x66amount\x18\x78\x64http\xA3\x64body\x58\x20",
        &digest[..],
        b"\x66method\x64POST\x66target\x74/v1/invoices?draft=1",
        b"\x66action\x6Cinvoices.pay",
    ]
    .concat();
    assert_eq!(call.canonical(), expected);
    assert_eq!(*call.digest(), blake3::derive_key("depute v1 call digest", &expected));
    assert_ne!(call.digest(), plain.digest());
    assert_eq!((call.action(), call.args(), call.http()), (plain.action(), plain.args(), Some(&invoice())));
    // Another library reads the same.
    let read: ciborium::Value = ciborium::from_reader(call.canonical()).unwrap();
    let names: Vec<_> = read.as_map().unwrap().iter().map(|(name, _)| name.as_text().unwrap().to_string()).collect();
    assert_eq!(names, ["args", "http", "action"]);
}

#[test]
fn a_request_is_read_from_json_and_printed_to_it() {
    let call = Call::parse("invoices.pay(amount = 120)").unwrap().with_http(invoice());
    let text = call.to_json();
    let digits: String = invoice().body_digest().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(
        text,
        format!(
            r#"{{"action":"invoices.pay","args":{{"amount":120}},"http":{{"body":"{digits}","method":"POST","target":"/v1/invoices?draft=1"}}}}"#
        )
    );
    assert_eq!(Call::from_json(&text), Ok(call.clone()));
    let other_order = format!(
        r#"{{"http":{{"target":"/v1/invoices?draft=1","body":"{digits}","method":"POS\u0054"}},"args":{{"amount":120}},"action":"invoices.pay"}}"#
    );
    assert_eq!(Call::from_json(&other_order), Ok(call.clone()));
    // Every part counts.
    for (from, to) in [("POST", "PUT"), ("draft=1", "draft=2"), (&digits[..8], "00000000"), ("/v1", "/V1")] {
        let other = Call::from_json(&text.replacen(from, to, 1)).unwrap();
        assert_ne!(other.digest(), call.digest(), "{from} {to}");
    }
}

#[test]
fn a_request_in_json_is_a_closed_object() {
    let digits = "0".repeat(64);
    let http = |members: &str| {
        let members = members.replace("DIGEST", &digits);
        Call::from_json(&format!(r#"{{"action":"a","http":{members}}}"#)).map(drop).map_err(|fault| fault.code())
    };
    assert_eq!(http(r#"{"method":"GET","target":"/","body":"DIGEST"}"#), Ok(()));
    for wrong in [
        r#"{"target":"/","body":"DIGEST"}"#,
        r#"{"method":"GET","body":"DIGEST"}"#,
        r#"{"method":"GET","target":"/"}"#,
        r#"{"method":"GET","target":"/","body":"DIGEST","host":"a.example"}"#,
        r#"{"Method":"GET","target":"/","body":"DIGEST"}"#,
        r#"{"method":1,"target":"/","body":"DIGEST"}"#,
        r#"{"method":"GET","target":["/"],"body":"DIGEST"}"#,
        r#"{"method":"GET","target":"/","body":null}"#,
        r#"{"method":"GET","target":"/","body":""}"#,
        r#"{"method":"GET","target":"/","body":"0DIGEST"}"#,
        r#"{"method":"GET","target":"/","body":"DIGEST00"}"#,
        r#"{"method":"get","target":"/","body":"DIGEST"}"#,
        r#"{"method":"GET","target":"","body":"DIGEST"}"#,
        r#"{"method":"GET","target":"/ü","body":"DIGEST"}"#,
        "null",
        "[]",
        r#""GET /""#,
    ] {
        assert_eq!(http(wrong), Err(Code::CallInvalid), "{wrong}");
    }
    let upper = r#"{"method":"GET","target":"/","body":"DIGEST"}"#.replace("DIGEST", &"AB".repeat(32));
    assert_eq!(http(&upper), Err(Code::CallInvalid), "upper-case digits are a second spelling");
    let twice = r#"{"method":"GET","target":"/","target":"/a","body":"DIGEST"}"#;
    assert_eq!(http(twice), Err(Code::JsonDuplicateName));
    let twice = format!(r#"{{"action":"a","http":{0},"http":{0}}}"#, http_json(&digits));
    assert_eq!(Call::from_json(&twice).unwrap_err().code(), Code::JsonDuplicateName);
    // An MCP message is no request of its own.
    let message =
        format!(r#"{{"jsonrpc":"2.0","method":"tools/call","params":{{"name":"a","http":{}}}}}"#, http_json(&digits));
    assert_eq!(Call::from_mcp_json(&message, "fs").unwrap_err().code(), Code::CallInvalid);
}

fn http_json(digits: &str) -> String {
    format!(r#"{{"method":"GET","target":"/","body":"{digits}"}}"#)
}

#[test]
fn methods_and_targets_have_one_form() {
    for method in ["GET", "POST", "A", "M-SEARCH", "VERSION-CONTROL", &"X".repeat(32)] {
        assert_eq!(code(Http::new(method, "/", b"")), None, "{method}");
    }
    for method in ["", "get", "Get", "GET ", " GET", "GET1", "G\u{CB}T", "GET\n", "PO_ST", "*"] {
        assert_eq!(code(Http::new(method, "/", b"")), Some(Code::CallInvalid), "{method:?}");
    }
    assert_eq!(code(Http::new(&"X".repeat(33), "/", b"")), Some(Code::LimitExceeded));
    let long = |length: usize| format!("/{}", "a".repeat(length - 1));
    for target in ["/", "//", "/a?b=c&d", "/%2e%2E/..", "/a;b='\"<>\\^`{|}~", "/?", &long(8192)] {
        assert_eq!(code(Http::new("GET", target, b"")), None, "{target}");
    }
    for target in [
        "",
        "*",
        "a",
        "https://pay.example/v1",
        "pay.example:443",
        "/a b",
        "/a#b",
        "/\u{FC}",
        "/a\r\nHost: b",
        "/\0",
        " /",
        "/\u{7F}",
    ] {
        assert_eq!(code(Http::new("GET", target, b"")), Some(Code::CallInvalid), "{target:?}");
    }
    assert_eq!(code(Http::new("GET", &long(8193), b"")), Some(Code::LimitExceeded));
}

#[test]
fn no_body_and_an_empty_one_are_one() {
    let empty = Http::new("GET", "/", b"").unwrap();
    assert_eq!(Http::with_body_digest("GET", "/", Http::body_digest_of(b"")), Ok(empty.clone()));
    assert_ne!(Http::new("GET", "/", b"\0").unwrap(), empty);
}

#[test]
fn debug_shows_no_target() {
    let shown = format!("{:?}", Http::new("GET", "/reset?code=hunter2", b"").unwrap());
    assert!(shown.contains("GET") && !shown.contains("hunter2"), "{shown}");
}
