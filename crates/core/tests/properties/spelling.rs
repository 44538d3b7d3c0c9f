//! What the specification says of texts: code points, dates, segments, paths, globs. Written from `spec/operators.md`, as
//! plainly as it reads.

/// Code points refused in every text of a policy, and not clean in paths.
pub(crate) fn is_refused(c: char) -> bool {
    let code = c as u32;
    matches!(code,
        0x0000..=0x001F | 0x007F..=0x009F | 0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5
        | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x2800 | 0x3164 | 0xFDD0..=0xFDEF
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
        || code % 0x10000 == 0xFFFE
        || code % 0x10000 == 0xFFFF
}

/// What looks like `.`, `/`, `\` or `%`.
pub(crate) fn is_look_alike(c: char) -> bool {
    matches!(c as u32,
        0x00A5 | 0x2024..=0x2026 | 0x2044 | 0x2052 | 0x20A9 | 0x2100..=0x2101 | 0x2105..=0x2106 | 0x2215..=0x2216
        | 0x2488..=0x249B | 0x2571..=0x2572 | 0x27CB | 0x27CD | 0x29F5..=0x29F9 | 0x3002 | 0x33C2 | 0x33C7 | 0x33D8
        | 0xFE19 | 0xFE30 | 0xFE52 | 0xFE68 | 0xFE6A | 0xFF05 | 0xFF0E..=0xFF0F | 0xFF3C | 0xFF61 | 0x1F100)
}

fn is_space(c: char) -> bool {
    matches!(c as u32, 0x0020 | 0x00A0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000)
}

pub(crate) fn is_clean_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
        && !segment.starts_with(is_space)
        && !segment.ends_with(is_space)
        && !segment.contains(['/', '\\', '%'])
        && !segment.chars().any(|c| is_refused(c) || is_look_alike(c))
}

pub(crate) fn is_clean_path(path: &str) -> bool {
    path == "/" || path.strip_prefix('/').is_some_and(|rest| rest.split('/').all(is_clean_segment))
}

/// Whether a clean path is this one or below it.
pub(crate) fn is_under(above: &str, path: &str) -> bool {
    above == "/" || path == above || path.starts_with(&format!("{above}/"))
}

/// Clean segments joined by `/`, optionally after one.
pub(crate) fn is_clean_for_like(text: &str) -> bool {
    text.strip_prefix('/').unwrap_or(text).split('/').all(is_clean_segment)
}

pub(crate) fn is_like(glob: &str, text: &str) -> bool {
    if glob.starts_with('/') != text.starts_with('/') {
        return false;
    }
    let (patterns, segments): (Vec<&str>, Vec<&str>) = (glob.split('/').collect(), text.split('/').collect());
    patterns.len() == segments.len()
        && patterns.iter().zip(segments).all(|(pattern, segment)| {
            has_pattern(&pattern.chars().collect::<Vec<_>>(), &segment.chars().collect::<Vec<_>>())
        })
}

/// Tries every run for every star.
fn has_pattern(pattern: &[char], segment: &[char]) -> bool {
    match pattern {
        [] => segment.is_empty(),
        ['*', rest @ ..] => (0..=segment.len()).any(|run| has_pattern(rest, &segment[run..])),
        [c, rest @ ..] => segment.first() == Some(c) && has_pattern(rest, &segment[1..]),
    }
}

pub(crate) fn is_date(text: &str) -> bool {
    match text.split_once('T') {
        None => is_day(text),
        Some((day, time)) => is_day(day) && is_time(time),
    }
}

fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

fn is_time(text: &str) -> bool {
    let Some(text) = text.strip_suffix('Z') else { return false };
    let parts: Vec<Option<u32>> = text.split(':').map(|part| digits(part, 2)).collect();
    matches!(parts[..], [Some(0..=23), Some(0..=59), Some(0..=59)])
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.parse().unwrap())
}

/// A JSON string as the canonical text writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_refused(c) => escape(c, &mut out),
            c => out.push(c),
        }
    }
    out + "\""
}

/// `\uXXXX`, twice above U+FFFF.
pub(crate) fn escape(c: char, out: &mut String) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.push_str(&format!("\\u{unit:04x}"));
    }
}

/// A name as the canonical text writes it.
pub(crate) fn name(name: &str) -> String {
    let bare = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && name.bytes().next().is_some_and(|byte| !byte.is_ascii_digit());
    if bare { name.to_owned() } else { quoted(name) }
}

/// Whether an action is written without quotes.
pub(crate) fn is_plain(action: &str) -> bool {
    !action.is_empty() && action.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}
