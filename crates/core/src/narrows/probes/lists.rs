//! Lists worth asking about.

use alloc::vec::Vec;

use super::super::accepts;
use super::super::lengths::Span;
use super::super::work::{Work, size};
use super::{PROBES, fitting, probes};
use crate::limit::{Limit, Limits};
use crate::limits;
use crate::value::{Map, Value};

/// Elements of a list that is made to be of some length; a longer one is left unproven.
const ELEMENTS: u64 = 128;

/// Lists that fit as well as they can and differ in one element, then some that differ in their length.
pub(super) fn lists(asked: &Limits<'_>, others: &[&Limits<'_>], work: &mut Work) -> Vec<Value> {
    let (items, each) = match asked.shape() {
        Some(Limit::Positions { items, .. }) => (items.as_slice(), None),
        Some(Limit::Each(element)) => (Default::default(), Some(&**element)),
        _ => return Vec::new(),
    };
    let limits = || others.iter().flat_map(|other| other.as_slice()).chain(asked.as_slice());
    // Beyond the last place that any of them names, all places are alike; to an `each` all are.
    let named = limits().map(|limit| if let Limit::Positions { items, .. } = limit { items.len() } else { 0 });
    let places = if each.is_some() { 0 } else { named.max().unwrap_or_default() };
    let mut choices: Vec<Vec<Value>> = Vec::new();
    let mut best: Vec<Value> = Vec::new();
    for place in 0..=places {
        let above = elements(others, each.is_none().then_some(place));
        let values = probes(each.or(items.get(place)).unwrap_or(&Limits::Any), &above, work);
        let Some(fits) = fitting(&values, &above) else { return Vec::new() };
        best.push(fits.clone());
        choices.push(values);
    }
    let wanted = each.map(|element| wanted(element, asked, others, &best, work)).unwrap_or_default();
    let usual: Vec<&Value> =
        if each.is_some() { wanted.iter().collect() } else { best.iter().take(items.len()).collect() };

    let mut all: Vec<Value> = Vec::new();
    let mut add = |list: &[&Value], length: usize| {
        if all.len() < PROBES {
            all.extend(filled(list, length, &best, work));
        }
    };
    let least = usize::try_from(Span::of_all(asked).least.min(ELEMENTS)).unwrap_or_default();
    add(&usual, least);
    if each.is_some() {
        // What is asked for in one of them may stand in the one that is asked about, or behind it.
        let choices = || choices.iter().flatten();
        choices().chain(&wanted).for_each(|choice| add(&[choice], least));
        if !wanted.is_empty() {
            let before = |choice| [choice].into_iter().chain(&wanted).collect::<Vec<&Value>>();
            choices().for_each(|choice| add(&before(choice), least));
        }
    }
    for (place, choices) in choices.iter().enumerate().take(items.len()) {
        let (before, after) = (usual.iter().take(place), usual.iter().skip(place.saturating_add(1)));
        let with =
            |choice| before.clone().copied().chain([choice]).chain(after.clone().copied()).collect::<Vec<&Value>>();
        choices.iter().for_each(|choice| add(&with(choice), least));
    }
    let mut lengths: Vec<usize> = limits().filter_map(named_length).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let near = lengths.iter().flat_map(|&length| [length, length.saturating_add(1), length.saturating_sub(1)]);
    near.for_each(|length| add(&usual, length));
    all
}

/// The list with fitting elements behind it, up to this length, if a call has room for it.
fn filled(list: &[&Value], length: usize, best: &[Value], work: &mut Work) -> Option<Value> {
    let more = (list.len()..length).map_while(|place| best.get(place).or(best.last()));
    let mut room = limits::ARGS_NODES;
    let mut whole: Vec<Value> = Vec::new();
    for element in list.iter().copied().chain(more) {
        let size = size(element);
        room = room.checked_sub(size)?;
        if !work.make(size) {
            return None;
        }
        whole.push(element.clone());
    }
    Some(whole.into())
}

/// An element for each that a list must have, if the list's own elements can be such.
fn wanted(
    element: &Limits<'_>,
    asked: &Limits<'_>,
    others: &[&Limits<'_>],
    best: &[Value],
    work: &mut Work,
) -> Vec<Value> {
    let mut all = elements(others, None);
    all.push(element);
    let has = asked.as_slice().iter().filter_map(|limit| if let Limit::Has(has) = limit { Some(&**has) } else { None });
    has.filter_map(|has| {
        let mut choices = probes(has, &all, work);
        let both: Vec<Value> = choices
            .iter()
            .filter_map(|choice| together(choice, best.first()?))
            .filter(|value| work.take(size(value)) && accepts(has, value))
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
fn elements<'l, 'a>(others: &[&'l Limits<'a>], place: Option<usize>) -> Vec<&'l Limits<'a>> {
    let mut all: Vec<&Limits<'a>> = Vec::new();
    for limit in others.iter().flat_map(|other| other.as_slice()) {
        match (limit, place) {
            (Limit::Each(limits) | Limit::Has(limits), _) => all.push(limits),
            (Limit::Positions { items, .. }, Some(place)) => all.extend(items.get(place)),
            (Limit::Positions { items, .. }, None) => all.extend(items),
            _ => {}
        }
    }
    all
}
