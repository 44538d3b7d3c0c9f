//! Ed25519: keys and signatures at the edges of what verifiers accept, in every role that they have.

use depute_vectors::kit::grant::{approval, needing};
use depute_vectors::kit::revocations::{list_bytes, numbered, of_key, of_task, said};
use depute_vectors::kit::strange::{GROUP_ORDER, non_canonical, plus_order, small_order};
use depute_vectors::kit::twisted::{Twisted, off_curve};
use depute_vectors::kit::{
    ALICE, BOOKER, CAROL, CNF, Draft, ISS, Item, KEEPER, Key, Kind, MANDATE, SCOUT, Signer, bytes, cnf,
};
use depute_vectors::{list, map};
use serde_json::{Value, json};

use crate::case::{Case, Entry, denied};
use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("keys", "Ed25519 keys and signatures at the edges, in every role.");
    bases(&mut file);
    encodings(&mut file);
    approvers_off_curve(&mut file);
    forms(&mut file);
    torsion(&mut file);
    file
}

/// A verification in which everyone is asked for something: three links, an approval, and a list with a statement.
fn base() -> Case {
    Case::new().with(|case| {
        let approved = needing("flights.book", map! {}, true, vec![approval(1, &[&*CAROL])]);
        case.walk = case.walk.clone().then(&BOOKER, &SCOUT, approved).approved_by(&[&CAROL]);
        case.counted = vec![0];
    })
}

fn statement() -> Draft {
    said(&ALICE, of_task(&ALICE, "another"))
}

/// A list, its statement and what that is about, taken in by whom it is meant for.
fn taken(list: &Draft) -> Question {
    let mut alice = Entry::of("alice", &ALICE);
    alice.list_keys = vec![KEEPER.public()];
    let lists = json!([{ "list": depute_vectors::kit::hex(&list_bytes(list)), "now": depute_vectors::kit::NOW }]);
    Question::new("take-in", json!({ "trust": [alice.json()], "lists": lists }))
}

fn bases(file: &mut Subject) {
    file.allowed("walk", "three links, a proof and an endorsement, all by ordinary keys", &base());
    let question = taken(&numbered(1, &[statement()]));
    file.yes("list", "a list with a statement, both by ordinary keys", question, json!({ "verdict": "taken" }));
    let about_key = taken(&numbered(1, &[said(&ALICE, of_key(&BOOKER))]));
    file.yes("statement-about-key", "a statement about an ordinary key", about_key, json!({ "verdict": "taken" }));
}

/// A place where a public key stands: its name, the twin, and the question with this key there.
type KeyRole = (&'static str, &'static str, fn(&[u8; 32]) -> (Question, Option<usize>));

#[rustfmt::skip]
const KEY_ROLES: [KeyRole; 8] = [
    ("issuer", "walk", |key| (base().with(|case| case.walk.links[0].set(ISS, bytes(key))).question(), Some(1))),
    ("first-holder", "walk", |key| (base().with(|case| case.walk.links[0].set(CNF, cnf(key))).question(), Some(1))),
    ("last-holder", "walk", |key| (base().with(|case| case.walk.links[2].set(CNF, cnf(key))).question(), Some(3))),
    ("approver", "walk", |key| (base().with(|case| {
        let needs = list![1, list![1, list![bytes(key)]]];
        case.walk.links[2].clauses(vec![needing("flights.book", map! {}, true, vec![needs])]);
    }).question(), Some(3))),
    ("endorser", "walk", |key| (base().with(|case| case.walk.endorsements[0].set(ISS, bytes(key))).question(), None)),
    ("list-key", "list", |key| {
        let mut list = numbered(1, &[statement()]);
        list.set(ISS, bytes(key));
        (taken(&list), None)
    }),
    ("statement-signer", "list", |key| {
        let mut statement = statement();
        statement.set(ISS, bytes(key));
        (taken(&numbered(1, &[statement])), None)
    }),
    ("revoked-key", "statement-about-key", |key| {
        let mut statement = statement();
        statement.set(MANDATE, list![1, bytes(key)]);
        (taken(&numbered(1, &[statement])), None)
    }),
];

/// A fault of form: with step and link in a verification, the code alone in another question.
fn form(question: &Question, code: &str, link: Option<usize>) -> Value {
    if question.action == "verify" { denied(code, "form", link) } else { json!({ "code": code }) }
}

fn encodings(file: &mut Subject) {
    let strange: Vec<(String, [u8; 32])> = small_order().into_iter().chain(non_canonical()).collect();
    let few = ["order-1", "order-8a", "order-4-signed", "p-plus-0", "p-plus-3-signed", "p-plus-18"];
    for (role, twin, place) in KEY_ROLES {
        for (name, key) in &strange {
            // One role meets them all, the others some of each kind.
            if role != "last-holder" && !few.contains(&name.as_str()) {
                continue;
            }
            let (question, link) = place(key);
            let expect = form(&question, "key_invalid", link);
            let shows = format!("the key of the {} is the encoding {name}", role.replace('-', " "));
            file.no(&format!("{role}-{name}"), twin, &shows, question, expect).flags(&["ed25519", "attack"]);
        }
    }
    let first = base().with(|case| case.walk.links[0].set(CNF, cnf(&off_curve())));
    let shows = "the first holder's key is no point of the curve: nothing is signed by it";
    let expect = denied("signature_invalid", "signatures", Some(2));
    file.refused("first-holder-off-curve", "walk", shows, &first, expect).flags(&["ed25519"]);
    let last = Case::new().with(|case| case.walk.links[1].set(CNF, cnf(&off_curve())));
    let shows = "the last holder's key is no point of the curve";
    let expect = denied("proof_mismatch", "proof", Some(2));
    file.refused("last-holder-off-curve", "walk", shows, &last, expect).flags(&["ed25519"]);
}

/// Approvals of a key that nobody has: nothing is signed by it, and it is in nobody's way.
fn approvers_off_curve(file: &mut Subject) {
    let asked = |approvers: &[&'static Key], counted: &[usize]| {
        Case::new().with(|case| {
            let needs = list![1, list![1, list![bytes(&off_curve()), bytes(&CAROL.public())]]];
            case.walk.links[1].clauses(vec![needing("flights.book", map! {}, true, vec![needs])]);
            case.walk = case.walk.clone().approved_by(approvers);
            case.counted = counted.to_vec();
        })
    };
    let shows = "one of the approvers named is no point of the curve, the other endorsed the call";
    file.allowed("approver-off-curve", shows, &asked(&[&CAROL], &[0])).flags(&["ed25519"]);
    let signed = asked(&[&CAROL], &[]).with(|case| case.walk.endorsements[0].set(ISS, bytes(&off_curve())));
    let shows = "an endorsement in the name of the one that is no point of the curve";
    let expect = denied("approval_missing", "requirements", Some(2));
    file.refused("endorser-off-curve", "approver-off-curve", shows, &signed, expect).flags(&["ed25519", "attack"]);
}

/// A place where a signature stands, with whatever signer is put there.
type SignatureRole = (&'static str, &'static str, fn(&Edit<'_>) -> (Question, Option<usize>));
type Edit<'e> = dyn Fn(&mut Draft, Kind) + 'e;

#[rustfmt::skip]
const SIGNATURE_ROLES: [SignatureRole; 6] = [
    ("root-link", "walk", |edit| (base().with(|case| edit(&mut case.walk.links[0], Kind::Root)).question(), Some(1))),
    ("last-link", "walk", |edit| (base().with(|case| {
        let parent = case.walk.ids()[1];
        edit(&mut case.walk.links[2], Kind::Link(parent));
    }).question(), Some(3))),
    ("proof", "walk", |edit| (base().with(|case| {
        let kind = Kind::Proof(case.walk.leaf(), case.walk.digest);
        edit(&mut case.walk.proof, kind);
    }).question(), None)),
    ("endorsement", "walk", |edit| (base().with(|case| {
        let kind = Kind::Endorsement(case.walk.leaf(), case.walk.digest);
        edit(&mut case.walk.endorsements[0], kind);
    }).question(), None)),
    ("list", "list", |edit| {
        let mut list = numbered(1, &[statement()]);
        edit(&mut list, Kind::List);
        (taken(&list), None)
    }),
    ("statement", "list", |edit| {
        let mut statement = statement();
        edit(&mut statement, Kind::Revocation);
        (taken(&numbered(1, &[statement])), None)
    }),
];

/// Signatures that are refused for their bytes alone.
fn forms(file: &mut Subject) {
    type Change = fn(&mut [u8; 64]);
    #[rustfmt::skip]
    let wrong: [(&str, &str, Change); 9] = [
        ("s-plus-l", "S + L in place of S: the same signature, spelt otherwise", |signature| *signature = plus_order(signature)),
        ("s-is-l", "S is L", |signature| signature[32..].copy_from_slice(&GROUP_ORDER)),
        ("s-largest", "S is the largest number of 256 bits", |signature| signature[32..].fill(0xFF)),
        ("r-order-1", "R is the neutral point", |signature| { signature[..32].fill(0); signature[0] = 1; }),
        ("r-order-4", "R is a point of order 4", |signature| signature[..32].fill(0)),
        ("r-order-8", "R is a point of order 8", |signature| signature[..32].copy_from_slice(&small_order()[6].1)),
        ("r-p", "R is 0, spelt as p", |signature| signature[..32].copy_from_slice(&non_canonical()[0].1)),
        ("r-p-plus-3", "R is 3, spelt as p + 3", |signature| signature[..32].copy_from_slice(&non_canonical()[6].1)),
        ("zeros", "64 zero bytes", |signature| signature.fill(0)),
    ];
    for (role, twin, place) in SIGNATURE_ROLES {
        for (name, shows, change) in wrong {
            let (question, link) = place(&|draft, kind| {
                let mut signature = made_by(draft, kind);
                change(&mut signature);
                draft.signer = Signer::Bytes(signature.to_vec());
            });
            let expect = form(&question, "signature_form", link);
            let shows = format!("the signature of the {}: {shows}", role.replace('-', " "));
            file.no(&format!("{role}-{name}"), twin, &shows, question, expect).flags(&["ed25519", "attack"]);
        }
    }
}

/// The signature that this draft's signer makes.
fn made_by(draft: &Draft, kind: Kind) -> [u8; 64] {
    match depute_vectors::kit::sealed(draft, kind) {
        Item::Array(members) => match &members[3] {
            Item::Bytes(signature) => signature.as_slice().try_into().expect("a signature has 64 bytes"),
            other => panic!("{other:?} is no signature"),
        },
        other => panic!("{other:?} is no envelope"),
    }
}

/// A walk in which this key signs the root link.
fn minted(key: Twisted) -> Case {
    Case::new().with(|case| {
        case.verifier.trust[0].keys[0].0 = key.public();
        case.walk.links[0].set(ISS, bytes(&key.public()));
        case.walk.links[0].signer = Signer::Twisted(key);
    })
}

/// A walk in which this key signs the second link.
fn delegated(key: Twisted) -> Case {
    Case::new().with(|case| {
        case.walk.links[0].set(CNF, cnf(&key.public()));
        case.walk.links[1].signer = Signer::Twisted(key);
    })
}

/// A walk in which this key signs the proof.
fn presented(key: Twisted) -> Case {
    Case::new().with(|case| {
        case.walk.links[1].set(CNF, cnf(&key.public()));
        case.walk.proof.signer = Signer::Twisted(key);
    })
}

/// A walk in which this key signs the endorsement.
fn endorsed(key: Twisted) -> Case {
    Case::new().with(|case| {
        let needs = list![1, list![1, list![bytes(&key.public())]]];
        case.walk.links[1].clauses(vec![needing("flights.book", map! {}, true, vec![needs])]);
        case.walk = case.walk.clone().approved_by(&[&CAROL]);
        case.walk.endorsements[0].set(ISS, bytes(&key.public()));
        case.walk.endorsements[0].signer = Signer::Twisted(key);
        case.counted = vec![0];
    })
}

/// Signatures on which the cofactorless equation and the one with the cofactor disagree.
fn torsion(file: &mut Subject) {
    type Role = (&'static str, fn(Twisted) -> Case, Value);
    let roles: [Role; 4] = [
        ("root-link", minted, denied("signature_invalid", "signatures", Some(1))),
        ("further-link", delegated, denied("signature_invalid", "signatures", Some(2))),
        ("proof", presented, denied("proof_mismatch", "proof", Some(2))),
        ("endorsement", endorsed, denied("approval_missing", "requirements", Some(2))),
    ];
    for (role, place, expect) in roles {
        for (order, torsion) in [(8, 1), (4, 2), (2, 4)] {
            let right = format!("{role}-key-torsion-{order}");
            let shows = format!("a key with a part of order {order}, and a signature that holds without the cofactor");
            file.allowed(&right, &shows, &place(Twisted::new(40, torsion, 0, true))).flags(&["ed25519"]);
            let shows =
                format!("a key with a part of order {order}, and a signature that holds only with the cofactor");
            let case = place(Twisted::new(40, torsion, 0, false));
            file.refused(&format!("{right}-cofactored"), &right, &shows, &case, expect.clone())
                .flags(&["ed25519", "attack"]);
        }
        let shows = "R and the key have parts of small order that cancel each other";
        let right = format!("{role}-both-torsion");
        file.allowed(&right, shows, &place(Twisted::new(40, 1, 1, true))).flags(&["ed25519"]);
        let shows = "R has a part of small order: the equation holds only with the cofactor";
        let case = place(Twisted::new(40, 0, 1, false));
        file.refused(&format!("{role}-r-torsion"), &right, shows, &case, expect.clone()).flags(&["ed25519", "attack"]);
    }
}
