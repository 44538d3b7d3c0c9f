//! What is said of a grant for people: what a link took away, what is wide, what could not be shown.

use alloc::string::{String, ToString};

use serde::Serialize;

use crate::diff::Change;
use crate::narrows::Doubt;
use crate::remarks::Remark;

/// One thing that a link took away or narrowed. Made by [`Change::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChangeReport<'c> {
    text: String,
    before: Option<&'c str>,
    after: Option<&'c str>,
}

/// One thing worth a second look. Made by [`Remark::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RemarkReport<'r> {
    name: &'static str,
    text: &'r str,
}

/// What could be shown neither narrower nor wider. Made by [`Doubt::report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DoubtReport<'d> {
    link: usize,
    argument: Option<&'d str>,
    asked: &'d str,
}

impl Change {
    /// The change as data: `before` is null where there was no such limit, `after` where it was taken away.
    pub fn report(&self) -> ChangeReport<'_> {
        ChangeReport { text: self.to_string(), before: self.before.as_deref(), after: self.after.as_deref() }
    }
}

impl Remark {
    /// The remark as data: `name` is what it is switched off by.
    pub fn report(&self) -> RemarkReport<'_> {
        RemarkReport { name: self.kind.as_str(), text: &self.text }
    }
}

impl Doubt {
    /// The doubt as data: `link` is the one above, the root being 1.
    pub fn report(&self) -> DoubtReport<'_> {
        DoubtReport { link: self.link, argument: self.argument.as_deref(), asked: &self.asked }
    }
}
