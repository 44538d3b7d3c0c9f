//! A holder with an encoder of its own, which says more than its parent allows.

use depute::{Call, Code, Policy, Revocations, Trust, TrustEntry, Verifier};

use super::support::walk::further;
use super::support::{
    ALICE, AUD, AUDIENCE, AUTHORITY, BOB, BOOKER, CTI, EXP, EngineKey as _, Item, Key, LEDGER, NBF, NOW, PLANNER, SUB,
    Signer, Walk, allowed, bytes, call, call_digest, list, map, now, verifier,
};
use super::{everything, flights, refused_at, three_links};

#[test]
fn depth_cannot_be_raised() {
    // Of each link: what it states, nothing being `None`; and at which link the chain breaks, if it does.
    for (depths, broken) in [
        (vec![None], None),
        (vec![Some(0)], None),
        (vec![Some(15)], None),
        (vec![None, None], Some(2)),
        (vec![Some(0), None], Some(2)),
        (vec![Some(0), Some(0)], Some(2)),
        (vec![Some(1), None], None),
        (vec![Some(1), Some(0)], None),
        (vec![Some(1), Some(1)], Some(2)),
        (vec![Some(1), Some(15)], Some(2)),
        (vec![Some(1), None, None], Some(3)),
        (vec![Some(2), None, None], None),
        (vec![Some(2), Some(1), None], None),
        (vec![Some(2), Some(0), None], Some(3)),
        (vec![Some(2), Some(2), None], Some(2)),
        (vec![Some(15), Some(1), Some(1)], Some(3)),
        (vec![Some(15), Some(1), Some(0)], None),
        (vec![Some(15), Some(1), None, None], Some(4)),
        (vec![Some(15), Some(14), Some(13), Some(12)], None),
        (vec![Some(15), Some(14), Some(14), Some(12)], Some(3)),
    ] {
        let mut walk = Walk::short();
        let hands = [&*BOOKER, &*PLANNER];
        while walk.links.len() < depths.len() {
            let (issuer, holder) = (hands[walk.links.len() % 2], hands[(walk.links.len() + 1) % 2]);
            walk = walk.then(issuer, holder, everything());
        }
        walk.links[0].mandate().unset(2);
        for (link, depth) in walk.links.iter_mut().zip(&depths) {
            if let Some(depth) = depth {
                link.mandate().set(2, *depth);
            }
        }
        let what = format!("{depths:?}");
        match broken {
            None => allowed(&what, &walk.bytes()),
            Some(link) => drop(refused_at(&what, &walk.bytes(), link, Code::DepthExceeded)),
        }
    }
}

#[test]
fn an_audience_cannot_be_added() {
    let chain = |root: Item, middle: Option<Item>, leaf: Option<Item>| {
        let mut walk = three_links();
        walk.links[0].set(AUD, root);
        for (place, audiences) in [(1, middle), (2, leaf)] {
            if let Some(audiences) = audiences {
                walk.links[place].set(AUD, audiences);
            }
        }
        walk.bytes()
    };
    let (one, two, three) = (|| Item::from(AUDIENCE), || list!["a", AUDIENCE], || list!["a", "b", AUDIENCE]);
    for (root, middle, leaf) in [
        (one(), None, None),
        (one(), Some(one()), Some(one())),
        (three(), Some(two()), Some(one())),
        (three(), None, Some(two())),
        (three(), Some(three()), None),
    ] {
        allowed("an audience added", &chain(root, middle, leaf));
    }
    for (root, middle, leaf, link) in [
        (one(), Some(two()), None, 2),
        (one(), None, Some(two()), 3),
        (two(), Some(three()), None, 2),
        (two(), Some(one()), Some(two()), 3),
        (three(), Some(two()), Some(three()), 3),
        ("a".into(), Some(one()), None, 2),
        // Bytes are compared: a slash, a case, a space more is another audience.
        (one(), Some("https://flights.example/".into()), None, 2),
        (one(), Some("https://Flights.example".into()), None, 2),
        (one(), Some("*".into()), None, 2),
    ] {
        refused_at("an audience added", &chain(root, middle, leaf), link, Code::AudienceWidened);
    }
    // Dropping the verifier's own is no widening, but then the token is not for it.
    refused_at("an audience dropped", &chain(two(), Some("a".into()), None), 3, Code::AudienceMismatch);
}

#[test]
fn a_window_cannot_be_widened() {
    let chain = |middle: &[(i32, u64)], leaf: &[(i32, u64)]| {
        let mut walk = three_links();
        walk.links[0].set(NBF, NOW);
        for (place, claims) in [(1, middle), (2, leaf)] {
            claims.iter().for_each(|&(claim, secs)| walk.links[place].set(claim, secs));
        }
        walk.bytes()
    };
    let end = NOW + 1800;
    for (middle, leaf) in [
        (&[][..], &[][..]),
        (&[(EXP, end)], &[(EXP, end)]),
        (&[(EXP, end - 1)], &[]),
        (&[(NBF, NOW)], &[(NBF, NOW)]),
        (&[(NBF, NOW + 1), (EXP, end - 1)], &[(NBF, NOW + 2), (EXP, end - 2)]),
        (&[(EXP, end - 1)], &[(EXP, end - 1)]),
    ] {
        allowed("a wider window", &chain(middle, leaf));
    }
    for (middle, leaf, link) in [
        (&[(EXP, end + 1)][..], &[][..], 2),
        (&[(EXP, 253_402_300_799)], &[], 2),
        (&[], &[(EXP, end + 1)], 3),
        // The nearest link that says something counts, not the root.
        (&[(EXP, end - 5)], &[(EXP, end - 4)], 3),
        (&[(EXP, end - 5)], &[(EXP, end)], 3),
        (&[(NBF, NOW - 1)], &[], 2),
        (&[(NBF, 0)], &[], 2),
        (&[(NBF, NOW + 5)], &[(NBF, NOW + 4)], 3),
        (&[(NBF, NOW + 5), (EXP, end)], &[(NBF, NOW), (EXP, end)], 3),
    ] {
        refused_at("a wider window", &chain(middle, leaf), link, Code::WindowWidened);
    }
    // A root without `nbf` begins when it was issued.
    let mut walk = Walk::new();
    walk.links[1].set(NBF, NOW - 1);
    refused_at("a start before the root's issue", &walk.bytes(), 2, Code::WindowWidened);
    walk.links[1].set(NBF, NOW);
    allowed("a start before the root's issue", &walk.bytes());
}

#[test]
fn a_wider_clause_gives_nothing() {
    // Whatever the leaf states, the link that refuses is the one that did before.
    let call = Call::parse(r#"flights.book(to = "LAX", price = 500)"#).unwrap();
    let args = map! { "to" => "LAX", "price" => 500 };
    for clause in [
        everything(),
        flights(vec![]),
        flights(vec![("price", list![3, 600])]),
        flights(vec![("to", list![])]),
        list![list!["flights"], map! { "to" => list![1, "LAX"] }, true],
    ] {
        for (root, at_fault, code) in [
            (flights(vec![("price", list![3, 400])]), 1, Code::ArgAboveLimit),
            (flights(vec![("to", list![1, "SFO"])]), 1, Code::ArgNotEqual),
            (list!["flights.search", map! {}, true], 1, Code::ActionNotGranted),
            (list!["flights.book", map! { "to" => list![] }], 1, Code::ArgNotGranted),
        ] {
            let mut walk = Walk::new();
            walk.links[0].clauses(vec![root]);
            walk.links[1].clauses(vec![clause.clone()]);
            walk.digest = call_digest("flights.book", &args);
            let bytes = walk.bytes();
            let verifier = verifier();
            let denied = verifier.check(&bytes, &call, now()).unwrap_err();
            assert_eq!((denied.code(), denied.link()), (code, Some(at_fault)));
            assert!(denied.is_authenticated());
            walk.links[0].clauses(vec![everything()]);
            assert!(verifier.check(&walk.bytes(), &call, now()).is_ok());
        }
    }
}

#[test]
fn a_wider_budget_takes_nothing_off() {
    // Each link's budgets are owed, whatever the ones below say.
    let mut walk = three_links();
    walk.links[0].mandate().set(3, list![map! { 1 => 600_000_000, 2 => "price" }, map! { 1 => 3 }]);
    walk.links[1].mandate().set(3, list![map! { 1 => 9_000_000_000_000_000_u64, 2 => "price" }]);
    walk.links[2].mandate().set(3, list![map! { 1 => 1_000_000 }, map! { 1 => 5, 3 => "flights.search" }]);
    let (verifier, presented, call) = (verifier(), walk.bytes(), call());
    let verified = verifier.check(&presented, &call, now()).unwrap();
    let owed: Vec<(usize, usize, u64, u64)> =
        verified.owed().iter().map(|charge| (charge.link, charge.budget, charge.amount, charge.limit)).collect();
    assert_eq!(
        owed,
        [
            (1, 0, 390_000_000, 600_000_000),
            (1, 1, 1, 3),
            (2, 0, 390_000_000, 9_000_000_000_000_000),
            (3, 0, 1, 1_000_000)
        ]
    );
    let ids = walk.ids();
    for charge in verified.owed() {
        let name = list![bytes(&ids[charge.link - 1]), charge.budget as u64];
        assert_eq!(charge.counter, blake3::derive_key("depute v1 counter id", &name.encode()));
    }
    // Below the same parent every branch owes to the same counter.
    let mut branch = walk.clone();
    branch.links[2] = further(&BOOKER, &BOB, everything());
    branch.proof.signer = Signer::Key(&BOB);
    let branch_bytes = branch.bytes();
    let other = verifier.check(&branch_bytes, &call, now()).unwrap();
    let counters = |owed: &[depute::Charge]| owed.iter().map(|charge| charge.counter).collect::<Vec<_>>();
    assert_eq!(counters(other.owed())[..3], counters(verified.owed())[..3]);
}

#[test]
fn an_amount_that_is_none_is_refused() {
    let judged = |amount: &str| {
        let call = Call::from_json(&format!(r#"{{"action":"a.b","args":{{{amount}}}}}"#)).unwrap();
        let mut walk = Walk::short();
        walk.links[0].clauses(vec![everything()]);
        walk.links[0].mandate().set(3, list![map! { 1 => 600_000_000, 2 => "price" }]);
        walk.digest = *call.digest();
        let (verifier, bytes) = (verifier(), walk.bytes());
        verifier.check(&bytes, &call, now()).map(|verified| verified.owed()[0].amount).map_err(|denied| denied.code())
    };
    for (amount, millionths) in [
        ("0", 0),
        ("-0", 0),
        ("0.000001", 1),
        ("0.1", 100_000),
        ("390", 390_000_000),
        ("1e-6", 1),
        ("600.000001", 600_000_001),
        ("8999999999999.5", 8_999_999_999_999_500_000),
    ] {
        assert_eq!(judged(&format!(r#""price":{amount}"#)), Ok(millionths), "{amount}");
    }
    for amount in [
        "-1",
        "-0.000001",
        "0.0000001",
        "1.0000001",
        "1e-7",
        "9000000000000",
        "9007199254740991",
        "\"390\"",
        "null",
        "true",
        "[390]",
        "{}",
    ] {
        assert_eq!(judged(&format!(r#""price":{amount}"#)), Err(Code::AmountInvalid), "{amount}");
    }
    assert_eq!(judged(r#""Price":390"#), Err(Code::AmountInvalid));
    assert_eq!(judged(r#""opts":{"price":390}"#), Err(Code::AmountInvalid));
    assert_eq!(judged(""), Err(Code::AmountInvalid));
}

#[test]
fn a_budget_is_counted_in_one_place() {
    let mut walk = Walk::new();
    let home = |ledger: Option<&Key>| match ledger {
        None => list![map! { 1 => 5 }],
        Some(key) => list![map! { 1 => 5, 6 => bytes(&key.public()) }],
    };
    let judge = |walk: &Walk, ledger: Option<&Key>| {
        let policy = Policy::new(AUDIENCE, Revocations::None).unwrap();
        let policy = match ledger {
            None => policy,
            Some(key) => policy.ledger(key.verifying()),
        };
        let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
        let verifier = Verifier::new(Trust::new([alice]).unwrap(), policy);
        let (bytes, call) = (walk.bytes(), call());
        let verdict = verifier.check(&bytes, &call, now());
        verdict.map(drop).map_err(|denied| (denied.code(), denied.link().unwrap()))
    };
    for place in 0..2 {
        let at = place + 1;
        let mut walk = walk.clone();
        walk.links[place].mandate().set(3, home(Some(&LEDGER)));
        assert_eq!(judge(&walk, None), Err((Code::LedgerElsewhere, at)));
        assert_eq!(judge(&walk, Some(&BOB)), Err((Code::LedgerElsewhere, at)));
        assert_eq!(judge(&walk, Some(&LEDGER)), Ok(()));
        walk.links[0].set(AUD, list!["a", AUDIENCE]);
        assert_eq!(judge(&walk, Some(&LEDGER)), Ok(()));
        walk.links[place].mandate().set(3, home(None));
        assert_eq!(judge(&walk, Some(&LEDGER)), Err((Code::BudgetHomeUnclear, at)));
        walk.links[place].set(AUD, AUDIENCE);
        assert_eq!(judge(&walk, Some(&LEDGER)), Ok(()));
    }
    // A root for two audiences cannot be mended below: its budget has two homes.
    walk.links[0].set(AUD, list!["a", AUDIENCE]);
    walk.links[0].mandate().set(3, home(None));
    walk.links[1].set(AUD, AUDIENCE);
    assert_eq!(judge(&walk, None), Err((Code::BudgetHomeUnclear, 1)));
}

#[test]
fn an_account_is_one_authorizers() {
    // Counters of an account: by trust entry, subject, name, what is summed, action, unit and window, and by nothing else.
    let person = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    let authority = TrustEntry::new("authority", AUTHORITY.verifying()).allow("*(..)").unwrap();
    let authority = ["alice", "bob", "0"].iter().fold(authority, |entry, name| entry.speaks_for(*name).unwrap());
    let verifier = Verifier::new(Trust::new([person, authority]).unwrap(), super::support::scene::policy());
    let counter = |issuer: &'static Key, subject: Option<&str>, budget: Item, cti: u8| {
        let mut walk = Walk::short();
        walk.links[0].signer = Signer::Key(issuer);
        walk.links[0].set(super::support::ISS, bytes(&issuer.public()));
        walk.links[0].set(CTI, bytes(&[cti; 8]));
        if let Some(subject) = subject {
            walk.links[0].set(SUB, subject);
        }
        walk.links[0].mandate().set(3, list![budget]);
        let (bytes, call) = (walk.bytes(), call());
        verifier.check(&bytes, &call, now()).unwrap().owed()[0].counter
    };
    let travel = || map! { 1 => 600_000_000, 2 => "price", 7 => "travel" };
    let with = |field: i32, value: Item| {
        let mut budget = travel();
        budget.set(field, value);
        budget
    };
    let hers = counter(&ALICE, None, travel(), 1);
    // Another token, another limit: the same account.
    assert_eq!(counter(&ALICE, None, travel(), 2), hers);
    assert_eq!(counter(&ALICE, None, with(1, 5.into()), 1), hers);
    let name = list!["alice", 0, "travel", "price", list![], 0, 0];
    assert_eq!(hers, blake3::derive_key("depute v1 counter id", &name.encode()));
    let others = [
        counter(&AUTHORITY, Some("alice"), travel(), 1),
        counter(&AUTHORITY, Some("bob"), travel(), 1),
        counter(&AUTHORITY, Some("0"), travel(), 1),
        counter(&ALICE, None, with(7, "".into()), 1),
        counter(&ALICE, None, with(7, "Travel".into()), 1),
        counter(&ALICE, None, with(5, "USD".into()), 1),
        counter(&ALICE, None, with(5, "0".into()), 1),
        counter(&ALICE, None, with(5, "".into()), 1),
        counter(&ALICE, None, with(4, 86_400.into()), 1),
        counter(&ALICE, None, with(3, "flights.book".into()), 1),
        counter(&ALICE, None, with(3, list!["flights"]), 1),
        counter(&ALICE, None, map! { 1 => 600, 7 => "travel" }, 1),
        // Without an account the counter is the link's.
        counter(&ALICE, None, map! { 1 => 600_000_000, 2 => "price" }, 1),
        counter(&ALICE, None, map! { 1 => 600_000_000, 2 => "price" }, 2),
    ];
    let mut all: Vec<[u8; 32]> = others.to_vec();
    all.push(hers);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), others.len() + 1, "two accounts are one");
    assert_eq!(counter(&AUTHORITY, Some("bob"), travel(), 9), others[1]);
}
