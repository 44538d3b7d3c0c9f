//! Clauses, chains and calls made from the input, judged by core and by the naive model.

use depute::fuzzing;

use crate::model::{self, Link};
use crate::rng::Rng;
use crate::support::{EngineKey as _, now};
use crate::{calls, chains, clauses, print, revoked, verdicts, wire};

/// A clause and a call near it: core accepts it, or refuses it with the code at the place, as the model says.
pub fn clause(data: &[u8]) {
    let mut rng = Rng::from_bytes(data);
    let made = clauses::clause(&mut rng);
    let call = calls::asked(&mut rng, &made);
    let call = if rng.chance(50) { calls::strayed(&mut rng, &call) } else { call };
    let text = print::clause(&made);
    let Ok(read) = depute::Clause::parse(&text) else {
        // More nodes than a link has room for.
        let Err(fault) = depute::Clause::parse(&text) else { unreachable!() };
        return assert_eq!(fault.code().as_str(), "limit_exceeded", "{text}");
    };
    let called = verdicts::read_call(&mut rng, &call);
    let expected = made.judge(&call).map(drop).map_err(|fault| (fault.code.to_owned(), fault.place));
    let found = fuzzing::accepts(&read, &called).map_err(|(code, place)| {
        let code = code.as_str().to_owned();
        let place = (code != "action_not_granted").then_some(place);
        (code, place)
    });
    assert_eq!(found, expected, "{text}\n{}", called.to_json());
}

/// A chain of one to three links, a call and endorsements: the verifier answers as the model does. Any other bytes in their
/// place are refused, whatever the first ones were, but for endorsements that do not count.
pub fn verify(data: &[u8]) {
    let mut rng = Rng::from_bytes(data);
    let near = clauses::clause(&mut rng);
    let count = 1 + rng.below(3);
    let chain: Vec<Link> = chains::chain(&mut rng, &near, count);
    let (tokens, ids) = chains::sign(&chain[1..]);
    let (Some(token), Some(leaf)) = (tokens.last(), ids.last()) else { return };
    let verifier = verdicts::verifier(&mut rng, &chain[0]);
    let call = verdicts::called(&mut rng, &near);
    let read = verdicts::read_call(&mut rng, &call);
    let approvers = verdicts::approvers(&mut rng);
    let bytes = chains::present(token, chains::holders()[count - 1], *leaf, &call, &approvers);
    let approved = chains::eligible(&approvers, count);

    let found = verifier.check(&bytes, &read, now());
    if let Err(denied) = &found {
        assert!(denied.for_model().chars().count() <= 200, "{}", denied.for_model());
        assert!(!denied.explain(&|_| None).to_string().is_empty());
    }
    verdicts::compare(&model::judge(&chain, &call, &approved), found, &chain, &call, &approved);

    let mut mutated = bytes.clone();
    while rng.has_more() && !mutated.is_empty() {
        mutate(&mut rng, &mut mutated);
    }
    if mutated != bytes
        && let Ok(verified) = verifier.check(&mutated, &read, now())
    {
        // Only the endorsements may differ, which no signature holds together: of those that count, all are genuine.
        let head = bytes.len() - wire::endorsements(&approvers, *leaf, &call).encode().len();
        assert_eq!(mutated.get(..head), bytes.get(..head), "{bytes:02x?}\n{mutated:02x?}");
        let genuine = |signer| approved.iter().any(|name| wire::named(name).verifying() == signer);
        assert!(verified.endorsements().iter().all(|counted| genuine(counted.signer)), "{bytes:02x?}\n{mutated:02x?}");
    }
}

/// Changes, drops, doubles or moves a few bytes.
fn mutate(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let at = rng.below(bytes.len());
    let length = (1 + rng.below(8)).min(bytes.len() - at);
    match rng.below(5) {
        0 => bytes[at] ^= 1 << rng.below(8),
        1 => bytes[at] = rng.below(256) as u8,
        2 => drop(bytes.drain(at..at + length)),
        3 => {
            let copy = bytes[at..at + length].to_vec();
            let to = rng.below(bytes.len());
            bytes.splice(to..to, copy);
        }
        _ => bytes.truncate(at),
    }
}

/// A chain and statements made from the input: the verifier ends what the naive model ends.
pub fn revocation(data: &[u8]) {
    let _ = revoked::judged_alike(&mut Rng::from_bytes(data));
}
