//! Chains of two to five links, each presented at each of its lengths by the holder of that link: a longer one never
//! allows a call that a shorter one denies, and at every length the verdict is the model's.

use depute::{Grant, NotDelegated, Token};

use super::model::{self, Call, Clause, Link};
use super::rng::Rng;
use super::support::walk::further;
use super::support::{
    ALICE, BOB, BOOKER, Draft, EngineKey as _, Id, Item, Key, Kind, MALLORY, PLANNER, SCOUT, list, now, root_claims,
    sealed, token, walk::proof_claims,
};
use super::tally::Tally;
use super::verdicts::{approvers, called, compare, count, read_call, verifier};
use super::{cases, clauses, grants, print, wire};

/// Calls tried on one chain.
const CALLS: u64 = 5;

pub(crate) fn holders() -> [&'static Key; 5] {
    [&PLANNER, &BOOKER, &SCOUT, &MALLORY, &BOB]
}

#[test]
fn a_longer_chain_never_allows_what_a_shorter_one_denies() {
    lengthen(2, cases() / 2);
}

#[test]
fn a_longer_chain_never_allows_what_a_shorter_one_denies_continued() {
    lengthen(3, cases() / 2);
}

/// A case is a call, a chain, and the same chain without its last link.
fn lengthen(property: u64, cases: u64) {
    let (mut tally, mut tried, mut delegated) = (Tally::default(), 0, 0);
    for round in 0.. {
        let mut rng = Rng::of(property, round);
        let near = clauses::clause(&mut rng);
        let chain = chain(&mut rng, &near, 2 + round as usize % 4);
        let (tokens, ids) = sign(&chain[1..]);
        delegated += delegate(&chain, &tokens);
        let verifier = verifier(&mut rng, &chain[0]);
        for _ in 0..CALLS {
            let call = called(&mut rng, &near);
            let read = read_call(&mut rng, &call);
            let approvers = approvers(&mut rng);
            let mut shorter = None;
            for (place, token) in tokens.iter().enumerate() {
                let bytes = present(token, holders()[place], ids[place], &call, &approvers);
                let found = verifier.check(&bytes, &read, now());
                let links = &chain[..place + 2];
                if let Some((false, text)) = &shorter {
                    assert!(found.is_err(), "allowed, though without its last link: {text}\n{links:?}\n{call:?}");
                }
                shorter = Some((found.is_ok(), found.as_ref().map_or_else(ToString::to_string, |_| String::new())));
                let approved = eligible(&approvers, place + 1);
                let judged = model::judge(links, &call, &approved);
                compare(&judged, found, links, &call, &approved);
                count(&mut tally, &judged);
            }
            tried += tokens.len() as u64 - 1;
        }
        if tried >= cases {
            break;
        }
    }
    tally.check(&["amount_invalid"]);
    assert!(delegated > cases / 500, "only {delegated} links delegated");
}

/// Link zero, and so many links of a token.
pub(crate) fn chain(rng: &mut Rng, near: &Clause, links: usize) -> Vec<Link> {
    let mut chain = Vec::new();
    for place in 0..=links {
        let mut link = match rng.below(10) {
            0..=2 => Link { clauses: vec![clauses::everything()], budgets: Vec::new() },
            3..=6 => {
                let mut link = clauses::link(rng, near);
                link.clauses.insert(rng.below(2), near.clone());
                link.clauses = clauses::within_limits(link.clauses);
                link
            }
            _ => clauses::link(rng, near),
        };
        if place > 0 && rng.chance(12) {
            link.budgets = grants::budgets(rng, near, place == 1);
        }
        chain.push(link);
    }
    chain
}

/// Those of these who hold none of so many links: nobody approves what they hold.
pub(crate) fn eligible(approvers: &[&'static str], links: usize) -> Vec<&'static str> {
    let holds = |name: &&str| holders()[..links].iter().any(|holder| holder.name == *name);
    approvers.iter().copied().filter(|name| !holds(name)).collect()
}

/// The token at each length, and its leaf's id.
pub(crate) fn sign(links: &[Link]) -> (Vec<Item>, Vec<Id>) {
    let (mut envelopes, mut tokens, mut ids) = (Vec::new(), Vec::new(), Vec::new());
    for (place, link) in links.iter().enumerate() {
        let mut draft = match place {
            0 => Draft::new(&*ALICE, root_claims(&ALICE, holders()[0])),
            _ => further(holders()[place - 1], holders()[place], list![]),
        };
        wire::fill(&mut draft, link);
        if place == 0 {
            draft.mandate().set(2, 4);
        }
        let kind = ids.last().map_or(Kind::Root, |id| Kind::Link(*id));
        ids.push(draft.id(kind));
        envelopes.push(Item::Raw(sealed(&draft, kind).encode()));
        tokens.push(Item::Raw(token(envelopes.clone()).encode()));
    }
    (tokens, ids)
}

pub(crate) fn present(token: &Item, holder: &'static Key, leaf: Id, call: &Call, approvers: &[&str]) -> Vec<u8> {
    let proof = sealed(&Draft::new(holder, proof_claims()), Kind::Proof(leaf, wire::call_digest(call)));
    list![1, token.clone(), proof, wire::endorsements(approvers, leaf, call)].encode()
}

/// Every link that the crate agrees to delegate has the bytes that were put together by hand; says how many did.
fn delegate(chain: &[Link], tokens: &[Item]) -> u64 {
    let mut delegated = 0;
    for place in 1..tokens.len() {
        let parent = Token::from_bytes(&tokens[place - 1].encode()).unwrap();
        let grant = Grant::parse(&print::tidy(|pen| pen.link(&chain[place + 1]))).unwrap();
        let (issuer, holder) = (holders()[place - 1], holders()[place].verifying());
        match parent.delegate(&holder).grant(grant).sign(&issuer.signing(), now()) {
            Ok(token) => {
                assert_eq!(token.as_bytes(), tokens[place].encode());
                delegated += 1;
            }
            Err(NotDelegated::Widens { .. } | NotDelegated::AllowsNothing { .. }) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    delegated
}
