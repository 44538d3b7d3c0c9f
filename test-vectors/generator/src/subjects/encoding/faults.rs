//! Two faults in one object: bytes are read once, front to back, and the first one decides.

use depute_vectors::kit::{AUD, Draft, EXP, Item, NBF, NOW, Walk, bytes, float, list, map, raw, wide};

use super::places::at;
use super::{TWIN, presentation};
use crate::form::{self, fault, fault_in};
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    of_one_item(file);
    of_one_map(file);
    of_one_link(file);
    of_one_presentation(file);
}

fn of_one_item(file: &mut Subject) {
    for (name, case, shows, code, item) in [
        (
            "end",
            "half",
            "a half float, also where no number with a fraction is due",
            "cbor_float",
            raw(&[0xF9, 0x3C, 0]),
        ),
        ("end", "nan", "a double that is NaN, where an integer is due", "cbor_type", float(f64::NAN)),
        (
            "end",
            "integral-double",
            "1 as a double, where an integer is due: the type is judged first",
            "cbor_type",
            float(1.0),
        ),
        ("audience", "null", "null, where a text is due", "cbor_simple", raw(&[0xF6])),
        ("audience", "break", "a break, where a text is due", "cbor_indefinite", raw(&[0xFF])),
        ("audience", "tagged-number", "a tag on a number, where a text is due", "cbor_tag", raw(&[0xC1, 0x00])),
        (
            "audience",
            "long-number",
            "a number with a long head, where a text is due",
            "cbor_long_head",
            raw(&[0x18, 0x01]),
        ),
        (
            "audience",
            "indefinite-map",
            "a map of indefinite length, where a text is due",
            "cbor_indefinite",
            raw(&[0xBF, 0xFF]),
        ),
        ("audience", "map-lies", "a map of 2^64 - 1 entries, where a text is due", "cbor_type", wide(5, u64::MAX, 8)),
        (
            "audience",
            "bytes-lie",
            "a byte string of 2^64 - 1 bytes, where a text is due",
            "cbor_type",
            wide(2, u64::MAX, 8),
        ),
        ("audience", "long-tag", "a tag below 24 in two bytes", "cbor_long_head", raw(&[0xD8, 0x12, 0x60])),
        ("audience", "indefinite-tag", "a tag of indefinite length", "cbor_indefinite", raw(&[0xDF, 0x60])),
        (
            "audience",
            "broken-and-long",
            "257 bytes that are not UTF-8, over the limit too",
            "cbor_utf8",
            text(&[0xFF; 257]),
        ),
        (
            "audience",
            "none-and-more",
            "an array of one that is null: the number of members is judged first",
            "value_invalid",
            list![raw(&[0xF6])],
        ),
        (
            "audience",
            "many-and-bad",
            "an array of nine numbers: the number of members is judged first",
            "limit_exceeded",
            vec![Item::from(1); 9].into(),
        ),
        (
            "audience",
            "many-and-lying",
            "an array that claims 2^31 members, more than there are bytes",
            "cbor_truncated",
            wide(4, 1 << 31, 4),
        ),
        (
            "audience",
            "long-and-refused",
            "257 newlines: the length is judged first",
            "limit_exceeded",
            "\n".repeat(257).into(),
        ),
        (
            "evidence",
            "three-and-bad",
            "three members, the first a number: the number of members is judged first",
            "value_invalid",
            list![1, 2, 3],
        ),
        ("budgets", "none", "an empty array", "value_invalid", list![]),
        ("signature", "short-text", "a text of 63 bytes: the type is judged first", "cbor_type", "x".repeat(63).into()),
    ] {
        at(name).refused(file, case, shows, code, |_| item).flags(&["order"]);
    }
}

/// A text of these bytes.
fn text(bytes: &[u8]) -> Item {
    raw(&[wide(3, bytes.len() as u64, 2).encode(), bytes.to_vec()].concat())
}

/// Changes the entries of a map.
type Edit<'a> = &'a dyn Fn(&mut Vec<(Item, Item)>);

fn of_one_map(file: &mut Subject) {
    let mut claims = |name: &str, shows: &str, code: &str, edit: Edit| {
        let mut walk = form::full();
        edit(walk.links[1].claims.entries());
        file.no(name, TWIN, shows, form::presentation(&walk), fault_in(2, code)).flags(&["order"]);
    };
    claims(
        "order-before-unknown",
        "`iat` behind `cnf` in a further link, which has none: the order is judged first",
        "cbor_key_order",
        &|entries| {
            entries.insert(1, (6.into(), NOW.into()));
        },
    );
    claims(
        "unknown-before-value",
        "a claim that is unknown, and null: the value is not looked at",
        "field_unknown",
        &|entries| {
            entries.insert(1, (9.into(), raw(&[0xF6])));
        },
    );
    claims("unknown-before-missing", "an unknown claim, and no mandate", "field_unknown", &|entries| {
        entries[1] = (9.into(), 1.into());
    });
    claims("value-before-order", "a bad `cnf` in front of a claim out of order", "value_invalid", &|entries| {
        entries[0].1 = map! {};
        entries.insert(1, (EXP.into(), NOW.into()));
    });
    claims(
        "twice-before-value",
        "`cnf` a second time, and null: the key is judged first",
        "cbor_duplicate_key",
        &|entries| {
            entries.insert(1, (entries[0].0.clone(), raw(&[0xF6])));
        },
    );
    claims(
        "beyond-before-order",
        "a key of 2^64 - 1 behind a negative one: it is unknown at once",
        "field_unknown",
        &|entries| {
            entries.push((u64::MAX.into(), 1.into()));
        },
    );
    claims("missing-before-window", "no mandate, and a window that ends when it begins", "field_missing", &|entries| {
        entries.pop();
        entries.insert(0, (EXP.into(), NOW.into()));
        entries.insert(1, (NBF.into(), NOW.into()));
    });
}

fn of_one_link(file: &mut Subject) {
    let mut link = |name: &str, shows: &str, link: usize, code: &str, walk: Walk| {
        file.no(name, TWIN, shows, form::presentation(&walk), fault_in(link, code)).flags(&["order"]);
    };
    let more = |draft: &mut Draft| draft.claims = raw(&[draft.claims.encode(), vec![0]].concat());
    let walk = form::further(|draft| {
        draft.set(EXP, NOW);
        draft.set(NBF, NOW);
        more(draft);
    });
    link(
        "window-before-more",
        "a window that ends when it begins, and a byte behind the claims",
        2,
        "value_invalid",
        walk,
    );
    let walk = form::root(|draft| {
        draft.unset(AUD);
        more(draft);
    });
    link("missing-before-more", "no `aud`, and a byte behind the claims", 1, "field_missing", walk);
    let walk = form::root(|draft| {
        draft.set(EXP, raw(&[0xF6]));
        draft.signer = depute_vectors::kit::Signer::Bytes(vec![1; 63]);
    });
    link(
        "signature-before-payload",
        "a signature of 63 bytes, and null in the payload: the envelope is read first",
        1,
        "value_invalid",
        walk,
    );
    let walk = form::root(|draft| {
        draft.set(EXP, raw(&[0xF6]));
        draft.protected = map! { 1 => -8 }.encode();
    });
    link("header-before-payload", "another algorithm, and null in the payload", 1, "envelope_invalid", walk);
    let walk = form::root(|draft| draft.set(EXP, list![bytes(&[0; 4096])]));
    link("length-before-payload", "a link longer than 4 KiB, with an array as its end", 1, "limit_exceeded", walk);
    let mut walk = form::root(|draft| draft.set(EXP, raw(&[0xF6])));
    walk.links[1].protected = Vec::new();
    link("first-link-first", "null in the payload of link 1, and another header of link 2", 1, "cbor_simple", walk);
    let walk = form::root(|draft| {
        draft.set(AUD, "");
        draft.set(EXP, raw(&[0xF6]));
    });
    link("first-claim-first", "an empty audience, and null as the end behind it", 1, "value_invalid", walk);
}

fn of_one_presentation(file: &mut Subject) {
    let whole = form::full().presentation();
    let mut changed = |name: &str, shows: &str, code: &str, edit: &dyn Fn(&mut Vec<Item>)| {
        let mut whole = whole.clone();
        edit(whole.members());
        file.no(name, TWIN, shows, presentation(&whole.encode()), fault(code)).flags(&["order"]);
    };
    changed("version-before-count", "version 2, and three members", "version_unknown", &|members| {
        members[0] = 2.into();
        members.pop();
    });
    changed("count-before-token", "three members, and a token of version 2", "value_invalid", &|members| {
        members[1] = list![2];
        members.pop();
    });
    changed("token-before-proof", "a token of version 2, and null as the proof", "version_unknown", &|members| {
        members[1] = list![2];
        members[2] = raw(&[0xF6]);
    });
    changed("proof-before-endorsements", "null as the proof, and nine endorsements", "cbor_simple", &|members| {
        members[2] = raw(&[0xF6]);
        members[3] = vec![Item::from(1); 9].into();
    });
    changed("count-of-endorsements", "nine endorsements, each of them null", "limit_exceeded", &|members| {
        members[3] = vec![raw(&[0xF6]); 9].into();
    });
    let mut bytes = whole.clone();
    bytes.members()[0] = 2.into();
    let bytes = [bytes.encode(), vec![0]].concat();
    let shows = "version 2, and a byte behind the presentation";
    file.no("version-before-more", TWIN, shows, presentation(&bytes), fault("version_unknown"));
}
