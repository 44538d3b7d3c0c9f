//! Links, proofs, tokens and presentations, put together and signed by hand.

use super::cbor::{Item, bytes, list, map};
use super::keys::{ALICE, BOOKER, Key, PLANNER};
use super::scene::{AUDIENCE, NOW, digest};

pub(crate) type Id = [u8; 32];

/// Claims by their numbers.
pub(crate) const ISS: i32 = 1;
pub(crate) const SUB: i32 = 2;
pub(crate) const AUD: i32 = 3;
pub(crate) const EXP: i32 = 4;
pub(crate) const NBF: i32 = 5;
pub(crate) const IAT: i32 = 6;
pub(crate) const CTI: i32 = 7;
pub(crate) const CNF: i32 = 8;
pub(crate) const NONCE: i32 = 10;
pub(crate) const MANDATE: i32 = -65537;

/// The protected header `{1: -19}`.
const PROTECTED: [u8; 3] = [0xA1, 0x01, 0x32];

/// What a signature is for: every kind that the specification names.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Kind {
    Root,
    Link(Id),
    Proof(Id, Id),
    Endorsement(Id, Id),
    Revocation,
    List,
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
}

/// A signed object before it is signed.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) signer: &'static Key,
    pub(crate) claims: Item,
    /// Signed as this, in place of what its place asks for.
    pub(crate) kind: Option<Kind>,
    pub(crate) protected: Vec<u8>,
}

impl Draft {
    pub(crate) fn new(signer: &'static Key, claims: Item) -> Draft {
        Draft { signer, claims, kind: None, protected: PROTECTED.to_vec() }
    }

    /// Gives a claim this value.
    pub(crate) fn set(&mut self, claim: i32, value: impl Into<Item>) {
        self.claims.set(claim, value);
    }

    pub(crate) fn unset(&mut self, claim: i32) {
        self.claims.unset(claim);
    }

    /// The map under our own claim.
    pub(crate) fn mandate(&mut self) -> &mut Item {
        self.claims.at(MANDATE)
    }

    /// Makes these the only clauses.
    pub(crate) fn clauses(&mut self, clauses: Vec<Item>) {
        self.mandate().set(1, clauses);
    }

    /// The exact bytes that are signed, as what stands at this place.
    pub(crate) fn message(&self, place: Kind) -> Vec<u8> {
        let external = self.kind.unwrap_or(place).external().encode();
        list!["Signature1", bytes(&self.protected), bytes(&external), bytes(&self.claims.encode())].encode()
    }

    /// The envelope and the bytes signed.
    pub(crate) fn sign(&self, place: Kind) -> (Item, Vec<u8>) {
        let message = self.message(place);
        let signature = self.signer.sign(&message);
        let envelope = list![bytes(&self.protected), map! {}, bytes(&self.claims.encode()), bytes(&signature)];
        (envelope, message)
    }
}

/// A chain, a proof below it and endorsements, each part as its maker wants it.
#[derive(Clone)]
pub(crate) struct Walk {
    pub(crate) links: Vec<Draft>,
    pub(crate) proof: Draft,
    pub(crate) endorsements: Vec<Draft>,
    /// Digest of the call that the proof is for.
    pub(crate) digest: Id,
}

impl Walk {
    /// Alice lets the planner book flights, the planner the booker up to 400, who books one for 390.
    pub(crate) fn new() -> Walk {
        let mut root = Draft::new(&ALICE, root_claims(&ALICE, &PLANNER));
        root.clauses(vec![list!["flights.book", map! {}, true]]);
        root.mandate().set(2, 3);
        let clause = list!["flights.book", map! { "price" => list![3, 400] }, true];
        Walk {
            links: vec![root, further(&PLANNER, &BOOKER, clause)],
            proof: Draft::new(&BOOKER, proof_claims()),
            endorsements: Vec::new(),
            digest: digest("flights.book", &map! { "to" => "SFO", "price" => 390 }),
        }
    }

    /// The same, with one more link, whose holder signs the proof.
    pub(crate) fn then(mut self, holder: &'static Key, clause: Item) -> Walk {
        self.links.push(further(self.proof.signer, holder, clause));
        self.proof.signer = holder;
        self
    }

    /// The root link alone, used by the planner.
    pub(crate) fn short() -> Walk {
        let mut walk = Walk::new();
        walk.links.truncate(1);
        walk.proof.signer = &PLANNER;
        walk
    }

    /// Every signed link, and the proof.
    pub(crate) fn signed(&self) -> (Vec<Item>, Item) {
        let mut parent = None;
        let mut links = Vec::new();
        for draft in &self.links {
            let (envelope, message) = draft.sign(parent.map_or(Kind::Root, Kind::Link));
            parent = Some(link_id(&message));
            links.push(envelope);
        }
        let (proof, _) = self.proof.sign(Kind::Proof(parent.unwrap_or_default(), self.digest));
        (links, proof)
    }

    /// Ids of the links.
    pub(crate) fn ids(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        for draft in &self.links {
            ids.push(link_id(&draft.message(ids.last().map_or(Kind::Root, |id| Kind::Link(*id)))));
        }
        ids
    }

    pub(crate) fn token(&self) -> Vec<u8> {
        token(self.signed().0).encode()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let (links, proof) = self.signed();
        list![1, token(links), proof, self.endorsed()].encode()
    }

    /// The same, approved by them.
    pub(crate) fn approved_by(mut self, approvers: &[&'static Key]) -> Walk {
        self.endorsements.extend(approvers.iter().map(|approver| Draft::new(approver, endorsement_claims(approver))));
        self
    }

    /// Every signed endorsement.
    pub(crate) fn endorsed(&self) -> Vec<Item> {
        let leaf = self.ids().last().copied().unwrap_or_default();
        self.endorsements.iter().map(|draft| endorsement(draft, Kind::Endorsement(leaf, self.digest))).collect()
    }
}

pub(crate) fn token(links: Vec<Item>) -> Item {
    Item::Array([vec![Item::Uint(1)], links].concat())
}

pub(crate) fn presentation(token: Item, proof: Item) -> Item {
    list![1, token, proof, list![]]
}

/// A member of the list of endorsements.
pub(crate) fn endorsement(draft: &Draft, kind: Kind) -> Item {
    list![0, sealed(draft, kind)]
}

/// An endorsement made now for a quarter of an hour.
pub(crate) fn endorsement_claims(signer: &Key) -> Item {
    map! {
        ISS => bytes(&signer.public()),
        AUD => AUDIENCE,
        EXP => NOW + 900,
        IAT => NOW,
        NONCE => bytes(&[5; 16]),
    }
}

pub(crate) fn link_id(message: &[u8]) -> Id {
    blake3::derive_key("depute v1 link id", message)
}

/// What stands in the envelope of this draft, signed as this kind.
pub(crate) fn sealed(draft: &Draft, kind: Kind) -> Item {
    draft.sign(kind).0
}

/// `cnf`: the holder's key.
pub(crate) fn cnf(holder: &[u8; 32]) -> Item {
    map! { 1 => map! { 1 => 1, -1 => 6, -2 => bytes(holder) } }
}

/// A root link from now for half an hour that allows nothing but `*(..)`.
pub(crate) fn root_claims(issuer: &Key, holder: &Key) -> Item {
    map! {
        ISS => bytes(&issuer.public()),
        AUD => AUDIENCE,
        EXP => NOW + 1800,
        IAT => NOW,
        CTI => bytes(&[7; 8]),
        CNF => cnf(&holder.public()),
        MANDATE => map! { 1 => list![list![list![], map! {}, true]] },
    }
}

/// A further link that only has a clause.
pub(crate) fn further(issuer: &'static Key, holder: &Key, clause: Item) -> Draft {
    Draft::new(issuer, map! { CNF => cnf(&holder.public()), MANDATE => map! { 1 => list![clause] } })
}

/// A proof made now.
pub(crate) fn proof_claims() -> Item {
    map! { AUD => AUDIENCE, IAT => NOW, NONCE => bytes(&[9; 16]) }
}
