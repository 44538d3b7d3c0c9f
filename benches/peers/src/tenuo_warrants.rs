//! Tenuo: Ed25519 for every warrant and for the holder's proof, which covers tool, arguments and a window of 30 seconds. Times
//! and depth; every warrant is compared with the one before, and the arguments with the last. No audience is named; the
//! authorizer has no revocation list.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tenuo::constraints::{ConstraintSet, ConstraintValue, Range, Subpath};
use tenuo::wire::{self, WarrantStack};
use tenuo::{Authorizer, Signature, SigningKey, Warrant};

use crate::{Asked, Case, DEPTHS, LIFE_SECS, OwnForm, Peer, folder, seed};

const TOOL: &str = "fs.read";

type Args = HashMap<String, ConstraintValue>;

pub(crate) fn peer() -> Peer {
    let authorizer = SigningKey::from_bytes(&seed(0));
    let first = SigningKey::from_bytes(&seed(1)).public_key();
    let grant = constraints(1);
    let mint = move || {
        let warrant = Warrant::builder().capability(TOOL, grant.clone()).holder(first.clone());
        let warrant = warrant.ttl(Duration::from_secs(LIFE_SECS)).build(&authorizer).expect("a warrant");
        drop(wire::encode(&warrant).expect("its bytes"));
    };
    let bytes = wire::encode_stack(&WarrantStack::new(chain(3))).expect("three warrants");
    let (holder, next) = (SigningKey::from_bytes(&seed(3)), SigningKey::from_bytes(&seed(4)).public_key());
    let grant = constraints(4);
    let delegate = move || {
        let mut stack = wire::decode_stack(&bytes).expect("three warrants");
        let parent = stack.leaf().expect("the last one");
        let child = parent.attenuate().capability(TOOL, grant.clone()).holder(next.clone());
        stack.0.push(child.build(&holder).expect("a narrower warrant"));
        drop(wire::encode_stack(&stack).expect("its bytes"));
    };
    Peer {
        name: "tenuo 0.3.5",
        cases: DEPTHS.into_iter().map(case).collect(),
        mint: Some(Box::new(mint)),
        delegate: Some(Box::new(delegate)),
    }
}

fn case(links: usize) -> Case {
    let chain = chain(links);
    let leaf = chain.last().expect("a warrant").clone();
    let now = leaf.issued_at().timestamp();
    let token = wire::encode_stack(&WarrantStack::new(chain)).expect("its bytes");
    let holder = SigningKey::from_bytes(&seed(links));
    // The stack, then the 64 bytes of the proof.
    let present = move |asked: &Asked| {
        let proof = leaf.sign_with_timestamp(&holder, TOOL, &args(asked), Some(now)).expect("a proof");
        [token.as_slice(), &proof.to_bytes()].concat()
    };
    let mut authorizer = Authorizer::new();
    authorizer.add_trusted_root(SigningKey::from_bytes(&seed(0)).public_key());
    let calls = OwnForm::new(links, args);
    let decide = move |bytes: &[u8], asked: &Asked| {
        let Some((token, proof)) = bytes.split_last_chunk() else { return false };
        let (Ok(stack), Ok(proof)) = (wire::decode_stack(token), Signature::from_bytes(proof)) else { return false };
        let checked = |args: &Args| {
            authorizer.check_chain_with_pop_args_as_of(&stack.0, TOOL, args, args, Some(&proof), &[], now).is_ok()
        };
        calls.with(asked, checked)
    };
    Case { links, present: Box::new(present), decide: Arc::new(decide) }
}

fn chain(links: usize) -> Vec<Warrant> {
    let key = |number| SigningKey::from_bytes(&seed(number));
    let root = Warrant::builder().capability(TOOL, constraints(1)).holder(key(1).public_key());
    let root = root.ttl(Duration::from_secs(LIFE_SECS)).build(&key(0)).expect("the first warrant");
    let mut chain = vec![root];
    for number in 2..=links {
        let parent = chain.last().expect("a warrant");
        let child = parent.attenuate().capability(TOOL, constraints(number)).holder(key(number).public_key());
        let child = child.build(&key(number - 1)).expect("a narrower warrant");
        chain.push(child);
    }
    chain
}

/// Each warrant states every argument.
fn constraints(number: usize) -> ConstraintSet {
    let mut constraints = ConstraintSet::new();
    constraints.insert("path", Subpath::new(folder(number)).expect("a folder"));
    constraints.insert("amount", Range::max(100.0).expect("a limit"));
    constraints
}

fn args(asked: &Asked) -> Args {
    HashMap::from([
        ("path".into(), ConstraintValue::String(asked.path.clone())),
        ("amount".into(), ConstraintValue::Integer(asked.amount)),
    ])
}
