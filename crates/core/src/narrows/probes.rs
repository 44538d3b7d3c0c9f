//! Values worth asking about: those at the edges of limits, and just beyond.

mod lists;

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::accepts;
use super::covers::value_of;
use super::inherit::NEVER;
use super::work::{Work, cost, size};
use crate::clause::Args;
use crate::limit::{Bound, Limit, Limits, Scalar};
use crate::number::Number;
use crate::operator::date;
use crate::value::{Map, Value};

/// Values kept of one argument: more than a few limits have edges.
const PROBES: usize = 512;

/// Characters of a text that is made to be of some length; a longer one is left unproven.
const TEXT_CHARS: usize = 4096;

/// Values that `asked` accepts, at its own edges first, then at those of the others.
pub(super) fn probes(asked: &Limits<'_>, others: &[&Limits<'_>], work: &mut Work) -> Vec<Value> {
    if !work.take(1) {
        return Vec::new();
    }
    let mut values = match asked.shape() {
        None if *asked == Limits::Any => {
            let limiting = others.iter().filter(|other| ***other != Limits::Any);
            limiting.flat_map(|other| probes(other, &[], work)).chain([Value::from("x")]).collect()
        }
        Some(Limit::Object(args)) => objects(
            args,
            &within(others, |limit| match limit {
                Limit::Object(args) => Some(args),
                _ => None,
            }),
            work,
        ),
        Some(_) => lists::lists(asked, others, work),
        None => edges(asked, others, work),
    };
    // Each is also held against the others by whoever chooses among them.
    let trials = others.iter().fold(cost(asked), |trials, other| trials.saturating_add(cost(other)));
    values.retain(|value| work.take(size(value).saturating_mul(trials)) && accepts(asked, value));
    values.truncate(PROBES);
    values
}

/// The first of the values that the most of these accept.
pub(super) fn fitting<'v>(values: &'v [Value], limits: &[&Limits<'_>]) -> Option<&'v Value> {
    values.iter().rev().max_by_key(|value| limits.iter().filter(|limits| accepts(limits, value)).count())
}

/// The first of the values that the fewest of these accept.
fn unfitting<'v>(values: &'v [Value], limits: &[&Limits<'_>]) -> Option<&'v Value> {
    values.iter().min_by_key(|value| limits.iter().filter(|limits| accepts(limits, value)).count())
}

/// One object that fits as well as it can, then every one that differs from it in one member, then the worst.
fn objects(args: &Args<'_>, others: &[&Args<'_>], work: &mut Work) -> Vec<Value> {
    type Members = Vec<(Box<str>, Value)>;
    let mut usual: Members = Vec::new();
    let mut worst: Members = Vec::new();
    let mut choices: Members = Vec::new();
    for arg in &args.entries {
        let above: Vec<&Limits<'_>> = others
            .iter()
            .filter_map(|other| match other.named(&arg.name) {
                Some(above) => Some(&above.limits),
                None => (!other.open).then_some(&NEVER),
            })
            .collect();
        let values = probes(&arg.limits, &above, work);
        if !arg.optional {
            usual.extend(fitting(&values, &above).map(|value| (Box::from(&*arg.name), value.clone())));
        }
        worst.extend(unfitting(&values, &above).map(|value| (Box::from(&*arg.name), value.clone())));
        choices.extend(values.into_iter().map(|value| (Box::from(&*arg.name), value)));
    }
    let all: usize = usual.iter().map(|(_, value)| size(value)).sum();
    let choices = choices.into_iter().take_while(|(_, value)| work.make(all.saturating_add(size(value))));
    let varied = choices.map(|(name, value)| {
        let others = usual.iter().filter(|(other, _)| *other != name).cloned();
        others.chain([(name.clone(), value)]).collect()
    });
    let all = [usual.clone()].into_iter().chain(varied).take(PROBES.saturating_sub(1)).chain([worst]);
    all.filter_map(|members| Map::sorted(members).ok().map(Value::Map)).collect()
}

fn within<'l, 'a, T>(others: &[&'l Limits<'a>], shape: impl Fn(&'l Limit<'a>) -> Option<&'l T>) -> Vec<&'l T> {
    others.iter().flat_map(|other| other.as_slice()).filter_map(shape).collect()
}

/// Scalars at the bounds of `asked`, then of the others, and next to them.
fn edges(asked: &Limits<'_>, others: &[&Limits<'_>], work: &mut Work) -> Vec<Value> {
    let mut values = Vec::new();
    let mut numbers = Vec::new();
    let cost = cost(asked);
    for limit in asked.as_slice().iter().chain(others.iter().flat_map(|other| other.as_slice())) {
        if !work.make(cost) {
            break;
        }
        match limit {
            Limit::Equal(scalar) => add_scalar(scalar, &mut values, &mut numbers),
            Limit::In(scalars) => scalars.iter().for_each(|scalar| add_scalar(scalar, &mut values, &mut numbers)),
            Limit::Compare(_, Bound::Number(bound)) => add_scalar(&Scalar::Number(*bound), &mut values, &mut numbers),
            Limit::Compare(_, Bound::Date(bound)) => values.extend(dates_near(bound).into_iter().map(Value::from)),
            Limit::Under(base) => {
                let folder = base.strip_suffix('/').unwrap_or(base);
                values.extend([Value::from(&**base), format!("{folder}/x").into(), format!("{folder}/x/x").into()]);
            }
            Limit::Like(pattern) => values.extend(runs(asked).map(|run| Value::from(pattern.replace('*', &run)))),
            Limit::Within { base, .. } => {
                let folder = base.strip_suffix('/').unwrap_or(base);
                values.extend([format!("{folder}/x"), base.to_string(), format!("{base}?x")].map(Value::from));
            }
            Limit::At(domain) => values.push(format!("x@{domain}").into()),
            Limit::Cidr(network) => {
                values.extend(network.edges().into_iter().map(|address| Value::from(address.to_string())));
            }
            Limit::Len(_, length) => values.extend(texts_near(*length, asked).into_iter().map(Value::from)),
            Limit::Object(_) | Limit::Each(_) | Limit::Has(_) | Limit::Positions { .. } => {}
        }
    }
    numbers.sort_unstable();
    let between = numbers.windows(2).filter_map(|pair| match pair {
        [low, high] if low < high => Number::new(low.as_f64() + (high.as_f64() - low.as_f64()) / 2.0).ok(),
        _ => None,
    });
    let mut distinct: Vec<Value> = Vec::new();
    for value in values.into_iter().chain(between.map(Value::Number)) {
        let trials = size(&value).saturating_mul(cost);
        if distinct.len() < PROBES && work.take(trials) && accepts(asked, &value) && !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    distinct
}

/// A scalar, and its neighbours if it is a number.
fn add_scalar(scalar: &Scalar<'_>, values: &mut Vec<Value>, numbers: &mut Vec<Number>) {
    values.push(value_of(scalar));
    if let Scalar::Number(number) = scalar {
        numbers.push(*number);
        let near = [-1.0, 1.0].into_iter().filter_map(|step| Number::new(number.as_f64() + step).ok());
        values.extend(near.map(Value::Number));
    }
}

/// What stars may stand for: two letters in every order, and the letters of patterns that hold together.
fn runs(asked: &Limits<'_>) -> impl Iterator<Item = String> {
    let letters = asked.as_slice().iter().filter_map(|limit| match limit {
        Limit::Like(pattern) => Some(pattern.replace('*', "")),
        Limit::At(domain) => Some(format!("x@{domain}")),
        _ => None,
    });
    ["x", "", "y", "xy", "yx"].map(String::from).into_iter().chain(letters)
}

/// Texts of about this length that what else is asked may accept.
fn texts_near(length: u64, asked: &Limits<'_>) -> Vec<String> {
    let around = |limit: &Limit<'_>| match limit {
        Limit::At(domain) => Some((String::new(), format!("@{domain}"))),
        Limit::Under(base) | Limit::Within { base, .. } => {
            Some((format!("{}/", base.strip_suffix('/').unwrap_or(base)), String::new()))
        }
        Limit::Like(pattern) => {
            pattern.split_once('*').map(|(before, after)| (before.to_string(), after.replace('*', "")))
        }
        _ => None,
    };
    let (before, after) = asked.as_slice().iter().find_map(around).unwrap_or_default();
    let fixed = before.chars().count().saturating_add(after.chars().count());
    let near = [length, length.saturating_sub(1), length.saturating_add(1)];
    let wanted =
        near.into_iter().filter_map(|length| usize::try_from(length).ok().filter(|&length| length <= TEXT_CHARS));
    wanted.filter_map(|length| Some(format!("{before}{}{after}", "x".repeat(length.checked_sub(fixed)?)))).collect()
}

/// A date, the one before and the one after where the month or minute has them, and the first and last of its form.
fn dates_near(bound: &str) -> Vec<String> {
    let (at, ends) = match date::form(bound) {
        Some(date::Form::Instant) => (17, ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]),
        _ => (8, ["0000-01-01", "9999-12-31"]),
    };
    let parts = bound.get(..at).zip(bound.get(at..at.saturating_add(2))).zip(bound.get(at.saturating_add(2)..));
    let near = parts.into_iter().flat_map(|((before, digits), after)| {
        let number = digits.parse::<i8>().unwrap_or_default();
        [0, -1, 1].map(|step| format!("{before}{:02}{after}", number.saturating_add(step)))
    });
    near.chain(ends.map(String::from)).filter(|text| date::form(text).is_some()).collect()
}
