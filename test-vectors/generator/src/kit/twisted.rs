//! Keys and signatures with a part of small order, on which verifiers of other equations answer otherwise.

use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha512};

/// A secret scalar, the point of small order that was added to its public key, and the one that is added to R.
#[derive(Clone)]
pub struct Twisted {
    secret: Scalar,
    key_torsion: usize,
    r_torsion: usize,
    cofactorless: bool,
}

impl Twisted {
    /// A key with this torsion (0 for none, to 7) and signatures with that one. Where `cofactorless`, the nonce is chosen so that the signature holds
    /// without the cofactor; otherwise so that it holds only with it.
    pub fn new(number: u8, key_torsion: usize, r_torsion: usize, cofactorless: bool) -> Twisted {
        Twisted { secret: Scalar::from_bytes_mod_order([number; 32]), key_torsion, r_torsion, cofactorless }
    }

    /// The public key: of order 8·L and its divisors, canonical and not small.
    pub fn public(&self) -> [u8; 32] {
        self.point().compress().to_bytes()
    }

    fn point(&self) -> EdwardsPoint {
        self.secret * ED25519_BASEPOINT_POINT + EIGHT_TORSION[self.key_torsion]
    }

    /// A signature of which `[8]([S]B − [k]A − R)` is 0, and `[S]B − [k]A − R` is or is not, as was said.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        (0..10_000_u64)
            .map(|try_number| self.attempt(message, try_number))
            .find(|(_, holds)| *holds == self.cofactorless)
            .map(|(signature, _)| signature)
            .expect("one nonce in eight makes the equation hold")
    }

    fn attempt(&self, message: &[u8], try_number: u64) -> ([u8; 64], bool) {
        let nonce = Sha512::new().chain_update(try_number.to_be_bytes()).chain_update(message).finalize();
        let nonce = Scalar::from_bytes_mod_order_wide(&nonce.into());
        let r = (nonce * ED25519_BASEPOINT_POINT + EIGHT_TORSION[self.r_torsion]).compress();
        let k = Sha512::new().chain_update(r.as_bytes()).chain_update(self.public()).chain_update(message).finalize();
        let k = Scalar::from_bytes_mod_order_wide(&k.into());
        let s = nonce + k * self.secret;
        let holds = (s * ED25519_BASEPOINT_POINT - k * self.point()).compress() == r;
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(r.as_bytes());
        signature[32..].copy_from_slice(s.as_bytes());
        (signature, holds)
    }
}

/// 32 bytes that are canonical and not of small order, and no point of the curve.
pub fn off_curve() -> [u8; 32] {
    let candidate = |y: u8| {
        let mut bytes = [0; 32];
        bytes[0] = y;
        bytes
    };
    (2..=u8::MAX)
        .map(candidate)
        .find(|bytes| CompressedEdwardsY(*bytes).decompress().is_none())
        .expect("half of all y belong to no point")
}
