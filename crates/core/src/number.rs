//! The one number type: a double that every language prints alike.
//!
//! A literal is accepted only if its decimal value is the one that ECMAScript prints of its double, so comparing two
//! numbers is comparing two doubles, everywhere, and what was checked is what was written. Source: `spec/call.md`,
//! "Numbers".

use alloc::format;
use alloc::string::{String, ToString};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use crate::cbor;
use crate::error::{Code, Malformed};
use crate::limits;

/// The largest integral value, 2⁵³ − 1: after it, doubles begin to skip integers.
const LARGEST_INTEGRAL: i64 = (1 << 53) - 1;

/// No double prints more digits than this.
const PRINTED_DIGITS: usize = 17;

/// Integers of this many digits are exact, and print as they are written.
const PLAIN_DIGITS: usize = 15;

/// Characters of a refused literal that a message repeats.
const SHOWN_CHARS: usize = 40;

/// A number: finite, never −0, integral only within ±(2⁵³ − 1).
///
/// Equality and order are those of the doubles, and total. Displayed as ECMAScript's `Number::toString` prints it.
#[derive(Clone, Copy, PartialEq)]
pub struct Number(f64);

impl Number {
    /// The number of a double; −0 becomes 0. NaN, infinities and integral values beyond ±(2⁵³ − 1) are refused.
    pub fn new(double: f64) -> Result<Number, Malformed> {
        if double == 0.0 {
            return Ok(Number(0.0));
        }
        if !double.is_finite() {
            return Err(Malformed::new(Code::JsonNumber, "NaN and infinities are not numbers that can be sent"));
        }
        if is_beyond(double) {
            return Err(beyond(Printed::new().of(double).trim_end_matches(".0")));
        }
        Ok(Number(double))
    }

    /// The number of an integer within ±(2⁵³ − 1).
    pub fn from_i64(integer: i64) -> Result<Number, Malformed> {
        if integer.unsigned_abs() > LARGEST_INTEGRAL.unsigned_abs() {
            return Err(beyond(&integer.to_string()));
        }
        Ok(Number(integer as f64))
    }

    /// The number of a JSON literal: `1`, `1.0`, `1e0` and `10e-1` are one number, `-0` is 0.
    ///
    /// Refuses a literal whose decimal value is not the one that its double prints: digits that a double would silently
    /// drop (`60000.0000000000001`), underflow, overflow, and integral values beyond ±(2⁵³ − 1).
    pub fn from_literal(literal: &str) -> Result<Number, Malformed> {
        if let Some(integer) = plain_integer(literal) {
            return Ok(Number(integer as f64));
        }
        let Some(written) = Decimal::read(literal) else {
            return Err(Malformed::new(Code::JsonNumber, "a number that is not written as JSON writes numbers"));
        };
        // Counting first bounds the work on a hostile literal: digits that no double prints are never converted.
        if written.digits().count() > PRINTED_DIGITS {
            return Err(not_printed(literal));
        }
        match literal.parse::<f64>() {
            Ok(double) if !is_beyond(double) && written.is_printed_of(double) => Number::new(double),
            _ => Err(not_printed(literal)),
        }
    }

    /// The double.
    pub fn as_f64(self) -> f64 {
        self.0
    }

    /// The integer, if the number is integral.
    pub fn as_i64(self) -> Option<i64> {
        let integer = self.0 as i64;
        (integer as f64 == self.0).then_some(integer)
    }

    /// The exact amount in millionths, if the number is not negative, has at most six decimals and is below 9·10¹².
    pub fn to_millionths(self) -> Option<u64> {
        let millionths = match self.as_i64() {
            Some(integer) => u64::try_from(integer).ok()?.checked_mul(1_000_000)?,
            None => Decimal::read(Printed::new().of(self.0))?.to_millionths()?,
        };
        (millionths < limits::MILLIONTHS).then_some(millionths)
    }

    /// Writes the number in its one form: an integral one as an integer, any other as a float of eight bytes.
    pub(crate) fn write_cbor(self, writer: &mut cbor::Writer) {
        writer.number(self.0);
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        // Without NaN and −0, IEEE's total order is the order of the numbers.
        self.0.total_cmp(&other.0)
    }
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl From<i32> for Number {
    fn from(integer: i32) -> Number {
        Number(f64::from(integer))
    }
}

impl From<u32> for Number {
    fn from(integer: u32) -> Number {
        Number(f64::from(integer))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(integer) = self.as_i64() {
            return write!(f, "{integer}");
        }
        let mut printed = Printed::new();
        let text = printed.of(self.0);
        // The one size for which ryu chooses an exponent and ECMAScript does not.
        let Some(mantissa) = text.strip_suffix("e-6") else { return f.write_str(text) };
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
        let (first, others) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        write!(f, "{sign}0.00000{first}{others}")
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

/// The digits that ECMAScript prints of a finite double: the fewest that name it, of those the nearest, of two equally
/// near the even one. Rust's own formatter decides the last case otherwise.
struct Printed(ryu::Buffer);

impl Printed {
    fn new() -> Printed {
        Printed(ryu::Buffer::new())
    }

    fn of(&mut self, double: f64) -> &str {
        self.0.format_finite(double)
    }
}

/// A decimal number taken apart: 0.DIGITS × 10^point, where DIGITS (`whole`, then `fraction`) have no zero at either end.
struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    point: i64,
}

impl<'a> Decimal<'a> {
    /// Reads what RFC 8259 calls a number, and nothing else.
    fn read(literal: &'a str) -> Option<Decimal<'a>> {
        let (negative, rest) = match literal.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let (whole, rest) = leading_digits(rest);
        if matches!(whole, [] | [b'0', _, ..]) {
            return None;
        }
        let (fraction, rest) = match rest {
            [b'.', rest @ ..] => match leading_digits(rest) {
                ([], _) => return None,
                split => split,
            },
            rest => (Default::default(), rest),
        };
        let exponent = match rest {
            [] => 0,
            [b'e' | b'E', rest @ ..] => exponent(rest)?,
            _ => return None,
        };
        Some(Decimal::trimmed(negative, whole, fraction, exponent))
    }

    fn trimmed(negative: bool, whole: &'a [u8], fraction: &'a [u8], exponent: i64) -> Decimal<'a> {
        let length = |digits: &[u8]| i64::try_from(digits.len()).unwrap_or(i64::MAX);
        let (whole, fraction, point) = if whole == b"0" {
            let significant = without_leading_zeros(fraction);
            let zeros = length(fraction).saturating_sub(length(significant));
            (Default::default(), significant, exponent.saturating_sub(zeros))
        } else {
            (whole, fraction, exponent.saturating_add(length(whole)))
        };
        let fraction = without_trailing_zeros(fraction);
        let whole = if fraction.is_empty() { without_trailing_zeros(whole) } else { whole };
        if whole.is_empty() && fraction.is_empty() {
            return Decimal { negative: false, whole, fraction, point: 0 };
        }
        Decimal { negative, whole, fraction, point }
    }

    fn is_printed_of(&self, double: f64) -> bool {
        Decimal::read(Printed::new().of(double)).is_some_and(|printed| printed == *self)
    }

    fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.iter().chain(self.fraction).copied()
    }

    fn to_millionths(&self) -> Option<u64> {
        if self.negative {
            return None;
        }
        // Digits that stand at or above the sixth decimal; a seventh decimal leaves more digits than that.
        let places = u32::try_from(self.point.checked_add(6)?).ok()?;
        let mut left = places;
        let mut millionths: u64 = 0;
        for digit in self.digits() {
            left = left.checked_sub(1)?;
            millionths = millionths.checked_mul(10)?.checked_add(u64::from(digit.checked_sub(b'0')?))?;
        }
        millionths.checked_mul(10_u64.checked_pow(left)?)
    }
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        (self.negative, self.point) == (other.negative, other.point) && self.digits().eq(other.digits())
    }
}

fn leading_digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

fn without_leading_zeros(mut digits: &[u8]) -> &[u8] {
    while let [b'0', rest @ ..] = digits {
        digits = rest;
    }
    digits
}

fn without_trailing_zeros(mut digits: &[u8]) -> &[u8] {
    while let [rest @ .., b'0'] = digits {
        digits = rest;
    }
    digits
}

/// The digits behind an `e`. One that 64 bits cannot hold saturates, which no double's exponent equals.
fn exponent(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    let (digits @ [_, ..], []) = leading_digits(digits) else { return None };
    let size = digits
        .iter()
        .fold(0_i64, |size, digit| size.saturating_mul(10).saturating_add(i64::from(digit.saturating_sub(b'0'))));
    Some(if negative { size.saturating_neg() } else { size })
}

/// The common case, read in one pass.
fn plain_integer(literal: &str) -> Option<i64> {
    let (negative, digits) = match literal.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > PLAIN_DIGITS || matches!(digits, [] | [b'0', _, ..]) {
        return None;
    }
    let mut size: i64 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        size = size.saturating_mul(10).saturating_add(i64::from(digit.saturating_sub(b'0')));
    }
    Some(if negative { size.saturating_neg() } else { size })
}

/// Whether a double is integral and too large. Every double from 2⁵² on is integral, so none with a fraction is meant.
fn is_beyond(double: f64) -> bool {
    double.abs() > LARGEST_INTEGRAL as f64
}

fn beyond(shown: &str) -> Malformed {
    let detail = format!("`{shown}` is beyond ±(2^53−1), where doubles skip integers");
    Malformed::new(Code::JsonNumber, detail).with_hint("send it as text")
}

/// The refusal for a well-formed literal.
fn not_printed(literal: &str) -> Malformed {
    let mut shown: String = literal.chars().take(SHOWN_CHARS).collect();
    if shown.len() < literal.len() {
        shown.push('…');
    }
    match literal.parse().map(Number::new) {
        Ok(Ok(nearest)) => {
            let detail = format!("`{shown}` has digits that a double does not keep: the nearest is `{nearest}`");
            Malformed::new(Code::JsonNumber, detail).with_hint(format!("write `{nearest}`, or send all digits as text"))
        }
        _ => beyond(&shown),
    }
}

#[cfg(test)]
mod tests;
