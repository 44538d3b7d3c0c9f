//! Budgets on the wire.

use depute::{Code, Presentation};

use super::claims::UNSEEN;
use super::support::{AUD, AUDIENCE, BOOKER, Draft, Item, LEDGER, Walk, allowed, bytes, list, map};
use super::{budget, child, pair, root};

fn usual() -> Vec<u8> {
    budget(map! { 1 => 50 })
}

#[test]
fn a_budget_has_its_fields_and_no_other() {
    pair(
        "no limit",
        Code::FieldMissing,
        budget(map! { 3 => "flights.book" }),
        budget(map! { 1 => 5, 3 => "flights.book" }),
    );
    pair("an empty budget", Code::FieldMissing, budget(map! {}), usual());
    for field in [0, 8, 24, -1] {
        let mut wrong = map! { 1 => 50 };
        wrong.set(field, 1);
        pair("a field that nobody knows", Code::FieldUnknown, budget(wrong), usual());
    }
    pair("budgets without one", Code::ValueInvalid, root(|link| link.mandate().set(3, list![])), usual());
    let two = |second: u64| {
        let budgets = list![map! { 1 => 50 }, map! { 1 => second }];
        root(|link| link.mandate().set(3, budgets))
    };
    pair("a budget twice", Code::DuplicateItem, two(50), two(49));
}

#[test]
fn a_unit_needs_a_sum() {
    let sum = map! { 1 => 600_000_000, 2 => "price", 5 => "USD" };
    pair("calls in dollars", Code::ValueInvalid, budget(map! { 1 => 600, 5 => "USD" }), budget(sum));
}

#[test]
fn texts_of_a_budget_may_be_empty() {
    let texts =
        |text: &str| root(|link| link.mandate().set(3, list![map! { 1 => 5, 2 => text, 5 => text, 7 => text }]));
    for text in ["", "price"] {
        Presentation::from_bytes(&texts(text)).unwrap();
    }
    let invisible = Presentation::from_bytes(&texts("\u{200b}")).unwrap_err();
    assert_eq!(invisible.code(), Code::CharacterRefused);
}

#[test]
fn a_pattern_is_left_out_when_it_is_every_action() {
    let of = |pattern: Item| budget(map! { 1 => 50, 3 => pattern });
    pair("every action, written", Code::ValueInvalid, of(list![]), usual());
    pair("a name without a letter", Code::ValueInvalid, of("".into()), of("flights.book".into()));
    pair("two prefixes", Code::ValueInvalid, of(list!["a", "b"]), of(list!["a"]));
}

#[test]
fn a_window_has_a_length() {
    let per = |secs: u64| budget(map! { 1 => 50, 4 => secs });
    pair("a window of no time", Code::ValueInvalid, per(0), per(1));
}

#[test]
fn a_ledger_is_a_key() {
    let at = |key: &[u8]| budget(map! { 1 => 50, 6 => bytes(key) });
    for length in [0, 31, 33] {
        let code = Presentation::from_bytes(&at(&vec![1; length])).unwrap_err().code();
        assert_eq!(code, Code::ValueInvalid);
    }
    assert_eq!(Presentation::from_bytes(&at(&[0; 32])).unwrap_err().code(), Code::KeyInvalid);
    Presentation::from_bytes(&at(&LEDGER.public())).unwrap();
    // One that is no point of the curve is no verifier's, like any other.
    let off_the_curve = std::array::from_fn(|place| if place == 0 { 2 } else { 0 });
    assert!(depute::VerifyingKey::from_bytes(&off_the_curve).is_err());
    for key in [BOOKER.public(), off_the_curve] {
        assert_eq!(super::support::verdict(&at(&key)).unwrap_err().code(), Code::LedgerElsewhere);
    }
}

#[test]
fn an_account_is_the_roots_to_name() {
    let with = |link: &mut Draft| link.mandate().set(3, list![map! { 1 => 50, 7 => "travel" }]);
    pair("an account in a further link", Code::FieldUnknown, child(with), root(with));
    let second = |link: &mut Draft| {
        link.mandate().set(3, list![map! { 1 => 50 }, map! { 1 => 50, 7 => "travel" }]);
    };
    pair("an account in a further link's second budget", Code::FieldUnknown, child(second), root(second));
}

#[test]
fn the_texts_of_a_budget_can_be_seen() {
    let with = |field: i32, text: &str| {
        let mut budget = map! { 1 => 1_000_000_000, 2 => "price" };
        budget.set(field, text);
        super::budget(budget)
    };
    for text in UNSEEN {
        for field in [2, 3, 5, 7] {
            // A sum over another argument would be owed and missing; the twin sums the same one.
            let right = if field == 2 { "price" } else { "é" };
            pair("a text that cannot be seen", Code::CharacterRefused, with(field, text), with(field, right));
        }
    }
}

#[test]
fn a_budget_of_several_audiences_names_its_ledger() {
    let several = |budget: Item| {
        let mut walk = Walk::new();
        walk.links[0].set(AUD, list!["a", AUDIENCE]);
        walk.links[0].mandate().set(3, list![budget]);
        walk.bytes()
    };
    let denied = super::support::verdict(&several(map! { 1 => 50 })).unwrap_err();
    assert_eq!(denied.code(), Code::BudgetHomeUnclear);
    allowed("one audience", &budget(map! { 1 => 50 }));
}
