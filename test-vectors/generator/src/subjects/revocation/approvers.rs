//! Approvers whose keys are revoked: their endorsements do not count.

use depute_vectors::kit::grant::{approval, needing};
use depute_vectors::kit::revocations::{lift_of, numbered, of_key, said};
use depute_vectors::kit::{ALICE, BOOKER, CAROL, DEPUTY, Key, MALLORY, SCOUT, WARDEN};
use depute_vectors::map;

use super::known;
use crate::case::denied;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    let approved = |signer: &'static Key| {
        known(&[said(signer, of_key(&CAROL))]).with(|case| {
            case.walk.links[2].clauses(vec![needing("flights.book", map! {}, true, vec![approval(1, &[&CAROL])])]);
            case.walk = case.walk.clone().approved_by(&[&CAROL]);
            case.counted = vec![0];
        })
    };
    let missing = || denied("approval_missing", "requirements", Some(3));
    file.allowed("approver-by-a-stranger", "a stranger revokes the approver's key", &approved(&MALLORY))
        .flags(&["attack"]);
    let shows = "the holder of the link that asks revokes the approver: it would choose its own judge";
    file.allowed("approver-by-the-holder", shows, &approved(&SCOUT)).flags(&["attack"]);
    #[rustfmt::skip]
    let wrong: [(&str, &str, &'static Key); 4] = [
        ("approver-by-itself", "the approver revokes its own key", &CAROL),
        ("approver-by-the-root", "the root revokes the approver's key", &ALICE),
        ("approver-by-the-issuer", "whoever issued the link that asks revokes the approver's key", &BOOKER),
        ("approver-by-a-revoker", "a revoker revokes the approver's key", &WARDEN),
    ];
    for (name, shows, signer) in wrong {
        file.refused(name, "approver-by-a-stranger", shows, &approved(signer), missing());
    }
    let twice = approved(&MALLORY)
        .with(|case| case.lists = vec![numbered(1, &[said(&MALLORY, of_key(&CAROL)), said(&WARDEN, of_key(&CAROL))])]);
    let shows = "a stranger revokes the approver's key, and a revoker does";
    file.refused("approver-by-two", "approver-by-a-stranger", shows, &twice, missing());
    lifted(file);
}

/// Approvers given back. What the verifier's own clause rests on, no chain gives back.
fn lifted(file: &mut Subject) {
    let given_back = |link: usize, signer: &'static Key, by: &'static Key| {
        let statement = said(signer, of_key(&CAROL));
        let lift = said(by, lift_of(&statement));
        known(&[statement, lift]).with(|case| {
            let asks = || needing("flights.book", map! {}, true, vec![approval(1, &[&CAROL])]);
            match link.checked_sub(1) {
                Some(place) => case.walk.links[place].clauses(vec![asks()]),
                None => case.verifier.trust[0].clauses = vec![asks()],
            }
            case.walk = case.walk.clone().approved_by(&[&CAROL]);
            case.counted = vec![0];
        })
    };
    let shows = "the approver's statement about its own key, lifted by the root: it counts for the root's own link";
    file.allowed("approver-lifted", shows, &given_back(1, &CAROL, &ALICE));
    let shows = "and a link further down";
    file.allowed("approver-lifted-below", shows, &given_back(3, &CAROL, &ALICE));
    let shows = "the root revoked an approver of link zero, and lifts its own statement";
    file.allowed("approver-of-link-zero-by-the-root", shows, &given_back(0, &ALICE, &ALICE));
    let shows = "an approver of link zero revoked its own key: the root does not lift that";
    let missing = || denied("approval_missing", "requirements", Some(0));
    let by_itself = given_back(0, &CAROL, &ALICE);
    file.refused("approver-of-link-zero-by-itself", "approver-of-link-zero-by-the-root", shows, &by_itself, missing())
        .flags(&["attack"]);
    let shows = "for the verifier's own clause, a revoker's statement that a revoker lifted";
    file.allowed("approver-lifted-by-a-revoker", shows, &given_back(0, &WARDEN, &DEPUTY));
    let shows = "a revoker's statement that the root lifted";
    let by_root = given_back(0, &WARDEN, &ALICE);
    file.refused("approver-of-a-revoker-lifted", "approver-lifted-by-a-revoker", shows, &by_root, missing())
        .flags(&["attack"]);
}
