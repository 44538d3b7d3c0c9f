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
    let limits = || others.iter().flat_map(|other| other.as_slice()).chain(asked.as_slice());
    // Beyond the last place that any of them names, all places are alike.
    let named = limits().map(|limit| if let Limit::Positions { items, .. } = limit { items.len() } else { 0 });
    let places = named.max().unwrap_or_default();
    let Some(best) = (0..=places).map(|place| best(asked, others, place)).collect::<Option<Vec<Value>>>() else {
        return Vec::new();
    };
    let wanted = wanted(asked, others);
    let mut all: Vec<Vec<Value>> = Vec::new();
    match asked.shape() {
        Some(Limit::Positions { items, .. }) => {
            let usual: Vec<Value> = best.iter().take(items.len()).cloned().collect();
            all.push(usual.clone());
            for (place, item) in items.iter().enumerate() {
                let choices = probes(item, &elements(others, place, false));
                all.extend(choices.into_iter().map(|choice| {
                    let at = |(at, value): (usize, &Value)| if at == place { choice.clone() } else { value.clone() };
                    usual.iter().enumerate().map(at).collect()
                }));
            }
        }
        Some(Limit::Each(element)) => {
            all.push(wanted.clone());
            // What is asked for in one of them may stand in the one that is asked about, or behind it.
            let choices = probes(element, &elements(others, 0, true));
            all.extend(choices.iter().chain(&wanted).map(|choice| [choice.clone()].into()));
            if !wanted.is_empty() {
                all.extend(choices.iter().map(|choice| [choice.clone()].into_iter().chain(wanted.clone()).collect()));
            }
        }
        _ => {}
    }
    let least = usize::try_from(Span::of_all(asked).least.min(ELEMENTS)).unwrap_or_default();
    let usual = all.first().cloned().unwrap_or_default();
    let mut lengths: Vec<usize> = limits().filter_map(named_length).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let near = lengths.iter().flat_map(|&length| [length, length.saturating_add(1), length.saturating_sub(1)]);
    let longer: Vec<Vec<Value>> = near.map(|length| filled(usual.clone(), length, &best)).collect();
    all.into_iter().map(|list| filled(list, least, &best)).chain(longer).map(Value::from).collect()
}

/// The list with fitting elements behind it, up to this length.
fn filled(mut list: Vec<Value>, length: usize, best: &[Value]) -> Vec<Value> {
    while list.len() < length {
        let Some(value) = best.get(list.len()).or(best.last()) else { break };
        list.push(value.clone());
    }
    list
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
