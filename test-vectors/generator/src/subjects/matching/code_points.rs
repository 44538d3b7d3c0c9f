//! The code points of paths: every range of the specification at both its ends, beside what stands just outside.

use depute_vectors::kit::list;
use serde_json::json;

use super::Judged;
use crate::model::Subject;

/// Refused in every text of a policy, and in paths.
pub(crate) const REFUSED: [(u32, u32, &str); 22] = [
    (0x0000, 0x001F, "a control"),
    (0x007F, 0x009F, "delete or a control"),
    (0x00AD, 0x00AD, "the soft hyphen"),
    (0x034F, 0x034F, "the combining grapheme joiner"),
    (0x061C, 0x061C, "the Arabic letter mark"),
    (0x115F, 0x1160, "a Hangul filler"),
    (0x17B4, 0x17B5, "a Khmer inherent vowel"),
    (0x180B, 0x180F, "a Mongolian selector"),
    (0x200B, 0x200F, "a zero-width character or direction mark"),
    (0x2028, 0x202E, "a separator of lines or a direction override"),
    (0x2060, 0x206F, "an invisible operator"),
    (0x2800, 0x2800, "the blank Braille pattern"),
    (0x3164, 0x3164, "the Hangul filler"),
    (0xFDD0, 0xFDEF, "a non-character"),
    (0xFE00, 0xFE0F, "a variation selector"),
    (0xFEFF, 0xFEFF, "the byte order mark"),
    (0xFFA0, 0xFFA0, "the half-width Hangul filler"),
    (0xFFF0, 0xFFFB, "an unassigned special or an annotation"),
    (0x13430, 0x1343F, "a control of hieroglyphs"),
    (0x1BCA0, 0x1BCA3, "a control of shorthand"),
    (0x1D173, 0x1D17A, "a control of musical notation"),
    (0xE0000, 0xE0FFF, "a tag or a variation selector"),
];

/// Look-alikes of `.`, `/`, `\` and `%`.
pub(crate) const LOOK_ALIKES: [(u32, u32, &str); 27] = [
    (0x00A5, 0x00A5, "the yen sign"),
    (0x2024, 0x2026, "a leader or the ellipsis"),
    (0x2044, 0x2044, "the fraction slash"),
    (0x2052, 0x2052, "the commercial minus"),
    (0x20A9, 0x20A9, "the won sign"),
    (0x2100, 0x2101, "account of, or addressed to"),
    (0x2105, 0x2106, "care of, or cada una"),
    (0x2215, 0x2216, "the division slash or the set minus"),
    (0x2488, 0x249B, "a digit with a full stop"),
    (0x2571, 0x2572, "a box diagonal"),
    (0x27CB, 0x27CB, "the rising diagonal"),
    (0x27CD, 0x27CD, "the falling diagonal"),
    (0x29F5, 0x29F9, "a solidus or its kin"),
    (0x3002, 0x3002, "the ideographic full stop"),
    (0x33C2, 0x33C2, "a.m."),
    (0x33C7, 0x33C7, "Co."),
    (0x33D8, 0x33D8, "p.m."),
    (0xFE19, 0xFE19, "the vertical ellipsis"),
    (0xFE30, 0xFE30, "the vertical two dot leader"),
    (0xFE52, 0xFE52, "the small full stop"),
    (0xFE68, 0xFE68, "the small reverse solidus"),
    (0xFE6A, 0xFE6A, "the small percent sign"),
    (0xFF05, 0xFF05, "the full-width percent sign"),
    (0xFF0E, 0xFF0F, "a full-width full stop or solidus"),
    (0xFF3C, 0xFF3C, "the full-width reverse solidus"),
    (0xFF61, 0xFF61, "the half-width ideographic full stop"),
    (0x1F100, 0x1F100, "digit zero with a full stop"),
];

/// Which may not begin or end a segment.
const SPACES: [(u32, u32, &str); 7] = [
    (0x0020, 0x0020, "the space"),
    (0x00A0, 0x00A0, "the no-break space"),
    (0x1680, 0x1680, "the Ogham space mark"),
    (0x2000, 0x200A, "a space of some width"),
    (0x202F, 0x202F, "the narrow no-break space"),
    (0x205F, 0x205F, "the mathematical space"),
    (0x3000, 0x3000, "the ideographic space"),
];

pub(super) fn all(file: &mut Subject) {
    let mut judged = Judged::by(file, list![7, "/"], " under \"/\"");
    beside(&mut judged);
    for (from, to, what) in REFUSED.into_iter().chain(LOOK_ALIKES) {
        for code_point in ends(from, to) {
            within(&mut judged, code_point, what);
        }
    }
    for plane in [0, 1, 15, 16] {
        for code_point in [plane << 16 | 0xFFFE, plane << 16 | 0xFFFF] {
            within(&mut judged, code_point, "one of the last two code points of a plane");
        }
    }
    for (from, to, what) in SPACES {
        for code_point in ends(from, to) {
            around(&mut judged, code_point, what);
        }
    }
}

fn ends(from: u32, to: u32) -> Vec<u32> {
    if from == to { vec![from] } else { vec![from, to] }
}

/// What stands just outside of a range, and in no other, is a letter like others.
fn beside(judged: &mut Judged) {
    let neighbours = REFUSED.iter().chain(&LOOK_ALIKES).flat_map(|(from, to, _)| [from.wrapping_sub(1), to + 1]);
    let mut neighbours: Vec<u32> =
        neighbours.chain([0xFFFD, 0x1FFFD, 0x10FFFD]).filter(|point| is_plain(*point)).collect();
    neighbours.sort_unstable();
    neighbours.dedup();
    for chunk in neighbours.chunks(16) {
        let (first, last) = (chunk[0], chunk[chunk.len() - 1]);
        let path: String = chunk.iter().map(|point| format!("/a{}b", char_of(*point))).collect();
        let shows =
            format!("code points from U+{first:04X} to U+{last:04X} that stand just outside of the refused ranges");
        judged.says(
            &format!("point-beside-{first:04x}"),
            None,
            &shows,
            &super::ascii(&json!(path)),
            &super::accepted(),
            &[],
        );
    }
    judged.says("point-plain", None, "a plain letter within a segment", "\"/aab\"", &super::accepted(), &[]);
}

fn is_plain(point: u32) -> bool {
    let of_none = REFUSED.iter().chain(&LOOK_ALIKES).all(|(from, to, _)| !(*from..=*to).contains(&point));
    let separates = [u32::from('/'), u32::from('%'), u32::from('\\')].contains(&point);
    of_none && !separates && point & 0xFFFE != 0xFFFE && char::from_u32(point).is_some()
}

fn char_of(point: u32) -> char {
    char::from_u32(point).expect("a scalar value")
}

fn within(judged: &mut Judged, point: u32, what: &str) {
    let path = super::ascii(&json!(format!("/a{}b", char_of(point))));
    let shows = format!("U+{point:04X}, {what}, within a segment");
    let expect = super::refused("arg_ambiguous", "x");
    judged.says(&format!("point-{point:04x}"), Some("point-plain"), &shows, &path, &expect, &["unicode"]);
}

fn around(judged: &mut Judged, point: u32, what: &str) {
    let space = char_of(point);
    let name = format!("space-{point:04x}");
    let paths = [
        ("within", format!("/a{space}b"), format!("U+{point:04X}, {what}, within a segment is a character")),
        ("first", format!("/{space}ab"), format!("U+{point:04X}, {what}, begins a segment")),
        ("last", format!("/ab{space}"), format!("U+{point:04X}, {what}, ends a segment")),
    ];
    for (place, path, shows) in paths {
        let path = super::ascii(&json!(path));
        let right = format!("{name}-within");
        match place {
            "within" => judged.says(&right, None, &shows, &path, &super::accepted(), &["unicode"]),
            _ => {
                let expect = super::refused("arg_ambiguous", "x");
                judged.says(&format!("{name}-{place}"), Some(&right), &shows, &path, &expect, &["unicode"])
            }
        };
    }
}
