//! The accept set of Ed25519, on public cases and on forgeries made here, and what keys show of themselves.
//!
//! Three verdicts stand side by side: ours, ed25519-dalek's strict one, and the lax one that most libraries give. That
//! the lax one differs shows that a forgery is one.

#![allow(clippy::arithmetic_side_effects, reason = "a test may overflow, and then fails")]

extern crate std;

mod encodings;
mod texts;
mod torsion;
mod vectors;
#[cfg(all(target_os = "linux", not(miri)))]
mod wiping;

use alloc::vec::Vec;

use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use ed25519_dalek::Verifier as _;
use sha2::{Digest as _, Sha512};

use super::{Signature, Signer as _, SigningKey, ToSign, VerifyingKey, verify_signature};

/// Our verdict, by both ways that a key comes in.
fn accepts(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (key.try_into(), signature.try_into()) else { return false };
    let (wire, import) = (VerifyingKey::from_wire(key), VerifyingKey::from_bytes(key));
    let compared = verify_signature(key, message, signature);
    let Ok(signature) = Signature::from_bytes(signature) else {
        assert!(compared.is_err());
        return false;
    };
    let accepted = wire.as_ref().is_ok_and(|key| key.verify(message, &signature));
    assert_eq!(compared.is_ok(), accepted);
    match import {
        Ok(key) => assert_eq!(Ok(key), wire, "import takes what the wire does not"),
        Err(_) => assert!(!accepted, "the wire takes what import does not"),
    }
    accepted
}

/// ed25519-dalek's strict verdict, and that the key is the one encoding of its point.
fn strict(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let (Ok(key), Ok(signature)) = (key.try_into(), ed25519_dalek::Signature::from_slice(signature)) else {
        return false;
    };
    ed25519_dalek::VerifyingKey::from_bytes(key).is_ok_and(|key| {
        key.to_edwards().compress().as_bytes() == key.as_bytes() && key.verify_strict(message, &signature).is_ok()
    })
}

/// ed25519-dalek's lax verdict.
fn lax(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    ed25519_dalek::VerifyingKey::from_bytes(key)
        .is_ok_and(|key| key.verify(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

fn point(encoding: &[u8; 32]) -> Option<EdwardsPoint> {
    CompressedEdwardsY(*encoding).decompress()
}

/// The hash that binds R and the key: the factor of the key in the equation.
fn challenge(r: &[u8; 32], key: &[u8; 32], message: &[u8]) -> Scalar {
    let hash = Sha512::new().chain_update(r).chain_update(key).chain_update(message).finalize();
    Scalar::from_bytes_mod_order_wide(&hash.into())
}

fn joined(r: &[u8; 32], s: &[u8; 32]) -> [u8; 64] {
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(r);
    signature[32..].copy_from_slice(s);
    signature
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[test]
fn a_step_signs_what_ed25519_alone_would() {
    for byte in 0..=255 {
        let seed = [byte; 32];
        let key = SigningKey::from_seed(&seed);
        let alone = ed25519_dalek::SigningKey::from_bytes(&seed);
        assert_eq!(key.verifying_key().as_bytes(), alone.verifying_key().as_bytes());

        let to_sign = ToSign(alloc::vec![byte; usize::from(byte)]);
        let elsewhere = ed25519_dalek::Signer::sign(&alone, to_sign.bytes()).to_bytes();
        let signature = key.sign(&to_sign).unwrap();
        assert_eq!(Signature::from_bytes(&elsewhere), Ok(signature));
        assert_eq!(signature.as_bytes(), &elsewhere);
        assert!(key.verifying_key().verify(to_sign.bytes(), &signature));
        assert!(!key.verifying_key().verify(b"other bytes", &signature));
    }
}
