//! Clauses of a few hundred bytes that a stranger may send, each of which would keep a search without an end busy for ages.

use super::super::probes::probes;
use super::super::work::{Work, cost, size};
use super::super::{only_in, witness};
use super::*;

/// Lists of `length` in lists of `length`, as deep as a grant may nest.
fn nested(innermost: &str, length: u32) -> String {
    let inner = (0..3).fold(format!("[each {innermost}]"), |inner, _| format!("[each {inner} and len = {length}]"));
    format!("x: {inner} and len = {length}")
}

/// Limits on `x`, each of which multiplies something.
fn hostile() -> Vec<String> {
    let many = |count: usize, text: &dyn Fn(usize) -> String| (0..count).map(text).collect::<Vec<_>>().join(", ");
    let wishes = |inner: &str| format!("[each _, {}]", many(14, &|n| format!("has {{y{n}: {inner}}}")));
    let likes: Vec<String> = (0..60).map(|n| format!("like \"*{n}*\"")).collect();
    [
        nested("<= 1", 127),
        nested("in [1, 2, 3, 4, 5, 6, 7, 8, 9]", 2),
        format!("x: [{}]", many(14, &|n| format!("[_, in [{n}, -1, -2], ..]"))),
        format!("x: [each {}] and len = 100", wishes("[_, ..]")),
        format!("x: {{{}}}", many(9, &|n| format!("y{n}: [each [each {{z <= {n}}}] and len = 30] and len = 60"))),
        format!("x: [each {}] and len = 127", likes.join(" and ")),
        "x: [each len = 4096] and len = 127".into(),
        in_shapes(),
    ]
    .into()
}

/// As many limits on one text as a link has room for, none of them where a list states its own.
fn in_shapes() -> String {
    let likes: Vec<String> = (1..=60).map(|n| format!("like \"{}*\"", "x".repeat(n))).collect();
    format!("x: [each [each {}]]", likes.join(" and "))
}

/// How often a part of the value meets a limit, or some bytes of a text do: what it takes at most to hold it against these.
fn meetings(limits: &Limits<'_>, value: &Value) -> usize {
    let of_limit = |limit: &Limit<'_>| match (limit, value) {
        (Limit::Each(limits) | Limit::Has(limits), Value::List(elements)) => {
            elements.iter().map(|element| meetings(limits, element)).sum()
        }
        (Limit::Positions { items, .. }, Value::List(elements)) => {
            items.iter().zip(elements).map(|(limits, element)| meetings(limits, element)).sum()
        }
        (Limit::Object(args), Value::Map(map)) => {
            let named = args.entries.iter().filter_map(|arg| Some((&arg.limits, map.get(&arg.name)?)));
            named.map(|(limits, value)| meetings(limits, value)).sum()
        }
        (Limit::Len(..), _) => 0,
        (_, Value::Text(_)) => size(value),
        _ => 1,
    };
    limits.as_slice().iter().map(of_limit).sum()
}

#[test]
fn no_more_values_are_made_than_there_is_work_for() {
    for text in hostile() {
        let limits = link(&format!("f({text})")).remove(0).args.entries.remove(0).limits;
        for above in [&[][..], &[&limits], &[&limits; 15]] {
            for (asked, steps) in
                [&limits, &Limits::Any].into_iter().flat_map(|asked| [0, 100, 10_000].map(|steps| (asked, steps)))
            {
                let values = probes(asked, above, &mut Work::of(steps));
                let made: usize = values.iter().map(size).sum();
                assert!(made <= steps, "{made} of {steps}: {text}");
            }
        }
    }
}

#[test]
fn limits_inside_shapes_count_for_the_work_that_they_make() {
    let stated = |limits: &Limits<'_>| limits.as_slice().len() + 1;
    let mut hidden = 0;
    for text in hostile() {
        let limits = link(&format!("f({text})")).remove(0).args.entries.remove(0).limits;
        for value in probes(&limits, &[&limits], &mut Work::of(1 << 26)) {
            let meetings = meetings(&limits, &value);
            assert!(meetings <= size(&value) * cost(&limits), "{meetings}: {text}");
            hidden += usize::from(meetings > size(&value) * stated(&limits));
        }
    }
    // What a list states itself would not say how much there is to do.
    assert!(hidden > 0, "{hidden}");
    // One clause of each kind as it stands, and the two attacks: a list of texts, and one that hides them.
    let of = |text: &str| cost(&link(&format!("f({text})")).remove(0).args.entries.remove(0).limits);
    assert_eq!((of("x"), of("x <= 1"), of("x <= 1 and >= 0"), of("x len = 4")), (1, 2, 3, 1));
    assert_eq!((of("x: [each _]"), of("x: [each <= 1, has 0]"), of("x: [<= 1, <= 2, _]")), (2, 5, 3));
    assert_eq!((of("x: {a <= 1, b <= 2 and >= 1}"), of("x: {}"), of("x: []")), (4, 2, 2));
    assert_eq!((of("x under \"/a\""), of(&in_shapes())), (17, 963));
}

#[test]
fn a_search_is_over_when_limits_inside_shapes_have_taken_its_work() {
    let asked = |x: &str| judge(&format!("f({x}, y <= 5)"), &["f(x, y <= 4)"]);
    assert!(matches!(asked(&in_shapes()), Narrowing::Unproven(_)));
    assert!(matches!(asked("x: [each [each like \"x*\" and like \"xx*\"]]"), Narrowing::Wider(_)));
}

#[test]
fn lists_in_lists_do_not_keep_whoever_delegates_busy() {
    // What is left to be inherited is completed in an example only where that is cheap.
    let completed = |length| {
        let widening = wider("f(y <= 5, ..)", &[&format!("f({}, y <= 4)", nested("<= 1", length))]);
        widening.witness.args().to_json()
    };
    assert_eq!(completed(127), r#"{"y":5}"#);
    assert_eq!(completed(1), r#"{"x":[[[[1]]]],"y":5}"#);
    // A list that no call has room for shows nothing.
    let asked = |length| judge(&format!("f({})", nested("<= 2", length)), &[&format!("f({})", nested("<= 1", length))]);
    assert!(matches!(asked(127), Narrowing::Unproven(_)));
    assert!(matches!(asked(2), Narrowing::Wider(_)));
}

#[test]
fn a_search_whose_work_is_over_finds_nothing() {
    let (child, above) = (link("f(x <= 5)").remove(0), link("f(x <= 4)"));
    let find = |steps| witness::find(&child, &[&above], 0, &mut Work::of(steps));
    assert!(find(0).is_none() && find(5).is_none());
    assert_eq!(find(1000).unwrap().args().to_json(), r#"{"x":5}"#);
}

#[test]
fn whatever_is_compared_an_answer_comes() {
    for one in hostile() {
        for other in hostile() {
            let [one, other] = [&one, &other].map(|text| link(&format!("f({text})")));
            let (narrower, wider) = (narrows(&one[0], &[&other[..]; 15]), only_in(&[&one[..]], &[&other[..]; 15]));
            assert!(one != other || matches!((narrower, wider), (Narrowing::Narrower, None)), "{}", one[0]);
        }
    }
}
