//! Secret keys on their way in and out: files, pipes, descriptors, and what `openssl` makes of them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use fixture::{DEPUTE, Fixture, refusal, run};

const BOOKER: &str = "did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2";
const SECRET: &str = "dptsk1_AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";

/// Runs a command with a passphrase at hand.
fn locked(fixture: &Fixture, args: &[&str], input: &[u8]) -> Output {
    let mut command = fixture.command(args);
    command.env("DEPUTE_PASSPHRASE", "correct horse");
    run(command, input)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Whether a new home takes this in as the booker's key.
fn imports(fixture: &Fixture, name: &str, args: &[&str], input: &[u8]) {
    let output = locked(fixture, &[&["key", "import", name], args].concat(), input);
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    assert!(text(&output.stdout).contains(BOOKER), "{args:?}");
    let kept = fs::read_to_string(fixture.home().join("keys").join(format!("{name}.pem"))).unwrap();
    assert!(kept.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), "{args:?}");
    let export = locked(fixture, &["key", "export", name, "--secret", "--raw"], b"");
    assert_eq!(text(&export.stdout), format!("{SECRET}\n"), "{args:?}");
}

#[test]
fn an_import_that_was_interrupted_goes_on() {
    let fixture = Fixture::new();
    let import = |args: &[&str]| locked(&fixture, &[&["key", "import", "cut", "-"], args].concat(), SECRET.as_bytes());
    let names = fixture.home().join("names.toml");
    let before = fs::read(&names).unwrap();
    assert!(import(&[]).status.success());
    assert_eq!(refusal(&import(&[])), (2, "name_taken".into()), "nothing is left to do");
    // The key file was written, the name was not.
    fs::write(&names, &before).unwrap();
    assert_eq!(refusal(&import(&["--no-passphrase"])), (2, "name_taken".into()), "it is protected otherwise");
    let alices = fixture.run(&["key", "export", "alice", "--secret", "--raw"], b"").stdout;
    assert_eq!(refusal(&locked(&fixture, &["key", "import", "cut", "-"], &alices)), (2, "name_taken".into()));
    let kept = fs::read(fixture.home().join("keys").join("cut.pem")).unwrap();
    let again = import(&[]);
    assert!(again.status.success() && text(&again.stdout).contains(BOOKER), "{again:?}");
    assert_eq!(fs::read(fixture.home().join("keys").join("cut.pem")).unwrap(), kept);
    assert!(text(&fs::read(&names).unwrap()).contains("cut"));
}

#[test]
fn a_key_comes_in_from_every_form_and_is_kept_encrypted() {
    let fixture = Fixture::new();
    let plain = fs::read_to_string(fixture.home().join("keys").join("booker.pem")).unwrap();
    imports(&fixture, "of-raw", &[], SECRET.as_bytes());
    imports(&fixture, "of-line", &["-"], format!("{SECRET}\n").as_bytes());
    imports(&fixture, "of-pem", &["-"], plain.as_bytes());
    imports(&fixture, "of-file", &["@home/keys/booker.pem"], b"");
    let sealed = locked(&fixture, &["key", "export", "booker", "--secret"], b"").stdout;
    assert!(sealed.starts_with(b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    imports(&fixture, "of-sealed", &[], &sealed);
    // Under the name that its public half has already, and not under another key's.
    assert!(fixture.run(&["key", "add", "known", BOOKER], b"").status.success());
    imports(&fixture, "known", &[], SECRET.as_bytes());
    let import = |name: &str, input: &[u8]| locked(&fixture, &["key", "import", name, "-"], input);
    assert_eq!(refusal(&import("alice", SECRET.as_bytes())), (2, "name_taken".into()));
    assert_eq!(refusal(&import("known", SECRET.as_bytes())), (2, "name_taken".into()), "its secret half is here");
    assert_eq!(refusal(&import("wrong", b"\xff\xfe")), (2, "key_file_invalid".into()));
    let mut command = fixture.command(&["key", "import", "wrong", "-"]);
    command.env("DEPUTE_PASSPHRASE", "another");
    assert_eq!(refusal(&run(command, &sealed)), (2, "passphrase_wrong".into()));
    assert!(!fixture.home().join("keys").join("wrong.pem").exists());
}

#[cfg(unix)]
#[test]
fn a_key_that_goes_out_is_its_owners_alone_and_replaces_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let fixture = Fixture::new();
    for (file, how) in
        [("sealed", &["--secret"][..]), ("plain", &["--secret", "--no-passphrase"]), ("raw", &["--secret", "--raw"])]
    {
        let args = [&["key", "export", "booker", "-o", file], how].concat();
        let output = locked(&fixture, &args, b"");
        assert!(output.status.success() && output.stdout.is_empty(), "{file}: {}", text(&output.stderr));
        let path = fixture.path().join(file);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{file}");
        let before = fs::read(&path).unwrap();
        assert_eq!(locked(&fixture, &args, b"").status.code(), Some(2), "{file} is there already");
        assert_eq!(fs::read(&path).unwrap(), before);
        imports(&fixture, &format!("again-{file}"), &[&format!("@{file}")], b"");
    }
    let public = |file: &str| {
        let mut command = Command::new("openssl");
        command.args(["pkey", "-pubout", "-passin", "pass:correct horse", "-in", file]).current_dir(fixture.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{file}: {}", text(&output.stderr));
        output.stdout
    };
    assert_eq!(public("sealed"), public("plain"));
    // A file that others may read is not taken in.
    let open = fixture.path().join("plain");
    fs::set_permissions(&open, fs::Permissions::from_mode(0o644)).unwrap();
    let import = locked(&fixture, &["key", "import", "eve", "@plain"], b"");
    assert_eq!(refusal(&import), (2, "key_file_open".into()));
}

/// Runs a line of shell in the fixture's folder, with `$DEPUTE` for the command.
#[cfg(unix)]
fn shell(fixture: &Fixture, line: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(fixture.path()).env("DEPUTE", DEPUTE).env("DEPUTE_HOME", fixture.home());
    command.env_remove("DEPUTE_PASSPHRASE");
    run(command, b"")
}

#[cfg(unix)]
#[test]
fn a_key_is_read_from_a_descriptor_that_the_caller_left_open() {
    let fixture = Fixture::new();
    let present = "\"$DEPUTE\" present @book.dpt --do 'flights.book(to = \"SFO\", price = 1)'";
    for line in [
        format!("DEPUTE_KEY=fd:3 {present} 3< home/keys/booker.pem"),
        format!("{present} --as fd:9 9< home/keys/booker.pem"),
        format!("printf %s {SECRET} | DEPUTE_KEY=fd:0 {present}"),
        format!("{{ printf %s {SECRET} | {present} --as fd:4 4<&0; }}"),
    ] {
        let output = shell(&fixture, &line);
        assert!(text(&output.stdout).starts_with("dptp1_"), "{line}: {}", text(&output.stderr));
    }
    for (line, expected) in [
        (format!("{present} --as fd:3 3< home/keys/planner.pem"), (3, "not_holder")),
        (format!("{present} --as fd:3 3< call.json"), (2, "key_file_open")),
        (format!("{present} --as fd:3 3< /dev/null"), (2, "key_file_invalid")),
        (format!("{present} --as fd:8"), (1, "io_failed")),
        (format!("{present} --as fd:+3 3< home/keys/booker.pem"), (2, "usage")),
        (format!("{present} --as fd:2"), (2, "usage")),
    ] {
        let (status, code) = refusal(&shell(&fixture, &line));
        assert_eq!((status, code.as_str()), expected, "{line}");
    }
}

#[test]
fn what_is_exported_without_its_secret_is_a_public_key() {
    let fixture = Fixture::new();
    let output = fixture.run(&["key", "export", "booker", "-o", "booker.did"], b"");
    assert!(output.status.success());
    assert_eq!(fs::read_to_string(fixture.path().join("booker.did")).unwrap(), format!("{BOOKER}\n"));
    assert!(Path::new(&fixture.home()).join("keys").join("booker.pem").exists());
}
