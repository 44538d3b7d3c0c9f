//! From a request of a named route to its call: the arguments as they were sent, before any coercion and any default.
//!
//! Source: `spec/http.md`, "The call of a named route".

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::call::Call;
use crate::error::{Code, Malformed};
use crate::http::Http;
use crate::json;
use crate::value::{Map, Value};

/// A request as it stands on the wire: received by a verifier, or about to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The method of the request line.
    pub method: &'r str,
    /// Path and query of the request line, byte for byte.
    pub target: &'r str,
    /// The body, empty where there is none.
    pub body: Body<'r>,
}

/// The body of a request, by how its route takes it.
#[derive(Clone, Copy, Debug)]
pub enum Body<'r> {
    /// One JSON object, whose members are arguments, or nothing.
    Json(&'r [u8]),
    /// Anything else: no arguments; its digest binds it.
    Opaque(&'r [u8]),
}

impl Request<'_> {
    /// The call that this request is at the route of this name: its arguments are the path parameters, the members of the
    /// query and those of a JSON body, and it has its `http` member.
    ///
    /// `parameters` are names with the segments of the path as they stand in the target, not decoded. Which segment is
    /// which is the router's to say. Refuses a name that comes twice, wherever, and a spelling that readers understand
    /// differently.
    pub fn call(&self, route: &str, parameters: &[(&str, &str)]) -> Result<Call, Malformed> {
        let (Body::Json(body) | Body::Opaque(body)) = self.body;
        let http = Http::new(self.method, self.target, body)?;
        let mut args: Vec<(Box<str>, Value)> = Vec::new();
        for (name, segment) in parameters {
            args.push(((*name).into(), decoded(segment)?.into()));
        }
        if let Some((_, query)) = self.target.split_once('?').filter(|(_, query)| !query.is_empty()) {
            for part in query.split('&') {
                if part.contains('+') {
                    return Err(invalid("a raw `+` in a query, which is a space to some readers")
                        .with_hint("write `%20` for a space and `%2B` for a plus"));
                }
                if part.contains(';') {
                    return Err(invalid("a raw `;` in a query, at which some readers split")
                        .with_hint("write `%3B` for a semicolon"));
                }
                let Some((name, value)) = part.split_once('=').filter(|(name, _)| !name.is_empty()) else {
                    return Err(invalid("a part of the query without a name and `=`"));
                };
                args.push((decoded(name)?.into(), decoded(value)?.into()));
            }
        }
        if let Body::Json(body) = self.body
            && !body.is_empty()
        {
            let Value::Map(members) = json::parse_bytes(body)? else {
                return Err(invalid("a JSON body that is not an object"));
            };
            args.extend(members.iter().map(|(name, value)| (name.into(), value.clone())));
        }
        let args = Map::sorted(args)
            .map_err(|name| invalid(format!("the argument {} comes twice in one request", json::shown(&name))))?;
        Ok(Call::new(route, args)?.with_http(http))
    }
}

/// A segment or a part of a query, percent-decoded once.
fn decoded(text: &str) -> Result<String, Malformed> {
    let fault = || invalid("an escape that is not `%` and two hexadecimal digits");
    let mut bytes = Vec::with_capacity(text.len());
    let mut parts = text.split('%');
    bytes.extend_from_slice(parts.next().unwrap_or_default().as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).ok_or_else(fault)?;
        // The parser would take a sign.
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(fault());
        }
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| fault())?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).map_err(|_| invalid("an escape that is not UTF-8"))
}

fn invalid(detail: impl Into<alloc::borrow::Cow<'static, str>>) -> Malformed {
    Malformed::new(Code::CallInvalid, detail)
}

#[cfg(test)]
mod tests;
