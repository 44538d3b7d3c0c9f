//! The canonical text of grants and of what they are made of.

use alloc::string::String;
use core::fmt::{self, Display, Formatter, Write as _};

use crate::armor;
use crate::budget::Budget;
use crate::call::Call;
use crate::clause::{ActionPattern, Arg, Args, Clause, is_plain_action};
use crate::grant::Grant;
use crate::json;
use crate::limit::{Bound, Limit, Limits, Scalar};
use crate::matches::{Place, Step};
use crate::requirement::{Approval, Requirement};
use crate::time::Duration;
use crate::value::Value;

/// A text in quotes, as JSON writes it; what cannot be seen is escaped.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        json::write_string(&mut text, self.0);
        f.write_str(&text)
    }
}

/// An argument's name: bare if it is a plain identifier.
struct Name<'a>(&'a str);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if super::lexer::is_bare_name(self.0) { f.write_str(self.0) } else { Quoted(self.0).fmt(f) }
    }
}

impl Display for ActionPattern<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            ActionPattern::Exact(name) if is_plain_action(name) => f.write_str(name),
            ActionPattern::Exact(name) => Quoted(name).fmt(f),
            ActionPattern::Below(prefix) => write!(f, "{prefix}.*"),
            ActionPattern::Any => f.write_char('*'),
        }
    }
}

/// `flights.book(price <= 400, ..) needs approval(1 of ["did:key:…"])`.
impl Display for Clause<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.action, self.args)?;
        self.needs.iter().try_for_each(|requirement| write!(f, " needs {requirement}"))
    }
}

impl Display for Requirement<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Requirement::Approval(approval) => approval.fmt(f),
            Requirement::Other { number, parameters } => {
                write!(f, "{number}(h'")?;
                parameters.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("')")
            }
        }
    }
}

/// `approval(2 of ["did:key:…", "did:key:…"])`.
impl Display for Approval {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "approval({} of [", self.threshold())?;
        separated(f, self.keys(), ", ", |key, f| write!(f, "\"{key}\""))?;
        f.write_str("])")
    }
}

impl Display for Args<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        separated(f, &self.entries, ", ", Arg::fmt)?;
        match (self.open, self.entries.is_empty()) {
            (true, true) => f.write_str(".."),
            (true, false) => f.write_str(", .."),
            (false, _) => Ok(()),
        }
    }
}

impl Display for Arg<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Name(&self.name), if self.optional { "?" } else { "" })?;
        match &self.limits {
            Limits::Any => Ok(()),
            limits if limits.shape().is_some() => write!(f, ": {limits}"),
            limits => write!(f, " {limits}"),
        }
    }
}

/// The limits alone: `<= 400`, `>= 1 and < 5`; `_` for any value.
impl Display for Limits<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.as_slice() {
            [] => f.write_char('_'),
            // `has` stands within the brackets of the `each` before it.
            [Limit::Each(each), rest @ ..] => {
                f.write_str("[each ")?;
                item(f, each)?;
                for limit in rest {
                    if let Limit::Has(has) = limit {
                        f.write_str(", has ")?;
                        item(f, has)?;
                    }
                }
                f.write_char(']')?;
                let lengths = rest.iter().filter(|limit| !matches!(limit, Limit::Has(_)));
                lengths.into_iter().try_for_each(|limit| write!(f, " and {limit}"))
            }
            limits => separated(f, limits, " and ", Limit::fmt),
        }
    }
}

impl Display for Limit<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Limit::Equal(scalar) => write!(f, "= {scalar}"),
            Limit::In(scalars) => {
                f.write_str("in [")?;
                separated(f, scalars, ", ", Scalar::fmt)?;
                f.write_char(']')
            }
            Limit::Compare(comparison, Bound::Number(number)) => write!(f, "{} {number}", comparison.symbol()),
            Limit::Compare(comparison, Bound::Date(date)) => write!(f, "{} date {}", comparison.symbol(), Quoted(date)),
            Limit::Under(base) => write!(f, "under {}", Quoted(base)),
            Limit::Like(pattern) => write!(f, "like {}", Quoted(pattern)),
            Limit::Within { base, with_query } => {
                write!(f, "within {}{}", Quoted(base), if *with_query { " with query" } else { "" })
            }
            Limit::At(domain) => write!(f, "at {}", Quoted(domain)),
            Limit::Cidr(network) => write!(f, "cidr \"{network}\""),
            Limit::Len(measure, length) => write!(f, "len {} {length}", measure.symbol()),
            Limit::Object(args) => write!(f, "{{{args}}}"),
            Limit::Each(limits) => {
                f.write_str("[each ")?;
                item(f, limits)?;
                f.write_char(']')
            }
            Limit::Has(limits) => {
                f.write_str("has ")?;
                item(f, limits)
            }
            Limit::Positions { items, open } => {
                f.write_char('[')?;
                separated(f, items, ", ", |limits, f| item(f, limits))?;
                match (open, items.is_empty()) {
                    (true, true) => f.write_str("..")?,
                    (true, false) => f.write_str(", ..")?,
                    (false, _) => {}
                }
                f.write_char(']')
            }
        }
    }
}

/// An element of a list: a bare scalar means "equal to it".
fn item(f: &mut Formatter<'_>, limits: &Limits<'_>) -> fmt::Result {
    match limits {
        Limits::One(Limit::Equal(scalar)) => scalar.fmt(f),
        limits => limits.fmt(f),
    }
}

impl Display for Scalar<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Scalar::Bool(value) => value.fmt(f),
            Scalar::Number(number) => number.fmt(f),
            Scalar::Text(text) => Quoted(text).fmt(f),
        }
    }
}

/// `sum price of flights.book <= 600 "USD" per 1d`.
impl Display for Budget<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.sum {
            None => f.write_str("calls")?,
            Some(argument) => write!(f, "sum {}", Name(argument))?,
        }
        if self.action != ActionPattern::Any {
            write!(f, " of {}", self.action)?;
        }
        match &self.sum {
            None => write!(f, " <= {}", self.limit)?,
            Some(_) => write!(f, " <= {}", Millionths(self.limit))?,
        }
        if let Some(unit) = &self.unit {
            write!(f, " {}", Quoted(unit))?;
        }
        if let Some(secs) = self.window_secs {
            write!(f, " per {}", Duration(secs))?;
        }
        if let Some(ledger) = &self.ledger {
            write!(f, " at {ledger}")?;
        }
        if let Some(account) = &self.account {
            write!(f, " account {}", Quoted(account))?;
        }
        Ok(())
    }
}

/// An amount counted in millionths, as a decimal without needless digits.
pub struct Millionths(pub u64);

impl Display for Millionths {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0 / 1_000_000)?;
        match self.0 % 1_000_000 {
            0 => Ok(()),
            fraction => {
                let digits = alloc::format!("{fraction:06}");
                write!(f, ".{}", digits.trim_end_matches('0'))
            }
        }
    }
}

/// One item a line.
impl Display for Grant<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut lines = 0usize;
        let mut line = |f: &mut Formatter<'_>, item: fmt::Arguments<'_>| {
            lines = lines.saturating_add(1);
            if lines > 1 {
                f.write_char('\n')?;
            }
            f.write_fmt(item)
        };
        for clause in &self.clauses {
            line(f, format_args!("allow {clause}"))?;
        }
        for budget in &self.budgets {
            line(f, format_args!("budget {budget}"))?;
        }
        if let Some(secs) = self.ttl_secs {
            line(f, format_args!("ttl {}", Duration(secs)))?;
        }
        if let Some(time) = self.not_before {
            line(f, format_args!("from {time}"))?;
        }
        if let Some(time) = self.expires {
            line(f, format_args!("until {time}"))?;
        }
        if let Some(depth) = self.depth {
            line(f, format_args!("depth {depth}"))?;
        }
        for audience in &self.audiences {
            line(f, format_args!("aud {}", Quoted(audience)))?;
        }
        Ok(())
    }
}

impl Call {
    /// The call's text, shaped like the clause that allows it: `flights.book(to = "SFO", price = 450)`. Reads back as the
    /// same call if it is within that text's limit and no name has a code point that cannot be seen. It holds every
    /// argument whole, so not for logs.
    pub fn to_text(&self) -> String {
        let mut text = action(self.action());
        text.push('(');
        for (index, (argument, value)) in self.args().iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            // Cannot fail: a string takes everything.
            let _ = write!(text, "{separator}{} = {}", Name(argument), value.to_json());
        }
        text.push(')');
        text
    }
}

/// An action, in quotes if it needs them.
pub(crate) fn action(name: &str) -> String {
    alloc::string::ToString::to_string(&ActionPattern::Exact(name.into()))
}

/// An argument's name, in quotes if it needs them.
pub(crate) fn name(name: &str) -> String {
    alloc::string::ToString::to_string(&Name(name))
}

/// A place in the arguments: `opts.tags[2]`. A call may have anything for a name, so no secret key is shown.
pub(crate) fn place(place: &Place<'_>) -> String {
    let mut text = String::new();
    for step in place.steps() {
        // Cannot fail: a string takes everything.
        let _ = match step {
            Step::Index(index) => write!(text, "[{index}]"),
            Step::Name(name) if text.is_empty() => write!(text, "{}", Name(name)),
            Step::Name(name) => write!(text, ".{}", Name(name)),
        };
    }
    armor::without_secret(&text)
}

/// A value for a message: JSON, cut where it is long and never inside quotes, and no secret key.
pub(crate) fn shown_value(value: &Value) -> String {
    const SHOWN_CHARS: usize = 60;
    let shown = match value {
        Value::Text(text) => {
            let cut: String = text.chars().take(SHOWN_CHARS).collect();
            let more = if cut.len() < text.len() { "…" } else { "" };
            alloc::format!("{}{more}", Quoted(&cut))
        }
        value => match (value.to_json(), value) {
            (text, _) if text.chars().count() <= SHOWN_CHARS => text,
            (_, Value::List(_)) => "[…]".into(),
            (_, _) => "{…}".into(),
        },
    };
    armor::without_secret(&shown)
}

fn separated<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    separator: &str,
    mut print: impl FnMut(&T, &mut Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        print(item, f)?;
    }
    Ok(())
}
