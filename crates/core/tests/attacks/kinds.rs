//! A signature of one kind is none of another, and no signed object stands in the place of another.

use depute::{Code, Step};

use super::support::walk::further;
use super::support::{
    AUD, AUDIENCE, BOOKER, CAROL, CNF, IAT, Kind, MANDATE, NONCE, NOW, PLANNER, SCOUT, Walk, allowed, bytes,
    endorsement_claims, list, map, presentation, proof_claims, refused, token,
};
use super::three_links;

/// Every kind that the specification names, bound to these.
fn kinds(parent: [u8; 32], call: [u8; 32]) -> [Kind; 7] {
    [
        Kind::Root,
        Kind::Link(parent),
        Kind::Proof(parent, call),
        Kind::Endorsement(parent, call),
        Kind::Revocation,
        Kind::List,
        Kind::Receipt,
    ]
}

#[test]
fn a_signature_of_one_kind_is_none_of_another() {
    let walk = three_links();
    let ids = walk.ids();
    let (mut tried, mut held) = (0, 0);
    // The same payload, signed by the right key, as each kind in turn.
    for place in 0..=3 {
        let parent = if place == 0 { ids[0] } else { ids[place - 1] };
        for kind in kinds(parent, walk.digest) {
            let mut signed = walk.clone();
            let draft = signed.links.get_mut(place).unwrap_or(&mut signed.proof);
            draft.kind = Some(kind);
            tried += 1;
            let right = match place {
                0 => kind == Kind::Root,
                3 => kind == Kind::Proof(ids[2], walk.digest),
                _ => kind == Kind::Link(parent),
            };
            if right {
                allowed("another kind", &signed.bytes());
                held += 1;
                continue;
            }
            match place {
                3 => refused(&format!("{kind:?} as a proof"), &signed.bytes(), Step::Proof, Code::ProofMismatch),
                _ => refused(
                    &format!("{kind:?} as link {place}"),
                    &signed.bytes(),
                    Step::Signatures,
                    Code::SignatureInvalid,
                ),
            };
        }
    }
    assert_eq!((tried, held), (28, 4));
}

#[test]
fn a_signature_of_another_kind_approves_nothing() {
    let needs = list![list![1, list![1, list![bytes(&CAROL.public())]]]];
    let mut walk = three_links();
    walk.links[0].clauses(vec![list![list![], map! {}, true, needs]]);
    let (leaf, digest) = (walk.ids()[2], walk.digest);
    let (mut tried, mut held) = (0, 0);
    for kind in kinds(leaf, digest) {
        let mut approved = walk.clone().approved_by(&[&CAROL]);
        approved.endorsements[0].kind = Some(kind);
        tried += 1;
        if kind == Kind::Endorsement(leaf, digest) {
            allowed("another kind", &approved.bytes());
            held += 1;
        } else {
            refused(
                &format!("{kind:?} as an endorsement"),
                &approved.bytes(),
                Step::Requirements,
                Code::ApprovalMissing,
            );
        }
    }
    assert_eq!((tried, held), (7, 1));
    // Not even where the payload is one that both read: neither reader takes the other's claims.
    let mut proof = three_links();
    proof.proof.claims = endorsement_claims(&SCOUT);
    refused("an endorsement's claims in a proof", &proof.bytes(), Step::Form, Code::FieldUnknown);
    let mut approved = walk.clone().approved_by(&[&CAROL]);
    approved.endorsements[0].claims = proof_claims();
    refused("a proof's claims in an endorsement", &approved.bytes(), Step::Form, Code::FieldMissing);
}

#[test]
fn a_signature_bound_to_another_object_is_refused() {
    let walk = three_links();
    let ids = walk.ids();
    let elsewhere = [[0; 32], [0xFF; 32], ids[0], ids[1], ids[2], walk.digest];
    for parent in elsewhere {
        for place in 1..3 {
            let mut moved = walk.clone();
            moved.links[place].kind = Some(Kind::Link(parent));
            if parent == ids[place - 1] {
                allowed("a link under another parent", &moved.bytes());
            } else {
                refused("a link under another parent", &moved.bytes(), Step::Signatures, Code::SignatureInvalid);
            }
        }
        let mut moved = walk.clone();
        moved.proof.kind = Some(Kind::Proof(parent, walk.digest));
        if parent == ids[2] {
            allowed("a proof for another leaf", &moved.bytes());
        } else {
            refused("a proof for another leaf", &moved.bytes(), Step::Proof, Code::ProofMismatch);
        }
        let mut moved = walk.clone();
        moved.proof.kind = Some(Kind::Proof(ids[2], parent));
        if parent == walk.digest {
            allowed("a proof for another call", &moved.bytes());
        } else {
            refused("a proof for another call", &moved.bytes(), Step::Proof, Code::ProofMismatch);
        }
    }
}

#[test]
fn an_object_in_the_place_of_another_is_refused() {
    let (links, proof) = three_links().parts();
    let objects = [links[0].clone(), links[1].clone(), links[2].clone(), proof];
    let mut tried = 0;
    // Every way to fill the four places with the four objects, each as often as one likes.
    for filling in 0..256_usize {
        let places = [filling & 3, filling >> 2 & 3, filling >> 4 & 3, filling >> 6];
        let [a, b, c, d] = places.map(|object| objects[object].clone());
        let bytes = presentation(token(vec![a, b, c]), d).encode();
        tried += 1;
        match super::support::verdict(&bytes) {
            Ok(()) => assert_eq!(places, [0, 1, 2, 3]),
            Err(denied) => {
                assert_ne!(places, [0, 1, 2, 3], "{denied}");
                assert!(denied.step() <= Step::Proof);
            }
        }
    }
    assert_eq!(tried, 256);
}

#[test]
fn a_payload_that_reads_as_two_kinds_is_still_one() {
    // A further link's claims with a proof's beside them: no reader takes the one for the other.
    let both = || {
        let mut claims = map! { AUD => AUDIENCE, IAT => NOW, NONCE => bytes(&[9; 16]) };
        claims.set(CNF, super::support::walk::cnf(&BOOKER.public()));
        claims.set(MANDATE, map! { 1 => list![list![list![], map! {}, true]] });
        claims
    };
    let mut walk = Walk::new();
    walk.links[1].claims = both();
    refused("a link that is a proof too", &walk.bytes(), Step::Form, Code::FieldUnknown);
    let mut walk = Walk::new();
    walk.proof.claims = both();
    refused("a proof that is a link too", &walk.bytes(), Step::Form, Code::FieldUnknown);
    // A root link that says no more than a further link may.
    let mut walk = Walk::new();
    let plain = further(&PLANNER, &BOOKER, list![list![], map! {}, true]);
    walk.links[0].claims = plain.claims;
    refused("a root that is a further link", &walk.bytes(), Step::Form, Code::FieldMissing);
}
