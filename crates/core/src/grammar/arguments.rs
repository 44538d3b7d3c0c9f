//! The arguments of a clause: limits, shapes, lists.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::lexer::Lexer;
use crate::clause::{Arg, Args};
use crate::error::{Code, Malformed};
use crate::limit::{Bound, Comparison, Limit, Limits, Scalar};
use crate::limits;
use crate::operator::{date, glob, path};
use crate::value::name_order;

type Read<T> = Result<T, Malformed>;

/// Arguments up to the closing bracket, which is read too.
pub(super) fn args(lexer: &mut Lexer<'_>, close: &str, depth: usize) -> Read<Args<'static>> {
    let mut args = Args::default();
    let mut first = true;
    while !lexer.eat(close) {
        if !first {
            lexer.require(",")?;
        }
        first = false;
        if lexer.eat("..") {
            args.open = true;
            if !lexer.eat(close) {
                return Err(lexer.expected(&format!("`{close}`, since `..` comes last")));
            }
            break;
        }
        let start = lexer.clone();
        let name = lexer.name()?;
        if args.named(&name).is_some() {
            return Err(start
                .fault(format!("the argument {} for the second time", super::Quoted(&name)))
                .with_hint("join the limits on one argument with `and`"));
        }
        let optional = lexer.eat("?");
        if args.entries.len() >= limits::MAP_MEMBERS {
            return Err(start.fault_of(Code::LimitExceeded, "more than 32 names in a map"));
        }
        let limits = if lexer.eat(":") {
            Limits::One(shape(lexer, depth)?)
        } else if lexer.sees(",") || lexer.sees(close) {
            Limits::Any
        } else {
            limits_and(lexer)?
        };
        args.entries.push(Arg { name: Cow::Owned(name), optional, limits });
    }
    args.entries.sort_by(|one, other| name_order(&one.name, &other.name));
    Ok(args)
}

fn limits_and(lexer: &mut Lexer<'_>) -> Read<Limits<'static>> {
    let first = limit(lexer)?;
    if !lexer.sees_word("and") {
        return Ok(Limits::One(first));
    }
    let mut all = alloc::vec![first];
    while lexer.eat_word("and") {
        let start = lexer.clone();
        if all.len() >= limits::LIST_MEMBERS {
            return Err(start.fault_of(Code::LimitExceeded, "more than 64 limits on one argument"));
        }
        let next = limit(lexer)?;
        if all.contains(&next) {
            return Err(start.fault_of(Code::DuplicateItem, "a limit for the second time"));
        }
        all.push(next);
    }
    Ok(Limits::All(all))
}

fn limit(lexer: &mut Lexer<'_>) -> Read<Limit<'static>> {
    let start = lexer.clone();
    for (symbol, comparison) in
        [("<=", Comparison::AtMost), (">=", Comparison::AtLeast), ("<", Comparison::Below), (">", Comparison::Above)]
    {
        if lexer.eat(symbol) {
            return Ok(Limit::Compare(comparison, bound(lexer)?));
        }
    }
    if lexer.eat("=") {
        if lexer.sees("=") {
            return Err(lexer.fault("equality is one `=`"));
        }
        return Ok(Limit::Equal(scalar(lexer)?));
    }
    if lexer.eat_word("in") {
        return list(lexer);
    }
    if lexer.eat_word("under") {
        let at = lexer.clone();
        let base = lexer.string("a path")?;
        if !path::is_clean(&base) {
            return Err(
                at.fault("`under` takes one absolute path without empty segments, `.`, `..`, `\\`, `%` or a final `/`")
            );
        }
        return Ok(Limit::Under(Cow::Owned(base)));
    }
    if lexer.eat_word("like") {
        let at = lexer.clone();
        let pattern = lexer.string("a glob")?;
        return match glob::fault(&pattern) {
            None => Ok(Limit::Like(Cow::Owned(pattern))),
            Some((Code::LimitExceeded, fault)) => Err(at.fault_of(Code::LimitExceeded, fault)),
            Some((_, fault)) => Err(at.fault(fault)),
        };
    }
    if ["within", "at", "cidr", "len"].iter().any(|word| lexer.sees_word(word)) {
        return Err(start.fault_of(Code::OperatorUnknown, "an operator that this build does not evaluate yet"));
    }
    Err(start.expected("`=`, `in`, `<=`, `<`, `>=`, `>`, `under` or `like`"))
}

fn bound(lexer: &mut Lexer<'_>) -> Read<Bound<'static>> {
    if !lexer.eat_word("date") {
        if lexer.sees("\"") {
            return Err(lexer
                .fault("a comparison is with a number or a date")
                .with_hint("write a date as `date \"2026-12-01\"`"));
        }
        return Ok(Bound::Number(lexer.number()?));
    }
    let at = lexer.clone();
    let date = lexer.string("a date")?;
    match date::form(&date) {
        Some(_) => Ok(Bound::Date(Cow::Owned(date))),
        None => Err(at.fault("a date is `YYYY-MM-DD` or `YYYY-MM-DDThh:mm:ssZ`, and real")),
    }
}

fn scalar(lexer: &mut Lexer<'_>) -> Read<Scalar<'static>> {
    if lexer.sees("\"") {
        return Ok(Scalar::Text(Cow::Owned(lexer.string("a text")?)));
    }
    for (word, value) in [("true", true), ("false", false)] {
        if lexer.eat_word(word) {
            return Ok(Scalar::Bool(value));
        }
    }
    if lexer.sees("-") || lexer.sees_digit() {
        return Ok(Scalar::Number(lexer.number()?));
    }
    Err(lexer.expected("a text in quotes, a number, `true` or `false`"))
}

fn list(lexer: &mut Lexer<'_>) -> Read<Limit<'static>> {
    lexer.require("[")?;
    let mut members = Vec::new();
    while !lexer.eat("]") {
        if !members.is_empty() {
            lexer.require(",")?;
        }
        let start = lexer.clone();
        if members.len() >= limits::LIST_MEMBERS {
            return Err(start.fault_of(Code::LimitExceeded, "more than 64 members in a list"));
        }
        let member = scalar(lexer)?;
        if members.contains(&member) {
            return Err(start.fault_of(Code::DuplicateItem, format!("{member} for the second time in a list")));
        }
        members.push(member);
    }
    Ok(Limit::In(members))
}

fn shape(lexer: &mut Lexer<'_>, depth: usize) -> Read<Limit<'static>> {
    let depth = depth.saturating_add(1);
    if depth > limits::GRANT_DEPTH {
        return Err(lexer.fault_of(Code::LimitExceeded, "shapes nested deeper than 4"));
    }
    if lexer.eat("{") {
        return Ok(Limit::Object(args(lexer, "}", depth)?));
    }
    if !lexer.eat("[") {
        return Err(lexer.expected("a shape, `{…}` or `[…]`"));
    }
    if lexer.eat_word("each") {
        let limits = list_item(lexer, depth)?;
        lexer.require("]")?;
        return Ok(Limit::Each(Box::new(limits)));
    }
    let mut items = Vec::new();
    let mut open = false;
    while !lexer.eat("]") {
        if !items.is_empty() {
            lexer.require(",")?;
        }
        if lexer.eat("..") {
            open = true;
            lexer.require("]")?;
            break;
        }
        if items.len() >= limits::LIST_MEMBERS {
            return Err(lexer.fault_of(Code::LimitExceeded, "more than 64 positions in a list"));
        }
        items.push(list_item(lexer, depth)?);
    }
    Ok(Limit::Positions { items, open })
}

/// An element of a list: `_`, a shape, limits, or a bare scalar.
fn list_item(lexer: &mut Lexer<'_>, depth: usize) -> Read<Limits<'static>> {
    if lexer.eat_word("_") {
        return Ok(Limits::Any);
    }
    if lexer.sees("{") || lexer.sees("[") {
        return Ok(Limits::One(shape(lexer, depth)?));
    }
    let is_limit = ["=", "<", ">"].iter().any(|symbol| lexer.sees(symbol))
        || ["in", "under", "like", "within", "at", "cidr", "len"].iter().any(|word| lexer.sees_word(word));
    if is_limit {
        return limits_and(lexer);
    }
    Ok(Limits::One(Limit::Equal(scalar(lexer)?)))
}
