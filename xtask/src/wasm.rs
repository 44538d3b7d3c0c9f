//! Builds the npm package.

use std::process::ExitCode;

use crate::install::Need;
use crate::run;

/// The engine by cargo, wasm-bindgen and binaryen, then the face around it. Nothing is installed globally.
pub(crate) const COMMANDS: &[&str] = &[
    "npm ci --prefix bindings/wasm --no-audit --no-fund",
    "cargo run --package depute-wasm-build",
    "npm run --prefix bindings/wasm build",
];

pub(crate) fn wasm() -> Result<ExitCode, String> {
    for need in [Need::Node, Need::Npm, Need::Wasm32Unknown] {
        need.ensure()?;
    }
    for command in COMMANDS {
        run::aloud(command)?;
    }
    Ok(ExitCode::SUCCESS)
}
