//! `trust add | list | show | rotate | remove`

use depute::{Clause, Code, Trust, UnixTime, VerifyingKey};
use serde_json::{Value, json};

use crate::cli::{TrustAdd, TrustRotate, TrustVerb};
use crate::failure::Failure;
use crate::home::Home;
use crate::names::{self, Names};
use crate::out::Out;
use crate::trust_file::{self, EVERYTHING, Entries, Entry, Key};
use crate::{host, when};

/// When a key counts, or both ends of it.
type Ends = (Option<UnixTime>, Option<UnixTime>);

pub(crate) fn run(verb: TrustVerb, out: &mut Out) -> Result<u8, Failure> {
    let home = Home::find()?;
    match verb {
        TrustVerb::Add(args) => add(&home, out, args),
        TrustVerb::List => list(&home, out),
        TrustVerb::Show { name } => show(&home, out, &name),
        TrustVerb::Rotate(args) => rotate(&home, out, &args),
        TrustVerb::Remove { name, key: None } => remove(&home, out, &name),
        TrustVerb::Remove { name, key: Some(key) } => remove_key(&home, out, &name, &key),
    }
}

fn add(home: &Home, out: &mut Out, args: TrustAdd) -> Result<u8, Failure> {
    let TrustAdd { name, key, speaks_for, mut allow, list_key, revoker, .. } = args;
    names::check_spelling(&name)?;
    let names = Names::load(home)?;
    let (from, until) = ends(args.from.as_deref(), args.until.as_deref())?;
    let keys = if key.is_empty() { std::slice::from_ref(&name) } else { &key };
    let keys = keys.iter().map(|key| Ok(Key::between(&names.resolve(key)?, from, until)));
    let keys = keys.collect::<Result<_, Failure>>()?;
    if allow.is_empty() {
        out.remark("it may permit everything here; --allow says less");
        allow.push(EVERYTHING.to_owned());
    }
    for clause in &allow {
        Clause::parse(clause).map_err(|fault| Failure::in_text(fault, clause).within("--allow"))?;
    }
    let resolved = |flag: &str, keys: &[String]| -> Result<Vec<String>, Failure> {
        let key = |key: &String| Ok(names.resolve(key).map_err(|failure| failure.within(flag))?.to_string());
        keys.iter().map(key).collect()
    };
    let (lists, revokers) = (resolved("--list-key", &list_key)?, resolved("--revoker", &revoker)?);
    let entry = Entry { speaks_for, lists, revokers, ..Entry::of(keys, allow) };
    entry.read(&name)?;
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    if entries.contains_key(&name) {
        return Err(Failure::new(Code::NameTaken, format!("there is a trust entry `{name}` already"))
            .hint(format!("`depute trust remove {name}` first, or `depute trust rotate {name} --to KEY`")));
    }
    let (shown, members) = (line(&name, &entry), members(&name, &entry));
    entries.insert(name, entry);
    write(home, &entries)?;
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

fn show(home: &Home, out: &mut Out, name: &str) -> Result<u8, Failure> {
    let entries = trust_file::of_home(home)?;
    let entry = entries.get(name).ok_or_else(|| trust_file::unknown(&entries, name))?;
    print_whole(home, out, name, entry)
}

/// Old keys end a while after the new one begins, so that what they signed before lasts as long as it was to.
fn rotate(home: &Home, out: &mut Out, args: &TrustRotate) -> Result<u8, Failure> {
    let name = args.name.as_str();
    let new = Names::load(home)?.resolve(&args.to).map_err(|failure| failure.within("--to"))?;
    let begins = match &args.at {
        Some(text) => when::time(text).map_err(|failure| failure.within("--at"))?,
        None => host::now()?,
    };
    let overlap = when::duration_secs(&args.overlap).map_err(|failure| failure.within("--overlap"))?;
    let ends = UnixTime::from_secs(begins.as_secs().saturating_add(overlap))?;
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    let mut entry = entries.remove(name).ok_or_else(|| trust_file::unknown(&entries, name))?;
    for key in &mut entry.keys {
        let (old, from, until) = key.interval()?;
        if old == new {
            return Err(Failure::new(Code::NameTaken, format!("{new} is a key of `{name}` already")));
        }
        if from.is_some_and(|from| from >= ends) {
            return Err(Failure::usage(format!("the key {old} begins only when the old keys would have ended"))
                .hint(format!("`depute trust remove {name} --key {old}` first, or choose a later --at")));
        }
        if until.is_none_or(|until| until > ends) {
            *key = Key::between(&old, from, Some(ends));
        }
    }
    entry.keys.push(Key::between(&new, Some(begins), None));
    entries.insert(name.to_owned(), entry.clone());
    write(home, &entries)?;
    out.remark(&format!("a key that was stolen is removed, not ended: `depute trust remove {name} --key KEY`"));
    print_whole(home, out, name, &entry)
}

fn remove(home: &Home, out: &mut Out, name: &str) -> Result<u8, Failure> {
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    if entries.remove(name).is_none() {
        return Err(trust_file::unknown(&entries, name));
    }
    put(home, &entries)?;
    out.product(&format!("{name} is trusted no longer"), json!({"removed": name}))?;
    Ok(0)
}

fn remove_key(home: &Home, out: &mut Out, name: &str, key: &str) -> Result<u8, Failure> {
    let key = Names::load(home)?.resolve(key).map_err(|failure| failure.within("--key"))?.to_string();
    let _lock = home.lock()?;
    let mut entries = trust_file::of_home(home)?;
    let mut entry = entries.remove(name).ok_or_else(|| trust_file::unknown(&entries, name))?;
    let before = entry.keys.len();
    entry.keys.retain(|known| known.text() != key);
    if entry.keys.len() == before {
        return Err(Failure::new(Code::KeyNotFound, format!("`{name}` has no key {key}"))
            .hint(format!("`depute trust show {name}` shows them")));
    }
    if entry.keys.is_empty() {
        return Err(Failure::usage(format!("it is the only key of `{name}`"))
            .hint(format!("`depute trust remove {name}` takes the entry away"))
            .hint(format!("`depute trust rotate {name} --to KEY` first gives it another")));
    }
    entries.insert(name.to_owned(), entry);
    put(home, &entries)?;
    let text = format!("{key} of {name} is trusted no longer: what it signed is refused from now on");
    out.product(&text, json!({"removed": name, "key": key}))?;
    Ok(0)
}

/// Writes the file, the whole of which must hold: one entry per key.
fn write(home: &Home, entries: &Entries) -> Result<(), Failure> {
    let read = entries.iter().map(|(name, entry)| entry.read(name)).collect::<Result<Vec<_>, _>>()?;
    if !read.is_empty() {
        Trust::new(read)?;
    }
    put(home, entries)
}

/// Writes the file as it is: whatever else is wrong in it must not keep an entry or a key from going.
fn put(home: &Home, entries: &Entries) -> Result<(), Failure> {
    home.write_settings(&home.trust_path(), &trust_file::to_text(entries)?)
}

fn ends(from: Option<&str>, until: Option<&str>) -> Result<Ends, Failure> {
    let from = from.map(when::time).transpose().map_err(|failure| failure.within("--from"))?;
    let until = until.map(when::time).transpose().map_err(|failure| failure.within("--until"))?;
    if let (Some(from), Some(until)) = (from, until)
        && from >= until
    {
        return Err(
            Failure::usage("the keys would cease to count before they begin").hint("--from comes before --until")
        );
    }
    Ok((from, until))
}

pub(super) fn line(name: &str, entry: &Entry) -> String {
    let keys: Vec<String> = entry.keys.iter().map(ToString::to_string).collect();
    let mut line = format!("{name:<8} {}\n         allow {}", keys.join(", "), entry.allow.join(" · "));
    if !entry.speaks_for.is_empty() {
        line.push_str(&format!("\n         speaks for {}", entry.speaks_for.join(", ")));
    }
    line
}

/// Everything about an entry, one thing a line, its keys with what becomes of them.
fn print_whole(home: &Home, out: &mut Out, name: &str, entry: &Entry) -> Result<u8, Failure> {
    entry.read(name).map_err(|failure| failure.within(format!("trust entry `{name}`")))?;
    let (names, now) = (Names::load(home)?, host::now()?);
    let mut rows = vec![(name, String::new())];
    for key in &entry.keys {
        let (key, from, until) = key.interval()?;
        let petname = names.name(&key).map_or_else(String::new, |petname| format!("  {petname}"));
        rows.push(("key", format!("{key}{petname}  {}", in_words((from, until), now))));
    }
    match entry.speaks_for.as_slice() {
        [] => rows.push(("speaks for", "its own keys".to_owned())),
        subjects => rows.extend(subjects.iter().map(|subject| ("speaks for", subject.clone()))),
    }
    rows.extend(entry.allow.iter().map(|clause| ("allow", clause.clone())));
    for (word, keys) in [("list key", &entry.lists), ("revoker", &entry.revokers)] {
        for key in keys {
            let petname = names.name(&VerifyingKey::parse(key)?).map_or_else(String::new, |name| format!("  {name}"));
            rows.push((word, format!("{key}{petname}")));
        }
    }
    let lines = rows.iter().enumerate().map(|(place, (word, text))| match place {
        0 => (*word).to_owned(),
        _ => format!("  {word:<10}  {text}"),
    });
    out.product(&lines.collect::<Vec<_>>().join("\n"), members(name, entry))?;
    Ok(0)
}

/// When a key counts. Both the issue of a mandate and the present must lie in it.
fn in_words((from, until): Ends, now: UnixTime) -> String {
    let secs = now.as_secs();
    let from = from.map(|from| {
        if from > now {
            format!("from {from}, in {}", when::span(from.as_secs() - secs))
        } else {
            format!("from {from}")
        }
    });
    let until = until.map(|until| {
        if until > now {
            format!("until {until}, {} left", when::span(until.as_secs() - secs))
        } else {
            format!("until {until}, ended {} ago", when::span(secs - until.as_secs()))
        }
    });
    match (from, until) {
        (None, None) => "always".to_owned(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(from), Some(until)) => format!("{from}; {until}"),
    }
}

pub(super) fn members(name: &str, entry: &Entry) -> Value {
    let keys: Vec<Value> = entry.keys.iter().map(Key::members).collect();
    json!({
        "name": name,
        "keys": keys,
        "speaks_for": entry.speaks_for,
        "allow": entry.allow,
        "lists": entry.lists,
        "revokers": entry.revokers,
    })
}
