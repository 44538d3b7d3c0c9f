//! A verifier agrees with the model on every call: on the verdict, and in a refusal on link, code and argument.

use depute::{Denied, Policy, Revocations, Trust, TrustEntry, Verified, Verifier};

use super::model::{self, Call, Fault, Link, Parts};
use super::rng::Rng;
use super::spelling::is_refused;
use super::support::{ALICE, AUDIENCE, EngineKey as _, LEDGER, Walk, list, now, token};
use super::tally::Tally;
use super::{calls, cases, clauses, print, wire};

/// Grants tried on one call: the proof is signed once, and the grant under test is the verifier's own, link zero, which is
/// judged by the same rules and needs no signature.
const GRANTS: u64 = 20;

#[test]
fn a_verifier_agrees_with_the_model_in_the_first_half() {
    agree(0..cases() / 2);
}

#[test]
fn a_verifier_agrees_with_the_model_in_the_second_half() {
    agree(cases() / 2..cases());
}

fn agree(cases: std::ops::Range<u64>) {
    let mut tally = Tally::default();
    let mut walk = Walk::short();
    let everything = Link { clauses: vec![clauses::everything()], budgets: Vec::new() };
    wire::fill(&mut walk.links[0], &everything);
    for round in cases.start / GRANTS..cases.end / GRANTS {
        let mut rng = Rng::of(1, round);
        let near = clauses::clause(&mut rng);
        let call = called(&mut rng, &near);
        walk.digest = wire::call_digest(&call);
        let approved = approvers(&mut rng);
        let (links, proof) = walk.parts();
        let bytes = list![1, token(links), proof, wire::endorsements(&approved, walk.ids()[0], &call)].encode();
        let read = read_call(&mut rng, &call);
        for _ in 0..GRANTS {
            let chain = [clauses::link(&mut rng, &near), everything.clone()];
            let verifier = verifier(&mut rng, &chain[0]);
            // The root link allows everything, so that only link zero counts.
            let judged = model::judge(&chain[..1], &call, &approved);
            compare(&judged, verifier.check(&bytes, &read, now()), &chain, &call, &approved);
            count(&mut tally, &judged);
        }
    }
    tally.check(&[]);
}

/// Who approves a call.
pub(crate) fn approvers(rng: &mut Rng) -> Vec<&'static str> {
    clauses::APPROVERS.into_iter().filter(|_| rng.chance(40)).collect()
}

/// A call near a clause.
pub(crate) fn called(rng: &mut Rng, near: &model::Clause) -> Call {
    let call = calls::asked(rng, near);
    if rng.chance(35) { calls::strayed(rng, &call) } else { call }
}

/// The call as the crate reads it, in one of its texts. A name that no grant can have stands in JSON only.
pub(crate) fn read_call(rng: &mut Rng, call: &Call) -> depute::Call {
    let (text, read) = if rng.chance(50) || call.args.iter().any(|(name, _)| name.contains(is_refused)) {
        let text = print::sloppy_call_json(rng, call);
        (text.clone(), depute::Call::from_json(&text))
    } else {
        let text = print::sloppy_call(rng, call);
        (text.clone(), depute::Call::parse(&text))
    };
    let read = read.unwrap_or_else(|fault| panic!("{text}: {fault}"));
    assert_eq!(*read.digest(), wire::call_digest(call), "{text}");
    if !call.args.iter().any(|(name, _)| name.contains(is_refused)) {
        assert_eq!(depute::Call::parse(&read.to_text()).as_ref(), Ok(&read), "{text}");
    }
    read
}

/// A verifier whose own grant this is.
pub(crate) fn verifier(rng: &mut Rng, zero: &Link) -> Verifier {
    let mut alice = TrustEntry::new("alice", ALICE.verifying());
    for clause in &zero.clauses {
        let text = if rng.chance(20) { print::sloppy(rng, |pen| pen.clause(clause)) } else { print::clause(clause) };
        alice = alice.allow(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    }
    let policy = Policy::new(AUDIENCE, Revocations::None).unwrap().ledger(LEDGER.verifying());
    Verifier::new(Trust::new([alice]).unwrap(), policy)
}

/// That model and verifier say the same of a call that these approved, and whose endorsements an allowed one uses up.
#[track_caller]
pub(crate) fn compare(
    judged: &Result<Parts, (usize, Fault)>,
    found: Result<Verified<'_>, Denied>,
    chain: &[Link],
    call: &Call,
    approved: &[&str],
) {
    if let (Ok(_), Ok(verified)) = (judged, &found) {
        let counted = verified.endorsements().iter().map(|counted| counted.signer);
        let used = model::used(chain, call, approved).into_iter().map(|name| wire::named(name).verifying());
        assert!(counted.eq(used), "{:?} counted\n{chain:?}\n{call:?}", verified.endorsements());
    }
    let expected = judged.as_ref().err().map(|(link, fault)| (Some(*link), fault.code, fault.place.as_deref()));
    let found = found.err();
    let found = found.as_ref().map(|denied| (denied.link(), denied.code().as_str(), denied.argument()));
    if found != expected {
        let text = |link: &Link| link.clauses.iter().map(print::clause).collect::<Vec<_>>().join("\n      | ");
        let links: Vec<String> = chain.iter().map(text).collect();
        panic!("the verifier said {found:?}, the model {expected:?}\nlinks {}\ncall  {call:?}", links.join("\n      "));
    }
}

pub(crate) fn count(tally: &mut Tally, judged: &Result<Parts, (usize, Fault)>) {
    match judged {
        Ok(parts) => tally.allow(parts),
        Err((_, fault)) => tally.deny(fault),
    }
}
