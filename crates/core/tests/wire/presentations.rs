//! Token, presentation and proof as a whole: versions, members, endorsements.

use depute::{Code, Endorsement};

use super::claims::UNSEEN;
use super::support::{
    AUD, AUDIENCE, CAROL, CNF, Draft, EXP, EngineKey as _, IAT, ISS, Item, MANDATE, NONCE, NOW, Walk, at, bytes, list,
    map, presentation, raw, token,
};
use super::types::others;
use super::{pair, proof, read};

fn usual() -> Vec<u8> {
    Walk::new().bytes()
}

#[test]
fn the_version_is_one() {
    let (links, proof) = Walk::new().parts();
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
    let (links, proof) = Walk::new().parts();
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
fn endorsements_are_a_list_of_kinds_and_signed_objects() {
    let (links, proof) = Walk::new().parts();
    let with = |endorsements: Item| list![1, token(links.clone()), proof.clone(), endorsements].encode();
    let endorsed = Walk::new().approved_by(&[&CAROL]).endorsed();
    let ours = || endorsed[0].clone();
    let signed = |kind: u64| list![kind, ours().members()[1].clone()];
    let usual = with(list![ours()]);
    for kind in [1, 2, 23, 24, u64::MAX] {
        pair("an endorsement of another kind", Code::FieldUnknown, with(list![signed(kind)]), usual.clone());
    }
    pair("an endorsement that is anything", Code::CborType, with(list![1]), usual.clone());
    pair("an endorsement of no members", Code::ValueInvalid, with(list![list![]]), usual.clone());
    pair("a kind alone", Code::ValueInvalid, with(list![list![0]]), usual.clone());
    let three = list![0, ours().members()[1].clone(), 1];
    pair("an endorsement of three members", Code::ValueInvalid, with(list![three]), usual.clone());
    pair("a kind as text", Code::CborType, with(list![list!["0", ours().members()[1].clone()]]), usual.clone());
    pair("an endorsement without a kind", Code::ValueInvalid, with(list![ours().members()[1].clone()]), usual.clone());
    pair("a proof as an endorsement", Code::FieldMissing, with(list![list![0, proof.clone()]]), usual.clone());
    pair("one as it travels alone", Code::FieldUnknown, with(list![list![1, ours()]]), usual.clone());
    // Of several the first fault decides.
    pair("a bad one behind a good one", Code::FieldUnknown, with(list![ours(), signed(1)]), usual.clone());
    pair("endorsements as a map", Code::CborType, with(map! {}), usual.clone());
    pair("endorsements as null", Code::CborSimple, with(raw(&[0xF6])), usual.clone());
    pair("nine that are none", Code::LimitExceeded, with(vec![Item::from(1); 9].into()), usual);
}

#[test]
fn an_endorsement_alone_is_a_version_and_an_endorsement() {
    let ours = Walk::new().approved_by(&[&CAROL]).endorsed()[0].clone();
    let read = |item: Item| Endorsement::from_bytes(&item.encode()).map(drop).map_err(|fault| fault.code());
    assert_eq!(read(list![1, ours.clone()]), Ok(()));
    assert_eq!(read(list![2, ours.clone()]), Err(Code::VersionUnknown));
    assert_eq!(read(list![0, ours.clone()]), Err(Code::VersionUnknown));
    assert_eq!(read(list![]), Err(Code::FieldMissing));
    assert_eq!(read(list![1]), Err(Code::ValueInvalid));
    assert_eq!(read(list![1, ours.clone(), ours.clone()]), Err(Code::ValueInvalid));
    assert_eq!(read(ours.clone()), Err(Code::VersionUnknown));
    assert_eq!(read(Item::Raw(Walk::new().bytes())), Err(Code::ValueInvalid));
    let whole = list![1, ours].encode();
    for length in 0..whole.len() {
        assert_eq!(Endorsement::from_bytes(&whole[..length]).unwrap_err().code(), Code::CborTruncated, "{length}");
    }
    assert_eq!(Endorsement::from_bytes(&[&whole[..], &[0]].concat()).unwrap_err().code(), Code::CborTrailing);
    let endorsement = Endorsement::from_bytes(&whole).unwrap();
    assert_eq!(endorsement.as_bytes(), whole);
    assert_eq!(endorsement.unverified_signer(), CAROL.verifying());
    assert_eq!(endorsement.unverified_audience(), AUDIENCE);
    assert_eq!((endorsement.unverified_issued_at(), endorsement.unverified_expires()), (at(NOW), at(NOW + 900)));
    assert_eq!(endorsement.unverified_nonce(), &[5; 16]);
}

#[test]
fn an_endorsement_has_its_claims_and_no_other() {
    let edited = |edit: &dyn Fn(&mut Draft)| {
        let mut walk = Walk::new().approved_by(&[&CAROL]);
        edit(&mut walk.endorsements[0]);
        walk.bytes()
    };
    let usual = edited(&|_| {});
    for claim in [ISS, AUD, EXP, IAT, NONCE] {
        pair("an endorsement without a claim", Code::FieldMissing, edited(&|one| one.unset(claim)), usual.clone());
    }
    for claim in [0, 2, 5, 7, CNF, 9, 11, -1, MANDATE] {
        let wrong = edited(&|one| one.set(claim, 1));
        pair("a claim that an endorsement does not have", Code::FieldUnknown, wrong, usual.clone());
    }
    for length in [0, 15, 17] {
        let wrong = edited(&|one| one.set(NONCE, bytes(&vec![9; length])));
        pair("a nonce of another length", Code::ValueInvalid, wrong, usual.clone());
    }
    for (code, key) in
        [(Code::ValueInvalid, vec![7; 31]), (Code::KeyInvalid, vec![0; 32]), (Code::KeyInvalid, vec![0xFF; 32])]
    {
        pair("a signer that is none", code, edited(&|one| one.set(ISS, bytes(&key))), usual.clone());
    }
    pair("for nobody", Code::ValueInvalid, edited(&|one| one.set(AUD, "")), usual.clone());
    for text in UNSEEN {
        pair("for what cannot be seen", Code::CharacterRefused, edited(&|one| one.set(AUD, text)), usual.clone());
    }
    pair("made in milliseconds", Code::LimitExceeded, edited(&|one| one.set(IAT, 253_402_300_800_u64)), usual.clone());
    pair(
        "ending in milliseconds",
        Code::LimitExceeded,
        edited(&|one| one.set(EXP, 253_402_300_800_u64)),
        usual.clone(),
    );
    pair(
        "ending when it was made",
        Code::ValueInvalid,
        edited(&|one| one.set(EXP, NOW)),
        edited(&|one| one.set(EXP, NOW + 1)),
    );
    pair("ending before it was made", Code::ValueInvalid, edited(&|one| one.set(IAT, NOW + 901)), usual.clone());
    for (claim, types) in [(ISS, "bytes"), (AUD, "text"), (EXP, "number"), (IAT, "number"), (NONCE, "bytes")] {
        for (name, item) in others(types) {
            let what = format!("claim {claim} of an endorsement as {name}");
            pair(&what, Code::CborType, edited(&|one| one.set(claim, item.clone())), usual.clone());
        }
    }
    pair("another header", Code::EnvelopeInvalid, edited(&|one| one.protected = vec![0xA1, 0x01, 0x27]), usual.clone());
    let more = |one: &mut Draft| one.claims = raw(&[one.claims.encode(), vec![0xA0]].concat());
    pair("a payload and more", Code::CborTrailing, edited(&more), usual.clone());
    // S of L or more.
    let (links, proof) = Walk::new().parts();
    let mut odd = Walk::new().approved_by(&[&CAROL]).endorsed();
    let Item::Bytes(signature) = &mut odd[0].members()[1].members()[3] else { panic!("no signature") };
    signature[32..].fill(0xFF);
    let wrong = list![1, token(links), proof, odd].encode();
    pair("a signature in a second spelling", Code::SignatureForm, wrong, usual);
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
