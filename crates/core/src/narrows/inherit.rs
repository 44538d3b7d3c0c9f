//! An ancestor's limits as far as a child speaks of them; the rest is inherited.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use super::lengths::Span;
use crate::clause::{Arg, Args};
use crate::limit::{Limit, Limits};

/// What accepts no value: stands for an argument that a closed ancestor does not have.
pub(super) static NEVER: Limits<'static> = Limits::One(Limit::In(Vec::new()));

/// What is taken where no limit says exactly what an ancestor's comes to: one that refuses too little, so that what it
/// refuses is refused; or one that refuses too much, so that what it accepts is accepted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lean {
    ToAccept,
    ToRefuse,
}

/// The ancestor's limits on what the child limits, and none on the rest.
///
/// Accepts every call that both accept. Whether an argument must be present is inherited too, so nothing is required.
pub(super) fn where_limited<'a>(ancestor: &Args<'a>, child: &Args<'a>, lean: Lean) -> Args<'a> {
    let limited = child.entries.iter().filter(|arg| arg.limits != Limits::Any);
    let entries = limited.filter_map(|arg| {
        let limits = match ancestor.named(&arg.name) {
            Some(above) => limits_where_limited(&above.limits, &arg.limits, lean).into_owned(),
            None if ancestor.open => return None,
            None => NEVER.clone(),
        };
        Some(Arg { name: arg.name.clone(), optional: true, limits })
    });
    Args { entries: entries.collect(), open: true }
}

/// The same of one argument: the ancestor's limits themselves wherever nothing is taken off them.
pub(super) fn limits_where_limited<'l, 'a>(
    ancestor: &'l Limits<'a>,
    child: &Limits<'a>,
    lean: Lean,
) -> Cow<'l, Limits<'a>> {
    if *ancestor == Limits::Any || *child == Limits::Any {
        return Cow::Owned(Limits::Any);
    }
    if let (Limits::One(Limit::Object(above)), Limits::One(Limit::Object(below))) = (ancestor, child) {
        return Cow::Owned(Limits::One(Limit::Object(where_limited(above, below, lean))));
    }
    let Some(list) = List::of(child) else { return Cow::Borrowed(ancestor) };
    let whole = ancestor.as_slice();
    let room = Room::of(whole);
    let cut: Vec<Limit<'a>> = whole.iter().filter_map(|above| list.where_limited(above, &room, lean)).collect();
    Cow::Owned(match <[Limit<'a>; 1]>::try_from(cut) {
        Ok([one]) => Limits::One(one),
        Err(none) if none.is_empty() => Limits::Any,
        Err(several) => Limits::All(several),
    })
}

/// What a child says of a list: its elements, and whether its length. What it `has` limits no element, so that is left
/// to be inherited.
struct List<'l, 'a> {
    elements: Elements<'l, 'a>,
    states_length: bool,
}

enum Elements<'l, 'a> {
    Each(&'l Limits<'a>),
    /// The first ones in turn; `open`: nothing is said of those that follow.
    InTurn(&'l [Limits<'a>], Open),
}

type Open = bool;

/// How long an ancestor lets a list be, and how many elements it asks for.
struct Room {
    most: u64,
    wishes: u64,
}

impl Room {
    fn of(whole: &[Limit<'_>]) -> Room {
        Room {
            most: whole.iter().filter_map(Span::of).map(|span| span.most).min().unwrap_or(u64::MAX),
            wishes: whole.iter().filter(|limit| matches!(limit, Limit::Has(_))).count() as u64,
        }
    }
}

impl<'l, 'a> List<'l, 'a> {
    fn of(child: &'l Limits<'a>) -> Option<List<'l, 'a>> {
        let has_len = child.as_slice().iter().any(|limit| matches!(limit, Limit::Len(..)));
        match child.shape()? {
            Limit::Each(limits) => Some(List { elements: Elements::Each(limits), states_length: true }),
            Limit::Positions { items, open } => {
                Some(List { elements: Elements::InTurn(items, *open), states_length: has_len || !open })
            }
            _ => None,
        }
    }

    /// One limit of an ancestor that leaves this room.
    fn where_limited(&self, above: &Limit<'a>, room: &Room, lean: Lean) -> Option<Limit<'a>> {
        let Room { most, wishes } = *room;
        let cut = |above: &Limits<'a>, below: &Limits<'a>| limits_where_limited(above, below, lean).into_owned();
        let non_empty = || Limit::Each(Box::new(Limits::Any));
        Some(match (above, &self.elements) {
            // Elements of which the child says nothing may be those that are asked for, if there is room for them all.
            (Limit::Has(_), Elements::InTurn(items, _))
                if !self.states_length
                    && (items.len() as u64).saturating_add(if lean == Lean::ToAccept { 1 } else { wishes }) <= most =>
            {
                return None;
            }
            // One element cannot always be all that are asked for.
            (Limit::Has(_), _) if wishes > 1 && lean == Lean::ToRefuse => above.clone(),
            (Limit::Each(above), Elements::Each(below)) => Limit::Each(Box::new(cut(above, below))),
            (Limit::Has(above), Elements::Each(below)) => match cut(above, below) {
                Limits::Any => return None,
                limits => Limit::Has(Box::new(limits)),
            },
            (Limit::Positions { items, open }, Elements::Each(below)) => {
                Limit::Positions { items: items.iter().map(|above| cut(above, below)).collect(), open: *open }
            }
            (Limit::Each(_) | Limit::Has(_), Elements::InTurn([], _)) if self.states_length => non_empty(),
            (Limit::Each(above), Elements::InTurn(items, _)) => {
                Limit::Positions { items: items.iter().map(|below| cut(above, below)).collect(), open: true }
            }
            (Limit::Positions { items: above, open }, Elements::InTurn(below, _)) => {
                // A child that states the length speaks of it; one that ends in `..` leaves what follows to be inherited.
                let longest = if self.states_length { above.len().max(below.len()) } else { below.len() };
                let at = |place: usize| match (above.get(place), below.get(place)) {
                    (Some(above), Some(below)) => cut(above, below),
                    (None, Some(_)) if !open => NEVER.clone(),
                    _ => Limits::Any,
                };
                Limit::Positions { items: (0..longest).map(at).collect(), open: *open || !self.states_length }
            }
            (Limit::Len(..), Elements::InTurn(items, _)) if !self.states_length && items.len() as u64 <= most => {
                return None;
            }
            (Limit::Has(wanted), Elements::InTurn(items, open)) => {
                let cuts: Vec<Limits<'a>> = items.iter().map(|below| cut(wanted, below)).collect();
                match cuts.split_first() {
                    _ if cuts.contains(&Limits::Any) => return None,
                    Some((first, rest)) if !(*open && self.states_length) && rest.iter().all(|cut| cut == first) => {
                        Limit::Has(Box::new(first.clone()))
                    }
                    // One of several, each in its place, or one that may follow: no limit says that.
                    _ if lean == Lean::ToAccept => return None,
                    _ => above.clone(),
                }
            }
            _ => above.clone(),
        })
    }
}
