//! Commands that clap did not understand, told by our rules of output.

use std::env;
use std::process::ExitCode;

use anstream::ColorChoice;
use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use depute::{Code, Kind};
use serde_json::json;

use crate::cli::Cli;
use crate::failure::Failure;
use crate::near;
use crate::out::Out;

/// Ends a run that never began: help and version are what was asked for, the rest is a usage error.
pub(crate) fn refused(refusal: &clap::Error) -> ExitCode {
    // The flags could not be parsed, so they are looked for among the words.
    let json = env::args_os().any(|word| word == "--json");
    let words: Vec<_> = env::args_os().collect();
    let plain = words.iter().any(|word| word == "--color=never")
        || words.windows(2).any(|pair| matches!(pair, [flag, when] if flag == "--color" && when == "never"));
    let mut out = Out::new(json, if plain { ColorChoice::Never } else { ColorChoice::Auto });
    match refusal.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let text = if json { refusal.render().to_string() } else { refusal.render().ansi().to_string() };
            ended(&out.product(&text, json!({"text": text})), &mut out)
        }
        _ => {
            let failure = failure(refusal);
            out.failure(&failure);
            ExitCode::from(failure.code().exit())
        }
    }
}

fn ended(printed: &Result<(), Failure>, out: &mut Out) -> ExitCode {
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            out.failure(failure);
            ExitCode::from(failure.code().exit())
        }
    }
}

fn failure(refusal: &clap::Error) -> Failure {
    if refusal.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return Failure::usage("a verb is missing")
            .hint(format!("`depute help{}` lists the verbs, `depute demo` shows them at work", verb_named()));
    }
    if let Some(word) = context(refusal, ContextKind::InvalidSubcommand) {
        return unknown_verb(&word, refusal);
    }
    if let Some(word) = context(refusal, ContextKind::InvalidArg)
        && let Some(kind) = Kind::of(&word)
    {
        return misplaced(kind, "where nothing more is due");
    }
    let rendered = refusal.render().to_string();
    let mut lines = rendered.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let mut message = match refusal.kind() {
        ErrorKind::MissingRequiredArgument => "missing:".to_owned(),
        _ => first.strip_prefix("error: ").unwrap_or(first).replace('\'', "`"),
    };
    let mut hints = Vec::new();
    for line in lines {
        if let Some(tip) = line.strip_prefix("tip: ") {
            hints.push(tip.replace('\'', "`"));
        } else if line.starts_with('-') || line.starts_with('<') {
            // clap lists what is missing on lines of its own.
            message = format!("{message} {line}");
        }
    }
    if refusal.kind() == ErrorKind::UnknownArgument
        && let Some(ours) = other_flag(refusal)
    {
        hints = vec![format!("did you mean `{ours}`?")];
    }
    if let Some(ContextValue::Strings(values)) = refusal.get(ContextKind::ValidValue)
        && hints.is_empty()
        && !values.is_empty()
    {
        hints.push(format!("one of: {}", values.join(", ")));
    }
    let mut failure = Failure::usage(message);
    for hint in hints {
        failure = failure.hint(hint);
    }
    failure.hint(format!("`depute help{}` shows what it takes", verb_named()))
}

fn unknown_verb(word: &str, refusal: &clap::Error) -> Failure {
    if let Some(kind) = Kind::of(word) {
        return misplaced(kind, "where a verb belongs").hint("to read an object: `depute show OBJECT`");
    }
    let root = Cli::command();
    // `key` in `depute key nwe`.
    let above = verb_named();
    let verbs = root.find_subcommand(above.trim()).unwrap_or(&root);
    let near = near::verb(verbs, word).or_else(|| context(refusal, ContextKind::SuggestedSubcommand));
    let failure = Failure::usage(format!(
        "there is no verb `{}{word}`",
        above.trim_start().to_owned() + if above.is_empty() { "" } else { " " }
    ));
    match near {
        Some(ours) => failure.hint(format!("did you mean `depute{above} {ours}`?")),
        None => failure.hint(format!("`depute help{above}` lists the verbs")),
    }
}

/// What another tool's flag is called here, if this verb has it.
fn other_flag(refusal: &clap::Error) -> Option<&'static str> {
    let flag = context(refusal, ContextKind::InvalidArg)?;
    let root = Cli::command();
    let verb = root.find_subcommand(verb_named().trim())?;
    near::flag(verb, flag.split('=').next()?)
}

fn misplaced(kind: Kind, place: &str) -> Failure {
    let message = format!("{} stands {place}", kind.name());
    match kind {
        Kind::Secret => Failure::new(Code::SecretRefused, message)
            .hint("replace that key: every process on this machine could read the arguments"),
        _ => Failure::usage(message),
    }
}

fn context(refusal: &clap::Error, kind: ContextKind) -> Option<String> {
    match refusal.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}

/// The verb of this run, with a space before it, if its first word is one.
fn verb_named() -> String {
    let words = env::args_os().skip(1).filter_map(|word| word.into_string().ok());
    match words.filter(|word| !word.starts_with('-')).find(|word| Cli::command().find_subcommand(word).is_some()) {
        Some(verb) => format!(" {verb}"),
        None => String::new(),
    }
}
