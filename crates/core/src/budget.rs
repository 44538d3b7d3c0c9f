//! A budget: what is counted along the whole chain below the link that sets it.
//!
//! ```cddl
//! budget = {
//!   1: uint,            ; limit: calls, or millionths of a unit
//!   ? 2: tstr,          ; the argument that is summed; absent: calls are counted
//!   ? 3: action,        ; absent: every action
//!   ? 4: 1..31622400,   ; window in seconds; absent: the link's whole life
//!   ? 5: tstr,          ; unit of the sum, for people and as part of an account's name
//!   ? 6: bstr .size 32, ; key of the ledger that counts; absent: the link's only audience
//!   ? 7: tstr,          ; account, only in a root link: one counter for all its tokens
//! }
//! ```

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::cbor::{Reader, Writer};
use crate::clause::{ActionPattern, policy_text};
use crate::error::{Code, Malformed};
use crate::key::VerifyingKey;
use crate::limits;

/// A count of calls, or the sum of one argument, that everything below a link shares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Budget<'a> {
    /// Calls, or millionths.
    pub(crate) limit: u64,
    /// The argument that is summed; `None` counts calls.
    pub(crate) sum: Option<Cow<'a, str>>,
    pub(crate) action: ActionPattern<'a>,
    pub(crate) window_secs: Option<u64>,
    pub(crate) unit: Option<Cow<'a, str>>,
    pub(crate) ledger: Option<VerifyingKey>,
    pub(crate) account: Option<Cow<'a, str>>,
}

impl<'a> Budget<'a> {
    /// A budget of a root link, or of a further one, which has no account.
    pub(crate) fn decode(reader: &mut Reader<'a>, is_root: bool) -> Result<Budget<'a>, Malformed> {
        let start = reader.clone();
        let mut map = reader.map()?;
        let mut limit = None;
        let mut budget = Budget {
            limit: 0,
            sum: None,
            action: ActionPattern::Any,
            window_secs: None,
            unit: None,
            ledger: None,
            account: None,
        };
        while let Some(key) = map.next_int(reader)? {
            let at = reader.clone();
            match key {
                1 => limit = Some(reader.uint()?),
                2 => budget.sum = Some(Cow::Borrowed(policy_text(reader)?)),
                3 => {
                    budget.action = ActionPattern::decode(reader)?;
                    if budget.action == ActionPattern::Any {
                        return Err(
                            at.fault(Code::ValueInvalid, "a budget of every action is written without a pattern")
                        );
                    }
                }
                4 => {
                    let secs = reader.uint()?;
                    if secs == 0 {
                        return Err(at.fault(Code::ValueInvalid, "a window of no time"));
                    }
                    if secs > limits::WINDOW_SECS {
                        return Err(at.fault(Code::LimitExceeded, "a window longer than 366 days"));
                    }
                    budget.window_secs = Some(secs);
                }
                5 => budget.unit = Some(Cow::Borrowed(policy_text(reader)?)),
                6 => {
                    let key = reader.bytes_of::<32>()?;
                    budget.ledger = Some(VerifyingKey::from_wire(key).map_err(|fault| fault.with_byte(at.position()))?);
                }
                7 if !is_root => {
                    return Err(at.fault(Code::FieldUnknown, "an account, which only a budget of a root link has"));
                }
                7 => budget.account = Some(Cow::Borrowed(policy_text(reader)?)),
                _ => return Err(at.fault(Code::FieldUnknown, "a field that a budget does not have")),
            }
        }
        budget.limit = limit.ok_or_else(|| start.fault(Code::FieldMissing, "a budget without its limit"))?;
        budget.check().map_err(|fault| fault.with_byte(start.position()))?;
        Ok(budget)
    }

    /// What the types alone do not hold.
    pub(crate) fn check(&self) -> Result<(), Malformed> {
        if self.sum.is_none() && self.unit.is_some() {
            return Err(Malformed::new(Code::ValueInvalid, "a count of calls has no unit"));
        }
        if self.sum.is_none() && self.limit > limits::CALLS {
            return Err(Malformed::new(Code::LimitExceeded, "a count of calls beyond 2^53−1"));
        }
        if self.limit >= limits::MILLIONTHS {
            return Err(Malformed::new(Code::LimitExceeded, "a sum of 9000000000000 or more"));
        }
        Ok(())
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        let present = [
            self.sum.is_some(),
            self.action != ActionPattern::Any,
            self.window_secs.is_some(),
            self.unit.is_some(),
            self.ledger.is_some(),
            self.account.is_some(),
        ];
        writer.map(present.iter().filter(|&&present| present).count().saturating_add(1));
        writer.uint(1).uint(self.limit);
        if let Some(argument) = &self.sum {
            writer.uint(2).text(argument);
        }
        if self.action != ActionPattern::Any {
            writer.uint(3);
            self.action.encode(writer);
        }
        if let Some(secs) = self.window_secs {
            writer.uint(4).uint(secs);
        }
        if let Some(unit) = &self.unit {
            writer.uint(5).text(unit);
        }
        if let Some(ledger) = &self.ledger {
            writer.uint(6).bytes(ledger.as_bytes());
        }
        if let Some(account) = &self.account {
            writer.uint(7).text(account);
        }
    }

    /// A budget from the bytes that a root link carries for it, with nothing behind them.
    pub fn from_bytes(bytes: &[u8]) -> Result<Budget<'static>, Malformed> {
        let mut reader = Reader::new(bytes);
        let budget = Budget::decode(&mut reader, true)?;
        reader.end()?;
        Ok(budget.into_owned())
    }

    /// The bytes that a link carries for it: deterministic CBOR.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.encode(&mut writer);
        writer.into_bytes()
    }

    pub(crate) fn into_owned(self) -> Budget<'static> {
        let own = |text: Option<Cow<'a, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Budget {
            limit: self.limit,
            sum: own(self.sum),
            action: self.action.into_owned(),
            window_secs: self.window_secs,
            unit: own(self.unit),
            ledger: self.ledger,
            account: own(self.account),
        }
    }

    /// Calls, or millionths of a unit.
    pub fn limit(&self) -> u64 {
        self.limit
    }

    /// The argument that is summed; `None`: calls are counted.
    pub fn sum(&self) -> Option<&str> {
        self.sum.as_deref()
    }

    /// Unit of the sum, as its setter wrote it.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Name of the account: one counter for all tokens of its authorizer, which is older than this token.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// Length of the window in seconds; `None`: one count for the link's whole life.
    pub fn window_secs(&self) -> Option<u64> {
        self.window_secs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_is_read_as_it_was_written() {
        let read = |text: &str| {
            let budget = Budget::parse(text).unwrap();
            let own = |text: Option<&str>| text.map(alloc::string::ToString::to_string);
            (budget.limit(), own(budget.sum()), own(budget.unit()), own(budget.account()), budget.window_secs())
        };
        let some = |text: &str| Some(text.into());
        assert_eq!(read("calls <= 50"), (50, None, None, None, None));
        assert_eq!(read("calls <= 50 per 1m"), (50, None, None, None, Some(60)));
        assert_eq!(
            read(r#"sum price <= 600.5 "USD" per 1d account "travel""#),
            (600_500_000, some("price"), some("USD"), some("travel"), Some(86_400))
        );
    }
}
