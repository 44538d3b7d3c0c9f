//! Depute: Ed25519 for every link and for the holder's proof, which covers the call. Audience, times, depth, grants of every
//! link and of the verifier. Revocations: none. The proof is not burned: that is a ledger's.

use std::sync::Arc;

use depute::{Call, Map, Value};
use depute_benches::{Chain, figures};

use crate::{Asked, Case, DEPTHS, OwnForm, Peer};

pub(crate) fn peer() -> Peer {
    // The very figures of `ratios`.
    let figure = |name: &str| -> Option<Box<dyn Fn()>> {
        let figure = figures().into_iter().find(|figure| figure.name == name).expect("a figure of that name");
        Some(Box::new(move || figure.run()))
    };
    Peer {
        name: "depute",
        cases: DEPTHS.into_iter().map(case).collect(),
        mint: figure("mint"),
        delegate: figure("delegate from bytes, 3 to 4"),
    }
}

fn case(links: usize) -> Case {
    let (chain, verifier, calls) = (Chain::new(links), Chain::verifier(), OwnForm::new(links, call));
    let present = move |asked: &Asked| chain.present(&call(asked)).as_bytes().to_vec();
    let decide =
        move |bytes: &[u8], asked: &Asked| calls.with(asked, |call| verifier.check(bytes, call, Chain::now()).is_ok());
    Case { links, present: Box::new(present), decide: Arc::new(decide) }
}

fn call(asked: &Asked) -> Call {
    let amount = u32::try_from(asked.amount).expect("a small amount");
    let args = [("path", Value::from(asked.path.as_str())), ("amount", Value::from(amount))];
    Call::new("fs.read", Map::from_entries(args).expect("two arguments")).expect("a call")
}
