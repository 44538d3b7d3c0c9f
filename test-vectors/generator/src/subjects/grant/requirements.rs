//! What a clause needs besides: approvals, and what is reserved.

use depute_vectors::kit::grant::{approval, needing};
use depute_vectors::kit::{CAROL, DAVE, Item, Key, bytes, float, list, map, raw};

use super::Wires;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    reserved(file);
    parameters(file);
    approvals(file);
    keys(file);
}

fn needs(requirements: Vec<Item>) -> Item {
    needing("a.b", map! {}, false, requirements)
}

fn reserved(file: &mut Subject) {
    let many = |count: u64| needs((0..count).map(|n| list![2, n]).collect());
    let mut wires = Wires::clauses(file);
    for number in 2..=6 {
        let shows = format!("requirement {number} is reserved, and carried");
        wires.reads(&format!("requirement-{number}"), &shows, &needs(vec![list![number, map! {}]]));
    }
    wires.reads("requirements-8", "eight requirements", &many(8)).refuses(
        "limit_exceeded",
        "requirements-9",
        "requirements-8",
        "nine requirements",
        &many(9),
    );
    for (name, code, requirements, shows) in [
        ("requirement-0", "requirement_unknown", vec![list![0, map! {}]], "requirement 0"),
        ("requirement-7", "requirement_unknown", vec![list![7, map! {}]], "requirement 7"),
        ("requirement-64-bits", "requirement_unknown", vec![list![u64::MAX, map! {}]], "requirement 2⁶⁴−1"),
        ("requirement-alone", "value_invalid", vec![list![2]], "a number without parameters"),
        ("requirement-of-nothing", "value_invalid", vec![list![]], "no members"),
        ("requirement-of-three", "value_invalid", vec![list![2, map! {}, 1]], "three members"),
        ("requirement-text", "cbor_type", vec![list!["approval", map! {}]], "a name in place of the number"),
        ("requirement-number", "cbor_type", vec![2.into()], "a number in place of a requirement"),
        ("requirement-twice", "duplicate_item", vec![list![2, map! {}], list![2, map! {}]], "the same twice"),
    ] {
        wires.refuses(code, name, "requirement-2", shows, &needs(requirements));
    }
}

/// Any strict CBOR, of at most 1,024 bytes, nested 16 deep.
fn parameters(file: &mut Subject) {
    let with = |parameters: Item| needs(vec![list![3, parameters]]);
    let deep = |levels: usize| (1..levels).fold(list![], |inner, _| list![inner]);
    let mut wires = Wires::clauses(file);
    wires
        .reads(
            "parameters-any",
            "maps, numbers, bytes and booleans",
            &with(map! { 1 => -1, "a" => list![bytes(&[0; 3]), float(0.5), true] }),
        )
        .reads("parameters-great", "an integer of 64 bits, which no number of a grant is", &with(u64::MAX.into()))
        .reads(
            "parameters-unseen",
            "a text that no policy could have: it is carried, not shown",
            &with("\u{202E}".into()),
        )
        .reads("parameters-1024-bytes", "1,024 bytes", &with(bytes(&[0; 1021])))
        .refuses(
            "limit_exceeded",
            "parameters-1025-bytes",
            "parameters-1024-bytes",
            "1,025 bytes",
            &with(bytes(&[0; 1022])),
        )
        .reads("parameters-16-levels", "16 levels", &with(deep(16)))
        .refuses("limit_exceeded", "parameters-17-levels", "parameters-16-levels", "17 levels", &with(deep(17)));
    for (name, code, parameters, shows) in [
        ("null", "cbor_simple", raw(&[0xF6]), "null"),
        ("long-head", "cbor_long_head", raw(&[0x18, 0x01]), "a head that could be shorter"),
        ("indefinite", "cbor_indefinite", raw(&[0x9F, 0xFF]), "an indefinite length"),
        ("tag", "cbor_tag", raw(&[0xC1, 0x00]), "a tag"),
        ("half-float", "cbor_float", raw(&[0xF9, 0x38, 0x00]), "a half float"),
        ("integral-float", "cbor_float", float(1.0), "an integer as a double"),
        ("key-order", "cbor_key_order", map! { "b" => 1, "a" => 1 }, "keys that do not ascend"),
        ("key-twice", "cbor_duplicate_key", map! { "a" => 1, "a" => 2 }, "a key twice"),
        ("list-key-twice", "cbor_duplicate_key", map! { list![1] => 1, list![1] => 2 }, "a list as key, twice"),
        ("utf8", "cbor_utf8", raw(&[0x61, 0xFF]), "a text that is not UTF-8"),
    ] {
        let shows = format!("within parameters: {shows}");
        wires.refuses(code, &format!("parameters-{name}"), "parameters-any", &shows, &with(list![parameters]));
    }
}

fn approvals(file: &mut Subject) {
    let keys = |count: u8| -> Vec<Item> {
        (0..count).map(|number| bytes(&Key::new("one of many", 100 + number).public())).collect()
    };
    let of = |threshold: u64, keys: Vec<Item>| needs(vec![list![1, list![threshold, keys]]]);
    let raw_approval = |parameters: Item| needs(vec![list![1, parameters]]);
    let mut wires = Wires::clauses(file);
    wires
        .reads("approval-1-of-1", "one of one", &of(1, keys(1)))
        .reads("approval-2-of-2", "two of two", &of(2, keys(2)))
        .reads("approval-8-of-16", "eight of sixteen", &of(8, keys(16)))
        .reads(
            "approvals-in-two-orders",
            "the same keys in another order are another approval",
            &needs(vec![approval(1, &[&CAROL, &DAVE]), approval(1, &[&DAVE, &CAROL])]),
        );
    for (name, twin, code, wire, shows) in [
        ("approval-by-0", "approval-1-of-1", "value_invalid", of(0, keys(1)), "by nobody"),
        ("approval-3-of-2", "approval-2-of-2", "value_invalid", of(3, keys(2)), "by more than are named"),
        ("approval-9-of-16", "approval-8-of-16", "value_invalid", of(9, keys(16)), "by nine"),
        ("approval-64-bits", "approval-1-of-1", "value_invalid", of(u64::MAX, keys(1)), "by 2⁶⁴−1"),
        ("approval-of-0", "approval-1-of-1", "value_invalid", of(1, vec![]), "of none"),
        ("approval-1-of-17", "approval-8-of-16", "limit_exceeded", of(1, keys(17)), "of seventeen"),
        ("approval-key-twice", "approval-2-of-2", "duplicate_item", of(2, [keys(1), keys(1)].concat()), "a key twice"),
        ("approval-no-members", "approval-1-of-1", "value_invalid", raw_approval(list![]), "no members"),
        ("approval-number-alone", "approval-1-of-1", "value_invalid", raw_approval(list![1]), "a number alone"),
        (
            "approval-three-members",
            "approval-1-of-1",
            "value_invalid",
            raw_approval(list![1, keys(1), 1]),
            "three members",
        ),
        ("approval-map", "approval-1-of-1", "cbor_type", raw_approval(map! { 1 => 1 }), "a map"),
        ("approval-text-number", "approval-1-of-1", "cbor_type", raw_approval(list!["1", keys(1)]), "a number as text"),
        ("approval-negative", "approval-1-of-1", "cbor_type", raw_approval(list![-1, keys(1)]), "a negative number"),
        (
            "approval-one-key",
            "approval-1-of-1",
            "cbor_type",
            raw_approval(list![1, bytes(&CAROL.public())]),
            "a key without its list",
        ),
        (
            "approval-key-as-text",
            "approval-1-of-1",
            "cbor_type",
            raw_approval(list![1, list![CAROL.did()]]),
            "a key as text",
        ),
        (
            "approval-alike-twice",
            "approvals-in-two-orders",
            "duplicate_item",
            needs(vec![approval(1, &[&CAROL, &DAVE]); 2]),
            "the same approval twice",
        ),
    ] {
        wires.refuses(code, name, twin, &format!("an approval {shows}"), &wire);
    }
}

/// Canonical, not of small order, and no point of the curve.
pub(super) const OFF_THE_CURVE: [u8; 32] = {
    let mut key = [0; 32];
    key[0] = 2;
    key
};

fn keys(file: &mut Subject) {
    let with = |key: &[u8]| needs(vec![list![1, list![1, list![bytes(&CAROL.public()), bytes(key)]]]]);
    let mut wires = Wires::clauses(file);
    wires.reads("approver", "two approvers", &with(&DAVE.public()));
    let shows = "a key that is no point of the curve: nobody has it, and nothing is computed to find out";
    wires.reads("approver-off-the-curve", shows, &with(&OFF_THE_CURVE));
    for (name, code, key, shows) in [
        ("approver-short", "value_invalid", vec![7; 31], "a key of 31 bytes"),
        ("approver-long", "value_invalid", vec![7; 33], "a key of 33 bytes"),
        ("approver-small-order", "key_invalid", vec![0; 32], "a key of small order: anyone could approve"),
        ("approver-non-canonical", "key_invalid", vec![0xFF; 32], "a second spelling of a key"),
    ] {
        wires.refuses(code, name, "approver", shows, &with(&key));
    }
}
