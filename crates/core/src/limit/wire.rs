//! The wire form of limits.
//!
//! ```cddl
//! limits = []                        ; any value
//!        / limit                     ; one
//!        / [2* limit]                ; all of them, `and`; a shape stands first
//! limit  = [1, scalar]               ; =
//!        / [2, [* scalar]]           ; in
//!        / [3..6, number / date]     ; <= < >= >
//!        / [7, tstr]                 ; under
//!        / [8, tstr]                 ; like
//!        / [9, tstr] / [10, tstr]    ; within, within … with query
//!        / [11, tstr]                ; at
//!        / [12, tstr]                ; cidr
//!        / [13, [1 / 3..6, 0..65536]]                  ; len
//!        / [14, args] / [14, args, true]               ; object, `true`: ends in `..`
//!        / [15, limits]              ; each
//!        / [16, limits]              ; has, behind an `each`
//!        / [17, [* limits]] / [17, [* limits], true]   ; list by position
//! scalar = tstr / number / bool
//! ```

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{Bound, Comparison, Limit, Limits, Measure, Scalar, Scope, may_follow};
use crate::cbor::{Reader, Writer};
use crate::clause::{Args, policy_text};
use crate::error::{Code, Malformed};
use crate::limits;
use crate::number::Number;
use crate::operator::cidr::Network;
use crate::operator::{date, glob, mail, path, url};

/// How the limits of an argument that may be absent begin.
const MAY_BE_ABSENT: [u8; 2] = [0x82, 0x00];

impl Comparison {
    fn of_number(number: u64) -> Option<Comparison> {
        match number {
            3 => Some(Comparison::AtMost),
            4 => Some(Comparison::Below),
            5 => Some(Comparison::AtLeast),
            6 => Some(Comparison::Above),
            _ => None,
        }
    }

    fn number(self) -> u64 {
        match self {
            Comparison::AtMost => 3,
            Comparison::Below => 4,
            Comparison::AtLeast => 5,
            Comparison::Above => 6,
        }
    }
}

impl<'a> Limits<'a> {
    /// The limits of a named argument, and whether it may be absent.
    pub(crate) fn decode_arg(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<(bool, Limits<'a>), Malformed> {
        // An array of two whose first is 0, and something behind it.
        let optional = reader.left() > MAY_BE_ABSENT.len() && reader.skip_these(&MAY_BE_ABSENT);
        Ok((optional, Limits::decode(reader, scope)?))
    }

    pub(crate) fn decode(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<Limits<'a>, Malformed> {
        let start = reader.clone();
        let count = reader.array()?;
        if count == 0 {
            return Ok(Limits::Any);
        }
        if !reader.next_is_array() {
            *reader = start.clone();
            let limit = Limit::decode(reader, scope)?;
            if !may_follow(&[], &limit) {
                return Err(start.fault(Code::ValueInvalid, "`has` without an `each` before it"));
            }
            return Ok(Limits::One(limit));
        }
        if count == 1 {
            return Err(start.fault(Code::ValueInvalid, "one limit is written without a list around it"));
        }
        if count > limits::LIST_MEMBERS {
            return Err(start.fault(Code::LimitExceeded, "more than 64 limits on one argument"));
        }
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let at = reader.clone();
            let limit = Limit::decode(reader, scope)?;
            if !may_follow(&all, &limit) {
                return Err(at.fault(Code::ValueInvalid, "a shape or a limit that cannot stand behind those before it"));
            }
            if all.contains(&limit) {
                return Err(at.fault(Code::DuplicateItem, "a limit for the second time"));
            }
            all.push(limit);
        }
        Ok(Limits::All(all))
    }

    pub(crate) fn encode(&self, writer: &mut Writer) {
        match self {
            Limits::Any => drop(writer.array(0)),
            Limits::One(limit) => limit.encode(writer),
            Limits::All(limits) => {
                writer.array(limits.len());
                limits.iter().for_each(|limit| limit.encode(writer));
            }
        }
    }
}

impl<'a> Limit<'a> {
    fn decode(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<Limit<'a>, Malformed> {
        let start = reader.clone();
        scope.count(reader)?;
        let length = reader.array()?;
        if !matches!(length, 2 | 3) {
            return Err(start.fault(Code::ValueInvalid, "a limit has two or three members"));
        }
        let operator = reader.uint()?;
        if length == 3 && !matches!(operator, 14 | 17) {
            return Err(start.fault(Code::ValueInvalid, "a limit is an operator and its operand"));
        }
        if let Some(comparison) = Comparison::of_number(operator) {
            return Ok(Limit::Compare(comparison, Bound::decode(reader)?));
        }
        match operator {
            1 => Ok(Limit::Equal(Scalar::decode(reader)?)),
            2 => Ok(Limit::In(decode_list(reader, scope)?)),
            7 => {
                let base = policy_text(reader)?;
                if !path::is_clean(base) {
                    return Err(start
                        .fault(Code::ValueInvalid, "`under` takes one absolute path without `.`, `..`, `\\` or `%`"));
                }
                Ok(Limit::Under(Cow::Borrowed(base)))
            }
            8 => {
                let pattern = policy_text(reader)?;
                match glob::fault(pattern) {
                    None => Ok(Limit::Like(Cow::Borrowed(pattern))),
                    Some((code, fault)) => Err(start.fault(code, fault)),
                }
            }
            9 | 10 => {
                let base = policy_text(reader)?;
                if !url::is_clean_base(base) {
                    return Err(start.fault(
                        Code::ValueInvalid,
                        "`within` takes one URL in its one spelling, with a path and without a query",
                    ));
                }
                Ok(Limit::Within { base: Cow::Borrowed(base), with_query: operator == 10 })
            }
            11 => {
                let domain = policy_text(reader)?;
                if !mail::is_clean_domain(domain) {
                    return Err(start.fault(Code::ValueInvalid, "`at` takes one domain in lower case"));
                }
                Ok(Limit::At(Cow::Borrowed(domain)))
            }
            12 => {
                let network = Network::parse(policy_text(reader)?);
                network
                    .map(Limit::Cidr)
                    .ok_or_else(|| start.fault(Code::ValueInvalid, "`cidr` takes one network in its one spelling"))
            }
            13 => Limit::decode_len(reader),
            14..=17 => {
                scope.enter().map_err(|fault| fault.with_byte(start.position()))?;
                let shape = Limit::decode_shape(operator, length, reader, scope);
                scope.leave();
                shape
            }
            _ => Err(start.fault(
                Code::OperatorUnknown,
                alloc::format!("operator {operator}, which this build does not evaluate"),
            )),
        }
    }

    fn decode_len(reader: &mut Reader<'a>) -> Result<Limit<'a>, Malformed> {
        let start = reader.clone();
        if reader.array()? != 2 {
            return Err(start.fault(Code::ValueInvalid, "`len` takes a comparison and a length"));
        }
        let measure = match reader.uint()? {
            1 => Measure::Exactly,
            number => Measure::Compared(Comparison::of_number(number).ok_or_else(|| {
                start.fault(Code::ValueInvalid, "a length is compared by `=`, `<=`, `<`, `>=` or `>`")
            })?),
        };
        let at = reader.clone();
        let length = reader.uint()?;
        if length > limits::LENGTH {
            return Err(at.fault(Code::LimitExceeded, "a length above 65536"));
        }
        Ok(Limit::Len(measure, length))
    }

    fn decode_shape(
        operator: u64,
        length: usize,
        reader: &mut Reader<'a>,
        scope: &mut Scope,
    ) -> Result<Limit<'a>, Malformed> {
        let mut shape = match operator {
            14 => Limit::Object(Args::decode(reader, scope)?),
            15 => Limit::Each(Box::new(Limits::decode(reader, scope)?)),
            16 => Limit::Has(Box::new(Limits::decode(reader, scope)?)),
            _ => {
                let count = reader.array()?;
                if count > limits::LIST_MEMBERS {
                    return Err(reader.fault(Code::LimitExceeded, "more than 64 positions in a list"));
                }
                let mut items = Vec::with_capacity(count);
                for _ in 0..count {
                    scope.count(reader)?;
                    items.push(Limits::decode(reader, scope)?);
                }
                Limit::Positions { items, open: false }
            }
        };
        if length == 3 {
            if !reader.bool()? {
                return Err(reader.fault(Code::ValueInvalid, "a shape without `..` has two members"));
            }
            match &mut shape {
                Limit::Object(Args { open, .. }) | Limit::Positions { open, .. } => *open = true,
                _ => {}
            }
        }
        Ok(shape)
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Limit::Equal(scalar) => {
                writer.array(2).uint(1);
                scalar.encode(writer);
            }
            Limit::In(scalars) => {
                writer.array(2).uint(2).array(scalars.len());
                scalars.iter().for_each(|scalar| scalar.encode(writer));
            }
            Limit::Compare(comparison, bound) => {
                writer.array(2).uint(comparison.number());
                match bound {
                    Bound::Number(number) => writer.number(number.as_f64()),
                    Bound::Date(date) => writer.text(date),
                };
            }
            Limit::Under(base) => drop(writer.array(2).uint(7).text(base)),
            Limit::Like(pattern) => drop(writer.array(2).uint(8).text(pattern)),
            Limit::Within { base, with_query } => {
                writer.array(2).uint(if *with_query { 10 } else { 9 }).text(base);
            }
            Limit::At(domain) => drop(writer.array(2).uint(11).text(domain)),
            Limit::Cidr(network) => drop(writer.array(2).uint(12).text(&network.to_string())),
            Limit::Len(measure, length) => {
                let comparison = match measure {
                    Measure::Exactly => 1,
                    Measure::Compared(comparison) => comparison.number(),
                };
                writer.array(2).uint(13).array(2).uint(comparison).uint(*length);
            }
            Limit::Object(args) => {
                writer.array(if args.open { 3 } else { 2 }).uint(14);
                args.encode(writer);
                encode_open(args.open, writer);
            }
            Limit::Each(limits) => {
                writer.array(2).uint(15);
                limits.encode(writer);
            }
            Limit::Has(limits) => {
                writer.array(2).uint(16);
                limits.encode(writer);
            }
            Limit::Positions { items, open } => {
                writer.array(if *open { 3 } else { 2 }).uint(17).array(items.len());
                items.iter().for_each(|item| item.encode(writer));
                encode_open(*open, writer);
            }
        }
    }
}

impl<'a> Scalar<'a> {
    fn decode(reader: &mut Reader<'a>) -> Result<Scalar<'a>, Malformed> {
        if reader.next_is_text() {
            Ok(Scalar::Text(Cow::Borrowed(policy_text(reader)?)))
        } else if reader.next_is_bool() {
            Ok(Scalar::Bool(reader.bool()?))
        } else {
            Ok(Scalar::Number(decode_number(reader)?))
        }
    }

    fn encode(&self, writer: &mut Writer) {
        match self {
            Scalar::Bool(value) => writer.bool(*value),
            Scalar::Number(number) => writer.number(number.as_f64()),
            Scalar::Text(text) => writer.text(text),
        };
    }
}

impl<'a> Bound<'a> {
    fn decode(reader: &mut Reader<'a>) -> Result<Bound<'a>, Malformed> {
        let start = reader.clone();
        if !reader.next_is_text() {
            return Ok(Bound::Number(decode_number(reader)?));
        }
        let text = reader.text()?;
        match date::form(text) {
            Some(_) => Ok(Bound::Date(Cow::Borrowed(text))),
            None => Err(start.fault(Code::ValueInvalid, "a comparison with a text that is not a date")),
        }
    }
}

fn decode_number(reader: &mut Reader<'_>) -> Result<Number, Malformed> {
    let start = reader.clone();
    Number::new(reader.number()?).map_err(|fault| fault.with_byte(start.position()))
}

fn decode_list<'a>(reader: &mut Reader<'a>, scope: &mut Scope) -> Result<Vec<Scalar<'a>>, Malformed> {
    let start = reader.clone();
    let count = reader.array()?;
    if count > limits::LIST_MEMBERS {
        return Err(start.fault(Code::LimitExceeded, "more than 64 members in a list"));
    }
    let mut members = Vec::with_capacity(count);
    for _ in 0..count {
        let at = reader.clone();
        scope.count(&at)?;
        let member = Scalar::decode(reader)?;
        if members.contains(&member) {
            return Err(at.fault(Code::DuplicateItem, "a list member for the second time"));
        }
        members.push(member);
    }
    Ok(members)
}

fn encode_open(open: bool, writer: &mut Writer) {
    if open {
        writer.bool(true);
    }
}
