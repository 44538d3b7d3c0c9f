//! Writes the test vectors, and compares implementations on random questions.
#![allow(clippy::type_complexity)] // tables of cases have as many columns as they need

mod case;
mod compare;
mod form;
mod lazy;
mod model;
mod peer;
mod public;
mod random;
mod subjects;

use std::path::Path;
use std::process::ExitCode;

use crate::model::{Count, Subject};

const USAGE: &str = "\
usage: depute-vectors write DIR                       write the vectors into DIR/v1 and DIR/ed25519
       depute-vectors check DIR                       fail if writing would change anything
       depute-vectors random SEED COUNT               print random questions, one a line
       depute-vectors compare SEED COUNT FILE         ask the commands of FILE, one a line, random questions; fail if answers differ
       depute-vectors lazy [--write] DIR COMMAND…     switch each check of a verifier off in turn: some vector must notice";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<u64>().map_err(|_| format!("`{text}` is not a number"));
    let done = match args.as_slice() {
        ["write", folder] => run(Path::new(folder), false),
        ["check", folder] => run(Path::new(folder), true),
        ["random", seed, count] => number(seed).and_then(|seed| compare::print(seed, number(count)?)),
        ["compare", seed, count, file] => {
            number(seed).and_then(|seed| compare::run(seed, number(count)?, Path::new(file)))
        }
        ["lazy", "--write", folder, command @ ..] if !command.is_empty() => {
            lazy::run(Path::new(folder), &command.join(" "), true)
        }
        ["lazy", folder, command @ ..] if !command.is_empty() => {
            lazy::run(Path::new(folder), &command.join(" "), false)
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(line) => {
            print!("{line}{}", if line.is_empty() { "" } else { "\n" });
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(folder: &Path, check: bool) -> Result<String, String> {
    let subjects = subjects::all();
    let count = model::judged(&subjects)?;
    write(&folder.join("v1"), &subjects, check)?;
    let mut suites = Vec::new();
    for (suite, cases) in public::all() {
        if suite.len() != cases {
            return Err(format!("{} has {} cases and not {cases}", suite.name, suite.len()));
        }
        suites.push(suite);
    }
    write(&folder.join("ed25519"), &suites, check)?;
    let cases: usize = suites.iter().map(Subject::len).sum();
    let Count { all, denied } = count;
    Ok(format!("{all} vectors in {} files, {denied} of them refusals; {cases} public cases", subjects.len()))
}

/// Writes one file a subject, or says which differs; no other file may lie there.
fn write(folder: &Path, subjects: &[Subject], check: bool) -> Result<(), String> {
    let mut expected: Vec<String> = subjects.iter().map(|subject| format!("{}.json", subject.name)).collect();
    for (subject, name) in subjects.iter().zip(&expected) {
        let (path, text) = (folder.join(name), subject.file());
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        if there == text {
            continue;
        }
        if check {
            return Err(format!("{} is not what the generator writes", path.display()));
        }
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let mut there = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))? {
        there.push(entry.map_err(|error| error.to_string())?.file_name().to_string_lossy().into_owned());
    }
    there.retain(|name| name.ends_with(".json"));
    there.sort();
    expected.sort();
    if there != expected {
        return Err(format!("{} has {there:?}, and the generator writes {expected:?}", folder.display()));
    }
    Ok(())
}
