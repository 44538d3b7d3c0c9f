//! Tokens as a tree, from the authorizer down: who may do what, for how long, how often. Nothing of it is verified.

use anstyle::Style;
use depute::report::LinkReport;
use depute::{Budget, Link, Token, UnixTime};
use serde_json::Value;

use super::product::{self, hex};
use crate::evidence;
use crate::names::Names;
use crate::out::{CAUTION, DIM, TAKEN, plain, quoted, styled};
use crate::when;

/// Name, clauses, time, budgets, depth, claims.
const COLUMNS: usize = 6;
/// Whoever holds a key, by the reader's own name for it.
const NAME: Style = Style::new().bold();
/// Columns up to which what follows a text is aligned; a longer one pushes it out.
const ALIGNED_WIDTH: usize = 72;

/// Tokens in the reader's own names, at one time. Those that share their first links share their branches.
pub(crate) struct Tree<'t> {
    branches: Vec<Branch<'t>>,
    names: &'t Names,
    now: UnixTime,
}

/// One link in its place.
struct Branch<'t> {
    /// How many links stand above it.
    level: usize,
    link: Link<'t>,
    /// What it claims, and what holds here, inherited or stated.
    report: LinkReport,
}

impl<'t> Tree<'t> {
    /// The tree of one token, or of several that begin with the same links, siblings one after the other.
    pub(crate) fn new(tokens: &[&'t Token], names: &'t Names, now: UnixTime) -> Tree<'t> {
        let mut branches: Vec<Branch<'t>> = Vec::new();
        for token in tokens {
            let links = token.unverified_links().into_iter().zip(token.unverified_report().into_links());
            for (level, (link, report)) in links.enumerate() {
                if branches.iter().all(|branch| branch.report.id() != report.id()) {
                    branches.push(Branch { level, link, report });
                }
            }
        }
        Tree { branches, names, now }
    }

    /// One line for the authorizer and one for each link.
    pub(crate) fn text(&self) -> String {
        let mut rows = vec![self.authorizer()];
        for (place, branch) in self.branches.iter().enumerate() {
            let grant = branch.link.unverified_grant();
            let clauses: Vec<String> = grant.clauses().iter().map(ToString::to_string).collect();
            let budgets: Vec<String> = grant.budgets().iter().map(budget).collect();
            rows.push([
                format!("{} {}", self.twigs(place), styled(NAME, &self.names.shown(&branch.link.unverified_holder()))),
                clauses.join(" · "),
                self.time_left(branch),
                budgets.join(" · "),
                match branch.report.may_delegate() {
                    0 => String::new(),
                    links => format!("may delegate {links} deep"),
                },
                if branch.level == 0 { String::new() } else { styled(DIM, &said(&branch.link)) },
            ]);
        }
        aligned(&rows)
    }

    pub(crate) fn members(&self) -> Value {
        Value::Array(self.branches.iter().map(|branch| branch.members(self.names)).collect())
    }

    fn authorizer(&self) -> [String; COLUMNS] {
        let Some(root) = self.branches.first().map(|branch| &branch.link) else { return Default::default() };
        let key = styled(NAME, &root.unverified_issuer().map(|key| self.names.shown(&key)).unwrap_or_default());
        let name = match root.unverified_subject() {
            Some(subject) => format!("{} by {key}", quoted(subject)),
            None => key,
        };
        [name, styled(DIM, &said(root)), String::new(), String::new(), String::new(), String::new()]
    }

    /// The lines that lead to a branch: `│  └─`.
    fn twigs(&self, place: usize) -> String {
        let Some(branch) = self.branches.get(place) else { return String::new() };
        let mut text = String::new();
        for level in 0..=branch.level {
            let below = self.branches.iter().skip(place + 1).take_while(|other| other.level >= level);
            let goes_on = below.into_iter().any(|other| other.level == level);
            text.push_str(match (level == branch.level, goes_on) {
                (true, true) => "├─",
                (true, false) => "└─",
                (false, true) => "│  ",
                (false, false) => "   ",
            });
        }
        text
    }

    fn time_left(&self, branch: &Branch<'_>) -> String {
        let now = self.now.as_secs();
        if let Some(begins) = branch.report.not_before().filter(|begins| begins.as_secs() > now) {
            return styled(CAUTION, &format!("from {}", when::local(begins)));
        }
        match branch.report.expires().map(UnixTime::as_secs) {
            Some(expires) if expires > now => when::span(expires - now),
            Some(expires) => styled(TAKEN, &format!("expired {} ago", when::span(now - expires))),
            None => String::new(),
        }
    }
}

impl Branch<'_> {
    /// What the link claims, and the reader's own name for its holder.
    fn members(&self, names: &Names) -> Value {
        let name = names.name(&self.link.unverified_holder());
        let mut members = product::members(&self.report);
        product::insert_after(&mut members, "holder", "holder_name", name.into());
        members
    }
}

/// `id 7f3a…  432 bytes  2 links  for "local"`
pub(crate) fn summary(token: &Token) -> String {
    let id = token.unverified_ids().last().map(hex).unwrap_or_default();
    let links = token.unverified_links().len();
    let plural = if links == 1 { "" } else { "s" };
    let report = token.unverified_report();
    let audiences: Vec<String> = report.audiences().iter().map(|audience| quoted(audience)).collect();
    let short = id.get(..12).unwrap_or(&id);
    format!("id {short}…  {} bytes  {links} link{plural}  for {}", token.as_bytes().len(), audiences.join(", "))
}

/// `50 calls` where that is all, else the budget as it is written.
fn budget(budget: &Budget<'_>) -> String {
    let text = budget.to_string();
    match text.strip_prefix("calls <= ") {
        Some("1") => "1 call".to_owned(),
        Some(number) if number.bytes().all(|byte| byte.is_ascii_digit()) => format!("{number} calls"),
        _ => text,
    }
}

/// What a link says about itself: claims, in quotes.
pub(crate) fn said(link: &Link<'_>) -> String {
    let context = link.unverified_context();
    let lines = [
        ("task", context.task()),
        ("intent", context.intent()),
        ("agent", context.agent()),
        ("agent type", context.agent_type()),
        ("organization", context.organization()),
        ("environment", context.environment()),
    ];
    let said = lines.into_iter().filter_map(|(word, line)| Some(format!("{word} {}", quoted(line?))));
    said.chain(link.unverified_evidence().map(evidence::shown)).collect::<Vec<_>>().join("  ")
}

/// Rows whose columns stand below each other. What the authorizer's row says may run over them.
fn aligned(rows: &[[String; COLUMNS]]) -> String {
    let mut widths = [0; COLUMNS];
    for (number, row) in rows.iter().enumerate() {
        for (column, (most, text)) in widths.iter_mut().zip(row).enumerate() {
            let chars = width(text);
            if column == 0 || number > 0 && chars <= ALIGNED_WIDTH {
                *most = chars.max(*most);
            }
        }
    }
    // A column in which nobody says anything takes no room; one whose texts are all too long to be aligned says them still.
    let said: Vec<bool> = (0..COLUMNS)
        .map(|column| rows.iter().any(|row| row.get(column).is_some_and(|text| !text.is_empty())))
        .collect();
    let lines = rows.iter().map(|row| {
        let cells = row.iter().zip(widths).zip(&said).filter(|(_, said)| **said);
        let line: Vec<String> = cells.map(|((text, width), _)| padded(text, width)).collect();
        line.join("   ").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Characters that are seen of a text that may be styled.
fn width(text: &str) -> usize {
    plain(text).chars().count()
}
