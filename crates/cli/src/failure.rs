//! Why a command ended without doing what it was asked: a code, one line, and what to type instead.

use std::fmt::Display;
use std::io;
use std::path::Path;

use depute::{At, Code, Malformed};

/// One error, told once: `error[code]: message`, then its hints.
#[derive(Debug)]
pub(crate) struct Failure {
    code: Code,
    message: String,
    excerpt: Option<String>,
    hints: Vec<String>,
}

impl Failure {
    /// Lower case, no full stop.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), excerpt: None, hints: Vec::new() }
    }

    /// A command that was not understood.
    pub(crate) fn usage(message: impl Into<String>) -> Failure {
        Failure::new(Code::Usage, message)
    }

    /// A file that could not be read or written, by its name and the system's own reason.
    pub(crate) fn io(path: &Path, doing: &str, cause: &io::Error) -> Failure {
        Failure::new(Code::IoFailed, format!("cannot {doing} `{}`: {}", path.display(), reason(cause)))
    }

    /// The same, with one more thing to type.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hints.push(hint.into());
        self
    }

    /// The same, saying first where the fault lies.
    #[must_use]
    pub(crate) fn within(mut self, place: impl Display) -> Failure {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// A fault in a text that was typed: shows the line of it and the place.
    pub(crate) fn in_text(fault: Malformed, text: &str) -> Failure {
        let at = fault.at();
        let mut failure = Failure::from(fault);
        if let Some(At::Column { line, column }) = at
            && let Some(shown) = text.lines().nth(line.saturating_sub(1))
            && !shown.chars().any(char::is_control)
            && shown.chars().count() <= 200
        {
            let space = " ".repeat(column.saturating_sub(1));
            failure.excerpt = Some(format!("  {shown}\n  {space}^"));
        }
        failure
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    pub(crate) fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl From<Malformed> for Failure {
    fn from(fault: Malformed) -> Failure {
        let failure = Failure::new(fault.code(), fault.to_string());
        match fault.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

/// The system's reason without Rust's `(os error 13)`.
pub(crate) fn reason(cause: &io::Error) -> String {
    let text = cause.to_string();
    let end = text.find(" (os error").unwrap_or(text.len());
    text.get(..end).unwrap_or(&text).to_lowercase()
}
