//! Deterministic CBOR: every second spelling of an item, in every part of a presentation.

mod faults;
mod heads;
mod lists;
mod maps;
mod places;
mod values;
mod whole;

use crate::form;
use crate::model::{Question, Subject};

/// What all that follows differs from in one thing.
const TWIN: &str = "presentation";

pub(crate) fn subject() -> Subject {
    let mut file =
        Subject::new("encoding", "Deterministic CBOR in every part of a presentation, and which fault decides.");
    let full = form::full();
    file.yes(TWIN, "a presentation with something in every map", form::presentation(&full), form::read());
    file.yes("token", "the token of that presentation", form::token(&full), form::ids(&full));
    heads::add(&mut file);
    maps::add(&mut file);
    values::add(&mut file);
    whole::add(&mut file);
    faults::add(&mut file);
    lists::add(&mut file);
    file
}

/// Reads these bytes as a presentation.
fn presentation(bytes: &[u8]) -> Question {
    Question::read("presentation", bytes)
}
