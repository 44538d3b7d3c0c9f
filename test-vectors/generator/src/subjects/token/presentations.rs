//! Presentations, proofs and endorsements.

use depute_vectors::kit::{
    AUD, AUDIENCE, CAROL, CNF, Draft, EXP, IAT, ISS, Item, MANDATE, NBF, NONCE, NOW, Walk, bytes, list, map, token,
};

use crate::form::{self, fault};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    file.yes("presentation", "a presentation without endorsements", form::presentation(&Walk::new()), form::read());
    let endorsed = form::endorsement(|_| {});
    file.yes("endorsed", "a presentation with an endorsement", form::presentation(&endorsed), form::read());
    let twice = Walk::new().approved_by(&[&CAROL, &CAROL]);
    let shows = "a presentation with an endorsement twice: what counts is not asked by a reader";
    file.yes("endorsed-twice", shows, form::presentation(&twice), form::read());
    members(file);
    proofs(file);
    kinds(file);
    endorsements(file);
    alone(file);
}

fn members(file: &mut Subject) {
    let whole = Walk::new();
    let (links, proof) = (|| token(whole.signed()), || whole.proved());
    let versioned = |version: Item| Item::Array([vec![version], whole.signed()].concat());
    for (name, code, shows, presentation) in [
        ("empty", "field_missing", "an empty array", list![]),
        ("version-0", "version_unknown", "version 0", list![0, links(), proof(), list![]]),
        ("version-2", "version_unknown", "version 2", list![2, links(), proof(), list![]]),
        (
            "token-version",
            "version_unknown",
            "a token of version 2 inside",
            list![1, versioned(2.into()), proof(), list![]],
        ),
        ("version-alone", "value_invalid", "a version alone", list![1]),
        ("no-proof", "value_invalid", "a token without a proof", list![1, links()]),
        ("no-endorsements", "value_invalid", "no array of endorsements", list![1, links(), proof()]),
        ("five", "value_invalid", "a fifth member", list![1, links(), proof(), list![], list![]]),
        ("token", "value_invalid", "a token where a presentation is due", links()),
        ("empty-token", "field_missing", "an empty token", list![1, list![], proof(), list![]]),
        ("no-link", "field_missing", "a token without a link", list![1, list![1], proof(), list![]]),
        (
            "link-as-proof",
            "field_unknown",
            "the leaf in place of the proof",
            list![1, links(), whole.signed()[1].clone(), list![]],
        ),
    ] {
        let question = Question::read("presentation", &presentation.encode());
        let shows = format!("a presentation: {shows}");
        file.no(&format!("presentation-{name}"), "presentation", &shows, question, fault(code));
    }
}

fn proofs(file: &mut Subject) {
    let mut refused = |name: &str, code: &str, shows: &str, edit: &dyn Fn(&mut Draft)| {
        let walk = form::proof(edit);
        let shows = format!("a proof {shows}");
        file.no(&format!("proof-{name}"), "presentation", &shows, form::presentation(&walk), fault(code));
    };
    for (name, claim) in [("aud", AUD), ("iat", IAT), ("nonce", NONCE)] {
        refused(&format!("no-{name}"), "field_missing", &format!("without `{name}`"), &|proof| proof.unset(claim));
    }
    refused("empty", "field_missing", "without any claim", &|proof| proof.claims = map! {});
    for claim in [ISS, EXP, NBF, 7, CNF, 9, 11, MANDATE] {
        let shows = format!("with a claim {claim}, which it does not have");
        refused(&format!("claim-{claim}"), "field_unknown", &shows, &|proof| proof.set(claim, 1));
    }
    for length in [0, 8, 15, 17, 32] {
        let shows = format!("with a nonce of {length} bytes");
        refused(&format!("nonce-of-{length}"), "value_invalid", &shows, &|proof| {
            proof.set(NONCE, bytes(&vec![9; length]))
        });
    }
    refused("aud-empty", "value_invalid", "for an empty audience", &|proof| proof.set(AUD, ""));
    refused("aud-several", "cbor_type", "for several audiences", &|proof| proof.set(AUD, list!["a", AUDIENCE]));
    refused("aud-refused", "character_refused", "for an audience with a newline", &|proof| proof.set(AUD, "a\n"));
    refused("aud-secret", "secret_refused", "for an audience with a secret's prefix in it", &|proof| {
        proof.set(AUD, "dptsk1_AQ")
    });
    refused("milliseconds", "limit_exceeded", "made in milliseconds", &|proof| proof.set(IAT, NOW * 1000));
    refused("protected", "envelope_invalid", "signed with EdDSA by its old number", &|proof| {
        proof.protected = map! { 1 => -8 }.encode();
    });
    refused("unprotected", "envelope_invalid", "with an unprotected header", &|proof| {
        proof.unprotected = map! { 4 => bytes(b"x") }
    });
}

fn kinds(file: &mut Subject) {
    let whole = form::endorsement(|_| {});
    let ours = || whole.endorsed()[0].clone();
    let signed = || ours().members()[1].clone();
    for (name, code, shows, endorsement) in [
        ("kind-1", "field_unknown", "an endorsement of kind 1, which is reserved", list![1, signed()]),
        ("kind-2", "field_unknown", "an endorsement of kind 2", list![2, signed()]),
        ("kind-256", "field_unknown", "an endorsement of kind 256, whose low byte is 0", list![256, signed()]),
        ("of-none", "value_invalid", "an endorsement without members", list![]),
        ("kind-alone", "value_invalid", "a kind without an endorsement", list![0]),
        ("of-three", "value_invalid", "an endorsement with a third member", list![0, signed(), 1]),
        ("no-kind", "value_invalid", "an envelope without a kind", signed()),
        ("number", "cbor_type", "a number in place of an endorsement", 1.into()),
        ("as-alone", "field_unknown", "an endorsement as it travels alone", list![1, ours()]),
        ("proof", "field_missing", "the proof in place of an endorsement", list![0, whole.proved()]),
        ("link", "field_unknown", "a link in place of an endorsement", list![0, whole.signed()[1].clone()]),
    ] {
        let presentation = list![1, token(whole.signed()), whole.proved(), list![endorsement]];
        let question = Question::read("presentation", &presentation.encode());
        file.no(&format!("endorsed-{name}"), "endorsed", shows, question, fault(code));
    }
    let presentation = list![1, token(whole.signed()), whole.proved(), list![ours(), list![1, signed()]]];
    let question = Question::read("presentation", &presentation.encode());
    let shows = "an endorsement of another kind behind a good one";
    file.no("endorsed-second", "endorsed-twice", shows, question, fault("field_unknown"));
}

fn endorsements(file: &mut Subject) {
    let second = form::endorsement(|one| one.set(EXP, NOW + 1));
    file.yes(
        "endorsement-of-a-second",
        "an endorsement that ends a second after it was made",
        form::presentation(&second),
        form::read(),
    );
    let mut refused = |name: &str, twin: &str, code: &str, shows: &str, edit: &dyn Fn(&mut Draft)| {
        let walk = form::endorsement(edit);
        let shows = format!("an endorsement {shows}");
        file.no(&format!("endorsement-{name}"), twin, &shows, form::presentation(&walk), fault(code));
    };
    for (name, claim) in [("signer", ISS), ("aud", AUD), ("exp", EXP), ("iat", IAT), ("nonce", NONCE)] {
        refused(&format!("no-{name}"), "endorsed", "field_missing", &format!("without `{name}`"), &|one| {
            one.unset(claim)
        });
    }
    for claim in [2, NBF, 7, CNF, 9, MANDATE] {
        let shows = format!("with a claim {claim}, which it does not have");
        refused(&format!("claim-{claim}"), "endorsed", "field_unknown", &shows, &|one| one.set(claim, 1));
    }
    for length in [0, 15, 17] {
        let shows = format!("with a nonce of {length} bytes");
        refused(&format!("nonce-of-{length}"), "endorsed", "value_invalid", &shows, &|one| {
            one.set(NONCE, bytes(&vec![9; length]))
        });
    }
    refused("signer-of-31", "endorsed", "value_invalid", "whose signer has 31 bytes", &|one| {
        one.set(ISS, bytes(&[7; 31]))
    });
    refused("signer-zeros", "endorsed", "key_invalid", "whose signer is zeros, a point of order 4", &|one| {
        one.set(ISS, bytes(&[0; 32]))
    });
    refused("signer-beyond", "endorsed", "key_invalid", "whose signer is not below p", &|one| {
        one.set(ISS, bytes(&[0xFF; 32]))
    });
    refused("aud-empty", "endorsed", "value_invalid", "for an empty audience", &|one| one.set(AUD, ""));
    refused("aud-several", "endorsed", "cbor_type", "for several audiences", &|one| one.set(AUD, list!["a", AUDIENCE]));
    refused("aud-refused", "endorsed", "character_refused", "for an audience with U+FEFF", &|one| {
        one.set(AUD, "\u{FEFF}a")
    });
    refused("milliseconds", "endorsed", "limit_exceeded", "that ends in milliseconds", &|one| one.set(EXP, NOW * 1000));
    refused("ends-at-issue", "endorsement-of-a-second", "value_invalid", "that ends when it was made", &|one| {
        one.set(EXP, NOW)
    });
    refused("ends-before-issue", "endorsement-of-a-second", "value_invalid", "that ends before it was made", &|one| {
        one.set(EXP, NOW - 1)
    });
    refused("protected", "endorsed", "envelope_invalid", "signed with EdDSA by its old number", &|one| {
        one.protected = map! { 1 => -8 }.encode();
    });
}

fn alone(file: &mut Subject) {
    let ours = || form::endorsement(|_| {}).endorsed()[0].clone();
    let question = |item: &Item| Question::read("endorsement", &item.encode());
    file.yes("endorsement-alone", "an endorsement as it travels alone", question(&list![1, ours()]), form::read());
    for (name, code, shows, item) in [
        ("version-0", "version_unknown", "version 0", list![0, ours()]),
        ("version-2", "version_unknown", "version 2", list![2, ours()]),
        (
            "bare",
            "version_unknown",
            "a member of a presentation's array: its kind 0 stands where a version is due",
            ours(),
        ),
        ("empty", "field_missing", "an empty array", list![]),
        ("version", "value_invalid", "a version alone", list![1]),
        ("two", "value_invalid", "two endorsements", list![1, ours(), ours()]),
        ("presentation", "value_invalid", "a presentation where an endorsement is due", Walk::new().presentation()),
    ] {
        let shows = format!("an endorsement alone: {shows}");
        file.no(&format!("endorsement-alone-{name}"), "endorsement-alone", &shows, question(&item), fault(code));
    }
}
