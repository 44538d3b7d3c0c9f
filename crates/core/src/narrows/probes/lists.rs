//! Lists worth asking about.

use alloc::vec::Vec;

use super::super::accepts;
use super::super::lengths::Span;
use super::{fitting, probes};
use crate::limit::{Limit, Limits};
use crate::value::{Map, Value};

/// Elements of a list that is made to be of some length; a longer one is left unproven.
const ELEMENTS: u64 = 128;

/// Lists that fit as well as they can and differ in one element, then some that differ in their length.
pub(super) fn lists(asked: &Limits<'_>, others: &[&Limits<'_>]) -> Vec<Value> {
    let wanted = wanted(asked, others);
    let least = usize::try_from(Span::of_all(asked).least.min(ELEMENTS)).unwrap_or_default();
    let usual: Option<Vec<Value>> = match asked.shape() {
        Some(Limit::Positions { items, .. }) => (0..items.len()).map(|place| best(asked, others, place)).collect(),
        _ => Some(wanted.clone()),
    };
    let Some(usual) = usual else { return Vec::new() };
    let mut all: Vec<Vec<Value>> = [usual.clone()].into();
    match asked.shape() {
        Some(Limit::Positions { items, .. }) => {
            for (place, item) in items.iter().enumerate() {
                let choices = probes(item, &elements(others, place, false));
                all.extend(choices.into_iter().map(|choice| {
                    let at = |(at, value): (usize, &Value)| if at == place { choice.clone() } else { value.clone() };
                    usual.iter().enumerate().map(at).collect()
                }));
            }
        }
        Some(Limit::Each(element)) => {
            // What is asked for in one of them may stand in the one that is asked about, or behind it.
            let choices = probes(element, &elements(others, 0, true));
            let alone = choices.iter().chain(&wanted).map(|choice| [choice.clone()].into());
            all.extend(alone.collect::<Vec<_>>());
            if !wanted.is_empty() {
                all.extend(choices.iter().map(|choice| [choice.clone()].into_iter().chain(wanted.clone()).collect()));
            }
        }
        _ => {}
    }
    let mut lists: Vec<Vec<Value>> = all.into_iter().filter_map(|list| filled(list, least, asked, others)).collect();
    let named = others.iter().flat_map(|other| other.as_slice()).chain(asked.as_slice()).filter_map(named_length);
    for length in named.flat_map(|length| [length, length.saturating_add(1), length.saturating_sub(1)]) {
        lists.extend(filled(usual.clone(), length, asked, others));
    }
    lists.into_iter().map(Value::from).collect()
}

/// The list with fitting elements behind it, up to this length.
fn filled(mut list: Vec<Value>, length: usize, asked: &Limits<'_>, others: &[&Limits<'_>]) -> Option<Vec<Value>> {
    while list.len() < length {
        list.push(best(asked, others, list.len())?);
    }
    Some(list)
}

/// An element for this place that fits as well as it can.
fn best(asked: &Limits<'_>, others: &[&Limits<'_>], place: usize) -> Option<Value> {
    let (own, any) = match asked.shape() {
        Some(Limit::Each(element)) => (&**element, true),
        Some(Limit::Positions { items, .. }) => (items.get(place).unwrap_or(&Limits::Any), false),
        _ => return None,
    };
    let above = elements(others, place, any);
    fitting(&probes(own, &above), &above).cloned()
}

/// An element for each that a list must have, if the list's own elements can be such.
fn wanted(asked: &Limits<'_>, others: &[&Limits<'_>]) -> Vec<Value> {
    let Some(Limit::Each(element)) = asked.shape() else { return Vec::new() };
    let above = elements(others, 0, true);
    let all: Vec<&Limits<'_>> = above.iter().copied().chain([&**element]).collect();
    let usual = fitting(&probes(element, &above), &above).cloned();
    let has = asked.as_slice().iter().filter_map(|limit| if let Limit::Has(has) = limit { Some(&**has) } else { None });
    has.filter_map(|has| {
        let mut choices = probes(has, &all);
        let both: Vec<Value> = choices
            .iter()
            .filter_map(|choice| together(choice, usual.as_ref()?))
            .filter(|value| accepts(has, value))
            .collect();
        choices.extend(both);
        fitting(&choices, &all).cloned()
    })
    .collect()
}

/// An object with what either says, the first before the second.
fn together(one: &Value, other: &Value) -> Option<Value> {
    let (Value::Map(one), Value::Map(other)) = (one, other) else { return None };
    let more = other.iter().filter(|(name, _)| one.get(name).is_none());
    Map::from_entries(one.iter().chain(more).map(|(name, value)| (name, value.clone()))).ok().map(Value::Map)
}

/// A length that a limit names, if a list of it is worth making.
fn named_length(limit: &Limit<'_>) -> Option<usize> {
    match limit {
        Limit::Positions { items, .. } => Some(items.len()),
        Limit::Len(_, length) if *length < ELEMENTS => usize::try_from(*length).ok(),
        _ => None,
    }
}

/// What others say of the element at a place, or of any.
fn elements<'l, 'a>(others: &[&'l Limits<'a>], place: usize, any: bool) -> Vec<&'l Limits<'a>> {
    let mut all: Vec<&Limits<'a>> = Vec::new();
    for limit in others.iter().flat_map(|other| other.as_slice()) {
        match limit {
            Limit::Each(limits) | Limit::Has(limits) => all.push(limits),
            Limit::Positions { items, .. } if any => all.extend(items),
            Limit::Positions { items, .. } => all.extend(items.get(place)),
            _ => {}
        }
    }
    all
}
