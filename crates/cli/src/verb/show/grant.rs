//! A clause or a whole grant, as people write them: the one text that they print as, and the bytes of a clause.

use depute::{Clause, Grant, Hex};
use serde_json::{Value, json};

use super::View;
use crate::diag::{self, grants};
use crate::failure::Failure;

/// One clause.
pub(super) fn clause(clause: &Clause<'_>) -> Result<View, Failure> {
    let bytes = clause.to_bytes();
    Ok(View {
        text: format!("clause     {clause}\ncanonical  {}", Hex(&bytes)),
        members: json!({"kind": "clause", "clause": clause.to_string()}),
        diag: Some(grants::clause(&diag::decode(&bytes)?, &clause.to_string())),
        bytes: Some(bytes),
        state: None,
        status: 0,
    })
}

/// A grant: it has no bytes of its own, since a link spreads it over claims and mandate.
pub(super) fn view(grant: &Grant<'_>) -> Result<View, Failure> {
    let items = |texts: Vec<(String, Vec<u8>)>| -> Vec<Value> {
        texts.into_iter().map(|(text, bytes)| json!({"text": text, "canonical": Hex(&bytes).to_string()})).collect()
    };
    let clauses = grant.clauses().iter().map(|clause| (clause.to_string(), clause.to_bytes()));
    let budgets = grant.budgets().iter().map(|budget| (budget.to_string(), budget.to_bytes()));
    Ok(View {
        text: grant.to_string(),
        members: json!({
            "kind": "grant",
            "grant": grant.to_string(),
            "clauses": items(clauses.collect()),
            "budgets": items(budgets.collect()),
        }),
        bytes: None,
        diag: None,
        state: None,
        status: 0,
    })
}
