//! Mandates: clauses must be there, lines of context are lines, and some are the root's to write.

use depute_vectors::kit::{Item, NOW, bytes, list, map};

use super::{no_further, no_root, yes};
use crate::form;
use crate::model::Subject;

/// Lines of context by their field.
const LINES: [(&str, i32); 6] =
    [("intent", 4), ("agent", 5), ("agent-type", 6), ("task", 7), ("organization", 8), ("environment", 9)];

pub(super) fn add(file: &mut Subject) {
    fields(file);
    lines(file);
    evidence(file);
    clauses(file);
}

fn fields(file: &mut Subject) {
    for field in [0, 11, 24, -1] {
        let shows = format!("whose mandate has a field {field}");
        no_root(file, &format!("mandate-field-{field}"), "two-links", &shows, "field_unknown", |link| {
            link.mandate().set(field, 1)
        });
    }
    no_further(
        file,
        "further-mandate-field-11",
        "two-links",
        "whose mandate has a field 11",
        "field_unknown",
        |link| {
            link.mandate().set(11, 1);
        },
    );
    for (name, shows) in
        [("no-clauses", "that states no clauses"), ("empty-clauses", "that states an empty array of clauses")]
    {
        let edit = |mandate: &mut Item| if name == "no-clauses" { mandate.unset(1) } else { mandate.set(1, list![]) };
        no_root(file, &format!("root-{name}"), "two-links", shows, "grant_empty", |link| edit(link.mandate()));
        no_further(file, &format!("further-{name}"), "two-links", shows, "grant_empty", |link| edit(link.mandate()));
    }
    let deep = form::root(|link| link.mandate().set(2, 0));
    yes(file, "depth-0", "a depth of 0, written", &deep);
}

fn lines(file: &mut Subject) {
    for (name, field) in LINES {
        let line = "Zürich → 東京 🛫";
        yes(
            file,
            name,
            &format!("a root link with a line of context: {name}"),
            &form::root(|link| link.mandate().set(field, line)),
        );
        no_root(
            file,
            &format!("{name}-empty"),
            name,
            &format!("with an empty line: {name}"),
            "value_invalid",
            |link| {
                link.mandate().set(field, "");
            },
        );
        let shows = format!("whose {name} has a newline");
        no_root(file, &format!("{name}-newline"), name, &shows, "character_refused", |link| {
            link.mandate().set(field, "a\nb")
        });
        let shows = format!("whose {name} has a secret's prefix in it");
        no_root(file, &format!("{name}-secret"), name, &shows, "secret_refused", |link| {
            link.mandate().set(field, "dptsk1_AQ")
        });
        let (name_of, shows) = (format!("further-{name}"), format!("with a line of context: {name}"));
        if field < 7 {
            yes(
                file,
                &name_of,
                &format!("a further link {shows}"),
                &form::further(|link| link.mandate().set(field, line)),
            );
        } else {
            let shows = format!("{shows}, which is the root's to write");
            no_further(file, &name_of, name, &shows, "field_unknown", |link| link.mandate().set(field, line));
        }
    }
}

fn evidence(file: &mut Subject) {
    let digest = || bytes(&[0xA5; 32]);
    let right = || list!["oidc", digest(), NOW, "aal2"];
    let with = |evidence: Item| form::root(|link| link.mandate().set(10, evidence));
    yes(file, "evidence", "evidence of how the authorizer was identified", &with(right()));
    yes(file, "evidence-anything", "evidence is never judged: any kind, any time", &with(list!["?", digest(), 0, "!"]));
    no_further(
        file,
        "further-evidence",
        "evidence",
        "with evidence, which is the root's to write",
        "field_unknown",
        |link| {
            link.mandate().set(10, right());
        },
    );
    for (name, code, shows, evidence) in [
        ("of-none", "value_invalid", "no member", list![]),
        ("of-three", "value_invalid", "three members", list!["oidc", digest(), NOW]),
        ("of-five", "value_invalid", "five members", list!["oidc", digest(), NOW, "aal2", 1]),
        ("order", "cbor_type", "its digest before its kind", list![digest(), "oidc", NOW, "aal2"]),
        ("digest-31", "value_invalid", "a digest of 31 bytes", list!["oidc", bytes(&[1; 31]), NOW, "aal2"]),
        ("digest-33", "value_invalid", "a digest of 33 bytes", list!["oidc", bytes(&[1; 33]), NOW, "aal2"]),
        ("digest-text", "cbor_type", "a digest as a text", list!["oidc", "a".repeat(32), NOW, "aal2"]),
        ("milliseconds", "limit_exceeded", "a time in milliseconds", list!["oidc", digest(), NOW * 1000, "aal2"]),
        ("before-1970", "cbor_type", "a time before 1970", list!["oidc", digest(), -1, "aal2"]),
        ("empty-kind", "value_invalid", "an empty kind", list!["", digest(), NOW, "aal2"]),
        ("empty-assurance", "value_invalid", "an empty assurance", list!["oidc", digest(), NOW, ""]),
        (
            "kind-refused",
            "character_refused",
            "a kind with a zero-width space",
            list!["oi\u{200B}dc", digest(), NOW, "aal2"],
        ),
        (
            "assurance-secret",
            "secret_refused",
            "an assurance with a secret's prefix in it",
            list!["oidc", digest(), NOW, "dptsk1_AQ"],
        ),
    ] {
        no_root(file, &format!("evidence-{name}"), "evidence", &format!("whose evidence has {shows}"), code, |link| {
            link.mandate().set(10, evidence);
        });
    }
}

fn clauses(file: &mut Subject) {
    let with = |clauses: Vec<Item>| form::root(|link| link.clauses(clauses));
    let args = || map! { "price" => list![list![3, 600], list![5, 0]] };
    let other = map! { "price" => list![list![5, 0], list![3, 600]] };
    let two = with(vec![list!["a", args()], list!["a", args(), true]]);
    yes(file, "clauses-alike", "two clauses that differ in `..` alone", &two);
    let swapped = with(vec![list!["a", args()], list!["a", other]]);
    yes(file, "clauses-in-order", "two clauses that differ in the order of their limits alone", &swapped);
    no_root(file, "clause-twice", "clauses-alike", "with a clause twice", "duplicate_item", |link| {
        link.clauses(vec![list!["a", args()], list!["a", args()]]);
    });
    no_root(
        file,
        "clause-twice-apart",
        "clauses-alike",
        "with a clause twice, and another between",
        "duplicate_item",
        |link| {
            link.clauses(vec![list!["a", args()], list!["b", args()], list!["a", args()]]);
        },
    );
    let secret = |file: &mut Subject, name: &str, shows: &str, clause: Item| {
        let shows = format!("whose clause has a secret's prefix in {shows}");
        no_root(file, &format!("clause-secret-{name}"), "two-links", &shows, "secret_refused", |link| {
            link.clauses(vec![clause])
        });
    };
    secret(file, "action", "its action", list!["a.dptsk1_AQ", map! {}]);
    secret(file, "prefix", "its prefix", list![list!["dptsk1_AQ"], map! {}]);
    secret(file, "name", "the name of an argument", list!["a", map! { "dptsk1_AQ" => list![] }]);
    secret(file, "text", "a text of a limit", list!["a", map! { "x" => list![1, "dptsk1_AQ"] }]);
    secret(file, "member", "a member of a list", list!["a", map! { "x" => list![2, list!["a", "dptsk1_AQ"]] }]);
    secret(file, "path", "a path", list!["a", map! { "x" => list![7, "/dptsk1_AQ"] }]);
    secret(
        file,
        "long",
        "a text that is over the limit too: the secret is judged first",
        list!["a", map! { "x" => list![1, format!("{}dptsk1_AQ", "x".repeat(1024))] }],
    );
}
