//! Links, proofs, tokens and presentations, put together by hand.

use super::cbor::{Item, bytes};
use super::keys::{ALICE, BOOKER, Key, PLANNER};
use super::sign::{AUD, CNF, CTI, Draft, EXP, IAT, ISS, Id, Kind, MANDATE, NONCE, sealed};
use crate::{list, map};

/// Whom everything is for, unless said otherwise.
pub const AUDIENCE: &str = "https://flights.example";
/// When everything is made, and judged.
pub const NOW: u64 = 1_800_000_000;

/// A chain, a proof below it and endorsements, each part as its maker wants it.
#[derive(Clone)]
pub struct Walk {
    /// Root first.
    pub links: Vec<Draft>,
    /// The proof.
    pub proof: Draft,
    /// In the order of the presentation.
    pub endorsements: Vec<Draft>,
    /// Digest of the call that the proof is for.
    pub digest: Id,
}

impl Walk {
    /// Alice lets the planner book flights, the planner the booker up to 400, who books one for 390.
    #[allow(clippy::new_without_default)] // the example of the specification is no default
    pub fn new() -> Walk {
        let mut root = Draft::new(&*ALICE, root_claims(&ALICE, &PLANNER));
        root.clauses(vec![list!["flights.book", map! {}, true]]);
        root.mandate().set(2, 3);
        let clause = list!["flights.book", map! { "price" => list![3, 400] }, true];
        Walk {
            links: vec![root, further(&PLANNER, &BOOKER, clause)],
            proof: Draft::new(&*BOOKER, proof_claims()),
            endorsements: Vec::new(),
            digest: call_digest("flights.book", &map! { "to" => "SFO", "price" => 390 }),
        }
    }

    /// The same, with one more link from `issuer` to `holder`, who signs the proof.
    pub fn then(mut self, issuer: &'static Key, holder: &'static Key, clause: Item) -> Walk {
        self.links.push(further(issuer, holder, clause));
        self.proof.signer = holder.into();
        self
    }

    /// The root link alone, used by the planner.
    pub fn short() -> Walk {
        let mut walk = Walk::new();
        walk.links.truncate(1);
        walk.proof.signer = (&*PLANNER).into();
        walk
    }

    /// Ids of the links, as a reader computes them.
    pub fn ids(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = Vec::new();
        for draft in &self.links {
            ids.push(draft.id(ids.last().map_or(Kind::Root, |id| Kind::Link(*id))));
        }
        ids
    }

    /// The id of the last link; zeros where there is none.
    pub fn leaf(&self) -> Id {
        self.ids().last().copied().unwrap_or_default()
    }

    /// Every signed link.
    pub fn signed(&self) -> Vec<Item> {
        let ids = self.ids();
        let places = std::iter::once(Kind::Root).chain(ids.iter().map(|id| Kind::Link(*id)));
        self.links.iter().zip(places).map(|(draft, place)| sealed(draft, place)).collect()
    }

    /// The signed proof.
    pub fn proved(&self) -> Item {
        sealed(&self.proof, Kind::Proof(self.leaf(), self.digest))
    }

    /// Every signed link, and the signed proof.
    pub fn parts(&self) -> (Vec<Item>, Item) {
        (self.signed(), self.proved())
    }

    /// Every signed endorsement, as a member of its array.
    pub fn endorsed(&self) -> Vec<Item> {
        let kind = Kind::Endorsement(self.leaf(), self.digest);
        self.endorsements.iter().map(|draft| endorsement(draft, kind)).collect()
    }

    /// The bytes of the token.
    pub fn token(&self) -> Vec<u8> {
        token(self.signed()).encode()
    }

    /// The presentation before it is bytes.
    pub fn presentation(&self) -> Item {
        list![1, token(self.signed()), self.proved(), self.endorsed()]
    }

    /// The bytes of the presentation.
    pub fn bytes(&self) -> Vec<u8> {
        self.presentation().encode()
    }

    /// The same, approved by them.
    pub fn approved_by(mut self, approvers: &[&'static Key]) -> Walk {
        self.endorsements.extend(approvers.iter().map(|approver| Draft::new(*approver, endorsement_claims(approver))));
        self
    }
}

/// A token of these links.
pub fn token(links: Vec<Item>) -> Item {
    Item::Array([vec![Item::Uint(1)], links].concat())
}

/// A presentation of these without endorsements.
pub fn presentation(token: Item, proof: Item) -> Item {
    list![1, token, proof, list![]]
}

/// A member of the array of endorsements.
pub fn endorsement(draft: &Draft, kind: Kind) -> Item {
    list![0, sealed(draft, kind)]
}

/// An endorsement made now for a quarter of an hour.
pub fn endorsement_claims(signer: &Key) -> Item {
    map! {
        ISS => bytes(&signer.public()),
        AUD => AUDIENCE,
        EXP => NOW + 900,
        IAT => NOW,
        NONCE => bytes(&[5; 16]),
    }
}

/// `cnf`: the holder's key.
pub fn cnf(holder: &[u8; 32]) -> Item {
    map! { 1 => map! { 1 => 1, -1 => 6, -2 => bytes(holder) } }
}

/// A root link from now for half an hour that allows nothing but `*(..)`.
pub fn root_claims(issuer: &Key, holder: &Key) -> Item {
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
pub fn further(issuer: &'static Key, holder: &Key, clause: Item) -> Draft {
    Draft::new(issuer, map! { CNF => cnf(&holder.public()), MANDATE => map! { 1 => list![clause] } })
}

/// A proof made now.
pub fn proof_claims() -> Item {
    map! { AUD => AUDIENCE, IAT => NOW, NONCE => bytes(&[9; 16]) }
}

/// Digest of a call, whose arguments may stand in any order on the top level.
pub fn call_digest(action: &str, args: &Item) -> Id {
    let canonical = map! { "args" => args.clone().sorted(), "action" => action };
    blake3::derive_key("depute v1 call digest", &canonical.encode())
}
