//! Several implementations, one question after the other, over the line protocol: whatever they answer differently is made
//! as small as it goes and shown.

use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::peer::Peer;
use crate::random::{self, tape};

/// Members of a refusal, and of any other answer, that are the same everywhere.
const OF_REFUSALS: [&str; 5] = ["verdict", "code", "step", "link", "argument"];
const OF_OTHERS: [&str; 11] = [
    "verdict",
    "authorizer",
    "holders",
    "charges",
    "endorsements",
    "ids",
    "bytes",
    "canonical",
    "digest",
    "wire",
    "text",
];

/// Questions under way at once: enough that nobody waits for the slowest, few enough for a pipe.
const AHEAD: usize = 64;

/// Asks the commands of this file `count` questions of this seed; an error shows the first that is answered differently.
pub(crate) fn run(seed: u64, count: u64, file: &Path) -> Result<String, String> {
    let commands = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut peers = commands.lines().map(Peer::start).collect::<Result<Vec<_>, String>>()?;
    if peers.len() < 2 {
        return Err(format!("{} has nobody to compare", file.display()));
    }
    let mut kinds = std::collections::BTreeMap::<String, u64>::new();
    let mut number = 0;
    while number < count {
        let tapes: Vec<Vec<u8>> =
            (number..count.min(number + AHEAD as u64)).map(|one| tape::bytes(seed, one)).collect();
        let questions: Vec<Value> = tapes.iter().map(|tape| asked(tape)).collect();
        let answers = peers
            .iter_mut()
            .map(|peer| peer.ask(&questions))
            .collect::<Result<Vec<_>, String>>()
            .map_err(|fault| format!("questions {number} to {}: {fault}", number + questions.len() as u64 - 1))?;
        for (place, tape) in tapes.iter().enumerate() {
            let given: Vec<&Value> = answers.iter().map(|answers| &answers[place]).collect();
            if differ(&questions[place], &given) {
                let smallest = smaller(tape, &mut peers)?;
                return Err(shown(number + place as u64, &smallest, &mut peers)?);
            }
            let verdict = format!(
                "{} {}",
                questions[place]["do"].as_str().unwrap_or_default(),
                answers[0][place]["verdict"].as_str().unwrap_or_default()
            );
            *kinds.entry(verdict).or_default() += 1;
        }
        number += questions.len() as u64;
    }
    let kinds: Vec<String> = kinds.into_iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    Ok(format!(
        "{count} questions of seed {seed}, {} implementations, no difference: {}",
        peers.len(),
        kinds.join(", ")
    ))
}

/// Prints questions, for whoever wants to answer them elsewhere.
pub(crate) fn print(seed: u64, count: u64) -> Result<String, String> {
    let mut out = io::stdout().lock();
    for number in 0..count {
        writeln!(out, "{}", asked(&tape::bytes(seed, number))).map_err(|error| error.to_string())?;
    }
    Ok(String::new())
}

fn asked(tape: &[u8]) -> Value {
    let question = random::question(tape);
    json!({ "do": question.action, "input": question.input })
}

/// Whether these are not all one answer.
fn differ(question: &Value, answers: &[&Value]) -> bool {
    let compared = |answer: &Value| -> Vec<Value> {
        let members: &[&str] = match (answer["verdict"].as_str(), question["do"].as_str()) {
            // Of a text with several faults, which one is reported is open.
            (Some("denied"), Some("call" | "clause-text" | "budget-text")) => &["verdict"],
            (Some("denied"), Some("match")) => &["verdict", "code", "argument"],
            (Some("denied"), Some("read")) => &["verdict", "code"],
            (Some("denied"), _) => &OF_REFUSALS,
            _ => &OF_OTHERS,
        };
        members.iter().map(|member| answer[*member].clone()).collect()
    };
    let first = compared(answers[0]);
    first[0] == "error" || answers.iter().any(|answer| compared(answer) != first)
}

/// The shortest and plainest tape that is still answered differently.
fn smaller(tape: &[u8], peers: &mut [Peer]) -> Result<Vec<u8>, String> {
    let mut best = tape.to_vec();
    let mut differs = |tape: &[u8]| -> Result<bool, String> {
        let question = asked(tape);
        let answers = peers
            .iter_mut()
            .map(|peer| Ok(peer.ask(std::slice::from_ref(&question))?.remove(0)))
            .collect::<Result<Vec<Value>, String>>()?;
        Ok(differ(&question, &answers.iter().collect::<Vec<_>>()))
    };
    for chunk in [256, 64, 16, 4, 1] {
        let mut place = 0;
        while place < best.len() {
            let end = best.len().min(place + chunk);
            let without = [&best[..place], &best[end..]].concat();
            let mut plain = best.clone();
            plain[place..end].fill(0);
            if differs(&without)? {
                best = without;
            } else if plain != best && differs(&plain)? {
                best = plain;
                place = end;
            } else {
                place = end;
            }
        }
    }
    Ok(best)
}

fn shown(number: u64, tape: &[u8], peers: &mut [Peer]) -> Result<String, String> {
    let question = asked(tape);
    let mut text = format!("question {number} is answered differently; made small:\n{question}\n");
    if let Some(readable) = random::question(tape).readable {
        text.push_str(&format!("{readable:#}\n"));
    }
    for peer in peers {
        let answer = peer.ask(std::slice::from_ref(&question))?.remove(0);
        text.push_str(&format!("{}\n  {answer}\n", peer.command));
    }
    Ok(text)
}
