//! Revoking: a statement is signed, or a lift of one, and the list that carries it.

use alloc::vec::Vec;

use crate::cbor::Writer;
use crate::envelope::{self, Bound};
use crate::error::{Code, Malformed};
use crate::key::{Signer, ToSign, VerifyingKey};
use crate::limits;
use crate::prepared::{Prepared, Unsigned};
use crate::revocation::{self, Statement, Target};
use crate::revocation_list::{self, RevocationList};
use crate::time::UnixTime;

impl Target {
    /// The first half of a revocation: what the signer must sign. Whether the signer has any say over the target is not
    /// asked here: a statement without standing counts nowhere. Source: `spec/revocation.md`, "Standing".
    pub fn prepare_revocation(&self, signer: &VerifyingKey, now: UnixTime) -> Result<Prepared<Statement>, Malformed> {
        if matches!(self, Target::Lift { .. }) {
            return Err(Malformed::new(Code::ValueInvalid, "a lift is made of the statement that it lifts"));
        }
        Ok(prepare(self, signer, now))
    }

    /// Both halves: a statement that this is revoked.
    pub fn revoke(&self, signer: &(impl Signer + ?Sized), now: UnixTime) -> Result<Statement, Malformed> {
        self.prepare_revocation(&signer.verifying_key(), now)?.sign(signer)
    }
}

impl Statement {
    /// The first half of a lift: what the signer must sign so that this statement counts no longer. Refuses what would
    /// have no effect: the lift of a link's revocation, and of another lift.
    pub fn prepare_lift(&self, signer: &VerifyingKey, now: UnixTime) -> Result<Prepared<Statement>, Malformed> {
        match &self.target {
            Target::Link { .. } => Err(not_lifted("the revocation of a link", "issue a new token")),
            Target::Lift { .. } => Err(not_lifted("a lift", "revoke again: that is a statement of its own")),
            Target::Key { key } if key == signer => Err(not_lifted(
                "the revocation of a key, by that key",
                "whoever stole the key could sign that; the root's key can lift it",
            )),
            _ => Ok(prepare(&Target::Lift { statement: self.id }, signer, now)),
        }
    }

    /// Both halves: a statement that lifts this one.
    pub fn lift(&self, signer: &(impl Signer + ?Sized), now: UnixTime) -> Result<Statement, Malformed> {
        self.prepare_lift(&signer.verifying_key(), now)?.sign(signer)
    }
}

fn not_lifted(what: &str, instead: &'static str) -> Malformed {
    Malformed::new(Code::ValueInvalid, alloc::format!("{what} is not lifted")).with_hint(instead)
}

fn prepare(target: &Target, signer: &VerifyingKey, now: UnixTime) -> Prepared<Statement> {
    let mut payload = Writer::with_capacity(128);
    revocation::encode_claims(signer, now, target, &mut payload);
    let mut to_sign = Writer::with_capacity(192);
    envelope::write_sig_structure(Bound::Revocation, payload.as_slice(), &mut to_sign);
    Prepared {
        signer: *signer,
        to_sign: ToSign(to_sign.into_bytes()),
        unsigned: Unsigned {
            bytes: payload.into_bytes(),
            links: Vec::new(),
            assemble: |unsigned, signature| Statement::of(&unsigned.bytes, signature),
        },
    }
}

/// A revocation list in the making.
///
/// Defaults: the statements of the list before, and a next update in 30 days, the latest there is. A list that verifiers
/// hold to be fresh is signed anew within their staleness, whether or not anything was revoked.
#[derive(Clone, Debug)]
pub struct NextList {
    number: u64,
    statements: Vec<Statement>,
    valid_secs: u64,
}

impl NextList {
    /// The first list of a key, with the number 1 and no statement.
    pub fn first() -> NextList {
        NextList { number: 1, statements: Vec::new(), valid_secs: limits::LIST_SECS }
    }

    /// The list after this one, with its statements.
    pub fn after(list: &RevocationList) -> NextList {
        // Cannot overflow: a list's number is below 2⁵³.
        NextList {
            number: list.number.saturating_add(1),
            statements: list.statements.clone(),
            valid_secs: limits::LIST_SECS,
        }
    }

    /// One more statement. Refuses one that the list has.
    pub fn with(mut self, statement: Statement) -> Result<NextList, Malformed> {
        if self.statements.iter().any(|known| known.id == statement.id) {
            return Err(Malformed::new(Code::DuplicateItem, "a statement that the list has already"));
        }
        self.statements.push(statement);
        Ok(self)
    }

    /// Only the statements that this keeps. Verifiers that have seen the others go on counting them.
    pub fn keeping(mut self, keep: impl FnMut(&Statement) -> bool) -> NextList {
        self.statements.retain(keep);
        self
    }

    /// How many seconds after this list the next one will be there at the latest: at most 30 days.
    pub fn next_update_in(mut self, secs: u64) -> NextList {
        self.valid_secs = secs;
        self
    }

    /// The first half: what the list key must sign.
    pub fn prepare(self, key: &VerifyingKey, now: UnixTime) -> Result<Prepared<RevocationList>, Malformed> {
        if self.number > limits::LIST_NUMBER {
            return Err(Malformed::new(Code::LimitExceeded, "a list's number above 2^53−1"));
        }
        if self.statements.len() > limits::STATEMENTS {
            return Err(Malformed::new(Code::LimitExceeded, "more than 4096 statements")
                .with_hint("a list may leave out what every verifier has seen, or whose tokens have all expired"));
        }
        let next_update = UnixTime::from_secs(now.plus(self.valid_secs))?;
        revocation_list::check_times(now, next_update)?;
        let mut payload = Writer::with_capacity(256);
        revocation_list::encode_claims(key, self.number, now, next_update, &self.statements, &mut payload);
        let mut to_sign = Writer::with_capacity(payload.as_slice().len().saturating_add(48));
        envelope::write_sig_structure(Bound::List, payload.as_slice(), &mut to_sign);
        Ok(Prepared {
            signer: *key,
            to_sign: ToSign(to_sign.into_bytes()),
            unsigned: Unsigned {
                bytes: payload.into_bytes(),
                links: Vec::new(),
                assemble: |unsigned, signature| RevocationList::of(&unsigned.bytes, signature),
            },
        })
    }

    /// Both halves: a list, signed by its key.
    pub fn sign(self, key: &(impl Signer + ?Sized), now: UnixTime) -> Result<RevocationList, Malformed> {
        self.prepare(&key.verifying_key(), now)?.sign(key)
    }
}
