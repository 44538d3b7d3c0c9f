//! `man`: one page for each verb, as `man` reads them.

use std::fs;
use std::io::IsTerminal;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man as Page;
use depute::Code;
use serde_json::json;

use crate::cli::{Cli, Man};
use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::near;
use crate::out::Out;

/// What stands on the first page besides what clap knows.
const SECTIONS: &[(&str, &[(&str, &str)])] = &[
    (
        "EXIT STATUS",
        &[
            ("0", "allowed, or done"),
            ("1", "a fault of this machine or program"),
            ("2", "the command was not understood, or an argument is not what belongs there"),
            ("3", "denied: the mandate does not go so far"),
            ("4", "the token is invalid, untrusted, expired or revoked"),
            ("5", "a store or a revocation list that is needed is not there, or too old"),
            ("6", "a replay (--at) would allow"),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("DEPUTE_HOME", "the folder of keys and settings, in place of the platform's folder for configuration"),
            (
                "DEPUTE_KEY",
                "the key to sign with, where --from or --as is not given: a name, @FILE, fd:N or the key itself",
            ),
            ("DEPUTE_TOKEN", "the token or presentation, where none is given"),
            ("DEPUTE_AUDIENCE", "the audience, where --aud is not given"),
            ("DEPUTE_PASSPHRASE", "the passphrase of an encrypted key, where there is no terminal to ask on"),
            ("NO_COLOR", "if set and not empty, nothing is coloured"),
            ("CLICOLOR_FORCE", "if set and not 0, colours also where no terminal reads"),
            ("CI", "if set, a terminal's TERM is not asked whether it knows colours"),
            ("TZ", "the zone in which times are shown"),
        ],
    ),
    (
        "FILES",
        &[
            ("keys/NAME.pem", "secret keys, PKCS#8 in PEM, readable by their owner alone"),
            ("names.toml", "names of public keys"),
            ("trust.toml", "whose mandates count here, and for what at most"),
            ("revocations.dptr", "what was revoked here; once it is written, its absence or a lower number refuses"),
            ("revocations.toml", "key, number and id of the list that revocations.dptr last was"),
        ],
    ),
];

pub(crate) fn run(args: &Man, out: &mut Out) -> Result<u8, Failure> {
    let mut command = Cli::command();
    command.build();
    match &args.out {
        Some(folder) => write_all(out, &command, folder),
        None => print(out, &command, &args.about),
    }
}

fn print(out: &mut Out, command: &Command, words: &[String]) -> Result<u8, Failure> {
    let mut asked = command;
    for word in words {
        asked = asked.find_subcommand(word).ok_or_else(|| unknown(asked, word))?;
    }
    let (name, text) = page(asked)?;
    if std::io::stdout().is_terminal() {
        out.remark(&format!("to read it: depute {} | man -l -", [&["man".to_owned()], words].concat().join(" ")));
    }
    out.product(&text, json!({"page": name, "text": text}))?;
    Ok(0)
}

fn write_all(out: &mut Out, command: &Command, folder: &Path) -> Result<u8, Failure> {
    fs::create_dir_all(folder).map_err(|cause| Failure::io(folder, "make", &cause))?;
    let mut names = Vec::new();
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        let (name, text) = page(command)?;
        file::write(&folder.join(&name), text.as_bytes(), Readers::Umask, Existing::Replace)?;
        names.push(name);
        waiting.extend(command.get_subcommands());
    }
    names.sort();
    let shown = folder.display().to_string();
    out.product(&format!("{} pages in {shown}", names.len()), json!({"out": shown, "pages": names}))?;
    Ok(0)
}

fn unknown(command: &Command, word: &str) -> Failure {
    let failure = Failure::usage(format!("there is no verb `{word}`"));
    let above = command.get_bin_name().unwrap_or_default().trim_start_matches("depute");
    match near::verb(command, word) {
        Some(verb) => failure.hint(format!("did you mean `depute man{above} {verb}`?")),
        None => failure.hint("`depute help` lists the verbs"),
    }
}

/// The name of a command's page and its text.
fn page(command: &Command) -> Result<(String, String), Failure> {
    let page = Page::new(command.clone()).source(format!("depute {}", env!("CARGO_PKG_VERSION")));
    let name = page.get_filename();
    let mut bytes = Vec::new();
    page.render(&mut bytes).map_err(|_| Failure::new(Code::Internal, "a page could not be written"))?;
    let mut text = String::from_utf8(bytes).map_err(|_| Failure::new(Code::Internal, "a page that is not UTF-8"))?;
    if name == "depute.1" {
        for (title, entries) in SECTIONS {
            text.push_str(&format!(".SH \"{title}\"\n"));
            for (word, said) in *entries {
                text.push_str(&format!(".TP\n\\fB{}\\fR\n{}\n", word.replace('-', "\\-"), said.replace('-', "\\-")));
            }
        }
    }
    Ok((name, ascii(&text)))
}

/// The text in ASCII: roff that is not told of UTF-8 reads bytes.
fn ascii(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() { shown.push(c) } else { shown.push_str(&format!("\\[u{:04X}]", c as u32)) }
    }
    shown
}
