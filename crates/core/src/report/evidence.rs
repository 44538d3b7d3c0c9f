//! How an authorizer was identified.

use alloc::borrow::ToOwned;
use alloc::string::String;

use serde::Serialize;

use super::{Digits, Shown};
use crate::evidence::Evidence;
use crate::time::UnixTime;

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct EvidenceReport {
    kind: String,
    digest: Digits<[u8; 32]>,
    time: Shown<UnixTime>,
    assurance: String,
}

impl From<&Evidence<'_>> for EvidenceReport {
    fn from(evidence: &Evidence<'_>) -> EvidenceReport {
        EvidenceReport {
            kind: evidence.kind().to_owned(),
            digest: Digits(*evidence.digest()),
            time: Shown(evidence.time()),
            assurance: evidence.assurance().to_owned(),
        }
    }
}
