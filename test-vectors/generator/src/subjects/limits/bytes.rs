//! Bytes and numbers of links, tokens, presentations and endorsements.

use depute_vectors::kit::walk::further;
use depute_vectors::kit::{AUD, BOOKER, CAROL, Draft, Kind, NONCE, PLANNER, Walk, bytes, list, map, sealed};

use super::{edge, of_presentation, text};
use crate::form::{self, fault, fault_in};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    links(file);
    tokens(file);
    presentations(file);
    endorsements(file);
}

/// Makes a link this long by a clause that allows nothing of interest.
fn padded(mut draft: Draft, length: usize) -> Draft {
    let usual = draft.mandate().at(1).members().clone();
    let most = length - sealed(&draft, Kind::Root).encode().len();
    for last in most.saturating_sub(3100)..1024 {
        let members = list![text(1000), text(1001), text(1002), text(last)];
        draft.clauses([usual.clone(), vec![list!["padding", map! { "x" => list![2, members] }]]].concat());
        if sealed(&draft, Kind::Root).encode().len() == length {
            return draft;
        }
    }
    panic!("no link of {length} bytes");
}

fn links(file: &mut Subject) {
    for (name, what, place) in
        [("link-bytes", "bytes of a root link", 0), ("further-bytes", "bytes of a further link", 1)]
    {
        edge(file, name, what, 4096, fault_in(place + 1, "limit_exceeded"), &|length| {
            let mut walk = Walk::new();
            walk.links[place] = padded(walk.links[place].clone(), length);
            (Question::read("token", &walk.token()), form::ids(&walk))
        });
    }
}

/// A chain of so many links, those in front as long as told.
fn chain(count: usize, lengths: &[usize]) -> Walk {
    let mut walk = Walk::short();
    walk.links[0].mandate().set(2, 15);
    let hands = [&*PLANNER, &*BOOKER];
    for number in 1..count {
        let (issuer, holder) = (hands[(number + 1) % 2], hands[number % 2]);
        walk.links.push(further(issuer, holder, list![list![], map! {}, true]));
        walk.proof.signer = holder.into();
    }
    for (draft, length) in walk.links.iter_mut().zip(lengths) {
        *draft = padded(draft.clone(), *length);
    }
    walk
}

fn tokens(file: &mut Subject) {
    edge(file, "links", "links of a token", 16, fault("limit_exceeded"), &|count| {
        let walk = chain(count, &[]);
        (Question::read("token", &walk.token()), form::ids(&walk))
    });
    // Seven full links, the head and the version leave 4,094 bytes.
    edge(file, "token-bytes", "bytes of a token", 32_768, fault("limit_exceeded"), &|length| {
        let last = length - 7 * 4096 - 2;
        let walk = chain(8, &[4096, 4096, 4096, 4096, 4096, 4096, 4096, last]);
        assert_eq!(walk.token().len(), length);
        (Question::read("token", &walk.token()), form::ids(&walk))
    });
    let last = 32_768 - 7 * 4096 - 2;
    edge(
        file,
        "token-bytes-presented",
        "bytes of the token of a presentation",
        32_768,
        fault("limit_exceeded"),
        &|length| {
            let walk = chain(8, &[4096, 4096, 4096, 4096, 4096, 4096, 4096, length - 32_768 + last]);
            (Question::read("presentation", &walk.bytes()), form::read())
        },
    );
}

/// These bytes and zeros behind them.
fn filled(mut bytes: Vec<u8>, length: usize) -> Vec<u8> {
    bytes.resize(length, 0);
    bytes
}

fn presentations(file: &mut Subject) {
    let whole = Walk::new();
    let question = |length| Question::read("presentation", &filled(whole.bytes(), length));
    let shows = "a presentation and zeros, 49,152 bytes: not too long, and yet more than it should be";
    file.no("presentation-bytes", "token/presentation", shows, question(49_152), fault("cbor_trailing"))
        .flags(&["limit"]);
    let shows = "a presentation and zeros, 49,153 bytes: too long to be read";
    file.no("presentation-bytes-over", "token/presentation", shows, question(49_153), fault("limit_exceeded"))
        .flags(&["limit"]);
}

fn endorsements(file: &mut Subject) {
    of_presentation(file, "endorsements", "endorsements of a presentation", 8, &|count| {
        let mut walk = Walk::new().approved_by(&vec![&*CAROL; count]);
        for (draft, number) in walk.endorsements.iter_mut().zip(0..) {
            draft.set(NONCE, bytes(&[number; 16]));
        }
        walk
    });
    let alone = list![1, form::endorsement(|one| one.set(AUD, "a")).endorsed()[0].clone()].encode();
    file.yes("endorsement", "an endorsement alone", Question::read("endorsement", &alone), form::read());
    let question = |length| Question::read("endorsement", &filled(alone.clone(), length));
    let shows = "an endorsement and zeros, 1,024 bytes: not too long, and yet more than it should be";
    file.no("endorsement-bytes", "endorsement", shows, question(1024), fault("cbor_trailing")).flags(&["limit"]);
    let shows = "an endorsement and zeros, 1,025 bytes: too long to be read";
    file.no("endorsement-bytes-over", "endorsement", shows, question(1025), fault("limit_exceeded")).flags(&["limit"]);
}
