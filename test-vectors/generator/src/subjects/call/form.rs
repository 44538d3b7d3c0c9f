//! The members of a call, and the order in which its canonical bytes have them.

use depute_vectors::kit::{list, map};

use super::{answer, null, question};
use crate::form::fault;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    accepted(file);
    order(file);
    members(file);
    actions(file);
}

fn accepted(file: &mut Subject) {
    let call = r#"{"action":"flights.book","args":{"to":"SFO","price":450}}"#;
    let args = || map! { "to" => "SFO", "price" => 450 };
    file.yes("example", "the example of the specification", question(call), answer("flights.book", args()));
    let call = r#"{"args":{"price":450,"to":"SFO"},"action":"flights.book"}"#;
    file.yes("other-order", "the order of members is nothing", question(call), answer("flights.book", args()));
    let call = " {\t\"action\" :\r\n\"flights.book\" , \"args\": { \"to\":\"SFO\",\"price\" : 450.00 }\n} ";
    file.yes(
        "white-space",
        "space, tab, LF and CR between tokens are nothing",
        question(call),
        answer("flights.book", args()),
    );
    let call = r#"{"\u0061ction":"flights\u002ebook","args":{"\u0074o":"SF\u004F","price":450}}"#;
    file.yes("escapes", "an escape is another spelling of a character", question(call), answer("flights.book", args()));
    let call = r#"{"action":"a.b","args":{}}"#;
    file.yes("no-arguments", "no arguments", question(call), answer("a.b", map! {}));
    file.yes("no-args", "`args` left out: no arguments", question(r#"{"action":"a.b"}"#), answer("a.b", map! {}));
    let call = r#"{"action":"a.b","args":{"a":null,"b":true,"c":false,"d":[],"e":{},"f":[1,"x",[null]]}}"#;
    let args = map! {
        "a" => null(), "b" => true, "c" => false, "d" => list![], "e" => map! {}, "f" => list![1, "x", list![null()]],
    };
    file.yes("types", "each type of a value, none of which becomes another", question(call), answer("a.b", args));
}

fn order(file: &mut Subject) {
    let call = r#"{"action":"a.b","args":{"b":1,"aa":2,"a":3,"":4}}"#;
    let args = map! { "" => 4, "a" => 3, "b" => 1, "aa" => 2 };
    file.yes(
        "names-by-length",
        "names stand in the order of their encodings: shorter first",
        question(call),
        answer("a.b", args),
    );
    let call = r#"{"action":"a.b","args":{"o":{"zz":1,"y":{"b":1,"a":2}}}}"#;
    let args = map! { "o" => map! { "y" => map! { "a" => 2, "b" => 1 }, "zz" => 1 } };
    file.yes("names-inside", "names of inner objects stand in the same order", question(call), answer("a.b", args));
    let call = r#"{"action":"a.b","args":{"l":[{"bb":1,"c":2}]}}"#;
    let args = map! { "l" => list![map! { "c" => 2, "bb" => 1 }] };
    file.yes(
        "names-in-lists",
        "names of objects in lists stand in the same order",
        question(call),
        answer("a.b", args),
    );
    let call = r#"{"action":"a.b","args":{"é":1,"zz":2,"abc":3}}"#;
    let args = map! { "zz" => 2, "é" => 1, "abc" => 3 };
    let shows = "a letter of two bytes is as long as two letters of one";
    file.yes("names-by-bytes", shows, question(call), answer("a.b", args)).flags(&["unicode"]);
    let call = "{\"action\":\"a.b\",\"args\":{\"\u{1F6EB}\":1,\"\u{FF5E}x\":2}}";
    let args = map! { "\u{FF5E}x" => 2, "\u{1F6EB}" => 1 };
    let shows = "of four bytes each, U+FF5E before U+1F6EB: bytes of UTF-8 are compared, not units of UTF-16";
    file.yes("names-above-bmp", shows, question(call), answer("a.b", args)).flags(&["unicode"]);
    let call = "{\"action\":\"a.b\",\"args\":{\"\u{E9}\":1,\"e\u{301}\":2}}";
    let args = map! { "\u{E9}" => 1, "e\u{301}" => 2 };
    let shows = "names that look alike are two: nothing is normalised";
    file.yes("names-not-normalised", shows, question(call), answer("a.b", args)).flags(&["unicode"]);
    let call = r#"{"action":"a.b","args":{"__proto__":1,"constructor":2,"toString":3}}"#;
    let args = map! { "toString" => 3, "__proto__" => 1, "constructor" => 2 };
    file.yes(
        "names-of-prototypes",
        "names that an object of JavaScript inherits are names as others",
        question(call),
        answer("a.b", args),
    );
}

fn members(file: &mut Subject) {
    for (name, shows, json) in [
        ("not-an-object", "a list in place of a call", r#"["a.b",{}]"#),
        ("a-text", "a text in place of a call", r#""a.b()""#),
        ("null", "null in place of a call", "null"),
        ("no-action", "no action", r#"{"args":{}}"#),
        ("empty-object", "no member at all", "{}"),
        ("action-number", "the action is a number", r#"{"action":1,"args":{}}"#),
        ("action-null", "the action is null", r#"{"action":null,"args":{}}"#),
        ("action-list", "the action is a list of one text", r#"{"action":["a.b"],"args":{}}"#),
        ("args-null", "`args` is null, which is not left out", r#"{"action":"a.b","args":null}"#),
        ("args-list", "`args` is a list", r#"{"action":"a.b","args":[]}"#),
        ("args-text", "`args` is JSON in a text", r#"{"action":"a.b","args":"{}"}"#),
        ("member-arguments", "a member of another name, as MCP has it", r#"{"action":"a.b","args":{},"arguments":{}}"#),
        ("member-case", "a member whose name differs in its case", r#"{"action":"a.b","Args":{}}"#),
        ("member-tool", "`tool`, which is reserved", r#"{"action":"a.b","args":{},"tool":"00"}"#),
        ("member-session", "`session`, which is reserved", r#"{"action":"a.b","args":{},"session":"s"}"#),
        ("member-purpose", "`purpose`, which is reserved", r#"{"action":"a.b","args":{},"purpose":"p"}"#),
        ("member-null", "an unknown member that is null", r#"{"action":"a.b","args":{},"x":null}"#),
    ] {
        let shows = format!("a call as JSON: {shows}");
        file.no(name, "no-arguments", &shows, question(json), fault("call_invalid"));
    }
}

fn actions(file: &mut Subject) {
    let named = |action: &str| question(&format!(r#"{{"action":"{action}","args":{{}}}}"#));
    for (name, shows, action) in [
        ("action-odd", "an action is any text: nothing is trimmed, folded or mapped", " Ci.*() "),
        ("action-unicode", "an action of letters beyond ASCII", "flüge.予約"),
        ("action-look-alike", "a look-alike of a full stop is a character as others", "a\u{FF0E}b"),
    ] {
        file.yes(name, shows, named(action), answer(action, map! {})).flags(&["unicode"]);
    }
    file.no("action-empty", "no-arguments", "an empty action", named(""), fault("call_invalid"));
    for (name, shows, action) in [
        ("action-newline", "an action with a newline", "a.b\\n"),
        ("action-zero", "an action with U+0000", "a\\u0000.b"),
        ("action-override", "an action with a right-to-left override", "a.\u{202E}b"),
        ("action-zero-width", "an action with a zero-width space", "a.b\u{200B}"),
        ("action-tag", "an action with an invisible tag character, above U+FFFF", "a.b\\udb40\\udc41"),
        ("action-non-character", "an action with a non-character", "a.b\u{FFFE}"),
    ] {
        file.no(name, "action-unicode", shows, named(action), fault("call_invalid")).flags(&["unicode"]);
    }
    let secret = "dptsk1_AQ";
    let shows = "an action with a secret's prefix in it: refused by its name, so that it is not logged";
    file.no("action-secret", "no-arguments", shows, named(&format!("a.{secret}")), fault("secret_refused"));
    let shows = "a secret's prefix in an argument, which is a grant's business";
    let call = format!(r#"{{"action":"a.b","args":{{"x":"{secret}"}}}}"#);
    file.yes("argument-secret", shows, question(&call), answer("a.b", map! { "x" => secret }));
}
