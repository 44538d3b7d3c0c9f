//! The inputs of a vector, as the types that core takes.

use depute::{Clause, Malformed, Policy, Revocations, Trust, TrustEntry, UnixTime, VerifyingKey};
use serde_json::Value;

/// Why there is no answer of a verifier.
pub(super) enum NoAnswer {
    /// The input is refused.
    Refused(Malformed),
    /// The question is not one.
    Unclear(String),
}

impl From<Malformed> for NoAnswer {
    fn from(fault: Malformed) -> NoAnswer {
        NoAnswer::Refused(fault)
    }
}

pub(super) type Asked<T> = Result<T, NoAnswer>;

pub(super) fn text<'v>(input: &'v Value, name: &str) -> Asked<&'v str> {
    member(input, name)?.as_str().ok_or_else(|| unclear(name, "is not a text"))
}

pub(super) fn bytes(input: &Value, name: &str) -> Asked<Vec<u8>> {
    from_hex(text(input, name)?).ok_or_else(|| unclear(name, "is not hexadecimal"))
}

pub(super) fn list<'v>(input: &'v Value, name: &str) -> Asked<&'v [Value]> {
    member(input, name)?.as_array().map(Vec::as_slice).ok_or_else(|| unclear(name, "is not a list"))
}

/// Bytes of this many.
pub(super) fn exactly<const N: usize>(input: &Value, name: &str) -> Asked<[u8; N]> {
    bytes(input, name)?.try_into().map_err(|_| unclear(name, "has another length"))
}

pub(super) fn time(input: &Value, name: &str) -> Asked<UnixTime> {
    Ok(UnixTime::from_secs(number(input, name)?)?)
}

pub(super) fn trust(entries: &[Value]) -> Asked<Trust> {
    Ok(Trust::new(entries.iter().map(entry).collect::<Asked<Vec<_>>>()?)?)
}

pub(super) fn policy(verifier: &Value) -> Asked<Policy> {
    let revocations = match member(verifier, "revocations")? {
        Value::String(how) if how == "none" => Revocations::None,
        Value::String(how) if how == "local list" => Revocations::LocalList,
        required => Revocations::Required { staleness_secs: number(required, "required")? },
    };
    let policy = Policy::new(text(verifier, "audience")?, revocations)?
        .life_secs(number(verifier, "life")?)?
        .skew_secs(number(verifier, "skew")?)?
        .proof_age_secs(number(verifier, "age")?)?;
    let policy = match member(verifier, "ledger")? {
        Value::Null => policy,
        _ => policy.ledger(key(verifier, "ledger")?),
    };
    match text(verifier, "members")? {
        "plain" => Ok(policy),
        "http" => Ok(policy.http()),
        _ => Err(unclear("members", "is neither `plain` nor `http`")),
    }
}

fn entry(entry: &Value) -> Asked<TrustEntry> {
    let mut keys = list(entry, "keys")?.iter();
    let first = keys.next().ok_or_else(|| unclear("keys", "is empty"))?;
    let mut trusted = TrustEntry::new(text(entry, "name")?, key(first, "key")?);
    for one in std::iter::once(first).chain(keys) {
        trusted = trusted.key(key(one, "key")?, moment(one, "from")?, moment(one, "until")?);
    }
    for subject in list(entry, "subjects")? {
        trusted = trusted.speaks_for_text(subject.as_str().ok_or_else(|| unclear("subjects", "are texts"))?)?;
    }
    for one in hexes(entry, "list_keys")? {
        trusted = trusted.list_key(one);
    }
    for one in hexes(entry, "revokers")? {
        trusted = trusted.revoker(one);
    }
    for clause in list(entry, "clauses")? {
        let bytes = clause.as_str().and_then(from_hex).ok_or_else(|| unclear("clauses", "are not hexadecimal"))?;
        trusted = trusted.allow_clause(Clause::from_bytes(&bytes)?);
    }
    Ok(trusted)
}

fn hexes(entry: &Value, name: &str) -> Asked<Vec<VerifyingKey>> {
    let one = |key: &Value| {
        let bytes = key.as_str().and_then(from_hex).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        Ok(VerifyingKey::from_bytes(&bytes.ok_or_else(|| unclear(name, "are not keys"))?)?)
    };
    list(entry, name)?.iter().map(one).collect()
}

fn key(input: &Value, name: &str) -> Asked<VerifyingKey> {
    Ok(VerifyingKey::from_bytes(&exactly(input, name)?)?)
}

fn moment(input: &Value, name: &str) -> Asked<Option<UnixTime>> {
    match input.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => time(input, name).map(Some),
    }
}

fn number(input: &Value, name: &str) -> Asked<u64> {
    member(input, name)?.as_u64().ok_or_else(|| unclear(name, "is not a whole number"))
}

fn member<'v>(input: &'v Value, name: &str) -> Asked<&'v Value> {
    input.get(name).ok_or_else(|| unclear(name, "is missing"))
}

pub(super) fn unclear(name: &str, what: &str) -> NoAnswer {
    NoAnswer::Unclear(format!("`{name}` {what}"))
}

pub(super) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let is_plain = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    if is_plain && digits.len().is_multiple_of(2) { digits.chunks(2).map(pair).collect() } else { None }
}
