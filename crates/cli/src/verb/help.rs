//! `help [CODE | VERB]`

use clap::CommandFactory;
use depute::Code;
use serde_json::json;

use crate::cli::{Cli, Help};
use crate::failure::Failure;
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
    out.product(
        &text,
        json!({"code": code.as_str(), "meaning": code.meaning(), "fix": code.advice(), "exit": code.exit(), "http": code.http()}),
    )?;
    Ok(0)
}

fn verbs(out: &mut Out, words: &[String]) -> Result<u8, Failure> {
    let mut command = Cli::command();
    command.build();
    for word in words {
        command = match command.find_subcommand(word) {
            Some(found) => found.clone(),
            None => return Err(unknown(word)),
        };
    }
    let help = command.render_help();
    out.product(&help.ansi().to_string(), json!({"text": help.to_string()}))?;
    Ok(0)
}

fn unknown(word: &str) -> Failure {
    let failure = Failure::usage(format!("neither a code nor a verb: `{word}`"));
    let near: Vec<&str> =
        Code::ALL.iter().map(|code| code.as_str()).filter(|code| code.contains(word)).take(4).collect();
    if word.is_empty() || near.is_empty() {
        failure.hint("a refusal shows its code: `error[CODE]` or `DENIED CODE`")
    } else {
        failure.hint(format!("codes with it: {}", near.join(", ")))
    }
}
