//! Budgets of a chain: what a call owes, to which counters, and where they are counted.

use depute_vectors::kit::grant::{everything, open};
use depute_vectors::kit::{
    AUD, AUDIENCE, AUTHORITY, BOOKER, ISS, Id, Item, LEDGER, MALLORY, PLANNER, SCOUT, SUB, Walk, bytes, float, list,
    map, raw,
};
use serde_json::Value;

use crate::case::{Case, Charge, Entry, denied, denied_at};
use crate::model::Subject;

const OTHER: &str = "https://hotels.example";

pub(crate) fn subject() -> Subject {
    let mut file =
        Subject::new("budget", "What a call owes: charges and their counters, amounts, windows, accounts and homes.");
    calls(&mut file);
    amounts(&mut file);
    no_amounts(&mut file);
    actions(&mut file);
    several(&mut file);
    accounts(&mut file);
    names_of_accounts(&mut file);
    homes(&mut file);
    ledgers(&mut file);
    file
}

/// The example under links that limit nothing, with these budgets in the root and the second link.
fn chain(root: Vec<Item>, second: Vec<Item>) -> Case {
    Case::new().with(|case| {
        for (place, budgets) in [root, second].into_iter().enumerate() {
            case.walk.links[place].clauses(vec![everything()]);
            if !budgets.is_empty() {
                case.walk.links[place].mandate().set(3, budgets);
            }
        }
    })
}

/// A budget of the root alone.
fn root(budget: Item) -> Case {
    chain(vec![budget], vec![])
}

fn counter(name: &Item) -> Id {
    blake3::derive_key("depute v1 counter id", &name.encode())
}

/// The counter of a budget without an account: its link and its place in it.
fn of_link(walk: &Walk, link: usize, index: u64) -> Id {
    counter(&list![bytes(&walk.ids()[link - 1]), index])
}

impl Case {
    /// Owes this to the budget at this place.
    fn owes(mut self, link: usize, index: u64, amount: u64, limit: u64, window: Option<u64>) -> Case {
        let counter = of_link(&self.walk, link, index);
        self.charges.push(Charge { counter, amount, limit, window });
        self
    }

    /// Owes this to the account of this name.
    fn owes_account(mut self, name: Item, amount: u64, limit: u64, window: Option<u64>) -> Case {
        self.charges.push(Charge { counter: counter(&name), amount, limit, window });
        self
    }
}

fn calls(file: &mut Subject) {
    file.allowed("none", "a chain without budgets owes nothing", &chain(vec![], vec![]));
    file.allowed("calls", "one call of fifty", &root(map! { 1 => 50 }).owes(1, 0, 1, 50, None));
    file.allowed(
        "calls-per-hour",
        "one call of fifty in an hour",
        &root(map! { 1 => 50, 4 => 3600 }).owes(1, 0, 1, 50, Some(3600)),
    );
    let shows = "no call at all: a verdict says what is owed, and the ledger that it is too much";
    file.allowed("no-calls", shows, &root(map! { 1 => 0 }).owes(1, 0, 1, 0, None));
    let second = chain(vec![], vec![map! { 1 => 5 }]).owes(2, 0, 1, 5, None);
    file.allowed("calls-of-second", "a budget of the second link has a counter of that link", &second);
    let three = |budget: Item| {
        chain(vec![budget], vec![]).with(|case| case.walk = case.walk.clone().then(&BOOKER, &SCOUT, everything()))
    };
    file.allowed("calls-below", "a budget binds every link below it", &three(map! { 1 => 5 }).owes(1, 0, 1, 5, None));
}

/// What a sum takes for an amount, in millionths.
fn amounts(file: &mut Subject) {
    let sum = |limit: u64, price: Item| {
        root(map! { 1 => limit, 2 => "price", 5 => "USD" })
            .with(|case| case.calls("flights.book", map! { "price" => price }))
    };
    const LIMIT: u64 = 600_000_000;
    for (name, price, millionths, shows) in [
        ("sum", Item::from(390), 390_000_000, "390 is 390,000,000 millionths"),
        ("sum-zero", 0.into(), 0, "a price of 0 owes 0"),
        ("sum-tenth", float(0.1), 100_000, "0.1 is exactly 100,000 millionths, whatever its double is"),
        ("sum-two-decimals", float(19.99), 19_990_000, "19.99, which no double is exactly"),
        ("sum-six-decimals", float(123.456_789), 123_456_789, "six decimals"),
        ("sum-millionth", float(0.000_001), 1, "a millionth"),
        ("sum-of-cents", float(1.1), 1_100_000, "1.1, whose double is a little more"),
        ("sum-zero-within", float(100.5), 100_500_000, "zeros between the first digit and the decimals"),
        ("sum-zero-behind-the-point", float(10.05), 10_050_000, "and around the point"),
        ("sum-great", 8_999_999_999_999_u64.into(), 8_999_999_999_999_000_000, "the greatest whole amount"),
        (
            "sum-great-fraction",
            float(8_999_999_999_999.998),
            8_999_999_999_999_998_000,
            "one of the greatest with decimals",
        ),
        (
            "sum-above-limit",
            601.into(),
            601_000_000,
            "above the limit: a verdict says what is owed, and the ledger that it is too much",
        ),
    ] {
        file.allowed(name, shows, &sum(LIMIT, price).owes(1, 0, millionths, LIMIT, None));
    }
    let greatest = 8_999_999_999_999_999_999;
    file.allowed(
        "sum-greatest-limit",
        "the greatest limit of a sum",
        &sum(greatest, 390.into()).owes(1, 0, 390_000_000, greatest, None),
    );
}

fn invalid() -> Value {
    denied_at("amount_invalid", "owed", 1, "price")
}

fn no_amounts(file: &mut Subject) {
    let sum = |args: Item| {
        root(map! { 1 => 600_000_000, 2 => "price", 5 => "USD" }).with(|case| case.calls("flights.book", args))
    };
    for (name, twin, price, shows) in [
        ("amount-negative", "sum", Item::from(-390), "a negative amount would give back"),
        (
            "amount-negative-millionth",
            "sum-millionth",
            float(-0.000_001),
            "a negative amount is refused, however small",
        ),
        ("amount-seven-decimals", "sum-millionth", float(0.000_000_1), "seven decimals"),
        ("amount-many-decimals", "sum-tenth", float(0.123_456_7), "seven decimals before which there are others"),
        ("amount-third", "sum-tenth", float(1.0 / 3.0), "a third"),
        ("amount-least-double", "sum-zero", float(5e-324), "the least double is not 0"),
        ("amount-inexact-sum", "sum-tenth", float(0.1 + 0.2), "0.1 and 0.2, added as doubles, have seventeen decimals"),
        ("amount-great", "sum-great", 9_000_000_000_000_u64.into(), "9·10¹²: one more than the greatest"),
        ("amount-greatest-integer", "sum-great", 9_007_199_254_740_991_u64.into(), "the greatest integer"),
        ("amount-text", "sum", "390".into(), "the text of a number"),
        ("amount-empty-text", "sum-zero", "".into(), "the empty text is not 0"),
        ("amount-true", "sum", true.into(), "true is not 1"),
        ("amount-false", "sum-zero", false.into(), "false is not 0"),
        ("amount-null", "sum-zero", raw(&[0xF6]), "null is not 0"),
        ("amount-list", "sum", list![390], "a list of the amount"),
        ("amount-object", "sum", map! { "amount" => 390 }, "an object with the amount"),
    ] {
        file.refused(name, twin, shows, &sum(map! { "price" => price }), invalid()).flags(&["attack"]);
    }
    let shows = "the argument is missing: leaving it out is not paying nothing";
    file.refused("amount-missing", "sum", shows, &sum(map! { "to" => "SFO" }), invalid()).flags(&["attack"]);
    let shows = "an argument of the name within another one is not what is summed";
    let case = sum(map! { "trip" => map! { "price" => 390 } });
    file.refused("amount-within", "sum", shows, &case, invalid()).flags(&["attack"]);
    let shows = "an argument in another case is another one";
    file.refused("amount-other-case", "sum", shows, &sum(map! { "Price" => 390 }), invalid());
    let quoted = |args: Item| root(map! { 1 => 5, 2 => "für wen" }).with(|case| case.calls("flights.book", args));
    let right = quoted(map! { "für wen" => 1 }).owes(1, 0, 1_000_000, 5, None);
    file.allowed("sum-of-quoted", "the summed argument has any name", &right);
    let expect = denied_at("amount_invalid", "owed", 1, "\"für wen\"");
    file.refused(
        "amount-quoted",
        "sum-of-quoted",
        "the place of a summed argument is quoted as in a grant",
        &quoted(map! { "x" => 1 }),
        expect,
    );
}

/// A budget speaks of the actions of its pattern, or of all.
fn actions(file: &mut Subject) {
    let of = |pattern: Item, action: &str| root(map! { 1 => 5, 3 => pattern }).with(|case| case.calls(action, map! {}));
    for (name, pattern, action, owes, shows) in [
        ("of-action", Item::from("flights.book"), "flights.book", true, "the action that the budget names"),
        (
            "of-other-action",
            "flights.book".into(),
            "flights.rebook",
            false,
            "an action that the budget does not name owes nothing",
        ),
        (
            "of-action-in-capitals",
            "flights.book".into(),
            "flights.Book",
            false,
            "the case of an action counts here too",
        ),
        ("of-prefix", list!["flights"], "flights.rebook", true, "an action below the prefix of the budget"),
        ("of-prefix-itself", list!["flights"], "flights", false, "the prefix alone is no action below it"),
        (
            "of-longer-name",
            list!["flights"],
            "flightsbook",
            false,
            "a name that only begins like the prefix is no action below it",
        ),
    ] {
        let case = of(pattern, action);
        file.allowed(name, shows, &if owes { case.owes(1, 0, 1, 5, None) } else { case });
    }
    let sum = |pattern: Item, action: &str| {
        root(map! { 1 => 5, 2 => "price", 3 => pattern }).with(|case| case.calls(action, map! {}))
    };
    let shows = "a call that the sum does not speak of needs no amount";
    file.allowed("no-amount-needed", shows, &sum("flights.book".into(), "flights.search"));
    let shows = "a sum of a prefix speaks of the call, which has no amount";
    let case = sum(list!["flights"], "flights.search");
    file.refused("amount-of-prefix", "no-amount-needed", shows, &case, invalid());
    let shows = "a sum without a pattern speaks of every call";
    let case = root(map! { 1 => 5, 2 => "price" }).with(|case| case.calls("flights.search", map! {}));
    file.refused("amount-of-every-action", "no-amount-needed", shows, &case, invalid());
}

/// Charges stand from the root on, within a link in the order of its budgets.
fn several(file: &mut Subject) {
    let sum = || map! { 1 => 600_000_000, 2 => "price", 4 => 86_400, 5 => "USD" };
    let two = chain(vec![map! { 1 => 50 }, sum()], vec![]).owes(1, 0, 1, 50, None).owes(
        1,
        1,
        390_000_000,
        600_000_000,
        Some(86_400),
    );
    file.allowed("two-of-a-link", "two budgets of a link, each with its counter", &two);
    let passed = chain(vec![map! { 1 => 9, 3 => "hotels.book" }, map! { 1 => 50 }], vec![]).owes(1, 1, 1, 50, None);
    file.allowed("index-of-the-second", "a budget that does not speak of the call keeps its place", &passed);
    let both = chain(vec![map! { 1 => 50 }], vec![map! { 1 => 50 }]).owes(1, 0, 1, 50, None).owes(2, 0, 1, 50, None);
    file.allowed("the-same-in-two-links", "budgets of two links add up, each with its own counter", &both);
    let wider = chain(vec![map! { 1 => 5 }], vec![map! { 1 => 500 }]).owes(1, 0, 1, 5, None).owes(2, 0, 1, 500, None);
    file.allowed("wider-below", "a greater budget below takes nothing off the one above", &wider);
    let four = chain(vec![map! { 1 => 4 }, sum()], vec![map! { 1 => 3 }, map! { 1 => 2, 4 => 60 }])
        .owes(1, 0, 1, 4, None)
        .owes(1, 1, 390_000_000, 600_000_000, Some(86_400))
        .owes(2, 0, 1, 3, None)
        .owes(2, 1, 1, 2, Some(60));
    file.allowed("four-of-two-links", "from the root on, within a link in order", &four);
    let with = |args: Item| {
        chain(vec![sum()], vec![map! { 1 => 5_000_000, 2 => "fee" }]).with(|case| case.calls("flights.book", args))
    };
    let right = with(map! { "fee" => 1, "price" => 390 })
        .owes(1, 0, 390_000_000, 600_000_000, Some(86_400))
        .owes(2, 0, 1_000_000, 5_000_000, None);
    file.allowed("two-sums", "two links sum two arguments", &right);
    let shows = "of two sums without their amounts, that of the first link is reported";
    file.refused("first-of-two-links", "two-sums", shows, &with(map! {}), invalid()).flags(&["order"]);
    let expect = denied_at("amount_invalid", "owed", 2, "fee");
    file.refused(
        "second-of-two-links",
        "two-sums",
        "the amount of the second link is missing",
        &with(map! { "price" => 390 }),
        expect,
    );
    let same = |cti: u8| {
        root(map! { 1 => 50 })
            .with(|case| case.walk.links[0].set(depute_vectors::kit::CTI, bytes(&[cti; 8])))
            .owes(1, 0, 1, 50, None)
    };
    file.allowed("another-token", "another token of the same words has another counter", &same(8));
}

/// A budget with an account: one counter for all tokens of one authorizer that name it.
fn accounts(file: &mut Subject) {
    let travel =
        || map! { 1 => 600_000_000, 2 => "price", 3 => "flights.book", 4 => 86_400, 5 => "USD", 7 => "travel" };
    let name = |entry: &str, sub: Item| list![entry, sub, "travel", "price", "flights.book", "USD", 86_400];
    let own = root(travel()).owes_account(name("alice", 0.into()), 390_000_000, 600_000_000, Some(86_400));
    file.allowed("account", "the account of a key: its counter has the entry's name and no `sub`", &own);
    let other_token = root(travel())
        .with(|case| case.walk.links[0].set(depute_vectors::kit::CTI, bytes(&[8; 8])))
        .owes_account(name("alice", 0.into()), 390_000_000, 600_000_000, Some(86_400));
    file.allowed("account-of-another-token", "another token that names it has the same counter", &other_token);
    let limit = root(map! { 1 => 7, 3 => "flights.book", 7 => "travel" }).owes_account(
        list!["alice", 0, "travel", 0, "flights.book", 0, 0],
        1,
        7,
        None,
    );
    file.allowed("account-of-calls", "what is absent from the budget is 0 in the counter's name", &limit);
    let every =
        root(map! { 1 => 7, 7 => "travel" }).owes_account(list!["alice", 0, "travel", 0, list![], 0, 0], 1, 7, None);
    file.allowed("account-of-every-action", "no pattern is the pattern of every action", &every);
    let prefix = root(map! { 1 => 7, 3 => list!["flights"], 7 => "travel" }).owes_account(
        list!["alice", 0, "travel", 0, list!["flights"], 0, 0],
        1,
        7,
        None,
    );
    file.allowed("account-of-prefix", "a prefix stands in its wire form", &prefix);

    let authority = |sub: &str, entry: &str| {
        root(travel()).with(|case| {
            case.walk.links[0].signer = (&*AUTHORITY).into();
            case.walk.links[0].set(ISS, bytes(&AUTHORITY.public()));
            case.walk.links[0].set(SUB, sub);
            let mut trusted = Entry::of(entry, &AUTHORITY);
            trusted.subjects = vec!["carol@acme.example".to_owned(), "dave@acme.example".to_owned()];
            case.verifier.trust = vec![trusted];
        })
    };
    for (kind, sub, entry, shows) in [
        ("carol", "carol@acme.example", "acme", "the account of a subject of an authority"),
        ("dave", "dave@acme.example", "acme", "another subject has another account of the name"),
        (
            "carol-elsewhere",
            "carol@acme.example",
            "acme-eu",
            "the same subject under another entry has another account of the name",
        ),
    ] {
        let case = authority(sub, entry).owes_account(name(entry, sub.into()), 390_000_000, 600_000_000, Some(86_400));
        file.allowed(&format!("account-of-{kind}"), shows, &case);
    }
    let two = chain(vec![map! { 1 => 7, 7 => "travel" }, map! { 1 => 9, 7 => "travel" }], vec![]);
    let counter = || list!["alice", 0, "travel", 0, list![], 0, 0];
    let two = two.owes_account(counter(), 1, 7, None).owes_account(counter(), 1, 9, None);
    file.allowed("account-twice", "two budgets of one counter are two charges, each with its limit", &two);
    let shows = "an account is the root's to name";
    let case = chain(vec![], vec![map! { 1 => 5, 7 => "travel" }]);
    file.refused("account-below", "calls-of-second", shows, &case, denied("field_unknown", "form", Some(2)));
}

/// What is in the name of an account's counter: each of these is another count.
fn names_of_accounts(file: &mut Subject) {
    for (kind, budget, name, amount, limit, window) in [
        ("name", map! { 1 => 7, 7 => "trips" }, list!["alice", 0, "trips", 0, list![], 0, 0], 1, 7, None),
        (
            "window",
            map! { 1 => 7, 4 => 3600, 7 => "travel" },
            list!["alice", 0, "travel", 0, list![], 0, 3600],
            1,
            7,
            Some(3600),
        ),
        (
            "sum",
            map! { 1 => 7, 2 => "price", 7 => "travel" },
            list!["alice", 0, "travel", "price", list![], 0, 0],
            390_000_000,
            7,
            None,
        ),
        (
            "unit",
            map! { 1 => 7, 2 => "price", 5 => "EUR", 7 => "travel" },
            list!["alice", 0, "travel", "price", list![], "EUR", 0],
            390_000_000,
            7,
            None,
        ),
    ] {
        let case = root(budget).owes_account(name, amount, limit, window);
        let shows = format!("another {kind} is another counter of the account");
        file.allowed(&format!("account-by-{kind}"), &shows, &case);
    }
}

/// A budget is counted in one place.
fn homes(file: &mut Subject) {
    let two = || list![OTHER, AUDIENCE];
    let at = |link: usize, audiences: [Option<Item>; 2]| {
        let budgets = || vec![map! { 1 => 50 }];
        let case = if link == 1 { chain(budgets(), vec![]) } else { chain(vec![], budgets()) };
        case.with(|case| {
            for (place, audiences) in audiences.into_iter().enumerate() {
                if let Some(audiences) = audiences {
                    case.walk.links[place].set(AUD, audiences);
                }
            }
        })
    };
    let unclear = |link: usize| denied("budget_home_unclear", "structure", Some(link));
    file.allowed(
        "home-of-one-audience",
        "one audience: its ledger counts",
        &at(1, [None, Some(AUDIENCE.into())]).owes(1, 0, 1, 50, None),
    );
    let shows = "two audiences and no ledger named: each would count by itself";
    file.refused("home-of-two-audiences", "calls", shows, &at(1, [Some(two()), None]), unclear(1)).flags(&["attack"]);
    let shows = "a second link for one of them does not make the root's budget clear";
    let case = at(1, [Some(two()), Some(AUDIENCE.into())]);
    file.refused("home-narrowed-below", "home-of-one-audience", shows, &case, unclear(1));
    let shows = "a second link of one audience has a budget; the root has two audiences and none";
    let narrowed = at(2, [Some(two()), Some(AUDIENCE.into())]).owes(2, 0, 1, 50, None);
    file.allowed("home-narrowed", shows, &narrowed);
    let shows = "a second link that states no audience has both of the root's";
    file.refused("home-inherited", "home-narrowed", shows, &at(2, [Some(two()), None]), unclear(2));
    let shows = "a second link that states both";
    file.refused("home-stated", "home-narrowed", shows, &at(2, [Some(two()), Some(two())]), unclear(2));
    let other = |pattern: &str| {
        at(1, [Some(two()), None]).with(|case| {
            case.walk.links[0].mandate().set(3, list![map! { 1 => 50, 3 => pattern, 6 => bytes(&LEDGER.public()) }]);
            case.verifier.ledger = Some(LEDGER.public());
        })
    };
    file.allowed(
        "home-named",
        "two audiences, and the ledger is named",
        &other("flights.book").owes(1, 0, 1, 50, None),
    );
    let shows = "a budget of an action that is not called has a home too";
    let case = other("hotels.book")
        .with(|case| case.walk.links[0].mandate().set(3, list![map! { 1 => 50, 3 => "hotels.book" }]));
    file.refused("home-of-another-action", "home-named", shows, &case, unclear(1));
}

fn ledgers(file: &mut Subject) {
    let key = |key: &[u8; 32]| map! { 1 => 50, 6 => bytes(key) };
    let at = |budgets: Vec<Item>, ledger: Option<[u8; 32]>| {
        chain(budgets, vec![]).with(|case| case.verifier.ledger = ledger)
    };
    let ours = Some(LEDGER.public());
    let elsewhere = |link: usize| denied("ledger_elsewhere", "structure", Some(link));
    file.allowed(
        "ledger",
        "the ledger that the budget names is the verifier's",
        &at(vec![key(&LEDGER.public())], ours).owes(1, 0, 1, 50, None),
    );
    file.allowed(
        "ledger-not-named",
        "a budget that names none is counted by the verifier's",
        &at(vec![map! { 1 => 50 }], ours).owes(1, 0, 1, 50, None),
    );
    let shows = "the budget names another ledger";
    file.refused("ledger-other", "ledger", shows, &at(vec![key(&MALLORY.public())], ours), elsewhere(1));
    let shows = "the verifier has no ledger key: no budget that names one is counted here";
    file.refused("ledger-of-none", "ledger", shows, &at(vec![key(&LEDGER.public())], None), elsewhere(1));
    let shows = "the second of two budgets names another ledger";
    let case = at(vec![map! { 1 => 50 }, key(&MALLORY.public())], ours);
    file.refused("ledger-of-the-second", "ledger-not-named", shows, &case, elsewhere(1));
    let below = |budget: Item| chain(vec![], vec![budget]).with(|case| case.verifier.ledger = ours);
    file.allowed(
        "ledger-below",
        "a later link names the verifier's ledger",
        &below(key(&LEDGER.public())).owes(2, 0, 1, 50, None),
    );
    let shows = "a later link names another ledger";
    file.refused("ledger-below-other", "ledger-below", shows, &below(key(&PLANNER.public())), elsewhere(2));
    let shows = "a budget of an action that is not called is counted elsewhere: refused all the same";
    let case = at(vec![map! { 1 => 50, 3 => "hotels.book", 6 => bytes(&MALLORY.public()) }], ours);
    file.refused("ledger-of-another-action", "ledger", shows, &case, elsewhere(1));
    let both = |first: Item, second: Item| {
        at(vec![first, second], ours).with(|case| case.walk.links[0].set(AUD, list![OTHER, AUDIENCE]))
    };
    let right = both(key(&LEDGER.public()), map! { 1 => 51, 6 => bytes(&LEDGER.public()) })
        .owes(1, 0, 1, 50, None)
        .owes(1, 1, 1, 51, None);
    file.allowed("ledger-of-both", "two budgets of two audiences, both at the verifier's ledger", &right);
    let (unnamed, other) = (|| map! { 1 => 51 }, || key(&MALLORY.public()));
    let shows = "one names another ledger, the next none: budgets are judged in turn";
    file.refused("ledger-before-home", "ledger-of-both", shows, &both(other(), unnamed()), elsewhere(1))
        .flags(&["order"]);
    let shows = "one names none, the next another ledger";
    let expect = denied("budget_home_unclear", "structure", Some(1));
    file.refused("home-before-ledger", "ledger-of-both", shows, &both(unnamed(), other()), expect).flags(&["order"]);
    let fee = |limit: u64, args: Item| {
        root(map! { 1 => 50, 2 => "fee" }).with(|case| {
            case.walk.links[1].clauses(vec![open("flights.book", map! { "price" => list![3, limit] })]);
            case.calls("flights.book", args);
        })
    };
    let right = fee(390, map! { "fee" => 1, "price" => 390 }).owes(1, 0, 1_000_000, 50, None);
    file.allowed("granted-and-owed", "the clause accepts the price, and the fee is an amount", &right);
    let shows = "the clause accepts the price, and the fee is missing";
    let expect = denied_at("amount_invalid", "owed", 1, "fee");
    file.refused("granted-not-owed", "granted-and-owed", shows, &fee(390, map! { "price" => 390 }), expect);
    let shows = "the price is above its limit and the fee is missing: clauses of all links are judged before amounts";
    let expect = denied_at("arg_above_limit", "grants", 2, "price");
    file.refused("grants-before-owed", "granted-and-owed", shows, &fee(389, map! { "price" => 390 }), expect)
        .flags(&["order"]);
}
