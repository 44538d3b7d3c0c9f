//! JSON Web Tokens: one Ed25519 signature; audience and expiry by the library, which reads the clock, the grant by the few lines
//! below. There is no holder, no proof and no way to narrow a token offline: depth 1.

use std::sync::Arc;

use depute_benches::host;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use crate::{AUDIENCE, Asked, Case, LIFE_SECS, Peer, raw, seed};

#[derive(Clone, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    iat: u64,
    exp: u64,
    jti: String,
    grant: Grant,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    action: String,
    path_under: String,
    amount_at_most: i64,
}

impl Grant {
    pub(crate) fn new() -> Grant {
        Grant { action: "fs.read".into(), path_under: "/data".into(), amount_at_most: 100 }
    }

    pub(crate) fn allows(&self, asked: &Asked) -> bool {
        let is_under = asked.path.strip_prefix(&self.path_under).is_some_and(|rest| rest.starts_with('/'));
        self.action == "fs.read" && is_under && asked.amount <= self.amount_at_most
    }
}

pub(crate) fn peer() -> Peer {
    let now = host::now_secs();
    let claims = Claims {
        iss: "alice".into(),
        aud: AUDIENCE.into(),
        iat: now,
        exp: now + LIFE_SECS,
        jti: "8 bytes.".into(),
        grant: Grant::new(),
    };
    // PKCS #8 of a seed (RFC 8410).
    let head = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let key = EncodingKey::from_ed_der(&[&head[..], &seed(0)].concat());
    let sign = move || encode(&Header::new(Algorithm::EdDSA), &claims, &key).expect("a token");
    let token = sign().into_bytes();
    let key = DecodingKey::from_ed_der(&raw::public_key(0));
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_audience(&[AUDIENCE]);
    let decide = move |bytes: &[u8], asked: &Asked| {
        decode::<Claims>(bytes, &key, &validation).is_ok_and(|token| token.claims.grant.allows(asked))
    };
    let case = Case { links: 1, present: Box::new(move |_| token.clone()), decide: Arc::new(decide) };
    Peer { name: "jsonwebtoken 11.1.0", cases: vec![case], mint: Some(Box::new(move || drop(sign()))), delegate: None }
}
