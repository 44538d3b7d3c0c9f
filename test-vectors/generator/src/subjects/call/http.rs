//! The member `http`: method, target and the digest of a body.

use depute_vectors::kit::{Item, bytes, hex, map};

use super::{canonical, question};
use crate::form::fault;
use crate::model::Subject;

fn digest(body: &[u8]) -> [u8; 32] {
    blake3::derive_key("depute v1 http body", body)
}

fn call(http: &str) -> String {
    format!(r#"{{"action":"a.b","args":{{}},"http":{http}}}"#)
}

fn member(method: &str, target: &str, body: &str) -> String {
    serde_json::json!({ "method": method, "target": target, "body": body }).to_string()
}

pub(super) fn add(file: &mut Subject) {
    accepted(file);
    let none = hex(&digest(b""));
    shapes(file, &none);
    for (name, shows, method) in [
        ("method-empty", "an empty method", ""),
        ("method-small", "a method in small letters", "get"),
        ("method-digit", "a method with a digit", "GET2"),
        ("method-space", "a method and a space", "GET "),
        ("method-underscore", "a method with `_`", "MY_GET"),
    ] {
        let json = call(&member(method, "/", &none));
        let shows = format!("`http`: {shows}");
        file.no(&format!("http-{name}"), "http", &shows, question(&json), fault("call_invalid"));
    }
    for (name, shows, target) in [
        ("target-empty", "an empty target", ""),
        ("target-relative", "a target without a slash in front", "v1"),
        ("target-query", "a query without a path", "?a=b"),
        ("target-absolute", "a target in absolute form", "https://pay.example/v1"),
        ("target-asterisk", "a target in asterisk form", "*"),
        ("target-fragment", "a target with a fragment", "/v1#a"),
        ("target-space", "a target with a space", "/v 1"),
        ("target-newline", "a target with a newline", "/v1\n"),
        ("target-delete", "a target with U+007F", "/v1\u{7F}"),
        ("target-unicode", "a target with a letter beyond ASCII", "/ä"),
    ] {
        let json = call(&member("GET", target, &none));
        let shows = format!("`http`: {shows}");
        file.no(&format!("http-{name}"), "http", &shows, question(&json), fault("call_invalid"));
    }
    for (name, shows, body) in [
        ("body-short", "a digest of 63 digits", none[1..].to_owned()),
        ("body-long", "a digest of 66 digits", format!("{none}00")),
        ("body-empty", "an empty text in place of the digest of an empty body", String::new()),
        ("body-capital", "a digest with capital digits", none.to_uppercase()),
        ("body-letter", "a digest with a letter that is no digit", format!("{}g", &none[1..])),
        ("body-prefix", "a digest behind `0x`", format!("0x{}", &none[2..])),
    ] {
        let json = call(&member("GET", "/", &body));
        let shows = format!("`http`: {shows}");
        file.no(&format!("http-{name}"), "http", &shows, question(&json), fault("call_invalid"));
    }
}

fn accepted(file: &mut Subject) {
    let example = br#"{"amount": 120}"#;
    let (method, target) = ("POST", "/v1/invoices/7731/payments?notify=yes");
    let json = format!(
        r#"{{"action":"invoices.pay","args":{{"amount":120,"notify":"yes","invoice":"7731"}},"http":{}}}"#,
        member(method, target, &hex(&digest(example)))
    );
    let http = |method: &str, target: &str, body: &[u8]| {
        map! { "body" => bytes(&digest(body)), "method" => method, "target" => target }
    };
    let args = map! { "amount" => 120, "notify" => "yes", "invoice" => "7731" };
    let answer =
        |action: &str, args: Item, http: Item| canonical(&map! { "args" => args, "http" => http, "action" => action });
    let expect = answer("invoices.pay", args, http(method, target, example));
    file.yes(
        "http-example",
        "the request of the specification: `http` stands between `args` and `action`",
        question(&json),
        expect,
    );
    for (name, shows, method, target) in [
        ("http", "a request without a body has the digest of an empty one", "GET", "/"),
        ("http-escape", "an escape in a target is not read", "GET", "/%62"),
        ("http-plain", "the letter in place of an escape is another target", "GET", "/b"),
        ("http-slashes", "a target is not resolved", "GET", "//a/../b;c?d?e"),
        ("http-method", "a method with `-`", "M-SEARCH", "/"),
    ] {
        let json = call(&member(method, target, &hex(&digest(b""))));
        let shows = format!("`http`: {shows}");
        file.yes(name, &shows, question(&json), answer("a.b", map! {}, http(method, target, b"")));
    }
}

fn shapes(file: &mut Subject, none: &str) {
    for (name, shows, http) in [
        ("null", "null in its place", "null".to_owned()),
        ("list", "a list in its place", format!(r#"["GET","/","{none}"]"#)),
        ("text", "the digest alone in its place", format!(r#""{none}""#)),
        ("empty", "no member", "{}".to_owned()),
        ("no-method", "no method", format!(r#"{{"body":"{none}","target":"/"}}"#)),
        ("no-target", "no target", format!(r#"{{"body":"{none}","method":"GET"}}"#)),
        ("no-body", "no digest, as if no body were none", r#"{"method":"GET","target":"/"}"#.to_owned()),
        ("body-null", "null as the digest of no body", r#"{"body":null,"method":"GET","target":"/"}"#.to_owned()),
        ("more", "another member", format!(r#"{{"body":"{none}","host":"h","method":"GET","target":"/"}}"#)),
        ("method-number", "a number as method", format!(r#"{{"body":"{none}","method":1,"target":"/"}}"#)),
    ] {
        let shows = format!("`http`: {shows}");
        file.no(&format!("http-{name}"), "http", &shows, question(&call(&http)), fault("call_invalid"));
    }
    let twice = format!(r#"{{"body":"{none}","method":"GET","method":"GET","target":"/"}}"#);
    file.no(
        "http-method-twice",
        "http",
        "`http`: the method twice",
        question(&call(&twice)),
        fault("json_duplicate_name"),
    );
    let http = member("GET", "/", none);
    let json = format!(r#"{{"action":"a.b","http":{http},"args":{{}},"http":{http}}}"#);
    file.no("http-twice", "http", "`http` twice", question(&json), fault("json_duplicate_name"));
}
