//! The tokens that a revocation is shown against: what dies of them, what lives again, and whether it counts at all.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use depute::{Effect, Kind, Link, RevocationList, Revoked, Statement, Target, Token, TrustEntry, VerifyingKey};
use serde_json::{Value, json};

use super::super::product::hex;
use super::super::verdict::in_words;
use crate::failure::Failure;
use crate::home::{self, Home};
use crate::names::Names;
use crate::out::{line, quoted};
use crate::{file, input, trust_file};

/// How many `*.dpt` files of the folder are looked at.
pub(super) const FILES: usize = 1000;

/// The tokens that were looked at, and whom the home's trust lets revoke.
pub(super) struct Seen<'h> {
    tokens: Vec<Looked>,
    entries: Vec<TrustEntry>,
    names: &'h Names,
}

/// A token that was looked at.
struct Looked {
    /// Its file, or what else stands for it.
    name: String,
    token: Token,
    /// Whether it was given, and not only found in the folder.
    is_given: bool,
}

/// A token that a statement names.
pub(super) struct Change<'s> {
    pub(super) name: &'s str,
    token: &'s Token,
    /// Whether it was only found in the folder and its root is nobody known here. Anyone may put such a file there.
    pub(super) is_foreign: bool,
    /// Whether the statement has an effect on it, be it dead already.
    pub(super) counts: bool,
    /// The link from which on it died, or lives again.
    pub(super) moved: Option<usize>,
    /// The links for whose clauses the key's approvals count no longer, or again.
    pub(super) approvals: Vec<usize>,
}

impl Seen<'_> {
    /// None yet.
    pub(super) fn new<'h>(home: &Home, names: &'h Names) -> Result<Seen<'h>, Failure> {
        let entries = trust_file::of_home(home)?;
        let entries = entries.iter().map(|(name, entry)| entry.read(name)).collect::<Result<_, _>>()?;
        Ok(Seen { tokens: Vec::new(), entries, names })
    }

    /// The tokens in this folder's `*.dpt` files; a file that is none is passed over. Gives how many files were too many.
    pub(super) fn add_folder(&mut self) -> usize {
        let is_token = |path: &PathBuf| {
            path.extension().is_some_and(|end| end == "dpt") && fs::metadata(path).is_ok_and(|found| found.is_file())
        };
        let entries = fs::read_dir(".").map(|entries| entries.flatten().map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> = entries.map(|paths| paths.filter(is_token).collect()).unwrap_or_default();
        paths.sort();
        for path in paths.iter().take(FILES) {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let text = file::read(path, input::TEXT_BYTES).and_then(|bytes| home::text(bytes, path));
            if let Ok(token) = text.and_then(|text| Ok(Token::from_text(text.trim())?)) {
                self.put(Looked { name, token, is_given: false });
            }
        }
        paths.len().saturating_sub(FILES)
    }

    /// A token that was given.
    pub(super) fn add(&mut self, argument: &str, text: &str) -> Result<Token, Failure> {
        let token = Token::from_text(text.trim())?;
        let name = match argument.strip_prefix('@') {
            Some(name) => name.to_owned(),
            None if Kind::of(argument).is_some() || argument == "-" => "the token given".to_owned(),
            None => argument.to_owned(),
        };
        self.put(Looked { name, token: token.clone(), is_given: true });
        Ok(token)
    }

    fn put(&mut self, looked: Looked) {
        if !self.tokens.iter().any(|known| known.token == looked.token) {
            self.tokens.push(looked);
        }
    }

    /// The root key that is meant: the one given; else the signer's or that of a token given, if such tokens name it; else
    /// the one for which the signer is a revoker, be its tokens here or not.
    ///
    /// A token that was only found decides nothing against whoever signs root links; of a root that nobody knows, nothing.
    pub(super) fn root(
        &self,
        given: Option<VerifyingKey>,
        signer: VerifyingKey,
        is_named: impl Fn(&Link<'_>) -> bool,
    ) -> Result<VerifyingKey, Failure> {
        if let Some(given) = given {
            return Ok(given);
        }
        let roots = |of: &dyn Fn(&Looked) -> bool| -> BTreeSet<VerifyingKey> {
            let naming = self
                .tokens
                .iter()
                .filter(|looked| of(looked))
                .filter(|looked| looked.token.unverified_links().first().is_some_and(&is_named));
            naming.filter_map(Looked::root).collect()
        };
        let one = |roots: &BTreeSet<VerifyingKey>| match roots.first() {
            Some(root) if roots.len() == 1 => Ok(*root),
            _ => Err(Failure::usage("it may be meant of several root keys").hint("say whose are meant: --root WHOM")),
        };
        let (given, found) = (roots(&|looked| looked.is_given), roots(&|looked| !self.is_foreign(looked)));
        let revocable: BTreeSet<VerifyingKey> =
            found.iter().filter(|root| self.is_revoker(root, &signer)).copied().collect();
        if roots(&|_| true).contains(&signer) {
            Ok(signer)
        } else if !given.is_empty() {
            one(&given)
        } else if !revocable.is_empty() {
            one(&revocable)
        } else if self.is_root(&signer) {
            Ok(signer)
        } else if !found.is_empty() {
            one(&found)
        } else {
            let entries = self.entries.iter().filter(|entry| entry.revokers().contains(&signer));
            let roots: BTreeSet<VerifyingKey> = entries.flat_map(TrustEntry::keys).copied().collect();
            if roots.is_empty() { Ok(signer) } else { one(&roots) }
        }
    }

    /// Whether the key signs root links, as far as can be seen here.
    pub(super) fn is_root(&self, key: &VerifyingKey) -> bool {
        self.entry(key).is_some() || self.tokens.iter().any(|looked| looked.root().as_ref() == Some(key))
    }

    /// The trust entry of a root key.
    pub(super) fn entry(&self, root: &VerifyingKey) -> Option<&TrustEntry> {
        self.entries.iter().find(|entry| entry.keys().any(|key| key == root))
    }

    /// Whom the home's trust lets revoke what this root key signed.
    fn revokers(&self, root: &VerifyingKey) -> &[VerifyingKey] {
        self.entry(root).map_or(&[], TrustEntry::revokers)
    }

    pub(super) fn is_revoker(&self, root: &VerifyingKey, key: &VerifyingKey) -> bool {
        self.revokers(root).contains(key)
    }

    fn is_foreign(&self, looked: &Looked) -> bool {
        let is_known = |root| self.names.name(&root).is_some() || self.entry(&root).is_some();
        !looked.is_given && !looked.root().is_some_and(is_known)
    }

    /// The tokens that the last statement of a list names, and what it does to them.
    pub(super) fn changes(&self, before: &[Statement], after: &RevocationList) -> Result<Vec<Change<'_>>, Failure> {
        let Some(last) = after.unverified_statements().last() else { return Ok(Vec::new()) };
        let lifted = lifted(before, last);
        let (old, new, alone) = (said(before)?, said(after.unverified_statements())?, said([last])?);
        // What it is about, without it and with it, whatever else was said.
        let (without, with) = (said(lifted)?, said(lifted.into_iter().chain([last]))?);
        let mut changes = Vec::new();
        for looked in &self.tokens {
            let Looked { name, token, .. } = looked;
            let Some(root) = looked.root() else { continue };
            let revokers = self.revokers(&root);
            let effect = |revoked: &Revoked| revoked.unverified_effect(token, revokers);
            let (was, is, by_itself) = (effect(&old)?, effect(&new)?, effect(&alone)?);
            let lifted_id = lifted.map(Statement::id);
            // Whether it has an effect, and where that shows.
            let held = match (&was, &is, &by_itself) {
                (Effect::Revoked { statement, link, .. }, is, _) if Some(statement) == lifted_id => {
                    let is_still = matches!(is, Effect::Revoked { statement, .. } if Some(statement) == lifted_id);
                    let lives = !matches!(is, Effect::Revoked { .. });
                    Some((!is_still, lives.then_some(*link)))
                }
                (was, Effect::Revoked { link, .. }, Effect::Revoked { .. }) => {
                    let died = !matches!(was, Effect::Revoked { .. });
                    Some((true, died.then_some(*link)))
                }
                (_, _, Effect::Disregarded) => Some((false, None)),
                _ => None,
            };
            let asked = |revoked: &Revoked| match lifted.unwrap_or(last).unverified_target() {
                Target::Key { key, .. } => revoked.unverified_approver(token, revokers, key),
                _ => Vec::new(),
            };
            let asks = asked(&with);
            if held.is_none() && asks.is_empty() {
                continue;
            }
            let differ = asked(&old).into_iter().zip(asked(&new)).filter(|(old, new)| old != new);
            let approvals = differ.map(|(_, (link, _))| link).collect();
            let (counts, moved) = held.unwrap_or_default();
            let counts = counts || asks != asked(&without);
            changes.push(Change { name, token, is_foreign: self.is_foreign(looked), counts, moved, approvals });
        }
        Ok(changes)
    }
}

impl Looked {
    fn root(&self) -> Option<VerifyingKey> {
        self.token.unverified_links().first().and_then(Link::unverified_issuer)
    }
}

/// The statement that a lift is about, if it is one and that is here.
pub(super) fn lifted<'s>(known: &'s [Statement], statement: &Statement) -> Option<&'s Statement> {
    let Target::Lift { statement: id, .. } = statement.unverified_target() else { return None };
    known.iter().find(|known| known.id() == id)
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
    /// The file's name in quotes, on one line: it may hold anything.
    pub(super) fn shown(&self) -> String {
        line(&quoted(self.name))
    }

    /// `"book.dpt", at link 1 of 2: alice → planner → booker`.
    pub(super) fn text(&self, links: &[usize], names: &Names) -> String {
        let (at, chain) = (in_words(links), self.token.unverified_links());
        let issuer = chain.first().and_then(Link::unverified_issuer);
        let holders = chain.iter().map(Link::unverified_holder);
        let hands: Vec<String> = issuer.into_iter().chain(holders).map(|key| names.shown(&key)).collect();
        format!("{}, at {at} of {}: {}", self.shown(), chain.len(), hands.join(" → "))
    }

    pub(super) fn members(&self) -> Value {
        let ids = self.token.unverified_ids();
        json!({"token": self.name, "id": ids.last().map(hex), "link": self.moved, "links": ids.len()})
    }

    pub(super) fn approval_members(&self) -> Value {
        let ids = self.token.unverified_ids();
        json!({"token": self.name, "id": ids.last().map(hex), "at": self.approvals, "links": ids.len()})
    }
}
