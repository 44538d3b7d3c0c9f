//! Counts what was allowed and denied, and what took part, so that no property holds only because nothing happened.

use std::collections::BTreeMap;

use super::model::Fault;

#[derive(Default)]
pub(crate) struct Tally {
    allowed: u64,
    denied: u64,
    /// For each part of a grant, how often it took part in either.
    parts: BTreeMap<&'static str, [u64; 2]>,
    codes: BTreeMap<&'static str, u64>,
}

/// Every part that must take part in calls allowed and in calls denied.
const BOTH: [&str; 30] = [
    "action",
    "prefix",
    "*",
    "name",
    "?",
    "..",
    "()",
    "and",
    "=",
    "in",
    "<=",
    "<",
    ">=",
    ">",
    "<= < date",
    ">= > date",
    "under",
    "like",
    "within",
    "within with query",
    "at",
    "cidr",
    "len <= <",
    "len >= > =",
    "has",
    "{}",
    "[each]",
    "[,]",
    "[, ..]",
    "approval",
];

const CODES: [&str; 19] = [
    "action_not_granted",
    "arg_missing",
    "arg_not_granted",
    "arg_not_equal",
    "arg_not_in_list",
    "arg_above_limit",
    "arg_below_limit",
    "arg_outside_path",
    "arg_not_like",
    "arg_outside_url",
    "arg_outside_domain",
    "arg_outside_network",
    "arg_too_long",
    "arg_too_short",
    "arg_ambiguous",
    "arg_wrong_type",
    "list_mismatch",
    "approval_missing",
    "requirement_unsupported",
];

impl Tally {
    pub(crate) fn allow(&mut self, parts: &[&'static str]) {
        self.allowed += 1;
        self.count(parts, 0);
    }

    pub(crate) fn deny(&mut self, fault: &Fault) {
        self.denied += 1;
        *self.codes.entry(fault.code).or_default() += 1;
        self.count(&fault.parts, 1);
    }

    fn count(&mut self, parts: &[&'static str], column: usize) {
        let mut parts = parts.to_vec();
        parts.sort_unstable();
        parts.dedup();
        for part in parts {
            self.parts.entry(part).or_default()[column] += 1;
        }
    }

    /// At least a fifth was allowed and a fifth denied, and every part and every code was seen in one case of two
    /// thousand. A run that was made short proves nothing here and is not asked.
    pub(crate) fn check(&self, more_codes: &[&str]) {
        let all = self.allowed + self.denied;
        let report = format!("{} allowed, {} denied: {:?} {:?}", self.allowed, self.denied, self.parts, self.codes);
        assert!(self.allowed >= all / 5 && self.denied >= all / 5, "{report}");
        if all < 40_000 {
            return;
        }
        for part in BOTH {
            let [allowed, denied] = self.parts.get(part).copied().unwrap_or_default();
            assert!(allowed.min(denied) > all / 2000, "`{part}` took part in too few: {report}");
        }
        for code in CODES.iter().chain(more_codes) {
            assert!(self.codes.get(code).copied().unwrap_or_default() > all / 2000, "{code} in too few: {report}");
        }
        println!("{report}");
    }
}
