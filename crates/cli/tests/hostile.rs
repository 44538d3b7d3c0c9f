//! What a hostile folder, a hurried hand or a second command can do to a home: found by people who tried.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;

use fixture::{Fixture, refusal};

const ALICE: &str = "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX";

/// Judges the fixture's presentation as it was when it was made.
fn check(fixture: &Fixture, trust: &[&str]) -> i32 {
    let mut args = vec!["check", "@book.dptp", "--at", "2026-11-03T09:00:01Z", "--call", "@call.json"];
    trust.iter().for_each(|entry| args.extend(["--trust", entry]));
    fixture.run(&args, b"").status.code().unwrap()
}

#[cfg(unix)]
#[test]
fn trust_that_cannot_be_read_is_no_empty_trust() {
    let fixture = Fixture::new();
    let path = fixture.home().join("trust.toml");
    assert_eq!(check(&fixture, &[ALICE]), 6, "without a file, the key alone is trusted");
    fs::write(&path, format!("[alice]\nkeys = [\"{ALICE}\"]\nallow = ['nothing.x(..)']\n")).unwrap();
    assert_eq!(check(&fixture, &[ALICE]), 3);
    fs::remove_file(&path).unwrap();
    for target in ["gone.toml", "trust.toml"] {
        std::os::unix::fs::symlink(target, &path).unwrap();
        assert_eq!(check(&fixture, &[ALICE]), 1, "a link to {target}");
        fs::remove_file(&path).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn settings_that_everybody_may_write_are_refused() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let path = fixture.home().join("trust.toml");
    fs::write(&path, format!("[alice]\nkeys = [\"{ALICE}\"]\nallow = ['*(..)']\n")).unwrap();
    for (mode, status) in [(0o644, 6), (0o664, 6), (0o666, 2), (0o602, 2)] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(check(&fixture, &[]), status, "{mode:o}");
    }
}

#[test]
fn a_name_means_one_key() {
    let fixture = Fixture::new();
    let refused = fixture.run(&["key", "add", "hand", ALICE], b"");
    assert!(refused.status.success());
    let keys = fixture.home().join("keys");
    fs::copy(keys.join("planner.pem"), keys.join("stray.pem")).unwrap();
    assert_eq!(refusal(&fixture.run(&["key", "add", "stray", ALICE], b"")), (2, "name_taken".into()));
    // Put there by hand, a key file under another key's name signs nothing.
    fs::copy(keys.join("planner.pem"), keys.join("hand.pem")).unwrap();
    let mint = ["mint", "--from", "hand", "--to", "planner", "--allow", "a()"];
    assert_eq!(refusal(&fixture.run(&mint, b"")), (2, "key_file_invalid".into()));
    fs::copy(keys.join("alice.pem"), keys.join("hand.pem")).unwrap();
    assert!(fixture.run(&mint, b"").status.success());
}

#[test]
fn a_key_that_could_not_be_named_is_not_left_behind() {
    let fixture = Fixture::new();
    let names = fixture.home().join("names.toml");
    let kept = fs::read(&names).unwrap();
    // A folder in its place: the names can be neither read nor written.
    fs::remove_file(&names).unwrap();
    fs::create_dir(&names).unwrap();
    let new = ["key", "new", "eve", "--no-passphrase"];
    assert_eq!(refusal(&fixture.run(&new, b"")).0, 1);
    assert!(!fixture.home().join("keys").join("eve.pem").exists());
    fs::remove_dir(&names).unwrap();
    fs::write(&names, kept).unwrap();
    assert!(fixture.run(&new, b"").status.success());
}

#[test]
fn a_demo_replaces_its_own_files_and_no_others() {
    let fixture = Fixture::new();
    let out = |folder: &str| fixture.run(&["demo", "--out", folder], b"");
    assert!(out("new").status.success());
    assert!(out("new").status.success(), "an earlier run");
    fs::create_dir(fixture.path().join("mine")).unwrap();
    assert!(out("mine").status.success(), "an empty folder");
    for folder in ["home", "."] {
        let before = fs::read(fixture.home().join("names.toml")).unwrap();
        assert_eq!(out(folder).status.code(), Some(2), "{folder}");
        assert_eq!(fs::read(fixture.home().join("names.toml")).unwrap(), before);
    }
}

#[cfg(unix)]
#[test]
fn a_product_replaces_no_key_and_no_open_file() {
    let fixture = Fixture::new();
    let key = fixture.home().join("keys").join("alice.pem");
    let before = fs::read(&key).unwrap();
    let mint =
        |out: &str| fixture.run(&["mint", "--from", "alice", "--to", "planner", "--allow", "a()", "-o", out], b"");
    assert_eq!(refusal(&mint(key.to_str().unwrap())), (2, "name_taken".into()));
    assert_eq!(fs::read(&key).unwrap(), before);
    assert!(mint("fresh.dpt").status.success() && mint("fresh.dpt").status.success());

    let log = fixture.path().join("log");
    fs::write(&log, "precious\n").unwrap();
    let open = fs::File::options().append(true).open(&log).unwrap();
    let mut command =
        fixture.command(&["mint", "--from", "alice", "--to", "planner", "--allow", "a()", "-o", "/dev/stdout"]);
    assert!(command.stdout(open).status().unwrap().success());
    let text = fs::read_to_string(&log).unwrap();
    assert!(text.starts_with("precious\ndpt1_"), "{text}");
}

#[test]
fn two_trust_entries_of_one_name_are_refused() {
    let fixture = Fixture::new();
    for (file, clause) in [("strict.toml", "nothing.x(..)"), ("loose.toml", "*(..)")] {
        let text = format!("[alice]\nkeys = [\"{ALICE}\"]\nallow = ['{clause}']\n");
        fs::write(fixture.path().join(file), text).unwrap();
    }
    assert_eq!(check(&fixture, &["@strict.toml"]), 3);
    assert_eq!(check(&fixture, &["@loose.toml"]), 6);
    assert_eq!(check(&fixture, &["@strict.toml", "@loose.toml"]), 4);
    assert_eq!(check(&fixture, &["@loose.toml", "@strict.toml"]), 4);
}

#[test]
fn messages_move_no_cursor_and_repeat_no_key_file() {
    let fixture = Fixture::new();
    let pem = fs::read_to_string(fixture.home().join("keys").join("alice.pem")).unwrap();
    let body = pem.lines().nth(1).unwrap();
    for args in [["help", "--", pem.as_str()], ["trust", "remove", pem.as_str()], ["show", "--", &format!("@{pem}")]] {
        let output = fixture.run(&args, b"");
        let told = [output.stdout, output.stderr].concat();
        assert!(!String::from_utf8_lossy(&told).contains(&body[22..40]), "{args:?}");
    }
    let output = fixture.run(&["show", "@\u{1b}[31mX\nALLOWED\u{202e}"], b"");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!told.contains('\u{1b}') && !told.contains('\u{202e}') && !told.contains("\nALLOWED"), "{told:?}");
}
