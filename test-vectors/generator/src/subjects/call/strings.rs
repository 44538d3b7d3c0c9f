//! Strings of JSON: escapes, surrogates and controls.

use super::{answer_of, of_value};
use crate::form::fault;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    for (name, shows, string, text) in [
        ("escapes", "each escape of JSON", r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        ("escape", "an escape with capital and small digits", r#""\u00E4\u00e4""#, "ää"),
        ("pair", "two halves of a surrogate pair are one code point", r#""\ud83d\udeeb""#, "\u{1F6EB}"),
        ("zero", "U+0000 as an escape, which a text can have", r#""a\u0000b""#, "a\0b"),
        ("non-character", "U+FFFF as an escape, which a text can have", r#""\uffff""#, "\u{FFFF}"),
        ("override", "U+202E raw, which a grant can refuse and a call not", "\"\u{202E}\"", "\u{202E}"),
    ] {
        let shows = format!("a string of JSON: {shows}");
        file.yes(&format!("string-{name}"), &shows, of_value(string), answer_of(text)).flags(&["unicode"]);
    }
    for (name, twin, shows, string) in [
        ("high", "pair", "the first half of a pair alone", r#""\ud83d""#),
        ("low", "pair", "the second half of a pair alone", r#""\udeeb""#),
        ("swapped", "pair", "two halves in the wrong order", r#""\udeeb\ud83d""#),
        ("two-high", "pair", "two first halves", r#""\ud83d\ud83d""#),
        ("high-and-letter", "pair", "a first half and a letter", r#""\ud83da""#),
        ("high-and-escape", "pair", "a first half and an escape of a letter", r#""\ud83d\u0061""#),
        ("high-and-raw", "pair", "a first half and another escape", r#""\ud83d\n""#),
        ("newline", "escapes", "a raw newline", "\"a\nb\""),
        ("tab", "escapes", "a raw tab", "\"a\tb\""),
        ("raw-zero", "zero", "a raw U+0000", "\"a\0b\""),
        ("raw-1f", "zero", "a raw U+001F", "\"a\u{1F}b\""),
        ("escape-x", "escape", "an escape that JavaScript has", r#""\xe4""#),
        ("escape-capital", "escape", "a capital `U`", r#""\U00e4""#),
        ("escape-brace", "escape", "a code point in braces", r#""\u{e4}""#),
        ("escape-quote", "escapes", "an escaped single quote", r#""\'""#),
        ("escape-zero", "zero", "a backslash and 0", r#""a\0b""#),
        ("escape-newline", "escapes", "a backslash before a newline", "\"a\\\nb\""),
        ("escape-short", "escape", "an escape of three digits", r#""\u0e4""#),
        ("escape-digit", "escape", "an escape with a letter that is no digit", r#""\u00g4""#),
        ("escape-sign", "escape", "an escape with a sign", r#""\u+0e4""#),
    ] {
        let (twin, shows) = (format!("string-{twin}"), format!("a string of JSON: {shows}"));
        let flags: &[&'static str] = if twin == "string-pair" { &["unicode", "attack"] } else { &["unicode"] };
        file.no(&format!("string-not-{name}"), &twin, &shows, of_value(string), fault("json_string")).flags(flags);
    }
}
