use std::io::Write;
use std::process::{Command, Stdio};

use pkcs8::pkcs5::pbes2::ScryptParams;

use super::*;

const PASSPHRASE: &str = "correct horse";

fn never() -> Result<Zeroizing<String>, Failure> {
    panic!("a plain key asks for no passphrase")
}

fn given(text: &str) -> impl FnOnce() -> Result<Zeroizing<String>, Failure> {
    move || Ok(Zeroizing::new(text.to_owned()))
}

fn seed() -> Seed {
    Seed::new([7; 32])
}

fn lock() -> Lock<'static> {
    Lock { passphrase: PASSPHRASE, salt: [1; 16], vector: [2; 16] }
}

/// Runs the real `openssl`, which must be there: reading its files and having ours read is the promise tested here.
fn openssl(args: &[&str], input: &str) -> String {
    let mut child = Command::new("openssl")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("openssl is installed");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "openssl {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn openssl_opens_ours_and_means_the_same_key() {
    let plain = seal(&seed(), None).unwrap();
    let locked = seal(&seed(), Some(&lock())).unwrap();
    let from_plain = openssl(&["pkey", "-pubout"], &plain);
    let from_locked = openssl(&["pkey", "-pubout", "-passin", "pass:correct horse"], &locked);
    assert_eq!(from_plain, from_locked);
    assert_eq!(openssl(&["pkey"], &plain), *plain, "openssl would write the same bytes");
    let scheme = openssl(&["asn1parse"], &locked);
    for part in ["PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0"] {
        assert!(scheme.contains(part), "{part} in {scheme}");
    }
}

#[test]
fn ours_opens_openssl() {
    let plain = openssl(&["genpkey", "-algorithm", "ed25519"], "");
    let seed = open(&plain, never).unwrap();
    assert_eq!(*seal(&seed, None).unwrap(), plain);
    let locked = openssl(&["pkey", "-aes-256-cbc", "-passout", "pass:correct horse"], &plain);
    assert!(is_encrypted(&locked));
    assert_eq!(open(&locked, given(PASSPHRASE)).unwrap(), seed);
    assert_eq!(open(&locked, given("another")).unwrap_err().code(), Code::PassphraseWrong);
}

#[test]
fn a_key_survives_its_own_file() {
    assert_eq!(open(&seal(&seed(), None).unwrap(), never).unwrap(), seed());
    assert_eq!(open(&seal(&seed(), Some(&lock())).unwrap(), given(PASSPHRASE)).unwrap(), seed());
}

#[test]
fn other_files_are_not_keys() {
    let rsa_like = openssl(&["genpkey", "-algorithm", "x25519"], "");
    let public = openssl(&["pkey", "-pubout"], &seal(&seed(), None).unwrap());
    let plain = seal(&seed(), None).unwrap();
    let cut = plain.replace("MC4C", "MC4D");
    for text in ["", "garbage", "dpt1_AAAA", &rsa_like, &public, &cut, &plain[..60]] {
        assert_eq!(open(text, never).unwrap_err().code(), Code::KeyFileInvalid, "{text}");
    }
}

#[test]
fn nothing_of_the_key_stands_in_an_error() {
    let plain = seal(&seed(), None).unwrap();
    let body = plain.lines().nth(1).unwrap();
    let failure = open(&plain.replace("MC4C", "MC4D"), never).unwrap_err();
    assert!(!format!("{failure:?}").contains(&body[20..40]));
}

/// A key file that is encrypted with these parameters, as far as it says.
fn saying(edit: impl FnOnce(&mut EncryptionScheme)) -> String {
    let (_, document) = SecretDocument::from_pem(&seal(&seed(), Some(&lock())).unwrap()).unwrap();
    let mut locked = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).unwrap();
    edit(&mut locked.encryption_algorithm);
    let document = SecretDocument::encode_msg(&locked).unwrap();
    document.to_pem(ENCRYPTED, LineEnding::LF).unwrap().to_string()
}

fn kdf(scheme: &mut EncryptionScheme) -> &mut Kdf {
    let EncryptionScheme::Pbes2(parameters) = scheme else { panic!("ours is PBES2") };
    &mut parameters.kdf
}

#[test]
fn a_foreign_file_cannot_ask_for_any_amount_of_work() {
    let rounds = |rounds: u32| {
        saying(|scheme| match kdf(scheme) {
            Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count = rounds,
            _ => panic!("ours is PBKDF2"),
        })
    };
    let scrypt = |cost: u64, block: u16, parallel: u16| {
        saying(|scheme| {
            let salt = match kdf(scheme) {
                Kdf::Pbkdf2(pbkdf2) => pbkdf2.salt,
                _ => panic!("ours is PBKDF2"),
            };
            *kdf(scheme) = Kdf::Scrypt(ScryptParams {
                salt,
                cost_parameter: cost,
                block_size: block,
                parallelization: parallel,
                key_length: None,
            });
        })
    };
    // Refused before anyone is asked for a passphrase.
    for text in [
        rounds(10_000_001),
        rounds(100_000_000),
        scrypt(1 << 15, 8, 2),
        scrypt(1 << 20, 8, 1),
        scrypt(2, u16::MAX, u16::MAX),
    ] {
        assert_eq!(open(&text, never).unwrap_err().code(), Code::KeyFileInvalid);
    }
    let asked = || Err(Failure::usage("asked"));
    for text in [rounds(10_000_000), rounds(1), scrypt(1 << 14, 8, 1), scrypt(1 << 15, 8, 1)] {
        assert_eq!(open(&text, asked).unwrap_err().message(), "asked");
    }
    // What openssl writes with scrypt is opened.
    let plain = seal(&seed(), None).unwrap();
    let locked = openssl(&["pkcs8", "-topk8", "-scrypt", "-passout", "pass:correct horse"], &plain);
    assert_eq!(open(&locked, given(PASSPHRASE)).unwrap(), seed());
}
