//! Whole verifications: chains, calls, endorsements and revocations that hold, or fail in one place or another.

use depute_vectors::kit::revocations::{
    lift_of, numbered, of_authorizer, of_key, of_link, of_organization, of_subject, of_task, said,
};
use depute_vectors::kit::{
    ALICE, AUD, AUDIENCE, BOB, BOOKER, CAROL, CNF, CTI, DAVE, Draft, ERIN, EXP, IAT, ISS, Item, KEEPER, Key, Kind,
    LEDGER, MALLORY, MANDATE, NBF, NONCE, NOW, PLANNER, SCOUT, SUB, Signer, WARDEN, Walk, bytes, cnf,
    endorsement_claims, further, grant, proof_claims, root_claims,
};
use depute_vectors::{list, map};

use super::clause::{self, Made};
use super::tape::Tape;
use crate::case::{Case, Config, Entry, Revocations};
use crate::model::Question;

const HOLDERS: [&std::sync::LazyLock<Key>; 4] = [&PLANNER, &BOOKER, &SCOUT, &BOB];

pub(crate) fn question(tape: &mut Tape<'_>) -> Question {
    let near = clause::clause(tape);
    let mut case = Case {
        walk: chain(tape, &near),
        call: String::new(),
        verifier: verifier(tape, &near),
        lists: Vec::new(),
        now: NOW,
        bytes: None,
        charges: Vec::new(),
        counted: Vec::new(),
    };
    let mut args = clause::strayed(tape, &near.args);
    let action = if tape.chance(5) { "flights.cancel" } else { &near.action };
    if tape.chance(25) {
        args.retain(|(name, _)| name != "price");
        args.push(("price".to_owned(), super::alphabet::number(tape)));
    }
    let args = Item::Map(args.into_iter().map(|(name, value)| (Item::Text(name), value)).collect());
    case.calls(action, args);
    speak(tape, &mut case);
    times(tape, &mut case);
    endorse(tape, &mut case);
    revoke(tape, &mut case);
    if tape.chance(25) {
        spoil(tape, &mut case);
    }
    if tape.chance(12) {
        case.bytes = Some(scratched(tape, case.walk.bytes()));
    }
    case.question()
}

fn verifier(tape: &mut Tape<'_>, near: &Made) -> Config {
    let mut config = Config::new();
    if tape.chance(30) {
        config.trust[0].clauses = vec![near.clause.clone()];
    }
    if tape.chance(10) {
        config.trust[0].clauses.push(clause::clause(tape).clause);
    }
    if tape.chance(20) {
        config.skew = *tape.pick(&[0, 30, 300]);
        config.age = *tape.pick(&[60, 0, 300]);
        config.life = *tape.pick(&[3600, 1800, 1799, 2_592_000]);
    }
    if tape.chance(30) {
        config.ledger = Some(LEDGER.public());
    }
    if tape.chance(3) {
        config.trust[0].keys[0].1 = Some(*tape.pick(&[NOW, NOW - 60, NOW + 1]));
    }
    if tape.chance(3) {
        config.trust[0].keys[0].2 = Some(*tape.pick(&[NOW + 1, NOW, NOW + 60]));
    }
    if tape.chance(10) {
        config.trust.push(Entry::of("bob", &BOB));
    }
    if tape.chance(3) {
        config.audience = "https://hotels.example".to_owned();
    }
    config
}

fn chain(tape: &mut Tape<'_>, near: &Made) -> Walk {
    let count = 1 + tape.below(4);
    let mut root = Draft::new(&*ALICE, root_claims(&ALICE, HOLDERS[0]));
    if count > 1 || tape.chance(20) {
        root.mandate().set(2, if tape.chance(90) { count as u64 - 1 } else { tape.below(16) as u64 });
    }
    let mut links = vec![root];
    for place in 1..count {
        links.push(further(HOLDERS[place - 1], HOLDERS[place], grant::everything()));
    }
    for (place, link) in links.iter_mut().enumerate() {
        fill(tape, link, near, place == 0);
    }
    Walk { links, proof: Draft::new(&**HOLDERS[count - 1], proof_claims()), endorsements: Vec::new(), digest: [0; 32] }
}

fn fill(tape: &mut Tape<'_>, link: &mut Draft, near: &Made, is_root: bool) {
    let mut clauses = Vec::new();
    while clauses.is_empty() || (tape.chance(30) && clauses.len() < 4) {
        let clause = match tape.below(4) {
            0 | 1 => near.clause.clone(),
            2 => grant::everything(),
            _ => clause::clause(tape).clause,
        };
        if !clauses.contains(&clause) || tape.chance(3) {
            clauses.push(clause);
        }
    }
    link.clauses(clauses);
    if tape.chance(25) {
        let budgets: Vec<Item> = (0..1 + tape.below(2)).map(|_| budget(tape, near, is_root)).collect();
        link.mandate().set(3, budgets);
    }
    if is_root && tape.chance(30) {
        link.mandate().set(7, "T-1042");
    }
    if is_root && tape.chance(20) {
        link.mandate().set(8, "acme");
    }
    if tape.chance(8) {
        let audiences = [
            Item::from(AUDIENCE),
            list!["https://cars.example", AUDIENCE],
            Item::from("https://cars.example"),
            list![AUDIENCE, "https://hotels.example"],
        ];
        link.set(AUD, tape.pick(&audiences));
    }
    if !is_root && tape.chance(10) {
        link.mandate().set(2, tape.below(4) as u64);
    }
    if !is_root && tape.chance(15) {
        link.set(EXP, NOW + *tape.pick(&[1800, 600, 1801, 1799]));
    }
    if tape.chance(8) {
        link.set(NBF, *tape.pick(&[NOW, NOW + 30, NOW + 31, NOW - 1, NOW + 10]));
    }
}

fn budget(tape: &mut Tape<'_>, near: &Made, is_root: bool) -> Item {
    let mut budget = map! { 1 => 5_000_000 };
    if tape.chance(60) {
        budget.set(2, *tape.pick(&["price", "fee", "a"]));
        if tape.chance(40) {
            budget.set(5, *tape.pick(&["USD", "EUR"]));
        }
    }
    match tape.below(4) {
        0 => budget.set(3, near.action.as_str()),
        1 => budget.set(3, list!["flights"]),
        2 => budget.set(3, "hotels.book"),
        _ => {}
    }
    if tape.chance(30) {
        budget.set(4, *tape.pick(&[86_400, 1, 31_622_400, 3600, 60, 86_400, 31_622_401, 0]));
    }
    if tape.chance(15) {
        budget.set(6, bytes(&tape.pick(&[&*LEDGER, &*MALLORY]).public()));
    }
    if tape.chance(if is_root { 25 } else { 2 }) {
        budget.set(7, *tape.pick(&["travel", ""]));
    }
    budget
}

/// On whose behalf, where an entry speaks for others.
fn speak(tape: &mut Tape<'_>, case: &mut Case) {
    let subjects = [
        ("carol@acme.example", "carol@acme.example"),
        (r#"at "acme.example""#, "carol@acme.example"),
        (r#"like "svc-*""#, "svc-a"),
        (r#"= "x""#, "x"),
        (r#"at "acme.example""#, "eve@acme.example.evil"),
        (r#"like "svc-*""#, "svc-a/b"),
        ("carol", "did:x"),
    ];
    if tape.chance(12) {
        let (rule, subject) = *tape.pick(&subjects);
        if tape.chance(95) {
            case.verifier.trust[0].subjects = vec![rule.to_owned()];
        }
        if tape.chance(95) {
            case.walk.links[0].set(SUB, subject);
        }
    }
}

fn times(tape: &mut Tape<'_>, case: &mut Case) {
    if tape.chance(20) {
        case.now = NOW + *tape.pick(&[0, 1, 1799, 1829, 1830, 59, 90, 91]);
        let proof = case.now - *tape.pick(&[0, 60, 90, 91, 1]) + *tape.pick(&[0, 30, 31]);
        case.walk.proof.set(IAT, proof);
    }
    if tape.chance(8) {
        case.walk.links[0].set(IAT, NOW + *tape.pick(&[30, 31, 0, 1]));
    }
}

fn endorse(tape: &mut Tape<'_>, case: &mut Case) {
    let approvers: [&'static Key; 5] = [&CAROL, &DAVE, &ERIN, &MALLORY, &PLANNER];
    while tape.chance(45) && case.walk.endorsements.len() < 5 {
        let approver = *tape.pick(&approvers);
        let mut draft = Draft::new(approver, endorsement_claims(approver));
        draft.set(NONCE, bytes(&[tape.below(4) as u8; 16]));
        match tape.below(12) {
            0 => draft.set(AUD, "https://hotels.example"),
            1 => draft.signer = (&*MALLORY).into(),
            2 => draft.set(IAT, NOW + *tape.pick(&[30, 31])),
            3 => {
                draft.set(IAT, NOW - 1800);
                draft.set(EXP, NOW - *tape.pick(&[29, 30]));
            }
            4 => draft.kind = Some(Kind::Endorsement(case.walk.ids()[0], case.walk.digest)),
            5 => draft.kind = Some(Kind::Proof(case.walk.leaf(), case.walk.digest)),
            _ => {}
        }
        case.walk.endorsements.push(draft);
    }
}

fn revoke(tape: &mut Tape<'_>, case: &mut Case) {
    if !tape.chance(25) {
        return;
    }
    let entry = &mut case.verifier.trust[0];
    entry.list_keys = vec![KEEPER.public()];
    entry.revokers = vec![WARDEN.public()];
    case.verifier.revocations = match tape.below(4) {
        0 => Revocations::None,
        1 | 2 => Revocations::Local,
        _ => Revocations::Required(60),
    };
    let ids = case.walk.ids();
    let mut statements: Vec<Draft> = Vec::new();
    while tape.chance(60) && statements.len() < 4 {
        let target = match tape.below(8) {
            0 | 1 => of_link(*tape.pick(&ids)),
            2 => of_key(HOLDERS[tape.below(4)]),
            3 => of_task(&ALICE, tape.word(&["T-1042", "T-1"])),
            4 => of_organization(&ALICE, "acme"),
            5 => {
                if tape.chance(50) {
                    of_authorizer(&ALICE)
                } else {
                    of_subject(&ALICE, "svc-a")
                }
            }
            6 => of_key([&*CAROL, &*DAVE, &*ALICE][tape.below(3)]),
            _ => match statements.last() {
                Some(statement) => lift_of(statement),
                None => of_link([9; 32]),
            },
        };
        let signers: [&'static Key; 7] = [&ALICE, &PLANNER, &BOOKER, &SCOUT, &WARDEN, &MALLORY, &CAROL];
        let mut statement = said(signers[tape.below(signers.len())], target);
        statement.set(IAT, NOW + statements.len() as u64);
        statements.push(statement);
    }
    let mut list = numbered(1, &statements);
    if tape.chance(30) {
        list.set(IAT, NOW - *tape.pick(&[90, 91, 60]));
    }
    if tape.chance(95) {
        case.lists.push(list);
    }
}

/// One thing that is not as it should be.
fn spoil(tape: &mut Tape<'_>, case: &mut Case) {
    let place = tape.below(case.walk.links.len());
    let strangers: [&'static Key; 4] = [&MALLORY, &ALICE, &PLANNER, &BOOKER];
    let odd = [
        Item::from(0),
        Item::from(-1),
        Item::from(""),
        Item::from("x"),
        bytes(&[]),
        bytes(&[0; 32]),
        bytes(&[1; 8]),
        list![],
        map! {},
        Item::Bool(true),
        Item::Float(1.0),
        Item::Float(0.5),
        Item::Raw(vec![0xF6]),
        Item::Raw(vec![0x18, 0x01]),
        Item::Raw(vec![0xC1, 0x00]),
        Item::Raw(vec![0x5F, 0xFF]),
        Item::Raw(vec![0x61, 0xFF]),
        Item::from(u64::MAX),
        Item::from(253_402_300_800_u64),
        list![1, 2],
        list!["a", "a"],
        Item::from("a\u{200b}"),
        Item::from("dptsk1_x"),
        Item::Raw(vec![0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0]),
        Item::Raw(vec![0x7B, 0, 0, 0, 0, 0, 0, 0, 9]),
    ];
    let walk = &mut case.walk;
    let object = |walk: &mut Walk, tape: &mut Tape<'_>| match tape.below(3) {
        0 => walk.proof.clone(),
        1 if !walk.endorsements.is_empty() => walk.endorsements[0].clone(),
        _ => walk.links[place].clone(),
    };
    match tape.below(12) {
        0 => walk.links[place].signer = (*tape.pick(&strangers)).into(),
        1 => walk.proof.signer = (*tape.pick(&strangers)).into(),
        2 => {
            walk.links[place].kind = Some(*tape.pick(&[Kind::Root, Kind::Link([7; 32]), Kind::Revocation, Kind::List]))
        }
        3 => walk.proof.kind = Some(Kind::Endorsement(walk.leaf(), walk.digest)),
        4 => walk.links[place]
            .set(*tape.pick(&[ISS, SUB, AUD, EXP, NBF, IAT, CTI, CNF, MANDATE, NONCE, 0, -1]), tape.pick(&odd)),
        5 => walk.proof.set(*tape.pick(&[AUD, IAT, NONCE, ISS, EXP]), tape.pick(&odd)),
        6 => {
            let claims = [ISS, SUB, AUD, EXP, NBF, IAT, CTI, CNF, MANDATE];
            let claim = *tape.pick(&claims);
            let has = walk.links[place].claims.entries().iter().any(|(key, _)| *key == Item::from(claim));
            if has {
                walk.links[place].unset(claim);
            }
        }
        7 => walk.links[place].mandate().set(*tape.pick(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), tape.pick(&odd)),
        8 => walk.links[place].set(CNF, cnf(&tape.pick(&strangers).public())),
        9 => {
            let other = object(walk, tape);
            walk.links[place].signer = Signer::Bytes(vec![if tape.chance(50) { 0xFF } else { 0 }; 64]);
            walk.links[place].protected = if tape.chance(50) { other.protected } else { vec![0xA0] };
        }
        10 => walk.links.swap(0, place),
        _ => walk.links[place].unprotected = map! { 1 => 1 },
    }
}

/// The same bytes, scratched in a place or two.
pub(crate) fn scratched(tape: &mut Tape<'_>, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..1 + tape.below(2) {
        if bytes.is_empty() {
            break;
        }
        let place = tape.below(bytes.len().min(1 << 16));
        match tape.below(5) {
            0 => bytes[place] ^= 1 << tape.below(8),
            1 => bytes.truncate(place),
            2 => bytes.insert(place, tape.below(256) as u8),
            3 => drop(bytes.remove(place)),
            _ => bytes.push(tape.below(256) as u8),
        }
    }
    bytes
}
