//! Everything that is printed, by these rules:
//!
//! - Standard output carries the product alone (a token, a presentation, a verdict, a view, a key's public half), or
//!   with `--json` one object and nothing else. Everything said about it goes to standard error.
//! - An error is one line `error[code]: …`, then lines `hint: …` that say what to type.
//! - Colour only where a terminal reads, and never with `NO_COLOR` or `--color never`. Nothing depends on it.
//! - A reader that went away is not an error: the command ends quietly with the status it would have had. A disk that
//!   is full is one.
//! - No secret is printed, but by `key export --secret`. What looks like one is cut here as well, whatever let it come
//!   this far.

use std::io::{self, ErrorKind, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Effects, Style};
use depute::{Code, is_refused_code_point};
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::failure::{Failure, reason};
use crate::secret::redact;

pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const CAUTION: Style = AnsiColor::Yellow.on_default().bold();
/// What a link took away, and a limit that it added.
pub(crate) const TAKEN: Style = AnsiColor::Red.on_default();
pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
/// What only a token claims, and what is said about bytes beside them.
pub(crate) const DIM: Style = Style::new().effects(Effects::DIMMED);

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

    /// Prints a secret key that was asked for as one: the text, or with `--json` the members with it. The only way past the
    /// rule that no secret is printed.
    pub(crate) fn secret(&mut self, text: &str, members: Value) -> Result<(), Failure> {
        let line = match members {
            Value::Object(mut members) if self.json => {
                members.insert("secret".into(), text.into());
                Zeroizing::new(format!("{}\n", self.whole(Value::Object(members))))
            }
            _ => Zeroizing::new(format!("{}\n", text.trim_end_matches('\n'))),
        };
        ended(self.stdout.write_all(line.as_bytes()).and_then(|()| self.stdout.flush()))
    }

    /// Says something beside the product; with `--json` its object carries it.
    pub(crate) fn remark(&mut self, text: &str) {
        if self.json {
            self.remarks.push(plain(text));
        } else {
            // A remark that cannot be said must not change what the command does.
            let _ = writeln!(self.stderr, "{}", redact(text));
        }
    }

    /// Says something that must be known whatever the form of the product.
    pub(crate) fn warning(&mut self, text: &str) {
        let _ = writeln!(self.stderr, "{CAUTION}warning{CAUTION:#}: {}", redact(text));
    }

    /// Shows what a question is about, whatever the form of the product.
    pub(crate) fn show(&mut self, text: &str) {
        let _ = writeln!(self.stderr, "{}", redact(text));
    }

    /// Asks a question; the answer is typed on the same line.
    pub(crate) fn ask(&mut self, question: &str) {
        let _ = write!(self.stderr, "{question} ").and_then(|()| self.stderr.flush());
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
        let text = self.whole(members).to_string();
        ended(writeln!(self.stdout, "{}", redact(&text)).and_then(|()| self.stdout.flush()))
    }

    /// The one object of a run.
    fn whole(&mut self, members: Value) -> Value {
        let mut object = Map::new();
        object.insert("v".into(), 1.into());
        if let Value::Object(members) = members {
            object.extend(members);
        }
        if !self.remarks.is_empty() {
            object.insert("remarks".into(), std::mem::take(&mut self.remarks).into());
        }
        Value::Object(object)
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
pub(crate) fn line(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in redact(text).chars() {
        if is_refused_code_point(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// A text without its styles.
pub(crate) fn plain(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// A text in a style, which no space around it has.
pub(crate) fn styled(style: Style, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("{style}{text}{style:#}") }
}

/// A text that only somebody's token claims: in quotes, as JSON writes it.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
