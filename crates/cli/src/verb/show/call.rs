//! A call: its arguments as they would be judged, its canonical bytes and digest.

use depute::{Call, Hex};
use serde_json::{Value, json};

use super::View;
use crate::diag::objects;
use crate::failure::Failure;
use crate::verb::product::{extend, hex};

pub(super) fn view(call: &Call, is_described: bool) -> Result<View, Failure> {
    let args: Value = serde_json::from_str(&call.args().to_json()).unwrap_or(Value::Null);
    let request = call.http().map_or_else(String::new, |http| {
        let body = Hex(http.body_digest());
        format!("request    {} {}\nbody       {body}\n", http.method(), http.target())
    });
    let mut members = json!({"kind": "call", "action": call.action(), "args": args, "digest": hex(call.digest())});
    if let Some(http) = call.http() {
        let body = Hex(http.body_digest()).to_string();
        extend(&mut members, json!({"http": {"body": body, "method": http.method(), "target": http.target()}}));
    }
    Ok(View {
        text: format!(
            "call       {}\narguments  {}\n{request}canonical  {}\ndigest     {}",
            call.action(),
            call.args().to_json(),
            Hex(call.canonical()),
            hex(call.digest()),
        ),
        members,
        bytes: Some(call.canonical().to_vec()),
        diag: if is_described { Some(objects::call(call)?) } else { None },
        state: None,
        status: 0,
    })
}
