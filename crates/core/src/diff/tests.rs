use super::*;

fn grant(text: &str) -> Grant<'static> {
    Grant::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// What the last of these grants, root first, took away, as it is printed.
fn taken(grants: &[&str]) -> String {
    let grants: Vec<Grant<'_>> = grants.iter().map(|text| grant(text)).collect();
    let (root, rest) = grants.split_first().unwrap();
    let issued_at = UnixTime::from_secs(1_800_000_000).unwrap();
    let (last, between) = rest.split_last().unwrap();
    let parent = between.iter().fold(Effective::root(root, issued_at), |above, grant| above.then(grant));
    let changes = diff(&parent, &parent.then(last));
    changes.iter().map(Change::to_string).collect::<Vec<_>>().join("; ")
}

const TRIP: &str = r#"
    allow flights.search(..)
    allow flights.book(to = "SFO", price <= 600)
    budget calls <= 50
    ttl 1h
    depth 2"#;

#[test]
fn the_session_of_the_readme() {
    let book = "allow flights.book(price <= 400, ..)\nbudget calls <= 1\nttl 10m";
    let printed = "- flights.search(..); price <= 600 → 400; 60m → 10m; calls 50 → 1; depth 2 → 1";
    assert_eq!(taken(&[TRIP, book]), printed);
    // The same from signed links, whose start nobody wrote down: some seconds later than the root's.
    let signed = TRIP.replace("ttl 1h", "until 2027-01-15T09:00:00Z");
    assert_eq!(taken(&[&signed, &book.replace("ttl 10m", "until 2027-01-15T08:10:07Z")]), printed);
    assert_eq!(taken(&[TRIP, "allow *(..)\ndepth 1"]), "depth 2 → 1");
}

#[test]
fn arguments() {
    for (parent, child, printed) in [
        ("f(..)", "f(..)", ""),
        ("f(n <= 4)", "f(n <= 4)", ""),
        ("f(n <= 4)", "f(..)", ""),
        ("f(n <= 4)", "f(n)", ""),
        ("f(n <= 4)", "f(n <= 9, ..)", ""),
        ("f(n <= 4)", "f(n < 4)", "n <= 4 → < 4"),
        ("f(n <= 4)", "f(n = 4)", "n <= 4 → = 4"),
        ("f(n <= 4)", "f(n >= 1 and <= 3)", "n <= 4 → >= 1 and <= 3"),
        ("f(n <= 4)", "f(n >= 1)", "+ n >= 1"),
        ("f(n, ..)", "f(n <= 4, ..)", "+ n <= 4"),
        ("f(..)", "f(n? <= 4, ..)", "+ n? <= 4"),
        ("f(..)", "f(n, ..)", "+ n"),
        ("f(n?)", "f(n)", "n? → n"),
        ("f(n? <= 4)", "f(n <= 3)", "n <= 4 → 3; n? → n"),
        ("f(a, n?)", "f(a)", "- n"),
        ("f(a, ..)", "f(a)", "- .."),
        ("f(to in [\"a\", \"b\"])", "f(to in [\"a\"])", "to in [\"a\", \"b\"] → [\"a\"]"),
        ("f(path under \"/data\")", "f(path under \"/data/x\")", "path under \"/data\" → \"/data/x\""),
        (
            "f(day < date \"2026-12-08\")",
            "f(day < date \"2026-12-01\")",
            "day < date \"2026-12-08\" → date \"2026-12-01\"",
        ),
        ("f(o: {n <= 4, ..})", "f(o: {n <= 3, m = 1, ..})", "+ o.m = 1; o.n <= 4 → 3"),
        ("f(o: {n <= 4, ..})", "f(o: {n <= 4})", "- o: {..}"),
        ("f(l: [_, _])", "f(l: [1, _])", "l: [_, _] → [1, _]"),
        ("f(l: [1, 2])", "f(l: [1, _])", ""),
        ("f(s len <= 9)", "f(s len <= 5)", "s len <= 9 → 5"),
        ("f(s len <= 9)", "f(s len = 5)", "s len <= 9 → len = 5"),
        ("f(s len <= 9)", "f(s len > 5)", "+ s len > 5"),
        ("f(u within \"https://h/\")", "f(u within \"https://h/a\")", "u within \"https://h/\" → \"https://h/a\""),
        (
            "f(u within \"https://h/\" with query)",
            "f(u within \"https://h/\")",
            "u within \"https://h/\" with query → \"https://h/\"",
        ),
        ("f(to like \"*@b.c\")", "f(to at \"b.c\")", "to like \"*@b.c\" → at \"b.c\""),
        ("f(ip cidr \"10.0.0.0/8\")", "f(ip cidr \"10.0.0.0/9\")", "ip cidr \"10.0.0.0/8\" → \"10.0.0.0/9\""),
        ("f(l: [each <= 5])", "f(l: [each <= 5] and len <= 2)", "l: [each <= 5] → [each <= 5] and len <= 2"),
        ("f(l: [each <= 5])", "f(l: [each <= 5, has 1])", "l: [each <= 5] → [each <= 5, has 1]"),
        ("f(l: [each <= 5, has 1])", "f(l: [each <= 5])", ""),
        ("f(\"odd name\" <= 4)", "f(\"odd name\" <= 3)", "\"odd name\" <= 4 → 3"),
        ("f(n <= 4)", "f(n <= 4) needs 2(h'00')", "+ needs 2(h'00')"),
    ] {
        assert_eq!(
            taken(&[&format!("allow {parent}\nttl 1h"), &format!("allow {child}")]),
            printed,
            "{parent} / {child}"
        );
    }
}

#[test]
fn clauses() {
    for (parent, child, printed) in [
        ("f(..)|g(..)", "f(..)|g(..)", ""),
        ("f(..)|g(..)", "g(..)", "- f(..)"),
        ("f(..)|g(..)", "*(..)", ""),
        ("f(..)|g(..)", "*(..)|f(n <= 4)", ""),
        ("f(..)|g(..)", "*(..) needs 2(h'00')", "+ needs 2(h'00')"),
        ("f(n <= 4)|g(n <= 4)", "f(n <= 3)|g(n <= 2)", "f: n <= 4 → 3; g: n <= 4 → 2"),
        ("f(to = 1, n <= 4)|f(to = 2, n <= 6)", "f(to = 2, n <= 5)", "- f(n <= 4, to = 1); n <= 6 → 5"),
        ("f(n <= 4, ..)|f(n <= 6, to = 2)", "f(n <= 5, ..)", "n <= 6 → 5"),
        ("ci.*(..)", "ci.build(n = 1)", "ci.*(..) → ci.build(n = 1)"),
        ("*(..)", "f(n = 1)", "*(..) → f(n = 1)"),
        ("f(..)", "f(..)|g(..)", ""),
    ] {
        let lines = |clauses: &str| clauses.split('|').map(|clause| format!("allow {clause}\n")).collect::<String>();
        assert_eq!(taken(&[&lines(parent), &lines(child)]), printed, "{parent} / {child}");
    }
}

#[test]
fn what_an_earlier_link_set_is_no_change() {
    let root = "allow f(to = \"SFO\", n <= 6)\nallow g()";
    assert_eq!(taken(&[root, "allow f(n <= 4, ..)", "allow f(to = \"SFO\", n <= 4)"]), "");
    assert_eq!(taken(&[root, "allow *(..)", "allow f(n <= 4, ..)"]), "- g(); n <= 6 → 4");
    assert_eq!(taken(&[root, "allow f(n <= 4, ..)", "allow f(to = \"SFO\", n <= 3)"]), "n <= 4 → 3");
}

#[test]
fn budgets_window_depth_and_audiences() {
    let root = "allow f(..)\nbudget calls <= 50\nbudget sum n of f <= 600 \"USD\" per 1d\nttl 1h\ndepth 3\naud \"a\"\naud \"b\"";
    for (child, printed) in [
        ("budget calls <= 50", ""),
        ("budget calls <= 60", ""),
        ("budget calls <= 49", "calls 50 → 49"),
        ("budget calls <= 5 per 1h", "+ calls <= 5 per 1h"),
        ("budget calls of f <= 5", "+ calls of f <= 5"),
        ("budget sum n of f <= 99.5 \"USD\" per 1d", "sum n of f 600 → 99.5 \"USD\" per 1d"),
        ("budget sum n of f <= 99.5 \"EUR\" per 1d", "+ sum n of f <= 99.5 \"EUR\" per 1d"),
        ("ttl 59m", "60m → 59m"),
        ("ttl 45s", "60m → 45s"),
        ("until 2027-01-15T08:59:59Z", "60m → 59m"),
        ("from 2027-01-15T08:10:00Z", "+ from 2027-01-15T08:10:00Z; 60m → 50m"),
        ("aud \"b\"", "- aud \"a\""),
        ("aud \"a\"\naud \"b\"", ""),
    ] {
        let changes = taken(&[root, &format!("allow *(..)\n{child}")]);
        let others: Vec<&str> = changes.split("; ").filter(|change| *change != "depth 3 → 2").collect();
        assert_eq!(others.join("; "), printed, "{child}");
    }
    assert_eq!(taken(&[root, "allow *(..)"]), "depth 3 → 2");
    assert_eq!(taken(&[root, "allow *(..)\ndepth 0"]), "depth 3 → 0");
    assert_eq!(taken(&[root, "allow *(..)\nbudget calls <= 5\ndepth 0", "allow *(..)\nbudget calls <= 9"]), "");
}

#[test]
fn two_lives_never_look_alike() {
    for (before, after, printed) in [
        (3600, 600, "60m → 10m"),
        (86_400, 3600, "24h → 60m"),
        (30 * 86_400, 86_400, "30d → 24h"),
        (9000, 7300, "150m → 121m"),
        (605, 600, "605s → 600s"),
        (1, 0, "1s → 0s"),
    ] {
        let (before, after) = lives(before, after);
        assert_eq!(format!("{before} → {after}"), printed);
    }
}

#[test]
fn a_change_says_what_it_is_of() {
    let [root, child] = ["allow f(n <= 4)\nallow g()\ndepth 1", "allow f(n <= 3)\naud \"x\""].map(grant);
    let parent = Effective::root(&root, UnixTime::from_secs(0).unwrap());
    let changes = diff(&parent, &parent.then(&child));
    let parts: Vec<_> =
        changes.iter().map(|change| (change.subject, change.before.as_deref(), change.after.as_deref())).collect();
    assert_eq!(
        parts,
        [
            (Subject::Clause, Some("g()"), None),
            (Subject::Argument, Some("n <= 4"), Some("n <= 3")),
            (Subject::Depth, Some("depth 1"), Some("depth 0")),
        ]
    );
}

#[test]
fn what_any_link_above_has_set_is_no_change() {
    let last = |clauses: &[&str]| {
        let grants: Vec<String> = clauses.iter().map(|clause| format!("allow {clause}")).collect();
        taken(&grants.iter().map(|grant| &**grant).collect::<Vec<_>>())
    };
    // A link between that is wider than the first takes nothing away, and gives nothing back.
    assert_eq!(last(&["f(n <= 4, ..)", "f(n <= 9, ..)", "f(n <= 4, ..)"]), "");
    assert_eq!(last(&["f(n <= 4, ..)", "f(n <= 9, ..)", "f(n <= 5, ..)"]), "");
    assert_eq!(last(&["f(n <= 4, ..)", "f(n <= 9, ..)", "f(n <= 3, ..)"]), "n <= 4 → 3");
    assert_eq!(last(&["f(n <= 9, ..)", "f(n <= 4, ..)", "f(n <= 3, ..)"]), "n <= 4 → 3");
    // Limits of which neither covers the other both hold, and so do the members of an object.
    assert_eq!(last(&["f(n <= 9, ..)", "f(n >= 1, ..)", "f(n <= 9, ..)"]), "");
    assert_eq!(last(&["f(n <= 9, ..)", "f(n >= 1, ..)", "f(n <= 8, ..)"]), "n <= 9 → 8");
    let objects = ["f(o: {a = 1, ..}, ..)", "f(o: {b = 2, ..}, ..)"];
    assert_eq!(last(&[objects[0], objects[1], "f(o: {a = 1, ..}, ..)"]), "");
    assert_eq!(last(&[objects[0], objects[1], "f(o: {a = 1, b = 2, ..}, ..)"]), "");
    assert_eq!(last(&[objects[0], objects[1], "f(o: {a = 1, c = 3, ..}, ..)"]), "+ o.c = 3");
}
