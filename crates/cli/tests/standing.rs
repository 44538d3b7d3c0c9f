//! Whom `revoke` lets sign what, by what can be seen from here, and what it says of it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;

use depute::{Mint, Signer, SigningKey, Token, UnixTime};
use fixture::{Fixture, MINTED, refusal};
use serde_json::{Value, json};

/// A home without a token beside it.
fn bare() -> Fixture {
    let fixture = Fixture::new();
    for path in fs::read_dir(fixture.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "dpt") {
            fs::remove_file(path).unwrap();
        }
    }
    fixture
}

/// Standard output and error of a command that must end well.
#[track_caller]
fn said(fixture: &Fixture, args: &[&str]) -> (String, String) {
    let output = fixture.run(args, b"");
    let [stdout, stderr] = [output.stdout, output.stderr].map(|told| String::from_utf8(told).unwrap());
    assert_eq!(output.status.code(), Some(0), "{args:?}: {stdout}{stderr}");
    (stdout, stderr)
}

#[track_caller]
fn told(fixture: &Fixture, args: &[&str]) -> Value {
    serde_json::from_str(&said(fixture, &[args, &["--json"]].concat()).0).unwrap()
}

fn id_of(told: &Value) -> &str {
    told["statement"]["id"].as_str().unwrap()
}

/// A key of nobody who has a name here.
fn stranger() -> SigningKey {
    SigningKey::from_seed(&[77; 32])
}

/// A token of this root for this holder, for the task "T-9".
fn minted(root: &SigningKey, holder: u8) -> Token {
    let holder = SigningKey::from_seed(&[holder; 32]).verifying_key();
    let mint = Mint::new(&holder).allow("a.b(..)").and_then(|mint| mint.task("T-9")).unwrap();
    mint.sign(root, UnixTime::from_secs(MINTED).unwrap(), [7; 8]).unwrap()
}

fn petname(fixture: &Fixture, name: &str) -> String {
    let names = fs::read_to_string(fixture.home().join("names.toml")).unwrap();
    names.lines().find_map(|line| line.strip_prefix(&format!("{name} = "))).unwrap().to_owned()
}

/// Alice is trusted, and mallory may revoke what is hers.
fn with_revoker(fixture: &Fixture) {
    let (alice, mallory) = (petname(fixture, "alice"), petname(fixture, "mallory"));
    let trust = format!("[alice]\nkeys = [{alice}]\nallow = ['*(..)']\nrevokers = [{mallory}]\n");
    fs::write(fixture.home().join("trust.toml"), trust).unwrap();
}

#[test]
fn a_root_s_key_is_not_revoked_as_a_holder_s_where_that_would_end_nothing() {
    let fixture = Fixture::new();
    let revoke = ["revoke", "--key", "alice", "--as", "alice"];
    let output = fixture.run(&revoke, b"");
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(refusal(&output), (2, "usage".to_owned()), "{error}");
    assert!(error.contains("hint: `depute revoke --authorizer --root alice --as alice` ends"), "{error}");
    assert!(error.contains("hint: `depute trust remove ENTRY --key alice`, where"), "{error}");
    assert!(!fixture.home().join("revocations.dptr").exists());
    // What is typed instead does end it.
    let instead = told(&fixture, &["revoke", "--authorizer", "--root", "alice", "--as", "alice"]);
    assert!(!instead["dies"].as_array().unwrap().is_empty());
    // Whoever is trusted is a root also where no token is.
    let fixture = bare();
    said(&fixture, &["trust", "add", "booker"]);
    let output = fixture.run(&["revoke", "--key", "booker", "--as", "alice"], b"");
    assert!(String::from_utf8(output.stderr.clone()).unwrap().contains("`depute trust remove booker --key booker`"));
    assert_eq!(refusal(&output).0, 2);
    // A key that no root link names as its signer is a holder's, here or elsewhere.
    said(&fixture, &["revoke", "--key", "planner", "--as", "alice"]);
    // A root that holds something too: that ends, and what it signed goes on.
    fixture.put("held.dpt", &minted(&SigningKey::from_seed(&[1; 32]), 3).to_text());
    let (text, remark) = said(&fixture, &["revoke", "--key", "booker", "--as", "alice"]);
    assert!(text.contains("\ndies: \"held.dpt\", at link 1 of 1: alice → booker\n"), "{text}");
    assert!(remark.starts_with("what booker signed as a root goes on: "), "{remark}");
}

#[test]
fn a_revoked_approver_is_told_with_the_tokens_that_ask_it() {
    let fixture = Fixture::new();
    let (text, remark) = said(&fixture, &["revoke", "--key", "scout", "--as", "scout"]);
    let line = "approvals of scout count no longer: \"pay.dpt\", at link 1 of 1: alice → booker";
    assert_eq!((text.lines().nth(2), text.lines().count(), remark.as_str()), (Some(line), 3, ""));
    // Another's word about the same changes nothing there.
    let (text, _) = said(&fixture, &["revoke", "--key", "scout", "--as", "alice"]);
    assert!(text.ends_with("\nrevoked already: \"pay.dpt\"\n"), "{text}");
    // Both words must be lifted: alice lifts either.
    let list = told(&fixture, &["revoke", "--list"]);
    let ids: Vec<&str> = list["statements"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    let first = told(&fixture, &["revoke", "--lift", ids[0], "--as", "alice"]);
    assert_eq!(first["approvals"], json!([]));
    let (text, _) = said(&fixture, &["revoke", "--lift", ids[1], "--as", "alice"]);
    assert!(text.contains("\napprovals of scout count again: \"pay.dpt\", at link 1 of 1"), "{text}");
    // Who has no say over it is told.
    let none = fixture.run(&["revoke", "--key", "scout", "--as", "booker"], b"");
    assert_eq!(refusal(&none), (3, "no_standing".to_owned()));
    let json = told(&fixture, &["revoke", "--key", "mallory", "--as", "alice"]);
    assert_eq!((&json["approvals"][0]["token"], &json["approvals"][0]["at"]), (&json!("pay.dpt"), &json!([1])));
}

#[test]
fn what_is_not_seen_here_may_be_lifted_by_its_root() {
    let fixture = bare();
    let statement = told(&fixture, &["revoke", "--key", "booker", "--as", "planner"]);
    let (text, remark) = said(&fixture, &["revoke", "--lift", id_of(&statement), "--as", "alice"]);
    assert!(text.starts_with("LIFTED "), "{text}");
    assert!(remark.starts_with("none of the tokens that were looked at names it"), "{remark}");
    // A task is its root's, seen or not.
    let task = told(&fixture, &["revoke", "--task", "T-9", "--as", "alice"]);
    let lift = ["revoke", "--lift", id_of(&task), "--as"];
    for other in ["planner", "mallory"] {
        assert_eq!(refusal(&fixture.run(&[&lift[..], &[other]].concat(), b"")), (3, "no_standing".to_owned()));
    }
    said(&fixture, &[&lift[..], &["alice"]].concat());
    // What would count nowhere is refused, seen or not.
    let itself = told(&fixture, &["revoke", "--authorizer", "--as", "alice"]);
    let lift = fixture.run(&["revoke", "--lift", id_of(&itself), "--as", "alice"], b"");
    assert_eq!(refusal(&lift), (3, "no_standing".to_owned()));
}

#[test]
fn a_revoker_of_the_trust_file_means_its_root_though_no_token_is_here() {
    let fixture = bare();
    let revoke = ["revoke", "--task", "T-9", "--as", "mallory"];
    assert_eq!(told(&fixture, &revoke)["statement"]["target"]["root"], petname(&fixture, "mallory").trim_matches('"'));
    let fixture = bare();
    with_revoker(&fixture);
    let statement = told(&fixture, &revoke);
    assert_eq!(statement["statement"]["target"]["root"], petname(&fixture, "alice").trim_matches('"'));
    // A revoker's word is a revoker's to lift.
    let lift = ["revoke", "--lift", id_of(&statement), "--as"];
    assert_eq!(refusal(&fixture.run(&[&lift[..], &["alice"]].concat(), b"")), (3, "no_standing".to_owned()));
    said(&fixture, &[&lift[..], &["mallory"]].concat());
    // Of two keys, it says which.
    let trust = fs::read_to_string(fixture.home().join("trust.toml")).unwrap();
    let two = trust.replacen("keys = [", &format!("keys = [{}, ", petname(&fixture, "booker")), 1);
    fs::write(fixture.home().join("trust.toml"), two).unwrap();
    let output = fixture.run(&["revoke", "--task", "T-8", "--as", "mallory"], b"");
    assert_eq!(refusal(&output), (2, "usage".to_owned()));
    said(&fixture, &["revoke", "--task", "T-8", "--as", "mallory", "--root", "booker"]);
}

#[test]
fn a_file_that_somebody_put_there_gives_and_takes_no_say() {
    let alice = SigningKey::from_seed(&[1; 32]);
    let root = |told: &Value| told["statement"]["target"]["root"].clone();
    // A stranger's token for a task of the same name, in the folder: alice's is meant, and the revoker's root.
    for (signer, revoker) in [("alice", false), ("alice", true), ("mallory", true)] {
        let fixture = bare();
        fixture.put("foreign.dpt", &minted(&stranger(), 2).to_text());
        if revoker {
            with_revoker(&fixture);
        }
        let statement = told(&fixture, &["revoke", "--task", "T-9", "--as", signer]);
        assert_eq!(root(&statement), alice.verifying_key().to_string(), "{signer}");
    }
    // Given, it says whose task is meant; whether the signer has a say over it is another question.
    let fixture = bare();
    fixture.put("foreign.dpt", &minted(&stranger(), 2).to_text());
    let given = fixture.run(&["revoke", "--task", "T-9", "--as", "alice", "@foreign.dpt"], b"");
    assert_eq!(refusal(&given), (3, "no_standing".to_owned()));
    // A known root's token that names the key, and over which the signer has no say, is a reason to ask; a stranger's is none.
    let revoke = ["revoke", "--key", "planner", "--as", "booker"];
    said(&fixture, &revoke);
    let fixture = bare();
    fixture.put("known.dpt", &minted(&alice, 2).to_text());
    assert_eq!(refusal(&fixture.run(&revoke, b"")), (3, "no_standing".to_owned()));
    // Somebody else's token for a task of that name takes nothing from whoever signs root links.
    let fixture = bare();
    fixture.put("known.dpt", &minted(&alice, 2).to_text());
    said(&fixture, &["trust", "add", "booker"]);
    let statement = told(&fixture, &["revoke", "--task", "T-9", "--as", "booker"]);
    assert_eq!(root(&statement), petname(&fixture, "booker").trim_matches('"'));
}

#[cfg(unix)]
#[test]
fn a_file_s_name_forges_no_line() {
    let fixture = bare();
    let alice = SigningKey::from_seed(&[1; 32]);
    let name = "a\ndies: \"trip.dpt\"\u{1b}[2K\u{202e}.dpt";
    fs::write(fixture.path().join(name), minted(&alice, 2).to_text()).unwrap();
    let (text, _) = said(&fixture, &["revoke", "--task", "T-9", "--as", "alice"]);
    let shown = r#"dies: "a\ndies: \"trip.dpt\"\u001b[2K\u{202e}.dpt", at link 1 of 1: alice → planner"#;
    assert_eq!((text.lines().nth(2), text.lines().count()), (Some(shown), 3), "{text}");
    // As data it is what it is.
    let fixture = bare();
    fs::write(fixture.path().join(name), minted(&alice, 2).to_text()).unwrap();
    assert_eq!(told(&fixture, &["revoke", "--task", "T-9", "--as", "alice"])["dies"][0]["token"], name);
}

#[test]
fn files_beyond_a_thousand_are_said_not_to_be_looked_at() {
    let fixture = bare();
    for number in 0..999 {
        fs::write(fixture.path().join(format!("a{number:04}.dpt")), "").unwrap();
    }
    let alice = SigningKey::from_seed(&[1; 32]);
    fixture.put("b.dpt", &minted(&alice, 2).to_text());
    let (text, remark) = said(&fixture, &["revoke", "--task", "T-9", "--as", "alice"]);
    assert!(text.contains("\ndies: \"b.dpt\"") && remark.is_empty(), "{text}{remark}");
    fs::write(fixture.path().join("a9999.dpt"), "").unwrap();
    let revoke = ["revoke", "--key", "planner", "--as", "alice"];
    let (text, remark) = said(&fixture, &revoke);
    assert!(!text.contains("b.dpt"), "{text}");
    assert!(remark.starts_with("1 `*.dpt` file of this folder was not looked at, after the first 1000: "), "{remark}");
}
