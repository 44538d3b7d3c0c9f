//! What every code says, made by real faults: to the operator, to the model, and which steps had passed.
//!
//! A text that changes shows as a changed snapshot. The codes of the ledger and of the command line are shown where they
//! arise; the list at the end says which those are.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests
#![allow(clippy::arithmetic_side_effects)] // tests

mod support;

use std::collections::BTreeMap;

use depute::{
    Call, Clause, Code, Denied, Kind, Malformed, Mint, Policy, Presentation, Revocations, Signer, Token, Trust,
    TrustEntry, UnixTime, Verifier, VerifyingKey,
};
use support::revocations::{numbered, of_key, read_list, said, seen, verifier_of};
use support::{
    ALICE, AUDIENCE, BOB, BOOKER, CAROL, DAVE, Draft, EXP, EngineKey as _, IAT, ISS, LEDGER, MALLORY, NBF, NOW,
    PLANNER, SUB, Walk, at, bytes, call, list, map, now, raw, verifier,
};

/// What was shown for each code.
#[derive(Default)]
struct Shown(BTreeMap<&'static str, String>);

impl Shown {
    fn denied(&mut self, denied: &Denied) {
        let names = |key: &VerifyingKey| support::keys::petname(key);
        let text = denied.explain(&names).to_string();
        let model = denied.for_model();
        assert!(model.chars().count() <= 200, "{model}");
        assert!(!model.contains("did:key") && !text.contains("dptsk1_"));
        if !denied.is_authenticated() {
            assert!(denied.authorizer().is_none() && denied.holders().is_empty());
            for name in ["alice", "planner", "booker"] {
                assert!(!denied.to_string().contains(name), "{denied}");
            }
        }
        self.insert(denied.code(), format!("{text}\nlog: {denied}\nmodel: {model}"));
    }

    fn malformed(&mut self, malformed: &Malformed) {
        let hint = malformed.hint().unwrap_or(malformed.code().advice());
        let text =
            format!("error[{}]: {malformed}\nhint: {hint}\nmodel: {}", malformed.code(), malformed.code().for_model());
        self.insert(malformed.code(), text);
    }

    fn insert(&mut self, code: Code, text: String) {
        assert!(self.0.insert(code.as_str(), text).is_none(), "{code} is shown twice");
    }
}

#[track_caller]
fn of_bytes(code: Code, bytes: &[u8]) -> Denied {
    with(code, &verifier(), bytes, &call(), now())
}

#[track_caller]
fn with(code: Code, verifier: &Verifier, bytes: &[u8], call: &Call, now: UnixTime) -> Denied {
    let denied = verifier.check(bytes, call, now).expect_err(code.as_str());
    assert_eq!(denied.code(), code, "{denied}");
    denied
}

fn edited(edit: impl FnOnce(&mut Walk)) -> Vec<u8> {
    let mut walk = Walk::new();
    edit(&mut walk);
    walk.bytes()
}

fn root(edit: impl FnOnce(&mut Draft)) -> Vec<u8> {
    edited(|walk| edit(&mut walk.links[0]))
}

fn trusting(entry: TrustEntry) -> Verifier {
    Verifier::new(Trust::new([entry]).unwrap(), policy())
}

fn policy() -> Policy {
    Policy::new(AUDIENCE, Revocations::None).unwrap()
}

fn forms(shown: &mut Shown) {
    let right = Walk::new().bytes();
    let splice = |at: usize, with: &[u8]| [&right[..at], with, &right[at + 1..]].concat();
    shown.denied(&of_bytes(Code::CborTruncated, &right[..right.len() - 9]));
    shown.denied(&of_bytes(Code::CborTrailing, &[&right[..], &[0]].concat()));
    shown.denied(&of_bytes(Code::CborLongHead, &splice(1, &[0x18, 0x01])));
    shown.denied(&of_bytes(Code::CborIndefinite, &splice(0, &[0x9F])));
    shown.denied(&of_bytes(Code::CborTag, &[&[0xD2], &right[..]].concat()));
    shown.denied(&of_bytes(Code::CborType, &splice(1, &[0x61, 0x31])));
    shown.denied(&of_bytes(Code::VersionUnknown, &splice(1, &[0x02])));
    let clause = |limits| root(|root| root.clauses(vec![list!["flights.book", map! { "price" => limits }, true]]));
    shown.denied(&of_bytes(Code::CborFloat, &clause(list![3, raw(&[0xF9, 0x3E, 0x00])])));
    shown.denied(&of_bytes(Code::CborSimple, &clause(raw(&[0xF6]))));
    shown.denied(&of_bytes(Code::CborUtf8, &clause(list![1, raw(&[0x62, 0xC3, 0x28])])));
    shown.denied(&of_bytes(Code::OperatorUnknown, &clause(list![18, 1])));
    shown.denied(&of_bytes(Code::CharacterRefused, &clause(list![1, "a\u{202E}b"])));
    shown.denied(&of_bytes(Code::DuplicateItem, &clause(list![2, list![1, 1]])));
    shown.denied(&of_bytes(
        Code::CborKeyOrder,
        &root(|root| root.clauses(vec![list!["a", raw(b"\xA2\x62ab\x80\x61c\x80")]])),
    ));
    shown.denied(&of_bytes(
        Code::CborDuplicateKey,
        &root(|root| root.clauses(vec![list!["a", raw(b"\xA2\x61c\x80\x61c\x80")]])),
    ));
    let needs = list!["flights.book", map! {}, true, list![list![7, 1]]];
    shown.denied(&of_bytes(Code::RequirementUnknown, &root(|root| root.clauses(vec![needs]))));
    shown.denied(&of_bytes(Code::GrantEmpty, &root(|root| root.clauses(vec![]))));
    shown.denied(&of_bytes(Code::FieldUnknown, &root(|root| root.mandate().set(11, 1))));
    shown.denied(&of_bytes(Code::FieldMissing, &root(|root| root.unset(IAT))));
    shown.denied(&of_bytes(Code::ValueInvalid, &root(|root| root.set(SUB, "did:key:z6Mk"))));
    shown.denied(&of_bytes(Code::LimitExceeded, &root(|root| root.mandate().set(2, 16))));
    shown.denied(&of_bytes(Code::KeyInvalid, &root(|root| root.set(1, bytes(&[0; 32])))));
    shown.denied(&of_bytes(Code::EnvelopeInvalid, &root(|root| root.protected = vec![0xA1, 0x01, 0x27])));
    let mut wrong = right;
    let end = wrong.len() - 1;
    wrong[end - 32..end].fill(0xFF);
    shown.denied(&of_bytes(Code::SignatureForm, &wrong));
}

fn chains(shown: &mut Shown) {
    let (right, call) = (Walk::new().bytes(), call());
    let entry = || TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let bob = trusting(TrustEntry::new("bob", BOB.verifying()).allow("*(..)").unwrap());
    shown.denied(&with(Code::RootUntrusted, &bob, &right, &call, now()));
    let ended = trusting(entry().key(ALICE.verifying(), None, Some(at(NOW))));
    shown.denied(&with(Code::RootInterval, &ended, &right, &call, now()));
    let other = trusting(entry().speaks_for("bob@example.com").unwrap());
    shown.denied(&with(
        Code::SubjectNotAllowed,
        &other,
        &root(|root| root.set(SUB, "carol@example.com")),
        &call,
        now(),
    ));
    shown.denied(&of_bytes(Code::DepthExceeded, &root(|root| root.mandate().unset(2))));
    shown.denied(&of_bytes(
        Code::AudienceWidened,
        &edited(|walk| walk.links[1].set(3, list!["https://other.example", AUDIENCE])),
    ));
    shown.denied(&of_bytes(Code::WindowWidened, &edited(|walk| walk.links[1].set(EXP, 1_900_000_000))));
    let budget = map! { 1 => 5 };
    let two = list![AUDIENCE, "https://other.example.org"];
    shown.denied(&of_bytes(
        Code::BudgetHomeUnclear,
        &root(|root| {
            root.set(3, two);
            root.mandate().set(3, list![budget]);
        }),
    ));
    let elsewhere = map! { 1 => 5, 6 => bytes(&LEDGER.public()) };
    shown.denied(&of_bytes(Code::LedgerElsewhere, &root(|root| root.mandate().set(3, list![elsewhere]))));
    shown.denied(&of_bytes(Code::AudienceMismatch, &root(|root| root.set(3, "https://other.example"))));
    shown.denied(&of_bytes(Code::ProofAudienceMismatch, &edited(|walk| walk.proof.set(3, "https://other.example"))));
    let early = |secs| with_now(&right, secs);
    shown.denied(&early((NOW - 100_000, Code::IssuedInFuture)));
    shown.denied(&early((NOW + 100_000, Code::Expired)));
    shown.denied(&of_bytes(Code::NotYetValid, &edited(|walk| walk.links[1].set(NBF, NOW + 600))));
    let strict = Verifier::new(Trust::new([entry()]).unwrap(), policy().life_secs(60).unwrap());
    shown.denied(&with(Code::LifeTooLong, &strict, &right, &call, now()));
    shown.denied(&of_bytes(Code::ProofInFuture, &edited(|walk| walk.proof.set(IAT, NOW + 31))));
    shown.denied(&of_bytes(Code::ProofStale, &edited(|walk| walk.proof.set(IAT, NOW - 91))));
    shown.denied(&of_bytes(Code::SignatureInvalid, &edited(|walk| walk.links[1].signer = (&*MALLORY).into())));
    shown.denied(&of_bytes(Code::ProofMismatch, &edited(|walk| walk.proof.signer = (&*MALLORY).into())));
}

fn with_now(bytes: &[u8], (secs, code): (u64, Code)) -> Denied {
    with(code, &verifier(), bytes, &call(), at(secs))
}

/// A chain of two links with this clause in the second, and a call that it does not allow.
fn refused_call(root: &[&str], clause: &str, text: &str) -> Denied {
    let mint = root.iter().fold(Mint::new(&PLANNER.verifying()), |mint, clause| mint.allow(clause).unwrap());
    let token = mint.audience(AUDIENCE).unwrap().depth(1).sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let token = token.delegate(&BOOKER.verifying()).allow(clause).unwrap().sign(&PLANNER.signing(), now()).unwrap();
    let call = Call::parse(text).unwrap();
    let presentation = token.present(&call, AUDIENCE, &BOOKER.signing(), now(), [2; 16]).unwrap();
    verifier().check(presentation.as_bytes(), &call, now()).unwrap_err()
}

fn grants(shown: &mut Shown) {
    let any = ["*(..)"];
    shown.denied(&refused_call(&any, "flights.book(..)", "flights.cancel()"));
    shown.denied(&refused_call(&any, "f(to)", "f(to = 1, seat = \"1A\")"));
    shown.denied(&refused_call(&any, "f(to = \"SFO\")", "f()"));
    shown.denied(&refused_call(&any, "f(price <= 400)", "f(price = \"390\")"));
    shown.denied(&refused_call(
        &["f(to = \"SFO\", price <= 600)"],
        "f(price <= 400, ..)",
        "f(to = \"SFO\", price = 450)",
    ));
    shown.denied(&refused_call(&["f(n >= 1)"], "f(n >= 5)", "f(n = 3)"));
    shown.denied(&refused_call(&any, "f(to = \"SFO\")", "f(to = \"LAX\")"));
    shown.denied(&refused_call(
        &["f(to in [\"SFO\", \"OAK\", \"SJC\"])"],
        "f(to in [\"SFO\", \"OAK\"])",
        "f(to = \"SJC\")",
    ));
    shown.denied(&refused_call(&["f(p under \"/data\")"], "f(p under \"/data/a\")", "f(p = \"/data/b\")"));
    shown.denied(&refused_call(&any, "f(branch like \"feature/*\")", "f(branch = \"main\")"));
    shown.denied(&refused_call(
        &["http.get(url within \"https://api.example.com/\")"],
        "http.get(url within \"https://api.example.com/v1/\")",
        "http.get(url = \"https://api.example.com/v2/a\")",
    ));
    shown.denied(&refused_call(&any, "mail.send(to at \"example.com\")", "mail.send(to = \"ops@example.org\")"));
    shown.denied(&refused_call(
        &["net.scan(host cidr \"10.0.0.0/8\")"],
        "net.scan(host cidr \"10.1.0.0/16\")",
        "net.scan(host = \"10.2.0.1\")",
    ));
    shown.denied(&refused_call(&["f(text len <= 20)"], "f(text len <= 5)", "f(text = \"too long\")"));
    shown.denied(&refused_call(&any, "f(tags: [each _] and len >= 2)", "f(tags = [\"a\"])"));
    shown.denied(&refused_call(&any, "f(p under \"/data\")", "f(p = \"/data/../etc/passwd\")"));
    shown.denied(&refused_call(&any, "f(argv: [\"git\", _])", "f(argv = [\"git\"])"));
    shown.denied(&refused_call(&any, "f(..) needs 2(h'820101')", "f()"));
    let [carol, dave] = [&CAROL, &DAVE].map(|key| key.verifying());
    shown.denied(&refused_call(&any, &format!("f(..) needs approval(1 of [\"{carol}\", \"{dave}\"])"), "f()"));
    let token = Mint::new(&PLANNER.verifying()).allow("*(..)").unwrap().budget("sum price <= 600 \"USD\"").unwrap();
    let token = token.audience(AUDIENCE).unwrap().sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let call = Call::parse("f(price = \"390\")").unwrap();
    let presentation = token.present(&call, AUDIENCE, &PLANNER.signing(), now(), [2; 16]).unwrap();
    shown.denied(&with(Code::AmountInvalid, &verifier(), presentation.as_bytes(), &call, now()));
}

fn texts(shown: &mut Shown) {
    let secret = ALICE.signing().to_text();
    shown.malformed(&Token::from_text("dpt1_%%%").unwrap_err());
    shown.malformed(&Token::from_text(&ALICE.verifying().to_string()).unwrap_err());
    shown.malformed(&VerifyingKey::parse(&secret).unwrap_err());
    shown.malformed(&Call::from_json("{").unwrap_err());
    shown.malformed(&Call::from_json(r#"{"action":"a","action":"b"}"#).unwrap_err());
    shown.malformed(&Call::from_json(r#"{"action":"a","args":{"n":9007199254740993}}"#).unwrap_err());
    shown.malformed(&Call::from_json(r#"{"action":"\ud800"}"#).unwrap_err());
    shown.malformed(&Call::from_json(r#"{"action":"a","arguments":{}}"#).unwrap_err());
    let two = Presentation::text_in_header([&b"Depute dptp1_AAAA"[..]], [&b"dptp1_AAAA"[..]]);
    shown.malformed(&two.unwrap_err());
    shown.malformed(&Clause::parse("flights.book").unwrap_err());
    shown.malformed(&Trust::new([]).unwrap_err());
    assert_eq!(Kind::of(&secret), Some(Kind::Secret));
}

fn revocations(shown: &mut Shown) {
    let (right, call) = (Walk::new().bytes(), call());
    let revoked = verifier_of(Revocations::LocalList, seen(&[said(&ALICE, of_key(&BOOKER))]));
    shown.denied(&with(Code::Revoked, &revoked, &right, &call, now()));
    let mut verifier = verifier_of(Revocations::required(), seen(&[]));
    let later = edited(|walk| walk.proof.set(IAT, NOW + 100));
    shown.denied(&with(Code::RevocationStale, &verifier, &later, &call, at(NOW + 100)));
    verifier.add_list(&read_list(&numbered(2, &[])), now()).unwrap();
    let mut refused = |list: &Draft| verifier.add_list(&read_list(list), now()).unwrap_err();
    let mut strange = numbered(3, &[]);
    strange.set(ISS, bytes(&MALLORY.public()));
    shown.malformed(&refused(&strange));
    shown.malformed(&refused(&numbered(1, &[])));
    shown.malformed(&refused(&numbered(2, &[said(&ALICE, of_key(&BOOKER))])));
}

fn making(shown: &mut Shown) {
    let mint = |clause: &str| Mint::new(&PLANNER.verifying()).allow(clause).unwrap().depth(1);
    let token = mint("f(to = \"SFO\", price <= 400)").sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let names = |key: &VerifyingKey| support::keys::petname(key);
    for clause in ["f(price <= 900, ..)", "f(price <= 300)"] {
        let refused =
            token.delegate(&BOOKER.verifying()).allow(clause).unwrap().sign(&PLANNER.signing(), now()).unwrap_err();
        let text = format!(
            "error[{}]: {}\nhint: {}\nmodel: {}",
            refused.code(),
            refused.sentence(&names),
            refused.hint(&names).unwrap(),
            refused.code().for_model()
        );
        shown.insert(refused.code(), text);
    }
    let call = Call::parse("f(to = \"SFO\", price = 1)").unwrap();
    shown.malformed(&token.present(&call, AUDIENCE, &MALLORY.signing(), now(), [2; 16]).unwrap_err());
    shown.malformed(&token.present(&call, AUDIENCE, &OutOfOrder, now(), [2; 16]).unwrap_err());
}

/// A signer that gives no signature, as a key service that is down.
struct OutOfOrder;

impl Signer for OutOfOrder {
    fn verifying_key(&self) -> VerifyingKey {
        PLANNER.verifying()
    }

    fn sign(&self, _: &depute::ToSign) -> Result<depute::Signature, depute::SignerFailed> {
        Err(depute::SignerFailed)
    }
}

/// Codes that other packages show, where they arise.
const ELSEWHERE: [Code; 18] = [
    Code::ProofReplayed,
    Code::EndorsementUsed,
    Code::BudgetExhausted,
    Code::IssuedBeforeLedger,
    Code::LedgerFull,
    Code::PermitLapsed,
    Code::NoStanding,
    Code::Usage,
    Code::KeyNotFound,
    Code::KeyFileInvalid,
    Code::KeyFileOpen,
    Code::PassphraseNeeded,
    Code::PassphraseWrong,
    Code::NameTaken,
    Code::FileInvalid,
    Code::IoFailed,
    Code::ClockInvalid,
    Code::RandomFailed,
];

#[test]
fn every_code_explains_itself() {
    let mut shown = Shown::default();
    forms(&mut shown);
    chains(&mut shown);
    grants(&mut shown);
    texts(&mut shown);
    revocations(&mut shown);
    making(&mut shown);
    for code in Code::ALL {
        let here = shown.0.contains_key(code.as_str());
        // `internal` is for what cannot happen.
        let elsewhere = ELSEWHERE.contains(code) || *code == Code::Internal;
        assert!(here != elsewhere, "{code}: shown here {here}, elsewhere {elsewhere}");
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for (code, text) in &shown.0 {
            insta::assert_snapshot!(*code, text);
        }
    });
}

#[test]
fn every_code_has_a_sentence_for_a_model() {
    for code in Code::ALL {
        let text = code.for_model();
        assert!(text.chars().count() <= 200, "{text}");
        assert!(text.chars().all(|c| !c.is_control()) && !text.ends_with('.'), "{text}");
        assert_eq!(Code::from_name(code.as_str()), Some(*code));
    }
}

#[test]
fn a_fix_names_what_would_do_and_is_no_longer_than_it_helps() {
    let fix = |clause: &str, call: &str| {
        let denied = refused_call(&["*(..)"], clause, call);
        [denied.explain(&|key| support::keys::petname(key)).fix(), denied.for_model()]
    };
    // A URL that is refused for its query alone, and its twin that lies elsewhere.
    let below = r#"f(u within "https://h/v1/")"#;
    let [operator, model] = fix(below, r#"f(u = "https://h/v1/a?x=1")"#);
    assert_eq!(operator, r#"leave the query out, or ask planner for a token with u within "https://h/v1/" with query"#);
    assert!(model.ends_with("; leave the query of u out"), "{model}");
    for (clause, url) in [
        (below, "https://h/v2/a?x=1"),
        (below, "https://h/v1?x=1"),
        (r#"f(u within "https://h/v1/" with query)"#, "https://h/?x"),
    ] {
        let [operator, model] = fix(clause, &format!("f(u = \"{url}\")"));
        assert_eq!(operator, format!("ask planner for a token with u = \"{url}\""));
        assert!(!model.contains("query of"), "{model}");
    }
    // A length is asked for as the limit states it.
    let length = |limit: &str| fix(&format!("f(s {limit})"), r#"f(s = "abc")"#)[0].clone();
    assert_eq!(length("len = 2"), "ask planner for a token with s len = 3");
    assert_eq!(length("len = 4"), "ask planner for a token with s len = 3");
    assert_eq!(length("len < 3"), "ask planner for a token with s len <= 3");
    assert_eq!(length("len > 3"), "ask planner for a token with s len >= 3");
    // What the list lacks.
    let [operator, model] = fix("f(l: [each _, has \"a\", has {n <= 5, ..}])", r#"f(l = ["a", {"n": 6}])"#);
    assert_eq!(operator, "give l an element that passes {n <= 5, ..}");
    assert!(model.ends_with("; give l an element that passes {n <= 5, ..}"), "{model}");
    assert_eq!(fix("f(l: [each _, has \"b\"])", r#"f(l = ["a"])"#)[0], "give l an element that passes \"b\"");
    // A text that is shown cut is not asked for, and a long limit is cut.
    let text = |length: usize| fix(r#"f(s = "a")"#, &format!("f(s = \"{}\")", "b".repeat(length)))[0].clone();
    assert_eq!(text(60), format!("ask planner for a token with s = \"{}\"", "b".repeat(60)));
    assert_eq!(text(61), "ask planner for a token with limits that allow this s");
    let missing = |bytes: usize| fix(&format!("f(s = \"{}\")", "é".repeat(bytes)), "f()")[0].clone();
    assert_eq!(missing(116), format!("give s = \"{}\"", "é".repeat(116)));
    assert_eq!(missing(117), format!("give s = \"{}…", "é".repeat(117)));
    let long = format!("f(s in [\"{}\", \"a\"])", "c".repeat(200));
    let narrower = refused_call(&[&long], "f(s = \"a\")", &format!("f(s = \"{}\")", "c".repeat(200)));
    let fix = narrower.explain(&|key| support::keys::petname(key)).fix();
    assert_eq!(
        fix,
        format!(
            "ask planner for a token with limits that allow this s (planner may grant s in [\"{}…)",
            "c".repeat(115)
        )
    );
    // The verifier's own limit is its operator's to change.
    let own = trusting(TrustEntry::new("alice", ALICE.verifying()).allow(r#"*(u within "https://h/")"#).unwrap());
    let token = Mint::new(&BOOKER.verifying()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap();
    let token = token.sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let call = Call::parse(r#"f(u = "https://h/?x")"#).unwrap();
    let presentation = token.present(&call, AUDIENCE, &BOOKER.signing(), now(), [2; 16]).unwrap();
    let denied = own.check(presentation.as_bytes(), &call, now()).unwrap_err();
    assert_eq!(
        denied.explain(&|_| None).fix(),
        r#"leave the query out, or ask the verifier's operator for u within "https://h/" with query"#
    );
}
