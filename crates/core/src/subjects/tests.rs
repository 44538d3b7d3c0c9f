use alloc::string::ToString;

use super::*;

fn allows(text: &str, subject: &str) -> bool {
    Named::parse(text).unwrap().allows(subject)
}

#[test]
fn a_text_that_begins_as_a_limit_is_one_and_any_other_is_a_name() {
    for (text, named) in [
        ("alice@acme.example", Named::Exactly("alice@acme.example".into())),
        ("like", Named::Exactly("like".into())),
        ("at acme.example", Named::Exactly("at acme.example".into())),
        (r#"at "acme.example""#, Named::At("acme.example".into())),
        (r#"= "at \"acme.example\"""#, Named::Exactly(r#"at "acme.example""#.into())),
        ("like svc-*", Named::Exactly("like svc-*".into())),
        ("like  \"svc-*\"", Named::Exactly("like  \"svc-*\"".into())),
        ("Like \"svc-*\"", Named::Exactly("Like \"svc-*\"".into())),
        ("=", Named::Exactly("=".into())),
        ("*", Named::Exactly("*".into())),
        ("under \"/a\"", Named::Exactly("under \"/a\"".into())),
        (r#"like "svc-*""#, Named::Like("svc-*".into())),
        (r#"= "like \"svc-*\"""#, Named::Exactly(r#"like "svc-*""#.into())),
        (r#"= "= \"x\"""#, Named::Exactly(r#"= "x""#.into())),
    ] {
        let read = Named::parse(text).unwrap();
        assert_eq!(read, named, "{text}");
        assert_eq!(read.to_string(), text);
        assert_eq!(Named::parse(&read.to_string()), Ok(named));
    }
    // What has no need of `=` prints without it.
    assert_eq!(Named::parse(r#"= "alice""#).unwrap().to_string(), "alice");
}

#[test]
fn a_limit_that_is_not_read_to_its_end_is_refused() {
    for (text, code) in [
        (r#"like ""#, Code::GrantSyntax),
        (r#"like "a"#, Code::GrantSyntax),
        (r#"like "a" and like "b""#, Code::GrantSyntax),
        (r#"like "a" x"#, Code::GrantSyntax),
        (r#"like "a" "#, Code::GrantSyntax),
        (r#"at "acme.example" "#, Code::GrantSyntax),
        ("at \"acme.example\"\n", Code::GrantSyntax),
        (r#"= "a" "#, Code::GrantSyntax),
        (r#"= "a"b"#, Code::GrantSyntax),
        (r#"like "\q""#, Code::GrantSyntax),
        (r#"at "acme.example" and like "a*""#, Code::GrantSyntax),
        (r#"at """#, Code::GrantSyntax),
        (r#"at "Acme.example""#, Code::GrantSyntax),
        (r#"at "*.acme.example""#, Code::GrantSyntax),
        (r#"at "alice@acme.example""#, Code::GrantSyntax),
        (r#"at "dptsk1_a.example""#, Code::SecretRefused),
        (r#"like """#, Code::GrantSyntax),
        (r#"like "**""#, Code::GrantSyntax),
        (r#"like "a/../b""#, Code::GrantSyntax),
        (r#"= """#, Code::ValueInvalid),
        (r#"= "did:web:a""#, Code::ValueInvalid),
        ("", Code::ValueInvalid),
        ("a\u{202E}b", Code::CharacterRefused),
        ("dptsk1_AAAA", Code::SecretRefused),
        (r#"like "dptsk1_*""#, Code::SecretRefused),
        (r#"= "dptsk1_AAAA""#, Code::SecretRefused),
    ] {
        assert_eq!(Named::parse(text).map_err(|fault| fault.code()), Err(code), "{text}");
    }
    for twin in [r#"like "a""#, r#"at "acme.example""#, r#"= "a""#, r#"= "a ""#] {
        assert!(Named::parse(twin).is_ok(), "{twin}");
    }
}

#[test]
fn a_name_is_allowed_only_where_it_reads_without_doubt() {
    assert!(allows("alice", "alice") && !allows("alice", "Alice") && !allows("alice", "alice "));
    let staff = r#"at "acme.example""#;
    assert!(allows(staff, "alice@acme.example") && allows(staff, "Ops+x@acme.example"));
    for other in [
        "acme.example",
        "@acme.example",
        "alice@mail.acme.example",
        "alice@acme.example.evil.test",
        "alice@Acme.example",
        "eve@evil.test,alice@acme.example",
        "eve@evil.test@acme.example",
        "<alice@acme.example>",
        "\"eve@evil.test\"@acme.example",
        "-alice@acme.example",
        "alice@acme.example ",
    ] {
        assert!(!allows(staff, other), "{other}");
    }
    // Why mail addresses have a limit of their own.
    assert!(allows(r#"like "*@acme.example""#, "eve@evil.test@acme.example"));
    let services = r#"like "svc-*""#;
    assert!(allows(services, "svc-") && allows(services, "svc-a.b") && allows(services, "svc-a b"));
    for other in ["svc", "SVC-a", "xsvc-a", "svc-a/b", "svc-%2e", "svc-a\\b", "svc-\u{2024}", ""] {
        assert!(!allows(services, other), "{other}");
    }
}

#[test]
fn whoever_speaks_for_others_does_not_speak_for_itself() {
    let mut subjects = Subjects::default();
    assert!(subjects.allow(None) && !subjects.allow(Some("alice")));
    subjects.push(Named::parse("alice").unwrap());
    subjects.push(Named::parse(r#"like "svc-*""#).unwrap());
    assert!(!subjects.allow(None));
    assert!(subjects.allow(Some("alice")) && subjects.allow(Some("svc-1")) && !subjects.allow(Some("bob")));
}
