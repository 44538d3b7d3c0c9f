//! The `depute` command. It translates: what a user types into steps of the walk, and their outcome into text, JSON and
//! an exit status. What is allowed is decided in `depute` alone.

mod audience;
mod call_arg;
mod cli;
mod consent;
mod diag;
mod evidence;
mod failure;
mod file;
mod home;
mod host;
mod input;
mod keyfile;
mod keys;
mod names;
mod near;
mod out;
mod passphrase;
mod revocations;
mod secret;
mod trust_file;
mod usage;
mod verb;
mod when;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::Cli;
use crate::out::Out;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(refused) => return usage::refused(&refused),
    };
    let mut out = Out::new(cli.json, cli.color.into());
    match verb::run(cli.verb, &mut out) {
        Ok(status) => ExitCode::from(status),
        Err(failure) => {
            out.failure(&failure);
            ExitCode::from(failure.code().exit())
        }
    }
}
