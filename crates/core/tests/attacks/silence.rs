//! A refusal before every signature has passed says nothing about anyone: whoever sent it is unknown.

use depute::{Code, Setter, Step};

use super::order::{FAULTS, Scene};
use super::support::EngineKey as _;
use super::support::keys::{everyone, petname};

/// Everything that a refusal says.
fn said(denied: &depute::Denied) -> String {
    let explanation = denied.explain(&petname);
    let hands: String = (0..5).map(|link| explanation.hands(link)).collect();
    format!("{denied}\n{explanation}\n{}\n{hands}\n{:?}", denied.for_model(), denied.set_by())
}

#[test]
fn an_unauthenticated_refusal_names_nobody() {
    let mut heard = 0;
    for (code, step, _, fault) in FAULTS.into_iter().filter(|(_, step, ..)| *step <= Step::Proof) {
        let mut scene = Scene::new();
        fault(&mut scene);
        let denied = scene.verdict().unwrap_err();
        assert!(!denied.is_authenticated(), "{code} at {}", step.as_str());
        assert_eq!(denied.authorizer(), None, "{code}");
        assert!(denied.holders().is_empty(), "{code}");
        assert!(matches!(denied.set_by(), None | Some(Setter::Verifier(_))), "{code}");
        let said = said(&denied);
        for key in everyone() {
            // A ledger is a word of these sentences.
            assert!(key.name == "ledger" || !said.contains(key.name), "{code} names {}: {said}", key.name);
            let text = key.verifying().to_string();
            // Which key would have to be trusted is the one thing that these refusals have to say.
            let is_fault = matches!(code, Code::RootUntrusted | Code::RootInterval) && key.name == "alice";
            // A budget names its ledger, which is neither authorizer nor holder.
            let is_ledger = code == Code::LedgerElsewhere && matches!(key.name, "ledger" | "bob");
            // Which key was revoked is what the statement says, whoever sent the chain that claims it.
            let is_revoked = code == Code::Revoked && denied.value().is_some_and(|value| value.contains(&text));
            assert!(
                is_fault || is_ledger || is_revoked || !said.contains(&text[..20]),
                "{code} shows the key of {}: {said}",
                key.name
            );
        }
        heard += 1;
    }
    assert_eq!(heard, 27);
}

#[test]
fn an_authenticated_refusal_names_everyone() {
    for (code, _, link, fault) in FAULTS.into_iter().filter(|(_, step, ..)| *step > Step::Proof) {
        let mut scene = Scene::new();
        fault(&mut scene);
        let denied = scene.verdict().unwrap_err();
        assert!(denied.is_authenticated(), "{code}");
        assert!(denied.authorizer().is_some() && denied.holders().len() == 3 && denied.set_by().is_some(), "{code}");
        let said = denied.explain(&petname).to_string();
        let issuers = ["directory", "alice", "planner", "booker"];
        assert!(said.contains(issuers[link.unwrap()]), "{code}: {said}");
        // The model that made the call learns what to change, and no name.
        let model = denied.for_model();
        assert!(everyone().iter().all(|key| !model.contains(key.name)), "{model}");
    }
}

#[test]
fn an_unauthenticated_refusal_shows_nothing_of_the_call() {
    for (code, step, _, fault) in FAULTS.into_iter().filter(|(_, step, ..)| *step <= Step::Proof) {
        let mut scene = Scene::new();
        fault(&mut scene);
        let denied = scene.verdict().unwrap_err();
        let said = said(&denied);
        assert_eq!(
            (denied.argument(), said.contains("SFO"), said.contains("390")),
            (None, false, false),
            "{code}: {said}"
        );
        // A proof that does not fit is explained by what this verifier computed, which has the action in it.
        assert_eq!(denied.expected().is_some(), code == Code::ProofMismatch, "{code}");
        assert!(step == Step::Proof || !said.contains("flights.book"), "{code}: {said}");
    }
}
