//! Heads: the shortest ones, with a length that is there.

use depute_vectors::kit::{Item, map, raw, wide};

use super::places::{PLACES, at};
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    long(file);
    indefinite(file);
    tags(file);
}

/// The same item, its head the next longer one, or one of so many bytes behind the first.
fn widened(item: &Item, width: Option<usize>) -> Item {
    let plain = item.encode();
    let (major, info) = (plain[0] >> 5, plain[0] & 0x1F);
    let used = if info < 24 { 0 } else { 1 << (info - 24) };
    let value = if used == 0 {
        u64::from(info)
    } else {
        plain[1..=used].iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let width = width.unwrap_or(if used == 0 { 1 } else { used * 2 });
    raw(&[wide(major, value, width).encode(), plain[1 + used..].to_vec()].concat())
}

fn long(file: &mut Subject) {
    // A boolean has no head that could be longer.
    for place in PLACES.iter().filter(|place| place.name != "open") {
        place.refused(file, "long-head", "its head is not the shortest", "cbor_long_head", |item| widened(item, None));
    }
    for width in [2, 4, 8] {
        let name = format!("in-{width}-bytes");
        let shows = format!("3 in {width} bytes behind the first");
        at("depth").refused(file, &name, &shows, "cbor_long_head", |depth| widened(depth, Some(width)));
    }
    for (value, width) in [(23, 1), (0xFF, 2), (0xFFFF, 4), (0xFFFF_FFFF, 8)] {
        let name = format!("{value}-in-{width}-bytes");
        let shows = format!("{value}, the greatest that needs no {width} bytes behind the first, in as many");
        at("depth").refused(file, &name, &shows, "cbor_long_head", |_| wide(0, value, width));
    }
    for (info, what) in [(28, "1c"), (29, "1d"), (30, "1e")] {
        let shows = format!("additional information {info}, which has no meaning");
        let name = format!("reserved-{what}");
        at("depth").refused(file, &name, &shows, "cbor_long_head", |_| raw(&[info]));
    }
    for (name, first) in [("audience", 0x7C), ("cti", 0x5D), ("clause", 0x9E), ("arguments", 0xBC)] {
        let shows = format!("its first byte is {first:02x}, additional information that has no meaning");
        at(name).refused(file, "reserved-head", &shows, "cbor_long_head", |item| {
            raw(&[vec![first], item.encode()[1..].to_vec()].concat())
        });
    }
    let key = |file: &mut Subject, name: &str, shows: &str, edit: fn(&mut Item)| {
        at(name).refused(file, "long-key", shows, "cbor_long_head", |map| {
            let mut map = map.clone();
            edit(&mut map);
            map
        });
    };
    key(file, "root-claims", "the key 6 as 18 06", |claims| claims.entries()[3].0 = wide(0, 6, 1));
    key(file, "proof-claims", "the key 6 as 19 00 06", |claims| claims.entries()[1].0 = wide(0, 6, 2));
    key(file, "arguments", "the name `to` with a head of two bytes", |args| {
        args.entries()[0].0 = widened(&"to".into(), None);
    });
}

fn indefinite(file: &mut Subject) {
    let open = |item: &Item| {
        let plain = item.encode();
        raw(&[vec![plain[0] | 0x1F], plain[1..].to_vec(), vec![0xFF]].concat())
    };
    for name in [
        "head",
        "token-head",
        "envelope",
        "unprotected",
        "root-claims",
        "mandate",
        "clause",
        "arguments",
        "budget",
        "proof",
        "endorsements",
    ] {
        at(name).refused(file, "indefinite", "of indefinite length, closed by a break", "cbor_indefinite", open);
    }
    for (name, first) in [("audience", 0x7F), ("action", 0x7F), ("cti", 0x5F), ("payload", 0x5F)] {
        at(name).refused(file, "in-chunks", "of indefinite length, in one chunk", "cbor_indefinite", |item| {
            raw(&[vec![first], item.encode(), vec![0xFF]].concat())
        });
    }
    at("depth").refused(file, "break", "a break, which closes nothing", "cbor_indefinite", |_| raw(&[0xFF]));
    at("depth").refused(file, "indefinite", "an integer of indefinite length", "cbor_indefinite", |_| raw(&[0x1F]));
}

fn tags(file: &mut Subject) {
    let tagged = |tag: &'static [u8]| move |item: &Item| raw(&[tag.to_vec(), item.encode()].concat());
    for (name, tag, shows) in [
        ("head", &[0xD9, 0xD9, 0xF7][..], "behind the tag of self-described CBOR"),
        ("token-head", &[0xD2], "behind the tag of COSE_Sign1"),
        ("envelope", &[0xD2], "behind the tag of COSE_Sign1, as other profiles write it"),
        ("proof", &[0xD2], "behind the tag of COSE_Sign1, as other profiles write it"),
        ("payload", &[0xD8, 0x18], "behind the tag of embedded CBOR"),
        ("root-claims", &[0xD8, 0x3D], "behind the tag of a CWT"),
        ("audience", &[0xD8, 0x20], "behind the tag of a URI"),
        ("end", &[0xC1], "behind the tag of a time"),
        ("endorsement-end", &[0xC1], "behind the tag of a time"),
        ("cti", &[0xD8, 0x25], "behind the tag of a UUID"),
        ("arguments", &[0xD9, 0x01, 0x03], "behind the tag of a map"),
    ] {
        at(name).refused(file, "tagged", shows, "cbor_tag", tagged(tag));
    }
    at("bound").refused(file, "bignum", "20 as a bignum of one byte", "cbor_tag", |_| raw(&[0xC2, 0x41, 0x14]));
    at("bound").refused(file, "decimal", "20 as a decimal fraction", "cbor_tag", |_| raw(&[0xC4, 0x82, 0x01, 0x02]));
    at("curve").refused(file, "tagged", "behind the tag of nothing known", "cbor_tag", |_| raw(&[0xC6, 0x06]));
    at("unprotected")
        .refused(file, "tagged", "behind a tag", "cbor_tag", |_| raw(&[vec![0xC7], map! {}.encode()].concat()));
}
