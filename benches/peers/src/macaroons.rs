//! Macaroons: HMAC-SHA256 (NaCl's, of 32 bytes) for every caveat, so that only who has the secret can verify. Caveats over action, path,
//! amount, audience and time, each judged by functions of this file. There is no holder and no proof. A link is a caveat; the
//! first has the four of the grant.

use std::cell::RefCell;
use std::sync::Arc;

use base64ct::{Base64Url, Encoding};
use depute_benches::Chain;
use macaroon::{ByteString, Format, Macaroon, MacaroonKey, Verifier};

use crate::{AUDIENCE, Asked, Case, DEPTHS, LIFE_SECS, Peer, folder, seed};

thread_local! {
    /// The call that is judged: the library's functions that judge a caveat are given nothing else.
    static ASKED: RefCell<Asked> = const { RefCell::new(Asked { path: String::new(), amount: 0 }) };
}

pub(crate) fn peer() -> Peer {
    macaroon::initialize().expect("its cryptography");
    let mint = || drop(bytes(&token(1)));
    let three = bytes(&token(3));
    let delegate = move || {
        let mut token = Macaroon::deserialize_binary(&three).expect("three links");
        token.add_first_party_caveat(under(4));
        drop(bytes(&token));
    };
    Peer {
        name: "macaroon 0.3.0",
        cases: DEPTHS.into_iter().map(case).collect(),
        mint: Some(Box::new(mint)),
        delegate: Some(Box::new(delegate)),
    }
}

fn case(links: usize) -> Case {
    let token = bytes(&token(links));
    let mut verifier = Verifier::default();
    verifier.satisfy_exact("action = fs.read".into());
    verifier.satisfy_exact(audience());
    for judge in [is_under, is_at_most, is_before] {
        verifier.satisfy_general(judge);
    }
    let key = MacaroonKey::from(seed(0));
    let decide = move |bytes: &[u8], asked: &Asked| {
        ASKED.with_borrow_mut(|call| call.clone_from(asked));
        Macaroon::deserialize_binary(bytes).is_ok_and(|token| verifier.verify(&token, &key, vec![]).is_ok())
    };
    Case { links, present: Box::new(move |_| token.clone()), decide: Arc::new(decide) }
}

fn token(links: usize) -> Macaroon {
    let mut token = Macaroon::create(None, &MacaroonKey::from(seed(0)), "8 bytes.".into()).expect("a macaroon");
    token.add_first_party_caveat("action = fs.read".into());
    token.add_first_party_caveat("amount <= 100".into());
    token.add_first_party_caveat(audience());
    token.add_first_party_caveat(format!("time < {}", Chain::now().as_secs() + LIFE_SECS).into());
    (1..=links).for_each(|number| token.add_first_party_caveat(under(number)));
    token
}

fn audience() -> ByteString {
    format!("aud = {AUDIENCE}").into()
}

fn under(number: usize) -> ByteString {
    format!("path under {}", folder(number)).into()
}

/// The bytes that the library writes as a text.
fn bytes(token: &Macaroon) -> Vec<u8> {
    Base64Url::decode_vec(&token.serialize(Format::V2).expect("a text")).expect("its bytes")
}

fn operand<'c>(caveat: &'c ByteString, operator: &str) -> Option<&'c str> {
    std::str::from_utf8(&caveat.0).ok()?.strip_prefix(operator)
}

fn is_under(caveat: &ByteString) -> bool {
    operand(caveat, "path under ").is_some_and(|folder| {
        ASKED.with_borrow(|asked| asked.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')))
    })
}

fn is_at_most(caveat: &ByteString) -> bool {
    let most = operand(caveat, "amount <= ").and_then(|most| most.parse().ok());
    most.is_some_and(|most| ASKED.with_borrow(|asked| asked.amount <= most))
}

fn is_before(caveat: &ByteString) -> bool {
    operand(caveat, "time < ").and_then(|end| end.parse().ok()).is_some_and(|end| Chain::now().as_secs() < end)
}
