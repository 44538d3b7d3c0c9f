//! The session that opens the README, and other things that take more than one command.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::process::Output;

use fixture::{Fixture, refusal, run};

/// Runs a command of a home with encrypted keys; gives its standard output.
fn said(fixture: &Fixture, args: &[&str]) -> String {
    text(&with_passphrase(fixture, args).stdout)
}

fn with_passphrase(fixture: &Fixture, args: &[&str]) -> Output {
    let mut command = fixture.command(args);
    command.env("DEPUTE_HOME", fixture.path().join("fresh")).env("DEPUTE_PASSPHRASE", "correct horse");
    run(command, b"")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_session_of_the_readme() {
    let fixture = Fixture::new();
    for name in ["alice", "planner", "booker"] {
        let line = said(&fixture, &["key", "new", name]);
        assert!(line.starts_with(name) && line.contains(" did:key:z6Mk"), "{line}");
    }
    #[rustfmt::skip]
    let trip = said(&fixture, &[
        "mint", "--from", "alice", "--to", "planner", "--ttl", "1h", "--depth", "2", "--task", "T-1042",
        "--intent", "Book one trip to SFO", "--allow", "flights.search(..)",
        "--allow", r#"flights.book(to = "SFO", price <= 600)"#, "--budget", "calls <= 50",
    ]);
    fs::write(fixture.path().join("trip.dpt"), trip).unwrap();
    #[rustfmt::skip]
    let book = with_passphrase(&fixture, &[
        "delegate", "@trip.dpt", "--from", "planner", "--to", "booker", "--ttl", "10m",
        "--allow", "flights.book(price <= 400, ..)", "--budget", "calls <= 1",
    ]);
    let narrowed = "narrowed: - flights.search(..); price <= 600 → 400; 60m → 10m; calls 50 → 1; depth 2 → 1\n";
    assert_eq!(text(&book.stderr), narrowed);
    fs::write(fixture.path().join("book.dpt"), book.stdout).unwrap();

    let shown = said(&fixture, &["show", "@book.dpt"]);
    let lines: Vec<&str> = shown.lines().collect();
    let [heading, alice, planner, booker] = lines[..] else { panic!("{shown}") };
    assert!(
        heading.starts_with("UNVERIFIED (add --trust alice)") && heading.contains("2 links  for \"local\""),
        "{shown}"
    );
    assert!(alice.ends_with(r#"task "T-1042"  intent "Book one trip to SFO""#), "{shown}");
    assert!(planner.starts_with("└─ planner") && planner.ends_with("50 calls   may delegate 2 deep"), "{shown}");
    assert!(booker.starts_with("   └─ booker") && booker.ends_with("1 call     may delegate 1 deep"), "{shown}");
    assert!(said(&fixture, &["show", "@book.dpt", "--trust", "alice"]).starts_with("VERIFIED"));

    let check =
        |call| with_passphrase(&fixture, &["check", "@book.dpt", "--trust", "alice", "--as", "booker", "--do", call]);
    let denied = check(r#"flights.book(to = "SFO", price = 450)"#);
    assert_eq!(denied.status.code(), Some(3));
    assert_eq!(
        text(&denied.stdout),
        "DENIED arg_above_limit  at link 2 of 2: planner → booker\n  \
         price = 450; limit 400, set by planner. Link 1 (alice → planner) would allow it: limit 600.\n  \
         fix: ask planner for a token with price <= 450 (planner may grant up to 600)\n  \
         checked: form ok · root ok · chain ok · time ok · revocation not checked · signatures 2/2 · proof ok · \
         grant: link 1 ok, link 2 FAILED\n"
    );
    let allowed = check(r#"flights.book(to = "SFO", price = 390)"#);
    assert_eq!(allowed.status.code(), Some(0));
    assert_eq!(
        text(&allowed.stdout),
        "ALLOWED (checked only: owes 1 call on links 1 and 2, nothing was charged)   alice → planner → booker\n  \
         revocation not checked\n"
    );

    #[rustfmt::skip]
    let widened = with_passphrase(&fixture, &[
        "delegate", "@book.dpt", "--from", "booker", "--to", "mallory", "--allow", "flights.book(price <= 900, ..)",
    ]);
    assert_eq!(refusal(&widened), (3, "widens".into()));
    assert_eq!(
        text(&widened.stderr),
        "error[widens]: price <= 900 is wider than the 400 set by planner (link 2)\n\
         hint: ask for at most 400, or ask planner for more\n\
         hint: for example flights.book(to = \"SFO\", price = 900): this clause allows it, link 2 refuses it\n"
    );
}

#[test]
fn a_presentation_travels_to_another_home() {
    let fixture = Fixture::new();
    let call = r#"{"action":"a.b","args":{"n":1}}"#;
    let mint =
        ["mint", "--from", "alice", "--to", "booker", "--allow", "a.b(n <= 1)", "--aud", "b.example", "-o", "t.dpt"];
    assert!(fixture.run(&mint, b"").status.success());
    let present = ["present", "@t.dpt", "--as", "booker", "--call", call, "--aud", "b.example", "-o", "t.dptp"];
    let output = fixture.run(&present, b"");
    assert!(output.status.success() && output.stdout.is_empty(), "{output:?}");
    let there = |args: &[&str]| {
        let mut command = fixture.command(args);
        command.env("DEPUTE_HOME", fixture.path().join("there"));
        run(command, b"")
    };
    let alice = text(&fixture.run(&["key", "show", "alice"], b"").stdout);
    let alice = alice.split_whitespace().last().unwrap();
    assert!(there(&["key", "add", "her", alice]).status.success());
    assert!(there(&["trust", "add", "her", "--allow", "a.*(..)"]).status.success());
    let check = |aud| there(&["check", "@t.dptp", "--call", call, "--aud", aud]);
    assert_eq!(check("b.example").status.code(), Some(0));
    assert_eq!(check("c.example").status.code(), Some(4));
    assert!(there(&["trust", "remove", "her"]).status.success());
    assert_eq!(refusal(&check("b.example")), (2, "trust_empty".into()));
}

#[test]
fn what_is_approved_is_shown_whole_and_asked_for() {
    let fixture = Fixture::new();
    let key = |name| {
        let shown = text(&fixture.run(&["key", "show", name], b"").stdout);
        shown.split_whitespace().last().unwrap().to_owned()
    };
    let clause =
        format!("pay(..) needs approval(2 of [\"{}\", \"{}\", \"{}\"])", key("scout"), key("mallory"), key("booker"));
    let mint =
        ["mint", "--from", "alice", "--to", "booker", "--intent", "Pay one bill", "--allow", &clause, "-o", "t.dpt"];
    assert!(fixture.run(&mint, b"").status.success());
    let long = "x".repeat(5000);
    let call = format!("pay(amount = 5, to = \"{long}\\u202e\u{430}\")");
    let endorse = |object: &str, by: &str, more: &[&str]| {
        let args = ["endorse", object, "--as", by, "--trust", "alice", "--do", &call];
        fixture.run(&[&args[..], more].concat(), b"y\n")
    };

    // A yes that was piped in is none: nobody was asked.
    let unasked = endorse("@t.dpt", "scout", &[]);
    assert_eq!(refusal(&unasked), (2, "usage".into()));
    let shown = text(&unasked.stderr);
    assert!(shown.contains("--yes"), "{shown}");
    let lines = [
        "action     \"pay\"".to_owned(),
        format!("arguments  {{\"to\":\"{long}\\u202e\u{430}\",\"amount\":5}}"),
        format!("in ASCII   {{\"to\":\"{long}\\u202e\\u0430\",\"amount\":5}}"),
        "audience   \"local\"".to_owned(),
        "chain      alice → booker".to_owned(),
        "it says    intent \"Pay one bill\"".to_owned(),
        "needs      2 of scout (you), mallory   link 1, set by alice".to_owned(),
    ];
    for line in &lines {
        assert!(shown.lines().any(|shown| shown == line), "{line}\n{shown}");
    }
    assert!(!shown.contains('\u{202e}'), "{shown}");

    let first = endorse("@t.dpt", "scout", &["--yes"]);
    assert!(first.status.success() && text(&first.stdout).starts_with("dpte1_"), "{first:?}");
    assert!(lines.iter().all(|line| text(&first.stderr).contains(line)));
    fs::write(fixture.path().join("scout-new.dpte"), &first.stdout).unwrap();
    let present = ["present", "@t.dpt", "--as", "booker", "--do", &call, "--with", "scout-new.dpte", "-o", "t.dptp"];
    assert_eq!(text(&fixture.run(&present, b"").stderr), "");
    // From a presentation, which says who approved already.
    let second = endorse("@t.dptp", "mallory", &["--yes", "-o", "mallory-new.dpte", "--ttl", "1h"]);
    assert!(second.status.success() && second.stdout.is_empty(), "{second:?}");
    assert!(text(&second.stderr).contains("approved   by scout"), "{second:?}");

    let check = |with: &[&str]| {
        let args = ["check", "@t.dptp", "--trust", "alice", "--do", &call];
        fixture.run(&[&args[..], with].concat(), b"")
    };
    assert_eq!(check(&[]).status.code(), Some(3));
    let allowed = check(&["--with", "@mallory-new.dpte"]);
    assert_eq!(
        text(&allowed.stdout),
        "ALLOWED (checked only: approved by scout, mallory; owes nothing)   alice → booker\n  revocation not checked\n"
    );
    assert_eq!(check(&["--with", "scout-new.dpte"]).status.code(), Some(3), "one approver twice");

    // In JSON the one object says what was signed.
    let json = endorse("@t.dpt", "scout", &["--yes", "--json"]);
    let object: serde_json::Value = serde_json::from_str(&text(&json.stdout)).unwrap();
    assert_eq!((&object["call"]["args"]["amount"], &object["call"]["action"]), (&5.into(), &"pay".into()));
    assert_eq!(text(&json.stderr), "");

    // Over HTTP the request is part of what is signed.
    let request = endorse("@t.dpt", "scout", &["--yes", "--http", "POST /v1/pay", "--body", "{}"]);
    assert!(text(&request.stderr).contains("\nrequest    POST /v1/pay\nbody       "), "{request:?}");
    assert!(request.status.success());

    for (object, by, more, status, code) in [
        ("@t.dpt", "booker", &["--yes"][..], 2, "usage"),
        ("@t.dpt", "alice", &["--yes"], 2, "usage"),
        ("@t.dpt", "planner", &["--yes"], 2, "usage"),
        ("@t.dpt", "scout", &["--yes", "--aud", "https://elsewhere.example"], 4, "audience_mismatch"),
        ("@t.dpt", "scout", &["--yes", "--ttl", "61m"], 4, "limit_exceeded"),
        ("@t.dpt", "nobody", &["--yes"], 2, "key_not_found"),
        ("@bit.dpt", "scout", &["--yes"], 4, "expired"),
    ] {
        assert_eq!(refusal(&endorse(object, by, more)), (status, code.into()), "{by} {more:?}");
    }
    let other = ["endorse", "@t.dpt", "--as", "scout", "--trust", "alice", "--do", "transfer()", "--yes"];
    assert_eq!(refusal(&fixture.run(&other, b"")), (3, "action_not_granted".into()));
    let free = ["mint", "--from", "alice", "--to", "booker", "--allow", "pay(..)", "-o", "free.dpt"];
    assert!(fixture.run(&free, b"").status.success());
    assert_eq!(refusal(&endorse("@free.dpt", "scout", &["--yes"])), (2, "usage".into()));
}

#[test]
fn trust_is_added_listed_and_removed() {
    let fixture = Fixture::new();
    let add = ["trust", "add", "alice", "--allow", "flights.*(..)"];
    assert!(fixture.run(&add, b"").status.success());
    assert_eq!(refusal(&fixture.run(&add, b"")), (2, "name_taken".into()));
    let twice = ["trust", "add", "again", "--key", "alice", "--allow", "*(..)"];
    assert_eq!(refusal(&fixture.run(&twice, b"")).1, "duplicate_item");
    let listed = text(&fixture.run(&["trust", "list"], b"").stdout);
    assert!(listed.contains("allow flights.*(..)"), "{listed}");
    // What the entry may permit and what a token says are compared like any two grants.
    assert_eq!(
        text(&fixture.run(&["diff", "trust:alice", "hotels.book(..)"], b"").stdout),
        "first → second   - flights.*(..)\nsecond → first   - hotels.book(..)\n\
         only the first allows, for example   flights.x()\nonly the second allows, for example   hotels.book()\n"
    );
    // A named entry means what it allows, not everything.
    let book =
        ["check", "@book.dpt", "--as", "booker", "--trust", "alice", "--do", "mail.send()", "--at", "1793696460"];
    let denied = text(&fixture.run(&book, b"").stdout);
    assert!(denied.contains("DENIED action_not_granted  at link 0"), "{denied}");
    let stranger = fixture.run(&["show", "@book.dpt", "--trust", "mallory"], b"");
    assert_eq!(text(&stranger.stderr), "mallory has no entry in trust.toml: trusted for everything, this once\n");
    assert!(fixture.run(&["trust", "remove", "alice"], b"").status.success());
    assert_eq!(refusal(&fixture.run(&["trust", "remove", "alice"], b"")), (2, "key_not_found".into()));
}

#[test]
fn a_grant_file_says_what_flags_say() {
    let fixture = Fixture::new();
    let minted =
        fixture.run(&["mint", "--from", "alice", "--to", "booker", "--grant", "@grant.txt", "--allow", "a()"], b"");
    let shown = text(&fixture.run(&["show", "-", "--json"], &minted.stdout).stdout);
    let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(shown["links"][0]["clauses"], serde_json::json!(["flights.search(..)", "a()"]));
    assert_eq!(shown["links"][0]["budgets"], serde_json::json!(["calls <= 5"]));
}

#[test]
fn a_call_over_http_is_signed_with_its_request_and_checked_with_it() {
    let fixture = Fixture::new();
    let mint = ["mint", "--from", "alice", "--to", "booker", "--allow", "invoices.pay(amount <= 200)", "-o", "pay.dpt"];
    assert!(fixture.run(&mint, b"").status.success());
    let call = ["--do", "invoices.pay(amount = 120)", "--http", "POST /v1/payments", "--body", "-"];
    let present = [&["present", "@pay.dpt", "--as", "booker", "-o", "pay.dptp"][..], &call].concat();
    assert!(fixture.run(&present, b"\xff\x00 need not be text").status.success());
    let check = [&["check", "@pay.dptp", "--trust", "alice"][..], &call].concat();
    let status = |args: &[&str], body: &[u8]| fixture.run(args, body).status.code();
    assert_eq!(status(&check, b"\xff\x00 need not be text"), Some(0));
    assert_eq!(status(&check, b"\xff\x00 need not be text\n"), Some(4));
    assert_eq!(status(&check[..check.len() - 2], b""), Some(4), "another body is another request");
    assert_eq!(status(&check[..check.len() - 4], b""), Some(4), "a call without its request is another");
}

#[test]
fn a_root_is_handed_over_and_its_mandates_live_to_the_end_of_the_old_key() {
    let fixture = Fixture::new();
    let done = |args: &[&str]| assert!(fixture.run(args, b"").status.success(), "{args:?}");
    let check = |at: &str| {
        let args = ["check", "@book.dptp", "--call", "@call.json", "--trust", "alice", "--at", at];
        fixture.run(&args, b"").status.code()
    };
    done(&["trust", "add", "alice", "--allow", "flights.*(..)"]);
    assert_eq!(check("2026-11-03T09:00:20Z"), Some(6));
    // Minted at 09:00:00, when both keys count.
    done(&["trust", "rotate", "alice", "--to", "mallory", "--at", "2026-11-03T08:50:00Z", "--overlap", "10m20s"]);
    assert_eq!(check("2026-11-03T09:00:19Z"), Some(6));
    assert_eq!(check("2026-11-03T09:00:20Z"), Some(4), "the end is excluded");
    let shown = text(&fixture.run(&["trust", "show", "alice"], b"").stdout);
    assert!(shown.contains("alice  until 2026-11-03T09:00:20Z, ended "), "{shown}");
    assert!(shown.contains("mallory  from 2026-11-03T08:50:00Z\n"), "{shown}");
    // A stolen key goes at once.
    let alice = "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX";
    done(&["trust", "remove", "alice", "--key", alice]);
    let denied = fixture.run(&["check", "@book.dptp", "--call", "@call.json", "--at", "2026-11-03T09:00:19Z"], b"");
    assert!(text(&denied.stdout).contains("DENIED root_untrusted"), "{}", text(&denied.stdout));
}
