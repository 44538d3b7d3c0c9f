//! The steps *grants* and *owed* of a verdict, on a chain whose signatures have passed.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::revocation::LookedUp;
use super::verified::Charge;
use crate::budget::Budget;
use crate::call::Call;
use crate::cbor::Writer;
use crate::clause::Clause;
use crate::denied::{Authorizer, Denied, Setter, Step};
use crate::envelope::{self, Id, context};
use crate::error::Code;
use crate::grammar;
use crate::key::VerifyingKey;
use crate::known::Links;
use crate::limit::Limits;
use crate::link::Root;
use crate::matches::{self, Fault};
use crate::trust::TrustEntry;

/// A chain whose signatures have passed, and the call that it is to allow.
pub(super) struct Chain<'a> {
    pub(super) entry: &'a TrustEntry,
    pub(super) root: Root<'a>,
    pub(super) links: Links<'a>,
    pub(super) call: &'a Call,
    /// How revocations were looked up.
    pub(super) looked_up: LookedUp<'a>,
}

/// A link whose accepting clauses all need something besides.
pub(super) struct Needing<'c> {
    /// The link, the root being 1; 0: the verifier's own grant.
    pub(super) number: usize,
    clauses: &'c [Clause<'c>],
    /// Place of the first that accepts the call.
    first: usize,
    call: &'c Call,
}

impl<'c> Needing<'c> {
    /// The accepting clauses with their places. Matching costs the most of a verdict: no clause is judged twice on the way to
    /// one.
    pub(super) fn accepting(&self) -> impl Iterator<Item = (usize, &'c Clause<'c>)> + '_ {
        let accepts = |place: usize, clause: &Clause<'_>| {
            place == self.first || (!clause.needs.is_empty() && matches::accepts(clause, self.call))
        };
        self.clauses.iter().enumerate().skip(self.first).filter(move |(place, clause)| accepts(*place, clause))
    }
}

impl<'a> Chain<'a> {
    /// Clauses of link zero and of every link, with their numbers.
    pub(super) fn grants(&self) -> impl DoubleEndedIterator<Item = (usize, &[Clause<'_>])> {
        core::iter::once((0, self.entry.grant.clauses.as_slice())).chain(
            self.links.iter().enumerate().map(|(index, link)| (index.saturating_add(1), link.grant.clauses.as_slice())),
        )
    }

    /// Each link is judged alone: one single clause of it must accept the action and the whole argument tree; one that needs
    /// nothing besides is taken before all others. Gives the links that have none such: what they need is asked after the
    /// grants of all links.
    pub(super) fn check_grants(&self) -> Result<Vec<Needing<'_>>, Denied> {
        let mut needing = Vec::new();
        for (number, clauses) in self.grants() {
            let accepts = |clause: &Clause<'_>| matches::accepts(clause, self.call);
            if clauses.iter().any(|clause| clause.needs.is_empty() && accepts(clause)) {
                continue;
            }
            match clauses.iter().position(|clause| !clause.needs.is_empty() && accepts(clause)) {
                Some(first) => needing.push(Needing { number, clauses, first, call: self.call }),
                None => {
                    // The last clause whose action matches is the one that is explained.
                    let fault = clauses.iter().rev().find_map(|clause| {
                        matches::check(clause, self.call).err().filter(|fault| fault.code != Code::ActionNotGranted)
                    });
                    return Err(self.refuse(number, fault));
                }
            }
        }
        Ok(needing)
    }

    /// What the call owes to the budgets of every link, root first.
    pub(super) fn owed(&self, ids: &[Id]) -> Result<Vec<Charge>, Denied> {
        let mut owed = Vec::new();
        for ((link, id), number) in self.links.iter().zip(ids).zip(1..) {
            for (budget, index) in link.grant.budgets.iter().zip(0..) {
                if !budget.action.matches(self.call.action()) {
                    continue;
                }
                let amount = match &budget.sum {
                    None => 1,
                    Some(argument) => self.amount(argument).ok_or_else(|| {
                        self.denied(Code::AmountInvalid, Step::Owed, number).with(|denial| {
                            denial.argument = Some(grammar::name(argument));
                            denial.value = self.call.args().get(argument).map(grammar::shown_value);
                            denial.limit = Some(budget.to_string());
                        })
                    })?,
                };
                owed.push(Charge {
                    counter: self.counter(budget, id, index),
                    amount,
                    limit: budget.limit,
                    window_secs: budget.window_secs,
                    link: number,
                    budget: index,
                });
            }
        }
        Ok(owed)
    }

    fn amount(&self, argument: &str) -> Option<u64> {
        match self.call.args().get(argument)? {
            crate::value::Value::Number(number) => number.to_millionths(),
            _ => None,
        }
    }

    /// The counter of a budget: the link's own, or the account's, which all tokens of one authorizer share.
    fn counter(&self, budget: &Budget<'_>, link_id: &Id, index: usize) -> Id {
        let mut name = Writer::with_capacity(96);
        match &budget.account {
            None => {
                name.array(2).bytes(link_id).uint(index as u64);
            }
            Some(account) => {
                let text_or_zero = |name: &mut Writer, text: Option<&str>| match text {
                    Some(text) => drop(name.text(text)),
                    None => drop(name.uint(0)),
                };
                name.array(7).text(&self.entry.name);
                text_or_zero(&mut name, self.root.subject.as_deref());
                name.text(account);
                text_or_zero(&mut name, budget.sum.as_deref());
                budget.action.encode(&mut name);
                text_or_zero(&mut name, budget.unit.as_deref());
                name.uint(budget.window_secs.unwrap_or(0));
            }
        }
        envelope::id(context::COUNTER_ID, name.as_slice())
    }

    fn refuse(&self, number: usize, fault: Option<Fault<'_>>) -> Denied {
        let Some(fault) = fault else {
            return self.denied(Code::ActionNotGranted, Step::Grants, number).with(|denial| {
                denial.value = Some(grammar::action(self.call.action()));
            });
        };
        let argument = grammar::place(&fault.place);
        let allowed_by = fault.place.only_name().and_then(|name| self.allowed_by(number, name));
        self.denied(fault.code, Step::Grants, number).with(|denial| {
            denial.argument = Some(argument);
            denial.value = match fault.code {
                Code::ArgTooLong | Code::ArgTooShort => {
                    fault.value.and_then(matches::length).map(|length| length.to_string())
                }
                _ => fault.value.map(grammar::shown_value),
            };
            denial.limit = fault.limit.map(ToString::to_string);
            denial.allowed_by = allowed_by;
        })
    }

    /// The nearest earlier link that limits a top-level argument; it accepted the call, or it would have been reported.
    fn allowed_by(&self, number: usize, argument: &str) -> Option<(usize, String)> {
        self.grants().take(number).collect::<Vec<_>>().into_iter().rev().find_map(|(number, clauses)| {
            let clause = clauses.iter().find(|clause| matches::accepts(clause, self.call))?;
            match &clause.args.named(argument)?.limits {
                Limits::Any => None,
                limits if limits.shape().is_some() => None,
                limits => Some((number, limits.to_string())),
            }
        })
    }

    pub(super) fn denied(&self, code: Code, step: Step, number: usize) -> Denied {
        Denied::new(code, step).with(|denial| {
            denial.link = Some(number);
            denial.authorizer = Some(self.authorizer());
            denial.holders = self.holders().collect();
            denial.setter = Some(self.setter(number));
        })
    }

    pub(super) fn authorizer(&self) -> Authorizer {
        authorizer(self.entry, &self.root)
    }

    pub(super) fn holders(&self) -> impl Iterator<Item = VerifyingKey> {
        self.links.iter().map(|link| link.holder)
    }

    pub(super) fn setter(&self, number: usize) -> Setter {
        match number {
            0 => Setter::Verifier(Some(self.entry.name.clone())),
            1 => Setter::Authorizer(self.authorizer()),
            // The issuer of a link is its parent's holder.
            _ => self
                .links
                .get(number.saturating_sub(2))
                .map_or(Setter::Verifier(None), |link| Setter::Holder(link.holder)),
        }
    }
}

pub(super) fn authorizer(entry: &TrustEntry, root: &Root<'_>) -> Authorizer {
    match &root.subject {
        None => Authorizer::Key(root.issuer),
        Some(subject) => Authorizer::Subject { entry: entry.name.clone(), subject: subject.clone().into_owned() },
    }
}
