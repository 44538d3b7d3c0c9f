//! Beside the walk: somebody whom a clause names approves one call, before it is presented.

use alloc::vec::Vec;

use crate::call::Call;
use crate::cbor::Writer;
use crate::endorsement::{self, Endorsement};
use crate::envelope::{self, Bound};
use crate::error::Malformed;
use crate::key::{Signer, ToSign, VerifyingKey};
use crate::prepared::{Prepared, Unsigned};
use crate::time::UnixTime;
use crate::token::Token;

impl Token {
    /// The first half of an endorsement: what this approver must sign for this call, at this audience, until `expires`: an
    /// hour at most.
    ///
    /// **Show the approver the canonical arguments first**, and ask
    /// [`Verifier::check_endorsable`](crate::Verifier::check_endorsable) with the approver's own trust: nothing is judged
    /// here, and an endorsement of a holder's, or of somebody whom no clause names, counts nowhere. `nonce` is sixteen
    /// random bytes, fresh for each. Source: `spec/token.md`, "Endorsements".
    pub fn prepare_endorsement(
        &self,
        call: &Call,
        audience: &str,
        approver: &VerifyingKey,
        now: UnixTime,
        expires: UnixTime,
        nonce: [u8; 16],
    ) -> Result<Prepared<Endorsement>, Malformed> {
        let mut payload = Writer::with_capacity(audience.len().saturating_add(80));
        endorsement::encode_payload(approver, audience, now, expires, &nonce, &mut payload)?;
        let mut to_sign = Writer::with_capacity(payload.as_slice().len().saturating_add(112));
        let bound = Bound::Endorsement { leaf: &self.leaf().id, call: call.digest() };
        envelope::write_sig_structure(bound, payload.as_slice(), &mut to_sign);
        Ok(Prepared {
            signer: *approver,
            to_sign: ToSign(to_sign.into_bytes()),
            unsigned: Unsigned {
                bytes: payload.into_bytes(),
                links: Vec::new(),
                assemble: |unsigned, signature| Endorsement::of(&unsigned.bytes, signature),
            },
        })
    }

    /// Both halves: an endorsement, good for this call below this token at that audience once.
    pub fn endorse(
        &self,
        call: &Call,
        audience: &str,
        signer: &(impl Signer + ?Sized),
        now: UnixTime,
        expires: UnixTime,
        nonce: [u8; 16],
    ) -> Result<Endorsement, Malformed> {
        self.prepare_endorsement(call, audience, &signer.verifying_key(), now, expires, nonce)?.sign(signer)
    }
}
