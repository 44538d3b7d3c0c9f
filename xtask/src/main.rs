//! The house's own commands. `cargo xtask test` is the test command: it installs what is missing, runs everything CI
//! runs, and ends with a table and one plain line of counts.

mod bench;
mod fuzz;
mod install;
mod mutants;
mod outcome;
mod run;
mod suite;
mod toolchain;
mod verifiers;
mod wasm;

use std::path::Path;
use std::process::ExitCode;

use suite::{SUITES, Suite};

const HELP: &str = "\
usage: cargo xtask test [--quick] [SUITE…]    run all suites, or only those named
       cargo xtask fuzz [--secs N] [TARGET…]   run the fuzz targets, each for 600 seconds unless told otherwise
       cargo xtask mutants [FILE…]             change the deciding path, one thing at a time: does a test notice?
       cargo xtask compare [COUNT [SEED]]      ask engine and verifiers random questions, a million unless told otherwise
       cargo xtask lazy                        write into test-vectors/README.md which vectors notice which missing check
       cargo xtask bench [--peers]             measure everything; write target/benches/figures.json and the tables of benches/README.md
       cargo xtask bench --write-baseline      write the instruction counts that the suite `instructions` compares with
       cargo xtask wasm                        build the npm package: bindings/wasm/dist
       cargo xtask help

A check (format, clippy, …) counts as one test. The output of a suite is kept in target/xtask/SUITE.log, where a long one
can be followed, and shown when the suite fails. What is missing is installed: parts of Rust by rustup, cargo-deny,
cargo-fuzz and cargo-mutants by cargo, openssl, coq, valgrind, Node, npm, Go and Python by apt-get. format, clippy, docs and no_std are run by
the version of Rust that xtask/src/toolchain.rs names.

exit codes: 0 all passed · 1 something failed · 2 usage

suites:";

/// How long `cargo xtask fuzz` runs each target.
const FUZZ_SECS: u64 = 600;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["test", rest @ ..] => match chosen(rest) {
            Ok(suites) => test(&suites),
            Err(message) => usage(&message),
        },
        ["fuzz", "--secs", secs, targets @ ..] => match secs.parse() {
            Ok(secs) => told(|| fuzz::fuzz(secs, targets)),
            Err(_) => usage(&format!("`{secs}` is not a number of seconds")),
        },
        ["fuzz", targets @ ..] => told(|| fuzz::fuzz(FUZZ_SECS, targets)),
        ["compare", rest @ ..] if rest.len() <= 2 => told(|| verifiers::compare(rest)),
        ["lazy"] => told(verifiers::lazy),
        ["bench", flags @ ..] => told(|| bench::bench(flags)),
        ["wasm"] => told(wasm::wasm),
        ["mutants", files @ ..] => told(|| mutants::mutants(files)),
        ["help" | "--help" | "-h"] => {
            help();
            ExitCode::SUCCESS
        }
        [] => usage("no command given"),
        [command, ..] => usage(&format!("unknown command `{command}`")),
    }
}

fn chosen(args: &[&str]) -> Result<Vec<&'static Suite>, String> {
    let (flags, names): (Vec<&str>, Vec<&str>) = args.iter().partition(|arg| arg.starts_with('-'));
    if let Some(flag) = flags.iter().find(|flag| **flag != "--quick") {
        return Err(format!("unknown flag `{flag}`"));
    }
    if let Some(name) = names.iter().find(|name| SUITES.iter().all(|suite| suite.name != **name)) {
        return Err(format!("unknown suite `{name}`"));
    }
    let quick = !flags.is_empty();
    let suites: Vec<&Suite> = SUITES
        .iter()
        .filter(|suite| names.is_empty() || names.contains(&suite.name))
        .filter(|suite| suite.quick || !quick)
        .collect();
    if suites.is_empty() { Err("--quick leaves out every suite named".to_owned()) } else { Ok(suites) }
}

/// Commands and logs are relative to the project's own folder, wherever this was started.
fn enter_project() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the project's folder");
    std::env::set_current_dir(root).expect("the project's folder can be entered");
}

fn told(command: impl FnOnce() -> Result<ExitCode, String>) -> ExitCode {
    enter_project();
    command().unwrap_or_else(|message| usage(&message))
}

fn test(suites: &[&Suite]) -> ExitCode {
    enter_project();
    let mut outcomes = Vec::new();
    for suite in suites {
        outcomes.push((suite.name, suite.run()));
    }
    println!("\n{}", outcome::table(&outcomes));

    let passed: usize = outcomes.iter().map(|(_, outcome)| outcome.passed).sum();
    let failed: usize = outcomes.iter().map(|(_, outcome)| outcome.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn usage(message: &str) -> ExitCode {
    eprintln!("error: {message}\nhint: `cargo xtask help` lists commands and suites");
    ExitCode::from(2)
}

fn help() {
    println!("{HELP}");
    for suite in SUITES {
        let quick = if suite.quick { "" } else { " (left out by --quick)" };
        println!("  {:<12}{}{quick}", suite.name, suite.about);
    }
}
