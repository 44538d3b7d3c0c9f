//! Whole grants: clauses, budgets, window, depth and audiences.

use super::alphabet::{NAMES, WORDS};
use super::clauses;
use super::model::{Budget, Clause, Limit, Link, Pattern};
use super::print::Pen;
use super::rng::Rng;
use super::spelling::quoted;

pub(crate) struct Grant {
    pub(crate) link: Link,
    pub(crate) ttl_secs: Option<u64>,
    pub(crate) from: Option<&'static str>,
    pub(crate) until: Option<&'static str>,
    pub(crate) depth: Option<u64>,
    /// In any order, some of them twice.
    pub(crate) audiences: Vec<&'static str>,
}

const AUDIENCES: [&str; 9] =
    ["local", "https://flights.example", "a", "b", "ab", "é", "\"", "漢字 \\ ", "https://flights.example/"];
const INSTANTS: [&str; 6] = [
    "1970-01-01T00:00:00Z",
    "1970-01-01T00:00:01Z",
    "2000-02-29T23:59:59Z",
    "2027-01-15T08:00:00Z",
    "2100-02-28T12:34:56Z",
    "9999-12-31T23:59:59Z",
];
const SECS: [u64; 13] = [1, 59, 60, 61, 90, 3600, 5400, 7200, 86_399, 86_400, 604_800, 2_592_000, 31_622_400];
const CALLS: [u64; 7] = [0, 1, 5, 50, 1000, (1 << 53) - 2, (1 << 53) - 1];
const MILLIONTHS: [u64; 9] =
    [0, 1, 10, 500_000, 1_000_000, 600_000_000, 600_500_000, 123_456_789_012_345, 8_999_999_999_999_999_999];

/// Any grant that can be read; what cannot be signed (a window that ends before it begins) can still be read.
pub(crate) fn grant(rng: &mut Rng) -> Grant {
    let near = clauses::clause(rng);
    let mut link = clauses::link(rng, &near);
    if rng.chance(50) {
        link.budgets = budgets(rng, &near, true);
    }
    let end = rng.below(10);
    Grant {
        link,
        // Never both: a grant has one end.
        ttl_secs: (end < 2).then(|| rng.pick(&SECS)),
        until: (2..5).contains(&end).then(|| rng.pick(&INSTANTS)),
        from: rng.chance(30).then(|| rng.pick(&INSTANTS)),
        depth: rng.chance(30).then(|| rng.below(16) as u64),
        audiences: (0..rng.below(5)).map(|_| rng.pick(&AUDIENCES)).collect(),
    }
}

/// Budgets near a clause: often of its action and of one of its arguments.
pub(crate) fn budgets(rng: &mut Rng, near: &Clause, root: bool) -> Vec<Budget> {
    let mut budgets: Vec<Budget> = Vec::new();
    for _ in 0..1 + rng.below(3) {
        let budget = budget(rng, near, root);
        if !budgets.contains(&budget) {
            budgets.push(budget);
        }
    }
    budgets
}

fn budget(rng: &mut Rng, near: &Clause, root: bool) -> Budget {
    // What the clause bounds by a number is most likely to be an amount.
    let bounded = near.args.named.iter().filter(|arg| matches!(arg.limits[..], [Limit::Compare(..), ..]));
    let bounded: Vec<&String> = bounded.map(|arg| &arg.name).collect();
    let sum = match rng.below(10) {
        0..=4 if !bounded.is_empty() => Some(rng.pick(&bounded).clone()),
        0 => Some(rng.pick(&NAMES).to_owned()),
        1 => near.args.named.first().map(|arg| arg.name.clone()),
        _ => None,
    };
    let unit = rng.chance(40).then(|| rng.pick(&WORDS).to_owned()).filter(|_| sum.is_some());
    Budget {
        limit: if sum.is_some() { rng.pick(&MILLIONTHS) } else { rng.pick(&CALLS) },
        sum,
        pattern: match rng.below(3) {
            0 => near.pattern.clone(),
            1 => clauses::pattern(rng),
            _ => Pattern::Every,
        },
        window_secs: rng.chance(40).then(|| rng.pick(&SECS)),
        unit,
        at_ledger: rng.chance(20) && !root,
        account: (root && rng.chance(20)).then(|| rng.pick(&WORDS).to_owned()),
    }
}

impl Pen<'_> {
    /// The lines of a link.
    pub(crate) fn link(&mut self, link: &Link) {
        let lines = self.link_lines(link);
        self.lines(lines);
    }

    pub(crate) fn grant(&mut self, grant: &Grant) {
        let mut lines = self.link_lines(&grant.link);
        lines.extend(grant.ttl_secs.map(|secs| self.line("ttl", |pen| pen.duration(secs))));
        lines.extend(grant.from.map(|from| self.line("from", |pen| pen.token(from))));
        lines.extend(grant.until.map(|until| self.line("until", |pen| pen.token(until))));
        lines.extend(grant.depth.map(|depth| self.line("depth", |pen| pen.token(&depth.to_string()))));
        let mut audiences = grant.audiences.clone();
        if self.sloppy.is_none() {
            audiences.sort_by_key(|audience| (audience.len(), *audience));
            audiences.dedup();
        }
        lines.extend(audiences.into_iter().map(|audience| self.line("aud", |pen| pen.string(audience))));
        self.lines(lines);
    }

    fn link_lines(&mut self, link: &Link) -> Vec<String> {
        let mut lines: Vec<String> =
            link.clauses.iter().map(|clause| self.line("allow", |pen| pen.clause(clause))).collect();
        lines.extend(link.budgets.iter().map(|budget| self.line("budget", |pen| pen.budget(budget))));
        lines
    }

    fn line(&mut self, word: &str, item: impl FnOnce(&mut Pen<'_>)) -> String {
        let mut pen = Pen { out: String::new(), sloppy: self.sloppy.as_deref_mut() };
        pen.token(word);
        pen.gap();
        item(&mut pen);
        if pen.strays(20) {
            pen.out.push_str(" \t");
        }
        pen.out
    }

    /// Tidily one below the other; sloppily the kinds in any order, with other line ends, empty lines and remarks.
    fn lines(&mut self, mut lines: Vec<String>) {
        let Some(rng) = &mut self.sloppy else {
            self.out = lines.join("\n");
            return;
        };
        let kind = |line: &String| line.trim_start().chars().next();
        let mut order: Vec<Option<char>> = "abdftu".chars().map(Some).collect();
        rng.shuffle(&mut order);
        lines.sort_by_key(|line| order.iter().position(|of| *of == kind(line)));
        for line in lines {
            let remark = format!("# {}\n", quoted("allow *(..) é \u{202e}"));
            let before = rng.pick(&["", "", "", "\n", "\r\n", " \t\n", &remark]);
            self.out.push_str(before);
            self.out.push_str(&line);
            self.out.push_str(rng.pick(&["\n", "\n", "\r\n", "\n\n"]));
        }
    }
}
