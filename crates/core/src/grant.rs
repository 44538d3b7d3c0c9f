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

/// A grant in the making, for a link: [`Mint::grant`](crate::Mint::grant) and [`Delegation::grant`](crate::Delegation::grant)
/// take it in.
impl Grant<'static> {
    /// One more clause; clauses are alternatives.
    pub fn allow(mut self, clause: &str) -> Result<Self, Malformed> {
        self.clauses.push(Clause::parse(clause)?);
        Ok(self)
    }

    /// One more budget, shared by everything below.
    pub fn budget(mut self, budget: &str) -> Result<Self, Malformed> {
        self.budgets.push(Budget::parse(budget)?);
        Ok(self)
    }

    /// Life in seconds, from the signing (or from `not_before`).
    pub fn expires_in(mut self, secs: u64) -> Self {
        self.ttl_secs = Some(secs);
        self.expires = None;
        self
    }

    /// The window's end, that second excluded.
    pub fn expires_at(mut self, time: UnixTime) -> Self {
        self.expires = Some(time);
        self.ttl_secs = None;
        self
    }

    /// The window's start.
    pub fn starts_at(mut self, time: UnixTime) -> Self {
        self.not_before = Some(time);
        self
    }

    /// How many links may follow: 0 to 15.
    pub fn may_follow(mut self, links: u64) -> Self {
        self.depth = Some(links);
        self
    }

    /// One more verifier that the link is meant for.
    pub fn audience(mut self, audience: &str) -> Result<Self, Malformed> {
        self.add_audience(Cow::Owned(audience.into()))?;
        Ok(self)
    }

    /// All that another grant states, on top of this: its clauses, budgets and audiences are added.
    pub fn and(mut self, other: Grant<'static>) -> Self {
        self.absorb(other);
        self
    }
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

    /// Life in seconds from the signing, where a text or a builder asks for one; a signed link has none, but an end.
    pub fn ttl_secs(&self) -> Option<u64> {
        self.ttl_secs
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_that_was_built_is_the_one_that_its_text_says() {
        let time = |text| UnixTime::parse(text).unwrap();
        let built = Grant::default()
            .allow("flights.search(..)")
            .and_then(|grant| grant.budget("calls <= 5"))
            .and_then(|grant| grant.audience("https://b.example"))
            .and_then(|grant| grant.audience("local"))
            .unwrap()
            .starts_at(time("2027-01-01T00:00:00Z"))
            .expires_in(60)
            .may_follow(2);
        let text = "allow flights.search(..)\nbudget calls <= 5\naud \"local\"\naud \"https://b.example\"\n\
                    from 2027-01-01T00:00:00Z\nttl 1m\ndepth 2";
        assert_eq!(built, Grant::parse(text).unwrap());
        assert_eq!((built.ttl_secs(), built.expires()), (Some(60), None));
        // The one takes the place of the other.
        let until = built.expires_at(time("2027-01-02T00:00:00Z"));
        assert_eq!((until.ttl_secs(), until.expires()), (None, Some(time("2027-01-02T00:00:00Z"))));
        let again = until.clone().expires_in(30);
        assert_eq!((again.ttl_secs(), again.expires()), (Some(30), None));
        let both = until.and(Grant::default().allow("flights.book(..)").unwrap().may_follow(1));
        assert_eq!((both.clauses().len(), both.budgets().len(), both.depth()), (2, 1, Some(1)));
        assert_eq!((both.not_before(), Grant::default().not_before()), (Some(time("2027-01-01T00:00:00Z")), None));
        assert_eq!((Grant::default().depth(), Grant::default().may_follow(0).depth()), (None, Some(0)));
        assert_eq!(both.clone().into_owned(), both);
    }

    #[test]
    fn a_grant_is_built_for_no_audience_that_no_reader_takes() {
        let audiences = |count: usize| {
            (0..count).try_fold(Grant::default(), |grant, number| grant.audience(&alloc::format!("a{number}")))
        };
        assert_eq!(audiences(limits::AUDIENCES).unwrap().audiences().count(), limits::AUDIENCES);
        assert_eq!(audiences(limits::AUDIENCES.saturating_add(1)).unwrap_err().code(), Code::LimitExceeded);
        assert_eq!(Grant::default().audience("").unwrap_err().code(), Code::ValueInvalid);
    }
}
