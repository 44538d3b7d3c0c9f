//! Whoever delegates below a chain that no verifier takes: unnoticed unless asked, and told before anything is signed.

use depute::{Code, Revocations, Token, Trust, TrustEntry, Verifier};

use super::everything;
use super::support::revocations::{of_link, said, seen, verifier_of};
use super::support::scene::policy;
use super::support::walk::further;
use super::support::{
    ALICE, BOOKER, EXP, EngineKey as _, ISS, MALLORY, NOW, PLANNER, SCOUT, Signer, Walk, at, bytes, now, verifier,
};

/// The booker's delegation below this chain, and what the verifier that is asked first says against it.
fn below(walk: &Walk, asked: &Verifier) -> Result<Token, (Code, Option<usize>)> {
    let token = Token::from_bytes(&walk.token()).unwrap();
    let delegation = token.delegate(&SCOUT.verifying()).allow("*(..)").unwrap();
    // Nobody asked: the chain is extended whatever it is.
    assert!(delegation.clone().sign(&BOOKER.signing(), now()).is_ok());
    let delegation = delegation.verified_by(asked, now()).map_err(|denied| (denied.code(), denied.link()))?;
    Ok(delegation.sign(&BOOKER.signing(), now()).unwrap())
}

fn edited(edit: impl FnOnce(&mut Walk)) -> Result<(), (Code, Option<usize>)> {
    let mut walk = Walk::new();
    edit(&mut walk);
    below(&walk, &verifier()).map(drop)
}

#[test]
fn nobody_who_asks_signs_below_a_forged_chain() {
    assert_eq!(edited(|_| {}), Ok(()));
    for (link, forger) in [(0, &*PLANNER), (1, &*MALLORY)] {
        let forged = edited(|walk| walk.links[link].signer = Signer::Key(forger));
        assert_eq!(forged, Err((Code::SignatureInvalid, Some(link + 1))));
    }
    assert_eq!(edited(|walk| walk.links[1] = further(&PLANNER, &BOOKER, everything())), Ok(()));
    assert_eq!(
        edited(|walk| walk.links[1] = further(&MALLORY, &BOOKER, everything())),
        Err((Code::SignatureInvalid, Some(2)))
    );
}

#[test]
fn nobody_who_asks_signs_below_a_chain_that_is_not_trusted_or_over() {
    assert_eq!(edited(|walk| walk.links[0].set(ISS, bytes(&MALLORY.public()))), Err((Code::RootUntrusted, Some(1))));
    assert_eq!(edited(|walk| walk.links[1].set(EXP, NOW - 30)), Err((Code::Expired, Some(2))));
    assert_eq!(edited(|walk| walk.links[1].set(EXP, NOW - 29)), Ok(()), "within the skew");
    let stranger = TrustEntry::new("mallory", MALLORY.verifying()).allow("*(..)").unwrap();
    let stranger = Verifier::new(Trust::new([stranger]).unwrap(), policy());
    assert_eq!(below(&Walk::new(), &stranger).map(drop), Err((Code::RootUntrusted, Some(1))));
}

#[test]
fn nobody_who_asks_signs_below_a_revoked_link() {
    let walk = Walk::new();
    let knowing = |revoked| verifier_of(Revocations::LocalList, seen(&[said(&ALICE, of_link(revoked))]));
    assert_eq!(below(&walk, &knowing(walk.ids()[1])).map(drop), Err((Code::Revoked, Some(2))));
    assert_eq!(below(&walk, &knowing([7; 32])).map(drop), Ok(()));
}

#[test]
fn the_verifier_is_asked_of_the_time_that_it_is_told() {
    let token = Token::from_bytes(&Walk::new().token()).unwrap();
    let asked = |secs: u64| {
        let delegation = token.delegate(&SCOUT.verifying()).allow("*(..)").unwrap();
        delegation.verified_by(&verifier(), at(secs)).map(drop).map_err(|denied| denied.code())
    };
    assert_eq!((asked(NOW), asked(NOW + 100_000)), (Ok(()), Err(Code::Expired)));
}
