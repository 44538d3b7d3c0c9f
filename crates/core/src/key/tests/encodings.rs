//! The few encodings that lax verifiers take and that never count: each with the forgery it makes possible.

use alloc::vec::Vec;

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::Signer as _;

use super::{Signature, VerifyingKey, accepts, challenge, hex, joined, lax, point, strict};
use crate::error::Code;
use crate::key::{GROUP_ORDER, SMALL_ORDER, is_canonical, is_small_order};

/// Of points of order 1, 2, 4 and 8: the one encoding of each, then the others that a lax reader takes.
const SMALL: [&str; 14] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

fn small() -> Vec<[u8; 32]> {
    SMALL.iter().map(|text| hex(text).try_into().unwrap()).collect()
}

/// Both signs of each y from p up to 2²⁵⁵ − 1.
fn not_reduced() -> Vec<[u8; 32]> {
    let encoding = |low, high| {
        let mut bytes = [0xFF; 32];
        (bytes[0], bytes[31]) = (low, high);
        bytes
    };
    (0xED..=0xFF).flat_map(|low| [encoding(low, 0x7F), encoding(low, 0xFF)]).collect()
}

/// Every encoding that ed25519-dalek reads as a point which it would write otherwise.
pub(super) fn second_spellings() -> Vec<[u8; 32]> {
    let mut spellings = not_reduced();
    spellings.retain(|bytes| point(bytes).is_some());
    // Besides, the two whose x is zero and yet signed.
    spellings.extend(&small()[8..10]);
    assert!(spellings.iter().all(|bytes| point(bytes).is_some_and(|point| point.compress().as_bytes() != bytes)));
    assert_eq!(spellings.len(), 26);
    spellings
}

fn signer() -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[9; 32])
}

/// A message for which this key and R fool a lax verifier, and the signature that does.
fn forged(key: &[u8; 32], r: &[u8; 32], s: impl Fn(Scalar) -> Scalar) -> ([u8; 2], [u8; 64]) {
    (0..u16::MAX)
        .map(u16::to_le_bytes)
        .map(|message| (message, joined(r, s(challenge(r, key, &message)).as_bytes())))
        .find(|(message, signature)| lax(key, message, signature))
        .unwrap()
}

fn assert_honest_twin(message: &[u8]) {
    let signer = signer();
    assert!(accepts(signer.verifying_key().as_bytes(), message, &signer.sign(message).to_bytes()));
}

#[test]
fn the_fourteen_are_all_there_are() {
    let small = small();
    for (i, bytes) in small.iter().enumerate() {
        let point = point(bytes).unwrap();
        assert!(point.is_small_order());
        assert_eq!(point.compress().as_bytes() == bytes, i < 8);
        assert!(is_small_order(bytes) || !is_canonical(bytes));
    }
    // Every way to write the y of a point of small order, with both signs.
    let mut all: Vec<[u8; 32]> = EIGHT_TORSION.iter().map(|point| point.compress().to_bytes()).collect();
    all.extend(all.clone().iter().map(|bytes| with_sign_flipped(*bytes)));
    all.extend(not_reduced().iter().filter(|bytes| point(bytes).is_some_and(|point| point.is_small_order())));
    all.sort_unstable();
    all.dedup();
    let mut sorted = small;
    sorted.sort_unstable();
    assert_eq!(all, sorted);
    assert_eq!(SMALL_ORDER.len() * 2 + 4, all.len());
}

fn with_sign_flipped(mut bytes: [u8; 32]) -> [u8; 32] {
    bytes[31] ^= 0x80;
    bytes
}

#[test]
fn no_key_of_small_order_counts_though_anyone_can_sign_under_it() {
    let nonce = Scalar::from(1234_u64);
    let r = EdwardsPoint::mul_base(&nonce).compress().to_bytes();
    let mut refused = 0;
    for key in small() {
        let (message, signature) = forged(&key, &r, |_| nonce);
        assert!(!accepts(&key, &message, &signature));
        for made in [VerifyingKey::from_wire(&key), VerifyingKey::from_bytes(&key)] {
            assert_eq!(made.unwrap_err().code(), Code::KeyInvalid);
        }
        assert_honest_twin(&message);
        refused += 1;
    }
    assert_eq!(refused, 14);
}

#[test]
fn one_signature_for_every_message_counts_for_none() {
    let identity = small()[0];
    let signature = joined(&identity, &[0; 32]);
    for message in [&b"pay 1"[..], b"pay 1000000", b""] {
        assert!(lax(&identity, message, &signature));
        assert!(!accepts(&identity, message, &signature));
        assert_honest_twin(message);
    }
}

#[test]
fn no_r_of_small_order_counts() {
    let (secret, key) = (signer().to_scalar(), signer().verifying_key().to_edwards());
    let (mut refused, mut fooled) = (0, 0);
    for r in small() {
        // A key with a part of order 8 counts, and lets its holder cancel any torsion in R.
        let mixed = (key + EIGHT_TORSION[1]).compress().to_bytes();
        assert!(VerifyingKey::from_bytes(&mixed).is_ok());
        let (message, signature) = if fooled < 8 {
            fooled += 1;
            forged(&mixed, &r, |k| k * secret)
        } else {
            (*b"no", joined(&r, (challenge(&r, &mixed, b"no") * secret).as_bytes()))
        };
        assert!(!accepts(&mixed, &message, &signature));
        assert!(!strict(&mixed, &message, &signature));
        assert_eq!(Signature::from_bytes(&signature).unwrap_err().code(), Code::SignatureForm);
        let twin = joined(key.compress().as_bytes(), signature[32..].try_into().unwrap());
        assert!(Signature::from_bytes(&twin).is_ok());
        assert_honest_twin(&message);
        refused += 1;
    }
    assert_eq!((refused, fooled), (14, 8));
}

#[test]
fn a_key_that_is_not_reduced_is_refused_and_its_other_spelling_taken() {
    let (mut refused, mut weak, mut off_curve) = (0, 0, 0);
    for bytes in not_reduced() {
        for made in [VerifyingKey::from_wire(&bytes), VerifyingKey::from_bytes(&bytes)] {
            assert_eq!(made.unwrap_err().code(), Code::KeyInvalid);
        }
        assert_eq!(Signature::from_bytes(&joined(&bytes, &[0; 32])).unwrap_err().code(), Code::SignatureForm);
        match ed25519_dalek::VerifyingKey::from_bytes(&bytes) {
            Err(_) => off_curve += 1,
            Ok(key) if key.is_weak() => weak += 1,
            Ok(key) => {
                let twin = key.to_edwards().compress().to_bytes();
                assert_ne!(twin, bytes);
                assert_eq!(VerifyingKey::from_bytes(&twin).unwrap().as_bytes(), &twin);
                assert!(Signature::from_bytes(&joined(&twin, &[0; 32])).is_ok());
                refused += 1;
            }
        }
    }
    assert_eq!((refused, weak, off_curve), (20, 4, 14));
}

#[test]
fn the_greatest_reduced_y_is_reduced() {
    let mut bytes = [0xFF; 32];
    (bytes[0], bytes[31]) = (0xEC, 0x7F);
    assert!(is_canonical(&bytes));
    bytes[0] = 0xED;
    assert!(!is_canonical(&bytes));
    for i in 0..32 {
        let mut lower = bytes;
        lower[i] -= 1;
        assert!(is_canonical(&lower), "byte {i}");
    }
}

#[test]
fn a_key_off_the_curve_is_refused_at_import_and_verifies_nothing() {
    let (mut on_curve, mut off_curve) = (0, 0);
    for y in 2..=255 {
        let mut bytes = [0; 32];
        bytes[0] = y;
        let key = VerifyingKey::from_wire(&bytes).unwrap();
        if point(&bytes).is_some() {
            assert_eq!(VerifyingKey::from_bytes(&bytes), Ok(key));
            on_curve += 1;
        } else {
            assert_eq!(VerifyingKey::from_bytes(&bytes).unwrap_err().code(), Code::KeyInvalid);
            assert!(!accepts(&bytes, b"", &signer().sign(b"").to_bytes()));
            off_curve += 1;
        }
    }
    assert_eq!(on_curve + off_curve, 254);
    assert!(on_curve > 80 && off_curve > 80);
}

#[test]
fn s_is_below_the_group_order() {
    assert_eq!(GROUP_ORDER, {
        let mut order = (-Scalar::ONE).to_bytes();
        order[0] += 1;
        order
    });
    let r = signer().verifying_key().to_bytes();
    let with = |s: [u8; 32]| Signature::from_bytes(&joined(&r, &s)).map_err(|fault| fault.code());
    assert!(with([0; 32]).is_ok());
    assert!(with((-Scalar::ONE).to_bytes()).is_ok());
    assert_eq!(with(GROUP_ORDER), Err(Code::SignatureForm));
    assert_eq!(with([0xFF; 32]), Err(Code::SignatureForm));
    for i in 0..32 {
        let (mut above, mut below) = (GROUP_ORDER, GROUP_ORDER);
        above[i] = above[i].saturating_add(1);
        assert_eq!(with(above), Err(Code::SignatureForm), "byte {i}");
        below[i] = below[i].saturating_sub(1);
        assert_eq!(with(below).is_ok(), GROUP_ORDER[i] != 0, "byte {i}");
    }
}
