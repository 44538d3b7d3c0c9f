//! A verdict in text and in JSON, for `check` and `demo`.

use std::collections::BTreeMap;

use depute::{Authorizer, Charge, Code, Counted, Denied, Millionths, Setter, Verified, VerifyingKey};
use serde_json::{Value, json};

use super::product::{extend, hex};
use crate::evidence;
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

pub(crate) fn allowed_members(verified: &Verified<'_>) -> Value {
    let holders: Vec<String> = verified.holders().map(|holder| holder.to_string()).collect();
    let owed: Vec<Value> = verified.owed().iter().map(|charge| charge_members(verified, charge)).collect();
    json!({
        "authorizer": authorizer(&verified.authorizer()),
        "trust_entry": verified.trust_entry(),
        "evidence": evidence::members(verified.evidence()),
        "holders": holders,
        "links": verified.link_ids().iter().map(hex).collect::<Vec<_>>(),
        "call": {"action": verified.call().action(), "digest": hex(verified.call().digest())},
        "revocation": verified.revocation().to_string(),
        "endorsements": verified.endorsements().iter().map(endorsement).collect::<Vec<_>>(),
        "owed": owed,
    })
}

fn endorsement(counted: &Counted) -> Value {
    json!({
        "id": hex(counted.id),
        "signer": counted.signer.to_string(),
        "issued_at": counted.issued_at.to_string(),
        "expires": counted.expires.to_string(),
    })
}

pub(crate) fn denied_members(denied: &Denied, names: &Names) -> Value {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let explanation = denied.explain(&petname);
    let mut members = json!({
        "code": denied.code().as_str(),
        "step": denied.step().as_str(),
        "link": denied.link(),
        "links": denied.links(),
        "authenticated": denied.is_authenticated(),
        "authorizer": denied.authorizer().map(authorizer),
        "holders": denied.holders().iter().map(|holder| holder.to_string()).collect::<Vec<_>>(),
        "argument": denied.argument(),
        "value": denied.value(),
        "limit": denied.limit(),
        "set_by": denied.set_by().map(setter),
        "fault": explanation.fault(),
        "fix": explanation.fix(),
        "for_model": denied.for_model(),
        "exit": denied.code().exit(),
        "http": denied.code().http(),
    });
    if matches!(denied.code(), Code::ApprovalMissing | Code::EndorsementUsed) {
        let approvers: Vec<String> = denied.approvers().iter().map(ToString::to_string).collect();
        extend(&mut members, json!({"approvers": approvers}));
    }
    if let (Code::ApprovalMissing, Some(expected)) = (denied.code(), denied.expected()) {
        let (leaf, digest) = (hex(expected.leaf_id), hex(expected.call_digest));
        extend(&mut members, json!({"expected": {"leaf": leaf, "digest": digest, "audience": expected.audience}}));
    }
    members
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

fn charge_members(verified: &Verified<'_>, charge: &Charge) -> Value {
    let budget = verified.budget(charge);
    let is_sum = budget.is_some_and(|budget| budget.sum().is_some());
    json!({
        "link": charge.link,
        "budget": budget.map(ToString::to_string),
        "amount": if is_sum { Millionths(charge.amount).to_string() } else { charge.amount.to_string() },
        "counter": hex(charge.counter),
    })
}

fn setter(setter: &Setter) -> Value {
    match setter {
        Setter::Verifier(entry) => json!({"verifier": entry}),
        Setter::Authorizer(named) => authorizer(named),
        Setter::Holder(key) => json!({"key": key.to_string()}),
    }
}

fn authorizer(authorizer: &Authorizer) -> Value {
    match authorizer {
        Authorizer::Key(key) => json!({"key": key.to_string()}),
        Authorizer::Subject { entry, subject } => json!({"entry": entry, "subject": subject}),
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
