//! Alice mandates a planner, the planner its sub-agents; their calls, ready to be checked and charged.

use std::cell::Cell;

use depute::{
    Call, Code, Denied, Endorsement, Mint, Policy, Presentation, Revocations, Signer, SigningKey, Token, Trust,
    TrustEntry, UnixTime, Verified, Verifier,
};
use depute_ledger::{MemoryLedger, Permit};

/// A multiple of a day, so that every window used here starts with it.
pub(crate) const NOON: u64 = 1_799_971_200;

pub(crate) fn at(secs: u64) -> UnixTime {
    UnixTime::from_secs(secs).unwrap()
}

pub(crate) fn key(name: &str) -> SigningKey {
    let mut seed = [0; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::from_seed(&seed)
}

/// A mandate of an authorizer for a planner: anything, within these budgets.
pub(crate) fn mandate(authorizer: &str, issued: u64, budgets: &[&str]) -> Token {
    let mint = Mint::new(&key("planner").verifying_key()).allow("*(..)").unwrap().depth(5).expires_in(3600);
    let mint = budgets.iter().fold(mint, |mint, budget| mint.budget(budget).unwrap());
    mint.sign(&key(authorizer), at(issued), [1; 8]).unwrap()
}

/// The same, if so many of carol and dave approve.
pub(crate) fn approved_mandate(threshold: u64, life_secs: u64, budgets: &[&str]) -> Token {
    let [carol, dave] = ["carol", "dave"].map(|name| key(name).verifying_key());
    let clause = format!("*(..) needs approval({threshold} of [\"{carol}\", \"{dave}\"])");
    let mint = Mint::new(&key("planner").verifying_key()).allow(&clause).unwrap().depth(5).expires_in(life_secs);
    let mint = budgets.iter().fold(mint, |mint, budget| mint.budget(budget).unwrap());
    mint.sign(&key("alice"), at(NOON), [1; 8]).unwrap()
}

/// The same mandate handed on to a sub-agent, within further budgets.
pub(crate) fn handed_on(token: &Token, from: &str, to: &str, budgets: &[&str]) -> Token {
    let delegation = token.delegate(&key(to).verifying_key()).allow("*(..)").unwrap();
    let delegation = budgets.iter().fold(delegation, |delegation, budget| delegation.budget(budget).unwrap());
    delegation.sign(&key(from), at(NOON)).unwrap()
}

/// One call as it arrives.
pub(crate) struct Arrival {
    pub(crate) presentation: Presentation,
    pub(crate) call: Call,
}

impl Arrival {
    /// The same call with one more endorsement.
    pub(crate) fn with(mut self, endorsement: &Endorsement) -> Arrival {
        self.presentation = self.presentation.with(endorsement).unwrap();
        self
    }

    pub(crate) fn verified<'a>(&'a self, verifier: &'a Verifier, now: u64) -> Verified<'a> {
        verifier.check(self.presentation.as_bytes(), &self.call, at(now)).unwrap()
    }
}

/// A verifier that trusts alice and bob with everything, and the nonces of all proofs.
pub(crate) struct World {
    pub(crate) verifier: Verifier,
    nonce: Cell<u128>,
}

impl World {
    pub(crate) fn new() -> World {
        let entries =
            ["alice", "bob"].map(|name| TrustEntry::new(name, key(name).verifying_key()).allow("*(..)").unwrap());
        let policy = Policy::new("local", Revocations::None).unwrap();
        World { verifier: Verifier::new(Trust::new(entries).unwrap(), policy), nonce: Cell::new(0) }
    }

    /// A call with a fresh proof.
    pub(crate) fn arrival(&self, token: &Token, holder: &str, call: &str, made: u64) -> Arrival {
        self.nonce.set(self.nonce.get() + 1);
        let call = Call::parse(call).unwrap();
        let nonce = self.nonce.get().to_be_bytes();
        let presentation = token.present(&call, "local", &key(holder), at(made), nonce).unwrap();
        Arrival { presentation, call }
    }

    /// Somebody's approval of a call, made and ending at these times.
    pub(crate) fn endorsement(&self, token: &Token, by: &str, call: &str, made: u64, ends: u64) -> Endorsement {
        self.nonce.set(self.nonce.get() + 1);
        let call = Call::parse(call).unwrap();
        token.endorse(&call, "local", &key(by), at(made), at(ends), self.nonce.get().to_be_bytes()).unwrap()
    }

    /// Checks and charges.
    pub(crate) fn charge<'a>(
        &'a self,
        ledger: &mut MemoryLedger,
        arrival: &'a Arrival,
        now: u64,
    ) -> Result<Permit<'a>, Denied> {
        ledger.charge(arrival.verified(&self.verifier, now), at(now))
    }

    /// A fresh call from proof to settlement; gives the code of a refusal.
    pub(crate) fn call(
        &self,
        ledger: &mut MemoryLedger,
        token: &Token,
        holder: &str,
        call: &str,
        now: u64,
    ) -> Result<(), Code> {
        let arrival = self.arrival(token, holder, call, now);
        ledger
            .run(arrival.verified(&self.verifier, now), at(now), |ran| assert_eq!(ran, &arrival.call))
            .map_err(|denied| denied.code())
    }
}
