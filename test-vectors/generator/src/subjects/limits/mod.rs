//! Limits: exactly at each the object is accepted, one over it is not.

mod bytes;
mod calls;
mod grants;
mod policy;
mod revocations;
mod texts;
mod times;
mod values;

use depute_vectors::kit::{Draft, Item, Walk};
use serde_json::Value;

use crate::form::{self, fault, fault_in};
use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let mut file =
        Subject::new("limits", "Every limit of version 1 that a reader or a verifier judges: at it, and one over.");
    bytes::add(&mut file);
    grants::add(&mut file);
    texts::add(&mut file);
    times::add(&mut file);
    values::add(&mut file);
    calls::add(&mut file);
    revocations::add(&mut file);
    policy::add(&mut file);
    file
}

/// What is asked of so many, and how it is answered where they are not too many.
type Asked<'a> = &'a dyn Fn(usize) -> (Question, Value);

/// Two vectors: at the limit, and one over it.
fn edge(file: &mut Subject, name: &str, what: &str, limit: usize, refusal: Value, with: Asked) {
    let (question, answer) = with(limit);
    file.yes(name, &format!("{limit} {what}: exactly at the limit"), question, answer).flags(&["limit"]);
    let (question, _) = with(limit + 1);
    let shows = format!("{} {what}: one over the limit", limit + 1);
    file.no(&format!("{name}-over"), name, &shows, question, refusal).flags(&["limit"]);
}

/// Of the root link of a token.
fn of_root(file: &mut Subject, name: &str, what: &str, limit: usize, edit: &dyn Fn(&mut Draft, usize)) {
    edge(file, name, what, limit, fault_in(1, "limit_exceeded"), &|number| {
        let walk = form::root(|link| edit(link, number));
        (form::token(&walk), form::ids(&walk))
    });
}

/// Of the further link of a token.
fn of_further(file: &mut Subject, name: &str, what: &str, limit: usize, edit: &dyn Fn(&mut Draft, usize)) {
    edge(file, name, what, limit, fault_in(2, "limit_exceeded"), &|number| {
        let walk = form::further(|link| edit(link, number));
        (form::token(&walk), form::ids(&walk))
    });
}

/// Of a presentation, outside of its links.
fn of_presentation(file: &mut Subject, name: &str, what: &str, limit: usize, with: &dyn Fn(usize) -> Walk) {
    edge(file, name, what, limit, fault("limit_exceeded"), &|number| (form::presentation(&with(number)), form::read()));
}

/// Of a clause that is read alone.
fn of_clause(file: &mut Subject, name: &str, what: &str, limit: usize, with: &dyn Fn(usize) -> Item) {
    edge(file, name, what, limit, fault("limit_exceeded"), &|number| {
        (Question::read("clause", &with(number).encode()), form::read())
    });
}

/// Of a budget that is read alone.
fn of_budget(file: &mut Subject, name: &str, what: &str, limit: usize, with: &dyn Fn(usize) -> Item) {
    edge(file, name, what, limit, fault("limit_exceeded"), &|number| {
        (Question::read("budget", &with(number).encode()), form::read())
    });
}

fn text(length: usize) -> String {
    "x".repeat(length)
}

/// A text with spaces behind it up to this length.
fn spaced(text: &str, length: usize) -> String {
    format!("{text}{}", " ".repeat(length - text.len()))
}
