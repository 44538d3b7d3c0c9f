//! What grants and calls are made of: small sets, so that they meet, of what readers are known to take differently.

use super::model::{Json, Number};
use super::net::{address, mail, url};
use super::rng::Rng;

/// Actions that a grant and a call can both name.
pub(crate) const ACTIONS: [&str; 26] = [
    "a",
    "a.b",
    "a.b",
    "a.b.c",
    "a.bc",
    "ab",
    "A.b",
    "a.",
    "a..b",
    "a.B",
    ".",
    "..",
    "...",
    "-",
    "_",
    "1",
    "1.5",
    "*",
    "a.*",
    "a.b.*",
    "a b",
    "a.b ",
    "é.b",
    "e\u{301}.b",
    "a\".b",
    "a\u{ff0e}b",
];

pub(crate) const PREFIXES: [&str; 10] = ["a", "a", "a.b", "a.b", "a.", ".", "A", "1", "a.b.c", "e"];

pub(crate) const NAMES: [&str; 30] = [
    "a", "a", "b", "b", "to", "price", "aa", "A", "", "_", "in", "and", "each", "date", "under", "like", "needs",
    "true", "null", "..", "a.b", "a b", "1", "x-y", "é", "e\u{301}", "\"", "\\", "漢😀", "price?",
];

/// Names that no grant can have.
pub(crate) const STRANGE_NAMES: [&str; 6] = ["a\u{202e}", "a\u{200b}", "\n", "\0", "\u{7f}", "\u{e0041}"];

pub(crate) const WORDS: [&str; 34] = [
    "",
    "a",
    "b",
    "ab",
    "SFO",
    "sfo",
    "SFO ",
    "true",
    "null",
    "1",
    "0",
    "-0",
    "2026-12-01",
    "2026-12-01T00:00:00Z",
    "/data",
    "/data/a",
    "docs/a.md",
    "a/b",
    "\"",
    "\\",
    "a\"b",
    "'",
    "*",
    "**",
    "..",
    ".",
    "é",
    "e\u{301}",
    "😀",
    "漢",
    "\u{2024}",
    "\u{ff0e}",
    "ſ",
    "K",
];

/// Texts that only a call can have.
pub(crate) const STRANGE_WORDS: [&str; 16] = [
    "\n",
    "\0",
    "a\n",
    "SFO\n",
    "SFO\0",
    "\u{202e}SFO",
    "SFO\u{200b}",
    "\u{feff}SFO",
    "a\tb",
    "a\rb",
    "\u{ffff}",
    "\u{10ffff}",
    "\u{fdd0}",
    "\u{e0041}",
    "\u{85}",
    "\u{1f}",
];

const NUMBERS: [&str; 42] = [
    "0",
    "0",
    "1",
    "1",
    "2",
    "3",
    "-1",
    "5",
    "50",
    "100",
    "400",
    "399.99",
    "399.999999",
    "399.9999999",
    "600",
    "-0.5",
    "0.1",
    "0.2",
    "0.3",
    "0.30000000000000004",
    "1e-7",
    "1.5e-7",
    "0.000001",
    "0.0000015",
    "9007199254740991",
    "9007199254740990",
    "-9007199254740991",
    "4503599627370495.5",
    "60000",
    "60000.00000000001",
    "59999.99999999999",
    "5e-324",
    "-5e-324",
    "1000000000000000",
    "8999999999999",
    "8999999999999.998",
    "9000000000000",
    "123.4567891",
    "5.960464477539062e-7",
    "2.9802322387695312e-8",
    "123456789012.34567",
    "0.5",
];

pub(crate) const DATES: [&str; 20] = [
    "2026-12-01",
    "2026-12-01",
    "2026-12-02",
    "2026-11-30",
    "2026-12-08",
    "2028-02-29",
    "2000-02-29",
    "0000-01-01",
    "0000-02-29",
    "9999-12-31",
    "2026-12-01T00:00:00Z",
    "2026-12-01T00:00:00Z",
    "2026-12-01T00:00:01Z",
    "2026-11-30T23:59:59Z",
    "2026-12-08T00:00:00Z",
    "2026-12-01T12:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "1969-12-31T23:59:59Z",
    "2028-02-29T12:30:30Z",
];

/// What is almost a date.
pub(crate) const ALMOST_DATES: [&str; 39] = [
    "",
    "2026-0:-01",
    "2026-12-0:",
    "2026-12-0/",
    "2026-12-1",
    "2026-12-00",
    "2026-12-32",
    "2026-11-31",
    "2026-13-01",
    "2026-00-01",
    "2027-02-29",
    "1900-02-29",
    "2100-02-29",
    " 2026-12-01",
    "2026-12-01 ",
    "2026-12-01\n",
    "2026-12-01\0",
    "２０２６-12-01",
    "2026-12-０1",
    "20261201",
    "2026/12/01",
    "2026-12-01T00:00:00",
    "2026-12-01T00:00Z",
    "2026-12-01T24:00:00Z",
    "2026-12-01T23:60:00Z",
    "2026-12-31T23:59:60Z",
    "2026-12-01t00:00:00z",
    "2026-12-01T00:00:00z",
    "2026-12-01T00:00:00+00:00",
    "2026-12-01T00:00:00.0Z",
    "2026-12-01 00:00:00Z",
    "2026-12-01Z",
    "2026-12-01T",
    "2026-12-01T00:00:00ZZ",
    "+026-12-01",
    "-026-12-01",
    "12026-12-01",
    "2026–12–01",
    "2026-+1-01",
];

/// Segments that a path or a glob of a grant can have.
pub(crate) const SEGMENTS: [&str; 21] = [
    "data", "data", "a", "a", "b", "docs", "a b", ".hidden", "...", ".a", "a.", "~", "C:", "database", "Data", "*",
    "ä漢", "😀", "[a]", "{a,b}", "?",
];

/// Segments that are nowhere clean.
pub(crate) const STRANGE_SEGMENTS: [&str; 34] = [
    " ",
    " a",
    "a ",
    "\u{a0}a",
    "a\u{3000}",
    ".. ",
    "",
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "%2E%2E",
    "a%2fb",
    "%",
    "..\\",
    "a\\b",
    "\\",
    "..;\\",
    "\u{2024}\u{2024}",
    "\u{2025}",
    "\u{2026}",
    "\u{ff0e}\u{ff0e}",
    "\u{fe52}",
    "\u{3002}",
    "a\u{2215}b",
    "a\u{ff0f}b",
    "a\u{29f8}b",
    "\u{ff3c}",
    "a\u{200b}",
    "\u{202e}gpj",
    "a\0",
    "a\n",
    "\u{ad}",
    "a\u{fe0f}",
];

pub(crate) const PIECES: [&str; 14] =
    ["a", "b", "ab", "aa", "aba", ".md", ".", "é", "漢", "-", "?", "[a]", "@example.com", "A"];

/// What a star is made to stand for.
pub(crate) const RUNS: [&str; 12] = ["", "", "", "a", "b", "ab", "aa", "aaaaaa", ".", "*", "é", "a b"];
/// And what it never stands for.
pub(crate) const STRANGE_RUNS: [&str; 6] = ["/", "a/b", "\u{2024}", "\n", "\\", "%"];

/// A number from the set, or one with few digits.
pub(crate) fn number(rng: &mut Rng) -> Number {
    match rng.below(4) {
        0 => Number::printed(&(rng.below(700) as i64 - 50).to_string()),
        // At most 15 digits: every such decimal is printed as it is written.
        1 => {
            let (whole, hundredths) = (rng.below(1000), 1 + rng.below(99));
            let text = format!("{whole}.{hundredths:02}");
            Number::printed(text.trim_end_matches('0'))
        }
        _ => Number::printed(rng.pick(&NUMBERS)),
    }
}

/// A scalar that a grant can have.
pub(crate) fn scalar(rng: &mut Rng) -> Json {
    match rng.below(10) {
        0..=5 => Json::Text(rng.pick(&WORDS).to_owned()),
        6..=8 => Json::Number(number(rng)),
        _ => Json::Bool(rng.chance(50)),
    }
}

pub(crate) fn text(rng: &mut Rng) -> String {
    match rng.below(12) {
        0..=2 => rng.pick(&WORDS).to_owned(),
        3 => rng.pick(&STRANGE_WORDS).to_owned(),
        4 => rng.pick(&DATES).to_owned(),
        5 => rng.pick(&ALMOST_DATES).to_owned(),
        6 => url(rng, 30),
        7 => mail(rng, 30),
        8 => address(rng, 30),
        _ => path(rng, 30),
    }
}

/// Any value.
pub(crate) fn json(rng: &mut Rng, levels: usize) -> Json {
    match rng.below(if levels == 0 { 7 } else { 10 }) {
        0 => Json::Null,
        1 => Json::Bool(rng.chance(50)),
        2 | 3 => Json::Number(number(rng)),
        4..=6 => Json::Text(text(rng)),
        7 | 8 => Json::List((0..rng.below(4)).map(|_| json(rng, levels - 1)).collect()),
        _ => {
            let mut members: Vec<(String, Json)> = Vec::new();
            for _ in 0..rng.below(4) {
                let name = argument_name(rng);
                if members.iter().all(|(other, _)| *other != name) {
                    members.push((name, json(rng, levels - 1)));
                }
            }
            Json::Object(members)
        }
    }
}

/// A name that a call can have.
pub(crate) fn argument_name(rng: &mut Rng) -> String {
    if rng.chance(5) { rng.pick(&STRANGE_NAMES).to_owned() } else { rng.pick(&NAMES).to_owned() }
}

/// A path, each of its segments strange with this chance.
pub(crate) fn path(rng: &mut Rng, strange_percent: u64) -> String {
    let mut path = String::new();
    for place in 0..1 + rng.below(3) {
        if place > 0 || !rng.chance(strange_percent / 3) {
            path.push('/');
        }
        let strange = rng.chance(strange_percent);
        path.push_str(if strange { rng.pick(&STRANGE_SEGMENTS) } else { rng.pick(&SEGMENTS) });
    }
    path
}
