//! The second step: a holder grants something narrower to the next holder, offline.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::call::Call;
use crate::cbor::Writer;
use crate::clause::Clause;
use crate::context::{self, Context};
use crate::denied::Denied;
use crate::envelope::{self, Bound};
use crate::error::{Code, Malformed};
use crate::explain::Petname;
use crate::grant::Grant;
use crate::key::{Signer, ToSign, VerifyingKey};
use crate::link;
use crate::narrows::{self, Doubt, Narrowing, Nothing, Widening};
use crate::prepared::Prepared;
use crate::time::UnixTime;
use crate::token::{Kept, Token};
use crate::verify::{Inherited, Verifier};

impl Token {
    /// A further link in the making, for the holder of this key.
    ///
    /// What it extends is **not verified** unless that is asked for, by [`Delegation::verified_by`]: delegating below a forged
    /// token gives a forged token, which no verifier accepts. Window, depth and audiences are inherited where nothing is said; clauses never are.
    pub fn delegate(&self, holder: &VerifyingKey) -> Delegation<'_> {
        Delegation { token: self, holder: *holder, grant: Grant::default(), context: Context::default() }
    }
}

/// A further link in the making.
#[derive(Clone, Debug)]
pub struct Delegation<'t> {
    token: &'t Token,
    holder: VerifyingKey,
    grant: Grant<'static>,
    context: Context<'static>,
}

impl<'t> Delegation<'t> {
    /// One more clause; clauses are alternatives. `*(..)` is "as my parent".
    pub fn allow(mut self, clause: &str) -> Result<Self, Malformed> {
        self.grant = self.grant.allow(clause)?;
        Ok(self)
    }

    /// All that a grant states, on top of what was said before: its clauses and budgets are added.
    pub fn grant(mut self, grant: Grant<'static>) -> Self {
        self.grant.absorb(grant);
        self
    }

    /// One more budget; those of earlier links bind all the same.
    pub fn budget(mut self, budget: &str) -> Result<Self, Malformed> {
        self.grant = self.grant.budget(budget)?;
        Ok(self)
    }

    /// Life in seconds from now; it ends within the parent's.
    pub fn expires_in(mut self, secs: u64) -> Self {
        self.grant = self.grant.expires_in(secs);
        self
    }

    /// The window's end, that second excluded.
    pub fn expires_at(mut self, time: UnixTime) -> Self {
        self.grant = self.grant.expires_at(time);
        self
    }

    /// The window's start.
    pub fn not_before(mut self, time: UnixTime) -> Self {
        self.grant.not_before = Some(time);
        self
    }

    /// How many links may follow.
    pub fn depth(mut self, links: u64) -> Self {
        self.grant.depth = Some(links);
        self
    }

    /// One more of the parent's audiences; without any, all of them.
    pub fn audience(mut self, audience: &str) -> Result<Self, Malformed> {
        self.grant = self.grant.audience(audience)?;
        Ok(self)
    }

    /// What the holder is to do; for people and logs.
    pub fn intent(mut self, line: &str) -> Result<Self, Malformed> {
        self.context.intent = context::line(line)?;
        Ok(self)
    }

    /// The agent's name; for people and logs.
    pub fn agent(mut self, line: &str) -> Result<Self, Malformed> {
        self.context.agent = context::line(line)?;
        Ok(self)
    }

    /// The agent's type; for people and logs.
    pub fn agent_type(mut self, line: &str) -> Result<Self, Malformed> {
        self.context.agent_type = context::line(line)?;
        Ok(self)
    }

    /// The same, if this verifier takes the chain that is extended: whether its root is trusted, its links fit together, its
    /// window holds now, nothing of it is revoked and every signature is genuine, in that order, as
    /// [`Verifier::check_chain`] says. It costs one signature's verification for each link.
    ///
    /// For whoever received the token over a channel that proves nothing, so that nothing is signed, and nobody asked to sign,
    /// below a chain that would be refused. Not checked: what the new link says, which [`prepare`](Self::prepare) holds
    /// against the chain, and whether the signer holds its last key. Source: `spec/grant.md`, "Narrower, wider, nothing", and
    /// `spec/verify.md`, "The checks".
    pub fn verified_by(self, verifier: &Verifier, now: UnixTime) -> Result<Self, Denied> {
        verifier.check_chain(self.token.as_bytes(), now)?;
        Ok(self)
    }

    /// Clauses that could be shown neither narrower nor wider than those above. No danger: every link is judged alone.
    pub fn unproven(&self) -> Vec<Doubt> {
        let above = clauses_of(self.token);
        let doubt = |clause: &Clause<'_>| match narrows::narrows(clause, &above) {
            Narrowing::Unproven(doubt) => Some(doubt),
            _ => None,
        };
        self.grant.clauses.iter().filter_map(doubt).collect()
    }

    /// The first half: what the present holder's key must sign. `now` is only used for a life in seconds.
    ///
    /// Refuses a clause that is wider than an earlier link's, one that no call could pass, and a depth, window or audience
    /// that the chain does not have: the verifier would refuse the calls, and this says so before anything is handed on.
    pub fn prepare(mut self, now: UnixTime) -> Result<Prepared<Token>, NotDelegated> {
        self.grant.check()?;
        if let Some(secs) = self.grant.ttl_secs.take() {
            self.grant.expires = Some(UnixTime::from_secs(now.plus(secs))?);
        }
        link::check_parts(None, &self.grant)?;
        self.check_inherited()?;
        self.check_clauses()?;
        let leaf = self.token.leaf();
        let mut payload = Writer::with_capacity(256);
        link::encode_claims(None, &self.grant, &self.holder, &self.context, &mut payload);
        let mut to_sign = Writer::with_capacity(payload.as_slice().len().saturating_add(96));
        envelope::write_sig_structure(Bound::Link { parent: &leaf.id }, payload.as_slice(), &mut to_sign);
        let next = Kept {
            id: envelope::id(envelope::context::LINK_ID, to_sign.as_slice()),
            issuer: leaf.holder,
            holder: self.holder,
            issued_at: None,
            grant: self.grant,
        };
        Ok(Prepared {
            signer: leaf.holder,
            to_sign: ToSign(to_sign.into_bytes()),
            unsigned: self.token.extended(payload.as_slice(), next)?,
        })
    }

    /// Both halves: a token one link longer, and never stronger.
    pub fn sign(self, signer: &(impl Signer + ?Sized), now: UnixTime) -> Result<Token, NotDelegated> {
        Ok(self.prepare(now)?.sign(signer)?)
    }

    /// Depth, audiences and window are exact, so what the verifier would refuse is refused here.
    fn check_inherited(&self) -> Result<(), Malformed> {
        let links = self.token.kept().count();
        let above = self.token.kept().fold(Inherited::default(), |above, link| {
            let most = if link.issued_at.is_some() { 0 } else { above.depth.saturating_sub(1) };
            above.with(&link.grant, link.issued_at, link.grant.depth.unwrap_or(most))
        });
        let widens = |detail: String| Malformed::new(Code::Widens, detail).with_link(links);
        let Some(most) = above.depth.checked_sub(1) else {
            return Err(Malformed::new(Code::DepthExceeded, "the token may not be delegated further").with_link(links));
        };
        if let Some(depth) = self.grant.depth.filter(|&depth| depth > most) {
            return Err(widens(format!("depth {depth} is more than the {most} that may follow"))
                .with_hint(format!("ask for a depth of at most {most}")));
        }
        if let Some(audience) = self.grant.audiences.iter().find(|&audience| !above.audiences.contains(audience)) {
            return Err(widens(format!(
                "the audience {} is not one of the parent's",
                crate::grammar::Quoted(audience)
            )));
        }
        if let (Some(expires), Some(most)) = (self.grant.expires, above.expires)
            && expires > most
        {
            return Err(widens(format!("until {expires} is later than the parent's end, {most}"))
                .with_hint("ask for a shorter life, or leave it out to inherit the parent's"));
        }
        if let (Some(not_before), Some(least)) = (self.grant.not_before, above.not_before)
            && not_before < least
        {
            return Err(widens(format!("from {not_before} is earlier than the parent's start, {least}")));
        }
        let audiences =
            if self.grant.audiences.is_empty() { above.audiences.len() } else { self.grant.audiences.len() };
        if audiences > 1 && self.grant.budgets.iter().any(|budget| budget.ledger.is_none()) {
            return Err(Malformed::new(
                Code::BudgetHomeUnclear,
                "a budget with several audiences names the ledger that counts it",
            )
            .with_hint("add `at LEDGER-KEY` to the budget, or delegate for one audience"));
        }
        Ok(())
    }

    fn check_clauses(&self) -> Result<(), NotDelegated> {
        let above = clauses_of(self.token);
        for clause in &self.grant.clauses {
            if let Narrowing::Wider(widening) = narrows::narrows(clause, &above) {
                let setter = issuer(self.token, widening.link);
                return Err(NotDelegated::Widens { widening, setter });
            }
            if let Some(nothing) = narrows::allows_nothing(clause, &above) {
                let setter = issuer(self.token, nothing.link);
                return Err(NotDelegated::AllowsNothing { nothing: Box::new(nothing), setter });
            }
        }
        Ok(())
    }
}

/// Why a token was not delegated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotDelegated {
    /// The grant or the token has no valid form, or the signer gave no signature.
    Malformed(Malformed),
    /// A clause asks for more than a link above grants.
    Widens {
        /// How, with a call that shows it.
        widening: Box<Widening>,
        /// Who set the limit: the issuer of that link, as the token claims.
        setter: Option<VerifyingKey>,
    },
    /// No call could pass a clause and the links above it.
    AllowsNothing {
        /// Why.
        nothing: Box<Nothing>,
        /// Who set the limit: the issuer of that link, as the token claims.
        setter: Option<VerifyingKey>,
    },
}

impl NotDelegated {
    /// Which fault.
    pub fn code(&self) -> Code {
        match self {
            NotDelegated::Malformed(malformed) => malformed.code(),
            NotDelegated::Widens { .. } => Code::Widens,
            NotDelegated::AllowsNothing { .. } => Code::AllowsNothing,
        }
    }

    /// What was wrong and who set the limit, with names from the reader's own petnames.
    pub fn sentence(&self, petname: Petname<'_>) -> String {
        match self {
            NotDelegated::Malformed(malformed) => malformed.to_string(),
            NotDelegated::Widens { widening, setter } => widening.sentence(&name(setter, petname)),
            NotDelegated::AllowsNothing { nothing, setter } => nothing.sentence(&name(setter, petname)),
        }
    }

    /// For a clause that is wider: a call that it allows and the link above refuses, and that link's number.
    pub fn example(&self) -> Option<(&Call, usize)> {
        match self {
            NotDelegated::Widens { widening, .. } => Some((&widening.witness, widening.link)),
            _ => None,
        }
    }

    /// What to write instead.
    pub fn hint(&self, petname: Petname<'_>) -> Option<String> {
        match self {
            NotDelegated::Malformed(malformed) => malformed.hint().map(String::from),
            NotDelegated::Widens { widening, setter } => Some(widening.hint(&name(setter, petname))),
            NotDelegated::AllowsNothing { nothing, .. } => nothing.hint(),
        }
    }
}

impl From<Malformed> for NotDelegated {
    fn from(malformed: Malformed) -> NotDelegated {
        NotDelegated::Malformed(malformed)
    }
}

impl fmt::Display for NotDelegated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(&|_| None))
    }
}

impl core::error::Error for NotDelegated {}

fn clauses_of(token: &Token) -> Vec<&[Clause<'static>]> {
    token.kept().map(|link| link.grant.clauses.as_slice()).collect()
}

/// Who signs the link of this number, the root being 1, as the token claims: that of the clause itself, the last holder.
fn issuer(token: &Token, number: usize) -> Option<VerifyingKey> {
    let above = token.kept().nth(number.checked_sub(1)?).map(|link| link.issuer);
    above.or_else(|| Some(token.leaf().holder))
}

fn name(setter: &Option<VerifyingKey>, petname: Petname<'_>) -> String {
    setter.map_or_else(|| "the chain".into(), |key| petname(&key).unwrap_or_else(|| key.short()))
}
