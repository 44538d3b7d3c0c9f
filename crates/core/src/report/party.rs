//! On whose behalf, and who set a limit.

use alloc::string::String;

use serde::Serialize;

use super::Shown;
use crate::denied::{Authorizer, Setter};
use crate::key::VerifyingKey;

/// A key, a name that an authority vouches for, or the verifier by one of its trust entries.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Party {
    Key { key: Shown<VerifyingKey> },
    Subject { entry: String, subject: String },
    Verifier { verifier: Option<String> },
}

impl From<&Authorizer> for Party {
    fn from(authorizer: &Authorizer) -> Party {
        match authorizer {
            Authorizer::Key(key) => Party::Key { key: Shown(*key) },
            Authorizer::Subject { entry, subject } => Party::Subject { entry: entry.clone(), subject: subject.clone() },
        }
    }
}

impl From<&Setter> for Party {
    fn from(setter: &Setter) -> Party {
        match setter {
            Setter::Verifier(entry) => Party::Verifier { verifier: entry.clone() },
            Setter::Authorizer(authorizer) => authorizer.into(),
            Setter::Holder(key) => Party::Key { key: Shown(*key) },
        }
    }
}
