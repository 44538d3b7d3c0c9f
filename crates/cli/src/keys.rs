//! The secret key that a command signs with: a name, `@FILE`, `fd:N`, or `DEPUTE_KEY`.

use std::env;
use std::path::{Path, PathBuf};

use depute::{Code, Kind, Signer, SigningKey};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::home::{self, Home};
use crate::out::Out;
use crate::{file, keyfile, names, passphrase};

const VARIABLE: &str = "DEPUTE_KEY";

/// The key that `flag` names, else the one in `DEPUTE_KEY`.
pub(crate) fn signing_key(home: &Home, out: &mut Out, flag: &str, given: Option<&str>) -> Result<SigningKey, Failure> {
    if let Some(text) = given {
        if Kind::of(text) == Some(Kind::Secret) {
            return Err(Failure::new(
                Code::SecretRefused,
                "a secret key among the arguments, where every process can read it",
            )
            .hint("replace that key: it may be known to others now")
            .hint(format!("give a name or `@FILE`, or set {VARIABLE}")));
        }
        return named(home, text);
    }
    let from_environment = env::var_os(VARIABLE).filter(|text| !text.is_empty());
    let Some(text) = from_environment else {
        return Err(Failure::usage("no signing key is given")
            .hint(format!("add {flag} NAME, or set {VARIABLE}; `depute key list` shows the names")));
    };
    let text =
        text.into_string().map(Zeroizing::new).map_err(|_| Failure::usage(format!("{VARIABLE} is not UTF-8")))?;
    if Kind::of(&text) == Some(Kind::Secret) {
        out.warning(&format!("{VARIABLE} holds a secret key itself; children of this process can read it"));
        return Ok(SigningKey::from_text(&text)?);
    }
    named(home, &text).map_err(|failure| failure.within(VARIABLE))
}

/// Whether `DEPUTE_KEY` says which key to use.
pub(crate) fn is_in_environment() -> bool {
    env::var_os(VARIABLE).is_some_and(|text| !text.is_empty())
}

fn named(home: &Home, text: &str) -> Result<SigningKey, Failure> {
    if let Some(path) = text.strip_prefix('@') {
        return from_file(Path::new(path), path);
    }
    if let Some(number) = text.strip_prefix("fd:") {
        let number: u32 = number.parse().map_err(|_| Failure::usage("`fd:` takes the number of an open file"))?;
        return from_file(&PathBuf::from(format!("/dev/fd/{number}")), text);
    }
    match Kind::of(text) {
        None => {}
        Some(Kind::PublicKey) => {
            return Err(Failure::new(Code::KindMismatch, "a public key stands where a signing key belongs")
                .hint("give the name under which its secret half is here; `depute key list` shows them"));
        }
        Some(kind) => {
            return Err(Failure::new(
                Code::KindMismatch,
                format!("{} stands where a signing key belongs", kind.name()),
            )
            .hint("give a key's name; `depute key list` shows them"));
        }
    }
    names::check_spelling(text)?;
    let path = home.key_path(text);
    let known = names::Names::load(home)?.key(text);
    if !file::is_absent(&path)? {
        let key = from_file(&path, text)?;
        if known.is_some_and(|known| known != key.verifying_key()) {
            return Err(Failure::new(
                Code::KeyFileInvalid,
                format!("`{text}` names one key in names.toml and another in its key file"),
            )
            .hint("take the wrong one of the two away"));
        }
        return Ok(key);
    }
    if known.is_some() {
        return Err(Failure::new(Code::KeyNotFound, format!("only the public half of `{text}` is here"))
            .hint("signing takes the secret half, which its owner has"));
    }
    Err(names::unknown(text))
}

fn from_file(path: &Path, shown: &str) -> Result<SigningKey, Failure> {
    let pem = home::read_key_file(path)?;
    if Kind::of(pem.trim()) == Some(Kind::Secret) {
        return Ok(SigningKey::from_text(pem.trim())?);
    }
    let seed = keyfile::open(&pem, || passphrase::for_opening(shown))
        .map_err(|failure| failure.within(format!("`{shown}`")))?;
    Ok(SigningKey::from_seed(&seed))
}
