//! Calls: from JSON, MCP messages and texts to canonical bytes and digest.

mod form;
mod http;
mod json;
mod mcp;
mod numbers;
mod strings;
mod text;

use depute_vectors::kit::{Item, hex, map, raw};
use serde_json::{Value, json};

use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let about = "Calls as JSON, as MCP messages and as text: what is read, its canonical bytes and their digest.";
    let mut file = Subject::new("call", about);
    form::add(&mut file);
    numbers::add(&mut file);
    json::add(&mut file);
    strings::add(&mut file);
    http::add(&mut file);
    mcp::add(&mut file);
    text::add(&mut file);
    file
}

/// Reads a call as JSON.
fn question(json: &str) -> Question {
    Question::new("call", json!({ "json": json }))
}

/// Reads a call whose only argument is this JSON.
fn of_value(value: &str) -> Question {
    question(&format!(r#"{{"action":"a.b","args":{{"x":{value}}}}}"#))
}

/// What is answered of a call with these members, which stand in the order of their canonical bytes.
fn canonical(call: &Item) -> Value {
    let bytes = call.encode();
    let digest = blake3::derive_key("depute v1 call digest", &bytes);
    json!({ "verdict": "read", "canonical": hex(&bytes), "digest": hex(&digest) })
}

/// What is answered of this action with these arguments, which stand in their order.
fn answer(action: &str, args: Item) -> Value {
    canonical(&map! { "args" => args, "action" => action })
}

/// What is answered of a call whose only argument is this.
fn answer_of(value: impl Into<Item>) -> Value {
    answer("a.b", map! { "x" => value.into() })
}

/// Null, which is written in canonical bytes only.
fn null() -> Item {
    raw(&[0xF6])
}
