//! `trust.toml`, and what `--trust` means with it.
//!
//! ```toml
//! [acme]
//! keys = ["did:key:…", { key = "did:key:…", until = "2027-01-01T00:00:00Z" }]
//! speaks-for = ["alice@partner.example", 'at "acme.example"', 'like "svc-*"']    # left out: for its own keys alone
//! allow = ['invoices.*(account = "acme", ..)']  # at most this, whatever its tokens say
//! lists = ["did:key:…"]                        # whose revocation lists must be fresh, with `required`
//! revokers = ["did:key:…"]                     # who may revoke anything of its tokens
//! ```

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use depute::{Code, Kind, Trust, TrustEntry, UnixTime, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::home::{self, Home};
use crate::names::Names;
use crate::out::Out;
use crate::{file, near, when};

/// How an argument says that it names a trust entry of the home.
pub(crate) const ENTRY_PREFIX: &str = "trust:";
/// The clause of an entry that may permit everything here.
pub(crate) const EVERYTHING: &str = "*(..)";

/// The entries of one file, by name.
pub(crate) type Entries = BTreeMap<String, Entry>;

/// One entry as it is written.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Entry {
    pub(crate) keys: Vec<Key>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) speaks_for: Vec<String>,
    pub(crate) allow: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) lists: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) revokers: Vec<String>,
}

/// A key that is trusted always, or from a time and until one.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Always(String),
    Between(Interval),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Interval {
    key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl Key {
    pub(crate) fn text(&self) -> &str {
        match self {
            Key::Always(key) => key,
            Key::Between(interval) => &interval.key,
        }
    }

    /// A key with its interval, as it is written.
    pub(crate) fn between(key: &VerifyingKey, from: Option<UnixTime>, until: Option<UnixTime>) -> Key {
        if from.is_none() && until.is_none() {
            return Key::Always(key.to_string());
        }
        let text = |time: UnixTime| time.to_string();
        Key::Between(Interval { key: key.to_string(), from: from.map(text), until: until.map(text) })
    }

    pub(crate) fn members(&self) -> serde_json::Value {
        match self {
            Key::Always(key) => serde_json::json!({"key": key, "from": null, "until": null}),
            Key::Between(Interval { key, from, until }) => {
                serde_json::json!({"key": key, "from": from, "until": until})
            }
        }
    }

    /// The key, when it begins to count, and when it ceases to.
    pub(crate) fn interval(&self) -> Result<(VerifyingKey, Option<UnixTime>, Option<UnixTime>), Failure> {
        let time = |text: &Option<String>| text.as_deref().map(when::time).transpose();
        let key = VerifyingKey::parse(self.text())?;
        match self {
            Key::Always(_) => Ok((key, None, None)),
            Key::Between(interval) => Ok((key, time(&interval.from)?, time(&interval.until)?)),
        }
    }
}

impl fmt::Display for Key {
    /// The key, and when it counts unless it always does: `did:key:… from TIME until TIME`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())?;
        let Key::Between(Interval { from, until, .. }) = self else { return Ok(()) };
        from.iter().try_for_each(|from| write!(f, " from {from}"))?;
        until.iter().try_for_each(|until| write!(f, " until {until}"))
    }
}

impl Entry {
    /// An entry that has these keys and clauses and says nothing else.
    pub(crate) fn of(keys: Vec<Key>, allow: Vec<String>) -> Entry {
        Entry { keys, speaks_for: Vec::new(), allow, lists: Vec::new(), revokers: Vec::new() }
    }

    /// The entry as a verifier takes it.
    pub(crate) fn read(&self, name: &str) -> Result<TrustEntry, Failure> {
        let mut keys = self.keys.iter();
        let first = keys.next().ok_or_else(|| Failure::new(Code::FileInvalid, "an entry without a key"))?;
        let (key, from, until) = first.interval()?;
        let mut entry = TrustEntry::new(name, key).key(key, from, until);
        for key in keys {
            let (key, from, until) = key.interval()?;
            entry = entry.key(key, from, until);
        }
        for subject in &self.speaks_for {
            entry = entry.speaks_for_text(subject).map_err(|fault| Failure::from(fault).within("speaks-for"))?;
        }
        for clause in &self.allow {
            entry = entry.allow(clause)?;
        }
        for key in &self.lists {
            entry = entry.list_key(VerifyingKey::parse(key)?);
        }
        for key in &self.revokers {
            entry = entry.revoker(VerifyingKey::parse(key)?);
        }
        Ok(entry)
    }
}

/// The entries in the home's own file.
pub(crate) fn of_home(home: &Home) -> Result<Entries, Failure> {
    let path = home.trust_path();
    parse(&home.read_settings(&path)?, &path)
}

/// The entry of this name in the home's own file.
pub(crate) fn entry(home: &Home, name: &str) -> Result<Entry, Failure> {
    let mut entries = of_home(home)?;
    entries.remove(name).ok_or_else(|| unknown(&entries, name))
}

/// The refusal for a name that no entry has.
pub(crate) fn unknown(entries: &Entries, name: &str) -> Failure {
    let failure = Failure::new(Code::KeyNotFound, format!("there is no trust entry `{name}`"));
    let failure = match near::nearest(name, entries.keys().map(String::as_str)) {
        Some(near) => failure.hint(format!("did you mean `{near}`?")),
        None => failure,
    };
    failure.hint("`depute trust list` shows them")
}

/// The text of a file with these entries.
pub(crate) fn to_text(entries: &Entries) -> Result<String, Failure> {
    toml::to_string_pretty(entries)
        .map_err(|_| Failure::new(Code::Internal, "the trust entries could not be written as TOML"))
}

/// The trust that `--trust` means; nothing given is the home's file.
pub(crate) fn resolve(home: &Home, names: &Names, out: &mut Out, given: &[String]) -> Result<Trust, Failure> {
    let at_home = of_home(home)?;
    let mut entries = Entries::new();
    if given.is_empty() {
        entries.clone_from(&at_home);
    }
    for argument in given {
        let more = match argument.strip_prefix('@') {
            Some(file) => of_file(Path::new(file))?,
            None => Entries::from([one(&at_home, names, out, argument)?]),
        };
        for (name, entry) in more {
            // Two entries of one name may allow different things, and which of them counts would be a guess.
            if entries.insert(name.clone(), entry).is_some() {
                return Err(Failure::new(Code::DuplicateItem, format!("the trust entry `{name}` for the second time"))
                    .hint("give each --trust once"));
            }
        }
    }
    let read = entries
        .iter()
        .map(|(name, entry)| entry.read(name).map_err(|failure| failure.within(format!("trust entry `{name}`"))));
    let read: Vec<TrustEntry> = read.collect::<Result<_, _>>()?;
    Trust::new(read).map_err(|fault| {
        let failure = Failure::from(fault);
        if failure.code() == Code::TrustEmpty {
            failure.hint("add --trust NAME, or say it for good: `depute trust add NAME`")
        } else {
            failure
        }
    })
}

/// The entry that a name or key means: its own in the home's file, else one that may permit everything.
fn one(at_home: &Entries, names: &Names, out: &mut Out, argument: &str) -> Result<(String, Entry), Failure> {
    if let Some(entry) = at_home.get(argument) {
        return Ok((argument.to_owned(), entry.clone()));
    }
    let key = names.resolve(argument)?;
    let text = key.to_string();
    if let Some((name, entry)) = at_home.iter().find(|(_, entry)| entry.keys.iter().any(|key| key.text() == text)) {
        return Ok((name.clone(), entry.clone()));
    }
    let name = names.shown(&key);
    // Whoever keeps no such file is told nothing new.
    if !at_home.is_empty() {
        out.remark(&format!("{name} has no entry in trust.toml: trusted for everything, this once"));
    }
    Ok((name, Entry::of(vec![Key::Always(text)], vec![EVERYTHING.to_owned()])))
}

fn of_file(path: &Path) -> Result<Entries, Failure> {
    let text = home::text(file::read(path, home::SETTINGS_BYTES)?, path)?;
    if Kind::of(text.trim()).is_some() {
        return Err(Failure::new(Code::KindMismatch, format!("`{}` is not a file of trust entries", path.display())));
    }
    parse(&text, path)
}

/// The entries of a text; the path is for messages.
pub(crate) fn parse(text: &str, path: &Path) -> Result<Entries, Failure> {
    toml::from_str(text).map_err(|cause| {
        let line = cause.span().map(|span| text.get(..span.start).unwrap_or_default().lines().count().max(1));
        let place = line.map_or_else(String::new, |line| format!(", line {line}"));
        Failure::new(
            Code::FileInvalid,
            format!("`{}`{place}: {}", path.display(), cause.message().lines().next().unwrap_or_default()),
        )
        .hint("an entry is `[NAME]` with `keys = [\"did:key:…\"]` and `allow = ['*(..)']`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";

    fn read(text: &str) -> Result<Vec<TrustEntry>, Failure> {
        parse(text, Path::new("trust.toml"))?.iter().map(|(name, entry)| entry.read(name)).collect()
    }

    #[test]
    fn an_entry_has_keys_and_clauses() {
        let text = format!(
            "[acme]\nkeys = [\"{KEY}\"]\nspeaks-for = [\"alice@acme.example\"]\nallow = ['invoices.*(account = \"acme\", ..)']\n"
        );
        let [entry] = <[TrustEntry; 1]>::try_from(read(&text).unwrap()).unwrap();
        assert_eq!(entry.name(), "acme");
        assert_eq!(entry.keys().count(), 1);
        let written = to_text(&parse(&text, Path::new("trust.toml")).unwrap()).unwrap();
        assert_eq!(read(&written).unwrap(), [entry]);
    }

    #[test]
    fn an_entry_may_name_list_keys_and_revokers() {
        let plain = format!("[a]\nkeys = [\"{KEY}\"]\nallow = ['*(..)']\n");
        let [entry] = <[TrustEntry; 1]>::try_from(
            read(&format!("{plain}lists = [\"{KEY}\"]\nrevokers = [\"{KEY}\"]\n")).unwrap(),
        )
        .unwrap();
        let key = VerifyingKey::parse(KEY).unwrap();
        assert_eq!((entry.list_keys(), entry.revokers()), (&[key][..], &[key][..]));
        assert!(read(&format!("{plain}lists = [\"alice\"]\n")).is_err());
        let [entry] = <[TrustEntry; 1]>::try_from(read(&plain).unwrap()).unwrap();
        assert!(entry.list_keys().is_empty() && entry.revokers().is_empty());
    }

    #[test]
    fn a_key_may_have_an_interval() {
        let text =
            format!("[a]\nkeys = [{{ key = \"{KEY}\", until = \"2027-01-01T00:00:00Z\" }}]\nallow = ['*(..)']\n");
        assert_ne!(read(&text).unwrap(), read(&format!("[a]\nkeys = [\"{KEY}\"]\nallow = ['*(..)']\n")).unwrap());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in [
            "[a]\nallow = ['*(..)']\n",
            "[a]\nkeys = []\nallow = ['*(..)']\n",
            &format!("[a]\nkeys = [\"{KEY}\"]\n"),
            &format!("[a]\nkeys = [\"{KEY}\"]\nallow = ['*(..)']\ndeny = []\n"),
            &format!("[a]\nkeys = [{{ key = \"{KEY}\", util = \"2027-01-01T00:00:00Z\" }}]\nallow = ['*(..)']\n"),
            &format!("[a]\nkeys = [\"{KEY}\"]\nallow = ['flights.book']\n"),
            "[a]\nkeys = [\"dptsk1_AAAA\"]\nallow = ['*(..)']\n",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
