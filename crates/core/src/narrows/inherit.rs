//! An ancestor's limits as far as a child speaks of them; the rest is inherited.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::clause::{Arg, Args};
use crate::limit::{Limit, Limits};

/// What accepts no value: stands for an argument that a closed ancestor does not have.
pub(super) static NEVER: Limits<'static> = Limits::One(Limit::In(Vec::new()));

/// The ancestor's limits on what the child limits, and none on the rest.
///
/// Accepts every call that both accept. Whether an argument must be present is inherited too, so nothing is required.
pub(super) fn where_limited<'a>(ancestor: &Args<'a>, child: &Args<'a>) -> Args<'a> {
    let limited = child.entries.iter().filter(|arg| arg.limits != Limits::Any);
    let entries = limited.filter_map(|arg| {
        let limits = match ancestor.named(&arg.name) {
            Some(above) => limits_where_limited(&above.limits, &arg.limits),
            None if ancestor.open => return None,
            None => NEVER.clone(),
        };
        Some(Arg { name: arg.name.clone(), optional: true, limits })
    });
    Args { entries: entries.collect(), open: true }
}

fn limits_where_limited<'a>(ancestor: &Limits<'a>, child: &Limits<'a>) -> Limits<'a> {
    let (above, below) = match (ancestor, child) {
        (Limits::Any, _) | (_, Limits::Any) => return Limits::Any,
        (Limits::One(above), Limits::One(below)) => (above, below),
        _ => return ancestor.clone(),
    };
    Limits::One(match (above, below) {
        (Limit::Object(above), Limit::Object(below)) => Limit::Object(where_limited(above, below)),
        (Limit::Each(above), Limit::Each(below)) => Limit::Each(Box::new(limits_where_limited(above, below))),
        (Limit::Positions { items, open }, Limit::Each(below)) => Limit::Positions {
            items: items.iter().map(|above| limits_where_limited(above, below)).collect(),
            open: *open,
        },
        (Limit::Each(above), Limit::Positions { items, open }) if *open || !items.is_empty() => Limit::Positions {
            items: items.iter().map(|below| limits_where_limited(above, below)).collect(),
            open: true,
        },
        (Limit::Positions { items: above, open: more_above }, Limit::Positions { items: below, open: more_below }) => {
            // A child that ends its list speaks of the length; one that ends in `..` leaves what follows to be inherited.
            let longest = if *more_below { below.len() } else { above.len().max(below.len()) };
            let at = |place: usize| match (above.get(place), below.get(place)) {
                (Some(above), Some(below)) => limits_where_limited(above, below),
                (None, Some(_)) if !more_above => NEVER.clone(),
                _ => Limits::Any,
            };
            Limit::Positions { items: (0..longest).map(at).collect(), open: true }
        }
        _ => above.clone(),
    })
}
