//! Every pair out of a small universe, each judgement held against every value and call of it.

use super::*;

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
];

const SCALARS: &str = r#"[null, true, false, 0, 1, 1.5, 2, 3, -1, "", "a", "b", "ab", "ba", "aa", "aba", "a/b", "b/b", "b/a", "a/", "/", "/a", "/b", "/a/b",
    "/a/c", "/a/b/c", "/ab", "/*", "/*/b", "a?", "[a]", "*", "a*", "a*b", "a/*", "..", "/a/..", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01-01T00:00:00Z",
    "2026-01-01T00:00:01Z"]"#;

const MEMBERS: &str = r#"[0, 1, 2, 3, null, {}, {"z": 1}, {"z": 2}, [], [1], [2]]"#;

const ELEMENTS: &str =
    r#"[1, 2, [1], {"y": 1}, 0, 3, "a", [2], {"y": 2}, {"y": 1, "z": 1}, {"y": 2, "z": 1}, {"y": 2, "z": 2}]"#;

fn list(text: &str) -> Vec<Value> {
    let Ok(Value::List(values)) = json::parse(text) else { panic!("{text}") };
    values.into_vec()
}

/// Scalars; objects of up to two members of three; lists of up to two elements, and some of three.
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
    for (place, first) in elements.iter().enumerate() {
        values.push(Value::from([first.clone()].to_vec()));
        for (other_place, second) in elements.iter().enumerate() {
            values.push(Value::from([first.clone(), second.clone()].to_vec()));
            let few = elements.iter().take(if place < 4 && other_place < 4 { 4 } else { 0 });
            values.extend(few.map(|third| Value::from([first.clone(), second.clone(), third.clone()].to_vec())));
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
        (Limits::One(Limit::Each(limits)), Value::List(value), Value::List(other)) => {
            value.len() == other.len() && value.iter().zip(other).all(|(value, other)| agrees(limits, value, other))
        }
        (Limits::One(Limit::Positions { items, open }), Value::List(value), Value::List(other)) => {
            let lengths = if *open { other.len() >= items.len() } else { other.len() == value.len() };
            lengths
                && items
                    .iter()
                    .zip(value.iter().zip(other))
                    .all(|(limits, (value, other))| agrees(limits, value, other))
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
