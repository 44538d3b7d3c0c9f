//! Disks, pipes and files that are not as they should be.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs::{self, File};
use std::io::Read;
use std::process::Stdio;

use fixture::{Fixture, refusal, run};

/// Commands that print, each with the status that it has when all of it is read.
#[rustfmt::skip]
const PRINTING: &[(i32, &[&str])] = &[
    (0, &["key", "list"]), (0, &["key", "list", "--json"]), (0, &["help"]), (0, &["--version"]), (0, &["help", "expired"]),
    (0, &["mint", "--from", "alice", "--to", "booker", "--allow", "a()"]), (0, &["show", "@book.dpt"]), (0, &["diff", "@book.dpt"]),
    (0, &["present", "@book.dpt", "--as", "booker", "--do", "a()"]), (0, &["demo"]),
    (3, &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", "a()", "--at", "1793696460"]),
    (4, &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", "a()"]),
    (6, &["check", "@book.dptp", "--trust", "@trust.toml", "--call", "@call.json", "--at", "1793696460"]),
];

#[test]
fn a_reader_that_went_away_is_not_an_error() {
    let fixture = Fixture::new();
    fs::write(fixture.path().join("trust.toml"), EVERYTHING).unwrap();
    for (status, args) in PRINTING {
        let mut child = fixture.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(!said.contains("error") && !said.contains("panic"), "{args:?}: {said}");
        assert_eq!(child.wait().unwrap().code(), Some(*status), "{args:?}");
    }
}

/// A verdict that nobody could read is no verdict: the status is that of the failure.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_one_error() {
    let fixture = Fixture::new();
    fs::write(fixture.path().join("trust.toml"), EVERYTHING).unwrap();
    for (_, args) in PRINTING {
        let mut command = fixture.command(args);
        let full = File::options().write(true).open("/dev/full").unwrap();
        let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap();
        assert_eq!(refusal(&output), (1, "io_failed".into()), "{args:?}");
    }
    for file in ["/dev/full", "/no/such/folder/t.dpt", "home", "/proc/t.dpt"] {
        let args = ["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "-o", file];
        assert_eq!(refusal(&fixture.run(&args, b"")), (1, "io_failed".into()), "{file}");
    }
}

/// `TZ` may name a file, and the file may have no end.
#[cfg(target_os = "linux")]
#[test]
fn a_zone_without_an_end_is_not_read() {
    let fixture = Fixture::new();
    let made = |zone: &str| {
        let mut command = std::process::Command::new("sh");
        // Were it read, memory would end before the test does.
        command.args(["-c", "ulimit -v 4000000; exec timeout 10 \"$0\" show @book.dptp", fixture::DEPUTE]);
        command.current_dir(fixture.path()).env("DEPUTE_HOME", fixture.home()).env("TZ", zone);
        let output = run(command, b"");
        assert!(output.status.success(), "{zone}: {output:?}");
        let shown = String::from_utf8(output.stdout).unwrap();
        let (_, made) = shown.split_once("made ").unwrap();
        made.split_once(',').unwrap().0.to_owned()
    };
    for zone in ["/dev/zero", ":/dev/zero", "/dev/null", "/dev", "", "no such zone"] {
        assert_eq!(made(zone), "2026-11-03 09:00:00 +00:00", "{zone}");
    }
    assert_eq!(made("XYZ-3"), "2026-11-03 12:00:00 +03:00", "a zone is shown where there is one");
}

#[test]
fn an_unreadable_file_is_one_error() {
    let fixture = Fixture::new();
    // A folder, since a test may run as root, to whom every file is readable.
    for (status, args) in
        [(1, ["show", "@home"]), (1, ["show", "@no-such-file"]), (2, ["show", "@home/keys/alice.pem"])]
    {
        assert_eq!(refusal(&fixture.run(&args, b"")).0, status, "{args:?}");
    }
}

/// The booker's key, which the fixture's own names lead to as well.
const BOOKER: &str = "did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2";

/// Trust in Alice that allows what the fixture's calls do.
const EVERYTHING: &str =
    "[alice]\nkeys = [\"did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX\"]\nallow = ['*(..)']\n";

#[cfg(unix)]
#[test]
fn a_key_that_others_may_read_is_refused_with_what_to_type() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    let key = fixture.home().join("keys").join("planner.pem");
    let mint = ["mint", "--from", "planner", "--to", "booker", "--allow", "a()"];
    assert!(fixture.run(&mint, b"").status.success());
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    fs::remove_file(fixture.home().join("names.toml")).unwrap();
    for args in [&mint[..], &["key", "show", "planner"], &["key", "export", "planner"]] {
        let args: Vec<&str> = args.iter().map(|word| if *word == "booker" { BOOKER } else { word }).collect();
        let output = fixture.run(&args, b"");
        assert_eq!(refusal(&output), (2, "key_file_open".into()), "{args:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(&format!("hint: chmod 600 '{}'", key.display())), "{said}");
    }
}

#[test]
fn one_key_file_that_cannot_be_read_hides_no_other() {
    let fixture = Fixture::new();
    let keys = fixture.home().join("keys");
    fs::write(keys.join("broken.pem"), "garbage").unwrap();
    fs::write(keys.join("planner.pem"), "garbage").unwrap();
    fs::create_dir(keys.join("folder.pem")).unwrap();
    fs::write(keys.join("\u{1b}[31m.pem"), "garbage").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["broken.pem", "planner.pem"] {
            fs::set_permissions(keys.join(name), fs::Permissions::from_mode(0o600)).unwrap();
        }
    }
    let output = fixture.run(&["key", "list"], b"");
    let (listed, said) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(output.status.success(), "{said}");
    let line = |name: &str| listed.lines().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{listed}"));
    assert!(line("alice").ends_with("secret here"));
    assert!(line("broken").ends_with("(public half not known here)  key file unreadable"));
    assert!(line("folder").ends_with("key file unreadable"));
    // Its public half is known all the same.
    assert!(line("planner").contains("did:key:z6Mko9hT") && line("planner").ends_with("key file unreadable"));
    assert!(said.contains("broken: ") && !listed.contains('\u{1b}'), "{said}");
    let listed = fixture.run(&["key", "list", "--json"], b"").stdout;
    let listed = String::from_utf8(listed).unwrap();
    assert!(listed.contains(r#""name":"broken","key":null,"held":false,"unreadable":"key_file_invalid""#), "{listed}");
    let mint = ["mint", "--from", "planner", "--to", "booker", "--allow", "a()"];
    assert_eq!(refusal(&fixture.run(&mint, b"")), (2, "key_file_invalid".into()));
}

#[test]
fn a_lock_that_another_command_holds_is_not_waited_for_without_end() {
    let fixture = Fixture::new();
    let new = ["key", "new", "eve", "--no-passphrase"];
    let held = File::options().create(true).append(true).open(fixture.home().join(".lock")).unwrap();
    held.lock().unwrap();
    let output = fixture.run(&new, b"");
    assert_eq!(refusal(&output), (1, "io_failed".into()));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("another command holds `") && said.contains("hint: type the command again"), "{said}");
    assert!(!fixture.home().join("keys").join("eve.pem").exists());
    held.unlock().unwrap();
    assert!(fixture.run(&new, b"").status.success());
}

#[test]
fn a_home_that_is_a_file_is_one_error() {
    let fixture = Fixture::new();
    let file = fixture.path().join("file");
    fs::write(&file, "").unwrap();
    let mut command = fixture.command(&["key", "new", "eve", "--no-passphrase"]);
    command.env("DEPUTE_HOME", &file);
    assert_eq!(refusal(&run(command, b"")), (1, "io_failed".into()));
}

#[test]
fn a_settings_file_that_is_garbage_is_one_error() {
    let fixture = Fixture::new();
    for text in [
        &b"bob = "[..],
        b"bob = 7",
        b"bob = \"did:key:z6Mk\"",
        b"'../bob' = \"\"",
        b"\xff\xfe",
        b"bob = \"dptsk1_AAAA\"",
    ] {
        fs::write(fixture.home().join("names.toml"), text).unwrap();
        let (status, _) = refusal(&fixture.run(&["key", "list"], b""));
        assert!(matches!(status, 2 | 4), "{text:?} ended with {status}");
    }
}

#[test]
fn two_commands_at_once_lose_no_name() {
    let fixture = Fixture::new();
    let names: Vec<String> = (0..8).map(|number| format!("many{number}")).collect();
    let children: Vec<_> = names
        .iter()
        .map(|name| {
            fixture
                .command(&["key", "new", name, "--no-passphrase"])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let listed = String::from_utf8(fixture.run(&["key", "list"], b"").stdout).unwrap();
    for name in &names {
        assert!(listed.contains(name.as_str()), "{name} in {listed}");
    }
    assert!(listed.contains("alice"));
}
