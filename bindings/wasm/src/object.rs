//! Tokens, presentations, endorsements and lists: read from texts and bytes, and shown unverified.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Endorsement, Presentation, RevocationList, Token, VerifyingKey, verify_signature};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, exactly, unknown};
use crate::json::json;

/// The bytes of an object's text.
#[wasm_bindgen(js_name = bytesOf)]
pub fn bytes_of(kind: &str, text: &str) -> Given<Vec<u8>> {
    Ok(match kind {
        "token" => Token::from_text(text)?.as_bytes().to_vec(),
        "presentation" => Presentation::from_text(text)?.as_bytes().to_vec(),
        "endorsement" => Endorsement::from_text(text)?.as_bytes().to_vec(),
        "list" => RevocationList::from_text(text)?.as_bytes().to_vec(),
        "public-key" => VerifyingKey::parse(text)?.as_bytes().to_vec(),
        #[cfg(feature = "sign")]
        "secret-key" => depute::SigningKey::from_text(text)?.seed().to_vec(),
        other => return Err(unknown("kind of object", other)),
    })
}

/// The text of an object's bytes.
#[wasm_bindgen(js_name = textOf)]
pub fn text_of(kind: &str, bytes: &[u8]) -> Given<String> {
    Ok(match kind {
        "token" => Token::from_bytes(bytes)?.to_text(),
        "presentation" => Presentation::from_bytes(bytes)?.to_text(),
        "endorsement" => Endorsement::from_bytes(bytes)?.to_text(),
        "list" => RevocationList::from_bytes(bytes)?.to_text(),
        "public-key" => VerifyingKey::from_bytes(&exactly("a public key", bytes)?)?.to_string(),
        other => return Err(unknown("kind of object", other)),
    })
}

/// What an object says of itself, **unverified**.
#[wasm_bindgen(js_name = unverifiedReport)]
pub fn unverified_report(kind: &str, text: &str) -> Given<String> {
    Ok(match kind {
        "token" => json(&Token::from_text(text)?.unverified_report()),
        "presentation" => json(&Presentation::from_text(text)?.unverified_report(None)?),
        "endorsement" => json(&Endorsement::from_text(text)?.unverified_report()),
        "list" => json(&RevocationList::from_text(text)?.unverified_report()),
        other => return Err(unknown("kind of object", other)),
    })
}

/// Whether this key made the signature over these bytes, by the one accept set.
#[wasm_bindgen(js_name = verifySignature)]
pub fn check_signature(key: &[u8], message: &[u8], signature: &[u8]) -> Given<()> {
    Ok(verify_signature(&exactly("a public key", key)?, message, &exactly("a signature", signature)?)?)
}
