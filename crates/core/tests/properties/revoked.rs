//! What statements end of a chain: the verifier agrees with a reading of `spec/revocation.md` that shares no line with it.

use depute::{Code, Policy, Revocations, Revoked, Trust, TrustEntry, Verifier};

use super::cases;
use super::rng::Rng;
use super::support::revocations::{
    DEPUTY, WARDEN, lift_of_id, numbered, of_authorizer, of_key, of_link, of_organization, of_subject, of_task,
    read_list, said,
};
use super::support::{
    ALICE, AUDIENCE, BOOKER, Draft, EngineKey as _, Id, Item, Key, Kind, MALLORY, PLANNER, SCOUT, SUB, Walk, call,
    list, map, now,
};

/// What a statement can be about: a link of the chain by its place, or another chain's; a key; a line or a name under a root key;
/// an earlier statement by its place, or none that is there.
#[derive(Clone, PartialEq, Debug)]
enum Target {
    Link(Option<usize>),
    Key(usize),
    Task(usize, bool),
    Organization(usize, bool),
    Authorizer(usize),
    Subject(usize, bool),
    Lift(Option<usize>),
}

#[derive(Clone, PartialEq, Debug)]
struct Statement {
    signer: usize,
    target: Target,
}

/// What a chain says of itself; its holders are the planner, the booker and the scout, or the planner again.
struct Chain {
    has_task: bool,
    has_organization: bool,
    has_subject: bool,
    is_loop: bool,
}

/// The root key first, then holders, strangers and revokers.
fn keys() -> [&'static Key; 7] {
    [&ALICE, &PLANNER, &BOOKER, &SCOUT, &MALLORY, &WARDEN, &DEPUTY]
}

const ROOT: usize = 0;
const REVOKERS: [usize; 2] = [5, 6];

impl Chain {
    fn holders(&self) -> [usize; 3] {
        [1, 2, if self.is_loop { 1 } else { 3 }]
    }

    /// At which links a statement names something, in the order in which they are asked, and with which rank at its link.
    fn named_by(&self, target: &Target) -> Vec<(usize, u8)> {
        let at_root = |names: bool, rank: u8| if names { vec![(1, rank)] } else { Vec::new() };
        match target {
            Target::Authorizer(key) => at_root(*key == ROOT && !self.has_subject, 0),
            Target::Subject(key, ours) => at_root(*key == ROOT && self.has_subject && *ours, 0),
            Target::Organization(key, ours) => at_root(*key == ROOT && self.has_organization && *ours, 1),
            Target::Task(key, ours) => at_root(*key == ROOT && self.has_task && *ours, 2),
            Target::Link(place) => place.map(|place| (place, 3)).into_iter().collect(),
            Target::Key(key) => (1..=3).filter(|link| self.holders()[link - 1] == *key).map(|link| (link, 4)).collect(),
            Target::Lift(_) => Vec::new(),
        }
    }

    /// Whether the statement's signer may say this of what it names at this link.
    fn has_standing(&self, statement: &Statement, link: usize) -> bool {
        let signer = statement.signer;
        let is_holder = match statement.target {
            Target::Link(_) | Target::Key(_) => self.holders()[..link].contains(&signer),
            _ => false,
        };
        REVOKERS.contains(&signer) || signer == ROOT || is_holder
    }
}

/// Whether one of these lifts it.
fn is_lifted(place: usize, statements: &[Statement]) -> bool {
    let statement = &statements[place];
    let of_revoker = REVOKERS.contains(&statement.signer);
    statements.iter().filter(|lift| lift.target == Target::Lift(Some(place))).any(|lift| {
        let by_itself = [Target::Key(lift.signer), Target::Authorizer(lift.signer)].contains(&statement.target);
        let may = if of_revoker {
            REVOKERS.contains(&lift.signer)
        } else {
            lift.signer == statement.signer || lift.signer == ROOT
        };
        !matches!(statement.target, Target::Link(_)) && !by_itself && may
    })
}

/// The link at which the chain ends; or how many statements named something in it in vain.
fn judge(chain: &Chain, statements: &[Statement]) -> Result<usize, usize> {
    let (mut counted, mut in_vain): (Vec<(usize, u8)>, usize) = (Vec::new(), 0);
    for (place, statement) in statements.iter().enumerate() {
        let named = chain.named_by(&statement.target);
        let counts: Vec<_> = named
            .iter()
            .filter(|(link, _)| chain.has_standing(statement, *link) && !is_lifted(place, statements))
            .collect();
        counted.extend(counts.iter().copied());
        in_vain += usize::from(!named.is_empty() && counts.is_empty());
    }
    match counted.iter().min_by_key(|(link, rank)| (*link, *rank)) {
        Some((link, _)) => Err(*link),
        None => Ok(in_vain),
    }
}

fn target(rng: &mut Rng, before: usize) -> Target {
    // Mostly what is there, or it would seldom be named.
    let root = if rng.chance(80) { ROOT } else { rng.below(keys().len()) };
    match rng.below(10) {
        0 | 1 => Target::Link(rng.chance(90).then(|| 1 + rng.below(3))),
        2 | 3 => Target::Key(rng.below(keys().len())),
        4 => Target::Task(root, rng.chance(80)),
        5 => Target::Organization(root, rng.chance(80)),
        6 => Target::Authorizer(root),
        7 => Target::Subject(root, rng.chance(80)),
        _ => Target::Lift((before > 0 && rng.chance(90)).then(|| rng.below(before))),
    }
}

/// One chain and some statements.
pub(crate) fn judged_alike(rng: &mut Rng) -> Result<usize, usize> {
    let chain = Chain {
        has_task: rng.chance(50),
        has_organization: rng.chance(50),
        has_subject: rng.chance(30),
        is_loop: rng.chance(20),
    };
    let mut statements: Vec<Statement> = Vec::new();
    for _ in 0..rng.below(6) {
        let next = Statement { signer: rng.below(keys().len()), target: target(rng, statements.len()) };
        if !statements.contains(&next) {
            statements.push(next);
        }
    }

    let mut walk = Walk::new().then(&BOOKER, keys()[chain.holders()[2]], list![list![], map! {}, true]);
    if chain.has_task {
        walk.links[0].mandate().set(7, "T-1042");
    }
    if chain.has_organization {
        walk.links[0].mandate().set(8, "acme");
    }
    if chain.has_subject {
        walk.links[0].set(SUB, "alice@example.com");
    }
    let ids = walk.ids();
    let mut drafts: Vec<Draft> = Vec::new();
    for statement in &statements {
        let target = item(&statement.target, &ids, &drafts);
        drafts.push(said(keys()[statement.signer], target));
    }

    let mut alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    for revoker in REVOKERS {
        alice = alice.revoker(keys()[revoker].verifying());
    }
    if chain.has_subject {
        alice = alice.speaks_for("alice@example.com").unwrap();
    }
    let mut revoked = Revoked::new();
    assert_eq!(revoked.add_own_list(&read_list(&numbered(1, &drafts)), now()), Ok(drafts.len()));
    let policy = Policy::new(AUDIENCE, Revocations::LocalList).unwrap();
    let verifier = Verifier::new(Trust::new([alice]).unwrap(), policy).with_revoked(revoked);
    let (bytes, call) = (walk.bytes(), call());
    let found = match verifier.check(&bytes, &call, now()) {
        Ok(verified) => Ok(verified.revocation().disregarded),
        Err(denied) if denied.code() == Code::Revoked => Err(denied.link().unwrap()),
        Err(denied) => panic!("{denied}"),
    };
    assert_eq!(found, judge(&chain, &statements), "{statements:?}");
    found
}

fn item(target: &Target, ids: &[Id], drafts: &[Draft]) -> Item {
    let keys = keys();
    match target {
        Target::Link(place) => of_link(place.map_or([7; 32], |place| ids[place - 1])),
        Target::Key(key) => of_key(keys[*key]),
        Target::Task(key, ours) => of_task(keys[*key], if *ours { "T-1042" } else { "T-104" }),
        Target::Organization(key, ours) => of_organization(keys[*key], if *ours { "acme" } else { "Acme" }),
        Target::Authorizer(key) => of_authorizer(keys[*key]),
        Target::Subject(key, ours) => of_subject(keys[*key], if *ours { "alice@example.com" } else { "alice" }),
        Target::Lift(place) => lift_of_id(place.map_or([7; 32], |place| drafts[place].id(Kind::Revocation))),
    }
}

#[test]
fn statements_end_what_the_specification_says_and_nothing_else() {
    let (mut ended, mut held, mut in_vain) = ([0u64; 3], 0, 0);
    let cases = cases() / 4;
    for case in 0..cases {
        match judged_alike(&mut Rng::of(11, case)) {
            Err(link) => ended[link - 1] += 1,
            Ok(0) => held += 1,
            Ok(_) => in_vain += 1,
        }
    }
    println!("ended at links {ended:?}, {held} untouched, {in_vain} named in vain");
    assert!(ended.iter().chain([&held, &in_vain]).all(|count| *count > cases / 50), "{ended:?}, {held}, {in_vain}");
}
