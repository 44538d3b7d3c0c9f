//! Measures, and writes what was measured into documents and plots.

use std::process::ExitCode;

use crate::install::Need;
use crate::run;

/// Builds what counts instructions and compares them with the baseline.
pub(crate) const CHECK: &[&str] = &[BUILD_COUNTER, "target/release/instructions check"];

const BUILD_COUNTER: &str = "cargo build --release -p depute-benches --bin once --bin instructions";
const BASELINE: &[&str] = &[BUILD_COUNTER, "target/release/instructions write-baseline"];

/// What is timed comes first: a machine that counts instructions is warm and busy.
const MEASURE: &[&str] = &[
    "cargo build --release -p depute-benches --bins",
    "target/release/ratios --json target/benches/ratios.json",
    "target/release/ratios --curves --json target/benches/curves.json",
    "target/release/throughput --json target/benches/throughput.json",
    "target/release/counts --json target/benches/counts.json",
    "target/release/instructions --json target/benches/instructions.json",
];
const PEERS: &[&str] = &[
    "cargo build --release --locked --manifest-path benches/peers/Cargo.toml --target-dir target/peers",
    "target/peers/release/times --json target/benches/peers.json",
    "target/peers/release/allocations --json target/benches/peers-allocations.json",
];
const REPORT: &[&str] = &["target/release/report target/benches"];

pub(crate) fn bench(flags: &[&str]) -> Result<ExitCode, String> {
    let commands = plan(flags)?;
    Need::Valgrind.ensure()?;
    for command in commands {
        run::aloud(command)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The commands that these flags ask for.
fn plan(flags: &[&str]) -> Result<Vec<&'static str>, String> {
    match flags {
        ["--write-baseline"] => Ok(BASELINE.to_vec()),
        [] => Ok([MEASURE, REPORT].concat()),
        ["--peers"] => Ok([MEASURE, PEERS, REPORT].concat()),
        _ => Err(format!("`{}` is neither --peers nor --write-baseline", flags.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_report_comes_after_everything_that_it_reports() {
        for flags in [&[][..], &["--peers"]] {
            let plan = plan(flags).expect("flags that are known");
            assert_eq!(plan.last(), Some(&REPORT[0]));
            let built = plan.iter().position(|command| command.starts_with("cargo build"));
            assert_eq!(built, Some(0));
        }
    }

    #[test]
    fn peers_are_built_only_when_they_are_asked_for() {
        let of_peers =
            |flags: &[&str]| plan(flags).expect("known flags").iter().any(|command| command.contains("peers"));
        assert_eq!([of_peers(&[]), of_peers(&["--write-baseline"]), of_peers(&["--peers"])], [false, false, true]);
    }

    #[test]
    fn what_is_compared_is_what_was_written() {
        assert_eq!(CHECK[0], BASELINE[0]);
        assert_eq!(plan(&["--write-baseline"]).as_deref(), Ok(BASELINE));
        assert!(plan(&["--quick"]).is_err());
        assert!(plan(&["--peers", "--write-baseline"]).is_err());
    }
}
