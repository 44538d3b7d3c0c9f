//! Whether a clause accepts a call, without the reason why not.
//!
//! A clause reads each value once, however many limits it puts on it: whether a text is a clean path, and what a URL, a
//! mail address or an IP address says, is asked when a limit first needs it and kept for those behind. The order in which
//! limits are asked does not matter here, since it is only asked whether all of them hold.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::net::IpAddr;

use super::{compare, equals, length, measured};
use crate::call::Call;
use crate::clause::{Args, Clause};
use crate::limit::{Bound, Limit, Limits};
use crate::operator::{cidr, date, glob, mail, path, url};
use crate::value::{Map, Value, name_order};

/// Whether the clause accepts the call: whether [`super::check`] finds no fault.
pub(crate) fn accepts(clause: &Clause<'_>, call: &Call) -> bool {
    clause.action.matches(call.action()) && args_pass(&clause.args, call.args())
}

/// Both lists ascend by the same order, so one pass over the two finds each name's partner.
fn args_pass(args: &Args<'_>, values: &Map) -> bool {
    let mut values = values.iter().peekable();
    for arg in &args.entries {
        // What comes before this name has no partner.
        while values.next_if(|(name, _)| args.open && name_order(name, &arg.name) == Ordering::Less).is_some() {}
        match values.next_if(|(name, _)| *name == arg.name) {
            Some((_, value)) if Judged::new(value).passes(arg.limits.as_slice()) => {}
            None if arg.optional => {}
            _ => return false,
        }
    }
    args.open || values.next().is_none()
}

/// A value under judgement, and what was read of it.
struct Judged<'v> {
    value: &'v Value,
    are_clean_segments: Option<bool>,
    url: Option<Option<url::Clean<'v>>>,
    domain: Option<Option<&'v str>>,
    address: Option<Option<IpAddr>>,
    is_date: Option<bool>,
    length: Option<Option<usize>>,
}

impl<'v> Judged<'v> {
    fn new(value: &'v Value) -> Judged<'v> {
        Judged { value, are_clean_segments: None, url: None, domain: None, address: None, is_date: None, length: None }
    }

    /// Whether the value passes all of these limits.
    fn passes(&mut self, limits: &[Limit<'_>]) -> bool {
        match (limits, self.value) {
            // All that is asked of elements is asked of one after the other, so that each is read once.
            ([Limit::Each(each), others @ ..], Value::List(elements)) => {
                others.iter().all(|limit| matches!(limit, Limit::Has(_)) || self.passes_one(limit))
                    && elements_pass(each, others, elements)
            }
            _ => limits.iter().all(|limit| self.passes_one(limit)),
        }
    }

    fn passes_one(&mut self, limit: &Limit<'_>) -> bool {
        match (limit, self.value) {
            (Limit::Equal(scalar), value) => equals(scalar, value),
            (Limit::In(scalars), value) => scalars.iter().any(|scalar| equals(scalar, value)),
            (Limit::Compare(comparison, Bound::Number(bound)), Value::Number(number)) => {
                compare(*comparison, number.cmp(bound)).is_ok()
            }
            (Limit::Compare(comparison, Bound::Date(bound)), Value::Text(text)) => {
                // The bound is a date, and the two forms are of two lengths.
                text.len() == bound.len()
                    && *self.is_date.get_or_insert_with(|| date::form(text).is_some())
                    && compare(*comparison, text.as_bytes().cmp(bound.as_bytes())).is_ok()
            }
            (Limit::Under(base), Value::Text(text)) => path::covers(base, text) && self.is_clean_path(text),
            (Limit::Like(pattern), Value::Text(text)) => self.are_clean_segments(text) && glob::matches(pattern, text),
            (Limit::Within { base, with_query }, Value::Text(text)) => {
                let url = self.url.get_or_insert_with(|| url::read(text));
                url.is_some_and(|url| url.is_within(base, *with_query))
            }
            (Limit::At(domain), Value::Text(text)) => {
                *self.domain.get_or_insert_with(|| mail::read(text)) == Some(&**domain)
            }
            (Limit::Cidr(network), Value::Text(text)) => {
                let address = self.address.get_or_insert_with(|| cidr::read(text));
                address.is_some_and(|address| network.contains(address))
            }
            (Limit::Len(measure, bound), value) => {
                let length = self.length.get_or_insert_with(|| length(value));
                length.is_some_and(|length| measured(*measure, (length as u64).cmp(bound)).is_ok())
            }
            (Limit::Object(args), Value::Map(values)) => args_pass(args, values),
            (Limit::Positions { items, open }, Value::List(elements)) => {
                (elements.len() == items.len() || *open && elements.len() > items.len())
                    && items
                        .iter()
                        .zip(elements)
                        .all(|(limits, element)| Judged::new(element).passes(limits.as_slice()))
            }
            // A value of another type. What `each` and `has` ask of a list is asked above.
            _ => false,
        }
    }

    fn is_clean_path(&mut self, text: &str) -> bool {
        text == "/" || text.starts_with('/') && self.are_clean_segments(text)
    }

    fn are_clean_segments(&mut self, text: &str) -> bool {
        *self.are_clean_segments.get_or_insert_with(|| path::are_clean_segments(text))
    }
}

/// Whether there are elements, each passes, and for each `has` among the other limits there is one that passes it.
fn elements_pass(each: &Limits<'_>, others: &[Limit<'_>], elements: &[Value]) -> bool {
    let mut wanted: Vec<&[Limit<'_>]> = Vec::new();
    for limit in others {
        if let Limit::Has(limits) = limit {
            wanted.push(limits.as_slice());
        }
    }
    let each_passes = elements.iter().all(|element| {
        let mut element = Judged::new(element);
        wanted.retain(|limits| !element.passes(limits));
        element.passes(each.as_slice())
    });
    !elements.is_empty() && each_passes && wanted.is_empty()
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use proptest::prelude::*;

    use super::*;
    use crate::matches::check;

    /// Texts that are clean, nearly so, and of every kind that an operator reads.
    const TEXTS: [&str; 40] = [
        "",
        "/",
        "//",
        "a",
        "a/",
        "/a",
        "/a/",
        "a/b",
        "/a/b",
        "/a//b",
        ".",
        "..",
        "/.",
        "/..",
        "/a/..",
        "/a/...",
        "/.a",
        " ",
        "/ a",
        "/a ",
        "a b",
        "/%2e",
        "/a\u{3000}",
        "/\u{3000}a",
        "/\u{1000}/\u{2003}a",
        "\u{200B}",
        "/\u{FF0F}",
        "aab",
        "https://h/",
        "https://h/a",
        "https://h/a?",
        "https://h/a?q=%20",
        "https://h/%C3%A4/",
        "https://h/a/%2E",
        "a@h",
        "a@h.h",
        "10.0.0.1",
        "::1",
        "2026-01-01",
        "2026-01-01T00:00:00Z",
    ];
    const LIMITS: [&str; 30] = [
        r#"= "a""#,
        "= 1",
        "= true",
        r#"in ["a", 1, "/a"]"#,
        "in []",
        "<= 1",
        "> 0",
        r#">= date "2026-01-01""#,
        r#"< date "2026-01-01T00:00:01Z""#,
        r#"under "/""#,
        r#"under "/a""#,
        r#"like "*""#,
        r#"like "/*""#,
        r#"like "*/*""#,
        r#"like "a*b""#,
        r#"like "/a/*""#,
        r#"within "https://h/""#,
        r#"within "https://h/a""#,
        r#"within "https://h/" with query"#,
        r#"at "h""#,
        r#"at "h.h""#,
        r#"cidr "10.0.0.0/8""#,
        r#"cidr "::/0""#,
        "len <= 1",
        "len = 0",
        "len > 2",
        "len < 6",
        r#"= """#,
        r#"= "/""#,
        "len >= 1",
    ];

    fn value() -> impl Strategy<Value = Value> {
        let text = proptest::sample::select(&TEXTS[..]);
        let leaf = prop_oneof![
            6 => text.prop_map(Value::from),
            1 => (0..3).prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
            1 => Just(Value::Null),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[ab]", inner, 0..3)
                    .prop_map(|entries| Value::from(Map::from_entries(entries).unwrap())),
            ]
        })
    }

    /// Limits as a text: some joined, or a shape of such.
    fn limits() -> impl Strategy<Value = String> {
        let joined = proptest::collection::btree_set(proptest::sample::select(&LIMITS[..]), 1..4)
            .prop_map(|limits| limits.into_iter().collect::<Vec<_>>().join(" and "));
        let length = prop_oneof![3 => Just(""), 1 => Just(" and len <= 2")];
        prop_oneof![1 => Just(String::from("_")), 6 => joined].prop_recursive(2, 8, 3, move |inner| {
            let list = proptest::collection::vec(inner.clone(), 0..3);
            let args = (proptest::collection::btree_map("[ab]", (any::<bool>(), inner.clone()), 0..3), any::<bool>());
            prop_oneof![
                (inner, list.clone(), length.clone()).prop_filter_map("twice", |(each, has, length)| {
                    let is_twice = has.iter().enumerate().any(|(place, one)| has[..place].contains(one));
                    let has: String = has.iter().map(|has| format!(", has {has}")).collect();
                    (!is_twice).then(|| format!("[each {each}{has}]{length}"))
                }),
                (list, any::<bool>()).prop_map(|(items, open)| format!("[{}]", with_rest(items, open))),
                args.prop_map(|(entries, open)| format!("{{{}}}", args_of(entries, open))),
            ]
        })
    }

    fn with_rest(mut items: Vec<String>, open: bool) -> String {
        items.extend(open.then(|| String::from("..")));
        items.join(", ")
    }

    fn args_of(entries: alloc::collections::BTreeMap<String, (bool, String)>, open: bool) -> String {
        let arg = |(name, (optional, limits)): (String, (bool, String))| {
            let (mark, colon) =
                (if optional { "?" } else { "" }, if limits.starts_with(['[', '{']) { ":" } else { "" });
            if limits == "_" { format!("{name}{mark}") } else { format!("{name}{mark}{colon} {limits}") }
        };
        with_rest(entries.into_iter().map(arg).collect(), open)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn what_is_accepted_is_what_has_no_fault(
            entries in proptest::collection::btree_map("[ab]", (any::<bool>(), limits()), 0..3),
            open: bool,
            values in proptest::collection::btree_map("[abc]", value(), 0..3),
        ) {
            let text = format!("f({})", args_of(entries, open));
            let clause = Clause::parse(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
            let call = Call::new("f", Map::from_entries(values).unwrap()).unwrap();
            prop_assert_eq!(accepts(&clause, &call), check(&clause, &call).is_ok());
        }

        /// One limit or two on one argument, which is accepted often enough to tell.
        #[test]
        fn a_limit_is_passed_where_it_finds_no_fault(limits in limits(), value in value()) {
            let clause = Clause::parse(&format!("f({})", args_of([("a".into(), (false, limits))].into(), false))).unwrap();
            let call = Call::new("f", Map::from_entries([("a", value)]).unwrap()).unwrap();
            prop_assert_eq!(accepts(&clause, &call), check(&clause, &call).is_ok());
        }
    }
}
