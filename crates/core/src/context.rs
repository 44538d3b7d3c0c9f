//! Signed context: lines for people and logs. A claim of whoever signed the link, never evaluated by a grant.

use alloc::borrow::Cow;

use crate::armor;
use crate::codepoints;
use crate::error::{Code, Malformed};
use crate::limits;

/// What a link says about itself: one printable line each, at most 200 characters. Show it in quotes, as a claim.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Context<'a> {
    pub(crate) intent: Option<Cow<'a, str>>,
    pub(crate) agent: Option<Cow<'a, str>>,
    pub(crate) agent_type: Option<Cow<'a, str>>,
    /// Only in a root link, like the two below.
    pub(crate) task: Option<Cow<'a, str>>,
    pub(crate) organization: Option<Cow<'a, str>>,
    pub(crate) environment: Option<Cow<'a, str>>,
}

impl<'a> Context<'a> {
    /// What the holder is to do, in the issuer's words.
    pub fn intent(&self) -> Option<&str> {
        self.intent.as_deref()
    }

    /// The agent's name, in the issuer's words.
    pub fn agent(&self) -> Option<&str> {
        self.agent.as_deref()
    }

    /// The agent's type, such as `autonomous`, `supervised` or `ephemeral`.
    pub fn agent_type(&self) -> Option<&str> {
        self.agent_type.as_deref()
    }

    /// The task that the whole chain serves.
    pub fn task(&self) -> Option<&str> {
        self.task.as_deref()
    }

    /// The organization on whose behalf.
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// The environment, such as `production`.
    pub fn environment(&self) -> Option<&str> {
        self.environment.as_deref()
    }

    /// The lines in the order of their field numbers, 4 to 9.
    pub(crate) fn fields(&self) -> [(u64, Option<&Cow<'a, str>>); 6] {
        [
            (4, self.intent.as_ref()),
            (5, self.agent.as_ref()),
            (6, self.agent_type.as_ref()),
            (7, self.task.as_ref()),
            (8, self.organization.as_ref()),
            (9, self.environment.as_ref()),
        ]
    }

    pub(crate) fn into_owned(self) -> Context<'static> {
        let owned = |line: Option<Cow<'a, str>>| line.map(|line| Cow::Owned(line.into_owned()));
        Context {
            intent: owned(self.intent),
            agent: owned(self.agent),
            agent_type: owned(self.agent_type),
            task: owned(self.task),
            organization: owned(self.organization),
            environment: owned(self.environment),
        }
    }

    /// Where the line of this field number is kept.
    pub(crate) fn field(&mut self, number: i64) -> Option<&mut Option<Cow<'a, str>>> {
        match number {
            4 => Some(&mut self.intent),
            5 => Some(&mut self.agent),
            6 => Some(&mut self.agent_type),
            7 => Some(&mut self.task),
            8 => Some(&mut self.organization),
            9 => Some(&mut self.environment),
            _ => None,
        }
    }
}

/// A line of context, checked.
pub(crate) fn line(text: &str) -> Result<Option<Cow<'static, str>>, Malformed> {
    check_line(text)?;
    Ok(Some(Cow::Owned(text.into())))
}

/// Whether a text is one printable line of context.
pub(crate) fn check_line(line: &str) -> Result<(), Malformed> {
    if armor::has_secret(line) {
        return Err(armor::secret_inside("a line of context"));
    }
    if line.is_empty() {
        return Err(Malformed::new(Code::ValueInvalid, "a line of context that is empty"));
    }
    if line.len() > limits::STRING_BYTES || line.chars().count() > limits::CONTEXT_CHARS {
        return Err(Malformed::new(Code::LimitExceeded, "a line of context longer than 200 characters"));
    }
    match codepoints::first_refused(line) {
        None => Ok(()),
        Some(c) => {
            Err(Malformed::new(Code::CharacterRefused, alloc::format!("a line of context with U+{:04X}", c as u32)))
        }
    }
}
