//! The wire form of a clause as a whole.

use depute_vectors::kit::{Item, list, map, raw, wide};

use super::{Wires, of};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    members(file);
    names(file);
    encoding(file);
    nodes(file);
}

fn members(file: &mut Subject) {
    let mut wires = Wires::clauses(file);
    let needs = || list![list![2, list![]]];
    for (name, wire, shows) in [
        ("clause-closed", list!["a.b", map! {}], "two members: no arguments"),
        ("clause-open", list!["a.b", map! {}, true], "three members, the third true: any arguments"),
        ("clause-needs", list!["a.b", map! {}, true, needs()], "four members: open, with requirements"),
        ("clause-closed-needs", list!["a.b", map! {}, false, needs()], "the third of four may be false"),
    ] {
        wires.reads(name, shows, &wire);
    }
    for (name, twin, code, wire, shows) in [
        ("clause-of-nothing", "clause-closed", "value_invalid", list![], "no members"),
        ("clause-of-action", "clause-closed", "value_invalid", list!["a.b"], "an action alone"),
        ("clause-of-five", "clause-needs", "value_invalid", list!["a.b", map! {}, true, needs(), 1], "five members"),
        (
            "clause-not-open",
            "clause-closed",
            "value_invalid",
            list!["a.b", map! {}, false],
            "false as last says what two members say",
        ),
        (
            "clause-needs-nothing",
            "clause-open",
            "value_invalid",
            list!["a.b", map! {}, true, list![]],
            "an empty list of requirements",
        ),
        (
            "clause-closed-needs-nothing",
            "clause-closed",
            "value_invalid",
            list!["a.b", map! {}, false, list![]],
            "an empty list on a closed clause",
        ),
        ("clause-open-number", "clause-open", "cbor_type", list!["a.b", map! {}, 1], "1 is not true"),
        ("clause-open-null", "clause-open", "cbor_simple", list!["a.b", map! {}, raw(&[0xF6])], "null is not true"),
        (
            "clause-needs-map",
            "clause-needs",
            "cbor_type",
            list!["a.b", map! {}, true, map! {}],
            "a map of requirements",
        ),
        ("clause-args-list", "clause-closed", "cbor_type", list!["a.b", list![]], "a list of arguments"),
        ("clause-args-true", "clause-open", "cbor_type", list!["a.b", true], "true in place of arguments"),
        ("clause-map", "clause-closed", "cbor_type", map! { "a.b" => map! {} }, "a map in place of a clause"),
        ("clause-text", "clause-closed", "cbor_type", Item::from("a.b()"), "the text of a clause is not its wire form"),
        ("clause-number-action", "clause-closed", "cbor_type", list![1, map! {}], "a number in place of an action"),
        (
            "clause-bytes-action",
            "clause-closed",
            "cbor_type",
            list![depute_vectors::kit::bytes(b"a.b"), map! {}],
            "bytes in place of an action",
        ),
    ] {
        wires.refuses(code, name, twin, shows, &wire);
    }
}

fn names(file: &mut Subject) {
    let of_names = |names: Vec<Item>| {
        let args = names.into_iter().map(|name| (name, list![])).collect();
        list!["a.b", Item::Map(args)]
    };
    let count = |count: usize| of_names((10..10 + count).map(|n| format!("x{n}").into()).collect());
    let mut wires = Wires::clauses(file);
    wires
        .reads(
            "names-sorted",
            "names ascend: shorter first, then byte by byte",
            &of_names(vec!["b".into(), "c".into(), "aa".into()]),
        )
        .refuses(
            "cbor_key_order",
            "names-by-letter",
            "names-sorted",
            "sorted by letters, not by length",
            &of_names(vec!["aa".into(), "b".into(), "c".into()]),
        )
        .refuses(
            "cbor_key_order",
            "names-swapped",
            "names-sorted",
            "two names swapped",
            &of_names(vec!["c".into(), "b".into(), "aa".into()]),
        )
        .refuses(
            "cbor_duplicate_key",
            "names-twice",
            "names-sorted",
            "a name twice",
            &of_names(vec!["b".into(), "b".into(), "aa".into()]),
        )
        .refuses("cbor_type", "names-number", "names-sorted", "a number as name", &of_names(vec![1.into(), "b".into()]))
        .reads("names-32", "32 names", &count(32))
        .refuses("limit_exceeded", "names-33", "names-32", "33 names", &count(33))
        .reads(
            "names-odd",
            "names may be of any characters that are not refused",
            &of_names(vec!["".into(), " ".into(), "a.b".into(), "\u{2024}".into()]),
        )
        .reads("names-1024-bytes", "a name of 1,024 bytes", &of_names(vec!["b".repeat(1024).into()]))
        .refuses(
            "limit_exceeded",
            "names-1025-bytes",
            "names-1024-bytes",
            "a name of 1,025 bytes",
            &of_names(vec!["b".repeat(1025).into()]),
        )
        .refuses(
            "character_refused",
            "names-bidi",
            "names-odd",
            "a direction override in a name",
            &of_names(vec!["a\u{202E}b".into()]),
        )
        .refuses(
            "secret_refused",
            "names-secret",
            "names-odd",
            "the text of a secret key as name",
            &of_names(vec!["dptsk1_".into()]),
        )
        .refuses(
            "cbor_utf8",
            "names-not-utf8",
            "names-odd",
            "a name that is not UTF-8",
            &of_names(vec![raw(&[0x61, 0xFF])]),
        );
}

/// A clause is as strict as everything signed.
fn encoding(file: &mut Subject) {
    let right = of(list![3, 600]);
    let bytes = right.encode();
    let spliced = |at: usize, with: &[u8], skip: usize| raw(&[&bytes[..at], with, &bytes[at + skip..]].concat());
    let mut wires = Wires::clauses(file);
    wires.reads("encoding-right", "a.b(x <= 600)", &right);
    for (name, code, wire, shows) in [
        ("encoding-empty", "cbor_truncated", raw(&[]), "no bytes"),
        ("encoding-truncated", "cbor_truncated", raw(&bytes[..bytes.len() - 1]), "the last byte is missing"),
        ("encoding-trailing", "cbor_trailing", raw(&[&bytes[..], &[0]].concat()), "a byte behind the clause"),
        ("encoding-long-head", "cbor_long_head", spliced(0, &[0x98, 0x02], 1), "the length of the array in two bytes"),
        ("encoding-indefinite", "cbor_indefinite", spliced(0, &[0x9F], 1), "an array of indefinite length"),
        ("encoding-tag", "cbor_tag", raw(&[&[0xC1], &bytes[..]].concat()), "a tagged clause"),
        ("encoding-long-number", "cbor_long_head", of(list![3, wide(0, 600, 4)]), "600 in four bytes"),
        ("encoding-long-operator", "cbor_long_head", of(list![wide(0, 3, 1), 600]), "an operator in two bytes"),
        (
            "encoding-float-for-integer",
            "cbor_float",
            of(list![3, depute_vectors::kit::float(600.0)]),
            "600 as a double",
        ),
        ("encoding-half-float", "cbor_float", of(list![3, raw(&[0xF9, 0x60, 0xB0])]), "600 as a half float"),
        (
            "encoding-indefinite-text",
            "cbor_indefinite",
            list![raw(&[0x7F, 0x61, 0x61, 0xFF]), map! {}],
            "an action in pieces",
        ),
        (
            "encoding-lying-text",
            "cbor_truncated",
            raw(&[0x82, 0x7B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x61]),
            "a text that claims 2⁶³ bytes",
        ),
        (
            "encoding-lying-array",
            "cbor_truncated",
            raw(&[0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]),
            "an array that claims 2⁶⁴ members",
        ),
    ] {
        wires.refuses(code, name, "encoding-right", shows, &wire);
    }
}

/// 128 nodes: names, limits, members of lists and positions.
fn nodes(file: &mut Subject) {
    let list_of = |count: u64| list![2, (0..count).map(Item::from).collect::<Vec<_>>()];
    let members = |last: u64| list!["a.b", map! { "x" => list_of(64), "y" => list_of(last) }];
    let positions = |last: usize| {
        let any = |count: usize| list![17, vec![list![]; count]];
        list!["a.b", map! { "x" => any(64), "y" => any(last) }]
    };
    let limits = |last: u64| {
        let equal = |count: u64| list![17, (0..count).map(|n| list![1, n]).collect::<Vec<_>>()];
        list!["a.b", map! { "x" => equal(60), "y" => list_of(last) }]
    };
    let mut wires = Wires::clauses(file);
    for (name, at, over, shows) in [
        ("members", members(60), members(61), "two names, two limits, and the members of two lists"),
        ("positions", positions(60), positions(61), "two names, two limits, and positions of any value"),
        ("limits", limits(4), limits(5), "positions and the limits at them are nodes each"),
    ] {
        let right = format!("nodes-of-{name}");
        wires.reads(&right, &format!("128 nodes: {shows}"), &at);
        wires.refuses("limit_exceeded", &format!("{right}-over"), &right, &format!("129 nodes: {shows}"), &over);
    }
}
