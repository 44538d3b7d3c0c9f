//! `vectors`: answers the test vectors of `test-vectors/`, through what core offers everyone.

mod answer;
mod question;

use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};

use depute::Code;
use serde_json::{Map, Value, json};

use crate::cli::VectorsVerb;
use crate::failure::{Failure, reason};
use crate::out::{BAD, Out};

/// Status of a run in which an answer differs.
const DIFFERS: u8 = 1;

pub(crate) fn run(verb: &VectorsVerb, out: &mut Out) -> Result<u8, Failure> {
    match verb {
        VectorsVerb::Run(args) => folder(&args.folder, out),
        VectorsVerb::Answer => lines(),
    }
}

fn folder(folder: &Path, out: &mut Out) -> Result<u8, Failure> {
    let files = files(folder)?;
    if files.is_empty() {
        return Err(Failure::usage(format!("no `*.json` in {}", folder.display())));
    }
    let (mut counts, mut differing) = (Vec::new(), Vec::new());
    for path in &files {
        let file = read(path)?;
        let vectors = file.get("vectors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        if file.get("count").and_then(Value::as_u64) != u64::try_from(vectors.len()).ok() {
            return Err(Failure::new(
                Code::FileInvalid,
                format!("{}: its count is not that of its vectors", path.display()),
            ));
        }
        let before = differing.len();
        differing.extend(vectors.iter().filter_map(difference));
        let subject = file.get("subject").and_then(Value::as_str).unwrap_or_default().to_owned();
        counts.push((subject, vectors.len(), differing.len().saturating_sub(before)));
    }
    let ran: usize = counts.iter().map(|(_, ran, _)| ran).sum();
    let mut text = String::new();
    for Difference { id, expected, got } in &differing {
        text.push_str(&format!("{BAD}{id}{BAD:#}\n  expected {expected}\n  got      {got}\n"));
    }
    for (subject, ran, differ) in &counts {
        text.push_str(&format!("{subject}: {ran} ran, {differ} differ\n"));
    }
    text.push_str(&format!("total: {ran} ran, {} differ", differing.len()));
    let subjects: Vec<Value> =
        counts.iter().map(|(subject, ran, differ)| json!({"subject": subject, "ran": ran, "differ": differ})).collect();
    let differing: Vec<Value> = differing
        .into_iter()
        .map(|Difference { id, expected, got }| json!({"id": id, "expected": expected.to_string(), "got": got.to_string()}))
        .collect();
    let status = if differing.is_empty() { 0 } else { DIFFERS };
    out.product(&text, json!({"ran": ran, "subjects": subjects, "differing": differing}))?;
    Ok(status)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let cannot = |cause: io::Error| {
        Failure::new(Code::IoFailed, format!("cannot read {}: {}", folder.display(), reason(&cause)))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> Result<Value, Failure> {
    let text = fs::read_to_string(path)
        .map_err(|cause| Failure::new(Code::IoFailed, format!("cannot read {}: {}", path.display(), reason(&cause))))?;
    serde_json::from_str(&text).map_err(|fault| Failure::new(Code::FileInvalid, format!("{}: {fault}", path.display())))
}

/// An answer that is not the one expected.
struct Difference {
    id: String,
    expected: Value,
    got: Value,
}

fn difference(vector: &Value) -> Option<Difference> {
    let answer = answer::to(vector);
    let empty = Map::new();
    let members = |name: &str| vector.get(name).and_then(Value::as_object).unwrap_or(&empty);
    let wrong = |(name, expected): (&String, &Value)| answer.get(name) != Some(expected);
    // A vector without an expectation says nothing, and must not pass for one that was met.
    let differs = members("expect").is_empty() || members("expect").iter().chain(members("told")).any(wrong);
    differs.then(|| Difference {
        id: vector.get("id").and_then(Value::as_str).unwrap_or_default().to_owned(),
        expected: vector.get("expect").cloned().unwrap_or_default(),
        got: answer,
    })
}

/// The line protocol: one question, one answer, until the input ends.
fn lines() -> Result<u8, Failure> {
    let failed = |cause: io::Error| Failure::new(Code::IoFailed, format!("the line protocol: {}", reason(&cause)));
    let mut stdout = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = match serde_json::from_str(&line.map_err(failed)?) {
            Ok(question) => answer::to(&question),
            Err(fault) => answer::error(&format!("a line that is not JSON: {fault}")),
        };
        writeln!(stdout, "{answer}").and_then(|()| stdout.flush()).map_err(failed)?;
    }
    Ok(0)
}
