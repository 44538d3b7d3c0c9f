//! Refusals that explain themselves: the value, the limit, and who set it; and those that name nobody.

use depute_vectors::kit::grant::{approval, closed, everything, needing, open};
use depute_vectors::kit::revocations::{numbered, of_key, said};
use depute_vectors::kit::{
    ALICE, AUD, AUDIENCE, AUTHORITY, BOB, BOOKER, CAROL, DAVE, Draft, EXP, IAT, ISS, Item, KEEPER, LEDGER, MALLORY,
    NBF, NOW, PLANNER, SCOUT, SUB, bytes, float, hex, list, map, raw,
};
use serde_json::{Value, json};

use crate::case::{Case, Entry, Revocations, denied, denied_at};
use crate::model::Subject;

const OTHER: &str = "https://hotels.example";

pub(crate) fn subject() -> Subject {
    let about = "What a refusal says besides its code, as spec/errors.md defines it: value, limit and who set it.";
    let mut file = Subject::new("explain", about);
    limits(&mut file);
    values(&mut file);
    texts_of_limits(&mut file);
    setters(&mut file);
    beside_grants(&mut file);
    unauthenticated(&mut file);
    file
}

/// A second link of this clause, under a root that allows everything.
fn second(clause: Item, args: Item) -> Case {
    Case::new().with(|case| {
        case.walk.links[0].clauses(vec![everything()]);
        case.walk.links[1].clauses(vec![clause]);
        case.calls("a.b", args);
    })
}

/// One limit on one argument, with a value that passes and one that does not.
struct Row {
    code: &'static str,
    limits: Item,
    text: &'static str,
    right: Item,
    wrong: Item,
    value: Value,
}

fn row(
    code: &'static str,
    limits: Item,
    text: &'static str,
    right: impl Into<Item>,
    wrong: impl Into<Item>,
    value: &str,
) -> Row {
    Row { code, limits, text, right: right.into(), wrong: wrong.into(), value: json!(value) }
}

fn tell(file: &mut Subject, name: &str, shows: &str, row: Row) {
    let of = |value: Item| second(closed("a.b", map! { "x" => row.limits.clone() }), map! { "x" => value });
    let right = format!("{name}-passed");
    file.allowed(&right, "a value that passes the limit", &of(row.right.clone()));
    file.refused(name, &right, shows, &of(row.wrong.clone()), denied_at(row.code, "grants", 2, "x"))
        .told(json!({ "value": row.value, "limit": row.text, "set_by": { "key": PLANNER.did() } }));
}

/// One for each code of an argument.
fn limits(file: &mut Subject) {
    for row in [
        row("arg_wrong_type", list![3, 600], "<= 600", 450, "450", "\"450\""),
        row("arg_above_limit", list![3, 400], "<= 400", 400, 450, "450"),
        row("arg_below_limit", list![5, 1], ">= 1", 1, 0, "0"),
        row("arg_not_equal", list![1, "SFO"], "= \"SFO\"", "SFO", "LAX", "\"LAX\""),
        row("arg_not_in_list", list![2, list!["a", 1]], "in [\"a\", 1]", "a", "b", "\"b\""),
        row("arg_outside_path", list![7, "/data"], "under \"/data\"", "/data/a", "/database", "\"/database\""),
        row("arg_not_like", list![8, "*.md"], "like \"*.md\"", "a.md", "a.exe", "\"a.exe\""),
        row(
            "arg_outside_url",
            list![9, "https://h/v1/"],
            "within \"https://h/v1/\"",
            "https://h/v1/",
            "https://h/v10/",
            "\"https://h/v10/\"",
        ),
        row(
            "arg_outside_domain",
            list![11, "example.com"],
            "at \"example.com\"",
            "a@example.com",
            "a@evil.test",
            "\"a@evil.test\"",
        ),
        row(
            "arg_outside_network",
            list![12, "10.0.0.0/8"],
            "cidr \"10.0.0.0/8\"",
            "10.0.0.1",
            "11.0.0.1",
            "\"11.0.0.1\"",
        ),
        row("arg_too_long", list![13, list![3, 3]], "len <= 3", "abc", "abcd", "4"),
        row("arg_too_short", list![13, list![5, 1]], "len >= 1", "a", "", "0"),
        row("arg_ambiguous", list![7, "/data"], "under \"/data\"", "/data/etc", "/data/../etc", "\"/data/../etc\""),
        row(
            "list_mismatch",
            list![17, list![list![1, "git"], list![]]],
            "[\"git\", _]",
            list!["git", 1],
            list!["git"],
            "[\"git\"]",
        ),
    ] {
        let name = row.code.replace('_', "-");
        tell(file, &name, "the value, the limit as a grant writes it, and the holder who set it", row);
    }
}

/// How a value is written: as JSON is printed.
fn values(file: &mut Subject) {
    let any = || list![1, "x"];
    for (name, value, printed, shows) in [
        ("number", Item::from(450), "450", "a number"),
        ("small-number", float(0.000_000_1), "1e-7", "a small number, as ECMAScript prints it"),
        ("true", true.into(), "true", "a boolean"),
        ("null", raw(&[0xF6]), "null", "null"),
        ("list", list![1, "a", list![]], "[1,\"a\",[]]", "a list, without white space"),
        (
            "object",
            map! { "z" => 1, "aa" => 2 },
            "{\"z\":1,\"aa\":2}",
            "an object in the order of its names, shorter first",
        ),
        ("quote", "a\"b\\".into(), "\"a\\\"b\\\\\"", "a quote and a backslash, escaped"),
        ("newline", "a\nb".into(), "\"a\\nb\"", "a newline, escaped"),
        ("bidi", "a\u{202E}b".into(), "\"a\\u202eb\"", "a direction override, escaped so that it is seen"),
        ("tag", "a\u{E0041}".into(), "\"a\\udb40\\udc41\"", "a tag, as two escapes"),
        ("letters", "\u{E4}\u{6F22}".into(), "\"\u{E4}\u{6F22}\"", "other letters stand as they are"),
    ] {
        let code = if matches!(value, Item::Text(_)) { "arg_not_equal" } else { "arg_wrong_type" };
        let case = second(closed("a.b", map! { "x" => any() }), map! { "x" => value });
        if name == "number" {
            let right = second(closed("a.b", map! { "x" => any() }), map! { "x" => "x" });
            file.allowed("value-passed", "the one value that passes", &right);
        }
        let name = format!("value-{name}");
        file.refused(&name, "value-passed", shows, &case, denied_at(code, "grants", 2, "x"))
            .told(json!({ "value": printed, "limit": "= \"x\"", "set_by": { "key": PLANNER.did() } }));
    }
}

/// How a limit is written, where a code can come of several.
fn texts_of_limits(file: &mut Subject) {
    for (name, row) in [
        ("below", row("arg_above_limit", list![4, 600], "< 600", 599, 600, "600")),
        ("above", row("arg_below_limit", list![6, 0], "> 0", 1, 0, "0")),
        ("fraction", row("arg_above_limit", list![3, float(0.5)], "<= 0.5", 0, 1, "1")),
        (
            "date",
            row(
                "arg_above_limit",
                list![4, "2026-12-08"],
                "< date \"2026-12-08\"",
                "2026-12-07",
                "2026-12-08",
                "\"2026-12-08\"",
            ),
        ),
        ("true", row("arg_not_equal", list![1, true], "= true", true, false, "false")),
        (
            "with-query",
            row(
                "arg_outside_url",
                list![10, "https://h/a"],
                "within \"https://h/a\" with query",
                "https://h/a?q",
                "https://h/b?q",
                "\"https://h/b?q\"",
            ),
        ),
        ("len-equal", row("arg_too_short", list![13, list![1, 2]], "len = 2", "ab", "a", "1")),
        (
            "len-of-list",
            row(
                "arg_too_long",
                list![list![17, list![], true], list![13, list![3, 1]]],
                "len <= 1",
                list![1],
                list![1, 2],
                "2",
            ),
        ),
        ("second-of-two", row("arg_above_limit", list![list![5, 1], list![3, 9]], "<= 9", 5, 10, "10")),
    ] {
        tell(file, &format!("limit-{name}"), "the limit that was not passed, alone and as a grant writes it", row);
    }
    let missing = |limits: Item, args: Item| second(closed("a.b", map! { "x" => limits }), args);
    for (name, limits, right, limit, shows) in [
        (
            "missing",
            list![1, "OAK"],
            Item::from("OAK"),
            json!("= \"OAK\""),
            "a missing argument: the limit that it would have to meet",
        ),
        ("missing-of-two", list![list![5, 1], list![3, 9]], 6.into(), json!(">= 1"), "the first of two limits"),
        ("missing-any", list![], 1.into(), json!(null), "no limit, where any value would do"),
    ] {
        let passed = format!("{name}-passed");
        file.allowed(&passed, "the argument is there", &missing(limits.clone(), map! { "x" => right }));
        file.refused(name, &passed, shows, &missing(limits, map! {}), denied_at("arg_missing", "grants", 2, "x"))
            .told(json!({ "value": null, "limit": limit, "set_by": { "key": PLANNER.did() } }));
    }
    let shows = "an argument that no clause names: it has a value and no limit";
    let case = missing(list![], map! { "x" => 1, "y" => list![2] });
    file.refused("not-granted", "missing-any-passed", shows, &case, denied_at("arg_not_granted", "grants", 2, "y"))
        .told(json!({ "value": "[2]", "limit": null, "set_by": { "key": PLANNER.did() } }));
    let inner = |value: u64| {
        let clause = closed("a.b", map! { "opts" => list![14, map! { "tags" => list![15, list![3, 5]] }] });
        second(clause, map! { "opts" => map! { "tags" => list![1, 2, value] } })
    };
    file.allowed("within-passed", "an element within an object", &inner(5));
    let expect = denied_at("arg_above_limit", "grants", 2, "opts.tags[2]");
    file.refused("within", "within-passed", "value and limit are those of the place", &inner(6), expect)
        .told(json!({ "value": "6", "limit": "<= 5", "set_by": { "key": PLANNER.did() } }));
}

fn setters(file: &mut Subject) {
    let within = |limit: u64| open("a.b", map! { "price" => list![3, limit] });
    let three = |limits: [u64; 4]| {
        second(within(limits[2]), map! { "price" => 300 }).with(|case| {
            case.verifier.trust[0].clauses = vec![within(limits[0])];
            case.walk.links[0].clauses(vec![within(limits[1])]);
            case.walk = case.walk.clone().then(&BOOKER, &SCOUT, within(limits[3]));
        })
    };
    file.allowed("setter-passed", "link zero and three links, each with its limit", &three([300; 4]));
    for (link, setter, shows) in [
        (0, json!({ "verifier": "alice" }), "link zero is set by the verifier, in the entry of this name"),
        (1, json!({ "key": ALICE.did() }), "link 1 is set by the authorizer"),
        (2, json!({ "key": PLANNER.did() }), "link 2 is set by the holder of link 1"),
        (3, json!({ "key": BOOKER.did() }), "link 3 is set by the holder of link 2"),
    ] {
        let mut limits = [300; 4];
        limits[link] = 299;
        let expect = denied_at("arg_above_limit", "grants", link, "price");
        file.refused(&format!("setter-of-{link}"), "setter-passed", shows, &three(limits), expect).told(json!({
            "value": "300", "limit": "<= 299", "set_by": setter, "links": 3, "authenticated": true,
            "authorizer": { "key": ALICE.did() }, "holders": [PLANNER.did(), BOOKER.did(), SCOUT.did()],
        }));
    }
    let subject = |limit: u64| {
        second(everything(), map! { "price" => 300 }).with(|case| {
            case.walk.links[0].clauses(vec![within(limit)]);
            case.walk.links[0].signer = (&*AUTHORITY).into();
            case.walk.links[0].set(ISS, bytes(&AUTHORITY.public()));
            case.walk.links[0].set(SUB, "carol@acme.example");
            let mut entry = Entry::of("acme", &AUTHORITY);
            entry.subjects = vec!["carol@acme.example".to_owned()];
            case.verifier.trust = vec![entry];
        })
    };
    let carol = json!({ "entry": "acme", "subject": "carol@acme.example" });
    file.allowed("setter-subject-passed", "an authority speaks for carol", &subject(300));
    let shows = "the root is set by the authorizer, who is a subject of an entry";
    let expect = denied_at("arg_above_limit", "grants", 1, "price");
    file.refused("setter-subject", "setter-subject-passed", shows, &subject(299), expect)
        .told(json!({ "value": "300", "limit": "<= 299", "set_by": carol, "authorizer": carol }));
    let other = |action: &str| second(open(action, map! {}), map! {});
    file.allowed("action-passed", "a clause of the action", &other("a.b"));
    let shows = "no clause of the action: there is no limit, and somebody set the clauses";
    file.refused(
        "action-not-granted",
        "action-passed",
        shows,
        &other("a.c"),
        denied("action_not_granted", "grants", Some(2)),
    )
    .told(json!({ "limit": null, "set_by": { "key": PLANNER.did() } }));
}

fn beside_grants(file: &mut Subject) {
    let needs = |approvers: &[&'static depute_vectors::kit::Key]| {
        let clause = needing("a.b", map! {}, true, vec![approval(2, &[&CAROL, &DAVE, &PLANNER])]);
        second(clause, map! {}).with(|case| case.walk = case.walk.clone().approved_by(approvers))
    };
    let both = needs(&[&DAVE, &CAROL]).with(|case| case.counted = vec![0, 1]);
    file.allowed("approved", "two of three approved the call", &both);
    let case = needs(&[&DAVE]);
    let told = json!({
        "set_by": { "key": PLANNER.did() }, "approvers": [CAROL.did()],
        "expected": { "leaf": hex(&case.walk.leaf()), "digest": hex(&case.walk.digest), "audience": AUDIENCE },
    });
    let shows = "one approval is missing: who may still give it is neither who did nor who holds a link, and what they would sign";
    file.refused("approval-missing", "approved", shows, &case, denied("approval_missing", "requirements", Some(2)))
        .told(told);
    let fact = second(needing("a.b", map! {}, true, vec![list![3, 1]]), map! {});
    let shows = "a requirement that no build evaluates: who set it";
    let expect = denied("requirement_unsupported", "requirements", Some(2));
    file.refused("requirement-unsupported", "action-passed", shows, &fact, expect)
        .told(json!({ "set_by": { "key": PLANNER.did() } }));
    let sum = |price: Item| {
        Case::new().with(|case| {
            case.walk.links.iter_mut().for_each(|link| link.clauses(vec![everything()]));
            let budget = map! { 1 => 600_500_000, 2 => "price", 4 => 86_400, 5 => "USD" };
            case.walk.links[0].mandate().set(3, list![budget]);
            case.calls(
                "a.b",
                if price == list![] {
                    map! {}
                } else {
                    map! { "price" => price }
                },
            );
        })
    };
    let right = sum(5.into()).with(|case| {
        let name = list![bytes(&case.walk.ids()[0]), 0].encode();
        let counter = blake3::derive_key("depute v1 counter id", &name);
        let limit = 600_500_000;
        case.charges = vec![crate::case::Charge { counter, amount: 5_000_000, limit, window: Some(86_400) }];
    });
    file.allowed("amount-passed", "an amount of a sum", &right);
    let limit = "sum price <= 600.5 \"USD\" per 1d";
    for (name, price, value, shows) in [
        (
            "amount-invalid",
            Item::from("5"),
            json!("\"5\""),
            "no amount: its value, and the budget as a grant writes it",
        ),
        ("amount-missing", list![], json!(null), "no argument: no value, and the budget"),
    ] {
        file.refused(name, "amount-passed", shows, &sum(price), denied_at("amount_invalid", "owed", 1, "price"))
            .told(json!({ "value": value, "limit": limit, "set_by": { "key": ALICE.did() } }));
    }
}

/// Until every signature and the proof have passed, nothing of what was sent says who sent it.
fn unauthenticated(file: &mut Subject) {
    let case = Case::new();
    file.allowed("genuine", "the example of the specification", &case);
    let nobody = json!({ "authenticated": false, "authorizer": null, "holders": [], "set_by": null });
    let root = |edit: &dyn Fn(&mut Case)| case.with(|case| edit(case));
    let link = |link: usize| Some(link);
    #[rustfmt::skip]
    let wrong: Vec<(&str, &str, Option<usize>, Case)> = vec![
        ("root_untrusted", "root", link(1), root(&|case| case.verifier.trust = vec![Entry::of("bob", &BOB)])),
        ("root_interval", "root", link(1), root(&|case| case.verifier.trust[0].keys[0].2 = Some(NOW))),
        ("depth_exceeded", "structure", link(2), root(&|case| case.walk.links[0].mandate().unset(2))),
        ("audience_widened", "structure", link(2), root(&|case| case.walk.links[1].set(AUD, list![OTHER, AUDIENCE]))),
        ("window_widened", "structure", link(2), root(&|case| case.walk.links[1].set(EXP, NOW + 1801))),
        ("budget_home_unclear", "structure", link(1), root(&|case| {
            case.walk.links[0].set(AUD, list![OTHER, AUDIENCE]);
            case.walk.links[0].mandate().set(3, list![map! { 1 => 5 }]);
        })),
        ("ledger_elsewhere", "structure", link(1), root(&|case| case.walk.links[0].mandate().set(3, list![map! { 1 => 5, 6 => bytes(&LEDGER.public()) }]))),
        ("audience_mismatch", "structure", link(2), root(&|case| case.verifier.audience = OTHER.to_owned())),
        ("proof_audience_mismatch", "structure", link(2), root(&|case| case.walk.proof.set(AUD, OTHER))),
        ("issued_in_future", "time", link(1), root(&|case| case.now = NOW - 31)),
        ("not_yet_valid", "time", link(2), root(&|case| case.walk.links[1].set(NBF, NOW + 31))),
        ("expired", "time", link(1), root(&|case| case.now = NOW + 1830)),
        ("proof_in_future", "time", link(2), root(&|case| case.walk.proof.set(IAT, NOW + 31))),
        ("proof_stale", "time", link(2), root(&|case| case.walk.proof.set(IAT, NOW - 91))),
        ("signature_invalid", "signatures", link(2), root(&|case| case.walk.links[1].signer = (&*MALLORY).into())),
        ("proof_mismatch", "proof", link(2), root(&|case| case.walk.proof.signer = (&*MALLORY).into())),
        ("field_missing", "form", link(1), root(&|case| case.walk.links[0].unset(IAT))),
        ("limit_exceeded", "form", link(1), root(&|case| case.walk.links[0].mandate().set(2, 16))),
    ];
    for (code, step, link, case) in wrong {
        let name = format!("nobody-at-{}", code.replace('_', "-"));
        let shows = "whoever sent it is unknown: no authorizer, no holder, no setter, though the bytes claim them";
        file.refused(&name, "genuine", shows, &case, denied(code, step, link)).told(nobody.clone());
    }
    // Of these the verifier itself may be named.
    let unknown = json!({ "authenticated": false, "authorizer": null, "holders": [] });
    #[rustfmt::skip]
    let policies: Vec<(&str, &str, Option<usize>, Case)> = vec![
        ("life_too_long", "time", link(1), root(&|case| case.verifier.life = 1799)),
        ("subject_not_allowed", "root", link(1), root(&|case| case.verifier.trust[0].subjects = vec!["carol@acme.example".to_owned()])),
        ("revoked", "revocation", link(2), root(&|case| known(case, &[said(&ALICE, of_key(&BOOKER))]))),
        ("revocation_stale", "revocation", None, root(&|case| {
            known(case, &[]);
            case.verifier.revocations = Revocations::Required(60);
            case.lists.clear();
        })),
    ];
    for (code, step, link, case) in policies {
        let name = format!("nobody-at-{}", code.replace('_', "-"));
        let shows = "whoever sent it is unknown: no authorizer and no holder, though the bytes claim them";
        file.refused(&name, "genuine", shows, &case, denied(code, step, link)).told(unknown.clone());
    }
    let case = Case::new().with(|case| {
        case.walk.links[1].clauses(vec![open("flights.book", map! { "price" => list![3, 100] })]);
        case.walk.proof.signer = (&*MALLORY).into();
    });
    let shows = "a stolen token with a proof of one's own learns nothing of its limits";
    let expect = denied("proof_mismatch", "proof", Some(2));
    file.refused("nobody-learns-a-limit", "genuine", shows, &case, expect).told(nobody).flags(&["attack"]);
}

/// A verifier that has a list of these statements.
fn known(case: &mut Case, statements: &[Draft]) {
    case.verifier.trust[0].list_keys = vec![KEEPER.public()];
    case.verifier.revocations = Revocations::Local;
    case.lists = vec![numbered(1, statements)];
}
