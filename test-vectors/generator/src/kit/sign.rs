//! Signed objects: the envelope, the bytes signed, and what each kind of signature is for.

use super::cbor::{Item, bytes};
use super::keys::Key;
use super::twisted::Twisted;
use crate::{list, map};

/// An id or a digest.
pub type Id = [u8; 32];

/// Claim 1: who signs.
pub const ISS: i32 = 1;
/// Claim 2: on whose behalf.
pub const SUB: i32 = 2;
/// Claim 3: for whom.
pub const AUD: i32 = 3;
/// Claim 4: the end.
pub const EXP: i32 = 4;
/// Claim 5: the start.
pub const NBF: i32 = 5;
/// Claim 6: when it was made.
pub const IAT: i32 = 6;
/// Claim 7: tells equal mandates apart.
pub const CTI: i32 = 7;
/// Claim 8: the holder.
pub const CNF: i32 = 8;
/// Claim 10 of a proof and an endorsement.
pub const NONCE: i32 = 10;
/// The private claim with everything of Depute's own.
pub const MANDATE: i32 = -65537;

/// The protected header `{1: -19}`.
const PROTECTED: [u8; 3] = [0xA1, 0x01, 0x32];

/// What a signature is for: every kind that the specification names.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// A root link.
    Root,
    /// A link below this one.
    Link(Id),
    /// A proof: leaf id, call digest.
    Proof(Id, Id),
    /// An endorsement: leaf id, call digest.
    Endorsement(Id, Id),
    /// A statement about a revocation.
    Revocation,
    /// A list of statements.
    List,
    /// Reserved.
    Receipt,
}

impl Kind {
    /// The array that the external data holds.
    fn external(self) -> Item {
        match self {
            Kind::Root => list!["depute/root", 1],
            Kind::Link(parent) => list!["depute/link", 1, bytes(&parent)],
            Kind::Proof(leaf, call) => list!["depute/proof", 1, bytes(&leaf), bytes(&call)],
            Kind::Endorsement(leaf, call) => list!["depute/endorsement", 1, bytes(&leaf), bytes(&call)],
            Kind::Revocation => list!["depute/revocation", 1],
            Kind::List => list!["depute/list", 1],
            Kind::Receipt => list!["depute/receipt", 1],
        }
    }

    /// The context of the ids of what is signed so.
    fn context(self) -> &'static str {
        match self {
            Kind::Root | Kind::Link(_) => "depute v1 link id",
            Kind::Proof(..) => "depute v1 proof id",
            Kind::Endorsement(..) => "depute v1 endorsement id",
            Kind::Revocation => "depute v1 revocation id",
            Kind::List => "depute v1 list id",
            Kind::Receipt => "depute v1 receipt id",
        }
    }
}

/// Who signs, or what stands there in place of a signature.
#[derive(Clone)]
pub enum Signer {
    /// A key.
    Key(&'static Key),
    /// A key with a part of small order.
    Twisted(Twisted),
    /// These bytes, whatever is signed.
    Bytes(Vec<u8>),
}

impl Signer {
    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Signer::Key(key) => key.sign(message).to_vec(),
            Signer::Twisted(key) => key.sign(message).to_vec(),
            Signer::Bytes(bytes) => bytes.clone(),
        }
    }
}

impl From<&'static Key> for Signer {
    fn from(key: &'static Key) -> Signer {
        Signer::Key(key)
    }
}

/// A signed object before it is signed.
#[derive(Clone)]
pub struct Draft {
    /// Who signs.
    pub signer: Signer,
    /// The payload.
    pub claims: Item,
    /// Signed as this, in place of what its place asks for.
    pub kind: Option<Kind>,
    /// The protected header.
    pub protected: Vec<u8>,
    /// The unprotected header.
    pub unprotected: Item,
}

impl Draft {
    /// These claims, to be signed by this key.
    pub fn new(signer: impl Into<Signer>, claims: Item) -> Draft {
        Draft { signer: signer.into(), claims, kind: None, protected: PROTECTED.to_vec(), unprotected: map! {} }
    }

    /// Gives a claim this value.
    pub fn set(&mut self, claim: i32, value: impl Into<Item>) {
        self.claims.set(claim, value);
    }

    /// Takes a claim out.
    pub fn unset(&mut self, claim: i32) {
        self.claims.unset(claim);
    }

    /// The map under our own claim.
    pub fn mandate(&mut self) -> &mut Item {
        self.claims.at(MANDATE)
    }

    /// Makes these the only clauses.
    pub fn clauses(&mut self, clauses: Vec<Item>) {
        self.mandate().set(1, clauses);
    }

    /// The exact bytes that are signed, as what stands at this place.
    pub fn message(&self, place: Kind) -> Vec<u8> {
        let external = self.kind.unwrap_or(place).external().encode();
        list!["Signature1", bytes(&self.protected), bytes(&external), bytes(&self.claims.encode())].encode()
    }

    /// Its id at this place, as a reader computes it.
    pub fn id(&self, place: Kind) -> Id {
        let external = place.external().encode();
        let message = list!["Signature1", bytes(&self.protected), bytes(&external), bytes(&self.claims.encode())];
        blake3::derive_key(place.context(), &message.encode())
    }
}

/// The envelope of this draft, signed as this kind.
pub fn sealed(draft: &Draft, place: Kind) -> Item {
    let signature = draft.signer.sign(&draft.message(place));
    list![bytes(&draft.protected), &draft.unprotected, bytes(&draft.claims.encode()), bytes(&signature)]
}
