//! A presentation in the header of an HTTP request: one line, in one of two forms.
//!
//! ```text
//! Authorization: Depute dptp1_…
//! Depute-Presentation: dptp1_…          where the other one is taken
//! ```
//!
//! Proxies and servers disagree about lines that come twice, and about which of two they hand on. So there is one line
//! or none: what could be read as two is refused, and never the better of them taken. Source: `spec/http.md`, "Headers".

use alloc::string::String;

use crate::error::{Code, Malformed};
use crate::limits;
use crate::presentation::Presentation;

impl Presentation {
    /// Name of the header that carries nothing but a presentation.
    pub const HEADER: &'static str = "Depute-Presentation";

    /// The scheme under which `Authorization` carries one: the value is this word, one space, and the text.
    pub const SCHEME: &'static str = "Depute";

    /// The text form, if it is short enough for a header line: at most [`limits::HEADER_BYTES`].
    pub fn to_header(&self) -> Result<String, Malformed> {
        let text = self.to_text();
        if text.len() > limits::HEADER_BYTES {
            return Err(too_long().with_hint("send it in the body, where the service takes it there"));
        }
        Ok(text)
    }

    /// The text of the presentation that a request carries in its header; `None` if it carries none.
    ///
    /// Takes the values of every `Authorization` line and of every [`HEADER`](Self::HEADER) line, as they were received,
    /// without the white space around them. Another scheme under `Authorization` is somebody else's. Refuses either line
    /// twice, both at once, an empty one, and one over the limit. Next comes [`from_text`](Self::from_text).
    pub fn text_in_header<'h>(
        authorization: impl IntoIterator<Item = &'h [u8]>,
        presentation: impl IntoIterator<Item = &'h [u8]>,
    ) -> Result<Option<&'h str>, Malformed> {
        let authorization = only(authorization, "Authorization")?;
        let presentation = only(presentation, Self::HEADER)?;
        let credentials = authorization.map(credentials).transpose()?.flatten();
        match (credentials, presentation) {
            (None, None) => Ok(None),
            (Some(text), None) | (None, Some(text)) => checked(text).map(Some),
            (Some(_), Some(_)) => Err(invalid("a presentation under `Authorization` and another beside it")),
        }
    }
}

/// The one line of its name, or none.
fn only<'h>(lines: impl IntoIterator<Item = &'h [u8]>, name: &str) -> Result<Option<&'h [u8]>, Malformed> {
    let mut lines = lines.into_iter();
    let first = lines.next();
    match lines.next() {
        None => Ok(first),
        Some(_) => Err(Malformed::new(Code::HeaderInvalid, alloc::format!("the header `{name}` for the second time"))),
    }
}

/// What follows our scheme and one space; `None` under another scheme.
fn credentials(value: &[u8]) -> Result<Option<&[u8]>, Malformed> {
    let end = value.iter().position(|&byte| !is_token(byte)).unwrap_or(value.len());
    let (scheme, rest) = value.split_at_checked(end).unwrap_or((value, &[]));
    if scheme.is_empty() {
        return Err(invalid("the header `Authorization` without a scheme"));
    }
    if !scheme.eq_ignore_ascii_case(Presentation::SCHEME.as_bytes()) {
        return Ok(None);
    }
    match rest {
        [b' ', text @ ..] => Ok(Some(text)),
        _ => Err(invalid("the scheme `Depute` without one space and a presentation behind it")),
    }
}

/// A text that could be one object's: bounded, not empty, visible ASCII, and not two texts joined by a comma.
fn checked(text: &[u8]) -> Result<&str, Malformed> {
    if text.len() > limits::HEADER_BYTES {
        return Err(too_long());
    }
    let plain = |byte: &u8| byte.is_ascii_graphic() && *byte != b',';
    match core::str::from_utf8(text) {
        Ok(shown) if !text.is_empty() && text.iter().all(plain) => Ok(shown),
        _ => Err(invalid("a header whose value is not one presentation")),
    }
}

/// Whether a byte may stand in a scheme's name (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn too_long() -> Malformed {
    Malformed::new(Code::LimitExceeded, "a presentation longer than 6 KiB in a header")
}

fn invalid(detail: &'static str) -> Malformed {
    Malformed::new(Code::HeaderInvalid, detail)
}

#[cfg(test)]
mod tests;
