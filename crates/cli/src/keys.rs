//! The secret key that a command signs with: a name, `@FILE` or `fd:N`, given by a flag or in `DEPUTE_KEY`, which may
//! also hold the secret key's own text. No message repeats what the variable holds: it may be a secret in a form that
//! nobody knows as one.

use std::env;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;

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
        if Kind::of(text) == Some(Kind::Secret) || is_pem(text) {
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
    from_variable(home, out, &text).map_err(|failure| failure.within(VARIABLE))
}

fn from_variable(home: &Home, out: &mut Out, text: &str) -> Result<SigningKey, Failure> {
    if Kind::of(text) == Some(Kind::Secret) {
        out.warning(&format!("{VARIABLE} holds a secret key itself; children of this process can read it"));
        return Ok(SigningKey::from_text(text)?);
    }
    if is_pem(text) {
        return Err(Failure::new(Code::SecretRefused, "it holds the text of a key file")
            .hint("put it into a file of mode 0600 and give `@FILE`, or pass it as `fd:N`"));
    }
    let is_name = !text.starts_with('@') && !text.starts_with("fd:") && Kind::of(text).is_none();
    if is_name && names::Names::load(home)?.key(text).is_none() && file::is_absent(&home.key_path(text)).unwrap_or(true)
    {
        return Err(Failure::new(
            Code::KeyNotFound,
            "it names no key here, and is neither `@FILE`, `fd:N` nor `dptsk1_…`",
        )
        .hint("`depute key list` shows the names known here"));
    }
    named(home, text)
}

/// Whether a text is, or holds, a private key in PEM.
fn is_pem(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
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
        return from_descriptor(number);
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
    let names = names::Names::load(home)?;
    let known = names.key(text);
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
    Err(names.unknown(text, &home.key_names()?))
}

/// The key in a file of its owner's alone.
pub(crate) fn from_file(path: &Path, shown: &str) -> Result<SigningKey, Failure> {
    from_text(&home::read_key_file(path)?, shown)
}

/// The key in the text of a key file, or in a secret key's own.
pub(crate) fn from_text(text: &str, shown: &str) -> Result<SigningKey, Failure> {
    let within = |failure: Failure| failure.within(format!("`{shown}`"));
    if Kind::of(text.trim()) == Some(Kind::Secret) {
        return SigningKey::from_text(text.trim()).map_err(|fault| within(fault.into()));
    }
    let seed = keyfile::open(text, || passphrase::for_opening(shown)).map_err(within)?;
    Ok(SigningKey::from_seed(&seed))
}

/// The key that whoever started this process left open under this number, such as `fd:3` for `3< key.pem`.
#[cfg(unix)]
fn from_descriptor(number: &str) -> Result<SigningKey, Failure> {
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: i32 = number.parse().ok().filter(|number| digits && !matches!(number, 1 | 2)).ok_or_else(|| {
        Failure::usage("`fd:` takes the number of a file that is open for reading")
            .hint("write `fd:3`, and start the command with `3< FILE`")
    })?;
    let path = PathBuf::from(format!("/dev/fd/{number}"));
    if file::is_absent(&path).unwrap_or(true) {
        return Err(Failure::new(Code::IoFailed, format!("no file is open as `fd:{number}`"))
            .hint(format!("open it where the command is started: {number}< FILE")));
    }
    let key = from_file(&path, &format!("fd:{number}"));
    // Read once and closed, so that no process started from here can read it again. Standard input stays, since what is
    // opened next would take its number; so does what held no key, which may be this process's own.
    if number > 0 && key.is_ok() {
        let _ = nix::unistd::close(number);
    }
    key
}

#[cfg(not(unix))]
fn from_descriptor(_: &str) -> Result<SigningKey, Failure> {
    Err(Failure::usage("`fd:N` is there on Unix only").hint("give `@FILE`"))
}
