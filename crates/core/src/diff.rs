//! What one link took away from what the links above it left, item by item, for people.
//!
//! Nothing here decides anything: a verdict looks at every link alone.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::budget::Budget;
use crate::clause::{Args, Clause};
use crate::grammar::{Millionths, Quoted};
use crate::grant::Grant;
use crate::limit::{Limit, Limits};
use crate::narrows::{covers, covers_clause, is_all, is_possible, member, operand, stated};
use crate::time::UnixTime;

/// What holds after a link: what it states, and what it inherits.
#[derive(Clone, Debug)]
pub struct Effective<'a> {
    /// Of every link down to this one, root first; links that say `*(..)` are left out, since they limit nothing.
    clauses: Vec<&'a [Clause<'a>]>,
    /// Of the last link.
    own: &'a [Clause<'a>],
    /// Of every link down to this one, root first.
    budgets: Vec<&'a Budget<'a>>,
    /// How many of them the last link states.
    own_budgets: usize,
    audiences: &'a [Cow<'a, str>],
    depth: u64,
    from: UnixTime,
    life_secs: u64,
}

/// One thing that a link took away or narrowed. Displayed as `price <= 600 → 400`, `- flights.search(..)` or
/// `+ to = "SFO"`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What sort of thing.
    pub subject: Subject,
    /// As it was, in the text of grants; `None`: there was no such limit.
    pub before: Option<String>,
    /// As it is; `None`: it was taken away.
    pub after: Option<String>,
    text: String,
}

/// What sort of thing changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Subject {
    /// A whole clause.
    Clause,
    /// An argument of a clause.
    Argument,
    /// Something that a clause needs besides.
    Requirement,
    /// The window.
    Window,
    /// A budget.
    Budget,
    /// How many links may follow.
    Depth,
    /// An audience.
    Audience,
}

impl<'a> Effective<'a> {
    /// What holds after a root link that is issued at this time.
    pub fn root(grant: &'a Grant<'a>, issued_at: UnixTime) -> Effective<'a> {
        let nothing = Effective {
            clauses: Vec::new(),
            own: &[],
            budgets: Vec::new(),
            own_budgets: 0,
            audiences: &[],
            depth: grant.depth.unwrap_or(0).saturating_add(1),
            from: issued_at,
            life_secs: 0,
        };
        nothing.then(grant)
    }

    /// What holds after one link more. A life in seconds that is not yet signed is taken as it stands.
    pub fn then(&self, grant: &'a Grant<'a>) -> Effective<'a> {
        let mut next = self.clone();
        next.own = &grant.clauses;
        if !next.own.iter().any(is_all) {
            next.clauses.push(next.own);
        }
        next.budgets.extend(&grant.budgets);
        next.own_budgets = grant.budgets.len();
        if !grant.audiences.is_empty() {
            next.audiences = &grant.audiences;
        }
        next.depth = grant.depth.unwrap_or(u64::MAX).min(self.depth.saturating_sub(1));
        next.from = grant.not_before.unwrap_or(self.from).max(self.from);
        let until = grant.expires.map_or(self.from.plus(self.life_secs), UnixTime::as_secs);
        next.life_secs = grant.ttl_secs.unwrap_or(until.saturating_sub(next.from.as_secs()));
        next
    }

    /// How many links may still follow.
    pub fn depth(&self) -> u64 {
        self.depth
    }

    /// Length of the window in seconds.
    pub fn life_secs(&self) -> u64 {
        self.life_secs
    }

    /// The audiences.
    pub fn audiences(&self) -> impl Iterator<Item = &'a str> {
        self.audiences.iter().map(|audience| &**audience)
    }
}

/// What `child` took away from `parent`: clauses, limits on their arguments, window, budgets, depth, audiences.
///
/// A limit that repeats what an earlier link already set is not a change, nor is a budget above an earlier one's.
pub fn diff(parent: &Effective<'_>, child: &Effective<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    diff_clauses(&parent.clauses, child.own, &mut changes);
    if child.from > parent.from {
        changes.push(Change::new(Subject::Window, None, Some(format!("from {}", child.from))));
    }
    if child.life_secs < parent.life_secs {
        let (before, after) = lives(parent.life_secs, child.life_secs);
        changes.push(Change::between(Subject::Window, before, after));
    }
    let own = child.budgets.len().saturating_sub(child.own_budgets);
    changes.extend(child.budgets.iter().skip(own).filter_map(|budget| diff_budget(&parent.budgets, budget)));
    if child.depth < parent.depth {
        let text = format!("depth {} → {}", parent.depth, child.depth);
        let [before, after] = [parent.depth, child.depth].map(|depth| format!("depth {depth}"));
        changes.push(Change::between(Subject::Depth, before, after).with_text(text));
    }
    let dropped = parent.audiences.iter().filter(|audience| !child.audiences.contains(audience));
    changes.extend(
        dropped.map(|audience| Change::new(Subject::Audience, Some(format!("aud {}", Quoted(audience))), None)),
    );
    changes
}

fn diff_clauses(above: &[&[Clause<'_>]], own: &[Clause<'_>], changes: &mut Vec<Change>) {
    if own.iter().any(|child| is_all(child) && child.needs.is_empty()) {
        return;
    }
    let parents = above.last().copied().unwrap_or_default();
    for parent in parents {
        if !own.iter().any(|child| is_possible(child, parent)) {
            changes.push(Change::new(Subject::Clause, Some(parent.to_string()), None));
        }
    }
    for child in own {
        if is_all(child) {
            changes.extend(
                child.needs.iter().map(|need| Change::new(Subject::Requirement, None, Some(format!("needs {need}")))),
            );
            continue;
        }
        let origins: Vec<&Clause<'_>> = above.iter().rev().filter_map(|link| origin(link, child)).collect();
        match origins.first() {
            None if parents.is_empty() => {
                changes.push(Change::between(Subject::Clause, "*(..)".into(), child.to_string()))
            }
            // Whatever it says, the link above refuses it.
            None => {}
            // A wider pattern that leaves the rest as it was takes nothing away.
            Some(origin) if origin.action != child.action && covers_clause(child, origin) => {}
            Some(origin) if origin.action != child.action => {
                changes.push(Change::between(Subject::Clause, origin.to_string(), child.to_string()));
            }
            Some(_) => {
                // Which clause is meant is plain if there is one.
                let prefix = if own.len() > 1 { format!("{}: ", child.action) } else { String::new() };
                let args: Vec<&Args<'_>> = origins.iter().map(|origin| &origin.args).collect();
                diff_args(&prefix, "", &args, &child.args, changes);
                let added = child.needs.iter().filter(|need| !origins.iter().any(|origin| origin.needs.contains(need)));
                changes.extend(
                    added.map(|need| {
                        Change::new(Subject::Requirement, None, Some(format!("needs {need}"))).under(&prefix)
                    }),
                );
            }
        }
    }
}

/// The clause of a link that a child's was probably made from: the last that covers it, else the last that can pass
/// together with it.
fn origin<'l, 'a>(link: &'l [Clause<'a>], child: &Clause<'a>) -> Option<&'l Clause<'a>> {
    let possible = || link.iter().rev().filter(|clause| is_possible(child, clause));
    let same_action = || possible().filter(|clause| clause.action == child.action);
    same_action()
        .find(|clause| covers_clause(clause, child))
        .or_else(|| same_action().next())
        .or_else(|| possible().next())
}

/// Changes of the arguments at `path`, given what earlier links say of them, the nearest first.
fn diff_args(prefix: &str, path: &str, above: &[&Args<'_>], below: &Args<'_>, changes: &mut Vec<Change>) {
    for arg in &below.entries {
        let path = member(path, &arg.name);
        let named = || above.iter().filter_map(|above| above.named(&arg.name));
        let marked = if arg.optional { format!("{path}?") } else { path.clone() };
        let limited = || named().map(|above| &above.limits).filter(|limits| **limits != Limits::Any);
        // The narrowest of those that this one narrows, if one is; else the nearest.
        let wider = || limited().filter(|above| covers(above, &arg.limits));
        let narrowest = wider().find(|one| wider().all(|other| covers(other, one)));
        match (narrowest.or_else(|| limited().next()), &arg.limits) {
            (_, Limits::Any) => {}
            (None, limits) => {
                let after = stated(&marked, limits);
                changes.push(Change::new(Subject::Argument, None, Some(after)).under(prefix));
                continue;
            }
            (Some(_), below) if limited().any(|above| covers(below, above)) => {}
            (Some(Limits::One(Limit::Object(_))), Limits::One(Limit::Object(below))) => {
                let objects = limited().filter_map(|above| match above {
                    Limits::One(Limit::Object(above)) => Some(above),
                    _ => None,
                });
                diff_args(prefix, &path, &objects.collect::<Vec<_>>(), below, changes);
            }
            // Both hold from now on.
            (Some(above), below) if !covers(above, below) => {
                changes.push(Change::new(Subject::Argument, None, Some(stated(&marked, below))).under(prefix));
            }
            (Some(above), below) => {
                let before = stated(&marked, above);
                let text = format!("{before} → {}", shown_after(above, below));
                changes.push(
                    Change::between(Subject::Argument, before, stated(&marked, below)).with_text(text).under(prefix),
                );
            }
        }
        if !arg.optional && named().all(|above| above.optional) {
            let before = named().next().map(|_| format!("{path}?"));
            let change = match before {
                Some(before) => Change::between(Subject::Argument, before, path),
                None => Change::new(Subject::Argument, None, Some(path)),
            };
            changes.push(change.under(prefix));
        }
    }
    if below.open {
        return;
    }
    let mut dropped: Vec<&str> = Vec::new();
    for arg in above.iter().flat_map(|above| &above.entries) {
        let granted = above.iter().all(|above| above.open || above.named(&arg.name).is_some());
        if granted && below.named(&arg.name).is_none() && !dropped.contains(&&*arg.name) {
            dropped.push(&arg.name);
            changes.push(Change::new(Subject::Argument, Some(member(path, &arg.name)), None).under(prefix));
        }
    }
    if above.iter().all(|above| above.open) {
        let rest = if path.is_empty() { "..".into() } else { format!("{path}: {{..}}") };
        changes.push(Change::new(Subject::Argument, Some(rest), None).under(prefix));
    }
}

/// The new limits, without an operator that is the same as before.
fn shown_after(above: &Limits<'_>, below: &Limits<'_>) -> String {
    match (above, below) {
        (Limits::One(above), Limits::One(below)) if !below.is_shape() && same_operator(above, below) => operand(below),
        (_, below) => below.to_string(),
    }
}

fn same_operator(one: &Limit<'_>, other: &Limit<'_>) -> bool {
    match (one, other) {
        (Limit::Compare(a, _), Limit::Compare(b, _)) => a == b,
        (Limit::Len(a, _), Limit::Len(b, _)) => a == b,
        _ => core::mem::discriminant(one) == core::mem::discriminant(other),
    }
}

fn diff_budget(above: &[&Budget<'_>], budget: &Budget<'_>) -> Option<Change> {
    let alike = |other: &&&Budget<'_>| {
        (&other.sum, &other.action, other.window_secs, &other.unit)
            == (&budget.sum, &budget.action, budget.window_secs, &budget.unit)
    };
    let Some(least) = above.iter().filter(alike).min_by_key(|other| other.limit) else {
        return Some(Change::new(Subject::Budget, None, Some(budget.to_string())));
    };
    if budget.limit >= least.limit {
        return None;
    }
    let text = budget_text(least, budget);
    Some(Change::between(Subject::Budget, least.to_string(), budget.to_string()).with_text(text))
}

/// `calls 50 → 1`, `sum price of flights.book 600 → 400 "USD" per 1d`.
fn budget_text(before: &Budget<'_>, after: &Budget<'_>) -> String {
    let amount = |limit: u64| if after.sum.is_some() { Millionths(limit).to_string() } else { limit.to_string() };
    let stated = Budget { ledger: None, account: None, ..after.clone() }.to_string();
    let bound = format!(" <= {}", amount(after.limit));
    let Some((what, rest)) = stated.split_once(&bound) else { return format!("{before} → {after}") };
    format!("{what} {} → {}{rest}", amount(before.limit), amount(after.limit))
}

/// Two lengths of time, each in whole units of which it has two at least, in finer ones if they would look alike.
fn lives(before: u64, after: u64) -> (String, String) {
    const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
    let mut texts = (String::new(), String::new());
    for finest in 0..UNITS.len() {
        let text = |secs: u64| {
            let fits = |(place, (unit, _)): &(usize, &(u64, &str))| *place >= finest && secs >= unit.saturating_mul(2);
            let (unit, letter) = UNITS.iter().enumerate().find(fits).map_or((1, "s"), |(_, &unit)| unit);
            format!("{}{letter}", secs.checked_div(unit).unwrap_or_default())
        };
        texts = (text(before), text(after));
        if texts.0 != texts.1 {
            break;
        }
    }
    texts
}

impl Change {
    fn new(subject: Subject, before: Option<String>, after: Option<String>) -> Change {
        let text = match (&before, &after) {
            (Some(before), Some(after)) => format!("{before} → {after}"),
            (Some(before), None) => format!("- {before}"),
            (None, Some(after)) => format!("+ {after}"),
            (None, None) => String::new(),
        };
        Change { subject, before, after, text }
    }

    fn between(subject: Subject, before: String, after: String) -> Change {
        Change::new(subject, Some(before), Some(after))
    }

    fn with_text(self, text: String) -> Change {
        Change { text, ..self }
    }

    /// The same change, of a clause that must be named.
    fn under(self, prefix: &str) -> Change {
        Change { text: format!("{prefix}{}", self.text), ..self }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests;
