//! Requirements on the wire.

use depute_vectors::kit::{ALICE, CAROL, DAVE, ERIN, Item, bytes, float, grant, list, map, raw};

use crate::form::{self, fault};
use crate::model::{Question, Subject};

/// A clause with these requirements.
fn question(requirements: Vec<Item>) -> Question {
    let clause = grant::needing("pay", map! {}, true, requirements);
    Question::read("clause", &clause.encode()).readable(clause.diag())
}

pub(super) fn add(file: &mut Subject) {
    accepted(file);
    numbers(file);
    approvals(file);
    parameters(file);
}

fn accepted(file: &mut Subject) {
    let three: [&_; 3] = [&*CAROL, &*DAVE, &*ERIN];
    for (name, shows, requirements) in [
        ("approval", "one approval of one", vec![grant::approval(1, &three[..1])]),
        ("approvals", "two approvals of three", vec![grant::approval(2, &three)]),
        ("approvals-all", "three approvals of three", vec![grant::approval(3, &three)]),
        (
            "approvals-twice",
            "two approvals that differ in their number",
            vec![grant::approval(1, &three), grant::approval(2, &three)],
        ),
        ("two", "an approval and an attestation", vec![grant::approval(1, &three), list![2, 0]]),
        ("attestation", "an attestation, carried and not evaluated", vec![list![2, bytes(&[0x80])]]),
        ("fact", "a fact", vec![list![3, "x"]]),
        ("tool", "a tool pin", vec![list![4, bytes(&[1; 32])]]),
        ("session", "a session", vec![list![5, map! {}]]),
        ("assurance", "an assurance", vec![list![6, 1]]),
        (
            "parameters",
            "parameters of any strict CBOR",
            vec![list![2, list![-1, true, float(0.5), map! { 1 => "a", "b" => list![] }]]],
        ),
    ] {
        file.yes(
            &format!("requirement-{name}"),
            &format!("a clause that needs {shows}"),
            question(requirements),
            form::read(),
        );
    }
    let closed = grant::needing("pay", map! {}, false, vec![list![2, 0]]);
    let shows = "a closed clause with a requirement: its third member is false";
    file.yes(
        "requirement-of-closed",
        shows,
        Question::read("clause", &closed.encode()).readable(closed.diag()),
        form::read(),
    );
}

fn refused(file: &mut Subject, name: &str, twin: &str, code: &str, shows: &str, requirements: Vec<Item>) {
    let (name, twin) = (format!("requirement-not-{name}"), format!("requirement-{twin}"));
    file.no(&name, &twin, &format!("a clause that needs {shows}"), question(requirements), fault(code));
}

fn numbers(file: &mut Subject) {
    for (name, twin, code, shows, requirements) in [
        ("none", "attestation", "value_invalid", "nothing, and says so", vec![]),
        ("number-0", "attestation", "requirement_unknown", "a requirement 0", vec![list![0, 0]]),
        ("number-7", "assurance", "requirement_unknown", "a requirement 7", vec![list![7, 1]]),
        (
            "number-258",
            "attestation",
            "requirement_unknown",
            "a requirement 258, whose low byte is 2",
            vec![list![258, 0]],
        ),
        ("number-text", "approval", "cbor_type", "a requirement by its name", vec![list!["approval", 0]]),
        ("number-negative", "attestation", "cbor_type", "a requirement -2", vec![list![-2, 0]]),
        ("of-one", "attestation", "value_invalid", "a number without parameters", vec![list![2]]),
        ("of-three", "attestation", "value_invalid", "a number and two parameters", vec![list![2, 0, 0]]),
        ("map", "attestation", "cbor_type", "a map in place of an array", vec![map! { 2 => 0 }]),
        ("twice", "two", "duplicate_item", "a requirement twice", vec![list![2, 0], list![2, 0]]),
        (
            "twice-apart",
            "two",
            "duplicate_item",
            "a requirement twice, with another between",
            vec![list![2, 0], list![3, 0], list![2, 0]],
        ),
    ] {
        refused(file, name, twin, code, shows, requirements);
    }
}

fn approvals(file: &mut Subject) {
    let key = |key: [u8; 32]| bytes(&key);
    let (carol, dave) = (|| key(CAROL.public()), || key(DAVE.public()));
    let mut identity = [0; 32];
    identity[0] = 1;
    for (name, twin, code, shows, parameters) in [
        ("of-none", "approval", "value_invalid", "an approval by nobody", list![1, list![]]),
        ("zero", "approval", "value_invalid", "no approval of one", list![0, list![carol()]]),
        ("nine", "approvals", "value_invalid", "nine approvals of two", list![9, list![carol(), dave()]]),
        (
            "more-than-named",
            "approvals-all",
            "value_invalid",
            "three approvals of two",
            list![3, list![carol(), dave()]],
        ),
        (
            "key-twice",
            "approvals",
            "duplicate_item",
            "two approvals of one key, named twice",
            list![2, list![carol(), carol()]],
        ),
        (
            "key-twice-apart",
            "approvals",
            "duplicate_item",
            "a key twice, with another between",
            list![2, list![carol(), dave(), carol()]],
        ),
        ("key-of-31", "approval", "value_invalid", "an approval by 31 bytes", list![1, list![bytes(&[1; 31])]]),
        ("key-of-33", "approval", "value_invalid", "an approval by 33 bytes", list![1, list![bytes(&[1; 33])]]),
        (
            "key-zeros",
            "approval",
            "key_invalid",
            "an approval by zeros, a point of order 4",
            list![1, list![bytes(&[0; 32])]],
        ),
        (
            "key-identity",
            "approvals",
            "key_invalid",
            "an approval by the identity, beside a good key",
            list![1, list![carol(), bytes(&identity)]],
        ),
        (
            "key-beyond",
            "approval",
            "key_invalid",
            "an approval by a key that is not below p",
            list![1, list![bytes(&[0xFF; 32])]],
        ),
        (
            "key-text",
            "approval",
            "cbor_type",
            "an approval by the text of a key",
            list![1, list!["did:key:z6MkwVDfCg9LbbY6xjH3EZk8YSFQZujV5Y4y1ZWeER9tDiN3"]],
        ),
        ("no-list", "approval", "cbor_type", "an approval by one key without a list", list![1, carol()]),
        ("one-member", "approval", "value_invalid", "an approval without keys", list![1]),
        ("three-members", "approval", "value_invalid", "an approval with a third member", list![1, list![carol()], 0]),
        ("negative", "approval", "cbor_type", "-1 approvals", list![-1, list![carol()]]),
    ] {
        refused(file, &format!("approval-{name}"), twin, code, shows, vec![list![1, parameters]]);
    }
    let alice = vec![list![1, list![1, list![key(ALICE.public())]]]];
    let shows = "an approval by the root's own key: who holds a link is not asked by a reader";
    file.yes("requirement-approval-by-alice", &format!("a clause that needs {shows}"), question(alice), form::read());
}

fn parameters(file: &mut Subject) {
    for (name, code, shows, parameters) in [
        ("null", "cbor_simple", "null", raw(&[0xF6])),
        ("tagged", "cbor_tag", "a tagged item", raw(&[0xC1, 0x00])),
        ("half", "cbor_float", "a half float", raw(&[0xF9, 0x38, 0x00])),
        ("integral", "cbor_float", "a double without a fraction", float(2.0)),
        ("long", "cbor_long_head", "a longer head than needed", raw(&[0x18, 0x01])),
        ("indefinite", "cbor_indefinite", "an array of indefinite length", raw(&[0x9F, 0xFF])),
        ("order", "cbor_key_order", "keys that descend", map! { 2 => 0, 1 => 0 }),
        ("twice", "cbor_duplicate_key", "a key twice", map! { 1 => 0, 1 => 0 }),
        ("utf8", "cbor_utf8", "a text that is not UTF-8", raw(&[0x61, 0xFF])),
        ("inside", "cbor_simple", "undefined inside an array", list![list![raw(&[0xF7])]]),
        (
            "cut",
            "cbor_truncated",
            "an array that claims more members than there are bytes",
            raw(&[0x9A, 0x7F, 0xFF, 0xFF, 0xFF]),
        ),
    ] {
        let shows = format!("an attestation whose parameters have {shows}");
        refused(file, &format!("parameters-{name}"), "parameters", code, &shows, vec![list![2, parameters]]);
    }
}
