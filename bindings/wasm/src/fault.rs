//! Refusals, as the face receives them.

#[cfg(feature = "sign")]
use depute::NotDelegated;
use depute::{Code, Denied, Malformed, UnixTime, VerifyingKey};
use serde::Serialize;
use wasm_bindgen::JsValue;

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

/// A report as JSON text.
pub(crate) fn json(report: &impl Serialize) -> String {
    // cannot fail: reports have texts, numbers and lists alone, and names for keys
    serde_json::to_string(report).unwrap_or_default()
}

/// A whole number from a host's: `what` says in a refusal which one it was.
pub(crate) fn whole(what: &str, number: f64) -> Given<u64> {
    const MOST: f64 = 9_007_199_254_740_991.0;
    if number.fract() == 0.0 && (0.0..=MOST).contains(&number) {
        Ok(number as u64)
    } else {
        Err(Malformed::new(Code::ValueInvalid, format!("{what} is {number}, not a whole number of 0 or more")).into())
    }
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
    Malformed::new(Code::Usage, format!("{word:?} is no {what}")).into()
}
