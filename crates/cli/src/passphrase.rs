//! Where passphrases come from: a terminal, or `DEPUTE_PASSPHRASE`. Never an argument, which every process can read.

use std::env;
use std::io::{self, IsTerminal};

use depute::Code;
use zeroize::Zeroizing;

use crate::failure::Failure;

const VARIABLE: &str = "DEPUTE_PASSPHRASE";

/// The passphrase for a key file in the making, or `None` for one that is not encrypted. `what` is being made.
pub(crate) fn for_sealing(what: &str, name: &str, none: bool) -> Result<Option<Zeroizing<String>>, Failure> {
    if none {
        return Ok(None);
    }
    let passphrase = match from_environment()? {
        Some(passphrase) => passphrase,
        None if on_terminal() => ask_twice(name)?,
        None => {
            return Err(needed(&format!("{what} needs a passphrase, and there is no terminal to ask on"))
                .hint(format!("add --no-passphrase, or set {VARIABLE}")));
        }
    };
    Ok(Some(passphrase).filter(|text| !text.is_empty()))
}

/// The passphrase of a key that is encrypted.
pub(crate) fn for_opening(name: &str) -> Result<Zeroizing<String>, Failure> {
    match from_environment()? {
        Some(passphrase) => Ok(passphrase),
        None if on_terminal() => ask(&format!("Passphrase for {name}: ")),
        None => Err(needed(&format!("the key `{name}` is encrypted, and there is no terminal to ask on"))
            .hint(format!("set {VARIABLE}"))),
    }
}

/// An empty variable counts as unset: a script whose secret is missing must not write a bare key.
fn from_environment() -> Result<Option<Zeroizing<String>>, Failure> {
    match env::var_os(VARIABLE).filter(|text| !text.is_empty()).map(std::ffi::OsString::into_string) {
        None => Ok(None),
        Some(Ok(text)) => Ok(Some(Zeroizing::new(text))),
        Some(Err(_)) => Err(Failure::usage(format!("{VARIABLE} is not UTF-8"))),
    }
}

fn on_terminal() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn ask_twice(name: &str) -> Result<Zeroizing<String>, Failure> {
    let first = ask(&format!("New passphrase for {name} (empty: none): "))?;
    let second = ask("The same again: ")?;
    if *first == *second {
        Ok(first)
    } else {
        Err(Failure::new(Code::PassphraseWrong, "the two passphrases differ").hint("type the command again"))
    }
}

fn ask(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|cause| {
        needed(&format!("no passphrase was read: {}", crate::failure::reason(&cause)))
            .hint(format!("set {VARIABLE} where there is no terminal"))
    })
}

fn needed(message: &str) -> Failure {
    Failure::new(Code::PassphraseNeeded, message)
}
