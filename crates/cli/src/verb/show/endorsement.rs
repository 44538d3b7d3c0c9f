//! An endorsement: whose, for whom, until when. Over which call it is, its bytes do not say.

use depute::Endorsement;

use super::View;
use crate::diag::objects;
use crate::failure::Failure;
use crate::names::Names;
use crate::out::{CAUTION, quoted};
use crate::verb::product;
use crate::when;

pub(super) fn view(endorsement: &Endorsement, is_described: bool) -> Result<View, Failure> {
    let names = super::names()?;
    Ok(View {
        text: format!("{CAUTION}UNVERIFIED{CAUTION:#} {}", shown(endorsement, &names)),
        members: product::members(endorsement.unverified_report()),
        bytes: Some(endorsement.as_bytes().to_vec()),
        diag: if is_described { Some(objects::endorsement(endorsement, &names)?) } else { None },
        state: Some("UNVERIFIED".to_owned()),
        status: 0,
    })
}

pub(super) fn shown(endorsement: &Endorsement, names: &Names) -> String {
    format!(
        "endorsement by {} for {}, made {}, until {}",
        names.shown(&endorsement.unverified_signer()),
        quoted(endorsement.unverified_audience()),
        when::local(endorsement.unverified_issued_at()),
        when::local(endorsement.unverified_expires())
    )
}
