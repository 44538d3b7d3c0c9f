//! The clauses of one grant: alternatives of each other.

use alloc::vec::Vec;
use core::ops::Deref;

use crate::clause::Clause;

/// Any number of clauses. Most links have one, which then needs no memory of its own.
#[derive(Clone, Debug, Default)]
pub(crate) enum Clauses<'a> {
    #[default]
    None,
    One(Clause<'a>),
    Many(Vec<Clause<'a>>),
}

impl<'a> Clauses<'a> {
    /// No clause yet, with room for so many.
    pub(crate) fn with_capacity(count: usize) -> Clauses<'a> {
        if count > 1 { Clauses::Many(Vec::with_capacity(count)) } else { Clauses::None }
    }

    pub(crate) fn push(&mut self, clause: Clause<'a>) {
        match self {
            Clauses::None => *self = Clauses::One(clause),
            Clauses::Many(clauses) => clauses.push(clause),
            Clauses::One(_) => {
                if let Clauses::One(first) = core::mem::take(self) {
                    *self = Clauses::Many(alloc::vec![first, clause]);
                }
            }
        }
    }

    pub(crate) fn extend(&mut self, others: Clauses<'a>) {
        match others {
            Clauses::None => {}
            Clauses::One(clause) => self.push(clause),
            Clauses::Many(clauses) => clauses.into_iter().for_each(|clause| self.push(clause)),
        }
    }

    pub(crate) fn as_slice(&self) -> &[Clause<'a>] {
        match self {
            Clauses::None => &[],
            Clauses::One(clause) => core::slice::from_ref(clause),
            Clauses::Many(clauses) => clauses,
        }
    }

    pub(crate) fn into_owned(self) -> Clauses<'static> {
        match self {
            Clauses::None => Clauses::None,
            Clauses::One(clause) => Clauses::One(clause.into_owned()),
            Clauses::Many(clauses) => Clauses::Many(clauses.into_iter().map(Clause::into_owned).collect()),
        }
    }
}

impl<'a> Deref for Clauses<'a> {
    type Target = [Clause<'a>];

    fn deref(&self) -> &[Clause<'a>] {
        self.as_slice()
    }
}

impl PartialEq for Clauses<'_> {
    fn eq(&self, other: &Clauses<'_>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<'c, 'a> IntoIterator for &'c Clauses<'a> {
    type Item = &'c Clause<'a>;
    type IntoIter = core::slice::Iter<'c, Clause<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.as_slice().iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_alike_if_each_is_like_the_other_s_and_stay_so_when_owned() {
        let of = |texts: &[&str]| {
            let mut clauses = Clauses::default();
            texts.iter().for_each(|text| clauses.push(Clause::parse(text).unwrap()));
            clauses
        };
        let all: [&[&str]; 5] = [&[], &["a(..)"], &["b(..)"], &["a(..)", "b(..)"], &["b(..)", "a(..)"]];
        for (place, one) in all.iter().enumerate() {
            for (other_place, other) in all.iter().enumerate() {
                assert_eq!(of(one) == of(other), place == other_place, "{one:?} {other:?}");
            }
            assert_eq!(of(one).into_owned(), of(one));
        }
    }
}
