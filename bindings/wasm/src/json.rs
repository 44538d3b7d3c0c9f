//! Reports as JSON text.
//!
//! A writer of its own, since it is all of serde that a page must load: it knows what reports are made of (texts,
//! numbers, lists and members), and prints doubles by the printer that core has anyway.

use alloc::string::{String, ToString};
use core::fmt::{self, Write as _};

use depute::Number;
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

/// A report as JSON text.
pub(crate) fn json(report: &impl Serialize) -> String {
    let mut text = String::new();
    // cannot fail: reports have texts, numbers and lists alone, and names for keys
    match report.serialize(&mut Json { text: &mut text }) {
        Ok(()) => text,
        Err(Strange) => String::new(),
    }
}

struct Json<'t> {
    text: &'t mut String,
}

/// Something that no report has.
#[derive(Debug)]
struct Strange;

impl fmt::Display for Strange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no report has this")
    }
}

impl core::error::Error for Strange {}

impl Error for Strange {
    fn custom<T: fmt::Display>(_: T) -> Strange {
        Strange
    }
}

impl Json<'_> {
    fn string(&mut self, value: &str) {
        self.text.push('"');
        let is_escaped = |character| matches!(character, '"' | '\\' | '\0'..' ');
        for piece in value.split_inclusive(is_escaped) {
            let plain = piece.strip_suffix(is_escaped).unwrap_or(piece);
            self.text.push_str(plain);
            match piece.chars().next_back().filter(|_| plain.len() < piece.len()) {
                Some(mark @ ('"' | '\\')) => self.text.extend(['\\', mark]),
                Some(control) => {
                    // cannot fail: a String takes all that is written
                    let _ = write!(self.text, "\\u{:04x}", u32::from(control));
                }
                None => {}
            }
        }
        self.text.push('"');
    }

    fn number(&mut self, number: &dyn fmt::Display) {
        // cannot fail: a String takes all that is written
        let _ = write!(self.text, "{number}");
    }

    /// A comma, unless the list or object has just begun.
    fn next(&mut self) {
        if !self.text.ends_with(['[', '{']) {
            self.text.push(',');
        }
    }

    fn name(&mut self, name: &str) {
        self.next();
        self.string(name);
        self.text.push(':');
    }
}

/// A list that has begun. What closes it was written when nothing follows.
struct Open<'j, 't> {
    json: &'j mut Json<'t>,
    end: char,
}

impl Open<'_, '_> {
    fn close(self) -> Result<(), Strange> {
        self.json.text.push(self.end);
        Ok(())
    }
}

impl<'j, 't> Json<'t> {
    fn open(&'j mut self, start: char, end: char) -> Result<Open<'j, 't>, Strange> {
        self.text.push(start);
        Ok(Open { json: self, end })
    }
}

type Never = Impossible<(), Strange>;

impl<'j, 't> Serializer for &'j mut Json<'t> {
    type Ok = ();
    type Error = Strange;
    type SerializeSeq = Open<'j, 't>;
    type SerializeTuple = Open<'j, 't>;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Open<'j, 't>;
    type SerializeStruct = Open<'j, 't>;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Result<(), Strange> {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i8(self, value: i8) -> Result<(), Strange> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Strange> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Strange> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Strange> {
        self.number(&value);
        Ok(())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Strange> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Strange> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Strange> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Strange> {
        self.number(&value);
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Strange> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Strange> {
        self.number(&Number::new(value).map_err(|_| Strange)?);
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Strange> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Strange> {
        self.string(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Strange> {
        Err(Strange)
    }

    fn serialize_none(self) -> Result<(), Strange> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Strange> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Strange> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Strange> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Strange> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Strange> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Strange> {
        Err(Strange)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'j, 't>, Strange> {
        self.open('[', ']')
    }

    fn serialize_tuple(self, _: usize) -> Result<Open<'j, 't>, Strange> {
        self.open('[', ']')
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Never, Strange> {
        Err(Strange)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Strange> {
        Err(Strange)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Open<'j, 't>, Strange> {
        self.open('{', '}')
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'j, 't>, Strange> {
        self.open('{', '}')
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Never, Strange> {
        Err(Strange)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Strange> {
        self.serialize_str(&value.to_string())
    }
}

impl SerializeSeq for Open<'_, '_> {
    type Ok = ();
    type Error = Strange;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Strange> {
        self.json.next();
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Strange> {
        self.close()
    }
}

impl SerializeTuple for Open<'_, '_> {
    type Ok = ();
    type Error = Strange;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Strange> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Strange> {
        self.close()
    }
}

impl SerializeMap for Open<'_, '_> {
    type Ok = ();
    type Error = Strange;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Strange> {
        self.json.next();
        name.serialize(&mut *self.json)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Strange> {
        self.json.text.push(':');
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Strange> {
        self.close()
    }
}

impl SerializeStruct for Open<'_, '_> {
    type Ok = ();
    type Error = Strange;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Strange> {
        self.json.name(name);
        value.serialize(&mut *self.json)
    }

    fn end(self) -> Result<(), Strange> {
        self.close()
    }
}
