//! How much a search may make and try. Lists in lists multiply, and the clauses may be a stranger's.

use crate::limits;
use crate::value::Value;

/// Steps of one search: parts of values, each made or held against limits once. Few searches take a thousand; all of
/// these take some tenths of a second.
const STEPS: usize = 1 << 22;

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
