//! Actions, and which arguments a call has: what is not mentioned is refused.

use depute_vectors::kit::grant::{closed, open};
use depute_vectors::kit::{Item, list, map};
use serde_json::json;

use super::{Whole, accepted, asked};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    actions(file);
    closed_world(file);
    optional(file);
    inherited_names(file);
    unreadable(file);
}

fn actions(file: &mut Subject) {
    for (name, pattern, text, right, wrong) in [
        (
            "exact",
            Item::from("flights.book"),
            "flights.book(..)",
            vec![("", "flights.book", "an exact pattern accepts its action")],
            vec![
                ("case", "flights.Book", "actions are compared as bytes: case counts"),
                ("below", "flights.book.all", "an exact pattern is no prefix"),
                ("above", "flights", "the beginning of an action is another action"),
                ("space", "flights.book ", "nothing is trimmed"),
                ("underscore", "flights_book", "no separator is mapped to another"),
            ],
        ),
        (
            "prefix",
            list!["ci"],
            "ci.*(..)",
            vec![
                ("", "ci.run", "a prefix accepts what follows its dot"),
                ("-deep", "ci.run.all", "a prefix accepts what follows further dots"),
                ("-dot", "ci..", "one character behind the dot is enough, also a dot"),
                ("-odd", "ci.r\u{FC}n it", "what follows the dot is of any characters"),
            ],
            vec![
                ("alone", "ci", "a prefix does not accept itself"),
                ("nothing-behind", "ci.", "at least one character follows the dot"),
                ("longer-name", "cix.run", "a longer name is not below the prefix"),
                ("other-separator", "ci/run", "only a dot separates"),
                ("case", "CI.run", "the case of a prefix counts"),
                ("inside", "a.ci.run", "a prefix stands at the beginning"),
            ],
        ),
        (
            "quoted",
            "ci.*".into(),
            "\"ci.*\"(..)",
            vec![("", "ci.*", "a text is always an exact name, also one that looks like a prefix")],
            vec![("run", "ci.run", "the star of a name stands for itself")],
        ),
        (
            "long-prefix",
            list!["a.b"],
            "a.b.*(..)",
            vec![("", "a.b.c", "a prefix of two parts")],
            vec![("part", "a.c", "one of the parts is not enough")],
        ),
    ] {
        let clause = list![pattern, map! {}, true];
        let call = |action: &str| format!(r#"{{"action":{},"args":{{"x":1}}}}"#, super::ascii(&json!(action)));
        for (kind, action, shows) in right {
            file.yes(&format!("action-{name}{kind}"), shows, asked(&clause, text, &call(action)), accepted());
        }
        for (kind, action, shows) in wrong {
            let expect = json!({ "code": "action_not_granted", "argument": null });
            let twin = format!("action-{name}");
            file.no(&format!("{twin}-{kind}"), &twin, shows, asked(&clause, text, &call(action)), expect);
        }
    }
    for (name, action) in [("name", "a"), ("odd", "zahle aus"), ("star", "*"), ("dot", ".")] {
        let (shows, call) = ("`*` accepts every action", json!({ "action": action, "args": {} }).to_string());
        let question = asked(&list![list![], map! {}, true], "*(..)", &call);
        file.yes(&format!("action-every-{name}"), shows, question, accepted());
    }
}

fn closed_world(file: &mut Subject) {
    let args = || map! { "to" => list![1, "SFO"], "price" => list![3, 600] };
    Whole::by(file, closed("a.b", args()), "a.b(to = \"SFO\", price <= 600)")
        .takes("closed-all", r#"{"to":"SFO","price":390}"#, "exactly the arguments that the clause names")
        .takes("closed-other-order", r#"{"price":390,"to":"SFO"}"#, "the order of arguments is nothing")
        .leaves(
            "closed-extra",
            "closed-all",
            r#"{"to":"SFO","price":390,"refundable":true}"#,
            ("arg_not_granted", "refundable"),
            "an argument that the clause does not name",
        )
        .leaves(
            "closed-extra-null",
            "closed-all",
            r#"{"to":"SFO","price":390,"refundable":null}"#,
            ("arg_not_granted", "refundable"),
            "an argument that is null is there",
        )
        .leaves(
            "closed-extra-empty-name",
            "closed-all",
            r#"{"":1,"to":"SFO","price":390}"#,
            ("arg_not_granted", "\"\""),
            "an argument of no name is one like others",
        )
        .leaves(
            "closed-missing",
            "closed-all",
            r#"{"price":390}"#,
            ("arg_missing", "to"),
            "an argument that the clause names is missing: its limit cannot pass",
        )
        .leaves(
            "closed-missing-null",
            "closed-all",
            r#"{"to":null,"price":390}"#,
            ("arg_wrong_type", "to"),
            "an argument that is null is not missing",
        )
        .leaves(
            "closed-name-in-other-case",
            "closed-all",
            r#"{"TO":"SFO","price":390}"#,
            ("arg_not_granted", "TO"),
            "names are compared as bytes: `TO` is not `to`, and stands before it",
        );
    Whole::by(file, open("a.b", args()), "a.b(to = \"SFO\", price <= 600, ..)")
        .takes("open-extra", r#"{"to":"SFO","price":390,"refundable":true}"#, "`..` takes other arguments of any value")
        .leaves(
            "open-missing",
            "open-extra",
            r#"{"price":390,"refundable":true}"#,
            ("arg_missing", "to"),
            "`..` makes no named argument optional",
        )
        .leaves(
            "open-limit",
            "open-extra",
            r#"{"to":"SFO","price":601,"refundable":true}"#,
            ("arg_above_limit", "price"),
            "`..` takes nothing off a named limit",
        );
    Whole::by(file, closed("a.b", map! {}), "a.b()")
        .takes("nothing-named", "{}", "a clause without arguments takes none")
        .leaves(
            "nothing-named-extra",
            "nothing-named",
            r#"{"x":1}"#,
            ("arg_not_granted", "x"),
            "a clause without arguments refuses any",
        );
    Whole::by(file, open("a.b", map! {}), "a.b(..)")
        .takes("anything", r#"{"x":{"y":[null,{"z":[]}]}}"#, "`..` alone takes whatever there is")
        .takes("anything-nothing", "{}", "`..` alone takes no arguments as well");
    Whole::by(file, closed("a.b", map! { "x" => list![] }), "a.b(x)")
        .takes("bare-null", r#"{"x":null}"#, "a bare name takes every value, null included")
        .takes("bare-object", r#"{"x":{"y":[1]}}"#, "a bare name takes whole objects")
        .leaves("bare-missing", "bare-null", "{}", ("arg_missing", "x"), "a bare name requires its argument");
}

fn optional(file: &mut Subject) {
    let clause = closed("a.b", map! { "x" => list![0, list![3, 5]] });
    Whole::by(file, clause, "a.b(x? <= 5)")
        .takes("optional-absent", "{}", "an optional argument may be absent")
        .takes("optional-there", r#"{"x":5}"#, "an optional argument may be there, within its limit")
        .leaves(
            "optional-above",
            "optional-there",
            r#"{"x":6}"#,
            ("arg_above_limit", "x"),
            "an optional argument that is there does not pass its limit",
        )
        .leaves(
            "optional-null",
            "optional-absent",
            r#"{"x":null}"#,
            ("arg_wrong_type", "x"),
            "null is a value, and not an absent argument",
        );
    let clause = closed("a.b", map! { "x" => list![0, list![]] });
    Whole::by(file, clause, "a.b(x?)")
        .takes("optional-bare-null", r#"{"x":null}"#, "an optional bare name takes null")
        .leaves(
            "optional-bare-other",
            "optional-bare-null",
            r#"{"y":null}"#,
            ("arg_not_granted", "y"),
            "an optional argument does not open the clause",
        );
}

/// Names that objects of some languages have by themselves.
fn inherited_names(file: &mut Subject) {
    for (name, text) in [
        ("__proto__", "a.b(__proto__)"),
        ("constructor", "a.b(constructor)"),
        ("toString", "a.b(toString)"),
        ("hasOwnProperty", "a.b(hasOwnProperty)"),
        ("length", "a.b(length)"),
        ("__class__", "a.b(__class__)"),
    ] {
        let kind = format!("inherited-{}", name.replace('_', "").to_lowercase());
        let clause = closed("a.b", map! { name => list![] });
        let (right, wrong, extra) = (kind.clone(), format!("{kind}-missing"), format!("{kind}-extra"));
        let args = json!({ name: 1 }).to_string();
        Whole::by(file, clause, text)
            .takes(&right, &args, "an argument whose name objects of some languages have by themselves")
            .leaves(&wrong, &right, "{}", ("arg_missing", name), "no call has this argument by itself");
        let shows = "no clause names it by itself";
        Whole::by(file, closed("a.b", map! { "x" => list![0, list![]] }), "a.b(x?)").leaves(
            &extra,
            "optional-bare-null",
            &args,
            ("arg_not_granted", name),
            shows,
        );
    }
}

/// The clause is read before it is asked.
fn unreadable(file: &mut Subject) {
    let call = r#"{"action":"a.b","args":{"x":1}}"#;
    let right = closed("a.b", map! { "x" => list![3, 1] });
    file.yes("clause-readable", "a clause that can be read", asked(&right, "a.b(x <= 1)", call), accepted());
    for (name, code, clause, shows) in [
        (
            "clause-of-unknown-operator",
            "operator_unknown",
            closed("a.b", map! { "x" => list![18, 1] }),
            "an operator of another version is refused, and never passed over",
        ),
        (
            "clause-of-half-a-limit",
            "value_invalid",
            closed("a.b", map! { "x" => list![3] }),
            "a limit without its operand limits nothing, so it is none",
        ),
        (
            "clause-of-unknown-requirement",
            "requirement_unknown",
            list!["a.b", map! { "x" => list![3, 1] }, false, list![list![7, 1]]],
            "a requirement of another version is refused, and never passed over",
        ),
    ] {
        let expect = json!({ "code": code });
        file.no(name, "clause-readable", shows, asked(&clause, &clause.diag(), call), expect).flags(&["attack"]);
    }
}
