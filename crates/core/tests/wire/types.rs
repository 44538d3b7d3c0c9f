//! Every item has the type that the CDDL gives it; nothing is converted.

use depute::Code;

use super::support::{AUD, CNF, CTI, EXP, IAT, ISS, Item, MANDATE, NBF, NONCE, SUB, bytes, list, map};
use super::{budget, child, clause, pair, proof, root};

/// An item of each type, but of none of these.
pub(super) fn others(types: &str) -> Vec<(&'static str, Item)> {
    let all = [
        ("text", "x".into()),
        ("number", 1.into()),
        ("bytes", bytes(b"x")),
        ("array", list![]),
        ("map", map! {}),
        ("bool", true.into()),
    ];
    all.into_iter().filter(|(name, _)| !types.split(' ').any(|known| known == *name)).collect()
}

/// An argument that the call does not have, with this limit.
fn absent(operator: i32, operand: Item) -> Vec<u8> {
    clause(list!["flights.book", map! { "via" => list![0, list![operator, operand]] }, true])
}

#[test]
fn claims_have_their_types() {
    let usual = root(|_| {});
    for (claim, types) in [
        (ISS, "bytes"),
        (SUB, "text"),
        (AUD, "text array"),
        (EXP, "number"),
        (NBF, "number"),
        (IAT, "number"),
        (CTI, "bytes"),
        (CNF, "map"),
        (MANDATE, "map"),
    ] {
        for (name, item) in others(types) {
            let what = format!("claim {claim} of a root link as {name}");
            pair(&what, Code::CborType, root(|link| link.set(claim, item)), usual.clone());
        }
    }
    for (claim, types) in [(AUD, "text array"), (EXP, "number"), (NBF, "number"), (CNF, "map"), (MANDATE, "map")] {
        for (name, item) in others(types) {
            let what = format!("claim {claim} of a further link as {name}");
            pair(&what, Code::CborType, child(|link| link.set(claim, item)), usual.clone());
        }
    }
    for (claim, types) in [(AUD, "text"), (IAT, "number"), (NONCE, "bytes")] {
        for (name, item) in others(types) {
            let what = format!("claim {claim} of a proof as {name}");
            pair(&what, Code::CborType, proof(|proof| proof.set(claim, item)), usual.clone());
        }
    }
    pair("a time below zero", Code::CborType, root(|link| link.set(IAT, -1)), usual.clone());
    pair("a fraction of a second", Code::CborType, root(|link| link.set(EXP, Item::Float(1.5))), usual.clone());
    let named = |number: Item| root(|link| link.claims.entries().push((number, 1.into())));
    pair("a claim named by a text", Code::CborType, named("exp".into()), usual.clone());
    let holder = |key: Item| root(|link| link.set(CNF, key));
    pair("a holder's key as text", Code::CborType, holder(map! { 1 => map! { 1 => 1, -1 => 6, -2 => "x" } }), usual);
}

#[test]
fn a_mandate_and_its_budgets_have_their_types() {
    let usual = root(|_| {});
    let lines = (4..=9).map(|field| (field, "text"));
    for (field, types) in [(1, "array"), (2, "number"), (3, "array")].into_iter().chain(lines) {
        for (name, item) in others(types) {
            let what = format!("field {field} of a mandate as {name}");
            pair(&what, Code::CborType, root(|link| link.mandate().set(field, item)), usual.clone());
        }
    }
    let sum = || map! { 1 => 1_000_000_000, 2 => "price" };
    for (field, types) in
        [(1, "number"), (2, "text"), (3, "text array"), (4, "number"), (5, "text"), (6, "bytes"), (7, "text")]
    {
        for (name, item) in others(types) {
            let mut wrong = sum();
            wrong.set(field, item);
            pair(&format!("field {field} of a budget as {name}"), Code::CborType, budget(wrong), budget(sum()));
        }
    }
}

#[test]
fn a_clause_has_its_types() {
    for (name, item) in others("text array") {
        let other = clause(list!["flights.book", map! {}, true]);
        pair(&format!("an action as {name}"), Code::CborType, clause(list![item, map! {}, true]), other);
    }
    for (name, item) in others("map") {
        let other = clause(list!["flights.book", map! {}, true]);
        pair(&format!("arguments as {name}"), Code::CborType, clause(list!["flights.book", item, true]), other);
    }
    for (name, item) in others("bool") {
        let other = clause(list!["flights.book", map! {}, true]);
        pair(&format!("`..` as {name}"), Code::CborType, clause(list!["flights.book", map! {}, item]), other);
    }
    let via = |limits: Item| clause(list!["flights.book", map! { "via" => list![0, limits] }, true]);
    for (name, item) in others("array") {
        pair(&format!("limits as {name}"), Code::CborType, via(item), via(list![]));
    }
    for (operator, types, operand) in [
        (1, "text number bool", Item::from("SFO")),
        (2, "array", list!["SFO"]),
        (3, "text number", 5.into()),
        (4, "text number", 5.into()),
        (5, "text number", 5.into()),
        (6, "text number", 5.into()),
        (7, "text", "/".into()),
        (8, "text", "*".into()),
        (14, "map", map! {}),
        (15, "array", list![]),
        (17, "array", list![]),
    ] {
        for (name, item) in others(types) {
            let what = format!("the operand of {operator} as {name}");
            pair(&what, Code::CborType, absent(operator, item), absent(operator, operand.clone()));
        }
    }
    let named = |name: Item| clause(list!["flights.book", Item::Map(vec![(name, list![0, list![]])]), true]);
    pair("an argument named by a number", Code::CborType, named(1.into()), named("x".into()));
    pair("an argument named by bytes", Code::CborType, named(bytes(b"x")), named("x".into()));
    let operator = |operator: Item| via(list![operator, 5]);
    for (name, item) in others("number array") {
        pair(&format!("an operator as {name}"), Code::CborType, operator(item), operator(3.into()));
    }
}
