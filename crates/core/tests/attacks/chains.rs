//! Links cut, spliced, reordered, repeated, mixed and extended by those who may not.

use depute::{Code, Step};

use super::support::walk::{cnf, further};
use super::support::{
    ALICE, BOB, BOOKER, CNF, CTI, Draft, ISS, Key, Kind, MALLORY, PLANNER, SCOUT, Signer, Walk, allowed, bytes, list,
    map, presentation, proof_claims, refused, root_claims, sealed, token, verdict,
};
use super::{everything, flights, refused_at, three_links};

/// These links as they were signed, in this order, with a proof by the holder that the last one names, for the leaf id
/// that a verifier computes: what someone with every holder's key could send.
fn arranged(walk: &Walk, order: &[usize]) -> Vec<u8> {
    let envelopes = walk.signed();
    let mut drawn = walk.clone();
    drawn.links = order.iter().map(|&place| walk.links[place].clone()).collect();
    let leaf = drawn.ids().last().copied().unwrap_or_default();
    let holders: [&'static Key; 3] = [&PLANNER, &BOOKER, &SCOUT];
    let holder = order.last().map_or(holders[2], |&place| holders[place]);
    let proof = sealed(&Draft::new(holder, proof_claims()), Kind::Proof(leaf, walk.digest));
    presentation(token(order.iter().map(|&place| envelopes[place].clone()).collect()), proof).encode()
}

/// The same with the proof that was made for the whole chain.
fn arranged_with_the_old_proof(walk: &Walk, order: &[usize]) -> Vec<u8> {
    let (envelopes, proof) = walk.parts();
    presentation(token(order.iter().map(|&place| envelopes[place].clone()).collect()), proof).encode()
}

#[test]
fn every_permutation_of_the_links_is_refused() {
    let walk = three_links();
    for (order, link, code) in [
        ([0, 2, 1], 2, Code::SignatureInvalid),
        ([1, 0, 2], 1, Code::FieldMissing),
        ([1, 2, 0], 1, Code::FieldMissing),
        ([2, 0, 1], 1, Code::FieldMissing),
        ([2, 1, 0], 1, Code::FieldMissing),
    ] {
        refused_at(&format!("{order:?}"), &arranged(&walk, &order), link, code);
        refused_at(&format!("{order:?}"), &arranged_with_the_old_proof(&walk, &order), link, code);
    }
    allowed("a permutation", &arranged(&walk, &[0, 1, 2]));
}

#[test]
fn of_all_arrangements_of_the_links_only_the_chain_and_its_prefixes_hold() {
    let walk = three_links();
    let mut orders: Vec<Vec<usize>> = vec![vec![]];
    let mut longest = orders.clone();
    for _ in 0..5 {
        longest = longest.iter().flat_map(|order| (0..3).map(move |next| [&order[..], &[next]].concat())).collect();
        orders.extend(longest.iter().cloned());
    }
    assert_eq!(orders.len(), 1 + 3 + 9 + 27 + 81 + 243);
    let held = |arrange: fn(&Walk, &[usize]) -> Vec<u8>| -> Vec<Vec<usize>> {
        orders.iter().filter(|order| verdict(&arrange(&walk, order)).is_ok()).cloned().collect()
    };
    // A prefix is the token of an earlier holder, of use to that holder alone.
    assert_eq!(held(arranged), [vec![0], vec![0, 1], vec![0, 1, 2]]);
    assert_eq!(held(arranged_with_the_old_proof), [vec![0, 1, 2]]);
}

#[test]
fn a_link_from_another_chain_with_the_same_keys_does_not_fit() {
    let mine = three_links();
    let mut other = three_links();
    other.links[0].set(CTI, bytes(&[8; 8]));
    for spliced in 0..3 {
        let (mut links, proof) = mine.parts();
        links[spliced] = other.signed().remove(spliced);
        // The first link that was signed under another parent gives it away; the last has no link below it, and a proof.
        let link = (spliced + 1).max(2);
        let bytes = presentation(token(links), proof).encode();
        refused_at("a spliced link", &bytes, link, Code::SignatureInvalid);
    }
    let mut links = mine.signed();
    links[2] = other.signed().remove(2);
    refused_at(
        "a spliced leaf and its proof",
        &presentation(token(links), other.proved()).encode(),
        3,
        Code::SignatureInvalid,
    );
    allowed("a splice", &other.bytes());
}

#[test]
fn a_missing_link_is_missed() {
    let walk = three_links();
    refused_at("a chain without its second link", &arranged(&walk, &[0, 2]), 2, Code::SignatureInvalid);
    refused_at("a chain without its root", &arranged(&walk, &[1, 2]), 1, Code::FieldMissing);
    allowed("a missing link", &arranged(&walk, &[0, 1, 2]));
}

#[test]
fn a_link_does_not_hold_twice() {
    let walk = three_links();
    refused_at("the second link twice", &arranged(&walk, &[0, 1, 1]), 3, Code::SignatureInvalid);
    refused_at("the last link twice", &arranged(&walk, &[0, 1, 2, 2]), 4, Code::SignatureInvalid);
    refused_at("the root twice", &arranged(&walk, &[0, 0, 1]), 2, Code::FieldUnknown);
}

#[test]
fn a_leaf_alone_opens_nothing() {
    let walk = three_links();
    refused_at("the leaf alone", &arranged(&walk, &[2]), 1, Code::FieldMissing);
    // Made into a root by its holder, who is nobody's authority.
    let mut dressed = Walk::short();
    dressed.links[0] = Draft::new(&*SCOUT, root_claims(&SCOUT, &SCOUT));
    dressed.proof.signer = Signer::Key(&SCOUT);
    refused_at("a leaf dressed as a root", &dressed.bytes(), 1, Code::RootUntrusted);
}

#[test]
fn the_last_holder_cannot_drop_its_own_link() {
    // The booker may spend 400, the planner above it anything; the booker has the planner's whole token.
    let walk = || {
        let mut walk = Walk::new();
        walk.digest = super::support::call_digest("flights.book", &map! { "to" => "SFO", "price" => 450 });
        walk
    };
    let call = depute::Call::parse(r#"flights.book(to = "SFO", price = 450)"#).unwrap();
    let verifier = super::support::verifier();
    let judged = |bytes: &[u8]| {
        let verdict = verifier.check(bytes, &call, super::support::now());
        verdict.map(drop).map_err(|denied| (denied.code(), denied.link()))
    };
    assert_eq!(judged(&walk().bytes()), Err((Code::ArgAboveLimit, Some(2))));
    let mut dropped = walk();
    dropped.links.truncate(1);
    assert_eq!(judged(&dropped.bytes()), Err((Code::ProofMismatch, Some(1))));
    // Its own proof for its own leaf, moved to the shorter token.
    let (mut links, proof) = walk().parts();
    links.truncate(1);
    assert_eq!(judged(&presentation(token(links), proof).encode()), Err((Code::ProofMismatch, Some(1))));
    dropped.proof.signer = Signer::Key(&PLANNER);
    assert_eq!(judged(&dropped.bytes()), Ok(()));
}

#[test]
fn a_stranger_cannot_root_a_chain() {
    let mut walk = Walk::new();
    walk.links[0] = Draft::new(&*MALLORY, root_claims(&MALLORY, &PLANNER));
    walk.links[0].mandate().set(2, 3);
    let denied = refused("a stranger's root", &walk.bytes(), Step::Root, Code::RootUntrusted);
    assert_eq!(denied.link(), Some(1));
    // In alice's name, which is only bytes.
    walk.links[0].set(ISS, bytes(&ALICE.public()));
    refused_at("a root in another's name", &walk.bytes(), 1, Code::SignatureInvalid);
    walk.links[0].signer = Signer::Key(&ALICE);
    allowed("a stranger's root", &walk.bytes());
}

#[test]
fn a_key_inside_the_token_opens_nothing() {
    // Holders' keys are all over the chain; none of them is a root for that.
    for issuer in [&*PLANNER, &*BOOKER, &*SCOUT] {
        let mut walk = Walk::new();
        walk.links[0].signer = Signer::Key(issuer);
        walk.links[0].set(ISS, bytes(&issuer.public()));
        refused_at("a holder as root", &walk.bytes(), 1, Code::RootUntrusted);
    }
    allowed("a key inside", &Walk::new().bytes());
}

#[test]
fn only_the_holder_can_delegate() {
    for issuer in [&*ALICE, &*BOOKER, &*SCOUT, &*MALLORY, &*BOB] {
        let mut walk = Walk::new();
        walk.links[1].signer = Signer::Key(issuer);
        refused_at("a link by another key", &walk.bytes(), 2, Code::SignatureInvalid);
    }
    allowed("a link by another key", &Walk::new().bytes());
}

#[test]
fn a_holder_cannot_be_replaced() {
    for place in 0..3 {
        let walk = three_links();
        let mut links = walk.signed();
        let mut changed = walk.links[place].clone();
        changed.set(CNF, cnf(&MALLORY.public()));
        links[place].members()[2] = bytes(&changed.claims.encode());
        let mut thief = walk.clone();
        thief.proof.signer = Signer::Key(&MALLORY);
        let bytes = presentation(token(links), thief.proved()).encode();
        refused_at("another holder", &bytes, place + 1, Code::SignatureInvalid);
    }
}

#[test]
fn every_signature_of_a_long_chain_is_checked() {
    let mut walk = Walk::short();
    walk.links[0].mandate().set(2, 15);
    let hands = [&*BOOKER, &*PLANNER];
    while walk.links.len() < 16 {
        let (issuer, holder) = (hands[walk.links.len() % 2], hands[(walk.links.len() + 1) % 2]);
        walk = walk.then(issuer, holder, everything());
    }
    allowed("a forged link", &walk.bytes());
    for place in 0..16 {
        let mut forged = walk.clone();
        forged.links[place].signer = Signer::Key(&MALLORY);
        refused_at("a forged link", &forged.bytes(), place + 1, Code::SignatureInvalid);
    }
}

#[test]
fn a_loop_gives_back_nothing() {
    // Alice → planner → booker (400) → planner: the planner's longer token is the booker's, not its own.
    let looped = |price: u64| {
        let mut walk = Walk::new().then(&BOOKER, &PLANNER, everything());
        walk.digest = super::support::call_digest("flights.book", &map! { "to" => "SFO", "price" => price });
        walk
    };
    let verifier = super::support::verifier();
    let judged = |walk: &Walk, price: u64| {
        let call = depute::Call::parse(&format!(r#"flights.book(to = "SFO", price = {price})"#)).unwrap();
        let bytes = walk.bytes();
        let verdict = verifier.check(&bytes, &call, super::support::now());
        verdict.map(drop).map_err(|denied| (denied.code(), denied.link()))
    };
    assert_eq!(judged(&looped(400), 400), Ok(()));
    assert_eq!(judged(&looped(401), 401), Err((Code::ArgAboveLimit, Some(2))));
    let mut own = looped(401);
    own.links.truncate(1);
    assert_eq!(judged(&own, 401), Ok(()));
    // A holder who delegates to itself gains nothing either.
    let mut to_itself = Walk::new();
    to_itself.links[1] = further(&PLANNER, &PLANNER, flights(vec![("price", list![3, 400])]));
    to_itself.proof.signer = Signer::Key(&PLANNER);
    to_itself.digest = looped(401).digest;
    assert_eq!(judged(&to_itself, 401), Err((Code::ArgAboveLimit, Some(2))));
}

#[test]
fn a_loop_runs_out_of_depth() {
    // A → B → A → B with fresh ids each time: what may follow falls by one with every link.
    let looped = |links: usize| {
        let mut walk = Walk::short();
        walk.links[0].mandate().set(2, 3);
        let hands = [&*BOOKER, &*PLANNER];
        for number in 1..links {
            let (issuer, holder) = (hands[number % 2], hands[(number + 1) % 2]);
            walk = walk.then(issuer, holder, everything());
        }
        walk
    };
    allowed("a loop", &looped(4).bytes());
    for links in 5..=16 {
        refused_at("a loop", &looped(links).bytes(), 5, Code::DepthExceeded);
    }
    refused("a seventeenth link", &looped(17).bytes(), Step::Form, Code::LimitExceeded);
}

#[test]
fn the_same_delegation_twice_is_one_link() {
    // Whoever says the same again owes to the same counters: the id leaves nothing out but the signature.
    let owed = |walk: &Walk| {
        let (verifier, bytes, call) = (super::support::verifier(), walk.bytes(), super::support::call());
        let verified = verifier.check(&bytes, &call, super::support::now()).unwrap();
        (verified.link_ids().to_vec(), verified.owed().to_vec())
    };
    let delegated = |calls: u64| {
        let mut walk = Walk::new();
        walk.links[1] = further(&PLANNER, &BOOKER, everything());
        walk.links[1].mandate().set(3, list![map! { 1 => calls }]);
        walk
    };
    assert_eq!(owed(&delegated(5)), owed(&delegated(5)));
    let (ids, charges) = owed(&delegated(6));
    assert_ne!(ids[1], owed(&delegated(5)).0[1]);
    assert_ne!(charges[0].counter, owed(&delegated(5)).1[0].counter);
}

#[test]
fn what_another_link_says_helps_no_link() {
    // The second link names an argument with a limit that the first closes, and the other way round.
    let mut walk = Walk::new();
    walk.links[0].clauses(vec![list!["flights.book", map! { "to" => list![] }]]);
    refused_at("an argument that the root closes", &walk.bytes(), 1, Code::ArgNotGranted);
    walk.links[0].clauses(vec![list!["flights.book", map! { "to" => list![], "price" => list![] }]]);
    allowed("an argument that the root closes", &walk.bytes());
    // Clauses of one link are alternatives and do not combine.
    let half = |name: &str| list!["flights.book", map! { name => list![] }];
    walk.links[0].clauses(vec![half("to"), half("price")]);
    refused_at("two halves of a clause", &walk.bytes(), 1, Code::ArgNotGranted);
}
