//! Lists that are old, forged, cut, split or missing: what a verifier has seen, it keeps.

use depute::{Code, Denied, NextList, RevocationList, Revocations, Revoked, Trust, TrustEntry};

use super::support::revocations::{
    KEEPER, list_bytes, numbered, of_key, of_link, of_task, read_list, said, trust, verifier_of,
};
use super::support::{
    ALICE, BOB, BOOKER, Draft, EXP, EngineKey as _, IAT, ISS, Key, Kind, MALLORY, NOW, PLANNER, SCOUT, Signer, Walk,
    alike, at, bytes, call, now,
};
use super::three_links;

/// Signed by someone else, under their own name.
fn kept_by(keeper: &'static Key, mut list: Draft) -> Draft {
    list.signer = Signer::Key(keeper);
    list.set(ISS, bytes(&keeper.public()));
    list
}

#[track_caller]
fn refused(revoked: &mut Revoked, list: &Draft) -> Code {
    let before = (revoked.lists().to_vec(), revoked.statements());
    let code = revoked.add_list(&read_list(list), &trust(), now()).unwrap_err().code();
    assert_eq!((revoked.lists().to_vec(), revoked.statements()), before, "a refused list left something behind");
    code
}

#[track_caller]
fn added(revoked: &mut Revoked, list: &Draft) -> usize {
    revoked.add_list(&read_list(list), &trust(), now()).unwrap()
}

/// What a verifier that asks for lists of at most a minute says at this time.
fn at_time(revoked: &Revoked, secs: u64) -> Result<(), Denied> {
    let mut walk = three_links();
    walk.proof.set(IAT, secs);
    let (bytes, call) = (walk.bytes(), call());
    alike(&verifier_of(Revocations::required(), revoked.clone()), &bytes, &call, at(secs)).map(drop)
}

fn code(verdict: Result<(), Denied>) -> Option<Code> {
    verdict.err().map(|denied| denied.code())
}

#[test]
fn a_list_of_a_key_that_no_entry_names_is_refused() {
    let mut revoked = Revoked::new();
    for keeper in [&*MALLORY, &*ALICE, &*PLANNER, &*BOB] {
        assert_eq!(refused(&mut revoked, &kept_by(keeper, numbered(1, &[]))), Code::ListUntrusted, "{}", keeper.name);
    }
    assert_eq!(added(&mut revoked, &numbered(1, &[])), 0);
    // Signed by another key than it names.
    let mut forged = numbered(2, &[]);
    forged.signer = Signer::Key(&MALLORY);
    assert_eq!(refused(&mut revoked, &forged), Code::SignatureInvalid);
    assert_eq!(added(&mut revoked, &numbered(2, &[])), 0);
}

#[test]
fn a_list_with_one_statement_that_its_signer_did_not_sign_is_refused_whole() {
    let mut revoked = Revoked::new();
    let genuine = || said(&ALICE, of_key(&BOOKER));
    for place in 0..3 {
        let mut statements = vec![said(&ALICE, of_key(&SCOUT)), said(&PLANNER, of_key(&SCOUT))];
        let mut forged = genuine();
        forged.signer = Signer::Key(&KEEPER);
        statements.insert(place, forged);
        assert_eq!(refused(&mut revoked, &numbered(1, &statements)), Code::SignatureInvalid);
        statements[place] = genuine();
        let mut twin = Revoked::new();
        assert_eq!(added(&mut twin, &numbered(1, &statements)), 3);
    }
    assert_eq!(revoked.statements(), 0);
    // Nor may a known statement come back with another signature.
    added(&mut revoked, &numbered(1, &[genuine()]));
    let mut forged = genuine();
    forged.signer = Signer::Key(&KEEPER);
    assert_eq!(refused(&mut revoked, &numbered(2, &[forged])), Code::SignatureInvalid);
    assert_eq!(added(&mut revoked, &numbered(2, &[genuine()])), 0);
}

#[test]
fn an_earlier_list_does_not_come_back() {
    let mut revoked = Revoked::new();
    added(&mut revoked, &numbered(5, &[]));
    for number in [1, 4] {
        assert_eq!(refused(&mut revoked, &numbered(number, &[said(&ALICE, of_key(&BOOKER))])), Code::ListRolledBack);
    }
    added(&mut revoked, &numbered(5, &[]));
    added(&mut revoked, &numbered(6, &[]));
    added(&mut revoked, &numbered(9_007_199_254_740_991, &[]));
    assert_eq!(refused(&mut revoked, &numbered(9_007_199_254_740_990, &[])), Code::ListRolledBack);
}

#[test]
fn two_lists_of_one_number_are_a_fork() {
    let mut revoked = Revoked::new();
    added(&mut revoked, &numbered(5, &[]));
    assert_eq!(refused(&mut revoked, &numbered(5, &[said(&ALICE, of_key(&BOOKER))])), Code::ListForked);
    let mut later = numbered(5, &[]);
    later.set(IAT, NOW + 1);
    assert_eq!(refused(&mut revoked, &later), Code::ListForked);
    assert_eq!(added(&mut revoked, &numbered(5, &[])), 0);
    assert_eq!(added(&mut revoked, &numbered(6, &[said(&ALICE, of_key(&BOOKER))])), 1);
}

#[test]
fn numbers_are_each_key_s_own() {
    let two = Trust::new([
        TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap().list_key(KEEPER.verifying()),
        TrustEntry::new("bob", BOB.verifying()).allow("*(..)").unwrap().list_key(BOB.verifying()),
    ])
    .unwrap();
    let mut revoked = Revoked::new();
    revoked.add_list(&read_list(&numbered(9, &[])), &two, now()).unwrap();
    revoked.add_list(&read_list(&kept_by(&BOB, numbered(2, &[]))), &two, now()).unwrap();
    let bobs = revoked.add_list(&read_list(&kept_by(&BOB, numbered(1, &[]))), &two, now());
    assert_eq!(bobs.unwrap_err().code(), Code::ListRolledBack);
    assert_eq!(revoked.lists().iter().map(|list| list.number).collect::<Vec<_>>(), [9, 2]);
}

#[test]
fn what_was_seen_before_a_restart_is_not_rolled_back_or_forked() {
    let seen = read_list(&numbered(5, &[]));
    let restarted = || {
        let mut revoked = Revoked::new();
        revoked.remember(KEEPER.verifying(), 5, *seen.id());
        revoked
    };
    assert_eq!(refused(&mut restarted(), &numbered(4, &[])), Code::ListRolledBack);
    assert_eq!(refused(&mut restarted(), &numbered(5, &[said(&ALICE, of_key(&BOOKER))])), Code::ListForked);
    assert_eq!(added(&mut restarted(), &numbered(5, &[])), 0);
    assert_eq!(added(&mut restarted(), &numbered(6, &[])), 0);
    // A number alone makes nothing fresh.
    assert_eq!(code(at_time(&restarted(), NOW)), Some(Code::RevocationStale));
}

#[test]
fn leaving_a_statement_out_lifts_nothing_that_was_seen() {
    let walk = three_links();
    let statements = [said(&ALICE, of_link(walk.ids()[1])), said(&PLANNER, of_key(&SCOUT))];
    for (statement, link) in statements.iter().zip([2, 3]) {
        let mut revoked = Revoked::new();
        added(&mut revoked, &numbered(1, std::slice::from_ref(statement)));
        added(&mut revoked, &numbered(2, &[]));
        let denied = at_time(&revoked, NOW).unwrap_err();
        assert_eq!((denied.code(), denied.link()), (Code::Revoked, Some(link)));
        // Whoever never saw the first list does not know.
        let mut fresh = Revoked::new();
        added(&mut fresh, &numbered(2, &[]));
        assert_eq!(code(at_time(&fresh, NOW)), None);
    }
}

#[test]
fn the_same_statement_twice_is_one() {
    let statement = said(&ALICE, of_key(&BOOKER));
    let twice = numbered(1, &[statement.clone(), statement.clone()]);
    assert_eq!(RevocationList::from_bytes(&list_bytes(&twice)).unwrap_err().code(), Code::DuplicateItem);
    let mut revoked = Revoked::new();
    assert_eq!(added(&mut revoked, &numbered(1, std::slice::from_ref(&statement))), 1);
    assert_eq!(added(&mut revoked, &numbered(2, &[statement.clone(), said(&ALICE, of_key(&SCOUT))])), 1);
    assert_eq!(revoked.statements(), 2);
    // Nor is one that does not count told twice.
    let strange = said(&MALLORY, of_key(&BOOKER));
    let mut revoked = Revoked::new();
    added(&mut revoked, &numbered(1, std::slice::from_ref(&strange)));
    added(&mut revoked, &numbered(2, &[strange]));
    let (bytes, call) = (three_links().bytes(), call());
    let verifier = verifier_of(Revocations::LocalList, revoked);
    assert_eq!(verifier.check(&bytes, &call, now()).unwrap().revocation().disregarded, 1);
    // Signed once more over the same bytes it would still be the same statement.
    let list = read_list(&numbered(1, &[statement]));
    let next = NextList::after(&list).with(list.unverified_statements()[0].clone());
    assert_eq!(next.unwrap_err().code(), Code::DuplicateItem);
}

#[test]
fn a_list_is_fresh_for_so_long_and_no_longer() {
    let with = |issued: u64, next: u64| {
        let mut list = numbered(1, &[]);
        list.set(IAT, issued);
        list.set(EXP, next);
        let mut revoked = Revoked::new();
        added(&mut revoked, &list);
        revoked
    };
    // Made now: fresh for 60 s and the skew of 30 s, that second included.
    let list = with(NOW, NOW + 3600);
    assert_eq!(code(at_time(&list, NOW)), None);
    assert_eq!(code(at_time(&list, NOW + 90)), None);
    assert_eq!(code(at_time(&list, NOW + 91)), Some(Code::RevocationStale));
    // Its next update ends it earlier, that second and the skew excluded.
    let list = with(NOW, NOW + 10);
    assert_eq!(code(at_time(&list, NOW + 39)), None);
    assert_eq!(code(at_time(&list, NOW + 40)), Some(Code::RevocationStale));
    // Made in the future: within the skew only.
    assert_eq!(code(at_time(&with(NOW + 30, NOW + 3600), NOW)), None);
    assert_eq!(code(at_time(&with(NOW + 31, NOW + 3600), NOW)), Some(Code::RevocationStale));
}

#[test]
fn a_list_from_the_future_is_refused_and_moves_no_number() {
    let mut revoked = Revoked::new();
    let mut list = numbered(9, &[said(&ALICE, of_key(&BOOKER))]);
    list.set(EXP, NOW + 4000);
    list.set(IAT, NOW + 301);
    assert_eq!(refused(&mut revoked, &list), Code::IssuedInFuture);
    added(&mut revoked, &numbered(1, &[]));
    list.set(IAT, NOW + 300);
    assert_eq!(added(&mut revoked, &list), 1);
}

#[test]
fn a_frozen_list_is_stale_though_its_next_update_is_far() {
    let mut list = numbered(1, &[]);
    list.set(EXP, NOW + 30 * 24 * 3600);
    let mut revoked = Revoked::new();
    added(&mut revoked, &list);
    assert_eq!(code(at_time(&revoked, NOW)), None);
    assert_eq!(code(at_time(&revoked, NOW + 600)), Some(Code::RevocationStale));
    // The same list once more is no fresher.
    added(&mut revoked, &list);
    assert_eq!(code(at_time(&revoked, NOW + 600)), Some(Code::RevocationStale));
    list = numbered(2, &[]);
    list.set(IAT, NOW + 290);
    added(&mut revoked, &list);
    assert_eq!(code(at_time(&revoked, NOW + 360)), None);
}

#[test]
fn no_list_is_no_evidence_where_lists_are_required() {
    let denied = at_time(&Revoked::new(), NOW).unwrap_err();
    assert_eq!((denied.code(), denied.link()), (Code::RevocationStale, None));
    // A list of another key does not do.
    let mut revoked = Revoked::new();
    revoked.add_own_list(&read_list(&kept_by(&ALICE, numbered(1, &[]))), now()).unwrap();
    assert_eq!(code(at_time(&revoked, NOW)), Some(Code::RevocationStale));
    added(&mut revoked, &numbered(1, &[]));
    assert_eq!(code(at_time(&revoked, NOW)), None);
    // Nor does an entry without a list key pass, whatever lists there are.
    let keyless = super::support::verifier().trust().clone();
    let policy = |revocations| depute::Policy::new(super::support::AUDIENCE, revocations).unwrap();
    let (bytes, call) = (Walk::new().bytes(), call());
    let strict = depute::Verifier::new(keyless.clone(), policy(Revocations::required())).with_revoked(revoked.clone());
    assert_eq!(code(strict.check(&bytes, &call, now()).map(drop)), Some(Code::RevocationStale));
    for revocations in [Revocations::LocalList, Revocations::None] {
        let verifier = depute::Verifier::new(keyless.clone(), policy(revocations)).with_revoked(revoked.clone());
        assert_eq!(code(verifier.check(&bytes, &call, now()).map(drop)), None);
    }
}

#[test]
fn every_list_key_of_the_entry_is_asked_in_its_order() {
    let entry = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let trust = Trust::new([entry.list_key(KEEPER.verifying()).list_key(BOB.verifying())]).unwrap();
    let policy = depute::Policy::new(super::support::AUDIENCE, Revocations::required()).unwrap();
    let mut verifier = depute::Verifier::new(trust, policy);
    let (bytes, call) = (Walk::new().bytes(), call());
    let missing = |verifier: &depute::Verifier| {
        verifier.check(&bytes, &call, now()).map(drop).map_err(|denied| denied.value().unwrap().to_owned())
    };
    assert_eq!(missing(&verifier), Err(format!("no list of {}", KEEPER.verifying())));
    verifier.add_list(&read_list(&kept_by(&BOB, numbered(1, &[]))), now()).unwrap();
    assert_eq!(missing(&verifier), Err(format!("no list of {}", KEEPER.verifying())));
    verifier.add_list(&read_list(&numbered(1, &[])), now()).unwrap();
    assert_eq!(missing(&verifier), Ok(()));
    *verifier.revoked_mut() = Revoked::new();
    assert!(missing(&verifier).is_err());
}

#[test]
fn a_local_list_counts_however_old_and_says_so() {
    let mut list = numbered(3, &[said(&ALICE, of_task(&ALICE, "T-1"))]);
    list.set(IAT, NOW - 10_000_000);
    list.set(EXP, NOW - 9_000_000);
    let mut revoked = Revoked::new();
    added(&mut revoked, &list);
    let verifier = verifier_of(Revocations::LocalList, revoked.clone());
    let (call, walk) = (call(), three_links());
    let bytes = walk.bytes();
    let told = verifier.check(&bytes, &call, now()).unwrap().revocation();
    assert_eq!(told.to_string(), "ok (local list 3)");
    let mut task = three_links();
    task.links[0].mandate().set(7, "T-1");
    let bytes = task.bytes();
    assert_eq!(code(verifier.check(&bytes, &call, now()).map(drop)), Some(Code::Revoked));
    let nothing = verifier_of(Revocations::None, revoked);
    assert_eq!(nothing.check(&bytes, &call, now()).unwrap().revocation().to_string(), "not checked");
}

#[test]
fn a_verdict_says_which_lists_were_asked_and_how_old_they_were() {
    let mut list = numbered(12, &[said(&MALLORY, of_key(&BOOKER)), said(&BOB, of_key(&BOOKER))]);
    list.set(IAT, NOW - 7);
    let mut revoked = Revoked::new();
    added(&mut revoked, &list);
    let verifier = verifier_of(Revocations::required(), revoked);
    let (bytes, call) = (three_links().bytes(), call());
    let told = verifier.check(&bytes, &call, now()).unwrap().revocation();
    assert_eq!((told.lists.len(), told.disregarded), (1, 2));
    assert_eq!(told.to_string(), "ok (list 12, 7 s old; 2 statements do not count)");
    let mut dear = three_links();
    dear.links[2].clauses(vec![super::flights(vec![("price", super::support::list![3, 1])])]);
    let bytes = dear.bytes();
    let denied = verifier.check(&bytes, &call, now()).unwrap_err();
    assert!(denied.explain(&|_| None).to_string().contains("revocation ok (list 12, 7 s old)"));
}

#[test]
fn a_statement_is_added_by_itself_only_with_its_signature() {
    let list = read_list(&numbered(1, &[said(&ALICE, of_key(&BOOKER))]));
    let mut revoked = Revoked::new();
    assert_eq!(revoked.add_statement(&list.unverified_statements()[0]), Ok(true));
    assert_eq!(revoked.add_statement(&list.unverified_statements()[0]), Ok(false));
    let mut forged = said(&ALICE, of_key(&SCOUT));
    forged.kind = Some(Kind::List);
    let list = read_list(&numbered(1, &[forged]));
    assert_eq!(revoked.add_statement(&list.unverified_statements()[0]).unwrap_err().code(), Code::SignatureInvalid);
    assert_eq!((revoked.statements(), revoked.lists().len()), (1, 0));
}

#[test]
fn a_key_stands_once_among_the_list_keys_and_revokers_of_an_entry() {
    let entry = || TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let twice = entry().list_key(KEEPER.verifying()).list_key(KEEPER.verifying());
    assert_eq!(Trust::new([twice]).unwrap_err().code(), Code::DuplicateItem);
    let twice = entry().revoker(BOB.verifying()).revoker(BOB.verifying());
    assert_eq!(Trust::new([twice]).unwrap_err().code(), Code::DuplicateItem);
    Trust::new([entry().list_key(KEEPER.verifying()).revoker(KEEPER.verifying())]).unwrap();
}
