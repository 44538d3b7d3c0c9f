//! Primitives without Depute: the floor below every figure.

use std::hint::black_box;

use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};

/// One signature of a presentation, as its signer and its verifier meet it.
#[derive(Clone)]
pub(crate) struct Signed {
    signer: SigningKey,
    key: [u8; 32],
    message: Vec<u8>,
    signature: [u8; 64],
}

impl Signed {
    pub(crate) fn new(seed: &[u8; 32], message: &[u8]) -> Signed {
        let signer = SigningKey::from_bytes(seed);
        let signature = signer.sign(message).to_bytes();
        Signed { key: signer.verifying_key().to_bytes(), signer, message: message.to_vec(), signature }
    }

    pub(crate) fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    pub(crate) fn sign(&self) {
        black_box(self.signer.sign(black_box(&self.message)));
    }

    /// What every link and every proof costs at least: its key comes from bytes.
    pub(crate) fn verify(&self) {
        verify(&self.key(), &self.message, &self.signature);
    }

    /// The check that costs more for the same accept set.
    pub(crate) fn verify_strict(&self) {
        let signature = Signature::from_bytes(black_box(&self.signature));
        black_box(self.key().verify_strict(black_box(&self.message), &signature).is_ok());
    }

    /// Verification alone, the key being parsed before.
    pub(crate) fn verify_parsed(&self) -> impl Fn() + use<> {
        let (key, signed) = (self.key(), self.clone());
        move || verify(&key, &signed.message, &signed.signature)
    }

    fn key(&self) -> VerifyingKey {
        VerifyingKey::from_bytes(black_box(&self.key)).expect("a key that was made here")
    }
}

fn verify(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) {
    let signature = Signature::from_bytes(black_box(signature));
    assert!(key.verify(black_box(message), &signature).is_ok());
}
