//! The kit's keys as the engine has them.

use depute_vectors::kit::{ALICE, AUTHORITY, BOB, BOOKER, CAROL, DAVE, Key, LEDGER, MALLORY, PLANNER, SCOUT};

/// A key of the kit in the engine's own types.
pub(crate) trait EngineKey {
    fn verifying(&self) -> depute::VerifyingKey;
    fn signing(&self) -> depute::SigningKey;
}

impl EngineKey for Key {
    fn verifying(&self) -> depute::VerifyingKey {
        depute::VerifyingKey::from_bytes(&self.public()).unwrap()
    }

    fn signing(&self) -> depute::SigningKey {
        depute::SigningKey::from_seed(&self.seed)
    }
}

/// Everyone whom the reader knows.
pub(crate) fn everyone() -> [&'static Key; 10] {
    [&ALICE, &PLANNER, &BOOKER, &SCOUT, &MALLORY, &BOB, &AUTHORITY, &LEDGER, &CAROL, &DAVE]
}

/// The reader's names for keys.
pub(crate) fn petname(key: &depute::VerifyingKey) -> Option<String> {
    everyone().into_iter().find(|known| known.public() == *key.as_bytes()).map(|known| known.name.to_owned())
}
