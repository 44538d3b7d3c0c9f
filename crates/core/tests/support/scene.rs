//! The verifier's side: whom it trusts, what is called, what time it is, and what came of it.

use depute::{Call, Code, Denied, Policy, Revocations, Step, Trust, TrustEntry, UnixTime, Verifier};
use depute_vectors::kit::{ALICE, AUDIENCE, NOW};

use super::keys::EngineKey as _;
use super::remembering::alike;

pub(crate) fn at(secs: u64) -> UnixTime {
    UnixTime::from_secs(secs).unwrap()
}

pub(crate) fn now() -> UnixTime {
    at(NOW)
}

/// Trusts alice with everything.
pub(crate) fn verifier() -> Verifier {
    let alice = TrustEntry::new("alice", ALICE.verifying()).allow("*(..)").unwrap();
    Verifier::new(Trust::new([alice]).unwrap(), policy())
}

pub(crate) fn policy() -> Policy {
    Policy::new(AUDIENCE, Revocations::None).unwrap()
}

/// The call that is allowed throughout.
pub(crate) fn call() -> Call {
    Call::from_json(r#"{"action":"flights.book","args":{"to":"SFO","price":390}}"#).unwrap()
}

/// What this verifier says of these bytes and that call, whether it has seen the chain before or not.
pub(crate) fn verdict(bytes: &[u8]) -> Result<(), Denied> {
    alike(&verifier(), bytes, &call(), now()).map(drop)
}

/// These bytes are allowed.
#[track_caller]
pub(crate) fn allowed(what: &str, bytes: &[u8]) {
    if let Err(denied) = verdict(bytes) {
        panic!("the twin of {what} was refused: {denied}");
    }
}

/// These bytes are refused with this code, at this step.
#[track_caller]
pub(crate) fn refused(what: &str, bytes: &[u8], step: Step, code: Code) -> Denied {
    match verdict(bytes) {
        Ok(()) => panic!("{what} was allowed"),
        Err(denied) => {
            assert_eq!((denied.code(), denied.step()), (code, step), "{what}: {denied}");
            denied
        }
    }
}
