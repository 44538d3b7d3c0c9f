//! What has been taken from each budget, window by window.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Charge, Code, Denied, Millionths, UnixTime, Value, Verified, limits};

use crate::kept::{Bounds, Entry, Full, Kept, Key};

/// Sums of what was taken and not given back: calls, or millionths.
pub(crate) struct Counters(Kept<u64>);

/// What one call took from one counter in one window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Taken {
    key: Key,
    amount: u64,
}

impl Counters {
    pub(crate) fn new(bounds: Bounds) -> Counters {
        Counters(Kept::new(bounds))
    }

    pub(crate) fn set_bounds(&mut self, bounds: Bounds) {
        self.0.bounds = bounds;
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What taking every charge of a call would change, if every budget suffices. Changes nothing.
    pub(crate) fn check(&self, verified: &Verified<'_>, now: UnixTime) -> Result<Vec<Taken>, Denied> {
        let mut taken: Vec<Taken> = Vec::with_capacity(verified.owed().len());
        for charge in verified.owed() {
            let key = key(verified, charge, now);
            let used = self.0.get(&key).copied().unwrap_or(0);
            if used.checked_add(charge.amount).is_none_or(|sum| sum > charge.limit) {
                return Err(exhausted(verified, charge, used));
            }
            // Two budgets of a root link may share an account: the call is then counted once, under both limits. Nothing
            // taken is nothing to remember, or calls of no amount would fill the ledger.
            if charge.amount > 0 && !taken.iter().any(|other| other.key == key) {
                taken.push(Taken { key, amount: charge.amount });
            }
        }
        Ok(taken)
    }

    /// Whether there is room for the counters that are not there yet.
    pub(crate) fn check_room(&self, entry: Entry, taken: &[Taken]) -> Result<(), Full> {
        self.0.check_room(entry, taken.iter().filter(|taken| self.0.get(&taken.key).is_none()).count())
    }

    /// Takes what [`check`](Self::check) found to suffice.
    pub(crate) fn take(&mut self, entry: Entry, taken: &[Taken]) {
        for taken in taken {
            let used = self.0.keep(taken.key, entry);
            *used = used.saturating_add(taken.amount);
        }
    }

    /// Gives back what was taken. A window that has ended meanwhile needs nothing back, and the one after gets nothing.
    pub(crate) fn give_back(&mut self, taken: &[Taken]) {
        for taken in taken {
            if let Some(used) = self.0.get_mut(&taken.key) {
                *used = used.saturating_sub(taken.amount);
                if *used == 0 {
                    self.0.remove(&taken.key);
                }
            }
        }
    }

    pub(crate) fn forget(&mut self, now: u64) {
        self.0.forget(now);
    }
}

/// A counter in the window that is running: every window counts from zero, and is forgotten when it has ended.
///
/// A link's counter is forgotten too when no verifier can accept the link any more, whatever its skew. An account's may be
/// asked for by tokens yet to be minted; without a window it is kept for good.
fn key(verified: &Verified<'_>, charge: &Charge, now: UnixTime) -> Key {
    let window_ends =
        window_starts(charge, now).zip(charge.window_secs).map(|(starts, secs)| starts.saturating_add(secs));
    let link_ends = match account(verified, charge) {
        Some(_) => None,
        None => verified.ends(charge).map(|ends| ends.as_secs().saturating_add(limits::SKEW_SECS)),
    };
    (window_ends.into_iter().chain(link_ends).min().unwrap_or(u64::MAX), charge.counter)
}

/// When what is counted began: for a link's counter when its token was issued, for an account's with the window; `None`:
/// before any token that the ledger knows of.
pub(crate) fn began(verified: &Verified<'_>, charge: &Charge, now: UnixTime) -> Option<UnixTime> {
    match account(verified, charge) {
        None => Some(verified.issued_at()),
        Some(_) => window_starts(charge, now).and_then(|starts| UnixTime::from_secs(starts).ok()),
    }
}

fn account<'v>(verified: &'v Verified<'_>, charge: &Charge) -> Option<&'v str> {
    verified.budget(charge)?.account()
}

/// Windows start at multiples of their length since 1970.
fn window_starts(charge: &Charge, now: UnixTime) -> Option<u64> {
    let into_window = now.as_secs().checked_rem(charge.window_secs?)?;
    now.as_secs().checked_sub(into_window)
}

fn exhausted(verified: &Verified<'_>, charge: &Charge, used: u64) -> Denied {
    let Charge { amount, limit, .. } = *charge;
    let budget = verified.budget(charge);
    let value = match budget.filter(|budget| budget.sum().is_some()) {
        None => format!("{used} of {limit} calls used, {amount} asked"),
        Some(budget) => {
            let unit =
                budget.unit().map_or_else(String::new, |unit| format!(" {}", Value::Text(unit.into()).to_json()));
            format!("{} of {}{unit} used, {} asked", Millionths(used), Millionths(limit), Millionths(amount))
        }
    };
    let limit = budget.map(ToString::to_string);
    verified.refused_by_ledger(Code::BudgetExhausted, Some(charge), Some(value), limit)
}
