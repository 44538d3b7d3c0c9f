//! `key new | list | show | add | import | export`

mod secret;

use std::collections::BTreeMap;

use depute::{Code, Signer, SigningKey, VerifyingKey};
use serde_json::json;
use zeroize::Zeroizing;

use crate::cli::KeyVerb;
use crate::failure::Failure;
use crate::home::{self, Home};
use crate::keyfile::{self, Lock, Seed};
use crate::names::{self, Names};
use crate::out::Out;
use crate::{file, host, passphrase};

pub(crate) fn run(verb: KeyVerb, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    match verb {
        KeyVerb::New { name, no_passphrase } => new(&home, out, &name, no_passphrase),
        KeyVerb::List => list(&home, out),
        KeyVerb::Show { name } => show(&home, out, &name),
        KeyVerb::Add { name, key } => add(&home, out, &name, &key),
        KeyVerb::Import { name, from, no_passphrase } => secret::import(&home, out, &name, &from, no_passphrase),
        KeyVerb::Export(args) => secret::export(&home, out, &args),
    }
}

fn new(home: &Home, out: &mut Out, name: &str, no_passphrase: bool) -> Result<u8, Failure> {
    names::check_spelling(name)?;
    if let Some(known) = Names::load(home)?.key(name) {
        return Err(names::taken(name, known));
    }
    keep(home, out, name, &Zeroizing::new(host::random()?), no_passphrase)
}

/// Keeps a secret key here under a name that is free, or that its public half has already.
fn keep(home: &Home, out: &mut Out, name: &str, seed: &Seed, no_passphrase: bool) -> Result<u8, Failure> {
    let passphrase = passphrase::for_sealing("a new key", name, no_passphrase)?;
    let key = SigningKey::from_seed(seed).verifying_key();
    match home.write_key(name, &sealed(seed, passphrase.as_ref())?) {
        // What was interrupted before the name was kept left this very key, and goes on from there.
        Err(failure) if failure.code() == Code::NameTaken && is_left(home, name, seed, passphrase.as_ref()) => {
            Names::add(home, name, key)?;
            return print_one(out, name, key);
        }
        written => written?,
    }
    if let Err(failure) = Names::add(home, name, key) {
        // A key that nobody knows by name is of no use, and would keep the name from being tried again.
        let _ = std::fs::remove_file(home.key_path(name));
        return Err(failure);
    }
    if passphrase.is_none() && !no_passphrase {
        out.remark(&format!("the key file is not encrypted: {}", home.key_path(name).display()));
    }
    print_one(out, name, key)
}

/// Whether a key file that no name is kept for is of this key and protected as is asked.
fn is_left(home: &Home, name: &str, seed: &Seed, passphrase: Option<&Zeroizing<String>>) -> bool {
    let left = || -> Result<bool, Failure> {
        if Names::load(home)?.key(name).is_some() {
            return Ok(false);
        }
        let pem = home::read_key_file(&home.key_path(name))?;
        if keyfile::is_encrypted(&pem) != passphrase.is_some() {
            return Ok(false);
        }
        Ok(*keyfile::open(&pem, || Ok(passphrase.cloned().unwrap_or_default()))? == **seed)
    };
    left().unwrap_or(false)
}

/// The PEM text of a key, encrypted when there is a passphrase.
fn sealed(seed: &Seed, passphrase: Option<&Zeroizing<String>>) -> Result<Zeroizing<String>, Failure> {
    let lock = match passphrase {
        Some(passphrase) => Some(Lock { passphrase, salt: host::random()?, vector: host::random()? }),
        None => None,
    };
    keyfile::seal(seed, lock.as_ref())
}

fn add(home: &Home, out: &mut Out, name: &str, key: &str) -> Result<u8, Failure> {
    let key = Names::load(home)?.resolve(key)?;
    names::check_spelling(name)?;
    // A name means one key, whichever half is asked for.
    if !file::is_absent(&home.key_path(name))? {
        match public_half(home, name)? {
            Some(held) if held == key => {}
            Some(held) => return Err(names::taken(name, held)),
            None => {
                return Err(Failure::new(
                    Code::NameTaken,
                    format!("`{name}` is the name of a key file that is locked"),
                )
                .hint("choose another name"));
            }
        }
    }
    Names::add(home, name, key)?;
    print_one(out, name, key)
}

fn show(home: &Home, out: &mut Out, name: &str) -> Result<u8, Failure> {
    let key = known(home, name)?;
    let names = Names::load(home)?;
    let shown = if VerifyingKey::parse(name).is_ok() { names.shown(&key) } else { name.to_owned() };
    print_one(out, &shown, key)
}

/// The public half that a name means, or that is given itself.
fn known(home: &Home, name: &str) -> Result<VerifyingKey, Failure> {
    let mut known = all(home)?;
    if let Some(entry) = known.remove(name) {
        return match (entry.key, entry.held) {
            (Some(key), _) => Ok(key),
            (None, Held::Unreadable(failure)) => Err(failure),
            (None, _) => Err(Failure::new(
                Code::KeyNotFound,
                format!("the public half of `{name}` is not known without its passphrase"),
            )
            .hint(format!("name it: `depute key add {name} did:key:…`"))),
        };
    }
    Names::load(home)?.resolve(name)
}

fn list(home: &Home, out: &mut Out) -> Result<u8, Failure> {
    let known = all(home)?;
    let width = known.keys().map(String::len).max().unwrap_or(0);
    let mut text = String::new();
    let mut rows = Vec::new();
    for (name, entry) in &known {
        let key = entry.key.map_or_else(|| "(public half not known here)".to_owned(), |key| key.to_string());
        let held = match &entry.held {
            Held::No => "",
            Held::Secret => "  secret here",
            Held::Unreadable(_) => "  key file unreadable",
        };
        text.push_str(&format!("{name:width$}  {key}{held}\n"));
        let mut row =
            json!({"name": name, "key": entry.key.map(|key| key.to_string()), "held": entry.held.is_secret()});
        if let Held::Unreadable(failure) = &entry.held {
            super::product::extend(&mut row, json!({"unreadable": failure.code().as_str()}));
            out.remark(&format!("{name}: {}", failure.message()));
        }
        rows.push(row);
    }
    if known.is_empty() {
        out.remark("no keys yet; `depute key new NAME` makes one");
    }
    if !known.is_empty() || out.is_json() {
        out.product(&text, json!({"keys": rows}))?;
    }
    Ok(0)
}

fn print_one(out: &mut Out, name: &str, key: VerifyingKey) -> Result<u8, Failure> {
    out.product(&format!("{name:<8} {key}"), json!({"name": name, "key": key.to_string()}))?;
    Ok(0)
}

/// What is known under one name.
struct Entry {
    key: Option<VerifyingKey>,
    held: Held,
}

/// Whether the secret half is here.
enum Held {
    No,
    Secret,
    /// There is a key file that cannot be read, and why.
    Unreadable(Failure),
}

impl Held {
    fn is_secret(&self) -> bool {
        matches!(self, Held::Secret)
    }
}

/// Every name here: those in `names.toml` and those of key files that were put beside it by hand. One file that cannot be
/// read hides no other.
fn all(home: &Home) -> Result<BTreeMap<String, Entry>, Failure> {
    let mut known: BTreeMap<String, Entry> = Names::load(home)?
        .iter()
        .map(|(name, key)| (name.to_owned(), Entry { key: Some(key), held: Held::No }))
        .collect();
    for name in home.key_names()? {
        let (key, held) = match public_half(home, &name) {
            Ok(key) => (key, Held::Secret),
            Err(failure) => (None, Held::Unreadable(failure)),
        };
        let named = known.get(&name).and_then(|entry| entry.key);
        known.insert(name, Entry { key: named.or(key), held });
    }
    Ok(known)
}

/// The public half of a key file, unless a passphrase stands before it.
fn public_half(home: &Home, name: &str) -> Result<Option<VerifyingKey>, Failure> {
    let pem = home::read_key_file(&home.key_path(name))?;
    if keyfile::is_encrypted(&pem) {
        return Ok(None);
    }
    let seed =
        keyfile::open(&pem, || passphrase::for_opening(name)).map_err(|failure| failure.within(format!("`{name}`")))?;
    Ok(Some(SigningKey::from_seed(&seed).verifying_key()))
}
