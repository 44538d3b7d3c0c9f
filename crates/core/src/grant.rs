//! A grant: all that one link allows.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::armor;
use crate::budget::Budget;
use crate::cbor::{Reader, Writer};
use crate::clause::Clause;
use crate::clauses::Clauses;
use crate::codepoints;
use crate::error::{Code, Malformed};
use crate::limit::Scope;
use crate::limits;
use crate::time::UnixTime;

/// What a link allows: clauses (alternatives of each other), a window, a depth, audiences and budgets.
///
/// Links are conjunctions: a call must pass every link of its chain. Only window, depth and audiences inherit when they
/// are left out; clauses never do, and a grant without one cannot be signed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Grant<'a> {
    pub(crate) clauses: Clauses<'a>,
    /// How many links may follow.
    pub(crate) depth: Option<u64>,
    pub(crate) budgets: Vec<Budget<'a>>,
    /// Ascending; none: as the parent.
    pub(crate) audiences: Vec<Cow<'a, str>>,
    pub(crate) not_before: Option<UnixTime>,
    pub(crate) expires: Option<UnixTime>,
    /// Life in seconds, as asked for: becomes `expires` when it is signed, and is never on the wire.
    pub(crate) ttl_secs: Option<u64>,
}

impl<'a> Grant<'a> {
    /// The clauses.
    pub fn clauses(&self) -> &[Clause<'a>] {
        &self.clauses
    }

    /// How many links may follow; `None`: as many as above, less one (none at all in a root link).
    pub fn depth(&self) -> Option<u64> {
        self.depth
    }

    /// The budgets.
    pub fn budgets(&self) -> &[Budget<'a>] {
        &self.budgets
    }

    /// The audiences; none: as the parent.
    pub fn audiences(&self) -> impl Iterator<Item = &str> {
        self.audiences.iter().map(|audience| &**audience)
    }

    /// From when it holds; `None`: as the parent (from its issue, in a root link).
    pub fn not_before(&self) -> Option<UnixTime> {
        self.not_before
    }

    /// Until when it holds, this second excluded; `None`: as the parent.
    pub fn expires(&self) -> Option<UnixTime> {
        self.expires
    }

    /// Takes in what another grant states: clauses, budgets and audiences are added, the rest is replaced where it states
    /// something.
    pub(crate) fn absorb(&mut self, other: Grant<'a>) {
        self.clauses.extend(other.clauses);
        self.budgets.extend(other.budgets);
        other.audiences.into_iter().for_each(|audience| self.insert_audience(audience));
        self.depth = other.depth.or(self.depth);
        self.not_before = other.not_before.or(self.not_before);
        self.expires = other.expires.or(self.expires);
        self.ttl_secs = other.ttl_secs.or(self.ttl_secs);
    }

    /// The same grant, with texts of its own.
    pub fn into_owned(self) -> Grant<'static> {
        Grant {
            clauses: self.clauses.into_owned(),
            depth: self.depth,
            budgets: self.budgets.into_iter().map(Budget::into_owned).collect(),
            audiences: self.audiences.into_iter().map(|audience| Cow::Owned(audience.into_owned())).collect(),
            not_before: self.not_before,
            expires: self.expires,
            ttl_secs: self.ttl_secs,
        }
    }

    /// Reads `aud`: a text when it is one, an array when there are several, ascending.
    pub(crate) fn decode_audiences(&mut self, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        if reader.next_is_text() {
            self.audiences.push(Cow::Borrowed(decode_audience(reader)?));
            return Ok(());
        }
        let start = reader.clone();
        let count = reader.array()?;
        if count < 2 {
            return Err(start.fault(Code::ValueInvalid, "one audience is written as a text, without a list around it"));
        }
        if count > limits::AUDIENCES {
            return Err(start.fault(Code::LimitExceeded, "more than 8 audiences"));
        }
        for _ in 0..count {
            let at = reader.clone();
            let audience = decode_audience(reader)?;
            match self.audiences.last().map(|last| (last.len(), &**last).cmp(&(audience.len(), audience))) {
                Some(core::cmp::Ordering::Equal) => {
                    return Err(at.fault(Code::DuplicateItem, "an audience for the second time"));
                }
                Some(core::cmp::Ordering::Greater) => {
                    return Err(at.fault(Code::ValueInvalid, "audiences that do not ascend"));
                }
                _ => self.audiences.push(Cow::Borrowed(audience)),
            }
        }
        Ok(())
    }

    pub(crate) fn encode_audiences(&self, writer: &mut Writer) {
        match &self.audiences[..] {
            [one] => drop(writer.text(one)),
            several => {
                writer.array(several.len());
                for audience in several {
                    writer.text(audience);
                }
            }
        }
    }

    /// Adds an audience in its place; twice is once.
    pub(crate) fn add_audience(&mut self, audience: Cow<'a, str>) -> Result<(), Malformed> {
        check_audience(&audience)?;
        self.insert_audience(audience);
        if self.audiences.len() > limits::AUDIENCES {
            return Err(Malformed::new(Code::LimitExceeded, "more than 8 audiences"));
        }
        Ok(())
    }

    fn insert_audience(&mut self, audience: Cow<'a, str>) {
        if let Err(place) =
            self.audiences.binary_search_by(|one| (one.len(), &**one).cmp(&(audience.len(), &*audience)))
        {
            self.audiences.insert(place, audience);
        }
    }

    pub(crate) fn decode_clauses(&mut self, reader: &mut Reader<'a>) -> Result<(), Malformed> {
        let start = reader.clone();
        let count = reader.array()?;
        if count == 0 {
            return Err(start.fault(Code::GrantEmpty, "a link without a clause"));
        }
        if count > limits::CLAUSES {
            return Err(start.fault(Code::LimitExceeded, "more than 32 clauses in a link"));
        }
        let mut scope = Scope::new();
        self.clauses = Clauses::with_capacity(count);
        for _ in 0..count {
            let at = reader.clone();
            let clause = Clause::decode(reader, &mut scope)?;
            if self.clauses.contains(&clause) {
                return Err(at.fault(Code::DuplicateItem, "a clause for the second time"));
            }
            self.clauses.push(clause);
        }
        Ok(())
    }

    pub(crate) fn decode_budgets(&mut self, reader: &mut Reader<'a>, is_root: bool) -> Result<(), Malformed> {
        let start = reader.clone();
        let count = reader.array()?;
        if count == 0 {
            return Err(start.fault(Code::ValueInvalid, "a list of budgets that is empty"));
        }
        if count > limits::BUDGETS {
            return Err(start.fault(Code::LimitExceeded, "more than 8 budgets in a link"));
        }
        for _ in 0..count {
            let at = reader.clone();
            let budget = Budget::decode(reader, is_root)?;
            if self.budgets.contains(&budget) {
                return Err(at.fault(Code::DuplicateItem, "a budget for the second time"));
            }
            self.budgets.push(budget);
        }
        Ok(())
    }
}

fn decode_audience<'a>(reader: &mut Reader<'a>) -> Result<&'a str, Malformed> {
    let at = reader.clone();
    let audience = reader.text()?;
    check_audience(audience).map_err(|fault| fault.with_byte(at.position()))?;
    Ok(audience)
}

/// Whether a text can be an audience: not empty, at most 256 bytes, nothing invisible. Compared byte for byte.
pub(crate) fn check_audience(audience: &str) -> Result<(), Malformed> {
    if armor::has_secret(audience) {
        return Err(armor::secret_inside("an audience"));
    }
    if audience.is_empty() {
        return Err(Malformed::new(Code::ValueInvalid, "an audience that is empty"));
    }
    if audience.len() > limits::AUDIENCE_BYTES {
        return Err(Malformed::new(Code::LimitExceeded, "an audience longer than 256 bytes"));
    }
    match codepoints::first_refused(audience) {
        None => Ok(()),
        Some(c) => Err(Malformed::new(Code::CharacterRefused, alloc::format!("an audience with U+{:04X}", c as u32))),
    }
}
