//! Budgets on the wire.

use depute_vectors::kit::{AUD, Item, LEDGER, bytes, list, map};

use super::{no_further, no_root, yes};
use crate::form::{self, fault};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    alone(file);
    of_a_link(file);
}

fn alone(file: &mut Subject) {
    let question = |budget: &Item| Question::read("budget", &budget.encode()).readable(budget.diag());
    let ledger = || bytes(&LEDGER.public());
    for (name, shows, budget) in [
        ("calls", "50 calls", map! { 1 => 50 }),
        ("no-calls", "no calls at all", map! { 1 => 0 }),
        ("sum", "a sum of an argument, with a unit", map! { 1 => 600_000_000, 2 => "price", 5 => "USD" }),
        ("sum-without-unit", "a sum without a unit", map! { 1 => 600_000_000, 2 => "price" }),
        ("prefix", "calls of a prefix", map! { 1 => 50, 3 => list!["flights"] }),
        ("action", "calls of an action", map! { 1 => 50, 3 => "flights.book" }),
        ("window", "calls for each second", map! { 1 => 50, 4 => 1 }),
        ("ledger", "calls that a named ledger counts", map! { 1 => 50, 6 => ledger() }),
        ("account", "calls of an account", map! { 1 => 50, 7 => "travel" }),
        (
            "full",
            "every field",
            map! { 1 => 5, 2 => "price", 3 => list!["f"], 4 => 60, 5 => "€", 6 => ledger(), 7 => "é" },
        ),
    ] {
        file.yes(&format!("budget-{name}"), &format!("a budget: {shows}"), question(&budget), form::read());
    }
    for (name, twin, code, shows, budget) in [
        ("empty", "calls", "field_missing", "no field", map! {}),
        ("no-limit", "action", "field_missing", "no limit", map! { 3 => "flights.book" }),
        ("field-0", "calls", "field_unknown", "a field 0", map! { 0 => 1, 1 => 50 }),
        ("field-8", "calls", "field_unknown", "a field 8", map! { 1 => 50, 8 => 1 }),
        ("negative", "calls", "cbor_type", "a limit of -1", map! { 1 => -1 }),
        ("limit-text", "calls", "cbor_type", "a limit as a text", map! { 1 => "50" }),
        ("unit-of-calls", "sum", "value_invalid", "a unit of calls", map! { 1 => 600, 5 => "USD" }),
        (
            "every-action",
            "prefix",
            "value_invalid",
            "a pattern of every action, which is left out",
            map! { 1 => 50, 3 => list![] },
        ),
        (
            "two-prefixes",
            "prefix",
            "value_invalid",
            "a pattern of two prefixes",
            map! { 1 => 50, 3 => list!["a", "b"] },
        ),
        ("empty-action", "action", "value_invalid", "an empty action", map! { 1 => 50, 3 => "" }),
        ("empty-prefix", "prefix", "value_invalid", "an empty prefix", map! { 1 => 50, 3 => list![""] }),
        ("odd-prefix", "prefix", "value_invalid", "a prefix with a space", map! { 1 => 50, 3 => list!["a b"] }),
        ("no-window", "window", "value_invalid", "a window of 0 seconds", map! { 1 => 50, 4 => 0 }),
        (
            "ledger-of-31",
            "ledger",
            "value_invalid",
            "a ledger's key of 31 bytes",
            map! { 1 => 50, 6 => bytes(&[1; 31]) },
        ),
        (
            "ledger-of-33",
            "ledger",
            "value_invalid",
            "a ledger's key of 33 bytes",
            map! { 1 => 50, 6 => bytes(&[1; 33]) },
        ),
        ("ledger-zeros", "ledger", "key_invalid", "a ledger's key of zeros", map! { 1 => 50, 6 => bytes(&[0; 32]) }),
        (
            "ledger-beyond",
            "ledger",
            "key_invalid",
            "a ledger's key that is not below p",
            map! { 1 => 50, 6 => bytes(&[0xFF; 32]) },
        ),
        ("ledger-text", "ledger", "cbor_type", "a ledger by its URL", map! { 1 => 50, 6 => "https://ledger.example" }),
        (
            "argument-refused",
            "sum",
            "character_refused",
            "an argument's name with a newline",
            map! { 1 => 1, 2 => "price\n" },
        ),
        ("action-refused", "action", "character_refused", "an action with U+007F", map! { 1 => 1, 3 => "a\u{7F}" }),
        (
            "unit-refused",
            "sum",
            "character_refused",
            "a unit with a zero-width space",
            map! { 1 => 1, 2 => "price", 5 => "US\u{200B}D" },
        ),
        (
            "account-refused",
            "account",
            "character_refused",
            "an account with a non-character",
            map! { 1 => 1, 7 => "\u{FFFE}" },
        ),
        (
            "argument-secret",
            "sum",
            "secret_refused",
            "an argument's name with a secret's prefix in it",
            map! { 1 => 1, 2 => "dptsk1_AQ" },
        ),
        (
            "account-secret",
            "account",
            "secret_refused",
            "an account with a secret's prefix in it",
            map! { 1 => 1, 7 => "dptsk1_AQ" },
        ),
    ] {
        let twin = format!("budget-{twin}");
        let shows = format!("a budget with {shows}");
        file.no(&format!("budget-not-{name}"), &twin, &shows, question(&budget), fault(code));
    }
}

fn of_a_link(file: &mut Subject) {
    let budgets = |second: Item| list![map! { 1 => 50 }, second];
    let other = || map! { 1 => 50, 4 => 60 };
    yes(file, "budgets", "a root link with two budgets", &form::root(|link| link.mandate().set(3, budgets(other()))));
    let account = || map! { 1 => 50, 7 => "travel" };
    yes(
        file,
        "budgets-account",
        "a root link with an account",
        &form::root(|link| link.mandate().set(3, budgets(account()))),
    );
    yes(
        file,
        "further-budgets",
        "a further link with two budgets",
        &form::further(|link| link.mandate().set(3, budgets(other()))),
    );
    no_root(file, "budgets-none", "budgets", "with an empty array of budgets", "value_invalid", |link| {
        link.mandate().set(3, list![])
    });
    no_root(file, "budgets-twice", "budgets", "with a budget twice", "duplicate_item", |link| {
        link.mandate().set(3, budgets(map! { 1 => 50 }));
    });
    no_further(
        file,
        "further-account",
        "budgets-account",
        "with an account, which is the root's to name",
        "field_unknown",
        |link| {
            link.mandate().set(3, budgets(account()));
        },
    );
    let shows =
        "a root link with two audiences and a budget without a ledger: where it is counted is not asked by a reader";
    let homeless = form::root(|link| {
        link.set(AUD, list!["a", "b"]);
        link.mandate().set(3, list![map! { 1 => 50 }]);
    });
    yes(file, "budget-without-home", shows, &homeless);
}
