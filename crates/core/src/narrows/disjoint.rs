//! What is certain the other way round: that nothing passes two limits both. No is the default, and means "not shown".

use alloc::vec::Vec;

use super::accepts;
use super::covers::listed;
use super::lengths::Span;
use crate::clause::Args;
use crate::limit::{Bound, Comparison, Limit, Limits};
use crate::operator::{date, path, url};

/// Why nothing passes a child's limits and an ancestor's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Clash<'a> {
    /// Names of arguments, outermost first.
    pub(crate) path: Vec<&'a str>,
    pub(crate) kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Required above; the child neither names it nor ends in `..`.
    Unmentioned,
    /// Required by the child; the ancestor neither names it nor ends in `..`.
    NotGranted,
    /// No value passes both.
    Disjoint,
}

/// The first argument, in the order of names, that no call could satisfy for both.
pub(crate) fn clash<'a>(child: &'a Args<'_>, ancestor: &'a Args<'_>) -> Option<Clash<'a>> {
    let own = child.entries.iter().find_map(|arg| {
        let at = |kind| Some(Clash { path: [&*arg.name].into(), kind });
        match ancestor.named(&arg.name) {
            None if !arg.optional && !ancestor.open => at(Kind::NotGranted),
            Some(above) if !(arg.optional && above.optional) => match (&arg.limits, &above.limits) {
                (Limits::One(Limit::Object(below)), Limits::One(Limit::Object(above))) => {
                    let mut inside = clash(below, above)?;
                    inside.path.insert(0, &arg.name);
                    Some(inside)
                }
                (below, above) if disjoint(below, above) => at(Kind::Disjoint),
                _ => None,
            },
            _ => None,
        }
    });
    own.or_else(|| {
        let mut above = ancestor.entries.iter().filter(|arg| !arg.optional && !child.open);
        let unmentioned = above.find(|arg| child.named(&arg.name).is_none())?;
        Some(Clash { path: [&*unmentioned.name].into(), kind: Kind::Unmentioned })
    })
}

/// Whether certainly no value passes both.
pub(super) fn disjoint(one: &Limits<'_>, other: &Limits<'_>) -> bool {
    if let Some(values) = listed(one).or_else(|| listed(other)) {
        return !values.iter().any(|value| accepts(one, value) && accepts(other, value));
    }
    // A limit may also contradict another of its own side, or itself: `each in []`.
    let all = || one.as_slice().iter().chain(other.as_slice());
    all().enumerate().any(|(index, limit)| {
        let first = if may_contradict_itself(limit) { index } else { index.saturating_add(1) };
        all().skip(first).any(|other| limits_clash(limit, other))
    })
}

/// Whether a limit can be one that nothing passes: a shape of such limits, no length, or a domain that leaves no room for a
/// name before it. Lists of values were looked at before; any other limit has some value that passes it.
fn may_contradict_itself(limit: &Limit<'_>) -> bool {
    limit.is_shape() || matches!(limit, Limit::Has(_) | Limit::Len(..) | Limit::At(_))
}

fn limits_clash(one: &Limit<'_>, other: &Limit<'_>) -> bool {
    use Limit::{At, Cidr, Compare, Each, Has, Like, Object, Positions, Under, Within};
    if Span::of(one).zip(Span::of(other)).is_some_and(|(one, other)| one.is_apart(other)) {
        return true;
    }
    match (one, other) {
        (Compare(a, Bound::Number(from)), Compare(b, Bound::Number(to))) => part(*a, *b, from.cmp(to)),
        (Compare(a, Bound::Date(from)), Compare(b, Bound::Date(to))) => {
            date::form(from) != date::form(to) || part(*a, *b, from.cmp(to))
        }
        (Under(a), Under(b)) => !path::covers(a, b) && !path::covers(b, a),
        (Like(a), Like(b)) => segments_clash(a, b),
        // A path begins with `/`, a date has none.
        (Under(_), Compare(..)) | (Compare(..), Under(_)) => true,
        (Under(_), Like(pattern)) | (Like(pattern), Under(_)) => {
            !matches!(pattern.split_once('/'), Some(("" | "*", _)))
        }
        (Compare(..), Like(pattern)) | (Like(pattern), Compare(..)) if pattern.contains('/') => true,
        (Within { base: a, .. }, Within { base: b, .. }) => !url::covers(a, b) && !url::covers(b, a),
        (At(a), At(b)) => a != b,
        (Cidr(a), Cidr(b)) => !a.covers(b) && !b.covers(a),
        // A mail address and an IP address have no slash, and a URL has two side by side, which no path and no glob has.
        (At(_) | Cidr(_), Like(pattern)) | (Like(pattern), At(_) | Cidr(_)) => pattern.contains('/'),
        (Within { .. } | At(_) | Cidr(_), Within { .. } | At(_) | Cidr(_) | Under(_) | Like(_) | Compare(..))
        | (Under(_) | Like(_) | Compare(..), Within { .. } | At(_) | Cidr(_)) => true,
        (Object(a), Object(b)) => clash(a, b).is_some(),
        (Each(a), Has(b)) | (Has(b), Each(a)) => disjoint(a, b),
        // Asked once of each, where it meets itself: of every pair it would take time exponential in the nesting.
        (Has(a), Has(b)) => core::ptr::eq(&**a, &**b) && disjoint(a, a),
        (Positions { items, open: false }, Has(wanted)) | (Has(wanted), Positions { items, open: false }) => {
            items.iter().all(|item| disjoint(item, wanted))
        }
        (Each(a), Each(b)) => disjoint(a, b),
        (Each(each), Positions { items, open }) | (Positions { items, open }, Each(each)) => {
            (items.is_empty() && !open) || items.iter().any(|item| disjoint(each, item))
        }
        (Positions { items: a, open: more_a }, Positions { items: b, open: more_b }) => {
            (!more_a && b.len() > a.len())
                || (!more_b && a.len() > b.len())
                || a.iter().zip(b).any(|(a, b)| disjoint(a, b))
        }
        _ => matches!((kinds(one), kinds(other)), (Some(a), Some(b)) if a & b == 0),
    }
}

/// Whether two comparisons, whose bounds stand in this order, leave nothing between them.
fn part(one: Comparison, other: Comparison, order: core::cmp::Ordering) -> bool {
    use Comparison::{Above, AtLeast, AtMost, Below};
    match (one, other) {
        (AtMost, AtLeast) => order.is_lt(),
        (AtMost | Below, AtLeast | Above) => order.is_le(),
        (AtLeast, AtMost) => order.is_gt(),
        (AtLeast | Above, AtMost | Below) => order.is_ge(),
        _ => false,
    }
}

/// Whether two patterns differ in how many segments they have, or in one that neither leaves open.
fn segments_clash(one: &str, other: &str) -> bool {
    let segments = one.split('/').zip(other.split('/'));
    one.split('/').count() != other.split('/').count()
        || segments.into_iter().any(|(a, b)| !a.contains('*') && !b.contains('*') && a != b)
}

const NUMBER: u8 = 1;
const TEXT: u8 = 2;
const OBJECT: u8 = 4;
const LIST: u8 = 8;

/// The types of values that a limit speaks of; `=` and `in` may speak of any.
fn kinds(limit: &Limit<'_>) -> Option<u8> {
    match limit {
        Limit::Equal(_) | Limit::In(_) => None,
        Limit::Compare(_, Bound::Number(_)) => Some(NUMBER),
        Limit::Compare(_, Bound::Date(_)) | Limit::Under(_) | Limit::Like(_) => Some(TEXT),
        Limit::Within { .. } | Limit::At(_) | Limit::Cidr(_) => Some(TEXT),
        Limit::Len(..) => Some(TEXT | LIST),
        Limit::Object(_) => Some(OBJECT),
        Limit::Each(_) | Limit::Has(_) | Limit::Positions { .. } => Some(LIST),
    }
}
