//! A verifier with its memory ledger.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use depute::{
    Call, Denied, Malformed, Petname, Policy, Presentation, RevocationList, Revocations, Token, Trust, Verified,
    VerifyingKey,
};
use depute_ledger::MemoryLedger;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, key, time, unknown, whole};
use crate::json::json;
use crate::trust::TrustEntries;

/// Trust, a policy, the revocations that are known, and a ledger of one process.
#[wasm_bindgen]
pub struct Verifier {
    verifier: depute::Verifier,
    ledger: MemoryLedger,
    names: Vec<(VerifyingKey, String)>,
}

#[wasm_bindgen]
impl Verifier {
    /// A verifier that is this audience. `revocations` is `none`, `local list` or `required`; `staleness` only says
    /// anything beside the last. `started` is when the ledger began to remember.
    #[wasm_bindgen(constructor)]
    pub fn new(
        trust: TrustEntries,
        audience: String,
        revocations: &str,
        staleness: f64,
        started: f64,
    ) -> Given<Verifier> {
        let revocations = match revocations {
            "none" => Revocations::None,
            "local list" => Revocations::LocalList,
            "required" => Revocations::Required { staleness_secs: whole("a staleness", staleness)? },
            other => return Err(unknown("way to learn of revocations", other)),
        };
        let names = trust.0.iter().flat_map(|entry| entry.keys().map(|key| (*key, entry.name().to_owned()))).collect();
        let verifier = depute::Verifier::new(Trust::new(trust.0)?, Policy::new(audience, revocations)?);
        Ok(Verifier { verifier, ledger: MemoryLedger::new(time("the ledger's start", started)?), names })
    }

    /// The longest life of a root link, in seconds.
    pub fn life(&mut self, secs: f64) -> Given<()> {
        let secs = whole("a life", secs)?;
        self.amend(|policy| policy.life_secs(secs))
    }

    /// How far clocks may differ, in seconds.
    pub fn skew(&mut self, secs: f64) -> Given<()> {
        let secs = whole("a skew", secs)?;
        self.amend(|policy| policy.skew_secs(secs))
    }

    /// How old a call proof may be, in seconds.
    #[wasm_bindgen(js_name = proofAge)]
    pub fn proof_age(&mut self, secs: f64) -> Given<()> {
        let secs = whole("a proof age", secs)?;
        self.amend(|policy| policy.proof_age_secs(secs))
    }

    /// The key of the ledger that this verifier charges.
    #[wasm_bindgen(js_name = ledgerKey)]
    pub fn ledger_key(&mut self, did: &str) -> Given<()> {
        let ledger = key(did)?;
        self.amend(|policy| Ok(policy.ledger(ledger)))
    }

    /// Calls here are requests over plain HTTP.
    pub fn http(&mut self) -> Given<()> {
        self.amend(|policy| Ok(policy.http()))
    }

    /// Nothing was used or counted before the ledger began.
    #[wasm_bindgen(js_name = startHere)]
    pub fn start_here(&mut self, started: f64) -> Given<()> {
        self.ledger = MemoryLedger::new(time("the ledger's start", started)?).start_here();
        Ok(())
    }

    /// The reader's own name for a key.
    pub fn name(&mut self, did: &str, name: String) -> Given<()> {
        let key = key(did)?;
        self.names.retain(|(named, _)| *named != key);
        self.names.push((key, name));
        Ok(())
    }

    /// Takes a revocation list in; gives how many statements were new.
    #[wasm_bindgen(js_name = addList)]
    pub fn add_list(&mut self, list: &str, now: f64) -> Given<f64> {
        let taken = self.verifier.add_list(&RevocationList::from_text(list)?, time("now", now)?)?;
        Ok(taken as f64)
    }

    /// The pure verdict: counts nothing, and says what would be owed.
    pub fn check(&self, presentation: &str, call: &str, now: f64) -> Given<String> {
        let now = time("now", now)?;
        let read = read(presentation, call);
        let verdict = read
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|(presentation, call)| self.verifier.check(presentation.as_bytes(), call, now));
        Ok(self.answer(verdict))
    }

    /// Decides for real: what `check` allows is charged, its proof burned, and counts as sent.
    pub fn authorize(&mut self, presentation: &str, call: &str, now: f64) -> Given<String> {
        let now = time("now", now)?;
        let names = &self.names;
        let (presentation, call) = match read(presentation, call) {
            Ok(read) => read,
            Err(denied) => return Ok(refused(names, &denied)),
        };
        let verdict = self.verifier.check(presentation.as_bytes(), &call, now);
        Ok(match verdict.map(|verified| (json(&verified.report()), self.ledger.run(verified, now, |_| ()))) {
            Ok((report, Ok(()))) => allowed(&report),
            Ok((_, Err(denied))) | Err(denied) => refused(names, &denied),
        })
    }

    /// Whether a token is genuine and its root trusted. No verdict on any call.
    #[wasm_bindgen(js_name = checkChain)]
    pub fn check_chain(&self, token: &str, now: f64) -> Given<String> {
        let token = Token::from_text(token)?;
        Ok(match self.verifier.check_chain(token.as_bytes(), time("now", now)?) {
            Ok(genuine) => allowed(&json(&genuine.report())),
            Err(denied) => refused(&self.names, &denied),
        })
    }

    /// Whether this call would be allowed below this token if enough of those named approved it.
    #[wasm_bindgen(js_name = checkEndorsable)]
    pub fn check_endorsable(&self, token: &str, call: &str, now: f64) -> Given<String> {
        let (token, call) = (Token::from_text(token)?, Call::from_json(call)?);
        Ok(match self.verifier.check_endorsable(token.as_bytes(), &call, time("now", now)?) {
            Ok(endorsable) => allowed(&json(&endorsable.report())),
            Err(denied) => refused(&self.names, &denied),
        })
    }
}

impl Verifier {
    fn amend(&mut self, change: impl FnOnce(Policy) -> Result<Policy, Malformed>) -> Given<()> {
        self.verifier.set_policy(change(self.verifier.policy().clone())?);
        Ok(())
    }

    fn answer(&self, verdict: Result<Verified<'_>, Denied>) -> String {
        match verdict {
            Ok(verified) => allowed(&json(&verified.report())),
            Err(denied) => refused(&self.names, &denied),
        }
    }
}

/// What was received, or the refusal that is of its form.
fn read(presentation: &str, call: &str) -> Result<(Presentation, Call), Denied> {
    let presentation = Presentation::from_text(presentation).map_err(Denied::from)?;
    Ok((presentation, Call::from_json(call).map_err(Denied::from)?))
}

fn allowed(report: &str) -> String {
    marked(true, report)
}

fn refused(names: &[(VerifyingKey, String)], denied: &Denied) -> String {
    let petname: Petname<'_> = &|key| names.iter().find(|(named, _)| named == key).map(|(_, name)| name.clone());
    marked(false, &json(&denied.report(petname)))
}

/// The report with the member that says which of the two it is.
fn marked(is_allowed: bool, report: &str) -> String {
    let members = report.strip_prefix('{').unwrap_or("}");
    format!("{{\"allowed\":{is_allowed},{members}")
}
