//! `trust add | list | remove`

use depute::{Clause, Code};
use serde_json::json;

use crate::cli::TrustVerb;
use crate::failure::Failure;
use crate::home::Home;
use crate::names::{self, Names};
use crate::out::Out;
use crate::trust_file::{self, EVERYTHING, Entry, Key};

pub(crate) fn run(verb: TrustVerb, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    match verb {
        TrustVerb::Add { name, key, speaks_for, allow } => add(&home, out, name, &key, speaks_for, allow),
        TrustVerb::List => list(&home, out),
        TrustVerb::Remove { name } => remove(&home, out, &name),
    }
}

fn add(
    home: &Home,
    out: &mut Out,
    name: String,
    keys: &[String],
    speaks_for: Vec<String>,
    mut allow: Vec<String>,
) -> Result<u8, Failure> {
    names::check_spelling(&name)?;
    let names = Names::load(home)?;
    let keys = if keys.is_empty() { std::slice::from_ref(&name) } else { keys };
    let keys = keys.iter().map(|key| Ok(Key::Always(names.resolve(key)?.to_string())));
    let keys = keys.collect::<Result<_, Failure>>()?;
    if allow.is_empty() {
        out.remark("it may permit everything here; --allow says less");
        allow.push(EVERYTHING.to_owned());
    }
    for clause in &allow {
        Clause::parse(clause).map_err(|fault| Failure::in_text(fault, clause).within("--allow"))?;
    }
    let entry = Entry { keys, speaks_for, allow };
    entry.read(&name)?;
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    if entries.contains_key(&name) {
        return Err(Failure::new(Code::NameTaken, format!("there is a trust entry `{name}` already"))
            .hint(format!("`depute trust remove {name}` first")));
    }
    let shown = line(&name, &entry);
    let members = members(&name, &entry);
    entries.insert(name, entry);
    // The whole file must hold, too: one entry per key.
    depute::Trust::new(entries.iter().map(|(name, entry)| entry.read(name)).collect::<Result<Vec<_>, _>>()?)?;
    home.write_settings(&home.trust_path(), &trust_file::to_text(&entries)?)?;
    out.product(&shown, members)?;
    Ok(0)
}

fn list(home: &Home, out: &mut Out) -> Result<u8, Failure> {
    let entries = trust_file::of_home(home)?;
    if entries.is_empty() {
        out.remark("no one is trusted yet; `depute trust add NAME`");
    }
    let lines: Vec<String> = entries.iter().map(|(name, entry)| line(name, entry)).collect();
    let rows: Vec<_> = entries.iter().map(|(name, entry)| members(name, entry)).collect();
    if !lines.is_empty() || out.is_json() {
        out.product(&lines.join("\n"), json!({"entries": rows}))?;
    }
    Ok(0)
}

fn remove(home: &Home, out: &mut Out, name: &str) -> Result<u8, Failure> {
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    if entries.remove(name).is_none() {
        return Err(Failure::new(Code::KeyNotFound, format!("there is no trust entry `{name}`"))
            .hint("`depute trust list` shows them"));
    }
    home.write_settings(&home.trust_path(), &trust_file::to_text(&entries)?)?;
    out.product(&format!("{name} is trusted no longer"), json!({"removed": name}))?;
    Ok(0)
}

fn line(name: &str, entry: &Entry) -> String {
    let keys: Vec<&str> = entry.keys.iter().map(Key::text).collect();
    let mut line = format!("{name:<8} {}\n         allow {}", keys.join(", "), entry.allow.join(" · "));
    if !entry.speaks_for.is_empty() {
        line.push_str(&format!("\n         speaks for {}", entry.speaks_for.join(", ")));
    }
    line
}

fn members(name: &str, entry: &Entry) -> serde_json::Value {
    let keys: Vec<&str> = entry.keys.iter().map(Key::text).collect();
    json!({"name": name, "keys": keys, "speaks_for": entry.speaks_for, "allow": entry.allow})
}
