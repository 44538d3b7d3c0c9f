//! `key new | list | show | add`

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
    }
}

fn new(home: &Home, out: &mut Out, name: &str, no_passphrase: bool) -> Result<u8, Failure> {
    names::check_spelling(name)?;
    if let Some(known) = Names::load(home)?.key(name) {
        return Err(names::taken(name, known));
    }
    let passphrase = passphrase::for_new_key(name, no_passphrase)?;
    let seed: Seed = Zeroizing::new(host::random()?);
    let lock = match &passphrase {
        Some(passphrase) => Some(Lock { passphrase, salt: host::random()?, vector: host::random()? }),
        None => None,
    };
    let key = SigningKey::from_seed(&seed).verifying_key();
    home.write_key(name, &keyfile::seal(&seed, lock.as_ref())?)?;
    if let Err(failure) = Names::add(home, name, key) {
        // A key that nobody knows by name is of no use, and would keep the name from being tried again.
        let _ = std::fs::remove_file(home.key_path(name));
        return Err(failure);
    }
    if lock.is_none() && !no_passphrase {
        out.remark(&format!("the key file is not encrypted: {}", home.key_path(name).display()));
    }
    print_one(out, name, key)
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
    let known = all(home)?;
    if let Some(entry) = known.get(name) {
        return match entry.key {
            Some(key) => print_one(out, name, key),
            None => Err(Failure::new(
                Code::KeyNotFound,
                format!("the public half of `{name}` is not known without its passphrase"),
            )
            .hint(format!("name it: `depute key add {name} did:key:…`"))),
        };
    }
    let names = Names::load(home)?;
    let key = names.resolve(name)?;
    print_one(out, &names.shown(&key), key)
}

fn list(home: &Home, out: &mut Out) -> Result<u8, Failure> {
    let known = all(home)?;
    let width = known.keys().map(String::len).max().unwrap_or(0);
    let mut text = String::new();
    let mut rows = Vec::new();
    for (name, entry) in &known {
        let key = entry.key.map_or_else(|| "(public half not known here)".to_owned(), |key| key.to_string());
        let held = if entry.is_held { "  secret here" } else { "" };
        text.push_str(&format!("{name:width$}  {key}{held}\n"));
        rows.push(json!({"name": name, "key": entry.key.map(|key| key.to_string()), "held": entry.is_held}));
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
    is_held: bool,
}

/// Every name here: those in `names.toml` and those of key files that were put beside it by hand.
fn all(home: &Home) -> Result<BTreeMap<String, Entry>, Failure> {
    let mut known: BTreeMap<String, Entry> = Names::load(home)?
        .iter()
        .map(|(name, key)| (name.to_owned(), Entry { key: Some(key), is_held: false }))
        .collect();
    for name in home.key_names()? {
        match known.get_mut(&name) {
            Some(entry) => entry.is_held = true,
            None => {
                let key = public_half(home, &name)?;
                known.insert(name, Entry { key, is_held: true });
            }
        }
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
