//! `within`: an `https` or `http` URL that is the one named, or lies below it, component by component.
//!
//! Readers of URLs disagree where a URL is untidy: `http://good\@evil/` is at `good` for one and at `evil` for another.
//! So a clean URL is one that every reader takes apart alike and writes again as it stands: no user, no fragment, no
//! address in the place of a name, no default port, and each character in the one spelling, raw or escaped.

use super::path::Segments;
use super::{Miss, host};
use crate::codepoints;
use crate::limits;

/// Whether this is a URL that others can lie below: clean, and without a query.
pub(crate) fn is_clean_base(url: &str) -> bool {
    read(url).is_some_and(|url| !url.has_query)
}

/// Whether a URL is clean and is `base` or below it, and has a query only if it may. `base` is clean.
pub(crate) fn within(base: &str, with_query: bool, url: &str) -> Result<(), Miss> {
    match read(url) {
        None => Err(Miss::Ambiguous),
        Some(url) if url.is_within(base, with_query) => Ok(()),
        Some(_) => Err(Miss::Outside),
    }
}

/// A clean URL, taken apart.
#[derive(Clone, Copy)]
pub(crate) struct Clean<'t> {
    /// What stands before the query.
    address: &'t str,
    has_query: bool,
}

impl Clean<'_> {
    pub(crate) fn is_within(&self, base: &str, with_query: bool) -> bool {
        covers(base, self.address) && (with_query || !self.has_query)
    }
}

/// Whether every URL below `inner` is below `outer`, queries aside. Both are clean: a path begins every time with `/`, so
/// that scheme, host and port are compared whole.
pub(crate) fn covers(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || outer.ends_with('/') || rest.starts_with('/'))
}

/// Takes a URL apart, if it is clean.
pub(crate) fn read(url: &str) -> Option<Clean<'_>> {
    if url.len() > limits::URL_BYTES {
        return None;
    }
    let (address, query) = url.split_once('?').map_or((url, None), |(address, query)| (address, Some(query)));
    let (scheme, rest) = address.split_once("://")?;
    let default_port = match scheme {
        "https" => "443",
        "http" => "80",
        _ => return None,
    };
    let (authority, path) = rest.split_once('/')?;
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let clean = host::is_clean(host)
        && port.is_none_or(|port| is_port(port) && port != default_port)
        && is_clean_path(path)
        && query.is_none_or(is_clean_query);
    clean.then_some(Clean { address, has_query: query.is_some() })
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok()
}

/// What follows the path's first `/`: segments, of which the last alone may be empty, clean when their escapes are read,
/// and without `;`, behind which some servers take parameters away before they look for `..`.
fn is_clean_path(path: &str) -> bool {
    let segments = path.strip_suffix('/').unwrap_or(path);
    let mut read = Segments::default();
    path.is_empty() || all_read(segments, &RAW_IN_PATH, |c| c != ';' && read.read(c)) && read.end()
}

fn is_clean_query(query: &str) -> bool {
    !query.is_empty() && all_read(query, &RAW_IN_QUERY, |c| !codepoints::is_refused(c))
}

/// ASCII characters, a bit for each.
type Set = [u64; 4];

const UNRESERVED: &[u8] = b"-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// What every reader leaves as it is in a path, and what separates its segments; the apostrophe some escape.
static RAW_IN_PATH: Set = set_of(&[UNRESERVED, b"!$&()*+,=:@/"]);
/// What every reader leaves as it is in a query.
static RAW_IN_QUERY: Set = set_of(&[UNRESERVED, b"!$&()*+,=:@/;?"]);

// Evaluated by the compiler alone, which refuses what would be out of range.
#[allow(clippy::indexing_slicing)]
const fn set_of(mut lists: &[&[u8]]) -> Set {
    let mut set = [0; 4];
    while let [list, others @ ..] = lists {
        let mut bytes = *list;
        while let [first, rest @ ..] = bytes {
            set[(*first >> 6) as usize] |= 1 << (*first & 63);
            bytes = rest;
        }
        lists = others;
    }
    set
}

fn has(set: &Set, byte: u8) -> bool {
    set.get(usize::from(byte >> 6)).is_some_and(|bits| bits >> (byte & 63) & 1 == 1)
}

/// Whether all characters that a text says are right when its escapes are read. An escape has upper-case digits and stands
/// for a byte that cannot stand raw, and those of one character stand together.
fn all_read(text: &str, raw: &Set, mut is_right: impl FnMut(char) -> bool) -> bool {
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let read = if has(raw, byte) {
            rest = behind;
            Some(char::from(byte))
        } else {
            escaped(&mut rest).filter(|&c| !c.is_ascii() || !has(raw, c as u8))
        };
        if !read.is_some_and(&mut is_right) {
            return false;
        }
    }
    true
}

/// One character, written as an escape for each of its bytes in UTF-8.
fn escaped(rest: &mut &[u8]) -> Option<char> {
    let first = escaped_byte(rest)?;
    let length = match first {
        0x00..0x80 => return Some(char::from(first)),
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
    };
    let mut bytes = [first; 4];
    for byte in bytes.get_mut(1..length)? {
        *byte = escaped_byte(rest)?;
    }
    core::str::from_utf8(bytes.get(..length)?).ok()?.chars().next()
}

fn escaped_byte(rest: &mut &[u8]) -> Option<u8> {
    let [b'%', high, low, behind @ ..] = rest else { return None };
    *rest = behind;
    Some(hex(*high)? << 4 | hex(*low)?)
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => digit.checked_sub(b'0'),
        b'A'..=b'F' => digit.checked_sub(b'A')?.checked_add(10),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
