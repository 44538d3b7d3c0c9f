//! A revocation list, and the statements in it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Digits, Shown};
use crate::envelope::Id;
use crate::key::VerifyingKey;
use crate::revocation::{Statement, Target};
use crate::revocation_list::RevocationList;
use crate::time::UnixTime;

/// What a revocation list claims. **Nothing of it is verified.** Made by [`RevocationList::unverified_report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ListReport {
    kind: &'static str,
    number: u64,
    key: Shown<VerifyingKey>,
    id: Digits<Id>,
    issued_at: Shown<UnixTime>,
    next_update: Shown<UnixTime>,
    bytes: usize,
    statements: Vec<StatementReport>,
    verified: bool,
}

/// What one statement claims. **Nothing of it is verified.** Made by [`Statement::unverified_report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StatementReport {
    id: Digits<Id>,
    signer: Shown<VerifyingKey>,
    issued_at: Shown<UnixTime>,
    target: TargetReport,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum TargetReport {
    Link { link: Digits<Id> },
    Key { key: Shown<VerifyingKey> },
    Task { root: Shown<VerifyingKey>, task: String },
    Organization { root: Shown<VerifyingKey>, organization: String },
    Authorizer { root: Shown<VerifyingKey>, subject: Option<String> },
    Lift { statement: Digits<Id> },
}

impl RevocationList {
    /// What the list claims, as data: `bytes` is its length, `number` its place among the lists of its key.
    ///
    /// Nothing is asked of signatures or trust, nor whether there is a newer one. Source: `spec/revocation.md`.
    pub fn unverified_report(&self) -> ListReport {
        ListReport {
            kind: "list",
            number: self.unverified_number(),
            key: Shown(self.unverified_key()),
            id: Digits(*self.id()),
            issued_at: Shown(self.unverified_issued_at()),
            next_update: Shown(self.unverified_next_update()),
            bytes: self.as_bytes().len(),
            statements: self.unverified_statements().iter().map(Statement::unverified_report).collect(),
            verified: false,
        }
    }
}

impl Statement {
    /// What the statement claims, as data. For which chains it counts, each chain says.
    pub fn unverified_report(&self) -> StatementReport {
        StatementReport {
            id: Digits(*self.id()),
            signer: Shown(self.unverified_signer()),
            issued_at: Shown(self.unverified_issued_at()),
            target: TargetReport::from(self.unverified_target()),
        }
    }
}

impl From<&Target> for TargetReport {
    fn from(target: &Target) -> TargetReport {
        match target {
            Target::Link { id } => TargetReport::Link { link: Digits(*id) },
            Target::Key { key } => TargetReport::Key { key: Shown(*key) },
            Target::Task { root, task } => TargetReport::Task { root: Shown(*root), task: task.clone() },
            Target::Organization { root, organization } => {
                TargetReport::Organization { root: Shown(*root), organization: organization.clone() }
            }
            Target::Authorizer { root, subject } => {
                TargetReport::Authorizer { root: Shown(*root), subject: subject.clone() }
            }
            Target::Lift { statement } => TargetReport::Lift { statement: Digits(*statement) },
        }
    }
}
