//! Numbers: equality and comparisons of doubles.

use depute_vectors::kit::{Item, list};
use serde_json::json;

use super::{Judged, accepted, refused};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    equality(file);
    edges(file);
    types(file);
    orders(file);
}

fn equality(file: &mut Subject) {
    let mut judged = Judged::by(file, list![1, 1], " = 1");
    for (name, literal, shows) in [
        ("equal-one", "1", "a number equals itself"),
        ("equal-one-as-1.0", "1.0", "a number has many literals and is one number"),
        ("equal-one-as-10e-1", "10e-1", "a literal with an exponent is the number that it says"),
    ] {
        judged.says(name, None, shows, literal, &accepted(), &[]);
    }
    for (name, code, literal, shows) in [
        ("equal-one-two", "arg_not_equal", "2", "another number is not equal"),
        ("equal-one-next-double", "arg_not_equal", "1.0000000000000002", "the next double is another number"),
        ("equal-one-negative", "arg_not_equal", "-1", "the sign counts"),
        ("equal-one-true", "arg_wrong_type", "true", "true is not 1: booleans are no numbers"),
        ("equal-one-text", "arg_wrong_type", "\"1\"", "the text of a number is no number"),
        ("equal-one-null", "arg_wrong_type", "null", "null is no number"),
        ("equal-one-list", "arg_wrong_type", "[1]", "a list of the one right number is no number"),
    ] {
        judged.says(name, Some("equal-one"), shows, literal, &refused(code, "x"), &[]);
    }
    let mut judged = Judged::by(file, list![1, 0], " = 0");
    judged.says("equal-zero", None, "zero equals itself", "0", &accepted(), &[]);
    judged.says("equal-zero-negative", None, "-0 is 0", "-0", &accepted(), &[]);
    judged.says("equal-zero-with-fraction", None, "0.000 is 0", "0.000", &accepted(), &[]);
    for (name, code, literal, shows) in [
        ("equal-zero-least-double", "arg_not_equal", "5e-324", "the least double is not 0"),
        ("equal-zero-false", "arg_wrong_type", "false", "false is not 0"),
        ("equal-zero-empty-text", "arg_wrong_type", "\"\"", "the empty text is not 0"),
        ("equal-zero-null", "arg_wrong_type", "null", "null is not 0"),
    ] {
        judged.says(name, Some("equal-zero"), shows, literal, &refused(code, "x"), &[]);
    }
}

/// For each comparison the last double that passes and the first that does not.
fn edges(file: &mut Subject) {
    let float = |number: f64| Item::Float(number);
    for (name, operator, sign, bound, text, at, past) in [
        ("at-most-600", 3, "<=", Item::from(600), "600", "600", "600.0000000000001"),
        ("below-600", 4, "<", 600.into(), "600", "599.9999999999999", "600"),
        ("at-least-1", 5, ">=", 1.into(), "1", "1", "0.9999999999999999"),
        ("above-0", 6, ">", 0.into(), "0", "5e-324", "0"),
        ("above-0-not-minus-0", 6, ">", 0.into(), "0", "1", "-0"),
        ("at-most-0", 3, "<=", 0.into(), "0", "-0", "5e-324"),
        ("at-least-0", 5, ">=", 0.into(), "0", "-0.0", "-5e-324"),
        ("at-most-0.3", 3, "<=", float(0.3), "0.3", "0.3", "0.30000000000000004"),
        ("at-least-minus-5", 5, ">=", (-5).into(), "-5", "-5", "-6"),
        ("below-minus-0.5", 4, "<", float(-0.5), "-0.5", "-0.5000000000000001", "-0.5"),
        (
            "at-most-2-to-53-less-2",
            3,
            "<=",
            9_007_199_254_740_990_u64.into(),
            "9007199254740990",
            "9007199254740990",
            "9007199254740991",
        ),
        (
            "at-least-least-integer",
            6,
            ">",
            Item::Negative(9_007_199_254_740_990),
            "-9007199254740991",
            "-9007199254740990",
            "-9007199254740991",
        ),
    ] {
        let code = if operator < 5 { "arg_above_limit" } else { "arg_below_limit" };
        let mut judged = Judged::by(file, list![operator, bound], &format!(" {sign} {text}"));
        judged.says(name, None, &format!("{at} passes {sign} {text}"), at, &accepted(), &["limit"]);
        let (wrong, shows) = (format!("{name}-not"), format!("{past} does not pass {sign} {text}"));
        judged.says(&wrong, Some(name), &shows, past, &refused(code, "x"), &["limit"]);
    }
}

fn types(file: &mut Subject) {
    for (operator, sign, name) in [(3, "<=", "at-most"), (5, ">=", "at-least")] {
        let mut judged = Judged::by(file, list![operator, 450], &format!(" {sign} 450"));
        let right = format!("{name}-450");
        judged.says(&right, None, "a number is compared with a number", "450", &accepted(), &[]);
        for (kind, literal, shows) in [
            ("text", "\"450\"", "a text is not read as a number"),
            ("empty-text", "\"\"", "the empty text is not 0"),
            ("boolean", "true", "true is not 1"),
            ("null", "null", "null is not 0"),
            ("list", "[450]", "a list of a number is no number"),
            ("object", "{\"amount\":450}", "an object is no number"),
            ("date", "\"2026-12-01\"", "a date is no number"),
        ] {
            let expect = refused("arg_wrong_type", "x");
            judged.says(&format!("{right}-{kind}"), Some(&right), shows, literal, &expect, &["attack"]);
        }
    }
    Judged::by(file, list![2, list![1, Item::Float(0.5)]], " in [1, 0.5]")
        .accepts([("in-numbers", json!(0.5), "a number of a list")])
        .refuses(
            "arg_not_in_list",
            "in-numbers",
            &[],
            [("in-numbers-other", json!(0.25), "a number that is not in the list")],
        )
        .refuses(
            "arg_wrong_type",
            "in-numbers",
            &[],
            [("in-numbers-true", json!(true), "true is not the 1 of a list")],
        );
}

/// Limits joined by `and` are asked in written order.
fn orders(file: &mut Subject) {
    Judged::by(file, list![list![5, 1], list![3, 9]], " >= 1 and <= 9")
        .accepts([("and-both", 5, "both limits pass")])
        .refuses("arg_below_limit", "and-both", &[], [("and-first-fails", 0, "the first limit does not pass")])
        .refuses("arg_above_limit", "and-both", &[], [("and-second-fails", 10, "the second limit does not pass")]);
    let text = " like \"a*\" and len <= 3";
    Judged::by(file, list![list![8, "a*"], list![13, list![3, 3]]], text)
        .accepts([("and-glob-first", "abc", "the glob and the length pass")])
        .refuses(
            "arg_not_like",
            "and-glob-first",
            &[],
            [("and-glob-first-both-fail", "bbbb", "where both fail, the one written first is reported: the glob")],
        )
        .refuses(
            "arg_too_long",
            "and-glob-first",
            &[],
            [("and-glob-first-length-fails", "abcd", "where the length fails alone, it is reported")],
        );
    let text = " len <= 3 and like \"a*\"";
    Judged::by(file, list![list![13, list![3, 3]], list![8, "a*"]], text)
        .accepts([("and-length-first", "abc", "the length and the glob pass")])
        .refuses(
            "arg_too_long",
            "and-length-first",
            &[],
            [("and-length-first-both-fail", "bbbb", "where both fail, the one written first is reported: the length")],
        );
    Judged::by(file, list![list![5, 1], list![2, list!["a", 5]]], " >= 1 and in [\"a\", 5]")
        .accepts([("and-of-two-types", 5, "a number passes both limits")])
        .refuses(
            "arg_wrong_type",
            "and-of-two-types",
            &[],
            [("and-of-two-types-text", "a", "a text passes the second limit, and is none for the first")],
        );
}
