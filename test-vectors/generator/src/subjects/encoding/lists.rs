//! The same rules in a revocation list and in a statement inside it.

use depute_vectors::kit::revocations::{list_bytes, numbered, of_task, said};
use depute_vectors::kit::{ALICE, Draft, EXP, IAT, Item, MANDATE, NOW, float, raw, wide};

use crate::form::{self, fault};
use crate::model::{Question, Subject};

const TWIN: &str = "list";

pub(super) fn add(file: &mut Subject) {
    let statement = || said(&ALICE, of_task(&ALICE, "T-1042"));
    let usual = numbered(7, &[statement()]);
    let question = |list: &Draft| Question::read("list", &list_bytes(list)).readable(list.claims.diag());
    file.yes(TWIN, "a revocation list with one statement", question(&usual), form::read());

    let whole = list_bytes(&usual);
    for (name, code, shows, bytes) in [
        ("cut", "cbor_truncated", "its last byte missing", whole[..whole.len() - 1].to_vec()),
        ("more", "cbor_trailing", "a byte behind it", [&whole[..], &[0]].concat()),
        ("tagged", "cbor_tag", "behind the tag of COSE_Sign1", [&[0xD2], &whole[..]].concat()),
        ("long-version", "cbor_long_head", "its version as 18 01", [&[0x82, 0x18, 0x01], &whole[2..]].concat()),
        ("indefinite", "cbor_indefinite", "of indefinite length", [&[0x9F], &whole[1..], &[0xFF]].concat()),
        ("version-text", "cbor_type", "its version as a text", [&[0x82, 0x61, 0x31], &whole[2..]].concat()),
    ] {
        let shows = format!("a list: {shows}");
        file.no(&format!("list-{name}"), TWIN, &shows, Question::read("list", &bytes), fault(code));
    }

    let mut refused = |name: &str, shows: &str, code: &str, list: Draft| {
        file.no(&format!("list-{name}"), TWIN, shows, question(&list), fault(code));
    };
    let with = |edit: &dyn Fn(&mut Draft)| {
        let mut list = usual.clone();
        edit(&mut list);
        list
    };
    let of = |edit: &dyn Fn(&mut Draft)| {
        let mut one = statement();
        edit(&mut one);
        numbered(7, &[one])
    };
    let more = |draft: &mut Draft| draft.claims = raw(&[draft.claims.encode(), vec![0xA0]].concat());
    refused("claims-more", "an empty map behind the claims of a list", "cbor_trailing", with(&more));
    refused(
        "claims-order",
        "claims of a list: `iat` before `exp`",
        "cbor_key_order",
        with(&|list| list.claims.entries().swap(1, 2)),
    );
    refused(
        "claims-twice",
        "claims of a list: a second `exp`, later than the first",
        "cbor_duplicate_key",
        with(&|list| {
            list.claims.entries().insert(2, (EXP.into(), (NOW + 7200).into()));
        }),
    );
    refused(
        "map-order",
        "the map of a list: its statements before its number",
        "cbor_key_order",
        with(&|list| {
            list.mandate().entries().swap(0, 1);
        }),
    );
    refused(
        "number-double",
        "the number of a list as a double with a fraction",
        "cbor_type",
        with(&|list| list.mandate().set(1, float(7.5))),
    );
    refused(
        "number-long",
        "the number of a list as 18 07",
        "cbor_long_head",
        with(&|list| list.mandate().set(1, raw(&[0x18, 0x07]))),
    );
    refused(
        "statements-null",
        "null in place of an empty array of statements",
        "cbor_simple",
        with(&|list| list.mandate().set(2, raw(&[0xF6]))),
    );
    refused("statement-more", "an empty map behind the claims of a statement", "cbor_trailing", of(&more));
    refused("statement-null", "null as the time of a statement", "cbor_simple", of(&|one| one.set(IAT, raw(&[0xF6]))));
    refused(
        "statement-tagged",
        "a tag on the target of a statement",
        "cbor_tag",
        of(&|one| {
            let target = one.mandate().encode();
            one.set(MANDATE, raw(&[vec![0xC6], target].concat()));
        }),
    );
    refused(
        "target-long",
        "the kind of a target as 18 02",
        "cbor_long_head",
        of(&|one| one.mandate().members()[0] = raw(&[0x18, 0x02])),
    );
    refused(
        "target-utf8",
        "a task that is not UTF-8",
        "cbor_utf8",
        of(&|one| one.mandate().members()[2] = raw(&[0x62, b'T', 0xFF])),
    );
    refused(
        "target-lies",
        "a target that claims 2^63 members",
        "cbor_truncated",
        of(&|one| {
            one.set(MANDATE, wide(4, 1 << 63, 8));
        }),
    );
    refused(
        "target-key-type",
        "the key of a target as a text",
        "cbor_type",
        of(&|one| one.mandate().members()[1] = Item::from("x".repeat(32))),
    );
}
