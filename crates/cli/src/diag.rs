//! CBOR as people read it: diagnostic notation (RFC 8949 §8) with remarks.
//!
//! What is written here reads back as the same bytes: hashes in full, eight-byte floats marked `_3`, byte strings that
//! hold CBOR opened as `<<…>>` (RFC 8610 appendix G.3). A remark stands between slashes before what it speaks of.

pub(crate) mod grants;
pub(crate) mod objects;

use ciborium::Value;
use depute::{Code, Hex, Number, is_refused_code_point};

use crate::failure::Failure;
use crate::out::{DIM, plain, styled};

/// Columns within which an item stands on one line.
const LINE_WIDTH: usize = 110;

/// One item, and what is said of it.
pub(crate) struct Item {
    remark: String,
    body: Body,
    /// Whether its members stand on lines of their own however short they are.
    is_tall: bool,
}

enum Body {
    /// As the notation writes it.
    Scalar(String),
    Array(Vec<Item>),
    Map(Vec<(String, Item)>),
    /// A byte string that holds this item's bytes.
    Opened(Box<Item>),
}

/// The one item that bytes hold. A strict reader has accepted them, so whatever this one lets pass besides is not there.
pub(crate) fn decode(bytes: &[u8]) -> Result<Value, Failure> {
    ciborium::from_reader(bytes).map_err(|_| Failure::new(Code::Internal, "CBOR that was read cannot be shown"))
}

impl Item {
    /// The item as it is, nothing said.
    pub(crate) fn plain(value: &Value) -> Item {
        let body = match value {
            Value::Array(members) => Body::Array(members.iter().map(Item::plain).collect()),
            Value::Map(entries) => {
                Body::Map(entries.iter().map(|(key, value)| (scalar(key), Item::plain(value))).collect())
            }
            value => Body::Scalar(scalar(value)),
        };
        Item::of(body)
    }

    pub(crate) fn array(members: Vec<Item>) -> Item {
        Item::of(Body::Array(members))
    }

    pub(crate) fn map(entries: Vec<(String, Item)>) -> Item {
        Item::of(Body::Map(entries))
    }

    /// A byte string that holds this item's bytes.
    pub(crate) fn opened(inside: Item) -> Item {
        Item::of(Body::Opened(Box::new(inside)))
    }

    fn of(body: Body) -> Item {
        Item { remark: String::new(), body, is_tall: false }
    }

    /// The same, with something said before what is said of it already.
    #[must_use]
    pub(crate) fn named(mut self, name: &str) -> Item {
        self.remark = match (name, self.remark.as_str()) {
            (name, "") => name.to_owned(),
            ("", remark) => remark.to_owned(),
            (name, remark) => format!("{name}: {remark}"),
        };
        self
    }

    /// The same, each member on a line of its own.
    #[must_use]
    pub(crate) fn tall(mut self) -> Item {
        self.is_tall = true;
        self
    }

    /// The notation, remarks dimmed for a terminal.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text, 0, "", "");
        text
    }

    /// Whether it can stand on one line at all.
    fn is_flat(&self) -> bool {
        !self.is_tall
            && match &self.body {
                Body::Scalar(_) => true,
                Body::Array(members) => members.iter().all(Item::is_flat),
                Body::Map(entries) => entries.iter().all(|(_, item)| item.is_flat()),
                Body::Opened(inside) => inside.remark.is_empty() && inside.is_flat(),
            }
    }

    /// On one line, its own remark left out.
    fn flat(&self) -> String {
        let separated = |texts: Vec<String>| texts.join(", ");
        let one = |key: &str, item: &Item| format!("{}{key}{}", item.remark(), item.flat());
        match &self.body {
            Body::Scalar(text) => text.clone(),
            Body::Array(members) => format!("[{}]", separated(members.iter().map(|item| one("", item)).collect())),
            Body::Map(entries) => {
                let entries = entries.iter().map(|(key, item)| one(&format!("{key}: "), item));
                format!("{{{}}}", separated(entries.collect()))
            }
            Body::Opened(inside) => format!("<<{}>>", one("", inside)),
        }
    }

    /// The remark between slashes and a space; nothing where nothing is said.
    fn remark(&self) -> String {
        if self.remark.is_empty() { String::new() } else { format!("{} ", remark(&self.remark)) }
    }

    /// Writes lines from this level on: the remark, what leads the item (a map's key), the item, what follows it.
    fn write(&self, text: &mut String, level: usize, lead: &str, end: &str) {
        let indent = "  ".repeat(level);
        let fits = |line: &str| indent.len() + plain(line).chars().count() <= LINE_WIDTH;
        if let Body::Opened(inside) = &self.body
            && !self.is_flat()
        {
            return inside.write(text, level, &format!("{}{lead}<<", self.remark()), &format!(">>{end}"));
        }
        let (open, close) = match &self.body {
            Body::Array(_) => ("[", "]"),
            Body::Map(_) => ("{", "}"),
            Body::Scalar(_) | Body::Opened(_) => ("", ""),
        };
        let flat = self.is_flat().then(|| format!("{lead}{}{end}", self.flat()));
        let is_whole = flat.as_ref().is_some_and(|line| fits(line)) || open.is_empty();
        let first = if is_whole { flat.unwrap_or_default() } else { format!("{lead}{open}") };
        // A remark that leaves no room beside the item stands above it; beside a signature there is none anyway.
        let said = self.remark();
        if said.is_empty() || fits(&format!("{said}{first}")) || !fits(&first) {
            text.push_str(&format!("{indent}{said}{first}\n"));
        } else {
            text.push_str(&format!("{indent}{}\n{indent}{first}\n", said.trim_end()));
        }
        if is_whole {
            return;
        }
        let comma = |place: usize, length: usize| if place + 1 < length { "," } else { "" };
        match &self.body {
            Body::Array(members) => {
                for (place, item) in members.iter().enumerate() {
                    item.write(text, level + 1, "", comma(place, members.len()));
                }
            }
            Body::Map(entries) => {
                for (place, (key, item)) in entries.iter().enumerate() {
                    item.write(text, level + 1, &format!("{key}: "), comma(place, entries.len()));
                }
            }
            Body::Scalar(_) | Body::Opened(_) => {}
        }
        text.push_str(&format!("{indent}{close}{end}\n"));
    }
}

/// A remark: no slash ends it early and nothing in it is invisible. `\u002f` reads as a slash in the texts of grants.
pub(crate) fn remark(said: &str) -> String {
    let mut shown = String::with_capacity(said.len());
    for c in said.chars() {
        if c == '/' || is_refused_code_point(c) { escape(&mut shown, c) } else { shown.push(c) }
    }
    styled(DIM, &format!("/ {shown} /"))
}

/// What has no members, as the notation writes it.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::Integer(integer) => i128::from(*integer).to_string(),
        Value::Bytes(bytes) => format!("h'{}'", Hex(bytes)),
        Value::Float(float) => match Number::new(*float) {
            Ok(number) => format!("{number}_3"),
            // Not in anything that a strict reader accepted.
            Err(_) => format!("{float}_3"),
        },
        Value::Text(text) => quoted(text),
        Value::Bool(value) => value.to_string(),
        Value::Null => "null".to_owned(),
        Value::Array(_) | Value::Map(_) => Item::plain(value).flat(),
        // Nothing of this is in what a strict reader accepts.
        Value::Tag(number, inside) => format!("{number}({})", Item::plain(inside).flat()),
        _ => "undefined".to_owned(),
    }
}

/// A text as JSON writes it, what cannot be seen escaped.
fn quoted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 2);
    shown.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => shown.extend(['\\', c]),
            c if is_refused_code_point(c) => escape(&mut shown, c),
            c => shown.push(c),
        }
    }
    shown.push('"');
    shown
}

/// `\u` and four digits, twice above U+FFFF.
fn escape(shown: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        shown.push_str(&format!("\\u{unit:04x}"));
    }
}

#[cfg(test)]
mod tests;
