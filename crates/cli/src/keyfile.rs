//! Secret keys at rest: PKCS#8 version 1 in PEM, encrypted with PBES2 (PBKDF2-HMAC-SHA256, AES-256-CBC).
//!
//! Exactly what `openssl pkey` writes and opens. It refuses version 2, GCM, and scrypt above 2¹⁴, so none of these is
//! written here. RFC 8410 says what the octets of an Ed25519 key are: an octet string within the octet string.

use depute::Code;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::pem::LineEnding;
use pkcs8::der::{Decode, Encode, SecretDocument};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{EncryptedPrivateKeyInfoRef, ObjectIdentifier, PrivateKeyInfoRef};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// The 32 bytes from which an Ed25519 key is made.
pub(crate) type Seed = Zeroizing<[u8; 32]>;

/// A key file is a few hundred bytes; anything much larger is another file.
pub(crate) const FILE_BYTES: usize = 16 * 1024;

const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// OWASP's figure for PBKDF2-HMAC-SHA256.
const ROUNDS: u32 = 600_000;
/// Rounds that a foreign file may ask for: some seconds of work, and far more than anyone recommends.
const MOST_ROUNDS: u32 = 10_000_000;
/// Bytes that scrypt may take for a foreign file: what `openssl pkey` allows.
const MOST_SCRYPT_BYTES: u64 = 32 * 1024 * 1024;
const PLAIN: &str = "PRIVATE KEY";
const ENCRYPTED: &str = "ENCRYPTED PRIVATE KEY";

/// What encrypts one key file; the salt and the vector are used once.
pub(crate) struct Lock<'a> {
    pub(crate) passphrase: &'a str,
    pub(crate) salt: [u8; 16],
    pub(crate) vector: [u8; 16],
}

/// The PEM text of a key, encrypted when there is a lock.
pub(crate) fn seal(seed: &Seed, lock: Option<&Lock<'_>>) -> Result<Zeroizing<String>, Failure> {
    // cannot fail: every length is fixed
    let failed = |_| Failure::new(Code::Internal, "the key could not be written as PKCS#8");
    let octets = OctetStringRef::new(seed.as_slice()).map_err(failed)?;
    let inner = Zeroizing::new(octets.to_der().map_err(failed)?);
    let algorithm = AlgorithmIdentifierRef { oid: ED25519, parameters: None };
    let info = PrivateKeyInfoRef::new(algorithm, OctetStringRef::new(&inner).map_err(failed)?);
    let (document, label) = match lock {
        None => (SecretDocument::try_from(&info).map_err(|_| failed(pkcs8::der::ErrorKind::Failed.into()))?, PLAIN),
        Some(lock) => {
            let unlocked = |_| Failure::new(Code::Internal, "the key could not be encrypted");
            let parameters = Parameters::generate_pbkdf2_sha256_aes256cbc(ROUNDS, &lock.salt, lock.vector)
                .map_err(|_| unlocked(pkcs8::Error::ParametersMalformed))?;
            (info.encrypt_with_params(parameters, lock.passphrase).map_err(unlocked)?, ENCRYPTED)
        }
    };
    document.to_pem(label, LineEnding::LF).map_err(failed)
}

/// The key in a PEM text; `passphrase` is asked only if the key is encrypted.
pub(crate) fn open(
    pem: &str,
    passphrase: impl FnOnce() -> Result<Zeroizing<String>, Failure>,
) -> Result<Seed, Failure> {
    let (label, document) = SecretDocument::from_pem(pem).map_err(|_| invalid("no private key in PEM"))?;
    match label {
        PLAIN => seed_of(document.as_bytes()),
        ENCRYPTED => {
            let locked = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
                .map_err(|_| invalid("an encrypted private key that cannot be read"))?;
            check_work(&locked.encryption_algorithm)?;
            let passphrase = passphrase()?;
            let document = locked.decrypt(passphrase.as_str()).map_err(|_| wrong())?;
            // A wrong passphrase leaves padding that looks right once in 256 times, and then no key behind it.
            if PrivateKeyInfoRef::try_from(document.as_bytes()).is_err() {
                return Err(wrong());
            }
            seed_of(document.as_bytes())
        }
        "PUBLIC KEY" => Err(invalid("a public key; signing takes the private one")),
        _ => Err(invalid("PEM of another kind")),
    }
}

/// Whether deriving the key from a passphrase is work of a bounded size. The file says how much it is, before anyone
/// knows whether the passphrase is right.
fn check_work(scheme: &EncryptionScheme) -> Result<(), Failure> {
    let EncryptionScheme::Pbes2(parameters) = scheme else {
        return Err(invalid("a private key that is encrypted otherwise than with PBES2"));
    };
    match &parameters.kdf {
        Kdf::Pbkdf2(pbkdf2) if pbkdf2.iteration_count > MOST_ROUNDS => {
            Err(invalid("a private key whose encryption asks for more than 10,000,000 rounds"))
        }
        Kdf::Scrypt(scrypt) => {
            let bytes = [scrypt.cost_parameter, u64::from(scrypt.block_size), u64::from(scrypt.parallelization), 128];
            match bytes.into_iter().try_fold(1_u64, u64::checked_mul) {
                Some(bytes) if bytes <= MOST_SCRYPT_BYTES => Ok(()),
                _ => Err(invalid("a private key whose encryption asks scrypt for more than 32 MiB")),
            }
        }
        _ => Ok(()),
    }
}

/// Whether a PEM text says that it is encrypted.
pub(crate) fn is_encrypted(pem: &str) -> bool {
    pem.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
}

fn seed_of(document: &[u8]) -> Result<Seed, Failure> {
    let info = PrivateKeyInfoRef::try_from(document).map_err(|_| invalid("a private key that cannot be read"))?;
    if info.algorithm.oid != ED25519 || info.algorithm.parameters.is_some() {
        return Err(invalid("a private key of another algorithm than Ed25519"));
    }
    if info.public_key.is_some() {
        return Err(invalid("a private key in PKCS#8 version 2; version 1 carries no public half"));
    }
    let octets = <&OctetStringRef>::from_der(info.private_key.as_bytes())
        .map_err(|_| invalid("an Ed25519 key whose octets cannot be read"))?;
    let mut seed = Seed::default();
    if octets.as_bytes().len() != seed.len() {
        return Err(invalid("an Ed25519 key that is not of 32 bytes"));
    }
    seed.copy_from_slice(octets.as_bytes());
    Ok(seed)
}

fn invalid(what: &str) -> Failure {
    Failure::new(Code::KeyFileInvalid, what)
        .hint("a key file is what `openssl genpkey -algorithm ed25519` or `depute key new NAME` writes")
}

fn wrong() -> Failure {
    Failure::new(Code::PassphraseWrong, "the passphrase does not open the key")
}

// Named whole, since the fuzz targets of core take this file in from where they are.
#[cfg(test)]
#[path = "keyfile/tests.rs"]
mod tests;
