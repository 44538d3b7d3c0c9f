//! The grant text: what is read, how it is printed, and what is refused at which column.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // tests

use depute::{At, Budget, Call, Clause, Code, Grant, Malformed};

const CAROL: &str = "did:key:z6MkwVDfCg9LbbY6xjH3EZk8YSFQZujV5Y4y1ZWeER9tDiN3";
const DAVE: &str = "did:key:z6Mkj1MDZKcfx9AX5CeXHdysiGkRLzBbALyFuShD6wNeY1E3";

#[test]
fn a_clause_and_a_budget_give_the_bytes_that_a_link_carries() {
    // The examples of spec/grant.md, and one with a requirement.
    for (text, wire) in [
        ("flights.status()", "826e666c69676874732e737461747573a0"),
        ("ci.*(..)", "8381626369a0f5"),
        ("a.b(x <= 0.5) needs 2(h'80')", "8463612e62a161788203fb3fe0000000000000f481820280"),
    ] {
        assert_eq!(depute::Hex(&Clause::parse(text).unwrap().to_bytes()).to_string(), wire, "{text}");
    }
    assert_eq!(depute::Hex(&Budget::parse("calls <= 50").unwrap().to_bytes()).to_string(), "a1011832");
}

#[test]
fn clauses_print_in_their_one_form() {
    for (text, canonical) in [
        ("flights.search(..)", "flights.search(..)"),
        ("flights.status()", "flights.status()"),
        (" flights.book ( to=\"SFO\",price<=600.00 ) ", "flights.book(to = \"SFO\", price <= 600)"),
        ("flights.book(price <= 6e2, to = \"SFO\")", "flights.book(to = \"SFO\", price <= 600)"),
        ("flights.book(price <= 400, ..)", "flights.book(price <= 400, ..)"),
        (
            "fs.read(path under \"/data\", encoding? in [\"utf-8\"])",
            "fs.read(path under \"/data\", encoding? in [\"utf-8\"])",
        ),
        ("mail.send(subject, body, to)", "mail.send(to, body, subject)"),
        (
            "trip.plan(day >= date \"2026-12-01\" and < date \"2026-12-08\", ..)",
            "trip.plan(day >= date \"2026-12-01\" and < date \"2026-12-08\", ..)",
        ),
        (
            "db.query(opts: {limit <= 50, ..}, params: [each <= 100])",
            "db.query(opts: {limit <= 50, ..}, params: [each <= 100])",
        ),
        (
            "shell.run(cwd under \"/w/app\", argv: [\"git\", \"push\", _, in [\"main\", \"dev\"]])",
            "shell.run(cwd under \"/w/app\", argv: [\"git\", \"push\", _, in [\"main\", \"dev\"]])",
        ),
        ("a.b(x: [= \"git\"])", "a.b(x: [\"git\"])"),
        ("a.b(x: [..], y: [], z: [1, ..], w: {}, v: {..})", "a.b(v: {..}, w: {}, x: [..], y: [], z: [1, ..])"),
        ("a.b(x: [each {a = 1, ..}], y: [each _])", "a.b(x: [each {a = 1, ..}], y: [each _])"),
        ("a.b(x?: [1])", "a.b(x?: [1])"),
        (
            "http.get(url within \"https://api.example.com/v1/\", next? within \"http://h:8080/\" with   query)",
            "http.get(url within \"https://api.example.com/v1/\", next? within \"http://h:8080/\" with query)",
        ),
        ("mail.send(body, to at\"example.com\")", "mail.send(to at \"example.com\", body)"),
        (
            "net.open(host cidr \"10.0.0.0/8\", v6 cidr \"2001:db8::/32\")",
            "net.open(v6 cidr \"2001:db8::/32\", host cidr \"10.0.0.0/8\")",
        ),
        (
            "a(x len<=5, y len = 3, z len >= 1 and len < 10 and like \"a*\")",
            "a(x len <= 5, y len = 3, z len >= 1 and len < 10 and like \"a*\")",
        ),
        ("a(x len > 007, y: [..] and len = 65536)", "a(x len > 7, y: [..] and len = 65536)"),
        ("a(x: [each _ , has\"a\", has in [1]])", "a(x: [each _, has \"a\", has in [1]])"),
        ("a(x: [each <= 5, has = 3] and len <= 5)", "a(x: [each <= 5, has 3] and len <= 5)"),
        (
            "a(x?: [each {id, ..}, has {id = 1, ..}]and len >= 1 and len <= 5)",
            "a(x?: [each {id, ..}, has {id = 1, ..}] and len >= 1 and len <= 5)",
        ),
        ("a(argv: [\"git\", ..] and len <= 5)", "a(argv: [\"git\", ..] and len <= 5)"),
        (
            "a(x: [[each _] and len <= 2, [each len <= 3, has at \"b.c\"], ..])",
            "a(x: [[each _] and len <= 2, [each len <= 3, has at \"b.c\"], ..])",
        ),
        (
            "a(at at \"at.at\", has, len len = 1, cidr cidr \"::/0\", with within \"https://h/\" with query, query)",
            "a(at at \"at.at\", has, len len = 1, cidr cidr \"::/0\", with within \"https://h/\" with query, query)",
        ),
        ("ci.*(..)", "ci.*(..)"),
        ("*(..)", "*(..)"),
        ("\"ci.*\"(..)", "\"ci.*\"(..)"),
        ("\"ci.run\"()", "ci.run()"),
        ("\"zahle aus\"(\"to\" = \"x\", \"für wen\" = \"y\")", "\"zahle aus\"(to = \"x\", \"für wen\" = \"y\")"),
        (
            "a(in in [\"in\"], like like \"l*\", under under \"/\", date = \"d\", _ = 1)",
            "a(_ = 1, in in [\"in\"], date = \"d\", like like \"l*\", under under \"/\")",
        ),
        ("a(x = true, y = false, z = -0.5, w = -0)", "a(w = 0, x = true, y = false, z = -0.5)"),
        ("a(x in [])", "a(x in [])"),
        ("a(x = \"\\u0041\\/\\\"\")", "a(x = \"A/\\\"\")"),
        ("payments.send(amount <= 5000, ..) needs 2(h'8201')  needs 3(h'80')", ""),
        (
            "payments.send(amount <= 5000, ..) needs 2(h'820101') needs 3(h'80')",
            "payments.send(amount <= 5000, ..) needs 2(h'820101') needs 3(h'80')",
        ),
        (
            &format!("a(..) needs approval( 2 of[\"{CAROL}\",\"{DAVE}\" ] ) needs 2(h'80')"),
            &format!("a(..) needs approval(2 of [\"{CAROL}\", \"{DAVE}\"]) needs 2(h'80')"),
        ),
        // In the order written.
        (
            &format!("a(..) needs approval(1 of [\"{DAVE}\", \"{CAROL}\"])"),
            &format!("a(..) needs approval(1 of [\"{DAVE}\", \"{CAROL}\"])"),
        ),
    ] {
        if canonical.is_empty() {
            assert!(Clause::parse(text).is_err(), "{text}");
            continue;
        }
        let clause = Clause::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(clause.to_string(), canonical);
        assert_eq!(Clause::parse(canonical), Ok(clause), "{canonical}");
    }
}

#[track_caller]
fn refused<T: std::fmt::Debug>(
    result: Result<T, Malformed>,
    text: &str,
    code: Code,
    column: Option<usize>,
) -> Malformed {
    let fault = result.expect_err(text);
    let found = match fault.at() {
        Some(At::Column { line: 1, column }) => Some(column),
        _ => None,
    };
    assert_eq!((fault.code(), found), (code, column), "{text}: {fault}");
    fault
}

#[test]
fn clauses_are_refused_where_they_go_wrong() {
    use Code::*;
    for (text, code, column) in [
        ("", GrantSyntax, 1),
        ("a.b", GrantSyntax, 4),
        ("a.b(", GrantSyntax, 5),
        ("a.b(..", GrantSyntax, 7),
        ("a.b(..) x", GrantSyntax, 9),
        ("a.b(.., x = 1)", GrantSyntax, 7),
        ("a.b(x = 1,)", GrantSyntax, 11),
        ("a.b(x = 1 y = 2)", GrantSyntax, 11),
        ("a.b(x == 1)", GrantSyntax, 8),
        ("a.b(x = )", GrantSyntax, 9),
        ("a.b(x = abc)", GrantSyntax, 9),
        ("a.b(x = 'abc')", GrantSyntax, 9),
        ("a.b(x = null)", GrantSyntax, 9),
        ("a.b(x != 1)", GrantSyntax, 7),
        ("a.b(x not 1)", GrantSyntax, 7),
        ("a.b(x <= \"2026-12-01\")", GrantSyntax, 10),
        ("a.b(x <= date \"2026-02-30\")", GrantSyntax, 15),
        ("a.b(x <= date 5)", GrantSyntax, 15),
        ("a.b(x <= 60000.0000000000001)", JsonNumber, 10),
        ("a.b(x <= 9007199254740993)", JsonNumber, 10),
        ("a.b(x = 01)", JsonNumber, 9),
        ("a.b(x = .5)", GrantSyntax, 9),
        ("a.b(x = NaN)", GrantSyntax, 9),
        ("a.b(x-y = 1)", GrantSyntax, 5),
        ("a.b(x.y = 1)", GrantSyntax, 5),
        ("a.b(ü = 1)", GrantSyntax, 5),
        ("a.b(1 = 1)", GrantSyntax, 5),
        ("a.b(x = 1, x = 2)", GrantSyntax, 12),
        ("a.b(x = 1, \"x\" = 2)", GrantSyntax, 12),
        ("a.b(x >= 1 and >= 1)", DuplicateItem, 16),
        ("a.b(x in [1, 1.0])", DuplicateItem, 14),
        ("a.b(x in [1,])", GrantSyntax, 13),
        ("a.b(x in 1)", GrantSyntax, 10),
        ("a.b(x under \"data\")", GrantSyntax, 13),
        ("a.b(x under \"/data/\")", GrantSyntax, 13),
        ("a.b(x under \"/data/../etc\")", GrantSyntax, 13),
        ("a.b(x under \"/d\u{2215}ata\")", GrantSyntax, 13),
        ("a.b(x like \"a**\")", GrantSyntax, 12),
        ("a.b(x like \"*a*a*a*a*a*a*a*a*\")", LimitExceeded, 12),
        ("a.b(x = \"a\u{202E}b\")", CharacterRefused, 9),
        ("a.b(x = \"a\\u200bb\")", CharacterRefused, 9),
        ("a.b(x = \"\\ud800\")", JsonString, 10),
        ("a.b(x within \"https://a.example\")", GrantSyntax, 14),
        ("a.b(x within \"https://a.example/?q\")", GrantSyntax, 14),
        ("a.b(x within \"https://good\\\\@evil/\")", GrantSyntax, 14),
        ("a.b(x within \"https://a.example/\" with)", GrantSyntax, 39),
        ("a.b(x within \"https://a.example/\" query)", GrantSyntax, 35),
        ("a.b(x within \"https://a.example/\\u202e\")", CharacterRefused, 14),
        ("a.b(x at \"Example.com\")", GrantSyntax, 10),
        ("a.b(x at \"*.example.com\")", GrantSyntax, 10),
        ("a.b(x at \"a@example.com\")", GrantSyntax, 10),
        ("a.b(x at example.com)", GrantSyntax, 10),
        ("a.b(x cidr \"10.0.0.1/8\")", GrantSyntax, 12),
        ("a.b(x cidr \"10.0.0.0\")", GrantSyntax, 12),
        ("a.b(x cidr 10)", GrantSyntax, 12),
        ("a.b(x len 5)", GrantSyntax, 11),
        ("a.b(x len == 5)", GrantSyntax, 12),
        ("a.b(x len <= -1)", GrantSyntax, 14),
        ("a.b(x len <= 5.0)", GrantSyntax, 14),
        ("a.b(x len <= \"5\")", GrantSyntax, 14),
        ("a.b(x len <= 65537)", LimitExceeded, 14),
        ("a.b(x len in [5])", GrantSyntax, 11),
        ("a.b(x has 5)", GrantSyntax, 7),
        ("a.b(x: [has 5])", GrantSyntax, 9),
        ("a.b(x: [1, has 5])", GrantSyntax, 12),
        ("a.b(x: [each _, 5])", GrantSyntax, 17),
        ("a.b(x: [each _, each _])", GrantSyntax, 17),
        ("a.b(x: [each _, ..])", GrantSyntax, 17),
        ("a.b(x: [each _, has])", GrantSyntax, 20),
        ("a.b(x: [each _, has 1, has 1])", DuplicateItem, 24),
        ("a.b(x: [each _] and has 1)", GrantSyntax, 21),
        ("a.b(x: [..] and <= 5)", GrantSyntax, 17),
        ("a.b(x: [..] and like \"a\")", GrantSyntax, 17),
        ("a.b(x: {..} and len <= 5)", GrantSyntax, 17),
        ("a.b(x: [..] and len <= 5 and len <= 5)", DuplicateItem, 30),
        ("a.b(x len <= 5 and [..])", GrantSyntax, 20),
        ("a.b(x: 5)", GrantSyntax, 8),
        ("a.b(x: [each])", GrantSyntax, 13),
        ("a.b(x: [.., 1])", GrantSyntax, 11),
        ("a.b(x: [b])", GrantSyntax, 9),
        ("a.b(x: {a: {b: {c: {d: {}}}}})", LimitExceeded, 24),
        ("a*(..)", GrantSyntax, 1),
        ("*.a(..)", GrantSyntax, 1),
        ("a.*.b(..)", GrantSyntax, 1),
        ("a. *(..)", GrantSyntax, 4),
        (".*(..)", GrantSyntax, 1),
        ("**(..)", GrantSyntax, 1),
        ("\"\"(..)", GrantSyntax, 1),
        ("a b(..)", GrantSyntax, 3),
        ("a(..) needs 7(h'80')", RequirementUnknown, 13),
        ("a(..) needs 0(h'80')", RequirementUnknown, 13),
        ("a(..) needs 2(h'8')", GrantSyntax, 15),
        ("a(..) needs 2(h'1801')", CborLongHead, 15),
        ("a(..) needs 2(h'80') needs 2(h'80')", DuplicateItem, 28),
        ("a(..) needs 1(h'80')", GrantSyntax, 13),
        ("a(..) needs approval", GrantSyntax, 21),
        ("a(..) needs approvals(1 of [])", GrantSyntax, 13),
        ("a(..) needs approval(1 of [\"did:key:z6Mk\"])", KeyInvalid, 28),
        ("a(..) needs approval(1 of [carol])", GrantSyntax, 28),
        ("a(..) needs approval(1 of [])", ValueInvalid, 13),
        ("a(..) needs approval(1 [])", GrantSyntax, 24),
        ("a(..) needs approval(of [])", GrantSyntax, 22),
        ("a(..) needs approval(1 of [\"dpt1_gQE\"])", KindMismatch, 28),
    ] {
        refused(Clause::parse(text), text, code, Some(column));
    }
}

#[test]
fn an_approval_is_by_some_of_those_named_each_once() {
    let parsed = |threshold: &str, keys: &[&str]| {
        let keys: Vec<String> = keys.iter().map(|key| format!("\"{key}\"")).collect();
        let text = format!("a(..) needs approval({threshold} of [{}])", keys.join(", "));
        Clause::parse(&text).map(|clause| assert_eq!(clause.to_string(), text)).map_err(|fault| fault.code())
    };
    for (threshold, verdict) in
        [("1", Ok(())), ("2", Ok(())), ("0", Err(Code::ValueInvalid)), ("3", Err(Code::ValueInvalid))]
    {
        assert_eq!(parsed(threshold, &[CAROL, DAVE]), verdict, "{threshold} of 2");
    }
    assert_eq!(parsed("18446744073709551616", &[CAROL]), Err(Code::LimitExceeded));
    assert_eq!(parsed("1", &[CAROL, CAROL]), Err(Code::DuplicateItem));
    assert_eq!(parsed("1.5", &[CAROL, DAVE]), Err(Code::GrantSyntax));
    assert_eq!(parsed("-1", &[CAROL, DAVE]), Err(Code::GrantSyntax));
}

#[test]
fn a_refusal_offers_what_was_probably_meant() {
    let hint = |text: &str| Clause::parse(text).unwrap_err().hint().unwrap_or_default().to_owned();
    assert_eq!(hint("ci.run"), "write `ci.run()` for no arguments, or `ci.run(..)` for any");
    assert_eq!(hint("a(x = 1, x = 2)"), "join the limits on one argument with `and`");
    assert_eq!(hint("a(x: [has 1])"), "write `[each _, has …]`");
    assert_eq!(hint("a(x has 1)"), "write `[each _, has …]`");
    assert_eq!(hint("a(x cidr \"10.0.0.1/8\")"), "write it as `10.0.0.0/8` or `2001:db8::/32`");
    assert_eq!(hint("a(x < \"2026-12-01\")"), "write a date as `date \"2026-12-01\"`");
    assert_eq!(hint("a(..) needs 1(h'80')"), "write `approval(1 of [\"did:key:…\"])`");
    assert_eq!(hint("a(..) needs approval(carol)"), "write `approval(1 of [\"did:key:…\"])`");
}

#[test]
fn limits_hold_in_texts_as_on_the_wire() {
    let names = |count: usize| (0..count).map(|n| format!("x{n}")).collect::<Vec<_>>().join(", ");
    let numbers = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>().join(", ");
    let twins = [
        (format!("a({})", names(32)), format!("a({})", names(33))),
        (format!("a(x in [{}])", numbers(64)), format!("a(x in [{}])", numbers(65))),
        (format!("a(x: [{}])", vec!["_"; 64].join(", ")), format!("a(x: [{}])", vec!["_"; 65].join(", "))),
        (format!("a(x = \"{}\")", "b".repeat(1024)), format!("a(x = \"{}\")", "b".repeat(1025))),
        (format!("{}(..)", "b".repeat(256)), format!("{}(..)", "b".repeat(257))),
        ("a(x: {a: {b: {c: {}}}})".into(), "a(x: {a: {b: {c: {d: {}}}}})".into()),
    ];
    for (at, over) in twins {
        Clause::parse(&at).unwrap_or_else(|fault| panic!("{at}: {fault}"));
        assert_eq!(Clause::parse(&over).unwrap_err().code(), Code::LimitExceeded, "{over}");
    }
    // 128 nodes a link: a name and a limit each, here over several clauses of 64.
    let clause = |action: &str, count: usize| {
        format!("allow {action}({})\n", (0..count).map(|n| format!("x{n} <= {n}")).collect::<Vec<_>>().join(", "))
    };
    let grant = |last: usize| [clause("a", 32), clause("b", last)].concat();
    Grant::parse(&grant(32)).unwrap();
    assert_eq!(Grant::parse(&(grant(32) + "allow c(x)")).unwrap_err().code(), Code::LimitExceeded);
    let clauses = |count: usize| (0..count).map(|n| format!("allow a{n}(..)\n")).collect::<String>();
    Grant::parse(&clauses(32)).unwrap();
    assert_eq!(Grant::parse(&clauses(33)).unwrap_err().code(), Code::LimitExceeded);
    let budgets = |count: usize| (0..count).map(|n| format!("budget calls <= {n}\n")).collect::<String>();
    Grant::parse(&budgets(8)).unwrap();
    assert_eq!(Grant::parse(&budgets(9)).unwrap_err().code(), Code::LimitExceeded);
}

#[test]
fn budgets_print_in_their_one_form() {
    let key = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";
    for (text, canonical) in [
        ("calls <= 50", "calls <= 50".to_owned()),
        ("calls of flights.* <= 5 per 60m", "calls of flights.* <= 5 per 1h".to_owned()),
        (
            "sum price of flights.book <= 600.00 \"USD\" per 24h",
            "sum price of flights.book <= 600 \"USD\" per 1d".to_owned(),
        ),
        ("calls of * <= 5", "calls <= 5".to_owned()),
        ("sum price <= 0.000001", "sum price <= 0.000001".to_owned()),
        ("sum \"für wen\" <= 8999999999999.999999", "sum \"für wen\" <= 8999999999999.999999".to_owned()),
        (&format!("calls <= 1 at {key} account \"trips\""), format!("calls <= 1 at {key} account \"trips\"")),
    ] {
        let budget = Budget::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!(budget.to_string(), canonical);
        assert_eq!(Budget::parse(&canonical), Ok(budget));
    }
    for (text, code, column) in [
        ("calls < 50", Code::GrantSyntax, 7),
        ("calls <= -1", Code::GrantSyntax, 10),
        ("calls <= 1.5", Code::ValueInvalid, 10),
        ("calls <= 9007199254740992", Code::LimitExceeded, 1),
        ("calls <= 5 \"USD\"", Code::ValueInvalid, 1),
        ("calls <= 5 per 0s", Code::GrantSyntax, 16),
        ("calls <= 5 per 367d", Code::LimitExceeded, 1),
        ("sum price <= 9000000000000", Code::LimitExceeded, 14),
        ("sum price <= 0.0000001", Code::GrantSyntax, 14),
        ("sum price <= 1e3", Code::GrantSyntax, 14),
        ("sum price <= -1", Code::GrantSyntax, 14),
        ("sum <= 5", Code::GrantSyntax, 5),
        ("money <= 5", Code::GrantSyntax, 1),
        ("calls <= 5 at did:key:z6Mk", Code::KeyInvalid, 15),
    ] {
        refused(Budget::parse(text), text, code, Some(column));
    }
}

#[test]
fn a_whole_grant_is_a_text_of_one_item_a_line() {
    let text = "# for the trip\n\nallow flights.search(..)\n  allow flights.book(price <= 400, ..)\nbudget calls <= 50\nttl 90m\ndepth 1\naud \"b\"\naud \"a\"\n";
    let canonical = "allow flights.search(..)\nallow flights.book(price <= 400, ..)\nbudget calls <= 50\nttl 90m\ndepth 1\naud \"a\"\naud \"b\"";
    let grant = Grant::parse(text).unwrap();
    assert_eq!(grant.to_string(), canonical);
    assert_eq!(Grant::parse(canonical), Ok(grant));
    let window = "allow a(..)\nfrom 2026-12-01T00:00:00Z\nuntil 2026-12-02T00:00:00Z";
    assert_eq!(Grant::parse(window).unwrap().to_string(), window);

    let at = |text: &str| match Grant::parse(text).unwrap_err().at() {
        Some(At::Column { line, column }) => (line, column),
        other => panic!("{other:?}"),
    };
    assert_eq!(at("allow a(..)\nallow b"), (2, 8));
    assert_eq!(at("allow a(..)\ndepth 16"), (2, 7));
    assert_eq!(at("depth 1\ndepth 1"), (2, 1));
    assert_eq!(at("permit a(..)"), (1, 1));
    assert_eq!(at("ttl 1 h"), (1, 5));
    assert_eq!(at("until tomorrow"), (1, 7));
    assert_eq!(Grant::parse("allow a(..)\nallow a( .. )").unwrap_err().code(), Code::DuplicateItem);
}

#[test]
fn a_call_is_written_like_the_clause_that_allows_it() {
    for (text, json) in [
        ("flights.book(to = \"SFO\", price = 450)", r#"{"action":"flights.book","args":{"to":"SFO","price":450}}"#),
        ("a()", r#"{"action":"a","args":{}}"#),
        ("a(x = {\"b\": [1, null]}, \"für\" = true)", r#"{"action":"a","args":{"x":{"b":[1,null]},"für":true}}"#),
    ] {
        assert_eq!(Call::parse(text), Call::from_json(json), "{text}");
    }
    for (text, code, column) in [
        ("flights.book", Code::GrantSyntax, 13),
        ("flights.*()", Code::GrantSyntax, 10),
        ("a(x <= 1)", Code::GrantSyntax, 5),
        ("a(x)", Code::GrantSyntax, 4),
        ("a(..)", Code::GrantSyntax, 3),
        ("a(x = 1) b", Code::GrantSyntax, 10),
        ("a(x = {\"b\": 1, \"b\": 2})", Code::JsonDuplicateName, 16),
    ] {
        refused(Call::parse(text), text, code, Some(column));
    }
    assert_eq!(Call::parse("a(x = 1, x = 2)").unwrap_err().code(), Code::JsonDuplicateName);
}
