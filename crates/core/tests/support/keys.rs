//! Keys by name, the same in every run.

use std::sync::LazyLock;

use ed25519_dalek::Signer as _;

/// Someone with a key.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    seed: [u8; 32],
    secret: ed25519_dalek::SigningKey,
}

pub(crate) static ALICE: LazyLock<Key> = LazyLock::new(|| Key::new("alice", 1));
pub(crate) static PLANNER: LazyLock<Key> = LazyLock::new(|| Key::new("planner", 2));
pub(crate) static BOOKER: LazyLock<Key> = LazyLock::new(|| Key::new("booker", 3));
pub(crate) static SCOUT: LazyLock<Key> = LazyLock::new(|| Key::new("scout", 4));
/// Whom nobody trusts.
pub(crate) static MALLORY: LazyLock<Key> = LazyLock::new(|| Key::new("mallory", 5));
/// Another person, whom the verifier may trust too.
pub(crate) static BOB: LazyLock<Key> = LazyLock::new(|| Key::new("bob", 6));
/// Signs for its users.
pub(crate) static AUTHORITY: LazyLock<Key> = LazyLock::new(|| Key::new("authority", 7));
pub(crate) static LEDGER: LazyLock<Key> = LazyLock::new(|| Key::new("ledger", 8));
/// Approve calls.
pub(crate) static CAROL: LazyLock<Key> = LazyLock::new(|| Key::new("carol", 9));
pub(crate) static DAVE: LazyLock<Key> = LazyLock::new(|| Key::new("dave", 10));

/// Everyone of them.
pub(crate) fn everyone() -> [&'static Key; 10] {
    [&ALICE, &PLANNER, &BOOKER, &SCOUT, &MALLORY, &BOB, &AUTHORITY, &LEDGER, &CAROL, &DAVE]
}

impl Key {
    pub(crate) fn new(name: &'static str, number: u8) -> Key {
        let seed = [number; 32];
        Key { name, seed, secret: ed25519_dalek::SigningKey::from_bytes(&seed) }
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        self.secret.verifying_key().to_bytes()
    }

    /// Signs any bytes, which the crate offers nobody.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }

    /// The key as the crate knows it.
    pub(crate) fn verifying(&self) -> depute::VerifyingKey {
        depute::VerifyingKey::from_bytes(&self.public()).unwrap()
    }

    pub(crate) fn signing(&self) -> depute::SigningKey {
        depute::SigningKey::from_seed(&self.seed)
    }
}

/// The reader's names for keys.
pub(crate) fn petname(key: &depute::VerifyingKey) -> Option<String> {
    everyone().into_iter().find(|known| known.public() == *key.as_bytes()).map(|known| known.name.to_owned())
}
