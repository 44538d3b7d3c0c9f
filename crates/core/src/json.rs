//! JSON as calls are written in it: a strict reader, and the printer of its one compact form.
//!
//! RFC 8259, and stricter where readers differ: no name twice, no lone surrogate, no byte order mark, no invalid UTF-8,
//! no number that a double does not hold as written, nothing trailing, bounded depth, size and count. Every fault has a
//! byte offset. Source: `spec/call.md`, "Reading JSON".

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write;

use crate::armor;
use crate::codepoints;
use crate::error::{Code, Malformed};
use crate::limits;
use crate::value::{Map, Number, Value, duplicate_name};

/// Members for which a list or an object has room before anyone counts them.
const FEW: usize = 8;

/// Characters of a text that a message repeats.
const SHOWN_CHARS: usize = 40;

/// Reads one JSON value, which may be nested [`limits::ARGS_DEPTH`] deep and hold [`limits::ARGS_NODES`] values.
pub fn parse(text: &str) -> Result<Value, Malformed> {
    let mut reader = Reader::new(text)?;
    let value = reader.value()?;
    reader.end()?;
    Ok(value)
}

/// Reads one JSON value from bytes as they arrived: [`decode`], then [`parse`].
pub fn parse_bytes(bytes: &[u8]) -> Result<Value, Malformed> {
    parse(decode(bytes)?)
}

/// The text of bytes as they arrived. Invalid UTF-8 is refused, never replaced: two texts could become one.
pub fn decode(bytes: &[u8]) -> Result<&str, Malformed> {
    core::str::from_utf8(bytes).map_err(|fault| {
        Malformed::new(Code::JsonString, "bytes that are not valid UTF-8").with_byte(fault.valid_up_to())
    })
}

type Read<T> = Result<T, Malformed>;

/// Reads one text, front to back.
#[derive(Clone)]
pub(crate) struct Reader<'a> {
    text: &'a str,
    rest: &'a str,
    nodes_left: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Read<Reader<'a>> {
        if text.len() > limits::JSON_BYTES {
            let detail = format!("a JSON text longer than {} bytes", limits::JSON_BYTES);
            return Err(Malformed::new(Code::LimitExceeded, detail).with_byte(limits::JSON_BYTES));
        }
        if text.starts_with('\u{FEFF}') {
            return Err(Malformed::new(Code::JsonSyntax, "a byte order mark before the JSON text").with_byte(0));
        }
        Ok(Reader { text, rest: text, nodes_left: 0 })
    }

    /// Any one value, with the whole allowance of depth and count.
    pub(crate) fn value(&mut self) -> Read<Value> {
        self.nodes_left = limits::ARGS_NODES;
        self.nested(limits::ARGS_DEPTH)
    }

    /// An object. Whoever calls reads each member's value, and is told its name and the offset of that name.
    pub(crate) fn object(
        &mut self,
        mut member: impl FnMut(&mut Reader<'a>, Cow<'a, str>, usize) -> Read<()>,
    ) -> Read<()> {
        if !self.next_is(b'{') {
            return Err(self.expected("an object"));
        }
        if self.next_is(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.expected("a name in quotes"));
            }
            let offset = self.offset();
            let name = self.string()?;
            if !self.next_is(b':') {
                return Err(self.expected("`:`"));
            }
            member(self, name, offset)?;
            if self.next_is(b'}') {
                return Ok(());
            }
            if !self.next_is(b',') {
                return Err(self.expected("`,` or `}`"));
            }
        }
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault(Code::JsonSyntax, "something follows the end of the value")),
        }
    }

    /// The first byte that is not white space, which is skipped.
    pub(crate) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.rest.as_bytes() {
                [b' ' | b'\t' | b'\n' | b'\r', ..] => self.skip(1),
                bytes => return bytes.first().copied(),
            }
        }
    }

    /// Offset of the next byte.
    pub(crate) fn offset(&self) -> usize {
        self.text.len().saturating_sub(self.rest.len())
    }

    fn nested(&mut self, levels_left: usize) -> Read<Value> {
        let first = self.peek();
        self.nodes_left = match self.nodes_left.checked_sub(1) {
            Some(left) => left,
            None => return Err(self.fault(Code::LimitExceeded, format!("more than {} values", limits::ARGS_NODES))),
        };
        match first {
            Some(b'"') => Ok(Value::Text(self.string()?.into())),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b'{') => Ok(Value::Map(self.map(self.deeper(levels_left)?)?)),
            Some(b'[') => self.list(self.deeper(levels_left)?),
            Some(b't') => self.word("true", Value::Bool(true)),
            Some(b'f') => self.word("false", Value::Bool(false)),
            Some(b'n') => self.word("null", Value::Null),
            _ => Err(self.expected("a value")),
        }
    }

    fn deeper(&self, levels_left: usize) -> Read<usize> {
        levels_left
            .checked_sub(1)
            .ok_or_else(|| self.fault(Code::LimitExceeded, format!("values nested deeper than {}", limits::ARGS_DEPTH)))
    }

    fn map(&mut self, levels_left: usize) -> Read<Map> {
        let start = self.clone();
        let mut entries: Vec<(Box<str>, Value)> = Vec::new();
        self.object(|reader, name, _| {
            if entries.len() == entries.capacity() {
                entries.reserve_exact(reader.room(entries.len(), r#""ab":0,"#));
            }
            let value = reader.nested(levels_left)?;
            entries.push((name.into(), value));
            Ok(())
        })?;
        Map::sorted(entries).map_err(|name| duplicate_name(&name).with_byte(start.offset_of_second(&name, levels_left)))
    }

    fn list(&mut self, levels_left: usize) -> Read<Value> {
        let mut members: Vec<Value> = Vec::new();
        self.skip(1);
        if self.next_is(b']') {
            return Ok(Value::List(members.into()));
        }
        loop {
            if members.len() == members.capacity() {
                members.reserve_exact(self.room(members.len(), "0,"));
            }
            members.push(self.nested(levels_left)?);
            if self.next_is(b']') {
                return Ok(Value::List(members.into()));
            }
            if !self.next_is(b',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    /// For how many more members to make room: for a few, then for exactly those that the text goes on to have, none of
    /// them shorter than given. Doubling would take several times the memory of a hostile text.
    fn room(&self, members: usize, shortest: &str) -> usize {
        if members < FEW {
            return FEW;
        }
        let fitting = self.rest.len().checked_div(shortest.len()).unwrap_or_default().saturating_add(1);
        self.members_left().min(self.nodes_left).min(fitting)
    }

    /// Counts the members from this one to the end of the container, without reading them.
    fn members_left(&self) -> usize {
        let mut members: usize = 1;
        let mut level: usize = 0;
        let mut bytes = self.rest.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => skip_string(&mut bytes),
                b'[' | b'{' => level = level.saturating_add(1),
                b']' | b'}' if level == 0 => break,
                b']' | b'}' => level = level.saturating_sub(1),
                b',' if level == 0 => members = members.saturating_add(1),
                _ => {}
            }
        }
        members
    }

    /// Where a name of the object that begins here stands for the second time: read again, since only a refusal asks.
    fn offset_of_second(mut self, name: &str, levels_left: usize) -> usize {
        let mut offsets = Vec::new();
        // cannot fail: it was read once already
        let _ = self.object(|reader, other, offset| {
            if *other == *name {
                offsets.push(offset);
            }
            reader.nested(levels_left).map(drop)
        });
        offsets.get(1).copied().unwrap_or_default()
    }

    fn number(&mut self) -> Read<Value> {
        let bytes = self.rest.bytes();
        let length = bytes.take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        let literal = self.rest.get(..length).unwrap_or_default();
        let number = Number::from_literal(literal).map_err(|fault| fault.with_byte(self.offset()))?;
        self.skip(length);
        Ok(Value::Number(number))
    }

    fn word(&mut self, word: &str, value: Value) -> Read<Value> {
        match self.rest.strip_prefix(word) {
            Some(rest) => {
                self.rest = rest;
                Ok(value)
            }
            None => Err(self.expected("a value")),
        }
    }

    /// A string, whose opening quote is next.
    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.skip(1);
        let run = self.plain_run();
        if self.rest.starts_with('"') {
            self.skip(1);
            return Ok(Cow::Borrowed(run));
        }
        let mut text = String::from(run);
        loop {
            match self.rest.as_bytes() {
                [b'"', ..] => {
                    self.skip(1);
                    return Ok(Cow::Owned(text));
                }
                [b'\\', ..] => text.push(self.escape()?),
                [control, ..] => {
                    let detail = format!("a raw control character (U+{control:04X}) in a string");
                    return Err(self.fault(Code::JsonString, detail));
                }
                [] => return Err(self.fault(Code::JsonSyntax, "the text ends inside a string")),
            }
            text.push_str(self.plain_run());
        }
    }

    /// The characters up to a quote, an escape or a control character.
    fn plain_run(&mut self) -> &'a str {
        let stop = self.rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1F));
        let (run, rest) = self.rest.split_at_checked(stop.unwrap_or(self.rest.len())).unwrap_or((self.rest, ""));
        self.rest = rest;
        run
    }

    /// An escape, whose backslash is next.
    fn escape(&mut self) -> Read<char> {
        let start = self.clone();
        let lone = || start.fault(Code::JsonString, "half of a surrogate pair in a string");
        self.skip(1);
        let letter = self.rest.bytes().next();
        let plain = match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let unit = self.unit().ok_or_else(|| start.bad_escape())?;
                if let Some(character) = char::from_u32(u32::from(unit)) {
                    return Ok(character);
                }
                let low = match self.rest.strip_prefix('\\') {
                    Some(rest) if rest.starts_with('u') => {
                        self.rest = rest;
                        self.unit()
                    }
                    _ => None,
                };
                return match char::decode_utf16([Some(unit), low].into_iter().flatten()).next() {
                    Some(Ok(character)) => Ok(character),
                    _ => Err(lone()),
                };
            }
            _ => return Err(start.bad_escape()),
        };
        self.skip(1);
        Ok(plain)
    }

    /// The four digits behind a `u`, which is next.
    fn unit(&mut self) -> Option<u16> {
        let digits = self.rest.get(1..5)?;
        // The parser would take a sign.
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.skip(5);
        u16::from_str_radix(digits, 16).ok()
    }

    fn bad_escape(&self) -> Malformed {
        self.fault(Code::JsonString, "an escape in a string that JSON does not have")
    }

    /// Whether this byte is next; if so, it is skipped.
    fn next_is(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        if is_next {
            self.skip(1);
        }
        is_next
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    pub(crate) fn expected(&self, what: &str) -> Malformed {
        let detail = match self.rest.chars().next() {
            None => format!("the text ends where {what} belongs"),
            Some(found @ '!'..='~') => format!("`{found}` stands where {what} belongs"),
            Some(found) => format!("U+{:04X} stands where {what} belongs", u32::from(found)),
        };
        self.fault(Code::JsonSyntax, detail)
    }

    pub(crate) fn fault(&self, code: Code, detail: impl Into<Cow<'static, str>>) -> Malformed {
        Malformed::new(code, detail).with_byte(self.offset())
    }
}

/// Skips a string whose opening quote was the last byte.
fn skip_string(bytes: &mut impl Iterator<Item = u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => drop(bytes.next()),
            _ => {}
        }
    }
}

/// Appends the compact form of a value.
pub(crate) fn write(text: &mut String, value: &Value) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Bool(true) => text.push_str("true"),
        Value::Bool(false) => text.push_str("false"),
        Value::Number(number) => {
            // cannot fail: a String takes all that is written
            let _ = write!(text, "{number}");
        }
        Value::Text(value) => write_string(text, value),
        Value::List(members) => {
            text.push('[');
            for (index, member) in members.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(text, member);
            }
            text.push(']');
        }
        Value::Map(map) => write_map(text, map),
    }
}

/// Appends the compact form of a map.
pub(crate) fn write_map(text: &mut String, map: &Map) {
    text.push('{');
    for (index, (name, value)) in map.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write_string(text, name);
        text.push(':');
        write(text, value);
    }
    text.push('}');
}

/// Appends a text as a JSON string. What cannot be seen, or turns the reading direction, is escaped, so that what is
/// shown is what is there.
pub(crate) fn write_string(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            refused if codepoints::is_refused(refused) => {
                for unit in refused.encode_utf16(&mut [0; 2]) {
                    // cannot fail: a String takes all that is written
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
            plain => text.push(plain),
        }
    }
    text.push('"');
}

/// A text from outside as a message repeats it: a JSON string, cut where it is long.
pub(crate) fn shown(text: &str) -> String {
    let cut: String = text.chars().take(SHOWN_CHARS).collect();
    let mut shown = String::new();
    write_string(&mut shown, &cut);
    if cut.len() < text.len() {
        shown.push('…');
    }
    armor::without_secret(&shown)
}

#[cfg(test)]
pub(crate) mod tests;
