//! Grants and calls as bytes, written from the CDDL of `spec/grant.md` and `spec/call.md`.

use super::model::{Args, Budget, Call, Clause, Json, Limit, Link, Need, Order, Pattern};
use super::support::keys::everyone;
use super::support::{
    Draft, Id, Item, Key, Kind, LEDGER, MALLORY, bytes, endorsement, endorsement_claims, float, list, raw,
};

/// Makes these the clauses and budgets of a link.
pub(crate) fn fill(draft: &mut Draft, link: &Link) {
    draft.clauses(link.clauses.iter().map(clause).collect());
    if !link.budgets.is_empty() {
        draft.mandate().set(3, link.budgets.iter().map(budget).collect::<Vec<_>>());
    }
}

pub(crate) fn call_digest(call: &Call) -> Id {
    super::support::call_digest(&call.action, &object(&call.args))
}

fn clause(clause: &Clause) -> Item {
    let mut members = vec![pattern(&clause.pattern), args(&clause.args)];
    if clause.args.open || !clause.needs.is_empty() {
        members.push(Item::Bool(clause.args.open));
    }
    if !clause.needs.is_empty() {
        members.push(Item::Array(clause.needs.iter().map(need).collect()));
    }
    Item::Array(members)
}

fn need(need: &Need) -> Item {
    match need {
        Need::Approval(count, names) => {
            let keys: Vec<Item> = names.iter().map(|name| bytes(&named(name).public())).collect();
            list![1, list![*count as u64, keys]]
        }
        Need::Other(number, hex) => list![*number, raw(&unhex(hex))],
    }
}

/// The key of this name.
pub(crate) fn named(name: &str) -> &'static Key {
    everyone().into_iter().find(|key| key.name == name).unwrap()
}

/// Endorsements of a call by these, each with a twin that somebody else signed.
pub(crate) fn endorsements(approvers: &[&str], leaf: Id, call: &Call) -> Item {
    let kind = Kind::Endorsement(leaf, call_digest(call));
    let twins = approvers.iter().flat_map(|name| {
        let forged = Draft::new(&*MALLORY, endorsement_claims(named(name)));
        [forged, Draft::new(named(name), endorsement_claims(named(name)))]
    });
    Item::Array(twins.map(|draft| endorsement(&draft, kind)).collect())
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn pattern(pattern: &Pattern) -> Item {
    match pattern {
        Pattern::Exact(action) => action.as_str().into(),
        Pattern::Below(above) => list![above.as_str()],
        Pattern::Every => list![],
    }
}

fn args(args: &Args) -> Item {
    let entry = |arg: &super::model::Arg| {
        let limits = limits(&arg.limits);
        (arg.name.as_str().into(), if arg.optional { list![0, limits] } else { limits })
    };
    Item::Map(args.named.iter().map(entry).collect()).sorted()
}

fn limits(limits: &[Limit]) -> Item {
    match limits {
        [one] => limit(one),
        several => Item::Array(several.iter().map(limit).collect()),
    }
}

fn limit(limit: &Limit) -> Item {
    match limit {
        Limit::Equal(scalar) => list![1, value(scalar)],
        Limit::In(members) => list![2, members.iter().map(value).collect::<Vec<_>>()],
        Limit::Compare(order, bound) => list![operator(*order), number(bound.double)],
        Limit::CompareDate(order, bound) => list![operator(*order), bound.as_str()],
        Limit::Under(path) => list![7, path.as_str()],
        Limit::Like(glob) => list![8, glob.as_str()],
        Limit::Within(base, with_query) => list![if *with_query { 10 } else { 9 }, base.as_str()],
        Limit::At(domain) => list![11, domain.as_str()],
        Limit::Cidr(network) => list![12, network.as_str()],
        Limit::Len(order, length) => list![13, list![order.map_or(1, operator), *length]],
        Limit::Object(Args { open: true, .. }) => list![14, shape(limit), true],
        Limit::Object(_) => list![14, shape(limit)],
        Limit::Each(each) => list![15, limits(each)],
        Limit::Has(has) => list![16, limits(has)],
        Limit::Positions(_, true) => list![17, shape(limit), true],
        Limit::Positions(_, false) => list![17, shape(limit)],
    }
}

fn shape(limit: &Limit) -> Item {
    match limit {
        Limit::Object(object) => args(object),
        Limit::Positions(positions, _) => Item::Array(positions.iter().map(|each| limits(each)).collect()),
        other => panic!("{other:?}"),
    }
}

fn operator(order: Order) -> i32 {
    match order {
        Order::AtMost => 3,
        Order::Below => 4,
        Order::AtLeast => 5,
        Order::Above => 6,
    }
}

fn budget(budget: &Budget) -> Item {
    let mut entries = vec![(Item::Uint(1), Item::Uint(budget.limit))];
    let mut add = |key: u64, value: Option<Item>| entries.extend(value.map(|value| (Item::Uint(key), value)));
    add(2, budget.sum.as_deref().map(Item::from));
    add(3, (budget.pattern != Pattern::Every).then(|| pattern(&budget.pattern)));
    add(4, budget.window_secs.map(Item::Uint));
    add(5, budget.unit.as_deref().map(Item::from));
    add(6, budget.at_ledger.then(|| bytes(&LEDGER.public())));
    add(7, budget.account.as_deref().map(Item::from));
    Item::Map(entries)
}

fn value(json: &Json) -> Item {
    match json {
        Json::Null => raw(&[0xF6]),
        Json::Bool(truth) => Item::Bool(*truth),
        Json::Number(of) => number(of.double),
        Json::Text(text) => text.as_str().into(),
        Json::List(elements) => Item::Array(elements.iter().map(value).collect()),
        Json::Object(members) => object(members),
    }
}

fn object(members: &[(String, Json)]) -> Item {
    Item::Map(members.iter().map(|(name, json)| (name.as_str().into(), value(json))).collect()).sorted()
}

fn number(double: f64) -> Item {
    match double as i64 {
        whole if whole as f64 != double => float(double),
        whole if whole < 0 => Item::Negative(whole.unsigned_abs() - 1),
        whole => Item::Uint(whole as u64),
    }
}
