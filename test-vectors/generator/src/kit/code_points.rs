//! The code points that the specification treats apart.

/// Refused in every text of a policy, and in paths.
pub const REFUSED: [(u32, u32, &str); 22] = [
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
pub const LOOK_ALIKES: [(u32, u32, &str); 27] = [
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

/// Whether a text of a policy may not have it: what nobody sees, or what changes how the rest is seen.
pub fn is_refused(c: char) -> bool {
    let point = u32::from(c);
    point & 0xFFFE == 0xFFFE || REFUSED.iter().any(|(from, to, _)| (*from..=*to).contains(&point))
}
