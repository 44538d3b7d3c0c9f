//! What one clause says of one call.

mod addresses;
mod code_points;
mod numbers;
mod paths;
mod places;
mod scalars;
mod shapes;
mod urls;
mod world;

use depute_vectors::kit::{Item, hex, list, map};
use serde_json::{Value, json};

use crate::model::{Question, Subject};

pub(crate) fn subject() -> Subject {
    let mut file = Subject::new("match", "One clause and one call: every operator, shape and rule of arguments.");
    world::all(&mut file);
    scalars::all(&mut file);
    numbers::all(&mut file);
    paths::all(&mut file);
    code_points::all(&mut file);
    urls::all(&mut file);
    addresses::all(&mut file);
    shapes::all(&mut file);
    places::all(&mut file);
    file
}

/// Whether this clause accepts the call. The text of the clause is for people.
fn asked(clause: &Item, text: &str, call: &str) -> Question {
    Question::new("match", json!({ "clause": hex(&clause.encode()), "call": call })).readable(text)
}

fn accepted() -> Value {
    json!({ "verdict": "accepted" })
}

/// The answer of a clause whose pattern accepts the action, and not the arguments.
fn refused(code: &str, argument: &str) -> Value {
    json!({ "code": code, "argument": argument })
}

/// The JSON of a value, whatever is not ASCII in it as an escape: these files are read by people.
fn ascii(value: &Value) -> String {
    let mut text = String::new();
    for c in value.to_string().chars() {
        match c {
            ' '..='~' => text.push(c),
            _ => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    text
}

/// The one argument `x` of the call `a.b`, under limits whose vectors stand together.
struct Judged<'a> {
    file: &'a mut Subject,
    clause: Item,
    text: String,
    /// What the limit takes its value for.
    what: &'static str,
}

/// What a vector is called, the value, and what it shows.
type Row<V> = (&'static str, V, &'static str);

impl<'a> Judged<'a> {
    /// By `a.b(x LIMITS)`; the text begins with its space or colon.
    fn by(file: &'a mut Subject, limits: Item, text: &str) -> Judged<'a> {
        let what = match text.split_whitespace().next() {
            Some("under") => "a path: ",
            Some("like") => "a value of a glob: ",
            Some("within") => "a URL: ",
            Some("at") => "a mail address: ",
            Some("cidr") => "an IP address: ",
            _ => "",
        };
        Judged { file, clause: list!["a.b", map! { "x" => limits }], text: format!("a.b(x{text})"), what }
    }

    fn accepts<V: Into<Value>>(&mut self, rows: impl IntoIterator<Item = Row<V>>) -> &mut Judged<'a> {
        for (name, value, shows) in rows {
            self.says(name, None, shows, &ascii(&value.into()), &accepted(), &[]);
        }
        self
    }

    /// Values refused with one code; each differs from that of the twin in one thing.
    fn refuses<V: Into<Value>>(
        &mut self,
        code: &str,
        twin: &str,
        flags: &[&'static str],
        rows: impl IntoIterator<Item = Row<V>>,
    ) -> &mut Judged<'a> {
        for (name, value, shows) in rows {
            self.says(name, Some(twin), shows, &ascii(&value.into()), &refused(code, "x"), flags);
        }
        self
    }

    /// The value as this JSON text, where its spelling matters.
    fn says(
        &mut self,
        name: &str,
        twin: Option<&str>,
        shows: &str,
        value: &str,
        expect: &Value,
        flags: &[&'static str],
    ) -> &mut Judged<'a> {
        let call = format!(r#"{{"action":"a.b","args":{{"x":{value}}}}}"#);
        let question = asked(&self.clause, &self.text, &call);
        let shows = &format!("{}{shows}", self.what);
        let vector = match twin {
            None => self.file.yes(name, shows, question, expect.clone()),
            Some(twin) => self.file.no(name, twin, shows, question, expect.clone()),
        };
        vector.flags(flags);
        if value.contains("\\u") && !flags.contains(&"unicode") {
            vector.flags(&["unicode"]);
        }
        self
    }
}

/// Whole calls of `a.b` under one clause.
struct Whole<'a> {
    file: &'a mut Subject,
    clause: Item,
    text: &'static str,
}

impl<'a> Whole<'a> {
    fn by(file: &'a mut Subject, clause: Item, text: &'static str) -> Whole<'a> {
        Whole { file, clause, text }
    }

    /// Takes these arguments, a JSON text.
    fn takes(&mut self, name: &str, args: &str, shows: &str) -> &mut Whole<'a> {
        self.file.yes(name, shows, self.question(args), accepted());
        self
    }

    fn leaves(
        &mut self,
        name: &str,
        twin: &str,
        args: &str,
        (code, argument): (&str, &str),
        shows: &str,
    ) -> &mut Whole<'a> {
        self.file.no(name, twin, shows, self.question(args), refused(code, argument));
        self
    }

    fn question(&self, args: &str) -> Question {
        asked(&self.clause, self.text, &format!(r#"{{"action":"a.b","args":{args}}}"#))
    }
}
