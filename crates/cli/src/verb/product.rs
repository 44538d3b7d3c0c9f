//! Handing over what a verb made: a token or a presentation, to standard output or to a file.

use std::path::Path;

use depute::Token;
use serde::Serialize;
use serde_json::{Value, json};

use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::out::Out;

/// Hands over a text under the name that its JSON member has.
pub(crate) fn hand_over(
    out: &mut Out,
    file: Option<&Path>,
    kind: &str,
    text: &str,
    mut about: Value,
) -> Result<u8, Failure> {
    match file.filter(|path| !file::is_standard_output(path)) {
        None => {
            extend(&mut about, json!({kind: text}));
            out.product(text, about)?;
        }
        Some(path) => {
            file::write(path, format!("{text}\n").as_bytes(), Readers::Umask, Existing::Replace)?;
            extend(&mut about, json!({"file": path.display().to_string()}));
            if out.is_json() {
                out.product("", about)?;
            }
        }
    }
    Ok(0)
}

/// What can be said of a token in JSON without verifying it.
pub(crate) fn of_token(token: &Token) -> Value {
    let leaf = token.unverified_ids().last().map(hex);
    json!({"id": leaf, "link_count": token.unverified_links().len(), "bytes": token.as_bytes().len()})
}

/// The members of a report.
pub(crate) fn members(report: impl Serialize) -> Value {
    // Cannot fail: what a report says has a form in JSON.
    serde_json::to_value(report).unwrap_or_default()
}

/// Adds a member behind another.
pub(crate) fn insert_after(members: &mut Value, before: &str, name: &str, value: Value) {
    if let Value::Object(members) = members {
        let place = members.keys().position(|name| name == before).map_or(members.len(), |place| place + 1);
        members.shift_insert(place, name.to_owned(), value);
    }
}

/// An id or other bytes as people and JSON see them.
pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    depute::Hex(bytes.as_ref()).to_string()
}

/// Adds the members of one JSON object to another.
pub(crate) fn extend(members: &mut Value, more: Value) {
    if let (Value::Object(members), Value::Object(more)) = (members, more) {
        members.extend(more);
    }
}
