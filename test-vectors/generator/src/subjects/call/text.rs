//! The text form of a call.

use depute_vectors::kit::{Item, list, map};
use serde_json::json;

use super::{answer, null};
use crate::form::fault;
use crate::model::{Question, Subject};

fn question(text: &str) -> Question {
    Question::new("call-text", json!({ "text": text }))
}

pub(super) fn add(file: &mut Subject) {
    let book = || map! { "to" => "SFO", "price" => 450 };
    let accepted: [(&str, &str, &str, &str, Item); 9] = [
        ("text", "the one of the specification", r#"flights.book(to = "SFO", price = 450)"#, "flights.book", book()),
        (
            "text-tight",
            "spaces are nothing, and the order of arguments is nothing",
            r#"flights.book(price=450.0,to="SFO")"#,
            "flights.book",
            book(),
        ),
        (
            "text-wide",
            "spaces and tabs between any two tokens",
            " flights.book\t( to  = \"SFO\" , price = 450 ) ",
            "flights.book",
            book(),
        ),
        ("text-empty", "no arguments", "a.b()", "a.b", map! {}),
        ("text-quoted", "a quoted action", r#""ci.*"()"#, "ci.*", map! {}),
        (
            "text-names",
            "a quoted name, and an escape in it",
            r#"a.b("a b" = 1, "\u0063" = 2)"#,
            "a.b",
            map! { "c" => 2, "a b" => 1 },
        ),
        ("text-null", "null", "a.b(x = null)", "a.b", map! { "x" => null() }),
        (
            "text-list",
            "a list and an object",
            r#"a.b(x = [1, true, {"y": "z"}])"#,
            "a.b",
            map! { "x" => list![1, true, map! { "y" => "z" }] },
        ),
        (
            "text-words",
            "words of grants as names of arguments",
            "a.b(in = 1, and = 2, len = 3)",
            "a.b",
            map! { "in" => 1, "and" => 2, "len" => 3 },
        ),
    ];
    for (name, shows, text, action, args) in accepted {
        let shows = format!("the text of a call: {shows}");
        file.yes(name, &shows, question(text), answer(action, args));
    }
    shape(file);
    for (name, twin, code, shows, text) in [
        ("twice", "text-names", "json_duplicate_name", "an argument twice", "a.b(x = 1, x = 2)"),
        (
            "twice-quoted",
            "text-names",
            "json_duplicate_name",
            "an argument twice, once quoted",
            r#"a.b(x = 1, "x" = 2)"#,
        ),
        (
            "twice-inside",
            "text-list",
            "json_duplicate_name",
            "a name twice in an object",
            r#"a.b(x = {"y": 1, "y": 1})"#,
        ),
        (
            "number",
            "text-names",
            "json_number",
            "a number that no double holds as written",
            "a.b(x = 60000.0000000000001)",
        ),
        ("string", "text-names", "json_string", "a lone surrogate", r#"a.b(x = "\ud800")"#),
        ("name-string", "text-names", "json_string", "a bad escape in a quoted name", r#"a.b("\x" = 1)"#),
    ] {
        let shows = format!("the text of a call: {shows}");
        file.no(&format!("text-{name}"), twin, &shows, question(text), fault(code));
    }
}

fn shape(file: &mut Subject) {
    for (name, twin, shows, text) in [
        ("nothing", "text-empty", "an empty text", ""),
        ("no-parentheses", "text-empty", "an action without parentheses", "a.b"),
        ("no-action", "text-empty", "parentheses without an action", "()"),
        ("open", "text-empty", "a parenthesis that is not closed", "a.b("),
        ("behind", "text-empty", "something behind the call", "a.b() c"),
        ("two", "text-empty", "two calls", "a.b() c.d()"),
        ("needs", "text-empty", "a requirement, which only a clause has", "a.b() needs 2(h'80')"),
        ("pattern", "text-quoted", "a pattern in place of an action", "ci.*()"),
        ("star", "text-quoted", "`*` in place of an action", "*()"),
        ("dots", "text-empty", "`..`, which only a clause has", "a.b(..)"),
        ("allow", "text-empty", "a line of a grant", "allow a.b()"),
        ("bare", "text-names", "an argument without a value", "a.b(x)"),
        ("bound", "text-names", "a bound in place of a value", "a.b(x <= 1)"),
        ("optional", "text-names", "`?`, which only a clause has", "a.b(x? = 1)"),
        ("and", "text-names", "two values joined by `and`", "a.b(x = 1 and = 1)"),
        ("comma", "text-names", "a comma behind the last argument", "a.b(x = 1,)"),
        ("no-comma", "text-names", "no comma between arguments", "a.b(x = 1 y = 2)"),
        ("positional", "text-names", "a value without a name", "a.b(1)"),
        ("colon", "text-names", "a colon in place of `=`", "a.b(x: 1)"),
        ("number-name", "text-names", "a name that begins with a digit, without quotes", "a.b(1x = 1)"),
        ("action-unicode", "text-quoted", "an action of letters beyond ASCII, without quotes", "flüge()"),
    ] {
        let shows = format!("the text of a call: {shows}");
        file.no(&format!("text-not-{name}"), twin, &shows, question(text), fault("grant_syntax"));
    }
}
