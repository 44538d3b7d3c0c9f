//! Keys by name, the same in every run.

use std::sync::LazyLock;

use ed25519_dalek::Signer as _;

/// Someone with a key.
pub struct Key {
    /// What it is called in texts for people.
    pub name: &'static str,
    /// The 32 bytes of its secret.
    pub seed: [u8; 32],
    secret: ed25519_dalek::SigningKey,
}

/// A person whom the verifier trusts.
pub static ALICE: LazyLock<Key> = LazyLock::new(|| Key::new("alice", 1));
/// Holds the root link.
pub static PLANNER: LazyLock<Key> = LazyLock::new(|| Key::new("planner", 2));
/// Holds the second link.
pub static BOOKER: LazyLock<Key> = LazyLock::new(|| Key::new("booker", 3));
/// Holds a third link, where there is one.
pub static SCOUT: LazyLock<Key> = LazyLock::new(|| Key::new("scout", 4));
/// Whom nobody trusts.
pub static MALLORY: LazyLock<Key> = LazyLock::new(|| Key::new("mallory", 5));
/// Another person, whom the verifier may trust too.
pub static BOB: LazyLock<Key> = LazyLock::new(|| Key::new("bob", 6));
/// Signs for its users.
pub static AUTHORITY: LazyLock<Key> = LazyLock::new(|| Key::new("authority", 7));
/// A ledger.
pub static LEDGER: LazyLock<Key> = LazyLock::new(|| Key::new("ledger", 8));
/// Approves calls.
pub static CAROL: LazyLock<Key> = LazyLock::new(|| Key::new("carol", 9));
/// Approves calls.
pub static DAVE: LazyLock<Key> = LazyLock::new(|| Key::new("dave", 10));
/// Approves calls.
pub static ERIN: LazyLock<Key> = LazyLock::new(|| Key::new("erin", 11));
/// Keeps revocation lists: a key that has no say over any chain.
pub static KEEPER: LazyLock<Key> = LazyLock::new(|| Key::new("keeper", 20));
/// Whom the verifier's trust lets revoke.
pub static WARDEN: LazyLock<Key> = LazyLock::new(|| Key::new("warden", 21));
/// Another one.
pub static DEPUTY: LazyLock<Key> = LazyLock::new(|| Key::new("deputy", 22));

impl Key {
    /// The key whose seed is this byte 32 times.
    pub fn new(name: &'static str, number: u8) -> Key {
        let seed = [number; 32];
        Key { name, seed, secret: ed25519_dalek::SigningKey::from_bytes(&seed) }
    }

    /// The public key.
    pub fn public(&self) -> [u8; 32] {
        self.secret.verifying_key().to_bytes()
    }

    /// The text of the public key.
    pub fn did(&self) -> String {
        did(&self.public())
    }

    /// Signs any bytes, which the engine offers nobody.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.secret.sign(message).to_bytes()
    }
}

/// The text of any 32 bytes as a public key: base58btc of `0xED 0x01` and the bytes.
pub fn did(key: &[u8; 32]) -> String {
    const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut digits: Vec<u32> = Vec::new();
    for byte in [0xED, 0x01].iter().chain(key) {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            carry += *digit << 8;
            (*digit, carry) = (carry % 58, carry / 58);
        }
        while carry > 0 {
            digits.push(carry % 58);
            carry /= 58;
        }
    }
    let text: String = digits.iter().rev().map(|digit| char::from(ALPHABET[*digit as usize])).collect();
    format!("did:key:z{text}")
}
