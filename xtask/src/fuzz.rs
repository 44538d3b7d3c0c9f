//! `cargo xtask fuzz`: builds every fuzz target, runs each for a while, and counts a target as one test.
//!
//! A target starts from the inputs in `crates/core/fuzz/corpus`, which are committed and stay as they are; what it learns goes
//! to `target/fuzz/corpus` and is there for the next run. An input on which it fails is kept in `target/fuzz/found`.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};

use crate::install::Need;

const CRATE: &str = "crates/core/fuzz";
const TARGETS: [&str; 19] = [
    "at",
    "call",
    "cbor",
    "cidr",
    "clause",
    "date",
    "endorsement",
    "grant",
    "json",
    "like",
    "list",
    "pem",
    "presentation",
    "revocation",
    "texts",
    "token",
    "under",
    "verify",
    "within",
];

/// Targets that run side by side: one for each of two cores.
const SIDE_BY_SIDE: usize = 2;

/// Bytes of an input at most: what a target reads is refused above some limit anyway, and short inputs say more in the time.
const INPUT_BYTES: usize = 4096;

/// What a target may take, the instrumentation included.
const MEMORY_MIB: usize = 1024;

/// A single input may take a second at most.
const INPUT_SECS: u64 = 1;

struct Run {
    target: &'static str,
    child: Child,
}

/// Runs these targets, or all, each for so many seconds.
pub(crate) fn fuzz(secs: u64, names: &[&str]) -> Result<ExitCode, String> {
    if let Some(name) = names.iter().find(|name| !TARGETS.contains(name)) {
        return Err(format!("unknown fuzz target `{name}`; there are {}", TARGETS.join(", ")));
    }
    if let Err(missing) = Need::CargoFuzz.ensure() {
        println!("{missing}");
        return Ok(ExitCode::FAILURE);
    }
    if !build() {
        println!("the fuzz targets do not build");
        return Ok(ExitCode::FAILURE);
    }
    let mut waiting: VecDeque<&'static str> =
        TARGETS.into_iter().filter(|target| names.is_empty() || names.contains(target)).collect();
    let (mut passed, mut failed) = (0, 0);
    while !waiting.is_empty() {
        let started: Vec<Result<Run, String>> =
            waiting.drain(..SIDE_BY_SIDE.min(waiting.len())).map(|target| start(target, secs)).collect();
        for run in started {
            match run.and_then(Run::end) {
                Ok(line) => {
                    println!("{line}");
                    passed += 1;
                }
                Err(line) => {
                    println!("{line}");
                    failed += 1;
                }
            }
        }
    }
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!("test result: {verdict}. {passed} passed; {failed} failed; 0 ignored");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The instrumentation of coverage is stable; that of memory, which safe code needs less, is not: `-s none`.
fn build() -> bool {
    let mut command = Command::new("cargo");
    command.args(["fuzz", "build", "--sanitizer", "none", "--fuzz-dir", CRATE, "--target-dir", "target/fuzz"]);
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn start(target: &'static str, secs: u64) -> Result<Run, String> {
    let failed = |what: &'static str| move |cause: std::io::Error| format!("{target}: cannot {what}: {cause}");
    let learned = format!("target/fuzz/corpus/{target}");
    for folder in [&*learned, "target/fuzz/found", "target/fuzz/log"] {
        fs::create_dir_all(folder).map_err(failed("make a folder"))?;
    }
    let log = File::create(log_path(target)).map_err(failed("write its log"))?;
    let mut command = Command::new(program(target)?);
    command
        .arg(learned)
        .arg(format!("{CRATE}/corpus/{target}"))
        .arg(format!("-max_total_time={secs}"))
        .arg(format!("-max_len={INPUT_BYTES}"))
        .arg(format!("-rss_limit_mb={MEMORY_MIB}"))
        .arg(format!("-timeout={INPUT_SECS}"))
        .arg(format!("-artifact_prefix=target/fuzz/found/{target}-"))
        .arg("-print_final_stats=1");
    let dictionary = format!("{CRATE}/dictionaries/{target}.txt");
    if Path::new(&dictionary).exists() {
        command.arg(format!("-dict={dictionary}"));
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
    Ok(Run { target, child: command.spawn().map_err(failed("start"))? })
}

/// The built program. Its folder is named for the machine, which only the compiler knows.
fn program(target: &'static str) -> Result<String, String> {
    let output = Command::new("rustc").args(["--version", "--verbose"]).output();
    let output = output.map_err(|cause| format!("{target}: cannot ask rustc for its host: {cause}"))?;
    let answer = String::from_utf8_lossy(&output.stdout).into_owned();
    let host = answer.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| format!("{target}: rustc names no host"))?;
    Ok(format!("target/fuzz/{host}/release/{target}"))
}

fn log_path(target: &str) -> String {
    format!("target/fuzz/log/{target}.log")
}

impl Run {
    /// Waits for the end: one line in either case, and what the target said last if it failed.
    fn end(mut self) -> Result<String, String> {
        let target = self.target;
        let status = self.child.wait().map_err(|cause| format!("{target}: lost: {cause}"))?;
        let log = fs::read(log_path(target)).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let executions = executions(&log);
        if status.success() && executions > 0 {
            return Ok(format!("{target:<14}{executions:>12} executions"));
        }
        let last: Vec<&str> = log.lines().rev().take(40).collect();
        let last: Vec<&str> = last.into_iter().rev().collect();
        Err(format!("{}\n{target}: FAILED after {executions} executions; see {}", last.join("\n"), log_path(target)))
    }
}

/// Reads `stat::number_of_executed_units: 4211`.
fn executions(log: &str) -> u64 {
    let count = log.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    count.and_then(|count| count.trim().parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executions_are_read_from_the_log() {
        assert_eq!(executions("Done\nstat::number_of_executed_units: 4211\nstat::peak_rss_mb: 40\n"), 4211);
        assert_eq!(executions("==1== ERROR: libFuzzer: deadly signal\n"), 0);
    }

    #[test]
    fn every_target_of_the_crate_is_run() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(CRATE);
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let built: Vec<&str> =
            manifest.split("[[bin]]\nname = \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(built, TARGETS);
        for target in TARGETS {
            let seeds = fs::read_dir(root.join("corpus").join(target)).unwrap();
            assert!(seeds.count() > 0, "{target} starts from nothing");
        }
    }
}
