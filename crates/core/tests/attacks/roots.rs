//! Whom a verifier trusts, when, for whom, and for what.

use depute::{Authorizer, Call, Clause, Code, Malformed, Setter, Trust, TrustEntry, Verifier};

use super::support::scene::policy;
use super::support::{
    ALICE, AUD, AUTHORITY, BOB, EXP, EngineKey as _, IAT, ISS, Item, Key, MALLORY, NOW, SUB, Signer, Walk, alike,
    allowed, at, bytes, call, list, now, verdict,
};
use super::{everything, refused_at};

/// An entry that allows everything.
fn trusting(name: &str, key: &Key) -> TrustEntry {
    TrustEntry::new(name, key.verifying()).allow("*(..)").unwrap()
}

fn judge(trust: Vec<TrustEntry>, walk: &Walk) -> Result<(), Code> {
    let verifier = Verifier::new(Trust::new(trust).unwrap(), policy());
    alike(&verifier, &walk.bytes(), &call(), now()).map(drop).map_err(|denied| denied.code())
}

/// The usual walk with a root by this key, for this subject.
fn rooted(key: &'static Key, subject: Option<&str>) -> Walk {
    let mut walk = Walk::new();
    walk.links[0].signer = Signer::Key(key);
    walk.links[0].set(ISS, bytes(&key.public()));
    if let Some(subject) = subject {
        walk.links[0].set(SUB, subject);
    }
    walk
}

#[test]
fn empty_trust_accepts_no_one() {
    let code = |trust: Result<Trust, Malformed>| trust.map(drop).map_err(|malformed| malformed.code());
    assert_eq!(code(Trust::new([])), Err(Code::TrustEmpty));
    assert_eq!(code(Trust::new([trusting("alice", &ALICE)])), Ok(()));
    // An entry has a name that can be shown, and says nothing twice.
    assert_eq!(code(Trust::new([trusting("", &ALICE)])), Err(Code::ValueInvalid));
    assert_eq!(code(Trust::new([trusting("ali\nce", &ALICE)])), Err(Code::CharacterRefused));
    let twice = |clause: &str| trusting("alice", &ALICE).allow(clause).unwrap();
    assert_eq!(code(Trust::new([twice("*(..)")])), Err(Code::DuplicateItem));
    assert_eq!(code(Trust::new([twice("a.b(..)")])), Ok(()));
    // Nor an entry that says nothing: absence is never authority.
    assert_eq!(code(Trust::new([TrustEntry::new("alice", ALICE.verifying())])), Err(Code::GrantEmpty));
    assert_eq!(code(Trust::new([trusting("alice", &ALICE), trusting("alice", &BOB)])), Err(Code::DuplicateItem));
    assert_eq!(code(Trust::new([trusting("alice", &ALICE), trusting("bob", &ALICE)])), Err(Code::DuplicateItem));
    assert_eq!(code(Trust::new([trusting("alice", &ALICE), trusting("bob", &BOB)])), Ok(()));
}

#[test]
fn trust_in_one_is_not_trust_in_another() {
    assert_eq!(judge(vec![trusting("bob", &BOB)], &rooted(&ALICE, None)), Err(Code::RootUntrusted));
    assert_eq!(judge(vec![trusting("bob", &BOB)], &rooted(&BOB, None)), Ok(()));
    let both = || vec![trusting("bob", &BOB), trusting("alice", &ALICE)];
    assert_eq!(judge(both(), &rooted(&ALICE, None)), Ok(()));
    assert_eq!(judge(both(), &rooted(&MALLORY, None)), Err(Code::RootUntrusted));
    // One trusted key cannot sign in the name of another, nor does the verifier try them in turn.
    let mut walk = rooted(&ALICE, None);
    walk.links[0].signer = Signer::Key(&BOB);
    assert_eq!(judge(both(), &walk), Err(Code::SignatureInvalid));
    // A key off by a bit is another key.
    let mut near = ALICE.public();
    near[5] ^= 1;
    let mut walk = rooted(&ALICE, None);
    walk.links[0].set(ISS, bytes(&near));
    assert_eq!(judge(both(), &walk), Err(Code::RootUntrusted));
}

#[test]
fn a_key_counts_only_in_its_interval() {
    let between = |from: Option<u64>, until: Option<u64>| {
        vec![trusting("alice", &BOB).key(ALICE.verifying(), from.map(at), until.map(at))]
    };
    let issued = |secs: u64| {
        let mut walk = Walk::new();
        walk.links[0].set(IAT, secs);
        walk
    };
    let outside = Err(Code::RootInterval);
    for (from, until, issue, verdict) in [
        (None, None, NOW, Ok(())),
        (Some(NOW - 10), Some(NOW + 1), NOW - 10, Ok(())),
        // The token was issued before the key was trusted.
        (Some(NOW - 9), None, NOW - 10, outside),
        (Some(NOW - 10), None, NOW - 10, Ok(())),
        // It was trusted when the token was issued, and is not now: `until` is excluded.
        (None, Some(NOW), NOW - 10, outside),
        (None, Some(NOW + 1), NOW - 10, Ok(())),
        (None, Some(NOW - 10), NOW - 10, outside),
        // Not yet; no skew helps.
        (Some(NOW + 1), None, NOW + 2, outside),
        (Some(NOW), None, NOW, Ok(())),
        // A backdated or postdated root is outside as well.
        (Some(NOW - 100), Some(NOW + 100), NOW - 101, outside),
        (Some(NOW - 100), Some(NOW + 20), NOW + 20, outside),
        (Some(NOW + 5), Some(NOW + 5), NOW, outside),
    ] {
        assert_eq!(judge(between(from, until), &issued(issue)), verdict, "{from:?} {until:?} {issue}");
    }
    // The entry's other key is not bound by it.
    assert_eq!(judge(between(None, Some(0)), &rooted(&BOB, None)), Ok(()));
    assert_eq!(judge(between(None, Some(0)), &Walk::new()), outside);
}

#[test]
fn an_authority_speaks_only_for_its_own() {
    let authority =
        || vec![trusting("authority", &AUTHORITY).speaks_for("alice@example.com").unwrap(), trusting("bob", &BOB)];
    let denied = Err(Code::SubjectNotAllowed);
    for (key, subject, verdict) in [
        (&AUTHORITY, Some("alice@example.com"), Ok(())),
        (&AUTHORITY, Some("eve@example.com"), denied),
        (&AUTHORITY, Some("Alice@example.com"), denied),
        (&AUTHORITY, Some("alice@example.com "), denied),
        (&AUTHORITY, Some("alice@example.co"), denied),
        (&AUTHORITY, Some("*"), denied),
        // It does not speak for itself.
        (&AUTHORITY, None, denied),
        (&AUTHORITY, Some("authority"), denied),
        // A person speaks for nobody else, not even by the entry's own name.
        (&BOB, None, Ok(())),
        (&BOB, Some("alice@example.com"), denied),
        (&BOB, Some("bob"), denied),
    ] {
        assert_eq!(judge(authority(), &rooted(key, subject)), verdict, "{} for {subject:?}", key.name);
    }
}

#[test]
fn an_authority_for_a_pattern_speaks_for_what_reads_without_doubt() {
    let authority = |text: &str| vec![trusting("authority", &AUTHORITY).speaks_for_text(text).unwrap()];
    let denied = Err(Code::SubjectNotAllowed);
    for (text, subject, verdict) in [
        (r#"at "acme.example""#, Some("alice@acme.example"), Ok(())),
        (r#"at "acme.example""#, Some("eve@evil.test"), denied),
        (r#"at "acme.example""#, Some("alice@mail.acme.example"), denied),
        (r#"at "acme.example""#, Some("eve@evil.test,alice@acme.example"), denied),
        (r#"at "acme.example""#, Some("eve@evil.test@acme.example"), denied),
        (r#"at "acme.example""#, Some("alice@ACME.example"), denied),
        (r#"at "acme.example""#, Some("acme.example"), denied),
        (r#"at "acme.example""#, None, denied),
        (r#"like "svc-*""#, Some("svc-build"), Ok(())),
        (r#"like "svc-*""#, Some("svc-"), Ok(())),
        (r#"like "svc-*""#, Some("svc"), denied),
        (r#"like "svc-*""#, Some("SVC-build"), denied),
        (r#"like "svc-*""#, Some("svc-build/admin"), denied),
        (r#"like "svc-*""#, Some("svc-../alice"), denied),
        (r#"like "svc-*""#, Some("svc-%2e"), denied),
        (r#"like "svc-*""#, Some(r#"like "svc-*""#), denied),
        // Nor for itself, as any authority.
        (r#"like "*""#, None, denied),
        (r#"like "*""#, Some("authority"), Ok(())),
        // A name that looks like a limit is one only when it is written so.
        (r#"= "like \"svc-*\"""#, Some("svc-build"), denied),
        (r#"= "like \"svc-*\"""#, Some(r#"like "svc-*""#), Ok(())),
        ("svc-*", Some("svc-build"), denied),
        ("svc-*", Some("svc-*"), Ok(())),
    ] {
        assert_eq!(judge(authority(text), &rooted(&AUTHORITY, subject)), verdict, "{text} for {subject:?}");
    }
    // What is said in code is what is said in a settings file.
    let entry = || trusting("authority", &AUTHORITY);
    for (text, said) in [
        (r#"at "acme.example""#, entry().speaks_for_at("acme.example")),
        (r#"like "svc-*""#, entry().speaks_for_like("svc-*")),
        ("svc-*", entry().speaks_for("svc-*")),
    ] {
        assert_eq!(authority(text), [said.unwrap()]);
    }
    let named = TrustEntry::new("authority", AUTHORITY.verifying());
    assert_eq!(named.name(), "authority");
    assert_eq!(named.allow_clause(Clause::parse("*(..)").unwrap()), entry());
    // Whoever it speaks for stays the pair of entry and name.
    let (bytes, call) = (rooted(&AUTHORITY, Some("svc-build")).bytes(), call());
    let verifier = Verifier::new(Trust::new(authority(r#"like "svc-*""#)).unwrap(), policy());
    let build = Authorizer::Subject { entry: "authority".into(), subject: "svc-build".into() };
    assert_eq!(verifier.check(&bytes, &call, now()).unwrap().authorizer(), build);
}

#[test]
fn a_rotation_has_two_edges() {
    // The new key begins at START, the old one ends at END. A mandate counts while both its issue and the present lie in
    // its key's interval: the first second of it included, the last excluded.
    const START: u64 = NOW;
    const END: u64 = NOW + 600;
    let trust = || {
        let entry = trusting("alice", &ALICE).key(ALICE.verifying(), None, Some(at(END)));
        vec![entry.key(BOB.verifying(), Some(at(START)), None)]
    };
    let verifier = Verifier::new(Trust::new(trust()).unwrap(), policy());
    let judged = |key: &'static Key, issued: u64, judged: u64| {
        let mut walk = rooted(key, None);
        walk.links[0].set(IAT, issued);
        walk.links[0].set(EXP, issued + 1800);
        walk.proof.set(IAT, judged);
        let bytes = walk.bytes();
        verifier.check(&bytes, &call(), at(judged)).map(drop).map_err(|denied| denied.code())
    };
    let outside = Err(Code::RootInterval);
    for (key, issued, now, verdict) in [
        // The old key: what it signed lives on to the end, even what it signed within the overlap.
        (&ALICE, START - 1000, START, Ok(())),
        (&ALICE, START - 1000, END - 1, Ok(())),
        (&ALICE, START - 1000, END, outside),
        (&ALICE, END - 1, END - 1, Ok(())),
        (&ALICE, END - 1, END, outside),
        // Issued at the end itself, and judged before it by a clock that is a second behind.
        (&ALICE, END, END - 1, outside),
        (&ALICE, END, END, outside),
        // The new key: nothing that it signed before its time counts, then or later.
        (&BOB, START, START, Ok(())),
        (&BOB, START - 1, START, outside),
        (&BOB, START - 1, START + 60, outside),
        (&BOB, START, START - 1, outside),
        (&BOB, START - 1, START - 1, outside),
        (&BOB, END, END, Ok(())),
        (&BOB, END + 5, END + 20, Ok(())),
    ] {
        assert_eq!(judged(key, issued, now), verdict, "{} issued {issued}, judged {now}", key.name);
    }
}

#[test]
fn two_authorities_do_not_share_a_name() {
    // The same `sub` under two entries is two authorizers, and a key is never a name.
    let trust = || {
        let named = |name: &str, key: &Key| trusting(name, key).speaks_for("alice").unwrap();
        Verifier::new(Trust::new([named("one", &AUTHORITY), named("two", &BOB)]).unwrap(), policy())
    };
    let who = |key: &'static Key| {
        let (verifier, bytes, call) = (trust(), rooted(key, Some("alice")).bytes(), call());
        verifier.check(&bytes, &call, now()).unwrap().authorizer()
    };
    let subject = |entry: &str| Authorizer::Subject { entry: entry.into(), subject: "alice".into() };
    assert_eq!((who(&AUTHORITY), who(&BOB)), (subject("one"), subject("two")));
    let verifier = super::support::verifier();
    let (bytes, call) = (Walk::new().bytes(), call());
    assert_eq!(verifier.check(&bytes, &call, now()).unwrap().authorizer(), Authorizer::Key(ALICE.verifying()));
}

#[test]
fn link_zero_is_judged_like_any_link() {
    let judge = |clauses: &[&str], call: &str| {
        let entry = TrustEntry::new("alice", ALICE.verifying());
        let entry = clauses.iter().fold(entry, |entry, clause| entry.allow(clause).unwrap());
        let verifier = Verifier::new(Trust::new([entry]).unwrap(), policy());
        let call = Call::parse(call).unwrap();
        let mut walk = Walk::short();
        walk.links[0].clauses(vec![everything()]);
        walk.digest = *call.digest();
        let bytes = walk.bytes();
        let verdict = verifier.check(&bytes, &call, now());
        verdict.map(drop).map_err(|denied| {
            assert_eq!((denied.link(), denied.links()), (Some(0), 1));
            assert_eq!(denied.set_by(), Some(&Setter::Verifier(Some("alice".into()))));
            // Who was refused is known by then.
            assert_eq!(denied.authorizer(), Some(&Authorizer::Key(ALICE.verifying())));
            denied.code()
        })
    };
    let book = r#"flights.book(to = "SFO", price = 390)"#;
    assert_eq!(judge(&["flights.*(..)"], book), Ok(()));
    assert_eq!(judge(&["flights.*(..)"], "hotels.book()"), Err(Code::ActionNotGranted));
    assert_eq!(judge(&["hotels.*(..)"], book), Err(Code::ActionNotGranted));
    assert_eq!(judge(&["flights.book()"], book), Err(Code::ArgNotGranted));
    assert_eq!(judge(&["flights.book(price <= 300, ..)"], book), Err(Code::ArgAboveLimit));
    assert_eq!(judge(&["flights.book(price <= 300, ..)", "flights.book(..)"], book), Ok(()));
    assert_eq!(judge(&["flights.book(seat, ..)"], book), Err(Code::ArgMissing));
    assert_eq!(judge(&["*(..) needs 2(h'80')"], book), Err(Code::RequirementUnsupported));
    assert_eq!(judge(&["*(..) needs 2(h'80')", "flights.*(..)"], book), Ok(()));
}

#[test]
fn a_token_for_another_verifier_is_refused() {
    let audience = |audiences: Item| {
        let mut walk = Walk::new();
        walk.links[0].set(AUD, audiences);
        walk.bytes()
    };
    for other in [
        "https://flights.example/",
        "https://flights.exampl",
        "http://flights.example",
        "flights.example",
        "*",
        " ",
        "local",
    ] {
        refused_at("another audience", &audience(other.into()), 2, Code::AudienceMismatch);
    }
    refused_at("several others", &audience(list!["a", "b"]), 2, Code::AudienceMismatch);
    allowed("another audience", &audience(list!["a", super::support::AUDIENCE]));
}

#[test]
fn local_is_an_audience_like_any_other() {
    // A token that never leaves the machine is none for a service, nor a service's for the machine.
    let local = |proof: &str| {
        let mut walk = Walk::new();
        walk.links[0].set(AUD, "local");
        walk.proof.set(AUD, proof);
        walk.bytes()
    };
    let machine = depute::Policy::new("local", depute::Revocations::None).unwrap();
    let machine = Verifier::new(Trust::new([trusting("alice", &ALICE)]).unwrap(), machine);
    let judged = |bytes: &[u8]| machine.check(bytes, &call(), now()).map(drop).map_err(|denied| denied.code());
    assert_eq!(judged(&local("local")), Ok(()));
    assert_eq!(judged(&local(super::support::AUDIENCE)), Err(Code::ProofAudienceMismatch));
    assert_eq!(judged(&Walk::new().bytes()), Err(Code::AudienceMismatch));
    assert_eq!(verdict(&local("local")).unwrap_err().code(), Code::AudienceMismatch);
}

#[test]
fn trust_is_asked_anew_by_every_verifier() {
    let walk = Walk::new();
    assert_eq!(judge(vec![trusting("alice", &ALICE)], &walk), Ok(()));
    assert_eq!(judge(vec![trusting("alice", &BOB)], &walk), Err(Code::RootUntrusted));
}
