//! `cargo xtask mutants`: changes the deciding path, one thing at a time, and asks whether a test notices.

use std::process::{Command, ExitCode, Stdio};

use crate::install::Need;

/// The deciding path, from the bytes to the verdict.
const FILES: [&str; 36] = [
    "verify.rs",
    "verify/chain.rs",
    "verify/requirements.rs",
    "verify/revocation.rs",
    "verify/verified.rs",
    "matches.rs",
    "operator/cidr.rs",
    "operator/date.rs",
    "operator/glob.rs",
    "operator/host.rs",
    "operator/mail.rs",
    "operator/path.rs",
    "operator/punycode.rs",
    "operator/url.rs",
    "limit.rs",
    "limit/wire.rs",
    "clause.rs",
    "clauses.rs",
    "requirement.rs",
    "grant.rs",
    "budget.rs",
    "link.rs",
    "token.rs",
    "presentation.rs",
    "endorsement.rs",
    "envelope.rs",
    "key.rs",
    "subjects.rs",
    "trust.rs",
    "revocation.rs",
    "revocation_list.rs",
    "revoked.rs",
    "codepoints.rs",
    "number.rs",
    "call.rs",
    "cbor/reader.rs",
];

/// Cases of each property: enough to meet what a mutant breaks, few enough for two thousand runs.
const CASES: &str = "2000";

/// Tries every mutant of these files, or of the whole deciding path. What came of each is in `target/mutants`.
pub(crate) fn mutants(files: &[&str]) -> Result<ExitCode, String> {
    if let Some(flag) = files.iter().find(|file| file.starts_with('-')) {
        return Err(format!("unknown flag `{flag}`"));
    }
    if let Err(missing) = Need::CargoMutants.ensure() {
        println!("{missing}");
        return Ok(ExitCode::FAILURE);
    }
    let mut command = Command::new("cargo");
    command.args(["mutants", "--package", "depute", "--output", "target/mutants"]);
    if files.is_empty() {
        command.args(FILES.iter().flat_map(|file| ["--file".to_owned(), format!("crates/core/src/{file}")]));
    } else {
        command.args(files.iter().flat_map(|file| ["--file", file]));
    }
    let status = command.env("DEPUTE_CASES", CASES).stdin(Stdio::null()).status();
    Ok(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn every_file_of_the_deciding_path_is_there() {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/core/src");
        for file in FILES {
            assert!(sources.join(file).exists(), "{file}");
        }
    }
}
