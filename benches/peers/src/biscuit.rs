//! Biscuit: Ed25519 for every block. Checks in Datalog over action, path, amount, audience and time, all of every block's. There is
//! no holder and no proof: whoever has the bytes may use them. Revocation ids are not looked up. A verdict may take a second,
//! where the library's default is a millisecond, so that a busy machine refuses nothing.

use std::sync::Arc;
use std::time::Duration;

use biscuit_auth::builder::{Policy, date, fact, int, string};
use biscuit_auth::datalog::RunLimits;
use biscuit_auth::{
    Algorithm, AuthorizerBuilder, Biscuit, BiscuitBuilder, BlockBuilder, KeyPair, PrivateKey, UnverifiedBiscuit,
};
use depute_benches::Chain;

use crate::{AUDIENCE, Asked, Case, DEPTHS, LIFE_SECS, OwnForm, Peer, folder, seed};

pub(crate) fn peer() -> Peer {
    let (authority, key) = (authority(), root());
    let mint = move || drop(authority.clone().build(&key).expect("a token").to_vec().expect("its bytes"));
    let bytes = token(3);
    let block = block(4);
    let delegate = move || {
        let token = UnverifiedBiscuit::from(&bytes).expect("three blocks");
        drop(token.append(block.clone()).expect("a fourth").to_vec().expect("its bytes"));
    };
    Peer {
        name: "biscuit-auth 6.0.0",
        cases: DEPTHS.into_iter().map(case).collect(),
        mint: Some(Box::new(mint)),
        delegate: Some(Box::new(delegate)),
    }
}

fn case(links: usize) -> Case {
    let (token, root, calls) = (token(links), root().public(), OwnForm::new(links, authorizer));
    let decide = move |bytes: &[u8], asked: &Asked| {
        let Ok(token) = Biscuit::from(bytes, root) else { return false };
        calls.with(asked, |authorizer| {
            authorizer.clone().build(&token).is_ok_and(|mut authorizer| authorizer.authorize().is_ok())
        })
    };
    Case { links, present: Box::new(move |_| token.clone()), decide: Arc::new(decide) }
}

fn root() -> KeyPair {
    KeyPair::from(&PrivateKey::from_bytes(&seed(0), Algorithm::Ed25519).expect("a key"))
}

fn token(links: usize) -> Vec<u8> {
    let mut token = authority().build(&root()).expect("the first block");
    for number in 2..=links {
        token = token.append(block(number)).expect("a further block");
    }
    token.to_vec().expect("its bytes")
}

fn authority() -> BiscuitBuilder {
    let until = Chain::now().as_secs() + LIFE_SECS;
    let until = date(&(std::time::UNIX_EPOCH + Duration::from_secs(until)));
    BiscuitBuilder::new()
        .code_with_params(
            r#"check if action("fs.read"), path($path), $path.starts_with("/data/"), amount($amount), $amount <= 100,
               audience("files.internal"), time($now), $now < {until};"#,
            [("until".into(), until)].into(),
            [].into(),
        )
        .expect("a block that parses")
}

fn block(number: usize) -> BlockBuilder {
    let code = format!(r#"check if path($path), $path.starts_with("{}/");"#, folder(number));
    BlockBuilder::new().code(code).expect("a block that parses")
}

/// What a verifier says of a call: facts, and the policy that lets pass what no check refuses.
fn authorizer(asked: &Asked) -> AuthorizerBuilder {
    let now = std::time::UNIX_EPOCH + Duration::from_secs(Chain::now().as_secs());
    let allow: Policy = "allow if true".try_into().expect("a policy");
    [
        fact("action", &[string("fs.read")]),
        fact("path", &[string(&asked.path)]),
        fact("amount", &[int(asked.amount)]),
        fact("audience", &[string(AUDIENCE)]),
        fact("time", &[date(&now)]),
    ]
    .into_iter()
    .try_fold(AuthorizerBuilder::new(), AuthorizerBuilder::fact)
    .and_then(|authorizer| authorizer.policy(allow))
    .expect("facts and a policy")
    .set_limits(RunLimits { max_time: Duration::from_secs(1), ..RunLimits::default() })
}
