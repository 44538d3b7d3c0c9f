//! A presentation, and endorsements in it or alone.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::token::{LinkReport, TokenReport};
use super::{Digits, Shown};
use crate::call::Call;
use crate::endorsement::Endorsement;
use crate::envelope::Id;
use crate::error::Malformed;
use crate::key::VerifyingKey;
use crate::presentation::Presentation;
use crate::time::UnixTime;

/// What a presentation claims. **Nothing of it is verified.** Made by [`Presentation::unverified_report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PresentationReport {
    kind: &'static str,
    verified: bool,
    id: Option<Digits<Id>>,
    link_count: usize,
    bytes: usize,
    audiences: Vec<String>,
    links: Vec<LinkReport>,
    token_bytes: usize,
    proof: ProofReport,
    endorsements: Vec<EnclosedReport>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct ProofReport {
    audience: String,
    issued_at: Shown<UnixTime>,
    nonce: Digits<[u8; 16]>,
    verified: bool,
    id: Option<Digits<Id>>,
    call_digest: Option<Digits<Id>>,
}

/// An endorsement inside a presentation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct EnclosedReport {
    verified: bool,
    signer: Shown<VerifyingKey>,
    audience: String,
    issued_at: Shown<UnixTime>,
    expires: Shown<UnixTime>,
    nonce: Digits<[u8; 16]>,
    over_call: Option<bool>,
}

/// What an endorsement claims. **Nothing of it is verified.** Made by [`Endorsement::unverified_report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EndorsementReport {
    kind: &'static str,
    verified: bool,
    signer: Shown<VerifyingKey>,
    audience: String,
    issued_at: Shown<UnixTime>,
    expires: Shown<UnixTime>,
    nonce: Digits<[u8; 16]>,
}

impl Presentation {
    /// What the presentation claims, as data: the members of its token, of its call proof and of its endorsements.
    ///
    /// Over which call a proof was made, its bytes do not say. Given one, `proof.id` is the id that the proof has if it was
    /// made over that call, and `over_call` says of each endorsement whether it names it; without a call they are null. No
    /// signature is asked either way. Source: `spec/verify.md`.
    pub fn unverified_report(&self, call: Option<&Call>) -> Result<PresentationReport, Malformed> {
        let (token, proof) = (self.unverified_token()?, self.unverified_proof()?);
        let TokenReport { id, link_count, bytes: token_bytes, audiences, links, .. } = token.unverified_report();
        let is_over = |endorsement: &Endorsement| {
            call.zip(links.last()).map(|(call, leaf)| endorsement.is_over(leaf.id(), call.digest()))
        };
        let endorsements = self.unverified_endorsements()?;
        Ok(PresentationReport {
            kind: "presentation",
            verified: false,
            id,
            link_count,
            bytes: self.as_bytes().len(),
            audiences,
            token_bytes,
            proof: ProofReport {
                audience: proof.unverified_audience().to_owned(),
                issued_at: Shown(proof.unverified_issued_at()),
                nonce: Digits(*proof.unverified_nonce()),
                verified: false,
                id: call.map(|call| self.unverified_proof_id(call)).transpose()?.map(Digits),
                call_digest: call.map(|call| Digits(*call.digest())),
            },
            endorsements: endorsements.iter().map(|one| EnclosedReport::new(one, is_over(one))).collect(),
            links,
        })
    }
}

impl EnclosedReport {
    fn new(endorsement: &Endorsement, over_call: Option<bool>) -> EnclosedReport {
        let EndorsementReport { kind: _, verified, signer, audience, issued_at, expires, nonce } =
            endorsement.unverified_report();
        EnclosedReport { verified, signer, audience, issued_at, expires, nonce, over_call }
    }
}

impl Endorsement {
    /// What the endorsement claims, as data. Over which call it is, its bytes do not say: [`is_over`](Self::is_over) asks.
    pub fn unverified_report(&self) -> EndorsementReport {
        EndorsementReport {
            kind: "endorsement",
            verified: false,
            signer: Shown(self.unverified_signer()),
            audience: self.unverified_audience().to_owned(),
            issued_at: Shown(self.unverified_issued_at()),
            expires: Shown(self.unverified_expires()),
            nonce: Digits(*self.unverified_nonce()),
        }
    }
}
