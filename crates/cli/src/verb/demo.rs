//! `demo`: the travel agent, with real tokens, a real verifier and a real ledger.
//!
//! Nothing is staged: every call is presented, judged and charged as any other, and a verdict that is not the one its
//! scene expects makes the run fail.

mod calls;
mod cast;
mod files;
mod scenes;

use depute::{Code, Denied, Verified, VerifyingKey};
use depute_ledger::MemoryLedger;
use serde_json::{Value, json};

use self::cast::Cast;
use self::scenes::{Expected, Scene};
use super::product::extend;
use super::tree::Tree;
use super::{delegate, verdict};
use crate::cli::Demo;
use crate::failure::Failure;
use crate::host;
use crate::names::Names;
use crate::out::{BAD, GOOD, Out};

pub(crate) fn run(args: &Demo, out: &mut Out) -> Result<u8, Failure> {
    let now = host::now()?;
    let tuesday = calls::next_tuesday(now)?;
    let cast = Cast::new(now, &tuesday.to_string())?;
    let scenes = scenes::all(&cast, &calls::all(tuesday)?)?;
    let widened = widened(&cast)?;
    let mut ledger = MemoryLedger::new(cast.began);
    let played: Vec<Played> = scenes.iter().map(|scene| Played::new(&cast, &mut ledger, scene)).collect();
    if let Some(folder) = &args.out {
        files::write(folder, &cast, &scenes)?;
    }

    let tree = Tree::new(&[&cast.trip, &cast.search, &cast.book, &cast.seat], &cast.names, now);
    let mut text = format!(
        "Alice mandates a planner for one trip to SFO on Tuesday, {tuesday}, within 600 \"USD\" in all.\n\
         The planner hands searching to one agent and booking to two others.\n\n{}\n\n\
         The planner tries to hand on more than it has:\n  {}\n  {}\n\n{}\n{}",
        tree.text(),
        widened.message(),
        widened.hints().first().map_or("", String::as_str),
        table(&played, &cast.names),
        reasons(&played, &cast.names),
    );
    let differing: Vec<&str> =
        played.iter().filter(|played| !played.is_as_expected()).map(|played| played.scene.title).collect();
    let mut members = json!({
        "day": tuesday.to_string(),
        "tree": tree.members(),
        "refused_delegation": {"code": widened.code().as_str(), "message": widened.message(), "hints": widened.hints()},
        "scenes": played.iter().map(|played| played.members(&cast.names)).collect::<Vec<_>>(),
        "as_expected": differing.is_empty(),
    });
    if let Some(folder) = &args.out {
        text.push_str(&format!("\n\nWritten to {0}; {0}/README.txt says how to check each by hand.", folder.display()));
        extend(&mut members, json!({"out": folder.display().to_string()}));
    }
    out.product(&text, members)?;
    match differing.as_slice() {
        [] => Ok(0),
        // The object has said so.
        _ if out.is_json() => Ok(Code::Internal.exit()),
        _ => Err(Failure::new(Code::Internal, format!("not the verdict that was expected: {}", differing.join(", ")))),
    }
}

/// The planner asks to hand on more than Alice gave it, and is refused before anything is signed.
fn widened(cast: &Cast) -> Result<Failure, Failure> {
    let delegation = cast.trip.delegate(&cast.booker.public()).allow("flights.book(price <= 900, ..)")?;
    match delegation.sign(&cast.planner.key, cast.now) {
        Err(refused) if refused.code() == Code::Widens => Ok(delegate::failure(&refused, &cast.names)),
        Err(refused) => Err(delegate::failure(&refused, &cast.names)),
        Ok(_) => Err(Failure::new(Code::Internal, "a wider grant was handed on")),
    }
}

/// A scene with what came of it.
struct Played<'s> {
    scene: &'s Scene,
    /// What was taken and what the tool said, or why not.
    outcome: Result<String, Denied>,
}

impl<'s> Played<'s> {
    /// The whole way of a call: verified, charged, run.
    fn new(cast: &Cast, ledger: &mut MemoryLedger, scene: &'s Scene) -> Played<'s> {
        let verified = cast.verifier.check(scene.presentation.as_bytes(), &scene.call, cast.now);
        let outcome = verified.and_then(|verified| {
            let taken = taken(&verified);
            // A real server would call its airline here, with this call and no other.
            ledger.run(verified, cast.now, |_call| taken)
        });
        Played { scene, outcome }
    }

    fn is_as_expected(&self) -> bool {
        match (&self.outcome, self.scene.expected) {
            (Ok(_), Expected::Allowed) => true,
            (Err(denied), Expected::Denied(code)) => denied.code() == code,
            _ => false,
        }
    }

    fn members(&self, names: &Names) -> Value {
        let scene = self.scene;
        let mut members = json!({
            "title": scene.title,
            "by": scene.by,
            "call": {"action": scene.call.action(), "digest": depute::Hex(scene.call.digest()).to_string()},
            "expected": match scene.expected {
                Expected::Allowed => "allowed",
                Expected::Denied(code) => code.as_str(),
            },
            "as_expected": self.is_as_expected(),
        });
        let more = match &self.outcome {
            Ok(taken) => json!({"verdict": "allowed", "taken": taken}),
            Err(denied) => json!({"verdict": "denied", "denied": verdict::denied_members(denied, names)}),
        };
        extend(&mut members, more);
        members
    }
}

fn taken(verified: &Verified<'_>) -> String {
    let owed = verdict::owed(verified);
    if owed.is_empty() { "nothing to pay".to_owned() } else { format!("took {}", owed.join(", ")) }
}

fn table(played: &[Played<'_>], names: &Names) -> String {
    let width = played.iter().map(|played| played.scene.title.chars().count()).max().unwrap_or(0);
    let rows = (1..).zip(played).map(|(number, played)| {
        let (style, verdict, what) = match &played.outcome {
            Ok(taken) => (GOOD, "ALLOWED", taken.clone()),
            Err(denied) => (BAD, "DENIED ", place(denied, names)),
        };
        let doubt = if played.is_as_expected() { "" } else { "   NOT AS EXPECTED" };
        format!(
            "{number:>2}  {:width$}  {:<7}  {style}{verdict}{style:#}  {what}{doubt}",
            played.scene.title, played.scene.by
        )
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Each refusal: the call, where it failed, why, and what would pass.
fn reasons(played: &[Played<'_>], names: &Names) -> String {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let mut text = String::new();
    for (number, played) in (1..).zip(played) {
        let Err(denied) = &played.outcome else { continue };
        let explanation = denied.explain(&petname);
        text.push_str(&format!(
            "\n{number:>2}  {}: {}\n    {}\n    {}\n    fix: {}\n",
            played.scene.title,
            place(denied, names),
            played.scene.call.to_json(),
            explanation.fault(),
            explanation.fix(),
        ));
    }
    text.trim_end().to_owned()
}

/// `arg_above_limit at link 2 of 2: planner → booker`
fn place(denied: &Denied, names: &Names) -> String {
    let petname = |key: &VerifyingKey| names.name(key).map(str::to_owned);
    let text = denied.explain(&petname).to_string();
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches("DENIED").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use depute::UnixTime;

    use super::*;

    #[test]
    fn a_verdict_that_was_not_expected_is_seen() {
        let now = UnixTime::from_secs(1_793_696_400).unwrap();
        let tuesday = calls::next_tuesday(now).unwrap();
        assert_eq!(tuesday.to_string(), "2026-11-10", "a Tuesday is followed by the next one");
        let cast = Cast::new(now, &tuesday.to_string()).unwrap();
        let mut ledger = MemoryLedger::new(cast.began);
        for mut scene in scenes::all(&cast, &calls::all(tuesday).unwrap()).unwrap() {
            let title = scene.title;
            let outcome = Played::new(&cast, &mut ledger, &scene).outcome;
            assert!(Played { scene: &scene, outcome: outcome.clone() }.is_as_expected(), "{title}");
            scene.expected = match scene.expected {
                Expected::Allowed => Expected::Denied(Code::Expired),
                Expected::Denied(Code::Expired) => Expected::Denied(Code::NotYetValid),
                Expected::Denied(_) => Expected::Allowed,
            };
            assert!(!Played { scene: &scene, outcome }.is_as_expected(), "{title}");
        }
    }
}
