//! Builds the npm package.

use std::process::{Command, ExitCode};

use crate::install::Need;
use crate::toolchain;

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
        let command = toolchain::pinned(command);
        println!("{command}");
        let mut words = command.split(' ');
        let status = words.next().map(|program| Command::new(program).args(words).status());
        match status {
            Some(Ok(status)) if status.success() => {}
            Some(Ok(status)) => return Err(format!("`{command}`: {status}")),
            Some(Err(fault)) => return Err(format!("`{command}`: {fault}")),
            None => return Err("an empty command".to_owned()),
        }
    }
    Ok(ExitCode::SUCCESS)
}
