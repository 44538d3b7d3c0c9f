//! What came of a suite: read from the output of its commands, written as a line and as a table.

use std::fmt;
use std::time::Duration;

#[derive(Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) ignored: usize,
    pub(crate) took: Duration,
    /// Why nothing ran or something failed, where the counts do not say it.
    pub(crate) note: String,
}

/// One line for a reader who follows along.
impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.passed + self.failed == 0 {
            return f.write_str(&self.note);
        }
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.ignored > 0 {
            write!(f, ", {} ignored", self.ignored)?;
        }
        write!(f, " in {:.1} s", self.took.as_secs_f64())?;
        if !self.note.is_empty() {
            write!(f, " ({})", self.note)?;
        }
        Ok(())
    }
}

/// Adds up the lines `test result: ok. 12 passed; 0 failed; 1 ignored; …` of all test programs.
pub(crate) fn of_tests(log: &str) -> Outcome {
    let mut sum = Outcome::default();
    for line in log.lines() {
        let Some((_verdict, counts)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else {
            continue;
        };
        for count in counts.split("; ") {
            match count.split_once(' ').map(|(number, what)| (number.parse::<usize>(), what)) {
                Some((Ok(number), "passed")) => sum.passed += number,
                Some((Ok(number), "failed")) => sum.failed += number,
                Some((Ok(number), "ignored")) => sum.ignored += number,
                _ => {}
            }
        }
    }
    sum
}

/// Adds up the lines `# pass 12`, `# fail 1` and `# skipped 2` by which Node's test runner closes.
pub(crate) fn of_node_tests(log: &str) -> Outcome {
    let mut sum = Outcome::default();
    for line in log.lines() {
        let count = line.strip_prefix("# ").and_then(|rest| rest.split_once(' '));
        match count.map(|(what, number)| (what, number.parse::<usize>())) {
            Some(("pass", Ok(number))) => sum.passed += number,
            Some(("fail" | "cancelled", Ok(number))) => sum.failed += number,
            Some(("skipped" | "todo", Ok(number))) => sum.ignored += number,
            _ => {}
        }
    }
    sum
}

/// Counts what Coq says of each proof: closed, or the axioms that it rests on.
pub(crate) fn of_proofs(log: &str) -> Outcome {
    let lines = |text| log.lines().filter(|line| *line == text).count();
    Outcome { passed: lines("Closed under the global context"), failed: lines("Axioms:"), ..Outcome::default() }
}

/// Adds up the lines `total: 12 ran, 1 differ` by which a runner of test vectors closes.
pub(crate) fn of_vectors(log: &str) -> Outcome {
    let mut sum = Outcome::default();
    for line in log.lines() {
        let counts = line.strip_prefix("total: ").and_then(|rest| rest.strip_suffix(" differ")?.split_once(" ran, "));
        if let Some((Ok(ran), Ok(differ))) = counts.map(|(ran, differ)| (ran.parse::<usize>(), differ.parse::<usize>()))
        {
            sum.passed += ran.saturating_sub(differ);
            sum.failed += differ;
        }
    }
    sum
}

/// Counts the lines by which criterion, told only to test, closes each benchmark.
pub(crate) fn of_benchmarks(log: &str) -> Outcome {
    Outcome { passed: log.lines().filter(|line| *line == "Success").count(), ..Outcome::default() }
}

pub(crate) fn table(outcomes: &[(&str, Outcome)]) -> String {
    let mut text = format!("{:<12}{:>8}{:>8}{:>9}{:>10}", "suite", "passed", "failed", "ignored", "seconds");
    for (name, outcome) in outcomes {
        let Outcome { passed, failed, ignored, took, note } = outcome;
        let row = format!("\n{name:<12}{passed:>8}{failed:>8}{ignored:>9}{:>10.1}  {note}", took.as_secs_f64());
        text.push_str(row.trim_end());
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds_up_all_test_programs() {
        let log = "running 2 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.20s\n";
        assert_eq!(of_tests(log), Outcome { passed: 12, failed: 3, ignored: 1, ..Outcome::default() });
    }

    #[test]
    fn adds_up_what_node_ran() {
        let log = "ok 1 - a\n# tests 5\n# pass 3\n# fail 1\n# cancelled 1\n# skipped 0\n# todo 0\n# pass 2\n# pass x\n";
        assert_eq!(of_node_tests(log), Outcome { passed: 5, failed: 2, ..Outcome::default() });
    }

    #[test]
    fn reads_nothing_into_other_lines() {
        let log = "test result_is_ok ... ok\n  test result: ok. 5 passed; 0 failed\nerror: 3 failed; 2 passed\n";
        assert_eq!(of_tests(log), Outcome::default());
    }

    #[test]
    fn a_proof_that_rests_on_an_axiom_has_failed() {
        let log = "Closed under the global context\nAxioms:\nhoped : forall n : nat, n = 0\nClosed under the global context\n";
        assert_eq!(of_proofs(log), Outcome { passed: 2, failed: 1, ..Outcome::default() });
    }

    #[test]
    fn counts_vectors() {
        let log =
            "chain: 9 of 9 ran, 1 differ\ntotal: 12 ran, 1 differ\ntotal: 5 ran, 0 differ\ntotal: x ran, 0 differ\n";
        assert_eq!(of_vectors(log), Outcome { passed: 16, failed: 1, ..Outcome::default() });
    }

    #[test]
    fn counts_benchmarks() {
        let log = "Testing verify/1\nSuccess\n\nTesting verify/3\nSuccess\n\n";
        assert_eq!(of_benchmarks(log).passed, 2);
    }

    #[test]
    fn shows_what_a_reader_needs() {
        let run = Outcome { passed: 3, failed: 1, ignored: 2, took: Duration::from_millis(1500), note: String::new() };
        assert_eq!(run.to_string(), "3 passed, 1 failed, 2 ignored in 1.5 s");
        let skipped = Outcome { note: "skipped: no database".to_owned(), ..Outcome::default() };
        assert_eq!(skipped.to_string(), "skipped: no database");
        assert_eq!(
            table(&[("core", run), ("advisories", skipped)]),
            "suite         passed  failed  ignored   seconds\n\
             core               3       1        2       1.5\n\
             advisories         0       0        0       0.0  skipped: no database\n"
        );
    }
}
