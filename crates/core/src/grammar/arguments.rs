//! The arguments of a clause: limits, shapes, lists.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::lexer::Lexer;
use crate::clause::{Arg, Args};
use crate::error::{Code, Malformed};
use crate::limit::{Bound, Comparison, Limit, Limits, Measure, Scalar, may_follow};
use crate::limits;
use crate::operator::cidr::Network;
use crate::operator::{date, glob, mail, path, url};
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
            shape(lexer, depth)?
        } else if lexer.sees(",") || lexer.sees(close) {
            Limits::Any
        } else {
            limits_and(lexer)?
        };
        let at = args.entries.partition_point(|other| name_order(&other.name, &name).is_lt());
        args.entries.insert(at, Arg { name: Cow::Owned(name), optional, limits });
    }
    Ok(args)
}

fn limits_and(lexer: &mut Lexer<'_>) -> Read<Limits<'static>> {
    let first = limit(lexer)?;
    and(lexer, alloc::vec![first])
}

/// Further limits, joined by `and`.
fn and(lexer: &mut Lexer<'_>, mut all: Vec<Limit<'static>>) -> Read<Limits<'static>> {
    while lexer.eat_word("and") {
        let start = lexer.clone();
        let next = limit(lexer)?;
        if !may_follow(&all, &next) {
            return Err(start.fault("a list's shape is followed by `len` alone, an object's by nothing"));
        }
        push(&mut all, next, &start)?;
    }
    match <[Limit<'static>; 1]>::try_from(all) {
        Ok([one]) => Ok(Limits::One(one)),
        Err(all) => Ok(Limits::All(all)),
    }
}

/// One limit more on the same argument.
fn push(all: &mut Vec<Limit<'static>>, next: Limit<'static>, start: &Lexer<'_>) -> Read<()> {
    if all.len() >= limits::LIST_MEMBERS {
        return Err(start.fault_of(Code::LimitExceeded, "more than 64 limits on one argument"));
    }
    if all.contains(&next) {
        return Err(start.fault_of(Code::DuplicateItem, "a limit for the second time"));
    }
    all.push(next);
    Ok(())
}

fn limit(lexer: &mut Lexer<'_>) -> Read<Limit<'static>> {
    let start = lexer.clone();
    if let Some((_, comparison)) = COMPARISONS.into_iter().find(|(symbol, _)| lexer.eat(symbol)) {
        return Ok(Limit::Compare(comparison, bound(lexer)?));
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
    if lexer.eat_word("within") {
        let at = lexer.clone();
        let base = lexer.string("a URL")?;
        if !url::is_clean_base(&base) {
            return Err(at
                .fault("`within` takes one URL in its one spelling, with a path and without a query")
                .with_hint("write it as `https://api.example.com/v1/`, the host in lower case and no port that is the usual one"));
        }
        if !lexer.eat_word("with") {
            return Ok(Limit::Within { base: Cow::Owned(base), with_query: false });
        }
        if !lexer.eat_word("query") {
            return Err(lexer.expected("`query`"));
        }
        return Ok(Limit::Within { base: Cow::Owned(base), with_query: true });
    }
    if lexer.eat_word("at") {
        let at = lexer.clone();
        let domain = lexer.string("a domain")?;
        if !mail::is_clean_domain(&domain) {
            return Err(at.fault("`at` takes one domain in lower case, without `@` and `*`"));
        }
        return Ok(Limit::At(Cow::Owned(domain)));
    }
    if lexer.eat_word("cidr") {
        let at = lexer.clone();
        let network = Network::parse(&lexer.string("a network")?);
        return network.map(Limit::Cidr).ok_or_else(|| {
            at.fault("`cidr` takes one network in its one spelling, no bit set behind its prefix")
                .with_hint("write it as `10.0.0.0/8` or `2001:db8::/32`")
        });
    }
    if lexer.eat_word("len") {
        return length(lexer);
    }
    if lexer.sees_word("has") {
        return Err(start.fault("`has` stands in a list, behind an `each`").with_hint("write `[each _, has …]`"));
    }
    Err(start.expected("`=`, `in`, `<=`, `<`, `>=`, `>`, `under`, `like`, `within`, `at`, `cidr` or `len`"))
}

const COMPARISONS: [(&str, Comparison); 4] =
    [("<=", Comparison::AtMost), (">=", Comparison::AtLeast), ("<", Comparison::Below), (">", Comparison::Above)];

fn length(lexer: &mut Lexer<'_>) -> Read<Limit<'static>> {
    let measure = match COMPARISONS.into_iter().find(|(symbol, _)| lexer.eat(symbol)) {
        Some((_, comparison)) => Measure::Compared(comparison),
        None if lexer.eat("=") => Measure::Exactly,
        None => return Err(lexer.expected("`=`, `<=`, `<`, `>=` or `>`")),
    };
    let at = lexer.clone();
    let length = lexer.count()?;
    if length > limits::LENGTH {
        return Err(at.fault_of(Code::LimitExceeded, "a length above 65536"));
    }
    Ok(Limit::Len(measure, length))
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

/// A shape, and what may stand behind it.
fn shape(lexer: &mut Lexer<'_>, depth: usize) -> Read<Limits<'static>> {
    let depth = depth.saturating_add(1);
    if depth > limits::GRANT_DEPTH {
        return Err(lexer.fault_of(Code::LimitExceeded, "shapes nested deeper than 4"));
    }
    if lexer.eat("{") {
        let object = Limit::Object(args(lexer, "}", depth)?);
        return and(lexer, alloc::vec![object]);
    }
    if !lexer.eat("[") {
        return Err(lexer.expected("a shape, `{…}` or `[…]`"));
    }
    if lexer.eat_word("each") {
        let mut all = alloc::vec![Limit::Each(Box::new(list_item(lexer, depth)?))];
        while lexer.eat(",") {
            let start = lexer.clone();
            if !lexer.eat_word("has") {
                return Err(lexer.expected("`has`, which alone follows an `each`"));
            }
            let has = Limit::Has(Box::new(list_item(lexer, depth)?));
            push(&mut all, has, &start)?;
        }
        lexer.require("]")?;
        return and(lexer, all);
    }
    if lexer.sees_word("has") {
        return Err(lexer.fault("`has` stands in a list, behind an `each`").with_hint("write `[each _, has …]`"));
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
    and(lexer, alloc::vec![Limit::Positions { items, open }])
}

/// An element of a list: `_`, a shape, limits, or a bare scalar.
fn list_item(lexer: &mut Lexer<'_>, depth: usize) -> Read<Limits<'static>> {
    if lexer.eat_word("_") {
        return Ok(Limits::Any);
    }
    if lexer.sees("{") || lexer.sees("[") {
        return shape(lexer, depth);
    }
    let is_limit = ["=", "<", ">"].iter().any(|symbol| lexer.sees(symbol))
        || ["in", "under", "like", "within", "at", "cidr", "len"].iter().any(|word| lexer.sees_word(word));
    if is_limit {
        return limits_and(lexer);
    }
    Ok(Limits::One(Limit::Equal(scalar(lexer)?)))
}
