//! What a link grants lawfully and yet more widely than its author may have meant. For people: nothing is refused for it.
//!
//! Each remark has a name, by which whoever meant it switches it off. Source: `spec/grant.md`, "Legal but wide".

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::clause::{ActionPattern, Args, Clause};
use crate::grammar;
use crate::limit::{Limit, Limits};
use crate::link::Link;
use crate::narrows::{is_all, member};

/// The longest life of a root link that verifiers accept unless their policy says more: one hour.
const USUAL_LIFE_SECS: u64 = 3600;

/// Names of arguments that some interpreter reads: a pattern over their letters says little about what they do.
const EXECUTED: [&str; 10] =
    ["cmd", "sql", "code", "eval", "shell", "query", "script", "command", "statement", "expression"];

/// One thing worth a second look.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// What sort of thing.
    pub kind: RemarkKind,
    /// What is wide, and what would be narrower: one sentence without a full stop.
    pub text: String,
}

/// The sorts of remarks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum RemarkKind {
    /// A root link's clause `*(..)`: every action with any arguments.
    EveryAction,
    /// `like` on an argument that is executed, such as `command` or `sql`.
    LikeExecuted,
    /// A sum that does not count an action which the link grants with the same argument.
    SumEscaped,
    /// A root link that lives longer than verifiers accept by default.
    LongLife,
}

impl RemarkKind {
    /// Every sort.
    pub const ALL: [RemarkKind; 4] =
        [RemarkKind::EveryAction, RemarkKind::LikeExecuted, RemarkKind::SumEscaped, RemarkKind::LongLife];

    /// The name by which a remark is switched off.
    pub const fn as_str(self) -> &'static str {
        match self {
            RemarkKind::EveryAction => "every-action",
            RemarkKind::LikeExecuted => "like-executed",
            RemarkKind::SumEscaped => "sum-escaped",
            RemarkKind::LongLife => "long-life",
        }
    }
}

/// What is worth a second look in one link, in the order of its clauses and budgets.
pub fn remarks(link: &Link<'_>) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let clauses = link.grant.clauses.as_slice();
    for clause in clauses {
        if link.root.is_some() && is_all(clause) {
            let text = format!("`{clause}` allows every action with any arguments; name the actions that are meant");
            remarks.push(Remark { kind: RemarkKind::EveryAction, text });
        }
        in_args(&clause.args, "", &mut remarks);
    }
    for budget in &link.grant.budgets {
        let Some(argument) = &budget.sum else { continue };
        for clause in clauses.iter().filter(|clause| escapes(clause, &budget.action, argument)) {
            let instead = match &clause.action {
                ActionPattern::Any => "leave `of` out".into(),
                pattern => format!("sum {} of {pattern} instead", grammar::name(argument)),
            };
            let text =
                format!("`{budget}` does not count every action that `{clause}` allows; {instead}, or grant less");
            remarks.push(Remark { kind: RemarkKind::SumEscaped, text });
        }
    }
    if let (Some(root), Some(expires)) = (&link.root, link.grant.expires)
        && expires.as_secs().saturating_sub(root.issued_at.as_secs()) > USUAL_LIFE_SECS
    {
        let text = "it lives longer than an hour; a verifier accepts that only if its policy says so".to_string();
        remarks.push(Remark { kind: RemarkKind::LongLife, text });
    }
    remarks
}

/// Whether a clause allows actions that a sum of `argument` over `counted` leaves out, and that may well spend: a pattern
/// around the counted one, or an action whose clause names the argument.
fn escapes(clause: &Clause<'_>, counted: &ActionPattern<'_>, argument: &str) -> bool {
    let around = clause.action.covers(counted) && (clause.args.open || clause.args.named(argument).is_some());
    !counted.covers(&clause.action) && (around || clause.args.named(argument).is_some())
}

fn in_args(args: &Args<'_>, path: &str, remarks: &mut Vec<Remark>) {
    for arg in &args.entries {
        in_limits(&arg.limits, &arg.name, &member(path, &arg.name), remarks);
    }
}

/// `name` is that of the argument or member which the limits, or the list around them, belong to.
fn in_limits(limits: &Limits<'_>, name: &str, path: &str, remarks: &mut Vec<Remark>) {
    for limit in limits.as_slice() {
        match limit {
            Limit::Like(_) if EXECUTED.contains(&name) => {
                let text = format!(
                    "`{path} {limit}` is a pattern over letters, and {path} is executed; list what may run with `in`, or \
                     hand its arguments over as a list"
                );
                remarks.push(Remark { kind: RemarkKind::LikeExecuted, text });
            }
            Limit::Object(args) => in_args(args, path, remarks),
            Limit::Each(inner) | Limit::Has(inner) => in_limits(inner, name, path, remarks),
            Limit::Positions { items, .. } => {
                items.iter().for_each(|inner| in_limits(inner, name, path, remarks));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Signer, SigningKey};
    use crate::mint::Mint;
    use crate::time::UnixTime;

    fn kinds(lines: &str) -> Vec<&'static str> {
        let grant = crate::Grant::parse(lines).unwrap();
        let (alice, bob) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
        let now = UnixTime::from_secs(1_800_000_000).unwrap();
        let token = Mint::new(&bob.verifying_key()).grant(grant).sign(&alice, now, [0; 8]).unwrap();
        let links = token.unverified_links();
        remarks(&links[0]).iter().map(|remark| remark.kind.as_str()).collect()
    }

    #[test]
    fn what_is_wide_is_remarked_on_and_its_narrow_twin_is_not() {
        for (wide, narrow, kind) in [
            ("allow *(..)", "allow ci.*(..)", "every-action"),
            ("allow *(..)", "allow *(dry_run = true)", "every-action"),
            (r#"allow sh.run(command like "git *")"#, r#"allow sh.run(command in ["git status"])"#, "like-executed"),
            (r#"allow sh.run(command like "git *")"#, r#"allow sh.run(file like "git *")"#, "like-executed"),
            (r#"allow db.q(opts: {sql like "a*"})"#, r#"allow db.q(opts: {sql})"#, "like-executed"),
            (r#"allow db.q(sql: [each like "a*"])"#, r#"allow db.q(sql: [each = "a"])"#, "like-executed"),
            (r#"allow db.q(sql: [each _, has like "a*"])"#, r#"allow db.q(sql: [each _, has "a"])"#, "like-executed"),
            (r#"allow db.q(sql: ["x", like "a*"])"#, r#"allow db.q(sql: ["x", "a"])"#, "like-executed"),
            (
                "allow f.*(..)\nbudget sum price of f.book <= 9",
                "allow f.*(..)\nbudget sum price of f.* <= 9",
                "sum-escaped",
            ),
            (
                "allow f.book(..)\nallow f.rebook(price, ..)\nbudget sum price of f.book <= 9",
                "allow f.book(..)\nallow f.search(..)\nbudget sum price of f.book <= 9",
                "sum-escaped",
            ),
            (
                "allow f.*(price)\nbudget sum price of f.book <= 9",
                "allow f.*(day)\nbudget sum price of f.book <= 9",
                "sum-escaped",
            ),
            (
                "allow f.*(price)\nbudget sum price of f.a <= 9",
                "allow f.*(price)\nbudget calls of f.a <= 9",
                "sum-escaped",
            ),
            ("allow a()\nttl 3601s", "allow a()\nttl 1h", "long-life"),
        ] {
            assert_eq!(kinds(wide), [kind], "{wide}");
            assert!(kinds(narrow).is_empty(), "{narrow}");
        }
    }

    #[test]
    fn a_further_link_may_say_as_my_parent() {
        let (alice, bob) = (SigningKey::from_seed(&[1; 32]), SigningKey::from_seed(&[2; 32]));
        let now = UnixTime::from_secs(1_800_000_000).unwrap();
        let root = Mint::new(&bob.verifying_key()).allow("a()").unwrap().depth(1).sign(&alice, now, [0; 8]).unwrap();
        let child =
            |clause: &str| root.delegate(&alice.verifying_key()).allow(clause).unwrap().sign(&bob, now).unwrap();
        let of_leaf = |token: &crate::Token| remarks(token.unverified_links().last().unwrap());
        assert!(of_leaf(&child("*(..)")).is_empty());
        assert!(of_leaf(&child("a()")).is_empty());
    }
}
