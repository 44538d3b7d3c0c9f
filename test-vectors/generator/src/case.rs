//! A whole verification: a presentation, a call, a verifier and a time; right as it stands, and wrong in what a vector changes.

use depute_vectors::kit::revocations::list_bytes;
use depute_vectors::kit::{ALICE, AUDIENCE, CNF, Draft, ISS, Id, Item, Key, Kind, NOW, SUB, Walk, grant, hex};
use serde_json::{Value, json};

use crate::model::{Question, Subject, Vector};

/// The call that is allowed throughout.
pub(crate) const CALL: &str = r#"{"action":"flights.book","args":{"price":390,"to":"SFO"}}"#;

/// One entry of a verifier's trust.
#[derive(Clone)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Keys, each from and until.
    pub(crate) keys: Vec<([u8; 32], Option<u64>, Option<u64>)>,
    pub(crate) subjects: Vec<String>,
    pub(crate) list_keys: Vec<[u8; 32]>,
    pub(crate) revokers: Vec<[u8; 32]>,
    pub(crate) clauses: Vec<Item>,
}

impl Entry {
    /// Trusts this key with everything.
    pub(crate) fn of(name: &str, key: &Key) -> Entry {
        Entry {
            name: name.to_owned(),
            keys: vec![(key.public(), None, None)],
            subjects: Vec::new(),
            list_keys: Vec::new(),
            revokers: Vec::new(),
            clauses: vec![grant::everything()],
        }
    }

    pub(crate) fn json(&self) -> Value {
        let keys: Vec<Value> = self
            .keys
            .iter()
            .map(|(key, from, until)| json!({ "key": hex(key), "from": from, "until": until }))
            .collect();
        let hexes = |keys: &[[u8; 32]]| keys.iter().map(|key| hex(key)).collect::<Vec<_>>();
        json!({
            "name": self.name, "keys": keys, "subjects": self.subjects, "list_keys": hexes(&self.list_keys),
            "revokers": hexes(&self.revokers),
            "clauses": self.clauses.iter().map(|clause| hex(&clause.encode())).collect::<Vec<_>>(),
        })
    }
}

/// What a verifier does about revocations.
#[derive(Clone)]
pub(crate) enum Revocations {
    None,
    Local,
    Required(u64),
}

/// A verifier's whole configuration.
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) audience: String,
    pub(crate) http: bool,
    pub(crate) life: u64,
    pub(crate) skew: u64,
    pub(crate) age: u64,
    pub(crate) ledger: Option<[u8; 32]>,
    pub(crate) revocations: Revocations,
    pub(crate) trust: Vec<Entry>,
}

impl Config {
    /// Trusts alice with everything, looks nothing up, and else has the defaults.
    pub(crate) fn new() -> Config {
        Config {
            audience: AUDIENCE.to_owned(),
            http: false,
            life: 3600,
            skew: 30,
            age: 60,
            ledger: None,
            revocations: Revocations::None,
            trust: vec![Entry::of("alice", &ALICE)],
        }
    }

    fn json(&self) -> Value {
        let revocations = match self.revocations {
            Revocations::None => json!("none"),
            Revocations::Local => json!("local list"),
            Revocations::Required(staleness) => json!({ "required": staleness }),
        };
        json!({
            "audience": self.audience, "members": if self.http { "http" } else { "plain" }, "life": self.life,
            "skew": self.skew, "age": self.age, "ledger": self.ledger.map(|key| hex(&key)), "revocations": revocations,
            "trust": self.trust.iter().map(Entry::json).collect::<Vec<_>>(),
        })
    }
}

/// What a call owes to one counter.
#[derive(Clone)]
pub(crate) struct Charge {
    pub(crate) counter: Id,
    pub(crate) amount: u64,
    pub(crate) limit: u64,
    pub(crate) window: Option<u64>,
}

/// One verification.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) walk: Walk,
    /// The call as the verifier holds it.
    pub(crate) call: String,
    pub(crate) verifier: Config,
    pub(crate) lists: Vec<Draft>,
    pub(crate) now: u64,
    /// These bytes in place of the walk's.
    pub(crate) bytes: Option<Vec<u8>>,
    /// What a verifier that allows it says is owed.
    pub(crate) charges: Vec<Charge>,
    /// Which endorsements it counts.
    pub(crate) counted: Vec<usize>,
}

impl Case {
    /// The example of the specification: allowed.
    pub(crate) fn new() -> Case {
        Case {
            walk: Walk::new(),
            call: CALL.to_owned(),
            verifier: Config::new(),
            lists: Vec::new(),
            now: NOW,
            bytes: None,
            charges: Vec::new(),
            counted: Vec::new(),
        }
    }

    /// The same, changed so.
    pub(crate) fn with(&self, edit: impl FnOnce(&mut Case)) -> Case {
        let mut case = self.clone();
        edit(&mut case);
        case
    }

    /// This call, made and judged: the proof is for it.
    pub(crate) fn calls(&mut self, action: &str, args: Item) {
        self.walk.digest = depute_vectors::kit::call_digest(action, &args);
        self.call = json!({ "action": action, "args": json_of(&args) }).to_string();
    }

    pub(crate) fn question(&self) -> Question {
        let bytes = self.bytes.clone().unwrap_or_else(|| self.walk.bytes());
        let lists: Vec<String> = self.lists.iter().map(|list| hex(&list_bytes(list))).collect();
        let question = Question::new(
            "verify",
            json!({
                "presentation": hex(&bytes), "call": self.call, "verifier": self.verifier.json(), "lists": lists,
                "now": self.now,
            }),
        );
        if self.bytes.is_some() { question } else { question.readable(self.readable()) }
    }

    fn readable(&self) -> Value {
        let diag = |drafts: &[Draft]| drafts.iter().map(|draft| draft.claims.diag()).collect::<Vec<_>>();
        json!({
            "links": diag(&self.walk.links), "proof": self.walk.proof.claims.diag(),
            "endorsements": diag(&self.walk.endorsements), "lists": diag(&self.lists),
        })
    }

    /// What a verifier that allows it answers.
    pub(crate) fn verified(&self) -> Value {
        let mut links = self.walk.links.clone();
        let root = &mut links[0].claims;
        let issuer = root.at(ISS).clone();
        let subject = root.entries().iter().find(|(key, _)| *key == Item::from(SUB)).map(|(_, value)| value.clone());
        let authorizer = match subject {
            None => json!({ "key": hex_of(&issuer) }),
            Some(subject) => {
                let known = |entry: &&Entry| entry.keys.iter().any(|(key, ..)| hex(key) == hex_of(&issuer));
                let entry = self.verifier.trust.iter().find(known).expect("who is allowed is trusted");
                json!({ "entry": entry.name, "subject": text_of(&subject) })
            }
        };
        let holders: Vec<String> = links.iter_mut().map(|link| hex_of(link.claims.at(CNF).at(1).at(-2))).collect();
        let charges: Vec<Value> = self
            .charges
            .iter()
            .map(|charge| {
                json!({
                    "counter": hex(&charge.counter), "amount": charge.amount.to_string(),
                    "limit": charge.limit.to_string(), "window": charge.window,
                })
            })
            .collect();
        let place = Kind::Endorsement(self.walk.leaf(), self.walk.digest);
        let endorsements: Vec<String> =
            self.counted.iter().map(|index| hex(&self.walk.endorsements[*index].id(place))).collect();
        json!({
            "verdict": "verified", "authorizer": authorizer, "holders": holders, "charges": charges,
            "endorsements": endorsements,
        })
    }
}

/// A refusal: its code, step and link.
pub(crate) fn denied(code: &str, step: &str, link: Option<usize>) -> Value {
    json!({ "code": code, "step": step, "link": link, "argument": null })
}

/// A refusal of an argument.
pub(crate) fn denied_at(code: &str, step: &str, link: usize, argument: &str) -> Value {
    json!({ "code": code, "step": step, "link": link, "argument": argument })
}

/// The JSON of a value that a call can have.
pub(crate) fn json_of(item: &Item) -> Value {
    match item {
        Item::Uint(value) => json!(value),
        Item::Negative(value) => json!(-1 - i64::try_from(*value).expect("numbers of a call are small")),
        Item::Text(text) => json!(text),
        Item::Array(members) => members.iter().map(json_of).collect(),
        Item::Map(entries) => entries.iter().map(|(key, value)| (text_of(key), json_of(value))).collect(),
        Item::Bool(value) => json!(value),
        Item::Float(number) => json!(number),
        Item::Raw(bytes) if bytes == &[0xF6] => Value::Null,
        Item::Bytes(_) | Item::Raw(_) => panic!("{item:?} is no value of a call"),
    }
}

fn hex_of(item: &Item) -> String {
    match item {
        Item::Bytes(bytes) => hex(bytes),
        other => panic!("{other:?} is no byte string"),
    }
}

fn text_of(item: &Item) -> String {
    match item {
        Item::Text(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    }
}

impl Subject {
    /// A verification that allows.
    pub(crate) fn allowed(&mut self, name: &str, shows: &str, case: &Case) -> &mut Vector {
        self.yes(name, shows, case.question(), case.verified())
    }

    /// A verification that refuses, and the one that differs from it in one thing and allows.
    pub(crate) fn refused(&mut self, name: &str, twin: &str, shows: &str, case: &Case, expect: Value) -> &mut Vector {
        self.no(name, twin, shows, case.question(), expect)
    }
}
