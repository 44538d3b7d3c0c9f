//! Claims of links: the known ones, all that must be there, and what each can say.

use depute_vectors::kit::{AUD, AUDIENCE, CNF, CTI, EXP, IAT, ISS, Item, MANDATE, NBF, NOW, PLANNER, SUB, bytes, list};

use super::{no_further, no_root, yes};
use crate::form;
use crate::model::Subject;

pub(super) fn add(file: &mut Subject) {
    known(file);
    audiences(file);
    subjects(file);
    ids(file);
    times(file);
}

fn known(file: &mut Subject) {
    for (name, claim) in
        [("iss", ISS), ("aud", AUD), ("exp", EXP), ("iat", IAT), ("cti", CTI), ("cnf", CNF), ("mandate", MANDATE)]
    {
        let shows = format!("without `{name}`");
        no_root(file, &format!("root-no-{name}"), "two-links", &shows, "field_missing", |link| link.unset(claim));
    }
    for (name, claim) in [("cnf", CNF), ("mandate", MANDATE)] {
        let shows = format!("without `{name}`");
        no_further(file, &format!("further-no-{name}"), "two-links", &shows, "field_missing", |link| link.unset(claim));
    }
    for claim in [0, 9, 10, 256, -1, -65_536, -65_538] {
        let shows = format!("with a claim {claim}, which version 1 does not know");
        no_root(file, &format!("root-claim-{claim}"), "two-links", &shows, "field_unknown", |link| link.set(claim, 1));
    }
    for (name, claim, value) in [
        ("iss", ISS, bytes(&PLANNER.public())),
        ("sub", SUB, "alice".into()),
        ("iat", IAT, NOW.into()),
        ("cti", CTI, bytes(&[7; 8])),
        ("claim-9", 9, 1.into()),
        ("claim-39", 39, 1.into()),
    ] {
        let shows = format!("with `{name}`, which it does not have");
        no_further(file, &format!("further-{name}"), "further-claims", &shows, "field_unknown", |link| {
            link.set(claim, value);
        });
    }
}

fn audiences(file: &mut Subject) {
    let aud = |audiences: Item| form::root(|link| link.set(AUD, audiences));
    yes(file, "aud-two", "two audiences, in their order", &aud(list!["a", AUDIENCE]));
    yes(file, "aud-by-length", "audiences in the order of texts: shorter first", &aud(list!["b", "aa"]));
    let shows = "two audiences that look alike: they are compared byte for byte";
    yes(file, "aud-alike", shows, &aud(list!["\u{E9}", "e\u{301}"]));
    for (name, twin, code, shows, audiences) in [
        ("none", "aud-two", "value_invalid", "an empty array of audiences", list![]),
        (
            "array-of-one",
            "two-links",
            "value_invalid",
            "an array of one audience, which is written as a text",
            list![AUDIENCE],
        ),
        ("descending", "aud-two", "value_invalid", "audiences that descend", list![AUDIENCE, "a"]),
        ("by-letters", "aud-by-length", "value_invalid", "audiences in the order of a dictionary", list!["aa", "b"]),
        ("twice", "aud-two", "duplicate_item", "an audience twice", list!["a", "a"]),
        ("twice-last", "aud-two", "duplicate_item", "its last audience twice", list!["a", AUDIENCE, AUDIENCE]),
        ("empty", "two-links", "value_invalid", "an empty audience", "".into()),
        ("empty-first", "aud-two", "value_invalid", "an empty audience among others", list!["", AUDIENCE]),
        ("nested", "aud-two", "cbor_type", "an array among its audiences", list![list!["a"], AUDIENCE]),
        (
            "refused",
            "two-links",
            "character_refused",
            "an audience with a right-to-left override",
            "https://\u{202E}a".into(),
        ),
        (
            "refused-second",
            "aud-two",
            "character_refused",
            "a second audience with a newline",
            list!["a", "https://flights.example\n"],
        ),
        (
            "secret",
            "two-links",
            "secret_refused",
            "an audience with a secret's prefix in it",
            "https://a/dptsk1_AQ".into(),
        ),
        (
            "secret-and-refused",
            "two-links",
            "secret_refused",
            "an audience with a secret's prefix and a newline: the secret is judged first",
            "\ndptsk1_AQ".into(),
        ),
    ] {
        no_root(file, &format!("aud-{name}"), twin, &format!("with {shows}"), code, |link| link.set(AUD, audiences));
    }
    no_further(
        file,
        "further-aud-array-of-one",
        "further-claims",
        "with an array of one audience",
        "value_invalid",
        |link| {
            link.set(AUD, list![AUDIENCE]);
        },
    );
}

fn subjects(file: &mut Subject) {
    let sub = |name: &str| form::root(|link| link.set(SUB, name));
    for (name, shows, subject) in [
        ("mail", "a mail address", "alice@example.com"),
        ("unicode", "letters beyond ASCII", "愛子 Müller"),
        ("did-capital", "`Did:`, which is not `did:`", "Did:key:z6Mk"),
        ("did-inside", "`did:` not at its beginning", "a did:key"),
        ("did-short", "`did` without a colon", "did"),
    ] {
        yes(file, &format!("sub-{name}"), &format!("a `sub`: {shows}"), &sub(subject));
    }
    for (name, twin, code, shows, subject) in [
        ("empty", "sub-mail", "value_invalid", "an empty `sub`", ""),
        (
            "did-key",
            "sub-did-capital",
            "value_invalid",
            "a `sub` that looks like a key and binds nothing",
            "did:key:z6Mk",
        ),
        ("did-web", "sub-did-inside", "value_invalid", "a `sub` of another DID method", "did:web:example.com"),
        ("did", "sub-did-short", "value_invalid", "a `sub` of `did:` alone", "did:"),
        ("refused", "sub-unicode", "character_refused", "a `sub` with a soft hyphen", "ali\u{AD}ce"),
        ("secret", "sub-mail", "secret_refused", "a `sub` with a secret's prefix in it", "dptsk1_AQ"),
        (
            "secret-behind-did",
            "sub-mail",
            "secret_refused",
            "a `sub` that begins with `did:` and has a secret's prefix in it: the secret is judged first",
            "did:dptsk1_AQ",
        ),
    ] {
        no_root(file, &format!("sub-{name}"), twin, &format!("with {shows}"), code, |link| link.set(SUB, subject));
    }
}

fn ids(file: &mut Subject) {
    for length in [0, 7, 9, 16] {
        let shows = format!("with a `cti` of {length} bytes");
        no_root(file, &format!("cti-of-{length}"), "two-links", &shows, "value_invalid", |link| {
            link.set(CTI, bytes(&vec![7; length]));
        });
    }
    let alike = form::root(|link| link.set(CTI, bytes(&[8; 8])));
    yes(file, "cti-other", "another `cti` makes another link, and other ids", &alike);
}

fn times(file: &mut Subject) {
    for (name, claim) in [("exp", EXP), ("nbf", NBF), ("iat", IAT)] {
        let shows = format!("with `{name}` in milliseconds");
        no_root(file, &format!("{name}-milliseconds"), "two-links", &shows, "limit_exceeded", |link| {
            link.set(claim, NOW * 1000);
        });
    }
    no_further(
        file,
        "further-exp-milliseconds",
        "further-claims",
        "with `exp` in milliseconds",
        "limit_exceeded",
        |link| {
            link.set(EXP, NOW * 1000);
        },
    );
    no_root(
        file,
        "iat-beyond-63-bits",
        "two-links",
        "with an `iat` that would be negative in 64 bits with a sign",
        "limit_exceeded",
        |link| {
            link.set(IAT, u64::MAX);
        },
    );
}
