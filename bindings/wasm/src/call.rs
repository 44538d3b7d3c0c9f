//! Calls: read from their forms, and bound to the request that carries them.

use alloc::borrow::ToOwned;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use depute::{Body, Call, Hex, Presentation, Request};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::fault::{Given, unknown};
use crate::json::json;

/// A call that was read.
#[derive(Serialize)]
struct Read<'c> {
    action: &'c str,
    json: String,
    canonical: String,
    digest: String,
}

/// A call with its JSON, its canonical bytes and its digest. `form` is `json`, `text` (as a clause is
/// written) or `mcp` (a `tools/call` message, with the verifier's label for the server).
#[wasm_bindgen(js_name = readCall)]
pub fn read_call(form: &str, text: &str, label: &str) -> Given<String> {
    let call = match form {
        "json" => Call::from_json(text)?,
        "text" => Call::parse(text)?,
        "mcp" => Call::from_mcp_json(text, label)?,
        other => return Err(unknown("form of a call", other)),
    };
    let [canonical, digest] = [call.canonical(), call.digest()].map(hex);
    Ok(json(&Read { action: call.action(), json: call.to_json(), canonical, digest }))
}

/// The call that a request is at the route of this name. `parameters` are names and segments of the path, by turns.
#[wasm_bindgen(js_name = requestCall)]
pub fn request_call(
    route: &str,
    method: &str,
    target: &str,
    parameters: Vec<String>,
    body: &[u8],
    is_json: bool,
) -> Given<String> {
    let parameters: Vec<(&str, &str)> =
        parameters.chunks_exact(2).filter_map(|pair| Some((pair.first()?.as_str(), pair.get(1)?.as_str()))).collect();
    let body = if is_json { Body::Json(body) } else { Body::Opaque(body) };
    Ok(Request { method, target, body }.call(route, &parameters)?.to_json())
}

/// The text of the presentation that these header lines carry, if they carry one.
#[wasm_bindgen(js_name = presentationInHeaders)]
pub fn presentation_in_headers(authorization: Vec<String>, presentation: Vec<String>) -> Given<Option<String>> {
    let authorization = authorization.iter().map(String::as_bytes);
    let presentation = presentation.iter().map(String::as_bytes);
    Ok(Presentation::text_in_header(authorization, presentation)?.map(str::to_owned))
}

/// The presentation, if it is short enough for a header line.
#[wasm_bindgen(js_name = headerOf)]
pub fn header_of(presentation: &str) -> Given<String> {
    Ok(Presentation::from_text(presentation)?.to_header()?)
}

fn hex(bytes: &[u8]) -> String {
    Hex(bytes).to_string()
}
