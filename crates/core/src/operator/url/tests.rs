use alloc::format;

use super::*;

#[test]
fn below_is_by_components_not_by_letters() {
    for (base, inside, outside) in [
        (
            "https://api.example.com/v1/",
            &["https://api.example.com/v1/", "https://api.example.com/v1/a", "https://api.example.com/v1/a/b/"][..],
            &[
                "https://api.example.com/v1",
                "https://api.example.com/v10/",
                "https://api.example.com/",
                "https://api.example.com/V1/",
                "http://api.example.com/v1/",
                "https://api.example.com:8443/v1/",
                "https://example.com/v1/",
                "https://api.example.com.evil.test/v1/",
                "https://evil.test/api.example.com/v1/",
                "https://xapi.example.com/v1/",
            ][..],
        ),
        (
            "https://api.example.com/v1",
            &["https://api.example.com/v1", "https://api.example.com/v1/", "https://api.example.com/v1/a"],
            &["https://api.example.com/v10", "https://api.example.com/v"],
        ),
        (
            "https://h/",
            &["https://h/", "https://h/a", "https://h/a/", "https://h/~a/b.c/-_!$&()*+,=:@"],
            &["https://h.h/", "https://h:1/", "http://h/"],
        ),
        (
            "http://localhost:8080/a",
            &["http://localhost:8080/a", "http://localhost:8080/a/b"],
            &["http://localhost/a", "http://localhost:18080/a", "http://localhost:808/a", "http://localhost:8081/a"],
        ),
        ("https://h:65535/", &["https://h:65535/x"], &["https://h:6553/x"]),
        ("http://h:443/", &["http://h:443/x"], &["http://h/x"]),
        ("https://h/a%20b", &["https://h/a%20b", "https://h/a%20b/%C3%A4"], &["https://h/a", "https://h/a%20bc"]),
    ] {
        assert!(is_clean_base(base), "{base}");
        for inside in inside {
            assert_eq!(within(base, false, inside), Ok(()), "{inside} within {base}");
        }
        for outside in outside {
            assert_eq!(within(base, false, outside), Err(Miss::Outside), "{outside} within {base}");
        }
    }
}

#[test]
fn a_query_is_there_only_where_it_may_be() {
    let base = "https://h/a";
    for query in [
        "x",
        "x=1&y=2",
        "?",
        "/../",
        "a=b;c=d",
        "q=%20%22%27%3C%E2%82%AC",
        "%25",
        "%5C",
        "%23",
        "u=https://evil.test/@",
    ] {
        let url = format!("https://h/a?{query}");
        assert_eq!(within(base, true, &url), Ok(()), "{url}");
        assert_eq!(within(base, false, &url), Err(Miss::Outside), "{url}");
        assert_eq!(within("https://h/b", true, &url), Err(Miss::Outside), "{url}");
        assert!(!is_clean_base(&url));
    }
    assert_eq!(within(base, true, base), Ok(()));
    for query in [
        "",
        "x#",
        "x#y",
        "a b",
        "a\"b",
        "a'b",
        "a<b",
        "a\\b",
        "a|b",
        "a[]",
        "%",
        "%2",
        "%2g",
        "%c3%a4",
        "%61",
        "%2F",
        "%3F",
        "%00",
        "%0A",
        "%FF",
        "%C3",
        "%E2%80%AE",
        "%ED%A0%80",
        "ä",
        "\u{FF1F}",
    ] {
        let url = format!("https://h/a?{query}");
        assert_eq!(within(base, true, &url), Err(Miss::Ambiguous), "{url}");
    }
}

#[test]
fn what_readers_of_urls_take_apart_differently_is_refused() {
    for url in [
        "",
        "https",
        "https:",
        "https:/",
        "https://",
        "https:///",
        "https:///a",
        "https://h",
        "https:h/",
        "https:/h/",
        "https:\\\\h\\",
        "https:/\\h/",
        "//h/",
        "/a",
        "h/a",
        "HTTPS://h/",
        "Https://h/",
        "ftp://h/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "ws://h/",
        " https://h/",
        "https://h/ ",
        "https://h/\n",
        "\thttps://h/",
        "ht\ntps://h/",
        "https://h\n/",
        "https://h\t/a",
        "https://h/a\tb",
        "https://h/\0",
        "\u{FEFF}https://h/",
        // Who the host is.
        "https://good\\@evil/",
        "https://good\\.evil/",
        "https://good@evil/",
        "https://good:x@evil/",
        "https://@h/",
        "https://:@h/",
        "https://good%40evil/",
        "https://good#@evil/",
        "https://good?@evil/\\",
        "https://good;@evil/",
        "https://good,evil/",
        "https://good evil/",
        "https://good%00.evil/",
        "https://good%2eevil/",
        "https://good%2Fevil/",
        "https://*.h/",
        "https://h*/",
        "https://H/",
        "https://h.H/",
        "https://h./",
        "https://h../",
        "https://.h/",
        "https://h..h/",
        "https://localhost./",
        "https://metadata.google.internal./",
        "https://-h/",
        "https://h-/",
        "https://h_h/",
        "https://ä/",
        "https://ｈ/",
        "https://h\u{3002}h/",
        "https://h\u{AD}h/",
        "https://h\u{200D}h/",
        "https://faß.example/",
        "https://xn--/",
        "https://xn--a/",
        "https://xn--a-/",
        "https://xn--99999999/",
        "https://xn--example-.com/",
        // Addresses in the place of a name.
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0/",
        "http://2130706433/",
        "http://017700000001/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0x/",
        "http://1.2.3.4.5/",
        "http://256.256.256.256/",
        "http://a.1/",
        "http://a.0x1/",
        "http://a.1a/",
        "http://1a/",
        "http://100.64.0.1/",
        "http://198.18.0.1/",
        "http://240.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1%25lo]/",
        "http://[v1.a]/",
        "http://[/",
        // Ports.
        "https://h:/",
        "https://h:443/",
        "http://h:80/",
        "https://h:0/",
        "https://h:00/",
        "https://h:08443/",
        "https://h:65536/",
        "https://h:99999/",
        "https://h:+1/",
        "https://h:-1/",
        "https://h: 1/",
        "https://h:1:2/",
        "https://h:１/",
        "https://h:a/",
        // Paths.
        "https://h//",
        "https://h//a",
        "https://h/a//b",
        "https://h/a//",
        "https://h/.",
        "https://h/..",
        "https://h/./a",
        "https://h/a/../b",
        "https://h/a/..",
        "https://h/a/.",
        "https://h/a/./",
        "https://h/%2e/a",
        "https://h/%2e%2e/a",
        "https://h/%2E%2E/a",
        "https://h/.%2E/a",
        "https://h/..%2f",
        "https://h/..%2Fa",
        "https://h/a%2Fb",
        "https://h/a%2fb",
        "https://h/a%5Cb",
        "https://h/..%5Cb",
        "https://h/a\\b",
        "https://h/..\\b",
        "https://h/..;/a",
        "https://h/a;b",
        "https://h/a;",
        "https://h/a%3Bb",
        "https://h/%252e%252e/",
        "https://h/%25",
        "https://h/%",
        "https://h/%2",
        "https://h/%zz",
        "https://h/%61",
        "https://h/%7E",
        "https://h/%2D",
        "https://h/%c3%a4",
        "https://h/%C3",
        "https://h/%FF",
        "https://h/%C0%AF",
        "https://h/%ED%A0%80",
        "https://h/%00",
        "https://h/a%00",
        "https://h/a%0A",
        "https://h/%0D%0A",
        "https://h/%E2%80%AE",
        "https://h/%E2%80%8B",
        "https://h/%EF%BC%8E%EF%BC%8E/",
        "https://h/%E2%80%A5/",
        "https://h/%E2%88%95",
        "https://h/%20",
        "https://h/..%20/a",
        "https://h/a%20",
        "https://h/%20a",
        "https://h/%u002e",
        "https://h/a b",
        "https://h/a\"b",
        "https://h/a<b>",
        "https://h/a'b",
        "https://h/%27/a'",
        "https://h/a[b]",
        "https://h/a{b}",
        "https://h/a|b",
        "https://h/a^b",
        "https://h/a`b",
        "https://h/ä",
        "https://h/a#",
        "https://h/a#b",
        "https://h/a?",
        "https://h/a?b#c",
    ] {
        for base in ["https://h/", "http://h/"] {
            assert_eq!(within(base, true, url), Err(Miss::Ambiguous), "{url:?}");
        }
        assert!(!is_clean_base(url), "{url:?}");
    }
    // Each clean twin.
    for url in [
        "https://h/",
        "http://h/",
        "https://h:8443/",
        "http://h:443/",
        "https://h/a.b",
        "https://h/...",
        "https://h/.a/",
        "https://h/a%20b",
        "https://h/%C3%A4",
        "https://h/%22%3C%3E%5B%5D%5E%60%7B%7C%7D",
        "https://h/a:b@c",
        "https://xn--mnchen-3ya.example/",
        "https://1a.a1/",
        "https://h/o%27b",
        "https://h-h/",
    ] {
        assert!(is_clean_base(url), "{url}");
    }
}

#[test]
fn a_url_is_as_long_as_servers_take() {
    let url = |bytes: usize| format!("https://h/{}", "a".repeat(bytes - 10));
    assert_eq!(within("https://h/", false, &url(limits::URL_BYTES)), Ok(()));
    assert_eq!(within("https://h/", false, &url(limits::URL_BYTES + 1)), Err(Miss::Ambiguous));
}

#[test]
fn one_base_covers_another_by_components() {
    for (outer, inner, wanted) in [
        ("https://h/", "https://h/a", true),
        ("https://h/a", "https://h/a/", true),
        ("https://h/a/", "https://h/a", false),
        ("https://h/a", "https://h/ab", false),
        ("https://h/a", "https://h/a/b", true),
        ("https://h/a/", "https://h/a/b", true),
        ("https://h/", "https://h:1/", false),
        ("https://h/", "https://h.h/", false),
        ("http://h/", "https://h/", false),
    ] {
        assert_eq!(covers(outer, inner), wanted, "{outer} {inner}");
    }
}
