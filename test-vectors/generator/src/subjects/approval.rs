//! Approvals: whose endorsements count, for which call, and how many.

use depute_vectors::kit::grant::{approval, needing, open};
use depute_vectors::kit::{
    AUD, BOOKER, CAROL, CTI, DAVE, Draft, ERIN, EXP, IAT, Item, Key, Kind, MALLORY, NONCE, NOW, PLANNER, SCOUT, bytes,
    call_digest, raw,
};
use depute_vectors::{list, map};
use serde_json::Value;

use crate::case::{Case, denied, denied_at};
use crate::model::Subject;

pub(crate) fn subject() -> Subject {
    let about = "Approvals: endorsements that count, those that do not, and what is needed beside them.";
    let mut file = Subject::new("approval", about);
    counting(&mut file);
    binding(&mut file);
    times(&mut file);
    clauses(&mut file);
    alternatives(&mut file);
    others(&mut file);
    file
}

/// The second link needs `threshold` of these, and has these endorsements, of which these are counted.
fn needs(threshold: u64, roster: &[&Key], approvers: &[&'static Key], counted: &[usize]) -> Case {
    Case::new().with(|case| {
        let args = map! { "price" => list![3, 400] };
        case.walk.links[1].clauses(vec![needing("flights.book", args, true, vec![approval(threshold, roster)])]);
        case.walk = case.walk.clone().approved_by(approvers);
        case.counted = counted.to_vec();
    })
}

fn missing(link: usize) -> Value {
    denied("approval_missing", "requirements", Some(link))
}

fn counting(file: &mut Subject) {
    let (carol, dave, erin): (&'static Key, &'static Key, &'static Key) = (&CAROL, &DAVE, &ERIN);
    let board = [carol, dave, erin];
    file.allowed("one-of-one", "the one approver endorsed the call", &needs(1, &[carol], &[carol], &[0]));
    file.allowed("two-of-three", "two of three endorsed the call", &needs(2, &board, &[dave, carol], &[0, 1]));
    let shows = "a third endorsement is not needed, and stays unused";
    file.allowed("three-for-two", shows, &needs(2, &board, &[erin, dave, carol], &[0, 1]));
    file.allowed("stranger-beside", "a stranger's endorsement does no harm", &needs(1, &[carol], &[dave, carol], &[1]));
    let twice = needs(2, &board, &[carol, carol, dave], &[0, 2])
        .with(|case| case.walk.endorsements[1].set(NONCE, bytes(&[6; 16])));
    file.allowed("one-twice-and-another", "a second endorsement of one approver is passed over", &twice);

    #[rustfmt::skip]
    let wrong: [(&str, &str, &str, Case); 7] = [
        ("none", "one-of-one", "nobody endorsed the call", needs(1, &[carol], &[], &[])),
        ("one-of-two", "two-of-three", "one of two that are needed", needs(2, &board, &[carol], &[])),
        ("stranger", "one-of-one", "somebody who is not asked endorsed it", needs(1, &[carol], &[dave], &[])),
        ("stranger-for-the-second", "two-of-three", "one who is asked and one who is not", needs(2, &[carol, dave], &[carol, erin], &[])),
        ("the-same-twice", "two-of-three", "one approver twice, by two endorsements", needs(2, &board, &[carol, carol], &[]).with(|case| case.walk.endorsements[1].set(NONCE, bytes(&[6; 16])))),
        ("the-same-bytes-twice", "two-of-three", "one endorsement twice", needs(2, &board, &[carol, carol], &[])),
        ("signed-by-another", "one-of-one", "an endorsement that names carol and is signed by mallory", needs(1, &[carol], &[carol], &[]).with(|case| case.walk.endorsements[0].signer = (&*MALLORY).into())),
    ];
    for (name, twin, shows, case) in wrong {
        file.refused(name, twin, shows, &case, missing(2)).flags(&["attack"]);
    }

    // Nobody approves a call of their own chain.
    let planner: &'static Key = &PLANNER;
    let booker: &'static Key = &BOOKER;
    let shows = "the holder who makes the call is one of those asked, and endorses it";
    file.refused("own-call", "one-of-one", shows, &needs(1, &[booker], &[booker], &[]), missing(2)).flags(&["attack"]);
    let shows = "the holder of the link above endorses it";
    file.refused("own-chain", "one-of-one", shows, &needs(1, &[planner], &[planner], &[]), missing(2))
        .flags(&["attack"]);
    let alice: &'static Key = &depute_vectors::kit::ALICE;
    let shows = "the authorizer holds no link, and may approve where asked";
    file.allowed("authorizer", shows, &needs(1, &[alice], &[alice], &[0]));
    let shows = "two are asked and one of them holds a link: the other alone is too few";
    let case = needs(2, &[carol, planner], &[carol, planner], &[]);
    file.refused("holder-for-the-second", "two-of-three", shows, &case, missing(2)).flags(&["attack"]);
}

/// One of carol, whose endorsement is changed so.
fn endorsed(edit: impl FnOnce(&mut Draft, &Case)) -> Case {
    let base = needs(1, &[&CAROL], &[&CAROL], &[0]);
    base.with(|case| edit(&mut case.walk.endorsements[0], &base))
}

fn binding(file: &mut Subject) {
    let as_kind = |kind: fn(&Case) -> Kind| endorsed(|draft, base| draft.kind = Some(kind(base)));
    #[rustfmt::skip]
    let wrong = [
        ("another-call", "an endorsement of another amount", as_kind(|base| Kind::Endorsement(base.walk.leaf(), call_digest("flights.book", &map! { "to" => "SFO", "price" => 391 })))),
        ("another-leaf", "an endorsement below the link above", as_kind(|base| Kind::Endorsement(base.walk.ids()[0], base.walk.digest))),
        ("another-chain", "an endorsement of the same call below another root", as_kind(|base| {
            let mut other = base.walk.clone();
            other.links[0].set(CTI, bytes(&[8; 8]));
            Kind::Endorsement(other.leaf(), base.walk.digest)
        })),
        ("signed-as-proof", "a signature as a proof is no endorsement", as_kind(|base| Kind::Proof(base.walk.leaf(), base.walk.digest))),
        ("signed-as-receipt", "a signature of a reserved kind is no endorsement", as_kind(|_| Kind::Receipt)),
        ("another-audience", "an endorsement for another verifier", endorsed(|draft, _| draft.set(AUD, "https://hotels.example"))),
    ];
    for (name, shows, case) in wrong {
        file.refused(name, "one-of-one", shows, &case, missing(2)).flags(&["attack"]);
    }
    let beside = needs(1, &[&CAROL], &[&CAROL, &CAROL], &[1]).with(|case| {
        case.walk.endorsements[0].set(AUD, "https://hotels.example");
        case.walk.endorsements[1].set(NONCE, bytes(&[6; 16]));
    });
    file.allowed("invalid-beside", "one that does not count does not spoil one that does", &beside);
}

fn times(file: &mut Subject) {
    let made = |issued: u64, end: u64| {
        endorsed(|draft, _| {
            draft.set(IAT, issued);
            draft.set(EXP, end);
        })
    };
    file.allowed("made-in-the-skew", "dated as far ahead as clocks may differ", &made(NOW + 30, NOW + 60));
    file.refused(
        "made-ahead",
        "made-in-the-skew",
        "dated a second further ahead",
        &made(NOW + 31, NOW + 60),
        missing(2),
    );
    file.allowed("ended-in-the-skew", "it ended 29 s ago, with a skew of 30 s", &made(NOW - 600, NOW - 29));
    file.refused("ended", "ended-in-the-skew", "it ended 30 s ago", &made(NOW - 600, NOW - 30), missing(2));
    file.allowed("an-hour", "the longest life of an endorsement", &made(NOW - 1800, NOW + 1800));
    let expect = || denied("limit_exceeded", "form", None);
    file.refused("an-hour-and-a-second", "an-hour", "a second longer", &made(NOW - 1800, NOW + 1801), expect());
    let shows = "an endorsement that ends when it was made";
    file.refused("of-no-time", "an-hour", shows, &made(NOW, NOW), denied("value_invalid", "form", None));
}

/// The second link has these clauses, and carol and dave endorsed the call.
fn clauses_of(clauses: Vec<Item>, approvers: &[&'static Key], counted: &[usize]) -> Case {
    Case::new().with(|case| {
        case.walk.links[1].clauses(clauses);
        case.walk = case.walk.clone().approved_by(approvers);
        case.counted = counted.to_vec();
    })
}

fn clauses(file: &mut Subject) {
    let (carol, dave): (&'static Key, &'static Key) = (&CAROL, &DAVE);
    let both = || needing("flights.book", map! {}, true, vec![approval(1, &[carol]), approval(1, &[dave])]);
    let case = |approvers: &[&'static Key], counted: &[usize]| clauses_of(vec![both()], approvers, counted);
    file.allowed("two-requirements", "a clause that needs two approvals, each met", &case(&[carol, dave], &[0, 1]));
    let shows = "all that one clause needs is needed together";
    file.refused("first-requirement-only", "two-requirements", shows, &case(&[carol], &[]), missing(2));
    file.refused("second-requirement-only", "two-requirements", shows, &case(&[dave], &[]), missing(2));

    let small = || open("flights.book", map! { "price" => list![3, 300] });
    let large = || needing("flights.book", map! { "price" => list![3, 400] }, true, vec![approval(1, &[carol])]);
    let called = |price: u64, approvers: &[&'static Key], counted: &[usize]| {
        clauses_of(vec![small(), large()], &[], counted).with(|case| {
            case.calls("flights.book", map! { "to" => "SFO", "price" => price });
            case.walk = case.walk.clone().approved_by(approvers);
        })
    };
    file.allowed("below-the-threshold", "ask me above 300: not asked at 300", &called(300, &[], &[]));
    file.allowed("above-the-threshold", "ask me above 300: asked at 301", &called(301, &[carol], &[0]));
    let shows = "ask me above 300: nobody was asked at 301";
    file.refused("above-the-threshold-unasked", "above-the-threshold", shows, &called(301, &[], &[]), missing(2));

    // Each link for itself.
    let third = |approvers: &[&'static Key], counted: &[usize], above: &[&Key], below: &[&Key]| {
        needs(1, above, &[], counted).with(|case| {
            let clause = needing("flights.book", map! {}, true, vec![approval(1, below)]);
            case.walk = case.walk.clone().then(&BOOKER, &SCOUT, clause);
            case.walk = case.walk.clone().approved_by(approvers);
        })
    };
    let shows = "one endorsement serves two links that ask for it";
    file.allowed("one-for-two-links", shows, &third(&[carol], &[0], &[carol], &[carol]));
    let shows = "two links ask for one each";
    file.allowed("one-for-each-link", shows, &third(&[carol, dave], &[0, 1], &[dave], &[carol]));
    let shows = "a link cannot replace whom its parent asks";
    let case = third(&[carol], &[], &[dave], &[carol]);
    file.refused("replaced-below", "one-for-each-link", shows, &case, missing(2)).flags(&["attack"]);
    let case = third(&[dave], &[], &[dave], &[carol]);
    file.refused("missing-below", "one-for-each-link", "what a link adds is needed too", &case, missing(3));

    let zero = |approvers: &[&'static Key], counted: &[usize]| {
        Case::new().with(|case| {
            case.verifier.trust[0].clauses = vec![needing("flights.book", map! {}, true, vec![approval(1, &[carol])])];
            case.walk = case.walk.clone().approved_by(approvers);
            case.counted = counted.to_vec();
        })
    };
    file.allowed("link-zero", "the verifier's own clause asks for an approval", &zero(&[carol], &[0]));
    let shows = "the verifier's own clause asks, and nobody approved";
    file.refused("link-zero-unasked", "link-zero", shows, &zero(&[], &[]), missing(0));
}

/// Clauses of one link that need one approval each, and are judged in their order.
fn alternatives(file: &mut Subject) {
    let (carol, dave, erin): (&'static Key, &'static Key, &'static Key) = (&CAROL, &DAVE, &ERIN);
    let asks = |key: &Key| needing("flights.book", map! {}, true, vec![approval(1, &[key])]);
    let cheap = |key: &Key| needing("flights.book", map! { "price" => list![3, 300] }, true, vec![approval(1, &[key])]);
    let either =
        |approvers: &[&'static Key], counted: &[usize]| clauses_of(vec![asks(carol), asks(dave)], approvers, counted);
    file.allowed("first-alternative", "of two clauses the first is met", &either(&[carol], &[0]));
    file.allowed("second-alternative", "of two clauses the second is met", &either(&[dave], &[0]));
    let shows = "both are met: the first is taken, and what the second needs is not used up";
    file.allowed("both-alternatives", shows, &either(&[dave, carol], &[1]));
    file.refused("no-alternative", "second-alternative", "neither is met", &either(&[erin], &[]), missing(2));
    let both = needing("flights.book", map! {}, true, vec![approval(2, &[carol, erin])]);
    let begun = clauses_of(vec![both, asks(dave)], &[carol, dave], &[1]);
    let shows = "one of two that the first clause needs is there, and is not counted: the second is met";
    file.allowed("alternative-begun", shows, &begun);
    let two = needing("flights.book", map! {}, true, vec![approval(1, &[carol]), approval(1, &[erin])]);
    let shows = "one of two requirements of the first clause is met, and what met it is not counted";
    file.allowed("alternative-half-met", shows, &clauses_of(vec![two, asks(dave)], &[carol, dave], &[1]));

    let case = clauses_of(vec![asks(carol), cheap(dave)], &[dave], &[]);
    let shows = "the alternative whose approval is there is one for cheaper calls";
    file.refused("alternative-of-another-call", "second-alternative", shows, &case, missing(2)).flags(&["attack"]);
    let free = open("flights.book", map! { "price" => list![3, 300] });
    let shows = "the alternative that needs nothing is one for cheaper calls";
    let case = clauses_of(vec![asks(carol), free], &[dave], &[]);
    file.refused("free-clause-of-another-call", "requirement-beside-a-clause", shows, &case, missing(2))
        .flags(&["attack"]);
    let shows = "an approval of a call that the clause does not accept";
    let case = clauses_of(vec![cheap(carol)], &[carol], &[]);
    let above = denied_at("arg_above_limit", "grants", 2, "price");
    file.refused("approved-above-the-limit", "one-of-one", shows, &case, above).flags(&["attack"]);
}

/// Requirements that this version carries and never meets.
fn others(file: &mut Subject) {
    let unsupported = || denied("requirement_unsupported", "requirements", Some(2));
    for number in 2..=6 {
        let needing =
            |needs: Vec<Item>| clauses_of(vec![needing("flights.book", map! {}, true, needs)], &[&CAROL], &[]);
        let case = needing(vec![list![number, raw(&[0x80])]]);
        let shows = format!("a requirement of the number {number} is carried, and never met");
        file.refused(&format!("requirement-{number}"), "one-of-one", &shows, &case, unsupported());
    }
    let alternative = clauses_of(
        vec![
            needing("flights.book", map! {}, true, vec![list![2, 1]]),
            open("flights.book", map! { "price" => list![3, 400] }),
        ],
        &[],
        &[],
    );
    let shows = "an alternative that needs nothing is taken";
    file.allowed("requirement-beside-a-clause", shows, &alternative);
    let free_last = clauses_of(
        vec![
            needing("flights.book", map! {}, true, vec![approval(1, &[&*CAROL])]),
            open("flights.book", map! { "price" => list![3, 400] }),
        ],
        &[&CAROL],
        &[],
    );
    let shows = "a later alternative that needs nothing is taken before one whose approval is there: none is used up";
    file.allowed("free-clause-first", shows, &free_last);
    let met_first = clauses_of(
        vec![needing("flights.book", map! {}, true, vec![approval(1, &[&*CAROL]), list![2, 1]])],
        &[&CAROL],
        &[],
    );
    let shows = "the approval is met, what cannot be checked beside it is not";
    file.refused("requirement-beside-an-approval", "one-of-one", shows, &met_first, unsupported());
}
