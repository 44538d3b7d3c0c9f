//! Strict JSON: one value, each name once, and nothing that two readers take differently.

use depute_vectors::kit::{hex, list, map};
use serde_json::json;

use super::{answer, answer_of, of_value, question};
use crate::form::fault;
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    syntax(file);
    names(file);
    bytes(file);
}

fn syntax(file: &mut Subject) {
    file.yes("json-list", "a JSON text: a list of two", of_value("[1,2]"), answer_of(list![1, 2]));
    file.yes("json-object", "a JSON text: an object of one", of_value(r#"{"y":1}"#), answer_of(map! { "y" => 1 }));
    file.yes("json-true", "a JSON text: true", of_value("true"), answer_of(true));
    file.yes("json-text", "a JSON text: a string", of_value(r#""y""#), answer_of("y"));
    for (name, twin, shows, value) in [
        ("comma-in-list", "json-list", "a comma behind the last member of a list", "[1,2,]"),
        ("comma-first", "json-list", "a comma before the first member", "[,1,2]"),
        ("commas", "json-list", "two commas", "[1,,2]"),
        ("no-comma", "json-list", "no comma between members", "[1 2]"),
        ("wrong-bracket", "json-list", "a list closed as an object", "[1,2}"),
        ("comma-in-object", "json-object", "a comma behind the last member of an object", r#"{"y":1,}"#),
        ("no-colon", "json-object", "no colon", r#"{"y" 1}"#),
        ("no-value", "json-object", "a name without a value", r#"{"y"}"#),
        ("bare-name", "json-object", "a name without quotes", "{y:1}"),
        ("number-name", "json-object", "a number as a name", "{1:1}"),
        ("comment", "json-list", "a comment", "[1,2/* , 3 */]"),
        ("line-comment", "json-list", "a comment to the end of its line", "[1,// 1\n2]"),
        ("hash-comment", "json-list", "a comment behind `#`", "[1,#\n2]"),
        ("capital", "json-true", "True with a capital letter", "True"),
        ("short", "json-true", "a word that ends early", "tru"),
        ("long", "json-true", "a word that goes on", "trues"),
        ("undefined", "json-true", "undefined", "undefined"),
        ("single-quotes", "json-text", "single quotes", "'y'"),
        ("form-feed", "json-list", "a form feed as white space", "[1,\u{C}2]"),
        ("no-break-space", "json-list", "a no-break space as white space", "[1,\u{A0}2]"),
        ("line-separator", "json-list", "U+2028 as white space", "[1,\u{2028}2]"),
    ] {
        let shows = format!("a JSON text: {shows}");
        file.no(&format!("json-{name}"), twin, &shows, of_value(value), fault("json_syntax"));
    }
    for (name, shows, json) in [
        ("empty", "an empty text", ""),
        ("space", "white space alone", " \n"),
        ("mark", "a byte order mark in front", "\u{FEFF}{\"action\":\"a.b\",\"args\":{}}"),
        ("two", "two values", r#"{"action":"a.b","args":{}}{}"#),
        ("zero-behind", "a zero byte behind the value", "{\"action\":\"a.b\",\"args\":{}}\0"),
        ("bracket-behind", "a bracket behind the value", r#"{"action":"a.b","args":{}}}"#),
        ("cut", "the text ends inside an object", r#"{"action":"a.b","args":{}"#),
        ("cut-in-string", "the text ends inside a string", r#"{"action":"a.b"#),
        ("comma-at-end", "a comma behind the last member of the call", r#"{"action":"a.b","args":{},}"#),
    ] {
        let shows = format!("a JSON text: {shows}");
        file.no(&format!("json-{name}"), "no-arguments", &shows, question(json), fault("json_syntax"));
    }
}

fn names(file: &mut Subject) {
    file.yes(
        "names-once",
        "a JSON text: two names",
        question(r#"{"action":"a.b","args":{"a":1,"b":1}}"#),
        answer("a.b", map! { "a" => 1, "b" => 1 }),
    );
    let inner = r#"{"action":"a.b","args":{"o":[{"a":1},{"a":1}]}}"#;
    let args = map! { "o" => list![map! { "a" => 1 }, map! { "a" => 1 }] };
    file.yes(
        "names-of-two-objects",
        "a JSON text: one name in each of two objects",
        question(inner),
        answer("a.b", args),
    );
    let case = r#"{"action":"a.b","args":{"a":1,"A":2}}"#;
    file.yes(
        "names-by-case",
        "a JSON text: names that differ in their case",
        question(case),
        answer("a.b", map! { "A" => 2, "a" => 1 }),
    );
    for (name, twin, shows, json) in [
        ("argument", "names-once", "an argument twice", r#"{"action":"a.b","args":{"a":1,"a":2}}"#),
        ("same-value", "names-once", "an argument twice, with one value", r#"{"action":"a.b","args":{"a":1,"a":1}}"#),
        (
            "escaped",
            "names-once",
            "an argument twice, once with an escape",
            r#"{"action":"a.b","args":{"a":1,"\u0061":2}}"#,
        ),
        (
            "apart",
            "names-once",
            "an argument twice, with another between",
            r#"{"action":"a.b","args":{"a":1,"b":1,"a":2}}"#,
        ),
        (
            "inside",
            "names-of-two-objects",
            "a name twice in an object in a list",
            r#"{"action":"a.b","args":{"o":[{"a":1,"a":1}]}}"#,
        ),
        ("empty", "names-once", "the empty name twice", r#"{"action":"a.b","args":{"":1,"":2}}"#),
        (
            "prototype",
            "names-of-prototypes",
            "`__proto__` twice",
            r#"{"action":"a.b","args":{"__proto__":1,"__proto__":2}}"#,
        ),
        ("action", "no-arguments", "the action twice", r#"{"action":"a.b","args":{},"action":"c.d"}"#),
        ("args", "no-arguments", "`args` twice", r#"{"action":"a.b","args":{},"args":{"a":1}}"#),
    ] {
        let shows = format!("a JSON text: {shows}");
        file.no(&format!("twice-{name}"), twin, &shows, question(json), fault("json_duplicate_name"))
            .flags(&["attack"]);
    }
}

fn bytes(file: &mut Subject) {
    let question = |inside: &[u8]| {
        let json = [&br#"{"action":"a.b","args":{"x":""#[..], inside, br#""}}"#].concat();
        Question::new("call", json!({ "json_hex": hex(&json) }))
    };
    let text = "\u{10FFFF}ä\u{7F}";
    let shows = "texts of arguments have any code point, here U+10FFFF, ä and a raw U+007F";
    file.yes("utf8", shows, question(text.as_bytes()), answer_of(text)).flags(&["unicode"]);
    for (name, shows, inside) in [
        ("ff", "the byte ff", &b"\xFF"[..]),
        ("latin", "ä in one byte, as ISO 8859-1 writes it", b"\xE4"),
        ("continuation", "a continuation byte that continues nothing", b"\xA4"),
        ("cut", "a character without its last byte", b"\xE6\xBC"),
        ("overlong", "a quotation mark in two bytes", b"\xC0\xA2"),
        ("surrogates", "surrogates as CESU-8 writes them", b"\xED\xA0\xBD\xED\xBB\xAB"),
        ("beyond", "a code point above U+10FFFF", b"\xF4\x90\x80\x80"),
    ] {
        let shows = format!("a string of JSON: {shows}");
        file.no(&format!("utf8-{name}"), "utf8", &shows, question(inside), fault("json_string")).flags(&["unicode"]);
    }
    let json = [&br#"{"action":"a.b","args":{"x"#[..], b"\xFF", br#"":1}}"#].concat();
    let name = Question::new("call", json!({ "json_hex": hex(&json) }));
    file.no("utf8-name", "utf8", "a JSON text: a name with the byte ff", name, fault("json_string"))
        .flags(&["unicode"]);
}
