//! Objects that are only read: right as they stand, and wrong in what a vector changes.

use depute_vectors::kit::{CAROL, Draft, NOW, Walk, bytes, hex};
use depute_vectors::{list, map};
use serde_json::{Value, json};

use crate::model::Question;

/// The example of the specification with something in every map, and an endorsement.
pub(crate) fn full() -> Walk {
    let mut walk = Walk::new().approved_by(&[&CAROL]);
    let opts = list![0, list![14, map! { "a" => list![], "b" => list![] }]];
    let args = map! { "to" => list![1, "SFO"], "opts" => opts, "price" => list![3, 20] };
    walk.links[0].clauses(vec![list!["flights.book", args, true]]);
    let mandate = walk.links[0].mandate();
    mandate.set(3, list![map! { 1 => 20, 3 => "flights.book" }]);
    mandate.set(10, list!["oidc", bytes(&[0xA5; 32]), NOW, "aal2"]);
    walk.links[1].mandate().set(4, "book a trip");
    walk
}

/// A walk whose root link is changed so.
pub(crate) fn root(edit: impl FnOnce(&mut Draft)) -> Walk {
    let mut walk = Walk::new();
    edit(&mut walk.links[0]);
    walk
}

/// A walk whose second link is changed so.
pub(crate) fn further(edit: impl FnOnce(&mut Draft)) -> Walk {
    let mut walk = Walk::new();
    edit(&mut walk.links[1]);
    walk
}

/// A walk whose proof is changed so.
pub(crate) fn proof(edit: impl FnOnce(&mut Draft)) -> Walk {
    let mut walk = Walk::new();
    edit(&mut walk.proof);
    walk
}

/// A walk whose one endorsement is changed so.
pub(crate) fn endorsement(edit: impl FnOnce(&mut Draft)) -> Walk {
    let mut walk = Walk::new().approved_by(&[&CAROL]);
    edit(&mut walk.endorsements[0]);
    walk
}

/// Reads the token of this walk.
pub(crate) fn token(walk: &Walk) -> Question {
    Question::read("token", &walk.token()).readable(diag(&walk.links))
}

/// Reads this presentation.
pub(crate) fn presentation(walk: &Walk) -> Question {
    let proof = walk.proof.claims.diag();
    let readable = json!({ "links": diag(&walk.links), "proof": proof, "endorsements": diag(&walk.endorsements) });
    Question::read("presentation", &walk.bytes()).readable(readable)
}

fn diag(drafts: &[Draft]) -> Value {
    drafts.iter().map(|draft| draft.claims.diag()).collect()
}

/// What a reader answers of a token.
pub(crate) fn ids(walk: &Walk) -> Value {
    let ids: Vec<String> = walk.ids().iter().map(|id| hex(id)).collect();
    json!({ "verdict": "read", "ids": ids })
}

/// What a reader answers of anything else.
pub(crate) fn read() -> Value {
    json!({ "verdict": "read" })
}

/// A refusal.
pub(crate) fn fault(code: &str) -> Value {
    json!({ "code": code })
}

/// A refusal of what lies in this link, or in none.
pub(crate) fn fault_in(link: impl Into<Option<usize>>, code: &str) -> Value {
    match link.into() {
        Some(link) => json!({ "code": code, "link": link }),
        None => fault(code),
    }
}
