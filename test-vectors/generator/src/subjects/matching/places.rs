//! Which of several faults is reported, and how its place is written.

use depute_vectors::kit::grant::closed;
use depute_vectors::kit::{Item, list, map};
use serde_json::json;

use super::{Whole, ascii, asked, refused};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    order(file);
    depth_first(file);
    names(file);
}

/// Names of clause and call are walked together, shorter ones first, equally long ones byte by byte.
fn order(file: &mut Subject) {
    let clause = closed("a.b", map! { "to" => list![1, "SFO"], "price" => list![3, 600] });
    Whole::by(file, clause, "a.b(to = \"SFO\", price <= 600)")
        .takes("order-right", r#"{"price":1,"to":"SFO"}"#, "the arguments of a clause, in the other order")
        .leaves(
            "order-shorter-first",
            "order-right",
            r#"{"price":601,"to":"LAX"}"#,
            ("arg_not_equal", "to"),
            "two faults: that of the shorter name is reported, however the call is written",
        )
        .leaves(
            "order-extra-before-missing",
            "order-right",
            r#"{"a":1,"price":1}"#,
            ("arg_not_granted", "a"),
            "an argument too many whose name is shorter than that of the missing one",
        )
        .leaves(
            "order-missing-before-extra",
            "order-right",
            r#"{"aaa":1,"price":1}"#,
            ("arg_missing", "to"),
            "a missing argument whose name is shorter than that of the one too many",
        )
        .leaves(
            "order-extra-between",
            "order-right",
            r#"{"aaaa":1,"to":"SFO","price":601}"#,
            ("arg_not_granted", "aaaa"),
            "an argument too many between two that the clause names",
        )
        .leaves(
            "order-two-extra",
            "order-right",
            r#"{"yy":1,"x":1,"to":"SFO","price":1}"#,
            ("arg_not_granted", "x"),
            "of two arguments too many, the shorter name",
        )
        .leaves(
            "order-nothing-there",
            "order-right",
            "{}",
            ("arg_missing", "to"),
            "of two missing arguments, the shorter name",
        );
    let clause =
        closed("a.b", map! { "Z" => list![1, 1], "a" => list![1, 1], "é" => list![1, 1], "zz" => list![1, 1] });
    Whole::by(file, clause, "a.b(Z = 1, a = 1, zz = 1, \"é\" = 1)")
        .takes("order-bytes", r#"{"Z":1,"a":1,"zz":1,"\u00e9":1}"#, "names of one and of two bytes")
        .leaves(
            "order-upper-case-first",
            "order-bytes",
            r#"{"Z":2,"a":2,"zz":1,"\u00e9":1}"#,
            ("arg_not_equal", "Z"),
            "equally long names stand in the order of their bytes: `Z` before `a`",
        )
        .leaves(
            "order-letter-of-two-bytes",
            "order-bytes",
            r#"{"Z":1,"a":1,"zz":2,"\u00e9":2}"#,
            ("arg_not_equal", "zz"),
            "one letter of two bytes is as long as two letters, and stands behind them",
        );
    // U+FF01 sorts before U+10000 by bytes and behind it by UTF-16 units.
    let clause = closed("a.b", map! { "\u{FF01}!" => list![1, 1], "\u{10000}" => list![1, 1] });
    Whole::by(file, clause, "a.b(\"\u{FF01}!\" = 1, \"\u{10000}\" = 1)")
        .takes("order-beyond-bmp", r#"{"\uff01!":1,"\ud800\udc00":1}"#, "two names of four bytes")
        .leaves(
            "order-beyond-bmp-both",
            "order-beyond-bmp",
            r#"{"\uff01!":2,"\ud800\udc00":2}"#,
            ("arg_not_equal", "\"\u{FF01}!\""),
            "equally long names stand in the order of their bytes, not of their UTF-16 units",
        );
}

fn depth_first(file: &mut Subject) {
    let clause = closed("a.b", map! { "a" => list![14, map! { "long" => list![3, 1] }], "b" => list![3, 1] });
    Whole::by(file, clause, "a.b(a: {long <= 1}, b <= 1)")
        .takes("depth-right", r#"{"a":{"long":1},"b":1}"#, "an object and a number")
        .leaves(
            "depth-inner-first",
            "depth-right",
            r#"{"a":{"long":2},"b":2}"#,
            ("arg_above_limit", "a.long"),
            "what is within an argument is judged before the next argument",
        )
        .leaves(
            "depth-next",
            "depth-right",
            r#"{"a":{"long":1},"b":2}"#,
            ("arg_above_limit", "b"),
            "the next argument alone",
        );
    let tags = list![list![15, list![13, list![3, 3]]], list![16, list![1, "x"]]];
    let clause = closed("a.b", map! { "opts" => list![14, map! { "tags" => tags }, true] });
    Whole::by(file, clause, "a.b(opts: {tags: [each len <= 3, has \"x\"], ..})")
        .takes("place-right", r#"{"opts":{"tags":["x","y","z"]}}"#, "a list within an object")
        .leaves(
            "place-of-element",
            "place-right",
            r#"{"opts":{"tags":["x","y","long"]}}"#,
            ("arg_too_long", "opts.tags[2]"),
            "the place of an element of a member",
        )
        .leaves(
            "place-of-list",
            "place-right",
            r#"{"opts":{"tags":["a","b"]}}"#,
            ("list_mismatch", "opts.tags"),
            "the place of a list that has not what it must have",
        )
        .leaves(
            "place-of-missing",
            "place-right",
            r#"{"opts":{}}"#,
            ("arg_missing", "opts.tags"),
            "the place of a member that is missing",
        )
        .leaves(
            "place-of-object",
            "place-right",
            r#"{"opts":[]}"#,
            ("arg_wrong_type", "opts"),
            "the place of an object that is none",
        );
}

/// Names in a place are quoted as in a grant's text.
fn names(file: &mut Subject) {
    for (kind, name, quoted, shows) in [
        ("identifier", "_a1", "_a1", "an identifier stands bare"),
        ("space", "a b", "\"a b\"", "a name with a space is quoted"),
        ("dot", "a.b", "\"a.b\"", "a name with a dot is quoted, so it is no place within"),
        ("hyphen", "a-b", "\"a-b\"", "a name with a hyphen is quoted"),
        ("digit", "0", "\"0\"", "a name that begins with a digit is quoted"),
        ("empty", "", "\"\"", "the empty name is quoted"),
        ("quote", "a\"b", "\"a\\\"b\"", "a quote in a name is escaped"),
        ("backslash", "a\\b", "\"a\\\\b\"", "a backslash in a name is escaped"),
        ("letter", "f\u{FC}r", "\"f\u{FC}r\"", "a letter that is not ASCII is quoted, and not escaped"),
        ("beyond-bmp", "\u{1F600}", "\"\u{1F600}\"", "a code point beyond U+FFFF is quoted, and not escaped"),
        ("newline", "a\nb", "\"a\\nb\"", "a newline in a name is escaped"),
        ("control", "a\u{1}b", "\"a\\u0001b\"", "a control in a name is escaped"),
        ("bidi", "a\u{202E}b", "\"a\\u202eb\"", "a refused code point is escaped in lower case"),
        ("tag", "a\u{E0041}b", "\"a\\udb40\\udc41b\"", "one beyond U+FFFF as two escapes"),
        ("look-alike", "a\u{FF0E}b", "\"a\u{FF0E}b\"", "a look-alike is not a refused code point, and stands as it is"),
    ] {
        let clause = closed("a.b", map! { "x" => list![14, map! {}] });
        let mut whole = Whole::by(file, clause, "a.b(x: {})");
        let args = ascii(&json!({ "x": { name: 1 } }));
        let argument = format!("x.{quoted}");
        whole.leaves(&format!("name-{kind}"), "object-none", &args, ("arg_not_granted", &argument), shows);
    }
    let clause: Item = closed("a.b", map! {});
    let call = r#"{"action":"a.b","args":{"in":1}}"#;
    let shows = "a word of the grant's language is an identifier, and stands bare";
    file.no("name-word", "nothing-named", shows, asked(&clause, "a.b()", call), refused("arg_not_granted", "in"));
}
