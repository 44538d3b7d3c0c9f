//! No secret in any output, and no panic on any input.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::process::Output;

use fixture::{Fixture, run};

/// The secret halves of the fixture's keys, in every form in which they could slip out.
fn canaries(fixture: &Fixture) -> Vec<String> {
    let mut canaries = vec!["correct horse".to_owned()];
    for seed in 1..=6u8 {
        canaries.push(hex(&[seed; 12]));
        canaries.push(format!("{:?}", [seed; 12]).trim_matches(['[', ']']).to_owned());
    }
    for entry in fs::read_dir(fixture.home().join("keys")).unwrap() {
        let pem = fs::read_to_string(entry.unwrap().path()).unwrap();
        let body = pem.lines().nth(1).unwrap().to_owned();
        // The first characters only say which algorithm it is.
        canaries.push(body[30..].to_owned());
    }
    // Base64 of a seed's repeated byte, with and without its place within three.
    canaries.extend(
        ["AQEBAQEBAQEB", "AgICAgICAgIC", "AwMDAwMDAwMD", "BAQEBAQEBAQE", "BQUFBQUFBQUF", "BgYGBgYGBgYG"]
            .map(String::from),
    );
    // The text of a secret as bytes, which `show --hex` could print.
    let texts = canaries[..].iter().map(|canary| hex(canary.as_bytes())).collect::<Vec<_>>();
    canaries.extend(texts);
    canaries
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn check(output: &Output, canaries: &[String], what: &str) {
    let printed = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    let printed = String::from_utf8_lossy(&printed);
    for canary in canaries {
        assert!(!printed.contains(canary.as_str()), "{what}: {canary} in {printed}");
    }
    assert!(!printed.contains("panicked"), "{what}: {printed}");
    assert!(matches!(output.status.code(), Some(0..=6)), "{what}: {:?}", output.status);
}

const SECRET: &str = "dptsk1_AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM";
const CALL: &str = r#"flights.book(to = "SFO", price = 390)"#;

/// Command lines in which `{}` stands where something else may be put.
#[rustfmt::skip]
const PLACES: &[&[&str]] = &[
    &["{}"], &["show", "{}"], &["diff", "{}"], &["diff", "@trip.dpt", "{}"], &["check", "{}", "--trust", "alice", "--do", CALL],
    &["check", "@book.dpt", "--trust", "{}", "--as", "booker", "--do", CALL], &["check", "@book.dpt", "--trust", "alice", "--as", "{}", "--do", CALL],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", "{}"], &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--call", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--at", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--aud", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--call", "@message.json", "--name", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--http", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--http", "POST /a", "--body", "{}"],
    &["mint", "--from", "{}", "--to", "booker", "--allow", "a()"], &["mint", "--from", "alice", "--to", "{}", "--allow", "a()"],
    &["mint", "--from", "alice", "--to", "booker", "--allow", "{}"], &["mint", "--from", "alice", "--to", "booker", "--grant", "{}"],
    &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "--budget", "{}"],
    &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "--ttl", "{}"],
    &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "--evidence", "{}"],
    &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "--{}"],
    &["delegate", "{}", "--from", "booker", "--to", "mallory", "--allow", "*(..)"],
    &["delegate", "@book.dpt", "--from", "{}", "--to", "mallory", "--allow", "*(..)"],
    &["present", "{}", "--as", "booker", "--do", CALL], &["present", "@book.dpt", "--as", "booker", "--do", "{}"],
    &["key", "import", "eve", "{}"], &["key", "import", "{}"], &["key", "export", "{}"], &["key", "export", "{}", "--secret"],
    &["trust", "show", "{}"], &["trust", "rotate", "alice", "--to", "{}"], &["trust", "remove", "alice", "--key", "{}"],
    &["trust", "add", "eve", "--key", "mallory", "--allow", "a()", "--speaks-for", "{}"],
    &["trust", "add", "eve", "--key", "mallory", "--allow", "a()", "--until", "{}"],
    &["present", "@book.dpt", "--as", "booker", "--do", CALL, "--with", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--with", "{}"],
    &["endorse", "{}", "--as", "scout", "--trust", "alice", "--do", CALL, "--yes"],
    &["endorse", "@pay.dpt", "--as", "{}", "--trust", "alice", "--do", CALL, "--yes"],
    &["endorse", "@pay.dpt", "--as", "scout", "--trust", "{}", "--do", CALL, "--yes"],
    &["endorse", "@pay.dpt", "--as", "scout", "--trust", "alice", "--do", "{}", "--yes"],
    &["endorse", "@pay.dpt", "--as", "scout", "--trust", "alice", "--do", CALL, "--ttl", "{}"],
    &["trust", "add", "eve", "--key", "mallory", "--allow", "a()", "--list-key", "{}"],
    &["trust", "add", "eve", "--key", "mallory", "--allow", "a()", "--revoker", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--list", "{}"],
    &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", CALL, "--revocations", "{}"],
    &["revoke", "--link", "{}", "--as", "alice"], &["revoke", "--key", "{}", "--as", "alice"], &["revoke", "--task", "{}", "--as", "alice"],
    &["revoke", "--organization", "{}", "--as", "alice"], &["revoke", "--authorizer={}", "--as", "alice"],
    &["revoke", "--lift", "{}", "--as", "alice"], &["revoke", "--task", "T", "--as", "{}"], &["revoke", "--task", "T", "--as", "alice", "--root", "{}"],
    &["revoke", "--task", "T", "--as", "alice", "--list-key", "{}"], &["revoke", "--task", "T", "--as", "alice", "{}"],
    &["key", "show", "{}"], &["key", "add", "eve", "{}"], &["key", "{}"], &["key", "new", "{}"],
    &["trust", "add", "eve", "--key", "{}"], &["trust", "add", "alice", "--allow", "{}"], &["trust", "remove", "{}"], &["help", "{}"],
    &["show", "{}", "--diag"], &["show", "{}", "--hex"], &["show", "--call", "{}", "--hex"], &["show", "--do", "{}", "--diag"],
    &["show", "@book.dptp", "--call", "{}", "--diag"], &["show", "--hex", "--call", r#"{"action":"a","args":{"k":"{}"}}"#],
    &["completions", "{}"], &["man", "{}"], &["schema", "{}"],
];

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let fixture = Fixture::new();
    let canaries = canaries(&fixture);
    let pem = fs::read_to_string(fixture.home().join("keys/booker.pem")).unwrap();
    for place in PLACES {
        for secret in [SECRET, &pem, "@home/keys/booker.pem", "@secret"] {
            fs::write(fixture.path().join("secret"), SECRET).unwrap();
            for json in [false, true] {
                let mut args: Vec<String> = place.iter().map(|word| word.replace("{}", secret)).collect();
                args.extend(json.then(|| "--json".to_owned()));
                let args: Vec<&str> = args.iter().map(String::as_str).collect();
                check(&fixture.run(&args, SECRET.as_bytes()), &canaries, &format!("{place:?}"));
            }
        }
    }
}

#[test]
fn a_secret_in_the_environment_is_not_repeated() {
    let fixture = Fixture::new();
    let canaries = canaries(&fixture);
    let args = ["check", "@book.dpt", "--trust", "alice", "--do", CALL, "--at", "1793696460"];
    let pem = fs::read_to_string(fixture.home().join("keys/booker.pem")).unwrap();
    let body = pem.lines().nth(1).unwrap();
    // A secret in forms that are none here, as other tools write it.
    let (digits, bare) = (hex(&[3; 32]), &SECRET[7..]);
    for variable in ["DEPUTE_KEY", "DEPUTE_TOKEN", "DEPUTE_AUDIENCE", "DEPUTE_HOME"] {
        for value in [
            SECRET,
            &format!("{SECRET}x"),
            "dptsk1_AwMDAwMDAwMDAwMDAwMDAwMD",
            &format!("@{SECRET}"),
            &format!("fd:{SECRET}"),
            &format!(" {SECRET}"),
        ] {
            let mut command = fixture.command(if variable == "DEPUTE_TOKEN" { &args[2..] } else { &args });
            command.env(variable, value);
            check(&run(command, b""), &canaries, variable);
        }
    }
    for value in [&pem, body, &digits, bare, &format!("{bare}="), &digits[..32], &format!("fd:{digits}")] {
        let mut command = fixture.command(&args);
        command.env("DEPUTE_KEY", value);
        let output = run(command, b"");
        check(&output, &canaries, "DEPUTE_KEY in another form");
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut command = fixture.command(&["mint", "--from", "locked", "--to", "booker", "--allow", "a()"]);
    command.env("DEPUTE_PASSPHRASE", "correct horse");
    let output = run(command, b"");
    assert!(output.status.success());
    check(&output, &canaries, "DEPUTE_PASSPHRASE");
}

#[test]
fn garbage_anywhere_is_one_error() {
    let fixture = Fixture::new();
    let token = fs::read_to_string(fixture.path().join("book.dpt")).unwrap();
    let token = token.trim();
    let presentation = fs::read_to_string(fixture.path().join("book.dptp")).unwrap();
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let nested = format!("a(x = {}1{})", "{y: ".repeat(2_000), "}".repeat(2_000));
    let long = format!("dpt1_{}", "A".repeat(100_000));
    let mut corpus: Vec<String> = [
        "",
        " ",
        "-",
        "@",
        "@/",
        "@/dev/null",
        "fd:99",
        "fd:",
        "fd:-1",
        "dpt1_",
        "dpt1_A",
        "dpt1_gQE",
        "dptp1_",
        "dptsk1_",
        "dptr1_",
        "dpt2_gQE",
        "did:key:",
        "did:key:z",
        "did:key:z6Mk",
        "did:web:example.com",
        "{",
        "{}",
        "[]",
        "null",
        "\"",
        "{\"action\":1}",
        "a",
        "a(",
        "a()",
        "*",
        "*(..)",
        "a(..",
        "a(b = )",
        "a(b = \"",
        "\u{202e}",
        "\u{0}",
        "\u{feff}{}",
        "\u{1F600}",
        "--",
        "---",
        "1e999",
        "../../etc/passwd",
        "a(b <= 1e400)",
        "calls <= 99999999999999999999",
        "9999999999999999999h",
        "18446744073709551615",
        "@garbage",
        "@empty",
    ]
    .map(String::from)
    .to_vec();
    corpus.extend([
        deep,
        nested,
        long,
        token.to_lowercase(),
        token[..token.len() - 3].to_owned(),
        format!("{token}AA"),
        presentation.replace("dptp1", "dpt1"),
    ]);
    for (index, place) in PLACES.iter().enumerate() {
        for garbage in corpus.iter().filter(|garbage| !garbage.contains('\0')) {
            let args: Vec<String> = place.iter().map(|word| word.replace("{}", garbage)).collect();
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let output = fixture.run(&args, b"\xff\xfe\x00garbage");
            check(&output, &[], &format!("{index} {place:?} with {garbage:.60?}"));
            let stderr = String::from_utf8_lossy(&output.stderr);
            let errors = stderr.lines().filter(|line| line.starts_with("error")).count();
            let denied = output.stdout.starts_with(b"DENIED") || output.stdout.starts_with(b"NOT VERIFIED");
            let expected = usize::from(!output.status.success() && !denied && output.status.code() != Some(6));
            assert_eq!(errors, expected, "{place:?} with {garbage:.60?}: {stderr}");
            assert!(expected == 0 || stderr.contains("\nhint: "), "{place:?} with {garbage:.60?}: {stderr}");
        }
    }
}
