//! COSE_Sign1 in its closed profile: everything but payload and signature is constant.

use depute_vectors::kit::{Item, Walk, bytes, list, map, raw, token};

use super::{no_further, no_root};
use crate::form::{fault, fault_in};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    tokens(file);
    headers(file);
    members(file);
    signatures(file);
}

fn tokens(file: &mut Subject) {
    let links = Walk::new().signed();
    let first = |version: Item| Item::Array([vec![version], links.clone()].concat()).encode();
    for (name, code, shows, bytes) in [
        ("version-0", "version_unknown", "version 0", first(0.into())),
        ("version-2", "version_unknown", "version 2", first(2.into())),
        ("version-257", "version_unknown", "version 257, whose low byte is 1", first(257.into())),
        ("no-member", "field_missing", "an empty array", list![].encode()),
        ("no-link", "field_missing", "a version and no link", list![1].encode()),
        ("no-version", "cbor_type", "links without a version", Item::Array(links.clone()).encode()),
        ("presentation", "envelope_invalid", "a presentation where a token is due", Walk::new().bytes()),
    ] {
        let shows = format!("a token: {shows}");
        file.no(&format!("token-{name}"), "two-links", &shows, Question::read("token", &bytes), fault(code));
    }
    let proof = Walk::new().proved();
    for (name, code, link, shows, links) in [
        ("proof-first", "field_unknown", 1, "a proof in place of a root link", vec![proof.clone()]),
        ("further-first", "field_missing", 1, "a further link in place of a root link", vec![links[1].clone()]),
        (
            "root-second",
            "field_unknown",
            2,
            "a root link in place of a further one",
            vec![links[0].clone(), links[0].clone()],
        ),
        ("proof-second", "field_unknown", 2, "a proof in place of a further link", vec![links[0].clone(), proof]),
    ] {
        let question = Question::read("token", &token(links).encode());
        let shows = format!("a token: {shows}");
        file.no(&format!("token-{name}"), "two-links", &shows, question, fault_in(link, code)).flags(&["attack"]);
    }
}

fn headers(file: &mut Subject) {
    for (name, shows, header) in [
        ("eddsa", "EdDSA by its old number", map! { 1 => -8 }.encode()),
        ("es256", "another algorithm, ES256", map! { 1 => -7 }.encode()),
        ("none", "the algorithm `none`", map! { 1 => "none" }.encode()),
        ("empty-map", "no algorithm", map! {}.encode()),
        ("empty", "an empty protected header", Vec::new()),
        ("key-id", "a key id beside the algorithm", map! { 1 => -19, 4 => bytes(b"alice") }.encode()),
        ("critical", "a critical header beside the algorithm", map! { 1 => -19, 2 => list![1] }.encode()),
        ("long", "the algorithm behind a longer head", vec![0xA1, 0x01, 0x38, 0x12]),
        ("more", "a byte behind the algorithm", vec![0xA1, 0x01, 0x32, 0x00]),
    ] {
        let shows = format!("signed with {shows}");
        no_root(file, &format!("protected-{name}"), "two-links", &shows, "envelope_invalid", |link| {
            link.protected.clone_from(&header);
        });
    }
    no_further(
        file,
        "protected-further",
        "two-links",
        "signed with EdDSA by its old number",
        "envelope_invalid",
        |link| {
            link.protected = map! { 1 => -8 }.encode();
        },
    );
    for (name, shows, header) in [
        ("algorithm", "the algorithm in its unprotected header too", map! { 1 => -19 }),
        ("key-id", "a key id in its unprotected header", map! { 4 => bytes(b"alice") }),
        ("text", "a text as a label of its unprotected header", map! { "x" => 1 }),
    ] {
        let shows = format!("with {shows}");
        no_root(file, &format!("unprotected-{name}"), "two-links", &shows, "envelope_invalid", |link| {
            link.unprotected = header;
        });
    }
}

/// A token of which one member of an envelope is changed.
fn changed(link: usize, edit: impl FnOnce(&mut Vec<Item>)) -> Question {
    let mut links = Walk::new().signed();
    edit(links[link - 1].members());
    Question::read("token", &token(links).encode())
}

fn members(file: &mut Subject) {
    let mut refused = |name: &str, shows: &str, code: &str, link: usize, edit: &dyn Fn(&mut Vec<Item>)| {
        file.no(name, "two-links", shows, changed(link, edit), fault_in(link, code));
    };
    refused("envelope-of-three", "an envelope without its signature", "envelope_invalid", 1, &|members| {
        members.pop();
    });
    refused("envelope-of-five", "an envelope with a fifth member", "envelope_invalid", 1, &|members| {
        members.push(list![])
    });
    refused("envelope-empty", "an empty envelope", "envelope_invalid", 2, &|members| members.clear());
    refused("envelope-one-header", "an envelope without its unprotected header", "envelope_invalid", 2, &|members| {
        members.remove(1);
    });
    refused("envelope-detached", "a payload that is null, as where it is detached", "cbor_simple", 1, &|members| {
        members[2] = raw(&[0xF6]);
    });
    refused("envelope-several-signatures", "signatures as COSE_Sign has them", "cbor_type", 1, &|members| {
        members[3] = list![members[3].clone()];
    });
}

fn signatures(file: &mut Subject) {
    // L, little-endian.
    const ORDER: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let with = |link: usize, change: &dyn Fn(&mut Vec<u8>)| {
        changed(link, |members| match &mut members[3] {
            Item::Bytes(signature) => change(signature),
            other => panic!("{other:?} is no signature"),
        })
    };
    for length in [0, 32, 63, 65, 128] {
        let question = with(1, &|signature| signature.resize(length, 0));
        let shows = format!("a signature of {length} bytes");
        file.no(&format!("signature-of-{length}"), "two-links", &shows, question, fault_in(1, "value_invalid"));
    }
    let mut form = |name: &str, shows: &str, link: usize, change: &dyn Fn(&mut Vec<u8>)| {
        file.no(name, "two-links", shows, with(link, change), fault_in(link, "signature_form"))
            .flags(&["ed25519", "attack"]);
    };
    form("signature-s-is-order", "a signature whose S is L", 1, &|signature| signature[32..].copy_from_slice(&ORDER));
    form(
        "signature-s-plus-order",
        "S + L, which is the same scalar: the malleated twin of a genuine signature",
        2,
        &|signature| {
            let mut carry = 0;
            for (byte, more) in signature[32..].iter_mut().zip(ORDER) {
                let sum = u16::from(*byte) + u16::from(more) + carry;
                (*byte, carry) = ((sum & 0xFF) as u8, sum >> 8);
            }
        },
    );
    form("signature-r-identity", "a signature whose R is the identity", 1, &|signature| {
        signature[..32].fill(0);
        signature[0] = 1;
    });
    form("signature-r-beyond", "a signature whose R is not below p", 2, &|signature| signature[..32].fill(0xFF));
}
