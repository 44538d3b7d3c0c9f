//! The readers: CBOR, JSON, calls, grants, texts of objects and keys, key files.

use ciborium::Value as Cbor;
use depute::{
    Budget, Call, Clause, Endorsement, Grant, Http, Mint, Presentation, SigningKey, Token, Value, VerifyingKey,
    fuzzing, json,
};
use serde_json::Value as Json;

use crate::keyfile;
use crate::support::{ALICE, EngineKey as _, PLANNER, now};

/// What the strict reader accepts, the lenient one reads as well, and it has no other encoding.
pub fn cbor(data: &[u8]) {
    if fuzzing::cbor(data).is_err() {
        return;
    }
    let mut rest = data;
    let value: Cbor = ciborium::from_reader(&mut rest).expect("accepted, and ciborium does not read it");
    assert!(rest.is_empty(), "accepted, and something is left");
    let mut again = Vec::new();
    write(&value, &mut again);
    assert_eq!(again, data);
}

/// Deterministic CBOR, written apart from core's.
fn write(value: &Cbor, out: &mut Vec<u8>) {
    match value {
        Cbor::Integer(number) => match i128::from(*number) {
            number if number >= 0 => head(0, number as u64, out),
            number => head(1, (-1 - number) as u64, out),
        },
        Cbor::Bytes(bytes) => {
            head(2, bytes.len() as u64, out);
            out.extend(bytes);
        }
        Cbor::Text(text) => {
            head(3, text.len() as u64, out);
            out.extend(text.as_bytes());
        }
        Cbor::Array(members) => {
            head(4, members.len() as u64, out);
            members.iter().for_each(|member| write(member, out));
        }
        Cbor::Map(entries) => {
            head(5, entries.len() as u64, out);
            let encoded = |value: &Cbor| {
                let mut bytes = Vec::new();
                write(value, &mut bytes);
                bytes
            };
            let mut entries: Vec<(Vec<u8>, Vec<u8>)> =
                entries.iter().map(|(key, value)| (encoded(key), encoded(value))).collect();
            entries.sort();
            entries.dedup_by(|one, other| one.0 == other.0);
            entries.into_iter().for_each(|(key, value)| out.extend([key, value].concat()));
        }
        Cbor::Bool(truth) => out.push(if *truth { 0xF5 } else { 0xF4 }),
        Cbor::Float(number) => {
            assert!(number.is_finite() && number.fract() != 0.0, "{number}");
            out.push(0xFB);
            out.extend(number.to_be_bytes());
        }
        other => panic!("accepted: {other:?}"),
    }
}

fn head(major: u8, value: u64, out: &mut Vec<u8>) {
    let bytes = value.to_be_bytes();
    match value {
        0..24 => out.push(major << 5 | value as u8),
        24..0x100 => out.extend([&[major << 5 | 24], &bytes[7..]].concat()),
        0x100..0x1_0000 => out.extend([&[major << 5 | 25], &bytes[6..]].concat()),
        0x1_0000..0x1_0000_0000 => out.extend([&[major << 5 | 26], &bytes[4..]].concat()),
        _ => out.extend([&[major << 5 | 27], &bytes[..]].concat()),
    }
}

/// What is accepted, another reader reads as the same value; it prints as one text, which reads back.
pub fn json(data: &[u8]) {
    let Ok(value) = json::parse_bytes(data) else { return };
    let other: Json = serde_json::from_slice(data).expect("accepted, and serde_json does not read it");
    assert_same(&value, &other);
    let text = value.to_json();
    assert_eq!(json::parse(&text).as_ref(), Ok(&value), "{text}");
    assert_eq!(json::parse(&text).unwrap().to_json(), text);
}

fn assert_same(value: &Value, other: &Json) {
    match (value, other) {
        (Value::Null, Json::Null) => {}
        (Value::Bool(one), Json::Bool(other)) => assert_eq!(one, other),
        (Value::Number(one), Json::Number(other)) => {
            // 0 and -0 are one number here.
            assert_eq!(Some(one.as_f64()), other.as_f64().map(|other| other + 0.0));
        }
        (Value::Text(one), Json::String(other)) => assert_eq!(**one, **other),
        (Value::List(one), Json::Array(other)) => {
            assert_eq!(one.len(), other.len());
            one.iter().zip(other).for_each(|(one, other)| assert_same(one, other));
        }
        (Value::Map(one), Json::Object(other)) => {
            assert_eq!(one.len(), other.len());
            one.iter().for_each(|(name, one)| assert_same(one, &other[name]));
        }
        _ => panic!("{value} is not {other}"),
    }
}

/// A call has one JSON, one digest and one canonical form, in whichever way it was written.
pub fn call(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    for read in [Call::from_json(text), Call::parse(text), Call::from_mcp_json(text, "l")].into_iter().flatten() {
        let again = Call::from_json(&read.to_json()).unwrap_or_else(|fault| panic!("{}\n{fault}", read.to_json()));
        assert_eq!(again, read);
        let mut rebuilt = Call::new(read.action(), read.args().clone()).unwrap();
        if let Some(http) = read.http() {
            let http = Http::with_body_digest(http.method(), http.target(), *http.body_digest()).unwrap();
            assert_ne!(rebuilt.digest(), read.digest());
            rebuilt = rebuilt.with_http(http);
        }
        assert_eq!(rebuilt.digest(), read.digest());
        let canonical: Cbor = ciborium::from_reader(read.canonical()).unwrap();
        let count = if read.http().is_some() { 3 } else { 2 };
        assert!(matches!(canonical, Cbor::Map(members) if members.len() == count));
    }
}

/// `parse(print(g)) = g`, and the printed text is a fixed point; what can be signed is read from the link as it was.
pub fn grant(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(clause) = Clause::parse(text) {
        assert_eq!(Clause::parse(&clause.to_string()).as_ref(), Ok(&clause), "{clause}");
    }
    if let Ok(budget) = Budget::parse(text) {
        assert_eq!(Budget::parse(&budget.to_string()).as_ref(), Ok(&budget), "{budget}");
    }
    let Ok(grant) = Grant::parse(text) else { return };
    let printed = grant.to_string();
    let again = Grant::parse(&printed).unwrap_or_else(|fault| panic!("{printed}\n{fault}"));
    assert_eq!(again, grant, "{printed}");
    assert_eq!(again.to_string(), printed);
    if let Ok(token) = Mint::new(&PLANNER.verifying()).grant(grant.clone()).sign(&ALICE.signing(), now(), [7; 8]) {
        let links = token.unverified_links();
        let read = links[0].unverified_grant();
        assert_eq!((read.clauses(), read.budgets()), (grant.clauses(), grant.budgets()), "{printed}");
        assert_eq!(read.depth(), grant.depth(), "{printed}");
    }
}

/// Keys and objects have one text, in a header too.
pub fn texts(data: &[u8]) {
    header(data);
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(key) = VerifyingKey::parse(text) {
        assert_eq!(key.to_string(), text);
        assert_eq!(VerifyingKey::from_bytes(key.as_bytes()), Ok(key));
    }
    if let Ok(key) = SigningKey::from_text(text) {
        assert_eq!(*key.to_text(), *text);
    }
    if let Ok(token) = Token::from_text(text) {
        assert_eq!(token.to_text(), text);
    }
    if let Ok(presentation) = Presentation::from_text(text) {
        assert_eq!(presentation.to_text(), text);
    }
    if let Ok(endorsement) = Endorsement::from_text(text) {
        assert_eq!(endorsement.to_text(), text);
    }
    // Nothing that looks like a secret survives.
    let shown = depute::without_secret(text);
    assert_eq!(depute::without_secret(&shown), shown);
}

/// A line is read in one form alone, and never together with another.
fn header(line: &[u8]) {
    if let Ok(Some(text)) = Presentation::text_in_header([line], []) {
        assert_eq!(line.get(7..), Some(text.as_bytes()));
        assert!(line[..6].eq_ignore_ascii_case(b"depute") && line[6] == b' ');
        assert!(Presentation::text_in_header([line], [line]).is_err());
    }
    let Ok(Some(text)) = Presentation::text_in_header([], [line]) else { return };
    assert_eq!(text.as_bytes(), line);
    let authorization = [b"Depute ", line].concat();
    assert_eq!(Presentation::text_in_header([&authorization[..]], []), Ok(Some(text)));
    assert!(Presentation::text_in_header([], [line, line]).is_err());
}

/// A key that a file holds is written as a file that holds it.
pub fn pem(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let none = || Err(crate::failure::Failure::usage("none here"));
    let Ok(seed) = keyfile::open(text, none) else { return };
    let Ok(written) = keyfile::seal(&seed, None) else { panic!("read, and not written") };
    let Ok(again) = keyfile::open(&written, none) else { panic!("written, and not read") };
    assert_eq!(*again, *seed);
}
