//! What a link shall say, and the two steps that say it.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Code, Grant, Malformed, Mint, Token};
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, exactly, key, time, unknown, whole};
use crate::prepared::Unsigned;

/// A grant and lines of context, collected one by one.
#[wasm_bindgen]
#[derive(Default)]
pub struct Terms {
    grant: Grant<'static>,
    lines: Vec<(Line, String)>,
}

#[derive(Clone, Copy)]
enum Line {
    Intent,
    Agent,
    AgentType,
    Task,
    Organization,
    Environment,
    Subject,
}

#[wasm_bindgen]
impl Terms {
    /// Terms that say nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Terms {
        Terms::default()
    }

    /// One more clause.
    pub fn allow(&mut self, clause: &str) -> Given<()> {
        self.with(|grant| grant.allow(clause))
    }

    /// One more budget.
    pub fn budget(&mut self, budget: &str) -> Given<()> {
        self.with(|grant| grant.budget(budget))
    }

    /// One more audience.
    pub fn audience(&mut self, audience: &str) -> Given<()> {
        self.with(|grant| grant.audience(audience))
    }

    /// All that a grant's text states.
    pub fn grant(&mut self, text: &str) -> Given<()> {
        let grant = Grant::parse(text)?;
        self.with(|before| Ok(before.and(grant)))
    }

    /// Life in seconds.
    #[wasm_bindgen(js_name = expiresIn)]
    pub fn expires_in(&mut self, secs: f64) -> Given<()> {
        let secs = whole("a life in seconds", secs)?;
        self.with(|grant| Ok(grant.expires_in(secs)))
    }

    /// The window's end.
    #[wasm_bindgen(js_name = expiresAt)]
    pub fn expires_at(&mut self, secs: f64) -> Given<()> {
        let end = time("the window's end", secs)?;
        self.with(|grant| Ok(grant.expires_at(end)))
    }

    /// The window's start.
    #[wasm_bindgen(js_name = startsAt)]
    pub fn starts_at(&mut self, secs: f64) -> Given<()> {
        let start = time("the window's start", secs)?;
        self.with(|grant| Ok(grant.starts_at(start)))
    }

    /// How many links may follow.
    pub fn depth(&mut self, links: f64) -> Given<()> {
        let links = whole("a depth", links)?;
        self.with(|grant| Ok(grant.may_follow(links)))
    }

    /// A line of context, or the authorizer's name.
    pub fn line(&mut self, name: &str, text: String) -> Given<()> {
        let line = match name {
            "intent" => Line::Intent,
            "agent" => Line::Agent,
            "agent_type" => Line::AgentType,
            "task" => Line::Task,
            "organization" => Line::Organization,
            "environment" => Line::Environment,
            "subject" => Line::Subject,
            other => return Err(unknown("line of context", other)),
        };
        self.lines.push((line, text));
        Ok(())
    }

    /// The canonical text of the grant.
    pub fn text(&self) -> String {
        self.grant.to_string()
    }

    /// The root link that says this.
    pub fn mint(self, issuer: &str, holder: &str, now: f64, cti: &[u8]) -> Given<Unsigned> {
        let mut mint = Mint::new(&key(holder)?).grant(self.grant);
        for (line, text) in &self.lines {
            mint = match line {
                Line::Intent => mint.intent(text),
                Line::Agent => mint.agent(text),
                Line::AgentType => mint.agent_type(text),
                Line::Task => mint.task(text),
                Line::Organization => mint.organization(text),
                Line::Environment => mint.environment(text),
                Line::Subject => mint.subject(text),
            }?;
        }
        Unsigned::given(mint.prepare(&key(issuer)?, time("now", now)?, exactly("a mandate's own id", cti)?))
    }

    /// The further link that says this, below a token.
    pub fn delegate(self, token: &str, holder: &str, now: f64) -> Given<Unsigned> {
        let token = Token::from_text(token)?;
        let mut delegation = token.delegate(&key(holder)?).grant(self.grant);
        for (line, text) in &self.lines {
            delegation = match line {
                Line::Intent => delegation.intent(text),
                Line::Agent => delegation.agent(text),
                Line::AgentType => delegation.agent_type(text),
                _ => Err(Malformed::new(
                    Code::FieldUnknown,
                    "task, organization, environment and subject are the root link's to state",
                )),
            }?;
        }
        Ok(delegation.prepare(time("now", now)?)?.into())
    }
}

impl Terms {
    fn with(&mut self, change: impl FnOnce(Grant<'static>) -> Result<Grant<'static>, Malformed>) -> Given<()> {
        self.grant = change(core::mem::take(&mut self.grant))?;
        Ok(())
    }
}
