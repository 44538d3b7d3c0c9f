//! A call: its arguments as they would be judged, its canonical bytes and digest.

use depute::{Call, Hex};

use super::View;
use crate::diag::objects;
use crate::failure::Failure;
use crate::verb::product::{self, hex};

pub(super) fn view(call: &Call, is_described: bool) -> Result<View, Failure> {
    let request = call.http().map_or_else(String::new, |http| {
        let body = Hex(http.body_digest());
        format!("request    {} {}\nbody       {body}\n", http.method(), http.target())
    });
    Ok(View {
        text: format!(
            "call       {}\narguments  {}\n{request}canonical  {}\ndigest     {}",
            call.action(),
            call.args().to_json(),
            Hex(call.canonical()),
            hex(call.digest()),
        ),
        members: product::members(call.report()),
        bytes: Some(call.canonical().to_vec()),
        diag: if is_described { Some(objects::call(call)?) } else { None },
        state: None,
        status: 0,
    })
}
