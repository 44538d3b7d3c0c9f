//! Verifiers that remember chains, which must say what those say that do not.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use depute::{Call, Denied, Id, KnownChain, KnownChains, UnixTime, Verified, Verifier};

/// Remembers everything.
#[derive(Debug, Default)]
pub(crate) struct Elephant(Mutex<BTreeMap<Id, Arc<KnownChain>>>);

impl Elephant {
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    pub(crate) fn keys(&self) -> Vec<Id> {
        self.0.lock().unwrap().keys().copied().collect()
    }
}

impl KnownChains for Elephant {
    fn find(&self, key: &Id) -> Option<Arc<KnownChain>> {
        self.0.lock().unwrap().get(key).cloned()
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        self.0.lock().unwrap().insert(*chain.key(), chain);
    }
}

/// What this verifier says; it says the same when it remembers chains, of one that is new and of one that it has seen.
#[track_caller]
pub(crate) fn alike<'a>(
    verifier: &'a Verifier,
    bytes: &'a [u8],
    call: &'a Call,
    now: UnixTime,
) -> Result<Verified<'a>, Denied> {
    let plain = verifier.check(bytes, call, now);
    let remembering = verifier.clone().with_cache(Arc::new(Elephant::default()));
    for time in ["the first time", "the second time"] {
        assert_eq!(whole(&remembering.check(bytes, call, now)), whole(&plain), "{time}");
    }
    plain
}

/// All that a verdict says.
fn whole(verdict: &Result<Verified<'_>, Denied>) -> String {
    match verdict {
        Ok(verified) => format!(
            "{:?}",
            (
                (verified.authorizer(), verified.trust_entry(), verified.holders().collect::<Vec<_>>()),
                (verified.contexts().collect::<Vec<_>>(), verified.evidence(), verified.issued_at()),
                (verified.link_ids(), verified.proof_id(), verified.proof_issued_at(), verified.endorsements()),
                verified
                    .owed()
                    .iter()
                    .map(|owed| (owed, verified.budget(owed), verified.ends(owed)))
                    .collect::<Vec<_>>(),
                (verified.audience(), verified.revocations(), verified.revocation()),
            )
        ),
        Err(denied) => format!("{denied:?}"),
    }
}
