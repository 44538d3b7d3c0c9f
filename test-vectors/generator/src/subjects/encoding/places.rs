//! Where items stand in a presentation, inside what is signed and outside.

use depute_vectors::kit::{AUD, CNF, CTI, EXP, Item, MANDATE, NONCE, Walk};

use crate::form;
use crate::model::{Question, Subject, Vector};

use super::TWIN;

/// An item of the full presentation.
pub(super) struct Place {
    pub(super) name: &'static str,
    pub(super) what: &'static str,
    link: Option<usize>,
    reach: Reach,
}

enum Reach {
    /// Changed before it is signed.
    Signed(fn(&mut Walk) -> &mut Item),
    /// Changed in the presentation.
    Outside(fn(&mut Item) -> &mut Item),
}

impl Place {
    /// The presentation with this item in its place.
    pub(super) fn with(&self, edit: impl FnOnce(&Item) -> Item) -> Question {
        let mut walk = form::full();
        match self.reach {
            Reach::Signed(reach) => {
                let item = reach(&mut walk);
                *item = edit(item);
                form::presentation(&walk)
            }
            Reach::Outside(reach) => {
                let mut whole = walk.presentation();
                let item = reach(&mut whole);
                *item = edit(item);
                super::presentation(&whole.encode())
            }
        }
    }

    /// Refused with this code when the item is changed so.
    pub(super) fn refused<'a>(
        &self,
        file: &'a mut Subject,
        name: &str,
        shows: &str,
        code: &str,
        edit: impl FnOnce(&Item) -> Item,
    ) -> &'a mut Vector {
        let name = format!("{}-{name}", self.name);
        file.no(&name, TWIN, &format!("{}: {shows}", self.what), self.with(edit), form::fault_in(self.link, code))
    }
}

/// The place of this name.
pub(super) fn at(name: &str) -> &'static Place {
    PLACES.iter().find(|place| place.name == name).unwrap_or_else(|| panic!("no place {name}"))
}

const fn outside(
    name: &'static str,
    what: &'static str,
    link: Option<usize>,
    reach: fn(&mut Item) -> &mut Item,
) -> Place {
    Place { name, what, link, reach: Reach::Outside(reach) }
}

const fn signed(
    name: &'static str,
    what: &'static str,
    link: Option<usize>,
    reach: fn(&mut Walk) -> &mut Item,
) -> Place {
    Place { name, what, link, reach: Reach::Signed(reach) }
}

fn links(whole: &mut Item) -> &mut Vec<Item> {
    whole.members()[1].members()
}

fn proof(whole: &mut Item) -> &mut Item {
    &mut whole.members()[2]
}

fn endorsements(whole: &mut Item) -> &mut Item {
    &mut whole.members()[3]
}

fn clause(walk: &mut Walk) -> &mut Vec<Item> {
    walk.links[0].mandate().at(1).members()[0].members()
}

/// From the outermost item to the innermost ones, front to back.
pub(super) static PLACES: [Place; 38] = [
    outside("head", "the array of a presentation", None, |whole| whole),
    outside("version", "the version of a presentation", None, |whole| &mut whole.members()[0]),
    outside("token-head", "the array of a token", None, |whole| &mut whole.members()[1]),
    outside("token-version", "the version of a token", None, |whole| &mut links(whole)[0]),
    outside("envelope", "the envelope of a root link", Some(1), |whole| &mut links(whole)[1]),
    outside("protected", "the protected header of a root link", Some(1), |whole| &mut links(whole)[1].members()[0]),
    outside("unprotected", "the unprotected header of a link", Some(2), |whole| &mut links(whole)[2].members()[1]),
    outside("payload", "the payload of a further link", Some(2), |whole| &mut links(whole)[2].members()[2]),
    outside("signature", "the signature of a further link", Some(2), |whole| &mut links(whole)[2].members()[3]),
    signed("root-claims", "the claims of a root link", Some(1), |walk| &mut walk.links[0].claims),
    signed("audience", "the audience of a root link", Some(1), |walk| walk.links[0].claims.at(AUD)),
    signed("end", "the end of a root link", Some(1), |walk| walk.links[0].claims.at(EXP)),
    signed("cti", "the `cti` of a root link", Some(1), |walk| walk.links[0].claims.at(CTI)),
    signed("cnf", "the `cnf` of a root link", Some(1), |walk| walk.links[0].claims.at(CNF)),
    signed("curve", "the curve of a holder's key", Some(1), |walk| walk.links[0].claims.at(CNF).at(1).at(-1)),
    signed("holder", "the holder of a further link", Some(2), |walk| walk.links[1].claims.at(CNF).at(1).at(-2)),
    signed("mandate", "the mandate of a root link", Some(1), |walk| walk.links[0].claims.at(MANDATE)),
    signed("depth", "the depth of a root link", Some(1), |walk| walk.links[0].mandate().at(2)),
    signed("clauses", "the clauses of a root link", Some(1), |walk| walk.links[0].mandate().at(1)),
    signed("clause", "a clause", Some(1), |walk| &mut walk.links[0].mandate().at(1).members()[0]),
    signed("action", "the action of a clause", Some(1), |walk| &mut clause(walk)[0]),
    signed("arguments", "the arguments of a clause", Some(1), |walk| &mut clause(walk)[1]),
    signed("open", "the `..` of a clause", Some(1), |walk| &mut clause(walk)[2]),
    signed("operator", "an operator", Some(1), |walk| &mut clause(walk)[1].at("price").members()[0]),
    signed("operand", "the text of a limit", Some(1), |walk| &mut clause(walk)[1].at("to").members()[1]),
    signed("bound", "the number of a limit", Some(1), |walk| &mut clause(walk)[1].at("price").members()[1]),
    signed("budgets", "the budgets of a root link", Some(1), |walk| walk.links[0].mandate().at(3)),
    signed("budget", "a budget", Some(1), |walk| &mut walk.links[0].mandate().at(3).members()[0]),
    signed("spent", "the limit of a budget", Some(1), |walk| walk.links[0].mandate().at(3).members()[0].at(1)),
    signed("evidence", "the evidence of a root link", Some(1), |walk| walk.links[0].mandate().at(10)),
    signed("intent", "the intent of a further link", Some(2), |walk| walk.links[1].mandate().at(4)),
    outside("proof", "the envelope of a proof", None, proof),
    signed("proof-claims", "the claims of a proof", None, |walk| &mut walk.proof.claims),
    signed("nonce", "the nonce of a proof", None, |walk| walk.proof.claims.at(NONCE)),
    outside("endorsements", "the array of endorsements", None, endorsements),
    outside("kind", "the kind of an endorsement", None, |whole| &mut endorsements(whole).members()[0].members()[0]),
    signed("endorsement-claims", "the claims of an endorsement", None, |walk| &mut walk.endorsements[0].claims),
    signed("endorsement-end", "the end of an endorsement", None, |walk| walk.endorsements[0].claims.at(EXP)),
];
