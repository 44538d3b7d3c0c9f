//! The search for a call that a child accepts and a link above refuses. What it finds is checked by the verdict's own
//! evaluator; that it finds nothing proves nothing.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::probes::{fitting, probes};
use super::work::{Work, cost_of_clauses, size};
use super::{accepts, as_limits, heard};
use crate::call::Call;
use crate::clause::{ActionPattern, Clause};
use crate::limit::Limits;
use crate::matches;
use crate::value::{Map, Value};

/// How many actions and clauses above are tried. What lies beyond is left unproven, which is always true.
pub(super) const ACTIONS: usize = 8;
pub(super) const CLAUSES: usize = 32;

/// A call that `child` accepts and that the link at `index` refuses because of what the child states.
pub(super) fn find(child: &Clause<'_>, ancestors: &[&[Clause<'_>]], index: usize, work: &mut Work) -> Option<Call> {
    let link = ancestors.get(index)?;
    let asked = as_limits(&child.args);
    let trials = cost_of_clauses(link.iter().chain([child]));
    actions(&child.action, link).iter().take(ACTIONS).find_map(|action| {
        let above: Vec<Limits<'_>> = ancestors
            .iter()
            .flat_map(|link| link.iter().filter(|clause| clause.action.matches(action)))
            .map(|clause| as_limits(&clause.args))
            .take(CLAUSES)
            .collect();
        let candidates = probes(&asked, &above.iter().collect::<Vec<_>>(), work);
        let heard = heard(link, child, action);
        let mut shown = None;
        for args in candidates {
            let trials = size(&args).saturating_mul(trials);
            if !work.take(trials) {
                break;
            }
            let refused = called(action, args).filter(|call| is_refused(child, link, call));
            // What is heard is asked of few.
            if let Some(call) = refused.filter(|call| work.take(trials) && is_unheard(&heard, call)) {
                shown = Some(call);
                break;
            }
        }
        let call = shown?;
        let whole = completed(child, ancestors, &call, work);
        Some(whole.filter(|call| is_refused(child, link, call) && is_unheard(&heard, call)).unwrap_or(call))
    })
}

pub(super) fn called(action: &str, args: Value) -> Option<Call> {
    let Value::Map(args) = args else { return None };
    Call::new(action, args).ok()
}

/// Whether the child accepts the call and every clause of the link refuses it.
fn is_refused(child: &Clause<'_>, link: &[Clause<'_>], call: &Call) -> bool {
    matches::check(child, call).is_ok() && link.iter().all(|clause| matches::check(clause, call).is_err())
}

/// Whether those whose action it is refuse it even asked only of what the child limits.
fn is_unheard(heard: &[(&Clause<'_>, Limits<'_>)], call: &Call) -> bool {
    let args = Value::Map(call.args().clone());
    heard.iter().all(|(_, limits)| !accepts(limits, &args))
}

/// Actions of the child's pattern that the link's clauses could tell apart: one that no clause names, then theirs.
pub(super) fn actions(pattern: &ActionPattern<'_>, link: &[Clause<'_>]) -> Vec<String> {
    let prefix = match pattern {
        ActionPattern::Exact(name) => return [name.to_string()].into(),
        ActionPattern::Below(prefix) => format!("{prefix}."),
        ActionPattern::Any => String::new(),
    };
    let fresh = (1..=link.len().saturating_add(1)).map(|length| format!("{prefix}{}", "x".repeat(length)));
    let ungranted = fresh.clone().find(|action| !link.iter().any(|clause| clause.action.matches(action)));
    let theirs = link.iter().map(|clause| match &clause.action {
        ActionPattern::Exact(name) => name.to_string(),
        ActionPattern::Below(prefix) => format!("{prefix}.x"),
        ActionPattern::Any => format!("{prefix}x"),
    });
    let mut all: Vec<String> = ungranted.into_iter().chain(theirs.filter(|action| pattern.matches(action))).collect();
    all.dedup();
    all
}

/// The same call with what the links above require and the child leaves to them, so that only the child is at fault.
fn completed(child: &Clause<'_>, ancestors: &[&[Clause<'_>]], call: &Call, work: &mut Work) -> Option<Call> {
    if !child.args.open {
        return None;
    }
    let matching = ancestors.iter().map(|link| link.iter().find(|clause| clause.action.matches(call.action())));
    let above: Vec<&Clause<'_>> = matching.flatten().collect();
    let mut members: Vec<(Box<str>, Value)> =
        call.args().iter().map(|(name, value)| (name.into(), value.clone())).collect();
    for arg in above.iter().flat_map(|clause| &clause.args.entries).filter(|arg| !arg.optional) {
        if members.iter().any(|(name, _)| **name == *arg.name) {
            continue;
        }
        let said: Vec<_> =
            above.iter().filter_map(|clause| clause.args.named(&arg.name)).map(|arg| &arg.limits).collect();
        let values = probes(&Limits::Any, &said, work);
        let fits = fitting(&values, &said).filter(|value| said.iter().all(|limits| accepts(limits, value)));
        members.extend(fits.map(|value| (arg.name.as_ref().into(), value.clone())));
    }
    Call::new(call.action(), Map::sorted(members).ok()?).ok()
}
