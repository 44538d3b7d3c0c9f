//! A call: its arguments as they are judged.

use serde::{Serialize, Serializer};

use super::Digits;
use crate::call::Call;
use crate::envelope::Id;
use crate::http::Http;
use crate::value::{Map, Value};

/// A call with its arguments, which may be anyone's secrets. Made by [`Call::report`].
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CallReport<'c> {
    kind: &'static str,
    action: &'c str,
    args: Args<'c>,
    digest: Digits<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    http: Option<HttpReport<'c>>,
}

#[derive(Clone, PartialEq, Eq, Serialize)]
struct HttpReport<'c> {
    body: Digits<[u8; 32]>,
    method: &'c str,
    target: &'c str,
}

/// Names with their values, in the order of the canonical bytes.
#[derive(Clone, PartialEq, Eq)]
struct Args<'c>(&'c Map);

/// One argument, or a part of one.
struct Arg<'c>(&'c Value);

impl Call {
    /// The call as data: `args` are values of JSON, `http` stands where the call is a request, and of its body the digest.
    ///
    /// What is sent and run is the call itself; what was read from a report may have lost its order, or a number its form.
    /// Source: `spec/call.md`.
    pub fn report(&self) -> CallReport<'_> {
        CallReport {
            kind: "call",
            action: self.action(),
            args: Args(self.args()),
            digest: Digits(*self.digest()),
            http: self.http().map(HttpReport::from),
        }
    }
}

impl<'c> From<&'c Http> for HttpReport<'c> {
    fn from(http: &'c Http) -> HttpReport<'c> {
        HttpReport { body: Digits(*http.body_digest()), method: http.method(), target: http.target() }
    }
}

impl Serialize for Args<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, Arg(value))))
    }
}

impl Serialize for Arg<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            // Integral numbers stand within what every language holds exactly.
            Value::Number(number) => match number.as_i64() {
                Some(integer) => serializer.serialize_i64(integer),
                None => serializer.serialize_f64(number.as_f64()),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(members) => serializer.collect_seq(members.iter().map(Arg)),
            Value::Map(members) => Args(members).serialize(serializer),
        }
    }
}
