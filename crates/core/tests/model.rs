//! The verifier answers as the machine-checked model of `spec/model` does, on every token and call of its small universe.
//!
//! The answers are Coq's, in `spec/model/Verdicts.v`; what is asked stands in `spec/model/Universe.v`, and is made here once
//! more, of bytes and with real signatures. So what is proved of the model is said of this verifier, as far as a universe of
//! tokens of one to three links can tell.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)] // tests

mod support;

use depute::{Call, Code, Denied, Policy, Revocations, Step, Trust, TrustEntry, UnixTime, Verifier};
use support::{
    ALICE, AUD, BOOKER, CNF, Draft, EXP, EngineKey as _, IAT, Id, Item, Key, Kind, MALLORY, MANDATE, NBF, PLANNER,
    SCOUT, SUB, Signer, list, map, presentation, proof_claims, root_claims, sealed, token, walk::cnf,
};

const HERE: &str = "here";
const ELSEWHERE: &str = "elsewhere";

/// Times of the model are seconds after this one.
const START: u64 = 1_800_000_000;
/// When every token of the table is shown.
const NOW: u64 = 13;

const CALLS: [&str; 9] = [
    "f.a(x = 1)",
    "f.a(x = 2)",
    r#"f.a(x = 1, y = "/a/b")"#,
    r#"f.a(x = "w")"#,
    r#"f.a(y = "/a")"#,
    "f.b()",
    "f.b(x = 1)",
    "g(x = 1)",
    "f(x = 1)",
];

/// Root links by their digits: who signs, for which subject, what they grant.
fn root(label: char) -> Draft {
    let draft = |issuer: &'static Key| {
        let mut draft = Draft::new(issuer, root_claims(issuer, &PLANNER));
        draft.set(AUD, HERE);
        draft.set(IAT, START + 10);
        draft.set(EXP, START + 18);
        draft.mandate().set(2, 2);
        draft
    };
    let mut root = draft(if label == '6' { &MALLORY } else { &ALICE });
    match label {
        '0' | '6' => {}
        '1' => root.clauses(vec![list!["f.a", map! { "x" => list![3, 2] }, true]]),
        '2' => {
            root.clauses(vec![list![list!["f"], map! {}, true]]);
            root.set(AUD, list![HERE, ELSEWHERE]);
        }
        '3' => root.clauses(vec![
            list!["f.a", map! { "x" => list![3, 1] }],
            list!["f.a", map! { "y" => list![7, "/a"] }, true],
        ]),
        '4' => {
            root.set(NBF, START + 11);
            root.set(EXP, START + 15);
            root.mandate().set(3, list![map! { 1 => 5_000_000, 2 => "x", 3 => list!["f"] }]);
        }
        '5' => root.mandate().unset(2),
        '7' => root.set(SUB, "seven"),
        '8' => root.set(EXP, START + 21),
        _ => panic!("no root {label}"),
    }
    root
}

/// Further links by their letters.
fn further(label: char, issuer: &'static Key, holder: &Key) -> Draft {
    let everything = list![list![list![], map! {}, true]];
    let mut link = Draft::new(issuer, map! { CNF => cnf(&holder.public()), MANDATE => map! { 1 => everything } });
    match label {
        'a' | 'o' => {}
        'b' => link.clauses(vec![list!["f.a", map! { "x" => list![3, 1] }, true]]),
        'c' => link.clauses(vec![list!["f.a", map! { "x" => list![list![5, 1], list![3, 9]] }, true]]),
        'd' => {
            let args = map! { "x" => list![0, list![]], "y" => list![0, list![7, "/a"]] };
            link.clauses(vec![list!["f.a", args]]);
        }
        'e' => link.clauses(vec![
            list!["f.a", map! { "x" => list![1, 1] }],
            list!["f.b", map! { "x" => list![2, list![1, "w"]] }, true],
            list!["g", map! {}, true],
        ]),
        'f' => link.mandate().set(2, 2),
        'g' => {
            link.set(AUD, ELSEWHERE);
            link.mandate().set(2, 0);
        }
        'h' => link.set(EXP, START + 19),
        'i' => link.set(NBF, START + 9),
        'j' => link.set(EXP, START + 12),
        'k' => link.set(NBF, START + 16),
        'l' => {
            link.set(AUD, HERE);
            link.mandate().set(3, list![map! { 1 => 5 }]);
        }
        'm' => link.mandate().set(3, list![map! { 1 => 5 }]),
        'n' => link.signer = Signer::Key(&MALLORY),
        _ => panic!("no link {label}"),
    }
    link
}

/// A token as it travels, and what its last holder needs to use it.
struct Chain {
    token: Item,
    leaf: Id,
    holder: &'static Key,
}

/// The token of a label: a root's digit and the letters of further links.
fn chain(label: &str) -> Chain {
    let holders: [&'static Key; 3] = [&PLANNER, &BOOKER, &SCOUT];
    let mut labels = label.chars();
    let first = root(labels.next().unwrap());
    let top = first.id(Kind::Root);
    let (mut links, mut leaf, mut holder) = (vec![sealed(&first, Kind::Root)], top, holders[0]);
    for (place, letter) in labels.enumerate() {
        let below = Kind::Link(if letter == 'o' { top } else { leaf });
        let link = further(letter, holder, holders[place + 1]);
        links.push(sealed(&link, below));
        leaf = link.id(below);
        holder = holders[place + 1];
    }
    Chain { token: Item::Raw(token(links).encode()), leaf, holder }
}

/// A proof: whose, over which leaf and call, for whom, when.
struct Proof<'a> {
    by: &'static Key,
    leaf: Id,
    call: &'a Call,
    audience: &'a str,
    at: u64,
}

impl Chain {
    /// The holder's own proof of this call, made at this time.
    fn own<'a>(&self, call: &'a Call, at: u64) -> Proof<'a> {
        Proof { by: self.holder, leaf: self.leaf, call, audience: HERE, at }
    }

    /// What the verifier answers at this time, as the table writes it.
    fn shown(&self, proof: Proof<'_>, call: &Call, now: u64) -> String {
        let mut draft = Draft::new(proof.by, proof_claims());
        draft.set(AUD, proof.audience);
        draft.set(IAT, START + proof.at);
        let proof = sealed(&draft, Kind::Proof(proof.leaf, *proof.call.digest()));
        let bytes = presentation(self.token.clone(), proof).encode();
        match verifier().check(&bytes, call, at(now)) {
            Ok(_) => "..".to_owned(),
            Err(denied) => format!("{}{}", letter(&denied), denied.link().unwrap()),
        }
    }
}

fn verifier() -> Verifier {
    let alice = TrustEntry::new("alice", ALICE.verifying())
        .key(ALICE.verifying(), Some(at(8)), Some(at(19)))
        .allow("f.*(..)")
        .and_then(|entry| entry.allow("f(..)"))
        .unwrap();
    let policy = Policy::new(HERE, Revocations::None).unwrap();
    let policy = policy.life_secs(10).and_then(|policy| policy.skew_secs(1)?.proof_age_secs(3)).unwrap();
    Verifier::new(Trust::new([alice]).unwrap(), policy)
}

fn at(time: u64) -> UnixTime {
    UnixTime::from_secs(START + time).unwrap()
}

/// The model's letter of a code; it has one for all that a clause can refuse.
fn letter(denied: &Denied) -> char {
    match denied.code() {
        Code::RootUntrusted => 'U',
        Code::RootInterval => 'I',
        Code::SubjectNotAllowed => 'S',
        Code::DepthExceeded => 'D',
        Code::AudienceWidened => 'A',
        Code::WindowWidened => 'W',
        Code::BudgetHomeUnclear => 'B',
        Code::AudienceMismatch => 'M',
        Code::ProofAudienceMismatch => 'P',
        Code::IssuedInFuture => 'i',
        Code::NotYetValid => 'n',
        Code::Expired => 'e',
        Code::LifeTooLong => 'l',
        Code::ProofInFuture => 'f',
        Code::ProofStale => 's',
        Code::SignatureInvalid => 'X',
        Code::ProofMismatch => 'H',
        Code::AmountInvalid => 'O',
        _ if denied.step() == Step::Grants => 'G',
        code => panic!("the model has no {code:?}"),
    }
}

fn told() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/model/Verdicts.v");
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter_map(|line| line.strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

#[test]
fn a_verifier_answers_as_the_proved_model_on_every_token_and_call_of_a_small_universe() {
    let calls = CALLS.map(|text| Call::parse(text).unwrap());
    let (mut rows, mut allowed) = (0, 0);
    for line in told().iter().filter(|line| line.starts_with(|first: char| first.is_ascii_digit())) {
        let (label, answers) = line.split_once(' ').unwrap();
        let chain = chain(label);
        let found: String = calls.iter().map(|call| chain.shown(chain.own(call, NOW), call, NOW)).collect();
        assert_eq!(found, answers, "{label}");
        rows += 1;
        allowed += found.matches("..").count();
    }
    // Five roots with none, one or two of fifteen links below, and four with three choices.
    assert_eq!(rows, 5 * (1 + 15 + 15 * 15) + 4 * 3);
    assert!(allowed > rows / 2, "{allowed}");
}

#[test]
fn a_verifier_answers_as_the_proved_model_when_proofs_and_times_differ() {
    let chain = chain("0ab");
    let [called, another] = [CALLS[0], CALLS[1]].map(|text| Call::parse(text).unwrap());
    let own = |at| chain.own(&called, at);
    let extended = further('a', &SCOUT, &SCOUT).id(Kind::Link(chain.leaf));
    let mut found: Vec<String> = [
        own(13),
        Proof { by: &BOOKER, ..own(13) },
        Proof { by: &MALLORY, ..own(13) },
        chain.own(&another, 13),
        Proof { audience: ELSEWHERE, ..own(13) },
        Proof { leaf: extended, ..own(13) },
        own(14),
        own(15),
        own(10),
        own(9),
        own(8),
    ]
    .into_iter()
    .map(|proof| chain.shown(proof, &called, NOW))
    .collect();

    // Root 4 without its budget, and a link with a window of its own.
    let mut top = root('4');
    top.mandate().unset(3);
    top.mandate().set(2, 1);
    let mut below = further('a', &PLANNER, &BOOKER);
    below.set(NBF, START + 12);
    below.set(EXP, START + 14);
    let second = Kind::Link(top.id(Kind::Root));
    let links = vec![sealed(&top, Kind::Root), sealed(&below, second)];
    let windowed = Chain { token: token(links), leaf: below.id(second), holder: &BOOKER };
    found.extend((7..21).map(|now| {
        let one = chain.shown(chain.own(&called, now), &called, now);
        format!("{one} {}", windowed.shown(windowed.own(&called, now), &called, now))
    }));
    let told = told();
    assert_eq!(told[told.len() - found.len()..], found);
}
