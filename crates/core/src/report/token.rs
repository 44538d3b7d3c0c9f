//! A token: what each link claims, and what holds there.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::evidence::EvidenceReport;
use super::{Digits, Shown};
use crate::envelope::Id;
use crate::key::VerifyingKey;
use crate::link::Link;
use crate::time::UnixTime;
use crate::token::Token;

/// What a token claims, link by link. **Nothing of it is verified.** Made by [`Token::unverified_report`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TokenReport {
    kind: &'static str,
    verified: bool,
    pub(super) id: Option<Digits<Id>>,
    pub(super) link_count: usize,
    pub(super) bytes: usize,
    pub(super) audiences: Vec<String>,
    pub(super) links: Vec<LinkReport>,
}

/// What one link claims of itself, and the window and depth that hold there if every link is genuine.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LinkReport {
    id: Digits<Id>,
    issuer: Option<Shown<VerifyingKey>>,
    subject: Option<String>,
    issued_at: Option<Shown<UnixTime>>,
    holder: Shown<VerifyingKey>,
    clauses: Vec<String>,
    budgets: Vec<String>,
    audiences: Vec<String>,
    not_before: Option<Shown<UnixTime>>,
    expires: Option<Shown<UnixTime>>,
    may_delegate: u64,
    intent: Option<String>,
    agent: Option<String>,
    agent_type: Option<String>,
    task: Option<String>,
    organization: Option<String>,
    environment: Option<String>,
    evidence: Option<EvidenceReport>,
}

impl Token {
    /// What the token claims, as data: `id` names the last link, `audiences` are those that it is for, `bytes` is the length.
    /// In `links`, root first, `issuer`, `subject`, `issued_at` and `evidence` are null in every link but the root; a window
    /// and `may_delegate` that a link does not state are those that it inherits.
    ///
    /// Nothing is asked of signatures, trust or the time. Source: `spec/token.md`.
    pub fn unverified_report(&self) -> TokenReport {
        let links = self.unverified_links();
        let mut reports: Vec<LinkReport> = Vec::with_capacity(links.len());
        for (link, id) in links.iter().zip(self.unverified_ids()) {
            reports.push(LinkReport::below(reports.last(), link, id));
        }
        let stated = reports.iter().rev().map(|link| &link.audiences).find(|audiences| !audiences.is_empty());
        TokenReport {
            kind: "token",
            verified: false,
            id: reports.last().map(|leaf| leaf.id.clone()),
            link_count: reports.len(),
            bytes: self.as_bytes().len(),
            audiences: stated.cloned().unwrap_or_default(),
            links: reports,
        }
    }
}

impl TokenReport {
    /// The audiences that the last link is for.
    pub fn audiences(&self) -> &[String] {
        &self.audiences
    }

    /// The links, root first.
    pub fn into_links(self) -> Vec<LinkReport> {
        self.links
    }
}

impl LinkReport {
    fn below(above: Option<&LinkReport>, link: &Link<'_>, id: Id) -> LinkReport {
        let (grant, context) = (link.unverified_grant(), link.unverified_context());
        let text = |line: Option<&str>| line.map(ToOwned::to_owned);
        let most = above.map(|above| above.may_delegate.saturating_sub(1));
        LinkReport {
            id: Digits(id),
            issuer: link.unverified_issuer().map(Shown),
            subject: text(link.unverified_subject()),
            issued_at: link.unverified_issued_at().map(Shown),
            holder: Shown(link.unverified_holder()),
            clauses: grant.clauses().iter().map(ToString::to_string).collect(),
            budgets: grant.budgets().iter().map(ToString::to_string).collect(),
            audiences: grant.audiences().map(ToOwned::to_owned).collect(),
            not_before: grant.not_before().map(Shown).or_else(|| above?.not_before.clone()),
            expires: grant.expires().map(Shown).or_else(|| above?.expires.clone()),
            may_delegate: grant.depth().or(most).unwrap_or(0),
            intent: text(context.intent()),
            agent: text(context.agent()),
            agent_type: text(context.agent_type()),
            task: text(context.task()),
            organization: text(context.organization()),
            environment: text(context.environment()),
            evidence: link.unverified_evidence().map(EvidenceReport::from),
        }
    }

    /// The link's id.
    pub fn id(&self) -> &Id {
        &self.id.0
    }

    /// When the window begins that holds here, if any link so far states it.
    pub fn not_before(&self) -> Option<UnixTime> {
        self.not_before.as_ref().map(|time| time.0)
    }

    /// When the window ends that holds here, this second excluded.
    pub fn expires(&self) -> Option<UnixTime> {
        self.expires.as_ref().map(|time| time.0)
    }

    /// How many links may follow.
    pub fn may_delegate(&self) -> u64 {
        self.may_delegate
    }
}
