//! Values that operators judge: what is too long is not clean.

use depute_vectors::kit::{Item, hex, list, map};
use serde_json::{Value, json};

use super::{edge, text};
use crate::form::{fault, read};
use crate::model::{Question, Subject};

/// A call with this value, judged by a clause with this limit on it.
fn matched(limit: &Item, value: &str) -> (Question, Value) {
    let clause = list!["a", map! { "x" => limit.clone() }];
    let call = json!({ "action": "a", "args": { "x": value } }).to_string();
    let question = Question::new("match", json!({ "clause": hex(&clause.encode()), "call": call }));
    (question, json!({ "verdict": "accepted" }))
}

/// A host of so many bytes.
fn host(length: usize) -> String {
    let mut labels = vec![text(50); length / 51];
    labels.push(text(length - 51 * labels.len()));
    labels.join(".")
}

pub(super) fn add(file: &mut Subject) {
    let ambiguous = || json!({ "code": "arg_ambiguous", "argument": "x" });
    let mut value = |name: &str, what: &str, limit: usize, by: &Item, with: &dyn Fn(usize) -> String| {
        edge(file, name, what, limit, ambiguous(), &|length| matched(by, &with(length)));
    };
    value("value-under", "bytes of a value of `under`", 4096, &list![7, "/"], &|length| {
        format!("/{}", text(length - 1))
    });
    value("value-like", "bytes of a value of `like`", 4096, &list![8, "*"], &text);
    value("value-within", "bytes of a value of `within`", 8192, &list![9, "https://h/"], &|length| {
        format!("https://h/{}", text(length - 10))
    });
    value("value-local", "bytes before the `@` of a value of `at`", 64, &list![11, "h"], &|length| {
        format!("{}@h", text(length))
    });
    let domain = host(200);
    value("value-at", "bytes of a value of `at`", 254, &list![11, domain.clone()], &|length| {
        format!("{}@{domain}", text(length - 201))
    });
    // A host that is too long is no host, in a grant as in a value.
    let mut operand = |name: &str, what: &str, limit: usize, with: &dyn Fn(usize) -> Item| {
        edge(file, name, what, limit, fault("value_invalid"), &|length| {
            let clause = list!["a", map! { "x" => with(length) }];
            (Question::read("clause", &clause.encode()), read())
        });
    };
    operand("host", "bytes of the host of `at`", 253, &|length| list![11, host(length)]);
    operand("label", "bytes of a label of the host of `at`", 63, &|length| {
        list![11, format!("{}.example", text(length))]
    });
    operand("url-host", "bytes of the host of `within`", 253, &|length| list![9, format!("https://{}/", host(length))]);
    operand("url-label", "bytes of a label of the host of `within`", 63, &|length| {
        list![9, format!("https://{}.example/", text(length))]
    });
}
