//! Each operator that speaks of spellings, on texts that nobody chose: an operand and a value, two lines of an input.

use depute::{Call, Clause, Map, fuzzing};

use crate::addresses::{bits, domain, is_host, is_in_network, is_within, url};
use crate::spelling::{is_clean_for_like, is_clean_path, is_date, is_like, is_refused, is_under, quoted};

/// Two lines, if it is text.
fn lines(data: &[u8]) -> Option<(&str, &str)> {
    str::from_utf8(data).ok()?.split_once('\n')
}

/// What the limit says of the value, or that it is none.
fn judge(operator: &str, operand: &str, value: &str) -> Option<Result<(), String>> {
    let clause = Clause::parse(&format!("f(x {operator} {})", quoted(operand))).ok()?;
    let call = Call::new("f", Map::from_entries([("x", value)]).ok()?).ok()?;
    Some(fuzzing::accepts(&clause, &call).map_err(|(code, _)| code.as_str().to_owned()))
}

/// A text that a policy may have. A secret key in it is refused, so that no policy ever shows one.
fn is_policy_text(text: &str) -> bool {
    text.len() <= 1024 && !text.contains(is_refused) && !text.contains("dptsk1_")
}

pub fn under(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    let judged = judge("under", operand, value);
    assert_eq!(judged.is_some(), is_policy_text(operand) && is_clean_path(operand), "{operand:?}");
    let Some(judged) = judged else { return };
    let expected = match value.len() <= 4096 && is_clean_path(value) {
        false => Err("arg_ambiguous".to_owned()),
        true if is_under(operand, value) => Ok(()),
        true => Err("arg_outside_path".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
    if judged.is_ok() {
        // And as a file system reads it, which drops `.` and repeated slashes and climbs at `..`.
        use std::path::{Component, Path};
        let mut parts = Path::new(value).components();
        assert!(parts.all(|part| matches!(part, Component::RootDir | Component::Normal(_))));
        assert!(Path::new(value).starts_with(operand));
        assert_eq!(Path::new(value).components().collect::<std::path::PathBuf>().to_str(), Some(value));
    }
}

pub fn like(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    // The oracle tries everything.
    if operand.matches('*').count() > 4 && value.len() > 60 {
        return;
    }
    let Some(judged) = judge("like", operand, value) else {
        let is_glob = is_policy_text(operand)
            && is_clean_for_like(operand)
            && operand.len() <= 128
            && operand.matches('*').count() <= 8
            && !operand.contains("**");
        return assert!(!is_glob, "{operand:?}");
    };
    let expected = match value.len() <= 4096 && is_clean_for_like(value) {
        false => Err("arg_ambiguous".to_owned()),
        true if is_like(operand, value) => Ok(()),
        true => Err("arg_not_like".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
}

pub fn within(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    let judged = judge("within", operand, value);
    let is_base = url(operand).is_some_and(|url| url.query.is_none());
    assert_eq!(judged.is_some(), is_policy_text(operand) && is_base, "{operand:?}");
    let Some(judged) = judged else { return };
    let expected = match url(value) {
        None => Err("arg_ambiguous".to_owned()),
        Some(found) if is_within(operand, false, &found) => Ok(()),
        Some(_) => Err("arg_outside_url".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
}

pub fn at(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    let judged = judge("at", operand, value);
    assert_eq!(judged.is_some(), is_policy_text(operand) && is_host(operand), "{operand:?}");
    let Some(judged) = judged else { return };
    let expected = match domain(value) {
        None => Err("arg_ambiguous".to_owned()),
        Some(found) if found == operand => Ok(()),
        Some(_) => Err("arg_outside_domain".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
}

pub fn cidr(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    let judged = judge("cidr", operand, value);
    assert_eq!(judged.is_some(), is_network(operand), "{operand:?}");
    let Some(judged) = judged else { return };
    let expected = match bits(value) {
        None => Err("arg_ambiguous".to_owned()),
        Some(_) if is_in_network(operand, value) => Ok(()),
        Some(_) => Err("arg_outside_network".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
}

/// An address, and behind so many of its bits no other.
fn is_network(text: &str) -> bool {
    let Some((address, digits)) = text.split_once('/') else { return false };
    let length = digits.parse::<usize>().ok().filter(|length| length.to_string() == digits);
    let host = bits(address).zip(length).and_then(|(bits, length)| bits.get(length..).map(str::to_owned));
    host.is_some_and(|host| !host.contains('1'))
}

pub fn date(data: &[u8]) {
    let Some((operand, value)) = lines(data) else { return };
    let Some(judged) = judge(">= date", operand, value) else {
        return assert!(!is_date(operand), "{operand:?}");
    };
    assert!(is_date(operand), "{operand:?}");
    let expected = match is_date(value) && value.len() == operand.len() {
        false => Err("arg_ambiguous".to_owned()),
        true if value >= operand => Ok(()),
        true => Err("arg_below_limit".to_owned()),
    };
    assert_eq!(judged, expected, "{operand:?} {value:?}");
}
