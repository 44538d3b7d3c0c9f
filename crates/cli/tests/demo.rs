//! What `demo --out` writes can be checked by hand, and says what the demo said.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::fs;

use fixture::{DEPUTE, Fixture};

#[test]
fn every_line_of_its_readme_holds() {
    let fixture = Fixture::new();
    let output = fixture.run(&["demo", "--out", "demo", "--json"], b"");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let scenes = said["scenes"].as_array().unwrap();
    assert_eq!(said["as_expected"], true);

    let folder = fixture.path().join("demo");
    let readme = fs::read_to_string(folder.join("README.txt")).unwrap();
    let mut checked = 0;
    let mut promised = None;
    for line in readme.lines() {
        if line.starts_with("# ") {
            promised = line.rsplit_once("status ").and_then(|(_, status)| status.parse::<i32>().ok());
        }
        let Some(arguments) = line.strip_prefix("depute check ") else { continue };
        let mut command = std::process::Command::new(DEPUTE);
        command.arg("check").args(arguments.split(' ')).arg("--json").current_dir(&folder).env("DEPUTE_HOME", ".");
        let output = fixture::run(command, b"");
        assert_eq!(output.status.code(), promised, "{line}");
        let by_hand: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let scene = &scenes[checked];
        match scene["expected"].as_str().unwrap() {
            "allowed" | "proof_replayed" | "budget_exhausted" => assert_eq!(by_hand["verdict"], "allowed", "{line}"),
            code => {
                assert_eq!(by_hand["code"], code, "{line}");
                assert_eq!(by_hand["fault"], scene["denied"]["fault"], "{line}");
            }
        }
        checked += 1;
    }
    assert_eq!(checked, scenes.len());
}

#[test]
fn it_shows_what_the_readme_promises() {
    let fixture = Fixture::new();
    let output = fixture.run(&["demo", "--json"], b"");
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let scenes = said["scenes"].as_array().unwrap();
    let verdicts = |verdict: &str| scenes.iter().filter(|scene| scene["verdict"] == verdict).count();
    assert_eq!((verdicts("allowed"), verdicts("denied")), (3, 14));
    for scene in scenes.iter().filter(|scene| scene["verdict"] == "denied") {
        for part in ["fault", "fix", "for_model"] {
            assert!(!scene["denied"][part].as_str().unwrap().is_empty(), "{part} of {scene}");
        }
    }
    assert_eq!(said["refused_delegation"]["code"], "widens");
    // It leaves nothing behind that it was not asked for.
    assert!(!fixture.path().join("demo").exists());
}

#[test]
fn a_second_run_replaces_the_first() {
    let fixture = Fixture::new();
    for _ in 0..2 {
        assert!(fixture.run(&["demo", "--out", "demo"], b"").status.success());
    }
    let names = fs::read_dir(fixture.path().join("demo")).unwrap();
    assert!(names.into_iter().all(|entry| !entry.unwrap().file_name().to_string_lossy().starts_with('.')));
}
