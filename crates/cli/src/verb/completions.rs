//! `completions`: a script for bash, zsh, fish, PowerShell or elvish.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};
use depute::Code;
use serde_json::json;

use crate::cli::{Cli, Completions};
use crate::failure::Failure;
use crate::out::Out;

pub(crate) fn run(args: &Completions, out: &mut Out) -> Result<u8, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "depute", &mut script);
    let script = String::from_utf8(script).map_err(|_| Failure::new(Code::Internal, "a script that is not UTF-8"))?;
    out.product(&script, json!({"shell": args.shell.to_string(), "script": script}))?;
    Ok(0)
}

/// The command line, with the words that it takes and does not list: what `help` and `man` can be asked about.
fn command() -> Command {
    let command = Cli::command();
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    let codes = Code::ALL.iter().map(|code| code.as_str().to_owned());
    let with_codes = PossibleValuesParser::new(verbs.iter().cloned().chain(codes));
    let verbs = PossibleValuesParser::new(verbs);
    command
        .mut_subcommand("help", |help| help.mut_arg("about", |about| about.value_parser(with_codes)))
        .mut_subcommand("man", |man| man.mut_arg("about", |about| about.value_parser(verbs)))
}
