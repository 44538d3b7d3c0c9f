//! PASETO v4.public: one Ed25519 signature; audience and times by the library, which reads the clock, the grant as in `json`.
//! There is no holder, no proof and no way to narrow a token offline: depth 1.

use std::sync::Arc;
use std::time::Duration;

use pasetors::claims::{Claims, ClaimsValidationRules};
use pasetors::keys::{AsymmetricPublicKey, AsymmetricSecretKey};
use pasetors::token::UntrustedToken;
use pasetors::version4::V4;
use pasetors::{Public, public};

use crate::json::Grant;
use crate::{AUDIENCE, Asked, Case, LIFE_SECS, Peer, raw, seed};

pub(crate) fn peer() -> Peer {
    let mut claims = Claims::new_expires_in(&Duration::from_secs(LIFE_SECS)).expect("claims");
    claims.issuer("alice").expect("an issuer");
    claims.audience(AUDIENCE).expect("an audience");
    claims.token_identifier("8 bytes.").expect("an id");
    let grant = serde_json::to_value(Grant::new()).expect("a value");
    claims.add_additional("grant", grant).expect("a claim");
    let public_key = raw::public_key(0);
    let secret = AsymmetricSecretKey::<V4>::from(&[seed(0), public_key].concat()).expect("a key");
    let sign = move || public::sign(&secret, &claims, None, None).expect("a token");
    let token = sign().into_bytes();
    let key = AsymmetricPublicKey::<V4>::from(&public_key).expect("a key");
    let mut rules = ClaimsValidationRules::new();
    rules.validate_audience_with(AUDIENCE);
    let decide = move |bytes: &[u8], asked: &Asked| {
        let text = std::str::from_utf8(bytes).ok();
        let token = text.and_then(|text| UntrustedToken::<Public, V4>::try_from(text).ok());
        let verified = token.and_then(|token| public::verify(&key, &token, &rules, None, None).ok());
        let grant = verified.as_ref().and_then(|token| token.payload_claims()?.get_claim("grant"));
        grant
            .and_then(|grant| <Grant as serde::Deserialize>::deserialize(grant).ok())
            .is_some_and(|grant| grant.allows(asked))
    };
    let case = Case { links: 1, present: Box::new(move |_| token.clone()), decide: Arc::new(decide) };
    Peer { name: "pasetors 0.8.1", cases: vec![case], mint: Some(Box::new(move || drop(sign()))), delegate: None }
}
