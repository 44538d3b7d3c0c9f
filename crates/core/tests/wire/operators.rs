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
fn unknown_operators_are_refused() {
    for operator in [18_u64, 19, 23, 24, 255, u64::MAX] {
        for operand in [Item::from("SFO"), 5.into(), list![], map! {}] {
            let wrong = to(list![operator, operand]);
            pair("an operator of no build", Code::OperatorUnknown, wrong, to(list![1, "SFO"]));
        }
    }
    // Behind `[0, …]` an optional argument's limits are due.
    pair("an optional twice", Code::OperatorUnknown, via(list![0, list![]]), via(list![]));
    // An element is there or is not: nothing makes it optional.
    let each = || list![15, list![]];
    for (element, code) in [
        (list![0, list![]], Code::OperatorUnknown),
        (list![0, list![1, "a"]], Code::OperatorUnknown),
        (list![0, 1], Code::OperatorUnknown),
        (list![0, list![], true], Code::ValueInvalid),
        (list![0], Code::ValueInvalid),
    ] {
        pair("an optional element", code, via(list![15, element.clone()]), via(each()));
        pair(
            "an optional wish",
            code,
            via(list![each(), list![16, element.clone()]]),
            via(list![each(), list![16, list![]]]),
        );
        pair("an optional place", code, via(list![17, list![element]]), via(list![17, list![list![]]]));
    }
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
    for shape in [list![15, list![]], list![17, list![]], list![17, list![], true]] {
        let right = || via(list![shape.clone(), list![13, list![5, 1]]]);
        let wrong = via(list![list![13, list![5, 1]], shape.clone()]);
        pair("a list's shape behind `len`", Code::ValueInvalid, wrong, right());
        let twice = via(list![shape.clone(), list![13, list![5, 1]], list![13, list![5, 1]]]);
        pair("a length twice", Code::DuplicateItem, twice, right());
        let wrong = via(list![shape.clone(), list![8, "*"]]);
        pair("a glob behind a list's shape", Code::ValueInvalid, wrong, right());
    }
    let object = via(list![list![14, map! {}], list![13, list![5, 1]]]);
    pair("`len` behind an object", Code::ValueInvalid, object, via(list![14, map! {}]));
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
fn a_url_to_lie_below_has_one_spelling() {
    for operator in [9, 10] {
        let right = || via(list![operator, "https://api.example.com/v1/"]);
        for url in [
            "",
            "https://api.example.com",
            "api.example.com/v1/",
            "//api.example.com/v1/",
            "HTTPS://api.example.com/v1/",
            "ftp://api.example.com/v1/",
            "https://API.example.com/v1/",
            "https://api.example.com./v1/",
            "https://a@api.example.com/v1/",
            "https://good\\@evil/",
            "https://api.example.com:443/v1/",
            "https://api.example.com:08443/v1/",
            "https://api.example.com:0/",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://[::1]/",
            "https://*.example.com/",
            "https://ä.example/",
            "https://xn--/",
            "https://api.example.com//",
            "https://api.example.com/../",
            "https://api.example.com/%2e/",
            "https://api.example.com/%61",
            "https://api.example.com/a;b",
            "https://api.example.com/a b",
            "https://api.example.com/?",
            "https://api.example.com/?q",
            "https://api.example.com/#",
            "https://api.example.com/#f",
            " https://api.example.com/",
        ] {
            pair("a URL with two readings", Code::ValueInvalid, via(list![operator, url]), right());
        }
        pair("a number in place of a URL", Code::CborType, via(list![operator, 1]), right());
        pair("two URLs", Code::CborType, via(list![operator, list!["https://h/"]]), right());
        for url in ["https://h/", "http://h:8080/a%20b", "https://xn--mnchen-3ya.example/", "https://h/~a@b:c/"] {
            allowed("a clean URL", &via(list![operator, url]));
        }
    }
}

#[test]
fn a_domain_of_mail_has_one_spelling() {
    let right = || via(list![11, "example.com"]);
    for domain in [
        "",
        ".",
        "Example.com",
        "example.com.",
        ".example.com",
        "*.example.com",
        "@example.com",
        "a@example.com",
        "example..com",
        "-example.com",
        "example.com ",
        "exämple.com",
        "127.0.0.1",
        "[127.0.0.1]",
        "xn--.com",
        "example.com,example.org",
    ] {
        pair("a domain with two readings", Code::ValueInvalid, via(list![11, domain]), right());
    }
    pair("a list of domains", Code::CborType, via(list![11, list!["example.com"]]), right());
    for domain in ["localhost", "a.b.c", "xn--mnchen-3ya.example"] {
        allowed("a clean domain", &via(list![11, domain]));
    }
}

#[test]
fn a_network_has_one_spelling() {
    let right = || via(list![12, "10.0.0.0/8"]);
    for network in [
        "",
        "10.0.0.0",
        "10.0.0.1/8",
        "10.0.0.0/08",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10/8",
        "010.0.0.0/8",
        "0xa.0.0.0/8",
        "10.0.0.0/255.0.0.0",
        " 10.0.0.0/8",
        "2001:db8::/129",
        "2001:db8::1/32",
        "2001:DB8::/32",
        "2001:db8:0::/32",
        "[2001:db8::]/32",
        "::ffff:0:0/96",
        "::ffff:10.0.0.0/104",
        "localhost/8",
    ] {
        pair("a network with two readings", Code::ValueInvalid, via(list![12, network]), right());
    }
    pair("a number in place of a network", Code::CborType, via(list![12, 10]), right());
    for network in ["0.0.0.0/0", "10.0.0.1/32", "::/0", "::1/128", "2001:db8::/32", "::/96"] {
        allowed("a clean network", &via(list![12, network]));
    }
}

#[test]
fn a_length_is_a_comparison_and_a_whole_number() {
    let right = || via(list![13, list![3, 5]]);
    for comparison in [1, 3, 4, 5, 6] {
        allowed("a length", &via(list![13, list![comparison, 0]]));
        allowed("a length", &via(list![13, list![comparison, 65_536]]));
    }
    for comparison in [0_u64, 2, 7, 8, 13, 15, u64::MAX] {
        let wrong = via(list![13, list![comparison, 5]]);
        pair("a comparison that is none", Code::ValueInvalid, wrong, right());
    }
    pair("a length alone", Code::CborType, via(list![13, 5]), right());
    pair("no length", Code::ValueInvalid, via(list![13, list![3]]), right());
    pair("an empty length", Code::ValueInvalid, via(list![13, list![]]), right());
    pair("two lengths", Code::ValueInvalid, via(list![13, list![3, 5, 6]]), right());
    pair("a negative length", Code::CborType, via(list![13, list![3, -1]]), right());
    pair("half a length", Code::CborType, via(list![13, list![3, Item::Float(5.5)]]), right());
    pair("a length as text", Code::CborType, via(list![13, list![3, "5"]]), right());
}

#[test]
fn has_stands_behind_an_each() {
    let each = || list![15, list![]];
    let has = |limits: Item| list![16, limits];
    let right = || via(list![each(), has(list![1, "a"])]);
    pair("`has` alone", Code::ValueInvalid, via(has(list![1, "a"])), right());
    pair("`has` first", Code::ValueInvalid, via(list![has(list![1, "a"]), each()]), right());
    pair("`has` behind a glob", Code::ValueInvalid, via(list![list![8, "*"], has(list![])]), right());
    for shape in [list![17, list![], true], list![17, list![list![]]], list![14, map! {}, true]] {
        pair("`has` behind another shape", Code::ValueInvalid, via(list![shape, has(list![])]), right());
    }
    let len = || list![13, list![3, 5]];
    let late = via(list![each(), len(), has(list![1, "a"])]);
    pair("`has` behind `len`", Code::ValueInvalid, late, via(list![each(), has(list![1, "a"]), len()]));
    let twice = via(list![each(), has(list![1, "a"]), has(list![1, "a"])]);
    pair("`has` twice", Code::DuplicateItem, twice, via(list![each(), has(list![1, "a"]), has(list![1, "b"])]));
    pair("two `each`", Code::ValueInvalid, via(list![each(), list![15, list![1, "a"]]]), right());
    pair("`has` in a list of one", Code::ValueInvalid, via(list![list![16, list![]]]), right());
    pair("`has` with `..`", Code::ValueInvalid, via(list![each(), list![16, list![], true]]), right());
    // Within `each` and `has` the same holds.
    let inner = |limits: Item| via(list![each(), has(limits)]);
    pair("`has` in `has`", Code::ValueInvalid, inner(has(list![])), inner(list![each(), has(list![])]));
}

#[test]
fn operands_have_only_what_can_be_seen() {
    for text in UNSEEN {
        for limit in [
            list![1, text],
            list![2, list!["a", text]],
            list![7, format!("/{text}")],
            list![8, text],
            list![9, format!("https://h/{text}")],
            list![10, text],
            list![11, text],
            list![12, text],
        ] {
            pair("an operand that cannot be seen", Code::CharacterRefused, via(limit), via(list![1, "漢"]));
        }
    }
}
