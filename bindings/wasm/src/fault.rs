//! Refusals, as the face receives them.

use alloc::format;
use alloc::string::{String, ToString};

#[cfg(feature = "sign")]
use depute::NotDelegated;
use depute::{Code, Denied, Malformed, Number, UnixTime, VerifyingKey};
#[cfg(feature = "sign")]
use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::json::json;

/// The JSON text of the report of a fault, thrown.
pub struct Thrown(String);

impl From<Malformed> for Thrown {
    fn from(fault: Malformed) -> Thrown {
        Thrown(json(&fault.report()))
    }
}

impl From<Denied> for Thrown {
    fn from(denied: Denied) -> Thrown {
        Thrown(json(&denied.report(&|_| None)))
    }
}

#[cfg(feature = "sign")]
impl From<NotDelegated> for Thrown {
    fn from(refused: NotDelegated) -> Thrown {
        /// A clause that was not handed on, with a call that shows why.
        #[derive(Serialize)]
        struct Report {
            code: &'static str,
            message: String,
            hint: Option<String>,
            link: Option<usize>,
            example: Option<String>,
        }

        if let NotDelegated::Malformed(fault) = refused {
            return fault.into();
        }
        let example = refused.example();
        Thrown(json(&Report {
            code: refused.code().as_str(),
            message: refused.to_string(),
            hint: refused.hint(&|_| None),
            link: example.map(|(_, link)| link),
            example: example.map(|(call, _)| call.to_json()),
        }))
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> JsValue {
        JsValue::from_str(&thrown.0)
    }
}

/// What every function here gives.
pub type Given<T> = Result<T, Thrown>;

/// A whole number from a host's: `what` says in a refusal which one it was.
pub(crate) fn whole(what: &str, number: f64) -> Given<u64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    let whole = number as u64;
    if number <= MOST && whole as f64 == number {
        return Ok(whole);
    }
    let shown = Number::new(number).map_or_else(|_| "no number that can be sent".into(), |number| number.to_string());
    Err(Malformed::new(Code::ValueInvalid, format!("{what} is {shown}, not a whole number of 0 or more")).into())
}

/// Seconds since 1970.
pub(crate) fn time(what: &str, secs: f64) -> Given<UnixTime> {
    Ok(UnixTime::from_secs(whole(what, secs)?)?)
}

/// Random bytes, or others of which there must be so many.
pub(crate) fn exactly<const N: usize>(what: &str, bytes: &[u8]) -> Given<[u8; N]> {
    let given = bytes.len();
    let fault = |_| Malformed::new(Code::ValueInvalid, format!("{what} of {given} bytes; it has {N}"));
    Ok(bytes.try_into().map_err(fault)?)
}

pub(crate) fn key(did: &str) -> Given<VerifyingKey> {
    Ok(VerifyingKey::parse(did)?)
}

pub(crate) fn unknown(what: &str, word: &str) -> Thrown {
    Malformed::new(Code::Usage, format!("\"{word}\" is no {what}")).into()
}
