//! Refused code points: the first and the last of every range, and their neighbours outside.

use depute_vectors::kit::{AUD, SUB};

use super::{no_root, yes};
use crate::form;
use crate::model::Subject;

/// The ranges of the specification, and the last two code points of some planes.
const REFUSED: [(u32, u32, &str); 26] = [
    (0x0000, 0x001F, "controls"),
    (0x007F, 0x009F, "delete and controls"),
    (0x00AD, 0x00AD, "soft hyphen"),
    (0x034F, 0x034F, "combining grapheme joiner"),
    (0x061C, 0x061C, "Arabic letter mark"),
    (0x115F, 0x1160, "Hangul fillers"),
    (0x17B4, 0x17B5, "Khmer inherent vowels"),
    (0x180B, 0x180F, "Mongolian selectors and vowel separator"),
    (0x200B, 0x200F, "zero-width space, joiners, direction marks"),
    (0x2028, 0x202E, "line and paragraph separators, direction overrides"),
    (0x2060, 0x206F, "word joiner, invisible operators, isolates"),
    (0x2800, 0x2800, "blank Braille pattern"),
    (0x3164, 0x3164, "Hangul filler"),
    (0xFDD0, 0xFDEF, "non-characters"),
    (0xFE00, 0xFE0F, "variation selectors"),
    (0xFEFF, 0xFEFF, "byte order mark"),
    (0xFFA0, 0xFFA0, "half-width Hangul filler"),
    (0xFFF0, 0xFFFB, "unassigned specials, interlinear annotation"),
    (0xFFFE, 0xFFFF, "the last two of plane 0"),
    (0x13430, 0x1343F, "controls of hieroglyphs"),
    (0x1BCA0, 0x1BCA3, "controls of shorthand"),
    (0x1D173, 0x1D17A, "controls of musical notation"),
    (0x1FFFE, 0x1FFFF, "the last two of plane 1"),
    (0x8FFFE, 0x8FFFF, "the last two of plane 8"),
    (0xE0000, 0xE0FFF, "tags, variation selectors"),
    (0x10FFFE, 0x10FFFF, "the last two of plane 16"),
];

pub(super) fn add(file: &mut Subject) {
    let code_point = |number: u32| char::from_u32(number).expect("no surrogate is refused, and none is beside a range");
    let is_refused = |number: u32| {
        REFUSED.iter().any(|(first, last, _)| (*first..=*last).contains(&number)) || number & 0xFFFE == 0xFFFE
    };
    // U+FFFF + 1 and the like are characters of the next plane; beyond U+10FFFF there is nothing.
    let neighbours = REFUSED.iter().flat_map(|(first, last, _)| [first.checked_sub(1), Some(last + 1)]).flatten();
    let neighbours: String =
        neighbours.filter(|number| *number <= 0x10_FFFF && !is_refused(*number)).map(code_point).collect();
    let shows = "a line of every code point that stands beside a refused one and is none";
    yes(file, "code-points", shows, &form::root(|link| link.mandate().set(4, neighbours)));
    let look_alikes = "\u{A5}\u{2024}\u{2044}\u{2215}\u{29F8}\u{FF05}\u{FF0E}\u{FF0F}\u{FF3C}\u{3000}\u{A0}";
    let shows = "a line of look-alikes and spaces, which are refused in segments of paths alone";
    yes(file, "code-points-alike", shows, &form::root(|link| link.mandate().set(4, look_alikes)));
    for (first, last, what) in REFUSED {
        for number in if first == last { vec![first] } else { vec![first, last] } {
            let shows = format!("whose intent has U+{number:04X} ({what})");
            let line = format!("a{}b", code_point(number));
            let name = format!("code-point-{number:04x}");
            no_root(file, &name, "code-points", &shows, "character_refused", |link| link.mandate().set(4, line));
        }
    }
    let shows = "whose audience has a tag character";
    no_root(file, "code-point-in-aud", "two-links", shows, "character_refused", |link| link.set(AUD, "a\u{E0041}"));
    let shows = "whose `sub` has a variation selector";
    no_root(file, "code-point-in-sub", "sub-unicode", shows, "character_refused", |link| link.set(SUB, "a\u{FE0F}"));
}
