//! The one version of Rust whose lints, layout and targets the project keeps to. A later one warns of more, and may lay out
//! code otherwise; not every one has every target. Tests run on whatever toolchain the reader has.

use std::process::Command;
use std::sync::OnceLock;

pub(crate) const PINNED: &str = "1.95.0";

/// Whether the toolchain in use is the pinned one, whatever its name.
pub(crate) fn is_pinned() -> bool {
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| {
        let output = Command::new("rustc").arg("--version").output();
        output.is_ok_and(|output| is_version(&String::from_utf8_lossy(&output.stdout), PINNED))
    })
}

/// The command as run by the pinned toolchain: `cargo fmt` is `cargo +1.95.0 fmt` where another one is in use. What is no
/// part of Rust stays as it is.
pub(crate) fn pinned(command: &str) -> String {
    let is_of_rust = ["cargo", "rustc", "rustdoc"].iter().any(|program| command.split(' ').next() == Some(program));
    if is_pinned() || !is_of_rust { command.to_owned() } else { select(command, PINNED) }
}

fn select(command: &str, version: &str) -> String {
    match command.split_once(' ') {
        Some((program, args)) => format!("{program} +{version} {args}"),
        None => format!("{command} +{version}"),
    }
}

/// Reads `rustc 1.95.0 (59807616e 2026-04-14)`.
fn is_version(answer: &str, version: &str) -> bool {
    answer.split_whitespace().nth(1) == Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_whole_word() {
        assert!(is_version("rustc 1.95.0 (59807616e 2026-04-14)", "1.95.0"));
        assert!(!is_version("rustc 1.95.0-beta.3 (59807616e 2026-04-14)", "1.95.0"));
        assert!(!is_version("", "1.95.0"));
    }

    #[test]
    fn the_toolchain_follows_the_program() {
        assert_eq!(select("cargo fmt --all", "1.95.0"), "cargo +1.95.0 fmt --all");
        assert_eq!(select("rustdoc", "1.95.0"), "rustdoc +1.95.0");
        assert_eq!(pinned("npm ci"), "npm ci");
    }
}
