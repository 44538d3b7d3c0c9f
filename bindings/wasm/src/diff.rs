//! What links took away, and how two grants differ.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Call, Change, Effective, Grant, Link, Token, UnixTime, diff, only_in, remarks};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::Given;
use crate::json::json;

/// What each link of a token took away from what the links above it left, root first. The root link takes nothing away.
#[wasm_bindgen(js_name = unverifiedChanges)]
pub fn unverified_changes(token: &str) -> Given<String> {
    let token = Token::from_text(token)?;
    let links = token.unverified_links();
    let mut above: Option<Effective<'_>> = None;
    let mut steps: Vec<Vec<Change>> = Vec::new();
    for link in &links {
        let effective = match (&above, link.unverified_issued_at()) {
            (Some(above), _) => {
                let effective = above.then(link.unverified_grant());
                steps.push(diff(above, &effective));
                effective
            }
            (None, Some(issued_at)) => {
                steps.push(Vec::new());
                Effective::root(link.unverified_grant(), issued_at)
            }
            // cannot happen: a token begins with a root link
            (None, None) => continue,
        };
        above = Some(effective);
    }
    let reports: Vec<Vec<_>> = steps.iter().map(|step| step.iter().map(Change::report).collect()).collect();
    Ok(json(&reports))
}

/// How two grants differ.
#[derive(Serialize)]
struct Difference {
    first_to_second: Vec<String>,
    second_to_first: Vec<String>,
    only_first: Option<String>,
    only_second: Option<String>,
}

/// What the second grant would take away below the first, the other way round, and a call that only one of them allows.
#[wasm_bindgen(js_name = diffGrants)]
pub fn diff_grants(first: &str, second: &str) -> Given<String> {
    let (first, second) = (Grant::parse(first)?, Grant::parse(second)?);
    let start = UnixTime::from_secs(0)?;
    let taken = |from: &Grant<'_>, to: &Grant<'_>| {
        let above = Effective::root(from, start);
        diff(&above, &above.then(to)).iter().map(ToString::to_string).collect()
    };
    let only =
        |one: &Grant<'_>, other: &Grant<'_>| only_in(&[one.clauses()], &[other.clauses()]).as_ref().map(Call::to_text);
    Ok(json(&Difference {
        first_to_second: taken(&first, &second),
        second_to_first: taken(&second, &first),
        only_first: only(&first, &second),
        only_second: only(&second, &first),
    }))
}

/// What is worth a second look in a token's last link.
#[wasm_bindgen(js_name = unverifiedRemarks)]
pub fn unverified_remarks(token: &str) -> Given<String> {
    let token = Token::from_text(token)?;
    let links = token.unverified_links();
    let remarks: Vec<_> = links.last().map(|leaf: &Link<'_>| remarks(leaf)).unwrap_or_default();
    Ok(json(&remarks.iter().map(|remark| remark.report()).collect::<Vec<_>>()))
}
