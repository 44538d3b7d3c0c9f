//! Prints every value of the specification's worked examples, made from fixed seeds.
//!
//! `tests/spec.rs` finds each of them in the document named, so that no example can drift from the code.
//!
//! ```text
//! cargo run -p depute --example spec_example
//! ```
#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // fixed input: a fault should stop the program

use ciborium::Value as Cbor;
use depute::{
    Body, Call, Mint, NextList, Policy, Prepared, Presentation, Request, Revocations, Signer, SigningKey, Target,
    Token, Trust, TrustEntry, UnixTime, Verifier,
};

const AUDIENCE: &str = "https://flights.example";
const CTI: [u8; 8] = [0, 1, 2, 3, 4, 5, 6, 7];
const NONCE: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

/// What stands before the clauses, or the budgets, of a mandate: the claim's key, the map, the field, a list of one.
const BEFORE_CLAUSE: &[u8] = b"\x3a\x00\x01\x00\x00\xa1\x01\x81";
const BEFORE_BUDGET: &[u8] = b"\x3a\x00\x01\x00\x00\xa2\x01\x81\x83\x80\xa0\xf5\x03\x81";

/// Clauses whose wire form `spec/grant.md` shows.
const CLAUSES: &[&str] = &[
    "flights.search(..)",
    "flights.status()",
    "flights.book(to = \"SFO\", price <= 600)",
    "fs.read(path under \"/data\", encoding? in [\"utf-8\", \"utf-16\"])",
    "trip.plan(day >= date \"2026-12-01\" and < date \"2026-12-08\", ..)",
    "db.query(opts: {limit <= 50, ..}, params: [each <= 0.5])",
    "shell.run(argv: [\"git\", \"push\", _, in [\"main\", \"dev\"], ..])",
    "http.get(url within \"https://api.example.com/v1/\", next? within \"https://h:8443/\" with query)",
    "net.open(host cidr \"10.0.0.0/8\", contact at \"example.com\")",
    "issue.label(title len <= 80, labels: [each len <= 20, has \"agent\"] and len <= 5)",
    "mail.send(to in [\"ops@example.com\"], body, urgent = false) needs 2(h'80')",
    "pay(..) needs approval(1 of [\"did:key:z6MkwVDfCg9LbbY6xjH3EZk8YSFQZujV5Y4y1ZWeER9tDiN3\"])",
    "ci.*(..)",
    "*(..)",
];

/// Budgets whose wire form `spec/grant.md` shows.
const BUDGETS: &[&str] = &[
    "calls <= 50",
    "calls of flights.* <= 5 per 1h",
    "sum price of flights.book <= 600.5 \"USD\" per 1d account \"travel\"",
];

/// One value: the document that shows it, what it is, and the value as it stands there.
pub(crate) struct Shown {
    pub(crate) document: &'static str,
    pub(crate) name: String,
    pub(crate) value: String,
}

#[allow(dead_code)] // a test includes this file for its values alone
fn main() {
    for Shown { document, name, value } in values() {
        println!("{document}  {name}\n{value}\n");
    }
}

/// Every value, in the order of the documents.
pub(crate) fn values() -> Vec<Shown> {
    let mut values = Vec::new();
    let mut show = |document, name: &str, value: String| values.push(Shown { document, name: name.to_owned(), value });
    worked_example(&mut show);
    for clause in CLAUSES {
        let mint = Mint::new(&planner().verifying_key()).allow(clause).unwrap();
        show("grant.md", "clause", (*clause).to_owned());
        show("grant.md", "its wire form", hex(&last_field(mint, BEFORE_CLAUSE)));
    }
    for budget in BUDGETS {
        let mint = Mint::new(&planner().verifying_key()).allow("*(..)").unwrap().budget(budget).unwrap();
        show("grant.md", "budget", (*budget).to_owned());
        show("grant.md", "its wire form", hex(&last_field(mint, BEFORE_BUDGET)));
    }
    counters(&mut show);
    request(&mut show);
    revocations(&mut show);
    values
}

/// The call over HTTP of `http.md`.
fn request(show: &mut impl FnMut(&'static str, &str, String)) {
    let target = "/v1/invoices/7731/payments?notify=yes";
    let request = Request { method: "POST", target, body: Body::Json(b"{\"amount\": 120}") };
    let call = request.call("invoices.pay", &[("invoice", "7731")]).unwrap();
    show("http.md", "digest of the body", hex(call.http().unwrap().body_digest()));
    show("http.md", "JSON of the call", call.to_json());
    show("http.md", "canonical bytes", hex(call.canonical()));
    show("http.md", "call digest", hex(call.digest()));
}

/// The token of one link, the call and the proof of `token.md`.
fn worked_example(show: &mut impl FnMut(&'static str, &str, String)) {
    let (alice, planner) = (alice(), planner());
    show("token.md", "alice's key", alice.verifying_key().to_string());
    show("token.md", "planner's key", planner.verifying_key().to_string());

    let mint = Mint::new(&planner.verifying_key())
        .allow("flights.book(to = \"SFO\", price <= 600)")
        .unwrap()
        .expires_in(3600)
        .task("T-1042")
        .unwrap();
    let (token, to_sign, signature) =
        signed(mint.audience(AUDIENCE).unwrap().prepare(&alice.verifying_key(), now(), CTI).unwrap(), &alice);
    show("token.md", "external_aad of the link", hex(&member(&to_sign, 2)));
    show("token.md", "payload of the link", hex(&member(&to_sign, 3)));
    show("token.md", "Sig_structure of the link", hex(&to_sign));
    show("token.md", "signature of the link", hex(&signature));
    show("token.md", "link id", hex(&token.unverified_ids()[0]));
    show("token.md", "token", hex(token.as_bytes()));
    show("token.md", "text of the token", token.to_text());

    let call = Call::parse("flights.book(to = \"SFO\", price = 450)").unwrap();
    show("call.md", "JSON of the call", call.to_json());
    show("call.md", "canonical bytes", hex(call.canonical()));
    show("call.md", "call digest", hex(call.digest()));
    show("token.md", "call digest", hex(call.digest()));

    let (presentation, to_sign, signature) =
        signed(token.prepare_call(&call, AUDIENCE, now(), NONCE).unwrap(), &planner);
    show("token.md", "external_aad of the proof", hex(&member(&to_sign, 2)));
    show("token.md", "payload of the proof", hex(&member(&to_sign, 3)));
    show("token.md", "signature of the proof", hex(&signature));
    let verifier = verifier();
    let verified = verifier.check(presentation.as_bytes(), &call, now()).unwrap();
    show("token.md", "proof id", hex(verified.proof_id()));
    show("token.md", "length of the presentation", format!("{} bytes", presentation.as_bytes().len()));
    endorsement(show, &token, &call, &presentation);
}

/// Carol's endorsement of that call, for a verifier that wants one.
fn endorsement(
    show: &mut impl FnMut(&'static str, &str, String),
    token: &Token,
    call: &Call,
    presentation: &Presentation,
) {
    let carol = SigningKey::from_seed(&[9; 32]);
    let until = UnixTime::from_secs(1_800_000_900).unwrap();
    let prepared = token.prepare_endorsement(call, AUDIENCE, &carol.verifying_key(), now(), until, NONCE).unwrap();
    let (endorsement, to_sign, signature) = signed(prepared, &carol);
    show("token.md", "carol's key", carol.verifying_key().to_string());
    show("token.md", "external_aad of the endorsement", hex(&member(&to_sign, 2)));
    show("token.md", "payload of the endorsement", hex(&member(&to_sign, 3)));
    show("token.md", "signature of the endorsement", hex(&signature));
    show("token.md", "endorsement alone", endorsement.to_text());

    let clause = format!("*(..) needs approval(1 of [\"{}\"])", carol.verifying_key());
    let entry = TrustEntry::new("alice", alice().verifying_key()).allow(&clause).unwrap();
    let verifier = Verifier::new(Trust::new([entry]).unwrap(), Policy::new(AUDIENCE, Revocations::None).unwrap());
    let presentation = presentation.with(&endorsement).unwrap();
    let verified = verifier.check(presentation.as_bytes(), call, now()).unwrap();
    show("token.md", "endorsement id", hex(&verified.endorsements()[0].id));
    show("token.md", "length of the endorsed presentation", format!("{} bytes", presentation.as_bytes().len()));
}

/// The counters of `verify.md`: one of the link, one of an account.
fn counters(show: &mut impl FnMut(&'static str, &str, String)) {
    let budgets = ["calls <= 50", "sum price of flights.book <= 600 \"USD\" per 1d account \"travel\""];
    let mint =
        Mint::new(&planner().verifying_key()).allow("*(..)").unwrap().audience(AUDIENCE).unwrap().expires_in(3600);
    let token =
        budgets.into_iter().fold(mint, |mint, budget| mint.budget(budget).unwrap()).sign(&alice(), now(), CTI).unwrap();
    let call = Call::parse("flights.book(to = \"SFO\", price = 450)").unwrap();
    let presentation = token.present(&call, AUDIENCE, &planner(), now(), NONCE).unwrap();
    let verifier = verifier();
    let verified = verifier.check(presentation.as_bytes(), &call, now()).unwrap();

    let link = Cbor::Array(vec![Cbor::Bytes(token.unverified_ids()[0].to_vec()), 0.into()]);
    let account =
        ["alice".into(), 0.into(), "travel".into(), "price".into(), "flights.book".into(), "USD".into(), 86_400.into()];
    for (name, charge) in [link, Cbor::Array(account.to_vec())].into_iter().zip(verified.owed()) {
        let mut encoded = Vec::new();
        ciborium::into_writer(&name, &mut encoded).unwrap();
        assert_eq!(blake3::derive_key("depute v1 counter id", &encoded), charge.counter);
        show("verify.md", "name of a counter", hex(&encoded));
        show("verify.md", "counter id", hex(&charge.counter));
    }
}

/// The statement and the list of `revocation.md`.
fn revocations(show: &mut impl FnMut(&'static str, &str, String)) {
    let (alice, keeper) = (alice(), SigningKey::from_seed(&[9; 32]));
    show("revocation.md", "keeper's key", keeper.verifying_key().to_string());

    let task = Target::task(alice.verifying_key(), "T-1042").unwrap();
    let (statement, to_sign, signature) =
        signed(task.prepare_revocation(&alice.verifying_key(), now()).unwrap(), &alice);
    show("revocation.md", "external_aad of the statement", hex(&member(&to_sign, 2)));
    show("revocation.md", "payload of the statement", hex(&member(&to_sign, 3)));
    show("revocation.md", "signature of the statement", hex(&signature));
    show("revocation.md", "statement id", hex(statement.id()));

    let next = NextList::first().with(statement.clone()).unwrap().next_update_in(3600);
    let (list, to_sign, signature) = signed(next.prepare(&keeper.verifying_key(), now()).unwrap(), &keeper);
    show("revocation.md", "external_aad of the list", hex(&member(&to_sign, 2)));
    show("revocation.md", "signature of the list", hex(&signature));
    show("revocation.md", "list id", hex(list.id()));
    show("revocation.md", "list", hex(list.as_bytes()));
    show("revocation.md", "text of the list", list.to_text());

    let lift = statement.lift(&alice, now()).unwrap();
    show("revocation.md", "id of the lift", hex(lift.id()));
}

/// Signs a step; gives what it made, what was signed, and the signature.
fn signed<T>(prepared: Prepared<T>, key: &SigningKey) -> (T, Vec<u8>, [u8; 64]) {
    let to_sign = prepared.to_sign().bytes().to_vec();
    let signature = *key.sign(prepared.to_sign()).unwrap().as_bytes();
    (prepared.finish(&signature).unwrap(), to_sign, signature)
}

/// The bytes of one element of a Sig_structure.
fn member(sig_structure: &[u8], index: usize) -> Vec<u8> {
    let read: Cbor = ciborium::from_reader(sig_structure).unwrap();
    read.as_array().unwrap()[index].as_bytes().unwrap().clone()
}

/// What stands behind `before` in the payload of a root link that states nothing else: its last field.
fn last_field(mint: Mint, before: &[u8]) -> Vec<u8> {
    let prepared = mint.prepare(&alice().verifying_key(), now(), CTI).unwrap();
    let payload = member(prepared.to_sign().bytes(), 3);
    let fields = payload.windows(before.len()).position(|window| window == before).unwrap();
    payload[fields..][before.len()..].to_vec()
}

fn verifier() -> Verifier {
    let trust =
        Trust::new([TrustEntry::new("alice", alice().verifying_key()).allow("flights.*(..)").unwrap()]).unwrap();
    Verifier::new(trust, Policy::new(AUDIENCE, Revocations::None).unwrap())
}

fn alice() -> SigningKey {
    SigningKey::from_seed(&[1; 32])
}

fn planner() -> SigningKey {
    SigningKey::from_seed(&[2; 32])
}

fn now() -> UnixTime {
    UnixTime::from_secs(1_800_000_000).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
