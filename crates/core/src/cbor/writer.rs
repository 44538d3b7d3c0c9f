use alloc::vec::Vec;

use super::{ARRAY, BYTES, FALSE, FLOAT, MAP, NEGATIVE, NULL, SAFE_INTEGER, TEXT, TRUE, UINT, is_integral};

/// Writes deterministic CBOR.
///
/// Heads are always the shortest, numbers always in their one form. The order of a map's keys is the caller's: write
/// them in ascending order of their encoded bytes, which for texts is shortest first, then byte by byte.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// An empty writer.
    pub(crate) fn new() -> Writer {
        Writer::default()
    }

    /// An empty writer with room for so many bytes.
    pub(crate) fn with_capacity(capacity: usize) -> Writer {
        Writer { bytes: Vec::with_capacity(capacity) }
    }

    /// A non-negative integer.
    pub(crate) fn uint(&mut self, value: u64) -> &mut Writer {
        self.head(UINT, value)
    }

    /// An integer.
    pub(crate) fn int(&mut self, value: i64) -> &mut Writer {
        // `!value` is −1 − value, which is how CBOR counts negative numbers.
        if value < 0 { self.head(NEGATIVE, (!value) as u64) } else { self.head(UINT, value as u64) }
    }

    /// A number in its one form: an integer if it is integral and safe, else a float of eight bytes.
    pub(crate) fn number(&mut self, value: f64) -> &mut Writer {
        if is_integral(value) && value.abs() <= SAFE_INTEGER as f64 {
            return self.int(value as i64);
        }
        self.bytes.push(FLOAT);
        self.bytes.extend_from_slice(&value.to_bits().to_be_bytes());
        self
    }

    /// A byte string.
    pub(crate) fn bytes(&mut self, value: &[u8]) -> &mut Writer {
        self.head(BYTES, value.len() as u64);
        self.bytes.extend_from_slice(value);
        self
    }

    /// A text.
    pub(crate) fn text(&mut self, value: &str) -> &mut Writer {
        self.head(TEXT, value.len() as u64);
        self.bytes.extend_from_slice(value.as_bytes());
        self
    }

    /// The head of an array; its members follow.
    pub(crate) fn array(&mut self, length: usize) -> &mut Writer {
        self.head(ARRAY, length as u64)
    }

    /// The head of a map; its keys and values follow, keys in ascending order of their bytes.
    pub(crate) fn map(&mut self, length: usize) -> &mut Writer {
        self.head(MAP, length as u64)
    }

    /// `true` or `false`.
    pub(crate) fn bool(&mut self, value: bool) -> &mut Writer {
        self.bytes.push(if value { TRUE } else { FALSE });
        self
    }

    /// Null, which only a call's arguments may hold.
    pub(crate) fn null(&mut self) -> &mut Writer {
        self.bytes.push(NULL);
        self
    }

    /// The head of a byte string whose content is written next.
    pub(crate) fn bytes_head(&mut self, length: usize) -> &mut Writer {
        self.head(BYTES, length as u64)
    }

    /// An item that is deterministic CBOR already.
    pub(crate) fn raw(&mut self, item: &[u8]) -> &mut Writer {
        self.bytes.extend_from_slice(item);
        self
    }

    /// Forgets what was written and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
    }

    /// What was written so far.
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes
    }

    /// What was written.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    fn head(&mut self, major: u8, value: u64) -> &mut Writer {
        let major = major << 5;
        let wide = value.to_be_bytes();
        match value {
            0..=23 => self.bytes.push(major | value as u8),
            24..=0xFF => self.bytes.extend_from_slice(&[major | 24, value as u8]),
            0x100..=0xFFFF => {
                self.bytes.push(major | 25);
                self.bytes.extend_from_slice(&(value as u16).to_be_bytes());
            }
            0x1_0000..=0xFFFF_FFFF => {
                self.bytes.push(major | 26);
                self.bytes.extend_from_slice(&(value as u32).to_be_bytes());
            }
            _ => {
                self.bytes.push(major | 27);
                self.bytes.extend_from_slice(&wide);
            }
        }
        self
    }
}
