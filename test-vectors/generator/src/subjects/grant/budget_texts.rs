//! Texts of budgets.

use depute_vectors::kit::{Item, LEDGER, bytes, list, map};

use super::Texts;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    right(file);
    durations(file);
    wrong(file);
    edges(file);
}

fn right(file: &mut Subject) {
    let did = LEDGER.did();
    let at = format!("calls <= 1 at {did} account \"trips\"");
    let every = format!("sum price of flights.* <= 600.5 \"USD\" per 1d at {did} account \"travel\"");
    let key = || bytes(&LEDGER.public());
    let mut texts = Texts::budgets(file);
    for (name, text, wire, canonical, shows) in [
        ("calls", "calls <= 50", map! { 1 => 50 }, "calls <= 50", "a number of calls"),
        ("no-calls", "calls <= 0", map! { 1 => 0 }, "calls <= 0", "no call at all"),
        (
            "calls-of",
            "calls of flights.* <= 5 per 1h",
            map! { 1 => 5, 3 => list!["flights"], 4 => 3600 },
            "calls of flights.* <= 5 per 1h",
            "calls of actions below a prefix, in an hour",
        ),
        (
            "calls-of-every-action",
            "calls of * <= 5",
            map! { 1 => 5 },
            "calls <= 5",
            "every action is what is meant without `of`",
        ),
        (
            "calls-of-quoted",
            "calls of \"a b\" <= 5",
            map! { 1 => 5, 3 => "a b" },
            "calls of \"a b\" <= 5",
            "an action that is not plain is quoted",
        ),
        (
            "sum",
            "sum price of flights.book <= 600.00 \"USD\"",
            map! { 1 => 600_000_000, 2 => "price", 3 => "flights.book", 5 => "USD" },
            "sum price of flights.book <= 600 \"USD\"",
            "a sum in a unit, printed without needless zeros",
        ),
        (
            "sum-of-quoted",
            "sum \"f\u{FC}r wen\" <= 1.50",
            map! { 1 => 1_500_000, 2 => "f\u{FC}r wen" },
            "sum \"f\u{FC}r wen\" <= 1.5",
            "an argument that is no identifier is quoted",
        ),
        (
            "empty-texts",
            "sum \"\" <= 5 \"\" account \"\"",
            map! { 1 => 5_000_000, 2 => "", 5 => "", 7 => "" },
            "sum \"\" <= 5 \"\" account \"\"",
            "argument, unit and account may be empty texts",
        ),
        ("sum-least", "sum price <= 0.000001", map! { 1 => 1, 2 => "price" }, "sum price <= 0.000001", "a millionth"),
        (
            "sum-greatest",
            "sum price <= 8999999999999.999999",
            map! { 1 => 8_999_999_999_999_999_999_u64, 2 => "price" },
            "sum price <= 8999999999999.999999",
            "the greatest sum",
        ),
        (
            "sum-zeros",
            "sum price <= 007",
            map! { 1 => 7_000_000, 2 => "price" },
            "sum price <= 7",
            "zeros in front are digits",
        ),
        (
            "spaces",
            "  sum   price<=5\"USD\"per 1s  ",
            map! { 1 => 5_000_000, 2 => "price", 4 => 1, 5 => "USD" },
            "sum price <= 5 \"USD\" per 1s",
            "spaces between tokens, and none",
        ),
        ("ledger", &at, map! { 1 => 1, 6 => key(), 7 => "trips" }, &at, "a ledger and an account"),
        (
            "everything",
            &every,
            map! { 1 => 600_500_000, 2 => "price", 3 => list!["flights"], 4 => 86_400, 5 => "USD", 6 => key(), 7 => "travel" },
            &every,
            "everything that a budget can say",
        ),
    ] {
        texts.reads(&format!("budget-{name}"), shows, text, &wire, canonical);
    }
}

/// Durations print in the largest unit that divides them.
fn durations(file: &mut Subject) {
    let mut texts = Texts::budgets(file);
    for (written, seconds, printed) in [
        ("60m", 3600, "1h"),
        ("90m", 5400, "90m"),
        ("24h", 86_400, "1d"),
        ("36h", 129_600, "36h"),
        ("61s", 61, "61s"),
        ("120s", 120, "2m"),
        ("366d", 31_622_400, "366d"),
        ("01d", 86_400, "1d"),
    ] {
        let (text, canonical) = (format!("calls <= 5 per {written}"), format!("calls <= 5 per {printed}"));
        let wire: Item = map! { 1 => 5, 4 => seconds };
        let shows = "a window prints in the largest unit that divides it";
        texts.reads(&format!("budget-per-{written}"), shows, &text, &wire, &canonical);
    }
}

fn wrong(file: &mut Subject) {
    let did = LEDGER.did();
    let account_first = format!("calls <= 1 account \"trips\" at {did}");
    Texts::budgets(file)
        .refuses(
            "grant_syntax",
            "budget-calls",
            &[
                ("budget-empty", "", "the empty text is no budget"),
                ("budget-less-than", "calls < 50", "a budget may be used up: only `<=`"),
                ("budget-negative", "calls <= -1", "a limit is digits"),
                ("budget-exponent", "calls <= 5e1", "a limit is digits and no literal of JSON"),
                ("budget-text-limit", "calls <= \"50\"", "a limit is no text"),
                ("budget-no-limit", "calls", "a budget has a limit"),
                ("budget-word", "tokens <= 50", "what is counted is calls or a sum"),
                ("budget-word-in-upper-case", "Calls <= 50", "words are in lower case"),
                ("budget-behind", "calls <= 50 x", "something follows"),
                ("budget-newline", "calls <= 50\n", "a newline is no space"),
                ("budget-with-word", "budget calls <= 50", "the word `budget` belongs to a whole grant"),
                ("budget-argument-of-calls", "calls price <= 50", "calls have no argument"),
            ],
        )
        .refuses(
            "grant_syntax",
            "budget-calls-of",
            &[
                ("budget-of-nothing", "calls of <= 5 per 1h", "an action follows `of`"),
                ("budget-of-parentheses", "calls of flights.*(..) <= 5 per 1h", "an action and no clause follows `of`"),
                ("budget-of-star-within", "calls of *.book <= 5 per 1h", "a star stands at the end"),
                ("budget-of-two", "calls of flights.*, hotels.* <= 5 per 1h", "a budget has one pattern"),
                ("budget-of-behind", "calls <= 5 of flights.* per 1h", "the action stands before the limit"),
                ("budget-per-no-time", "calls of flights.* <= 5 per 0s", "a window has a length"),
                ("budget-per-spaced", "calls of flights.* <= 5 per 1 h", "a duration is one token"),
                ("budget-per-no-unit", "calls of flights.* <= 5 per 3600", "a duration has a unit"),
                ("budget-per-week", "calls of flights.* <= 5 per 1w", "a duration has one of four units"),
                ("budget-per-two-units", "calls of flights.* <= 5 per 1h30m", "a duration has one unit"),
                ("budget-per-half", "calls of flights.* <= 5 per 0.5h", "a duration is a whole number"),
                ("budget-per-day-of-words", "calls of flights.* <= 5 per day", "a duration has a number"),
            ],
        )
        .refuses(
            "grant_syntax",
            "budget-sum",
            &[
                ("budget-sum-of-nothing", "sum <= 600 \"USD\"", "a sum has an argument"),
                (
                    "budget-sum-of-place",
                    "sum trip.price of flights.book <= 600 \"USD\"",
                    "a sum is of an argument at the top, and of no place within",
                ),
                ("budget-sum-exponent", "sum price of flights.book <= 6e2 \"USD\"", "an amount is no literal of JSON"),
                ("budget-sum-negative", "sum price of flights.book <= -600 \"USD\"", "an amount has no sign"),
                (
                    "budget-sum-point-last",
                    "sum price of flights.book <= 600. \"USD\"",
                    "an amount has a digit behind its point",
                ),
                (
                    "budget-sum-point-first",
                    "sum price of flights.book <= .5 \"USD\"",
                    "an amount has a digit before its point",
                ),
                ("budget-sum-comma", "sum price of flights.book <= 1,000 \"USD\"", "no commas between digits"),
                ("budget-sum-bare-unit", "sum price of flights.book <= 600 USD", "a unit has quotes"),
                ("budget-unit-first", "sum price of flights.book <= \"USD\" 600", "a unit stands behind the amount"),
            ],
        )
        .refuses(
            "grant_syntax",
            "budget-sum-least",
            &[("budget-sum-seven-decimals", "sum price <= 0.0000001", "an amount has six decimals at most")],
        )
        .refuses(
            "grant_syntax",
            "budget-ledger",
            &[("budget-account-first", &account_first, "the parts of a budget have their order")],
        )
        .refuses(
            "key_invalid",
            "budget-ledger",
            &[("budget-ledger-invalid", "calls <= 1 at did:key:z6Mk account \"trips\"", "a key that is none")],
        )
        .refuses(
            "value_invalid",
            "budget-calls",
            &[
                ("budget-calls-in-dollars", "calls <= 50 \"USD\"", "calls have no unit"),
                ("budget-calls-fraction", "calls <= 1.5", "calls are counted whole"),
            ],
        )
        .refuses(
            "character_refused",
            "budget-sum",
            &[
                (
                    "budget-unit-bidi",
                    "sum price of flights.book <= 600 \"U\\u202eSD\"",
                    "a direction override in a unit",
                ),
                (
                    "budget-sum-bidi",
                    "sum \"pri\\u200bce\" of flights.book <= 600 \"USD\"",
                    "a zero-width space in a name",
                ),
            ],
        )
        .refuses(
            "secret_refused",
            "budget-sum",
            &[("budget-unit-secret", "sum price of flights.book <= 600 \"dptsk1_\"", "a secret in place of a unit")],
        );
}

fn edges(file: &mut Subject) {
    Texts::budgets(file)
        .reads(
            "budget-calls-greatest",
            "the greatest number of calls, 2⁵³−1",
            "calls <= 9007199254740991",
            &map! { 1 => 9_007_199_254_740_991_u64 },
            "calls <= 9007199254740991",
        )
        .refuses(
            "limit_exceeded",
            "budget-calls-greatest",
            &[
                ("budget-calls-over", "calls <= 9007199254740992", "one call more"),
                ("budget-calls-far-over", "calls <= 99999999999999999999999", "more than 64 bits hold"),
            ],
        )
        .refuses(
            "limit_exceeded",
            "budget-sum-greatest",
            &[
                ("budget-sum-over", "sum price <= 9000000000000", "a millionth more than the greatest sum"),
                ("budget-sum-far-over", "sum price <= 99999999999999999999999", "more than 64 bits hold"),
            ],
        )
        .refuses(
            "limit_exceeded",
            "budget-per-366d",
            &[("budget-per-over", "calls <= 5 per 31622401s", "a second more than 366 days")],
        );
}
