//! What a clause means: whether it accepts a call, and if not, at which argument and why.
//!
//! Total, typed, without coercion or defaults: another type does not match, an ambiguous spelling does not match, and
//! an argument that nobody mentioned does not match unless the clause ends in `..`. Linear in the size of the
//! arguments times the limits of the clause. Source: `spec/grant.md`, "What a clause accepts".
//!
//! There are two roads to one answer: [`accepts`] says yes or no, as fast as it can, and [`check`] says why not, once, of
//! the clause that is explained. A test holds them to each other.

// A fault is as large as its place; it is made for the one clause that is explained.
#![allow(clippy::result_large_err)]

mod accepts;

pub(crate) use accepts::accepts;

use crate::call::Call;
use crate::clause::{Args, Clause};
use crate::error::Code;
use crate::limit::{Bound, Comparison, Limit, Limits, Measure, Scalar};
use crate::operator::{Miss, cidr, date, glob, mail, path, url};
use crate::value::{Map, Value};

/// Why a clause does not accept a call whose action it matches.
#[derive(Clone, Debug)]
pub(crate) struct Fault<'a> {
    pub(crate) code: Code,
    /// Where in the arguments, outermost first.
    pub(crate) place: Place<'a>,
    /// What stands there; `None` if nothing does.
    pub(crate) value: Option<&'a Value>,
    /// The limit that it does not pass; `None` if the clause does not mention the argument.
    pub(crate) limit: Option<&'a Limit<'a>>,
}

/// A place in the arguments, such as `opts.tags[2]`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place<'a> {
    steps: [Option<Step<'a>>; PLACE_DEPTH],
    depth: usize,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

/// A clause looks at most this deep: an argument's name, and one step for each shape that may nest.
const PLACE_DEPTH: usize = crate::limits::GRANT_DEPTH + 1;

/// Whether the clause accepts the call. The action is looked at first; of several faults in the arguments the first one
/// counts, in the order of the encoded names, depth first.
pub(crate) fn check<'a>(clause: &'a Clause<'a>, call: &'a Call) -> Result<(), Fault<'a>> {
    let mut place = Place::default();
    let fault = |code, place, value| Fault { code, place, value, limit: None };
    if !clause.action.matches(call.action()) {
        return Err(fault(Code::ActionNotGranted, place, None));
    }
    check_args(&clause.args, call.args(), &mut place)
}

impl<'a> Place<'a> {
    /// The steps, outermost first.
    pub(crate) fn steps(&self) -> impl Iterator<Item = Step<'a>> + '_ {
        self.steps.iter().take(self.depth).flatten().copied()
    }

    /// The argument's name, if the place is an argument and nothing within it.
    pub(crate) fn only_name(&self) -> Option<&'a str> {
        match (self.depth, self.steps.first()) {
            (1, Some(Some(Step::Name(name)))) => Some(name),
            _ => None,
        }
    }

    fn enter(&mut self, step: Step<'a>) {
        if let Some(place) = self.steps.get_mut(self.depth) {
            *place = Some(step);
        }
        self.depth = self.depth.saturating_add(1);
    }

    fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Both lists ascend by the same order, so one pass over the two finds each name's partner.
fn check_args<'a>(args: &'a Args<'a>, values: &'a Map, place: &mut Place<'a>) -> Result<(), Fault<'a>> {
    let mut limits = args.entries.iter().peekable();
    let mut values = values.iter().peekable();
    loop {
        let order = match (limits.peek(), values.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => core::cmp::Ordering::Less,
            (None, Some(_)) => core::cmp::Ordering::Greater,
            (Some(arg), Some((name, _))) => (arg.name.len(), arg.name.as_bytes()).cmp(&(name.len(), name.as_bytes())),
        };
        let arg = if order.is_le() { limits.next() } else { None };
        let value = if order.is_ge() { values.next() } else { None };
        match (arg, value) {
            (Some(arg), Some((name, value))) => {
                place.enter(Step::Name(name));
                check_limits(&arg.limits, value, place)?;
                place.leave();
            }
            (Some(arg), None) if !arg.optional => {
                place.enter(Step::Name(&arg.name));
                return Err(Fault {
                    code: Code::ArgMissing,
                    place: *place,
                    value: None,
                    limit: arg.limits.as_slice().first(),
                });
            }
            (None, Some((name, value))) if !args.open => {
                place.enter(Step::Name(name));
                return Err(Fault { code: Code::ArgNotGranted, place: *place, value: Some(value), limit: None });
            }
            _ => {}
        }
    }
}

/// Whether a value passes all of these limits.
pub(crate) fn check_limits<'a>(
    limits: &'a Limits<'a>,
    value: &'a Value,
    place: &mut Place<'a>,
) -> Result<(), Fault<'a>> {
    limits.as_slice().iter().try_for_each(|limit| check_limit(limit, value, place))
}

fn check_limit<'a>(limit: &'a Limit<'a>, value: &'a Value, place: &mut Place<'a>) -> Result<(), Fault<'a>> {
    let verdict = match (limit, value) {
        (Limit::Object(args), Value::Map(values)) => return check_args(args, values, place),
        (Limit::Each(_), Value::List(elements)) if elements.is_empty() => Err(Code::ListMismatch),
        (Limit::Each(limits), Value::List(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                place.enter(Step::Index(index));
                check_limits(limits, element, place)?;
                place.leave();
            }
            Ok(())
        }
        (Limit::Positions { items, open }, Value::List(elements)) => {
            for (index, (limits, element)) in items.iter().zip(elements).enumerate() {
                place.enter(Step::Index(index));
                check_limits(limits, element, place)?;
                place.leave();
            }
            if elements.len() < items.len() || (elements.len() > items.len() && !open) {
                Err(Code::ListMismatch)
            } else {
                Ok(())
            }
        }
        (Limit::Equal(scalar), _) => verdict(equals(scalar, value), kind_of(scalar, value), Code::ArgNotEqual),
        (Limit::In(scalars), _) => verdict(
            scalars.iter().any(|scalar| equals(scalar, value)),
            scalars.is_empty() || scalars.iter().any(|scalar| kind_of(scalar, value)),
            Code::ArgNotInList,
        ),
        (Limit::Compare(comparison, Bound::Number(bound)), Value::Number(number)) => {
            compare(*comparison, number.as_f64().total_cmp(&bound.as_f64()))
        }
        (Limit::Compare(comparison, Bound::Date(bound)), Value::Text(text)) => {
            match (date::form(text), date::form(bound)) {
                (Some(form), Some(bound_form)) if form == bound_form => {
                    compare(*comparison, text.as_bytes().cmp(bound.as_bytes()))
                }
                _ => Err(Code::ArgAmbiguous),
            }
        }
        (Limit::Under(base), Value::Text(text)) => missed(path::under(base, text), Code::ArgOutsidePath),
        (Limit::Like(pattern), Value::Text(text)) => missed(glob::like(pattern, text), Code::ArgNotLike),
        (Limit::Within { base, with_query }, Value::Text(text)) => {
            missed(url::within(base, *with_query, text), Code::ArgOutsideUrl)
        }
        (Limit::At(domain), Value::Text(text)) => missed(mail::at(domain, text), Code::ArgOutsideDomain),
        (Limit::Cidr(network), Value::Text(text)) => missed(cidr::cidr(network, text), Code::ArgOutsideNetwork),
        (Limit::Len(measure, bound), _) => match length(value) {
            Some(length) => measured(*measure, (length as u64).cmp(bound)),
            None => Err(Code::ArgWrongType),
        },
        (Limit::Has(limits), Value::List(elements)) => {
            let depth = place.depth;
            let has = elements.iter().any(|element| {
                let passes = check_limits(limits, element, place).is_ok();
                // What did not pass stands where it failed.
                place.depth = depth;
                passes
            });
            if has { Ok(()) } else { Err(Code::ListMismatch) }
        }
        _ => Err(Code::ArgWrongType),
    };
    verdict.map_err(|code| Fault { code, place: *place, value: Some(value), limit: Some(limit) })
}

/// How many code points a text has, or elements a list.
pub(crate) fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Text(text) => Some(text.chars().count()),
        Value::List(elements) => Some(elements.len()),
        _ => None,
    }
}

fn measured(measure: Measure, order: core::cmp::Ordering) -> Result<(), Code> {
    let result = match measure {
        Measure::Exactly if order.is_gt() => Err(Code::ArgAboveLimit),
        Measure::Exactly if order.is_lt() => Err(Code::ArgBelowLimit),
        Measure::Exactly => Ok(()),
        Measure::Compared(comparison) => compare(comparison, order),
    };
    result.map_err(|code| if code == Code::ArgAboveLimit { Code::ArgTooLong } else { Code::ArgTooShort })
}

fn verdict(accepted: bool, same_type: bool, code: Code) -> Result<(), Code> {
    match (accepted, same_type) {
        (true, _) => Ok(()),
        (false, true) => Err(code),
        (false, false) => Err(Code::ArgWrongType),
    }
}

fn missed(result: Result<(), Miss>, outside: Code) -> Result<(), Code> {
    result.map_err(|miss| match miss {
        Miss::Ambiguous => Code::ArgAmbiguous,
        Miss::Outside => outside,
    })
}

fn equals(scalar: &Scalar<'_>, value: &Value) -> bool {
    match (scalar, value) {
        (Scalar::Bool(a), Value::Bool(b)) => a == b,
        (Scalar::Number(a), Value::Number(b)) => a == b,
        (Scalar::Text(a), Value::Text(b)) => **a == **b,
        _ => false,
    }
}

fn kind_of(scalar: &Scalar<'_>, value: &Value) -> bool {
    matches!(
        (scalar, value),
        (Scalar::Bool(_), Value::Bool(_)) | (Scalar::Number(_), Value::Number(_)) | (Scalar::Text(_), Value::Text(_))
    )
}

fn compare(comparison: Comparison, order: core::cmp::Ordering) -> Result<(), Code> {
    match comparison {
        Comparison::AtMost if order.is_le() => Ok(()),
        Comparison::Below if order.is_lt() => Ok(()),
        Comparison::AtLeast if order.is_ge() => Ok(()),
        Comparison::Above if order.is_gt() => Ok(()),
        Comparison::AtMost | Comparison::Below => Err(Code::ArgAboveLimit),
        Comparison::AtLeast | Comparison::Above => Err(Code::ArgBelowLimit),
    }
}
