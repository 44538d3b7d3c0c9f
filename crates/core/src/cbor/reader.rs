use alloc::format;

use super::{ARRAY, BYTES, FALSE, FLOAT, MAP, NEGATIVE, SAFE_INTEGER, SIMPLE, TAG, TEXT, TRUE, UINT, is_integral};
use crate::error::{Code, Malformed};
use crate::limits;

type Read<T> = Result<T, Malformed>;

/// Reads deterministic CBOR, item by item, and refuses everything else.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Offset of `bytes` in the whole input, for messages.
    base: usize,
}

/// The entries of a map that is being read: holds the order and the uniqueness of its keys.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    left: usize,
    /// The encoded key; not an empty slice at first, which some processors take long to compare.
    previous: Option<&'a [u8]>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, base: 0 }
    }

    /// A reader of a byte string that was just read from this one, with offsets of the whole input.
    pub(crate) fn inside(&self, bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0, base: self.position().saturating_sub(bytes.len()) }
    }

    /// Offset of the next item in the whole input.
    pub(crate) fn position(&self) -> usize {
        self.base.saturating_add(self.at)
    }

    /// How many bytes are not read yet.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// The bytes read since this offset (of the whole input).
    pub(crate) fn since(&self, position: usize) -> &'a [u8] {
        self.bytes.get(position.saturating_sub(self.base)..self.at).unwrap_or_default()
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Read<()> {
        if self.at == self.bytes.len() {
            return Ok(());
        }
        Err(self.fault(Code::CborTrailing, "bytes follow the end of the object"))
    }

    /// Reads these bytes if they come next: heads and items that have one spelling and that more items follow.
    pub(crate) fn skip_these(&mut self, bytes: &[u8]) -> bool {
        let follows = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(bytes));
        if follows {
            self.at = self.at.saturating_add(bytes.len());
        }
        follows
    }

    #[cold]
    pub(crate) fn fault(&self, code: Code, detail: impl Into<alloc::borrow::Cow<'static, str>>) -> Malformed {
        Malformed::new(code, detail).with_byte(self.position())
    }

    pub(crate) fn uint(&mut self) -> Read<u64> {
        match self.head()? {
            (UINT, value) => Ok(value),
            (major, _) => Err(self.wrong_type("a non-negative integer", major)),
        }
    }

    pub(crate) fn bool(&mut self) -> Read<bool> {
        match self.peek() {
            Some(byte @ (TRUE | FALSE)) => {
                self.at = self.at.saturating_add(1);
                Ok(byte == TRUE)
            }
            _ => {
                let (major, _) = self.head()?;
                Err(self.wrong_type("true or false", major))
            }
        }
    }

    /// A number in its one form: a safe integer, or a float with a fraction.
    pub(crate) fn number(&mut self) -> Read<f64> {
        let start = self.clone();
        match self.head()? {
            (major @ (UINT | NEGATIVE), value) => {
                let magnitude = if major == UINT { value } else { value.saturating_add(1) };
                if magnitude > SAFE_INTEGER {
                    return Err(start.fault(Code::ValueInvalid, "an integer beyond ±(2^53−1)"));
                }
                Ok(if major == UINT { magnitude as f64 } else { -(magnitude as f64) })
            }
            (SIMPLE, bits) if start.peek() == Some(FLOAT) => {
                let number = f64::from_bits(bits);
                if !number.is_finite() || is_integral(number) {
                    return Err(start.fault(Code::CborFloat, "a float that is integral, infinite or not a number"));
                }
                Ok(number)
            }
            (major, _) => Err(self.wrong_type("a number", major)),
        }
    }

    pub(crate) fn text(&mut self) -> Read<&'a str> {
        let start = self.clone();
        match self.head()? {
            (TEXT, length) => core::str::from_utf8(self.take(length)?)
                .map_err(|_| start.fault(Code::CborUtf8, "a text that is not valid UTF-8")),
            (major, _) => Err(start.wrong_type("a text", major)),
        }
    }

    pub(crate) fn bytes(&mut self) -> Read<&'a [u8]> {
        let start = self.clone();
        match self.head()? {
            (BYTES, length) => self.take(length),
            (major, _) => Err(start.wrong_type("a byte string", major)),
        }
    }

    /// A byte string of this length.
    pub(crate) fn bytes_of<const N: usize>(&mut self) -> Read<&'a [u8; N]> {
        let start = self.clone();
        let bytes = self.bytes()?;
        bytes.try_into().map_err(|_| start.fault(Code::ValueInvalid, format!("{} bytes where {N} belong", bytes.len())))
    }

    /// The head of an array: how many items follow.
    pub(crate) fn array(&mut self) -> Read<usize> {
        let start = self.clone();
        match self.head()? {
            (ARRAY, length) => self.count(length),
            (major, _) => Err(start.wrong_type("an array", major)),
        }
    }

    /// The head of a map, whose entries follow.
    pub(crate) fn map(&mut self) -> Read<Entries<'a>> {
        let start = self.clone();
        match self.head()? {
            (MAP, length) => Ok(Entries { left: self.count(length)?, previous: None }),
            (major, _) => Err(start.wrong_type("a map", major)),
        }
    }

    /// Whether the next item is a text, an array and so on, without reading it.
    pub(crate) fn next_is_text(&self) -> bool {
        self.peek().is_some_and(|byte| byte >> 5 == TEXT)
    }

    pub(crate) fn next_is_array(&self) -> bool {
        self.peek().is_some_and(|byte| byte >> 5 == ARRAY)
    }

    pub(crate) fn next_is_bool(&self) -> bool {
        matches!(self.peek(), Some(TRUE | FALSE))
    }

    /// Any one item, strictly; returns its bytes. `depth` is how deep the item stands already.
    pub(crate) fn any(&mut self, depth: usize) -> Read<&'a [u8]> {
        let start = self.position();
        self.skip(depth)?;
        Ok(self.since(start))
    }

    fn skip(&mut self, depth: usize) -> Read<()> {
        let start = self.clone();
        if depth > limits::CBOR_DEPTH {
            return Err(start.fault(Code::LimitExceeded, format!("nested deeper than {}", limits::CBOR_DEPTH)));
        }
        match self.peek().map(|byte| byte >> 5) {
            Some(TEXT) => self.text().map(drop),
            Some(BYTES) => self.bytes().map(drop),
            Some(ARRAY) => {
                for _ in 0..self.array()? {
                    self.skip(depth.saturating_add(1))?;
                }
                Ok(())
            }
            Some(MAP) => {
                let mut entries = self.map()?;
                while entries.next(self, |reader| reader.skip(depth.saturating_add(1)))?.is_some() {
                    self.skip(depth.saturating_add(1))?;
                }
                Ok(())
            }
            Some(SIMPLE) if self.next_is_bool() => self.bool().map(drop),
            Some(UINT | NEGATIVE) => self.head().map(drop),
            _ => self.number().map(drop),
        }
    }

    #[cold]
    fn wrong_type(&self, wanted: &str, major: u8) -> Malformed {
        let found = match major {
            UINT => "a non-negative integer",
            NEGATIVE => "a negative integer",
            BYTES => "a byte string",
            TEXT => "a text",
            ARRAY => "an array",
            MAP => "a map",
            _ => "a simple value or float",
        };
        self.fault(Code::CborType, format!("{found} where {wanted} belongs"))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn take(&mut self, length: u64) -> Read<&'a [u8]> {
        let end = usize::try_from(length).ok().and_then(|length| self.at.checked_add(length));
        match end.and_then(|end| self.bytes.get(self.at..end).map(|taken| (taken, end))) {
            Some((taken, end)) => {
                self.at = end;
                Ok(taken)
            }
            None => Err(self.fault(Code::CborTruncated, "the input ends inside an item")),
        }
    }

    /// A count of items, each of which takes a byte at least: a longer claim is false.
    fn count(&self, length: u64) -> Read<usize> {
        usize::try_from(length)
            .ok()
            .filter(|&length| length <= self.left())
            .ok_or_else(|| self.fault(Code::CborTruncated, "an array or map is longer than the input"))
    }

    /// The type and the value of the next item's head, in its shortest form. Refuses what no object of ours has.
    #[inline]
    fn head(&mut self) -> Read<(u8, u64)> {
        match self.peek() {
            // Nearly all heads: one byte, and neither a tag nor a simple value.
            Some(first) if first < TAG << 5 && first & 0x1F < 24 => {
                self.at = self.at.saturating_add(1);
                Ok((first >> 5, u64::from(first & 0x1F)))
            }
            _ => self.wide_head(),
        }
    }

    #[inline(never)]
    fn wide_head(&mut self) -> Read<(u8, u64)> {
        let start = self.clone();
        let first = *self.take(1)?.first().unwrap_or(&0);
        let (major, info) = (first >> 5, first & 0x1F);
        if major == SIMPLE {
            return match first {
                FLOAT => Ok((SIMPLE, self.wide(8)?)),
                TRUE | FALSE => Ok((SIMPLE, u64::from(info))),
                0xF9 | 0xFA => Err(start.fault(Code::CborFloat, "a float that is not written with eight bytes")),
                0xFF => Err(start.fault(Code::CborIndefinite, "an item of indefinite length")),
                _ => Err(start.fault(Code::CborSimple, "a simple value other than true and false")),
            };
        }
        let (value, least) = match info {
            0..=23 => (u64::from(info), 0),
            24 => (self.wide(1)?, 24),
            25 => (self.wide(2)?, 0x100),
            26 => (self.wide(4)?, 0x1_0000),
            27 => (self.wide(8)?, 0x1_0000_0000),
            31 => return Err(start.fault(Code::CborIndefinite, "an item of indefinite length")),
            _ => return Err(start.fault(Code::CborLongHead, "a head that CBOR reserves")),
        };
        if value < least {
            return Err(start.fault(Code::CborLongHead, "a head that is not in its shortest form"));
        }
        if major == TAG {
            return Err(start.fault(Code::CborTag, "a tag"));
        }
        Ok((major, value))
    }

    fn wide(&mut self, width: u64) -> Read<u64> {
        Ok(self.take(width)?.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
    }
}

impl<'a> Entries<'a> {
    /// How many entries are still to come.
    pub(crate) fn left(&self) -> usize {
        self.left
    }

    /// The next key as an integer, or `None` after the last entry. Read the value before asking again.
    pub(crate) fn next_int(&mut self, reader: &mut Reader<'a>) -> Read<Option<i64>> {
        self.next(reader, |reader| {
            let start = reader.clone();
            let value = match reader.head()? {
                (UINT, value) => i64::try_from(value).ok(),
                (NEGATIVE, value) => i64::try_from(value).ok().map(|value| !value),
                (major, _) => return Err(start.wrong_type("an integer key", major)),
            };
            value.ok_or_else(|| start.fault(Code::FieldUnknown, "a field that version 1 does not know"))
        })
    }

    /// The next key as a text, or `None` after the last entry. Read the value before asking again.
    pub(crate) fn next_text(&mut self, reader: &mut Reader<'a>) -> Read<Option<&'a str>> {
        self.next(reader, Reader::text)
    }

    fn next<T>(&mut self, reader: &mut Reader<'a>, key: impl FnOnce(&mut Reader<'a>) -> Read<T>) -> Read<Option<T>> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let start = reader.clone();
        let key = key(reader)?;
        let encoded = reader.since(start.position());
        // Mostly the first byte decides.
        let ascends = |previous: &[u8]| previous.first() < encoded.first() || previous < encoded;
        if !self.previous.is_none_or(ascends) {
            return Err(self.misplaced(encoded, &start));
        }
        self.previous = Some(encoded);
        Ok(Some(key))
    }
    #[cold]
    fn misplaced(&self, key: &[u8], at: &Reader<'_>) -> Malformed {
        if self.previous == Some(key) {
            return at.fault(Code::CborDuplicateKey, "a key for the second time");
        }
        at.fault(Code::CborKeyOrder, "a key that belongs before the previous one")
    }
}
