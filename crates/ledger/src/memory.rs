//! The ledger of one process: bounded, in memory, gone with it. The reference for the durable ones.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use depute::{Call, Code, Counted, Denied, Malformed, UnixTime, Verified, limits};

use crate::counters::{self, Counters, Taken};
use crate::kept::{Bounds, Entry, Full, Kept, Key};
use crate::permit::{Permit, Sent};

/// Some 40 MiB of proofs when full, and 145 calls a second of one trust entry for the quarter of an hour that each is kept.
/// A held permit remembers its charges too, 48 bytes each and 128 at most: lower these bounds where permits wait long.
const PROOFS: Bounds = Bounds { in_all: 1 << 19, per_entry: 1 << 17 };
/// Approvals are people's: nine a second of one trust entry for the hour that each may live.
const ENDORSEMENTS: Bounds = Bounds { in_all: 1 << 17, per_entry: 1 << 15 };
/// As many counters as the proofs of one entry: a link sets eight at most, and most set none.
const COUNTERS: Bounds = Bounds { in_all: 1 << 17, per_entry: 1 << 15 };
/// Time enough to open a connection.
const HOLD_SECS: u64 = 30;
/// A proof is kept at least this much longer than any verifier accepts it, so that there are never more held permits than
/// kept proofs.
const LONGEST_HOLD_SECS: u64 = limits::PROOF_KEPT_SECS - limits::PROOF_AGE_SECS - limits::SKEW_SECS;

/// Burns proofs and takes charges within one process.
///
/// Promised: a proof counts once, and so does an endorsement; no sum passes a budget's limit; a call takes all of its
/// charges, its proof and the endorsements that counted, or nothing. **Not promised**: anything beyond this value's life. Two processes with a memory ledger each would count
/// twice, and a restart forgets; so proofs made and budgets issued before it began are refused, until
/// [`start_here`](Self::start_here). Neither `Clone` nor made from bytes: a copy would be a second purse.
///
/// Its time is the latest that it was ever given. A clock that steps back reopens no window and revives no proof; one that
/// has run ahead gets everything refused that is stale by then, until time catches up.
///
/// Defaults, each changed by the method of its name: 524,288 proofs, 131,072 of them per trust entry; 131,072 counters,
/// 32,768 of them per trust entry, and as many endorsements; permits are held for 30 s. Source: `spec/verify.md`, "The ledger".
pub struct MemoryLedger {
    /// What began earlier may have been used or counted where this ledger did not see it.
    remembers_from: Option<UnixTime>,
    now: UnixTime,
    hold_secs: u64,
    entries: Vec<String>,
    proofs: Kept<()>,
    endorsements: Kept<()>,
    counters: Counters,
    /// What each held permit took; the key is its deadline and its proof, which the ledger burns only once.
    held: BTreeMap<Key, Vec<Taken>>,
}

impl MemoryLedger {
    /// An empty ledger that began to remember at this time.
    ///
    /// The time of a proof, an endorsement or a token is its maker's word. Where a maker's clock may be ahead, the caller's or an
    /// approver's, what was used just before a restart can look as if made after it, and so can what was made in the same
    /// second: start later by the skew and a second if that matters, or use a durable ledger.
    pub fn new(started: UnixTime) -> MemoryLedger {
        MemoryLedger {
            remembers_from: Some(started),
            now: started,
            hold_secs: HOLD_SECS,
            entries: Vec::new(),
            proofs: Kept::new(PROOFS),
            endorsements: Kept::new(ENDORSEMENTS),
            counters: Counters::new(COUNTERS),
            held: BTreeMap::new(),
        }
    }

    /// The same ledger, **told that nothing was used or counted before it began**: it takes older proofs and budgets as
    /// unused, and accounts as untouched. Whoever says so answers for it.
    #[must_use]
    pub fn start_here(mut self) -> MemoryLedger {
        self.remembers_from = None;
        self
    }

    /// How many proofs are kept, in all and for each trust entry, so that one holder cannot fill the ledger for all.
    #[must_use]
    pub fn max_proofs(mut self, in_all: usize, per_entry: usize) -> MemoryLedger {
        self.proofs.bounds = Bounds { in_all, per_entry };
        self
    }

    /// How many endorsements are kept, in all and for each trust entry.
    #[must_use]
    pub fn max_endorsements(mut self, in_all: usize, per_entry: usize) -> MemoryLedger {
        self.endorsements.bounds = Bounds { in_all, per_entry };
        self
    }

    /// How many counters are kept, in all and for each trust entry.
    #[must_use]
    pub fn max_counters(mut self, in_all: usize, per_entry: usize) -> MemoryLedger {
        self.counters.set_bounds(Bounds { in_all, per_entry });
        self
    }

    /// How long a permit is held before it lapses: 1 to 300 s.
    pub fn hold_secs(mut self, secs: u64) -> Result<MemoryLedger, Malformed> {
        if !(1..=LONGEST_HOLD_SECS).contains(&secs) {
            let detail = format!("a permit held for {secs} s; 1 to {LONGEST_HOLD_SECS} s are possible");
            return Err(Malformed::new(Code::LimitExceeded, detail));
        }
        self.hold_secs = secs;
        Ok(self)
    }

    /// Burns the proof and the endorsements that counted and takes every charge, **or changes nothing**. The permit is held
    /// until its deadline.
    ///
    /// In this order, and the first failure decides the code: a proof used before is `proof_replayed`, whatever else is
    /// wrong, and then an endorsement `endorsement_used`; the times of chain, proof and endorsements, judged again; what the
    /// ledger does not remember, `issued_before_ledger`; every budget, root first, `budget_exhausted`; room, `ledger_full`.
    /// Of a refused call nothing is burned.
    ///
    /// **Not judged again: revocation.** What a verifier learns between its verdict and the charge stops the next call; charge
    /// at once, and judge anew what had to wait. Nor is another endorsement tried for one that was used: whoever presents
    /// leaves that one out.
    pub fn charge<'a>(&mut self, verified: Verified<'a>, now: UnixTime) -> Result<Permit<'a>, Denied> {
        self.advance(now);
        let proof =
            (verified.proof_issued_at().as_secs().saturating_add(limits::PROOF_KEPT_SECS), *verified.proof_id());
        if self.proofs.get(&proof).is_some() {
            return Err(verified.refused_by_ledger(Code::ProofReplayed, None, None, None));
        }
        let used = |counted: &&Counted| self.endorsements.get(&endorsement_key(counted)).is_some();
        if let Some(counted) = verified.endorsements().iter().find(used) {
            return Err(verified.endorsement_refused(Code::EndorsementUsed, counted, None, None));
        }
        verified.check_time(self.now)?;
        self.check_remembered(&verified)?;
        let taken = self.counters.check(&verified, self.now)?;
        let entry = self.entry(verified.trust_entry());
        self.proofs.check_room(entry, 1).map_err(|full| no_room(&verified, full, "call proofs"))?;
        self.endorsements
            .check_room(entry, verified.endorsements().len())
            .map_err(|full| no_room(&verified, full, "endorsements"))?;
        self.counters.check_room(entry, &taken).map_err(|full| no_room(&verified, full, "counters"))?;

        // Nothing from here on can fail: all or nothing.
        let deadline = later(self.now, self.hold_secs);
        self.proofs.keep(proof, entry);
        for counted in verified.endorsements() {
            self.endorsements.keep(endorsement_key(counted), entry);
        }
        self.counters.take(entry, &taken);
        self.held.insert((deadline.as_secs(), *verified.proof_id()), taken);
        Ok(Permit::new(verified, deadline))
    }

    /// Turns a held permit into one whose call may run. From here on its charges are spent, whatever happens.
    ///
    /// Refuses with `permit_lapsed` at or after the deadline, and a permit that another ledger holds.
    pub fn send<'a>(&mut self, permit: Permit<'a>, now: UnixTime) -> Result<Sent<'a>, Denied> {
        self.advance(now);
        match self.held.remove(&held_key(&permit)) {
            Some(_) => Ok(permit.into_sent()),
            None => {
                let (value, limit) = (format!("{}", self.now), format!("before {}", permit.deadline()));
                Err(permit.verified().refused_by_ledger(Code::PermitLapsed, None, Some(value), Some(limit)))
            }
        }
    }

    /// The call has run, and its outcome is known. Nothing is given back: what was sent is spent.
    pub fn settle(&mut self, sent: Sent<'_>) {
        // In memory nothing tells settled from sent; a durable ledger writes it down here.
        drop(sent);
    }

    /// Gives back every charge of a permit that was not sent, once; its proof and endorsements stay burned. A lapsed permit has given back
    /// already, and one that another ledger holds changes nothing here.
    pub fn release(&mut self, permit: Permit<'_>) {
        if let Some(taken) = self.held.remove(&held_key(&permit)) {
            self.counters.give_back(&taken);
        }
    }

    /// The whole way at once: charge, send, run, settle. For calls that need no other one while they run, since the ledger
    /// waits with them. If `run` panics, the call counts as sent: spent.
    pub fn run<'a, T>(
        &mut self,
        verified: Verified<'a>,
        now: UnixTime,
        run: impl FnOnce(&'a Call) -> T,
    ) -> Result<T, Denied> {
        let permit = self.charge(verified, now)?;
        let sent = self.send(permit, now)?;
        let outcome = run(sent.call());
        self.settle(sent);
        Ok(outcome)
    }

    /// Moves the ledger's time, never back; permits past their deadline lapse, and what is due is forgotten.
    fn advance(&mut self, now: UnixTime) {
        self.now = self.now.max(now);
        let now = self.now.as_secs();
        while let Some(first) = self.held.first_entry().filter(|first| first.key().0 <= now) {
            self.counters.give_back(&first.remove());
        }
        self.proofs.forget(now);
        self.endorsements.forget(now);
        self.counters.forget(now);
    }

    /// Refuses a proof or endorsement that may have been used, and a count that may have grown, before the ledger began.
    fn check_remembered(&self, verified: &Verified<'_>) -> Result<(), Denied> {
        let Some(from) = self.remembers_from else { return Ok(()) };
        let limit = || Some(format!("from {from}"));
        let refused = |value| verified.refused_by_ledger(Code::IssuedBeforeLedger, None, Some(value), limit());
        let made = verified.proof_issued_at();
        if made < from {
            return Err(refused(format!("a call proof of {made}")));
        }
        if let Some(counted) = verified.endorsements().iter().find(|counted| counted.issued_at < from) {
            let value = format!("an endorsement of {}", counted.issued_at);
            return Err(verified.endorsement_refused(Code::IssuedBeforeLedger, counted, Some(value), limit()));
        }
        for charge in verified.owed() {
            let budget = || verified.budget(charge).map_or_else(String::new, |budget| format!("budget {budget}, "));
            match counters::began(verified, charge, self.now) {
                Some(began) if began >= from => {}
                Some(began) => return Err(refused(format!("{}counted since {began}", budget()))),
                None => return Err(refused(format!("{}counted since before any token", budget()))),
            }
        }
        Ok(())
    }

    fn entry(&mut self, name: &str) -> Entry {
        if let Some(entry) = self.entries.iter().position(|known| known == name) {
            return entry;
        }
        self.entries.push(name.to_owned());
        self.entries.len().saturating_sub(1)
    }
}

fn held_key(permit: &Permit<'_>) -> Key {
    (permit.deadline().as_secs(), *permit.verified().proof_id())
}

/// When an endorsement that was used may be forgotten, and its id.
fn endorsement_key(counted: &Counted) -> Key {
    (counted.expires.as_secs().saturating_add(limits::ENDORSEMENT_KEPT_SECS), counted.id)
}

fn no_room(verified: &Verified<'_>, full: Full, what: &str) -> Denied {
    let value = match full {
        Full::InAll(count) => format!("{count} {what}"),
        Full::ForEntry(count) => format!("{count} {what} of {}", verified.trust_entry()),
    };
    verified.refused_by_ledger(Code::LedgerFull, None, Some(value), None)
}

/// A time some seconds later, or the last one there is.
fn later(time: UnixTime, secs: u64) -> UnixTime {
    UnixTime::from_secs(time.as_secs().saturating_add(secs).min(limits::TIME_SECS - 1)).unwrap_or(time)
}

impl fmt::Debug for MemoryLedger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryLedger")
            .field("remembers_from", &self.remembers_from)
            .field("now", &self.now)
            .field("proofs", &self.proofs.len())
            .field("endorsements", &self.endorsements.len())
            .field("counters", &self.counters.len())
            .field("held", &self.held.len())
            .finish_non_exhaustive()
    }
}
