//! The README's console blocks, typed as they stand. `…` there stands for any characters, and columns may shift.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // a test may stop at the first surprise

mod fixture;

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use fixture::DEPUTE;

#[test]
fn the_readme_says_what_happens() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let steps = steps(&readme);
    assert!(steps.len() >= 7, "the session has gone from the README");
    for Step { command, expected } in steps {
        let printed = typed(folder.path(), &command);
        let printed: Vec<&str> = printed.lines().collect();
        let holds =
            printed.len() == expected.len() && expected.iter().zip(&printed).all(|(line, said)| stands_for(line, said));
        assert!(holds, "$ {command}\nthe README says:\n{}\nit prints:\n{}", expected.join("\n"), printed.join("\n"));
    }
}

struct Step {
    command: String,
    expected: Vec<String>,
}

/// The commands of all console blocks, each with the lines below it.
fn steps(readme: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            line if line.starts_with("```") => inside = false,
            _ if !inside => {}
            line => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push(Step { command: command.to_owned(), expected: Vec::new() }),
                (None, Some(step)) if step.command.ends_with('\\') => step.command.push_str(&format!("\n{line}")),
                (None, Some(step)) => step.expected.push(line.to_owned()),
                (None, None) => panic!("a console block that begins with output: {line}"),
            },
        }
    }
    steps
}

/// What a line typed in this folder prints, on either stream.
fn typed(folder: &Path, command: &str) -> String {
    let beside = Path::new(DEPUTE).parent().unwrap();
    let path = env::join_paths([beside.to_owned()].into_iter().chain(env::split_paths(&env::var_os("PATH").unwrap())));
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(folder).env("PATH", path.unwrap());
    shell.env("DEPUTE_HOME", folder.join("home")).env("TZ", "UTC");
    for variable in ["DEPUTE_KEY", "DEPUTE_TOKEN", "DEPUTE_PASSPHRASE", "DEPUTE_AUDIENCE"] {
        shell.env_remove(variable);
    }
    let output = fixture::run(shell, b"");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a line of the README stands for a line that was printed.
fn stands_for(expected: &str, printed: &str) -> bool {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let (expected, printed) = (plain(expected), plain(printed));
    let mut parts = expected.split('…');
    let Some(mut rest) = parts.next().and_then(|first| printed.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(place) => rest = &rest[place + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_stands_for_any_characters() {
    assert!(stands_for("a  … c", "a bbb c"));
    assert!(stands_for("a…", "a"));
    assert!(!stands_for("a…c", "a b"));
    assert!(!stands_for("a", "a b"));
    assert!(!stands_for("b…", "a b"));
}
