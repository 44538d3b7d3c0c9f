//! The tokens that a revocation is shown against: what dies of them, what lives again, and whether it counts at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use depute::{Effect, Kind, Link, RevocationList, Revoked, Statement, Target, Token, TrustEntry, VerifyingKey};
use serde_json::{Value, json};

use super::super::product::hex;
use crate::failure::Failure;
use crate::home::{self, Home};
use crate::names::Names;
use crate::{file, input, trust_file};

/// How many `*.dpt` files of the folder are looked at.
const FILES: usize = 1000;

/// The tokens that were looked at, and whom the home's trust lets revoke.
pub(super) struct Seen {
    tokens: Vec<(String, Token)>,
    entries: Vec<TrustEntry>,
}

/// A token that a statement names.
pub(super) struct Change<'s> {
    pub(super) name: &'s str,
    token: &'s Token,
    /// Whether the statement has an effect on it, be it dead already.
    pub(super) counts: bool,
    /// The link from which on it died, or lives again.
    pub(super) moved: Option<usize>,
}

impl Seen {
    /// None yet.
    pub(super) fn new(home: &Home) -> Result<Seen, Failure> {
        let entries = trust_file::of_home(home)?;
        let entries = entries.iter().map(|(name, entry)| entry.read(name)).collect::<Result<_, _>>()?;
        Ok(Seen { tokens: Vec::new(), entries })
    }

    /// The tokens in this folder's `*.dpt` files; a file that is none is passed over.
    pub(super) fn add_folder(&mut self) {
        let is_token = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "dpt") && fs::metadata(path).is_ok_and(|found| found.is_file())
        };
        let entries = fs::read_dir(".").map(|entries| entries.flatten().map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> = entries.map(|paths| paths.filter(is_token).collect()).unwrap_or_default();
        paths.sort();
        for path in paths.iter().take(FILES) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = file::read(path, input::TEXT_BYTES).and_then(|bytes| home::text(bytes, path));
            let _ = text.and_then(|text| self.add(&name, &text));
        }
    }

    /// One more token, unless it was seen already.
    pub(super) fn add(&mut self, argument: &str, text: &str) -> Result<Token, Failure> {
        let token = Token::from_text(text.trim())?;
        if !self.tokens.iter().any(|(_, known)| *known == token) {
            let name = match argument.strip_prefix('@') {
                Some(name) => name.to_owned(),
                None if Kind::of(argument).is_some() || argument == "-" => "the token given".to_owned(),
                None => argument.to_owned(),
            };
            self.tokens.push((name, token.clone()));
        }
        Ok(token)
    }

    /// The root key that is meant: the one given, else the signer's, unless the tokens of which this is true are another's.
    pub(super) fn root(
        &self,
        given: Option<VerifyingKey>,
        signer: VerifyingKey,
        is_named: impl Fn(&Link<'_>) -> bool,
    ) -> Result<VerifyingKey, Failure> {
        if let Some(given) = given {
            return Ok(given);
        }
        let named = self.tokens.iter().filter_map(|(_, token)| {
            token.unverified_links().first().filter(|link| is_named(link)).and_then(Link::unverified_issuer)
        });
        let roots: BTreeSet<VerifyingKey> = named.collect();
        match roots.first() {
            None => Ok(signer),
            Some(_) if roots.contains(&signer) => Ok(signer),
            Some(root) if roots.len() == 1 => Ok(*root),
            Some(_) => {
                Err(Failure::usage("tokens of several root keys name it").hint("say whose are meant: --root WHOM"))
            }
        }
    }

    /// Whom the home's trust lets revoke what this root key signed.
    fn revokers(&self, root: &VerifyingKey) -> &[VerifyingKey] {
        let entry = self.entries.iter().find(|entry| entry.keys().any(|key| key == root));
        entry.map_or(&[], TrustEntry::revokers)
    }

    pub(super) fn is_revoker(&self, root: &VerifyingKey, key: &VerifyingKey) -> bool {
        self.revokers(root).contains(key)
    }

    /// The tokens that the last statement of a list names, and what it does to them.
    pub(super) fn changes(
        &self,
        before: Option<&RevocationList>,
        after: &RevocationList,
    ) -> Result<Vec<Change<'_>>, Failure> {
        let before = before.map(RevocationList::unverified_statements).unwrap_or_default();
        let last = after.unverified_statements().last();
        let (old, new, alone) = (said(before)?, said(after.unverified_statements())?, said(last)?);
        let lifted = last.and_then(|last| match last.unverified_target() {
            Target::Lift { statement, .. } => Some(*statement),
            _ => None,
        });
        let mut changes = Vec::new();
        for (name, token) in &self.tokens {
            let links = token.unverified_links();
            let Some(root) = links.first().and_then(Link::unverified_issuer) else { continue };
            let effect = |revoked: &Revoked| revoked.unverified_effect(token, self.revokers(&root));
            let (was, is, by_itself) = (effect(&old)?, effect(&new)?, effect(&alone)?);
            let change = match (&was, &is, &by_itself) {
                (Effect::Revoked { statement, link, .. }, is, _) if Some(*statement) == lifted => {
                    let is_still = matches!(is, Effect::Revoked { statement, .. } if Some(*statement) == lifted);
                    let lives = !matches!(is, Effect::Revoked { .. });
                    Change { name, token, counts: !is_still, moved: lives.then_some(*link) }
                }
                (was, Effect::Revoked { link, .. }, Effect::Revoked { .. }) => {
                    let died = !matches!(was, Effect::Revoked { .. });
                    Change { name, token, counts: true, moved: died.then_some(*link) }
                }
                (_, _, Effect::Disregarded) => Change { name, token, counts: false, moved: None },
                _ => continue,
            };
            changes.push(change);
        }
        Ok(changes)
    }
}

/// What these statements say, whenever their list was made: it is the home's own.
fn said<'s>(statements: impl IntoIterator<Item = &'s Statement>) -> Result<Revoked, Failure> {
    let mut revoked = Revoked::new();
    for statement in statements {
        revoked.add_statement(statement)?;
    }
    Ok(revoked)
}

impl Change<'_> {
    /// `book.dpt, at link 1 of 2: alice → planner → booker`.
    pub(super) fn text(&self, names: &Names) -> String {
        let links = self.token.unverified_links();
        let issuer = links.first().and_then(Link::unverified_issuer);
        let holders = links.iter().map(Link::unverified_holder);
        let hands: Vec<String> = issuer.into_iter().chain(holders).map(|key| names.shown(&key)).collect();
        format!("{}, at link {} of {}: {}", self.name, self.moved.unwrap_or(0), links.len(), hands.join(" → "))
    }

    pub(super) fn members(&self) -> Value {
        let ids = self.token.unverified_ids();
        json!({"token": self.name, "id": ids.last().map(hex), "link": self.moved, "links": ids.len()})
    }
}
