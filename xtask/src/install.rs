//! What a suite needs beyond cargo, and how to come by it. Only package clients install; what is there is used.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::toolchain;

/// A tool that a fresh machine may lack. Those that belong to Rust are those of the pinned toolchain.
pub(crate) enum Need {
    Rustfmt,
    Clippy,
    Rustdoc,
    /// The target without `std`.
    Wasm32v1None,
    /// The target of browsers and Node.
    Wasm32Unknown,
    CargoDeny,
    CargoFuzz,
    CargoMutants,
    OpenSsl,
    Coq,
    /// A reader of URLs that ours is compared with.
    Node,
    /// Another.
    Python,
    /// An environment for what the verifier in Python is installed with.
    Venv,
    Npm,
    /// A browser for the package and its page.
    Chromium,
    Go,
    /// It counts instructions.
    Valgrind,
    /// The npm package, built by the suite `wasm`.
    Package,
    /// The independent verifiers, built by the suites `python`, `typescript` and `go`.
    Verifiers,
}

/// What those suites leave behind.
const VERIFIERS: [&str; 3] = [
    "target/verifiers/python/bin/python",
    "test-vectors/verifiers/typescript/dist/main.js",
    "target/verifiers/go/depute-verify",
];

impl Need {
    /// Installs the tool if it is missing. The error is one line for the suite that cannot run without it.
    pub(crate) fn ensure(&self) -> Result<(), String> {
        if self.is_there() {
            return Ok(());
        }
        for command in self.install() {
            println!("installing {}: {command}", self.name());
            if !succeeds(&mut spoken(&command)) {
                return Err(format!("needs {}, and `{command}` failed", self.name()));
            }
        }
        if self.is_there() { Ok(()) } else { Err(format!("needs {}, which does not run", self.name())) }
    }

    fn name(&self) -> &'static str {
        match self {
            Need::Rustfmt => "rustfmt",
            Need::Clippy => "clippy",
            Need::Rustdoc => "rustdoc",
            Need::Wasm32v1None => "wasm32v1-none",
            Need::Wasm32Unknown => "wasm32-unknown-unknown",
            Need::CargoDeny => "cargo-deny",
            Need::CargoFuzz => "cargo-fuzz",
            Need::CargoMutants => "cargo-mutants",
            Need::OpenSsl => "openssl",
            Need::Coq => "coq",
            Need::Node => "node",
            Need::Python => "python3",
            Need::Venv => "python3-venv",
            Need::Npm => "npm",
            Need::Chromium => "chromium",
            Need::Go => "go",
            Need::Valgrind => "valgrind",
            Need::Package => "the npm package that the suite wasm builds",
            Need::Verifiers => "the verifiers that the suites python, typescript and go build",
        }
    }

    fn is_there(&self) -> bool {
        match self {
            Need::Rustfmt => answers(&toolchain::pinned("cargo fmt --version")),
            Need::Clippy => answers(&toolchain::pinned("cargo clippy --version")),
            Need::Rustdoc => answers(&toolchain::pinned("rustdoc --version")),
            Need::Wasm32v1None | Need::Wasm32Unknown => has_target(self.name()),
            Need::CargoDeny => answers("cargo deny --version"),
            Need::CargoFuzz => answers("cargo fuzz --version"),
            Need::CargoMutants => answers("cargo mutants --version"),
            Need::OpenSsl => answers("openssl version"),
            Need::Coq => answers("coqc --version"),
            Need::Node => answers("node --version"),
            Need::Python => answers("python3 --version"),
            Need::Venv => answers("python3 -m ensurepip --version"),
            Need::Npm => answers("npm --version"),
            Need::Chromium => answers("chromium --version"),
            Need::Go => answers("go version"),
            Need::Valgrind => answers("valgrind --version"),
            Need::Package => Path::new("bindings/wasm/dist/types/index.d.cts").exists(),
            Need::Verifiers => VERIFIERS.iter().all(|path| Path::new(path).exists()),
        }
    }

    fn install(&self) -> Vec<String> {
        match self {
            Need::Rustfmt => vec![rustup("component add rustfmt", "--component rustfmt")],
            Need::Clippy => vec![rustup("component add clippy", "--component clippy")],
            Need::Rustdoc => vec![rustup("component add rustc", "--component rustc")],
            Need::Wasm32v1None => vec![rustup("target add wasm32v1-none", "--target wasm32v1-none")],
            Need::Wasm32Unknown => vec![rustup("target add wasm32-unknown-unknown", "--target wasm32-unknown-unknown")],
            Need::CargoDeny => cargo_install("cargo-deny --version ^0.20"),
            Need::CargoFuzz => cargo_install("cargo-fuzz --version =0.13.2"),
            Need::CargoMutants => cargo_install("cargo-mutants --version =27.1.0"),
            Need::OpenSsl => apt_get("openssl"),
            // What it recommends is documentation and an editor.
            Need::Coq => apt_get("--no-install-recommends coq"),
            Need::Node => apt_get("nodejs"),
            Need::Python => apt_get("python3"),
            Need::Venv => apt_get("python3-venv"),
            Need::Npm => apt_get("npm"),
            Need::Chromium => apt_get("--no-install-recommends chromium"),
            Need::Go => apt_get("golang-go"),
            // What it recommends is a debugger and its libraries.
            Need::Valgrind => apt_get("--no-install-recommends valgrind"),
            Need::Package => vec!["cargo xtask wasm".to_owned()],
            Need::Verifiers => vec!["cargo xtask test python typescript go".to_owned()],
        }
    }
}

/// rustc says where the target's library belongs, whether or not it is there.
fn has_target(target: &str) -> bool {
    probe(&toolchain::pinned(&format!("rustc --print target-libdir --target {target}")))
        .output()
        .is_ok_and(|output| Path::new(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

fn cargo_install(package: &str) -> Vec<String> {
    vec![format!("cargo install {package} --locked")]
}

fn apt_get(package: &str) -> Vec<String> {
    let sudo = if is_root() { "" } else { "sudo " };
    vec![format!("{sudo}apt-get update"), format!("{sudo}apt-get install --yes {package}")]
}

/// Adds a part to the toolchain in use if that is the pinned one, else brings the pinned one with this part. Nothing else of
/// the reader's changes, rustup itself least of all.
fn rustup(add: &str, part: &str) -> String {
    if toolchain::is_pinned() {
        format!("rustup {add}")
    } else {
        format!("rustup toolchain install {} --no-self-update --profile minimal {part}", toolchain::PINNED)
    }
}

fn spoken(command: &str) -> Command {
    let mut words = command.split(' ');
    let mut spoken = Command::new(words.next().unwrap_or_default());
    spoken.args(words).stdin(Stdio::null());
    spoken
}

/// A question must not install anything unannounced, as rustup otherwise may.
fn probe(command: &str) -> Command {
    let mut probe = spoken(command);
    probe.env("RUSTUP_AUTO_INSTALL", "0");
    probe
}

fn answers(command: &str) -> bool {
    succeeds(probe(command).stdout(Stdio::null()).stderr(Stdio::null()))
}

fn succeeds(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
