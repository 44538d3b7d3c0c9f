//! Clauses, budgets and requirements: how many, how deep, how much.

use depute_vectors::kit::{Item, Key, bytes, grant, list, map};
use serde_json::json;

use super::{edge, of_budget, of_clause, of_further, of_root, text};
use crate::form::{self, fault, read};
use crate::model::{Question, Subject};

pub(super) fn add(file: &mut Subject) {
    counts(file);
    members(file);
    nodes(file);
    nesting(file);
    requirements(file);
    budgets(file);
    operands(file);
}

fn counts(file: &mut Subject) {
    of_root(file, "clauses", "clauses of a link", 32, &|link, count| {
        link.clauses((0..count).map(|number| list![format!("a{number}"), map! {}]).collect());
    });
    of_root(file, "budgets", "budgets of a link", 8, &|link, count| {
        let budgets: Vec<Item> = (0..count as u64).map(|number| map! { 1 => 50 + number }).collect();
        link.mandate().set(3, budgets);
    });
    of_root(file, "depth", "as the depth of a root link", 15, &|link, depth| link.mandate().set(2, depth as u64));
    of_further(file, "further-depth", "as the depth of a further link", 15, &|link, depth| {
        link.mandate().set(2, depth as u64)
    });
}

/// A clause with this limit on an argument.
fn via(limits: Item) -> Item {
    list!["a", map! { "x" => limits }]
}

fn numbers(count: usize) -> Vec<Item> {
    (0..count as u64).map(Item::from).collect()
}

fn members(file: &mut Subject) {
    of_clause(file, "in-members", "members of `in`", 64, &|count| via(list![2, numbers(count)]));
    of_clause(file, "positions", "positions of a list", 64, &|count| via(list![17, vec![list![]; count]]));
    of_clause(file, "conjuncts", "limits on one argument", 64, &|count| {
        let limits: Vec<Item> = numbers(count).into_iter().map(|number| list![3, number]).collect();
        via(limits.into())
    });
    let names = |count: usize| Item::Map((0..count).map(|number| (format!("a{number:02}").into(), list![])).collect());
    of_clause(file, "names", "names of a clause", 32, &|count| list!["a", names(count)]);
    of_clause(file, "names-of-object", "names of an object", 32, &|count| via(list![14, names(count)]));
}

fn nodes(file: &mut Subject) {
    // Two names and two limits are four, the rest members.
    of_clause(file, "nodes", "nodes of a clause: names, limits and members of `in`", 128, &|nodes| {
        list!["a", map! { "x" => list![2, numbers(64)], "y" => list![2, numbers(nodes - 68)] }]
    });
    of_root(file, "nodes-of-clauses", "nodes of two clauses of a link together", 128, &|link, nodes| {
        let first = list!["a", map! { "x" => list![2, numbers(64)] }];
        link.clauses(vec![first, list!["b", map! { "x" => list![2, numbers(nodes - 68)] }]]);
    });
    // Two names and two lists are four, 61 positions with a limit each 122, and the rest bare positions.
    of_clause(file, "nodes-of-positions", "nodes of a clause: positions, and the limits in them", 128, &|nodes| {
        let limited = list![17, vec![list![3, 1]; 61]];
        list!["a", map! { "x" => limited, "y" => list![17, vec![list![]; nodes - 126]] }]
    });
    of_clause(file, "nodes-of-objects", "nodes of a clause: names of objects, and their limits", 128, &|nodes| {
        // A name and an object, 31 names with two limits each, a name and an `in`, and its members.
        let names = (0..31).map(|number| (format!("a{number:02}").into(), list![list![3, 1], list![5, 0]])).collect();
        list!["a", map! { "x" => list![14, Item::Map(names)], "y" => list![2, numbers(nodes - 97)] }]
    });
    let full = || list!["a", map! { "x" => list![2, numbers(64)], "y" => list![2, numbers(60)] }];
    let mut each = form::root(|link| link.clauses(vec![full()]));
    each.links[1].clauses(vec![full()]);
    let shows = "128 nodes in each of two links: each has its own";
    file.yes("nodes-of-each-link", shows, form::token(&each), form::ids(&each)).flags(&["limit"]);
}

fn nesting(file: &mut Subject) {
    type Wrap = fn(Item) -> Item;
    let wraps: [(&str, &str, Wrap); 5] = [
        ("object", "objects nested in each other", |inner| list![14, map! { "a" => inner }]),
        ("optional", "objects nested in each other, each optional", |inner| list![14, map! { "a" => list![0, inner] }]),
        ("each", "shapes nested in each other, an object inside `each`", |inner| list![15, inner]),
        ("position", "shapes nested in each other, an object inside lists by position", |inner| {
            list![17, list![inner]]
        }),
        ("has", "shapes nested in each other, an object inside `has`", |inner| {
            list![list![15, list![]], list![16, inner]]
        }),
    ];
    for (name, what, wrap) in wraps {
        of_clause(file, &format!("shapes-{name}"), what, 4, &|depth| {
            via((1..depth).fold(list![14, map! {}], |inner, _| wrap(inner)))
        });
    }
}

fn requirements(file: &mut Subject) {
    let needing = |requirements: Vec<Item>| grant::needing("a", map! {}, true, requirements);
    of_clause(file, "requirements", "requirements of a clause", 8, &|count| {
        needing((0..count as u64).map(|number| list![2, number]).collect())
    });
    let keys = |count: usize| {
        (0..count).map(|number| bytes(&Key::new("one of many", 100 + number as u8).public())).collect::<Vec<_>>()
    };
    of_clause(file, "approvers", "keys of an approval", 16, &|count| needing(vec![list![1, list![1, keys(count)]]]));
    edge(file, "approvals", "approvals that a requirement asks for", 8, fault("value_invalid"), &|count| {
        let clause = needing(vec![list![1, list![count as u64, keys(16)]]]);
        (Question::read("clause", &clause.encode()), read())
    });
    // A byte string of more than 255 bytes has a head of three.
    of_clause(file, "parameters", "bytes of a requirement's parameters", 1024, &|length| {
        needing(vec![list![2, bytes(&vec![0; length - 3])]])
    });
    of_clause(file, "nested-arrays", "levels of arrays in a requirement's parameters", 16, &|depth| {
        needing(vec![list![2, (1..depth).fold(list![], |inner, _| list![inner])]])
    });
    of_clause(file, "nested-maps", "levels of maps in a requirement's parameters", 16, &|depth| {
        needing(vec![list![2, (1..depth).fold(map! {}, |inner, _| map! { 0 => inner })]])
    });
    of_clause(
        file,
        "nested-keys",
        "levels of maps in a requirement's parameters, each the key of another",
        16,
        &|depth| needing(vec![list![2, (1..depth).fold(map! {}, |inner, _| map! { inner => 0 })]]),
    );
    // The innermost level need not be an array: a number is a level too.
    of_clause(file, "nested-number", "levels in a requirement's parameters, the last one a number", 16, &|depth| {
        needing(vec![list![2, (1..depth).fold(Item::Uint(0), |inner, _| list![inner])]])
    });
}

fn budgets(file: &mut Subject) {
    of_budget(file, "calls", "calls of a budget", 9_007_199_254_740_991, &|calls| map! { 1 => calls as u64 });
    of_budget(
        file,
        "millionths",
        "millionths of a sum",
        8_999_999_999_999_999_999,
        &|limit| map! { 1 => limit as u64, 2 => "price" },
    );
    of_budget(file, "window", "seconds of a budget's window", 31_622_400, &|secs| map! { 1 => 50, 4 => secs as u64 });
    for (name, what, limit, text, wire) in [
        (
            "calls-text",
            "calls in a budget's text",
            "9007199254740991",
            "calls <= 9007199254740991",
            map! { 1 => 9_007_199_254_740_991_u64 },
        ),
        (
            "sum-text",
            "in a budget's text, a sum",
            "8999999999999.999999",
            "sum price <= 8999999999999.999999",
            map! { 1 => 8_999_999_999_999_999_999_u64, 2 => "price" },
        ),
        (
            "window-text",
            "in a budget's text, a window",
            "366d",
            "calls <= 1 per 366d",
            map! { 1 => 1, 4 => 31_622_400 },
        ),
    ] {
        let question = |text: &str| Question::new("budget-text", json!({ "text": text }));
        let answer = json!({ "verdict": "read", "wire": depute_vectors::kit::hex(&wire.encode()), "text": text });
        file.yes(name, &format!("{limit} {what}: exactly at the limit"), question(text), answer).flags(&["limit"]);
        let over = match name {
            "calls-text" => "9007199254740992",
            "sum-text" => "9000000000000",
            _ => "31622401s",
        };
        let shows = format!("{over} {what}: one over the limit");
        file.no(&format!("{name}-over"), name, &shows, question(&text.replace(limit, over)), fault("limit_exceeded"))
            .flags(&["limit"]);
    }
}

fn operands(file: &mut Subject) {
    let sum = |field: i32, text: String| {
        let mut budget = map! { 1 => 1, 2 => "price" };
        budget.set(field, text);
        budget
    };
    of_clause(file, "operand", "bytes of a text of a limit", 1024, &|length| via(list![1, text(length)]));
    of_clause(file, "member", "bytes of a member of `in`", 1024, &|length| via(list![2, list![text(length)]]));
    of_clause(file, "path", "bytes of the path of `under`", 1024, &|length| {
        via(list![7, format!("/{}", text(length - 1))])
    });
    of_clause(file, "url", "bytes of the URL of `within`", 1024, &|length| {
        via(list![9, format!("https://h/{}", text(length - 10))])
    });
    of_clause(file, "name", "bytes of an argument's name", 1024, &|length| {
        list!["a", map! { text(length) => list![] }]
    });
    of_budget(file, "summed", "bytes of the name of an argument that is summed", 1024, &|length| sum(2, text(length)));
    of_budget(file, "unit", "bytes of a unit", 1024, &|length| sum(5, text(length)));
    of_budget(file, "account", "bytes of an account", 1024, &|length| sum(7, text(length)));
    of_clause(file, "action", "bytes of a clause's action", 256, &|length| list![text(length), map! {}]);
    of_clause(file, "prefix", "bytes of a clause's prefix", 256, &|length| list![list![text(length)], map! {}]);
    of_budget(file, "budget-action", "bytes of a budget's action", 256, &|length| sum(3, text(length)));
    of_clause(file, "glob", "bytes of a glob", 128, &|length| via(list![8, text(length)]));
    of_clause(file, "stars", "stars of a glob", 8, &|stars| via(list![8, "*a".repeat(stars)]));
    of_clause(file, "length", "as a length", 65_536, &|length| via(list![13, list![3, length as u64]]));
    // Bytes, not characters.
    let shows = "1,025 bytes in 513 characters: bytes are counted";
    let long = format!("x{}", "é".repeat(512));
    let question = Question::read("clause", &via(list![1, long]).encode());
    file.no("operand-of-characters", "operand", shows, question, fault("limit_exceeded")).flags(&["limit", "unicode"]);
    let shows = "258 bytes in 129 characters: bytes are counted";
    let question = Question::read("clause", &list!["é".repeat(129), map! {}].encode());
    file.no("action-of-characters", "action", shows, question, fault("limit_exceeded")).flags(&["limit", "unicode"]);
}
