//! Two roots beside each other, of two entries or of one: what is said of the one says nothing of the other.

use depute::{Code, Policy, Revocations, Revoked, Trust, TrustEntry, Verifier};

use super::support::revocations::{
    WARDEN, lift_of, numbered, of_authorizer, of_key, of_link, of_task, read_list, said,
};
use super::support::{
    ALICE, AUDIENCE, BOB, BOOKER, Draft, EngineKey as _, ISS, Item, Key, Signer, Walk, bytes, call, now,
};
use super::three_links;

/// The chain root → planner → booker → scout, for a task.
fn walk(root: &'static Key) -> Walk {
    let mut walk = three_links();
    walk.links[0].signer = Signer::Key(root);
    walk.links[0].set(ISS, bytes(&root.public()));
    walk.links[0].mandate().set(7, "T-1042");
    walk
}

fn entry(name: &str, root: &Key) -> TrustEntry {
    TrustEntry::new(name, root.verifying()).allow("*(..)").unwrap()
}

/// How many statements do not count; `None`: something is revoked.
fn judged(trust: &[TrustEntry], statements: &[Draft], walk: &Walk) -> Option<usize> {
    let mut revoked = Revoked::new();
    revoked.add_own_list(&read_list(&numbered(1, statements)), now()).unwrap();
    let policy = Policy::new(AUDIENCE, Revocations::LocalList).unwrap();
    let verifier = Verifier::new(Trust::new(trust.to_vec()).unwrap(), policy).with_revoked(revoked);
    let (bytes, call) = (walk.bytes(), call());
    match verifier.check(&bytes, &call, now()) {
        Ok(verified) => Some(verified.revocation().disregarded),
        Err(denied) => {
            assert_eq!(denied.code(), Code::Revoked, "{denied}");
            None
        }
    }
}

/// Everything that can be said of a chain.
fn about(root: &'static Key) -> [Item; 4] {
    [of_link(walk(root).ids()[1]), of_key(&BOOKER), of_task(root, "T-1042"), of_authorizer(root)]
}

#[test]
fn a_revoker_of_one_entry_says_nothing_of_another() {
    let trust = [entry("alice", &ALICE).revoker(WARDEN.verifying()), entry("bob", &BOB)];
    for (place, (of_alice, of_bob)) in about(&ALICE).into_iter().zip(about(&BOB)).enumerate() {
        assert_eq!(judged(&trust, &[said(&WARDEN, of_alice)], &walk(&ALICE)), None, "target {place}");
        assert_eq!(judged(&trust, &[said(&WARDEN, of_bob.clone())], &walk(&BOB)), Some(1), "target {place}");
        assert_eq!(judged(&trust, &[said(&BOB, of_bob)], &walk(&BOB)), None, "target {place}");
    }
    // Nor does it lift what the other root said; what its own revoked, that root does not.
    let of_bob = || said(&BOB, of_key(&BOOKER));
    assert_eq!(judged(&trust, &[of_bob(), said(&WARDEN, lift_of(&of_bob()))], &walk(&BOB)), None);
    assert_eq!(judged(&trust, &[of_bob(), said(&BOB, lift_of(&of_bob()))], &walk(&BOB)), Some(1));
    let of_warden = || said(&WARDEN, of_key(&BOOKER));
    assert_eq!(judged(&trust, &[of_warden(), said(&ALICE, lift_of(&of_warden()))], &walk(&ALICE)), None);
    assert_eq!(judged(&trust, &[of_warden(), said(&WARDEN, lift_of(&of_warden()))], &walk(&ALICE)), Some(1));
}

#[test]
fn a_root_s_key_says_nothing_of_what_its_sister_signed() {
    // One entry, handed over from one key to another.
    let trust = [entry("alice", &ALICE).key(BOB.verifying(), None, None)];
    for (place, target) in about(&ALICE).into_iter().enumerate() {
        assert_eq!(judged(&trust, &[said(&ALICE, target.clone())], &walk(&ALICE)), None, "target {place}");
        assert_eq!(judged(&trust, &[said(&BOB, target.clone())], &walk(&ALICE)), Some(1), "target {place}");
        // As a revoker, which the operator may name it, it does.
        let trust = [trust[0].clone().revoker(BOB.verifying())];
        assert_eq!(judged(&trust, &[said(&BOB, target)], &walk(&ALICE)), None, "target {place}");
    }
    for statement in [|| said(&ALICE, of_key(&BOOKER)), || said(&ALICE, of_task(&ALICE, "T-1042"))] {
        assert_eq!(judged(&trust, &[statement(), said(&BOB, lift_of(&statement()))], &walk(&ALICE)), None);
        assert_eq!(judged(&trust, &[statement(), said(&ALICE, lift_of(&statement()))], &walk(&ALICE)), Some(1));
        // And of its own chains it has the say.
        assert_eq!(judged(&trust, &[said(&BOB, of_key(&BOOKER))], &walk(&BOB)), None);
    }
}
