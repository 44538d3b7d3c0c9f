//! Instructions by valgrind, told apart by whose they are: the same on a busy machine as on an idle one.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

/// Where the counts are comparable: what is compiled for another processor has other instructions.
const ARCHITECTURE: &str = "x86_64";

/// Crates whose code is the arithmetic of signatures. What they do depends on the processor, and is not ours to change.
const OF_SIGNATURES: [&str; 4] = ["curve25519_dalek", "ed25519", "sha2", "subtle"];

/// Instructions of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Instructions {
    /// All of them, the C library's among them.
    pub all: u64,
    /// Those of the program itself outside the arithmetic of signatures. The C library's are left out: they differ between
    /// machines, which choose among its copies of one function.
    pub ours: u64,
}

/// Whether instructions can be counted and compared on this machine; if not, why.
///
/// # Errors
/// One line that says what is missing.
pub fn available() -> Result<(), String> {
    if std::env::consts::ARCH != ARCHITECTURE {
        return Err(format!("the baseline is of {ARCHITECTURE}, and this is {}", std::env::consts::ARCH));
    }
    match Command::new("valgrind").args(["--tool=none", "true"]).output() {
        Ok(run) if run.status.success() => Ok(()),
        Ok(run) => Err(format!("valgrind does not run: {}", run.status)),
        Err(fault) => Err(format!("valgrind does not run: {fault}")),
    }
}

/// Counts what the program `once`, at this path, takes to perform a figure so many times and to start.
///
/// # Panics
/// If it does not run under valgrind.
pub fn count(once: &Path, figure: &str, times: u32) -> Instructions {
    let profile = once.with_file_name(format!("once.{}.callgrind", std::process::id()));
    let run = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(once)
        .args([figure, &times.to_string()])
        .output()
        .expect("valgrind, which this needs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let text = std::fs::read_to_string(&profile).expect("valgrind's profile");
    std::fs::remove_file(&profile).expect("valgrind's profile can be removed");
    read(&text, &once.display().to_string())
}

/// Reads a profile: which object and which function the lines that follow belong to, then lines `LINE COST`. The cost in the
/// line after `calls=` is the called function's, which has lines of its own.
fn read(profile: &str, object: &str) -> Instructions {
    let mut names: HashMap<(bool, &str), &str> = HashMap::new();
    let (mut is_ours, mut is_in_object, mut is_callees) = (false, false, false);
    let mut sum = Instructions::default();
    for line in profile.lines() {
        if let Some((kind @ ("ob" | "cob" | "fn" | "cfn"), name)) = line.split_once('=') {
            // `(7) name` the first time, `(7)` from then on.
            let (number, first) = name.split_once(' ').map_or((name, None), |(number, name)| (number, Some(name)));
            let is_object = kind.ends_with("ob");
            let known = names.entry((is_object, number)).or_insert("");
            let name = first.map_or(*known, |name| {
                *known = name;
                name
            });
            match kind {
                "ob" => is_in_object = name == object,
                "fn" => is_ours = !OF_SIGNATURES.iter().any(|part| name.contains(part)),
                _ => {}
            }
        } else if line.starts_with("calls=") {
            is_callees = true;
        } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)) {
            let cost = line.split(' ').nth(1).and_then(|cost| cost.parse::<u64>().ok());
            let cost = cost.filter(|_| !std::mem::take(&mut is_callees)).unwrap_or(0);
            sum.all += cost;
            sum.ours += if is_in_object && is_ours { cost } else { 0 };
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = "\
positions: line
events: Ir
summary: 175

ob=(4) /bin/once
fl=(1) ???
fn=(9) depute::verify::check
0 30
+3 5
cob=(5) /lib/libc.so.6
cfn=(11) memcpy
calls=2 0
* 40
cfn=(10) curve25519_dalek::edwards::mul
calls=1 0
0 100

fn=(10)
0 100

ob=(5)
fn=(11)
0 40

totals: 175
";

    #[test]
    fn a_call_is_counted_where_it_leads() {
        assert_eq!(read(PROFILE, "/bin/once"), Instructions { all: 175, ours: 35 });
    }

    #[test]
    fn what_is_outside_the_program_is_not_ours() {
        assert_eq!(read(PROFILE, "/bin/other"), Instructions { all: 175, ours: 0 });
    }
}
