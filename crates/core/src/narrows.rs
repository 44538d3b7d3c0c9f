//! Whether a clause is narrower than those it would stand below, for people: never for safety.
//!
//! A verdict judges every link alone, so a child cannot be stronger than its parent whatever stands here. What this
//! module is for: saying at delegation what the verifier would say later, with an example. `Narrower` and `Wider` are
//! proofs, `Unproven` is the honest rest. Source: `spec/grant.md`, "Narrower, wider, nothing".

mod covers;
mod disjoint;
mod inherit;
mod lengths;
mod only;
mod probes;
mod report;
mod witness;
mod work;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::clause::{Args, Clause};
use crate::limit::{Limit, Limits};
use crate::matches::{self, Fault, Place};
use crate::value::Value;

pub(crate) use covers::covers;
use inherit::Lean;
pub use only::only_in;
pub use report::{Doubt, Nothing, Reason, Widening};
pub(crate) use report::{member, operand, stated};
use work::Work;

/// What is known of a clause and the links above it.
#[derive(Clone, Debug)]
pub enum Narrowing {
    /// Every link above has a clause that speaks of at least the child's actions and, wherever the child states a limit,
    /// accepts at least what the child accepts. Hence that clause can refuse a call of the child's only for what the child
    /// leaves to be inherited: what it leaves to `..`, to a bare name or to `_`, and whether an argument must be present.
    Narrower,
    /// A call that the child accepts and a link above refuses, because of something that the child states.
    Wider(Box<Widening>),
    /// Neither could be shown. The verdict does not depend on it.
    Unproven(Doubt),
}

/// Whether `child` is narrower than every link of `ancestors`, root first.
///
/// A link is asked as a whole: one clause of it must cover the child; several that cover it only together leave it
/// unproven. `*(..)` is inherited whole, and a child that accepts nothing is narrower than everything. Depth, window,
/// audiences and budgets are not looked at. Of several links that the child would widen, the last is reported, since it is
/// usually the narrowest.
pub fn narrows(child: &Clause<'_>, ancestors: &[&[Clause<'_>]]) -> Narrowing {
    if is_all(child) || disjoint::clash(&child.args, &child.args).is_some() {
        return Narrowing::Narrower;
    }
    let (mut doubt, mut work) = (None, Work::new());
    for (index, link) in ancestors.iter().enumerate().rev() {
        if link.iter().any(|clause| covers_clause(clause, child)) {
            continue;
        }
        let link = index.saturating_add(1);
        match witness::find(child, ancestors, index, &mut work) {
            Some(call) => return Narrowing::Wider(Box::new(report::widening(child, ancestors, link, call))),
            None => doubt = doubt.or_else(|| Some(report::doubt(child, ancestors, link))),
        }
    }
    doubt.map_or(Narrowing::Narrower, Narrowing::Unproven)
}

/// Whether no call at all could pass `child` and every link of `ancestors`, root first; only where that is certain.
///
/// An action that a link above does not grant is not reported here: that is [`Narrowing::Wider`].
pub fn allows_nothing(child: &Clause<'_>, ancestors: &[&[Clause<'_>]]) -> Option<Nothing> {
    if let Some(clash) = disjoint::clash(&child.args, &child.args) {
        return Some(report::nothing(child, ancestors.len().saturating_add(1), true, clash));
    }
    ancestors.iter().enumerate().find_map(|(index, link)| {
        let mut clashes =
            link.iter().filter(|clause| meet(child, clause)).map(|clause| disjoint::clash(&child.args, &clause.args));
        let first = clashes.next()??;
        let last = clashes.try_fold(first, |_, clash| clash)?;
        Some(report::nothing(child, index.saturating_add(1), false, last))
    })
}

/// Whether this is `*(..)`, "as my parent".
pub(crate) fn is_all(clause: &Clause<'_>) -> bool {
    clause.action == crate::clause::ActionPattern::Any && clause.args.entries.is_empty() && clause.args.open
}

/// Whether the clause speaks of all of the child's actions and accepts all that the child does, as far as it is limited.
pub(crate) fn covers_clause<'a>(clause: &Clause<'a>, child: &Clause<'a>) -> bool {
    let mut limited = child.args.entries.iter().filter(|arg| arg.limits != Limits::Any);
    clause.action.covers(&child.action)
        && limited.all(|arg| match clause.args.named(&arg.name) {
            Some(above) => {
                covers(&inherit::limits_where_limited(&above.limits, &arg.limits, Lean::ToRefuse), &arg.limits)
            }
            None => clause.args.open || covers(&inherit::NEVER, &arg.limits),
        })
}

/// Whether some call may pass both; true where it is not certain that none does.
pub(crate) fn is_possible(child: &Clause<'_>, ancestor: &Clause<'_>) -> bool {
    meet(child, ancestor) && disjoint::clash(&child.args, &ancestor.args).is_none()
}

/// Whether some action is of both patterns.
fn meet(one: &Clause<'_>, other: &Clause<'_>) -> bool {
    one.action.covers(&other.action) || other.action.covers(&one.action)
}

/// The arguments of a call are judged as an object is.
fn as_limits<'a>(args: &Args<'a>) -> Limits<'a> {
    Limits::One(Limit::Object(args.clone()))
}

fn fault<'a>(limits: &'a Limits<'a>, value: &'a Value) -> Option<Fault<'a>> {
    matches::check_limits(limits, value, &mut Place::default()).err()
}

fn accepts(limits: &Limits<'_>, value: &Value) -> bool {
    fault(limits, value).is_none()
}

/// What the clauses of a link that match the action accept where `child` limits it, each with its clause.
fn heard<'c, 'a>(link: &'c [Clause<'a>], child: &Clause<'a>, action: &str) -> Vec<(&'c Clause<'a>, Limits<'a>)> {
    let matching = link.iter().filter(|clause| clause.action.matches(action));
    matching
        .map(|clause| (clause, as_limits(&inherit::where_limited(&clause.args, &child.args, Lean::ToAccept))))
        .collect()
}

#[cfg(test)]
mod tests;
