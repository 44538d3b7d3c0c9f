//! Instructions of every figure, counted by valgrind: the same on a busy machine as on an idle one.
//!
//! Runs `once` beside this program, first for nothing and then for so many times; the difference is the figure's.

use std::path::Path;
use std::process::Command;

use depute_benches::{Figure, Target, figures, operators};

const TIMES: u32 = 50;

fn main() {
    let once = std::env::current_exe().expect("this program's path").with_file_name("once");
    let figures: Vec<Figure> = figures().into_iter().chain(operators()).collect();
    let before = count(&once, &figures[0].name, 0);
    let mut counts = Vec::new();

    println!("| figure | instructions | floor | ratio | target |\n|---|---:|---:|---:|---|");
    for figure in &figures {
        let instructions = (count(&once, &figure.name, TIMES) - before) / u64::from(TIMES);
        counts.push((&figure.name, instructions));
        let floor = figure.floor.as_ref().and_then(|floor| counts.iter().find(|(name, _)| *name == floor));
        let (below, ratio) = floor.map_or((String::new(), String::new()), |&(_, floor)| {
            (floor.to_string(), format!("{:.4}", instructions as f64 / floor as f64))
        });
        let target = match figure.target {
            Some(Target::Times(most)) => format!("≤ {most:.2} ×"),
            _ => String::new(),
        };
        println!("| {} | {instructions} | {below} | {ratio} | {target} |", figure.name);
    }
}

/// Instructions of the whole program.
fn count(once: &Path, name: &str, times: u32) -> u64 {
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(once)
        .args([name, &times.to_string()])
        .output()
        .expect("valgrind, which this needs");
    let log = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{log}");
    let collected = log.lines().find_map(|line| line.split_once("Collected : ")).expect("a count").1;
    collected.trim().parse().expect("a number")
}
