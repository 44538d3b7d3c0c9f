//! The published schema is what `--json` prints: every verb, allowed and refused, held to it member by member.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fixture::{Fixture, run};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

const CALL: &str = r#"flights.book(to = "SFO", price = 390)"#;
/// What standard input has, for `key import`.
const SECRET: &[u8] = b"dptsk1_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc";
/// Stands for the id of the first statement of the list that was printed last.
const STATEMENT: &str = "STATEMENT";
const PAYMENT: &str = r#"payments.send(amount = 800, to = "ops")"#;
const NEEDS_SCOUT: &str =
    r#"a.b(..) needs approval(1 of ["did:key:z6Mkt6316e2PN3mZdB6N9CrzomJYUd1s5yBZi1XYHmwT9TUP"])"#;
const AT: &str = "2026-11-03T09:01:00Z";

/// A run of every kind: the definition that it must satisfy, and what is typed. Earlier runs leave what later ones need.
#[rustfmt::skip]
const RUNS: &[(&str, &[&str])] = &[
    ("key", &["key", "new", "eve", "--no-passphrase"]), ("key", &["key", "show", "eve"]),
    ("key", &["key", "add", "friend", "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"]),
    ("key", &["key", "import", "moved", "-", "--no-passphrase"]), ("key", &["key", "export", "eve"]),
    ("key-file", &["key", "export", "eve", "-o", "eve.did"]), ("key-secret", &["key", "export", "eve", "--secret", "--no-passphrase"]),
    ("key-file", &["key", "export", "eve", "--secret", "--no-passphrase", "-o", "eve.pem"]),
    ("key-list", &["key", "list"]), ("error", &["key", "show", "nobody"]),
    ("trust-list", &["trust", "list"]), ("trust-entry", &["trust", "add", "eve"]), ("trust-entry", &["trust", "show", "eve"]),
    ("trust-entry", &["trust", "add", "mallory", "--until", "2030-01-01T00:00:00Z", "--speaks-for", "a@b.example", "--allow", "a.*(..)"]),
    ("trust-list", &["trust", "list"]), ("trust-entry", &["trust", "rotate", "eve", "--to", "scout"]),
    ("trust-remove-key", &["trust", "remove", "eve", "--key", "scout"]), ("trust-remove", &["trust", "remove", "eve"]), ("error", &["trust", "remove", "eve"]),
    ("token", &["mint", "--from", "alice", "--to", "booker", "--allow", "a()"]),
    ("token", &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "--ttl", "2h", "-o", "x.dpt"]),
    ("token", &["mint", "--from", "alice", "--to", "booker", "--allow", "a()", "-o", "/dev/stdout"]),
    ("error", &["mint", "--from", "alice"]), ("error", &["mint", "--from", "alice", "--to", "booker", "--allow", "a("]),
    ("token", &["delegate", "@trip.dpt", "--from", "planner", "--to", "scout", "--allow", "flights.search(..)"]),
    ("error", &["delegate", "@book.dpt", "--from", "booker", "--to", "scout", "--allow", "*(..)", "--depth", "9"]),
    ("presentation", &["present", "@book.dpt", "--as", "booker", "--do", CALL]),
    ("presentation", &["present", "@book.dpt", "--as", "booker", "--do", CALL, "--aud", "else", "-o", "x.dptp"]),
    ("error", &["present", "@book.dpt", "--as", "alice", "--do", CALL]),
    ("presentation", &["present", "@pay.dpt", "--as", "booker", "--do", PAYMENT, "--with", "@scout.dpte"]),
    ("allowed", &["check", "@pay.dptp", "--trust", "alice", "--do", PAYMENT, "--at", AT, "--with", "@scout.dpte", "--with", "@mallory.dpte"]),
    ("denied", &["check", "@pay.dpt", "--as", "booker", "--trust", "alice", "--do", PAYMENT, "--at", AT]),
    ("token", &["mint", "--from", "alice", "--to", "booker", "--allow", NEEDS_SCOUT, "-o", "needs.dpt"]),
    ("endorsement", &["endorse", "@needs.dpt", "--as", "scout", "--trust", "alice", "--do", "a.b(x = 1)", "--yes"]),
    ("endorsement", &["endorse", "@needs.dpt", "--as", "scout", "--trust", "alice", "--do", "a.b()", "--yes", "-o", "x.dpte"]),
    ("error", &["endorse", "@needs.dpt", "--as", "mallory", "--trust", "alice", "--do", "a.b()", "--yes"]),
    ("allowed", &["check", "@book.dpt", "--as", "booker", "--trust", "alice", "--do", CALL, "--at", AT]),
    ("allowed", &["check", "@x.dpt", "--as", "booker", "--trust", "alice", "--do", "a()", "--max-life", "2h"]),
    ("denied", &["check", "@book.dpt", "--as", "booker", "--trust", "alice", "--do", CALL]),
    ("denied", &["check", "@book.dpt", "--as", "booker", "--trust", "alice", "--do", "flights.book(price = 450)", "--at", AT]),
    ("denied", &["check", "@book.dpt", "--as", "booker", "--trust", "@trust.toml", "--do", "a.b()", "--at", AT]),
    ("denied", &["check", "@bit.dpt", "--as", "planner", "--trust", "alice", "--do", CALL, "--at", AT]),
    ("error", &["check", "@book.dpt", "--do", CALL]),
    ("show-token", &["show", "@book.dpt"]), ("show-token", &["show", "@book.dpt", "--diag"]), ("show-token", &["show", "@book.dpt", "--hex"]),
    ("show-token", &["show", "@book.dpt", "--trust", "alice"]), ("show-token", &["show", "@x.dpt", "--trust", "alice", "--max-life", "2h"]),
    ("show-presentation", &["show", "@book.dptp"]), ("show-presentation", &["show", "@book.dptp", "--do", CALL, "--diag"]),
    ("show-presentation", &["show", "@book.dptp", "--trust", "alice"]), ("show-presentation", &["show", "@pay.dptp", "--do", PAYMENT]),
    ("show-endorsement", &["show", "@scout.dpte"]), ("show-endorsement", &["show", "@scout.dpte", "--diag"]),
    ("show-token", &["show", "@identified.dpt"]), ("show-call", &["show", "@call.json"]),
    ("show-call", &["show", "--do", CALL, "--http", "POST /v1/a", "--body", "x"]), ("show-call", &["show", "--do", CALL, "--diag"]),
    ("show-key", &["show", "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"]),
    ("show-clause", &["show", "a.b(x <= 1)"]), ("show-clause", &["show", "a.b(x <= 1)", "--diag"]),
    ("show-grant", &["show", "@grant.txt"]), ("show-trust", &["show", "@trust.toml"]), ("show-trust", &["show", "trust:mallory"]), ("error", &["show", "@garbage"]),
    ("show-list", &["show", "@revoked.dptr"]), ("show-list", &["show", "@revoked.dptr", "--diag"]),
    ("show-list", &["show", "@nothing.dptr", "--trust", "@lists.toml"]),
    ("no-list", &["revoke", "--list"]), ("revoked", &["revoke", "--task", "T-1", "--as", "alice"]), ("list", &["revoke", "--list"]),
    ("revoked-before", &["revoke", "--task", "T-1", "--as", "alice"]),
    ("revoked", &["revoke", "--link", "@x.dpt", "--as", "alice"]), ("revoked", &["revoke", "--key", "scout", "--as", "scout"]),
    ("revoked", &["revoke", "--organization", "O", "--as", "alice"]), ("revoked", &["revoke", "--authorizer", "--as", "mallory"]),
    ("list", &["revoke", "--list"]), ("list", &["revoke", "--renew", "--as", "alice"]), ("lifted", &["revoke", "--lift", STATEMENT, "--as", "alice"]), ("show-token", &["show", "@needs.dpt", "--trust", "alice"]),
    ("allowed", &["check", "@book.dptp", "--trust", "alice", "--call", "@call.json", "--at", "2026-11-03T09:00:30Z"]),
    ("denied", &["check", "@x.dpt", "--as", "booker", "--trust", "alice", "--do", "a()", "--max-life", "2h"]),
    ("error", &["revoke", "--lift", "00", "--as", "alice"]),
    ("diff", &["diff", "@book.dpt"]), ("diff-two", &["diff", "@trip.dpt", "@book.dpt"]), ("error", &["diff", "@garbage"]),
    ("diff-sides", &["diff", "@trip.dpt", "flights.*(..)"]), ("diff-sides", &["diff", "trust:mallory", "@grant.txt"]),
    ("text", &["help"]), ("text", &["help", "key", "new"]), ("text", &["--version"]), ("text", &["check", "--help"]),
    ("help-code", &["help", "expired"]), ("error", &["help", "nothing"]), ("error", &["frobnicate"]), ("error", &[]),
    ("demo", &["demo"]), ("demo", &["demo", "--out", "demo"]), ("error", &["demo", "--out", "home"]),
    ("completions", &["completions", "bash"]), ("error", &["completions", "csh"]),
    ("man", &["man"]), ("man", &["man", "key", "new"]), ("man-all", &["man", "--out", "pages"]), ("error", &["man", "nothing"]),
    ("vectors", &["vectors", "run", "vectors"]), ("error", &["vectors", "run", "home"]), ("error", &["vectors", "run", "nowhere"]),
    ("schema", &["schema"]), ("schema", &["schema", "denied"]), ("error", &["schema", "nothing"]),
];

fn schema() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/depute-v1.schema.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The definitions that an object as a whole can satisfy.
fn names(schema: &Value) -> Vec<String> {
    let refs = schema["anyOf"].as_array().unwrap().iter();
    refs.map(|one| one["$ref"].as_str().unwrap().strip_prefix("#/$defs/").unwrap().to_owned()).collect()
}

/// Judges by one definition, or by the whole schema.
fn validator(schema: &Value, name: Option<&str>) -> Validator {
    let mut schema = schema.clone();
    if let Some(name) = name {
        schema["$ref"] = format!("#/$defs/{name}").into();
        schema.as_object_mut().unwrap().remove("anyOf");
    }
    jsonschema::options().with_draft(Draft::Draft202012).build(&schema).unwrap()
}

/// Runs everything once: what was printed, by definition.
fn printed() -> Vec<(&'static str, Value)> {
    let fixture = Fixture::new();
    // One key file cannot be read, which `key list` says.
    fs::write(fixture.home().join("keys").join("broken.pem"), "").unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let path = fixture.home().join("keys").join("broken.pem");
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let mut statement = String::new();
    let mut printed = Vec::new();
    for (name, args) in RUNS {
        let args = args.iter().map(|word| if *word == STATEMENT { statement.as_str() } else { word });
        let args: Vec<&str> = args.chain(["--json"]).collect();
        let output = fixture.run(&args, SECRET);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 1, "{args:?}: {text}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        let object: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{args:?}: {text}"));
        if *name == "list" {
            statement = object["statements"][0]["id"].as_str().unwrap().to_owned();
        }
        printed.push((*name, object));
    }
    printed
}

#[test]
fn every_verb_prints_what_the_schema_says_and_nothing_else() {
    let schema = schema();
    let whole = validator(&schema, None);
    let names = names(&schema);
    let judges: BTreeMap<&str, Validator> =
        names.iter().map(|name| (name.as_str(), validator(&schema, Some(name)))).collect();
    let printed = printed();
    for (name, object) in &printed {
        if let Err(fault) = judges[name].validate(object) {
            panic!("{name} at {}: {fault}\n{object:#}", fault.instance_path());
        }
        assert!(whole.is_valid(object), "{name}: {object:#}");
    }
    let seen: BTreeSet<&str> = printed.iter().map(|(name, _)| *name).collect();
    assert_eq!(seen, judges.keys().copied().collect(), "a definition that no run satisfies");

    // The twin: each object, changed in one place, is none of any kind that it could be taken for.
    let mut changed = 0;
    for (name, object) in &printed {
        for (what, other) in mutants(object) {
            assert!(!judges[name].is_valid(&other), "{name} with {what}: {other:#}");
            changed += 1;
        }
    }
    assert!(changed > 1000, "{changed}");
}

/// An object changed in one place, wherever the schema is closed: a member more, a member less, a value of no type at all.
fn mutants(object: &Value) -> Vec<(String, Value)> {
    let mut mutants = Vec::new();
    for place in places(object, String::new()) {
        let members = object.pointer(&place).and_then(Value::as_object).unwrap();
        let mut change = |what: String, change: &dyn Fn(&mut Map<String, Value>)| {
            let mut other = object.clone();
            change(other.pointer_mut(&place).unwrap().as_object_mut().unwrap());
            mutants.push((format!("{place}: {what}"), other));
        };
        change("one more".into(), &|members| drop(members.insert("added".into(), 1.into())));
        for (name, value) in members {
            // A call is a request or is none; a refusal has a status always.
            let is_optional = OPTIONAL.contains(&name.as_str()) || name == "http" && value.is_object();
            if !is_optional {
                change(format!("no {name}"), &|members| drop(members.remove(name)));
            }
            change(format!("{name} of a wrong type"), &|members| drop(members.insert(name.clone(), json!([[[]]]))));
        }
    }
    mutants
}

/// Members that may be left out; that each is refused where it does not belong, `added` shows.
const OPTIONAL: [&str; 10] =
    ["remarks", "replay", "at", "out", "denied", "diag", "approvers", "expected", "unreadable", "revocation"];

/// Every object within, except those whose members are the user's or the standard's.
fn places(value: &Value, place: String) -> Vec<String> {
    match value {
        Value::Object(members) => {
            let inside = members.iter().filter(|(name, _)| !["args", "schema"].contains(&name.as_str()));
            let inside: Vec<String> =
                inside.flat_map(|(name, value)| places(value, format!("{place}/{name}"))).collect();
            std::iter::once(place).chain(inside).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, item)| places(item, format!("{place}/{at}"))).collect()
        }
        _ => Vec::new(),
    }
}

/// Every case of `cmd/`, run once more with `--json`: whatever can be typed, what is printed is in the schema.
#[test]
fn every_case_prints_an_object_of_the_schema() {
    let whole = validator(&schema(), None);
    let fixture = Fixture::new();
    let mut cases = 0;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Some("toml") = path.extension().and_then(|end| end.to_str()) else { continue };
        let case: toml::Table = fs::read_to_string(&path).unwrap().parse().unwrap();
        let args = case["args"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        // Before the rest, since `--` may follow.
        let args: Vec<&str> = std::iter::once("--json").chain(args.filter(|word| *word != "--json")).collect();
        let mut command = fixture.command(&args);
        for (name, value) in case.get("env").and_then(|env| env["add"].as_table()).into_iter().flatten() {
            command.env(name, value.as_str().unwrap());
        }
        let input = case.get("stdin").and_then(toml::Value::as_str).unwrap_or_default();
        let output = run(command, input.as_bytes());
        let text = String::from_utf8(output.stdout).unwrap();
        let object: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{path:?}: {text}"));
        assert!(whole.is_valid(&object), "{path:?}: {object:#}");
        let exit = object.get("exit").and_then(Value::as_i64).filter(|_| object.get("meaning").is_none());
        let expected = exit.unwrap_or_else(|| i64::from(output.status.code().unwrap()));
        assert_eq!(output.status.code().map(i64::from), Some(expected), "{path:?}");
        cases += 1;
    }
    assert!(cases > 100, "{cases}");
}

#[test]
fn the_schema_is_closed_printed_and_complete() {
    let schema = schema();
    let fixture = Fixture::new();
    let say = |args: &[&str]| String::from_utf8(fixture.run(args, b"").stdout).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&say(&["schema"])).unwrap(), schema);
    for name in names(&schema) {
        let one: Value = serde_json::from_str(&say(&["schema", &name])).unwrap();
        assert_eq!(one["$ref"], format!("#/$defs/{name}"));
        assert!(one.get("anyOf").is_none());
    }
    // Every object says what it has, and that it has nothing else; the user's own arguments and a schema are any object.
    let mut closed = 0;
    let mut waiting = vec![&schema];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if value["type"] == "object" && members.len() > 1 {
                    assert_eq!(value["additionalProperties"], false, "{value:#}");
                    assert!(!value["required"].as_array().unwrap().is_empty(), "{value:#}");
                    closed += 1;
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    assert!(closed > 40, "{closed}");
    // Every verb is run above.
    let help = say(&["help"]);
    let (_, verbs) = help.split_once("Commands:").unwrap();
    // A longer description goes on in the next line, further in.
    let verbs = verbs.lines().skip(1).take_while(|line| !line.is_empty());
    let verbs = verbs.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).filter(|verb| !verb.is_empty());
    for verb in verbs {
        assert!(RUNS.iter().any(|(name, args)| *name != "error" && args.first() == Some(&verb)), "{verb} is not run");
    }
}
