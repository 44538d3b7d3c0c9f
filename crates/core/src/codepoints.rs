//! Code points that policy and context text may not contain: explicit ranges, no Unicode tables.
//!
//! Languages ship different versions of Unicode, so a rule that rests on a property would give different verdicts.
//! Strings are compared byte for byte and never normalised; what cannot be seen, or turns the reading direction, is
//! refused instead. Source: `spec/operators.md`, "Code points".

/// Control, bidirectional, zero-width, tag and non-character code points, first and last of each range.
pub(crate) const REFUSED: &[(u32, u32)] = &[
    (0x0000, 0x001F),   // controls
    (0x007F, 0x009F),   // delete and controls
    (0x00AD, 0x00AD),   // soft hyphen
    (0x034F, 0x034F),   // combining grapheme joiner
    (0x061C, 0x061C),   // Arabic letter mark
    (0x115F, 0x1160),   // Hangul fillers
    (0x17B4, 0x17B5),   // Khmer inherent vowels
    (0x180B, 0x180F),   // Mongolian selectors and vowel separator
    (0x200B, 0x200F),   // zero-width space, joiners, direction marks
    (0x2028, 0x202E),   // line and paragraph separators, direction overrides
    (0x2060, 0x206F),   // word joiner, invisible operators, isolates
    (0x2800, 0x2800),   // blank Braille pattern
    (0x3164, 0x3164),   // Hangul filler
    (0xFDD0, 0xFDEF),   // non-characters
    (0xFE00, 0xFE0F),   // variation selectors
    (0xFEFF, 0xFEFF),   // byte order mark
    (0xFFA0, 0xFFA0),   // half-width Hangul filler
    (0xFFF0, 0xFFFB),   // unassigned specials, interlinear annotation
    (0x13430, 0x1343F), // controls of hieroglyphs
    (0x1BCA0, 0x1BCA3), // controls of shorthand
    (0x1D173, 0x1D17A), // controls of musical notation
    (0xE0000, 0xE0FFF), // tags, variation selectors
];

/// Characters that look like `.`, `/`, `\` or `%`, or that some system turns into one of them (by compatibility
/// normalisation, or by its best fit in an old code page): refused in paths and globs, where these mean something.
pub(crate) const LOOK_ALIKES: &[(u32, u32)] = &[
    (0x00A5, 0x00A5),   // yen, a backslash in code page 932
    (0x2024, 0x2026),   // leaders and ellipsis
    (0x2044, 0x2044),   // fraction slash
    (0x2052, 0x2052),   // commercial minus
    (0x20A9, 0x20A9),   // won, a backslash in code page 949
    (0x2100, 0x2101),   // account of, addressed to
    (0x2105, 0x2106),   // care of, cada una
    (0x2215, 0x2216),   // division slash, set minus
    (0x2488, 0x249B),   // digits with a full stop
    (0x2571, 0x2572),   // box diagonals
    (0x27CB, 0x27CB),   // rising diagonal
    (0x27CD, 0x27CD),   // falling diagonal
    (0x29F5, 0x29F9),   // reverse solidus operator, big solidus and their kin
    (0x3002, 0x3002),   // ideographic full stop
    (0x33C2, 0x33C2),   // a.m.
    (0x33C7, 0x33C7),   // Co.
    (0x33D8, 0x33D8),   // p.m.
    (0xFE19, 0xFE19),   // vertical ellipsis
    (0xFE30, 0xFE30),   // vertical two dot leader
    (0xFE52, 0xFE52),   // small full stop
    (0xFE68, 0xFE68),   // small reverse solidus
    (0xFE6A, 0xFE6A),   // small percent
    (0xFF05, 0xFF05),   // full-width percent
    (0xFF0E, 0xFF0F),   // full-width full stop and solidus
    (0xFF3C, 0xFF3C),   // full-width reverse solidus
    (0xFF61, 0xFF61),   // half-width ideographic full stop
    (0x1F100, 0x1F100), // digit zero full stop
];

/// Whether policy and context text may not contain this character.
pub fn is_refused(c: char) -> bool {
    match c as u32 {
        // Most text, without a look into the table; a test compares this with the table alone.
        0x20..=0x7E | 0xA0..=0xAC | 0xAE..=0x34E | 0x3165..=0xFDCF => false,
        code => is_refused_by_table(code),
    }
}

/// What a character means to whoever takes a path apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum InPath {
    /// One of a name's.
    Plain,
    /// [`is_space`]: inside of a name alone.
    Space,
    /// `\\`, `%`, what is refused everywhere, and what looks like `.`, `/` or these: nowhere.
    Refused,
}

/// Which of these a character is that is neither `.` nor `/`. One look for most, since a path may have thousands.
pub(crate) fn in_path(c: char) -> InPath {
    let code = c as u32;
    let page = PAGES.get((code >> 6) as usize).copied().unwrap_or(u64::MAX);
    if page >> (code & 63) & 1 == 0 {
        InPath::Plain
    } else if is_space(c) {
        InPath::Space
    } else if is_refused(c) || is_look_alike(c) || matches!(c, '\\' | '%') {
        InPath::Refused
    } else {
        InPath::Plain
    }
}

/// A bit for each character of the first plane that is not plain in a path.
static PAGES: [u64; 1024] = pages();

// Evaluated by the compiler alone, which refuses what would be out of range.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn pages() -> [u64; 1024] {
    let mut pages = [0; 1024];
    pages[b'\\' as usize >> 6] |= 1 << (b'\\' & 63);
    pages[b'%' as usize >> 6] |= 1 << (b'%' & 63);
    // The last two code points.
    pages[1023] |= 3 << 62;
    mark(&mut pages, REFUSED);
    mark(&mut pages, LOOK_ALIKES);
    mark(&mut pages, SPACES);
    pages
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
const fn mark(pages: &mut [u64; 1024], mut ranges: &[(u32, u32)]) {
    while let [(first, last), rest @ ..] = ranges {
        let mut code = *first;
        while code <= *last && code < 0x1_0000 {
            pages[(code >> 6) as usize] |= 1 << (code & 63);
            code += 1;
        }
        ranges = rest;
    }
}

/// Spaces, which readers trim from the ends of a name: none may begin or end a segment of a path.
pub(crate) const SPACES: &[(u32, u32)] = &[
    (0x0020, 0x0020), // space
    (0x00A0, 0x00A0), // no-break space
    (0x1680, 0x1680), // Ogham space mark
    (0x2000, 0x200A), // spaces of many widths
    (0x202F, 0x202F), // narrow no-break space
    (0x205F, 0x205F), // mathematical space
    (0x3000, 0x3000), // ideographic space
];

/// Whether the character could be taken for one that separates or escapes in a path.
pub(crate) fn is_look_alike(c: char) -> bool {
    match c as u32 {
        0..=0xA4 | 0xA6..=0x2023 | 0x33D9..=0xFE18 | 0x1_F101.. => false,
        code => within(LOOK_ALIKES, code),
    }
}

/// Whether the character is a space.
pub(crate) fn is_space(c: char) -> bool {
    match c as u32 {
        0x21..=0x9F | 0xA1..=0x167F | 0x3001.. => false,
        code => within(SPACES, code),
    }
}

fn is_refused_by_table(code: u32) -> bool {
    // The last two code points of every plane are non-characters.
    within(REFUSED, code) || code & 0xFFFE == 0xFFFE
}

/// The first refused character of a text.
pub(crate) fn first_refused(text: &str) -> Option<char> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return None;
    }
    text.chars().find(|&c| is_refused(c))
}

fn within(ranges: &[(u32, u32)], code: u32) -> bool {
    // Ranges ascend, which a test holds them to.
    let next = ranges.partition_point(|&(_, last)| last < code);
    ranges.get(next).is_some_and(|&(first, _)| first <= code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_and_turning_characters_are_refused_and_letters_are_not() {
        for c in [
            '\0',
            '\n',
            '\u{7F}',
            '\u{85}',
            '\u{200B}',
            '\u{200D}',
            '\u{202E}',
            '\u{2066}',
            '\u{FEFF}',
            '\u{FFFE}',
            '\u{1FFFF}',
            '\u{E0041}',
        ] {
            assert!(is_refused(c), "{:x}", c as u32);
        }
        for c in ['a', '~', ' ', 'ß', 'é', '漢', '🛫', '\u{FFFD}', '\u{10000}'] {
            assert!(!is_refused(c), "{:x}", c as u32);
        }
    }

    #[test]
    fn the_short_cuts_say_what_the_tables_say() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert_eq!(is_refused(c), is_refused_by_table(c as u32), "{:x}", c as u32);
            assert_eq!(is_look_alike(c), within(LOOK_ALIKES, c as u32), "{:x}", c as u32);
            assert_eq!(is_space(c), within(SPACES, c as u32), "{:x}", c as u32);
            let wanted = if is_space(c) {
                InPath::Space
            } else if is_refused(c) || is_look_alike(c) || c == '\\' || c == '%' {
                InPath::Refused
            } else {
                InPath::Plain
            };
            assert_eq!(in_path(c), wanted, "{:x}", c as u32);
        }
    }

    #[test]
    fn ranges_ascend_and_do_not_touch() {
        for table in [REFUSED, LOOK_ALIKES, SPACES] {
            for pair in table.windows(2) {
                assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0);
            }
        }
    }
}
