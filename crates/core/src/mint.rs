//! The first step: an authorizer grants to the first holder.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::cbor::Writer;
use crate::context::{self, Context};
use crate::envelope::{self, Bound};
use crate::error::{Code, Malformed};
use crate::evidence::Evidence;
use crate::grant::Grant;
use crate::key::{Signer, ToSign, VerifyingKey};
use crate::link::{self, Root};
use crate::prepared::Prepared;
use crate::time::UnixTime;
use crate::token::{Kept, Token};

/// Life of a root link for which none was asked: 15 minutes.
const LIFE_SECS: u64 = 15 * 60;

/// The audience of a root link for which none was asked: presentations that never leave the machine.
const LOCAL: &str = "local";

/// A root link in the making.
///
/// Defaults: valid from its issue for 15 minutes, audience `local`, no further link below it, no budget. There is no
/// default for clauses: at least one must be stated.
#[derive(Clone, Debug)]
pub struct Mint {
    holder: VerifyingKey,
    grant: Grant<'static>,
    context: Context<'static>,
    subject: Option<String>,
    evidence: Option<Evidence<'static>>,
}

impl Mint {
    /// A mandate for the holder of this key.
    pub fn new(holder: &VerifyingKey) -> Mint {
        Mint { holder: *holder, grant: Grant::default(), context: Context::default(), subject: None, evidence: None }
    }

    /// One more clause; clauses are alternatives.
    pub fn allow(mut self, clause: &str) -> Result<Mint, Malformed> {
        self.grant = self.grant.allow(clause)?;
        Ok(self)
    }

    /// All that a grant states, on top of what was said before: its clauses and budgets are added.
    pub fn grant(mut self, grant: Grant<'static>) -> Mint {
        self.grant.absorb(grant);
        self
    }

    /// One more budget, shared by everything below.
    pub fn budget(mut self, budget: &str) -> Result<Mint, Malformed> {
        self.grant = self.grant.budget(budget)?;
        Ok(self)
    }

    /// Life in seconds, from its issue (or from `not_before`): at most 30 days, and most verifiers accept an hour.
    pub fn expires_in(mut self, secs: u64) -> Mint {
        self.grant = self.grant.expires_in(secs);
        self
    }

    /// The window's end, that second excluded.
    pub fn expires_at(mut self, time: UnixTime) -> Mint {
        self.grant = self.grant.expires_at(time);
        self
    }

    /// The window's start, if it is later than the issue.
    pub fn not_before(mut self, time: UnixTime) -> Mint {
        self.grant.not_before = Some(time);
        self
    }

    /// How many links may follow: 0 to 15.
    pub fn depth(mut self, links: u64) -> Mint {
        self.grant.depth = Some(links);
        self
    }

    /// One more verifier that the token is meant for; the first one replaces the default `local`.
    pub fn audience(mut self, audience: &str) -> Result<Mint, Malformed> {
        self.grant = self.grant.audience(audience)?;
        Ok(self)
    }

    /// The authorizer's name, where an authority signs for its users. Without it the key itself is the person.
    pub fn subject(mut self, name: &str) -> Result<Mint, Malformed> {
        link::check_subject(name)?;
        self.subject = Some(name.into());
        Ok(self)
    }

    /// What the holder is to do; for people and logs.
    pub fn intent(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.intent = context::line(line)?;
        Ok(self)
    }

    /// The agent's name; for people and logs.
    pub fn agent(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.agent = context::line(line)?;
        Ok(self)
    }

    /// The agent's type; for people and logs.
    pub fn agent_type(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.agent_type = context::line(line)?;
        Ok(self)
    }

    /// The task that the whole chain serves.
    pub fn task(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.task = context::line(line)?;
        Ok(self)
    }

    /// The organization on whose behalf.
    pub fn organization(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.organization = context::line(line)?;
        Ok(self)
    }

    /// The environment, such as `production`.
    pub fn environment(mut self, line: &str) -> Result<Mint, Malformed> {
        self.context.environment = context::line(line)?;
        Ok(self)
    }

    /// How the authorizer was identified; for people and logs.
    pub fn evidence(mut self, evidence: Evidence<'static>) -> Mint {
        self.evidence = Some(evidence);
        self
    }

    /// The first half: what the authorizer's key must sign. `cti` is eight random bytes, fresh for each mandate.
    pub fn prepare(mut self, issuer: &VerifyingKey, now: UnixTime, cti: [u8; 8]) -> Result<Prepared<Token>, Malformed> {
        self.grant.check()?;
        if self.grant.audiences.is_empty() {
            self.grant.add_audience(Cow::Borrowed(LOCAL))?;
        }
        let begins = self.grant.not_before.unwrap_or(now);
        let ttl = self.grant.ttl_secs.take();
        if self.grant.expires.is_none() {
            self.grant.expires = Some(UnixTime::from_secs(begins.plus(ttl.unwrap_or(LIFE_SECS)))?);
        }
        let root = Root {
            issuer: *issuer,
            subject: self.subject.take().map(Cow::Owned),
            issued_at: now,
            cti,
            evidence: self.evidence.take(),
        };
        link::check_parts(Some(&root), &self.grant)?;
        if self.grant.budgets.iter().any(|budget| budget.ledger.is_none()) && self.grant.audiences.len() > 1 {
            return Err(Malformed::new(
                Code::BudgetHomeUnclear,
                "a budget with several audiences names the ledger that counts it",
            )
            .with_hint("add `at LEDGER-KEY` to the budget, or mint one token for each audience"));
        }
        let mut payload = Writer::with_capacity(512);
        link::encode_claims(Some(&root), &self.grant, &self.holder, &self.context, &mut payload);
        let mut to_sign = Writer::with_capacity(payload.as_slice().len().saturating_add(64));
        envelope::write_sig_structure(Bound::Root, payload.as_slice(), &mut to_sign);
        let made = Kept {
            id: envelope::id(envelope::context::LINK_ID, to_sign.as_slice()),
            issuer: *issuer,
            holder: self.holder,
            issued_at: Some(now),
            grant: self.grant,
        };
        Ok(Prepared {
            signer: *issuer,
            to_sign: ToSign(to_sign.into_bytes()),
            unsigned: Token::of_root(payload.as_slice(), made)?,
        })
    }

    /// Both halves: a token of one link.
    pub fn sign(self, signer: &(impl Signer + ?Sized), now: UnixTime, cti: [u8; 8]) -> Result<Token, Malformed> {
        self.prepare(&signer.verifying_key(), now, cti)?.sign(signer)
    }
}
