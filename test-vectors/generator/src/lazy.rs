//! The lazy verifiers: for every check that one implementation names, that implementation without just this check. Some
//! vector must notice each, or a verifier could leave the check out and pass.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::peer::Peer;

/// Checks that no vector can catch, each with its reason. One that is caught all the same is a fault of this list.
const UNCAUGHT: &[(&str, &str)] = &[
    ("json.depth", "`args.depth` refuses the same; it keeps the reader's own stack short"),
    ("list.bytes", "takes a list of more than a mebibyte"),
    ("signature.lengths", "whatever is cut from a key or a signature of another length is refused as well"),
    ("take-in.room", "takes lists of more than 65,536 statements"),
];

/// Where the README has the table.
const BEGIN: &str = "<!-- what follows is generated -->\n";
const END: &str = "<!-- what is generated ends here -->\n";

/// How many vectors of a check the table names.
const NAMED: usize = 3;

/// Questions under way at once.
const AHEAD: usize = 64;

/// A check, where the specification has it, and what becomes of its refusal.
struct Check {
    name: String,
    code: String,
    section: String,
}

/// Runs them all; then compares the README's table with what was found, or writes it.
pub(crate) fn run(folder: &Path, command: &str, write: bool) -> Result<String, String> {
    let vectors = [vectors(&folder.join("v1"))?, vectors(&folder.join("ed25519"))?].concat();
    let checks = checks(command)?;
    let mut peer = Peer::start(&format!("{command} answer"))?;
    let mut caught = BTreeMap::<&str, Vec<&str>>::new();
    for check in &checks {
        caught.insert(&check.name, noticed(&vectors, check, &mut peer)?);
    }
    let of = |check: &Check| caught.get(check.name.as_str()).map(Vec::as_slice).unwrap_or_default();
    let reason = |check: &Check| UNCAUGHT.iter().find(|(name, _)| *name == check.name).map(|(_, reason)| *reason);
    let wrong: Vec<&str> = checks
        .iter()
        .filter(|check| of(check).is_empty() != reason(check).is_some())
        .map(|check| check.name.as_str())
        .collect();
    if !wrong.is_empty() {
        return Err(format!("no vector notices, or one does though none should: {}", wrong.join(", ")));
    }
    let mut table = String::from("| check | code | where | vectors that notice |\n|---|---|---|---|\n");
    for check in &checks {
        let noticed = match (of(check), reason(check)) {
            ([], reason) => format!("none: {}", reason.unwrap_or_default()),
            (some, _) => {
                let named: Vec<String> = some.iter().map(|id| format!("`{id}`")).collect();
                named.join(", ")
            }
        };
        let Check { name, code, section } = check;
        table.push_str(&format!("| `{name}` | `{code}` | {section} | {noticed} |\n"));
    }
    put(&folder.join("README.md"), &table, write)?;
    Ok(format!("{} checks, each noticed by a vector when it is left out; {} exceptions", checks.len(), UNCAUGHT.len()))
}

/// The ids of the first vectors that the verifier answers otherwise than they expect when it leaves this check out. Those
/// that expect the check's own code are asked first; of the others one is enough.
fn noticed<'v>(vectors: &'v [Value], check: &Check, peer: &mut Peer) -> Result<Vec<&'v str>, String> {
    let (likely, others): (Vec<&Value>, Vec<&Value>) =
        vectors.iter().partition(|vector| vector["expect"]["code"] == check.code.as_str());
    let mut noticed = Vec::new();
    for (asked, enough) in [(likely, NAMED), (others, 1)] {
        for vectors in asked.chunks(AHEAD) {
            if noticed.len() >= enough {
                break;
            }
            let question =
                |vector: &&Value| json!({ "do": vector["do"], "input": vector["input"], "without": [check.name] });
            let answers = peer.ask(&vectors.iter().map(question).collect::<Vec<_>>())?;
            noticed.extend(
                vectors
                    .iter()
                    .zip(&answers)
                    .filter(|(vector, answer)| differs(vector, answer))
                    .filter_map(|(vector, _)| vector["id"].as_str()),
            );
        }
    }
    noticed.truncate(NAMED);
    Ok(noticed)
}

fn differs(vector: &Value, answer: &Value) -> bool {
    let empty = Map::new();
    vector["expect"].as_object().unwrap_or(&empty).iter().any(|(name, value)| answer[name] != *value)
}

fn vectors(folder: &Path) -> Result<Vec<Value>, String> {
    let mut all = Vec::new();
    let fault = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut paths = std::fs::read_dir(folder)
        .map_err(fault)?
        .map(|entry| entry.map(|entry| entry.path()).map_err(fault))
        .collect::<Result<Vec<_>, String>>()?;
    paths.sort();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    for path in paths {
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut file: Value = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        match file["vectors"].take() {
            Value::Array(vectors) => all.extend(vectors),
            _ => return Err(format!("{} has no vectors", path.display())),
        }
    }
    Ok(all)
}

/// The checks that the implementation names: one a line, name, code and section, with spaces between.
fn checks(command: &str) -> Result<Vec<Check>, String> {
    let command = format!("{command} checks");
    let mut words = command.split(' ');
    let output = Command::new(words.next().unwrap_or_default())
        .args(words)
        .output()
        .map_err(|error| format!("{command}: {error}"))?;
    let text = String::from_utf8(output.stdout).map_err(|error| format!("{command}: {error}"))?;
    let check = |line: &str| {
        let (name, rest) = line.split_once(' ')?;
        let (code, section) = rest.trim_start().split_once(' ')?;
        Some(Check { name: name.to_owned(), code: code.to_owned(), section: section.trim().to_owned() })
    };
    let checks: Option<Vec<Check>> = text.lines().map(check).collect();
    checks.filter(|checks| !checks.is_empty()).ok_or_else(|| format!("{command}: names no checks"))
}

fn put(path: &Path, table: &str, write: bool) -> Result<(), String> {
    let fault = |error: std::io::Error| format!("{}: {error}", path.display());
    let text = std::fs::read_to_string(path).map_err(fault)?;
    let parts = text.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{} has no place for the table", path.display()))?;
    let whole = format!("{before}{BEGIN}{table}{END}{after}");
    if whole == text {
        Ok(())
    } else if write {
        std::fs::write(path, whole).map_err(fault)
    } else {
        Err(format!("{}: the table of checks is not what was found; `cargo xtask lazy` writes it", path.display()))
    }
}
