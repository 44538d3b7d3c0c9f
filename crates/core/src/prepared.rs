//! A step that lacks only its signature.

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::error::{Code, Malformed};
use crate::key::{Signature, ToSign, VerifyingKey};
use crate::token::Kept;

/// A step in its first half: what to sign, and by whom. [`finish`](Self::finish) is the second half.
///
/// For keys that cannot sign within a call: WebCrypto, an HSM, a KMS.
#[derive(Clone, Debug)]
pub struct Prepared<T> {
    pub(crate) signer: VerifyingKey,
    pub(crate) to_sign: ToSign,
    pub(crate) unsigned: Unsigned<T>,
}

/// How the result is put together once there is a signature.
#[derive(Clone, Debug)]
pub(crate) struct Unsigned<T> {
    /// What the signature completes: the payload, or all that stands before the signature.
    pub(crate) bytes: Vec<u8>,
    /// Of a token in the making: what is kept of its links, root first.
    pub(crate) links: Vec<Arc<Kept>>,
    pub(crate) assemble: fn(Unsigned<T>, &Signature) -> Result<T, Malformed>,
}

impl<T> Prepared<T> {
    /// What must be signed.
    pub fn to_sign(&self) -> &ToSign {
        &self.to_sign
    }

    /// Whose signature it must be.
    pub fn signer(&self) -> VerifyingKey {
        self.signer
    }

    /// The finished step. Refuses a signature that is not the signer's over exactly these bytes.
    pub fn finish(self, signature: &[u8; 64]) -> Result<T, Malformed> {
        let signature = Signature::from_bytes(signature)?;
        if !self.signer.verify(self.to_sign.bytes(), &signature) {
            return Err(Malformed::new(
                Code::SignatureInvalid,
                alloc::format!("a signature that is not that of {}", self.signer.short()),
            ));
        }
        (self.unsigned.assemble)(self.unsigned, &signature)
    }

    /// Both halves at once, with a signer whose answer is taken as it is.
    pub fn sign(self, signer: &(impl crate::key::Signer + ?Sized)) -> Result<T, Malformed> {
        if signer.verifying_key() != self.signer {
            let detail = alloc::format!(
                "the signing key is {}, and {} must sign",
                signer.verifying_key().short(),
                self.signer.short()
            );
            return Err(Malformed::new(Code::NotHolder, detail));
        }
        let signature = signer.sign(&self.to_sign)?;
        (self.unsigned.assemble)(self.unsigned, &signature)
    }
}
