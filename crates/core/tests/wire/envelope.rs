//! COSE_Sign1 in its closed profile: everything but claims and signature is constant.

use depute::{At, Code, Presentation};

use super::support::walk::cnf;
use super::support::{BOOKER, CNF, Draft, ISS, Item, PLANNER, Walk, bytes, list, map, presentation, raw, token};
use super::{child, pair, proof, read, root};

/// The usual presentation after a change of one envelope: 0 and 1 are the links, 2 the proof.
fn envelope(place: usize, edit: impl Fn(&mut Vec<Item>)) -> Vec<u8> {
    let (mut links, mut proof) = Walk::new().parts();
    edit(links.get_mut(place).unwrap_or(&mut proof).members());
    presentation(token(links), proof).encode()
}

fn usual() -> Vec<u8> {
    Walk::new().bytes()
}

#[test]
fn the_protected_header_is_one() {
    for (what, header) in [
        ("EdDSA, the old number", map! { 1 => -8 }.encode()),
        ("ES256", map! { 1 => -7 }.encode()),
        ("Ed448", map! { 1 => -53 }.encode()),
        ("no algorithm", map! {}.encode()),
        ("an empty header", Vec::new()),
        ("`none`", map! { 1 => "none" }.encode()),
        ("a key id beside it", map! { 1 => -19, 4 => bytes(b"key") }.encode()),
        ("a critical header beside it", map! { 1 => -19, 2 => list![1] }.encode()),
        ("a longer spelling", vec![0xA1, 0x01, 0x38, 0x12]),
        ("something behind it", vec![0xA1, 0x01, 0x32, 0x00]),
    ] {
        // Signed as it stands: the signature is no reason to refuse.
        let edit = |draft: &mut Draft| draft.protected.clone_from(&header);
        pair(what, Code::EnvelopeInvalid, root(edit), usual());
        pair(what, Code::EnvelopeInvalid, child(edit), usual());
        pair(what, Code::EnvelopeInvalid, proof(edit), usual());
    }
}

#[test]
fn the_unprotected_header_is_empty() {
    for header in [map! { 1 => -19 }, map! { 4 => bytes(b"key") }, map! { "x" => 1 }] {
        for place in 0..3 {
            let wrong = envelope(place, |members| members[1] = header.clone());
            pair("an unprotected header", Code::EnvelopeInvalid, wrong, usual());
        }
    }
}

#[test]
fn an_envelope_has_four_members() {
    for place in 0..3 {
        let short = envelope(place, |members| drop(members.pop()));
        pair("an envelope of three", Code::EnvelopeInvalid, short, usual());
        let long = envelope(place, |members| members.push(list![]));
        pair("an envelope of five", Code::EnvelopeInvalid, long, usual());
        pair("an empty envelope", Code::EnvelopeInvalid, envelope(place, |members| members.clear()), usual());
        let without = envelope(place, |members| drop(members.remove(1)));
        pair("an envelope without its second header", Code::EnvelopeInvalid, without, usual());
        let null = envelope(place, |members| members[2] = raw(&[0xF6]));
        pair("a detached payload", Code::CborSimple, null, usual());
        let bare = envelope(place, |members| members[0] = map! { 1 => -19 });
        pair("a protected header without its byte string", Code::CborType, bare, usual());
        let text = envelope(place, |members| members[3] = "signature".into());
        pair("a signature as text", Code::CborType, text, usual());
    }
    let (links, proof) = Walk::new().parts();
    let whole = presentation(token(vec![links[0].clone(), map! {}]), proof.clone()).encode();
    pair("a link that is a map", Code::CborType, whole, usual());
    let whole = presentation(token(links.clone()), bytes(&proof.encode())).encode();
    pair("a proof inside a byte string", Code::CborType, whole, usual());
}

#[test]
fn a_signature_is_64_bytes_in_their_one_spelling() {
    let with = |place: usize, change: &dyn Fn(&mut Vec<u8>)| {
        envelope(place, |members| {
            let Item::Bytes(signature) = &mut members[3] else { panic!("no signature") };
            change(signature);
        })
    };
    // L, little-endian.
    let order: [u8; 32] = [
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    for place in 0..3 {
        for length in [0, 1, 32, 63, 65, 96, 128] {
            let wrong = with(place, &|signature| signature.resize(length, 0));
            pair("a signature of another length", Code::ValueInvalid, wrong, usual());
        }
        // S + L names the same scalar: the malleated twin of a genuine signature.
        let malleated = with(place, &|signature| {
            let mut carry = 0;
            for (byte, more) in signature[32..].iter_mut().zip(order) {
                let sum = u16::from(*byte) + u16::from(more) + carry;
                (*byte, carry) = (sum as u8, sum >> 8);
            }
            assert_eq!(carry, 0);
        });
        pair("S + L", Code::SignatureForm, malleated, usual());
        let wrong = with(place, &|signature| signature[32..].copy_from_slice(&order));
        pair("S = L", Code::SignatureForm, wrong, usual());
        let identity = with(place, &|signature| {
            signature.fill(0);
            signature[0] = 1;
        });
        pair("R of small order", Code::SignatureForm, identity, usual());
        let beyond = with(place, &|signature| signature[..32].fill(0xFF));
        pair("R beyond p", Code::SignatureForm, beyond, usual());
    }
}

#[test]
fn a_key_is_canonical_and_of_full_order() {
    let mut one = [0; 32];
    one[0] = 1;
    let mut beyond = [0xFF; 32];
    beyond[31] = 0x7F;
    let mut second_one = [0xFF; 32];
    (second_one[0], second_one[31]) = (0xEE, 0x7F);
    for (what, key) in [("zeros", [0; 32]), ("the identity", one), ("y beyond p", beyond), ("p + 1", second_one)] {
        let holder = |draft: &mut Draft| draft.set(CNF, cnf(&key));
        pair(what, Code::KeyInvalid, root(holder), usual());
        pair(what, Code::KeyInvalid, child(holder), usual());
        pair(what, Code::KeyInvalid, root(|link| link.set(ISS, bytes(&key))), usual());
        let ledger = |key: &[u8; 32]| super::budget(map! { 1 => 5, 3 => "x", 6 => bytes(key) });
        let malformed = Presentation::from_bytes(&ledger(&key)).unwrap_err();
        assert_eq!(malformed.code(), Code::KeyInvalid, "{what} as a ledger's key");
        Presentation::from_bytes(&ledger(&BOOKER.public())).unwrap();
    }
    for length in [0, 31, 33, 64] {
        let key = bytes(&vec![1; length]);
        pair("a key of another length", Code::ValueInvalid, root(|link| link.set(ISS, key.clone())), usual());
        let holder = map! { 1 => map! { 1 => 1, -1 => 6, -2 => key } };
        pair("a key of another length", Code::ValueInvalid, root(|link| link.set(CNF, holder)), usual());
    }
}

#[test]
fn a_fault_names_its_link() {
    let walk = || Walk::new().then(&BOOKER, &PLANNER, list![list![], map! {}, true]);
    for place in 0..3 {
        let mut wrong = walk();
        wrong.links[place].set(40, 1);
        let malformed = Presentation::from_bytes(&wrong.bytes()).unwrap_err();
        assert_eq!((malformed.code(), malformed.link()), (Code::FieldUnknown, Some(place + 1)));
        let denied = super::support::verdict(&wrong.bytes()).unwrap_err();
        assert_eq!((denied.link(), denied.links()), (Some(place + 1), 0));
    }
    let mut wrong = walk();
    wrong.proof.set(40, 1);
    assert_eq!(Presentation::from_bytes(&wrong.bytes()).unwrap_err().link(), None);
}

#[test]
fn a_fault_names_its_byte() {
    // One byte is another: where the two presentations first differ is where the fault lies.
    let with = |place: usize, item: Item| {
        let mut walk = Walk::new();
        walk.links[place].mandate().set(2, item);
        walk.bytes()
    };
    for place in 0..2 {
        let (right, wrong) = (with(place, 2.into()), with(place, raw(&[0xF6])));
        let byte = right.iter().zip(&wrong).position(|(one, other)| one != other).unwrap();
        let malformed = Presentation::from_bytes(&wrong).unwrap_err();
        assert_eq!(malformed.at(), Some(At::Byte(byte)), "{malformed}");
        assert!(malformed.to_string().contains(&format!("at byte {byte}")), "{malformed}");
    }
    let bytes = usual();
    let cut = Presentation::from_bytes(&bytes[..bytes.len() - 1]).unwrap_err();
    assert_eq!(cut.at(), Some(At::Byte(bytes.len() - 1)));
    let more = Presentation::from_bytes(&[&bytes[..], &[0]].concat()).unwrap_err();
    assert_eq!(more.at(), Some(At::Byte(bytes.len())));
}

#[test]
fn a_signed_object_of_another_place_is_no_link() {
    let walk = Walk::new();
    let (links, proof) = walk.parts();
    assert_eq!(read(&token(vec![proof.clone()]).encode()), Err(Code::FieldUnknown));
    assert_eq!(read(&token(vec![links[1].clone()]).encode()), Err(Code::FieldMissing));
    assert_eq!(read(&token(vec![links[0].clone(), links[0].clone()]).encode()), Err(Code::FieldUnknown));
    assert_eq!(read(&token(vec![links[0].clone()]).encode()), Ok(()));
}
