//! Grants, clauses and budgets as texts; codes and what they mean.

#[cfg(feature = "sign")]
use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Budget, Clause, Code, Grant, parse_duration};
#[cfg(feature = "sign")]
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, unknown};
use crate::json::json;

/// The canonical text of a grant, a clause or a budget.
#[wasm_bindgen(js_name = canonicalText)]
pub fn canonical_text(kind: &str, text: &str) -> Given<String> {
    Ok(match kind {
        "grant" => Grant::parse(text)?.to_string(),
        "clause" => Clause::parse(text)?.to_string(),
        "budget" => Budget::parse(text)?.to_string(),
        other => return Err(unknown("kind of text", other)),
    })
}

/// Wire bytes of a clause or a budget.
#[wasm_bindgen(js_name = wireOfText)]
pub fn wire_of_text(kind: &str, text: &str) -> Given<Vec<u8>> {
    Ok(match kind {
        "clause" => Clause::parse(text)?.to_bytes(),
        "budget" => Budget::parse(text)?.to_bytes(),
        other => return Err(unknown("kind of text", other)),
    })
}

/// Canonical text of a clause's or a budget's wire bytes.
#[wasm_bindgen(js_name = textOfWire)]
pub fn text_of_wire(kind: &str, bytes: &[u8]) -> Given<String> {
    Ok(match kind {
        "clause" => Clause::from_bytes(bytes)?.to_string(),
        "budget" => Budget::from_bytes(bytes)?.to_string(),
        other => return Err(unknown("kind of text", other)),
    })
}

/// Seconds of `15m`, `1h`; nothing if it is no duration.
#[wasm_bindgen]
pub fn duration(text: &str) -> Option<f64> {
    parse_duration(text).map(|secs| secs as f64)
}

/// What a code means and what to do about it; nothing if there is no such code.
#[wasm_bindgen(js_name = explainCode)]
pub fn explain_code(name: &str) -> Option<String> {
    Code::from_name(name).map(|code| json(&code.report()))
}

/// A grant's parts, each in its canonical text.
#[cfg(feature = "sign")]
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Parts {
    allow: Vec<String>,
    budget: Vec<String>,
    audience: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ttl: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    depth: Option<u64>,
}

/// The parts of a grant's text.
#[cfg(feature = "sign")]
#[wasm_bindgen(js_name = grantParts)]
pub fn grant_parts(text: &str) -> Given<String> {
    let grant = Grant::parse(text)?;
    Ok(json(&Parts {
        allow: grant.clauses().iter().map(ToString::to_string).collect(),
        budget: grant.budgets().iter().map(ToString::to_string).collect(),
        audience: grant.audiences().map(str::to_owned).collect(),
        ttl: grant.ttl_secs(),
        until: grant.expires().map(|time| time.to_string()),
        not_before: grant.not_before().map(|time| time.to_string()),
        depth: grant.depth(),
    }))
}
