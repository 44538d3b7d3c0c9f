//! The act attempted: an action and its arguments, in one canonical form with one digest.
//!
//! Source: `spec/call.md`. CDDL, entries in the order of their encoded keys:
//!
//! ```cddl
//! call  = { "args": { * tstr => value }, ? "http": http, "action": tstr }      ; http: in `http.rs`
//! value = null / bool / number / tstr / [* value] / { * tstr => value }
//! ```

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::armor;
use crate::cbor;
use crate::codepoints;
use crate::envelope::context;
use crate::error::{Code, Malformed};
use crate::http::{self, Http};
use crate::json::{self, Reader};
use crate::limits;
use crate::value::{Map, Value, duplicate_name};

/// Room for the canonical bytes of most calls, made at once.
const USUAL_BYTES: usize = 256;

/// Members of an MCP `tools/call` that say how the answer travels, not what is done: who asks decides them, and the
/// server that hears them; a grant never speaks of them.
const BESIDE_THE_CALL: [&str; 2] = ["_meta", "task"];

/// What someone wants to do: an action and its arguments, within all limits, with its canonical bytes and digest.
///
/// Says nothing about authority. `present` signs a call, `verify` judges it, and what
/// runs is what stands in here, never the text that it was read from. Source: `spec/call.md`.
#[derive(Clone, PartialEq, Eq)]
pub struct Call {
    action: Box<str>,
    args: Map,
    http: Option<Http>,
    canonical: Vec<u8>,
    digest: [u8; 32],
}

impl Call {
    /// A call of this action, for instance `flights.book`, with these arguments.
    ///
    /// Refuses an empty action, one over [`limits::ACTION_BYTES`], and arguments nested deeper than
    /// [`limits::ARGS_DEPTH`], of more than [`limits::ARGS_NODES`] values, or longer than [`limits::ARGS_BYTES`] in
    /// canonical form.
    pub fn new(action: &str, args: Map) -> Result<Call, Malformed> {
        check_action(action)?;
        check_nesting(&args)?;
        Call::made(action.into(), args, None)
    }

    /// The same call as a request over HTTP: what a sender is about to send, or what a verifier received. Only a verifier
    /// whose policy says so judges such a call, and it judges no other.
    pub fn with_http(self, http: Http) -> Call {
        let (canonical, _) = encode(&self.action, &self.args, Some(&http));
        Call { digest: digest_of(&canonical), canonical, http: Some(http), ..self }
    }

    /// A call from its JSON, `{"action":"flights.book","args":{"to":"SFO"}}`. `args` may be left out when there are none;
    /// `http` is read if it is there; any other member is refused.
    pub fn from_json(text: &str) -> Result<Call, Malformed> {
        let mut reader = Reader::new(text)?;
        let (mut action, mut args, mut http) = (None, None, None);
        closed(&mut reader, "a call", ["action", "args", "http"], |reader, name| {
            match name {
                "action" => action = Some(Located::text(reader, name)?),
                "args" => args = Some(Located::map(reader, name)?),
                _ => http = Some(read_http(reader)?),
            }
            Ok(())
        })?;
        reader.end()?;
        Call::read(action.ok_or_else(|| missing("a call", "action"))?, args, http)
    }

    /// A call from a raw MCP message, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":…,"arguments":…}}`.
    /// The action is `LABEL.TOOL`.
    ///
    /// The label is the verifier's own name for the server, letters, digits, `_` and `-`, without a dot, so that no tool's
    /// name can reach into another server's. `id` and the members of `params` that say how the answer travels (`_meta`,
    /// `task`) are not part of the call and are not judged; any other member could change what is done, and is refused.
    pub fn from_mcp_json(text: &str, label: &str) -> Result<Call, Malformed> {
        if label.is_empty() || !label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            return Err(invalid(format!("the label {} is not letters, digits, `_` and `-`", json::shown(label))));
        }
        let mut reader = Reader::new(text)?;
        let (mut version, mut method, mut params) = (None, None, None);
        closed(&mut reader, "a message", ["jsonrpc", "id", "method", "params"], |reader, name| {
            match name {
                "jsonrpc" => version = Some(Located::text(reader, name)?.must_be("2.0", "the version of JSON-RPC")?),
                "method" => method = Some(Located::text(reader, name)?.must_be("tools/call", "the method of a call")?),
                "params" => params = Some(Params::read(reader)?),
                _ => drop(reader.value()?),
            }
            Ok(())
        })?;
        reader.end()?;
        let () = version.ok_or_else(|| missing("a message", "jsonrpc"))?;
        let () = method.ok_or_else(|| missing("a message", "method"))?;
        let Params { mut tool, args } = params.ok_or_else(|| missing("a message", "params"))?;
        tool.what = format!("{label}.{}", tool.what).into();
        Call::read(tool, args, None)
    }

    /// The action, for instance `flights.book`.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The arguments: what a tool must be run with.
    pub fn args(&self) -> &Map {
        &self.args
    }

    /// The HTTP request that the call is, if it is one.
    pub fn http(&self) -> Option<&Http> {
        self.http.as_ref()
    }

    /// The canonical bytes: deterministic CBOR.
    pub fn canonical(&self) -> &[u8] {
        &self.canonical
    }

    /// BLAKE3, in derive-key mode with a context of its own, over the canonical bytes. What a call proof signs.
    pub fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Compact JSON that reads back as the same call.
    pub fn to_json(&self) -> String {
        let mut text = String::from("{\"action\":");
        json::write_string(&mut text, &self.action);
        text.push_str(",\"args\":");
        json::write_map(&mut text, &self.args);
        if let Some(http) = &self.http {
            text.push_str(",\"http\":");
            http.write_json(&mut text);
        }
        text.push('}');
        text
    }

    fn read(action: Located<Box<str>>, args: Option<Located<Map>>, http: Option<Http>) -> Result<Call, Malformed> {
        check_action(&action.what).map_err(|fault| fault.with_byte(action.at))?;
        let args = args.unwrap_or_default();
        Call::made(action.what, args.what, http).map_err(|fault| fault.with_byte(args.at))
    }

    fn made(action: Box<str>, args: Map, http: Option<Http>) -> Result<Call, Malformed> {
        let (canonical, args_bytes) = encode(&action, &args, http.as_ref());
        if args_bytes > limits::ARGS_BYTES {
            let detail = format!("arguments longer than {} bytes in canonical form", limits::ARGS_BYTES);
            return Err(Malformed::new(Code::LimitExceeded, detail));
        }
        Ok(Call { digest: digest_of(&canonical), canonical, action, args, http })
    }
}

/// Names the call without its arguments and its request, which may be anyone's secrets.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, ..] = self.digest;
        write!(
            f,
            "Call({} with {} arguments, {a:02x}{b:02x}{c:02x}{d:02x})",
            json::shown(&self.action),
            self.args.len()
        )
    }
}

/// The canonical bytes of a call, and how many of them its arguments take.
fn encode(action: &str, args: &Map, http: Option<&Http>) -> (Vec<u8>, usize) {
    let mut writer = cbor::Writer::with_capacity(USUAL_BYTES);
    writer.map(if http.is_some() { 3 } else { 2 }).text("args");
    let before = writer.as_slice().len();
    args.write_cbor(&mut writer);
    let args_bytes = writer.as_slice().len().saturating_sub(before);
    if let Some(http) = http {
        writer.text("http");
        http.write_cbor(&mut writer);
    }
    writer.text("action").text(action);
    (writer.into_bytes(), args_bytes)
}

fn digest_of(canonical: &[u8]) -> [u8; 32] {
    blake3::derive_key(context::CALL_DIGEST, canonical)
}

/// What the member `http` says: three texts, the body's digest in hexadecimal digits.
fn read_http(reader: &mut Reader<'_>) -> Result<Http, Malformed> {
    let (mut method, mut target, mut body) = (None, None, None);
    reader.peek();
    let at = reader.offset();
    closed(reader, "`http`", ["method", "target", "body"], |reader, name| {
        let text = Located::text(reader, name)?;
        match name {
            "method" => method = Some(text.what),
            "target" => target = Some(text.what),
            _ => {
                let digest = http::digest_from_hex(&text.what)
                    .ok_or_else(|| invalid("a body's digest is 64 lower-case hexadecimal digits").with_byte(text.at))?;
                body = Some(digest);
            }
        }
        Ok(())
    })?;
    let method = method.ok_or_else(|| missing("`http`", "method"))?;
    let target = target.ok_or_else(|| missing("`http`", "target"))?;
    let body = body.ok_or_else(|| missing("`http`", "body"))?;
    Http::with_body_digest(&method, &target, body).map_err(|fault| fault.with_byte(at))
}

/// What MCP's `params` say of a call.
struct Params {
    tool: Located<Box<str>>,
    args: Option<Located<Map>>,
}

impl Params {
    fn read(reader: &mut Reader<'_>) -> Result<Params, Malformed> {
        let (mut tool, mut args) = (None, None);
        let [meta, task] = BESIDE_THE_CALL;
        closed(reader, "`params`", ["name", "arguments", meta, task], |reader, name| {
            match name {
                "name" => tool = Some(Located::text(reader, name)?),
                "arguments" => args = Some(Located::map(reader, name)?),
                _ => drop(reader.value()?),
            }
            Ok(())
        })?;
        let tool = tool.ok_or_else(|| missing("`params`", "name"))?;
        if tool.what.is_empty() {
            return Err(invalid("the tool's name is empty").with_byte(tool.at));
        }
        Ok(Params { tool, args })
    }
}

/// A part of a text that was read, and the offset where it began.
#[derive(Default)]
struct Located<T> {
    what: T,
    at: usize,
}

impl Located<Box<str>> {
    fn text(reader: &mut Reader<'_>, name: &str) -> Result<Self, Malformed> {
        match Located::value(reader)? {
            Located { what: Value::Text(what), at } => Ok(Located { what, at }),
            other => Err(other.wrong_type(name, "a text")),
        }
    }

    fn must_be(&self, expected: &str, what: &str) -> Result<(), Malformed> {
        if *self.what == *expected {
            return Ok(());
        }
        Err(invalid(format!("{what} is {expected}, not {}", json::shown(&self.what))).with_byte(self.at))
    }
}

impl Located<Map> {
    fn map(reader: &mut Reader<'_>, name: &str) -> Result<Self, Malformed> {
        match Located::value(reader)? {
            Located { what: Value::Map(what), at } => Ok(Located { what, at }),
            other => Err(other.wrong_type(name, "an object")),
        }
    }
}

impl Located<Value> {
    fn value(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        reader.peek();
        let at = reader.offset();
        Ok(Located { what: reader.value()?, at })
    }

    fn wrong_type(&self, name: &str, wanted: &str) -> Malformed {
        invalid(format!("`{name}` is {} where {wanted} belongs", self.what.kind())).with_byte(self.at)
    }
}

/// Reads an object that has these members and no others, each at most once; `member` reads their values.
fn closed<'a, const N: usize>(
    reader: &mut Reader<'a>,
    what: &str,
    names: [&str; N],
    mut member: impl FnMut(&mut Reader<'a>, &str) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    if reader.peek() != Some(b'{') {
        let Located { what: value, at } = Located::value(reader)?;
        return Err(invalid(format!("{what} is an object, not {}", value.kind())).with_byte(at));
    }
    let mut unread = names.map(Some);
    reader.object(|reader, name, offset| {
        match unread.iter_mut().find(|unread| **unread == Some(&*name)) {
            Some(unread) => *unread = None,
            None if names.contains(&&*name) => return Err(duplicate_name(&name).with_byte(offset)),
            None => return Err(invalid(format!("{what} has no member {}", json::shown(&name))).with_byte(offset)),
        }
        member(reader, &name)
    })
}

fn check_action(action: &str) -> Result<(), Malformed> {
    if armor::has_secret(action) {
        return Err(armor::secret_inside("an action"));
    }
    if action.is_empty() {
        return Err(invalid("the action is empty"));
    }
    if action.len() > limits::ACTION_BYTES {
        let detail = format!("an action longer than {} bytes", limits::ACTION_BYTES);
        return Err(Malformed::new(Code::LimitExceeded, detail));
    }
    if let Some(c) = codepoints::first_refused(action) {
        return Err(invalid(format!("the action has U+{:04X}, which cannot be seen", c as u32)));
    }
    Ok(())
}

/// Holds values that were built, not read, to the limits of the reader.
fn check_nesting(args: &Map) -> Result<(), Malformed> {
    fn count(
        values: &mut dyn Iterator<Item = &Value>,
        levels_left: usize,
        nodes_left: &mut usize,
    ) -> Result<(), Malformed> {
        let over = |what: String| Malformed::new(Code::LimitExceeded, what);
        let Some(levels_left) = levels_left.checked_sub(1) else {
            return Err(over(format!("arguments nested deeper than {}", limits::ARGS_DEPTH)));
        };
        for value in values {
            *nodes_left = nodes_left
                .checked_sub(1)
                .ok_or_else(|| over(format!("arguments of more than {} values", limits::ARGS_NODES)))?;
            match value {
                Value::List(members) => count(&mut members.iter(), levels_left, nodes_left)?,
                Value::Map(map) => count(&mut map.iter().map(|(_, value)| value), levels_left, nodes_left)?,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
            }
        }
        Ok(())
    }
    // `args` itself is the first of the values.
    let mut nodes_left = limits::ARGS_NODES.saturating_sub(1);
    count(&mut args.iter().map(|(_, value)| value), limits::ARGS_DEPTH, &mut nodes_left)
}

fn missing(what: &str, name: &str) -> Malformed {
    invalid(format!("{what} without `{name}`"))
}

fn invalid(detail: impl Into<alloc::borrow::Cow<'static, str>>) -> Malformed {
    Malformed::new(Code::CallInvalid, detail)
}

#[cfg(test)]
mod tests;
