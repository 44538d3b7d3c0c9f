//! How limits are put together: optional, several, shapes and what stands behind them.

use depute_vectors::kit::{Item, list, map};

use super::{Wires, of};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    operators(file);
    conjunctions(file);
    elements(file);
    behind(file);
    depths(file);
}

fn operators(file: &mut Subject) {
    let mut wires = Wires::clauses(file);
    wires
        .reads("limit-any", "no limit: any value", &of(list![]))
        .reads("limit-one", "an operator and its operand", &of(list![3, 5]))
        .reads("limit-optional", "an optional argument with a limit", &of(list![0, list![3, 5]]))
        .reads("limit-optional-any", "an optional argument of any value", &of(list![0, list![]]))
        .reads("limit-object-open", "an object that ends in `..`", &of(list![14, map! {}, true]))
        .reads("limit-list-open", "a list that ends in `..`", &of(list![17, list![], true]));
    for operator in [18_u64, 19, 24, 255, u64::MAX] {
        let (name, shows) = (format!("operator-{operator}"), format!("{operator} is no operator"));
        wires.refuses("operator_unknown", &name, "limit-one", &shows, &of(list![operator, 5]));
    }
    for (name, twin, code, limits, shows) in [
        ("operator-text", "limit-one", "cbor_type", list!["<=", 5], "the text of an operator is none"),
        ("operator-alone", "limit-one", "value_invalid", list![3], "an operator without its operand"),
        ("operator-optional-alone", "limit-optional", "value_invalid", list![0], "0 alone"),
        ("operator-two-operands", "limit-one", "value_invalid", list![3, 5, 6], "two operands"),
        ("operator-four-members", "limit-object-open", "value_invalid", list![14, map! {}, true, true], "four members"),
        (
            "operator-closed-object",
            "limit-object-open",
            "value_invalid",
            list![14, map! {}, false],
            "false in place of `..`",
        ),
        (
            "operator-closed-list",
            "limit-list-open",
            "value_invalid",
            list![17, list![], false],
            "false in place of `..`",
        ),
        ("operator-open-each", "limit-list-open", "value_invalid", list![15, list![], true], "`each` has no `..`"),
        ("operator-open-in", "limit-list-open", "value_invalid", list![2, list!["a"], true], "`in` has no `..`"),
        (
            "operator-open-optional",
            "limit-optional",
            "value_invalid",
            list![0, list![3, 5], true],
            "an optional has no `..`",
        ),
        ("operator-open-number", "limit-object-open", "cbor_type", list![14, map! {}, 1], "1 in place of true"),
        (
            "operator-optional-twice",
            "limit-optional",
            "operator_unknown",
            list![0, list![0, list![3, 5]]],
            "an optional in an optional",
        ),
        ("operator-scalar", "limit-one", "cbor_type", 5.into(), "a scalar in place of limits"),
        ("operator-map", "limit-one", "cbor_type", map! { 3 => 5 }, "a map in place of limits"),
    ] {
        wires.refuses(code, name, twin, shows, &of(limits));
    }
}

fn conjunctions(file: &mut Subject) {
    let two = || of(list![list![3, 9], list![5, 1]]);
    let many = |count: u64| of(Item::Array((0..count).map(|n| list![3, n]).collect()));
    let mut wires = Wires::clauses(file);
    wires.reads("several-two", "two limits", &two()).reads("several-64", "64 limits", &many(64));
    wires.refuses("limit_exceeded", "several-65", "several-64", "65 limits", &many(65));
    for (name, code, limits, shows) in [
        ("several-of-one", "value_invalid", list![list![3, 9]], "a list of one limit"),
        ("several-nested", "value_invalid", list![list![list![3, 9], list![5, 1]]], "a list in a list of limits"),
        ("several-twice", "duplicate_item", list![list![3, 9], list![3, 9]], "a limit twice"),
        (
            "several-twice-apart",
            "duplicate_item",
            list![list![3, 9], list![5, 1], list![3, 9]],
            "a limit twice, another between",
        ),
        ("several-any", "value_invalid", list![list![3, 9], list![]], "any value among limits"),
        ("several-optional", "operator_unknown", list![list![3, 9], list![0, list![5, 1]]], "an optional among limits"),
        ("several-scalar", "cbor_type", list![list![3, 9], 5], "a scalar among limits"),
    ] {
        wires.refuses(code, name, "several-two", shows, &of(limits));
    }
}

/// Only an argument can be optional, and no element.
fn elements(file: &mut Subject) {
    let has = |element: Item| list![list![15, list![]], list![16, element]];
    let mut wires = Wires::clauses(file);
    for (kind, right, optional, of_three) in [
        ("each", list![15, list![3, 5]], list![15, list![0, list![3, 5]]], list![15, list![0, list![3, 5], true]]),
        ("has", has(list![3, 5]), has(list![0, list![3, 5]]), has(list![0, list![3, 5], true])),
        (
            "position",
            list![17, list![list![3, 5]]],
            list![17, list![list![0, list![3, 5]]]],
            list![17, list![list![0, list![3, 5], true]]],
        ),
    ] {
        let twin = format!("element-{kind}");
        wires.reads(&twin, "an element has limits", &of(right));
        let (name, shows) = (format!("{twin}-optional"), "an element is not optional: 0 is no operator");
        wires.refuses("operator_unknown", &name, &twin, shows, &of(optional));
        let (name, shows) = (format!("{twin}-optional-of-three"), "0 and two members are a limit of three members");
        wires.refuses("value_invalid", &name, &twin, shows, &of(of_three));
    }
}

/// What stands behind what.
fn behind(file: &mut Subject) {
    let each = || list![15, list![]];
    let has = |limits: Item| list![16, limits];
    let length = |length: u64| list![13, list![3, length]];
    let rest = || list![17, list![], true];
    let object = || list![14, map! {}];
    let mut wires = Wires::clauses(file);
    for (name, limits, shows) in [
        ("behind-has", list![each(), has(list![1, "a"])], "`has` behind `each`"),
        (
            "behind-two-has",
            list![each(), has(list![1, "a"]), has(list![1, "b"]), length(5)],
            "two `has`, then a length",
        ),
        ("behind-length", list![rest(), length(5)], "a length behind positions"),
        ("behind-two-lengths", list![each(), list![13, list![5, 1]], length(5)], "two lengths behind `each`"),
        ("behind-object", object(), "an object stands alone"),
        (
            "behind-no-shape",
            list![length(5), list![8, "a*"], list![3, 5]],
            "without a shape, limits stand in any order",
        ),
    ] {
        wires.reads(name, shows, &of(limits));
    }
    for (name, twin, code, limits, shows) in [
        ("behind-has-alone", "behind-has", "value_invalid", has(list![1, "a"]), "`has` by itself"),
        ("behind-has-of-one", "behind-has", "value_invalid", list![has(list![1, "a"])], "`has` in a list of one"),
        ("behind-has-first", "behind-has", "value_invalid", list![has(list![1, "a"]), each()], "`has` before `each`"),
        (
            "behind-has-glob",
            "behind-has",
            "value_invalid",
            list![list![8, "*"], has(list![1, "a"])],
            "`has` behind a glob",
        ),
        (
            "behind-has-positions",
            "behind-has",
            "value_invalid",
            list![rest(), has(list![1, "a"])],
            "`has` behind positions",
        ),
        (
            "behind-has-late",
            "behind-two-has",
            "value_invalid",
            list![each(), length(5), has(list![1, "a"])],
            "`has` behind a length",
        ),
        (
            "behind-has-twice",
            "behind-two-has",
            "duplicate_item",
            list![each(), has(list![1, "a"]), has(list![1, "a"])],
            "`has` twice alike",
        ),
        ("behind-has-in-has", "behind-has", "value_invalid", list![each(), has(has(list![1, "a"]))], "`has` in `has`"),
        ("behind-two-each", "behind-has", "value_invalid", list![each(), list![15, list![1, "a"]]], "two `each`"),
        ("behind-each-glob", "behind-length", "value_invalid", list![each(), list![8, "*"]], "a glob behind `each`"),
        (
            "behind-positions-limit",
            "behind-length",
            "value_invalid",
            list![rest(), list![3, 5]],
            "a comparison behind positions",
        ),
        (
            "behind-positions-late",
            "behind-length",
            "value_invalid",
            list![length(5), rest()],
            "positions behind a length",
        ),
        ("behind-each-late", "behind-two-lengths", "value_invalid", list![length(5), each()], "`each` behind a length"),
        (
            "behind-length-twice",
            "behind-length",
            "duplicate_item",
            list![rest(), length(5), length(5)],
            "a length twice alike",
        ),
        (
            "behind-object-length",
            "behind-object",
            "value_invalid",
            list![object(), length(5)],
            "a length behind an object",
        ),
        (
            "behind-object-late",
            "behind-no-shape",
            "value_invalid",
            list![length(5), object()],
            "an object behind a length",
        ),
        (
            "behind-two-objects",
            "behind-object",
            "value_invalid",
            list![object(), list![14, map! {}, true]],
            "two objects",
        ),
    ] {
        wires.refuses(code, name, twin, shows, &of(limits));
    }
}

/// At most four shapes in each other, of whatever kind.
fn depths(file: &mut Subject) {
    let nested = |inner: Item| list![14, map! { "a" => list![15, list![17, list![inner]]] }];
    let mut wires = Wires::clauses(file);
    wires.reads("nesting-4", "an object, `each`, a position and an object", &of(nested(list![14, map! {}]))).refuses(
        "limit_exceeded",
        "nesting-5",
        "nesting-4",
        "one shape more",
        &of(nested(list![14, map! { "b" => list![17, list![]] }])),
    );
    let has = |inner: Item| list![list![15, list![]], list![16, inner]];
    let deep = |inner: Item| of(has(has(has(has(inner)))));
    wires.reads("nesting-of-has", "`has` in `has`, four of them", &deep(list![1, "a"])).refuses(
        "limit_exceeded",
        "nesting-of-has-5",
        "nesting-of-has",
        "five of them",
        &deep(has(list![1, "a"])),
    );
    let beside = |inner: Item| of(list![list![15, list![]], list![16, nested_objects(inner)]]);
    wires
        .reads(
            "nesting-has-beside-each",
            "`has` is in what its `each` is in: three objects within it",
            &beside(list![14, map! {}]),
        )
        .refuses(
            "limit_exceeded",
            "nesting-has-beside-each-5",
            "nesting-has-beside-each",
            "four objects within `has`, which is a shape itself",
            &beside(list![14, map! { "c" => list![14, map! {}] }]),
        );
    let fine = list![14, map! { "a" => list![2, list![1]] }];
    wires.reads("nesting-not-of-lists", "a list of members is no shape", &of(list![15, list![15, list![15, fine]]]));
}

/// Two objects and what is within.
fn nested_objects(inner: Item) -> Item {
    list![14, map! { "a" => list![14, map! { "b" => inner }] }]
}
