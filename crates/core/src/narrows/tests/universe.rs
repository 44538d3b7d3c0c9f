//! Every pair out of a small universe, each judgement held against every value and call of it.

use super::*;
use crate::call::Call;

/// Limits on `x`, small and nasty, as they follow the name.
const LIMITS: &[&str] = &[
    "",
    " = 1",
    " = \"a\"",
    " = true",
    " in [1, 2]",
    " in [\"a\", \"/a\", \"a/b\", 2]",
    " in []",
    " <= 1",
    " < 1",
    " <= 2",
    " < 2",
    " >= 1",
    " > 1",
    " >= 0 and <= 2",
    " > 0 and < 2",
    " > 1 and < 1",
    " >= 1 and <= 1",
    " <= 2 and in [1, 3]",
    " <= date \"2026-01-01\"",
    " < date \"2026-01-02\"",
    " >= date \"2026-01-01\"",
    " <= date \"2026-01-01T00:00:00Z\"",
    " under \"/\"",
    " under \"/a\"",
    " under \"/a/b\"",
    " under \"/*\"",
    " like \"*\"",
    " like \"a*\"",
    " like \"*a\"",
    " like \"*a*\"",
    " like \"a*b\"",
    " like \"a*a\"",
    " like \"a\"",
    " like \"a/*\"",
    " like \"*/*\"",
    " like \"/a/*\"",
    " like \"/*\"",
    " like \"/*/b\"",
    " like \"/a*\"",
    " like \"*/b\"",
    " like \"a?\"",
    " like \"[a]\"",
    " like \"a*\" and like \"*b\"",
    " like \"/a/*\" and under \"/a/b\"",
    " within \"https://h/\"",
    " within \"https://h/a\"",
    " within \"https://h/a/\" with query",
    " within \"https://h/\" with query",
    " within \"https://h/*\"",
    " within \"https://h:1/\"",
    " within \"https://h.h/\"",
    " within \"http://h/\"",
    " within \"https://h/a\" and len <= 11",
    " at \"a.b\"",
    " at \"b\"",
    " at \"b\" and len <= 3",
    " at \"b\" and like \"a*\"",
    " like \"*@b\"",
    " like \"*@*\"",
    " in [\"a@b\", \"a@a.b\"]",
    " cidr \"0.0.0.0/0\"",
    " cidr \"10.0.0.0/8\"",
    " cidr \"10.0.0.0/31\"",
    " cidr \"10.0.0.1/32\"",
    " cidr \"::/0\"",
    " cidr \"::1/128\"",
    " cidr \"::/127\"",
    " cidr \"10.0.0.0/8\" and like \"*1\"",
    " len = 0",
    " len = 1",
    " len <= 1",
    " len < 3",
    " len >= 2",
    " len > 2",
    " len < 0",
    " len >= 1 and len <= 2",
    " len >= 2 and len <= 2",
    " len = 1 and in [\"a\", \"ab\"]",
    " under \"/a\" and len <= 4",
    " like \"a*\" and len = 2",
    " <= date \"2026-01-01\" and len = 10",
    ": {}",
    ": {..}",
    ": {y}",
    ": {y, ..}",
    ": {y <= 1}",
    ": {y <= 1, ..}",
    ": {y <= 2, ..}",
    ": {y? <= 1}",
    ": {y? <= 2, ..}",
    ": {y = 1, z}",
    ": {y <= 2, z?}",
    ": {y in []}",
    ": {y: {z = 1}, ..}",
    ": {y: [each = 1]}",
    ": []",
    ": [..]",
    ": [each _]",
    ": [each <= 1]",
    ": [each <= 2]",
    ": [each in []]",
    ": [1]",
    ": [1, ..]",
    ": [_]",
    ": [_, ..]",
    ": [_, 2]",
    ": [1, 2]",
    ": [1, 2, ..]",
    ": [<= 2, ..]",
    ": [<= 2, <= 2]",
    ": [each {y <= 1, ..}]",
    ": [{y <= 1}]",
    ": [{y <= 2, z? = 1}, ..]",
    ": [[1], ..]",
    ": [each _, has 1]",
    ": [each _, has 2]",
    ": [each _, has <= 2]",
    ": [each <= 2, has 1]",
    ": [each <= 2, has 1, has 2]",
    ": [each in [1, 2], has 3]",
    ": [each _, has in []]",
    ": [each _, has [1]]",
    ": [each _, has {y <= 1, ..}]",
    ": [each {y <= 2, ..}, has {y = 1, ..}]",
    ": [each {y <= 2, ..}, has {z = 1, ..}]",
    ": [each {y <= 1, ..}] and len <= 2",
    ": [each _] and len <= 1",
    ": [each <= 2] and len = 2",
    ": [each <= 2, has 1] and len <= 2",
    ": [..] and len <= 2",
    ": [..] and len = 1",
    ": [..] and len > 2",
    ": [1, ..] and len <= 2",
    ": [1, ..] and len = 2",
    ": [1, ..] and len < 1",
    ": [_, 2, ..] and len <= 2",
    ": [1, 2] and len = 2",
    ": [] and len = 0",
    ": [{y <= 1, ..}, ..] and len <= 2",
    ": [[..] and len = 1, ..]",
    ": [[each _, has 1], ..]",
    ": {y: [each _, has 1]}",
    ": {y: [..] and len <= 1}",
];

const SCALARS: &str = r#"[null, true, false, 0, 1, 1.5, 2, 3, -1, "", "a", "b", "ab", "ba", "aa", "aba", "a/b", "b/b", "b/a", "a/", "/", "/a", "/b", "/a/b",
    "/a/c", "/a/b/c", "/ab", "/*", "/*/b", "a?", "[a]", "*", "a*", "a*b", "a/*", "..", "/a/..", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:01Z",
    "https://h/", "https://h/a", "https://h/a/", "https://h/a/b", "https://h/ab", "https://h/b", "https://h/?x", "https://h/a?x", "https://h/a/?x",
    "https://h/b?x", "https://h/*", "https://h/*/b", "https://h:1/", "https://h.h/", "http://h/", "https://h", "https://h//", "https://h/a/..",
    "a@b", "b@b", "ab@b", "a@a.b", "b@a.b", "a@b.", "*@b", "a@b@b", "@b",
    "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.1.0.1", "10.255.255.255", "11.0.0.1", "127.1", "::", "::1", "::2", "::ffff:10.0.0.1", "漢", "漢漢", "😀😀😀"]"#;

const MEMBERS: &str = r#"[0, 1, 2, 3, null, {}, {"z": 1}, {"z": 2}, [], [1], [2]]"#;

const ELEMENTS: &str =
    r#"[1, 2, [1], {"y": 1}, 0, 3, "a", [2], {"y": 2}, {"y": 1, "z": 1}, {"y": 2, "z": 1}, {"y": 2, "z": 2}]"#;

fn list(text: &str) -> Vec<Value> {
    let Ok(Value::List(values)) = json::parse(text) else { panic!("{text}") };
    values.into_vec()
}

/// Scalars; objects of up to two members of three; lists of up to three elements.
fn values() -> Vec<Value> {
    let mut values = list(SCALARS);
    let (members, elements) = (list(MEMBERS), list(ELEMENTS));
    for y in members.iter().map(Some).chain([None]) {
        for other in [None, Some(("z", 1)), Some(("z", 2)), Some(("q", 1))] {
            let y = y.map(|y| ("y", y.clone()));
            let other = other.map(|(name, value)| (name, Value::from(value)));
            values.push(Map::from_entries(y.into_iter().chain(other)).unwrap().into());
        }
    }
    values.push(Value::from(Vec::new()));
    for first in &elements {
        values.push(Value::from([first.clone()].to_vec()));
        for second in &elements {
            values.push(Value::from([first.clone(), second.clone()].to_vec()));
            values.extend(
                elements.iter().map(|third| Value::from([first.clone(), second.clone(), third.clone()].to_vec())),
            );
        }
    }
    values
}

fn universe() -> Vec<Limits<'static>> {
    LIMITS.iter().map(|text| link(&format!("f(x{text})")).remove(0).args.entries.remove(0).limits).collect()
}

/// Whether `value` is as `other` wherever these limits say something: written apart from `inherit`, by values.
fn agrees(limits: &Limits<'_>, value: &Value, other: &Value) -> bool {
    match (limits, value, other) {
        (Limits::Any, ..) => true,
        (Limits::One(Limit::Object(args)), Value::Map(value), Value::Map(other)) => agree(args, value, other),
        (limits, Value::List(value), Value::List(other)) => {
            // What a list has somewhere says nothing of any one element.
            let states_length = limits.as_slice().iter().any(|limit| matches!(limit, Limit::Len(..)));
            match limits.as_slice().first() {
                Some(Limit::Each(limits)) => {
                    value.len() == other.len()
                        && value.iter().zip(other).all(|(value, other)| agrees(limits, value, other))
                }
                Some(Limit::Positions { items, open }) => {
                    let is_free = *open && !states_length;
                    (if is_free { other.len() >= items.len() } else { other.len() == value.len() })
                        && items
                            .iter()
                            .zip(value.iter().zip(other))
                            .all(|(limits, (value, other))| agrees(limits, value, other))
                }
                _ => value == other,
            }
        }
        _ => value == other,
    }
}

fn agree(args: &Args<'_>, value: &Map, other: &Map) -> bool {
    args.entries.iter().filter(|arg| arg.limits != Limits::Any).all(|arg| {
        match (value.get(&arg.name), other.get(&arg.name)) {
            (Some(value), Some(other)) => agrees(&arg.limits, value, other),
            (Some(_), None) => false,
            (None, _) => true,
        }
    })
}

#[test]
fn covers_and_disjoint_are_true_on_a_small_universe() {
    let (limits, values) = (universe(), values());
    let accepted: Vec<Vec<bool>> =
        limits.iter().map(|limits| values.iter().map(|value| accepts(limits, value)).collect()).collect();
    let (mut covered, mut coverable, mut apart, mut separable) = (0, 0, 0, 0);
    for (outer, by_outer) in limits.iter().zip(&accepted) {
        for (inner, by_inner) in limits.iter().zip(&accepted) {
            let within = by_outer.iter().zip(by_inner).all(|(outer, inner)| *outer || !inner);
            let separate = !by_outer.iter().zip(by_inner).any(|(outer, inner)| *outer && *inner);
            let (covers, disjoint) = (covers(outer, inner), disjoint::disjoint(outer, inner));
            assert!(within || !covers, "{outer} does not cover {inner}");
            assert!(separate || !disjoint, "{outer} meets {inner}");
            // What accepts nothing is within everything, and says nothing of the table.
            if by_inner.contains(&true) && by_outer.contains(&true) {
                covered += u32::from(covers);
                coverable += u32::from(within);
                apart += u32::from(disjoint);
                separable += u32::from(separate);
            }
        }
    }
    // The table says little that is not certain, and misses little that is.
    assert!(
        covered * 10 > coverable * 9 && apart * 10 > separable * 9,
        "{covered} of {coverable}, {apart} of {separable}"
    );
}

#[test]
fn every_value_accepted_shows_that_its_limits_are_tried() {
    // Twin of the test above: a universe in which nothing is accepted would prove anything.
    let values = values();
    for (limits, text) in universe().iter().zip(LIMITS) {
        let accepted = values.iter().filter(|value| accepts(limits, value)).count();
        assert!(accepted > 0 || disjoint::disjoint(limits, limits), "{text}");
        assert!(accepted < values.len() || *limits == Limits::Any, "{text}");
    }
}

/// How often each answer was given.
#[derive(Default, Debug)]
struct Tally {
    narrower: u32,
    wider: u32,
    unproven: u32,
    nothing: u32,
}

#[test]
fn judgements_of_one_argument_are_true_on_a_small_universe() {
    let calls: Vec<Call> = values().into_iter().map(|x| call([("x", x)])).chain([call([])]).collect();
    let mut tally = Tally::default();
    for below in LIMITS {
        for above in LIMITS {
            examine(&format!("f(x{below})"), &format!("f(x{above})"), &calls, &mut tally);
        }
    }
    assert!(tally.narrower > 500 && tally.wider > 3_000 && tally.nothing > 3_000, "{tally:?}");
    assert!(tally.unproven * 10 < tally.narrower, "{tally:?}");
}

#[test]
fn judgements_of_clauses_are_true_on_a_small_universe() {
    let mut calls: Vec<Call> = Vec::new();
    for x in [None, Some(0), Some(1), Some(2), Some(3)].map(|x| x.map(|x| ("x", Value::from(x)))) {
        for w in [None, Some(1), Some(2)].map(|w| w.map(|w| ("w", Value::from(w)))) {
            calls.extend(["f", "f.a", "f.b", "g"].map(|action| {
                Call::new(action, Map::from_entries(x.clone().into_iter().chain(w.clone())).unwrap()).unwrap()
            }));
        }
    }
    let mut clauses: Vec<String> = Vec::new();
    for action in ["f", "f.a", "f.*", "*"] {
        for x in ["x", "x = 1", "x? = 1", "x <= 1", "x <= 2", "x in [1, 3]", "x? in []"] {
            clauses.extend(["", ", ..", ", w = 1", ", w? <= 2"].map(|rest| format!("{action}({x}{rest})")));
        }
        clauses.extend(["", "..", "w", "w = 1, ..", "w? = 1"].map(|rest| format!("{action}({rest})")));
    }
    let mut tally = Tally::default();
    for (place, child) in clauses.iter().enumerate() {
        for above in &clauses {
            examine(child, above, &calls, &mut tally);
        }
        // Two alternatives, taken here and there.
        for step in 1..8 {
            let [one, other] = [step * 31, step * 57].map(|step| &clauses[(place * 7 + step) % clauses.len()]);
            examine(child, &format!("{one}\n{other}"), &calls, &mut tally);
        }
    }
    assert!(tally.narrower > 2_000 && tally.wider > 5_000 && tally.nothing > 2_000, "{tally:?}");
    assert!(tally.unproven * 10 < tally.narrower, "{tally:?}");
}

fn call<const N: usize>(members: [(&str, Value); N]) -> Call {
    Call::new("f", Map::from_entries(members).unwrap()).unwrap()
}

/// Asks about a child and a link above it, and holds the answers against every call.
fn examine(child: &str, ancestor: &str, calls: &[Call], tally: &mut Tally) {
    let (clause, above) = (link(child).remove(0), link(ancestor));
    let accepted: Vec<&Call> = calls.iter().filter(|call| matches::check(&clause, call).is_ok()).collect();
    let granted: Vec<&Call> =
        calls.iter().filter(|call| above.iter().any(|above| matches::check(above, call).is_ok())).collect();
    // Whether a call becomes one that the link accepts by a change of nothing but what the child leaves to be inherited.
    let passes = |call: &Call| {
        granted.iter().any(|other| other.action() == call.action() && agree(&clause.args, call.args(), other.args()))
    };
    match judge(child, &[ancestor]) {
        Narrowing::Narrower => {
            tally.narrower += 1;
            // What no call can satisfy is inherited like everything else.
            let mut inherited = above.iter().flat_map(|above| &above.args.entries);
            if inherited.all(|arg| !disjoint::disjoint(&arg.limits, &arg.limits)) && !is_all(&clause) {
                let refused = accepted.iter().find(|call| !passes(call));
                assert!(refused.is_none(), "{child} under {ancestor}: {}", refused.unwrap().to_json());
            }
        }
        Narrowing::Wider(widening) => {
            tally.wider += 1;
            assert!(!passes(&widening.witness), "{child} under {ancestor}: {}", widening.witness.to_json());
        }
        Narrowing::Unproven(_) => tally.unproven += 1,
    }
    if nothing(child, &[ancestor]).is_some() {
        tally.nothing += 1;
        let passing = accepted.iter().find(|call| granted.contains(call));
        assert!(passing.is_none(), "{child} under {ancestor}: {}", passing.unwrap().to_json());
    }
}
