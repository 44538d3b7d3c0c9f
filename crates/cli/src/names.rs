//! Petnames: the user's own names for keys. Naming a key never trusts it.

use std::collections::BTreeMap;

use depute::{Code, Kind, VerifyingKey};

use crate::failure::Failure;
use crate::home::Home;
use crate::near;

/// The names in `names.toml`.
#[derive(Default)]
pub(crate) struct Names(BTreeMap<String, VerifyingKey>);

impl Names {
    /// Names that are in no file.
    pub(crate) fn of<const N: usize>(pairs: [(&str, VerifyingKey); N]) -> Names {
        Names(pairs.into_iter().map(|(name, key)| (name.to_owned(), key)).collect())
    }

    pub(crate) fn load(home: &Home) -> Result<Names, Failure> {
        let path = home.names_path();
        let shown = format!("`{}`", path.display());
        let table: BTreeMap<String, String> = toml::from_str(&home.read_settings(&path)?).map_err(|cause| {
            Failure::new(Code::FileInvalid, format!("{shown}: {}", cause.message()))
                .hint("each line is `NAME = \"did:key:…\"`")
        })?;
        let mut names = BTreeMap::new();
        for (name, text) in table {
            check_spelling(&name).map_err(|failure| failure.within(&shown))?;
            let key =
                VerifyingKey::parse(&text).map_err(|fault| Failure::from(fault).within(format!("{shown}, {name}")))?;
            names.insert(name, key);
        }
        Ok(Names(names))
    }

    /// Gives a key a name that is free, or is that key's already.
    pub(crate) fn add(home: &Home, name: &str, key: VerifyingKey) -> Result<(), Failure> {
        check_spelling(name)?;
        let _lock = home.lock()?;
        let mut names = Names::load(home)?;
        match names.key(name) {
            Some(known) if known == key => return Ok(()),
            Some(known) => return Err(taken(name, known)),
            None => names.0.insert(name.to_owned(), key),
        };
        home.write_settings(&home.names_path(), &names.to_text()?)
    }

    /// The names as their file has them.
    pub(crate) fn to_text(&self) -> Result<String, Failure> {
        let table: BTreeMap<&str, String> = self.iter().map(|(name, key)| (name, key.to_string())).collect();
        toml::to_string(&table).map_err(|_| Failure::new(Code::Internal, "the names could not be written as TOML"))
    }

    pub(crate) fn key(&self, name: &str) -> Option<VerifyingKey> {
        self.0.get(name).copied()
    }

    /// The first of a key's names.
    pub(crate) fn name(&self, key: &VerifyingKey) -> Option<&str> {
        self.iter().find(|(_, known)| known == key).map(|(name, _)| name)
    }

    /// What to call a key: its name here, else its shortened text.
    pub(crate) fn shown(&self, key: &VerifyingKey) -> String {
        self.name(key).map_or_else(|| key.short(), str::to_owned)
    }

    /// The refusal for a name that means no key, neither here nor among those of key files.
    pub(crate) fn unknown(&self, name: &str, files: &[String]) -> Failure {
        let failure = Failure::new(Code::KeyNotFound, format!("no key is called `{name}` here"));
        let known = self.iter().map(|(name, _)| name).chain(files.iter().map(String::as_str));
        let failure = match near::nearest(name, known) {
            Some(near) => failure.hint(format!("did you mean `{near}`?")),
            None => failure,
        };
        failure.hint("`depute key list` shows the names known here").hint(format!(
            "`depute key new {name}` makes a key, `depute key add {name} did:key:…` names somebody else's"
        ))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, VerifyingKey)> {
        self.0.iter().map(|(name, key)| (name.as_str(), *key))
    }

    /// The public key that an argument means: a name, or the key's own text.
    pub(crate) fn resolve(&self, text: &str) -> Result<VerifyingKey, Failure> {
        if Kind::of(text).is_some() || text.is_empty() {
            return Ok(VerifyingKey::parse(text)?);
        }
        if text.contains("PRIVATE KEY-----") {
            return Err(Failure::new(Code::SecretRefused, "a secret key stands where a public key belongs")
                .hint("give the name of the key, or its `did:key:…` as `depute key show NAME` prints it"));
        }
        check_spelling(text).map_err(|_| {
            Failure::new(Code::KeyNotFound, "neither a key's name nor a `did:key:…`")
                .hint("`depute key list` shows the names known here")
        })?;
        self.key(text).ok_or_else(|| self.unknown(text, &[]))
    }
}

/// The refusal for a name that means another key.
pub(crate) fn taken(name: &str, known: VerifyingKey) -> Failure {
    Failure::new(Code::NameTaken, format!("`{name}` is the name of {known}")).hint("choose another name")
}

/// A name is a word that is a file name on every system and can be neither a flag nor an object's text.
pub(crate) fn check_spelling(name: &str) -> Result<(), Failure> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    if first && name.len() <= 64 && name.chars().all(allowed) && Kind::of(name).is_none() {
        return Ok(());
    }
    Err(Failure::usage("a name is 1 to 64 letters, digits, `.`, `_` or `-`, and begins with a letter or digit"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";

    fn home() -> (tempfile::TempDir, Home) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        (folder, home)
    }

    #[test]
    fn a_name_means_one_key() {
        let (_folder, home) = home();
        let key = VerifyingKey::parse(KEY).unwrap();
        Names::add(&home, "bob", key).unwrap();
        Names::add(&home, "bob", key).unwrap();
        let names = Names::load(&home).unwrap();
        assert_eq!(names.resolve("bob").unwrap(), key);
        assert_eq!(names.resolve(KEY).unwrap(), key);
        assert_eq!(names.name(&key), Some("bob"));
        assert_eq!(names.resolve("eve").unwrap_err().code(), Code::KeyNotFound);
    }

    #[test]
    fn other_kinds_are_refused_by_name() {
        let names = Names::default();
        assert_eq!(names.resolve("dpt1_gQE").unwrap_err().code(), Code::KindMismatch);
        assert_eq!(names.resolve("dptsk1_gQE").unwrap_err().code(), Code::SecretRefused);
        assert_eq!(names.resolve("-----BEGIN PRIVATE KEY-----\nMC4C").unwrap_err().code(), Code::SecretRefused);
        assert_eq!(names.resolve("no such thing").unwrap_err().code(), Code::KeyNotFound);
    }

    #[test]
    fn a_name_is_a_plain_word() {
        for name in ["alice", "A.b_c-9", "7"] {
            check_spelling(name).unwrap();
        }
        for name in ["", "-x", ".hidden", "..", "a/b", "a b", "did:key:z6", "dpt1_x", "é", &"a".repeat(65)] {
            assert_eq!(check_spelling(name).unwrap_err().code(), Code::Usage, "{name}");
        }
    }
}
