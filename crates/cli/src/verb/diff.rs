//! `diff`: what each link of a token took away, or how two grants, tokens or trust entries differ.

mod sides;

use depute::{Change, Effective, Id, Link, Token, diff};
use serde_json::{Value, json};

use self::sides::Side;
use super::product::{extend, hex, members};
use crate::cli::Diff;
use crate::failure::Failure;
use crate::home::Home;
use crate::input;
use crate::names::Names;
use crate::out::{ADDED, CAUTION, Out, TAKEN, styled};

/// What is compared is what tokens claim.
fn mark() -> String {
    format!("{CAUTION}UNVERIFIED{CAUTION:#} (`depute show --trust NAME` judges a chain)")
}

pub(crate) fn run(args: &Diff, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    let names = Names::load(&home)?;
    match args.sides.as_slice() {
        [first, second] => {
            let (first, second) = (Side::read(&home, first)?, Side::read(&home, second)?);
            match (&first.token, &second.token) {
                (Some(_), Some(_)) => two(out, &names, &first, &second),
                _ => sides::compare(out, &first, &second),
            }
        }
        given => one(out, &names, &Token::from_text(&input::object(given)?)?),
    }
}

/// What the last link of a token took away, in one line for people; empty if nothing.
pub(crate) fn narrowed(token: &Token) -> String {
    listed(steps(token).last().map(|step| step.changes.as_slice()).unwrap_or_default())
}

fn one(out: &mut Out, names: &Names, token: &Token) -> Result<u8, Failure> {
    let steps = steps(token);
    let rows: Vec<Value> = steps.iter().map(Step::members).collect();
    out.product(&format!("{}\n{}", mark(), lines(&steps, names)), json!({"verified": false, "links": rows}))?;
    Ok(0)
}

fn two(out: &mut Out, names: &Names, one: &Side, other: &Side) -> Result<u8, Failure> {
    let of = |side: &Side| side.token.as_ref().map(steps).unwrap_or_default();
    let (first, second) = (of(one), of(other));
    let shared = first.iter().zip(&second).take_while(|(one, other)| one.id == other.id).count();
    let (both, first) = first.split_at(shared);
    let (_, second) = second.split_at(shared);
    let mut text = format!("{}\n", mark());
    for (title, steps) in [("both", both), ("first only", first), ("second only", second)] {
        if !steps.is_empty() {
            text.push_str(&format!("{title}\n{}\n", lines(steps, names)));
        }
    }
    let (lines, only) = sides::only(one, other);
    text.push_str(&lines);
    let members = |steps: &[Step]| steps.iter().map(Step::members).collect::<Vec<_>>();
    let mut about =
        json!({"verified": false, "both": members(both), "first": members(first), "second": members(second)});
    extend(&mut about, only);
    out.product(&text, about)?;
    Ok(0)
}

/// One link with what it took away from what the links above it left.
struct Step {
    id: Id,
    issuer: Option<depute::VerifyingKey>,
    holder: depute::VerifyingKey,
    /// What a root link grants; it takes nothing away.
    granted: Vec<String>,
    changes: Vec<Change>,
}

fn steps(token: &Token) -> Vec<Step> {
    let links = token.unverified_links();
    let mut above: Option<(Effective<'_>, &Link<'_>)> = None;
    let mut steps = Vec::new();
    for (link, id) in links.iter().zip(token.unverified_ids()) {
        let grant = link.unverified_grant();
        let mut step = Step {
            id,
            issuer: link.unverified_issuer(),
            holder: link.unverified_holder(),
            granted: Vec::new(),
            changes: Vec::new(),
        };
        let effective = match (&above, link.unverified_issued_at()) {
            (Some((parent, issuer)), _) => {
                let effective = parent.then(grant);
                step.issuer = Some(issuer.unverified_holder());
                step.changes = diff(parent, &effective);
                effective
            }
            (None, Some(issued_at)) => {
                step.granted = grant.clauses().iter().map(ToString::to_string).collect();
                Effective::root(grant, issued_at)
            }
            // Cannot happen: a token begins with a root link.
            (None, None) => continue,
        };
        above = Some((effective, link));
        steps.push(step);
    }
    steps
}

impl Step {
    fn hands(&self, names: &Names) -> String {
        let issuer = self.issuer.map(|key| names.shown(&key)).unwrap_or_default();
        format!("{issuer} → {}", names.shown(&self.holder))
    }

    fn members(&self) -> Value {
        let changes: Vec<Value> = self.changes.iter().map(|change| members(change.report())).collect();
        json!({
            "id": hex(self.id),
            "issuer": self.issuer.map(|key| key.to_string()),
            "holder": self.holder.to_string(),
            "granted": self.granted,
            "changes": changes,
        })
    }
}

fn lines(steps: &[Step], names: &Names) -> String {
    let width = steps.iter().map(|step| step.hands(names).chars().count()).max().unwrap_or(0);
    let lines = steps.iter().map(|step| {
        let hands = step.hands(names);
        let space = " ".repeat(width - hands.chars().count());
        let said = match (step.granted.is_empty(), step.changes.is_empty()) {
            (false, _) => step.granted.join(" · "),
            (true, false) => listed(&step.changes),
            (true, true) => "took nothing away".to_owned(),
        };
        format!("{hands}{space}   {said}")
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn listed(changes: &[Change]) -> String {
    changes.iter().map(shown).collect::<Vec<_>>().join("; ")
}

/// What was taken away, and a limit that was not there before, in their colours.
fn shown(change: &Change) -> String {
    let text = change.to_string();
    match (&change.before, &change.after) {
        (Some(_), None) => styled(TAKEN, &text),
        (None, Some(_)) => styled(ADDED, &text),
        _ => text,
    }
}
