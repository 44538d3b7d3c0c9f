//! Revoking by the command: what dies, what the home remembers, and that nothing takes it back.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::collections::BTreeSet;
use std::fs;

use depute::{NextList, Signer, SigningKey, Target, UnixTime};
use fixture::{Fixture, MINTED, refusal};
use serde_json::Value;

/// A home with living tokens: alice → planner → booker → scout for a task, and another task of the planner's.
fn living() -> Fixture {
    let fixture = Fixture::new();
    for path in fs::read_dir(fixture.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if path.extension().is_some_and(|end| end == "dpt") {
            fs::remove_file(path).unwrap();
        }
    }
    let put = |name: &str, args: &[&str]| fixture.put(name, said(&fixture, args).trim());
    #[rustfmt::skip]
    put("trip.dpt", &["mint", "--from", "alice", "--to", "planner", "--ttl", "1h", "--depth", "3", "--task", "T-1042",
        "--organization", "acme", "--allow", "flights.book(..)"]);
    #[rustfmt::skip]
    put("other.dpt", &["mint", "--from", "alice", "--to", "planner", "--task", "T-2", "--allow", "flights.book(..)"]);
    let clause = "flights.book(price <= 400, ..)";
    put("book.dpt", &["delegate", "@trip.dpt", "--from", "planner", "--to", "booker", "--allow", clause]);
    put("scout.dpt", &["delegate", "@book.dpt", "--from", "booker", "--to", "scout", "--allow", clause]);
    fixture
}

/// Standard output of a command that must end well.
#[track_caller]
fn said(fixture: &Fixture, args: &[&str]) -> String {
    let output = fixture.run(args, b"");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {stderr}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn json(fixture: &Fixture, args: &[&str]) -> Value {
    serde_json::from_str(&said(fixture, &[args, &["--json"]].concat())).unwrap()
}

/// The status of a check of this token by its holder, and the code of a refusal.
fn checked(fixture: &Fixture, token: &str, holder: &str) -> (i32, String) {
    let token = format!("@{token}");
    let call = "flights.book(price = 390)";
    let output = fixture.run(&["check", &token, "--trust", "alice", "--as", holder, "--do", call], b"");
    let text = String::from_utf8(output.stdout).unwrap();
    let code = text.strip_prefix("DENIED ").and_then(|rest| rest.split_whitespace().next()).unwrap_or("").to_owned();
    (output.status.code().unwrap(), code)
}

fn names_of(dies: &Value) -> Vec<&str> {
    dies.as_array().unwrap().iter().map(|token| token["token"].as_str().unwrap()).collect()
}

const ALLOWED: (i32, &str) = (0, "");
const REVOKED: (i32, &str) = (4, "revoked");

/// What a check of the four tokens comes to: trip, book, scout, other.
type After = [(i32, &'static str); 4];

#[track_caller]
fn lives(fixture: &Fixture, expected: After) {
    let tokens = [("trip.dpt", "planner"), ("book.dpt", "booker"), ("scout.dpt", "scout"), ("other.dpt", "planner")];
    let found = tokens.map(|(token, holder)| checked(fixture, token, holder));
    let found = found.each_ref().map(|(status, code)| (*status, code.as_str()));
    assert_eq!(found, expected);
}

#[test]
fn a_revoked_link_takes_what_is_below_and_leaves_what_is_above() {
    let fixture = living();
    lives(&fixture, [ALLOWED; 4]);
    let told = said(&fixture, &["revoke", "--link", "@book.dpt", "--as", "planner"]);
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].starts_with("REVOKED link ") && lines[0].ends_with("…   by planner, list 1"), "{told}");
    assert!(lines[1].starts_with("statement ") && lines[1].len() == 10 + 64, "{told}");
    assert_eq!(
        lines[2..],
        [
            r#"dies: "book.dpt", at link 2 of 2: alice → planner → booker"#,
            r#"dies: "scout.dpt", at link 2 of 3: alice → planner → booker → scout"#
        ]
    );
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, ALLOWED]);
    // Not lifted.
    let refused = fixture.run(&["revoke", "--lift", &lines[1][10..], "--as", "planner"], b"");
    assert_eq!(refusal(&refused), (4, "value_invalid".to_owned()));
}

#[test]
fn every_kind_is_revoked_and_lifted() {
    type Case = (&'static [&'static str], &'static [&'static str], After);
    let all: [Case; 4] = [
        (&["--key", "booker", "--as", "planner"], &["book.dpt", "scout.dpt"], [ALLOWED, REVOKED, REVOKED, ALLOWED]),
        (
            &["--task", "T-1042", "--as", "alice"],
            &["book.dpt", "scout.dpt", "trip.dpt"],
            [REVOKED, REVOKED, REVOKED, ALLOWED],
        ),
        (
            &["--organization", "acme", "--as", "alice"],
            &["book.dpt", "scout.dpt", "trip.dpt"],
            [REVOKED, REVOKED, REVOKED, ALLOWED],
        ),
        (&["--key", "scout", "--as", "scout"], &["scout.dpt"], [ALLOWED, ALLOWED, REVOKED, ALLOWED]),
    ];
    let fixture = living();
    for (args, dies, after) in all {
        let told = json(&fixture, &[&["revoke"], args].concat());
        assert_eq!(names_of(&told["dies"]), dies, "{args:?}");
        lives(&fixture, after);
        let id = told["statement"]["id"].as_str().unwrap();
        let lift = json(&fixture, &["revoke", "--lift", &id[..12], "--as", "alice"]);
        assert_eq!(names_of(&lift["lives"]), dies, "{args:?}");
        lives(&fixture, [ALLOWED; 4]);
    }
    let list = json(&fixture, &["revoke", "--list"]);
    assert_eq!((&list["number"], list["statements"].as_array().unwrap().len()), (&8.into(), 8));
    // What a key said of the authorizer that it is, it cannot take back: whoever stole it would.
    let told = json(&fixture, &["revoke", "--authorizer", "--as", "alice"]);
    assert_eq!(names_of(&told["dies"]), ["book.dpt", "other.dpt", "scout.dpt", "trip.dpt"]);
    lives(&fixture, [REVOKED; 4]);
    let lift = ["revoke", "--lift", told["statement"]["id"].as_str().unwrap(), "--as", "alice"];
    assert_eq!(refusal(&fixture.run(&lift, b"")), (3, "no_standing".to_owned()));
    said(&fixture, &[&lift[..], &["--anyway"]].concat());
    lives(&fixture, [REVOKED; 4]);
}

#[test]
fn a_thief_does_not_lift_the_revocation_of_the_key_that_was_stolen() {
    let fixture = living();
    let told = json(&fixture, &["revoke", "--key", "scout", "--as", "scout"]);
    let id = told["statement"]["id"].as_str().unwrap();
    let thief = fixture.run(&["revoke", "--lift", id, "--as", "scout"], b"");
    assert_eq!(refusal(&thief), (4, "value_invalid".to_owned()));
    // Nor does a holder in between, who has no say over what another revoked.
    let other = fixture.run(&["revoke", "--lift", id, "--as", "planner"], b"");
    assert_eq!(refusal(&other), (3, "no_standing".to_owned()));
    lives(&fixture, [ALLOWED, ALLOWED, REVOKED, ALLOWED]);
}

#[test]
fn whoever_has_no_say_is_told_and_may_insist_to_no_effect() {
    let fixture = living();
    let link = ["revoke", "--link", "@scout.dpt", "--number", "1", "--as", "scout"];
    assert_eq!(refusal(&fixture.run(&link, b"")), (3, "no_standing".to_owned()));
    assert!(!fixture.home().join("revocations.dptr").exists(), "a refused revocation left a list behind");
    let told = json(&fixture, &[&link[..], &["--anyway"]].concat());
    assert!(names_of(&told["dies"]).is_empty());
    lives(&fixture, [ALLOWED; 4]);
    let call = "flights.book(price = 390)";
    let shown = said(&fixture, &["check", "@trip.dpt", "--trust", "alice", "--as", "planner", "--do", call]);
    assert!(shown.ends_with("\n  revocation ok (local list 1; 1 statement does not count)\n"), "{shown}");
}

#[test]
fn a_revoker_of_the_trust_file_revokes_what_others_may_not() {
    let fixture = living();
    let warden = ["revoke", "--task", "T-1042", "--as", "mallory"];
    assert_eq!(refusal(&fixture.run(&warden, b"")), (3, "no_standing".to_owned()));
    let names = fs::read_to_string(fixture.home().join("names.toml")).unwrap();
    let key = |name: &str| names.lines().find_map(|line| line.strip_prefix(&format!("{name} = "))).unwrap().to_owned();
    let trust = format!("[alice]\nkeys = [{}]\nallow = ['*(..)']\nrevokers = [{}]\n", key("alice"), key("mallory"));
    fs::write(fixture.home().join("trust.toml"), trust).unwrap();
    let told = json(&fixture, &warden);
    assert_eq!(names_of(&told["dies"]), ["book.dpt", "scout.dpt", "trip.dpt"]);
    lives(&fixture, [REVOKED, REVOKED, REVOKED, ALLOWED]);
    let id = told["statement"]["id"].as_str().unwrap();
    let root = fixture.run(&["revoke", "--lift", id, "--as", "alice"], b"");
    assert_eq!(refusal(&root), (3, "no_standing".to_owned()));
    assert_eq!(names_of(&json(&fixture, &["revoke", "--lift", id, "--as", "mallory"])["lives"]).len(), 3);
}

#[test]
fn what_was_written_is_remembered() {
    let fixture = living();
    let (list, state) = (fixture.home().join("revocations.dptr"), fixture.home().join("revocations.toml"));
    said(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
    let (first, first_state) = (fs::read(&list).unwrap(), fs::read(&state).unwrap());
    said(&fixture, &["revoke", "--key", "booker", "--as", "planner", "--list-key", "alice"]);
    let (second, second_state) = (fs::read(&list).unwrap(), fs::read(&state).unwrap());
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, REVOKED]);
    let call = ["check", "@trip.dpt", "--trust", "alice", "--as", "planner", "--do", "flights.book(price = 390)"];
    let refused = |args: &[&str]| refusal(&fixture.run(args, b""));
    let show = ["show", "@trip.dpt", "--trust", "alice"];
    // The first list put back.
    fs::write(&list, &first).unwrap();
    for verb in [&call[..], &show, &["revoke", "--list"], &["revoke", "--key", "scout", "--as", "scout"]] {
        assert_eq!(refused(verb), (5, "list_rolled_back".to_owned()), "{verb:?}");
    }
    // Another list of the same number.
    fs::write(&list, &first).unwrap();
    fs::write(&state, &first_state).unwrap();
    said(&fixture, &["revoke", "--key", "scout", "--as", "scout", "--list-key", "alice"]);
    fs::write(&state, &second_state).unwrap();
    assert_eq!(refused(&call), (5, "list_forked".to_owned()));
    // A stranger's list with a higher number: it holds together, and says nothing of what was revoked here.
    let stranger = living();
    for task in ["A", "B", "C"] {
        said(&stranger, &["revoke", "--task", task, "--as", "mallory", "--anyway"]);
    }
    fs::copy(stranger.home().join("revocations.dptr"), &list).unwrap();
    assert_eq!(refused(&call), (4, "list_untrusted".to_owned()));
    // None at all.
    fs::remove_file(&list).unwrap();
    for verb in [&call[..], &show, &["revoke", "--list"], &["revoke", "--key", "scout", "--as", "scout"]] {
        assert_eq!(refused(verb), (5, "revocation_stale".to_owned()), "{verb:?}");
    }
    // Only whoever says so looks nothing up.
    assert_eq!(fixture.run(&[&call[..], &["--revocations", "none"]].concat(), b"").status.code(), Some(0));
    // One bit changed, or something else in its place.
    let mut bit = second.clone();
    bit[200] ^= 1;
    for (damaged, status) in [(bit, 4), (b"garbage".to_vec(), 4), (b"".to_vec(), 4)] {
        fs::write(&list, damaged).unwrap();
        assert_eq!(fixture.run(&call, b"").status.code(), Some(status));
    }
    // The newest one is taken, and so is a newer one than the last that was remembered.
    fs::write(&list, &second).unwrap();
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, REVOKED]);
    said(&fixture, &["revoke", "--key", "scout", "--as", "scout", "--list-key", "alice"]);
    fs::write(&state, &second_state).unwrap();
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, REVOKED]);
    // An emptied memory is not one that never was.
    fs::write(&state, b"").unwrap();
    assert_eq!(refused(&call), (2, "file_invalid".to_owned()));
    fs::remove_file(&list).unwrap();
    assert_eq!(refused(&call), (2, "file_invalid".to_owned()));
}

#[test]
fn whatever_an_interrupted_revocation_leaves_no_older_list_is_taken_again() {
    let files = |fixture: &Fixture| (fixture.home().join("revocations.dptr"), fixture.home().join("revocations.toml"));
    let readers: [&[&str]; 4] = [
        &["check", "@trip.dpt", "--trust", "alice", "--as", "planner", "--do", "flights.book(price = 390)"],
        &["show", "@trip.dpt", "--trust", "alice"],
        &["revoke", "--list"],
        &["revoke", "--key", "booker", "--as", "planner", "--list-key", "alice"],
    ];
    for reader in readers {
        let fixture = living();
        let (list, state) = files(&fixture);
        let refused = |args: &[&str]| refusal(&fixture.run(args, b""));
        // It stopped before it wrote anything but its temporary file.
        fs::write(fixture.home().join(".depute-Ab12Cd"), b"dptr1_half").unwrap();
        lives(&fixture, [ALLOWED; 4]);
        // It stopped between the first list and what is remembered of it: the list counts, and is never gone again.
        said(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
        let first = fs::read(&list).unwrap();
        fs::remove_file(&state).unwrap();
        said(&fixture, reader);
        assert!(state.exists(), "{reader:?}");
        let newest = fs::read(&list).unwrap();
        fs::remove_file(&list).unwrap();
        assert_eq!(refused(readers[0]), (5, "revocation_stale".to_owned()), "{reader:?}");
        // Between a later list and what is remembered of it.
        fs::write(&list, &newest).unwrap();
        let first_state = fs::read(&state).unwrap();
        said(&fixture, &["revoke", "--key", "scout", "--as", "scout", "--list-key", "alice"]);
        let second = fs::read(&list).unwrap();
        fs::write(&state, &first_state).unwrap();
        lives(
            &fixture,
            if reader[1] == "--key" {
                [ALLOWED, REVOKED, REVOKED, REVOKED]
            } else {
                [ALLOWED, ALLOWED, REVOKED, REVOKED]
            },
        );
        fs::write(&list, &newest).unwrap();
        assert_eq!(refused(readers[0]), (5, "list_rolled_back".to_owned()), "{reader:?}");
        fs::write(&list, &first).unwrap();
        assert_eq!(refused(reader), (5, "list_rolled_back".to_owned()), "{reader:?}");
        // Between a list of another key and what is remembered of it: refused, with what to type.
        fs::write(&list, &second).unwrap();
        let second_state = fs::read(&state).unwrap();
        said(&fixture, &["revoke", "--task", "T-3", "--as", "mallory", "--anyway"]);
        fs::write(&state, &second_state).unwrap();
        assert_eq!(refused(reader), (4, "list_untrusted".to_owned()), "{reader:?}");
        fs::remove_file(&state).unwrap();
        said(&fixture, readers[0]);
        fs::write(&list, &second).unwrap();
        assert_eq!(refused(readers[0]), (4, "list_untrusted".to_owned()), "{reader:?}");
    }
}

/// What cannot be remembered is not looked at: it could be put back later.
#[cfg(unix)]
#[test]
fn a_list_that_cannot_be_remembered_is_refused() {
    let fixture = living();
    said(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
    let state = fixture.home().join("revocations.toml");
    let remembered = fs::read(&state).unwrap();
    // A folder in the lock's place: nothing can be changed here, whoever runs the tests.
    fs::remove_file(fixture.home().join(".lock")).unwrap();
    fs::create_dir(fixture.home().join(".lock")).unwrap();
    lives(&fixture, [ALLOWED, ALLOWED, ALLOWED, REVOKED]);
    fs::remove_file(&state).unwrap();
    let shown = ["show", "@trip.dpt", "--trust", "alice"];
    assert_eq!(refusal(&fixture.run(&shown, b"")).1, "io_failed");
    fs::write(&state, remembered).unwrap();
    said(&fixture, &shown);
}

#[cfg(unix)]
#[test]
fn the_list_is_its_owner_s_alone_and_nobody_else_may_write_it() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = living();
    said(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
    for file in ["revocations.dptr", "revocations.toml"] {
        let path = fixture.home().join(file);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(refusal(&fixture.run(&["revoke", "--list"], b"")), (2, "file_invalid".to_owned()));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    assert!(said(&fixture, &["revoke", "--list"]).starts_with("list 1 of alice   1 statement   "));
}

#[test]
fn revoking_twice_changes_nothing_and_says_so() {
    let fixture = living();
    let first = json(&fixture, &["revoke", "--key", "booker", "--as", "planner"]);
    let again = json(&fixture, &["revoke", "--key", "booker", "--as", "planner"]);
    assert_eq!((&first["changed"], &again["changed"]), (&true.into(), &false.into()));
    assert_eq!(first["statement"], again["statement"]);
    assert_eq!(json(&fixture, &["revoke", "--list"])["number"], 1);
    // Another's word about the same is another statement.
    let other = said(&fixture, &["revoke", "--key", "booker", "--as", "alice"]);
    assert!(other.ends_with("\nrevoked already: \"book.dpt\", \"scout.dpt\"\n"), "{other}");
    // The planner's lift leaves alice's word standing.
    let id = first["statement"]["id"].as_str().unwrap();
    let lift = ["revoke", "--lift", id, "--as", "planner"];
    said(&fixture, &lift);
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, ALLOWED]);
    let again = said(&fixture, &lift);
    assert!(again.starts_with(&format!("{}… was lifted before, by statement ", &id[..16])), "{again}");
}

#[test]
fn a_clock_that_was_once_ahead_keeps_nobody_from_revoking() {
    let fixture = living();
    // A list that a clock two years ahead made.
    let ahead = UnixTime::from_secs(1_861_920_000).unwrap();
    let alice = SigningKey::from_seed(&[1; 32]);
    let task = Target::task(alice.verifying_key(), "T-2").unwrap().revoke(&alice, ahead).unwrap();
    let list = NextList::first().with(task).unwrap().sign(&alice, ahead).unwrap();
    fs::write(fixture.home().join("revocations.dptr"), list.to_text()).unwrap();
    let call = ["check", "@trip.dpt", "--trust", "alice", "--as", "planner", "--do", "flights.book(price = 390)"];
    for (revoke, after) in [
        (&["revoke", "--key", "booker", "--as", "alice"][..], [ALLOWED, REVOKED, REVOKED, REVOKED]),
        (&["revoke", "--renew", "--as", "alice"], [ALLOWED, ALLOWED, ALLOWED, REVOKED]),
    ] {
        let _ = fs::remove_file(fixture.home().join("revocations.toml"));
        fs::write(fixture.home().join("revocations.dptr"), list.to_text()).unwrap();
        let refused = fixture.run(&call, b"");
        let hint = "hint: if the clock was wrong then and is right now: `depute revoke --renew` signs the list anew\n";
        assert!(String::from_utf8_lossy(&refused.stderr).ends_with(hint), "{refused:?}");
        assert_eq!(refusal(&refused), (4, "issued_in_future".to_owned()));
        let output = fixture.run(revoke, b"");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        let made = "list 1 says it was made 2029-01-01T00:00:00Z, later than now: a clock was wrong, then or now\n";
        assert_eq!(told, made);
        lives(&fixture, after);
    }
}

#[test]
fn a_list_is_signed_anew_with_what_it_said() {
    let fixture = living();
    // Of nothing, the first list: whoever asks for fresh lists asks from then on.
    let first = json(&fixture, &["revoke", "--renew", "--as", "alice"]);
    assert_eq!((&first["number"], first["statements"].as_array().unwrap().len()), (&1.into(), 0));
    lives(&fixture, [ALLOWED; 4]);
    said(&fixture, &["revoke", "--key", "booker", "--as", "planner", "--list-key", "alice"]);
    let (old, new) = (json(&fixture, &["revoke", "--list"]), json(&fixture, &["revoke", "--renew", "--as", "alice"]));
    assert_eq!((&old["number"], &new["number"]), (&2.into(), &3.into()));
    assert_eq!((&old["statements"], &old["key"]), (&new["statements"], &new["key"]));
    assert_ne!(old["id"], new["id"]);
    assert_eq!(json(&fixture, &["revoke", "--list"]), new);
    lives(&fixture, [ALLOWED, REVOKED, REVOKED, ALLOWED]);
    // A list whose next update has passed is renewed as any other.
    let minted = UnixTime::from_secs(MINTED).unwrap();
    let alice = SigningKey::from_seed(&[1; 32]);
    let over = NextList::first().next_update_in(1).sign(&alice, minted).unwrap();
    fs::remove_file(fixture.home().join("revocations.toml")).unwrap();
    fs::write(fixture.home().join("revocations.dptr"), over.to_text()).unwrap();
    let renewed = json(&fixture, &["revoke", "--renew", "--as", "mallory", "--list-key", "alice"]);
    assert_eq!((&renewed["number"], &renewed["key"]), (&2.into(), &alice.verifying_key().to_string().into()));
    assert!(renewed["next_update"].as_str() > old["issued_at"].as_str());
    // By another key, whose lists nobody asked for.
    let other = fixture.run(&["revoke", "--renew", "--as", "mallory"], b"");
    let remark = "list 2 was signed by alice; who asks for that key's lists does not take this one\n";
    assert_eq!(String::from_utf8(other.stderr).unwrap(), remark);
}

#[test]
fn what_was_lifted_is_revoked_again_within_the_same_second() {
    let fixture = living();
    let mut ids = BTreeSet::new();
    for round in 0..4 {
        let told = json(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
        lives(&fixture, [ALLOWED, ALLOWED, ALLOWED, REVOKED]);
        let id = told["statement"]["id"].as_str().unwrap().to_owned();
        let lift = json(&fixture, &["revoke", "--lift", &id, "--as", "alice"]);
        assert_eq!((&told["changed"], &lift["changed"]), (&true.into(), &true.into()), "round {round}");
        lives(&fixture, [ALLOWED; 4]);
        assert!(ids.insert(id));
    }
}

#[test]
fn a_list_travels_to_another_home() {
    let (here, there) = (living(), Fixture::new());
    said(&here, &["revoke", "--key", "booker", "--as", "planner", "--list-key", "alice"]);
    let list = fs::read_to_string(here.home().join("revocations.dptr")).unwrap();
    let token = fs::read_to_string(here.path().join("book.dpt")).unwrap();
    there.put("alice.dptr", list.trim());
    there.put("book.dpt", token.trim());
    let call = ["check", "@book.dpt", "--as", "booker", "--do", "flights.book(price = 390)"];
    let with = |more: &[&str]| there.run(&[&call[..], more].concat(), b"").status.code();
    let list = ["--list", "@alice.dptr"];
    assert_eq!(with(&["--trust", "alice"]), Some(0));
    assert_eq!(with(&[&["--trust", "alice"], &list[..]].concat()), Some(4));
    assert_eq!(with(&[&["--trust", "@lists.toml", "--revocations", "required:60s"], &list[..]].concat()), Some(4));
    assert_eq!(with(&["--trust", "@lists.toml", "--revocations", "required:60s"]), Some(5));
    let shown = said(&there, &["show", "@alice.dptr", "--trust", "@lists.toml"]);
    assert!(shown.starts_with("VERIFIED") && shown.contains("key of booker   by planner"), "{shown}");
}

#[test]
fn a_view_with_trust_says_where_it_looked() {
    let fixture = living();
    said(&fixture, &["revoke", "--task", "T-2", "--as", "alice"]);
    let shown = said(&fixture, &["show", "@book.dpt", "--trust", "alice"]);
    assert!(shown.lines().next().unwrap().contains("revocation ok (local list 1)"), "{shown}");
    let revoked = fixture.run(&["show", "@other.dpt", "--trust", "alice"], b"");
    assert_eq!(revoked.status.code(), Some(4));
    assert!(String::from_utf8(revoked.stdout).unwrap().contains("DENIED revoked  at link 1 of 1"));
    // Whoever does not ask whose word counts is not told of revocations either.
    assert!(said(&fixture, &["show", "@other.dpt"]).starts_with("UNVERIFIED"));
}

#[test]
fn nobody_is_asked_to_approve_under_a_key_or_a_chain_that_was_revoked() {
    let fixture = living();
    let keys = fs::read_to_string(fixture.home().join("names.toml")).unwrap();
    let scout = keys.lines().find_map(|line| line.strip_prefix("scout = ")).unwrap().to_owned();
    let clause = format!("pay.send(..) needs approval(1 of [{scout}])");
    let pay = said(&fixture, &["mint", "--from", "alice", "--to", "planner", "--task", "T-3", "--allow", &clause]);
    fixture.put("pay.dpt", pay.trim());
    let endorse = ["endorse", "@pay.dpt", "--as", "scout", "--trust", "alice", "--do", "pay.send(amount = 1)", "--yes"];
    fixture.put("ok.dpte", said(&fixture, &endorse).trim());
    #[rustfmt::skip]
    let check = ["check", "@pay.dpt", "--trust", "alice", "--as", "planner", "--do", "pay.send(amount = 1)", "--with", "@ok.dpte"];
    assert_eq!(fixture.run(&check, b"").status.code(), Some(0));
    // An approver's key, revoked by the root: no endorsement of it counts, made before or not.
    let told = json(&fixture, &["revoke", "--key", "scout", "--as", "alice"]);
    let denied = fixture.run(&check, b"");
    assert_eq!(denied.status.code(), Some(3));
    assert!(String::from_utf8(denied.stdout).unwrap().starts_with("DENIED approval_missing"));
    assert_eq!(refusal(&fixture.run(&endorse, b"")), (3, "approval_missing".to_owned()));
    said(&fixture, &["revoke", "--lift", told["statement"]["id"].as_str().unwrap(), "--as", "alice"]);
    let asked = fixture.run(&endorse, b"");
    assert_eq!(asked.status.code(), Some(0));
    assert!(String::from_utf8(asked.stderr).unwrap().contains("\nchecked    revocation ok (local list 2)\n"));
    said(&fixture, &["revoke", "--task", "T-3", "--as", "alice"]);
    assert_eq!(refusal(&fixture.run(&endorse, b"")), (4, "revoked".to_owned()));
}
