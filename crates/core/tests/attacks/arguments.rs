//! An agent whose model was talked into clever spellings: each attack on an operator by name, with the value beside it
//! that differs in that alone and is allowed.

use depute::{Call, Code, Map, Mint, Value};

use super::support::{ALICE, AUDIENCE, EngineKey as _, PLANNER, now, verifier};

/// What a verifier says of this value of the one argument of a mandate.
fn judged(limits: &str, value: &Value) -> Result<(), Code> {
    let mint =
        Mint::new(&PLANNER.verifying()).allow(&format!("a(x{limits})")).unwrap_or_else(|fault| panic!("{fault}"));
    let token = mint.audience(AUDIENCE).unwrap().sign(&ALICE.signing(), now(), [1; 8]).unwrap();
    let call = Call::new("a", Map::from_entries([("x", value.clone())]).unwrap()).unwrap();
    let presentation = token.present(&call, AUDIENCE, &PLANNER.signing(), now(), [2; 16]).unwrap();
    let verdict = verifier().check(presentation.as_bytes(), &call, now()).map(drop);
    if let Err(denied) = &verdict {
        assert_eq!(denied.argument(), Some("x"), "{value:?}");
    }
    verdict.map_err(|denied| denied.code())
}

#[track_caller]
fn attacks(limits: &str, attacks: &[(&str, &str, &str, Code)]) {
    for (attack, hostile, harmless, code) in attacks {
        assert_eq!(judged(limits, &Value::from(*hostile)), Err(*code), "{attack}: {hostile:?}");
        assert_eq!(judged(limits, &Value::from(*harmless)), Ok(()), "{attack}: {harmless:?}");
    }
}

#[test]
fn a_url_is_led_to_no_other_host() {
    use Code::{ArgAmbiguous, ArgOutsideUrl};
    attacks(
        " within \"https://good.example/v1/\"",
        &[
            (
                "a backslash before `@`",
                "https://good.example\\@evil.test/v1/",
                "https://good.example/v1/@evil.test/",
                ArgAmbiguous,
            ),
            ("a backslash for a slash", "https:\\\\good.example\\v1\\", "https://good.example/v1/", ArgAmbiguous),
            ("a user", "https://good.example@evil.test/v1/", "https://good.example/v1/@", ArgAmbiguous),
            (
                "a user and a password",
                "https://good.example:443@evil.test/v1/",
                "https://good.example/v1/443@",
                ArgAmbiguous,
            ),
            (
                "an escaped `@`",
                "https://good.example%40evil.test/v1/",
                "https://good.example/v1/a@evil.test",
                ArgAmbiguous,
            ),
            ("a fragment before `@`", "https://good.example#@evil.test/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("a tab within", "https://good.exa\tmple/v1/", "https://good.example/v1/a", ArgAmbiguous),
            ("a newline behind", "https://good.example/v1/a\n", "https://good.example/v1/a", ArgAmbiguous),
            (
                "a header behind",
                "https://good.example/v1/a\r\nHost: evil.test",
                "https://good.example/v1/a",
                ArgAmbiguous,
            ),
            ("no scheme", "//good.example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("one slash", "https:/good.example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("a scheme in upper case", "HTTPS://good.example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("a scheme without protection", "http://good.example/v1/", "https://good.example/v1/", ArgOutsideUrl),
            (
                "a scheme that runs",
                "javascript://good.example/v1/%0aalert(1)",
                "https://good.example/v1/alert(1)",
                ArgAmbiguous,
            ),
            ("a host that goes on", "https://good.example.evil.test/v1/", "https://good.example/v1/", ArgOutsideUrl),
            ("a host that begins otherwise", "https://notgood.example/v1/", "https://good.example/v1/", ArgOutsideUrl),
            ("a host in upper case", "https://GOOD.example/v1/", "https://good.example/v1/GOOD", ArgAmbiguous),
            ("a final dot", "https://good.example./v1/", "https://good.example/v1/.a", ArgAmbiguous),
            ("a full-width letter", "https://ｇood.example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("an ideographic full stop", "https://good\u{3002}example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("a soft hyphen", "https://go\u{AD}od.example/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("Punycode of nothing", "https://xn--good-.example/v1/", "https://good.example/v1/xn--good-", ArgAmbiguous),
            ("a port where none is", "https://good.example:8443/v1/", "https://good.example/v1/8443", ArgOutsideUrl),
            ("the usual port, written", "https://good.example:443/v1/", "https://good.example/v1/", ArgAmbiguous),
            ("an empty port", "https://good.example:/v1/", "https://good.example/v1/:", ArgAmbiguous),
        ],
    );
    attacks(
        " within \"https://good.example:8443/v1/\"",
        &[
            ("a port that is lost", "https://good.example/v1/", "https://good.example:8443/v1/", ArgOutsideUrl),
            ("a port that goes on", "https://good.example:84430/v1/", "https://good.example:8443/v1/", ArgAmbiguous),
            ("a port with a zero", "https://good.example:08443/v1/", "https://good.example:8443/v1/", ArgAmbiguous),
        ],
    );
}

#[test]
fn a_url_is_led_out_of_no_path() {
    use Code::{ArgAmbiguous, ArgOutsideUrl};
    let base = "https://good.example/v1/";
    let path = |path: &str| format!("{base}{path}");
    for (attack, hostile, harmless, code) in [
        ("two dots", "../v2/", "..a/v2/", ArgAmbiguous),
        ("two dots at the end", "a/..", "a/...", ArgAmbiguous),
        ("escaped dots", "%2e%2e/v2/", "a.a./v2/", ArgAmbiguous),
        ("escaped dots in upper case", "%2E%2E/v2/", "E.E/v2/", ArgAmbiguous),
        ("an escaped slash", "..%2fv2", "..2fv2", ArgAmbiguous),
        ("an escaped slash in upper case", "a%2Fb", "a/b", ArgAmbiguous),
        ("an escaped backslash", "..%5Cv2", "..5Cv2", ArgAmbiguous),
        ("a backslash", "..\\v2", "..v2", ArgAmbiguous),
        ("escaped twice", "%252e%252e/v2/", "252e252e/v2/", ArgAmbiguous),
        ("a parameter behind dots", "..;/v2/", "..,/v2/", ArgAmbiguous),
        ("an escaped parameter", "..%3B/v2/", "..3B/v2/", ArgAmbiguous),
        ("a space behind dots", "..%20/v2/", "..%20a/v2/", ArgAmbiguous),
        ("full-width dots", "%EF%BC%8E%EF%BC%8E/v2/", "%EF%BC%8D%EF%BC%8D/v2/", ArgAmbiguous),
        ("dots in more bytes than they need", "%C0%AE%C0%AE/v2/", "%C3%AE%C3%AE/v2/", ArgAmbiguous),
        ("a segment without a name", "/v2/", "v2/", ArgAmbiguous),
        ("a letter that is escaped", "%61", "a", ArgAmbiguous),
        ("an escape in lower case", "%c3%a4", "%C3%A4", ArgAmbiguous),
        ("a zero byte", "a%00.html", "a00.html", ArgAmbiguous),
        ("an escaped newline", "a%0D%0Ab", "a0D0Ab", ArgAmbiguous),
        ("a query that is not allowed", "a?admin=1", "a&admin=1", ArgOutsideUrl),
        ("an empty query", "a?", "a", ArgAmbiguous),
        ("a fragment", "a#b", "a", ArgAmbiguous),
    ] {
        let limits = format!(" within \"{base}\"");
        assert_eq!(judged(&limits, &Value::from(path(hostile))), Err(code), "{attack}: {hostile}");
        assert_eq!(judged(&limits, &Value::from(path(harmless))), Ok(()), "{attack}: {harmless}");
    }
    let limits = " within \"https://good.example/v1\"";
    assert_eq!(judged(limits, &Value::from("https://good.example/v10")), Err(ArgOutsideUrl));
    assert_eq!(judged(limits, &Value::from("https://good.example/v1/0")), Ok(()));
}

/// Addresses of machines that a service reaches and its caller should not: loopback, link-local, private, shared,
/// reserved, and IPv4 addresses within IPv6 ones, in every spelling that some reader takes.
#[test]
fn no_url_leads_to_an_address() {
    for host in [
        "127.0.0.1",
        "127.1",
        "0",
        "0.0.0.0",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "0x7f000001",
        "0x7f.1",
        "0x",
        "10.0.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "0xa9fea9fe",
        "192.168.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fd00:ec2::254]",
        "[fe80::1%25eth0]",
        "localhost.",
        "a.localhost.",
        "metadata.google.internal.",
        "127.0.0.1.",
        "１２７.0.0.1",
        "①②⑦.0.0.1",
    ] {
        for limits in [" within \"http://localhost/\"", " within \"http://metadata.google.internal/\" with query"] {
            let url = format!("http://{host}/");
            assert_eq!(judged(limits, &Value::from(url)), Err(Code::ArgAmbiguous), "{host}");
        }
        assert!(Mint::new(&PLANNER.verifying()).allow(&format!("a(x within \"http://{host}/\")")).is_err(), "{host}");
    }
    // A name is what a grant says it is, and no other.
    for name in ["localhost", "a.localhost", "metadata.google.internal", "127.0.0.1.example"] {
        let limits = format!(" within \"http://{name}/\"");
        assert_eq!(judged(&limits, &Value::from(format!("http://{name}/"))), Ok(()), "{name}");
        assert_eq!(judged(" within \"http://h/\"", &Value::from(format!("http://{name}/"))), Err(Code::ArgOutsideUrl));
    }
}

#[test]
fn mail_goes_to_no_other_domain() {
    use Code::{ArgAmbiguous, ArgOutsideDomain};
    attacks(
        " at \"good.example\"",
        &[
            ("a second address", "a@evil.test,b@good.example", "a-b@good.example", ArgAmbiguous),
            ("a second address behind", "b@good.example,a@evil.test", "b@good.example", ArgAmbiguous),
            ("a name that is an address", "a@good.example <b@evil.test>", "a@good.example", ArgAmbiguous),
            ("an address in quotes", "\"b@evil.test\"@good.example", "b+evil.test@good.example", ArgAmbiguous),
            ("a comment", "b@evil.test(@good.example", "b@good.example", ArgAmbiguous),
            ("a relay", "b%evil.test@good.example", "b_evil.test@good.example", ArgAmbiguous),
            ("a path of relays", "evil.test!b@good.example", "evil.test_b@good.example", ArgAmbiguous),
            ("a second `@`", "b@evil.test@good.example", "b.evil.test@good.example", ArgAmbiguous),
            ("a header behind", "b@good.example\r\nBcc: a@evil.test", "b@good.example", ArgAmbiguous),
            ("an option", "-Xlog@good.example", "X-log@good.example", ArgAmbiguous),
            ("a domain below", "b@mail.good.example", "b.mail@good.example", ArgOutsideDomain),
            ("a domain that goes on", "b@good.example.evil.test", "b@good.example", ArgOutsideDomain),
            ("a domain that begins otherwise", "b@notgood.example", "b.not@good.example", ArgOutsideDomain),
            ("a domain in upper case", "b@Good.example", "B@good.example", ArgAmbiguous),
            ("a final dot", "b@good.example.", "b@good.example", ArgAmbiguous),
            ("a letter that looks alike", "b@gооd.example", "b@good.example", ArgAmbiguous),
            ("a zero-width space", "b@good\u{200B}.example", "b@good.example", ArgAmbiguous),
            ("a full-width `@`", "b@evil.test\u{FF20}good.example", "b.evil.test@good.example", ArgAmbiguous),
        ],
    );
}

#[test]
fn an_address_is_of_one_network_in_one_spelling() {
    use Code::{ArgAmbiguous, ArgOutsideNetwork};
    attacks(
        " cidr \"10.0.0.0/8\"",
        &[
            ("octal", "012.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("octal that is outside", "010.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("hexadecimal", "0xa.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("one number", "167772161", "10.0.0.1", ArgAmbiguous),
            ("two numbers", "10.1", "10.0.0.1", ArgAmbiguous),
            ("within IPv6", "::ffff:10.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("within IPv6, in hexadecimal", "::ffff:a00:1", "10.0.0.1", ArgAmbiguous),
            ("behind NAT64", "64:ff9b::a00:1", "10.0.0.1", ArgOutsideNetwork),
            ("by 6to4", "2002:a00:1::", "10.0.0.1", ArgOutsideNetwork),
            ("a zone", "fe80::1%10.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("a port", "10.0.0.1:80", "10.0.0.1", ArgAmbiguous),
            ("a name", "10.0.0.1.nip.io", "10.0.0.1", ArgAmbiguous),
            ("another digit", "1೦.0.0.1", "10.0.0.1", ArgAmbiguous),
            ("a byte too far", "11.0.0.0", "10.255.255.255", ArgOutsideNetwork),
        ],
    );
    attacks(
        " cidr \"::/0\"",
        &[
            ("IPv4", "127.0.0.1", "::1", ArgOutsideNetwork),
            ("IPv4 within IPv6", "::ffff:127.0.0.1", "::7f00:1", ArgAmbiguous),
            ("a dotted part", "::127.0.0.1", "::7f00:1", ArgAmbiguous),
            ("zeros that are written", "0:0:0:0:0:0:0:1", "::1", ArgAmbiguous),
            ("upper case", "2001:DB8::1", "2001:db8::1", ArgAmbiguous),
        ],
    );
}

#[test]
fn a_value_equals_one_of_its_own_kind_alone() {
    let kinds =
        || [Value::from(true), Value::from(false), Value::from(1), Value::from("true"), Value::from("1"), Value::Null];
    for (place, limit) in ["true", "false", "1", "\"true\"", "\"1\""].iter().enumerate() {
        for (other, value) in kinds().iter().enumerate() {
            for limits in [format!(" = {limit}"), format!(" in [{limit}, 7]")] {
                assert_eq!(judged(&limits, value).is_ok(), place == other, "{limits} and {value:?}");
            }
        }
    }
}

#[test]
fn a_length_counts_code_points_and_elements() {
    let len = |limits: &str, value: Value| judged(limits, &value);
    // One code point each, whatever it takes in bytes or in UTF-16.
    for text in ["abc", "äöü", "漢字仮", "😀😀😀", "e\u{301}x", "👨\u{200D}👩"] {
        assert_eq!(len(" len <= 3", text.into()), Ok(()), "{text}");
        assert_eq!(len(" len = 3", text.into()), Ok(()), "{text}");
        assert_eq!(len(" len < 3", text.into()), Err(Code::ArgTooLong), "{text}");
        assert_eq!(len(" len > 3", text.into()), Err(Code::ArgTooShort), "{text}");
        assert_eq!(len(" len = 2", text.into()), Err(Code::ArgTooLong), "{text}");
        assert_eq!(len(" len = 4", text.into()), Err(Code::ArgTooShort), "{text}");
    }
    let list = |length: usize| Value::from(vec![Value::Null; length]);
    for (length, verdict) in [(2, Err(Code::ArgTooShort)), (3, Ok(())), (4, Err(Code::ArgTooLong))] {
        assert_eq!(len(" len = 3", list(length)), verdict);
        assert_eq!(len(": [..] and len = 3", list(length)), verdict);
        assert_eq!(len(": [each _] and len >= 3 and len <= 3", list(length)), verdict);
    }
    assert_eq!(len(" len <= 0", "".into()), Ok(()));
    assert_eq!(len(" len < 0", "".into()), Err(Code::ArgTooLong));
    for other in [Value::Null, Value::from(true), Value::from(3), Map::new().into()] {
        assert_eq!(len(" len <= 65536", other), Err(Code::ArgWrongType));
    }
}

#[test]
fn a_list_has_what_is_asked_for_whatever_else_is_in_it() {
    let judged = |limits: &str, json: &str| judged(limits, &depute::json::parse(json).unwrap());
    let limits = ": [each in [\"a\", \"b\", \"c\"], has \"a\", has in [\"b\", \"c\"]] and len <= 3";
    for (list, verdict) in [
        (r#"["a", "b"]"#, Ok(())),
        (r#"["c", "a"]"#, Ok(())),
        (r#"["b", "c", "a"]"#, Ok(())),
        (r#"["a"]"#, Err(Code::ListMismatch)),
        (r#"["a", "a"]"#, Err(Code::ListMismatch)),
        (r#"["b", "c"]"#, Err(Code::ListMismatch)),
        (r#"[]"#, Err(Code::ListMismatch)),
        (r#"["a", "b", "c", "a"]"#, Err(Code::ArgTooLong)),
        (r#""a""#, Err(Code::ArgWrongType)),
    ] {
        assert_eq!(judged(limits, list), verdict, "{list}");
    }
    // One element must pass all of it; what another has adds nothing.
    let limits = ": [each {..}, has {id = 1, role = \"admin\"}]";
    assert_eq!(judged(limits, r#"[{"id": 2}, {"id": 1, "role": "admin"}]"#), Ok(()));
    assert_eq!(judged(limits, r#"[{"id": 1}, {"id": 2, "role": "admin"}]"#), Err(Code::ListMismatch));
    assert_eq!(judged(limits, r#"[{"id": 1, "role": "admin", "of": "x"}]"#), Err(Code::ListMismatch));
}
