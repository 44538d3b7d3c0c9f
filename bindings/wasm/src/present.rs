//! Using a token: the holder's signature over a call, and somebody else's.

use alloc::string::String;

use depute::{Call, Endorsement, Presentation, Token};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, exactly, key, time};
use crate::prepared::Unsigned;

/// The presentation of a call, not signed yet.
#[wasm_bindgen(js_name = prepareCall)]
pub fn prepare_call(token: &str, call: &str, audience: &str, now: f64, nonce: &[u8]) -> Given<Unsigned> {
    let (token, call) = (Token::from_text(token)?, Call::from_json(call)?);
    Unsigned::given(token.prepare_call(&call, audience, time("now", now)?, exactly("a nonce", nonce)?))
}

/// The endorsement of a call, not signed yet.
#[wasm_bindgen(js_name = prepareEndorsement)]
pub fn prepare_endorsement(
    token: &str,
    call: &str,
    audience: &str,
    approver: &str,
    now: f64,
    expires: f64,
    nonce: &[u8],
) -> Given<Unsigned> {
    let (token, call, now) = (Token::from_text(token)?, Call::from_json(call)?, time("now", now)?);
    let expires = time("the endorsement's end", expires)?;
    let nonce = exactly("a nonce", nonce)?;
    Unsigned::given(token.prepare_endorsement(&call, audience, &key(approver)?, now, expires, nonce))
}

/// The presentation with one more endorsement.
#[wasm_bindgen(js_name = withEndorsement)]
pub fn with_endorsement(presentation: &str, endorsement: &str) -> Given<String> {
    let presentation = Presentation::from_text(presentation)?;
    Ok(presentation.with(&Endorsement::from_text(endorsement)?)?.to_text())
}
