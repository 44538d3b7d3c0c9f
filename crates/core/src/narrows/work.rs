//! How much a search may make and try. Lists in lists multiply, and the clauses may be a stranger's.

use crate::clause::{Args, Clause};
use crate::limit::{Limit, Limits};
use crate::limits;
use crate::value::Value;

/// Steps of one search: each a comparison of two numbers, or as much time spent on something else. Few searches take a
/// thousand; all of these take some hundredths of a second.
const STEPS: usize = 1 << 22;

/// Steps that it takes to read a few bytes of a text by a pattern.
const READ: usize = 16;

/// Steps that it takes to make a part of a value.
const MADE: usize = 4;

/// Bytes of a text that weigh as one part of a value does: as in the arguments of a call.
const TEXT_BYTES: usize = limits::ARGS_BYTES / limits::ARGS_NODES;

/// What is left of a search's steps. It goes on until they are spent, and what it did not come to is left unproven.
pub(super) struct Work {
    left: usize,
}

impl Work {
    pub(super) fn new() -> Work {
        Work::of(STEPS)
    }

    pub(super) fn of(steps: usize) -> Work {
        Work { left: steps }
    }

    /// Takes the steps of making so many parts.
    pub(super) fn make(&mut self, parts: usize) -> bool {
        self.take(parts.saturating_mul(MADE))
    }

    /// Takes these steps; without as many left, the work is over.
    pub(super) fn take(&mut self, steps: usize) -> bool {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or_default();
        left.is_some()
    }
}

/// Parts of a value, itself being one; names count, and a long text as several.
pub(super) fn size(value: &Value) -> usize {
    let parts = match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::Text(text) => text.len().checked_div(TEXT_BYTES).unwrap_or_default(),
        Value::List(values) => values.iter().map(size).sum(),
        Value::Map(map) => map.iter().map(|(_, value)| size(value).saturating_add(1)).sum(),
    };
    parts.saturating_add(1)
}

/// How often it takes going through a value to hold it against these. Every part of it meets what is said of that part, in
/// shapes as well: of an object's members and of the places of a list its own alone, of the elements of a list everything. A
/// length is had almost for nothing.
pub(super) fn cost(limits: &Limits<'_>) -> usize {
    let costs = limits.as_slice().iter().map(|limit| match limit {
        Limit::Len(..) => 0,
        Limit::Each(limits) | Limit::Has(limits) => cost(limits),
        Limit::Object(args) => cost_of_args(args),
        Limit::Positions { items, .. } => items.iter().map(cost).max().unwrap_or(1),
        Limit::Under(_) | Limit::Like(_) | Limit::Within { .. } | Limit::At(_) | Limit::Cidr(_) => READ,
        Limit::Equal(_) | Limit::In(_) | Limit::Compare(..) => 1,
    });
    costs.fold(1, usize::saturating_add)
}

fn cost_of_args(args: &Args<'_>) -> usize {
    args.entries.iter().map(|arg| cost(&arg.limits)).max().unwrap_or(1)
}

/// The same of calls and clauses.
pub(super) fn cost_of_clauses<'c, 'a: 'c>(clauses: impl Iterator<Item = &'c Clause<'a>>) -> usize {
    clauses.map(|clause| cost_of_args(&clause.args)).fold(0, usize::saturating_add)
}
