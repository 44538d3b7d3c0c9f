//! Arguments that carry an object: a literal, `@FILE`, `-` for standard input, or a variable.

use std::env;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use depute::{Code, Endorsement, Kind};

use crate::failure::Failure;
use crate::file;
use crate::home;

const VARIABLE: &str = "DEPUTE_TOKEN";
/// The longest text that any reader takes, a revocation list's; what is over another object's own limit is refused by its
/// reader.
pub(crate) const TEXT_BYTES: usize = depute::limits::LIST_BYTES / 3 * 4 + 64;
/// The longest body of a request that is read whole.
const BODY_BYTES: usize = 64 * 1024 * 1024;

/// Standard input can be read once; whoever asks again would be told that it is empty.
static STDIN_WAS_READ: AtomicBool = AtomicBool::new(false);

/// The one text that a verb works on: the argument, else `DEPUTE_TOKEN`. White space around it is a file's, not its.
pub(crate) fn object(given: &[String]) -> Result<String, Failure> {
    let text = match given {
        [] => match env::var(VARIABLE) {
            Ok(argument) if !argument.is_empty() => text(&argument)?,
            Err(env::VarError::NotUnicode(_)) => return Err(Failure::usage(format!("{VARIABLE} is not UTF-8"))),
            _ => {
                return Err(Failure::usage("no token is given")
                    .hint(format!("give the token itself, `@FILE`, `-` for standard input, or set {VARIABLE}")));
            }
        },
        [one] => {
            refuse_bare_file_name(one)?;
            text(one)?
        }
        [_, second, ..] => return Err(one_too_many(second)),
    };
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::new(Code::TextForm, "the input is empty where a token belongs")
            .hint("give the token itself, `@FILE`, or `-` for standard input"));
    }
    if text.contains("PRIVATE KEY-----") {
        return Err(Failure::new(Code::SecretRefused, "a secret key stands where a token belongs"));
    }
    match text.split_whitespace().nth(1) {
        Some(second) if Kind::of(text).is_some() => Err(one_too_many(second)),
        _ => Ok(text.to_owned()),
    }
}

/// A file is named with `@`; without it, its name would be taken for an object and told to be none.
fn refuse_bare_file_name(argument: &str) -> Result<(), Failure> {
    let is_text = Kind::of(argument).is_some() || argument.starts_with(['@', '{']) || argument == "-";
    if is_text || argument.is_empty() || !Path::new(argument).is_file() {
        return Ok(());
    }
    Err(Failure::new(Code::TextForm, format!("`{argument}` is the name of a file"))
        .hint(format!("to read it: `@{argument}`")))
}

/// The text that an argument means: itself, a file's, or standard input's.
pub(crate) fn text(argument: &str) -> Result<String, Failure> {
    if let Some(name) = argument.strip_prefix('@') {
        let path = Path::new(name);
        let bytes = file::read(path, TEXT_BYTES)?;
        return home::text(bytes, path);
    }
    if argument == "-" {
        let bytes = stdin(TEXT_BYTES)?;
        return String::from_utf8(bytes).map_err(|_| Failure::new(Code::TextForm, "standard input is not UTF-8 text"));
    }
    Ok(argument.to_owned())
}

/// The bytes that an argument means: its own, a file's, or standard input's, which need not be text.
pub(crate) fn bytes(argument: &str) -> Result<Vec<u8>, Failure> {
    match argument.strip_prefix('@') {
        Some(name) => file::read(Path::new(name), BODY_BYTES),
        None if argument == "-" => stdin(BODY_BYTES),
        None => Ok(argument.as_bytes().to_vec()),
    }
}

/// An endorsement: itself, `@FILE`, `-`, or the plain name of a file that is there.
pub(crate) fn endorsement(argument: &str) -> Result<Endorsement, Failure> {
    let text = match Path::new(argument) {
        path if Kind::of(argument).is_none() && path.is_file() => home::text(file::read(path, TEXT_BYTES)?, path)?,
        _ => text(argument)?,
    };
    Endorsement::from_text(text.trim()).map_err(|fault| Failure::from(fault).within("--with"))
}

fn stdin(most: usize) -> Result<Vec<u8>, Failure> {
    if STDIN_WAS_READ.swap(true, Ordering::Relaxed) {
        return Err(Failure::usage("standard input, `-`, is asked for twice")
            .hint("put one of the two into a file, and give `@FILE`"));
    }
    file::read_stdin(most)
}

fn one_too_many(second: &str) -> Failure {
    let message = match Kind::of(second) {
        Some(kind) => format!("{} follows where one object is due", kind.name()),
        None => "more than one object is given".to_owned(),
    };
    Failure::usage(message).hint("give one; `depute diff OLD NEW` compares two tokens")
}
