//! Counts instructions, and writes the counts that later ones are compared with.

use std::process::ExitCode;

use crate::install::Need;
use crate::run;

/// Builds what counts instructions and compares them with the baseline.
pub(crate) const CHECK: &[&str] = &[BUILD_COUNTER, "target/release/instructions check"];

const BUILD_COUNTER: &str = "cargo build --release -p depute-benches --bin once --bin instructions";
const BASELINE: &[&str] = &[BUILD_COUNTER, "target/release/instructions write-baseline"];

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
        _ => Err(format!("`{}` is not --write-baseline", flags.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compared_is_what_was_written() {
        assert_eq!(CHECK[0], BASELINE[0]);
        assert_eq!(plan(&["--write-baseline"]).as_deref(), Ok(BASELINE));
        assert!(plan(&["--quick"]).is_err());
        assert!(plan(&[]).is_err());
    }
}
