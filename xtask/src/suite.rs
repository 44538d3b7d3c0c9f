//! The suites, in the order they run.

use crate::install::Need;

/// Commands whose results are reported together.
pub(crate) struct Suite {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) needs: &'static [Need],
    pub(crate) toolchain: Toolchain,
    pub(crate) commands: &'static [&'static str],
    pub(crate) env: &'static [(&'static str, &'static str)],
    pub(crate) counts: Count,
    /// Whether `--quick` runs it.
    pub(crate) quick: bool,
}

/// Which Rust runs a suite.
pub(crate) enum Toolchain {
    /// The one that the reader has.
    InUse,
    /// The one whose lints, layout and targets the project keeps to.
    Pinned,
}

/// What counts as a test in the output of a suite's commands.
pub(crate) enum Count {
    /// Each command is one check.
    Commands,
    /// As `Commands`; but a failure whose output has this text means that the check cannot be made here, and why.
    CommandsUnless(&'static str, &'static str),
    /// The tests in the lines by which test programs close. None at all is a failure.
    Tests,
    /// The tests in the lines by which Node's test runner closes. None at all is a failure.
    NodeTests,
    /// The statements of which Coq said that their proofs rest on nothing but definitions. None at all is a failure.
    Proofs,
    /// The vectors of which a verifier said whether its answer is the one expected. None at all is a failure.
    Vectors,
    /// The benchmarks that criterion ran once each, to see that they run. None at all is a failure.
    Benchmarks,
}

pub(crate) const CHECK: Suite = Suite {
    name: "",
    about: "",
    needs: &[],
    toolchain: Toolchain::InUse,
    commands: &[],
    env: &[],
    counts: Count::Commands,
    quick: true,
};
const VECTORS: Suite = Suite { counts: Count::Vectors, quick: false, ..CHECK };
/// Where the verifier in Python lies, which is not installed.
pub(crate) const PYTHON_PATH: (&str, &str) = ("PYTHONPATH", "test-vectors/verifiers/python");
const NODE_TESTS: Suite = Suite { counts: Count::NodeTests, quick: false, ..CHECK };
const TESTS: Suite = Suite { counts: Count::Tests, ..CHECK };

/// Everything CI runs. Cheap checks come first, then crates in the order in which they depend on each other, then what is
/// built from them: a new suite is one more entry where that order puts it.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "format",
        about: "every file is as `cargo fmt --all` writes it",
        needs: &[Need::Rustfmt],
        toolchain: Toolchain::Pinned,
        commands: &[
            "cargo fmt --all --check -- -l",
            "cargo fmt --manifest-path crates/core/fuzz/Cargo.toml --all --check -- -l",
            "cargo fmt --manifest-path benches/peers/Cargo.toml -p depute-peers --check -- -l",
        ],
        ..CHECK
    },
    Suite {
        name: "clippy",
        about: "no lint speaks up, in tests and benches either",
        needs: &[Need::Clippy],
        toolchain: Toolchain::Pinned,
        commands: &["cargo clippy --workspace --all-targets -- -D warnings"],
        ..CHECK
    },
    Suite {
        name: "docs",
        about: "the documentation builds without a warning",
        needs: &[Need::Rustdoc],
        toolchain: Toolchain::Pinned,
        commands: &["cargo doc --workspace --no-deps"],
        env: &[("RUSTDOCFLAGS", "-D warnings")],
        quick: false,
        ..CHECK
    },
    Suite {
        name: "deny",
        about: "dependencies keep to deny.toml: versions, licences, sources",
        needs: &[Need::CargoDeny],
        commands: &["cargo deny check bans licenses sources"],
        quick: false,
        ..CHECK
    },
    Suite {
        name: "advisories",
        about: "no dependency has a known vulnerability; skipped where the database cannot be had",
        needs: &[Need::CargoDeny],
        commands: &["cargo deny check advisories"],
        counts: Count::CommandsUnless(
            "failed to fetch advisory database",
            "the advisory database cannot be fetched from here",
        ),
        quick: false,
        ..CHECK
    },
    Suite {
        name: "no_std",
        about: "core and the memory ledger build where there is no std (wasm32-unknown-unknown would let it through)",
        needs: &[Need::Wasm32v1None],
        toolchain: Toolchain::Pinned,
        commands: &[
            "cargo check -p depute --target wasm32v1-none",
            "cargo check -p depute --features serde --target wasm32v1-none",
            "cargo check -p depute-ledger --target wasm32v1-none",
        ],
        quick: false,
        ..CHECK
    },
    Suite { name: "xtask", about: "this program", commands: &["cargo test -p xtask --no-fail-fast"], ..TESTS },
    Suite {
        name: "core",
        about: "the walk up to the verdict",
        needs: &[Need::Node, Need::Python],
        commands: &["cargo test -p depute --features serde,cache --lib --tests --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "model",
        about: "the laws are proved of the model in spec/model, by Coq and without axioms",
        needs: &[Need::Coq],
        commands: &[
            "mkdir -p target/model",
            "coqc -q -no-glob -R target/model Depute -o target/model/Walk.vo spec/model/Walk.v",
            "coqc -q -no-glob -R target/model Depute -o target/model/Laws.vo spec/model/Laws.v",
            "coqc -q -no-glob -R target/model Depute -o target/model/Verdicts.vo spec/model/Verdicts.v",
            "coqc -q -no-glob -R target/model Depute -o target/model/Universe.vo spec/model/Universe.v",
        ],
        counts: Count::Proofs,
        quick: false,
        ..CHECK
    },
    Suite {
        name: "fuzz",
        about: "every fuzz target holds for 20 s from its committed inputs; `cargo xtask fuzz` runs them longer",
        needs: &[Need::CargoFuzz],
        commands: &["cargo xtask fuzz --secs 20"],
        quick: false,
        ..TESTS
    },
    Suite {
        name: "ledger",
        about: "what must be remembered",
        commands: &["cargo test -p depute-ledger --lib --tests --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "cli",
        about: "the command line, by its cases",
        needs: &[Need::OpenSsl],
        commands: &["cargo test -p depute-cli --bins --tests --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "kit",
        about: "what writes the test vectors, right and wrong ones",
        commands: &["cargo test -p depute-vectors --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "vectors",
        about: "the test vectors are what the generator writes, and the engine answers as they say",
        commands: &[
            "cargo run -p depute-vectors -- check test-vectors",
            "cargo run -p depute-cli -- vectors run test-vectors/v1",
            "cargo run -p depute-cli -- vectors run test-vectors/ed25519",
        ],
        ..VECTORS
    },
    Suite {
        name: "python",
        about: "an independent verifier answers them too",
        needs: &[Need::Venv],
        commands: &[
            "python3 -m venv target/verifiers/python",
            "target/verifiers/python/bin/pip install --quiet --requirement test-vectors/verifiers/python/requirements.txt",
            "target/verifiers/python/bin/python -m depute_verify run test-vectors/v1",
            "target/verifiers/python/bin/python -m depute_verify run test-vectors/ed25519",
        ],
        env: &[PYTHON_PATH],
        ..VECTORS
    },
    Suite {
        name: "typescript",
        about: "and another",
        needs: &[Need::Node, Need::Npm],
        commands: &[
            "npm ci --prefix test-vectors/verifiers/typescript --no-audit --no-fund",
            "npm run --prefix test-vectors/verifiers/typescript build",
            "node test-vectors/verifiers/typescript/dist/main.js run test-vectors/v1",
            "node test-vectors/verifiers/typescript/dist/main.js run test-vectors/ed25519",
        ],
        ..VECTORS
    },
    Suite {
        name: "go",
        about: "and a third",
        needs: &[Need::Go],
        commands: &[
            "go vet -C test-vectors/verifiers/go ./...",
            "go build -C test-vectors/verifiers/go -o ../../../target/verifiers/go/depute-verify .",
            "target/verifiers/go/depute-verify run test-vectors/v1",
            "target/verifiers/go/depute-verify run test-vectors/ed25519",
        ],
        ..VECTORS
    },
    Suite {
        name: "compare",
        about: "engine and verifiers answer 10,000 random questions alike; `cargo xtask compare` asks more",
        needs: &[Need::Verifiers],
        commands: &[
            "cargo build -p depute-cli",
            "cargo run -p depute-vectors -- compare 1 10000 test-vectors/verifiers/peers.txt",
        ],
        env: &[PYTHON_PATH],
        quick: false,
        ..CHECK
    },
    Suite {
        name: "lazy",
        about: "each check of the verifier in Python, switched off, is noticed by a vector; `cargo xtask lazy` writes the table",
        needs: &[Need::Verifiers],
        commands: &[
            "cargo run -p depute-vectors -- lazy test-vectors target/verifiers/python/bin/python -m depute_verify",
        ],
        env: &[PYTHON_PATH],
        quick: false,
        ..CHECK
    },
    Suite {
        name: "wasm",
        about: "the npm package is built: engine, face, types; `cargo xtask wasm` is this too",
        needs: &[Need::Node, Need::Npm, Need::Wasm32Unknown],
        toolchain: Toolchain::Pinned,
        commands: crate::wasm::COMMANDS,
        quick: false,
        ..CHECK
    },
    Suite {
        name: "npm",
        about: "the package, used as its readers use it",
        needs: &[Need::Package, Need::Chromium],
        commands: &["node --test --test-reporter=tap bindings/wasm/test/"],
        ..NODE_TESTS
    },
    Suite {
        name: "npm-vectors",
        about: "the package answers every test vector, in Node and in a browser",
        needs: &[Need::Package, Need::Chromium],
        commands: &[
            "npm ci --prefix bindings/wasm/matrix --no-audit --no-fund",
            "node bindings/wasm/vectors/node.js",
            "node bindings/wasm/vectors/node.js depute/verify",
            "node bindings/wasm/vectors/chromium.js",
        ],
        quick: false,
        ..VECTORS
    },
    Suite {
        name: "matrix",
        about: "the packed package, in projects of every kind that imports it",
        needs: &[Need::Package, Need::Chromium],
        commands: &[
            "npm ci --prefix bindings/wasm/matrix --no-audit --no-fund",
            "node --test --test-reporter=tap bindings/wasm/matrix/",
        ],
        ..NODE_TESTS
    },
    Suite {
        name: "explorer",
        about: "the page that draws a token, used in a browser; its screenshots are in target/explorer",
        needs: &[Need::Package, Need::Chromium],
        commands: &[
            "npm ci --prefix bindings/wasm/explorer --no-audit --no-fund",
            "npm run --prefix bindings/wasm/explorer build",
            "node --test --test-reporter=tap bindings/wasm/explorer/test/",
        ],
        ..NODE_TESTS
    },
    Suite {
        name: "examples",
        about: "services, agents and a page that are meant to be copied, run; and every peer of the package's bench",
        needs: &[Need::Package, Need::Chromium],
        commands: &[
            "npm ci --prefix bindings/wasm/examples --no-audit --no-fund",
            "node --test --test-reporter=tap bindings/wasm/examples/test/",
            "npm ci --prefix bindings/wasm/bench --no-audit --no-fund",
            "node --test --test-reporter=tap bindings/wasm/bench/test/",
        ],
        ..NODE_TESTS
    },
    Suite {
        name: "doctests",
        about: "every example in the documentation runs",
        commands: &["cargo test -p depute -p depute-ledger --doc --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "figures",
        about: "bytes and allocations, which are the same on every machine",
        commands: &["cargo test -p depute-benches --lib --tests --no-fail-fast"],
        ..TESTS
    },
    Suite {
        name: "instructions",
        about: "our own code takes as many instructions as agreed, to 2 in 100; skipped where valgrind cannot count them",
        needs: &[Need::Valgrind],
        toolchain: Toolchain::Pinned,
        commands: crate::bench::CHECK,
        counts: Count::CommandsUnless(
            "instructions cannot be compared here",
            "valgrind does not run here, or the processor is not the baseline's",
        ),
        quick: false,
        ..CHECK
    },
    Suite {
        name: "benches",
        about: "every benchmark runs, once and unmeasured",
        commands: &["cargo test -p depute-benches --benches --no-fail-fast"],
        counts: Count::Benchmarks,
        quick: false,
        ..CHECK
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        for (index, suite) in SUITES.iter().enumerate() {
            assert!(SUITES[..index].iter().all(|other| other.name != suite.name), "{}", suite.name);
        }
    }
}
