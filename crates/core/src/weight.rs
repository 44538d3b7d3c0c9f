//! How much memory links of their own take: what a cache of them must count. One function for each noun, from the outside in.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::budget::Budget;
use crate::clause::{ActionPattern, Args, Clause};
use crate::clauses::Clauses;
use crate::context::Context;
use crate::limit::{Bound, Limit, Limits, Scalar};
use crate::link::{Link, Root};
use crate::requirement::Requirement;

/// The bytes of these links, with what an allocator usually adds.
pub(crate) fn of_links(links: &Vec<Link<'static>>) -> usize {
    room(links).saturating_add(sum(links, |link| {
        let root = link.root.as_ref().map_or(0, of_root);
        let grant = &link.grant;
        [
            root,
            of_clauses(&grant.clauses),
            room(&grant.budgets),
            sum(&grant.budgets, of_budget),
            room(&grant.audiences),
            sum(&grant.audiences, text),
            of_context(&link.context),
            allocated(link.signed.payload.len()),
        ]
        .into_iter()
        .fold(0, usize::saturating_add)
    }))
}

/// What an allocation of so many bytes takes: a word of its own, in steps of sixteen.
pub(crate) fn allocated(bytes: usize) -> usize {
    match bytes {
        0 => 0,
        _ => bytes.saturating_add(8).next_multiple_of(16).max(32),
    }
}

fn room<T>(items: &Vec<T>) -> usize {
    allocated(items.capacity().saturating_mul(size_of::<T>()))
}

fn sum<T>(items: &[T], of: impl Fn(&T) -> usize) -> usize {
    items.iter().map(of).fold(0, usize::saturating_add)
}

#[allow(clippy::ptr_arg)] // it counts what is owned
fn text(text: &Cow<'_, str>) -> usize {
    allocated(text.len())
}

fn of_root(root: &Root<'_>) -> usize {
    let evidence = root.evidence.as_ref();
    let lines = evidence.map_or(0, |it| allocated(it.kind().len()).saturating_add(allocated(it.assurance().len())));
    root.subject.as_ref().map_or(0, text).saturating_add(lines)
}

fn of_context(context: &Context<'_>) -> usize {
    sum(&context.fields(), |(_, line)| line.map_or(0, text))
}

fn of_clauses(clauses: &Clauses<'_>) -> usize {
    match clauses {
        Clauses::None => 0,
        Clauses::One(clause) => of_clause(clause),
        Clauses::Many(clauses) => room(clauses).saturating_add(sum(clauses, of_clause)),
    }
}

fn of_clause(clause: &Clause<'_>) -> usize {
    let needs = room(&clause.needs).saturating_add(sum(&clause.needs, |needs| match needs {
        Requirement::Approval(approval) => allocated(size_of_val(approval.keys())),
        Requirement::Other { parameters, .. } => allocated(parameters.len()),
    }));
    of_action(&clause.action).saturating_add(of_args(&clause.args)).saturating_add(needs)
}

fn of_action(action: &ActionPattern<'_>) -> usize {
    match action {
        ActionPattern::Exact(name) | ActionPattern::Below(name) => text(name),
        ActionPattern::Any => 0,
    }
}

fn of_args(args: &Args<'_>) -> usize {
    room(&args.entries).saturating_add(sum(&args.entries, |arg| text(&arg.name).saturating_add(of_limits(&arg.limits))))
}

fn of_limits(limits: &Limits<'_>) -> usize {
    match limits {
        Limits::Any => 0,
        Limits::One(limit) => of_limit(limit),
        Limits::All(limits) => room(limits).saturating_add(sum(limits, of_limit)),
    }
}

fn of_limit(limit: &Limit<'_>) -> usize {
    match limit {
        Limit::Equal(scalar) => of_scalar(scalar),
        Limit::In(scalars) => room(scalars).saturating_add(sum(scalars, of_scalar)),
        Limit::Compare(_, Bound::Date(bound)) => text(bound),
        Limit::Under(operand) | Limit::Like(operand) | Limit::At(operand) => text(operand),
        Limit::Within { base, .. } => text(base),
        Limit::Compare(..) | Limit::Cidr(_) | Limit::Len(..) => 0,
        Limit::Object(args) => of_args(args),
        Limit::Each(limits) | Limit::Has(limits) => {
            allocated(size_of::<Limits<'_>>()).saturating_add(of_limits(limits))
        }
        Limit::Positions { items, .. } => room(items).saturating_add(sum(items, of_limits)),
    }
}

fn of_scalar(scalar: &Scalar<'_>) -> usize {
    match scalar {
        Scalar::Text(scalar) => text(scalar),
        Scalar::Bool(_) | Scalar::Number(_) => 0,
    }
}

fn of_budget(budget: &Budget<'_>) -> usize {
    let texts = [&budget.sum, &budget.unit, &budget.account];
    of_action(&budget.action).saturating_add(sum(&texts, |it| it.as_ref().map_or(0, text)))
}
