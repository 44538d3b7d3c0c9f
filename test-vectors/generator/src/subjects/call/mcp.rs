//! MCP: the call of a `tools/call` message under the verifier's label.

use depute_vectors::kit::map;
use serde_json::json;

use super::answer;
use crate::form::fault;
use crate::model::{Question, Subject};

fn question(label: &str, json: &str) -> Question {
    Question::new("mcp", json!({ "label": label, "json": json }))
}

/// A message with these `params`.
fn message(params: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{params}}}"#)
}

pub(super) fn add(file: &mut Subject) {
    accepted(file);
    messages(file);
    parameters(file);
    labels(file);
}

fn accepted(file: &mut Subject) {
    let args = || map! { "to" => "SFO", "price" => 450 };
    let example = message(r#"{"name":"book","arguments":{"to":"SFO","price":450.00}}"#);
    let expect = || answer("flights.book", args());
    file.yes("mcp", "the message of the specification", question("flights", &example), expect());
    let around = r#"{"_meta":{"progressToken":1,"a":[null]},"task":{"ttl":60000},"name":"book","arguments":{"to":"SFO","price":450}}"#;
    let shows = "`_meta` and `task` say how the answer travels, and are no part of the call";
    file.yes("mcp-meta", shows, question("flights", &message(around)), expect());
    for (name, shows, json) in [
        (
            "mcp-bare",
            "no `arguments` and no `id`",
            r#"{"jsonrpc":"2.0","method":"tools/call","params":{"name":"book"}}"#,
        ),
        (
            "mcp-id-text",
            "an `id` that is a text",
            r#"{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"book","arguments":{}}}"#,
        ),
        (
            "mcp-id-null",
            "an `id` that is null",
            r#"{"jsonrpc":"2.0","id":null,"method":"tools/call","params":{"name":"book"}}"#,
        ),
    ] {
        let shows = format!("an MCP message: {shows}");
        file.yes(name, &shows, question("flights", json), answer("flights.book", map! {}));
    }
    let dots = message(r#"{"name":"book.now","arguments":{}}"#);
    file.yes(
        "mcp-name-with-dot",
        "an MCP message: a name with a dot reaches into nobody else's: the label has none",
        question("flights", &dots),
        answer("flights.book.now", map! {}),
    );
    let label = "Flights_2-eu";
    let plain = message(r#"{"name":"book"}"#);
    file.yes(
        "mcp-label",
        "an MCP message: a label of letters, a digit, `_` and `-`",
        question(label, &plain),
        answer("Flights_2-eu.book", map! {}),
    );
}

fn messages(file: &mut Subject) {
    let params = r#"{"name":"book","arguments":{}}"#;
    for (name, shows, json) in [
        (
            "version",
            "another version of JSON-RPC",
            format!(r#"{{"jsonrpc":"1.0","id":7,"method":"tools/call","params":{params}}}"#),
        ),
        (
            "version-number",
            "the version as a number",
            format!(r#"{{"jsonrpc":2.0,"id":7,"method":"tools/call","params":{params}}}"#),
        ),
        ("no-version", "no version", format!(r#"{{"id":7,"method":"tools/call","params":{params}}}"#)),
        ("method", "another method", format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{params}}}"#)),
        (
            "method-case",
            "the method in another case",
            format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/Call","params":{params}}}"#),
        ),
        ("no-method", "no method", format!(r#"{{"jsonrpc":"2.0","id":7,"params":{params}}}"#)),
        ("no-params", "no `params`", r#"{"jsonrpc":"2.0","id":7,"method":"tools/call"}"#.to_owned()),
        (
            "params-list",
            "`params` by position",
            r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":["book",{}]}"#.to_owned(),
        ),
        (
            "member",
            "another member of the message",
            format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{params},"result":{{}}}}"#),
        ),
        ("batch", "a batch of one message", format!("[{}]", message(params))),
        ("call", "a call, which is no message", r#"{"action":"flights.book","args":{}}"#.to_owned()),
    ] {
        let shows = format!("an MCP message: {shows}");
        file.no(&format!("mcp-not-{name}"), "mcp", &shows, question("flights", &json), fault("call_invalid"));
    }
    let two = question("flights", &message(params).repeat(2));
    file.no("mcp-two", "mcp", "an MCP message: another one behind it", two, fault("json_syntax")).flags(&["attack"]);
    let twice =
        format!(r#"{{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{{"name":"cancel"}},"params":{params}}}"#);
    file.no(
        "mcp-params-twice",
        "mcp",
        "an MCP message: `params` twice",
        question("flights", &twice),
        fault("json_duplicate_name"),
    )
    .flags(&["attack"]);
}

fn parameters(file: &mut Subject) {
    for (name, shows, params) in [
        ("no-name", "no name", r#"{"arguments":{}}"#),
        ("empty-name", "an empty name", r#"{"name":"","arguments":{}}"#),
        ("name-number", "a number as name", r#"{"name":1,"arguments":{}}"#),
        ("name-newline", "a name with a newline, which no action has", r#"{"name":"book\n","arguments":{}}"#),
        ("arguments-null", "null as arguments, which are not left out", r#"{"name":"book","arguments":null}"#),
        ("arguments-list", "a list as arguments", r#"{"name":"book","arguments":[]}"#),
        ("arguments-text", "arguments as JSON in a text", r#"{"name":"book","arguments":"{}"}"#),
        ("args", "`args`, which is the name of another form", r#"{"name":"book","args":{}}"#),
        (
            "input-responses",
            "`inputResponses`, which no grant speaks of",
            r#"{"name":"book","arguments":{},"inputResponses":{}}"#,
        ),
        (
            "request-state",
            "`requestState`, which no grant speaks of",
            r#"{"name":"book","arguments":{},"requestState":"x"}"#,
        ),
    ] {
        let shows = format!("an MCP message: {shows}");
        file.no(&format!("mcp-{name}"), "mcp", &shows, question("flights", &message(params)), fault("call_invalid"));
    }
    for (name, twin, code, shows, params) in [
        (
            "name-twice",
            "mcp",
            "json_duplicate_name",
            "the name twice",
            r#"{"name":"search","name":"book","arguments":{}}"#,
        ),
        (
            "arguments-twice",
            "mcp",
            "json_duplicate_name",
            "`arguments` twice",
            r#"{"name":"book","arguments":{"price":1},"arguments":{"price":9}}"#,
        ),
        (
            "argument-twice",
            "mcp",
            "json_duplicate_name",
            "an argument twice",
            r#"{"name":"book","arguments":{"price":1,"price":9}}"#,
        ),
        (
            "argument-number",
            "mcp",
            "json_number",
            "an argument that no double holds as written",
            r#"{"name":"book","arguments":{"to":"SFO","price":450.00000000000000001}}"#,
        ),
        (
            "meta-twice",
            "mcp-meta",
            "json_duplicate_name",
            "a name twice in `_meta`, which is not judged and yet read",
            r#"{"_meta":{"a":1,"a":2},"name":"book","arguments":{}}"#,
        ),
        (
            "meta-string",
            "mcp-meta",
            "json_string",
            "a lone surrogate in `_meta`",
            r#"{"_meta":{"a":"\ud800"},"name":"book","arguments":{}}"#,
        ),
        (
            "name-secret",
            "mcp",
            "secret_refused",
            "a name with a secret's prefix in it",
            r#"{"name":"dptsk1_AQ","arguments":{}}"#,
        ),
    ] {
        let shows = format!("an MCP message: {shows}");
        file.no(&format!("mcp-{name}"), twin, &shows, question("flights", &message(params)), fault(code));
    }
}

fn labels(file: &mut Subject) {
    let json = message(r#"{"name":"book"}"#);
    for (name, shows, label) in [
        ("empty", "an empty label", ""),
        ("dot", "a label with a dot, which would reach into another's names", "flights.eu"),
        ("space", "a label with a space", "flights eu"),
        ("star", "a label that looks like a pattern", "*"),
        ("unicode", "a label with a letter beyond ASCII", "flüge"),
    ] {
        let shows = format!("an MCP message: {shows}");
        file.no(&format!("mcp-label-{name}"), "mcp-label", &shows, question(label, &json), fault("call_invalid"));
    }
}
