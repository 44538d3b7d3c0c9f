//! Texts and booleans that are compared, lists of them, dates and lengths.

use depute_vectors::kit::{Item, list};
use serde_json::{Value, json};

use super::Judged;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    equality(file);
    spellings(file);
    lists(file);
    days(file);
    calendar(file);
    instants(file);
    lengths(file);
}

fn equality(file: &mut Subject) {
    Judged::by(file, list![1, "SFO"], " = \"SFO\"")
        .accepts([("equal-text", "SFO", "a text equals itself")])
        .refuses(
            "arg_not_equal",
            "equal-text",
            &[],
            [
                ("equal-text-other", "LAX", "another text is not equal"),
                ("equal-text-lower-case", "sfo", "texts are compared as bytes: case counts"),
                ("equal-text-space-behind", "SFO ", "nothing is trimmed: a space at the end counts"),
                ("equal-text-prefix", "SF", "a prefix of the text is another text"),
                ("equal-text-empty", "", "the empty text is another text"),
                ("equal-text-nul-behind", "SFO\0", "a text does not end at U+0000"),
                ("equal-text-bom-before", "\u{FEFF}SFO", "a byte order mark inside a string is not skipped"),
                ("equal-text-full-width", "ＳＦＯ", "full-width letters are other code points; nothing is normalised"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "equal-text",
            &[],
            [
                ("equal-text-null", json!(null), "null is no text"),
                ("equal-text-in-list", json!(["SFO"]), "a list of the one right text is no text"),
                ("equal-text-in-object", json!({ "SFO": true }), "an object is no text"),
            ],
        );
    Judged::by(file, list![1, "1"], " = \"1\"")
        .accepts([("equal-digit-text", "1", "a text of a digit equals itself")])
        .refuses("arg_wrong_type", "equal-digit-text", &[], [("equal-digit-text-number", 1, "a number is no text")]);
    Judged::by(file, list![1, true], " = true")
        .accepts([("equal-true", true, "true equals itself")])
        .refuses("arg_not_equal", "equal-true", &[], [("equal-true-false", false, "false is the other boolean")])
        .refuses(
            "arg_wrong_type",
            "equal-true",
            &["attack"],
            [
                ("equal-true-number", json!(1), "1 is not true: booleans are no numbers"),
                ("equal-true-text", json!("true"), "the text of a boolean is no boolean"),
                ("equal-true-null", json!(null), "null is no boolean"),
            ],
        );
    Judged::by(file, list![1, false], " = false").accepts([("equal-false", false, "false equals itself")]).refuses(
        "arg_wrong_type",
        "equal-false",
        &["attack"],
        [
            ("equal-false-zero", json!(0), "0 is not false"),
            ("equal-false-empty-text", json!(""), "the empty text is not false"),
            ("equal-false-null", json!(null), "null is not false"),
            ("equal-false-empty-list", json!([]), "an empty list is not false"),
        ],
    );
    Judged::by(file, list![1, ""], " = \"\"")
        .accepts([("equal-empty-text", "", "the empty text equals itself")])
        .refuses(
            "arg_wrong_type",
            "equal-empty-text",
            &[],
            [("equal-empty-text-null", json!(null), "null is not empty")],
        )
        .refuses("arg_not_equal", "equal-empty-text", &[], [("equal-empty-text-space", " ", "a space is not empty")]);
}

/// Texts that some languages take for one: each operand with itself, and with the other.
fn spellings(file: &mut Subject) {
    for (name, operand, other, shows) in [
        ("composed", "\u{E9}", "e\u{301}", "a letter and its accent are not the composed letter: no normalisation"),
        ("decomposed", "e\u{301}", "\u{E9}", "the composed letter is not a letter and its accent: no normalisation"),
        ("sharp-s", "\u{DF}", "ss", "ss is not the sharp s that some case mapping makes of it"),
        ("kelvin", "K", "\u{212A}", "the Kelvin sign is not K, though it folds to the same letter"),
        ("long-s", "s", "\u{17F}", "the long s is not s, though both have one upper case"),
        ("dotless-i", "i", "\u{131}", "the dotless i is not i, though both have one upper case"),
        ("dotted-i", "I", "\u{130}", "the dotted I is not I, in no locale"),
        ("cyrillic-a", "a", "\u{430}", "the Cyrillic letter that looks like a is not a"),
        ("ligature", "fi", "\u{FB01}", "a ligature is not the two letters that it is made of"),
        ("zero-width-space", "ab", "a\u{200B}b", "a zero-width space between letters counts"),
    ] {
        let text = format!(" = {}", super::ascii(&json!(operand)));
        let mut judged = Judged::by(file, list![1, operand], &text);
        let right = format!("equal-{name}");
        let accepted = "compared as bytes, a text of any letters equals itself";
        judged.says(&right, None, accepted, &super::ascii(&json!(operand)), &super::accepted(), &["unicode"]);
        let wrong = format!("equal-{name}-other");
        let expect = super::refused("arg_not_equal", "x");
        judged.says(&wrong, Some(&right), shows, &super::ascii(&json!(other)), &expect, &["attack"]);
    }
}

fn lists(file: &mut Subject) {
    Judged::by(file, list![2, list!["main", "dev", 5]], " in [\"main\", \"dev\", 5]")
        .accepts([
            ("in-first", json!("main"), "the first member of a list"),
            ("in-last", json!(5), "a member of another type than the first"),
        ])
        .refuses(
            "arg_not_in_list",
            "in-first",
            &[],
            [
                ("in-other-text", json!("prod"), "a text that is no member"),
                ("in-other-number", json!(6), "a number that is no member"),
                ("in-upper-case", json!("Main"), "a member in another case is no member"),
                ("in-text-of-number", json!("5"), "the text of a member that is a number is no member"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "in-first",
            &[],
            [
                ("in-boolean", json!(true), "no member is a boolean"),
                ("in-null", json!(null), "no member is null"),
                ("in-list-of-member", json!(["main"]), "a list of a member is no member"),
                ("in-object", json!({ "main": 5 }), "an object is no member"),
            ],
        );
    Judged::by(file, list![2, list![true]], " in [true]")
        .accepts([("in-booleans", true, "a list of one boolean has it")])
        .refuses(
            "arg_not_in_list",
            "in-booleans",
            &[],
            [("in-booleans-false", false, "the other boolean is no member")],
        )
        .refuses(
            "arg_wrong_type",
            "in-booleans",
            &["attack"],
            [("in-booleans-one", 1, "1 is not true in a list either")],
        );
    // Nothing passes an empty list, so its twin is a call without the argument, which may be absent.
    let empty = list!["a.b", depute_vectors::map! { "x" => list![0, list![2, list![]]] }];
    let text = "a.b(x? in [])";
    let call = r#"{"action":"a.b","args":{}}"#;
    let shows = "an argument that may be absent is absent: its limits are not asked";
    file.yes("in-nothing-absent", shows, super::asked(&empty, text, call), super::accepted());
    for (name, value, shows) in [
        ("in-nothing-text", json!("a"), "no text is a member of an empty list"),
        ("in-nothing-empty-text", json!(""), "the empty text is no member of an empty list"),
        ("in-nothing-number", json!(0), "no number is a member of an empty list"),
    ] {
        let call = format!(r#"{{"action":"a.b","args":{{"x":{value}}}}}"#);
        let expect = super::refused("arg_not_in_list", "x");
        file.no(name, "in-nothing-absent", shows, super::asked(&empty, text, &call), expect).flags(&["attack"]);
    }
}

fn days(file: &mut Subject) {
    for (operator, sign, name, at, past, code) in [
        (3, "<=", "no-later", "2026-12-08", "2026-12-09", "arg_above_limit"),
        (4, "<", "earlier", "2026-12-07", "2026-12-08", "arg_above_limit"),
        (5, ">=", "no-earlier", "2026-12-08", "2026-12-07", "arg_below_limit"),
        (6, ">", "later", "2026-12-09", "2026-12-08", "arg_below_limit"),
    ] {
        let text = format!(" {sign} date \"2026-12-08\"");
        let mut judged = Judged::by(file, list![operator, "2026-12-08"], &text);
        let (right, wrong) = (format!("day-{name}"), format!("day-{name}-by-one"));
        judged.says(&right, None, "the last day that passes", &format!("{at:?}"), &super::accepted(), &["limit"]);
        let expect = super::refused(code, "x");
        judged.says(&wrong, Some(&right), "the next day does not pass", &format!("{past:?}"), &expect, &["limit"]);
        let (wrong, expect) = (format!("day-{name}-number"), super::refused("arg_wrong_type", "x"));
        judged.says(&wrong, Some(&right), "a date is a text: a number is none", "20261208", &expect, &[]);
    }
}

fn calendar(file: &mut Subject) {
    Judged::by(file, list![5, "0000-01-01"], " >= date \"0000-01-01\"")
        .accepts([
            ("date-first", "0000-01-01", "the first day that there is"),
            ("date-last", "9999-12-31", "the last day that there is"),
            ("date-leap-day", "2028-02-29", "a year that 4 divides has a leap day"),
            ("date-leap-day-of-century", "2000-02-29", "a year that 400 divides has a leap day"),
            ("date-leap-day-of-year-0", "0000-02-29", "the calendar is extended backwards: year 0 has a leap day"),
            ("date-february-28", "2027-02-28", "the last day of February in a year without a leap day"),
            ("date-april-30", "2026-04-30", "April has 30 days"),
        ])
        .refuses(
            "arg_ambiguous",
            "date-leap-day",
            &[],
            [
                ("date-no-leap-day", "2027-02-29", "a year that 4 does not divide has no leap day"),
                ("date-february-30", "2028-02-30", "no February has 30 days"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "date-leap-day-of-century",
            &[],
            [(
                "date-no-leap-day-of-century",
                "1900-02-29",
                "a year that 100 divides, and 400 does not, has no leap day",
            )],
        )
        .refuses("arg_ambiguous", "date-april-30", &[], [("date-april-31", "2026-04-31", "April has no 31st")])
        .refuses(
            "arg_ambiguous",
            "date-last",
            &[],
            [
                ("date-month-13", "2026-13-01", "there is no month 13"),
                ("date-month-0", "2026-00-01", "there is no month 0"),
                ("date-day-0", "2026-12-00", "there is no day 0"),
                ("date-day-32", "2026-12-32", "no month has 32 days"),
                ("date-empty", "", "the empty text is no date"),
                ("date-one-digit", "2026-12-1", "a day has two digits"),
                ("date-year-of-two-digits", "26-12-01", "a year has four digits"),
                ("date-year-of-five-digits", "10000-01-01", "a year has no five digits"),
                ("date-colon-for-digit", "2026-0:-01", "the character behind 9 is no digit, and `0:` no month 10"),
                ("date-sign", "+2026-12-01", "a date has no sign"),
                ("date-basic-form", "20261201", "a date without hyphens is another spelling"),
                ("date-slashes", "2026/12/01", "slashes are not hyphens"),
                ("date-week", "2026-W49-2", "a week and its day are another spelling"),
                ("date-space-before", " 2026-12-01", "nothing is trimmed"),
                ("date-space-behind", "2026-12-01 ", "nothing is trimmed at the end either"),
                ("date-newline-behind", "2026-12-01\n", "a newline at the end is not passed over"),
                ("date-full-width-digits", "２０２６-12-01", "full-width digits are no ASCII digits"),
                ("date-arabic-digits", "٢٠٢٦-12-01", "Arabic-Indic digits are no ASCII digits"),
                ("date-other-hyphens", "2026\u{2010}12\u{2010}01", "U+2010 is not the hyphen of ASCII"),
                ("date-instant-for-day", "2026-12-01T00:00:00Z", "an instant is no day: the two forms never mix"),
                ("date-instant-with-offset", "2026-12-01T00:00:00+00:00", "an instant with an offset is no day either"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "date-last",
            &[],
            [
                ("date-null", json!(null), "null is no date"),
                ("date-list", json!(["2026-12-01"]), "a list of a date is no date"),
                ("date-parts", json!({ "year": 2026 }), "an object is no date"),
            ],
        );
}

fn instants(file: &mut Subject) {
    Judged::by(file, list![3, "2026-12-08T12:00:00Z"], " <= date \"2026-12-08T12:00:00Z\"")
        .accepts([
            ("instant-at", "2026-12-08T12:00:00Z", "the last second that passes"),
            ("instant-last-of-day", "2026-12-07T23:59:59Z", "the last second of a day"),
        ])
        .refuses(
            "arg_above_limit",
            "instant-at",
            &["limit"],
            [("instant-one-second-late", "2026-12-08T12:00:01Z", "one second later does not pass")],
        )
        .refuses(
            "arg_ambiguous",
            "instant-last-of-day",
            &[],
            [
                ("instant-hour-24", "2026-12-07T24:00:00Z", "there is no hour 24"),
                ("instant-minute-60", "2026-12-07T22:60:00Z", "there is no minute 60"),
                ("instant-colon-for-digit", "2026-12-07T0::59:59Z", "the character behind 9 is no digit here either"),
                ("instant-leap-second", "2026-12-07T23:59:60Z", "there are no leap seconds"),
                ("instant-day-for-instant", "2026-12-07", "a day is no instant: the two forms never mix"),
                ("instant-lower-t", "2026-12-07t23:59:59Z", "the T is upper case"),
                ("instant-lower-z", "2026-12-07T23:59:59z", "the Z is upper case"),
                ("instant-offset", "2026-12-07T23:59:59+00:00", "no offset stands in place of Z"),
                ("instant-local", "2026-12-07T23:59:59", "an instant without Z is one of any zone"),
                ("instant-fraction", "2026-12-07T23:59:59.0Z", "an instant has no fraction"),
                ("instant-without-seconds", "2026-12-07T23:59Z", "an instant has its seconds"),
                ("instant-space-for-t", "2026-12-07 23:59:59Z", "a space is not the T"),
                ("instant-unreal-day", "2026-11-31T23:59:59Z", "the day of an instant is a real one"),
            ],
        );
    Judged::by(
        file,
        list![list![5, "2026-12-01"], list![4, "2026-12-08"]],
        " >= date \"2026-12-01\" and < date \"2026-12-08\"",
    )
    .accepts([("week-within", "2026-12-07", "a day between two dates passes both")])
    .refuses("arg_below_limit", "week-within", &[], [("week-before", "2026-11-30", "a day before the first")])
    .refuses(
        "arg_above_limit",
        "week-within",
        &[],
        [("week-after", "2026-12-08", "the day before which it must lie")],
    );
}

fn lengths(file: &mut Subject) {
    Judged::by(file, list![13, list![3, 3]], " len <= 3")
        .accepts([
            ("len-text", json!("abc"), "three letters are as long as is allowed"),
            ("len-empty-text", json!(""), "the empty text has length 0"),
            ("len-beyond-bmp", json!("漢字😀"), "code points are counted, not bytes or UTF-16 units"),
            ("len-combining", json!("e\u{301}"), "a letter and its accent are two code points"),
            ("len-list", json!([1, 2, 3]), "elements of a list are counted"),
            ("len-empty-list", json!([]), "the empty list has length 0"),
            ("len-nested-list", json!([[1, 2, 3, 4]]), "the elements of an element are not counted"),
        ])
        .refuses(
            "arg_too_long",
            "len-text",
            &["limit"],
            [
                ("len-text-over", json!("abcd"), "one letter more"),
                ("len-zero-width-over", json!("abc\u{200B}"), "a code point that is not seen counts"),
                ("len-list-over", json!([1, 2, 3, 4]), "one element more"),
            ],
        )
        .refuses(
            "arg_too_long",
            "len-beyond-bmp",
            &["limit"],
            [
                ("len-beyond-bmp-over", json!("😀😀😀😀"), "four code points beyond U+FFFF are four"),
                (
                    "len-cluster-over",
                    json!("\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}"),
                    "what is drawn as one picture is five code points",
                ),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "len-text",
            &[],
            [
                ("len-number", json!(3), "a number has no length"),
                ("len-boolean", json!(true), "a boolean has no length"),
                ("len-null", json!(null), "null has no length"),
                ("len-object", json!({}), "an object has no length"),
            ],
        );
    for (comparison, sign, name, at, wrong) in [
        (1, "=", "exactly", "ab", vec![("a", "arg_too_short"), ("abc", "arg_too_long")]),
        (4, "<", "below", "a", vec![("ab", "arg_too_long")]),
        (5, ">=", "at-least", "ab", vec![("a", "arg_too_short")]),
        (6, ">", "above", "abc", vec![("ab", "arg_too_short")]),
    ] {
        let limit: Item = list![13, list![comparison, 2]];
        let mut judged = Judged::by(file, limit, &format!(" len {sign} 2"));
        let right = format!("len-{name}");
        let elements = |text: &str| json!(text.chars().map(String::from).collect::<Vec<_>>());
        let values = |text: &str| [("", json!(text)), ("-list", elements(text))];
        for (kind, value) in values(at) {
            let right = format!("{right}{kind}");
            judged.says(&right, None, "a length that just passes", &value.to_string(), &super::accepted(), &["limit"]);
        }
        for (text, code) in wrong {
            for (kind, value) in values(text) {
                let (wrong, right) =
                    (format!("{right}{kind}-{}", &code[4..].replace('_', "-")), format!("{right}{kind}"));
                let expect = super::refused(code, "x");
                let shows = "a length that just does not pass";
                judged.says(&wrong, Some(&right), shows, &value.to_string(), &expect, &["limit"]);
            }
        }
    }
    let units: Value = json!("😀");
    Judged::by(file, list![13, list![1, 1]], " len = 1").accepts([(
        "len-one-beyond-bmp",
        units.clone(),
        "one code point beyond U+FFFF, two UTF-16 units, four bytes: length 1",
    )]);
    Judged::by(file, list![13, list![1, 2]], " len = 2").refuses(
        "arg_too_short",
        "len-one-beyond-bmp",
        &[],
        [("len-utf-16-units", units.clone(), "length 1 is not the number of its UTF-16 units")],
    );
    Judged::by(file, list![13, list![1, 4]], " len = 4").refuses(
        "arg_too_short",
        "len-one-beyond-bmp",
        &[],
        [("len-bytes", units, "length 1 is not the number of its bytes")],
    );
}
