//! The specification says what the code says: its worked examples, its tables, and the tests that it names.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // tests

#[path = "../examples/spec_example.rs"]
mod spec_example;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use depute::{Call, Clause, Code, limits};

const DOCUMENTS: [&str; 12] = [
    "README.md",
    "token.md",
    "call.md",
    "http.md",
    "grant.md",
    "operators.md",
    "verify.md",
    "revocation.md",
    "errors.md",
    "rationale.md",
    "threats.md",
    "model.md",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join("spec").join(name)).unwrap_or_else(|cause| panic!("spec/{name}: {cause}"))
}

/// The cells of every row of a Markdown table whose first cell stands in backticks.
fn rows(text: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    text.lines().filter(|line| line.starts_with("| `")).map(cells).collect()
}

fn section<'t>(text: &'t str, title: &str) -> &'t str {
    let (_, rest) = text.split_once(&format!("\n## {title}\n")).unwrap_or_else(|| panic!("no section {title}"));
    rest.split("\n## ").next().unwrap()
}

#[test]
fn every_value_of_the_worked_examples_stands_in_its_document() {
    let values = spec_example::values();
    assert!(values.len() > 40, "{}", values.len());
    for spec_example::Shown { document: name, name: what, value } in values {
        let without_space = |text: &str| text.split_whitespace().collect::<String>();
        assert!(without_space(&document(name)).contains(&without_space(&value)), "spec/{name} lacks {what}: {value}");
    }
}

#[test]
fn the_example_clauses_and_calls_are_canonical_texts() {
    for spec_example::Shown { name, value, .. } in spec_example::values() {
        if name == "clause" {
            assert_eq!(Clause::parse(&value).unwrap().to_string(), value);
        }
    }
    let first = document("call.md");
    let line = |start: &str| first.lines().find_map(|line| line.strip_prefix(start)).unwrap().trim().to_owned();
    let text = Call::parse(&line("text ")).unwrap();
    assert_eq!(text.digest(), Call::from_json(&line("JSON ")).unwrap().digest());
    let message = line("MCP ");
    let (message, label) = message.rsplit_once("label").unwrap();
    let label = label.trim().trim_matches('"');
    assert_eq!(text.digest(), Call::from_mcp_json(message.trim(), label).unwrap().digest());
}

#[test]
fn every_allow_line_of_the_first_grant_is_read() {
    let text = document("grant.md");
    let block = text.split("```").nth(1).unwrap();
    let mut read = 0;
    // The remarks behind the clauses are for the reader alone.
    for line in block.lines().filter(|line| line.starts_with("allow ")) {
        let clause = line.split("  ").next().unwrap();
        depute::Grant::parse(clause).unwrap_or_else(|fault| panic!("{clause}: {fault}"));
        read += 1;
    }
    assert_eq!(read, 13);
}

#[test]
fn the_table_of_codes_is_the_closed_list() {
    let text = document("errors.md");
    let rows = rows(section(&text, "The list"));
    let told: Vec<[String; 4]> = rows.iter().map(|row| [0, 1, 2, 3].map(|cell| row[cell].replace('`', ""))).collect();
    let known: Vec<[String; 4]> = Code::ALL
        .iter()
        .map(|code| {
            [code.as_str().into(), code.exit().to_string(), code.http().to_string(), code.meaning().replace('`', "")]
        })
        .collect();
    assert_eq!(told, known);
    assert!(rows.iter().all(|row| row.len() == 5 && row[4].len() > 3), "a code without an example");
    assert!(text.contains(&format!("closed list of {}", Code::ALL.len())));
}

#[test]
fn every_code_that_a_document_names_is_in_the_list() {
    let listed: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    for name in DOCUMENTS {
        for refusal in document(name).split("→ `").skip(1) {
            let code = refusal.split('`').next().unwrap();
            assert!(listed.contains(code) || code == "cbor_…", "spec/{name} names {code}");
        }
    }
}

/// The constants by name, so that one which is renamed or removed does not compile.
macro_rules! limits {
    ($($name:ident)*) => { [$((stringify!($name), limits::$name as u64)),*] };
}

#[test]
fn the_table_of_limits_is_the_constants() {
    let known = limits![
        LINK_BYTES TOKEN_BYTES PRESENTATION_BYTES LINKS CBOR_DEPTH GRANT_DEPTH NODES_PER_LINK STRING_BYTES LIST_MEMBERS
        MAP_MEMBERS CLAUSES BUDGETS REQUIREMENTS REQUIREMENT_BYTES AUDIENCES AUDIENCE_BYTES SUBJECT_BYTES CONTEXT_CHARS
        ACTION_BYTES PATH_BYTES GLOB_BYTES GLOB_STARS URL_BYTES HOST_BYTES LABEL_BYTES MAIL_BYTES MAIL_LOCAL_BYTES LENGTH
        JSON_BYTES ARGS_BYTES ARGS_DEPTH ARGS_NODES ENDORSEMENTS ENDORSEMENT_BYTES APPROVERS GRANT_TEXT_BYTES
        HTTP_METHOD_BYTES HTTP_TARGET_BYTES HEADER_BYTES DEPTH TIME_SECS LIFE_SECS ENDORSEMENT_LIFE_SECS WINDOW_SECS CALLS
        MILLIONTHS SKEW_SECS PROOF_AGE_SECS PROOF_KEPT_SECS ENDORSEMENT_KEPT_SECS
        LIST_BYTES STATEMENTS STATEMENTS_SEEN LIST_NUMBER LIST_SECS STALENESS_SECS
    ];
    let source = include_str!("../src/limits.rs");
    assert_eq!(known.len(), source.matches("pub const ").count(), "a limit that this test does not know");
    let text = document("token.md");
    let told: BTreeSet<(String, String)> = rows(section(&text, "Limits"))
        .into_iter()
        .map(|row| (row[0].replace('`', ""), row[1].replace(',', "")))
        .collect();
    let known = known.iter().map(|(name, value)| ((*name).to_owned(), value.to_string())).collect();
    assert_eq!(told, known);
}

#[test]
fn the_tables_of_code_points_are_those_of_the_code() {
    let source = include_str!("../src/codepoints.rs");
    let known: Vec<String> = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(0x")?.split_once("),"))
        .map(|(range, what)| (range, what.trim().trim_start_matches("// ")))
        .map(|(range, what)| match range.split_once(", 0x").unwrap() {
            (first, last) if first == last => format!("| U+{first} | {what} |"),
            (first, last) => format!("| U+{first}..U+{last} | {what} |"),
        })
        .collect();
    let text = document("operators.md");
    let told: Vec<&str> = text.lines().filter(|line| line.starts_with("| U+")).collect();
    assert!(known.len() > 30);
    assert_eq!(told, known);
}

#[test]
fn documents_are_short_and_their_links_lead_somewhere() {
    for name in DOCUMENTS {
        let text = document(name);
        assert!(text.lines().count() < 500, "spec/{name} has {} lines", text.lines().count());
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(root().join("spec").join(link).exists(), "spec/{name} leads to {link}");
        }
    }
}

#[test]
fn every_section_that_the_code_cites_exists() {
    let mut sources = Vec::new();
    sources_of(&root().join("crates"), &mut sources);
    let mut cited = 0;
    for source in sources {
        // A citation may go on in the next line of a comment.
        let text = source.replace("\n//! ", " ").replace("\n/// ", " ");
        for rest in text.split("`spec/").skip(1) {
            let (name, rest) = rest.split_once('`').unwrap();
            if !name.ends_with(".md") {
                continue;
            }
            let headings = document(name);
            if let Some(title) = rest.strip_prefix(", \"").and_then(|rest| rest.split('"').next()) {
                assert!(
                    headings.lines().any(|line| line.trim_start_matches('#') == format!(" {title}")),
                    "{name}: {title}"
                );
            }
            cited += 1;
        }
    }
    assert!(cited > 10, "{cited}");
}

/// Every source file's text, this one's left out.
fn sources_of(folder: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
            sources_of(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests/spec.rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_test_that_the_threats_name_exists() {
    let mut sources = Vec::new();
    sources_of(&root().join("crates"), &mut sources);
    let functions = sources.iter().flat_map(|source| source.split("fn ").skip(1));
    let mut known: BTreeSet<&str> = functions.filter_map(|rest| rest.split(['(', '<']).next()).collect();
    let laws = document("model/Laws.v");
    known.extend(theorems(&laws));
    let text = document("threats.md");
    // What stands between fences is an example, and no name has a space.
    let prose: String = text.split("```").step_by(2).collect();
    let names = prose.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() >= 2);
    let named: BTreeSet<&str> = names.collect();
    assert!(named.len() >= 30, "{}", named.len());
    for name in named {
        let is_code = Code::from_name(name).is_some();
        assert!(is_code || known.contains(name), "spec/threats.md names `{name}`, which is no test");
    }
}

/// What a file of the model states.
fn theorems(source: &str) -> Vec<&str> {
    let stated =
        source.lines().filter_map(|line| line.strip_prefix("Theorem ").or_else(|| line.strip_prefix("Corollary ")));
    stated.filter_map(|rest| rest.split([' ', ':']).next()).collect()
}

#[test]
fn what_the_model_states_is_proved_and_coq_is_asked_what_the_proof_rests_on() {
    let [walk, laws, universe] = ["Walk.v", "Laws.v", "Universe.v"].map(|name| document(&format!("model/{name}")));
    for word in
        ["Admitted", "admit", "Axiom", "Parameter", "Conjecture", "Hypothes", "Variable", "Context", "bypass_check"]
    {
        for source in [&walk, &laws, &universe] {
            assert!(
                source.split(|c: char| !c.is_alphanumeric() && c != '_').all(|one| !one.starts_with(word)),
                "{word}"
            );
        }
    }
    let stated = [theorems(&laws), theorems(&universe)].concat();
    assert!(stated.len() > 10 && theorems(&walk).is_empty(), "{}", stated.len());
    for name in &stated {
        let asked = format!("\nPrint Assumptions {name}.\n");
        assert!(laws.contains(&asked) || universe.contains(&asked), "nobody asks what {name} rests on");
    }
    let text = document("model.md");
    let example = text.split("```").nth(1).unwrap().trim_start_matches("coq\n");
    assert!(laws.contains(example), "spec/model.md shows another theorem than the model's");
    let names = text.split("\n## What is proved\n").nth(1).unwrap().split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> = names.filter(|word| word.matches('_').count() >= 2).collect();
    for name in theorems(&laws) {
        assert!(named.contains(name), "spec/model.md does not name {name}");
    }
}
