//! The wire form of budgets.

use depute_vectors::kit::{Item, LEDGER, bytes, float, list, map, raw};

use super::Wires;
use super::requirements::OFF_THE_CURVE;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    fields(file);
    limits(file);
    texts(file);
}

fn fields(file: &mut Subject) {
    let key = || bytes(&LEDGER.public());
    let mut wires = Wires::budgets(file);
    for (name, wire, shows) in [
        ("wire-calls", map! { 1 => 50 }, "a number of calls"),
        ("wire-no-calls", map! { 1 => 0 }, "no call at all"),
        ("wire-action", map! { 1 => 5, 3 => "flights.book" }, "calls of one action"),
        ("wire-prefix", map! { 1 => 5, 3 => list!["flights"] }, "calls of actions below a prefix"),
        ("wire-window", map! { 1 => 5, 4 => 1 }, "calls in each second"),
        ("wire-ledger", map! { 1 => 5, 6 => key() }, "calls, counted by a ledger that is named"),
        (
            "wire-ledger-off-the-curve",
            map! { 1 => 5, 6 => bytes(&OFF_THE_CURVE) },
            "a ledger's key that is no point of the curve",
        ),
        (
            "wire-empty-texts",
            map! { 1 => 5, 2 => "", 5 => "", 7 => "" },
            "argument, unit and account may be empty texts",
        ),
        ("wire-account", map! { 1 => 5, 7 => "travel" }, "calls of an account, in a root link"),
        ("wire-sum", map! { 1 => 600_000_000, 2 => "price", 5 => "USD" }, "a sum in a unit"),
        ("wire-sum-without-unit", map! { 1 => 600_000_000, 2 => "price" }, "a sum needs no unit"),
    ] {
        wires.reads(name, shows, &wire);
    }
    for (name, twin, code, wire, shows) in [
        ("wire-empty", "wire-calls", "field_missing", map! {}, "no field"),
        ("wire-no-limit", "wire-action", "field_missing", map! { 3 => "flights.book" }, "no limit"),
        ("wire-field-0", "wire-calls", "field_unknown", map! { 0 => 1, 1 => 50 }, "a field 0"),
        ("wire-field-8", "wire-calls", "field_unknown", map! { 1 => 50, 8 => 1 }, "a field 8"),
        ("wire-field-negative", "wire-calls", "field_unknown", map! { 1 => 50, -1 => 1 }, "a field −1"),
        ("wire-field-text", "wire-calls", "cbor_type", map! { 1 => 50, "at" => 1 }, "a field with a text as its key"),
        ("wire-field-twice", "wire-calls", "cbor_duplicate_key", map! { 1 => 50, 1 => 51 }, "the limit twice"),
        (
            "wire-field-order",
            "wire-action",
            "cbor_key_order",
            map! { 3 => "flights.book", 1 => 5 },
            "fields that do not ascend",
        ),
        ("wire-list", "wire-calls", "cbor_type", list![50], "a list in place of a map"),
        ("wire-text-limit", "wire-calls", "cbor_type", map! { 1 => "50" }, "the limit as text"),
        ("wire-negative", "wire-calls", "cbor_type", map! { 1 => -1 }, "a negative limit"),
        (
            "wire-fraction",
            "wire-sum",
            "cbor_type",
            map! { 1 => float(0.5), 2 => "price", 5 => "USD" },
            "half a millionth",
        ),
        ("wire-null", "wire-calls", "cbor_simple", map! { 1 => 50, 2 => raw(&[0xF6]) }, "null in place of an argument"),
        ("wire-unit-of-calls", "wire-sum", "value_invalid", map! { 1 => 600_000_000, 5 => "USD" }, "calls with a unit"),
        (
            "wire-every-action",
            "wire-calls",
            "value_invalid",
            map! { 1 => 50, 3 => list![] },
            "every action, written: a second spelling of none",
        ),
        ("wire-empty-action", "wire-action", "value_invalid", map! { 1 => 5, 3 => "" }, "an action of no character"),
        ("wire-two-prefixes", "wire-prefix", "value_invalid", map! { 1 => 5, 3 => list!["a", "b"] }, "two prefixes"),
        (
            "wire-prefix-star",
            "wire-prefix",
            "value_invalid",
            map! { 1 => 5, 3 => list!["flights.*"] },
            "a prefix with a star",
        ),
        ("wire-window-of-nothing", "wire-window", "value_invalid", map! { 1 => 5, 4 => 0 }, "a window of no time"),
        ("wire-window-text", "wire-window", "cbor_type", map! { 1 => 5, 4 => "1h" }, "a window as text"),
        (
            "wire-ledger-short",
            "wire-ledger",
            "value_invalid",
            map! { 1 => 5, 6 => bytes(&[1; 31]) },
            "a key of 31 bytes",
        ),
        (
            "wire-ledger-long",
            "wire-ledger",
            "value_invalid",
            map! { 1 => 5, 6 => bytes(&[1; 33]) },
            "a key of 33 bytes",
        ),
        (
            "wire-ledger-small-order",
            "wire-ledger",
            "key_invalid",
            map! { 1 => 5, 6 => bytes(&[0; 32]) },
            "a key of small order",
        ),
        (
            "wire-ledger-non-canonical",
            "wire-ledger",
            "key_invalid",
            map! { 1 => 5, 6 => bytes(&[0xFF; 32]) },
            "a second spelling of a key",
        ),
        ("wire-ledger-text", "wire-ledger", "cbor_type", map! { 1 => 5, 6 => LEDGER.did() }, "a key as text"),
        (
            "wire-trailing",
            "wire-calls",
            "cbor_trailing",
            raw(&[0xA1, 0x01, 0x18, 0x32, 0x00]),
            "a byte behind the budget",
        ),
        ("wire-truncated", "wire-calls", "cbor_truncated", raw(&[0xA1, 0x01, 0x18]), "the last byte is missing"),
        ("wire-long-head", "wire-calls", "cbor_long_head", raw(&[0xA1, 0x01, 0x19, 0x00, 0x32]), "50 in three bytes"),
    ] {
        wires.refuses(code, name, twin, shows, &wire);
    }
}

fn limits(file: &mut Subject) {
    let calls = |count: u64| map! { 1 => count };
    let sum = |millionths: u64| map! { 1 => millionths, 2 => "price" };
    let window = |seconds: u64| map! { 1 => 5, 4 => seconds };
    let mut wires = Wires::budgets(file);
    for (name, at, over, what) in [
        ("calls", calls(9_007_199_254_740_991), calls(9_007_199_254_740_992), "2⁵³−1 calls"),
        ("sum", sum(8_999_999_999_999_999_999), sum(9_000_000_000_000_000_000), "9·10¹⁸−1 millionths"),
        ("window", window(31_622_400), window(31_622_401), "a window of 366 days"),
    ] {
        let right = format!("wire-greatest-{name}");
        wires.reads(&right, &format!("{what}, the most there may be"), &at);
        wires.refuses("limit_exceeded", &format!("{right}-over"), &right, &format!("one more than {what}"), &over);
    }
    for (name, over) in [("calls", calls(u64::MAX)), ("sum", sum(u64::MAX)), ("window", window(u64::MAX))] {
        let right = format!("wire-greatest-{name}");
        let shows = "2⁶⁴−1, the greatest number that can be written";
        wires.refuses("limit_exceeded", &format!("{right}-far-over"), &right, shows, &over);
    }
}

fn texts(file: &mut Subject) {
    let with = |field: u64, text: &str| {
        let mut budget: Item = map! { 1 => 1_000_000, 2 => "price" };
        budget.set(field, text);
        budget
    };
    let mut wires = Wires::budgets(file);
    for (field, name) in [(2, "argument"), (3, "action"), (5, "unit"), (7, "account")] {
        let right = format!("wire-text-{name}");
        wires.reads(&right, &format!("a text of the {name} of any letters"), &with(field, "\u{E9} 1"));
        let bidi = format!("a direction override in the text of the {name}");
        wires.refuses("character_refused", &format!("{right}-bidi"), &right, &bidi, &with(field, "a\u{202E}b"));
        let secret = format!("the text of a secret key as {name}");
        wires.refuses("secret_refused", &format!("{right}-secret"), &right, &secret, &with(field, "dptsk1_"));
        let long = if field == 3 { 257 } else { 1025 };
        let (shows, long) = (format!("{long} bytes as {name}"), "b".repeat(long));
        wires.refuses("limit_exceeded", &format!("{right}-long"), &right, &shows, &with(field, &long));
    }
}
