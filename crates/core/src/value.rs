//! What a call's arguments are made of: JSON's values with one number type and one order of names.
//!
//! Source: `spec/call.md`, "Values".

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;

use crate::cbor;
use crate::error::{Code, Malformed};
use crate::json;
pub use crate::number::Number;

/// One argument, or a part of one.
///
/// Values built here are not yet bounded in depth and size; making a [`Call`](crate::call::Call) of them checks that.
/// Displayed as the compact JSON of [`Value::to_json`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Value {
    /// JSON's null.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text; compared byte for byte, never normalised.
    Text(Box<str>),
    /// A list; order matters.
    List(Box<[Value]>),
    /// Names with their values; order is fixed, see [`Map`].
    Map(Map),
}

impl Value {
    /// Compact JSON of this one value: names in the order of [`Map`], and escapes only where JSON needs them or the
    /// character is one that cannot be seen. Reads back as the same value.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        json::write(&mut text, self);
        text
    }

    /// Writes the value as deterministic CBOR.
    pub(crate) fn write_cbor(&self, writer: &mut cbor::Writer) {
        match self {
            Value::Null => {
                writer.null();
            }
            Value::Bool(value) => {
                writer.bool(*value);
            }
            Value::Number(value) => value.write_cbor(writer),
            Value::Text(value) => {
                writer.text(value);
            }
            Value::List(members) => {
                writer.array(members.len());
                for member in members {
                    member.write_cbor(writer);
                }
            }
            Value::Map(map) => map.write_cbor(writer),
        }
    }

    /// What a message calls a value of this type.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<Number> for Value {
    fn from(value: Number) -> Value {
        Value::Number(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Value {
        Value::Number(value.into())
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Value {
        Value::Number(value.into())
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value.into())
    }
}

impl From<Vec<Value>> for Value {
    fn from(members: Vec<Value>) -> Value {
        Value::List(members.into())
    }
}

impl From<Map> for Value {
    fn from(map: Map) -> Value {
        Value::Map(map)
    }
}

/// Values by name, each name once, in the order of their CBOR: shorter names first, equally long ones byte by byte.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Map(Box<[(Box<str>, Value)]>);

impl Map {
    /// A map without entries.
    pub fn new() -> Map {
        Map::default()
    }

    /// A map of these entries, whose order does not matter. Refuses a name that comes twice.
    pub fn from_entries<N, V>(entries: impl IntoIterator<Item = (N, V)>) -> Result<Map, Malformed>
    where
        N: Into<Box<str>>,
        V: Into<Value>,
    {
        let entries = entries.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Map::sorted(entries).map_err(|name| duplicate_name(&name))
    }

    /// The map of these entries, or the first name, in the map's order, that comes twice.
    pub(crate) fn sorted(mut entries: Vec<(Box<str>, Value)>) -> Result<Map, Box<str>> {
        entries.sort_unstable_by(|(one, _), (other, _)| name_order(one, other));
        let twice = entries.windows(2).find_map(|pair| match pair {
            [(one, _), (other, _)] if one == other => Some(one.clone()),
            _ => None,
        });
        match twice {
            Some(name) => Err(name),
            None => Ok(Map(entries.into())),
        }
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        let at = self.0.binary_search_by(|(other, _)| name_order(other, name)).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// Names and values, in the map's order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> + DoubleEndedIterator + Clone {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Compact JSON, as of [`Value::to_json`].
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        json::write_map(&mut text, self);
        text
    }

    /// Writes the map as deterministic CBOR.
    pub(crate) fn write_cbor(&self, writer: &mut cbor::Writer) {
        writer.map(self.len());
        for (name, value) in self.iter() {
            writer.text(name);
            value.write_cbor(writer);
        }
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_json())
    }
}

/// The order of names in every map: that of their CBOR, in which the length comes first.
pub(crate) fn name_order(one: &str, other: &str) -> Ordering {
    one.len().cmp(&other.len()).then_with(|| one.as_bytes().cmp(other.as_bytes()))
}

pub(crate) fn duplicate_name(name: &str) -> Malformed {
    Malformed::new(Code::JsonDuplicateName, alloc::format!("the name {} stands twice", json::shown(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_is_in_the_order_of_its_encoded_keys() {
        let map = Map::from_entries([("bb", 1), ("a", 2), ("", 3), ("é", 4), ("b", 5)]).unwrap();
        assert_eq!(map.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["", "a", "b", "bb", "é"]);
        let encoded: Vec<Vec<u8>> = map
            .iter()
            .map(|(name, _)| {
                let mut writer = cbor::Writer::new();
                writer.text(name);
                writer.into_bytes()
            })
            .collect();
        assert!(encoded.is_sorted());
        assert_eq!(map.get("b"), Some(&5.into()));
        assert_eq!(map.get("c"), None);
    }

    #[test]
    fn names_are_compared_as_bytes_and_may_not_repeat() {
        let twice = Map::from_entries([("a", 1), ("b", 1), ("a", 1)]).unwrap_err();
        assert_eq!((twice.code(), twice.detail()), (Code::JsonDuplicateName, r#"the name "a" stands twice"#));
        // Composed and decomposed, and two cases, are different names.
        assert_eq!(Map::from_entries([("é", 1), ("e\u{301}", 1), ("a", 1), ("A", 1)]).unwrap().len(), 4);
    }

    #[test]
    fn a_value_is_small() {
        // Bounds what a hostile text can take: 4,096 values, each written in two bytes.
        assert_eq!((size_of::<Value>(), size_of::<(Box<str>, Value)>()), (24, 40));
    }
}
