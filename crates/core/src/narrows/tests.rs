#![allow(clippy::arithmetic_side_effects, reason = "a test may overflow, and then fails")]

mod effort;
mod universe;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::*;
use crate::json;
use crate::value::Map;

/// A link of these clauses, one a line.
fn link(text: &str) -> Vec<Clause<'static>> {
    text.lines().map(|line| Clause::parse(line.trim()).unwrap_or_else(|fault| panic!("{line}: {fault}"))).collect()
}

fn judge(child: &str, ancestors: &[&str]) -> Narrowing {
    let child = Clause::parse(child).unwrap_or_else(|fault| panic!("{child}: {fault}"));
    let links: Vec<Vec<Clause<'_>>> = ancestors.iter().map(|text| link(text)).collect();
    let links: Vec<&[Clause<'_>]> = links.iter().map(|link| &link[..]).collect();
    let judged = narrows(&child, &links);
    if let Narrowing::Wider(widening) = &judged {
        assert!(matches::check(&child, &widening.witness).is_ok(), "{child}: not accepted");
        let refuses = |clause| matches::check(clause, &widening.witness).is_err();
        assert!(links[widening.link - 1].iter().all(refuses), "{child}: {}", widening.witness.to_json());
    }
    judged
}

fn nothing(child: &str, ancestors: &[&str]) -> Option<Nothing> {
    let links: Vec<Vec<Clause<'_>>> = ancestors.iter().map(|text| link(text)).collect();
    let links: Vec<&[Clause<'_>]> = links.iter().map(|link| &link[..]).collect();
    allows_nothing(&Clause::parse(child).unwrap(), &links)
}

fn wider(child: &str, ancestors: &[&str]) -> Widening {
    match judge(child, ancestors) {
        Narrowing::Wider(widening) => *widening,
        other => panic!("{child} under {ancestors:?}: {other:?}"),
    }
}

const NARROWER: &[(&str, &str)] = &[
    ("flights.book(price <= 400, ..)", r#"flights.book(to = "SFO", price <= 600)"#),
    ("flights.book(price <= 600, ..)", "flights.book(price <= 600)"),
    ("flights.book(price < 600, ..)", "flights.book(price <= 600)"),
    ("flights.book(price >= 1 and <= 5, ..)", "flights.book(price <= 600)"),
    ("flights.book(price = 5, ..)", "flights.book(price > 4 and <= 600)"),
    ("flights.book(price in [1, 5], ..)", "flights.book(price > 0)"),
    ("flights.book(..)", "flights.book(price <= 600)"),
    ("flights.book(price)", "flights.book(price <= 600)"),
    ("flights.book(seat? , ..)", "flights.book(price <= 600)"),
    ("flights.book(seat = \"1A\", ..)", "flights.book(price <= 600, ..)"),
    ("flights.book(price? <= 400)", "flights.book(price <= 600)"),
    ("*(..)", "flights.book(price <= 600)"),
    ("*(..)", "*(price <= 600, ..)"),
    // What accepts nothing asks for nothing.
    ("f(x in [])", "f(x <= 600)"),
    ("ci.build(..)", "ci.*(..)"),
    ("ci.build.*(..)", "ci.*(..)"),
    ("ci.*(x <= 1, ..)", "*(..)"),
    ("fs.read(path under \"/data/a\")", "fs.read(path under \"/data\")"),
    ("fs.read(path = \"/data/a\")", "fs.read(path under \"/data\")"),
    ("fs.read(path like \"/data/*.txt\")", "fs.read(path under \"/data\")"),
    ("git.push(branch like \"feat/a-*\")", "git.push(branch like \"feat/*\")"),
    ("git.push(branch in [\"main\", \"dev\"])", "git.push(branch like \"*\")"),
    ("trip(day < date \"2026-12-01\")", "trip(day <= date \"2026-12-01\")"),
    ("db(opts: {limit <= 5, ..})", "db(opts: {limit <= 50, mode = \"ro\"})"),
    ("db(params: [each <= 5])", "db(params: [each <= 50])"),
    ("sh(argv: [\"git\", _])", "sh(argv: [\"git\", \"push\"])"),
    ("sh(argv: [\"git\", ..])", "sh(argv: [\"git\", \"push\"])"),
    ("sh(argv: [\"git\", \"push\"])", "sh(argv: [each in [\"git\", \"push\"]])"),
    ("http.get(url within \"https://h/a/b\")", "http.get(url within \"https://h/a/\")"),
    ("http.get(url within \"https://h/a\")", "http.get(url within \"https://h/\" with query)"),
    ("http.get(url = \"https://h/a?x\")", "http.get(url within \"https://h/\" with query)"),
    ("mail(to at \"example.com\" and len <= 40)", "mail(to at \"example.com\")"),
    ("mail(to at \"example.com\")", "mail(to like \"*@example.com\")"),
    ("mail(to in [\"a@example.com\", \"b@example.com\"])", "mail(to at \"example.com\")"),
    ("net(ip cidr \"10.1.0.0/16\")", "net(ip cidr \"10.0.0.0/8\")"),
    ("net(ip cidr \"10.0.0.1/32\")", "net(ip in [\"10.0.0.1\", \"10.0.0.2\"])"),
    ("f(s len <= 5)", "f(s len <= 9)"),
    ("f(s len = 5)", "f(s len > 2 and len <= 9)"),
    ("f(s = \"abc\")", "f(s len <= 9)"),
    ("f(l: [each <= 5] and len <= 2)", "f(l: [each <= 9] and len <= 3)"),
    ("f(l: [each <= 5, has 1])", "f(l: [each <= 9, has <= 1])"),
    ("f(l: [1, 2])", "f(l: [each _, has 2] and len <= 2)"),
    ("f(l: [1, ..])", "f(l: [each _, has 2] and len <= 9)"),
    ("f(l: [each {n <= 5, ..}, has {n = 1, ..}])", "f(l: [each {n <= 9, m}])"),
    // One clause of a link is enough.
    ("flights.book(price <= 500, ..)", "flights.book(price <= 400, ..)\nflights.book(to = \"SFO\", price <= 600)"),
    ("flights.book(price <= 500, ..) needs 2(h'00')", "flights.book(price <= 500)"),
];

/// Child, ancestor, what the child asks, the ancestor's limit, the witness.
const WIDER: &[(&str, &str, &str, Option<&str>, &str)] = &[
    (
        "f(price <= 601, ..)",
        "f(to = \"SFO\", price <= 600)",
        "price <= 601",
        Some("price <= 600"),
        r#"{"to":"SFO","price":601}"#,
    ),
    ("f(price <= 600)", "f(price < 600)", "price <= 600", Some("price < 600"), r#"{"price":600}"#),
    ("f(price >= 1)", "f(price <= 600)", "price >= 1", Some("price <= 600"), r#"{"price":601}"#),
    ("f(price > 1 and < 2)", "f(price <= 1)", "price > 1 and < 2", Some("price <= 1"), r#"{"price":1.5}"#),
    ("f(price <= 700)", "f(price >= 1 and <= 600)", "price <= 700", Some("price <= 600"), r#"{"price":700}"#),
    ("f(to in [\"a\", \"b\"])", "f(to = \"a\")", "to in [\"a\", \"b\"]", Some("to = \"a\""), r#"{"to":"b"}"#),
    ("f(to = 1)", "f(to = \"1\")", "to = 1", Some("to = \"1\""), r#"{"to":1}"#),
    (
        "f(path under \"/\")",
        "f(path under \"/data\")",
        "path under \"/\"",
        Some("path under \"/data\""),
        r#"{"path":"/"}"#,
    ),
    (
        "f(path under \"/data\")",
        "f(path like \"/data/*\")",
        "path under \"/data\"",
        Some("path like \"/data/*\""),
        r#"{"path":"/data"}"#,
    ),
    ("f(b like \"*\")", "f(b like \"main\")", "b like \"*\"", Some("b like \"main\""), r#"{"b":"x"}"#),
    (
        "f(d <= date \"2026-12-08\")",
        "f(d < date \"2026-12-08\")",
        "d <= date \"2026-12-08\"",
        Some("d < date \"2026-12-08\""),
        r#"{"d":"2026-12-08"}"#,
    ),
    (
        "f(d > date \"2026-12-07\")",
        "f(d > date \"2026-12-08\")",
        "d > date \"2026-12-07\"",
        Some("d > date \"2026-12-08\""),
        r#"{"d":"2026-12-08"}"#,
    ),
    ("f(seat = \"1A\", ..)", "f(price <= 600)", "seat = \"1A\"", None, r#"{"seat":"1A","price":600}"#),
    ("f(seat? = \"1A\")", "f()", "seat = \"1A\"", None, r#"{"seat":"1A"}"#),
    ("f(o: {n <= 9, ..})", "f(o: {n <= 5, ..})", "o.n <= 9", Some("o.n <= 5"), r#"{"o":{"n":9}}"#),
    ("f(o: {m = 1, ..})", "f(o: {n <= 5})", "o.m = 1", None, r#"{"o":{"m":1}}"#),
    ("f(l: [each <= 9])", "f(l: [each <= 5])", "l[0] <= 9", Some("l[0] <= 5"), r#"{"l":[9]}"#),
    ("f(l: [1, <= 9])", "f(l: [1, <= 5])", "l[1] <= 9", Some("l[1] <= 5"), r#"{"l":[1,9]}"#),
    ("f(l: [each <= 5])", "f(l: [<= 5, <= 5])", "l: [each <= 5]", Some("l: [<= 5, <= 5]"), r#"{"l":[5]}"#),
    ("f(l: [])", "f(l: [each <= 5])", "l: []", Some("l: [each <= 5]"), r#"{"l":[]}"#),
    ("f(l: [1, ..])", "f(l: [])", "l[0] = 1", None, r#"{"l":[1]}"#),
    (
        "f(u within \"https://h/\")",
        "f(u within \"https://h/a\")",
        "u within \"https://h/\"",
        Some("u within \"https://h/a\""),
        r#"{"u":"https://h/x"}"#,
    ),
    (
        "f(u within \"https://h/\" with query)",
        "f(u within \"https://h/\")",
        "u within \"https://h/\" with query",
        Some("u within \"https://h/\""),
        r#"{"u":"https://h/?x"}"#,
    ),
    ("f(to at \"b.c\")", "f(to at \"c\")", "to at \"b.c\"", Some("to at \"c\""), r#"{"to":"x@b.c"}"#),
    ("f(to like \"*@c\")", "f(to at \"c\")", "to like \"*@c\"", Some("to at \"c\""), r#"{"to":"@c"}"#),
    (
        "f(ip cidr \"10.0.0.0/8\")",
        "f(ip cidr \"10.0.0.0/16\")",
        "ip cidr \"10.0.0.0/8\"",
        Some("ip cidr \"10.0.0.0/16\""),
        r#"{"ip":"10.255.255.255"}"#,
    ),
    ("f(s len <= 3)", "f(s len <= 2)", "s len <= 3", Some("s len <= 2"), r#"{"s":"xxx"}"#),
    (
        "f(l: [each 1] and len <= 2)",
        "f(l: [each 1] and len < 2)",
        "l: [each 1] and len <= 2",
        Some("l len < 2"),
        r#"{"l":[1,1]}"#,
    ),
    ("f(l: [each <= 9])", "f(l: [each _, has 1])", "l: [each <= 9]", Some("l: [each _, has 1]"), r#"{"l":[9]}"#),
    ("g(..)", "f(..)", "g", None, "{}"),
    ("ci.*(n <= 1)", "ci.build(..)\nci.test(..)", "ci.*", Some("ci.build, ci.test"), r#"{"n":1}"#),
    ("*(n <= 1, ..)", "f(..)", "*", Some("f"), r#"{"n":1}"#),
    // Each clause refuses for a reason of its own.
    (
        "f(to in [1, 2], price <= 9)",
        "f(to = 1, ..)\nf(price <= 4, ..)",
        "price <= 9",
        Some("price <= 4"),
        r#"{"to":2,"price":9}"#,
    ),
];

#[test]
fn what_is_narrower() {
    for (child, ancestor) in NARROWER {
        let judged = judge(child, &[ancestor]);
        assert!(matches!(judged, Narrowing::Narrower), "{child} under {ancestor}: {judged:?}");
    }
}

#[test]
fn what_is_wider_is_shown_by_a_call() {
    for (child, ancestor, asked, limit, witness) in WIDER {
        let widening = wider(child, &[ancestor]);
        assert_eq!(
            (&*widening.asked, widening.limit.as_deref(), &*widening.witness.args().to_json()),
            (*asked, *limit, *witness),
            "{child}"
        );
        // The twin that differs in one thing: the same under itself.
        assert!(matches!(judge(child, &[child]), Narrowing::Narrower), "{child}");
    }
}

#[test]
fn what_only_several_clauses_cover_is_unproven() {
    let Narrowing::Unproven(doubt) = judge("f(x in [1, 5])", &["f(..)", "f(x = 1)\nf(x = 5)"]) else { panic!() };
    assert_eq!(doubt, Doubt { link: 2, argument: Some("x".into()), asked: "x in [1, 5]".into() });
    assert!(matches!(judge("f(x in [1, 5])", &["f(..)", "f(x = 1)\nf(x in [1, 5])"]), Narrowing::Narrower));
    assert_eq!(wider("f(x in [1, 5])", &["f(..)", "f(x = 1)\nf(x = 6)"]).witness.args().to_json(), r#"{"x":5}"#);
}

#[test]
fn the_narrowest_link_is_named_and_so_is_who_set_it() {
    let trip = "flights.search(..)\nflights.book(to = \"SFO\", price <= 600)";
    let widening = wider("flights.book(price <= 900, ..)", &[trip, "flights.book(price <= 400, ..)"]);
    assert_eq!(widening.sentence("planner"), "price <= 900 is wider than the 400 set by planner (link 2)");
    assert_eq!(widening.hint("planner"), "ask for at most 400, or ask planner for more");
    assert_eq!(widening.argument.as_deref(), Some("price"));
    assert_eq!(widening.witness.to_json(), r#"{"action":"flights.book","args":{"to":"SFO","price":900}}"#);

    let widening = wider("flights.book(price <= 900, ..)", &[trip, "*(..)"]);
    assert_eq!(widening.sentence("alice"), "price <= 900 is wider than the 600 set by alice (link 1)");
    assert!(matches!(judge("flights.book(price <= 600, ..)", &[trip, "*(..)"]), Narrowing::Narrower));

    let sentence = |child, ancestor| {
        let widening = wider(child, &[ancestor]);
        [widening.sentence("alice"), widening.hint("alice")]
    };
    assert_eq!(
        sentence("f(to in [\"a\", \"b\"])", "f(to = \"a\")"),
        [
            "to in [\"a\", \"b\"] is wider than the \"a\" set by alice (link 1)",
            "ask for to = \"a\", or ask alice for more"
        ]
    );
    assert_eq!(
        sentence("f(p like \"*\")", "f(p under \"/d\")"),
        [
            "p like \"*\" is wider than the p under \"/d\" set by alice (link 1)",
            "ask for p under \"/d\", or ask alice for more"
        ]
    );
    assert_eq!(
        sentence("f(s len <= 9)", "f(s len <= 5)"),
        ["s len <= 9 is wider than the 5 set by alice (link 1)", "ask for s len <= 5, or ask alice for more"]
    );
    assert_eq!(
        sentence("f(u within \"https://h/\")", "f(u within \"https://h/a\")"),
        [
            "u within \"https://h/\" is wider than the \"https://h/a\" set by alice (link 1)",
            "ask for u within \"https://h/a\", or ask alice for more"
        ]
    );
    assert_eq!(
        sentence("f(seat = 1, ..)", "f()"),
        ["seat = 1 is not granted by alice (link 1)", "leave seat out, or ask alice for more"]
    );
    assert_eq!(sentence("g()", "f()"), ["g is not granted by alice (link 1)", "leave g out, or ask alice for more"]);
    assert_eq!(
        sentence("f(n >= 1)", "f(n > 3)"),
        ["n >= 1 is wider than the 3 set by alice (link 1)", "ask for more than 3, or ask alice for more"]
    );
}

#[test]
fn a_clause_that_no_call_can_pass() {
    let cases: &[(&str, &str, &str, Reason, Option<&str>)] = &[
        ("f(price <= 4)", "f(to = \"SFO\", price <= 6)", "to", Reason::Unmentioned, Some("f(price <= 4, ..)")),
        ("f(o: {n <= 4})", "f(o: {m, n <= 6})", "o.m", Reason::Unmentioned, Some("f(o: {n <= 4, ..})")),
        ("f(seat, ..)", "f(to)", "seat", Reason::NotGranted, None),
        ("f(to = \"LAX\", ..)", "f(to = \"SFO\")", "to", Reason::Disjoint, None),
        ("f(n >= 500)", "f(n <= 400)", "n", Reason::Disjoint, None),
        ("f(n > 400)", "f(n <= 400)", "n", Reason::Disjoint, None),
        ("f(n <= 400)", "f(n like \"*\")", "n", Reason::Disjoint, None),
        ("f(p under \"/a\")", "f(p under \"/b\")", "p", Reason::Disjoint, None),
        ("f(b like \"a/*\")", "f(b like \"b/*\")", "b", Reason::Disjoint, None),
        ("f(d < date \"2026-01-01\")", "f(d >= date \"2026-01-01\")", "d", Reason::Disjoint, None),
        ("f(d < date \"2026-01-01\")", "f(d < date \"2026-01-01T00:00:00Z\")", "d", Reason::Disjoint, None),
        ("f(l: [1])", "f(l: [1, 2])", "l", Reason::Disjoint, None),
        ("f(l: [])", "f(l: [each _])", "l", Reason::Disjoint, None),
        ("f(o: {n = 1})", "f(o: {n = 2})", "o.n", Reason::Disjoint, None),
        ("f(n in [])", "*(..)", "n", Reason::Impossible, None),
        ("f(n > 4 and < 4)", "*(..)", "n", Reason::Impossible, None),
        ("f(l: [each in []])", "*(..)", "l", Reason::Impossible, None),
        ("f(u within \"https://a/\")", "f(u within \"https://b/\")", "u", Reason::Disjoint, None),
        ("f(u within \"https://a/\")", "f(u under \"/a\")", "u", Reason::Disjoint, None),
        ("f(u within \"https://a/\")", "f(u like \"*\")", "u", Reason::Disjoint, None),
        ("f(to at \"a.b\")", "f(to at \"b\")", "to", Reason::Disjoint, None),
        ("f(ip cidr \"10.0.0.0/8\")", "f(ip cidr \"11.0.0.0/8\")", "ip", Reason::Disjoint, None),
        ("f(ip cidr \"0.0.0.0/0\")", "f(ip cidr \"::/0\")", "ip", Reason::Disjoint, None),
        ("f(s len > 4)", "f(s len <= 4)", "s", Reason::Disjoint, None),
        ("f(s len <= 4)", "f(s <= 4)", "s", Reason::Disjoint, None),
        ("f(l: [1, 2])", "f(l: [..] and len = 3)", "l", Reason::Disjoint, None),
        ("f(l: [each 1])", "f(l: [each _, has 2])", "l", Reason::Disjoint, None),
        ("f(l: [each _, has 3])", "f(l: [each in [1, 2]])", "l", Reason::Disjoint, None),
        ("f(s len < 0)", "*(..)", "s", Reason::Impossible, None),
        ("f(l: [1, 2, ..] and len < 2)", "*(..)", "l", Reason::Impossible, None),
        ("f(u at \"b\" and len <= 2)", "*(..)", "u", Reason::Impossible, None),
    ];
    for (child, ancestor, argument, reason, suggestion) in cases {
        let found = nothing(child, &[ancestor]).unwrap_or_else(|| panic!("{child} under {ancestor}"));
        assert_eq!(
            (&*found.argument, found.reason, found.suggestion.as_deref()),
            (*argument, *reason, *suggestion),
            "{child}"
        );
        assert_eq!(found.link, if found.reason == Reason::Impossible { 2 } else { 1 }, "{child}");
    }
    for (child, ancestor) in [
        ("f(price <= 4, ..)", "f(to = \"SFO\", price <= 6)"),
        ("f(price <= 4)", "f(to? = \"SFO\", price <= 6)"),
        ("f(o: {n <= 4, ..})", "f(o: {m, n <= 6})"),
        ("f(seat?, ..)", "f(to)"),
        ("f(seat, ..)", "f(to, ..)"),
        ("f(to? = \"LAX\", ..)", "f(to? = \"SFO\")"),
        ("f(n >= 400)", "f(n <= 400)"),
        ("f(p under \"/a\")", "f(p under \"/a/b\")"),
        ("f(b like \"a/*\")", "f(b like \"*/b\")"),
        ("f(d <= date \"2026-01-01\")", "f(d >= date \"2026-01-01\")"),
        ("f(l: [1, ..])", "f(l: [1, 2])"),
        ("f(l: [..])", "f(l: [each _])"),
        ("f(n? in [])", "*(..)"),
        ("f(n = 4)", "f(n = 3)\nf(n <= 4)"),
        // Not granted at all: that is wider.
        ("g(n = 4)", "f(n = 3)"),
    ] {
        assert_eq!(nothing(child, &[ancestor]), None, "{child} under {ancestor}");
    }
    let found = nothing("f(n <= 4)", &["f(..)", "f(n = 5, ..)\nf(n = 6, ..)"]).unwrap();
    assert_eq!(found.sentence("bob"), "no call could pass: no n is within both this and what bob set (link 2)");
    let found = nothing("f(price <= 4)", &["f(to, price)"]).unwrap();
    assert_eq!(found.sentence("alice"), "no call could pass: to is required by alice (link 1) and not mentioned here");
    assert_eq!(found.hint().unwrap(), "end it in `..` to inherit the rest: f(price <= 4, ..)");
}

#[test]
fn a_grant_of_the_largest_size_is_judged() {
    // No link covers it, and its last argument alone shows that.
    let args: Vec<String> = (0..31).map(|n| format!("n{n} in [0, {}]", n + 1)).collect();
    let clause = |last| format!("p({}, z <= {last})", args.join(", "));
    let above: Vec<String> = (0..15).map(|link| clause(if link == 0 { 8 } else { 9 })).collect();
    let above: Vec<&str> = above.iter().map(|link| &**link).collect();
    let widening = wider(&clause(9), &above);
    assert_eq!((widening.link, widening.argument.as_deref()), (1, Some("z")));
    assert!(matches!(judge(&clause(8), &above), Narrowing::Narrower));

    let nested = |n, limit: &str| format!("n{n}: [each {{a: [each {{a {limit} {n}}}]}}]");
    let child: Vec<String> = (0..16).map(|n| nested(n, "<=")).collect();
    let above: Vec<String> = (0..14).map(|n| format!("{}*({}, ..)", "p.".repeat(n), nested(n, "<"))).collect();
    assert!(matches!(judge(&format!("*({})", child.join(", ")), &[&*above.join("\n"); 15]), Narrowing::Wider(_)));
}

#[test]
fn lists_and_lengths_of_the_largest_grant_are_judged() {
    let lengths = |from: usize| (from..from + 50).map(|n| format!(" and len <= {n}")).collect::<String>();
    let has = |count: usize| (0..count).map(|n| format!(", has {n}")).collect::<String>();
    let lists = |has: &str, lengths: &str| format!("p(l: [each <= 99{has}]{lengths})");
    let above = alloc::vec![lists(&has(5), &lengths(70)); 15];
    let above: Vec<&str> = above.iter().map(|link| &**link).collect();
    assert!(matches!(judge(&lists(&has(5), &lengths(60)), &above), Narrowing::Narrower));
    assert!(matches!(judge(&lists(&has(5), &lengths(71)), &above), Narrowing::Wider(_)));
    let positions = alloc::vec![format!("p(l: [{}, ..])", alloc::vec!["<= 9"; 60].join(", ")); 15];
    let positions: Vec<&str> = positions.iter().map(|link| &**link).collect();
    assert!(matches!(judge(&lists(&has(5), &lengths(60)), &positions), Narrowing::Wider(_)));
    let texts = |limit: &str, from: usize| format!("p(t {limit}{})", lengths(from));
    let of_mail = "at \"h\"";
    assert!(matches!(judge(&texts(of_mail, 40), &[&*texts(of_mail, 30); 15]), Narrowing::Wider(_)));
    // No address is longer than 254 bytes; how long another text may be is not tried.
    assert!(matches!(judge(&texts(of_mail, 400), &[&*texts(of_mail, 300); 15]), Narrowing::Narrower));
    let longest = ["len <= 40000", "len <= 30000"].map(|limit| texts(limit, 50_000));
    assert!(matches!(judge(&longest[0], &[&*longest[1]; 15]), Narrowing::Unproven(_)));
}

#[test]
fn a_prefix_that_ends_in_a_dot_lies_below_the_shorter_one() {
    let [outer, inner, other] = ["a.*(..)", "a..*(..)", "ab.*(..)"].map(|text| Clause::parse(text).unwrap());
    assert!(
        outer.action.covers(&inner.action)
            && !inner.action.covers(&outer.action)
            && !outer.action.covers(&other.action)
    );
    let clause = |text| Clause::parse(text).unwrap();
    assert!(allows_nothing(&clause("a..*()"), &[&[clause("a..*(b)"), clause("a.*()")]]).is_none());
    assert!(allows_nothing(&clause("a..*()"), &[&[clause("a..*(b)"), clause("c.*()")]]).is_some());
}

#[test]
fn no_call_could_pass_a_domain_that_leaves_no_room_for_a_name() {
    // An address has 254 bytes at most: a letter, the sign and this.
    let domain = |last: usize| format!("f(u at \"{}{}\")", format!("{}.", "a".repeat(63)).repeat(3), "a".repeat(last));
    assert_eq!(nothing(&domain(60), &["*(..)"]), None);
    assert_eq!(nothing(&domain(61), &["*(..)"]).unwrap().reason, Reason::Impossible);
}

#[test]
fn a_list_that_may_go_on_can_still_have_what_is_asked_for() {
    let above = r#"f(x: [each _, has "a", has "b"] and len <= 2)"#;
    assert!(!matches!(judge(r#"f(x: ["a", ..])"#, &[above]), Narrowing::Wider(_)));
    // Its twin leaves no room for the other.
    assert!(matches!(judge(r#"f(x: ["a", "c", ..])"#, &[above]), Narrowing::Wider(_)));
}

#[test]
fn wishes_within_wishes_are_asked_once_each() {
    // A few hundred bytes that a stranger may send: asked of every pair, they would take seconds and more.
    let wishes = |last: &str| {
        let few: alloc::vec::Vec<String> = (0..14).map(|number| alloc::format!("has {number}")).collect();
        alloc::format!("[each _, {}{last}]", few.join(", "))
    };
    let nested = (0..3).fold(wishes(""), |inner, _| wishes(&alloc::format!(", has {inner}")));
    let clause = alloc::format!("f(x: {nested})");
    assert!(nothing(&clause, &[]).is_none());
    assert!(matches!(judge(&clause, &[&clause]), Narrowing::Narrower));
}
