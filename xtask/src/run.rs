//! How a suite is run, and what is made of its output.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::outcome::{self, Outcome};
use crate::suite::{Count, Suite, Toolchain};
use crate::toolchain;

impl Suite {
    /// Installs what the suite needs, runs it and says on one line what came of it; its output follows if it failed.
    pub(crate) fn run(&self) -> Outcome {
        let missing = self.needs.iter().find_map(|need| need.ensure().err());
        print!("{}: ", self.name);
        // Shown before it runs, so that a reader sees what takes its time.
        let _ = io::stdout().flush();

        let log_path = format!("target/xtask/{}.log", self.name);
        let (ran, took) = measured(|| match missing {
            Some(missing) => Err(missing),
            None => self.run_commands(Path::new(&log_path)).map_err(|error| error.to_string()),
        });
        let failed_commands = match ran {
            Ok(failed_commands) => failed_commands,
            Err(note) => {
                let outcome = Outcome { failed: 1, note, ..Outcome::default() };
                println!("{outcome}");
                return outcome;
            }
        };
        // A test may print anything, so the log need not be UTF-8.
        let log = fs::read(&log_path).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let outcome = Outcome { took, ..self.judge(&log, failed_commands.len()) };
        println!("{outcome}");
        if outcome.failed > 0 {
            println!("{}", tail(&log, &log_path));
            for command in failed_commands {
                println!("failed: {command}");
            }
        }
        outcome
    }

    /// Runs every command, whether or not one before it failed, and returns those that failed.
    fn run_commands(&self, log_path: &Path) -> io::Result<Vec<String>> {
        if let Some(folder) = log_path.parent() {
            fs::create_dir_all(folder)?;
        }
        let log = File::create(log_path)?;
        let mut failed = Vec::new();
        for command in self.commands {
            let command = match self.toolchain {
                Toolchain::InUse => (*command).to_owned(),
                Toolchain::Pinned => toolchain::pinned(command),
            };
            let mut words = command.split(' ');
            let status = Command::new(words.next().unwrap_or_default())
                .args(words)
                .envs(self.env.iter().copied())
                .env("CARGO_TERM_COLOR", "never")
                .stdin(Stdio::null())
                .stdout(log.try_clone()?)
                .stderr(log.try_clone()?)
                .status()?;
            if !status.success() {
                failed.push(command);
            }
        }
        Ok(failed)
    }

    fn judge(&self, log: &str, failed_commands: usize) -> Outcome {
        let tests = match self.counts {
            Count::CommandsUnless(text, reason) if failed_commands > 0 && log.contains(text) => {
                return Outcome { note: format!("skipped: {reason}"), ..Outcome::default() };
            }
            Count::Commands | Count::CommandsUnless(..) => {
                let passed = self.commands.len() - failed_commands;
                return Outcome { passed, failed: failed_commands, ..Outcome::default() };
            }
            Count::Tests => outcome::of_tests(log),
            Count::NodeTests => outcome::of_node_tests(log),
            Count::Proofs => outcome::of_proofs(log),
            Count::Vectors => outcome::of_vectors(log),
            Count::Benchmarks => outcome::of_benchmarks(log),
        };
        if failed_commands > 0 && tests.failed == 0 {
            // It did not compile, or a test program died before its closing line.
            Outcome { failed: failed_commands, note: "a command failed outside its tests".to_owned(), ..tests }
        } else if tests.passed == 0 && tests.failed == 0 {
            Outcome { failed: 1, note: "no test ran".to_owned(), ..tests }
        } else {
            tests
        }
    }
}

/// Runs one command on the pinned Rust, its output shown as it comes.
pub(crate) fn aloud(command: &str) -> Result<(), String> {
    let command = toolchain::pinned(command);
    println!("{command}");
    let mut words = command.split(' ');
    match Command::new(words.next().unwrap_or_default()).args(words).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{command}`: {status}")),
        Err(fault) => Err(format!("`{command}`: {fault}")),
    }
}

/// The end of a log, which is where cargo names what failed, without the lines that only tell of its progress.
fn tail(log: &str, log_path: &str) -> String {
    const SHOWN: usize = 400;
    const PROGRESS: [&str; 4] = ["   Compiling ", "    Checking ", " Documenting ", " Downloading "];
    let lines: Vec<&str> =
        log.lines().filter(|line| !PROGRESS.iter().any(|progress| line.starts_with(progress))).collect();
    let hidden = lines.len().saturating_sub(SHOWN);
    let note = if hidden > 0 { format!("({hidden} lines before these are in {log_path})\n") } else { String::new() };
    note + &lines[hidden..].join("\n")
}

#[expect(clippy::disallowed_methods, reason = "how long a suite takes is shown, and decides nothing")]
fn measured<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let made = work();
    (made, start.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suite::CHECK;

    const RAN: &str = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
    const EMPTY: &str = "test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

    fn suite(counts: Count) -> Suite {
        Suite { commands: &["cargo one", "cargo two"], counts, ..CHECK }
    }

    #[test]
    fn tests_that_ran_pass() {
        let outcome = suite(Count::Tests).judge(RAN, 0);
        assert_eq!((outcome.passed, outcome.failed), (3, 0));
    }

    #[test]
    fn a_suite_in_which_no_test_ran_fails() {
        for (counts, log) in [
            (Count::Tests, EMPTY),
            (Count::Tests, ""),
            (Count::Benchmarks, EMPTY),
            (Count::Proofs, EMPTY),
            (Count::Vectors, EMPTY),
        ] {
            let outcome = suite(counts).judge(log, 0);
            assert_eq!((outcome.passed, outcome.failed), (0, 1));
        }
    }

    #[test]
    fn a_command_that_fails_without_a_failed_test_fails() {
        let outcome = suite(Count::Tests).judge(RAN, 1);
        assert_eq!((outcome.passed, outcome.failed), (3, 1));
    }

    #[test]
    fn a_check_counts_by_command() {
        let outcome = suite(Count::Commands).judge("", 1);
        assert_eq!((outcome.passed, outcome.failed), (1, 1));
    }

    #[test]
    fn only_the_stated_failure_skips() {
        let counts = || Count::CommandsUnless("no database", "cannot be had");
        let skipped = suite(counts()).judge("error: no database", 1);
        assert_eq!((skipped.failed, skipped.note.as_str()), (0, "skipped: cannot be had"));
        assert_eq!(suite(counts()).judge("error: vulnerability", 1).failed, 1);
        assert_eq!(suite(counts()).judge("no database, but another is used", 0).passed, 2);
    }

    #[test]
    fn a_long_log_is_shown_by_its_end() {
        assert_eq!(tail("   Compiling depute v1.0.0\none\ntwo\n", "log"), "one\ntwo");
        let long: Vec<String> = (0..402).map(|number| number.to_string()).collect();
        assert!(tail(&long.join("\n"), "log").starts_with("(2 lines before these are in log)\n2\n3\n"));
    }
}
