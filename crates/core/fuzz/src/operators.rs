//! Each operator that speaks of spellings, on texts that nobody chose: an operand and a value, two lines of an input.

use depute::{Call, Clause, Map, fuzzing};

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
