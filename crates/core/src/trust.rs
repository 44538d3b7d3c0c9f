//! Trust and policy: a verifier's own configuration. Which root keys, speaking for whom, allowed at most what.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::clause::Clause;
use crate::context;
use crate::error::{Code, Malformed};
use crate::grant::{self, Grant};
use crate::key::VerifyingKey;
use crate::limits;
use crate::subjects::{Named, Subjects};
use crate::time::UnixTime;

/// Everyone whose mandates a verifier accepts, and what each may permit at most.
#[derive(Clone, Debug)]
pub struct Trust {
    entries: Vec<TrustEntry>,
    /// Every key with the place of its entry, ascending.
    keys: Vec<(VerifyingKey, usize)>,
}

impl Trust {
    /// Trust in these entries. Refuses none at all, a name or a key that stands in two entries, and an entry without a
    /// clause: a token says what its authorizer permits, the entry says what the authorizer may permit here.
    pub fn new(entries: impl IntoIterator<Item = TrustEntry>) -> Result<Trust, Malformed> {
        let entries: Vec<TrustEntry> = entries.into_iter().collect();
        if entries.is_empty() {
            return Err(Malformed::new(Code::TrustEmpty, "a verifier that trusts no one refuses everything"));
        }
        let mut keys = Vec::new();
        for (place, entry) in entries.iter().enumerate() {
            if entry.grant.clauses.is_empty() {
                return Err(Malformed::new(
                    Code::GrantEmpty,
                    format!("the trust entry `{}` allows nothing", entry.name),
                )
                .with_hint("write what it may permit here, or `*(..)` for everything"));
            }
            context::check_line(&entry.name)?;
            entry.grant.check()?;
            entry.check_once("list key", &entry.list_keys)?;
            entry.check_once("revoker", &entry.revokers)?;
            if entries.iter().take(place).any(|other| other.name == entry.name) {
                return Err(Malformed::new(
                    Code::DuplicateItem,
                    format!("the trust entry `{}` for the second time", entry.name),
                ));
            }
            for TrustedKey { key, .. } in &entry.keys {
                match keys.binary_search_by(|(other, _): &(VerifyingKey, usize)| other.cmp(key)) {
                    Err(at) => keys.insert(at, (*key, place)),
                    Ok(_) => {
                        let detail = format!("the key {key} for the second time in trust");
                        return Err(Malformed::new(Code::DuplicateItem, detail));
                    }
                }
            }
        }
        Ok(Trust { entries, keys })
    }

    /// The entries.
    pub fn entries(&self) -> &[TrustEntry] {
        &self.entries
    }

    /// Whether some entry names this key as one whose lists must be fresh.
    pub(crate) fn names_list_key(&self, key: &VerifyingKey) -> bool {
        self.entries.iter().any(|entry| entry.list_keys.contains(key))
    }

    /// The entry that has this key.
    pub(crate) fn find(&self, key: &VerifyingKey) -> Option<(&TrustEntry, &TrustedKey)> {
        let place = self.keys.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        let entry = self.keys.get(place).and_then(|&(_, entry)| self.entries.get(entry))?;
        entry.keys.iter().find(|trusted| trusted.key == *key).map(|trusted| (entry, trusted))
    }
}

/// One authority: its name, its keys, whom it speaks for, and a grant of the verifier's own, judged as link zero.
#[derive(Clone, PartialEq, Debug)]
pub struct TrustEntry {
    pub(crate) name: String,
    pub(crate) keys: Vec<TrustedKey>,
    /// The names that it may sign for; none: for its own keys alone.
    pub(crate) subjects: Subjects,
    pub(crate) grant: Grant<'static>,
    /// Whose revocation lists must be fresh where the policy requires any, in the order of their checks.
    pub(crate) list_keys: Vec<VerifyingKey>,
    /// Who may revoke anything of its chains, beside those whom the chain itself gives a say.
    pub(crate) revokers: Vec<VerifyingKey>,
}

/// A key, and when it is trusted. A stolen key is removed, not ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TrustedKey {
    pub(crate) key: VerifyingKey,
    pub(crate) from: Option<UnixTime>,
    pub(crate) until: Option<UnixTime>,
}

impl TrustEntry {
    /// An entry for a person or body who signs with this key. It allows nothing until [`allow`](Self::allow) says what.
    pub fn new(name: impl Into<String>, key: VerifyingKey) -> TrustEntry {
        TrustEntry {
            name: name.into(),
            keys: alloc::vec![TrustedKey { key, from: None, until: None }],
            subjects: Subjects::default(),
            grant: Grant::default(),
            list_keys: Vec::new(),
            revokers: Vec::new(),
        }
    }

    /// The same entry, with a clause of what it may permit here: link zero. Clauses are alternatives.
    pub fn allow(mut self, clause: &str) -> Result<TrustEntry, Malformed> {
        self.grant.clauses.push(Clause::parse(clause)?);
        Ok(self)
    }

    /// The same entry, with a clause that was read already.
    pub fn allow_clause(mut self, clause: Clause<'static>) -> TrustEntry {
        self.grant.clauses.push(clause);
        self
    }

    /// The same entry, speaking for this authorizer, and no longer for its own key.
    pub fn speaks_for(mut self, subject: impl Into<String>) -> Result<TrustEntry, Malformed> {
        self.subjects.push(Named::exactly(subject.into())?);
        Ok(self)
    }

    /// The same entry, speaking for every authorizer whose name is a mail address at this domain, as of `at` in a grant.
    pub fn speaks_for_at(mut self, domain: impl Into<String>) -> Result<TrustEntry, Malformed> {
        self.subjects.push(Named::at(domain.into())?);
        Ok(self)
    }

    /// The same entry, speaking for every authorizer whose name has this pattern, as of `like` in a grant: `svc-*`.
    pub fn speaks_for_like(mut self, pattern: impl Into<String>) -> Result<TrustEntry, Malformed> {
        self.subjects.push(Named::like(pattern.into())?);
        Ok(self)
    }

    /// The same entry, speaking for what a line of a settings file says: `at "acme.example"`, `like "svc-*"`, or an
    /// exact name, which is written `= "…"` where it looks like a limit itself.
    pub fn speaks_for_text(mut self, text: &str) -> Result<TrustEntry, Malformed> {
        self.subjects.push(Named::parse(text)?);
        Ok(self)
    }

    /// The same entry, with one more key (or in place of what was said of this key) that is trusted from a time and until
    /// one, that second excluded. Both the root's `iat` and the present must lie between.
    pub fn key(mut self, key: VerifyingKey, from: Option<UnixTime>, until: Option<UnixTime>) -> TrustEntry {
        self.keys.retain(|trusted| trusted.key != key);
        self.keys.push(TrustedKey { key, from, until });
        self
    }

    /// The same entry, with one more key whose revocation list must be fresh for its chains, where the policy requires
    /// lists. The key decides which statements are seen; it has no say over any chain.
    pub fn list_key(mut self, key: VerifyingKey) -> TrustEntry {
        self.list_keys.push(key);
        self
    }

    /// The same entry, with one more key that may revoke anything of its chains: refusing is always the verifier's right.
    pub fn revoker(mut self, key: VerifyingKey) -> TrustEntry {
        self.revokers.push(key);
        self
    }

    /// Name of the entry, for people and as part of an account's counter.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &VerifyingKey> {
        self.keys.iter().map(|trusted| &trusted.key)
    }

    /// Whom it speaks for, as [`speaks_for_text`](Self::speaks_for_text) reads it; none: for its own keys alone.
    pub fn subjects(&self) -> impl ExactSizeIterator<Item = String> {
        self.subjects.iter().map(ToString::to_string)
    }

    /// The keys whose revocation lists must be fresh.
    pub fn list_keys(&self) -> &[VerifyingKey] {
        &self.list_keys
    }

    /// The keys that may revoke anything of its chains.
    pub fn revokers(&self) -> &[VerifyingKey] {
        &self.revokers
    }

    /// What the entry may permit here.
    pub fn grant(&self) -> &Grant<'static> {
        &self.grant
    }

    /// No key stands twice among these.
    fn check_once(&self, what: &str, keys: &[VerifyingKey]) -> Result<(), Malformed> {
        let twice = keys.iter().enumerate().find(|(place, key)| keys.iter().take(*place).any(|other| other == *key));
        match twice {
            None => Ok(()),
            Some((_, key)) => Err(Malformed::new(
                Code::DuplicateItem,
                format!("the {what} {key} for the second time in the trust entry `{}`", self.name),
            )),
        }
    }

    /// Whether it may sign for this authorizer; `None`: for the key itself.
    pub(crate) fn may_speak_for(&self, subject: Option<&str>) -> bool {
        self.subjects.allow(subject)
    }
}

impl TrustedKey {
    pub(crate) fn holds_at(&self, time: UnixTime) -> bool {
        self.from.is_none_or(|from| from <= time) && self.until.is_none_or(|until| time < until)
    }
}

/// How a verifier learns of revocations. Stated, never assumed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Revocations {
    /// In lists that are fresh, of every list key that the root's trust entry names; without one, nothing of that entry is
    /// accepted.
    Required {
        /// How old a list may be: at most an hour.
        staleness_secs: u64,
    },
    /// In the lists that the verifier was given, however old they are. Every verdict says so.
    LocalList,
    /// Not at all: a revoked link works until it expires. Every verdict says so.
    None,
}

impl Revocations {
    /// In lists that are at most a minute old: what a service chooses that has no reason for another.
    pub const fn required() -> Revocations {
        Revocations::Required { staleness_secs: 60 }
    }
}

/// What a verifier decides for itself. Times are in seconds.
///
/// Defaults, each changed by the method of its name: a root link lives 3,600 s at most; clocks may differ by 30 s; a call
/// proof is 60 s old at most; no ledger key, so that a budget which names a ledger is refused; calls have no `http` member.
#[derive(Clone, Debug)]
pub struct Policy {
    pub(crate) audience: String,
    pub(crate) revocations: Revocations,
    pub(crate) life_secs: u64,
    pub(crate) skew_secs: u64,
    pub(crate) proof_age_secs: u64,
    pub(crate) ledger: Option<VerifyingKey>,
    pub(crate) wants_http: bool,
}

impl Policy {
    /// The policy of the verifier that is this audience. There is no default: a token is meant for someone.
    pub fn new(audience: impl Into<String>, revocations: Revocations) -> Result<Policy, Malformed> {
        let audience = audience.into();
        grant::check_audience(&audience)?;
        if let Revocations::Required { staleness_secs } = revocations {
            within("staleness of revocations", staleness_secs, limits::STALENESS_SECS)?;
        }
        Ok(Policy {
            audience,
            revocations,
            life_secs: 3600,
            skew_secs: 30,
            proof_age_secs: 60,
            ledger: None,
            wants_http: false,
        })
    }

    /// The longest life of a root link: at most 30 days.
    pub fn life_secs(mut self, secs: u64) -> Result<Policy, Malformed> {
        self.life_secs = within("life", secs, limits::LIFE_SECS)?;
        Ok(self)
    }

    /// How far clocks may differ: at most 300 s.
    pub fn skew_secs(mut self, secs: u64) -> Result<Policy, Malformed> {
        self.skew_secs = within("skew", secs, limits::SKEW_SECS)?;
        Ok(self)
    }

    /// How old a call proof may be: at most 300 s.
    pub fn proof_age_secs(mut self, secs: u64) -> Result<Policy, Malformed> {
        self.proof_age_secs = within("proof age", secs, limits::PROOF_AGE_SECS)?;
        Ok(self)
    }

    /// The key of the ledger that this verifier charges: budgets at home there are counted here.
    pub fn ledger(mut self, key: VerifyingKey) -> Policy {
        self.ledger = Some(key);
        self
    }

    /// Calls here are requests over plain HTTP: each has its `http` member, and one without is refused. Not for MCP, whose
    /// calls are messages, however they travel.
    pub fn http(mut self) -> Policy {
        self.wants_http = true;
        self
    }

    /// The audience that this verifier is.
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

fn within(what: &str, secs: u64, most: u64) -> Result<u64, Malformed> {
    if secs <= most {
        Ok(secs)
    } else {
        Err(Malformed::new(Code::LimitExceeded, format!("a {what} of {secs} s; {most} s at most")))
    }
}
