//! Maps: keys ascend, none comes twice, and each is of its keys' type.

use depute_vectors::kit::{EXP, Item, MANDATE, NOW, bytes};

use super::places::at;
use crate::model::Subject;

/// Maps of the wire form with two entries or more, and the first of two that change places.
const MAPS: [(&str, usize, &str); 8] = [
    ("root-claims", 1, "`exp` stands before `aud`"),
    ("root-claims", 5, "the private claim stands before `cnf`, as if negative numbers were smaller"),
    ("mandate", 0, "the depth stands before the clauses"),
    ("arguments", 1, "`price` stands before `opts`: a longer name before a shorter one, as a dictionary has it"),
    ("budget", 0, "the pattern stands before the limit"),
    ("proof-claims", 0, "`iat` stands before `aud`"),
    ("proof-claims", 1, "the nonce stands before `iat`"),
    ("endorsement-claims", 2, "`iat` stands before `exp`"),
];

pub(super) fn add(file: &mut Subject) {
    for (name, place, shows) in MAPS {
        at(name).refused(file, &format!("order-{place}"), shows, "cbor_key_order", |map| {
            edited(map, |entries| entries.swap(place, place + 1))
        });
    }
    twice(file);
    keys(file);
}

fn edited(map: &Item, edit: impl FnOnce(&mut Vec<(Item, Item)>)) -> Item {
    let mut map = map.clone();
    edit(map.entries());
    map
}

fn twice(file: &mut Subject) {
    for (name, entry, shows) in [
        ("root-claims", 3, "`iat` twice, with the same value"),
        ("mandate", 1, "the depth twice, with the same value"),
        ("arguments", 0, "`to` twice, with the same limit"),
        ("budget", 0, "the limit twice, with the same value"),
        ("proof-claims", 2, "the nonce twice, with the same value"),
        ("endorsement-claims", 0, "the signer twice, with the same value"),
    ] {
        at(name).refused(file, "twice", shows, "cbor_duplicate_key", |map| {
            edited(map, |entries| entries.insert(entry, entries[entry].clone()))
        });
    }
    let claims = at("root-claims");
    claims.refused(file, "two-ends", "a second end, an hour later: neither counts", "cbor_duplicate_key", |map| {
        edited(map, |entries| entries.insert(3, (EXP.into(), (NOW + 3600).into())))
    });
    at("arguments").refused(file, "two-limits", "a second, wider limit of `price`", "cbor_duplicate_key", |map| {
        edited(map, |entries| entries.push(("price".into(), Vec::new().into())))
    });
}

fn keys(file: &mut Subject) {
    let other = |file: &mut Subject, name: &str, shows: &str, place: usize, key: Item| {
        at(name).refused(file, "key-type", shows, "cbor_type", |map| edited(map, |entries| entries[place].0 = key));
    };
    other(file, "root-claims", "the name \"iss\" as a key among numbers", 0, "iss".into());
    other(file, "mandate", "the name \"clauses\" as a key among numbers", 0, "clauses".into());
    other(file, "arguments", "the number 1 as a key among names", 0, 1.into());
    other(file, "budget", "a byte string as a key among numbers", 0, bytes(&[1]));
    other(file, "proof-claims", "a boolean as a key among numbers", 0, true.into());
    at("root-claims").refused(file, "unknown-beyond-64-bits", "a key of 2^64 - 1", "field_unknown", |map| {
        edited(map, |entries| entries.insert(6, (u64::MAX.into(), 1.into())))
    });
    at("root-claims").refused(file, "unknown-below-64-bits", "a key of -2^64", "field_unknown", |map| {
        edited(map, |entries| entries.push((Item::Negative(u64::MAX), 1.into())))
    });
    at("root-claims").refused(
        file,
        "unknown-wrapped",
        "a key that has the low 32 bits of the private claim's number",
        "field_unknown",
        |map| {
            edited(map, |entries| {
                let own = entries.iter_mut().find(|(key, _)| *key == MANDATE.into()).expect("a mandate");
                own.0 = Item::Negative(0x1_0001_0000);
            })
        },
    );
}
