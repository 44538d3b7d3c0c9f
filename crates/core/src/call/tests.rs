use alloc::string::ToString;
use alloc::vec;

use proptest::prelude::*;

use super::*;
use crate::error::At;
use crate::json::tests::{encoded, hostile_value, oracle};
use crate::value::Number;

const BOOK: &str =
    r#"{"action":"flights.book","args":{"to":"SFO","price":390,"class":"economy","bags":1,"flexible":true}}"#;

fn read(text: &str) -> Call {
    Call::from_json(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn read_mcp(text: &str) -> Call {
    Call::from_mcp_json(text, "fs").unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn refused(read: Result<Call, Malformed>) -> (Code, String) {
    let fault = read.unwrap_err();
    (fault.code(), fault.to_string())
}

#[test]
fn canonical_bytes_and_digest_are_fixed() {
    let call = read(r#"{"args":{"to":"SFO","price":450.00},"action":"flights.book"}"#);
    assert_eq!(call.canonical(), b"\xA2\x64args\xA2\x62to\x63SFO\x65price\x19\x01\xC2\x66action\x6Cflights.book");
    let digest = blake3::Hasher::new_derive_key("depute v1 call digest").update(call.canonical()).finalize();
    assert_eq!(call.digest(), digest.as_bytes());
    assert_eq!(digest.to_hex().as_str(), "7278791967157fb9d859862b9dd1016208fbb599f11524155f51487365613dc8");
    assert_eq!(call.to_json(), r#"{"action":"flights.book","args":{"to":"SFO","price":450}}"#);
    assert_eq!(read(&call.to_json()), call);
    assert_eq!((call.action(), call.args().get("to")), ("flights.book", Some(&"SFO".into())));
}

#[test]
fn spelling_does_not_change_a_call_and_content_does() {
    let call = read(BOOK);
    for same in [
        r#"{"args":{"flexible":true,"bags":1.0,"class":"\u0065conomy","price":3.9e2,"to":"SFO"},"action":"flights.book"}"#,
        "\n{ \"action\" : \"flights\\u002ebook\",\"args\":{\"bags\":1,\"class\":\"economy\",\"flexible\":true,\"price\":390.00,\"to\":\"SFO\"} }\n",
    ] {
        assert_eq!(read(same), call);
    }
    for (from, to) in [
        ("390", "391"),
        ("390", "\"390\""),
        ("true", "false"),
        ("true", "null"),
        ("true", "1"),
        ("SFO", "sfo"),
        ("\"to\"", "\"To\""),
        ("book", "Book"),
        ("economy", "e\u{301}conomy"),
        (",\"bags\":1", ""),
        ("\"bags\":1", "\"bags\":[1]"),
    ] {
        let other = read(&BOOK.replacen(from, to, 1));
        assert_ne!(other.digest(), call.digest(), "{from} {to}");
    }
}

#[test]
fn a_call_is_a_closed_object() {
    for (text, code, message) in [
        (r#"{"args":{}}"#, Code::CallInvalid, "a call without `action`"),
        (r#"{}"#, Code::CallInvalid, "a call without `action`"),
        (r#"[]"#, Code::CallInvalid, "a call is an object, not a list, at byte 0"),
        (r#" "flights.book""#, Code::CallInvalid, "a call is an object, not a text, at byte 1"),
        (r#"{"action":1}"#, Code::CallInvalid, "`action` is a number where a text belongs, at byte 10"),
        (r#"{"action":null,"args":{}}"#, Code::CallInvalid, "`action` is null where a text belongs, at byte 10"),
        (r#"{"action":""}"#, Code::CallInvalid, "the action is empty, at byte 10"),
        (r#"{"action":"a","args":null}"#, Code::CallInvalid, "`args` is null where an object belongs, at byte 21"),
        (r#"{"action":"a","args": []}"#, Code::CallInvalid, "`args` is a list where an object belongs, at byte 22"),
        (r#"{"action":"a","Args":{}}"#, Code::CallInvalid, "a call has no member \"Args\", at byte 14"),
        (r#"{"action":"a","http":{}}"#, Code::CallInvalid, "`http` without `method`"),
        (r#"{"action":"a","tool":{}}"#, Code::CallInvalid, "a call has no member \"tool\", at byte 14"),
        (r#"{"action":"a","\u001b[2J":1}"#, Code::CallInvalid, "a call has no member \"\\u001b[2J\", at byte 14"),
        (r#"{"action":"a","action":"b"}"#, Code::JsonDuplicateName, "the name \"action\" stands twice, at byte 14"),
        (
            r#"{"args":{},"action":"a","args":{}}"#,
            Code::JsonDuplicateName,
            "the name \"args\" stands twice, at byte 24",
        ),
        (
            r#"{"action":"a","\u0061rgs":{},"args":{}}"#,
            Code::JsonDuplicateName,
            "the name \"args\" stands twice, at byte 29",
        ),
        (r#"{"action":"a","args":{"b":1,"b":1}}"#, Code::JsonDuplicateName, "the name \"b\" stands twice, at byte 28"),
        (r#"{"action":"a"} {}"#, Code::JsonSyntax, "something follows the end of the value, at byte 15"),
        ("", Code::JsonSyntax, "the text ends where a value belongs, at byte 0"),
        ("flights.book()", Code::JsonSyntax, "`f` stands where a value belongs, at byte 0"),
    ] {
        assert_eq!(refused(Call::from_json(text)), (code, message.to_string()), "{text}");
    }
    assert_eq!(read(r#"{"action":"a"}"#), read(r#"{"action":"a","args":{}}"#));
    assert_eq!(Call::new("a", Map::new()), Ok(read(r#"{"action":"a"}"#)));
    assert_eq!(Call::new("", Map::new()).unwrap_err().code(), Code::CallInvalid);
}

#[test]
fn a_request_that_cannot_be_is_refused_where_it_begins() {
    let digits = "0".repeat(64);
    let of = |space: &str, method: &str| {
        let request = format!(r#"{{"method":"{method}","target":"/","body":"{digits}"}}"#);
        Call::from_json(&format!(r#"{{"action":"a","http":{space}{request}}}"#))
    };
    for (space, at) in [("", 21), (" \n ", 24)] {
        assert_eq!(of(space, "GET").map(|_| ()), Ok(()));
        assert_eq!(of(space, "").unwrap_err().at(), Some(At::Byte(at)));
    }
}

#[test]
fn a_raw_mcp_message_becomes_a_call() {
    let call = read_mcp(
        r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"read_file","arguments":{"path":"/data/a"},
            "_meta":{"dev.depute/presentation":"dptp1_","progressToken":1}}}"#,
    );
    assert_eq!(call, read(r#"{"action":"fs.read_file","args":{"path":"/data/a"}}"#));
    for same in [
        r#"{"method":"tools/call","params":{"arguments":{"path":"/data/a"},"name":"read_file"},"jsonrpc":"2.0"}"#,
        r#"{"jsonrpc":"2.0","id":"x","method":"tools\/call","params":{"name":"read_file","arguments":{"path":"/data/a"},
            "task":{"ttl":60000}}}"#,
    ] {
        assert_eq!(read_mcp(same), call);
    }
    let bare = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a.b/c"}}"#;
    assert_eq!(Call::from_mcp_json(bare, "my-server_2").unwrap(), read(r#"{"action":"my-server_2.a.b/c"}"#));
}

#[test]
fn mcp_messages_that_are_no_call_or_two_are_refused() {
    let message = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}"#);
    read_mcp(&message(r#"{"name":"a","arguments":{"b":{"c":1,"d":1}},"_meta":{"e":1,"f":1}}"#));
    // An answer to a question of the tool changes what is done, and no grant speaks of it.
    for beside in ["inputResponses", "requestState"] {
        let message = message(&format!(r#"{{"name":"a","{beside}":{{}}}}"#));
        assert_eq!(refused(Call::from_mcp_json(&message, "fs")).0, Code::CallInvalid);
    }
    for (text, code, message) in [
        (message(r#"{"name":"a","name":"b"}"#), Code::JsonDuplicateName, "the name \"name\" stands twice, at byte 67"),
        (
            message(r#"{"name":"a","arguments":{},"arguments":{}}"#),
            Code::JsonDuplicateName,
            "the name \"arguments\" stands twice, at byte 82",
        ),
        (
            message(r#"{"name":"a","arguments":{"b":1,"b":1}}"#),
            Code::JsonDuplicateName,
            "the name \"b\" stands twice, at byte 86",
        ),
        (
            message(r#"{"name":"a","_meta":{"e":1,"e":1}}"#),
            Code::JsonDuplicateName,
            "the name \"e\" stands twice, at byte 82",
        ),
        (
            message(r#"{"name":"a","_meta":{},"_meta":{}}"#),
            Code::JsonDuplicateName,
            "the name \"_meta\" stands twice, at byte 78",
        ),
        (
            message(r#"{"name":"a"},"params":{"name":"b"}"#),
            Code::JsonDuplicateName,
            "the name \"params\" stands twice, at byte 68",
        ),
        (message(r#"{"name":"a"},"id":2"#), Code::JsonDuplicateName, "the name \"id\" stands twice, at byte 68"),
        (
            message(r#"{"name":"a"},"method":"tools/list""#),
            Code::JsonDuplicateName,
            "the name \"method\" stands twice, at byte 68",
        ),
        (message(r#"{"Name":"a"}"#), Code::CallInvalid, "`params` has no member \"Name\", at byte 56"),
        (message(r#"{"arguments":{}}"#), Code::CallInvalid, "`params` without `name`"),
        (message(r#"{"name":""}"#), Code::CallInvalid, "the tool's name is empty, at byte 63"),
        (message(r#"{"name":["a"]}"#), Code::CallInvalid, "`name` is a list where a text belongs, at byte 63"),
        (
            message(r#"{"name":"a","arguments":null}"#),
            Code::CallInvalid,
            "`arguments` is null where an object belongs, at byte 79",
        ),
        (
            message(r#"{"name":"a","arguments":"{}"}"#),
            Code::CallInvalid,
            "`arguments` is a text where an object belongs, at byte 79",
        ),
        (message(r#"{"name":"a","input":{}}"#), Code::CallInvalid, "`params` has no member \"input\", at byte 67"),
        (message("[]"), Code::CallInvalid, "`params` is an object, not a list, at byte 55"),
        (message(r#"{"name":"a"},"result":{}"#), Code::CallInvalid, "a message has no member \"result\", at byte 68"),
        (
            format!("[{}]", message(r#"{"name":"a"}"#)),
            Code::CallInvalid,
            "a message is an object, not a list, at byte 0",
        ),
        (
            message(r#"{"name":"a"}"#).replace("tools/call", "tools/list"),
            Code::CallInvalid,
            "the method of a call is tools/call, not \"tools/list\", at byte 33",
        ),
        (
            message(r#"{"name":"a"}"#).replace("tools/call", "Tools/call"),
            Code::CallInvalid,
            "the method of a call is tools/call, not \"Tools/call\", at byte 33",
        ),
        (
            message(r#"{"name":"a"}"#).replace("2.0", "1.0"),
            Code::CallInvalid,
            "the version of JSON-RPC is 2.0, not \"1.0\", at byte 11",
        ),
        (
            message(r#"{"name":"a"}"#).replace("\"2.0\"", "2.0"),
            Code::CallInvalid,
            "`jsonrpc` is a number where a text belongs, at byte 11",
        ),
        (
            message(r#"{"name":"a"}"#).replace("\"jsonrpc\":\"2.0\",", ""),
            Code::CallInvalid,
            "a message without `jsonrpc`",
        ),
        (r#"{"jsonrpc":"2.0","method":"tools/call"}"#.into(), Code::CallInvalid, "a message without `params`"),
        (r#"{"jsonrpc":"2.0","params":{"name":"a"}}"#.into(), Code::CallInvalid, "a message without `method`"),
        (message(r#"{"name":"a"}"#) + "\n{}", Code::JsonSyntax, "something follows the end of the value, at byte 69"),
    ] {
        assert_eq!(refused(Call::from_mcp_json(&text, "fs")), (code, message.to_string()), "{text}");
    }
    for label in ["", "a.b", "a b", "é", "a\n", "*", "a/"] {
        assert_eq!(refused(Call::from_mcp_json(&message(r#"{"name":"a"}"#), label)).0, Code::CallInvalid, "{label}");
    }
}

#[test]
fn exactly_at_each_limit_is_a_call_and_one_over_is_not() {
    let nested = |levels: usize| (1..levels).fold(Map::new(), |map, _| Map::from_entries([("a", map)]).unwrap());
    let many = |nodes: usize| Map::from_entries([("a", vec![Value::Null; nodes - 2])]).unwrap();
    // A map and a name of one byte take three bytes, the head of so long a text three or five.
    let long =
        |bytes: usize| Map::from_entries([("a", "x".repeat(bytes - 3 - if bytes > 65_541 { 5 } else { 3 }))]).unwrap();
    let size = |map: &Map| encoded(&map.clone().into()).len();
    assert_eq!((size(&long(65_536)), size(&long(65_537))), (65_536, 65_537));
    let mcp = |args: &Map| {
        format!(r#"{{"jsonrpc":"2.0","method":"tools/call","params":{{"name":"b","arguments":{}}}}}"#, args.to_json())
    };
    for (at_limit, over) in [(nested(15), nested(16)), (many(4096), many(4097)), (long(65_536), long(65_537))] {
        let call = Call::new("fs.b", at_limit.clone()).unwrap();
        assert_eq!(read(&call.to_json()), call);
        assert_eq!(read_mcp(&mcp(&at_limit)), call);
        let json = call.to_json().replace(&at_limit.to_json(), &over.to_json());
        for refused in [Call::new("fs.b", over.clone()), Call::from_json(&json), Call::from_mcp_json(&mcp(&over), "fs")]
        {
            assert_eq!(refused.unwrap_err().code(), Code::LimitExceeded);
        }
        assert!(matches!(Call::from_json(&json).unwrap_err().at(), Some(At::Byte(_))));
    }
    let (at_limit, over) = ("é".repeat(128), "é".repeat(128) + "a");
    read(&format!(r#"{{"action":"{at_limit}"}}"#));
    assert!(Call::new(&at_limit, Map::new()).is_ok());
    assert_eq!(refused(Call::new(&over, Map::new())).0, Code::LimitExceeded);
    assert_eq!(
        refused(Call::from_json(&format!(r#"{{"action":"{over}"}}"#))),
        (Code::LimitExceeded, "an action longer than 256 bytes, at byte 10".into())
    );
}

#[test]
fn the_longest_printed_form_of_a_call_can_be_read() {
    // Each of these bytes is printed as six, and each of these numbers and words as more than one.
    let controls = Map::from_entries([("a", "\u{1}".repeat(65_530))]).unwrap();
    let words = Map::from_entries([
        ("a", vec![Value::from(false); 4_000]),
        ("b", vec![Value::from(Number::new(-5e-324).unwrap()); 90]),
    ]);
    for args in [controls, words.unwrap()] {
        let call = Call::new("a", args).unwrap();
        assert_eq!(read(&call.to_json()), call);
    }
}

#[test]
fn what_is_beside_an_mcp_call_does_not_use_up_its_allowance() {
    let nulls = |count: usize| format!("[{}0]", "0,".repeat(count - 1));
    let message = |meta: usize, args: usize| {
        format!(
            r#"{{"jsonrpc":"2.0","method":"tools/call","params":{{"_meta":{},"name":"b","arguments":{{"a":{}}}}}}}"#,
            nulls(meta),
            nulls(args)
        )
    };
    read_mcp(&message(4095, 4094));
    assert_eq!(refused(Call::from_mcp_json(&message(1, 4095), "fs")).0, Code::LimitExceeded);
    assert_eq!(refused(Call::from_mcp_json(&message(4096, 1), "fs")).0, Code::LimitExceeded);
}

#[test]
fn an_action_that_cannot_be_seen_is_refused() {
    assert!(Call::new("mail.send ü", Map::new()).is_ok());
    for hidden in ["mail.send\n", "mail.\u{202E}send", "mail.send\u{200B}"] {
        assert_eq!(Call::new(hidden, Map::new()).map_err(|fault| fault.code()), Err(Code::CallInvalid), "{hidden:?}");
    }
}

#[test]
fn debug_shows_no_argument() {
    let call = read(r#"{"action":"mail.send","args":{"password":"hunter2"}}"#);
    let shown = format!("{call:?}");
    assert!(shown.starts_with("Call(\"mail.send\" with 1 arguments, ") && !shown.contains("hunter2"), "{shown}");
}

proptest! {
    #[test]
    fn printed_calls_read_back(action in "\\PC{1,20}", value in hostile_value()) {
        let args = Map::from_entries([("a", value)]).unwrap();
        let Ok(call) = Call::new(&action, args) else {
            prop_assert!(crate::codepoints::first_refused(&action).is_some());
            return Ok(());
        };
        prop_assert_eq!(Call::from_json(&call.to_json()), Ok(call));
    }

    #[test]
    fn canonical_bytes_are_what_another_library_reads(value in hostile_value()) {
        let args = Map::from_entries([("b", value.clone()), ("aa", value)]).unwrap();
        let call = Call::new("x", args.clone()).unwrap();
        let read: ciborium::Value = ciborium::from_reader(call.canonical()).unwrap();
        let expected = vec![("args".into(), oracle(&args.into())), ("action".into(), "x".into())];
        prop_assert_eq!(read, ciborium::Value::Map(expected));
    }
}
