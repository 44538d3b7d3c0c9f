//! Several clauses of one link: they never combine, and one of them is reported.

use depute_vectors::kit::grant::{closed, everything, needing, open};
use depute_vectors::kit::{Item, list, map};

use super::{at, links, no_action};
use crate::case::denied;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    alternatives(file);
    reported(file);
    repeated(file);
}

/// Clauses of one link never combine.
fn alternatives(file: &mut Subject) {
    let clauses = || {
        vec![
            closed("a.b", map! { "price" => list![3, 600], "to" => list![] }),
            closed("a.b", map! { "price" => list![], "to" => list![1, "SFO"] }),
        ]
    };
    let of = |price: u64, to: &str| links(clauses(), vec![everything()], map! { "to" => to, "price" => price });
    file.allowed("first-clause", "the first of two clauses accepts the call", &of(500, "LAX"));
    file.allowed("second-clause", "the second accepts the call", &of(700, "SFO"));
    let shows = "each clause accepts one of the arguments, and none the whole call";
    file.refused("no-clause-alone", "second-clause", shows, &of(700, "LAX"), at("arg_not_equal", 1, "to"))
        .flags(&["attack"]);

    let split = |args: Item| {
        let named = |name: &str| closed("a.b", map! { name => list![] });
        links(vec![named("a"), named("b")], vec![everything()], args)
    };
    file.allowed("one-argument", "one clause names the one argument", &split(map! { "b" => 1 }));
    let shows = "two arguments, each named by another clause";
    file.refused(
        "two-arguments",
        "one-argument",
        shows,
        &split(map! { "a" => 1, "b" => 1 }),
        at("arg_not_granted", 1, "a"),
    )
    .flags(&["attack"]);

    let each = |elements: Item| {
        let of = |number: u64| closed("a.b", map! { "x" => list![15, list![1, number]] });
        links(vec![of(1), of(2)], vec![everything()], map! { "x" => elements })
    };
    file.allowed("one-clause-for-all", "one clause accepts every element", &each(list![2, 2]));
    let shows = "each element is accepted by another clause";
    file.refused("a-clause-for-each", "one-clause-for-all", shows, &each(list![1, 2]), at("arg_not_equal", 1, "x[0]"))
        .flags(&["attack"]);

    let member = |value: Item| {
        let of = |inner: Item| closed("a.b", map! { "x" => list![14, inner] });
        let clauses =
            vec![of(map! { "a" => list![1, 1], "b" => list![] }), of(map! { "a" => list![], "b" => list![1, 1] })];
        links(clauses, vec![everything()], map! { "x" => value })
    };
    file.allowed("one-object", "one clause accepts the whole object", &member(map! { "a" => 2, "b" => 1 }));
    let shows = "each member is accepted by another clause";
    let case = member(map! { "a" => 2, "b" => 2 });
    file.refused("two-objects", "one-object", shows, &case, at("arg_not_equal", 1, "x.b")).flags(&["attack"]);

    let across = |price: u64, to: &str| links(clauses(), clauses(), map! { "to" => to, "price" => price });
    file.allowed("same-clauses-twice", "each link is accepted by one clause of its own", &across(600, "SFO"));
    let mixed = |second: Item| links(clauses(), vec![second], map! { "to" => "SFO", "price" => 700 });
    let right = mixed(open("a.b", map! { "price" => list![3, 700] }));
    file.allowed("clauses-of-two-links", "which clause accepts in one link is nothing to the next", &right);
    let shows = "a clause of the root does not stand in for one of the second link";
    let case = mixed(open("a.b", map! { "price" => list![3, 600] }));
    file.refused("clause-of-the-root", "clauses-of-two-links", shows, &case, at("arg_above_limit", 2, "price"));
}

/// The last clause whose pattern accepts the action is reported, by its first fault.
fn reported(file: &mut Subject) {
    let price = || open("a.b", map! { "price" => list![3, 1] });
    let to = || open("a.b", map! { "to" => list![1, "SFO"] });
    let any_to = || list![list![], map! { "to" => list![1, "SFO"] }, true];
    let prefix_to = || list![list!["a"], map! { "to" => list![1, "SFO"] }, true];
    let of =
        |clauses: Vec<Item>, price: u64| links(clauses, vec![everything()], map! { "to" => "LAX", "price" => price });
    let rows = [
        ("last", vec![price(), to()], ("arg_not_equal", "to"), "two clauses of the action: the last is reported"),
        (
            "last-swapped",
            vec![to(), price()],
            ("arg_above_limit", "price"),
            "the same two clauses the other way round: the last is reported",
        ),
        (
            "last-of-action",
            vec![price(), open("a.c", map! {})],
            ("arg_above_limit", "price"),
            "a clause of another action stands last, and is passed over",
        ),
        (
            "last-is-general",
            vec![price(), any_to()],
            ("arg_not_equal", "to"),
            "`*` accepts the action too: it stands last and is reported",
        ),
        (
            "last-is-prefix",
            vec![price(), prefix_to()],
            ("arg_not_equal", "to"),
            "a prefix accepts the action too: it stands last and is reported",
        ),
        (
            "last-is-exact",
            vec![any_to(), price()],
            ("arg_above_limit", "price"),
            "the exact pattern is reported where it stands last",
        ),
    ];
    for (name, clauses, (code, argument), shows) in rows {
        let twin = format!("reported-{name}-passed");
        file.allowed(&twin, "the clause of the price accepts the call, wherever it stands", &of(clauses.clone(), 1));
        file.refused(&format!("reported-{name}"), &twin, shows, &of(clauses, 2), at(code, 1, argument))
            .flags(&["order"]);
    }
    let two_faults = |args: Item| {
        let clause = closed("a.b", map! { "to" => list![1, "SFO"], "price" => list![3, 400] });
        links(vec![everything()], vec![clause], args)
    };
    file.allowed("one-clause", "one clause, and a call within it", &two_faults(map! { "to" => "SFO", "price" => 400 }));
    let shows = "of two faults in one clause the one of the shorter name";
    let case = two_faults(map! { "price" => 401, "to" => "LAX" });
    file.refused("first-fault", "one-clause", shows, &case, at("arg_not_equal", 2, "to")).flags(&["order"]);
    let shows = "no clause of the action at all: no argument is named";
    let case = links(vec![open("a.c", map! {}), open("a.d", map! {})], vec![everything()], map! {});
    let right = links(vec![open("a.c", map! {}), open("a.b", map! {})], vec![everything()], map! {});
    file.allowed("a-clause-of-the-action", "one of two clauses has the action", &right);
    file.refused("no-clause-of-the-action", "a-clause-of-the-action", shows, &case, no_action(1));
    let unmet = |price: u64| {
        let needs = needing("a.b", map! {}, true, vec![list![2, list![]]]);
        links(
            vec![everything(), needs],
            vec![open("a.b", map! { "price" => list![3, 400] })],
            map! { "price" => price },
        )
    };
    file.allowed("needs-beside", "a clause that needs something stands beside one that needs nothing", &unmet(400));
    let shows = "what clauses accept is judged of every link before what they need";
    file.refused("grants-of-all-first", "needs-beside", shows, &unmet(401), at("arg_above_limit", 2, "price"));
}

/// The same clause twice in one link is no grant.
fn repeated(file: &mut Subject) {
    let of = |first: Item, second: Item| links(vec![first, second], vec![everything()], map! {});
    let clause = || closed("a.b", map! { "x" => list![0, list![3, 5]] });
    let twice = denied("duplicate_item", "form", Some(1));
    let other = of(clause(), open("a.b", map! { "x" => list![0, list![3, 5]] }));
    file.allowed("clauses-that-differ", "two clauses that differ in `..` are two", &other);
    let shows = "one clause twice in a link";
    file.refused("clause-twice", "clauses-that-differ", shows, &of(clause(), clause()), twice);
    let needs = |requirement: u64| needing("a.b", map! {}, true, vec![list![2, requirement]]);
    let case = of(needs(1), open("a.b", map! {}));
    file.allowed("clauses-that-need-otherwise", "two clauses that differ in what they need are two", &case);
    let shows = "one clause twice, with what it needs, beside another";
    let case = links(vec![needs(1), open("a.b", map! {}), needs(1)], vec![everything()], map! {});
    let expect = denied("duplicate_item", "form", Some(1));
    file.refused("clause-twice-apart", "clauses-that-need-otherwise", shows, &case, expect);
    let order = |root: Vec<Item>| links(root, vec![everything()], map! { "x" => 3 });
    let limits = |limits: Item| closed("a.b", map! { "x" => limits });
    let case = order(vec![limits(list![list![3, 5], list![5, 1]]), limits(list![list![5, 1], list![3, 5]])]);
    file.allowed("clauses-in-another-order", "the same limits in another order are another clause", &case);
}
