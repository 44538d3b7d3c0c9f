//! Patterns of actions, and which code points no text of a policy has.

use depute_vectors::kit::code_points::{LOOK_ALIKES, REFUSED};
use depute_vectors::kit::{Item, list, map, raw};

use super::{Wires, of};
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    patterns(file);
    code_points(file);
}

fn patterns(file: &mut Subject) {
    let action = |action: Item| list![action, map! {}, true];
    let mut wires = Wires::clauses(file);
    wires
        .reads("action-name", "a name", &action("flights.book".into()))
        .reads("action-odd-name", "a name of any characters", &action("zahle \u{E4}*\"".into()))
        .reads("action-prefix", "a prefix", &action(list!["flights"]))
        .reads("action-every", "every action", &action(list![]));
    for (name, twin, code, wire, shows) in [
        ("action-empty", "action-name", "value_invalid", "".into(), "a name of no character"),
        ("action-prefix-empty", "action-prefix", "value_invalid", list![""], "a prefix of no character"),
        ("action-two-prefixes", "action-prefix", "value_invalid", list!["flights", "hotels"], "two prefixes"),
        ("action-prefix-in-prefix", "action-prefix", "cbor_type", list![list!["flights"]], "a prefix in a prefix"),
        ("action-prefix-number", "action-prefix", "cbor_type", list![1], "a number as prefix"),
        ("action-prefix-star", "action-prefix", "value_invalid", list!["flights.*"], "a prefix with a star"),
        ("action-prefix-space", "action-prefix", "value_invalid", list!["fl ights"], "a prefix with a space"),
        ("action-prefix-slash", "action-prefix", "value_invalid", list!["flights/"], "a prefix with a slash"),
        (
            "action-prefix-letter",
            "action-prefix",
            "value_invalid",
            list!["fl\u{FC}ge"],
            "a prefix with a letter that is not ASCII",
        ),
        ("action-prefix-colon", "action-prefix", "value_invalid", list!["a:b"], "a prefix with a colon"),
        ("action-bidi", "action-odd-name", "character_refused", "a\u{202E}b".into(), "a direction override in a name"),
        (
            "action-prefix-bidi",
            "action-prefix",
            "character_refused",
            list!["a\u{202E}b"],
            "a direction override in a prefix",
        ),
        ("action-secret", "action-odd-name", "secret_refused", "dptsk1_".into(), "the text of a secret key as action"),
        (
            "action-prefix-secret",
            "action-prefix",
            "secret_refused",
            list!["dptsk1_"],
            "the text of a secret key as prefix",
        ),
        ("action-not-utf8", "action-odd-name", "cbor_utf8", raw(&[0x62, 0xC3, 0x28]), "a name that is not UTF-8"),
        ("action-surrogate", "action-odd-name", "cbor_utf8", raw(&[0x63, 0xED, 0xA0, 0x80]), "a surrogate, encoded"),
        (
            "action-overlong",
            "action-odd-name",
            "cbor_utf8",
            raw(&[0x62, 0xC0, 0xAE]),
            "a dot in more bytes than it needs",
        ),
    ] {
        wires.refuses(code, name, twin, shows, &action(wire));
    }
    let name = |bytes: usize| action("b".repeat(bytes).into());
    let prefix = |bytes: usize| action(list!["b".repeat(bytes)]);
    wires
        .reads("action-256-bytes", "a name of 256 bytes", &name(256))
        .refuses("limit_exceeded", "action-257-bytes", "action-256-bytes", "a name of 257 bytes", &name(257))
        .reads("action-prefix-256-bytes", "a prefix of 256 bytes", &prefix(256))
        .refuses(
            "limit_exceeded",
            "action-prefix-257-bytes",
            "action-prefix-256-bytes",
            "a prefix of 257 bytes",
            &prefix(257),
        );
}

/// Every range that is refused in texts of a policy, at both its ends; what only paths refuse is allowed.
fn code_points(file: &mut Subject) {
    let with = |point: u32| of(list![1, format!("a{}b", char::from_u32(point).expect("a scalar value"))]);
    let mut wires = Wires::clauses(file);
    wires.reads("text-plain", "a text of plain letters", &of(list![1, "aab"]));
    let mut refuse = |point: u32, what: &str| {
        let shows = format!("U+{point:04X}, {what}, in a text of a policy");
        wires.refuses("character_refused", &format!("text-{point:04x}"), "text-plain", &shows, &with(point));
    };
    for (from, to, what) in REFUSED {
        refuse(from, what);
        if to != from {
            refuse(to, what);
        }
    }
    for plane in [0, 1, 16] {
        refuse(plane << 16 | 0xFFFE, "one of the last two code points of a plane");
        refuse(plane << 16 | 0xFFFF, "one of the last two code points of a plane");
    }
    let looks: String = LOOK_ALIKES.iter().map(|(from, ..)| char::from_u32(*from).expect("a scalar value")).collect();
    let wire = of(list![1, looks]);
    wires.reads(
        "text-look-alikes",
        "look-alikes of dots and slashes are refused in paths, and allowed elsewhere",
        &wire,
    );
}
