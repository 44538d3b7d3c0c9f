//! Instructions of every figure, counted by valgrind: `instructions [--json PATH]`; `instructions check` compares those that
//! are guarded with the committed baseline, and `instructions write-baseline` writes it.
//!
//! Runs `once` beside this program, first for nothing and then for so many times; the difference is the figure's.

use std::path::PathBuf;
use std::process::ExitCode;

use depute_benches::callgrind::{self, Instructions};
use depute_benches::record::{self, Record};
use depute_benches::{Figure, baseline, figures, operators, table};

const TIMES: u32 = 50;

fn main() -> ExitCode {
    let command = std::env::args().nth(1).unwrap_or_default();
    if let Err(reason) = callgrind::available() {
        eprintln!("error: instructions cannot be compared here: {reason}");
        return ExitCode::FAILURE;
    }
    let counter = Counter::new();
    match command.as_str() {
        "check" => check(&counter),
        "write-baseline" => {
            record::write(&baseline::path(), &guarded(&counter));
            println!("written: {}", baseline::path().display());
            ExitCode::SUCCESS
        }
        _ => {
            let records = all(&counter);
            println!("{}", table::of_all(&records));
            record::write_if_asked(&records);
            ExitCode::SUCCESS
        }
    }
}

fn check(counter: &Counter) -> ExitCode {
    let comparison = baseline::compare(&baseline::committed(), &guarded(counter));
    println!("{}", comparison.table);
    if comparison.off.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!();
    comparison.off.iter().for_each(|line| println!("{line}"));
    println!(
        "\nThe arithmetic of signatures and the C library are left out of these counts, so what changed is our own code, the\n\
         code of BLAKE3 or the compiler. `once \"FIGURE\" 50` under `valgrind --tool=callgrind` shows where (benches/README.md).\n\
         A change that is meant is accepted by `cargo xtask bench --write-baseline`, and committed with what made it."
    );
    ExitCode::FAILURE
}

fn guarded(counter: &Counter) -> Vec<Record> {
    let count = |name: &str| Record::counted(name, counter.count(name).ours, baseline::UNIT);
    baseline::GUARDED.into_iter().map(count).collect()
}

fn all(counter: &Counter) -> Vec<Record> {
    let mut counts: Vec<(String, u64)> = Vec::new();
    let mut records = Vec::new();
    for Figure { name, floor, .. } in figures() {
        let Instructions { all, ours } = counter.count(&name);
        let floor = floor.and_then(|floor| counts.iter().find(|(name, _)| *name == floor)).map(|(_, count)| *count);
        records.push(Record::counted(&name, all, "instructions"));
        records.push(Record::counted(&name, ours, baseline::UNIT));
        records.extend(floor.map(|floor| Record::timed(&name, all as f64 / floor as f64, "instructions × floor")));
        counts.push((name, all));
    }
    let looks = |Figure { name, .. }| Record::counted(&name, counter.count(&name).all, table::OF_LOOKS);
    records.extend(operators().into_iter().map(looks));
    records
}

struct Counter {
    once: PathBuf,
    /// What starting takes, which is every figure's making.
    start: Instructions,
}

impl Counter {
    fn new() -> Counter {
        let once = std::env::current_exe().expect("this program's path").with_file_name("once");
        let start = callgrind::count(&once, baseline::GUARDED[0], 0);
        Counter { once, start }
    }

    fn count(&self, figure: &str) -> Instructions {
        let sum = callgrind::count(&self.once, figure, TIMES);
        let each = |sum: u64, start| sum.saturating_sub(start) / u64::from(TIMES);
        Instructions { all: each(sum.all, self.start.all), ours: each(sum.ours, self.start.ours) }
    }
}
