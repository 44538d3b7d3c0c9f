//! Who may revoke what: a statement counts for the chains that its signer stands above, or for none.

use depute::{Code, Revocations, Revoked, SigningKey, Step, Token};

use super::support::revocations::{
    DEPUTY, KEEPER, WARDEN, disregarded, judged, lift_of, numbered, of_authorizer, of_key, of_link, of_organization,
    of_subject, of_task, read_list, revoked_at, said, seen, trust, verifier_of,
};
use super::support::walk::further;
use super::support::{
    ALICE, AUTHORITY, BOB, BOOKER, CTI, Draft, EngineKey as _, IAT, Item, Key, Kind, MALLORY, NOW, PLANNER, SCOUT, SUB,
    Signer, Walk, bytes, call, list, map, now,
};
use super::{flights, three_links};

/// The chain alice → planner → booker → scout, for a task of an organization.
fn walk() -> Walk {
    let mut walk = three_links();
    walk.links[0].mandate().set(7, "T-1042");
    walk.links[0].mandate().set(8, "acme");
    walk
}

#[test]
fn nothing_is_revoked_until_someone_says_so() {
    disregarded("no statement", 0, &[], &walk());
    let elsewhere = [
        said(&ALICE, of_link([7; 32])),
        said(&ALICE, of_key(&MALLORY)),
        said(&ALICE, of_task(&ALICE, "T-1043")),
        said(&ALICE, of_organization(&ALICE, "acme ")),
        said(&ALICE, of_subject(&ALICE, "alice")),
    ];
    disregarded("statements about others", 0, &elsewhere, &walk());
}

#[test]
fn a_link_is_revoked_by_whoever_issued_it_or_an_ancestor_of_it_or_holds_it() {
    let walk = walk();
    let ids = walk.ids();
    let hands = [&*ALICE, &*PLANNER, &*BOOKER, &*SCOUT];
    let mut counted = 0;
    for (place, id) in ids.iter().enumerate() {
        for (rank, signer) in hands.into_iter().enumerate() {
            let statement = [said(signer, of_link(*id))];
            // Link `place + 1` is issued by the hand of that rank, and held by the next one.
            if rank <= place + 1 {
                let denied = revoked_at(signer.name, place + 1, &statement, &walk);
                assert_eq!(denied.value(), Some(&*format!("link {}", depute::Hex(id))));
                counted += 1;
            } else {
                disregarded(signer.name, 1, &statement, &walk);
            }
        }
        for signer in [&*MALLORY, &*BOB, &*KEEPER] {
            disregarded("a stranger's revocation", 1, &[said(signer, of_link(*id))], &walk);
        }
    }
    assert_eq!(counted, 2 + 3 + 4);
}

#[test]
fn a_child_s_holder_does_not_revoke_its_ancestors() {
    let walk = walk();
    disregarded("the leaf's holder, of the root link", 1, &[said(&SCOUT, of_link(walk.ids()[0]))], &walk);
    disregarded("the leaf's holder, of its issuer's key", 1, &[said(&SCOUT, of_key(&BOOKER))], &walk);
    disregarded("the leaf's holder, of the authorizer", 1, &[said(&SCOUT, of_authorizer(&ALICE))], &walk);
    revoked_at("its own", 3, &[said(&SCOUT, of_link(walk.ids()[2]))], &walk);
}

#[test]
fn a_sibling_does_not_revoke_its_sibling() {
    // The booker has two sub-agents.
    let scout = walk();
    let mut bob = scout.clone();
    bob.links[2] = further(&BOOKER, &BOB, flights(vec![]));
    bob.proof.signer = Signer::Key(&BOB);
    let about_scout = |signer: &'static Key| [said(signer, of_link(scout.ids()[2])), said(signer, of_key(&SCOUT))];
    disregarded("a sibling's revocation", 2, &about_scout(&BOB), &scout);
    revoked_at("the parent's", 3, &about_scout(&BOOKER), &scout);
    disregarded("the parent's, at the sibling", 0, &about_scout(&BOOKER), &bob);
}

#[test]
fn a_revoked_link_ends_every_token_below_it_and_none_beside_it() {
    let statement = [said(&ALICE, of_link(walk().ids()[1]))];
    let mut above = walk();
    above.links.truncate(1);
    above.proof.signer = Signer::Key(&PLANNER);
    disregarded("the parent", 0, &statement, &above);
    let mut leaf = walk();
    leaf.links.truncate(2);
    leaf.proof.signer = Signer::Key(&BOOKER);
    revoked_at("the link itself", 2, &statement, &leaf);
    revoked_at("its child", 2, &statement, &walk());
    let grandchild = walk().then(&SCOUT, &BOB, flights(vec![]));
    revoked_at("its grandchild", 2, &statement, &grandchild);
    let mut beside = walk();
    beside.links[1] = further(&PLANNER, &BOOKER, flights(vec![("price", list![3, 399])]));
    disregarded("another link of the same hands", 0, &statement, &beside);
}

#[test]
fn signing_or_delegating_again_is_no_way_round_a_revoked_link() {
    let statement = [said(&ALICE, of_link(walk().ids()[1]))];
    // The same delegation once more is the same link, whoever's signature stands below it.
    let mut again = walk();
    again.links[1] = further(&PLANNER, &BOOKER, list!["flights.book", map! { "price" => list![3, 400] }, true]);
    assert_eq!(again.ids(), walk().ids());
    revoked_at("the same delegation", 2, &statement, &again);
    let mut forged = walk();
    forged.links[1].signer = Signer::Key(&MALLORY);
    revoked_at("another signature over it", 2, &statement, &forged);
}

#[test]
fn an_id_has_one_spelling_only() {
    let walk = walk();
    let id = walk.ids()[1];
    for bit in 0..256 {
        let mut other = id;
        other[bit / 8] ^= 1 << (bit % 8);
        disregarded("an id but for a bit", 0, &[said(&ALICE, of_link(other))], &walk);
    }
    for odd in [bytes(&id[..31]), bytes(&[&id[..], &[0]].concat()), depute::Hex(&id).to_string().into()] {
        let list = numbered(1, &[said(&ALICE, list![0, odd])]);
        assert!(depute::RevocationList::from_bytes(&super::support::revocations::list_bytes(&list)).is_err());
    }
}

#[test]
fn a_key_is_revoked_by_itself_or_from_above_wherever_a_chain_names_it() {
    let walk = walk();
    for signer in [&*ALICE, &*PLANNER, &*BOOKER] {
        let denied = revoked_at(signer.name, 2, &[said(signer, of_key(&BOOKER))], &walk);
        assert_eq!(denied.value(), Some(&*format!("key {}", BOOKER.verifying())));
    }
    for signer in [&*SCOUT, &*MALLORY, &*KEEPER] {
        disregarded(signer.name, 1, &[said(signer, of_key(&BOOKER))], &walk);
    }
    // Where the same key stands twice, its first place is reported, and whoever stands between counts at the second.
    let twice = walk.then(&SCOUT, &BOOKER, flights(vec![]));
    revoked_at("the root", 2, &[said(&ALICE, of_key(&BOOKER))], &twice);
    revoked_at("whoever stands between", 4, &[said(&SCOUT, of_key(&BOOKER))], &twice);
    disregarded("a stranger's word about both places", 1, &[said(&MALLORY, of_key(&BOOKER))], &twice);
}

#[test]
fn minting_anew_is_no_way_round_a_revoked_key() {
    let statement = [said(&PLANNER, of_key(&BOOKER))];
    for (cti, issued) in [(8, NOW), (9, NOW - 1000), (10, NOW + 20)] {
        let mut fresh = walk();
        fresh.links[0].set(CTI, bytes(&[cti; 8]));
        fresh.links[0].set(IAT, issued);
        revoked_at("a fresh mandate for a revoked key", 2, &statement, &fresh);
        let mut other = fresh.clone();
        other.links[1] = further(&PLANNER, &BOB, flights(vec![]));
        other.links[2] = further(&BOB, &SCOUT, flights(vec![]));
        disregarded("a fresh mandate for another key", 0, &statement, &other);
    }
    // The planner's word about the booker says nothing where someone else names the booker.
    let mut elsewhere = walk();
    elsewhere.links[0] = Draft::new(&*ALICE, super::support::root_claims(&ALICE, &BOB));
    elsewhere.links[0].mandate().set(2, 3);
    elsewhere.links[1] = further(&BOB, &BOOKER, flights(vec![]));
    disregarded("naming a stranger's key", 1, &statement, &elsewhere);
}

#[test]
fn naming_a_stranger_as_holder_gives_no_say_over_it_elsewhere() {
    // Mallory mints a token for the booker's key, and revokes that key.
    let own = [said(&MALLORY, of_key(&BOOKER))];
    disregarded("mallory's word", 1, &own, &walk());
    let mut hers = walk();
    hers.links[1] = further(&PLANNER, &MALLORY, flights(vec![]));
    hers.links[2] = further(&MALLORY, &BOOKER, flights(vec![]));
    hers.proof.signer = Signer::Key(&BOOKER);
    revoked_at("mallory's word where she issued", 3, &own, &hers);
}

#[test]
fn a_task_an_organization_and_an_authorizer_are_the_root_s_to_revoke() {
    let walk = walk();
    type About = fn(&Key) -> Item;
    let about: [(&str, About); 3] = [
        ("task \"T-1042\"", |root| of_task(root, "T-1042")),
        ("organization \"acme\"", |root| of_organization(root, "acme")),
        ("authorizer did:key:", |root| of_authorizer(root)),
    ];
    for (value, target) in about {
        let denied = revoked_at(value, 1, &[said(&ALICE, target(&ALICE))], &walk);
        assert!(denied.value().unwrap().starts_with(value), "{denied}");
        revoked_at("a revoker's", 1, &[said(&WARDEN, target(&ALICE))], &walk);
        for signer in [&*PLANNER, &*BOOKER, &*SCOUT, &*MALLORY, &*KEEPER] {
            disregarded(signer.name, 1, &[said(signer, target(&ALICE))], &walk);
            // Under a root of one's own it is about other chains.
            disregarded("under another root", 0, &[said(signer, target(signer))], &walk);
        }
        disregarded("the root's word about another root", 0, &[said(&ALICE, target(&BOB))], &walk);
    }
    let mut plain = three_links();
    plain.links[0].mandate().set(7, "T-1043");
    disregarded("another task", 0, &[said(&ALICE, of_task(&ALICE, "T-1042"))], &plain);
    disregarded("no task at all", 0, &[said(&ALICE, of_task(&ALICE, "T-1042"))], &three_links());
}

#[test]
fn an_authorizer_is_the_key_or_a_name_under_it_and_not_both() {
    let authority = || {
        let entry = depute::TrustEntry::new("directory", AUTHORITY.verifying()).allow("*(..)").unwrap();
        let entry = entry.speaks_for("carol").unwrap().speaks_for("dave").unwrap().list_key(KEEPER.verifying());
        depute::Trust::new([entry]).unwrap()
    };
    let walk = |subject: &str| {
        let mut walk = Walk::short();
        walk.links[0].signer = Signer::Key(&AUTHORITY);
        walk.links[0].set(super::support::ISS, bytes(&AUTHORITY.public()));
        walk.links[0].set(SUB, subject);
        walk.bytes()
    };
    let verdict = |target: Item, subject: &str| {
        let mut revoked = Revoked::new();
        revoked.add_list(&read_list(&numbered(1, &[said(&AUTHORITY, target)])), &authority(), now()).unwrap();
        let policy = depute::Policy::new(super::support::AUDIENCE, Revocations::LocalList).unwrap();
        let verifier = depute::Verifier::new(authority(), policy).with_revoked(revoked);
        let (bytes, call) = (walk(subject), call());
        verifier
            .check(&bytes, &call, now())
            .map(drop)
            .map_err(|denied| (denied.code(), denied.value().unwrap().to_owned()))
    };
    let carol = Err((Code::Revoked, "authorizer \"carol\"".to_owned()));
    assert_eq!(verdict(of_subject(&AUTHORITY, "carol"), "carol"), carol);
    assert_eq!(verdict(of_subject(&AUTHORITY, "carol"), "dave"), Ok(()));
    assert_eq!(verdict(of_subject(&ALICE, "carol"), "carol"), Ok(()));
    assert_eq!(verdict(of_authorizer(&AUTHORITY), "carol"), Ok(()));
}

#[test]
fn a_named_revoker_may_revoke_everything_of_its_entry_and_nothing_elsewhere() {
    let walk = walk();
    let targets = [of_link(walk.ids()[0]), of_link(walk.ids()[2]), of_key(&PLANNER), of_task(&ALICE, "T-1042")];
    for target in targets {
        judged(&[said(&WARDEN, target.clone())], &walk).unwrap_err();
        // The same statement, where no entry names the warden.
        let mut revoked = Revoked::new();
        revoked.add_own_list(&read_list(&numbered(1, &[said(&WARDEN, target)])), now()).unwrap();
        let policy = depute::Policy::new(super::support::AUDIENCE, Revocations::LocalList).unwrap();
        let verifier = depute::Verifier::new(super::support::verifier().trust().clone(), policy).with_revoked(revoked);
        let (bytes, call) = (walk.bytes(), call());
        assert_eq!(verifier.check(&bytes, &call, now()).unwrap().revocation().disregarded, 1);
    }
}

#[test]
fn a_list_key_has_no_say_of_its_own() {
    let walk = walk();
    for target in [of_link(walk.ids()[2]), of_key(&SCOUT), of_task(&ALICE, "T-1042"), of_authorizer(&ALICE)] {
        disregarded("the keeper's own word", 1, &[said(&KEEPER, target.clone())], &walk);
        judged(&[said(&ALICE, target)], &walk).unwrap_err();
    }
}

#[test]
fn a_lift_is_its_signer_s_or_the_root_s() {
    let walk = walk();
    let statement = || said(&PLANNER, of_key(&BOOKER));
    for lifter in [&*PLANNER, &*ALICE] {
        disregarded(lifter.name, 1, &[statement(), said(lifter, lift_of(&statement()))], &walk);
        // In whatever order they come.
        disregarded(lifter.name, 1, &[said(lifter, lift_of(&statement())), statement()], &walk);
    }
    for lifter in [&*BOOKER, &*SCOUT, &*MALLORY, &*KEEPER, &*BOB, &*WARDEN] {
        revoked_at(lifter.name, 2, &[statement(), said(lifter, lift_of(&statement()))], &walk);
    }
    // A lift is of one statement: another about the same still counts, and so does the same one made anew.
    let other = said(&ALICE, of_key(&BOOKER));
    revoked_at("another statement", 2, &[statement(), said(&PLANNER, lift_of(&statement())), other], &walk);
    let mut anew = statement();
    anew.set(IAT, NOW + 1);
    revoked_at("the same one made anew", 2, &[statement(), said(&PLANNER, lift_of(&statement())), anew], &walk);
}

#[test]
fn tasks_and_organizations_are_lifted_by_the_root() {
    let walk = walk();
    for target in [of_task(&ALICE, "T-1042"), of_organization(&ALICE, "acme")] {
        let statement = || said(&ALICE, target.clone());
        disregarded("the root's lift", 1, &[statement(), said(&ALICE, lift_of(&statement()))], &walk);
        revoked_at("a holder's lift", 1, &[statement(), said(&PLANNER, lift_of(&statement()))], &walk);
    }
}

#[test]
fn an_authorizer_s_stolen_key_lifts_nothing_that_was_said_of_the_authorizer() {
    let walk = walk();
    let statement = || said(&ALICE, of_authorizer(&ALICE));
    revoked_at("the key's own lift", 1, &[statement(), said(&ALICE, lift_of(&statement()))], &walk);
    revoked_at("no lift", 1, &[statement()], &walk);
}

#[test]
fn a_revoked_link_stays_revoked() {
    let walk = walk();
    for signer in [&*ALICE, &*PLANNER, &*BOOKER, &*WARDEN] {
        let statement = said(signer, of_link(walk.ids()[1]));
        let lifts = [&*ALICE, &*PLANNER, &*BOOKER, &*WARDEN].map(|lifter| said(lifter, lift_of(&statement)));
        revoked_at("a lift of a link", 2, &[vec![statement], lifts.to_vec()].concat(), &walk);
    }
}

#[test]
fn a_lift_of_a_lift_has_no_effect() {
    let walk = walk();
    let statement = said(&PLANNER, of_key(&BOOKER));
    let lift = said(&PLANNER, lift_of(&statement));
    let again = said(&PLANNER, lift_of(&lift));
    disregarded("a lift of a lift", 1, &[statement.clone(), lift.clone(), again], &walk);
    revoked_at("without the lift", 2, std::slice::from_ref(&statement), &walk);
    let mut anew = said(&PLANNER, of_key(&BOOKER));
    anew.set(IAT, NOW + 1);
    revoked_at("revoked once more", 2, &[statement, lift, anew], &walk);
}

#[test]
fn what_a_named_revoker_revoked_only_a_named_revoker_lifts() {
    let walk = walk();
    let statement = || said(&WARDEN, of_task(&ALICE, "T-1042"));
    for lifter in [&*WARDEN, &*DEPUTY] {
        disregarded(lifter.name, 1, &[statement(), said(lifter, lift_of(&statement()))], &walk);
    }
    for lifter in [&*ALICE, &*PLANNER, &*KEEPER, &*MALLORY] {
        revoked_at(lifter.name, 1, &[statement(), said(lifter, lift_of(&statement()))], &walk);
    }
    // And a revoker's lift is none of what others revoked.
    let own = || said(&ALICE, of_task(&ALICE, "T-1042"));
    revoked_at("the warden's lift", 1, &[own(), said(&WARDEN, lift_of(&own()))], &walk);
}

#[test]
fn whoever_stole_a_key_does_not_lift_its_revocation() {
    let walk = walk();
    let statement = || said(&BOOKER, of_key(&BOOKER));
    revoked_at("the key's own word", 2, &[statement()], &walk);
    revoked_at("the thief's lift", 2, &[statement(), said(&BOOKER, lift_of(&statement()))], &walk);
    disregarded("the root's lift", 1, &[statement(), said(&ALICE, lift_of(&statement()))], &walk);
}

#[test]
fn a_revocation_counts_whatever_time_it_states() {
    for time in [0, NOW - 1_000_000, NOW + 1_000_000] {
        let mut statement = said(&ALICE, of_key(&BOOKER));
        statement.set(IAT, time);
        revoked_at("a statement of another time", 2, &[statement], &walk());
    }
}

#[test]
fn a_statement_is_signed_as_a_revocation_and_a_list_as_a_list() {
    let id = walk().ids()[0];
    let kinds = [
        Kind::Root,
        Kind::Link(id),
        Kind::Proof(id, id),
        Kind::Endorsement(id, id),
        Kind::Revocation,
        Kind::List,
        Kind::Receipt,
    ];
    let mut held = 0;
    for kind in kinds {
        let mut statement = said(&ALICE, of_key(&BOOKER));
        statement.kind = Some(kind);
        let mut list = numbered(1, &[said(&ALICE, of_key(&BOOKER))]);
        list.kind = Some(kind);
        for (list, right) in [(numbered(1, &[statement]), Kind::Revocation), (list, Kind::List)] {
            let list = read_list(&list);
            let added = Revoked::new().add_list(&list, &trust(), now());
            assert_eq!(list.verify().is_ok(), added.is_ok(), "{kind:?}");
            if kind == right {
                assert_eq!(added, Ok(1));
                held += 1;
            } else {
                assert_eq!(added.unwrap_err().code(), Code::SignatureInvalid, "{kind:?}");
            }
        }
    }
    assert_eq!(held, 2);
    // And as bytes: a link or proof in the place of a statement, and a statement in theirs, has other claims.
    let (links, proof) = walk().parts();
    for other in [links[0].clone(), links[1].clone(), proof] {
        let mut list = numbered(1, &[]);
        list.mandate().set(2, vec![other]);
        let refused = depute::RevocationList::from_bytes(&super::support::revocations::list_bytes(&list)).unwrap_err();
        assert_eq!(refused.code(), Code::FieldUnknown);
    }
    let statement = super::support::sealed(&said(&ALICE, of_key(&BOOKER)), Kind::Revocation);
    let token = super::support::token(vec![statement]).encode();
    assert!(Token::from_bytes(&token).is_err());
}

#[test]
fn a_refusal_says_what_was_revoked_and_by_which_statement_and_names_no_one() {
    let statement = said(&ALICE, of_task(&ALICE, "T-1042"));
    let denied = revoked_at("a task", 1, std::slice::from_ref(&statement), &walk());
    assert_eq!(denied.step(), Step::Revocation);
    assert_eq!(denied.limit(), Some(&*format!("statement {}", depute::Hex(&statement.id(Kind::Revocation)))));
    assert!(!denied.is_authenticated());
    assert!(denied.set_by().is_none() && denied.authorizer().is_none() && denied.holders().is_empty());
}

#[test]
fn the_steps_and_the_kit_make_the_same_statements_and_lists() {
    let walk = walk();
    let token = Token::from_bytes(&walk.token()).unwrap();
    let (alice, keeper): (SigningKey, SigningKey) = (ALICE.signing(), KEEPER.signing());
    let id = token.unverified_ids()[1];
    let targets = [
        (depute::Target::link(id), of_link(id)),
        (depute::Target::key(BOOKER.verifying()), of_key(&BOOKER)),
        (depute::Target::task(ALICE.verifying(), "T-1042").unwrap(), of_task(&ALICE, "T-1042")),
        (depute::Target::organization(ALICE.verifying(), "acme").unwrap(), of_organization(&ALICE, "acme")),
        (depute::Target::authorizer(ALICE.verifying(), None).unwrap(), of_authorizer(&ALICE)),
        (depute::Target::authorizer(ALICE.verifying(), Some("carol")).unwrap(), of_subject(&ALICE, "carol")),
    ];
    let mut next = depute::NextList::first();
    let mut drafts = Vec::new();
    for (target, item) in targets {
        let statement = target.revoke(&alice, now()).unwrap();
        let draft = said(&ALICE, item);
        assert_eq!(statement.id(), &draft.id(Kind::Revocation));
        next = next.with(statement.clone()).unwrap();
        drafts.push(draft);
        if !matches!(target, depute::Target::Link { .. }) {
            next = next.with(statement.lift(&alice, now()).unwrap()).unwrap();
            drafts.push(said(&ALICE, lift_of(drafts.last().unwrap())));
        }
    }
    let made = next.next_update_in(3600).sign(&keeper, now()).unwrap();
    assert_eq!(made.as_bytes(), super::support::revocations::list_bytes(&numbered(1, &drafts)));
    made.verify().unwrap();
    assert_eq!(made.unverified_statements().len(), 11);
}

#[test]
fn lifts_without_effect_are_not_made() {
    let (alice, booker) = (ALICE.signing(), BOOKER.signing());
    let refused = |result: Result<depute::Statement, depute::Malformed>| result.unwrap_err().code();
    let of_link = depute::Target::link([7; 32]).revoke(&alice, now()).unwrap();
    assert_eq!(refused(of_link.lift(&alice, now())), Code::ValueInvalid);
    let of_task = depute::Target::task(ALICE.verifying(), "T").unwrap().revoke(&alice, now()).unwrap();
    let lift = of_task.lift(&alice, now()).unwrap();
    assert_eq!(refused(lift.lift(&alice, now())), Code::ValueInvalid);
    assert_eq!(refused(lift.unverified_target().revoke(&alice, now())), Code::ValueInvalid);
    let own = depute::Target::key(BOOKER.verifying()).revoke(&booker, now()).unwrap();
    assert_eq!(refused(own.lift(&booker, now())), Code::ValueInvalid);
    own.lift(&alice, now()).unwrap();
}

#[test]
fn what_a_statement_does_to_a_token_is_told_without_a_verdict() {
    let walk = walk();
    let token = Token::from_bytes(&walk.token()).unwrap();
    let effect = |statement: Draft| seen(&[statement]).unverified_effect(&token, &[WARDEN.verifying()]).unwrap();
    assert_eq!(effect(said(&ALICE, of_key(&MALLORY))), depute::Effect::Untouched);
    assert_eq!(effect(said(&SCOUT, of_key(&BOOKER))), depute::Effect::Disregarded);
    assert!(matches!(effect(said(&ALICE, of_key(&BOOKER))), depute::Effect::Revoked { link: 2, .. }));
    assert!(matches!(effect(said(&WARDEN, of_key(&BOOKER))), depute::Effect::Revoked { link: 2, .. }));
    // A verifier says the same, but not before all else that comes before has passed.
    let verifier = verifier_of(Revocations::LocalList, seen(&[said(&ALICE, of_key(&BOOKER))]));
    let late = verifier.check_chain(&walk.token(), super::support::at(NOW + 100_000)).unwrap_err();
    assert_eq!(late.code(), Code::Expired);
}
