//! The HTTP request that a call is: method, target and the digest of the body, as the call's member `http`.
//!
//! Source: `spec/http.md`. CDDL, entries in the order of their encoded keys:
//!
//! ```cddl
//! http = { "body": bstr .size 32, "method": tstr, "target": tstr }
//! ```

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use core::fmt::{self, Write as _};

use crate::cbor;
use crate::envelope::context;
use crate::error::{Code, Malformed};
use crate::json;
use crate::limits;

/// One HTTP request as it stands on the wire: what a verifier received, or what a sender is about to send.
///
/// Says nothing of headers, host or scheme: which service is meant is the audience's to say. A verifier makes it of the
/// request that it received and never of what the request says of itself. Source: `spec/http.md`, "The member".
#[derive(Clone, PartialEq, Eq)]
pub struct Http {
    method: Box<str>,
    target: Box<str>,
    body: [u8; 32],
}

impl Http {
    /// A request with this body, which is empty where there is none. `target` is the origin form, path and query, byte
    /// for byte as sent: `/v1/invoices?draft=1`.
    pub fn new(method: &str, target: &str, body: &[u8]) -> Result<Http, Malformed> {
        Http::with_body_digest(method, target, Http::body_digest_of(body))
    }

    /// The same, where the body was digested while it streamed: see [`body_digest_of`](Http::body_digest_of).
    pub fn with_body_digest(method: &str, target: &str, body: [u8; 32]) -> Result<Http, Malformed> {
        check_method(method)?;
        check_target(target)?;
        Ok(Http { method: method.into(), target: target.into(), body })
    }

    /// BLAKE3, in derive-key mode with the context `depute v1 http body`, over the bytes of a body.
    pub fn body_digest_of(body: &[u8]) -> [u8; 32] {
        blake3::derive_key(context::HTTP_BODY, body)
    }

    /// The method, for instance `POST`.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Path and query, as sent.
    pub fn target(&self) -> &str {
        &self.target
    }

    /// Digest of the body.
    pub fn body_digest(&self) -> &[u8; 32] {
        &self.body
    }

    /// Writes the member as deterministic CBOR.
    pub(crate) fn write_cbor(&self, writer: &mut cbor::Writer) {
        writer.map(3).text("body").bytes(&self.body).text("method").text(&self.method);
        writer.text("target").text(&self.target);
    }

    /// Appends the member as compact JSON.
    pub(crate) fn write_json(&self, text: &mut String) {
        text.push_str("{\"body\":\"");
        for byte in self.body {
            // cannot fail: a String takes all that is written
            let _ = write!(text, "{byte:02x}");
        }
        text.push_str("\",\"method\":");
        json::write_string(text, &self.method);
        text.push_str(",\"target\":");
        json::write_string(text, &self.target);
        text.push('}');
    }
}

/// Names the request without its target, in which anyone's secrets may stand.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Http({} with a target of {} bytes)", self.method, self.target.len())
    }
}

/// A digest from its 64 digits, which are lower-case.
pub(crate) fn digest_from_hex(digits: &str) -> Option<[u8; 32]> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit.wrapping_sub(b'0')),
        b'a'..=b'f' => Some(digit.wrapping_sub(b'a').wrapping_add(10)),
        _ => None,
    };
    if digits.len() != 64 {
        return None;
    }
    let mut digest = [0; 32];
    for (byte, pair) in digest.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        let [high, low] = pair else { return None };
        *byte = value(*high)? << 4 | value(*low)?;
    }
    Some(digest)
}

/// Methods are registered in capitals and compared byte for byte, so `post` is no second spelling of `POST`.
fn check_method(method: &str) -> Result<(), Malformed> {
    if method.len() > limits::HTTP_METHOD_BYTES {
        let detail = format!("a method longer than {} bytes", limits::HTTP_METHOD_BYTES);
        return Err(Malformed::new(Code::LimitExceeded, detail));
    }
    if method.is_empty() || !method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-') {
        return Err(invalid("a method is capital letters and `-`, such as `POST`"));
    }
    Ok(())
}

fn check_target(target: &str) -> Result<(), Malformed> {
    if target.len() > limits::HTTP_TARGET_BYTES {
        let detail = format!("a target longer than {} bytes", limits::HTTP_TARGET_BYTES);
        return Err(Malformed::new(Code::LimitExceeded, detail));
    }
    if !target.starts_with('/') {
        return Err(invalid("a target begins with `/`: it is path and query, without scheme and host"));
    }
    if !target.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#') {
        return Err(invalid("a target is printable ASCII without spaces and `#`, all else percent-encoded"));
    }
    Ok(())
}

fn invalid(detail: &'static str) -> Malformed {
    Malformed::new(Code::CallInvalid, detail)
}

#[cfg(test)]
mod tests;
