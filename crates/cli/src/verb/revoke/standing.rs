//! Whether a statement can count anywhere, as far as can be seen here: what cannot is not signed, unless somebody insists.

use depute::{Code, Statement, Target, VerifyingKey};

use super::super::list;
use super::seen::{self, Change, Seen};
use crate::failure::Failure;
use crate::names::Names;

/// A statement beside what was seen here.
pub(super) struct Standing<'s> {
    pub(super) seen: &'s Seen<'s>,
    pub(super) changes: &'s [Change<'s>],
    /// The statements of the list here.
    pub(super) known: &'s [Statement],
    pub(super) statement: &'s Statement,
    pub(super) names: &'s Names,
}

impl Standing<'_> {
    /// What it is about; a lift, what the statement is about that it lifts.
    pub(super) fn about(&self) -> &Target {
        seen::lifted(self.known, self.statement).unwrap_or(self.statement).unverified_target()
    }

    /// Refuses a statement that counts for none of the tokens seen though it names them, or that only another key can make.
    pub(super) fn check(&self) -> Result<(), Failure> {
        if self.changes.iter().any(|change| change.counts) {
            return Ok(());
        }
        let named = self.changes.iter().find(|change| !change.is_foreign);
        if named.is_none() && !self.counts_nowhere() {
            return self.check_root_key();
        }
        let (signer, names) = (self.statement.unverified_signer(), self.names);
        let target = self.statement.unverified_target();
        let named = named.map(|change| format!(", which {} names", change.shown())).unwrap_or_default();
        let what = match seen::lifted(self.known, self.statement) {
            Some(lifted) => format!("what {} revoked", names.shown(&lifted.unverified_signer())),
            None => list::target(target, names) + &named,
        };
        let whose = match target {
            Target::Link { .. } | Target::Key { .. } => {
                "sign with the root's key, or one that issued the link or a link above it"
            }
            Target::Lift { .. } => "sign with the key that revoked it, or with the root's",
            _ => "sign with the root's key: nobody else revokes this",
        };
        Err(Failure::new(Code::NoStanding, format!("{} has no say over {what}", names.shown(&signer)))
            .hint(whose)
            .hint("--anyway signs it all the same: it counts where a verifier's trust names the key as a revoker"))
    }

    /// Whether no chain under the root key meant can take it into account. Where a key is meant, there may always be one.
    fn counts_nowhere(&self) -> bool {
        let signer = self.statement.unverified_signer();
        let Some(root) = root_of(self.about()) else { return false };
        let is_revoker = |key: &VerifyingKey| self.seen.is_revoker(&root, key);
        match seen::lifted(self.known, self.statement).map(Statement::unverified_signer) {
            None => root != signer && !is_revoker(&signer),
            // As `spec/revocation.md` has it, "Lifts".
            Some(_) if matches!(self.about(), Target::Authorizer { subject: None, .. }) && root == signer => true,
            Some(sayer) if is_revoker(&sayer) => !is_revoker(&signer),
            Some(sayer) => sayer != signer && root != signer,
        }
    }

    /// Refuses to revoke, as a holder's, a key that signs root links and that no token names: it would end nothing.
    fn check_root_key(&self) -> Result<(), Failure> {
        let Target::Key { key, .. } = self.statement.unverified_target() else { return Ok(()) };
        if !self.seen.is_root(key) {
            return Ok(());
        }
        let name = self.names.shown(key);
        let entry = self.seen.entry(key).map_or("ENTRY", |entry| entry.name());
        let text = format!("{name} signs root links, and no token seen here names it as a holder or an approver");
        Err(Failure::usage(text)
            .within("--key")
            .hint(format!(
                "`depute revoke --authorizer --root {name} --as {name}` ends the tokens that it signed for itself"
            ))
            .hint(format!("`depute trust remove {entry} --key {name}`, where it is trusted, ends everything it signed"))
            .hint("--anyway signs it all the same: it ends what the key holds, not what it signed"))
    }

    /// What is to be known of a statement that is signed.
    pub(super) fn remark(&self) -> Option<String> {
        let target = self.statement.unverified_target();
        match target {
            Target::Key { key, .. } if self.seen.is_root(key) => Some(format!(
                "what {} signed as a root goes on: `depute revoke --authorizer` or `depute trust remove --key` ends that",
                self.names.shown(key)
            )),
            _ if !matches!(self.about(), Target::Link { .. } | Target::Key { .. }) => None,
            _ if self.changes.is_empty() => Some(
                "none of the tokens that were looked at names it: whether it counts, every chain says for itself"
                    .to_owned(),
            ),
            _ => None,
        }
    }
}

/// The root key under which a task, an organization or an authorizer is meant.
fn root_of(target: &Target) -> Option<VerifyingKey> {
    match target {
        Target::Task { root, .. } | Target::Organization { root, .. } | Target::Authorizer { root, .. } => Some(*root),
        _ => None,
    }
}
