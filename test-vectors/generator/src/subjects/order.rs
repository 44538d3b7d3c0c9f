//! The order of steps: of two faults, the one of the earlier step decides.

use depute_vectors::kit::grant::{approval, closed, needing};
use depute_vectors::kit::{BOB, CAROL, MALLORY, NOW};
use depute_vectors::{list, map};
use serde_json::Value;

use crate::case::{Case, Revocations, denied, denied_at};
use crate::model::Subject;

/// One fault of each step, in the order of the steps; each leaves the others as they are.
struct Fault {
    step: &'static str,
    what: &'static str,
    make: fn(&mut Case),
    expect: Value,
}

#[rustfmt::skip]
fn faults() -> Vec<Fault> {
    vec![
        Fault { step: "root", what: "an unknown root key", expect: denied("root_untrusted", "root", Some(1)),
            make: |case| case.verifier.trust[0].keys[0].0 = BOB.public() },
        Fault { step: "structure", what: "a depth that is raised", expect: denied("depth_exceeded", "structure", Some(2)),
            make: |case| { case.walk.links[1].mandate().set(2, 15); } },
        Fault { step: "time", what: "a root that is over", expect: denied("expired", "time", Some(1)),
            make: |case| case.now = NOW + 1830 },
        Fault { step: "revocation", what: "no fresh list", expect: denied("revocation_stale", "revocation", None),
            make: |case| case.verifier.revocations = Revocations::Required(60) },
        Fault { step: "signatures", what: "a forged link", expect: denied("signature_invalid", "signatures", Some(2)),
            make: |case| case.walk.links[1].signer = (&*MALLORY).into() },
        Fault { step: "proof", what: "a forged proof", expect: denied("proof_mismatch", "proof", Some(2)),
            make: |case| case.walk.proof.signer = (&*MALLORY).into() },
        Fault { step: "grants", what: "an action that link zero lacks", expect: denied("action_not_granted", "grants", Some(0)),
            make: |case| case.verifier.trust[0].clauses = vec![closed("flights.search", map! {})] },
        Fault { step: "requirements", what: "an approval that is missing", expect: denied("approval_missing", "requirements", Some(1)),
            make: |case| case.walk.links[0].clauses(vec![needing("flights.book", map! {}, true, vec![approval(1, &[&CAROL])])]) },
        Fault { step: "owed", what: "an amount that is missing", expect: denied_at("amount_invalid", "owed", 1, "fee"),
            make: |case| { case.walk.links[0].mandate().set(3, list![map! { 1 => 600, 2 => "fee" }]); } },
    ]
}

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("order", "Which of two faults is reported: that of the earlier step.");
    let case = Case::new();
    file.allowed("neither", "no fault", &case);
    let faults = faults();
    for (place, first) in faults.iter().enumerate() {
        for second in &faults[place + 1..] {
            let case = case.with(second.make).with(first.make);
            let shows = format!("{} and {}: the first is reported", first.what, second.what);
            let name = format!("{}-before-{}", first.step, second.step);
            file.refused(&name, "neither", &shows, &case, first.expect.clone()).flags(&["order"]);
        }
    }
    file
}
