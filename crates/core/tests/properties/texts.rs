//! Texts: what is printed reads back, in one canonical form, from any other form and through signed bytes.

use depute::{Budget, Clause, Grant, Mint, Token};

use super::grants::{self, grant};
use super::rng::Rng;
use super::support::walk::further;
use super::support::{ALICE, AUDIENCE, BOOKER, EngineKey as _, NOW, PLANNER, Walk, at, now};
use super::{cases, clauses, print, wire};

#[test]
fn a_clause_has_one_canonical_text() {
    for case in 0..cases() {
        let mut rng = Rng::of(4, case);
        let clause = clauses::clause(&mut rng);
        let (tidy, sloppy) = (print::clause(&clause), print::sloppy(&mut rng, |pen| pen.clause(&clause)));
        let read = Clause::parse(&tidy).unwrap_or_else(|fault| panic!("{tidy}: {fault}"));
        assert_eq!(read.to_string(), tidy);
        let again = Clause::parse(&sloppy).unwrap_or_else(|fault| panic!("{sloppy}: {fault}"));
        assert_eq!(again.to_string(), tidy, "{sloppy}");
        assert_eq!(again, read, "{sloppy}");
    }
}

#[test]
fn a_budget_has_one_canonical_text() {
    for case in 0..cases() {
        let mut rng = Rng::of(5, case);
        let near = clauses::clause(&mut rng);
        let root = rng.chance(50);
        for budget in grants::budgets(&mut rng, &near, root) {
            let tidy = print::tidy(|pen| pen.budget(&budget));
            let sloppy = print::sloppy(&mut rng, |pen| pen.budget(&budget));
            let read = Budget::parse(&tidy).unwrap_or_else(|fault| panic!("{tidy}: {fault}"));
            assert_eq!(read.to_string(), tidy);
            let again = Budget::parse(&sloppy).unwrap_or_else(|fault| panic!("{sloppy}: {fault}"));
            assert_eq!(again.to_string(), tidy, "{sloppy}");
            assert_eq!(again, read, "{sloppy}");
        }
    }
}

#[test]
fn a_grant_has_one_canonical_text() {
    for case in 0..cases() / 4 {
        let mut rng = Rng::of(6, case);
        let grant = grant(&mut rng);
        let (tidy, sloppy) = (print::tidy(|pen| pen.grant(&grant)), print::sloppy(&mut rng, |pen| pen.grant(&grant)));
        let read = Grant::parse(&tidy).unwrap_or_else(|fault| panic!("{tidy}\n{fault}"));
        assert_eq!(read.to_string(), tidy);
        let again = Grant::parse(&sloppy).unwrap_or_else(|fault| panic!("{sloppy}\n{fault}"));
        assert_eq!(again.to_string(), tidy, "{sloppy}");
        assert_eq!(again, read, "{sloppy}");
    }
}

/// Text → signed link → text, and the bytes between are those that the specification says.
#[test]
fn a_signed_link_prints_the_text_it_was_made_from() {
    for case in 0..cases() / 10 {
        let mut rng = Rng::of(7, case);
        let mut grant = grant(&mut rng);
        // Half an hour from now, for one audience: what the hand-made link says too.
        (grant.ttl_secs, grant.from, grant.until) = (None, None, Some("2027-01-15T08:30:00Z"));
        grant.audiences = vec![AUDIENCE];
        let tidy = print::tidy(|pen| pen.grant(&grant));

        let mint = Mint::new(&PLANNER.verifying()).grant(Grant::parse(&tidy).unwrap());
        let token = mint.sign(&ALICE.signing(), now(), [7; 8]).unwrap_or_else(|fault| panic!("{tidy}\n{fault}"));
        assert_eq!(token.unverified_links()[0].unverified_grant().to_string(), tidy);

        let mut walk = Walk::short();
        wire::fill(&mut walk.links[0], &grant.link);
        walk.links[0].mandate().unset(2);
        if let Some(depth) = grant.depth {
            walk.links[0].mandate().set(2, depth);
        }
        assert_eq!(token.as_bytes(), walk.token(), "{tidy}");

        let below = clauses::clause(&mut rng);
        let mut below = clauses::link(&mut rng, &below);
        below.budgets = grants::budgets(&mut rng, &below.clauses[0], false);
        let mut draft = further(&PLANNER, &BOOKER, super::support::list![]);
        wire::fill(&mut draft, &below);
        walk.links.push(draft);
        let token = Token::from_bytes(&walk.token()).unwrap();
        let links = token.unverified_links();
        let texts: Vec<String> = links.iter().map(|link| link.unverified_grant().to_string()).collect();
        assert_eq!(texts, [tidy, print::tidy(|pen| pen.link(&below))]);
        assert_eq!(links[0].unverified_grant().expires(), Some(at(NOW + 1800)));
    }
}
