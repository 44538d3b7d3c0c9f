//! Ed25519 keys and signatures, with one accept set in every language.
//!
//! A signature counts if the key and R are canonical (y < p) and not of small order, S < L, and the cofactorless
//! equation holds with R compared as bytes: the set of ed25519-dalek's `verify_strict`, and further that the key is
//! canonical. Everything but the equation is a comparison of bytes, made before any curve arithmetic, so that hostile
//! input is cheap to refuse. Source: `spec/token.md`, "Signatures"; "Taming the many EdDSAs" (2020) has the history.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use ed25519_dalek::Signer as _;
use ed25519_dalek::Verifier as _;
use multibase::Base::Base58Btc;
use zeroize::Zeroizing;

use crate::armor::{self, Kind};
use crate::error::{Code, Malformed};

/// The two bytes that say "Ed25519 public key" in a `did:key` (multicodec `ed01`).
const MULTICODEC: [u8; 2] = [0xED, 0x01];

/// A public key, and with it the name of whoever holds the secret.
///
/// 32 canonical bytes that are not of small order. Its text is a `did:key`. Whether bytes from a token lie on the curve
/// shows when a signature is checked: a key that does not never verifies anything.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerifyingKey([u8; 32]);

impl VerifyingKey {
    /// A key from its 32 bytes: canonical, on the curve, not of small order.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<VerifyingKey, Malformed> {
        let key = VerifyingKey::from_wire(bytes)?;
        match ed25519_dalek::VerifyingKey::from_bytes(bytes) {
            Ok(_) => Ok(key),
            Err(_) => Err(Malformed::new(Code::KeyInvalid, "a key that is not a point of the curve")),
        }
    }

    /// A key from a token: all but the curve equation, which only costs where a signature is checked anyway.
    pub(crate) fn from_wire(bytes: &[u8; 32]) -> Result<VerifyingKey, Malformed> {
        if !is_canonical(bytes) {
            return Err(Malformed::new(Code::KeyInvalid, "a key in a second spelling (y ≥ p)"));
        }
        if is_small_order(bytes) {
            return Err(Malformed::new(Code::KeyInvalid, "a key of small order, under which anyone can sign"));
        }
        Ok(VerifyingKey(*bytes))
    }

    /// A key from its text, `did:key:z6Mk…`.
    pub fn parse(text: &str) -> Result<VerifyingKey, Malformed> {
        let Some(body) = text.strip_prefix(Kind::PublicKey.prefix()) else {
            return Err(armor::other_kind(Kind::PublicKey, text));
        };
        let fault =
            || Malformed::new(Code::KeyInvalid, "a public key is `did:key:z6Mk` and 44 more letters and digits");
        // Base58 decoding is quadratic, so the length comes first.
        let digits = body.strip_prefix('z').filter(|digits| digits.len() <= 48).ok_or_else(fault)?;
        let bytes = Base58Btc.decode(digits).map_err(|_| fault())?;
        let key: &[u8; 32] = bytes.strip_prefix(&MULTICODEC).and_then(|key| key.try_into().ok()).ok_or_else(fault)?;
        let key = VerifyingKey::from_bytes(key)?;
        if key.to_string() == text { Ok(key) } else { Err(fault()) }
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first characters of the text form, enough for a person to tell a few keys apart. Never compare by it.
    pub fn short(&self) -> String {
        let text = self.to_string();
        format!("{}…", text.get(..20).unwrap_or(&text))
    }

    /// Whether this key made the signature over these bytes, by the one accept set.
    pub(crate) fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        self.point().is_some_and(|point| point.verify(message, signature))
    }

    /// The key's point, which only a key on the curve has.
    pub(crate) fn point(&self) -> Option<Point> {
        ed25519_dalek::VerifyingKey::from_bytes(&self.0).ok().map(Point)
    }
}

/// The point of a key: to find it is a tenth of a verification, which a key that is used again need not pay again.
#[derive(Clone, Copy)]
pub(crate) struct Point(ed25519_dalek::VerifyingKey);

impl Point {
    /// As [`VerifyingKey::verify`].
    pub(crate) fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        // The comparisons were made when the key and the signature were read; what remains is the equation.
        self.0.verify(message, &ed25519_dalek::Signature::from_bytes(&signature.0)).is_ok()
    }
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(34);
        bytes.extend_from_slice(&MULTICODEC);
        bytes.extend_from_slice(&self.0);
        write!(f, "{}z{}", Kind::PublicKey.prefix(), Base58Btc.encode(bytes))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::str::FromStr for VerifyingKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<VerifyingKey, Malformed> {
        VerifyingKey::parse(text)
    }
}

/// A secret key. Wiped from memory when dropped, never printed.
///
/// The public half is always derived from the secret one (RUSTSEC-2022-0093: a signer that is handed both can be made
/// to reveal the secret).
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A key from 32 secret random bytes.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        SigningKey(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// A key from its text, `dptsk1_…`.
    pub fn from_text(text: &str) -> Result<SigningKey, Malformed> {
        let bytes = Zeroizing::new(armor::decode(Kind::Secret, text, 32)?);
        match <&[u8; 32]>::try_from(bytes.as_slice()) {
            Ok(seed) => Ok(SigningKey::from_seed(seed)),
            Err(_) => Err(Malformed::new(Code::TextForm, "a secret key that is not 32 bytes")),
        }
    }

    /// The text form: a secret.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(armor::encode(Kind::Secret, self.0.as_bytes()))
    }

    /// The 32 secret bytes.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey(secret of {})", self.verifying_key())
    }
}

/// Whoever can sign a step: a key in memory, or one in an HSM, a KMS or a browser's WebCrypto.
///
/// Signing steps also come in two halves (`prepare`, then `finish`) for signers that cannot answer within a call.
pub trait Signer {
    /// The public key that the signature will verify under.
    fn verifying_key(&self) -> VerifyingKey;

    /// Signs the bytes of this step with Ed25519 (RFC 8032, not prehashed), or says [`SignerFailed`].
    fn sign(&self, to_sign: &ToSign) -> Result<Signature, SignerFailed>;
}

impl Signer for SigningKey {
    fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key().to_bytes())
    }

    fn sign(&self, to_sign: &ToSign) -> Result<Signature, SignerFailed> {
        Ok(Signature(self.0.sign(&to_sign.0).to_bytes()))
    }
}

/// The signer gave no signature; why is its own to log.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the signer gave no signature")]
pub struct SignerFailed;

impl From<SignerFailed> for Malformed {
    fn from(failed: SignerFailed) -> Malformed {
        Malformed::new(Code::SignerFailed, failed.to_string())
    }
}

/// What one step wants signed. Only steps make it: nothing here signs bytes of a caller's choice, so no signature of
/// one kind can be obtained under the name of another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToSign(pub(crate) Vec<u8>);

impl ToSign {
    /// The exact bytes to sign (a COSE Sig_structure, RFC 9052 §4.4).
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An Ed25519 signature whose form is strict: R canonical and not of small order, S < L. Says nothing of its validity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Signature([u8; 64]);

impl Signature {
    /// A signature from its 64 bytes.
    pub fn from_bytes(bytes: &[u8; 64]) -> Result<Signature, Malformed> {
        let (r, s) = bytes.split_at(32);
        let (Ok(r), Ok(s)) = (<&[u8; 32]>::try_from(r), <&[u8; 32]>::try_from(s)) else {
            return Err(Malformed::new(Code::SignatureForm, "a signature that is not 64 bytes"));
        };
        // Both are little-endian, so the comparison starts at the end.
        if s.iter().rev().cmp(GROUP_ORDER.iter().rev()).is_ge() {
            return Err(Malformed::new(Code::SignatureForm, "a signature in a second spelling (S ≥ L)"));
        }
        if !is_canonical(r) || is_small_order(r) {
            return Err(Malformed::new(Code::SignatureForm, "a signature whose R is not canonical, or of small order"));
        }
        Ok(Signature(*bytes))
    }

    /// The 64 bytes.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

/// Whether a signature is one that counts, by the one accept set: the key's bytes are judged (`key_invalid`), then the
/// form of the signature (`signature_form`), then the equation (`signature_invalid`).
///
/// For comparing implementations. What is signed in a token is read and verified by the walk.
pub fn verify_signature(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> Result<(), Malformed> {
    let (key, signature) = (VerifyingKey::from_wire(key)?, Signature::from_bytes(signature)?);
    if key.verify(message, &signature) {
        Ok(())
    } else {
        Err(Malformed::new(Code::SignatureInvalid, "a signature that this key did not make over these bytes"))
    }
}

/// L, the order of the group that honest points generate (RFC 8032 §5.1), little-endian.
const GROUP_ORDER: [u8; 32] = [
    0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7, 0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// The y coordinates, sign bit cleared, of the points of order 1, 2, 4 and 8. With either sign these are all canonical
/// encodings of small-order points, and the two whose x is zero and yet signed.
const SMALL_ORDER: [[u8; 32]; 5] = [
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [
        0xEC, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F,
    ],
    [0; 32],
    [
        0x26, 0xE8, 0x95, 0x8F, 0xC2, 0xB2, 0x27, 0xB0, 0x45, 0xC3, 0xF4, 0x89, 0xF2, 0xEF, 0x98, 0xF0, 0xD5, 0xDF,
        0xAC, 0x05, 0xD3, 0xC6, 0x33, 0x39, 0xB1, 0x38, 0x02, 0x88, 0x6D, 0x53, 0xFC, 0x05,
    ],
    [
        0xC7, 0x17, 0x6A, 0x70, 0x3D, 0x4D, 0xD8, 0x4F, 0xBA, 0x3C, 0x0B, 0x76, 0x0D, 0x10, 0x67, 0x0F, 0x2A, 0x20,
        0x53, 0xFA, 0x2C, 0x39, 0xCC, 0xC6, 0x4E, 0xC7, 0xFD, 0x77, 0x92, 0xAC, 0x03, 0x7A,
    ],
];

/// Whether y < p = 2²⁵⁵ − 19.
fn is_canonical(encoding: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = encoding;
    *low < 0xED || high & 0x7F != 0x7F || middle.iter().any(|&byte| byte != 0xFF)
}

fn is_small_order(encoding: &[u8; 32]) -> bool {
    let mut y = *encoding;
    let [.., high] = &mut y;
    *high &= 0x7F;
    // Nearly every key and R differs from all of them in the first byte.
    SMALL_ORDER.iter().any(|point| point.first() == y.first() && *point == y)
}

#[cfg(test)]
mod tests;
