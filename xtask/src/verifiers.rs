//! `cargo xtask compare` and `cargo xtask lazy`: the suites of these names, longer and writing.

use std::process::{Command, ExitCode};

use crate::install::Need;
use crate::suite::PYTHON_PATH;

/// Questions that `compare` asks, and their seed.
const COUNT: &str = "1000000";
const SEED: &str = "2";

/// Asks engine and verifiers so many questions of a seed.
pub(crate) fn compare(args: &[&str]) -> Result<ExitCode, String> {
    if let Some(odd) = args.iter().find(|arg| arg.parse::<u64>().is_err()) {
        return Err(format!("`{odd}` is not a number"));
    }
    let (count, seed) = (args.first().unwrap_or(&COUNT), args.get(1).unwrap_or(&SEED));
    if !runs(&["build", "-p", "depute-cli"]) {
        return Ok(ExitCode::FAILURE);
    }
    let compare = ["run", "-p", "depute-vectors", "--", "compare", seed, count, "test-vectors/verifiers/peers.txt"];
    Ok(with_verifiers(&compare))
}

/// Writes the table of checks.
pub(crate) fn lazy() -> Result<ExitCode, String> {
    let python = ["target/verifiers/python/bin/python", "-m", "depute_verify"];
    let lazy = [&["run", "-p", "depute-vectors", "--", "lazy", "--write", "test-vectors"][..], &python].concat();
    Ok(with_verifiers(&lazy))
}

fn with_verifiers(command: &[&str]) -> ExitCode {
    if let Err(missing) = Need::Verifiers.ensure() {
        println!("{missing}");
        return ExitCode::FAILURE;
    }
    if runs(command) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn runs(args: &[&str]) -> bool {
    Command::new("cargo").args(args).envs([PYTHON_PATH]).status().is_ok_and(|status| status.success())
}
