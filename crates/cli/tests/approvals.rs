//! What approvers are shown, what counts as approved, and what is said of endorsements that do not count.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::process::Output;
use std::time::{SystemTime, UNIX_EPOCH};

use depute::{Call, Endorsement, Signer, SigningKey, Token, UnixTime};
use fixture::Fixture;

const PAY: &str = "pay(amount = 5)";

/// The fixture's people, by their seeds.
fn key(name: &str) -> SigningKey {
    let seed = ["alice", "planner", "booker", "scout", "mallory"].iter().position(|known| *known == name).unwrap();
    SigningKey::from_seed(&[u8::try_from(seed).unwrap() + 1; 32])
}

fn of(threshold: usize, names: &[&str]) -> String {
    let keys: Vec<String> = names.iter().map(|name| format!("\"{}\"", key(name).verifying_key())).collect();
    format!("approval({threshold} of [{}])", keys.join(", "))
}

/// A token that alice mints for the booker, in this file.
fn mint(fixture: &Fixture, clauses: &[String], more: &[&str]) -> Output {
    let mut args = vec!["mint", "--from", "alice", "--to", "booker", "-o", "t.dpt"];
    clauses.iter().for_each(|clause| args.extend(["--allow", clause]));
    let output = fixture.run(&[&args, more].concat(), b"");
    assert!(output.status.success(), "{output:?}");
    output
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "the command reads the clock too")]
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Somebody's endorsement of this call with the token, made at this time for so long.
fn endorsed(fixture: &Fixture, by: &str, audience: &str, made: u64, secs: u64) -> Endorsement {
    let token = Token::from_text(std::fs::read_to_string(fixture.path().join("t.dpt")).unwrap().trim()).unwrap();
    let [made, ends] = [made, made + secs].map(|time| UnixTime::from_secs(time).unwrap());
    token
        .endorse(&Call::parse(PAY).unwrap(), audience, &key(by), made, ends, [u8::try_from(secs % 256).unwrap(); 16])
        .unwrap()
}

#[test]
fn what_is_needed_together_and_what_instead_are_told_apart() {
    let fixture = Fixture::new();
    let both = format!("pay(..) needs {} needs {}", of(1, &["scout"]), of(1, &["mallory"]));
    let either = format!("pay(amount <= 9) needs {}", of(1, &["scout", "planner"]));
    mint(&fixture, &[both, either], &[]);
    let endorse = ["endorse", "@t.dpt", "--as", "scout", "--trust", "alice", "--do", PAY, "--yes"];
    let shown = stderr(&fixture.run(&endorse, b""));
    let needs = "\
needs      1 of scout (you)   link 1, set by alice
and        1 of mallory   link 1, set by alice
or         1 of scout (you), planner   link 1, set by alice
";
    assert!(shown.contains(needs), "{shown}");
}

#[test]
fn letters_that_look_alike_are_told_apart_in_action_and_audience_too() {
    let fixture = Fixture::new();
    let shown = |action: &str, audience: &str| {
        mint(&fixture, &[format!("\"{action}\"(..) needs {}", of(1, &["scout"]))], &["--aud", audience]);
        let call = format!("\"{action}\"()");
        let endorse =
            ["endorse", "@t.dpt", "--as", "scout", "--trust", "alice", "--do", &call, "--aud", audience, "--yes"];
        stderr(&fixture.run(&endorse, b""))
    };
    let cyrillic = shown("p\u{430}y", "loc\u{430}l");
    assert!(cyrillic.starts_with("action     \"p\u{430}y\"\nin ASCII   \"p\\u0430y\"\narguments  {}\n"), "{cyrillic}");
    assert!(cyrillic.contains("audience   \"loc\u{430}l\"\nin ASCII   \"loc\\u0430l\"\n"), "{cyrillic}");
    let latin = shown("pay", "local");
    assert!(latin.starts_with("action     \"pay\"\narguments  {}\n") && !latin.contains("in ASCII"), "{latin}");
}

#[test]
fn only_an_endorsement_that_counts_is_shown_as_an_approval() {
    let fixture = Fixture::new();
    mint(&fixture, &[format!("pay(..) needs {}", of(2, &["scout", "mallory", "planner"]))], &[]);
    let now = now();
    let present = |endorsements: &[Endorsement]| {
        let mut args = vec!["present", "@t.dpt", "--as", "booker", "--do", PAY, "-o", "t.dptp"];
        let texts: Vec<String> = endorsements.iter().map(Endorsement::to_text).collect();
        texts.iter().for_each(|text| args.extend(["--with", text]));
        assert!(fixture.run(&args, b"").status.success());
        let endorse = ["endorse", "@t.dptp", "--as", "mallory", "--trust", "alice", "--do", PAY, "--yes"];
        let shown = stderr(&fixture.run(&endorse, b""));
        assert!(shown.contains("needs      2 of"), "{shown}");
        shown.lines().filter(|line| line.starts_with("approved")).map(str::to_owned).collect::<Vec<_>>()
    };
    let scouts = endorsed(&fixture, "scout", "local", now, 900);
    assert_eq!(present(std::slice::from_ref(&scouts)), ["approved   by scout"]);
    assert_eq!(present(&[scouts, endorsed(&fixture, "scout", "local", now, 901)]), ["approved   by scout"]);
    for (by, audience, made, secs) in [
        ("scout", "https://elsewhere.example", now, 900),
        ("scout", "local", now - 1000, 900),
        ("scout", "local", now + 3000, 900),
        ("alice", "local", now, 900),
        ("booker", "local", now, 900),
    ] {
        assert!(present(&[endorsed(&fixture, by, audience, made, secs)]).is_empty(), "{by} {audience} {made}");
    }
}

#[test]
fn what_will_not_count_or_may_not_is_remarked_on() {
    let fixture = Fixture::new();
    mint(&fixture, &[format!("pay(..) needs {}", of(1, &["scout", "booker"]))], &[]);
    let now = now();
    let remarks = |endorsements: &[Endorsement]| {
        let mut args = vec!["present", "@t.dpt", "--as", "booker", "--do", PAY, "-o", "t.dptp"];
        let texts: Vec<String> = endorsements.iter().map(Endorsement::to_text).collect();
        texts.iter().for_each(|text| args.extend(["--with", text]));
        stderr(&fixture.run(&args, b""))
    };
    let scouts = || endorsed(&fixture, "scout", "local", now, 900);
    assert_eq!(remarks(&[scouts()]), "");
    let second = remarks(&[scouts(), endorsed(&fixture, "scout", "local", now, 901)]);
    assert_eq!(second, "the endorsement by scout is not their first: one of each counts\n");
    for (by, made, said) in [
        ("alice", now, "is by somebody whom no clause of this token names: it may not count"),
        ("booker", now, "is by a holder of this token: it will not count"),
        ("scout", now - 900, ": it may not count"),
        ("scout", now + 900, ", which is to come: it may not count"),
    ] {
        let remark = remarks(&[endorsed(&fixture, by, "local", made, 900)]);
        assert!(
            remark.starts_with(&format!("the endorsement by {by} ")) && remark.trim_end().ends_with(said),
            "{remark}"
        );
    }
}

#[test]
fn whoever_hands_a_token_to_the_last_who_could_approve_is_told() {
    let fixture = Fixture::new();
    let said = "holds this token now and so approves nothing of it";
    mint(&fixture, &[format!("pay(..) needs {}", of(1, &["scout"]))], &["--depth", "1"]);
    let delegate = |to: &str| {
        let output = fixture.run(&["delegate", "@t.dpt", "--from", "booker", "--to", to, "--same", "-o", "c.dpt"], b"");
        assert!(output.status.success(), "{output:?}");
        stderr(&output)
    };
    let remark = format!("scout {said}: nobody can give the 1 of 1 approvals that a clause of link 1 needs\n");
    assert!(delegate("scout").contains(&remark));
    assert!(!delegate("mallory").contains(said));
    // Another is left; or the root's own holder was the only one.
    let minted = mint(&fixture, &[format!("pay(..) needs {}", of(1, &["scout", "mallory"]))], &["--depth", "1"]);
    assert!(!stderr(&minted).contains(said) && !delegate("scout").contains(said));
    let minted = mint(&fixture, &[format!("pay(..) needs {}", of(1, &["booker"]))], &[]);
    assert!(stderr(&minted).contains(&format!("booker {said}")), "{minted:?}");
}
