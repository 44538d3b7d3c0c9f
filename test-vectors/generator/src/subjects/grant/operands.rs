//! What may stand behind each operator.

use depute_vectors::kit::{Item, bytes, float, list, map, raw};

use super::{Wires, of};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    scalars(file);
    lists(file);
    dates(file);
    paths(file);
    globs(file);
    lengths(file);
}

/// Operands that an operator takes, and those that it does not, each with its code; the first right one is the twin.
pub(super) fn operands(
    file: &mut Subject,
    kind: &str,
    operator: u64,
    right: Vec<(&str, Item, &str)>,
    wrong: Vec<(&str, &str, Item, &str)>,
) {
    let twin = format!("{kind}-{}", right[0].0);
    let what = match operator {
        1 => "behind `=`",
        2 => "in a list behind `in`",
        3..=6 => "behind a comparison",
        7 => "behind `under`",
        8 => "behind `like`",
        9 => "behind `within`",
        10 => "behind `within`, with a query",
        11 => "behind `at`",
        12 => "behind `cidr`",
        _ => "behind `len`",
    };
    let mut wires = Wires::operands(file, what);
    for (name, operand, shows) in right {
        wires.reads(&format!("{kind}-{name}"), shows, &of(list![operator, operand]));
    }
    for (code, name, operand, shows) in wrong {
        wires.refuses(code, &format!("{kind}-{name}"), &twin, shows, &of(list![operator, operand]));
    }
}

fn scalars(file: &mut Subject) {
    let long = |bytes: usize| Item::from("b".repeat(bytes));
    operands(
        file,
        "scalar",
        1,
        vec![
            ("text", "SFO".into(), "a text"),
            ("empty", "".into(), "the empty text"),
            ("zero", 0.into(), "0"),
            ("greatest", 9_007_199_254_740_991_u64.into(), "2⁵³−1"),
            ("least", Item::Negative(9_007_199_254_740_990), "−(2⁵³−1)"),
            ("fraction", float(0.5), "a number with a fraction, as a double"),
            ("least-double", float(5e-324), "the least double"),
            ("true", true.into(), "true"),
            ("1024-bytes", long(1024), "a text of 1,024 bytes"),
            ("1024-bytes-of-letters", "é".repeat(512).into(), "512 letters of two bytes each"),
        ],
        vec![
            ("cbor_simple", "null", raw(&[0xF6]), "null is no scalar of a grant"),
            ("cbor_simple", "undefined", raw(&[0xF7]), "undefined is none"),
            ("cbor_simple", "simple-255", raw(&[0xF8, 0xFF]), "a simple value of two bytes"),
            ("cbor_indefinite", "break", raw(&[0xFF]), "a break"),
            ("cbor_type", "list", list!["SFO"], "a list is no scalar"),
            ("cbor_type", "map", map! {}, "a map is no scalar"),
            ("cbor_type", "bytes", bytes(b"SFO"), "bytes are no scalar"),
            ("cbor_tag", "bignum", raw(&[0xC2, 0x41, 0x01]), "a big number has a tag"),
            ("cbor_tag", "date", raw(&[0xC1, 0x00]), "a time with a tag"),
            ("cbor_utf8", "not-utf8", raw(&[0x61, 0xFF]), "a text that is not UTF-8"),
            ("cbor_utf8", "surrogate", raw(&[0x63, 0xED, 0xA0, 0x80]), "a surrogate, encoded"),
            ("cbor_indefinite", "text-in-pieces", raw(&[0x7F, 0xFF]), "a text in pieces"),
            ("limit_exceeded", "1025-bytes", long(1025), "a text of 1,025 bytes"),
            ("limit_exceeded", "1026-bytes-of-letters", "é".repeat(513).into(), "513 letters of two bytes each"),
            ("secret_refused", "secret", "dptsk1_AAAA".into(), "the text of a secret key"),
            ("secret_refused", "secret-within", "key: dptsk1_".into(), "the prefix of one, anywhere"),
        ],
    );
    let mut wires = Wires::clauses(file);
    for (name, twin, code, operand, shows) in [
        ("number-beyond", "scalar-greatest", "value_invalid", 9_007_199_254_740_992_u64.into(), "2⁵³"),
        ("number-64-bits", "scalar-greatest", "value_invalid", u64::MAX.into(), "2⁶⁴−1"),
        ("number-below", "scalar-least", "value_invalid", Item::Negative(9_007_199_254_740_991), "−2⁵³"),
        ("number-64-bits-below", "scalar-least", "value_invalid", Item::Negative(u64::MAX), "−2⁶⁴"),
        ("number-integral-double", "scalar-zero", "cbor_float", float(1.0), "an integer as a double"),
        ("number-zero-double", "scalar-zero", "cbor_float", float(0.0), "0 as a double"),
        ("number-minus-zero", "scalar-zero", "cbor_float", float(-0.0), "−0"),
        ("number-great-double", "scalar-greatest", "cbor_float", float(1e300), "a great double has no fraction"),
        ("number-nan", "scalar-fraction", "cbor_float", float(f64::NAN), "NaN"),
        ("number-infinite", "scalar-fraction", "cbor_float", float(f64::INFINITY), "an infinite number"),
        ("number-minus-infinite", "scalar-fraction", "cbor_float", float(f64::NEG_INFINITY), "minus infinity"),
        ("number-half", "scalar-fraction", "cbor_float", raw(&[0xF9, 0x38, 0x00]), "0.5 as a half float"),
        ("number-single", "scalar-fraction", "cbor_float", raw(&[0xFA, 0x3F, 0, 0, 0]), "0.5 as a single float"),
        ("number-false-in-two-bytes", "scalar-true", "cbor_simple", raw(&[0xF8, 0x14]), "false in two bytes"),
    ] {
        wires.refuses(code, name, twin, shows, &of(list![1, operand]));
    }
}

fn lists(file: &mut Subject) {
    let many = |count: u64| Item::Array((0..count).map(Item::from).collect());
    operands(
        file,
        "members",
        2,
        vec![
            ("some", list!["a", 1, float(0.5), true], "members of every type"),
            ("none", list![], "no member: nothing passes"),
            ("one-and-true", list![1, true, false, 0], "booleans are no numbers, so these are four"),
            ("case", list!["a", "A"], "two cases are two texts"),
            ("forms", list!["\u{E9}", "e\u{301}"], "two normal forms are two texts"),
            ("64", many(64), "64 members"),
        ],
        vec![
            ("cbor_type", "scalar", "a".into(), "one scalar is no list"),
            ("cbor_type", "nested", list!["a", list!["b"]], "a list in the list"),
            ("cbor_type", "map", map! { "a" => true }, "a map is no list"),
            ("cbor_simple", "null", list!["a", raw(&[0xF6])], "null in the list"),
            ("duplicate_item", "twice", list!["a", 1, "a"], "a text twice"),
            ("duplicate_item", "number-twice", list![1, "a", 1], "a number twice"),
            ("duplicate_item", "fraction-twice", list![float(0.5), float(0.5)], "a fraction twice"),
            ("duplicate_item", "true-twice", list![true, true], "true twice"),
            ("character_refused", "bidi", list!["a", "b\u{202E}"], "a direction override in a member"),
            ("limit_exceeded", "long-text", list!["a", "b".repeat(1025)], "a member of 1,025 bytes"),
        ],
    );
    let mut wires = Wires::clauses(file);
    wires.refuses("limit_exceeded", "members-65", "members-64", "65 members", &of(list![2, many(65)]));
}

fn dates(file: &mut Subject) {
    for (operator, sign) in [(3, "at-most"), (4, "below"), (5, "at-least"), (6, "above")] {
        operands(
            file,
            &format!("bound-{sign}"),
            operator,
            vec![
                ("day", "2028-02-29".into(), "a day"),
                ("instant", "2026-12-01T23:59:59Z".into(), "an instant"),
                ("number", 601.into(), "a number"),
            ],
            vec![
                ("value_invalid", "text", "SFO".into(), "a text that is no date"),
                ("value_invalid", "unreal", "2027-02-29".into(), "a day that there is not"),
                ("cbor_type", "true", true.into(), "a boolean is not compared"),
            ],
        );
    }
    let wrong = [
        ("empty", "", "the empty text"),
        ("one-digit", "2026-12-1", "a day of one digit"),
        ("month-13", "2026-13-01", "month 13"),
        ("day-0", "2026-12-00", "day 0"),
        ("century", "1900-02-29", "a leap day of a year that has none"),
        ("hour-24", "2026-12-01T24:00:00Z", "hour 24"),
        ("leap-second", "2026-12-01T23:59:60Z", "a leap second"),
        ("lower-case", "2026-12-01t00:00:00z", "lower case"),
        ("offset", "2026-12-01T00:00:00+00:00", "an offset"),
        ("space-behind", "2026-12-01 ", "a space at the end"),
        ("full-width", "２０２６-12-01", "full-width digits"),
        ("number-as-text", "600", "a number as text"),
        ("bidi", "2026-12-01\u{202E}", "a text with a direction override: it is no date, and more is not asked"),
        ("secret", "dptsk1_", "the text of a secret key: it is no date, and more is not asked"),
        ("long", &"2".repeat(1025), "a text of 1,025 bytes: it is no date, and more is not asked"),
    ];
    let mut wires = Wires::clauses(file);
    for (name, date, shows) in wrong {
        let (name, wire) = (format!("bound-{name}"), of(list![5, date]));
        wires.refuses("value_invalid", &name, "bound-at-least-day", shows, &wire);
    }
    let wire = of(list![5, list![600]]);
    wires.refuses("cbor_type", "bound-list", "bound-at-least-number", "a list is not compared", &wire);
}

fn paths(file: &mut Subject) {
    let long = |bytes: usize| Item::from(format!("/{}", "b".repeat(bytes - 1)));
    operands(
        file,
        "path",
        7,
        vec![
            ("folder", "/data".into(), "a folder"),
            ("root", "/".into(), "the root"),
            ("deep", "/data/a b/.c/...".into(), "spaces within, a dot before, three dots"),
            ("letters", "/\u{E4}\u{6F22}".into(), "letters of other scripts"),
            ("star", "/*".into(), "a star is a character"),
            ("1024-bytes", long(1024), "a path of 1,024 bytes"),
        ],
        vec![
            ("value_invalid", "empty", "".into(), "the empty text"),
            ("value_invalid", "relative", "data".into(), "a path that is not absolute"),
            ("value_invalid", "final-slash", "/data/".into(), "a final slash"),
            ("value_invalid", "two-slashes", "/data//a".into(), "an empty segment"),
            ("value_invalid", "dot", "/data/.".into(), "one dot"),
            ("value_invalid", "dot-dot", "/data/../etc".into(), "two dots"),
            ("value_invalid", "backslash", "/data\\a".into(), "a backslash"),
            ("value_invalid", "percent", "/data/%2e".into(), "a percent sign"),
            ("value_invalid", "space-behind", "/data ".into(), "a space at the end of a segment"),
            ("value_invalid", "look-alike", "/data\u{2215}a".into(), "a look-alike of the slash"),
            ("value_invalid", "full-width-dots", "/\u{FF0E}\u{FF0E}".into(), "look-alikes of two dots"),
            ("character_refused", "nul", "/data\0".into(), "U+0000"),
            ("character_refused", "zero-width", "/da\u{200B}ta".into(), "a zero-width space"),
            ("limit_exceeded", "1025-bytes", long(1025), "a path of 1,025 bytes"),
            ("secret_refused", "secret", "/dptsk1_".into(), "the text of a secret key in a path"),
            ("cbor_type", "number", 1.into(), "a number"),
            ("cbor_type", "list", list!["/data"], "a list of paths"),
        ],
    );
}

fn globs(file: &mut Subject) {
    let stars = |count: usize| Item::from(vec!["*"; count].join("b"));
    let long = |bytes: usize| Item::from("b".repeat(bytes));
    operands(
        file,
        "glob",
        8,
        vec![
            ("plain", "docs/*.md".into(), "a star within a segment"),
            ("star", "*".into(), "a star alone"),
            ("absolute", "/*/*".into(), "a leading slash"),
            ("characters", "a?b[c]{d}".into(), "other characters stand for themselves"),
            ("8-stars", stars(8), "eight stars"),
            ("128-bytes", long(128), "128 bytes"),
        ],
        vec![
            ("value_invalid", "empty", "".into(), "the empty text"),
            ("value_invalid", "two-stars", "**".into(), "two stars side by side"),
            ("value_invalid", "two-stars-segment", "docs/**".into(), "two stars as a segment"),
            ("value_invalid", "dot-dot", "../*".into(), "two dots"),
            ("value_invalid", "empty-segment", "docs//*".into(), "an empty segment"),
            ("value_invalid", "final-slash", "docs/".into(), "a final slash"),
            ("value_invalid", "slash-alone", "/".into(), "a slash alone"),
            ("value_invalid", "backslash", "docs\\*".into(), "a backslash is no escape"),
            ("value_invalid", "percent", "%2e*".into(), "a percent sign"),
            ("value_invalid", "look-alike", "a\u{2024}*".into(), "a look-alike of the dot"),
            ("value_invalid", "space-first", " docs/*".into(), "a space at the beginning of a segment"),
            ("character_refused", "bidi", "docs/\u{202E}*".into(), "a direction override"),
            ("limit_exceeded", "9-stars", stars(9), "nine stars"),
            ("limit_exceeded", "129-bytes", long(129), "129 bytes"),
            ("cbor_type", "list", list!["*"], "a list of globs"),
        ],
    );
}

fn lengths(file: &mut Subject) {
    operands(
        file,
        "length",
        13,
        vec![
            ("some", list![3, 5], "a comparison and a number"),
            ("equal", list![1, 0], "an exact length"),
            ("greatest", list![5, 65_536], "the greatest length"),
        ],
        vec![
            ("value_invalid", "in", list![2, 5], "`in` compares no lengths"),
            ("value_invalid", "zero", list![0, 5], "0 is no comparison"),
            ("value_invalid", "path", list![7, 5], "`under` is no comparison"),
            ("value_invalid", "one", list![3], "a comparison alone"),
            ("value_invalid", "three", list![3, 5, 6], "three members"),
            ("value_invalid", "none", list![], "no members"),
            ("limit_exceeded", "over", list![3, 65_537], "a length above 65,536"),
            ("cbor_type", "number", 5.into(), "a number alone"),
            ("cbor_type", "negative", list![3, -1], "a negative length"),
            ("cbor_type", "fraction", list![3, float(5.5)], "half a length"),
            ("cbor_type", "text", list![3, "5"], "a length as text"),
        ],
    );
}
