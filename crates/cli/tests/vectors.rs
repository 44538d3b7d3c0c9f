//! The test vectors, answered by this command: what they expect is what it says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;
use std::path::{Path, PathBuf};

use fixture::Fixture;
use serde_json::Value;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors").join(name)
}

/// Runs a folder of vectors: how many ran, and which differ.
fn ran(fixture: &Fixture, folder: &Path) -> (u64, Vec<Value>) {
    let output = fixture.run(&["vectors", "run", folder.to_str().unwrap(), "--json"], b"");
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    let differing = object["differing"].as_array().unwrap().clone();
    assert_eq!(output.status.code(), Some(i32::from(!differing.is_empty())));
    (object["ran"].as_u64().unwrap(), differing)
}

#[test]
fn every_vector_is_answered_as_it_expects() {
    let (ran, differing) = ran(&Fixture::new(), &folder("v1"));
    assert!(ran >= 800, "{ran}");
    assert_eq!(differing, [0; 0]);
}

#[test]
fn every_case_of_the_public_suites_is_answered_as_it_expects() {
    let (ran, differing) = ran(&Fixture::new(), &folder("ed25519"));
    assert_eq!(ran, 12 + 914 + 151);
    assert_eq!(differing, [0; 0]);
}

#[test]
fn every_file_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(&fs::read_to_string(folder("schema.json")).unwrap()).unwrap();
    let judge = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap();
    let mut files = 0;
    for name in ["v1", "ed25519"] {
        for entry in fs::read_dir(folder(name)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                if let Err(fault) = judge.validate(&file) {
                    panic!("{path:?} at {}: {fault}", fault.instance_path());
                }
                // The twin: an answer that no verifier can give.
                file["vectors"][0]["expect"]["verdict"] = "maybe".into();
                assert!(!judge.is_valid(&file));
                files += 1;
            }
        }
    }
    assert!(files >= 18, "{files}");
}

#[test]
fn an_answer_that_differs_is_told() {
    let fixture = Fixture::new();
    let (ran, differing) = ran(&fixture, &fixture.path().join("vectors"));
    assert_eq!((ran, differing.len()), (2, 1));
    assert_eq!(differing[0]["id"], "odd/wrong");
}

#[test]
fn a_file_that_lost_a_vector_is_not_run() {
    let fixture = Fixture::new();
    fixture.put("vectors/odd.json", r#"{"subject": "odd", "count": 1, "vectors": []}"#);
    let output = fixture.run(&["vectors", "run", "vectors"], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("file_invalid"));
}

#[test]
fn one_question_a_line_is_one_answer_a_line_whatever_it_is() {
    let questions = [
        r#"{"do":"call","input":{"json":"{\"action\":\"a\"}"}}"#,
        r#"{"do":"call","input":{"json":"{\"action\":1}"}}"#,
        r#"{"do":"call","input":{}}"#,
        r#"{"do":"dance","input":{}}"#,
        "not JSON",
        "",
        r#"{"do":"signature","input":{"key":"00","message":"","signature":""}}"#,
    ];
    let output = Fixture::new().run(&["vectors", "answer"], (questions.join("\n") + "\n").as_bytes());
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let verdicts: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["verdict"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(verdicts, ["read", "denied", "error", "error", "error", "error", "denied"]);
}
