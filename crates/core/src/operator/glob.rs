//! `like`: a name or path by pattern, `*` being any run of characters within one segment.
//!
//! `*` never crosses a `/`, nothing else is special, and the value must be clean as a path is, so that `docs/*` cannot
//! be walked out of. A segment's pattern is matched by taking each piece at its first place, which needs no
//! backtracking.

use super::{Miss, path};
use crate::error::Code;
use crate::limits;

/// What is wrong with a pattern, if anything.
pub(crate) fn fault(pattern: &str) -> Option<(Code, &'static str)> {
    if pattern.len() > limits::GLOB_BYTES {
        return Some((Code::LimitExceeded, "a glob has 128 bytes at most"));
    }
    if pattern.matches('*').count() > limits::GLOB_STARS {
        return Some((Code::LimitExceeded, "a glob has 8 stars at most"));
    }
    if pattern.contains("**") {
        return Some((Code::ValueInvalid, "`**` has no meaning; `*` stays within one segment"));
    }
    if !path::are_clean_segments(pattern) {
        return Some((
            Code::ValueInvalid,
            "a glob is segments joined by `/`, none of them empty, `.` or `..`, without `\\` or `%`",
        ));
    }
    None
}

/// Whether a value is clean and has the pattern. The pattern has no fault.
pub(crate) fn like(pattern: &str, value: &str) -> Result<(), Miss> {
    if !path::are_clean_segments(value) {
        return Err(Miss::Ambiguous);
    }
    if matches(pattern, value) { Ok(()) } else { Err(Miss::Outside) }
}

/// Whether a clean value has the pattern.
pub(crate) fn matches(pattern: &str, value: &str) -> bool {
    // A star may be empty, so without this `*/a` would have the absolute `/a`.
    if pattern.starts_with('/') != value.starts_with('/') {
        return false;
    }
    let (mut patterns, mut values) = (pattern, value);
    loop {
        let ((pattern, more_pattern), (segment, more_value)) = (cut(patterns, b'/'), cut(values, b'/'));
        if !segment_matches(pattern, segment) {
            return false;
        }
        match (more_pattern, more_value) {
            (None, None) => return true,
            (Some(pattern), Some(value)) => (patterns, values) = (pattern, value),
            _ => return false,
        }
    }
}

fn segment_matches(pattern: &str, segment: &str) -> bool {
    let (first, Some(mut pieces)) = cut(pattern, b'*') else { return pattern == segment };
    let Some(mut segment) = segment.strip_prefix(first) else { return false };
    while let (piece, Some(behind)) = cut(pieces, b'*') {
        let Some(rest) = after(segment, piece) else { return false };
        (segment, pieces) = (rest, behind);
    }
    segment.ends_with(pieces)
}

/// What stands before the first of these bytes, and behind it if there is one. The byte is an ASCII character.
fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == at) {
        Some(place) => (text.get(..place).unwrap_or_default(), text.get(place.saturating_add(1)..)),
        None => (text, None),
    }
}

/// What stands behind a piece at its first place. A search that is made ready for any piece costs more than the text has,
/// where both are short: a piece of at most eight bytes is one number, and so are as many bytes of the text.
fn after<'t>(text: &'t str, piece: &str) -> Option<&'t str> {
    let unused_bits = match size_of::<u64>().checked_sub(piece.len()) {
        Some(bytes @ 0..8) => (bytes as u32).saturating_mul(8),
        _ => return text.get(text.find(piece)?.saturating_add(piece.len())..),
    };
    let with = |window: u64, byte: u8| window << 8 | u64::from(byte);
    let wanted = piece.bytes().fold(0, with);
    let mut window = 0;
    let place = text.bytes().enumerate().position(|(place, byte)| {
        window = with(window, byte);
        window & (u64::MAX >> unused_bits) == wanted && place.saturating_add(1) >= piece.len()
    })?;
    text.get(place.saturating_add(1)..)
}

#[cfg(test)]
mod tests {
    use alloc::string::String;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// The meaning, written without care for time.
    fn oracle(pattern: &[char], value: &[char]) -> bool {
        match (pattern, value) {
            ([], []) => true,
            (['*', rest @ ..], _) => {
                oracle(rest, value) || matches!(value, [c, tail @ ..] if *c != '/' && oracle(pattern, tail))
            }
            ([p, rest @ ..], [c, tail @ ..]) => p == c && oracle(rest, tail),
            _ => false,
        }
    }

    fn wanted(pattern: &str, value: &str) -> bool {
        pattern.starts_with('/') == value.starts_with('/')
            && oracle(&pattern.chars().collect::<Vec<_>>(), &value.chars().collect::<Vec<_>>())
    }

    #[test]
    fn stars_stay_within_a_segment() {
        for (pattern, value) in [
            ("*", "a"),
            ("a*", "a"),
            ("*.txt", "b.txt"),
            ("docs/*", "docs/x y"),
            ("a*b*c", "aXbYbZc"),
            ("/w/*/x", "/w/ü/x"),
            ("main", "main"),
        ] {
            assert_eq!(like(pattern, value), Ok(()), "{pattern} {value}");
        }
        for (pattern, value) in [
            ("*", "a/b"),
            ("docs/*", "docs"),
            ("docs/*", "docs/a/b"),
            ("a*b", "a"),
            ("ab*ba", "aba"),
            ("*/a", "/a"),
            ("*/*", "/x"),
            ("/*", "x"),
            ("*.txt", "b.TXT"),
        ] {
            assert_eq!(like(pattern, value), Err(Miss::Outside), "{pattern} {value}");
        }
        for value in [
            "",
            "docs/..",
            "docs/.",
            "docs//a",
            "docs/",
            "docs/a\\b",
            "docs/%2e",
            "docs/a\nb",
            "docs/\u{200B}",
            "docs/\u{2025}",
        ] {
            assert_eq!(like("docs/*", value), Err(Miss::Ambiguous), "{value:?}");
        }
    }

    #[test]
    fn patterns_that_promise_more_are_refused() {
        for good in ["*", "a*b", "*/*", "a?b[c]{d}", "/x/*", &"a".repeat(128), "*a*a*a*a*a*a*a*a"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for bad in [
            "",
            "**",
            "a/**",
            "../*",
            "a//b",
            "a/",
            "a\\*",
            "%2e*",
            "a\u{202E}*",
            &"a".repeat(129),
            "*a*a*a*a*a*a*a*a*",
        ] {
            assert!(fault(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn agrees_with_the_oracle_on_every_short_pattern_and_value() {
        let words = |alphabet: &[char], longest: u32| -> Vec<String> {
            let mut all = alloc::vec![String::new()];
            let mut last = all.clone();
            for _ in 0..longest {
                last = last.iter().flat_map(|word| alphabet.iter().map(move |c| alloc::format!("{word}{c}"))).collect();
                all.extend(last.iter().cloned());
            }
            all
        };
        let (mut asked, mut matched) = (0, 0);
        for pattern in words(&['a', 'b', '*', '/'], 5).iter().filter(|pattern| fault(pattern).is_none()) {
            for value in words(&['a', 'b', '/'], 6).iter().filter(|value| path::are_clean_segments(value)) {
                let wanted = wanted(pattern, value);
                assert_eq!(like(pattern, value).is_ok(), wanted, "{pattern} {value}");
                asked += 1;
                matched += u32::from(wanted);
            }
        }
        assert!(asked > 50_000 && matched > 1_000, "{asked} {matched}");
    }

    proptest! {
        #[test]
        fn agrees_with_the_oracle(pattern in "[ab*/.ä]{1,12}", value in "[ab*/.ä]{0,16}") {
            prop_assume!(fault(&pattern).is_none() && path::are_clean_segments(&value));
            prop_assert_eq!(like(&pattern, &value).is_ok(), wanted(&pattern, &value));
        }

        /// Of one number and longer, found and found nearly.
        #[test]
        fn a_piece_is_found_where_a_search_finds_it(piece in "[ab]{1,4}|[abä]{1,12}", text in "[ab]{0,8}|[abä]{0,60}") {
            let wanted = text.split_once(&piece).map(|(_, behind)| behind);
            prop_assert_eq!(after(&text, &piece), wanted);
        }
    }
}
