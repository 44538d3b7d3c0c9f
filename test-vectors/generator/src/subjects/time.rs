//! Time: every edge, at the last second that is accepted and the first that is not.

use depute_vectors::kit::{EXP, IAT, NBF, NOW};
use serde_json::Value;

use crate::case::{Case, denied};
use crate::model::Subject;

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("time", "Times of links and proofs, the skew on each side, and the longest life.");
    let case = Case::new();
    file.allowed("now", "made and judged in one second", &case);
    made(&mut file);
    begun(&mut file);
    over(&mut file);
    life(&mut file);
    proofs(&mut file);
    file
}

/// Judged then, by a proof made then.
fn judged(case: &Case, now: u64) -> Case {
    case.with(|case| {
        case.now = now;
        case.walk.proof.set(IAT, now);
    })
}

fn time(code: &str, link: usize) -> Value {
    denied(code, "time", Some(link))
}

fn made(file: &mut Subject) {
    let made = |issued: u64, skew: u64| {
        Case::new().with(|case| {
            case.walk.links[0].set(IAT, issued);
            case.walk.links[0].set(EXP, NOW + 1800);
            case.verifier.skew = skew;
        })
    };
    file.allowed("made-in-the-skew", "the root is dated as far ahead as clocks may differ", &made(NOW + 30, 30));
    file.allowed("made-without-skew", "a verifier without skew, the root dated now", &made(NOW, 0));
    file.allowed("made-in-the-largest-skew", "the largest skew that a policy can have", &made(NOW + 300, 300));
    let shows = "the root is dated a second further ahead";
    file.refused("made-ahead", "made-in-the-skew", shows, &made(NOW + 31, 30), time("issued_in_future", 1));
    file.refused("made-ahead-without-skew", "made-without-skew", shows, &made(NOW + 1, 0), time("issued_in_future", 1));
    file.refused(
        "made-ahead-of-the-largest-skew",
        "made-in-the-largest-skew",
        shows,
        &made(NOW + 301, 300),
        time("issued_in_future", 1),
    );
}

fn begun(file: &mut Subject) {
    for link in 1..=2 {
        let begins = |start: u64| Case::new().with(|case| case.walk.links[link - 1].set(NBF, start));
        let right = format!("begins-in-the-skew-{link}");
        file.allowed(&right, &format!("link {link} begins as far ahead as clocks may differ"), &begins(NOW + 30));
        let shows = format!("link {link} begins a second later");
        file.refused(&format!("not-begun-{link}"), &right, &shows, &begins(NOW + 31), time("not_yet_valid", link));
    }
}

fn over(file: &mut Subject) {
    for link in 1..=2 {
        let ends = |end: u64| {
            Case::new().with(|case| {
                case.walk.links[0].set(IAT, NOW - 600);
                case.walk.links[0].set(NBF, NOW - 600);
                case.walk.links[link - 1].set(EXP, end);
            })
        };
        let right = format!("ends-in-the-skew-{link}");
        file.allowed(&right, &format!("link {link} ended 29 s ago, with a skew of 30 s"), &ends(NOW - 29));
        let shows = format!("link {link} ended 30 s ago: half-open, with the skew");
        file.refused(&format!("over-{link}"), &right, &shows, &ends(NOW - 30), time("expired", link));
        let shows = format!("link {link} ended long ago");
        file.refused(&format!("over-long-ago-{link}"), &right, &shows, &ends(NOW - 500), time("expired", link));
    }
    let exactly = |now: u64| judged(&Case::new().with(|case| case.verifier.skew = 0), now);
    file.allowed("last-second", "without skew, the last second of the root", &exactly(NOW + 1799));
    let shows = "without skew, the second at which the root ends";
    file.refused("first-second-after", "last-second", shows, &exactly(NOW + 1800), time("expired", 1));
}

fn life(file: &mut Subject) {
    let lives = |secs: u64, most: u64| {
        Case::new().with(|case| {
            case.walk.links[0].set(EXP, NOW + secs);
            case.verifier.life = most;
        })
    };
    file.allowed("life-at-most", "a root that lives as long as the policy allows", &lives(3600, 3600));
    file.allowed("life-of-thirty-days", "the longest life of all", &lives(2_592_000, 2_592_000));
    file.allowed("life-of-a-second", "the shortest life of all", &lives(1, 1));
    let shows = "a root that lives a second longer";
    file.refused("life-too-long", "life-at-most", shows, &lives(3601, 3600), time("life_too_long", 1));
    file.refused("life-of-two-seconds", "life-of-a-second", shows, &lives(2, 1), time("life_too_long", 1));
    let shows = "life is counted from `iat`, whatever `nbf` says";
    let later = lives(3601, 3600).with(|case| case.walk.links[0].set(NBF, NOW + 10));
    file.refused("life-from-iat", "life-at-most", shows, &later, time("life_too_long", 1));
}

fn proofs(file: &mut Subject) {
    let proved = |made: u64, edit: fn(&mut Case)| {
        Case::new().with(edit).with(|case| {
            case.walk.links[0].set(IAT, NOW - 1000);
            case.walk.proof.set(IAT, made);
        })
    };
    let usual = |_: &mut Case| {};
    file.allowed("proof-in-the-skew", "the proof is dated as far ahead as clocks may differ", &proved(NOW + 30, usual));
    let shows = "the proof is dated a second further ahead";
    file.refused("proof-ahead", "proof-in-the-skew", shows, &proved(NOW + 31, usual), time("proof_in_future", 2));
    file.allowed("proof-old", "the proof is as old as its age and the skew allow", &proved(NOW - 90, usual));
    let shows = "the proof is a second older";
    file.refused("proof-too-old", "proof-old", shows, &proved(NOW - 91, usual), time("proof_stale", 2));
    let exact = |case: &mut Case| {
        case.verifier.skew = 0;
        case.verifier.age = 300;
    };
    file.allowed("proof-oldest", "the largest age, without skew", &proved(NOW - 300, exact));
    file.refused("proof-older", "proof-oldest", "a second older", &proved(NOW - 301, exact), time("proof_stale", 2));
    let before = proved(NOW - 20, usual).with(|case| case.walk.links[0].set(IAT, NOW));
    file.allowed("proof-before-the-root", "a proof may be dated before the root, as clocks differ", &before);
}
