//! `cargo xtask mutants`: changes the deciding path, one thing at a time, and asks whether a test notices.

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::install::Need;

/// The deciding path, from the bytes to the verdict.
const FILES: [&str; 37] = [
    "verify.rs",
    "verify/chain.rs",
    "verify/endorsable.rs",
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

const CORE: &str = "crates/core/src";

/// Cases of each property: enough to meet what a mutant breaks, few enough for two thousand runs.
const CASES: &str = "2000";

/// Tries every mutant of these files of core (`verify/chain.rs`), or of the whole deciding path. What came of each is in
/// `target/mutants`.
pub(crate) fn mutants(files: &[&str]) -> Result<ExitCode, String> {
    if let Some(flag) = files.iter().find(|file| file.starts_with('-')) {
        return Err(format!("unknown flag `{flag}`"));
    }
    if let Some(file) = missing(Path::new("."), files) {
        return Err(format!("no file `{file}` in {CORE}"));
    }
    if let Err(missing) = Need::CargoMutants.ensure() {
        println!("{missing}");
        return Ok(ExitCode::FAILURE);
    }
    let mut command = Command::new("cargo");
    command.args(["mutants", "--package", "depute", "--output", "target/mutants"]);
    let named = if files.is_empty() { FILES.to_vec() } else { files.iter().copied().map(within_core).collect() };
    command.args(named.iter().flat_map(|file| ["--file".to_owned(), format!("{CORE}/{file}")]));
    let status = command.env("DEPUTE_CASES", CASES).stdin(Stdio::null()).status();
    Ok(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A file of core, named from here or from the repository's root.
fn within_core(file: &str) -> &str {
    file.strip_prefix(CORE).and_then(|rest| rest.strip_prefix('/')).unwrap_or(file)
}

/// The first of these that is no file of core. Of it every mutant would have been noticed, since it has none.
fn missing<'f>(root: &Path, files: &[&'f str]) -> Option<&'f str> {
    files.iter().copied().find(|file| !root.join(CORE).join(within_core(file)).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_deciding_path_is_there() {
        assert_eq!(missing(&root(), &FILES), None);
    }

    #[test]
    fn a_file_is_named_by_either_path_and_must_be_there() {
        for right in ["verify/chain.rs", "crates/core/src/verify/chain.rs"] {
            assert_eq!((missing(&root(), &[right]), within_core(right)), (None, "verify/chain.rs"));
        }
        for wrong in ["verify/chains.rs", "crates/core/src/verify", "../src/verify.rs/"] {
            assert_eq!(missing(&root(), &["verify.rs", wrong]), Some(wrong));
        }
    }

    fn root() -> std::path::PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
    }
}
