//! `within`: an `https` or `http` URL that is the one named, or lies below it, component by component.
//!
//! Readers of URLs disagree where a URL is untidy: `http://good\@evil/` is at `good` for one and at `evil` for another.
//! So a clean URL is one that every reader takes apart alike and writes again as it stands: no user, no fragment, no
//! address in the place of a name, no default port, and each character in the one spelling, raw or escaped.

use alloc::borrow::Cow;
use alloc::string::String;
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
    port.bytes().all(|byte| byte.is_ascii_digit())
        && !port.starts_with('0')
        && port.parse::<u16>().is_ok_and(|port| port > 0)
}

/// What follows the path's first `/`: segments, of which the last alone may be empty.
fn is_clean_path(path: &str) -> bool {
    match path.rsplit_once('/') {
        None => path.is_empty() || is_clean_segment(path),
        Some((folders, last)) => {
            folders.split('/').all(is_clean_segment) && (last.is_empty() || is_clean_segment(last))
        }
    }
}

/// Whether a segment is one of a clean path when its escapes are read, and has no `;`, behind which some servers take
/// parameters away before they look for `..`.
fn is_clean_segment(segment: &str) -> bool {
    decoded(segment, is_raw_in_path).is_some_and(|segment| path::is_clean_segment(&segment) && !segment.contains(';'))
}

fn is_clean_query(query: &str) -> bool {
    !query.is_empty()
        && decoded(query, is_raw_in_query).is_some_and(|query| codepoints::first_refused(&query).is_none())
}

/// Every reader leaves these as they are in a path.
fn is_raw_in_path(byte: u8) -> bool {
    is_unreserved(byte) || b"!$&'()*+,=:@".contains(&byte)
}

/// And these in a query, in which some escape the apostrophe.
fn is_raw_in_query(byte: u8) -> bool {
    is_unreserved(byte) || b"!$&()*+,;=:@/?".contains(&byte)
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What a text says when its escapes are read, each of which has upper-case digits and stands for a byte that cannot
/// stand raw; together they are UTF-8.
fn decoded(text: &str, is_raw: impl Fn(u8) -> bool) -> Option<Cow<'_, str>> {
    let mut rest = text.as_bytes();
    if rest.iter().all(|&byte| is_raw(byte)) {
        return Some(Cow::Borrowed(text));
    }
    let mut bytes = Vec::with_capacity(rest.len());
    loop {
        rest = match rest {
            [] => return String::from_utf8(bytes).ok().map(Cow::Owned),
            [b'%', high, low, rest @ ..] => {
                let byte = hex(*high)? << 4 | hex(*low)?;
                if is_raw(byte) {
                    return None;
                }
                bytes.push(byte);
                rest
            }
            [byte, rest @ ..] if is_raw(*byte) => {
                bytes.push(*byte);
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
