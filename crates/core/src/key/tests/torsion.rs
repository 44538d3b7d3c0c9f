//! Forgeries by points of small order: added to R, to the key, or put in their place, with S such that the cofactored
//! equation holds; and what else can be done to a good signature.
//!
//! `DEPUTE_TORSION_CASES` sets how many are made; each is made from its number alone.

use alloc::vec::Vec;

use curve25519_dalek::constants::EIGHT_TORSION;
use curve25519_dalek::edwards::EdwardsPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::IsIdentity as _;

use super::encodings::second_spellings;
use super::{SigningKey, accepts, challenge, joined, lax, point, std, strict};
use crate::key::GROUP_ORDER;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Honest,
    /// Key and R with the other sign, and S to match: another honest signature.
    Negated,
    TorsionOnR,
    TorsionOnKey,
    TorsionOnBoth,
    /// R is nothing but torsion, so S needs no nonce.
    SmallR,
    /// The key is nothing but torsion, so S needs no secret.
    SmallKey,
    SecondSpelling,
    /// S + n·L, the same scalar.
    LargeS,
    FlippedBit,
}

const KINDS: [Kind; 10] = [
    Kind::Honest,
    Kind::Negated,
    Kind::TorsionOnR,
    Kind::TorsionOnKey,
    Kind::TorsionOnBoth,
    Kind::SmallR,
    Kind::SmallKey,
    Kind::SecondSpelling,
    Kind::LargeS,
    Kind::FlippedBit,
];

struct Forgery {
    kind: Kind,
    key: [u8; 32],
    message: Vec<u8>,
    signature: [u8; 64],
    /// What arithmetic says, without any verifier.
    counts: bool,
}

impl Forgery {
    fn new(number: u64, second_spellings: &[[u8; 32]]) -> Forgery {
        let kind = KINDS[(number % KINDS.len() as u64) as usize];
        let mut draws = [0; 136];
        blake3::Hasher::new().update(&number.to_le_bytes()).finalize_xof().fill(&mut draws);
        let [i, j, choice, bit, message @ ..] = draws;
        let (nonce, message) = message.split_at(64);
        let message = message[..usize::from(bit % 64)].to_vec();
        let nonce = Scalar::from_bytes_mod_order_wide(nonce.try_into().unwrap());
        let signer = ed25519_dalek::SigningKey::from_bytes(&[i; 32]);
        let (secret, key) = (signer.to_scalar(), signer.verifying_key().to_edwards());

        // Any of the eight, and any of the seven that are not the identity.
        let any = |draw: u8| EIGHT_TORSION[usize::from(draw % 8)];
        let some = |draw: u8| EIGHT_TORSION[usize::from(1 + draw % 7)];
        let none = EIGHT_TORSION[0];
        let solved =
            |nonce, r_torsion, secret, key_torsion| solve(kind, &message, (nonce, r_torsion), (secret, key_torsion));
        match kind {
            Kind::Honest => solved(nonce, none, secret, none),
            Kind::Negated => {
                assert_eq!(EdwardsPoint::mul_base(&-secret), -key);
                solved(-nonce, none, -secret, none)
            }
            Kind::TorsionOnR => solved(nonce, some(i), secret, none),
            Kind::TorsionOnKey => solved(nonce, none, secret, some(j)),
            Kind::TorsionOnBoth => solved(nonce, some(i), secret, some(j)),
            Kind::SmallR => solved(Scalar::ZERO, any(i), secret, any(j)),
            Kind::SmallKey => solved(nonce, any(i), Scalar::ZERO, any(j)),
            Kind::SecondSpelling => {
                let encoding = second_spellings[usize::from(choice) % second_spellings.len()];
                let r = EdwardsPoint::mul_base(&nonce);
                if bit.is_multiple_of(2) {
                    let s = nonce.to_bytes();
                    let signature = joined(r.compress().as_bytes(), &s);
                    Forgery { kind, key: encoding, message, signature, counts: false }
                } else {
                    let key = key.compress().to_bytes();
                    let s = challenge(&encoding, &key, &message) * secret;
                    let signature = joined(&encoding, s.as_bytes());
                    Forgery { kind, key, message, signature, counts: false }
                }
            }
            Kind::LargeS => {
                let mut forgery = solved(nonce, none, secret, none);
                for _ in 0..=choice % 14 {
                    add_group_order(&mut forgery.signature[32..]);
                }
                Forgery { counts: false, ..forgery }
            }
            Kind::FlippedBit => {
                let mut forgery = solved(nonce, none, secret, none);
                let at = usize::from(choice) % (96 + forgery.message.len());
                let byte = match at {
                    0..32 => &mut forgery.key[at],
                    32..96 => &mut forgery.signature[at - 32],
                    _ => &mut forgery.message[at - 96],
                };
                *byte ^= 1 << (j % 8);
                Forgery { counts: false, ..forgery }
            }
        }
    }
}

/// S = r + k·a, for R = r·B + its torsion and the key a·B + its torsion: the cofactored equation holds.
fn solve(kind: Kind, message: &[u8], r: (Scalar, EdwardsPoint), key: (Scalar, EdwardsPoint)) -> Forgery {
    let ((nonce, r_torsion), (secret, key_torsion)) = (r, key);
    let (r, key) = (EdwardsPoint::mul_base(&nonce) + r_torsion, EdwardsPoint::mul_base(&secret) + key_torsion);
    let (r_bytes, key_bytes) = (r.compress().to_bytes(), key.compress().to_bytes());
    let k = challenge(&r_bytes, &key_bytes, message);
    let s = nonce + k * secret;

    let off = EdwardsPoint::vartime_double_scalar_mul_basepoint(&k, &-key, &s) - r;
    assert!(off.mul_by_cofactor().is_identity(), "{kind:?} was not made as meant");
    // Without the cofactor, what torsion is left over must cancel.
    let cancels = (r_torsion + key_torsion * k).is_identity();
    assert_eq!(off.is_identity(), cancels);
    let small = nonce == Scalar::ZERO || secret == Scalar::ZERO;
    let signature = joined(&r_bytes, s.as_bytes());
    Forgery { kind, key: key_bytes, message: message.to_vec(), signature, counts: cancels && !small }
}

fn add_group_order(s: &mut [u8]) {
    let mut carry = 0;
    for (byte, order) in s.iter_mut().zip(GROUP_ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    assert_eq!(carry, 0);
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Tally {
    made: u64,
    accepted: u64,
    /// Refused, though the lax verdict takes it.
    lax_only: u64,
}

fn judge(numbers: impl Iterator<Item = u64>) -> [Tally; KINDS.len()] {
    let second_spellings = second_spellings();
    let mut tallies = [Tally::default(); KINDS.len()];
    for number in numbers {
        let Forgery { kind, key, message, signature, counts } = Forgery::new(number, &second_spellings);
        let accepted = accepts(&key, &message, &signature);
        assert_eq!(accepted, strict(&key, &message, &signature), "{kind:?}, case {number}: strict says otherwise");
        assert_eq!(accepted, counts, "{kind:?}, case {number}: arithmetic says otherwise");
        let tally = &mut tallies[kind as usize];
        tally.made += 1;
        tally.accepted += u64::from(accepted);
        tally.lax_only += u64::from(!accepted && lax(&key, &message, &signature));
    }
    tallies
}

#[test]
fn torsion_changes_no_verdict() {
    let cases = std::env::var("DEPUTE_TORSION_CASES").map_or(20_000, |cases| cases.parse().unwrap());
    assert!(cases >= 20_000, "too few to show anything");
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let tallies = std::thread::scope(|scope| {
        let parts: Vec<_> =
            (0..threads).map(|first| scope.spawn(move || judge((first as u64..cases).step_by(threads)))).collect();
        parts.into_iter().map(|part| part.join().unwrap()).fold([Tally::default(); KINDS.len()], |sum, part| {
            core::array::from_fn(|i| Tally {
                made: sum[i].made + part[i].made,
                accepted: sum[i].accepted + part[i].accepted,
                lax_only: sum[i].lax_only + part[i].lax_only,
            })
        })
    });

    assert_eq!(tallies.iter().map(|tally| tally.made).sum::<u64>(), cases);
    for (kind, tally) in KINDS.into_iter().zip(tallies) {
        std::println!("{kind:?}: {tally:?}");
        let Tally { made, accepted, lax_only } = tally;
        assert!(made >= cases / 10, "{kind:?}");
        match kind {
            Kind::Honest | Kind::Negated => assert_eq!(accepted, made, "{kind:?}"),
            // The factor of the key's torsion is a hash: it cancels about as often as chance has it.
            Kind::TorsionOnKey | Kind::TorsionOnBoth => {
                assert!(made / 12 < accepted && accepted < made / 3, "{kind:?}")
            }
            _ => assert_eq!(accepted, 0, "{kind:?}"),
        }
        let fools_the_lax = matches!(kind, Kind::SmallR | Kind::SmallKey | Kind::SecondSpelling);
        assert_eq!(lax_only > 0, fools_the_lax, "{kind:?}");
    }
}

#[test]
fn every_single_bit_of_a_signature_matters() {
    let signer = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let (key, message) = (signer.verifying_key().to_bytes(), *b"pay 450 to SFO");
    let signature = ed25519_dalek::Signer::sign(&signer, &message).to_bytes();
    assert!(accepts(&key, &message, &signature));
    let (mut flipped, mut on_curve) = (0, 0);
    for bit in 0..(32 + 64 + message.len()) * 8 {
        let (mut key, mut message, mut signature) = (key, message, signature);
        let bytes = key.iter_mut().chain(&mut signature).chain(&mut message);
        *bytes.into_iter().nth(bit / 8).unwrap() ^= 1 << (bit % 8);
        assert!(!accepts(&key, &message, &signature), "bit {bit}");
        assert!(!strict(&key, &message, &signature), "bit {bit}");
        flipped += 1;
        on_curve += u32::from(point(&key).is_some());
    }
    assert_eq!(flipped, 880);
    assert!(on_curve > 624, "no flipped key is still a point");
}

#[test]
fn a_signature_of_another_length_is_none() {
    let key = SigningKey::from_seed(&[7; 32]);
    let signer = ed25519_dalek::SigningKey::from_bytes(&key.seed());
    let signature = ed25519_dalek::Signer::sign(&signer, b"").to_bytes();
    let key = signer.verifying_key().to_bytes();
    assert!(accepts(&key, b"", &signature));
    let longer = [&signature[..], &[0]].concat();
    for signature in [&signature[..63], &signature[..32], &[], &longer] {
        assert!(!accepts(&key, b"", signature));
        assert!(!strict(&key, b"", signature));
    }
}
