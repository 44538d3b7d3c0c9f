//! Signatures and nothing else: as many as Depute's presentation has, one for each link and one for the proof, over messages of
//! 250 bytes, keys from bytes. No grant is read, so there is none to ask for.

use std::sync::Arc;

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use ring::signature::{ED25519, UnparsedPublicKey};

use crate::{Asked, Case, DEPTHS, Peer, seed};

const MESSAGE_BYTES: usize = 250;
const SIGNATURE_BYTES: usize = 64;

pub(crate) fn dalek() -> Peer {
    peer("ed25519-dalek 3.0, raw", |key, message, signature| {
        let key = VerifyingKey::from_bytes(key).expect("a key that was made here");
        key.verify(message, &Signature::from_bytes(signature)).is_ok()
    })
}

pub(crate) fn ring() -> Peer {
    peer("ring 0.17, raw", |key, message, signature| {
        UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
    })
}

pub(crate) fn public_key(number: usize) -> [u8; 32] {
    SigningKey::from_bytes(&seed(number)).verifying_key().to_bytes()
}

type Verify = fn(&[u8; 32], &[u8], &[u8; SIGNATURE_BYTES]) -> bool;

fn peer(name: &'static str, verify: Verify) -> Peer {
    let case = |links: usize| Case {
        links,
        present: Box::new(move |_| (0..=links).flat_map(signed).collect()),
        decide: {
            let keys: Vec<[u8; 32]> = (0..=links).map(public_key).collect();
            Arc::new(move |bytes: &[u8], _: &Asked| {
                let signed = bytes.chunks_exact(MESSAGE_BYTES + SIGNATURE_BYTES);
                keys.iter().zip(signed).all(|(key, signed)| {
                    signed.split_last_chunk().is_some_and(|(message, signature)| verify(key, message, signature))
                })
            })
        },
    };
    Peer { name, cases: DEPTHS.into_iter().map(case).collect(), mint: None, delegate: None }
}

/// A message and its signature.
fn signed(number: usize) -> Vec<u8> {
    let message = vec![number as u8; MESSAGE_BYTES];
    let signature = SigningKey::from_bytes(&seed(number)).sign(&message).to_bytes();
    [message.as_slice(), &signature].concat()
}
