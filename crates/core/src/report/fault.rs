//! Input that has no valid form, and the list of codes.

use alloc::string::{String, ToString};

use serde::Serialize;

use crate::error::{At, Code, Malformed};

/// What was wrong with an input, where, and often what to write instead. Made by [`Malformed::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MalformedReport<'f> {
    code: &'static str,
    message: String,
    hint: Option<&'f str>,
    link: Option<usize>,
    at: Option<Place>,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
enum Place {
    Byte { byte: usize },
    Column { line: usize, column: usize },
}

/// One code of the closed list. Made by [`Code::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CodeReport {
    code: &'static str,
    meaning: &'static str,
    fix: &'static str,
    exit: u8,
    http: u16,
}

impl Malformed {
    /// The fault as data. `message` is the whole sentence, its place included; `at` is an offset in bytes, `{"byte": 12}`, or
    /// a place in a text, `{"line": 1, "column": 7}`, both counted from 1.
    pub fn report(&self) -> MalformedReport<'_> {
        MalformedReport {
            code: self.code().as_str(),
            message: self.to_string(),
            hint: self.hint(),
            link: self.link(),
            at: self.at().map(Place::from),
        }
    }
}

impl Code {
    /// The code as data: what it says, what to do where nothing more exact is known, and the statuses that go with it.
    pub fn report(self) -> CodeReport {
        CodeReport {
            code: self.as_str(),
            meaning: self.meaning(),
            fix: self.advice(),
            exit: self.exit(),
            http: self.http(),
        }
    }
}

impl From<At> for Place {
    fn from(at: At) -> Place {
        match at {
            At::Byte(byte) => Place::Byte { byte },
            At::Column { line, column } => Place::Column { line, column },
        }
    }
}
