//! Deterministic CBOR, the only encoding that signed bytes have: a strict reader and a writer that cannot write
//! anything else.
//!
//! RFC 8949 §4.2.1 (definite lengths, shortest heads, sorted unique keys), and further: a float is always `fb` and eight
//! bytes and never integral, there are no tags, no null outside of a call's arguments, nothing trails. What the reader
//! accepts, the writer writes again byte for byte; nothing is ever repaired. The reader borrows, allocates nothing, and
//! knows the offset of every fault. Source: `spec/token.md`, "Encoding".

mod reader;
mod writer;

pub(crate) use reader::Reader;
pub(crate) use writer::Writer;

const UINT: u8 = 0;
const NEGATIVE: u8 = 1;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;
const TAG: u8 = 6;
const SIMPLE: u8 = 7;

const FALSE: u8 = 0xF4;
const TRUE: u8 = 0xF5;
const NULL: u8 = 0xF6;
const FLOAT: u8 = 0xFB;

/// Integers that a double holds exactly, and the next one not: ±(2⁵³ − 1).
const SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Whether a float has no fraction, and so must be written as an integer, or not at all.
fn is_integral(number: f64) -> bool {
    // Every double from 2^53 on is integral, and below that the cast is exact.
    number.abs() >= 9_007_199_254_740_992.0 || (number as i64) as f64 == number
}

#[cfg(test)]
mod tests;
