//! Clauses and budgets by themselves: their texts, and their wire form.

mod actions;
mod budget_texts;
mod budget_wires;
mod clause_texts;
mod clause_wires;
mod faults;
mod limits;
mod networks;
mod operands;
mod requirements;

use depute_vectors::kit::{Item, hex, list, map};
use serde_json::{Value, json};

use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let mut file =
        Subject::new("grant", "Clauses and budgets: text, canonical text and wire form, and what none of them can be.");
    clause_texts::all(&mut file);
    faults::all(&mut file);
    budget_texts::all(&mut file);
    clause_wires::all(&mut file);
    actions::all(&mut file);
    limits::all(&mut file);
    operands::all(&mut file);
    networks::all(&mut file);
    requirements::all(&mut file);
    budget_wires::all(&mut file);
    file
}

/// A name, what stands there, and what it shows.
type Row<T> = (&'static str, T, &'static str);

/// The bytes of one clause or budget, read.
struct Wires<'a> {
    file: &'a mut Subject,
    kind: &'static str,
    /// What the sentences speak of.
    what: &'static str,
}

impl<'a> Wires<'a> {
    fn clauses(file: &'a mut Subject) -> Wires<'a> {
        Wires { file, kind: "clause", what: "a clause" }
    }

    fn budgets(file: &'a mut Subject) -> Wires<'a> {
        Wires { file, kind: "budget", what: "a budget" }
    }

    /// Clauses of which one operand matters.
    fn operands(file: &'a mut Subject, what: &'static str) -> Wires<'a> {
        Wires { file, kind: "clause", what }
    }

    fn reads(&mut self, name: &str, shows: &str, wire: &Item) -> &mut Wires<'a> {
        let shows = &format!("{}: {shows}", self.what);
        self.file.yes(name, shows, self.question(wire), json!({ "verdict": "read" }));
        self
    }

    fn refuses(&mut self, code: &str, name: &str, twin: &str, shows: &str, wire: &Item) -> &mut Wires<'a> {
        let shows = &format!("{}: {shows}", self.what);
        let vector = self.file.no(name, twin, shows, self.question(wire), json!({ "code": code }));
        if code == "limit_exceeded" {
            vector.flags(&["limit"]);
        }
        self
    }

    fn question(&self, wire: &Item) -> Question {
        Question::read(self.kind, &wire.encode()).readable(ascii(&wire.diag()))
    }
}

/// `a.b` with one argument `x` of these limits.
fn of(limits: Item) -> Item {
    list!["a.b", map! { "x" => limits }]
}

/// A text of a clause or a budget, parsed and printed.
struct Texts<'a> {
    file: &'a mut Subject,
    action: &'static str,
}

impl<'a> Texts<'a> {
    fn clauses(file: &'a mut Subject) -> Texts<'a> {
        Texts { file, action: "clause-text" }
    }

    fn budgets(file: &'a mut Subject) -> Texts<'a> {
        Texts { file, action: "budget-text" }
    }

    fn reads(&mut self, name: &str, shows: &str, text: &str, wire: &Item, canonical: &str) -> &mut Texts<'a> {
        let expect = json!({ "verdict": "read", "wire": hex(&wire.encode()), "text": canonical });
        self.file.yes(name, shows, self.question(text), expect);
        self
    }

    fn refuses(&mut self, code: &str, twin: &str, rows: &[Row<&str>]) -> &mut Texts<'a> {
        for (name, text, shows) in rows {
            self.file.no(name, twin, shows, self.question(text), json!({ "code": code }));
        }
        self
    }

    fn question(&self, text: &str) -> Question {
        Question::new(self.action, json!({ "text": text }))
    }
}

/// Escapes for what is not ASCII, for people.
fn ascii(text: &str) -> Value {
    let plain = |c: char| match c {
        ' '..='~' => String::from(c),
        c => format!("\\u{{{:x}}}", u32::from(c)),
    };
    json!(text.chars().map(plain).collect::<String>())
}
