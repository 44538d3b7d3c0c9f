//! The third step: the last holder signs one call for one audience.

use alloc::vec::Vec;

use crate::call::Call;
use crate::cbor::Writer;
use crate::envelope::{self, Bound};
use crate::error::Malformed;
use crate::grant;
use crate::key::{Signer, ToSign};
use crate::prepared::{Prepared, Unsigned};
use crate::presentation::{self, Presentation};
use crate::time::UnixTime;
use crate::token::Token;

impl Token {
    /// The first half of a presentation: what the last holder must sign for this call, at this audience.
    ///
    /// `audience` comes from the sender's own configuration, never from a reply: whoever names it can use the proof.
    /// `nonce` is sixteen random bytes, fresh for each call. Whether the chain allows the call is not asked here.
    pub fn prepare_call(
        &self,
        call: &Call,
        audience: &str,
        now: UnixTime,
        nonce: [u8; 16],
    ) -> Result<Prepared<Presentation>, Malformed> {
        grant::check_audience(audience)?;
        let leaf = self.leaf();
        let mut payload = Writer::with_capacity(audience.len().saturating_add(40));
        presentation::encode_proof(audience, now, &nonce, &mut payload);
        let mut to_sign = Writer::with_capacity(256);
        let bound = Bound::Proof { leaf: &leaf.id, call: call.digest() };
        envelope::write_sig_structure(bound, payload.as_slice(), &mut to_sign);
        Ok(Prepared {
            signer: leaf.holder,
            to_sign: ToSign(to_sign.into_bytes()),
            unsigned: Unsigned {
                bytes: presentation::encode_unsigned(self.as_bytes(), payload.as_slice()),
                links: Vec::new(),
                assemble: |unsigned, signature| Ok(Presentation::of(unsigned.bytes, signature)),
            },
        })
    }

    /// Both halves: a presentation, ready to travel with its call, good for that call at that audience once.
    pub fn present(
        &self,
        call: &Call,
        audience: &str,
        signer: &(impl Signer + ?Sized),
        now: UnixTime,
        nonce: [u8; 16],
    ) -> Result<Presentation, Malformed> {
        self.prepare_call(call, audience, now, nonce)?.sign(signer)
    }
}
