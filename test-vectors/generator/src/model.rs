//! What a vector is: a question, the answer, and for a wrong one the right one that differs in one thing.

use std::collections::BTreeMap;

use depute_vectors::kit::code_points::is_refused;
use depute_vectors::kit::hex;
use serde_json::{Map, Value, json};

/// What is asked: the member `do` and its `input`.
#[derive(Clone)]
pub(crate) struct Question {
    pub(crate) action: &'static str,
    pub(crate) input: Value,
    /// The same for people.
    pub(crate) readable: Option<Value>,
}

impl Question {
    pub(crate) fn new(action: &'static str, input: Value) -> Question {
        Question { action, input, readable: None }
    }

    /// What these bytes are, read as this kind.
    pub(crate) fn read(kind: &str, bytes: &[u8]) -> Question {
        Question::new("read", json!({ "kind": kind, "bytes": hex(bytes) }))
    }

    pub(crate) fn readable(self, readable: impl Into<Value>) -> Question {
        Question { readable: Some(readable.into()), ..self }
    }
}

pub(crate) struct Vector {
    name: String,
    shows: String,
    flags: Vec<&'static str>,
    twin: Option<String>,
    question: Question,
    expect: Value,
    told: Option<Value>,
}

impl Vector {
    pub(crate) fn flags(&mut self, flags: &[&'static str]) -> &mut Vector {
        self.flags.extend(flags);
        self
    }

    /// What implementations with explanations say besides.
    pub(crate) fn told(&mut self, told: Value) -> &mut Vector {
        self.told = Some(told);
        self
    }

    fn is_positive(&self) -> bool {
        self.expect["verdict"] != "denied"
    }
}

/// The vectors of one file.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    about: &'static str,
    vectors: Vec<Vector>,
}

impl Subject {
    pub(crate) fn new(name: &'static str, about: &'static str) -> Subject {
        Subject { name, about, vectors: Vec::new() }
    }

    /// One that is accepted, with what is answered.
    pub(crate) fn yes(&mut self, name: &str, shows: &str, question: Question, expect: Value) -> &mut Vector {
        self.push(name, shows, None, question, expect)
    }

    /// One that is refused, and the name of the one that is accepted: of this subject, or `SUBJECT/NAME`.
    pub(crate) fn no(
        &mut self,
        name: &str,
        twin: &str,
        shows: &str,
        question: Question,
        mut expect: Value,
    ) -> &mut Vector {
        let twin = if twin.contains('/') { twin.to_owned() } else { format!("{}/{twin}", self.name) };
        let members = expect.as_object_mut().expect("an answer is an object");
        members.insert("verdict".to_owned(), json!("denied"));
        let rest = std::mem::take(members);
        // The verdict first, as a reader looks for it.
        members.insert("verdict".to_owned(), json!("denied"));
        members.extend(rest.into_iter().filter(|(member, _)| member != "verdict"));
        self.push(name, shows, Some(twin), question, expect)
    }

    /// One of a public suite, whose cases have no twins.
    pub(crate) fn public_no(&mut self, name: &str, shows: &str, question: Question, code: &str) -> &mut Vector {
        self.push(name, shows, None, question, json!({ "verdict": "denied", "code": code }))
    }

    pub(crate) fn len(&self) -> usize {
        self.vectors.len()
    }

    fn push(
        &mut self,
        name: &str,
        shows: &str,
        twin: Option<String>,
        question: Question,
        expect: Value,
    ) -> &mut Vector {
        let (name, shows) = (name.to_owned(), shows.to_owned());
        self.vectors.push(Vector { name, shows, flags: Vec::new(), twin, question, expect, told: None });
        self.vectors.last_mut().expect("one was pushed")
    }

    fn id(&self, vector: &Vector) -> String {
        format!("{}/{}", self.name, vector.name)
    }

    /// The text of its file.
    pub(crate) fn file(&self) -> String {
        let vectors: Vec<Value> = self.vectors.iter().map(|vector| self.vector(vector)).collect();
        let file = json!({
            "version": 1, "subject": self.name, "about": self.about, "count": vectors.len(), "vectors": vectors,
        });
        seen(&serde_json::to_string_pretty(&file).expect("JSON can be written")) + "\n"
    }

    fn vector(&self, vector: &Vector) -> Value {
        let mut members = Map::new();
        let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
        set("id", json!(self.id(vector)));
        set("shows", json!(vector.shows));
        set("flags", json!(vector.flags));
        if let Some(twin) = &vector.twin {
            set("twin", json!(twin));
        }
        set("do", json!(vector.question.action));
        set("input", vector.question.input.clone());
        if let Some(readable) = &vector.question.readable {
            set("readable", readable.clone());
        }
        set("expect", vector.expect.clone());
        if let Some(told) = &vector.told {
            set("told", told.clone());
        }
        Value::Object(members)
    }
}

/// The same JSON with escapes for the code points of its strings that nobody sees, so that a file shows what it holds.
fn seen(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            // Between strings: within one it is an escape already.
            '\n' => text.push(c),
            c if is_refused(c) => {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
            }
            c => text.push(c),
        }
    }
    text
}

/// How many there are, and how many of them are refused.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) all: usize,
    pub(crate) denied: usize,
}

/// What must hold of all vectors together, or what is wrong with them.
pub(crate) fn judged(subjects: &[Subject]) -> Result<Count, String> {
    let mut count = Count::default();
    let mut known: BTreeMap<String, (&Vector, String)> = BTreeMap::new();
    for subject in subjects {
        for vector in &subject.vectors {
            // The same question in two files is fine: the first vector of many is the usual case.
            let question = json!([subject.name, vector.question.action, vector.question.input]).to_string();
            let id = subject.id(vector);
            if known.insert(id.clone(), (vector, question)).is_some() {
                return Err(format!("{id} is there twice"));
            }
        }
    }
    let mut asked: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, (vector, question)) in &known {
        if let Some(other) = asked.insert(question, id) {
            return Err(format!("{id} asks what {other} asks"));
        }
        count.all += 1;
        match &vector.twin {
            None if !vector.is_positive() => return Err(format!("{id} is refused and has no twin")),
            None => {}
            Some(_) if vector.is_positive() => return Err(format!("{id} is accepted and has a twin")),
            Some(twin) => {
                count.denied += 1;
                match known.get(twin) {
                    None => return Err(format!("{id} names {twin}, which there is not")),
                    Some((twin, _)) if !twin.is_positive() => return Err(format!("the twin of {id} is refused too")),
                    Some(_) => {}
                }
            }
        }
    }
    Ok(count)
}
