//! Whom an authority speaks for: names, each exact or by a limit on what the name may be.
//!
//! A text that begins as a limit does is one, and any other is an exact name, so that a list of names reads as such:
//!
//! ```text
//! alice@acme.example        this name
//! at "acme.example"         every mail address at this domain
//! like "svc-*"              every name of this pattern
//! = "like \"x\""            this name, which looks like a limit
//! ```
//!
//! Source: `spec/verify.md`, "Trust".

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::armor;
use crate::error::{Code, Malformed};
use crate::grammar::Quoted;
use crate::json;
use crate::link;
use crate::operator::{glob, mail};
use crate::value::Value;

/// The names that an entry speaks for; none: for its own keys alone.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Subjects(Vec<Named>);

/// One name, or a limit on names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Named {
    Exactly(String),
    /// A domain.
    At(String),
    /// A pattern.
    Like(String),
}

impl Subjects {
    pub(crate) fn push(&mut self, named: Named) {
        self.0.push(named);
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Named> {
        self.0.iter()
    }

    /// Whether a root link may name this authorizer; `None`: nobody but its own key.
    pub(crate) fn allow(&self, subject: Option<&str>) -> bool {
        match subject {
            None => self.0.is_empty(),
            Some(subject) => self.0.iter().any(|named| named.allows(subject)),
        }
    }
}

impl Named {
    pub(crate) fn exactly(name: String) -> Result<Named, Malformed> {
        link::check_subject(&name)?;
        Ok(Named::Exactly(name))
    }

    pub(crate) fn at(domain: String) -> Result<Named, Malformed> {
        check_no_secret(&domain)?;
        if mail::is_clean_domain(&domain) {
            Ok(Named::At(domain))
        } else {
            Err(Malformed::new(Code::ValueInvalid, "`at` takes one domain in lower case"))
        }
    }

    pub(crate) fn like(pattern: String) -> Result<Named, Malformed> {
        check_no_secret(&pattern)?;
        match glob::fault(&pattern) {
            None => Ok(Named::Like(pattern)),
            Some((code, detail)) => Err(Malformed::new(code, detail)),
        }
    }

    /// A name as trust is written: a limit if the text begins as one, else exactly this name.
    pub(crate) fn parse(text: &str) -> Result<Named, Malformed> {
        if let Some(operand) = operand(text, "= ") {
            return Named::exactly(operand?);
        }
        // As in a grant text: an operand that its operator cannot have is a fault of the text.
        let fault_of_text = |fault: Malformed| match fault.code() {
            Code::ValueInvalid => Malformed::new(Code::GrantSyntax, String::from(fault.detail())),
            _ => fault,
        };
        if let Some(operand) = operand(text, "at ") {
            return Named::at(operand?).map_err(fault_of_text);
        }
        if let Some(operand) = operand(text, "like ") {
            return Named::like(operand?).map_err(fault_of_text);
        }
        Named::exactly(text.into())
    }

    /// A name that a limit cannot read without doubt is not allowed by it.
    fn allows(&self, subject: &str) -> bool {
        match self {
            Named::Exactly(name) => name == subject,
            Named::At(domain) => mail::at(domain, subject).is_ok(),
            Named::Like(pattern) => glob::like(pattern, subject).is_ok(),
        }
    }
}

impl fmt::Display for Named {
    /// The text that reads back as the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Named::Exactly(name) if ["= \"", "at \"", "like \""].iter().any(|limit| name.starts_with(limit)) => {
                write!(f, "= {}", Quoted(name))
            }
            Named::Exactly(name) => f.write_str(name),
            Named::At(domain) => write!(f, "at {}", Quoted(domain)),
            Named::Like(pattern) => write!(f, "like {}", Quoted(pattern)),
        }
    }
}

/// The text in quotes behind a limit's word, if the text begins with that word and a quote.
fn operand(text: &str, word: &str) -> Option<Result<String, Malformed>> {
    let quoted = text.strip_prefix(word).filter(|rest| rest.starts_with('"'))?;
    Some(match json::parse(quoted) {
        // JSON's reader takes white space behind a value, which here would be a second spelling.
        Ok(Value::Text(operand)) if quoted.ends_with('"') => Ok(operand.into()),
        _ => Err(Malformed::new(Code::GrantSyntax, "a limit on names that does not end with its text in quotes")
            .with_hint("write `at \"acme.example\"`, `like \"svc-*\"`, or a name that looks so as `= \"…\"`")),
    })
}

fn check_no_secret(text: &str) -> Result<(), Malformed> {
    if armor::has_secret(text) { Err(armor::secret_inside("a limit on names")) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
