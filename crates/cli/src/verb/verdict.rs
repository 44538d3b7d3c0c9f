//! A verdict in text and in JSON, for `check` and `demo`.

use std::collections::BTreeMap;

use depute::{Authorizer, Charge, Denied, Millionths, Setter, Verified, VerifyingKey};
use serde_json::Value;

use super::product::members;
use crate::names::Names;
use crate::out::{BAD, GOOD, quoted, styled};

/// `ALLOWED (…)   alice → planner → booker`, and how revocations were looked up: whoever looked nothing up is told so.
pub(crate) fn allowed(verified: &Verified<'_>, names: &Names) -> String {
    let owed = owed(verified);
    let owed = if owed.is_empty() {
        "owes nothing".to_owned()
    } else {
        format!("owes {}, nothing was charged", owed.join(", "))
    };
    let approvers: Vec<String> = verified.endorsements().iter().map(|counted| names.shown(&counted.signer)).collect();
    let approved = if approvers.is_empty() { String::new() } else { format!("approved by {}; ", approvers.join(", ")) };
    let hands = hands(verified, names);
    format!("{GOOD}ALLOWED{GOOD:#} (checked only: {approved}{owed})   {hands}\n  revocation {}", verified.revocation())
}

/// The whole explanation, its first word coloured.
pub(crate) fn denied(denied: &Denied, names: &Names) -> String {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let text = denied.explain(&petname).to_string();
    match text.strip_prefix("DENIED") {
        Some(rest) => {
            // The last line says which check failed; a value above it may hold any word.
            let (above, checked) = rest.rsplit_once('\n').unwrap_or((rest, ""));
            let checked = checked.replace("FAILED", &styled(BAD, "FAILED"));
            format!("{BAD}DENIED{BAD:#}{above}\n{checked}")
        }
        None => text,
    }
}

/// What `--json` says of a refusal, its sentences in the reader's own names.
pub(crate) fn denied_members(denied: &Denied, names: &Names) -> Value {
    members(denied.report(&|key: &VerifyingKey| names.name(key).map(str::to_owned)))
}

/// The authorizer and every hand below, by the reader's own names.
fn hands(verified: &Verified<'_>, names: &Names) -> String {
    chain(&verified.authorizer(), verified.holders(), names)
}

/// `alice → planner → booker`
pub(crate) fn chain(authorizer: &Authorizer, holders: impl Iterator<Item = VerifyingKey>, names: &Names) -> String {
    let holders = holders.map(|holder| names.shown(&holder));
    std::iter::once(authorizer_shown(authorizer, names)).chain(holders).collect::<Vec<_>>().join(" → ")
}

fn authorizer_shown(authorizer: &Authorizer, names: &Names) -> String {
    match authorizer {
        Authorizer::Key(key) => names.shown(key),
        // A name that the authority vouches for stays in quotes: it is the authority's word.
        Authorizer::Subject { entry, subject } => format!("{} of {entry}", quoted(subject)),
    }
}

/// Who set a limit, as a word in a sentence.
pub(crate) fn setter_shown(setter: &Setter, names: &Names) -> String {
    match setter {
        Setter::Verifier(Some(entry)) => format!("your trust in {entry}"),
        Setter::Verifier(None) => "this verifier".to_owned(),
        Setter::Authorizer(authorizer) => authorizer_shown(authorizer, names),
        Setter::Holder(key) => names.shown(key),
    }
}

/// What a call owes, by the links whose budgets want it: `1 call on links 1 and 2`.
pub(crate) fn owed(verified: &Verified<'_>) -> Vec<String> {
    let mut links_of: BTreeMap<(bool, String), Vec<usize>> = BTreeMap::new();
    for charge in verified.owed() {
        let amount = amount(verified, charge);
        links_of.entry((amount != "1 call", amount)).or_default().push(charge.link);
    }
    let mut amounts_of: BTreeMap<Vec<usize>, Vec<String>> = BTreeMap::new();
    for ((_, amount), links) in links_of {
        amounts_of.entry(links).or_default().push(amount);
    }
    amounts_of.into_iter().map(|(links, amounts)| format!("{} on {}", amounts.join(", "), in_words(&links))).collect()
}

/// `1 call`, or `390 "USD"` of what the budget sums.
fn amount(verified: &Verified<'_>, charge: &Charge) -> String {
    match verified.budget(charge).and_then(|budget| Some((budget.sum()?, budget.unit()))) {
        None => "1 call".to_owned(),
        Some((_, Some(unit))) => format!("{} {}", Millionths(charge.amount), quoted(unit)),
        Some((argument, None)) => format!("{} of {argument}", Millionths(charge.amount)),
    }
}

/// `link 1`, `links 1, 2 and 3`
pub(crate) fn in_words(links: &[usize]) -> String {
    let [first @ .., last] = links else { return String::new() };
    match first {
        [] => format!("link {last}"),
        first => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            format!("links {} and {last}", first.join(", "))
        }
    }
}
