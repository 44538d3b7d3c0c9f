//! A revocation list. Its signatures can be checked by themselves; whose list it is, only trust can say.

use depute::{RevocationList, Revoked};
use serde_json::json;

use super::View;
use crate::cli::Show;
use crate::diag::objects;
use crate::failure::Failure;
use crate::home::Home;
use crate::out::{CAUTION, GOOD, Out, plain};
use crate::verb::list;
use crate::verb::product::{self, extend};
use crate::{host, revocations, trust_file};

pub(super) fn view(args: &Show, out: &mut Out, list: &RevocationList) -> Result<View, Failure> {
    let names = super::names()?;
    let is_trusted = match args.trust.trust.as_slice() {
        [] => {
            list.verify()?;
            false
        }
        given => {
            let trust = trust_file::resolve(&Home::find()?, &names, out, given)?;
            Revoked::new()
                .add_list(list, &trust, host::now()?)
                .map_err(|fault| revocations::untrusted(Failure::from(fault), &list.unverified_key()))?;
            true
        }
    };
    let heading = if is_trusted {
        format!(
            "{GOOD}VERIFIED{GOOD:#} (a list that trust names; for which tokens a statement counts, each chain says)"
        )
    } else {
        format!("{CAUTION}UNVERIFIED{CAUTION:#} (every signature holds; add --trust NAME to ask whose lists count)")
    };
    let mut members = product::members(list.unverified_report());
    extend(&mut members, json!({"verified": is_trusted}));
    Ok(View {
        text: format!("{heading}\n{}", list::text(list, &names)),
        members,
        bytes: Some(list.as_bytes().to_vec()),
        diag: if args.diag { Some(objects::list(list, &names)?) } else { None },
        state: Some(plain(&heading)),
        status: 0,
    })
}
