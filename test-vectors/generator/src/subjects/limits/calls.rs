//! Calls: bytes, nesting and number of what they hold.

use depute_vectors::kit::{Item, bytes, hex, list, map};
use serde_json::{Value, json};

use super::{edge, spaced, text};
use crate::form::fault;
use crate::model::{Question, Subject};

fn question(json: &str) -> Question {
    Question::new("call", json!({ "json": json }))
}

fn answer(action: &str, args: Item) -> Value {
    canonical(&map! { "args" => args, "action" => action })
}

fn canonical(call: &Item) -> Value {
    let bytes = call.encode();
    let digest = blake3::derive_key("depute v1 call digest", &bytes);
    json!({ "verdict": "read", "canonical": hex(&bytes), "digest": hex(&digest) })
}

pub(super) fn add(file: &mut Subject) {
    let over = || fault("limit_exceeded");
    let with = |args: &str| question(&format!(r#"{{"action":"a.b","args":{args}}}"#));
    edge(file, "json-bytes", "bytes of JSON, most of them spaces", 524_288, over(), &|length| {
        (question(&spaced(r#"{"action":"a.b"}"#, length)), answer("a.b", map! {}))
    });
    edge(file, "call-text-bytes", "bytes of a call's text, most of them spaces", 65_536, over(), &|length| {
        let question = Question::new("call-text", json!({ "text": spaced("a.b()", length) }));
        (question, answer("a.b", map! {}))
    });
    // A map of one, a name of one, and a text head of three bytes.
    edge(file, "args-bytes", "canonical bytes of arguments", 65_536, over(), &|length| {
        let value = text(length - 6);
        (with(&format!(r#"{{"a":"{value}"}}"#)), answer("a.b", map! { "a" => value }))
    });
    edge(file, "args-depth-lists", "levels of arguments, lists in each other", 15, over(), &|levels| {
        let json = format!(r#"{{"a":{}{}}}"#, "[".repeat(levels - 1), "]".repeat(levels - 1));
        (with(&json), answer("a.b", map! { "a" => (2..levels).fold(list![], |inner, _| list![inner]) }))
    });
    edge(file, "args-depth-objects", "levels of arguments, objects in each other", 15, over(), &|levels| {
        let json = format!("{}{{}}{}", r#"{"a":"#.repeat(levels - 1), "}".repeat(levels - 1));
        (with(&json), answer("a.b", (1..levels).fold(map! {}, |inner, _| map! { "a" => inner })))
    });
    edge(file, "args-values", "values in arguments, `args` itself and a list among them", 4096, over(), &|values| {
        let json = format!(r#"{{"a":[{}]}}"#, vec!["0"; values - 2].join(","));
        (with(&json), answer("a.b", map! { "a" => vec![Item::Uint(0); values - 2] }))
    });
    texts(file);
    actions(file);
    requests(file);
}

/// What a call may hold, where it is written as text.
fn texts(file: &mut Subject) {
    let over = || fault("limit_exceeded");
    let written = |value: &str| Question::new("call-text", json!({ "text": format!("a.b(a = {value})") }));
    edge(file, "call-text-depth", "levels of arguments in a call's text, lists in each other", 15, over(), &|levels| {
        let value = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        (written(&value), answer("a.b", map! { "a" => (2..levels).fold(list![], |inner, _| list![inner]) }))
    });
    let what = "values in the arguments of a call's text, all arguments and a list among them";
    edge(file, "call-text-values", what, 4096, over(), &|values| {
        let value = format!("[{}]", vec!["0"; values - 2].join(","));
        (written(&value), answer("a.b", map! { "a" => vec![Item::Uint(0); values - 2] }))
    });
    edge(file, "call-text-action", "bytes of the action of a call's text", 256, over(), &|length| {
        let question = Question::new("call-text", json!({ "text": format!("{}()", text(length)) }));
        (question, answer(&text(length), map! {}))
    });
}

fn actions(file: &mut Subject) {
    let over = || fault("limit_exceeded");
    edge(file, "call-action", "bytes of a call's action", 256, over(), &|length| {
        (question(&format!(r#"{{"action":"{}"}}"#, text(length))), answer(&text(length), map! {}))
    });
    let wide = |letters: usize| question(&format!(r#"{{"action":"{}"}}"#, "é".repeat(letters)));
    let shows = "an action of 128 characters with two bytes each";
    file.yes("call-action-wide", shows, wide(128), answer(&"é".repeat(128), map! {})).flags(&["limit", "unicode"]);
    let shows = "an action of 129 characters with two bytes each: bytes are counted";
    file.no("call-action-wide-over", "call-action-wide", shows, wide(129), over()).flags(&["limit", "unicode"]);
    edge(file, "mcp-action", "bytes of a label, a dot and a name", 256, over(), &|length| {
        let name = text(length - 8);
        let json = format!(r#"{{"jsonrpc":"2.0","method":"tools/call","params":{{"name":"{name}"}}}}"#);
        (Question::new("mcp", json!({ "label": "flights", "json": json })), answer(&format!("flights.{name}"), map! {}))
    });
}

fn requests(file: &mut Subject) {
    let digest = blake3::derive_key("depute v1 http body", b"");
    let asked = |method: &str, target: &str| {
        let http = json!({ "method": method, "target": target, "body": hex(&digest) });
        let member = map! { "body" => bytes(&digest), "method" => method, "target" => target };
        let call = map! { "args" => map! {}, "http" => member, "action" => "a.b" };
        (question(&format!(r#"{{"action":"a.b","http":{http}}}"#)), canonical(&call))
    };
    edge(file, "method", "bytes of a method", 32, fault("limit_exceeded"), &|length| asked(&"X".repeat(length), "/"));
    edge(file, "target", "bytes of a target", 8192, fault("limit_exceeded"), &|length| {
        asked("GET", &format!("/{}", text(length - 1)))
    });
}
