//! `help [CODE | VERB]`

use clap::{Command, CommandFactory};
use depute::Code;
use serde_json::json;

use super::product;
use crate::cli::{Cli, Help};
use crate::failure::Failure;
use crate::near;
use crate::out::Out;

pub(crate) fn run(args: &Help, out: &mut Out) -> Result<u8, Failure> {
    match args.about.as_slice() {
        [] => verbs(out, &[]),
        [word] => match Code::from_name(word.trim_start_matches("error[").trim_end_matches(']')) {
            Some(code) => explain(out, code),
            None => verbs(out, std::slice::from_ref(word)),
        },
        words => verbs(out, words),
    }
}

fn explain(out: &mut Out, code: Code) -> Result<u8, Failure> {
    let text = format!(
        "{code}: {}\n  fix: {}\n  exit status {}, HTTP status {}",
        code.meaning(),
        code.advice(),
        code.exit(),
        code.http()
    );
    out.product(&text, product::members(code.report()))?;
    Ok(0)
}

fn verbs(out: &mut Out, words: &[String]) -> Result<u8, Failure> {
    let mut command = Cli::command();
    command.build();
    for word in words {
        command = match command.find_subcommand(word) {
            Some(found) => found.clone(),
            None => return Err(unknown_verb(&command, word)),
        };
    }
    let help = command.render_help();
    out.product(&help.ansi().to_string(), json!({"text": help.to_string()}))?;
    Ok(0)
}

/// The refusal for a word that is neither a code nor a verb of this command.
fn unknown_verb(command: &Command, word: &str) -> Failure {
    let failure = Failure::usage(format!("neither a code nor a verb: `{word}`"));
    let codes = || Code::ALL.iter().map(|code| code.as_str());
    let within: Vec<&str> = codes().filter(|code| !word.is_empty() && code.contains(word)).take(4).collect();
    if let Some(code) = near::nearest(word, codes()) {
        failure.hint(format!("did you mean `depute help {code}`?"))
    } else if let Some(verb) = near::verb(command, word) {
        failure.hint(format!("did you mean `depute help {verb}`?"))
    } else if within.is_empty() {
        failure.hint("a refusal shows its code: `error[CODE]` or `DENIED CODE`")
    } else {
        failure.hint(format!("codes with it: {}", within.join(", ")))
    }
}
