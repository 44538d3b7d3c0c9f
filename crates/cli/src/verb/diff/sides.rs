//! Two of anything that grants: tokens, grant texts, trust entries.

use depute::{Call, Clause, Effective, Grant, Kind, Link, Presentation, Subject, Token, UnixTime, diff, only_in};
use serde_json::{Value, json};

use super::{mark, shown};
use crate::failure::Failure;
use crate::home::Home;
use crate::out::{Out, plain};
use crate::{input, trust_file};

/// One side: what it grants, link by link.
pub(super) struct Side {
    grants: Vec<Grant<'static>>,
    pub(super) token: Option<Token>,
}

impl Side {
    pub(super) fn read(home: &Home, argument: &str) -> Result<Side, Failure> {
        if let Some(name) = argument.strip_prefix(trust_file::ENTRY_PREFIX) {
            let entry = trust_file::entry(home, name)?.read(name)?;
            return Ok(Side { grants: vec![entry.grant().clone()], token: None });
        }
        let text = input::text(argument)?;
        let token = match Kind::of(text.trim()) {
            None => return Ok(Side { grants: vec![grant(&text)?], token: None }),
            Some(Kind::Presentation) => Presentation::from_text(text.trim())?.unverified_token()?,
            Some(_) => Token::from_text(text.trim())?,
        };
        let grants = token.unverified_links().iter().map(|link| link.unverified_grant().clone().into_owned()).collect();
        Ok(Side { grants, token: Some(token) })
    }

    fn clauses(&self) -> Vec<&[Clause<'static>]> {
        self.grants.iter().map(Grant::clauses).collect()
    }

    fn issued_at(&self) -> Option<UnixTime> {
        self.token.as_ref()?.unverified_links().first().and_then(Link::unverified_issued_at)
    }

    /// How many links may follow, if that is stated.
    fn depth(&self, issued_at: UnixTime) -> Option<u64> {
        match (&self.token, self.grants.as_slice()) {
            (Some(_), grants) => Some(effective(grants, issued_at)?.depth()),
            (None, [grant]) => grant.depth(),
            (None, _) => None,
        }
    }
}

/// Prints what each side takes away from the other, and a call that only one of them allows.
pub(super) fn compare(out: &mut Out, first: &Side, second: &Side) -> Result<u8, Failure> {
    let (onward, back) = (taken(first, second), taken(second, first));
    let said = |changes: &[String]| if changes.is_empty() { "nothing".to_owned() } else { changes.join("; ") };
    let mut text =
        if first.token.is_some() || second.token.is_some() { format!("{}\n", mark()) } else { String::new() };
    text.push_str(&format!("first → second   {}\nsecond → first   {}\n", said(&onward), said(&back)));
    let (lines, mut members) = only(first, second);
    text.push_str(&lines);
    let [onward, back] = [onward, back].map(|changes| changes.iter().map(|text| plain(text)).collect::<Vec<_>>());
    super::extend(&mut members, json!({"verified": false, "first_to_second": onward, "second_to_first": back}));
    out.product(&text, members)?;
    Ok(0)
}

/// A call that only the one or the other allows, if one is found: lines for people, members for JSON.
pub(super) fn only(first: &Side, second: &Side) -> (String, Value) {
    let only_first = only_in(&first.clauses(), &second.clauses());
    let only_second = only_in(&second.clauses(), &first.clauses());
    let line = |side: &str, call: &Option<Call>| match call {
        Some(call) => format!("only the {side} allows, for example   {}\n", call.to_text()),
        None => String::new(),
    };
    let mut text = line("first", &only_first) + &line("second", &only_second);
    if text.is_empty() {
        text = "no call was found that only one of them allows\n".to_owned();
    }
    let members = |call: &Option<Call>| call.as_ref().map(Call::to_text);
    (text, json!({"only_first": members(&only_first), "only_second": members(&only_second)}))
}

/// What `to` would take away if it stood below `from`.
fn taken(from: &Side, to: &Side) -> Vec<String> {
    // Windows can be compared from one moment on: that of a token, if there is one.
    let Some(issued_at) = from.issued_at().or(to.issued_at()).or(UnixTime::from_secs(0).ok()) else {
        return Vec::new();
    };
    let Some(above) = effective(&from.grants, issued_at) else { return Vec::new() };
    let mut taken: Vec<String> = Vec::new();
    for grant in &to.grants {
        // Standing below costs one link of depth, which says nothing of the two sides.
        for change in diff(&above, &above.then(grant)).iter().filter(|change| change.subject != Subject::Depth) {
            let text = shown(change);
            if !taken.contains(&text) {
                taken.push(text);
            }
        }
    }
    if let (Some(before), Some(after)) = (from.depth(issued_at), to.depth(issued_at))
        && after < before
    {
        taken.push(format!("depth {before} → {after}"));
    }
    taken
}

fn effective<'g>(grants: &'g [Grant<'static>], issued_at: UnixTime) -> Option<Effective<'g>> {
    let (root, further) = grants.split_first()?;
    Some(further.iter().fold(Effective::root(root, issued_at), |above, grant| above.then(grant)))
}

/// A grant from its text, or from a clause alone.
fn grant(text: &str) -> Result<Grant<'static>, Failure> {
    let clause = text.trim();
    if !clause.contains('\n') && Clause::parse(clause).is_ok() {
        return Ok(Grant::parse(&format!("allow {clause}"))?);
    }
    Grant::parse(text).map_err(|fault| {
        Failure::in_text(fault, text)
            .hint("a side is a token, a clause, a grant text with one item a line, or `trust:NAME`")
    })
}
