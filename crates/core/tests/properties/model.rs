//! The naive model: what a grant means, from `spec/grant.md`, `spec/operators.md` and `spec/verify.md` alone. It shares no type and no line
//! with the crate, and is written to be compared with the text, not to be fast.

use super::addresses::{bits, domain, is_in_network, is_within, url};
use super::spelling::{is_clean_for_like, is_clean_path, is_date, is_like, is_under, name};

/// A number with the text that it prints as, which the model never computes.
#[derive(Clone, Debug)]
pub(crate) struct Number {
    pub(crate) double: f64,
    pub(crate) text: String,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Json>),
    /// In any order, each name once.
    Object(Vec<(String, Json)>),
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Call {
    pub(crate) action: String,
    pub(crate) args: Vec<(String, Json)>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Pattern {
    Exact(String),
    Below(String),
    Every,
}

#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) pattern: Pattern,
    pub(crate) args: Args,
    pub(crate) needs: Vec<Need>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Need {
    /// By so many of those of these names.
    Approval(usize, Vec<&'static str>),
    /// A number, and parameters in hexadecimal.
    Other(u64, &'static str),
}

/// Named arguments in any order, each name once; `open`: ends in `..`.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Args {
    pub(crate) named: Vec<Arg>,
    pub(crate) open: bool,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Arg {
    pub(crate) name: String,
    pub(crate) optional: bool,
    /// None: any value.
    pub(crate) limits: Vec<Limit>,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Limit {
    /// A text, number or boolean.
    Equal(Json),
    In(Vec<Json>),
    Compare(Order, Number),
    CompareDate(Order, String),
    Under(String),
    Like(String),
    /// A URL, and whether a query may follow.
    Within(String, bool),
    At(String),
    Cidr(String),
    /// `None`: exactly.
    Len(Option<Order>, u64),
    Object(Args),
    Each(Vec<Limit>),
    /// Behind an `each`.
    Has(Vec<Limit>),
    Positions(Vec<Vec<Limit>>, bool),
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Order {
    AtMost,
    Below,
    AtLeast,
    Above,
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Budget {
    /// Calls, or millionths.
    pub(crate) limit: u64,
    pub(crate) sum: Option<String>,
    pub(crate) pattern: Pattern,
    pub(crate) window_secs: Option<u64>,
    pub(crate) unit: Option<String>,
    pub(crate) at_ledger: bool,
    pub(crate) account: Option<String>,
}

/// What one link says of calls.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) clauses: Vec<Clause>,
    pub(crate) budgets: Vec<Budget>,
}

/// Why not: what a refusal must say, and what took part in it.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) place: Option<String>,
    pub(crate) parts: Vec<&'static str>,
}

/// The parts of a grant that passed a call, for the tally.
pub(crate) type Parts = Vec<&'static str>;

impl PartialEq for Number {
    fn eq(&self, other: &Number) -> bool {
        self.double == other.double
    }
}

impl Number {
    /// The number that prints as this.
    pub(crate) fn printed(text: &str) -> Number {
        Number { double: text.parse().unwrap(), text: text.to_owned() }
    }

    /// Not negative, at most six decimals when printed, below 9·10¹².
    fn is_amount(&self) -> bool {
        let decimals = self.text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        self.double >= 0.0 && self.double < 9e12 && decimals <= 6 && !self.text.contains('e')
    }
}

/// Whether the chain allows the call that these have approved, link zero first; else at which link it ends, and why.
pub(crate) fn judge(chain: &[Link], call: &Call, approved: &[&str]) -> Result<Parts, (usize, Fault)> {
    let mut parts = Parts::new();
    for (place, link) in chain.iter().enumerate() {
        parts.extend(link.judge(call).map_err(|fault| (place, fault))?);
    }
    for (place, link) in chain.iter().enumerate() {
        let mut unmet = None;
        for clause in link.clauses.iter().filter(|clause| clause.judge(call).is_ok()) {
            unmet = clause.needs.iter().find(|need| !need.is_met(approved));
            if unmet.is_none() {
                parts.extend((!clause.needs.is_empty()).then_some("approval"));
                break;
            }
        }
        match unmet {
            None => {}
            Some(Need::Approval(..)) => return Err((place, Fault::new("approval_missing", None, "approval"))),
            Some(Need::Other(..)) => return Err((place, Fault::new("requirement_unsupported", None, "needs"))),
        }
    }
    for (place, link) in chain.iter().enumerate() {
        for budget in link.budgets.iter().filter(|budget| budget.pattern.accepts(&call.action)) {
            let Some(sum) = &budget.sum else { continue };
            match member(&call.args, sum) {
                Some(Json::Number(number)) if number.is_amount() => parts.push("sum"),
                _ => return Err((place, Fault::new("amount_invalid", Some(name(sum)), "sum"))),
            }
        }
    }
    Ok(parts)
}

/// Whose endorsements an allowed call uses up, of those who approved, in their order.
pub(crate) fn used<'n>(chain: &[Link], call: &Call, approved: &[&'n str]) -> Vec<&'n str> {
    let mut used = Vec::new();
    for link in chain {
        let accepting: Vec<&Clause> = link.clauses.iter().filter(|clause| clause.judge(call).is_ok()).collect();
        if accepting.iter().any(|clause| clause.needs.is_empty()) {
            continue;
        }
        let taken = accepting.iter().find(|clause| clause.needs.iter().all(|need| need.is_met(approved))).unwrap();
        for need in &taken.needs {
            let Need::Approval(count, names) = need else { unreachable!() };
            used.extend(approved.iter().filter(|name| names.contains(name)).take(*count));
        }
    }
    approved.iter().copied().filter(|name| used.contains(&name)).collect()
}

impl Need {
    fn is_met(&self, approved: &[&str]) -> bool {
        match self {
            Need::Approval(count, names) => names.iter().filter(|name| approved.contains(name)).count() >= *count,
            Need::Other(..) => false,
        }
    }
}

impl Link {
    pub(crate) fn accepts(&self, call: &Call) -> bool {
        self.judge(call).is_ok()
    }

    /// One single clause must accept the whole call; the last one with a fitting pattern is reported.
    fn judge(&self, call: &Call) -> Result<Parts, Fault> {
        let mut reported = Fault::new("action_not_granted", None, "action");
        for clause in &self.clauses {
            match clause.judge(call) {
                Ok(parts) => return Ok(parts),
                Err(fault) if fault.code != "action_not_granted" => reported = fault,
                Err(_) => {}
            }
        }
        Err(reported)
    }
}

impl Clause {
    pub(crate) fn judge(&self, call: &Call) -> Result<Parts, Fault> {
        if !self.pattern.accepts(&call.action) {
            return Err(Fault::new("action_not_granted", None, "action"));
        }
        let mut parts = vec![self.pattern.part()];
        match self.args.judge(&call.args, "", &mut parts) {
            Ok(()) => Ok(parts),
            Err(mut fault) => {
                fault.parts.push(self.pattern.part());
                Err(fault)
            }
        }
    }
}

impl Pattern {
    pub(crate) fn accepts(&self, action: &str) -> bool {
        match self {
            Pattern::Exact(exact) => action == exact,
            Pattern::Below(above) => action
                .strip_prefix(above.as_str())
                .and_then(|rest| rest.strip_prefix('.'))
                .is_some_and(|rest| !rest.is_empty()),
            Pattern::Every => true,
        }
    }

    fn part(&self) -> &'static str {
        match self {
            Pattern::Exact(_) => "action",
            Pattern::Below(_) => "prefix",
            Pattern::Every => "*",
        }
    }
}

impl Args {
    fn judge(&self, given: &[(String, Json)], place: &str, parts: &mut Parts) -> Result<(), Fault> {
        let mut names: Vec<&String> =
            self.named.iter().map(|arg| &arg.name).chain(given.iter().map(|(name, _)| name)).collect();
        names.sort_by_key(|name| (name.len(), name.as_bytes()));
        names.dedup();
        for argument in names {
            let place = if place.is_empty() { name(argument) } else { format!("{place}.{}", name(argument)) };
            let arg = self.named.iter().find(|arg| arg.name == *argument);
            match (arg, member(given, argument)) {
                (Some(arg), None) if arg.optional => parts.push("?"),
                (Some(_), None) => return Err(Fault::new("arg_missing", Some(place), "name")),
                (None, Some(_)) if self.open => parts.push(".."),
                (None, _) => return Err(Fault::new("arg_not_granted", Some(place), "()")),
                (Some(arg), Some(value)) => {
                    parts.push("name");
                    let judged = judge_all(&arg.limits, value, &place, parts);
                    judged.map_err(|fault| fault.with(arg.optional, "?").with(self.open, ".."))?;
                }
            }
        }
        if !self.open {
            parts.push("()");
        }
        Ok(())
    }
}

/// Whether all limits accept the value.
pub(crate) fn accepts(limits: &[Limit], value: &Json) -> bool {
    judge_all(limits, value, "", &mut Parts::new()).is_ok()
}

fn judge_all(limits: &[Limit], value: &Json, place: &str, parts: &mut Parts) -> Result<(), Fault> {
    let several = limits.len() > 1;
    for limit in limits {
        limit.judge(value, place, parts).map_err(|fault| fault.with(several, "and").with(true, limit.part()))?;
        parts.push(limit.part());
    }
    if several {
        parts.push("and");
    }
    Ok(())
}

impl Limit {
    pub(crate) fn is_shape(&self) -> bool {
        matches!(self, Limit::Object(_) | Limit::Each(_) | Limit::Positions(..))
    }

    fn judge(&self, value: &Json, place: &str, parts: &mut Parts) -> Result<(), Fault> {
        let no = |code| Err(Fault::new(code, Some(place.to_owned()), self.part()));
        match (self, value) {
            (Limit::Equal(scalar), value) if same_type(scalar, value) => {
                if scalar == value {
                    Ok(())
                } else {
                    no("arg_not_equal")
                }
            }
            (Limit::In(members), value) if members.is_empty() || members.iter().any(|one| same_type(one, value)) => {
                if members.contains(value) {
                    Ok(())
                } else {
                    no("arg_not_in_list")
                }
            }
            (Limit::Compare(order, bound), Json::Number(number)) => {
                if order.holds(&number.double, &bound.double) {
                    Ok(())
                } else {
                    no(order.code())
                }
            }
            (Limit::CompareDate(order, bound), Json::Text(date)) => {
                if !is_date(date) || date.len() != bound.len() {
                    no("arg_ambiguous")
                } else if order.holds(date.as_bytes(), bound.as_bytes()) {
                    Ok(())
                } else {
                    no(order.code())
                }
            }
            (Limit::Under(_), Json::Text(path)) if !is_clean_path(path) => no("arg_ambiguous"),
            (Limit::Under(above), Json::Text(path)) => {
                if is_under(above, path) {
                    Ok(())
                } else {
                    no("arg_outside_path")
                }
            }
            (Limit::Like(_), Json::Text(text)) if !is_clean_for_like(text) => no("arg_ambiguous"),
            (Limit::Like(glob), Json::Text(text)) => {
                if is_like(glob, text) {
                    Ok(())
                } else {
                    no("arg_not_like")
                }
            }
            (Limit::Within(base, with_query), Json::Text(text)) => match url(text) {
                None => no("arg_ambiguous"),
                Some(url) if is_within(base, *with_query, &url) => Ok(()),
                Some(_) => no("arg_outside_url"),
            },
            (Limit::At(wanted), Json::Text(text)) => match domain(text) {
                None => no("arg_ambiguous"),
                Some(domain) if domain == wanted => Ok(()),
                Some(_) => no("arg_outside_domain"),
            },
            (Limit::Cidr(_), Json::Text(text)) if bits(text).is_none() => no("arg_ambiguous"),
            (Limit::Cidr(network), Json::Text(text)) => {
                if is_in_network(network, text) {
                    Ok(())
                } else {
                    no("arg_outside_network")
                }
            }
            (Limit::Len(order, bound), Json::Text(_) | Json::List(_)) => {
                let length = match value {
                    Json::Text(text) => text.chars().count(),
                    Json::List(elements) => elements.len(),
                    _ => 0,
                } as u64;
                let (low, high) = (length < *bound, length > *bound);
                match order {
                    None if low => no("arg_too_short"),
                    None if high => no("arg_too_long"),
                    Some(order) if !order.holds(&length, bound) => match order {
                        Order::AtMost | Order::Below => no("arg_too_long"),
                        Order::AtLeast | Order::Above => no("arg_too_short"),
                    },
                    _ => Ok(()),
                }
            }
            (Limit::Has(limits), Json::List(elements)) => {
                if elements.iter().any(|element| accepts(limits, element)) {
                    Ok(())
                } else {
                    no("list_mismatch")
                }
            }
            (Limit::Object(args), Json::Object(members)) => args.judge(members, place, parts),
            (Limit::Each(_), Json::List(elements)) if elements.is_empty() => no("list_mismatch"),
            (Limit::Each(limits), Json::List(elements)) => elements
                .iter()
                .enumerate()
                .try_for_each(|(i, element)| judge_all(limits, element, &format!("{place}[{i}]"), parts)),
            (Limit::Positions(positions, open), Json::List(elements)) => {
                for (i, (limits, element)) in positions.iter().zip(elements).enumerate() {
                    judge_all(limits, element, &format!("{place}[{i}]"), parts)?;
                }
                match elements.len().cmp(&positions.len()) {
                    std::cmp::Ordering::Less => no("list_mismatch"),
                    std::cmp::Ordering::Greater if !open => no("list_mismatch"),
                    _ => Ok(()),
                }
            }
            _ => no("arg_wrong_type"),
        }
    }

    pub(crate) fn part(&self) -> &'static str {
        match self {
            Limit::Equal(_) => "=",
            Limit::In(_) => "in",
            Limit::Compare(order, _) => order.sign(),
            Limit::CompareDate(Order::AtMost | Order::Below, _) => "<= < date",
            Limit::CompareDate(..) => ">= > date",
            Limit::Under(_) => "under",
            Limit::Like(_) => "like",
            Limit::Within(_, false) => "within",
            Limit::Within(_, true) => "within with query",
            Limit::At(_) => "at",
            Limit::Cidr(_) => "cidr",
            Limit::Len(Some(Order::AtMost | Order::Below), _) => "len <= <",
            Limit::Len(..) => "len >= > =",
            Limit::Has(_) => "has",
            Limit::Object(_) => "{}",
            Limit::Each(_) => "[each]",
            Limit::Positions(_, false) => "[,]",
            Limit::Positions(_, true) => "[, ..]",
        }
    }
}

impl Order {
    pub(crate) const ALL: [Order; 4] = [Order::AtMost, Order::Below, Order::AtLeast, Order::Above];

    fn holds<T: PartialOrd + ?Sized>(self, value: &T, bound: &T) -> bool {
        match self {
            Order::AtMost => value <= bound,
            Order::Below => value < bound,
            Order::AtLeast => value >= bound,
            Order::Above => value > bound,
        }
    }

    fn code(self) -> &'static str {
        if matches!(self, Order::AtMost | Order::Below) { "arg_above_limit" } else { "arg_below_limit" }
    }

    pub(crate) fn sign(self) -> &'static str {
        ["<=", "<", ">=", ">"][self as usize]
    }
}

impl Fault {
    fn new(code: &'static str, place: Option<String>, part: &'static str) -> Fault {
        Fault { code, place, parts: vec![part] }
    }

    fn with(mut self, taken: bool, part: &'static str) -> Fault {
        self.parts.extend(taken.then_some(part));
        self
    }
}

fn same_type(one: &Json, other: &Json) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

pub(crate) fn member<'a>(members: &'a [(String, Json)], name: &str) -> Option<&'a Json> {
    members.iter().find(|(other, _)| other == name).map(|(_, value)| value)
}
