//! Which audience is meant: the flag, else `DEPUTE_AUDIENCE`, else `local`.

use std::env;

use crate::failure::Failure;

/// The one audience of a proof or a verifier.
pub(crate) fn one(given: Option<&str>) -> Result<String, Failure> {
    match given {
        Some(audience) => Ok(audience.to_owned()),
        None => Ok(from_environment()?.unwrap_or_else(|| "local".to_owned())),
    }
}

/// What `DEPUTE_AUDIENCE` says.
pub(crate) fn from_environment() -> Result<Option<String>, Failure> {
    match env::var("DEPUTE_AUDIENCE") {
        Ok(audience) if !audience.is_empty() => Ok(Some(audience)),
        Err(env::VarError::NotUnicode(_)) => Err(Failure::usage("DEPUTE_AUDIENCE is not UTF-8")),
        _ => Ok(None),
    }
}
