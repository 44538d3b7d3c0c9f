//! Instructions that were agreed on: what our own code takes for the steps that people wait for.
//!
//! Times cannot guard a speed on machines that are shared, and a verdict is signatures for 97 parts of 100. Without those
//! and without the C library, what is left is the same on every machine to a few instructions, so a change of one part in
//! fifty is a change of the code or of its compiler.

use std::path::PathBuf;

use crate::record::{self, Record};

/// What is compared.
pub const GUARDED: [&str; 9] = [
    "check, depth 3",
    "check again, depth 3",
    "check, depth 1, 31 clauses more",
    "denied by link 0, depth 3",
    "refused: a byte too many",
    "mint",
    "delegate from bytes, 3 to 4",
    "present, depth 3",
    "call from JSON, with its digest",
];

/// How far a count may be off, in parts of the baseline.
const TOLERANCE: f64 = 0.02;

/// What a baseline counts.
pub const UNIT: &str = "instructions beside signatures";

/// What comes of a comparison.
pub struct Comparison {
    /// Every figure with its count then and now, as a table.
    pub table: String,
    /// The figures that are too far off, one a line.
    pub off: Vec<String>,
}

/// Where the baseline lies.
pub fn path() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/instructions.json"))
}

/// Compares counts with the baseline.
pub fn compare(baseline: &[Record], now: &[Record]) -> Comparison {
    let mut table = format!("{:<34}{:>10}{:>10}{:>10}", "figure", "baseline", "now", "change");
    let mut off = Vec::new();
    for Record { name, value, .. } in now {
        let Some(before) = baseline.iter().find(|before| before.name == *name) else {
            off.push(format!("`{name}` has no baseline"));
            continue;
        };
        let change = value / before.value - 1.0;
        table += &format!("\n{name:<34}{:>10}{value:>10}{:>9.1} %", before.value, change * 100.0);
        if (value - before.value).abs() > before.value * TOLERANCE {
            let direction = if change > 0.0 { "more" } else { "fewer" };
            off.push(format!(
                "`{name}` takes {:.1} % {direction} instructions of ours: {} before, {value} now",
                change.abs() * 100.0,
                before.value
            ));
        }
    }
    let gone = baseline.iter().filter(|before| now.iter().all(|record| record.name != before.name));
    off.extend(gone.map(|record| format!("`{}` is in the baseline and was not counted", record.name)));
    Comparison { table, off }
}

/// The baseline that is committed.
pub fn committed() -> Vec<Record> {
    record::read(&path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(before: u64, now: u64) -> Vec<String> {
        let count = |count| [Record::counted("mint", count, UNIT)];
        compare(&count(before), &count(now)).off
    }

    #[test]
    fn two_parts_in_a_hundred_are_let_through_either_way_and_no_more() {
        assert_eq!([off(1000, 1020), off(1000, 980)].concat(), [""; 0]);
        assert_eq!(off(1000, 1021), ["`mint` takes 2.1 % more instructions of ours: 1000 before, 1021 now"]);
        assert_eq!(off(1000, 979), ["`mint` takes 2.1 % fewer instructions of ours: 1000 before, 979 now"]);
    }

    #[test]
    fn a_figure_that_only_one_side_has_is_told() {
        let one = [Record::counted("mint", 7, UNIT)];
        assert_eq!(compare(&[], &one).off, ["`mint` has no baseline"]);
        assert_eq!(compare(&one, &[]).off, ["`mint` is in the baseline and was not counted"]);
        assert_eq!(compare(&one, &one).off, [""; 0]);
    }

    #[test]
    fn the_committed_baseline_has_exactly_what_is_guarded() {
        let names: Vec<String> = committed().into_iter().map(|record| record.name).collect();
        assert_eq!(names, GUARDED);
        let figures = crate::figures();
        for name in GUARDED {
            assert!(figures.iter().any(|figure| figure.name == name), "{name}");
        }
    }
}
