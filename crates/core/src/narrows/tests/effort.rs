//! Clauses of a few hundred bytes that a stranger may send, each of which would keep a search without an end busy for ages.

use super::super::probes::probes;
use super::super::work::{Work, size};
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
    ]
    .into()
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
