//! Limits: operators with their operands, shapes, and how they join.

use depute::Code;

use super::claims::UNSEEN;
use super::support::{Item, allowed, list, map};
use super::{clause, pair, price, to};

/// Limits on an argument that the call does not have and need not have.
fn via(limits: Item) -> Vec<u8> {
    clause(list!["flights.book", map! { "via" => list![0, limits] }, true])
}

#[test]
fn reserved_and_unknown_operators_are_refused() {
    for operator in [9_u64, 10, 11, 12, 13, 16, 18, 23, 24, 255, u64::MAX] {
        for operand in [Item::from("SFO"), 5.into(), list![], map! {}] {
            let wrong = to(list![operator, operand]);
            pair("an operator of no build", Code::OperatorUnknown, wrong, to(list![1, "SFO"]));
        }
    }
    let cidr = to(list![12, "10.0.0.0/8"]);
    pair("cidr, which is reserved", Code::OperatorUnknown, cidr, to(list![1, "SFO"]));
    // Behind `[0, …]` an optional argument's limits are due.
    pair("an optional twice", Code::OperatorUnknown, via(list![0, list![]]), via(list![]));
}

#[test]
fn a_limit_is_an_operator_and_its_operand() {
    let right = || to(list![1, "SFO"]);
    pair("an operator alone", Code::ValueInvalid, to(list![1]), right());
    pair("two operands", Code::ValueInvalid, to(list![1, "SFO", "LAX"]), right());
    pair("two operands and a truth", Code::ValueInvalid, to(list![2, list!["SFO"], true]), to(list![2, list!["SFO"]]));
    pair("four members", Code::ValueInvalid, to(list![14, map! {}, true, true]), right());
    pair("`each` with `..`", Code::ValueInvalid, via(list![15, list![], true]), via(list![15, list![]]));
    pair("an optional with two operands", Code::ValueInvalid, to(list![0, list![1, "SFO"], true]), right());
    for operator in [14, 17] {
        let shape = |open: bool| {
            via(list![
                operator,
                if operator == 14 {
                    map! {}
                } else {
                    list![]
                },
                open
            ])
        };
        pair("a `..` that is not there", Code::ValueInvalid, shape(false), shape(true));
    }
}

#[test]
fn several_limits_are_two_or_more_without_a_shape() {
    let right = || price(list![list![3, 600], list![5, 1]]);
    pair("a list of one", Code::ValueInvalid, price(list![list![3, 600]]), price(list![3, 600]));
    pair("a list of a list", Code::ValueInvalid, price(list![list![list![3, 600], list![5, 1]]]), right());
    pair("one twice", Code::DuplicateItem, price(list![list![3, 600], list![3, 600]]), right());
    pair("one twice, apart", Code::DuplicateItem, price(list![list![3, 600], list![5, 1], list![3, 600]]), right());
    for shape in [list![14, map! {}], list![14, map! {}, true], list![15, list![]], list![17, list![]]] {
        let wrong = via(list![list![3, 600], shape.clone()]);
        pair("a shape among limits", Code::ValueInvalid, wrong, via(shape.clone()));
        pair("a shape before limits", Code::ValueInvalid, via(list![shape, list![3, 600]]), right());
    }
    pair("any value among limits", Code::ValueInvalid, price(list![list![3, 600], list![]]), right());
    pair("an optional among limits", Code::OperatorUnknown, price(list![list![3, 600], list![0, list![]]]), right());
}

#[test]
fn the_members_of_a_list_differ() {
    for (one, other) in [
        (Item::from("LAX"), Item::from("lax")),
        (1.into(), true.into()),
        (true.into(), false.into()),
        (Item::Float(0.5), "0.5".into()),
        ("é".into(), "e\u{301}".into()),
    ] {
        let with = |second: Item| to(list![2, list!["SFO ", one.clone(), second, "SFO  "]]);
        assert_eq!(super::support::verdict(&with(other)).unwrap_err().code(), Code::ArgNotInList);
        let twice = super::support::verdict(&with(one.clone())).unwrap_err();
        assert_eq!(twice.code(), Code::DuplicateItem, "{one:?}");
    }
    pair("SFO twice", Code::DuplicateItem, to(list![2, list!["SFO", "SFO"]]), to(list![2, list!["SFO", "SF0"]]));
    pair("a list inside", Code::CborType, to(list![2, list!["SFO", list![]]]), to(list![2, list!["SFO"]]));
    // No value passes an empty list, but it is a list.
    allowed("an empty list on an absent argument", &via(list![2, list![]]));
}

#[test]
fn a_text_that_is_compared_with_is_a_date() {
    for operator in 3..=6 {
        for text in [
            "",
            "SFO",
            "2026-12-1",
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-12-00",
            "2026-12-01T24:00:00Z",
            "2026-12-01T23:59:60Z",
            "2026-12-01t00:00:00z",
            "2026-12-01T00:00:00+00:00",
            "2026-12-01 ",
            "２０２６-12-01",
        ] {
            let wrong = via(list![operator, text]);
            pair("a text that is no date", Code::ValueInvalid, wrong, via(list![operator, "2028-02-29"]));
        }
        allowed("an instant", &via(list![operator, "2026-12-01T00:00:00Z"]));
    }
}

#[test]
fn a_path_is_clean_and_absolute() {
    for path in [
        "",
        "data",
        "./data",
        "/data/",
        "//data",
        "/data//a",
        "/data/.",
        "/data/..",
        "/data/../etc",
        "/data\\a",
        "/data/%2e",
        "/data/\u{2025}",
        "/data/\u{FF0E}\u{FF0E}",
        "/data\u{2215}a",
        "/\u{FF3C}",
        "/\u{FF05}2e",
    ] {
        pair("a path with two readings", Code::ValueInvalid, via(list![7, path]), via(list![7, "/data"]));
    }
    for path in ["/", "/data", "/data/a b", "/.hidden", "/...", "/ä漢", "/*"] {
        allowed("a clean path", &via(list![7, path]));
    }
}

#[test]
fn a_glob_means_no_more_than_it_says() {
    for glob in [
        "",
        "**",
        "a/**",
        "***",
        "../*",
        "./*",
        "a//b",
        "a/",
        "//a",
        "/",
        "a\\*",
        "%2e*",
        "a\u{2024}*",
        "*/..",
        "\u{FF0F}",
    ] {
        pair("a glob with two readings", Code::ValueInvalid, via(list![8, glob]), via(list![8, "a/*"]));
    }
    for glob in ["*", "/*", "*/*", "a?b[c]{d}", "*.*", "...", "*a*"] {
        allowed("a glob", &via(list![8, glob]));
    }
}

#[test]
fn operands_have_only_what_can_be_seen() {
    for text in UNSEEN {
        for limit in [list![1, text], list![2, list!["a", text]], list![7, format!("/{text}")], list![8, text]] {
            pair("an operand that cannot be seen", Code::CharacterRefused, via(limit), via(list![1, "漢"]));
        }
    }
}
