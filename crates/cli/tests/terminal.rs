//! What a terminal sees, and what everything else does.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use fixture::{DEPUTE, Fixture, run};

const ESCAPE: char = '\u{1b}';
const RED: &str = "\u{1b}[31m";

/// What the command writes to both its streams when these are a terminal.
fn on_terminal(fixture: &Fixture, args: &[&str], variables: &[(&str, &str)]) -> String {
    let output = terminal(fixture, &line(args)).envs(variables.iter().copied()).stdin(Stdio::null()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The command with these arguments, as a shell is told it.
fn line(args: &[&str]) -> String {
    let quoted: Vec<String> = [DEPUTE].iter().chain(args).map(|word| format!("'{word}'")).collect();
    quoted.join(" ")
}

/// A line of a shell on a terminal; `script`, which every Linux has, makes one.
fn terminal(fixture: &Fixture, line: &str) -> Command {
    let mut command = Command::new("script");
    command.args(["-qec", line, "/dev/null"]).current_dir(fixture.path());
    command.env("DEPUTE_HOME", fixture.home()).env("TZ", "UTC").env("TERM", "xterm");
    // Where `CI` is set, a build's log counts as a terminal that knows colours, whatever `TERM` says.
    for variable in ["CI", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "DEPUTE_KEY", "DEPUTE_TOKEN", "DEPUTE_PASSPHRASE"]
    {
        command.env_remove(variable);
    }
    command
}

/// The same command, its streams being pipes.
fn in_pipe(fixture: &Fixture, args: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = fixture.command(args);
    command.env_remove("CI").env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").envs(variables.iter().copied());
    let output = run(command, b"");
    String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
}

fn without_style(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

const AT: [&str; 2] = ["--at", "1793696460"];
const DENIED: [&str; 8] = ["check", "@book.dpt", "--as", "booker", "--trust", "alice", "--do", "a()"];

#[test]
fn a_terminal_sees_colours_and_a_pipe_the_same_without() {
    let fixture = Fixture::new();
    let replay = [&DENIED[..], &AT].concat();
    let allowed = [&DENIED[..7], &["flights.book(to = \"SFO\", price = 1)"], &AT].concat();
    let delegate =
        ["delegate", "@trip.dpt", "--from", "planner", "--to", "scout", "--allow", "flights.search(..)", "-o", "s.dpt"];
    #[rustfmt::skip]
    let runs: &[(&[&str], &[&str])] = &[
        (&["show", "@book.dpt"], &["\u{1b}[33mUNVERIFIED\u{1b}[0m", "\u{1b}[1mplanner\u{1b}[0m", "[31mexpired", "[2mtask \"T-1042\""]),
        (&["show", "@book.dptp", "--diag"], &["\u{1b}[2m/ version /\u{1b}[0m 1"]),
        (&["show", "@book.dpt", "--trust", "alice"], &["[31mNOT VERIFIED", "[31mDENIED", "[31mFAILED"]),
        (&DENIED, &["[31mDENIED", "[31mFAILED"]), (&replay, &["[33mREPLAY"]), (&allowed, &["[32mALLOWED"]),
        (&["diff", "@book.dpt"], &["\u{1b}[31m- flights.search(..)\u{1b}[0m; price <= 600 → 400"]),
        (&delegate, &["narrowed: \u{1b}[31m- flights.book"]),
        (&["show", "@nothing"], &["[31merror[io_failed]"]), (&["help", "mint"], &["\u{1b}["]), (&["demo"], &["[31mDENIED"]),
    ];
    for (args, coloured) in runs {
        let seen = on_terminal(&fixture, args, &[]);
        for part in *coloured {
            assert!(seen.contains(part), "{args:?}: {part:?} in {seen:?}");
        }
        let piped = in_pipe(&fixture, args, &[]);
        assert!(!piped.contains(ESCAPE), "{args:?}: {piped:?}");
        // Keys, ids and times of a demo differ from run to run.
        if args[0] != "demo" && args[0] != "help" {
            assert_eq!(without_style(&seen).replace("\r\n", "\n"), piped, "{args:?}");
        }
    }
}

#[test]
fn colours_are_off_where_that_is_said() {
    let fixture = Fixture::new();
    let is_coloured = |extra: &[&str], variables: &[(&str, &str)]| {
        on_terminal(&fixture, &[&DENIED[..], extra].concat(), variables).contains(RED)
    };
    assert!(is_coloured(&[], &[]));
    assert!(is_coloured(&["--color", "auto"], &[("NO_COLOR", "")]), "an empty variable is none");
    assert!(!is_coloured(&[], &[("NO_COLOR", "1")]));
    assert!(!is_coloured(&["--color", "never"], &[]));
    assert!(!is_coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&["--json"], &[]), "an object is never coloured");
    assert!(!is_coloured(&[], &[("TERM", "dumb")]));
    assert!(is_coloured(&[], &[("TERM", "dumb"), ("CI", "true")]), "a build's log shows colours");
    assert!(is_coloured(&["--color", "always"], &[("NO_COLOR", "1")]), "what is typed counts more");
    // An error of the command line itself, before its flags are known.
    assert!(on_terminal(&fixture, &["chekc"], &[]).contains(RED));
    assert!(!on_terminal(&fixture, &["chekc", "--color", "never"], &[]).contains(RED));
}

#[test]
fn a_pipe_is_coloured_only_where_that_is_said() {
    let fixture = Fixture::new();
    let is_coloured = |extra: &[&str], variables: &[(&str, &str)]| {
        in_pipe(&fixture, &[&DENIED[..], extra].concat(), variables).contains(ESCAPE)
    };
    assert!(!is_coloured(&[], &[]));
    assert!(is_coloured(&["--color", "always"], &[]));
    assert!(is_coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&["--color", "always", "--json"], &[]), "an object is never coloured");
    // Nor are the remarks in it, and nor is a product.
    let delegate = ["delegate", "@trip.dpt", "--from", "planner", "--to", "scout", "--allow", "flights.search(..)"];
    let object = in_pipe(&fixture, &[&delegate[..], &["--color", "always", "--json"]].concat(), &[]);
    assert!(object.contains("narrowed: - flights.book") && !object.contains("\\u001b"), "{object}");
    let product = fixture.run(&[&delegate[..], &["--color", "always"]].concat(), b"").stdout;
    assert!(product.starts_with(b"dpt1_") && !product.contains(&0x1b));
    let diag = in_pipe(&fixture, &["show", "@book.dpt", "--diag", "--color", "always", "--json"], &[]);
    assert!(diag.contains("/ version / 1") && !diag.contains("\\u001b"), "{diag}");
}

/// Types this, once this much was written; gives all that was written until then.
fn type_after(child: &mut Child, awaited: &str, typed: &str) -> String {
    let (mut seen, mut byte) = (Vec::new(), [0]);
    while !seen.ends_with(awaited.as_bytes()) && child.stdout.as_mut().unwrap().read(&mut byte).unwrap() > 0 {
        seen.extend(byte);
    }
    child.stdin.as_mut().unwrap().write_all(typed.as_bytes()).unwrap();
    String::from_utf8(seen).unwrap()
}

/// What an approver sees and makes who types this ahead, and that once the question stands there.
fn endorsed(ahead: &str, answer: &str) -> String {
    let fixture = Fixture::new();
    let key = String::from_utf8(fixture.run(&["key", "export", "scout"], b"").stdout).unwrap();
    let clause = format!("pay(..) needs approval(1 of [\"{}\"])", key.trim());
    let mint = ["mint", "--from", "alice", "--to", "booker", "--allow", &clause, "-o", "pay-now.dpt"];
    assert!(fixture.run(&mint, b"").status.success());
    let endorse = ["endorse", "@pay-now.dpt", "--as", "scout", "--trust", "alice", "--do", "pay(amount = 5)"];
    // The terminal echoes what it has taken in; only then the command begins.
    let line = format!("printf 'ready:'; while [ ! -e go ]; do sleep 0.02; done; exec {}", line(&endorse));
    let mut child = terminal(&fixture, &line).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    type_after(&mut child, "ready:", ahead);
    type_after(&mut child, &ahead.replace('\n', "\r\n"), "");
    fs::write(fixture.path().join("go"), "").unwrap();
    let asked = type_after(&mut child, "[y/N] ", answer);
    let mut rest = String::new();
    child.stdout.take().unwrap().read_to_string(&mut rest).unwrap();
    child.wait().unwrap();
    asked + &rest
}

#[test]
fn only_a_yes_to_the_question_that_was_asked_approves() {
    let digest = depute::Call::parse("pay(amount = 5)").map(|call| depute::Hex(call.digest()).to_string()).unwrap();
    let question = format!("approve \"pay\" with digest {digest} at \"local\" as scout? [y/N] ");
    for (ahead, answer, is_made) in
        [("", "yes\n", true), ("", "no\n", false), ("yes\n", "no\n", false), ("no\n", "yes\n", true)]
    {
        let seen = endorsed(ahead, answer);
        assert!(seen.contains(&question), "{seen}");
        assert_eq!(seen.contains("dpte1_"), is_made, "{ahead:?} {answer:?}: {seen}");
        assert_eq!(seen.contains("not approved: nothing was signed"), !is_made, "{ahead:?} {answer:?}: {seen}");
    }
}
