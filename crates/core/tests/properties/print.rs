//! Grants and calls as text: tidily, in the one canonical form, or sloppily, in any other that says the same.

use super::model::{Arg, Args, Budget, Call, Clause, Json, Limit, Need, Number, Pattern};
use super::rng::Rng;
use super::spelling::{self, escape, is_plain, is_refused, quoted};
use super::support::{EngineKey as _, LEDGER};
use super::wire::named;

/// Writes tokens; with a source of choices, sloppily.
pub(crate) struct Pen<'r> {
    pub(crate) out: String,
    pub(crate) sloppy: Option<&'r mut Rng>,
}

/// The canonical text of whatever is written.
pub(crate) fn tidy(write: impl FnOnce(&mut Pen<'_>)) -> String {
    let mut pen = Pen { out: String::new(), sloppy: None };
    write(&mut pen);
    pen.out
}

/// One of its other texts.
pub(crate) fn sloppy(rng: &mut Rng, write: impl FnOnce(&mut Pen<'_>)) -> String {
    let mut pen = Pen { out: String::new(), sloppy: Some(rng) };
    write(&mut pen);
    pen.out
}

pub(crate) fn clause(clause: &Clause) -> String {
    tidy(|pen| pen.clause(clause))
}

/// `{"action": …, "args": …}`
pub(crate) fn sloppy_call_json(rng: &mut Rng, call: &Call) -> String {
    let mut members = vec![
        ("action".to_owned(), Json::Text(call.action.clone())),
        ("args".to_owned(), Json::Object(call.args.clone())),
    ];
    rng.shuffle(&mut members);
    sloppy(rng, |pen| pen.json(&Json::Object(members)))
}

/// `action(name = value)`
pub(crate) fn sloppy_call(rng: &mut Rng, call: &Call) -> String {
    sloppy(rng, |pen| {
        pen.pattern(&Pattern::Exact(call.action.clone()));
        pen.token("(");
        for (place, (name, value)) in call.args.iter().enumerate() {
            pen.comma(place);
            pen.name(name);
            pen.token("=");
            pen.json(value);
        }
        pen.token(")");
    })
}

impl Pen<'_> {
    /// With this chance, when sloppy.
    pub(crate) fn strays(&mut self, percent: u64) -> bool {
        self.sloppy.as_mut().is_some_and(|rng| rng.chance(percent))
    }

    /// A token right after the one before.
    pub(crate) fn token(&mut self, token: &str) {
        let before = self.out.chars().next_back();
        let wordy = |c: char| c.is_ascii_alphanumeric() || "_.-+".contains(c);
        let must = before.is_some_and(wordy) && token.starts_with(wordy);
        if let Some(rng) = &mut self.sloppy {
            let gap = rng.pick(&["", "", "", " ", " ", "  ", "\t"]);
            self.out.push_str(if must && gap.is_empty() { " " } else { gap });
        }
        self.out.push_str(token);
    }

    /// A token with one space before it.
    pub(crate) fn spaced(&mut self, token: &str) {
        self.gap();
        self.token(token);
    }

    fn comma(&mut self, place: usize) {
        if place > 0 {
            self.token(",");
            self.gap();
        }
    }

    pub(crate) fn string(&mut self, text: &str) {
        let mut string = quoted(text);
        if let Some(rng) = &mut self.sloppy {
            string = String::from("\"");
            for c in text.chars() {
                match c {
                    '/' if rng.chance(20) => string.push_str("\\/"),
                    '\u{8}' => string.push_str("\\b"),
                    '\u{c}' => string.push_str("\\f"),
                    '"' | '\\' => string.extend(['\\', c]),
                    '\0'..='\u{1f}' => escape(c, &mut string),
                    c if rng.chance(8) => escape(c, &mut string),
                    c if is_refused(c) && rng.chance(50) => {
                        let mut escaped = String::new();
                        escape(c, &mut escaped);
                        string.push_str(&escaped.to_uppercase().replace("\\U", "\\u"));
                    }
                    c => string.push(c),
                }
            }
            string.push('"');
        }
        self.token(&string);
    }

    /// The number as it prints, or one of the other literals that name it.
    fn number(&mut self, number: &Number) {
        let text = &number.text;
        let Some(rng) = &mut self.sloppy else { return self.token(text) };
        let other = match (text.contains('e'), text.contains('.')) {
            _ if rng.chance(60) => text.clone(),
            _ if text == "0" => rng.pick(&["-0", "0.000", "0e99", "-0.0E-7", "0e+1"]).to_owned(),
            (false, false) => format!("{text}{}", rng.pick(&[".0", ".00", "e0", "E+0", ".0e-0", "0e-1", "000E-003"])),
            (false, true) => format!("{text}{}", rng.pick(&["0", "00", "e0", "0E-0", "e+00"])),
            (true, true) => text.replace("e-", rng.pick(&["0e-", "E-", "e-0"])),
            (true, false) => text.replace("e-", rng.pick(&[".0e-", "E-", ".00e-00"])),
        };
        self.token(&other);
    }

    pub(crate) fn json(&mut self, value: &Json) {
        match value {
            Json::Null => self.token("null"),
            Json::Bool(truth) => self.token(if *truth { "true" } else { "false" }),
            Json::Number(number) => self.number(number),
            Json::Text(text) => self.string(text),
            Json::List(elements) => {
                self.token("[");
                for (place, element) in elements.iter().enumerate() {
                    self.comma(place);
                    self.json(element);
                }
                self.token("]");
            }
            Json::Object(members) => {
                self.token("{");
                for (place, (name, value)) in members.iter().enumerate() {
                    self.comma(place);
                    self.string(name);
                    self.token(":");
                    self.json(value);
                }
                self.token("}");
            }
        }
    }

    fn name(&mut self, name: &str) {
        if spelling::name(name) != name || self.strays(15) { self.string(name) } else { self.token(name) }
    }

    pub(crate) fn pattern(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Exact(action) if !is_plain(action) || self.strays(15) => self.string(action),
            Pattern::Exact(action) => self.token(action),
            Pattern::Below(above) => self.token(&format!("{above}.*")),
            Pattern::Every => self.token("*"),
        }
    }

    pub(crate) fn clause(&mut self, clause: &Clause) {
        self.pattern(&clause.pattern);
        self.token("(");
        self.args(&clause.args);
        self.token(")");
        for need in &clause.needs {
            self.spaced("needs");
            self.need(need);
        }
    }

    fn need(&mut self, need: &Need) {
        match need {
            Need::Approval(count, names) => {
                self.spaced("approval");
                self.token("(");
                self.token(&count.to_string());
                self.spaced("of");
                self.spaced("[");
                for (place, name) in names.iter().enumerate() {
                    self.comma(place);
                    self.token(&format!("\"{}\"", named(name).verifying()));
                }
                self.token("]");
            }
            Need::Other(number, parameters) => {
                self.spaced(&number.to_string());
                self.token("(");
                self.token(&format!("h'{parameters}'"));
            }
        }
        self.token(")");
    }

    fn args(&mut self, args: &Args) {
        let mut named: Vec<&Arg> = args.named.iter().collect();
        match &mut self.sloppy {
            Some(rng) => rng.shuffle(&mut named),
            None => named.sort_by_key(|arg| (arg.name.len(), arg.name.as_bytes())),
        }
        for (place, arg) in named.into_iter().enumerate() {
            self.comma(place);
            self.name(&arg.name);
            if arg.optional {
                self.token("?");
            }
            match &arg.limits[..] {
                [] => {}
                [shape, more @ ..] if shape.is_shape() => {
                    self.token(":");
                    self.gap();
                    self.shape(shape, more);
                }
                limits => {
                    self.gap();
                    self.limits(limits);
                }
            }
        }
        if args.open {
            self.comma(args.named.len());
            self.token("..");
        }
    }

    fn limits(&mut self, limits: &[Limit]) {
        for (place, limit) in limits.iter().enumerate() {
            if place > 0 {
                self.spaced("and");
                self.gap();
            }
            self.limit(limit);
        }
    }

    fn limit(&mut self, limit: &Limit) {
        self.token(match limit {
            Limit::Equal(_) => "=",
            Limit::In(_) => "in",
            Limit::Compare(order, _) | Limit::CompareDate(order, _) => order.sign(),
            Limit::Under(_) => "under",
            Limit::Like(_) => "like",
            Limit::Within(..) => "within",
            Limit::At(_) => "at",
            Limit::Cidr(_) => "cidr",
            Limit::Len(..) => "len",
            shape => panic!("{shape:?} among limits"),
        });
        self.gap();
        match limit {
            Limit::Equal(scalar) => self.json(scalar),
            Limit::In(members) => self.json(&Json::List(members.clone())),
            Limit::Compare(_, bound) => self.number(bound),
            Limit::CompareDate(_, bound) => {
                self.token("date");
                self.gap();
                self.string(bound);
            }
            Limit::Under(text) | Limit::Like(text) | Limit::At(text) | Limit::Cidr(text) => self.string(text),
            Limit::Within(base, with_query) => {
                self.string(base);
                if *with_query {
                    self.spaced("with");
                    self.spaced("query");
                }
            }
            Limit::Len(order, length) => {
                self.token(order.map_or("=", |order| order.sign()));
                self.gap();
                let zeros = if self.strays(10) { "0" } else { "" };
                self.token(&format!("{zeros}{length}"));
            }
            _ => {}
        }
    }

    /// A shape, and what stands behind it: `has` within its brackets, `len` after them.
    fn shape(&mut self, shape: &Limit, more: &[Limit]) {
        match shape {
            Limit::Object(args) => {
                self.token("{");
                self.args(args);
                self.token("}");
            }
            Limit::Each(limits) => {
                self.token("[");
                self.token("each");
                self.gap();
                self.element(limits);
                for limit in more {
                    if let Limit::Has(limits) = limit {
                        self.comma(1);
                        self.token("has");
                        self.gap();
                        self.element(limits);
                    }
                }
                self.token("]");
            }
            Limit::Positions(positions, open) => {
                self.token("[");
                for (place, limits) in positions.iter().enumerate() {
                    self.comma(place);
                    self.element(limits);
                }
                if *open {
                    self.comma(positions.len());
                    self.token("..");
                }
                self.token("]");
            }
            limit => panic!("{limit:?} is not a shape"),
        }
        for limit in more.iter().filter(|limit| !matches!(limit, Limit::Has(_))) {
            self.spaced("and");
            self.gap();
            self.limit(limit);
        }
    }

    fn element(&mut self, limits: &[Limit]) {
        match limits {
            [] => self.token("_"),
            [Limit::Equal(scalar)] if !self.strays(30) => self.json(scalar),
            [shape, more @ ..] if shape.is_shape() => self.shape(shape, more),
            limits => self.limits(limits),
        }
    }

    pub(crate) fn budget(&mut self, budget: &Budget) {
        match &budget.sum {
            None => self.token("calls"),
            Some(argument) => {
                self.token("sum");
                self.gap();
                self.name(argument);
            }
        }
        if budget.pattern != Pattern::Every || self.strays(30) {
            self.spaced("of");
            self.gap();
            self.pattern(&budget.pattern);
        }
        self.spaced("<=");
        self.gap();
        let zeros = if self.strays(20) { "00" } else { "" };
        let amount = match budget.sum {
            None => budget.limit.to_string(),
            Some(_) => self.amount(budget.limit),
        };
        self.token(&format!("{zeros}{amount}"));
        if let Some(unit) = &budget.unit {
            self.gap();
            self.string(unit);
        }
        if let Some(secs) = budget.window_secs {
            self.spaced("per");
            self.gap();
            self.duration(secs);
        }
        if budget.at_ledger {
            self.spaced("at");
            self.gap();
            self.token(&LEDGER.verifying().to_string());
        }
        if let Some(account) = &budget.account {
            self.spaced("account");
            self.gap();
            self.string(account);
        }
    }

    fn amount(&mut self, millionths: u64) -> String {
        let full = format!("{}.{:06}", millionths / 1_000_000, millionths % 1_000_000);
        let short = full.trim_end_matches('0').trim_end_matches('.').to_owned();
        if self.strays(40) { full } else { short }
    }

    pub(crate) fn duration(&mut self, secs: u64) {
        let mut fitting: Vec<(u64, char)> = vec![(86_400, 'd'), (3600, 'h'), (60, 'm'), (1, 's')];
        fitting.retain(|(unit, _)| secs.is_multiple_of(*unit));
        let (unit, letter) = match &mut self.sloppy {
            Some(rng) => rng.pick(&fitting),
            None => fitting[0],
        };
        self.token(&format!("{}{letter}", secs / unit));
    }

    /// The space that the canonical text has before the next token.
    pub(crate) fn gap(&mut self) {
        if self.sloppy.is_none() {
            self.out.push(' ');
        }
    }
}
