//! What is said of a clause that is wider than those above, or that nothing can pass.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::disjoint::{Clash, Kind};
use super::inherit::{Lean, where_limited};
use super::{accepts, covers, fault, heard};
use crate::call::Call;
use crate::clause::{Arg, Args, Clause};
use crate::grammar;
use crate::limit::{Bound, Comparison, Limit, Limits, Measure};
use crate::matches::Step;
use crate::value::Value;

/// How a clause asks for more than a link above it grants, with a call that shows it.
#[derive(Clone, Debug)]
pub struct Widening {
    /// The link that sets the limit, the root being 1. Its issuer is who set it.
    pub link: usize,
    /// The argument, such as `opts.limit`; `None`: the action.
    pub argument: Option<String>,
    /// What the clause states, as it is written: `price <= 900`.
    pub asked: String,
    /// What the link allows at most, as it is written: `price <= 400`. `None`: it does not grant this at all.
    pub limit: Option<String>,
    /// The limit in a word, where one says it: `400` when `<=` stands against `<=`.
    pub operand: Option<String>,
    /// What to ask for instead: `ask for at most 400`.
    pub suggestion: String,
    /// A call that the clause accepts and the link refuses.
    pub witness: Call,
}

/// What could be shown neither narrower nor wider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Doubt {
    /// The link above, the root being 1.
    pub link: usize,
    /// The first argument that is in doubt; `None`: several clauses of the link may together cover the child.
    pub argument: Option<String>,
    /// What the clause states of it, or the clause.
    pub asked: String,
}

/// Why no call can pass a clause and the links above it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nothing {
    /// The link above that refuses every such call, the root being 1; one more than there are: the clause itself.
    pub link: usize,
    /// The argument, such as `opts.limit`.
    pub argument: String,
    /// What is wrong with it.
    pub reason: Reason,
    /// The clause as it may have been meant, if `..` was forgotten.
    pub suggestion: Option<String>,
}

/// What is wrong with an argument, if no call can pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Reason {
    /// The link requires it; the clause neither names it nor ends in `..`.
    Unmentioned,
    /// The clause requires it; the link does not grant it.
    NotGranted,
    /// No value passes both.
    Disjoint,
    /// No value passes the clause itself.
    Impossible,
}

impl Widening {
    /// One sentence that names who set the limit: `price <= 900 is wider than the 400 set by planner (link 2)`.
    pub fn sentence(&self, setter: &str) -> String {
        match self.operand.as_ref().or(self.limit.as_ref()) {
            Some(limit) => format!("{} is wider than the {limit} set by {setter} (link {})", self.asked, self.link),
            None => format!("{} is not granted by {setter} (link {})", self.asked, self.link),
        }
    }

    /// What to do about it: `ask for at most 400, or ask planner for more`.
    pub fn hint(&self, setter: &str) -> String {
        format!("{}, or ask {setter} for more", self.suggestion)
    }
}

impl Nothing {
    /// One sentence that names who set the limit: `no call could pass: to is required by alice (link 1) and not
    /// mentioned here`.
    pub fn sentence(&self, setter: &str) -> String {
        let (argument, link) = (&self.argument, self.link);
        match self.reason {
            Reason::Unmentioned => {
                format!("no call could pass: {argument} is required by {setter} (link {link}) and not mentioned here")
            }
            Reason::NotGranted => {
                format!("no call could pass: {argument} is required here and not granted by {setter} (link {link})")
            }
            Reason::Disjoint => {
                format!("no call could pass: no {argument} is within both this and what {setter} set (link {link})")
            }
            Reason::Impossible => format!("no call could pass: no {argument} is within all of its limits"),
        }
    }

    /// What to write instead, if that is likely.
    pub fn hint(&self) -> Option<String> {
        self.suggestion.as_ref().map(|clause| format!("end it in `..` to inherit the rest: {clause}"))
    }
}

/// How `child` widens a link, of which `witness` is a proof.
pub(super) fn widening(child: &Clause<'_>, ancestors: &[&[Clause<'_>]], link: usize, witness: Call) -> Widening {
    let clauses = link.checked_sub(1).and_then(|index| ancestors.get(index)).copied().unwrap_or_default();
    let args = Value::Map(witness.args().clone());
    let heard = heard(clauses, child, witness.action());
    // The clause that comes nearest is the one that was probably meant; of equals the last, as in a verdict.
    let nearest = heard.iter().rev().min_by_key(|(_, limits)| refused(limits, &witness));
    let faulty = nearest.and_then(|(clause, limits)| Some((clause, fault(limits, &args)?)));
    let Some((clause, fault)) = faulty else {
        let near: Vec<String> = clauses
            .iter()
            .filter(|clause| child.action.covers(&clause.action))
            .map(|clause| clause.action.to_string())
            .collect();
        let limit = (!near.is_empty()).then(|| near.join(", "));
        let suggestion =
            limit.as_ref().map_or_else(|| format!("leave {} out", child.action), |limit| format!("ask for {limit}"));
        return Widening {
            link,
            argument: None,
            asked: child.action.to_string(),
            operand: limit.clone(),
            limit,
            suggestion,
            witness,
        };
    };
    let steps: Vec<Step<'_>> = fault.place.steps().collect();
    let path = grammar::place(&fault.place);
    let asked = stated(&path, at(&child.args, &steps).unwrap_or(&Limits::Any));
    // The fault names a limit cut to what the child speaks of; what is shown is the whole of it.
    let above = at(&clause.args, &steps).map(|whole| match (whole, fault.limit) {
        (Limits::All(_), Some(member)) if !speaks_of_elements(member) => Limits::One(member.clone()),
        _ => whole.clone(),
    });
    let limit = above.as_ref().map(|above| stated(&path, above));
    let one = above.as_ref().and_then(|above| if let [one] = above.as_slice() { Some(one) } else { None });
    let asked_limits = at(&child.args, &steps).map(Limits::as_slice).unwrap_or_default();
    let shown =
        one.filter(|one| matches!(one, Limit::Equal(_)) || matches!(asked_limits, [asked] if is_alike(one, asked)));
    let suggestion = match (one, &limit) {
        (Some(Limit::Compare(comparison, bound)), _) => {
            format!("ask for {} {}", word(*comparison), operand_of_bound(bound))
        }
        (_, Some(limit)) => format!("ask for {limit}"),
        (_, None) => format!("leave {path} out"),
    };
    Widening { link, argument: Some(path), asked, operand: shown.map(operand), limit, suggestion, witness }
}

/// What about `child` could not be shown.
pub(super) fn doubt(child: &Clause<'_>, ancestors: &[&[Clause<'_>]], link: usize) -> Doubt {
    let clauses = link.checked_sub(1).and_then(|index| ancestors.get(index)).copied().unwrap_or_default();
    let covering = clauses.iter().rfind(|clause| clause.action.covers(&child.action));
    let arg = covering.and_then(|clause| {
        let limits = where_limited(&clause.args, &child.args, Lean::ToRefuse);
        let uncovered =
            |arg: &&Arg<'_>| limits.named(&arg.name).is_some_and(|above| !covers::covers(&above.limits, &arg.limits));
        child.args.entries.iter().find(uncovered)
    });
    match arg {
        Some(arg) => {
            let path = member("", &arg.name);
            Doubt { link, asked: stated(&path, &arg.limits), argument: Some(path) }
        }
        None => Doubt { link, argument: None, asked: child.to_string() },
    }
}

pub(super) fn nothing(child: &Clause<'_>, link: usize, is_own: bool, clash: Clash<'_>) -> Nothing {
    let argument = clash.path.iter().fold(String::new(), |path, name| member(&path, name));
    let reason = match clash.kind {
        Kind::Unmentioned => Reason::Unmentioned,
        Kind::NotGranted => Reason::NotGranted,
        Kind::Disjoint if is_own => Reason::Impossible,
        Kind::Disjoint => Reason::Disjoint,
    };
    let suggestion = (reason == Reason::Unmentioned).then(|| {
        let mut meant = child.clone();
        open(&mut meant.args, &clash.path);
        meant.to_string()
    });
    Nothing { link, argument, reason, suggestion }
}

/// Ends the arguments, in which the last name of the path is missing, in `..`.
fn open(args: &mut Args<'_>, path: &[&str]) {
    match path {
        [name, rest @ ..] if !rest.is_empty() => {
            let inner = args.entries.iter_mut().find(|arg| arg.name == *name);
            if let Some(Arg { limits: Limits::One(Limit::Object(inner)), .. }) = inner {
                open(inner, rest);
            }
        }
        _ => args.open = true,
    }
}

/// How many of the call's arguments are refused.
fn refused(limits: &Limits<'_>, call: &Call) -> usize {
    let Limits::One(Limit::Object(args)) = limits else { return 0 };
    args.entries
        .iter()
        .filter(|arg| call.args().get(&arg.name).is_some_and(|value| !accepts(&arg.limits, value)))
        .count()
}

/// The limits at a place.
fn at<'l, 'a>(args: &'l Args<'a>, steps: &[Step<'_>]) -> Option<&'l Limits<'a>> {
    let [Step::Name(name), rest @ ..] = steps else { return None };
    let mut limits = &args.named(name)?.limits;
    for step in rest {
        limits = match (limits.shape()?, step) {
            (Limit::Object(args), Step::Name(name)) => &args.named(name)?.limits,
            (Limit::Each(limits), Step::Index(_)) => limits,
            (Limit::Positions { items, .. }, Step::Index(index)) => items.get(*index)?,
            _ => return None,
        };
    }
    Some(limits)
}

/// A path and its limits, as a clause writes them.
pub(crate) fn stated(path: &str, limits: &Limits<'_>) -> String {
    match limits {
        Limits::Any => path.to_string(),
        limits if limits.shape().is_some() => format!("{path}: {limits}"),
        limits => format!("{path} {limits}"),
    }
}

/// The path of a member.
pub(crate) fn member(path: &str, name: &str) -> String {
    let name = Arg { name: name.into(), optional: false, limits: Limits::Any };
    if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }
}

/// A limit without its operator: `400` of `<= 400`.
pub(crate) fn operand(limit: &Limit<'_>) -> String {
    match limit {
        Limit::Equal(scalar) => scalar.to_string(),
        Limit::Compare(_, bound) => operand_of_bound(bound),
        Limit::Len(_, length) => length.to_string(),
        limit => {
            let text = limit.to_string();
            ["in ", "under ", "like ", "within ", "at ", "cidr "]
                .iter()
                .find_map(|word| text.strip_prefix(word))
                .unwrap_or(&text)
                .to_string()
        }
    }
}

fn operand_of_bound(bound: &Bound<'_>) -> String {
    match bound {
        Bound::Number(number) => number.to_string(),
        Bound::Date(date) => format!("date \"{date}\""),
    }
}

/// Whether two limits have the same operator, or compare in the same direction.
pub(crate) fn is_alike(one: &Limit<'_>, other: &Limit<'_>) -> bool {
    match (one, other) {
        (Limit::Compare(a, _), Limit::Compare(b, _)) => is_upper(*a) == is_upper(*b),
        (Limit::Len(Measure::Compared(a), _), Limit::Len(Measure::Compared(b), _)) => is_upper(*a) == is_upper(*b),
        (Limit::Len(a, _), Limit::Len(b, _)) => a == b,
        _ => core::mem::discriminant(one) == core::mem::discriminant(other),
    }
}

/// Whether the limit is written within the brackets of a list.
fn speaks_of_elements(limit: &Limit<'_>) -> bool {
    limit.is_shape() || matches!(limit, Limit::Has(_))
}

fn is_upper(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::AtMost | Comparison::Below)
}

fn word(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::AtMost => "at most",
        Comparison::Below => "less than",
        Comparison::AtLeast => "at least",
        Comparison::Above => "more than",
    }
}
