//! What a link grants: clauses, the limits of their arguments, budgets. Source: `spec/grant.md`, "The wire form".

use ciborium::Value;

use super::{Item, scalar};

/// Operators by their number: how the text of a grant writes them.
const OPERATORS: &[(i128, &str)] = &[
    (1, "="),
    (2, "in"),
    (3, "<="),
    (4, "<"),
    (5, ">="),
    (6, ">"),
    (7, "under"),
    (8, "like"),
    (9, "within"),
    (10, "within, with query"),
    (11, "at"),
    (12, "cidr"),
    (13, "len"),
    (14, "object"),
    (15, "each"),
    (16, "has"),
    (17, "by position"),
];

/// Requirements by their number.
const REQUIREMENTS: &[(i128, &str)] =
    &[(1, "approval"), (2, "attestation"), (3, "fact"), (4, "tool pin"), (5, "session"), (6, "assurance")];

/// Fields of a budget by their number; of a sum, the first counts millionths.
const BUDGET: &[(i128, &str)] =
    &[(1, "limit"), (2, "sum of"), (3, "of"), (4, "per, seconds"), (5, "unit"), (6, "at the ledger"), (7, "account")];

/// A clause, under its text.
pub(crate) fn clause(value: &Value, text: &str) -> Item {
    let Value::Array(members) = value else { return Item::plain(value) };
    let described = members.iter().enumerate().map(|(place, member)| match (place, member) {
        (1, Value::Map(_)) => args(member),
        (2, Value::Bool(true)) => Item::plain(member).named(".."),
        (3, Value::Array(needs)) => Item::array(needs.iter().map(requirement).collect()).named("needs"),
        _ => Item::plain(member),
    });
    Item::array(described.collect()).named(text)
}

/// A budget, under its text.
pub(crate) fn budget(value: &Value, text: &str) -> Item {
    let Value::Map(fields) = value else { return Item::plain(value) };
    let is_sum = fields.iter().any(|(number, _)| number_of(number) == Some(2));
    let described = fields.iter().map(|(number, field)| {
        let name = match number_of(number) {
            Some(1) if is_sum => "limit, millionths",
            other => other.and_then(|number| named(BUDGET, number)).unwrap_or_default(),
        };
        (scalar(number), Item::plain(field).named(name))
    });
    Item::map(described.collect()).named(text)
}

fn args(value: &Value) -> Item {
    let Value::Map(entries) = value else { return Item::plain(value) };
    Item::map(entries.iter().map(|(name, limits)| (scalar(name), arg(limits))).collect())
}

/// An argument's limits, or `[0, limits]` where it may be absent.
fn arg(value: &Value) -> Item {
    match value {
        Value::Array(members) => match members.as_slice() {
            [zero, inside @ Value::Array(_)] if number_of(zero) == Some(0) => {
                Item::array(vec![Item::plain(zero).named("?"), limits(inside)])
            }
            _ => limits(value),
        },
        _ => Item::plain(value),
    }
}

/// One limit, several in a list, or none for any value.
fn limits(value: &Value) -> Item {
    match value {
        Value::Array(members) => match members.as_slice() {
            [] => Item::plain(value).named("any value"),
            [operator, operand, open @ ..] if number_of(operator).is_some() => limit(operator, operand, open),
            several => Item::array(several.iter().map(limits).collect()).named("all of"),
        },
        _ => Item::plain(value),
    }
}

fn limit(operator: &Value, operand: &Value, open: &[Value]) -> Item {
    let number = number_of(operator).unwrap_or_default();
    let operand = match (number, operand) {
        (13, Value::Array(_)) | (15 | 16, _) => limits(operand),
        (14, _) => args(operand),
        (17, Value::Array(items)) => Item::array(items.iter().map(limits).collect()),
        _ => Item::plain(operand),
    };
    let mut members = vec![Item::plain(operator).named(named(OPERATORS, number).unwrap_or_default()), operand];
    members.extend(open.iter().map(|value| Item::plain(value).named("..")));
    Item::array(members)
}

fn requirement(value: &Value) -> Item {
    match value {
        Value::Array(members) => match members.as_slice() {
            [number, parameters] => {
                let name = number_of(number).and_then(|number| named(REQUIREMENTS, number)).unwrap_or_default();
                let parameters = if name == "approval" { approval(parameters) } else { Item::plain(parameters) };
                Item::array(vec![Item::plain(number).named(name), parameters])
            }
            _ => Item::plain(value),
        },
        _ => Item::plain(value),
    }
}

/// So many of these keys.
fn approval(value: &Value) -> Item {
    match value {
        Value::Array(members) => {
            let named = ["by at least", "of"].into_iter().zip(members);
            Item::array(named.map(|(name, member)| Item::plain(member).named(name)).collect())
        }
        _ => Item::plain(value),
    }
}

pub(crate) fn number_of(value: &Value) -> Option<i128> {
    value.as_integer().map(i128::from)
}

pub(crate) fn named(table: &'static [(i128, &'static str)], number: i128) -> Option<&'static str> {
    table.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}
