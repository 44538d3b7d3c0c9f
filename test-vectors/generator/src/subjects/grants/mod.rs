//! Grants along a chain: link zero, every link by itself, and which clause is reported.

mod clauses;

use depute_vectors::kit::grant::{closed, everything, open};
use depute_vectors::kit::{BOB, BOOKER, Item, SCOUT, list, map};
use serde_json::Value;

use crate::case::{Case, Entry, denied, denied_at};
use crate::model::Subject;

pub(crate) fn subject() -> Subject {
    let about =
        "Grants of a chain: link zero, each link judged alone, clauses that do not combine, and which is reported.";
    let mut file = Subject::new("grants", about);
    link_zero(&mut file);
    alone(&mut file);
    narrowed(&mut file);
    clauses::all(&mut file);
    prefixes(&mut file);
    closed_world(&mut file);
    file
}

/// These clauses in link zero, the root and the second link, and a call with these arguments.
fn chain(zero: Vec<Item>, root: Vec<Item>, second: Vec<Item>, action: &str, args: Item) -> Case {
    Case::new().with(|case| {
        case.verifier.trust[0].clauses = zero;
        case.walk.links[0].clauses(root);
        case.walk.links[1].clauses(second);
        case.calls(action, args);
    })
}

/// The same under a link zero that allows everything.
fn links(root: Vec<Item>, second: Vec<Item>, args: Item) -> Case {
    chain(vec![everything()], root, second, "a.b", args)
}

fn at(code: &str, link: usize, argument: &str) -> Value {
    denied_at(code, "grants", link, argument)
}

fn no_action(link: usize) -> Value {
    denied("action_not_granted", "grants", Some(link))
}

fn link_zero(file: &mut Subject) {
    let book = |zero: Vec<Item>| {
        let args = map! { "to" => "SFO", "price" => 390 };
        chain(zero, vec![everything()], vec![everything()], "flights.book", args)
    };
    let within = |limit: u64| open("flights.book", map! { "price" => list![3, limit] });
    file.allowed(
        "zero-allows",
        "the verifier's own grant allows the call, and so does every link",
        &book(vec![within(390)]),
    );
    let shows = "the verifier's own limit binds every chain of the entry";
    file.refused("zero-limits", "zero-allows", shows, &book(vec![within(389)]), at("arg_above_limit", 0, "price"));
    let shows = "the verifier's own grant has no clause for this action";
    file.refused(
        "zero-has-no-clause",
        "zero-allows",
        shows,
        &book(vec![open("flights.status", map! {})]),
        no_action(0),
    );
    let shows = "the verifier's own grant is closed: an argument that it does not name";
    let case = book(vec![closed("flights.book", map! { "price" => list![3, 390] })]);
    file.refused("zero-is-closed", "zero-allows", shows, &case, at("arg_not_granted", 0, "to"));
    let two = book(vec![within(100), open("flights.book", map! { "to" => list![1, "SFO"] })]);
    file.allowed("zero-second-clause", "one of the verifier's clauses is enough", &two);
    let first = book(vec![open("flights.book", map! { "to" => list![1, "SFO"] }), within(100)]);
    file.allowed("zero-first-clause", "one of the verifier's clauses is enough when it is not the last", &first);

    let entries = |alice: u64, bob: u64| {
        book(vec![within(alice)]).with(|case| {
            let mut entry = Entry::of("bob", &BOB);
            entry.clauses = vec![within(bob)];
            case.verifier.trust.push(entry);
        })
    };
    file.allowed("zero-of-its-entry", "what another entry may is nothing to this one", &entries(390, 100));
    let shows = "what another entry may does not help this one";
    let case = entries(100, 390);
    file.refused("zero-of-another-entry", "zero-of-its-entry", shows, &case, at("arg_above_limit", 0, "price"));

    let both =
        |zero: u64, root: u64| book(vec![within(zero)]).with(|case| case.walk.links[0].clauses(vec![within(root)]));
    file.allowed("zero-and-root", "link zero and the root each have a limit", &both(400, 390));
    let shows = "link zero and the root refuse: link zero is judged first";
    file.refused("zero-before-root", "zero-and-root", shows, &both(389, 100), at("arg_above_limit", 0, "price"))
        .flags(&["order"]);
    let shows = "the root alone refuses";
    file.refused("root-behind-zero", "zero-and-root", shows, &both(400, 100), at("arg_above_limit", 1, "price"));
}

/// A chain allows a call if and only if every link does.
fn alone(file: &mut Subject) {
    let within = |limit: u64| open("a.b", map! { "price" => list![3, limit] });
    let of =
        |root: u64, second: u64, price: u64| links(vec![within(root)], vec![within(second)], map! { "price" => price });
    file.allowed(
        "second-narrower",
        "the second link has the lower limit, and the call is below it",
        &of(600, 400, 400),
    );
    let shows = "above the limit of the second link, below that of the root";
    file.refused(
        "second-narrower-above",
        "second-narrower",
        shows,
        &of(600, 400, 401),
        at("arg_above_limit", 2, "price"),
    );
    file.allowed("second-wider", "a second link that says more than the root says it in vain", &of(400, 600, 400));
    let shows = "above the limit of the root: a later link gives nothing back";
    file.refused("second-wider-above", "second-wider", shows, &of(400, 600, 401), at("arg_above_limit", 1, "price"))
        .flags(&["attack"]);
    let shows = "above both limits: the root is judged first";
    file.refused("both-above", "second-wider", shows, &of(400, 600, 601), at("arg_above_limit", 1, "price"))
        .flags(&["order"]);

    let everything_below = |price: u64| links(vec![within(400)], vec![everything()], map! { "price" => price });
    file.allowed("as-my-parent", "`*(..)` means: as my parent", &everything_below(400));
    let shows = "`*(..)` in a later link gives nothing back";
    file.refused(
        "as-my-parent-above",
        "as-my-parent",
        shows,
        &everything_below(401),
        at("arg_above_limit", 1, "price"),
    )
    .flags(&["attack"]);

    let three = |first: u64, second: u64, third: u64| {
        of(first, second, 300).with(|case| case.walk = case.walk.clone().then(&BOOKER, &SCOUT, within(third)))
    };
    file.allowed("three-links", "three links, each with its limit", &three(300, 300, 300));
    for (link, limits) in [(1, [299, 300, 300]), (2, [300, 299, 300]), (3, [300, 300, 299])] {
        let case = three(limits[0], limits[1], limits[2]);
        let shows = format!("of three links, link {link} alone refuses");
        let expect = at("arg_above_limit", link, "price");
        file.refused(&format!("three-links-{link}"), "three-links", &shows, &case, expect);
    }
    let other = |second: &str| links(vec![everything()], vec![open(second, map! {})], map! {});
    file.allowed("second-same-action", "the second link has a clause for the action", &other("a.b"));
    let shows = "the second link has none: what the root allows does not help";
    file.refused("second-other-action", "second-same-action", shows, &other("a.c"), no_action(2));
}

/// Two limits on one argument, in two links: the call meets both, whatever their operators.
fn narrowed(file: &mut Subject) {
    let of = |root: &Item, second: &Item, value: Item| {
        let clause = |limits: &Item| closed("a.b", map! { "x" => limits });
        links(vec![clause(root)], vec![clause(second)], map! { "x" => value })
    };
    for (name, root, second, right, wrong, expect, shows) in [
        (
            "lists",
            list![2, list!["SFO", "OAK"]],
            list![2, list!["OAK", "SJC"]],
            "OAK",
            "SJC",
            ("arg_not_in_list", 1),
            "a member that the second link added to the list",
        ),
        (
            "lists-taken",
            list![2, list!["SFO", "OAK", "LAX"]],
            list![2, list!["OAK"]],
            "OAK",
            "SFO",
            ("arg_not_in_list", 2),
            "a member that the second link took off the list",
        ),
        (
            "texts",
            list![1, "SFO"],
            list![13, list![3, 3]],
            "SFO",
            "LAX",
            ("arg_not_equal", 1),
            "a text replaced by a length",
        ),
        (
            "globs",
            list![8, "docs/*"],
            list![8, "*/a*"],
            "docs/ab",
            "etc/ab",
            ("arg_not_like", 1),
            "a glob that overlaps with that of the root",
        ),
        (
            "glob-and-path",
            list![7, "/data"],
            list![8, "/*/*"],
            "/data/a",
            "/etc/a",
            ("arg_outside_path", 1),
            "a glob that is wider than the path of the root",
        ),
        (
            "path-and-glob",
            list![8, "/data/*"],
            list![7, "/data"],
            "/data/a",
            "/data/a/b",
            ("arg_not_like", 1),
            "a path that is wider than the glob of the root",
        ),
        (
            "path-below",
            list![7, "/data"],
            list![7, "/data/a"],
            "/data/a/b",
            "/data/b",
            ("arg_outside_path", 2),
            "a path outside of the narrower folder",
        ),
        (
            "urls",
            list![9, "https://h.example/v1/"],
            list![10, "https://h.example/v1/a"],
            "https://h.example/v1/a",
            "https://h.example/v1/a?q=1",
            ("arg_outside_url", 1),
            "a query that the second link allows and the root does not",
        ),
        (
            "domains",
            list![11, "example.com"],
            list![8, "*@*"],
            "a@example.com",
            "a@evil.test",
            ("arg_outside_domain", 1),
            "a glob in place of the domain of the root",
        ),
        (
            "networks",
            list![12, "10.1.0.0/16"],
            list![12, "10.0.0.0/8"],
            "10.1.2.3",
            "10.2.2.3",
            ("arg_outside_network", 1),
            "a network that is wider than that of the root",
        ),
    ] {
        let (right_name, wrong_name) = (format!("narrowed-{name}"), format!("narrowed-{name}-not"));
        file.allowed(&right_name, "a value that both links allow", &of(&root, &second, right.into()));
        let case = of(&root, &second, wrong.into());
        file.refused(&wrong_name, &right_name, shows, &case, at(expect.0, expect.1, "x")).flags(&["attack"]);
    }
    let bounds = |price: u64| of(&list![3, 600], &list![5, 100], price.into());
    file.allowed("bounds", "one link bounds from above, the other from below", &bounds(100));
    file.refused("bounds-above", "bounds", "above the root's bound", &bounds(601), at("arg_above_limit", 1, "x"));
    file.refused(
        "bounds-below",
        "bounds",
        "below the bound of the second link",
        &bounds(99),
        at("arg_below_limit", 2, "x"),
    );
    let same = |second: &str| of(&list![1, "SFO"], &list![1, second], "SFO".into());
    file.allowed("same-text", "both links allow one text", &same("SFO"));
    let shows = "two links that no call passes: neither is an alternative to the other";
    file.refused("two-texts", "same-text", shows, &same("LAX"), at("arg_not_equal", 2, "x")).flags(&["attack"]);
}

fn prefixes(file: &mut Subject) {
    let below = |prefix: &str| list![list![prefix], map! {}, true];
    let of = |zero: Item, root: Item, second: Item, action: &str| {
        chain(vec![zero], vec![root], vec![second], action, map! {})
    };
    let exact = |action: &str| open(action, map! {});
    let (every, flights, hotels) = (everything, || below("flights"), || below("hotels"));
    let book = || exact("flights.book");
    #[rustfmt::skip]
    let rows = [
        ("prefix-and-name", "an action below the prefix that the second link does not name", of(every(), flights(), book(), "flights.book"), of(every(), flights(), book(), "flights.cancel"), 2),
        ("prefix-and-prefix", "a second link with another prefix", of(every(), flights(), flights(), "flights.book"), of(every(), flights(), hotels(), "flights.book"), 2),
        ("prefix-above-name", "a second link that names an action outside of the root's prefix", of(every(), hotels(), exact("hotels.book"), "hotels.book"), of(every(), flights(), exact("hotels.book"), "hotels.book"), 1),
        ("prefix-of-longer-name", "an action whose name only begins like the prefix", of(every(), flights(), every(), "flights.book"), of(every(), flights(), every(), "flightsbook"), 1),
        ("prefix-of-two-parts", "the prefix alone is no action below it", of(every(), below("flights.seats"), every(), "flights.seats.all"), of(every(), below("flights.seats"), every(), "flights.seats"), 1),
        ("name-and-prefix", "a prefix below an exact name allows no other action", of(every(), book(), flights(), "flights.book"), of(every(), book(), flights(), "flights.cancel"), 1),
        ("prefix-of-verifier", "the verifier's own prefix binds the chain", of(flights(), every(), every(), "flights.book"), of(hotels(), every(), every(), "flights.book"), 0),
        ("prefix-of-verifier-and-case", "the case of an action counts", of(flights(), every(), every(), "flights.Book"), of(flights(), every(), every(), "Flights.Book"), 0),
    ];
    for (name, shows, right, wrong, link) in rows {
        file.allowed(name, "an action that every link and the verifier have a pattern for", &right);
        file.refused(&format!("{name}-not"), name, shows, &wrong, no_action(link)).flags(&["attack"]);
    }
    let limited = |price: u64| {
        let root = list![list!["flights"], map! { "price" => list![3, 400] }];
        chain(vec![everything()], vec![root], vec![everything()], "flights.book", map! { "price" => price })
    };
    file.allowed("prefix-with-limits", "a prefix with limits has them for every action", &limited(400));
    let shows = "above the limit of a prefix";
    file.refused(
        "prefix-with-limits-above",
        "prefix-with-limits",
        shows,
        &limited(401),
        at("arg_above_limit", 1, "price"),
    );
}

/// An argument that one link does not mention is refused by it, whatever the others say.
fn closed_world(file: &mut Subject) {
    let (named, all) = (|| closed("a.b", map! { "to" => list![] }), || open("a.b", map! { "to" => list![] }));
    let args = || map! { "to" => "SFO", "seat" => "1A" };
    file.allowed("open-links", "both links end in `..`", &links(vec![all()], vec![all()], args()));
    let closed_root = links(vec![named()], vec![all()], args());
    let shows = "the root is closed: `..` of a later link opens nothing";
    file.refused("closed-root", "open-links", shows, &closed_root, at("arg_not_granted", 1, "seat")).flags(&["attack"]);
    let shows = "the second link is closed: `..` of the root opens nothing";
    let case = links(vec![all()], vec![named()], args());
    file.refused("closed-second", "open-links", shows, &case, at("arg_not_granted", 2, "seat")).flags(&["attack"]);
    let both = || closed("a.b", map! { "to" => list![], "seat" => list![] });
    file.allowed("named-in-both", "both links name both arguments", &links(vec![both()], vec![both()], args()));
    let shows = "a second link that names the argument does not open the root";
    let case = links(vec![named()], vec![both()], args());
    file.refused("named-below", "named-in-both", shows, &case, at("arg_not_granted", 1, "seat")).flags(&["attack"]);
    let shows = "the verifier's own grant is closed";
    let case = chain(vec![named()], vec![all()], vec![all()], "a.b", args());
    file.refused("closed-zero", "open-links", shows, &case, at("arg_not_granted", 0, "seat"));

    let required = |root: Item, second: Item| links(vec![root], vec![second], map! { "to" => "SFO" });
    let seat = |optional: bool| {
        let limits = if optional { list![0, list![]] } else { list![] };
        closed("a.b", map! { "to" => list![], "seat" => limits })
    };
    file.allowed(
        "optional-in-both",
        "an argument that may be absent, in both links",
        &required(seat(true), seat(true)),
    );
    let shows = "the root requires the argument: `?` of a later link does not excuse it";
    let case = required(seat(false), seat(true));
    file.refused("required-by-root", "optional-in-both", shows, &case, at("arg_missing", 1, "seat")).flags(&["attack"]);
    let shows = "the second link requires it: `?` of the root does not excuse it";
    let case = required(seat(true), seat(false));
    file.refused("required-by-second", "optional-in-both", shows, &case, at("arg_missing", 2, "seat"));

    let inner = |is_open: bool, value: Item| {
        let mut shape = list![14, map! { "a" => list![] }];
        if is_open {
            shape.members().push(true.into());
        }
        let root = closed("a.b", map! { "x" => list![14, map! { "a" => list![] }, true] });
        links(vec![root], vec![closed("a.b", map! { "x" => shape })], map! { "x" => value })
    };
    let value = || map! { "a" => 1, "b" => 2 };
    file.allowed("open-objects", "objects that end in `..` in both links", &inner(true, value()));
    let shows = "an object that is closed in one link";
    file.refused("closed-object", "open-objects", shows, &inner(false, value()), at("arg_not_granted", 2, "x.b"));
}
