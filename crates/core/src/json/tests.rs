use alloc::string::ToString;
use alloc::vec;

use proptest::prelude::*;

use super::*;
use crate::cbor;
use crate::error::At;

fn refused(text: &str) -> Malformed {
    match parse(text) {
        Ok(value) => panic!("{text} was read as {value}"),
        Err(fault) => {
            assert!(matches!(fault.at(), Some(At::Byte(at)) if at <= text.len()), "{text}: {fault:?}");
            fault
        }
    }
}

/// Each hostile text with its code and offset, beside a twin that differs in one thing and is read.
fn assert_refused(cases: &[(&str, Code, usize, &str)]) {
    for &(text, code, at, twin) in cases {
        let fault = refused(text);
        assert_eq!((fault.code(), fault.at()), (code, Some(At::Byte(at))), "{text}: {fault}");
        parse(twin).unwrap_or_else(|fault| panic!("twin {twin}: {fault}"));
    }
}

#[test]
fn reads_every_kind_of_value() {
    let text = " {\"text\" : \"a\\u00e9\\ud83d\\ude00\\/\\b\\f\\n\\r\\t\\\"\\\\é\" ,\r\n\t\"list\":[ null , true,false, -0, 6.00e2,[],{} ]} ";
    let value = parse(text).unwrap();
    let expected = Map::from_entries([
        ("text", Value::from("aé😀/\u{8}\u{C}\n\r\t\"\\é")),
        (
            "list",
            Value::from(vec![
                Value::Null,
                true.into(),
                false.into(),
                0.into(),
                600.into(),
                vec![].into(),
                Map::new().into(),
            ]),
        ),
    ]);
    assert_eq!(value, Value::Map(expected.unwrap()));
    assert_eq!(value.to_json(), r#"{"list":[null,true,false,0,600,[],{}],"text":"aé😀/\u0008\u000c\n\r\t\"\\é"}"#);
    assert_eq!(parse_bytes(text.as_bytes()), Ok(value));
}

#[test]
fn duplicate_names_are_refused_wherever_they_stand_and_however_they_are_spelled() {
    use Code::JsonDuplicateName as Twice;
    assert_refused(&[
        (r#"{"a":1,"a":2}"#, Twice, 7, r#"{"a":1,"A":2}"#),
        (r#"{"a":1,"a":1}"#, Twice, 7, r#"{"a":1,"b":1}"#),
        (r#"{"a":1,"\u0061":2}"#, Twice, 7, r#"{"a":1,"\u0062":2}"#),
        (r#"{"\u00e9":1,"é":2}"#, Twice, 12, r#"{"e\u0301":1,"é":2}"#),
        (r#"{"":1,"":2}"#, Twice, 6, r#"{"":1," ":2}"#),
        (r#"[{"b":{"a":1,"c":[{"a":"\"a\":"}], "a":2}}]"#, Twice, 35, r#"[{"b":{"a":1,"c":[{"a":"\"a\":"}], "d":2}}]"#),
        (r#"{"a":1,"b":2,"c":3,"a":4,"a":5}"#, Twice, 19, r#"{"a":1,"b":2,"c":3,"d":4,"e":5}"#),
        (r#"{"__proto__":1,"__proto__":2}"#, Twice, 15, r#"{"__proto__":1,"_proto__":2}"#),
    ]);
    assert_eq!(refused(r#"{"a\n":1,"a\n":2}"#).detail(), r#"the name "a\n" stands twice"#);
}

#[test]
fn many_duplicate_names_are_found_in_the_time_of_a_sort() {
    let names = |last: &str| {
        let mut text = String::from("{");
        for index in 0..4_000 {
            let _ = write!(text, "\"{index}\":1,");
        }
        text + &format!("\"{last}\":1}}")
    };
    assert_eq!(refused(&names("3999")).code(), Code::JsonDuplicateName);
    assert!(parse(&names("4000")).is_ok());
}

#[test]
fn strings_that_readers_understand_differently_are_refused() {
    use Code::{JsonString, JsonSyntax};
    assert_refused(&[
        (r#""\ud800""#, JsonString, 1, r#""\ud800\udc00""#),
        (r#""\udc00""#, JsonString, 1, r#""\ud7ff""#),
        (r#""a\ud800b""#, JsonString, 2, r#""a\ue000b""#),
        (r#""\ud800\u0061""#, JsonString, 1, r#""\ud800\udfff""#),
        (r#""\ud800\ud800""#, JsonString, 1, r#""\udbff\udfff""#),
        (r#""\udc00\ud800""#, JsonString, 1, r#""\udbff\udc00""#),
        (r#""\ud800\n""#, JsonString, 1, r#""\u0800\n""#),
        (r#"{"\ud800":1}"#, JsonString, 2, r#"{"\u0800":1}"#),
        ("\"a\nb\"", JsonString, 2, r#""a\nb""#),
        ("\"a\0b\"", JsonString, 2, r#""a\u0000b""#),
        ("\"\t\"", JsonString, 1, r#""\t""#),
        ("\"\\u001f\u{1F}\"", JsonString, 7, "\"\u{7F}\""),
        (r#""\x41""#, JsonString, 1, r#""\u0041""#),
        (r#""\U0041""#, JsonString, 1, r#""\u0041""#),
        (r#""\'""#, JsonString, 1, r#""'""#),
        (r#""\0""#, JsonString, 1, r#""\u0000""#),
        (r#""\u+041""#, JsonString, 1, r#""\u0041""#),
        (r#""\u004""#, JsonString, 1, r#""\u0040""#),
        (r#""\u00 1""#, JsonString, 1, r#""\u0001""#),
        (r#""\u00é""#, JsonString, 1, r#""\u00e9""#),
        (r#""\u{41}""#, JsonString, 1, r#""{41}""#),
        (r#""\é""#, JsonString, 1, r#""é""#),
        (r#""\"#, JsonString, 1, r#""\\""#),
        (r#""\u12"#, JsonString, 1, r#""\u1234""#),
        (r#"""#, JsonSyntax, 1, r#""""#),
        (r#""abc"#, JsonSyntax, 4, r#""abc""#),
        (r#""abc\""#, JsonSyntax, 6, r#""abc\"""#),
        (r#"{"a"#, JsonSyntax, 3, r#"{"a":1}"#),
    ]);
}

#[test]
fn what_is_not_json_is_refused() {
    use Code::JsonSyntax as Syntax;
    assert_refused(&[
        ("", Syntax, 0, "0"),
        (" \n", Syntax, 2, " 0\n"),
        ("[1,]", Syntax, 3, "[1]"),
        ("[,1]", Syntax, 1, "[1]"),
        ("[1,,1]", Syntax, 3, "[1,1]"),
        ("[1 1]", Syntax, 3, "[1,1]"),
        ("[", Syntax, 1, "[]"),
        ("[1", Syntax, 2, "[1]"),
        ("[1}", Syntax, 2, "[1]"),
        ("]", Syntax, 0, "[]"),
        ("{", Syntax, 1, "{}"),
        ("{]", Syntax, 1, "{}"),
        (r#"{"a":1,}"#, Syntax, 7, r#"{"a":1}"#),
        (r#"{,"a":1}"#, Syntax, 1, r#"{"a":1}"#),
        (r#"{"a",1}"#, Syntax, 4, r#"{"a":1}"#),
        (r#"{"a" 1}"#, Syntax, 5, r#"{"a" :1}"#),
        (r#"{"a":}"#, Syntax, 5, r#"{"a":1}"#),
        (r#"{"a"}"#, Syntax, 4, r#"["a"]"#),
        (r#"{a:1}"#, Syntax, 1, r#"{"a":1}"#),
        (r#"{'a':1}"#, Syntax, 1, r#"{"a":1}"#),
        (r#"{1:1}"#, Syntax, 1, r#"{"1":1}"#),
        (r#"{null:1}"#, Syntax, 1, r#"{"null":1}"#),
        (r#"{"a":1 "b":1}"#, Syntax, 7, r#"{"a":1 ,"b":1}"#),
        ("'a'", Syntax, 0, "\"a\""),
        ("NaN", Syntax, 0, "null"),
        ("[NaN]", Syntax, 1, "[null]"),
        ("Infinity", Syntax, 0, "1"),
        ("True", Syntax, 0, "true"),
        ("tru", Syntax, 0, "true"),
        ("nul", Syntax, 0, "null"),
        ("[nulL]", Syntax, 1, "[null]"),
        ("truefalse", Syntax, 4, "true"),
        ("undefined", Syntax, 0, "null"),
        ("+1", Syntax, 0, "1"),
        (".5", Syntax, 0, "0.5"),
        ("// no\n1", Syntax, 0, "\n1"),
        ("1 /* no */", Syntax, 2, "1 "),
        ("[1 # no\n]", Syntax, 3, "[1 \n]"),
        ("1 2", Syntax, 2, "1 "),
        ("{}{}", Syntax, 2, "{}"),
        ("{}\0", Syntax, 2, "{}\n"),
        ("\u{A0}1", Syntax, 0, " 1"),
        ("\u{B}1", Syntax, 0, "\t1"),
        ("\u{2028}1", Syntax, 0, "\n1"),
        ("\u{FEFF}1", Syntax, 0, "1"),
        ("1\u{FEFF}", Syntax, 1, "1"),
        ("１", Syntax, 0, "1"),
    ]);
    assert_eq!(refused("\u{FEFF}{}").detail(), "a byte order mark before the JSON text");
    assert_eq!(refused("[1,]").to_string(), "`]` stands where a value belongs, at byte 3");
    assert_eq!(refused("[1").to_string(), "the text ends where `,` or `]` belongs, at byte 2");
    assert_eq!(refused("[\u{202E}1]").detail(), "U+202E stands where a value belongs");
}

#[test]
fn numbers_are_refused_at_their_first_digit() {
    use Code::JsonNumber as Number;
    assert_refused(&[
        ("01", Number, 0, "0"),
        ("-", Number, 0, "-1"),
        ("[-Infinity]", Number, 1, "[-1]"),
        ("[1,1.]", Number, 3, "[1,1.0]"),
        (r#"{"a":1e400}"#, Number, 5, r#"{"a":1e4}"#),
        (r#"{"price":60000.0000000000001}"#, Number, 9, r#"{"price":60000.00000000001}"#),
        ("9007199254740993", Number, 0, "9007199254740991"),
        ("1e1e1", Number, 0, "1e1"),
        ("1-1", Number, 0, "1"),
    ]);
    assert_eq!(parse("[1,1.0,1e0,10e-1]").unwrap().to_json(), "[1,1,1,1]");
}

#[test]
fn bytes_must_be_utf8() {
    for (bytes, at) in [
        (&b"\"\xFF\""[..], 1),
        (b"\"\xC0\x80\"", 1),
        (b"\"\xED\xA0\x80\"", 1),
        (b"\"\xF4\x90\x80\x80\"", 1),
        (b"\"\xE2\x82\"", 1),
        (b"{\"a\":1}\x80", 7),
        (b"\xFF\xFE1\0", 0),
    ] {
        let fault = parse_bytes(bytes).unwrap_err();
        assert_eq!((fault.code(), fault.at()), (Code::JsonString, Some(At::Byte(at))));
    }
    assert_eq!(parse_bytes(b"\xEF\xBB\xBF1").unwrap_err().detail(), "a byte order mark before the JSON text");
    assert_eq!(parse_bytes("\"\u{10FFFF}\"".as_bytes()), Ok("\u{10FFFF}".into()));
}

#[test]
fn exactly_at_each_limit_is_read_and_one_over_is_not() {
    let nested = |open: &str, depth: usize, inner: &str, close: &str| open.repeat(depth) + inner + &close.repeat(depth);
    let lists = |depth| nested("[", depth, "0", "]");
    let maps = |depth| nested("{\"a\":", depth, "0", "}");
    let many = |nodes: usize| format!("[{}0]", "0,".repeat(nodes - 2));
    let long = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
    for (at_limit, over, at) in [
        (lists(15), lists(16), 15),
        (maps(15), maps(16), 75),
        (many(4096), many(4097), 4096 * 2 - 1),
        (long(limits::JSON_BYTES), long(limits::JSON_BYTES + 1), limits::JSON_BYTES),
        (
            format!("{}1", " ".repeat(limits::JSON_BYTES - 1)),
            format!("{}1", " ".repeat(limits::JSON_BYTES)),
            limits::JSON_BYTES,
        ),
    ] {
        parse(&at_limit).unwrap();
        let fault = refused(&over);
        assert_eq!((fault.code(), fault.at()), (Code::LimitExceeded, Some(At::Byte(at))), "{fault}");
    }
    // What is far over is refused where the limit is, without a stack as deep as the text.
    assert_eq!(refused(&"[".repeat(limits::JSON_BYTES)).at(), Some(At::Byte(15)));
    assert_eq!(refused(&"{\"a\":".repeat(limits::JSON_BYTES / 5)).at(), Some(At::Byte(75)));
}

#[test]
fn room_is_made_for_exactly_the_members_that_follow() {
    let text = r#"0,"],}\"\\",[1,2,{"a":3}],{"b":[4,5]} , 6], 7"#;
    let reader = Reader { text, rest: text, nodes_left: 4096 };
    assert_eq!((reader.members_left(), reader.room(8, "0,"), reader.room(0, "0,")), (5, 5, FEW));
    assert_eq!(Reader { nodes_left: 3, ..reader }.room(8, "0,"), 3);
    // Commas alone are no members.
    let commas = ",".repeat(1_000);
    assert_eq!(Reader { text: &commas, rest: &commas, nodes_left: 4096 }.room(8, "0,"), 501);
}

#[test]
fn what_cannot_be_seen_is_escaped() {
    let text = "a\0\u{7F}\u{85}\u{200B}\u{202E}\u{2066}\u{FEFF}\u{E0041}\u{1FFFE}é漢🛫\u{FFFD}~";
    let printed = Value::from(text).to_json();
    assert_eq!(printed, r#""a\u0000\u007f\u0085\u200b\u202e\u2066\ufeff\udb40\udc41\ud83f\udffeé漢🛫�~""#);
    assert_eq!(parse(&printed), Ok(text.into()));
    assert_eq!(shown(&"\n".repeat(41)), format!("\"{}\"…", "\\n".repeat(40)));
    assert_eq!(shown(&"é".repeat(40)), format!("\"{}\"", "é".repeat(40)));
}

/// Texts that readers, printers and comparisons stumble over.
fn hostile_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\""),
        Just("\\"),
        Just("\\u0061"),
        Just("\\ud800"),
        Just("\0"),
        Just("\n"),
        Just("a"),
        Just("A"),
        Just("é"),
        Just("e\u{301}"),
        Just("\u{202E}"),
        Just("\u{200B}"),
        Just("\u{FEFF}"),
        Just("\u{FFFE}"),
        Just("😀"),
        Just("\u{E0001}"),
        Just("\u{10FFFF}"),
        Just("/"),
        Just("{"),
        Just(","),
        Just("]"),
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

pub(crate) fn hostile_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_filter_map("beyond", |double| Number::new(double).ok().map(Value::from)),
        (-(1_i64 << 53) + 1..1 << 53).prop_filter_map("beyond", |size| Number::from_i64(size).ok().map(Value::from)),
        hostile_text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 12, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..12).prop_map(Value::from),
            proptest::collection::vec((hostile_text(), inner), 0..12)
                .prop_filter_map("twice", |entries| Map::from_entries(entries).ok().map(Value::from)),
        ]
    })
}

pub(crate) fn encoded(value: &Value) -> Vec<u8> {
    let mut writer = cbor::Writer::new();
    value.write_cbor(&mut writer);
    writer.into_bytes()
}

/// The same value as an independent CBOR library reads it.
pub(crate) fn oracle(value: &Value) -> ciborium::Value {
    match value {
        Value::Null => ciborium::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match number.as_i64() {
            Some(integer) => integer.into(),
            None => number.as_f64().into(),
        },
        Value::Text(text) => (&**text).into(),
        Value::List(members) => ciborium::Value::Array(members.iter().map(oracle).collect()),
        Value::Map(map) => ciborium::Value::Map(map.iter().map(|(name, value)| (name.into(), oracle(value))).collect()),
    }
}

proptest! {
    #[test]
    fn printed_values_read_back(value in hostile_value()) {
        let printed = value.to_json();
        let read = parse(&printed).unwrap();
        prop_assert_eq!(&read, &value);
        prop_assert_eq!(read.to_json(), printed);
    }

    #[test]
    fn white_space_between_tokens_means_nothing(value in hostile_value()) {
        let mut spaced = String::from("\n");
        let mut in_string = false;
        let mut escaped = false;
        for character in value.to_json().chars() {
            spaced.push(character);
            in_string ^= character == '"' && !escaped;
            escaped = in_string && character == '\\' && !escaped;
            if !in_string && matches!(character, ',' | ':' | '[' | '{' | ']' | '}') {
                spaced.push_str(" \t\r\n");
            }
        }
        prop_assert_eq!(parse(&spaced), Ok(value));
    }

    #[test]
    fn canonical_bytes_are_what_another_library_reads(value in hostile_value()) {
        let bytes = encoded(&value);
        let read: ciborium::Value = ciborium::from_reader(bytes.as_slice()).unwrap();
        prop_assert_eq!(&read, &oracle(&value));
        let mut written = vec![];
        ciborium::into_writer(&read, &mut written).unwrap();
        // ciborium shortens floats, which the canonical form does not.
        if !value.to_json().contains(['.', 'e']) {
            prop_assert_eq!(written, bytes);
        }
    }

    #[test]
    fn different_values_have_different_bytes(one in hostile_value(), other in hostile_value()) {
        prop_assert_eq!(one == other, encoded(&one) == encoded(&other));
    }

    #[test]
    fn a_map_does_not_depend_on_the_order_of_its_text(entries in proptest::collection::vec((hostile_text(), any::<i32>()), 0..12)) {
        let forward = Map::from_entries(entries.clone());
        let backward = Map::from_entries(entries.into_iter().rev());
        prop_assert_eq!(forward.is_ok(), backward.is_ok());
        if let (Ok(forward), Ok(backward)) = (forward, backward) {
            prop_assert_eq!(forward, backward);
        }
    }

    #[test]
    fn every_prefix_of_a_text_is_refused(entries in proptest::collection::vec(hostile_value(), 0..4)) {
        let printed = Value::from(entries).to_json();
        for end in (0..printed.len()).filter(|&end| printed.is_char_boundary(end)) {
            let fault = parse(&printed[..end]).unwrap_err();
            prop_assert!(matches!(fault.at(), Some(At::Byte(at)) if at <= end));
        }
    }

    #[test]
    fn garbage_is_read_or_refused_at_a_byte_of_it(parts in proptest::collection::vec(prop_oneof![
        Just("{"), Just("}"), Just("["), Just("]"), Just(","), Just(":"), Just("\""), Just("\\"), Just("\\u"), Just("d800"), Just("1"),
        Just("-"), Just("e"), Just("."), Just("true"), Just("null"), Just(" "), Just("\"a\""), Just("\"a\":"), Just("\0"), Just("é"),
    ], 0..24)) {
        let text = parts.concat();
        match parse(&text) {
            Ok(value) => prop_assert_eq!(parse(&value.to_json()), Ok(value)),
            Err(fault) => prop_assert!(matches!(fault.at(), Some(At::Byte(at)) if at <= text.len())),
        }
    }
}
