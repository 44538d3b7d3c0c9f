//! Everything that is printed, by these rules:
//!
//! - Standard output carries the product alone (a token, a presentation, a verdict, a view, a key's public half), or
//!   with `--json` one object and nothing else. Everything said about it goes to standard error.
//! - An error is one line `error[code]: …`, then lines `hint: …` that say what to type.
//! - Colour only where a terminal reads, and never with `NO_COLOR` or `--color never`. Nothing depends on it.
//! - A reader that went away is not an error: the command ends quietly with the status it would have had. A disk that
//!   is full is one.
//! - No secret is printed. What looks like one is cut here as well, whatever let it come this far.

use std::io::{self, ErrorKind, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use depute::Code;
use serde_json::{Map, Value, json};

use crate::failure::{Failure, reason};

pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default().bold();

const SECRET_PREFIX: &str = "dptsk1_";

/// The two streams of one run.
pub(crate) struct Out {
    json: bool,
    remarks: Vec<String>,
    stdout: AutoStream<io::Stdout>,
    stderr: AutoStream<io::Stderr>,
}

impl Out {
    pub(crate) fn new(json: bool, color: ColorChoice) -> Out {
        Out {
            json,
            remarks: Vec::new(),
            stdout: AutoStream::new(io::stdout(), color),
            stderr: AutoStream::new(io::stderr(), color),
        }
    }

    /// Whether the product is wanted as one JSON object.
    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints the product: the text, or with `--json` the members as one object that begins with `"v": 1`.
    pub(crate) fn product(&mut self, text: &str, members: Value) -> Result<(), Failure> {
        if self.json {
            return self.object(members);
        }
        let written =
            writeln!(self.stdout, "{}", redact(text.trim_end_matches('\n'))).and_then(|()| self.stdout.flush());
        ended(written)
    }

    /// Says something beside the product; with `--json` its object carries it.
    pub(crate) fn remark(&mut self, text: &str) {
        if self.json {
            self.remarks.push(text.to_owned());
        } else {
            // A remark that cannot be said must not change what the command does.
            let _ = writeln!(self.stderr, "{}", redact(text));
        }
    }

    /// Says something that must be known whatever the form of the product.
    pub(crate) fn warning(&mut self, text: &str) {
        let _ = writeln!(self.stderr, "{CAUTION}warning{CAUTION:#}: {}", redact(text));
    }

    /// Tells the one error of a run.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        let code = failure.code();
        let more = [format!("`depute help {code}` says more")];
        let hints = if failure.hints().is_empty() { &more } else { failure.hints() };
        if self.json {
            let error = json!({"code": code.as_str(), "message": failure.message(), "hints": hints});
            if self.object(json!({"ok": false, "error": error, "exit": code.exit()})).is_ok() {
                return;
            }
            // Standard output is what failed.
        }
        let _ = writeln!(self.stderr, "{BAD}error[{code}]{BAD:#}: {}", line(failure.message()));
        if let Some(excerpt) = failure.excerpt() {
            let _ = writeln!(self.stderr, "{}", redact(excerpt));
        }
        for hint in hints {
            let _ = writeln!(self.stderr, "hint: {}", line(hint));
        }
    }

    fn object(&mut self, members: Value) -> Result<(), Failure> {
        let mut object = Map::new();
        object.insert("v".into(), 1.into());
        if let Value::Object(members) = members {
            object.extend(members);
        }
        if !self.remarks.is_empty() {
            object.insert("remarks".into(), std::mem::take(&mut self.remarks).into());
        }
        let text = Value::Object(object).to_string();
        ended(writeln!(self.stdout, "{}", redact(&text)).and_then(|()| self.stdout.flush()))
    }
}

fn ended(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(cause) if cause.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(Code::IoFailed, format!("cannot write to standard output: {}", reason(&cause))))
        }
        _ => Ok(()),
    }
}

/// A message on one line: what moves the cursor, hides or turns the text is escaped, since names of files and words that
/// were typed stand in it.
fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in redact(text).chars() {
        let hides = matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}');
        if c.is_control() || hides { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// A text that only somebody's token claims: in quotes, as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// How the body of every plain Ed25519 key in PKCS#8 PEM begins.
const PEM_PREFIX: &str = "MC4CAQAwBQYDK2VwBCIEI";

/// The text with the body of every secret key in it replaced.
pub(crate) fn redact(text: &str) -> String {
    let shown = cut_behind(text, SECRET_PREFIX, |c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    cut_behind(&shown, PEM_PREFIX, |c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
}

fn cut_behind(text: &str, prefix: &str, is_body: fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(prefix) {
        shown.push_str(before);
        shown.push_str(prefix);
        rest = after.trim_start_matches(is_body);
        if rest.len() < after.len() {
            shown.push('…');
        }
    }
    shown.push_str(rest);
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_cut_wherever_it_stands() {
        assert_eq!(redact("no secret"), "no secret");
        assert_eq!(redact("a `dptsk1_AbC-_9` and dptsk1_x"), "a `dptsk1_…` and dptsk1_…");
        assert_eq!(redact("begins with dptsk1_"), "begins with dptsk1_");
    }
}
