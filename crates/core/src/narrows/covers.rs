//! A table of what is certain: whether everything that one limit accepts, another accepts too. No is the default, and
//! means "not shown".

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::accepts;
use super::lengths::Span;
use crate::clause::Args;
use crate::limit::{Bound, Comparison, Limit, Limits, Scalar};
use crate::operator::{date, glob, path, url};
use crate::value::Value;

/// Whether every value that `inner` accepts is certainly one that `outer` accepts.
pub(crate) fn covers(outer: &Limits<'_>, inner: &Limits<'_>) -> bool {
    if let Some(values) = listed(inner) {
        return values.iter().filter(|value| accepts(inner, value)).all(|value| accepts(outer, value));
    }
    // Each limit above must be kept by some limit below; what the others below add can only help.
    let lengths = Span::of_all(inner);
    let has_length = inner.as_slice().iter().any(|inner| Span::of(inner).is_some());
    outer.as_slice().iter().all(|outer| match outer {
        Limit::Len(..) => has_length && Span::of(outer).is_some_and(|outer| outer.covers(lengths)),
        outer => inner.as_slice().iter().any(|inner| limit_covers(outer, inner, lengths)),
    })
}

/// All values that could pass, if the limits name them: `=`, `in`, `like` without a star, a network of one address.
pub(super) fn listed(limits: &Limits<'_>) -> Option<Vec<Value>> {
    limits.as_slice().iter().find_map(|limit| match limit {
        Limit::Equal(scalar) => Some([scalar].map(value_of).into()),
        Limit::In(scalars) => Some(scalars.iter().map(value_of).collect()),
        Limit::Like(pattern) if !pattern.contains('*') => Some([Value::from(&**pattern)].into()),
        Limit::Cidr(network) => network.only().map(|address| [Value::from(address.to_string())].into()),
        _ => None,
    })
}

pub(super) fn value_of(scalar: &Scalar<'_>) -> Value {
    match scalar {
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Number(number) => Value::Number(*number),
        Scalar::Text(text) => Value::from(&**text),
    }
}

/// Whether all that passes `inner`, and is of these lengths if it has one, passes `outer`.
fn limit_covers(outer: &Limit<'_>, inner: &Limit<'_>, lengths: Span) -> bool {
    match (outer, inner) {
        (Limit::Compare(outer, Bound::Number(from)), Limit::Compare(inner, Bound::Number(to))) => {
            reaches(*outer, *inner, to.cmp(from))
        }
        (Limit::Compare(outer, Bound::Date(from)), Limit::Compare(inner, Bound::Date(to))) => {
            date::form(from) == date::form(to) && reaches(*outer, *inner, to.cmp(from))
        }
        (Limit::Under(outer), Limit::Under(inner)) => path::covers(outer, inner),
        (Limit::Under(outer), Limit::Like(inner)) => stays_under(outer, inner),
        // A star of the inner pattern is, for the outer one, a letter that only a star takes: so it takes any run.
        (Limit::Like(outer), Limit::Like(inner)) => glob::like(outer, inner).is_ok(),
        // Every mail address has the pattern `*@` and its domain; an IP address and a date are one segment.
        (Limit::Like(outer), Limit::At(domain)) => glob::like(outer, &format!("*@{domain}")).is_ok(),
        (Limit::Like(outer), Limit::Cidr(_) | Limit::Compare(_, Bound::Date(_))) => &**outer == "*",
        (Limit::Within { base: outer, with_query }, Limit::Within { base: inner, with_query: has_query }) => {
            url::covers(outer, inner) && (*with_query || !has_query)
        }
        (Limit::At(outer), Limit::At(inner)) => outer == inner,
        (Limit::Cidr(outer), Limit::Cidr(inner)) => outer.covers(inner),
        (Limit::Object(outer), Limit::Object(inner)) => args_cover(outer, inner),
        (Limit::Has(outer), Limit::Has(inner) | Limit::Each(inner)) => covers(outer, inner),
        (Limit::Has(outer), Limit::Positions { items, .. }) => items.iter().any(|inner| covers(outer, inner)),
        (Limit::Each(outer), Limit::Each(inner)) => covers(outer, inner),
        (Limit::Each(outer), Limit::Positions { items, .. }) => {
            let all_named = lengths.most <= items.len() as u64;
            lengths.least > 0 && (all_named || **outer == Limits::Any) && items.iter().all(|inner| covers(outer, inner))
        }
        (Limit::Each(outer), Limit::Has(_)) => **outer == Limits::Any,
        (Limit::Positions { items, .. }, Limit::Each(_) | Limit::Positions { .. } | Limit::Has(_)) => {
            let below = |place| match inner {
                Limit::Each(inner) => &**inner,
                Limit::Positions { items, .. } => items.get(place).unwrap_or(&Limits::Any),
                _ => &Limits::Any,
            };
            Span::of(outer).is_some_and(|outer| outer.covers(lengths))
                && items.iter().enumerate().all(|(place, outer)| covers(outer, below(place)))
        }
        _ => false,
    }
}

/// Whether a comparison covers another whose bound stands in this order to its own.
fn reaches(outer: Comparison, inner: Comparison, order: core::cmp::Ordering) -> bool {
    match (outer, inner) {
        (Comparison::AtMost, Comparison::AtMost | Comparison::Below) | (Comparison::Below, Comparison::Below) => {
            order.is_le()
        }
        (Comparison::Below, Comparison::AtMost) => order.is_lt(),
        (Comparison::AtLeast, Comparison::AtLeast | Comparison::Above) | (Comparison::Above, Comparison::Above) => {
            order.is_ge()
        }
        (Comparison::Above, Comparison::AtLeast) => order.is_gt(),
        _ => false,
    }
}

/// Whether all that has the pattern is an absolute path at `base` or below: its whole segments before the first star are.
fn stays_under(base: &str, pattern: &str) -> bool {
    let fixed =
        pattern.split_once('*').map_or(pattern, |(fixed, _)| fixed.rsplit_once('/').map_or("", |(folder, _)| folder));
    pattern.starts_with('/') && path::covers(base, if fixed.is_empty() { "/" } else { fixed })
}

fn args_cover(outer: &Args<'_>, inner: &Args<'_>) -> bool {
    let kept = outer.entries.iter().all(|above| match inner.named(&above.name) {
        Some(below) => (above.optional || !below.optional) && covers(&above.limits, &below.limits),
        None => above.optional && (!inner.open || above.limits == Limits::Any),
    });
    let foreign = inner.open || inner.entries.iter().any(|below| outer.named(&below.name).is_none());
    kept && (outer.open || !foreign)
}
