//! `within`: an `https` or `http` URL that is the one named, or lies below it, component by component.
//!
//! Readers of URLs disagree where a URL is untidy: `http://good\@evil/` is at `good` for one and at `evil` for another.
//! So a clean URL is one that every reader takes apart alike and writes again as it stands: no user, no fragment, no
//! address in the place of a name, no default port, and each character in the one spelling, raw or escaped.

use alloc::vec::Vec;

use super::{Miss, host, path};
use crate::codepoints;
use crate::limits;

/// Whether this is a URL that others can lie below: clean, and without a query.
pub(crate) fn is_clean_base(url: &str) -> bool {
    matches!(read(url), Some((_, None)))
}

/// Whether a URL is clean and is `base` or below it, and has a query only if it may. `base` is clean.
pub(crate) fn within(base: &str, with_query: bool, url: &str) -> Result<(), Miss> {
    match read(url) {
        None => Err(Miss::Ambiguous),
        Some((address, query)) if covers(base, address) && (with_query || query.is_none()) => Ok(()),
        Some(_) => Err(Miss::Outside),
    }
}

/// Whether every URL below `inner` is below `outer`, queries aside. Both are clean: a path begins every time with `/`, so
/// that scheme, host and port are compared whole.
pub(crate) fn covers(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || outer.ends_with('/') || rest.starts_with('/'))
}

/// What stands before the query, and the query, of a clean URL.
fn read(url: &str) -> Option<(&str, Option<&str>)> {
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
    clean.then_some((address, query))
}

fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && !port.starts_with('0') && port.parse::<u16>().is_ok()
}

/// What follows the path's first `/`: segments, of which the last alone may be empty.
fn is_clean_path(path: &str) -> bool {
    let (folders, last) = path.rsplit_once('/').map_or((None, path), |(folders, last)| (Some(folders), last));
    let mut room = Vec::new();
    folders.into_iter().flat_map(|folders| folders.split('/')).all(|segment| is_clean_segment(segment, &mut room))
        && (last.is_empty() || is_clean_segment(last, &mut room))
}

/// Whether a segment is one of a clean path when its escapes are read, and has no `;`, behind which some servers take
/// parameters away before they look for `..`.
fn is_clean_segment(segment: &str, room: &mut Vec<u8>) -> bool {
    decoded(segment, RAW_IN_PATH, room).is_some_and(|segment| path::is_clean_segment(segment) && !segment.contains(';'))
}

fn is_clean_query(query: &str) -> bool {
    !query.is_empty()
        && decoded(query, RAW_IN_QUERY, &mut Vec::new()).is_some_and(|query| codepoints::first_refused(query).is_none())
}

/// ASCII characters, a bit for each.
type Set = u128;

const UNRESERVED: &[u8] = b"-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// What every reader leaves as it is in a path; the apostrophe some escape.
const RAW_IN_PATH: Set = set_of(UNRESERVED) | set_of(b"!$&()*+,=:@");
/// And in a query.
const RAW_IN_QUERY: Set = RAW_IN_PATH | set_of(b";/?");

const fn set_of(bytes: &[u8]) -> Set {
    match bytes {
        [first, rest @ ..] => 1 << *first | set_of(rest),
        [] => 0,
    }
}

fn has(set: Set, byte: u8) -> bool {
    set.checked_shr(u32::from(byte)).is_some_and(|bits| bits & 1 == 1)
}

/// What a text says when its escapes are read, each of which has upper-case digits and stands for a byte that cannot
/// stand raw; together they are UTF-8. They are read into `room`.
fn decoded<'t>(text: &'t str, raw: Set, room: &'t mut Vec<u8>) -> Option<&'t str> {
    let mut rest = text.as_bytes();
    if rest.iter().all(|&byte| has(raw, byte)) {
        return Some(text);
    }
    room.clear();
    room.reserve(rest.len());
    loop {
        rest = match rest {
            [] => return core::str::from_utf8(room).ok(),
            [b'%', high, low, rest @ ..] => {
                let byte = hex(*high)? << 4 | hex(*low)?;
                if has(raw, byte) {
                    return None;
                }
                room.push(byte);
                rest
            }
            [byte, rest @ ..] if has(raw, *byte) => {
                room.push(*byte);
                rest
            }
            _ => return None,
        };
    }
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
