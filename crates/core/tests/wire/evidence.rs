//! Evidence of how the authorizer was identified: only in a root link, four members, and never judged.

use depute::{Code, Evidence, Mint, Token};

use super::claims::UNSEEN;
use super::support::{
    ALICE, EngineKey as _, Item, NOW, PLANNER, Walk, allowed, at, bytes, call, list, map, now, raw, verifier,
};
use super::{child, pair, root};

/// The usual presentation whose root link has this evidence.
fn with(evidence: Item) -> Vec<u8> {
    root(|link| link.mandate().set(10, evidence))
}

fn of(kind: &str, digest: Item, time: impl Into<Item>, assurance: &str) -> Item {
    list![kind, digest, time.into(), assurance]
}

fn digest() -> Item {
    bytes(&[0xA5; 32])
}

fn right() -> Vec<u8> {
    with(of("oidc", digest(), NOW, "aal2"))
}

#[test]
fn evidence_has_four_members() {
    for (what, wrong) in [
        ("nothing", list![]),
        ("a kind alone", list!["oidc"]),
        ("no assurance", list!["oidc", digest(), NOW]),
        ("five members", list!["oidc", digest(), NOW, "aal2", 1]),
    ] {
        pair(what, Code::ValueInvalid, with(wrong), right());
    }
    for (what, wrong) in [
        ("a map", map! { 1 => "oidc" }),
        ("a text", "oidc".into()),
        ("a number", 1.into()),
        ("a kind as a number", list![1, digest(), NOW, "aal2"]),
        ("a digest as a text", list!["oidc", "a".repeat(32), NOW, "aal2"]),
        ("a time as a text", list!["oidc", digest(), "2027-01-15T08:00:00Z", "aal2"]),
        ("a time before 1970", list!["oidc", digest(), -1, "aal2"]),
        ("an assurance as a number", list!["oidc", digest(), NOW, 2]),
        ("another order", list![digest(), "oidc", NOW, "aal2"]),
    ] {
        pair(what, Code::CborType, with(wrong), right());
    }
    pair("null", Code::CborSimple, with(raw(&[0xF6])), right());
}

#[test]
fn evidence_is_two_lines_a_digest_and_a_time() {
    for length in [0, 20, 31, 33, 64] {
        let wrong = with(of("oidc", bytes(&vec![1; length]), NOW, "aal2"));
        pair("a digest of another length", Code::ValueInvalid, wrong, right());
    }
    let line = |kind: &str, assurance: &str| with(of(kind, digest(), NOW, assurance));
    pair("an empty kind", Code::ValueInvalid, line("", "aal2"), right());
    pair("an empty assurance", Code::ValueInvalid, line("oidc", ""), right());
    for letter in ["x", "é", "🛫"] {
        pair("a long kind", Code::LimitExceeded, line(&letter.repeat(201), "a"), line(&letter.repeat(200), "a"));
        pair("a long assurance", Code::LimitExceeded, line("a", &letter.repeat(201)), line("a", &letter.repeat(200)));
    }
    for text in UNSEEN {
        pair("a kind that cannot be seen", Code::CharacterRefused, line(text, "aal2"), right());
        pair("an assurance that cannot be seen", Code::CharacterRefused, line("oidc", text), right());
    }
    let time = |secs: u64| with(of("oidc", digest(), secs, "aal2"));
    pair("a time in the year 10000", Code::LimitExceeded, time(253_402_300_800), time(253_402_300_799));
}

#[test]
fn only_a_root_link_has_evidence() {
    let evidence = || of("oidc", digest(), NOW, "aal2");
    let further = child(|link| link.mandate().set(10, evidence()));
    pair("evidence in a further link", Code::FieldUnknown, further, right());
}

#[test]
fn evidence_is_carried_and_never_judged() {
    // A time long past or to come, a kind that nobody knows: the verdict is the same.
    for (kind, time, assurance) in [("oidc", NOW, "aal2"), ("oidc", 0, "none"), ("unheard of", NOW + 999_999, "?")] {
        let bytes = with(of(kind, digest(), time, assurance));
        allowed("evidence", &bytes);
        let (verifier, call) = (verifier(), call());
        let verified = verifier.check(&bytes, &call, now()).unwrap();
        let evidence = verified.evidence().unwrap();
        assert_eq!((evidence.kind(), evidence.assurance()), (kind, assurance));
        assert_eq!((evidence.digest(), evidence.time()), (&[0xA5; 32], at(time)));
    }
    let (verifier, call, bytes) = (verifier(), call(), Walk::new().bytes());
    assert_eq!(verifier.check(&bytes, &call, now()).unwrap().evidence(), None);
}

#[test]
fn evidence_that_the_reader_refuses_is_not_made() {
    let made = |kind: &str, assurance: &str| {
        Evidence::new(kind, [1; 32], now(), assurance).map(drop).map_err(|fault| fault.code())
    };
    assert_eq!(made("oidc", "aal2"), Ok(()));
    assert_eq!(made("", "aal2"), Err(Code::ValueInvalid));
    assert_eq!(made("oidc", "a\nb"), Err(Code::CharacterRefused));
    assert_eq!(made(&"x".repeat(201), "aal2"), Err(Code::LimitExceeded));
    let secret = ALICE.signing().to_text();
    assert_eq!(made(&secret, "aal2"), Err(Code::SecretRefused));
    // What is made is read, and written again as it was.
    let evidence = Evidence::new("oidc", [0xA5; 32], at(NOW), "aal2").unwrap();
    let mint = Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().task("T-1").unwrap();
    let token = mint.evidence(evidence.clone()).sign(&ALICE.signing(), now(), [7; 8]).unwrap();
    let read = Token::from_bytes(token.as_bytes()).unwrap();
    assert_eq!(read.unverified_links()[0].unverified_evidence(), Some(&evidence));
    let mut walk = Walk::short();
    let mandate =
        map! { 1 => list![list![list![], map! {}, true]], 7 => "T-1", 10 => of("oidc", digest(), NOW, "aal2") };
    walk.links[0].set(super::support::AUD, "local");
    walk.links[0].set(super::support::EXP, NOW + 900);
    walk.links[0].set(super::support::MANDATE, mandate);
    assert_eq!(token.as_bytes(), walk.token());
}
