//! Token, presentation and proof as a whole: versions, members, endorsements.

use depute::Code;

use super::claims::UNSEEN;
use super::support::{
    AUD, AUDIENCE, CNF, EXP, IAT, ISS, Item, MANDATE, NONCE, NOW, Walk, bytes, list, map, presentation, raw, token,
};
use super::{pair, proof, read};

fn usual() -> Vec<u8> {
    Walk::new().bytes()
}

#[test]
fn the_version_is_one() {
    let (links, proof) = Walk::new().signed();
    let versioned = |version: Item, members: Vec<Item>| Item::Array([vec![version], members].concat());
    for version in [0_u64, 2, 24, 255, u64::MAX] {
        let wrong = versioned(version.into(), vec![token(links.clone()), proof.clone(), list![]]);
        pair("a presentation of another version", Code::VersionUnknown, wrong.encode(), usual());
        let wrong = presentation(versioned(version.into(), links.clone()), proof.clone());
        pair("a token of another version", Code::VersionUnknown, wrong.encode(), usual());
    }
    for version in [Item::from("1"), (-1).into(), true.into(), bytes(&[1]), list![1]] {
        let wrong = versioned(version.clone(), vec![token(links.clone()), proof.clone(), list![]]);
        pair("a version of another type", Code::CborType, wrong.encode(), usual());
        let wrong = presentation(versioned(version, links.clone()), proof.clone());
        pair("a version of another type", Code::CborType, wrong.encode(), usual());
    }
}

#[test]
fn a_presentation_has_four_members() {
    let (links, proof) = Walk::new().signed();
    let token = || token(links.clone());
    for (what, code, wrong) in [
        ("nothing", Code::CborTruncated, raw(&[])),
        ("an empty array", Code::FieldMissing, list![]),
        ("a version alone", Code::ValueInvalid, list![1]),
        ("a token without a proof", Code::ValueInvalid, list![1, token()]),
        ("no list of endorsements", Code::ValueInvalid, list![1, token(), proof.clone()]),
        ("five members", Code::ValueInvalid, list![1, token(), proof.clone(), list![], list![]]),
        ("a token in its place", Code::ValueInvalid, token()),
        ("a map", Code::CborType, map! { 1 => token() }),
        ("a byte string", Code::CborType, bytes(&usual())),
        ("a text", Code::CborType, "dptp1_".into()),
        ("a token in a byte string", Code::CborType, presentation(bytes(&token().encode()), proof.clone())),
        ("no token", Code::FieldMissing, presentation(list![], proof.clone())),
        ("a token without a link", Code::FieldMissing, presentation(list![1], proof.clone())),
    ] {
        pair(what, code, wrong.encode(), usual());
    }
    assert_eq!(read(&[]), Err(Code::CborTruncated));
    assert_eq!(read(&list![].encode()), Err(Code::FieldMissing));
    assert_eq!(read(&list![1].encode()), Err(Code::FieldMissing));
    assert_eq!(read(&token().encode()), Ok(()));
    assert_eq!(read(&usual()), Err(Code::EnvelopeInvalid));
}

#[test]
fn endorsements_are_not_read_yet() {
    let (links, proof) = Walk::new().signed();
    let with = |endorsements: Item| list![1, token(links.clone()), proof.clone(), endorsements].encode();
    let endorsement = list![0, proof.clone()];
    for count in 1..=8 {
        let wrong = with(vec![endorsement.clone(); count].into());
        pair("endorsements", Code::FieldUnknown, wrong, with(list![]));
    }
    pair("an endorsement that is anything", Code::FieldUnknown, with(list![1]), with(list![]));
    pair("nine endorsements", Code::LimitExceeded, with(vec![Item::from(1); 9].into()), with(list![]));
    pair("endorsements as a map", Code::CborType, with(map! {}), with(list![]));
    pair("endorsements as null", Code::CborSimple, with(raw(&[0xF6])), with(list![]));
}

#[test]
fn a_proof_has_its_claims_and_no_other() {
    for claim in [AUD, IAT, NONCE] {
        pair("a proof without a claim", Code::FieldMissing, proof(|proof| proof.unset(claim)), usual());
    }
    for claim in [0, ISS, 2, EXP, 5, 7, CNF, 9, 11, -1, MANDATE] {
        let wrong = proof(|proof| proof.set(claim, 1));
        pair("a claim that a proof does not have", Code::FieldUnknown, wrong, usual());
    }
    for length in [0, 8, 15, 17, 32] {
        let wrong = proof(|proof| proof.set(NONCE, bytes(&vec![9; length])));
        pair("a nonce of another length", Code::ValueInvalid, wrong, usual());
    }
    pair("an empty proof", Code::FieldMissing, proof(|proof| proof.claims = map! {}), usual());
    let aud = |audience: Item| proof(|proof| proof.set(AUD, audience));
    pair("a proof for nobody", Code::ValueInvalid, aud("".into()), usual());
    pair("a proof for several", Code::CborType, aud(list!["a", AUDIENCE]), usual());
    for text in UNSEEN {
        pair("a proof for what cannot be seen", Code::CharacterRefused, aud(text.into()), usual());
    }
    let late = proof(|proof| proof.set(IAT, 253_402_300_800_u64));
    pair("a proof made in milliseconds", Code::LimitExceeded, late, proof(|proof| proof.set(IAT, NOW)));
}
