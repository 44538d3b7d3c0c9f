//! Tokens and presentations: their claims, mandates and envelopes, each judged by itself.

mod budgets;
mod claims;
mod code_points;
mod envelope;
mod holder;
mod mandate;
mod presentations;
mod requirements;
mod verified;
mod window;

use depute_vectors::kit::{AUD, AUDIENCE, CTI, Draft, EXP, MANDATE, NBF, NOW, Walk, bytes, list, map};

use crate::form;
use crate::model::Subject;

pub(crate) fn subject() -> Subject {
    let about = "Claims, mandates, envelopes, presentations and endorsements: which can be read, before any signature is checked.";
    let mut file = Subject::new("token", about);
    accepted(&mut file);
    envelope::add(&mut file);
    claims::add(&mut file);
    holder::add(&mut file);
    mandate::add(&mut file);
    code_points::add(&mut file);
    window::add(&mut file);
    budgets::add(&mut file);
    requirements::add(&mut file);
    presentations::add(&mut file);
    verified::add(&mut file);
    file
}

fn yes(file: &mut Subject, name: &str, shows: &str, walk: &Walk) {
    file.yes(name, shows, form::token(walk), form::ids(walk));
}

/// A root link, changed so, is refused.
fn no_root(file: &mut Subject, name: &str, twin: &str, shows: &str, code: &str, edit: impl FnOnce(&mut Draft)) {
    let shows = format!("a root link {shows}");
    file.no(name, twin, &shows, form::token(&form::root(edit)), form::fault_in(1, code));
}

/// A further link, changed so, is refused.
fn no_further(file: &mut Subject, name: &str, twin: &str, shows: &str, code: &str, edit: impl FnOnce(&mut Draft)) {
    let shows = format!("a further link {shows}");
    file.no(name, twin, &shows, form::token(&form::further(edit)), form::fault_in(2, code));
}

fn accepted(file: &mut Subject) {
    let mut example = Walk::short();
    example.links[0].set(CTI, bytes(&[0, 1, 2, 3, 4, 5, 6, 7]));
    example.links[0].set(EXP, NOW + 3600);
    let clause = list!["flights.book", map! { "to" => list![1, "SFO"], "price" => list![3, 600] }];
    example.links[0].set(MANDATE, map! { 1 => list![clause], 7 => "T-1042" });
    yes(file, "example", "the token of the specification", &example);
    yes(file, "two-links", "a root link and a further one", &Walk::new());
    let said = form::further(|link| {
        link.set(AUD, AUDIENCE);
        link.set(EXP, NOW + 600);
        link.set(NBF, NOW + 1);
    });
    yes(file, "further-claims", "a further link with every claim that it may have", &said);
}
