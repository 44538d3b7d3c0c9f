//! A call that one grant or chain of grants allows and another does not, for comparing any two. Unlike at delegation,
//! nothing is inherited here: what the one leaves to `..` is its own.

use alloc::vec::Vec;

use super::as_limits;
use super::probes::probes;
use super::witness::{ACTIONS, CLAUSES, actions, called};
use super::work::{Work, cost_of_clauses, size};
use crate::call::Call;
use crate::clause::{Arg, Args, Clause};
use crate::limit::Limits;
use crate::matches;

/// A call that every link of `one` accepts and some link of `other` refuses, requirements aside. That none is found proves
/// nothing.
pub fn only_in(one: &[&[Clause<'_>]], other: &[&[Clause<'_>]]) -> Option<Call> {
    let others: Vec<Clause<'_>> = other.iter().flat_map(|link| link.iter()).take(CLAUSES).cloned().collect();
    let trials = cost_of_clauses(one.iter().chain(other).flat_map(|link| link.iter()));
    let mut work = Work::new();
    // The last link is usually the narrowest, so its calls pass the others most often.
    one.iter().rev().flat_map(|link| link.iter()).take(CLAUSES).find_map(|clause| {
        let found = actions(&clause.action, &others);
        found.iter().take(ACTIONS).find_map(|action| {
            let matching = || others.iter().filter(|clause| clause.action.matches(action));
            let asked = as_limits(&spoken(&clause.args, matching().map(|clause| &clause.args)));
            let above: Vec<Limits<'_>> = matching().map(|clause| as_limits(&clause.args)).collect();
            let candidates = probes(&asked, &above.iter().collect::<Vec<_>>(), &mut work);
            let tried = candidates.into_iter().take_while(|args| work.take(size(args).saturating_mul(trials)));
            tried.filter_map(|args| called(action, args)).find(|call| allows(one, call) && !allows(other, call))
        })
    })
}

/// Whether every link has a clause that accepts the call.
fn allows(links: &[&[Clause<'_>]], call: &Call) -> bool {
    links.iter().all(|link| link.iter().any(|clause| matches::accepts(clause, call)))
}

/// The arguments, and if they are open the names that others speak of, with any value.
fn spoken<'c, 'a: 'c>(args: &Args<'a>, others: impl Iterator<Item = &'c Args<'a>>) -> Args<'a> {
    let mut args = args.clone();
    if args.open {
        for name in others.flat_map(|other| &other.entries).map(|arg| &arg.name) {
            if args.named(name).is_none() {
                args.entries.push(Arg { name: name.clone(), optional: true, limits: Limits::Any });
            }
        }
    }
    args
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;

    fn parsed(links: &[&str]) -> Vec<Vec<Clause<'static>>> {
        links.iter().map(|link| link.lines().map(|text| Clause::parse(text).unwrap()).collect()).collect()
    }

    fn slices<'c>(links: &'c [Vec<Clause<'static>>]) -> Vec<&'c [Clause<'static>]> {
        links.iter().map(Vec::as_slice).collect()
    }

    fn found(one: &[&str], other: &[&str]) -> Option<String> {
        only_in(&slices(&parsed(one)), &slices(&parsed(other))).map(|call| call.to_text())
    }

    #[test]
    fn a_call_that_only_one_side_allows_is_found_and_its_twin_has_none() {
        for (one, other, call) in [
            (&["f(price <= 900)"][..], &["f(price <= 400)"][..], "f(price = 900)"),
            (&["f(..)"], &["f(price <= 400, ..)"], "f()"),
            (&["f(price, ..)"], &["f(price <= 400, ..)"], "f(price = \"x\")"),
            (&["f.*(..)"], &["f.a(..)"], "f.x()"),
            (&["a()\nb()"], &["a()"], "b()"),
            (&["f(x <= 9)", "f(x >= 5, ..)"], &["f(x <= 7)"], "f(x = 8)"),
            (&["f(to in [\"SFO\", \"LAX\"])"], &["f(to = \"SFO\")"], "f(to = \"LAX\")"),
        ] {
            assert_eq!(found(one, other).as_deref(), Some(call), "{one:?} {other:?}");
            assert_eq!(found(one, one), None, "{one:?}");
        }
        assert_eq!(found(&["f(price <= 400)"], &["f(price <= 900)"]), None);
        // Each side is a chain: what only a part of it allows is not found.
        assert_eq!(found(&["f(x <= 9)", "f(x <= 7, ..)"], &["f(x <= 7)"]), None);
    }
}
