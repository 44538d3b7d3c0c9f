//! What a link says beyond its holder: flags and grant files, as steps of whichever builder makes the link.

use depute::{Clause, Delegation, Grant, Link, Malformed, Mint, Token, UnixTime, VerifyingKey, remarks};

use crate::cli::Terms;
use crate::failure::Failure;
use crate::names::Names;
use crate::out::Out;
use crate::{input, when};

/// What `mint` and `delegate` both can say.
pub(crate) trait Stated: Sized {
    fn grant(self, grant: Grant<'static>) -> Self;
    fn allow(self, clause: &str) -> Result<Self, Malformed>;
    fn budget(self, budget: &str) -> Result<Self, Malformed>;
    fn audience(self, audience: &str) -> Result<Self, Malformed>;
    fn expires_in(self, secs: u64) -> Self;
    fn not_before(self, time: UnixTime) -> Self;
    fn depth(self, links: u64) -> Self;
    fn intent(self, line: &str) -> Result<Self, Malformed>;
    fn agent(self, line: &str) -> Result<Self, Malformed>;
    fn agent_type(self, line: &str) -> Result<Self, Malformed>;
}

/// The builder with everything that the flags say; a grant file comes first, flags add to it. The audience given stands
/// in where neither names one.
pub(crate) fn apply<B: Stated>(mut builder: B, terms: &Terms, audience: Option<String>) -> Result<B, Failure> {
    let mut audience = audience.filter(|_| terms.aud.is_empty());
    if let Some(argument) = &terms.grant {
        let text = input::text(argument)?;
        let grant = Grant::parse(&text).map_err(|fault| Failure::in_text(fault, &text).within("--grant"))?;
        audience = audience.filter(|_| grant.audiences().next().is_none());
        builder = builder.grant(grant);
    }
    for clause in &terms.allow {
        builder = builder.allow(clause).map_err(|fault| Failure::in_text(fault, clause).within("--allow"))?;
    }
    for budget in &terms.budget {
        builder = builder.budget(budget).map_err(|fault| Failure::in_text(fault, budget).within("--budget"))?;
    }
    for audience in terms.aud.iter().chain(&audience) {
        builder = builder.audience(audience).map_err(|fault| Failure::from(fault).within("the audience"))?;
    }
    if let Some(ttl) = &terms.ttl {
        builder = builder.expires_in(when::duration_secs(ttl).map_err(|failure| failure.within("--ttl"))?);
    }
    if let Some(time) = &terms.not_before {
        builder = builder.not_before(when::time(time).map_err(|failure| failure.within("--not-before"))?);
    }
    if let Some(depth) = terms.depth {
        builder = builder.depth(depth);
    }
    builder = line(builder, "--intent", terms.intent.as_deref(), B::intent)?;
    builder = line(builder, "--agent", terms.agent.as_deref(), B::agent)?;
    line(builder, "--agent-type", terms.agent_type.as_deref(), B::agent_type)
}

/// Says what is wide in the link that was just made, unless it was switched off by name.
pub(crate) fn remark(out: &mut Out, terms: &Terms, token: &Token) {
    let links = token.unverified_links();
    let Some(leaf) = links.last() else { return };
    for remark in remarks(leaf) {
        let name = remark.kind.as_str();
        if !terms.no_remark.iter().any(|off| off == name) {
            out.remark(&format!("remark[{name}]: {}", remark.text));
        }
    }
}

/// Says where a holder who was just named is one too few among those who can approve a call: nobody approves what they hold.
pub(crate) fn remark_on_approvers(out: &mut Out, names: &Names, token: &Token) {
    let links = token.unverified_links();
    let holders: Vec<VerifyingKey> = links.iter().map(Link::unverified_holder).collect();
    let Some((holder, above)) = holders.split_last() else { return };
    for (link, number) in links.iter().zip(1..) {
        for approval in link.unverified_grant().clauses().iter().flat_map(Clause::approvals) {
            let is_met_without = |holders: &[VerifyingKey]| {
                approval.keys().iter().filter(|key| !holders.contains(key)).count() >= approval.threshold()
            };
            if is_met_without(above) && !is_met_without(&holders) {
                out.remark(&format!(
                    "{} holds this token now and so approves nothing of it: nobody can give the {} of {} approvals that a clause of \
                     link {number} needs",
                    names.shown(holder),
                    approval.threshold(),
                    approval.keys().len(),
                ));
            }
        }
    }
}

/// The builder with one line of context, if there is one.
pub(crate) fn line<B>(
    builder: B,
    flag: &str,
    text: Option<&str>,
    say: impl FnOnce(B, &str) -> Result<B, Malformed>,
) -> Result<B, Failure> {
    match text {
        Some(text) => say(builder, text).map_err(|fault| Failure::from(fault).within(flag)),
        None => Ok(builder),
    }
}

macro_rules! stated {
    ($builder:ty) => {
        impl Stated for $builder {
            fn grant(self, grant: Grant<'static>) -> Self {
                self.grant(grant)
            }
            fn allow(self, clause: &str) -> Result<Self, Malformed> {
                self.allow(clause)
            }
            fn budget(self, budget: &str) -> Result<Self, Malformed> {
                self.budget(budget)
            }
            fn audience(self, audience: &str) -> Result<Self, Malformed> {
                self.audience(audience)
            }
            fn expires_in(self, secs: u64) -> Self {
                self.expires_in(secs)
            }
            fn not_before(self, time: UnixTime) -> Self {
                self.not_before(time)
            }
            fn depth(self, links: u64) -> Self {
                self.depth(links)
            }
            fn intent(self, line: &str) -> Result<Self, Malformed> {
                self.intent(line)
            }
            fn agent(self, line: &str) -> Result<Self, Malformed> {
                self.agent(line)
            }
            fn agent_type(self, line: &str) -> Result<Self, Malformed> {
                self.agent_type(line)
            }
        }
    };
}

stated!(Mint);
stated!(Delegation<'_>);
