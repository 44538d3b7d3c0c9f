//! Random questions for comparing implementations: nearly lawful, nearly right, with hostile texts and numbers.

mod alphabet;
mod clause;
pub(crate) mod tape;
mod walk;

use depute_vectors::kit::revocations::{list_bytes, numbered, of_key, of_link, of_subject, of_task, said};
use depute_vectors::kit::{ALICE, BOOKER, Item, Walk, hex};
use serde_json::{Value, json};

use self::tape::Tape;
use crate::case::json_of;
use crate::model::Question;

/// The question that a tape makes.
pub(crate) fn question(bytes: &[u8]) -> Question {
    let mut tape = Tape::new(bytes);
    match tape.below(20) {
        0..=11 => walk::question(&mut tape),
        12..=14 => matched(&mut tape),
        15 | 16 => call(&mut tape),
        17 => read(&mut tape),
        _ => written(&mut tape),
    }
}

fn matched(tape: &mut Tape<'_>) -> Question {
    let near = clause::clause(tape);
    let args = clause::strayed(tape, &near.args);
    let members: serde_json::Map<String, Value> =
        args.iter().map(|(name, value)| (name.clone(), json_of(value))).collect();
    let call = json!({ "action": near.action, "args": members }).to_string();
    // A clause that needs something is for verifications.
    let clause = match near.clause {
        Item::Array(mut members) if members.len() == 4 => {
            members.truncate(3);
            if members[2] == Item::Bool(false) {
                members.truncate(2);
            }
            Item::Array(members)
        }
        clause => clause,
    };
    Question::new("match", json!({ "clause": hex(&clause.encode()), "call": call }))
}

/// The JSON of a call, each token in one of its spellings, or in one that is none.
fn call(tape: &mut Tape<'_>) -> Question {
    let mut text = String::from("{");
    text.push_str(tape.word(&[
        r#""action":"a.b""#,
        r#""action" : "a""#,
        r#""\u0061ction":"\u00e9""#,
        r#""action":"""#,
        r#""Action":"a""#,
    ]));
    text.push_str(r#","args":{"#);
    let count = tape.below(4);
    for place in 0..count {
        if place > 0 {
            text.push(',');
        }
        text.push_str(tape.word(&[
            r#""a""#,
            r#""b""#,
            r#""\u0061""#,
            r#""""#,
            r#""\ud83d\ude00""#,
            r#""aa""#,
            r#" "Z"	"#,
        ]));
        text.push(':');
        json(tape, &mut text, 3);
    }
    text.push('}');
    text.push_str(tape.word(&[
        "}",
        "}",
        "}",
        "}\n",
        "",
        "} x",
        r#","http":null}"#,
        r#","tool":{}}"#,
        ",}",
        "\u{feff}}",
    ]));
    Question::new("call", json!({ "json": text }))
}

fn json(tape: &mut Tape<'_>, text: &mut String, depth: usize) {
    match tape.below(if depth == 0 { 8 } else { 10 }) {
        0..=3 => text.push_str(tape.word(alphabet::LITERALS)),
        4 => text.push_str(tape.word(&["null", "true", "false", "True", "nul", "[]", "{}", ""])),
        5 => text.push_str(tape.word(&[
            r#""\ud800""#,
            r#""\udc00\ud800""#,
            r#""\ud83d\ude00""#,
            r#""\x41""#,
            r#""\u00g0""#,
            "\"a\tb\"",
            r#""\/\b\f\n\r\t\"\\""#,
            "'a'",
            r#""a"#,
            "\"\u{7f}\"",
            "\"\u{2028}\"",
            r#""\u0000""#,
        ])),
        6 | 7 => text.push_str(&Value::from(alphabet::text(tape)).to_string()),
        8 => {
            text.push('[');
            for place in 0..tape.below(3) {
                if place > 0 {
                    text.push_str(tape.word(&[",", ", ", " ,"]));
                }
                json(tape, text, depth - 1);
            }
            text.push(']');
        }
        _ => {
            text.push_str(tape.word(&[r#"{"a":"#, r#"{ "b" : "#, r#"{"a":1,"a":"#]));
            json(tape, text, depth - 1);
            text.push('}');
        }
    }
}

/// Bytes of an object, scratched.
fn read(tape: &mut Tape<'_>) -> Question {
    let near = clause::clause(tape);
    let mut walk = Walk::new();
    walk.links[0].clauses(vec![near.clause.clone()]);
    let targets = [of_link([1; 32]), of_key(&BOOKER), of_task(&ALICE, "x"), of_subject(&ALICE, "y")];
    let statements: Vec<_> =
        targets.into_iter().filter(|_| tape.chance(50)).map(|target| said(&ALICE, target)).collect();
    let (kind, bytes) = match tape.below(5) {
        0 => ("token", walk.token()),
        1 => ("list", list_bytes(&numbered(1, &statements))),
        2 => ("presentation", walk.bytes()),
        _ => ("clause", near.clause.encode()),
    };
    let bytes = if tape.chance(85) { walk::scratched(tape, bytes) } else { bytes };
    Question::read(kind, &bytes)
}

/// Texts of clauses and budgets, put together from pieces that often fit.
fn written(tape: &mut Tape<'_>) -> Question {
    if tape.chance(25) {
        let text = format!(
            "{}{}{}{}",
            tape.word(&["calls", "sum price", "sum \"x y\"", "sum", "calls of a.b", "sum price of a.*", "calls of *"]),
            tape.word(&[" <= ", "<=", " < "]),
            tape.word(&[
                "5",
                "600.50",
                "0",
                "9007199254740991",
                "9007199254740992",
                "8999999999999.999999",
                "9000000000000",
                "1.0000001",
                "05",
                "1.",
                "-1"
            ]),
            tape.word(&[
                "",
                " \"USD\"",
                " per 1d",
                " per 90m",
                " \"USD\" per 86400s account \"travel\"",
                " per 0s",
                " per 367d",
                " account \"a\" per 1d",
                " x"
            ]),
        );
        return Question::new("budget-text", json!({ "text": text }));
    }
    let mut text =
        String::from(tape.word(&["a.b(", "flights.book(", "ci.*(", "*(", "\"odd name\"(", "a b(", "a (", "é("]));
    for place in 0..tape.below(4) {
        if place > 0 {
            text.push_str(tape.word(&[", ", ",", " , "]));
        }
        text.push_str(tape.word(&["x", "price", "\"x y\"", "y?", "z", "_", "1a", "a-b", "\"\""]));
        text.push_str(tape.word(&[
            "",
            " <= 600",
            " = \"SFO\"",
            " = 1.50",
            " in [\"a\", 1, true]",
            " in []",
            " under \"/data\"",
            " like \"*.md\"",
            " within \"https://h/\"",
            " within \"https://h/\" with query",
            " at \"example.com\"",
            " cidr \"10.0.0.0/8\"",
            " len <= 5",
            " >= date \"2026-12-01\" and < date \"2026-12-08\"",
            " >= 1 and <= 2",
            ": {a <= 1, ..}",
            ": [each <= 1, has 1] and len <= 3",
            ": [1, _, ..]",
            ": [..]",
            ": []",
            ": {}",
            " = 01",
            " under \"data\"",
            " <= \"x\"",
            " len < 70000",
            ": [each _]",
            ": {a: {b: {c: {d: {e}}}}}",
            " and",
            " = null",
            " = \"\\u0041\"",
            " like \"a**\"",
            ": \"x\"",
            " = -0",
            " = 1e3",
            " at \"1.2\"",
        ]));
    }
    text.push_str(tape.word(&[
        ")",
        ", ..)",
        "..)",
        ") ",
        "",
        ") x",
        ") needs 2(h'80')",
        ") needs approval(1 of [])",
        ") needs 7(h'80')",
        ")\n",
        ",)",
    ]));
    Question::new("clause-text", json!({ "text": text }))
}
