//! `within`: one URL, one reading.

use depute_vectors::kit::list;
use serde_json::json;

use super::Judged;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    below(file);
    spellings(file);
    hosts(file);
    punycode(file);
    paths(file);
    ports(file);
    without_final_slash(file);
    queries(file);
    sizes(file);
}

fn below(file: &mut Subject) {
    Judged::by(file, list![9, "https://api.example.com/v1/"], " within \"https://api.example.com/v1/\"")
        .accepts([
            ("url-itself", "https://api.example.com/v1/", "the very one that the limit states"),
            ("url-below", "https://api.example.com/v1/trips/7", "a URL below the one allowed"),
            ("url-escapes", "https://api.example.com/v1/a%20b/%C3%A4", "escapes of what cannot stand raw"),
            ("url-final-slash", "https://api.example.com/v1/trips/", "a final slash is part of the path"),
            ("url-at-in-path", "https://api.example.com/v1/@me:a", "`@` and `:` in a path are characters"),
            (
                "url-characters",
                "https://api.example.com/v1/-._~!$&()*+,=:@",
                "every character that a path may have raw",
            ),
        ])
        .refuses(
            "arg_outside_url",
            "url-itself",
            &["attack"],
            [
                (
                    "url-without-final-slash",
                    "https://api.example.com/v1",
                    "a folder without its slash is another resource",
                ),
                ("url-longer-name", "https://api.example.com/v10/", "a longer name with the same beginning"),
                ("url-parent", "https://api.example.com/", "the folder above"),
                ("url-other-case-of-path", "https://api.example.com/V1/", "paths are compared as bytes"),
                ("url-http-for-https", "http://api.example.com/v1/", "http is not https"),
                ("url-port-added", "https://api.example.com:8443/v1/", "another port of the host"),
                ("url-host-goes-on", "https://api.example.com.evil.test/v1/", "the host goes on"),
                ("url-host-begins-before", "https://evil-api.example.com/v1/", "the host begins before"),
                ("url-host-below", "https://a.api.example.com/v1/", "a host below the host"),
                ("url-host-above", "https://example.com/v1/", "the domain above the host"),
                (
                    "url-query-not-allowed",
                    "https://api.example.com/v1/?q=1",
                    "a query, and the limit does not allow one",
                ),
                (
                    "url-in-path",
                    "https://evil.test/api.example.com/v1/",
                    "the host and path within another host's path",
                ),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "url-itself",
            &[],
            [
                ("url-number", json!(1), "a number is no URL"),
                ("url-null", json!(null), "null is no URL"),
                ("url-list", json!(["https://api.example.com/v1/"]), "a list of a URL is no URL"),
                ("url-object", json!({ "href": "https://api.example.com/v1/" }), "an object with a URL is no URL"),
            ],
        );
}

fn spellings(file: &mut Subject) {
    Judged::by(file, list![9, "https://api.example.com/v1/"], " within \"https://api.example.com/v1/\"").refuses(
        "arg_ambiguous",
        "url-below",
        &["attack"],
        [
            ("url-empty", "", "the empty text"),
            ("url-without-scheme", "//api.example.com/v1/", "a URL without a scheme takes that of the page"),
            ("url-host-alone", "api.example.com/v1/", "a host and a path are no URL"),
            ("url-relative", "/v1/trips/7", "a path is no URL"),
            ("url-upper-case-scheme", "HTTPS://api.example.com/v1/", "a scheme in upper case is another spelling"),
            ("url-other-scheme", "ftp://api.example.com/v1/", "another scheme"),
            ("url-javascript", "javascript://api.example.com/v1/%0Aalert(1)", "a scheme that runs"),
            ("url-one-slash", "https:/api.example.com/v1/", "one slash behind the scheme"),
            ("url-three-slashes", "https:///api.example.com/v1/", "three slashes behind the scheme"),
            ("url-backslashes", "https:\\\\api.example.com\\v1\\", "backslashes for slashes"),
            ("url-backslash-at", "https://good\\@evil/", "`good` to some readers and `evil` to others"),
            (
                "url-backslash-host",
                "https://api.example.com\\@evil.test/v1/",
                "the right host, a backslash and another",
            ),
            ("url-user", "https://good@evil/", "a user before the host"),
            ("url-user-like-host", "https://api.example.com@evil.test/v1/", "a user that looks like the host"),
            (
                "url-user-and-password",
                "https://api.example.com:443@evil.test/v1/",
                "a user and a password like host and port",
            ),
            ("url-empty-user", "https://@api.example.com/v1/", "an empty user"),
            ("url-fragment", "https://api.example.com/v1/#f", "a fragment never reaches the server"),
            ("url-fragment-at", "https://api.example.com#@evil.test/v1/", "a fragment before an `@`"),
            ("url-empty-fragment", "https://api.example.com/v1/#", "an empty fragment"),
            ("url-empty-query", "https://api.example.com/v1/?", "an empty query is another spelling of none"),
            ("url-space-before", " https://api.example.com/v1/", "nothing is trimmed"),
            ("url-space-behind", "https://api.example.com/v1/ ", "nothing is trimmed at the end either"),
            ("url-newline-behind", "https://api.example.com/v1/\n", "a newline at the end"),
            ("url-tab-in-host", "https://api.exa\tmple.com/v1/", "a tab, which some readers drop"),
            ("url-header-behind", "https://api.example.com/v1/a\r\nHost: evil.test", "a line that becomes a header"),
            ("url-space-in-path", "https://api.example.com/v1/a b", "a raw space"),
            ("url-letter-not-ascii", "https://api.example.com/v1/\u{E4}", "a raw letter that is not ASCII"),
            ("url-angle-brackets", "https://api.example.com/v1/<a>", "characters that no URL has"),
            ("url-nul", "https://api.example.com/v1/a\0", "U+0000"),
        ],
    );
}

fn hosts(file: &mut Subject) {
    let mut judged =
        Judged::by(file, list![9, "https://api.example.com/v1/"], " within \"https://api.example.com/v1/\"");
    let host = |host: &str| format!("https://{host}/v1/");
    for (name, text, shows) in [
        ("upper-case", "API.example.com", "a host in upper case is another spelling"),
        ("final-dot", "api.example.com.", "a final dot is another spelling of the host"),
        ("empty-label", "api..example.com", "an empty label"),
        ("empty", "", "no host"),
        ("escaped", "api%2Eexample.com", "an escape in a host"),
        ("underscore", "my_api.example.com", "an underscore is in no clean host"),
        ("hyphen-first", "-api.example.com", "a label that begins with a hyphen"),
        ("hyphen-last", "api-.example.com", "a label that ends with a hyphen"),
        ("not-ascii", "\u{E4}pi.example.com", "a letter that is not ASCII"),
        ("full-width", "\u{FF41}pi.example.com", "a full-width letter, which some readers map"),
        ("ideographic-stop", "api\u{3002}example.com", "an ideographic full stop, which some readers map to a dot"),
        ("soft-hyphen", "a\u{AD}pi.example.com", "a soft hyphen, which some readers drop"),
        ("empty-punycode", "xn--.example.com", "Punycode of nothing"),
        ("ipv4", "127.0.0.1", "an IPv4 address is no host"),
        ("ipv4-number", "2130706433", "an IPv4 address as one number"),
        ("ipv4-hexadecimal", "0x7f000001", "an IPv4 address as one hexadecimal number"),
        ("ipv4-octal", "0177.0.0.1", "an IPv4 address with an octal part"),
        ("ipv4-short", "127.1", "an IPv4 address of two parts"),
        ("ipv4-hexadecimal-part", "0x7f.1", "an IPv4 address with a hexadecimal part"),
        ("ipv4-last-label", "api.example.1", "a last label of digits makes some readers see an IPv4 address"),
        ("hexadecimal-last-label", "api.example.0x1f", "a last label of hexadecimal digits as well"),
        ("hexadecimal-prefix-last", "api.example.0x", "a last label that is the prefix `0x` alone"),
        (
            "digit-first-in-last-label",
            "api.example.1a",
            "a last label that begins with a digit: some readers find no host",
        ),
        ("digit-first-alone", "1a", "a host of one label that begins with a digit"),
        ("ipv6", "[::1]", "an IPv6 address is no host"),
        ("ipv4-in-ipv6", "[::ffff:169.254.169.254]", "an IPv4 address in an IPv6 one"),
        ("ipv6-zone", "[fe80::1%25eth0]", "an address with a zone"),
        ("star", "*.example.com", "a star is in no host"),
    ] {
        let expect = super::refused("arg_ambiguous", "x");
        let value = super::ascii(&json!(host(text)));
        judged.says(&format!("url-host-{name}"), Some("url-itself"), shows, &value, &expect, &["attack"]);
    }
    for (name, text, shows) in [
        ("localhost", "localhost", "localhost is a host like others, and not the one allowed"),
        ("metadata", "metadata.google.internal", "a cloud's metadata host is not the one allowed"),
        ("hexadecimal-first", "0x7f.example.com", "a first label may look like a number"),
        (
            "digit-within-last-label",
            "api.example.a1",
            "a last label that begins with a letter is clean, whatever follows",
        ),
    ] {
        let expect = super::refused("arg_outside_url", "x");
        let value = super::ascii(&json!(host(text)));
        judged.says(&format!("url-host-{name}"), Some("url-itself"), shows, &value, &expect, &["attack"]);
    }
    let unicode = "https://xn--mnchen-3ya.example/";
    Judged::by(file, list![9, unicode], &format!(" within {unicode:?}"))
        .accepts([("url-punycode", unicode, "a host in Punycode is compared as it is written")])
        .refuses(
            "arg_ambiguous",
            "url-punycode",
            &["attack"],
            [(
                "url-punycode-decoded",
                "https://m\u{FC}nchen.example/",
                "the name that it stands for is another spelling",
            )],
        )
        .refuses(
            "arg_outside_url",
            "url-punycode",
            &[],
            [("url-punycode-other", "https://munchen.example/", "the name without its accent is another host")],
        );
}

/// Of each language: what stands behind `xn--`, and the same with one digit changed.
const PUNYCODE: [(&str, &str, &str); 11] = [
    ("two-scripts", "4da1s935f7b", "4da1s935f79"),
    ("arabic", "egbpdaj6bu4bxfgehfvwxn", "egbpdaj6bu4bxfgehfvwx9"),
    ("chinese", "ihqwcrb4cv8a8dqg056pqjye", "ihqwcrb4cv8a8dqg056pqjy9"),
    ("traditional", "ihqwctvzc91f659drss3x8bo0yb", "ihqwctvzc91f659drss3x8bo0y9"),
    ("czech", "proprostnemluvesky-uyb24dma41a", "proprostnemluvesky-uyb24dma419"),
    ("hebrew", "4dbcagdahymbxekheh6e0a7fei0b", "4dbcagdahymbxekheh6e0a7fei09"),
    ("hindi", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0cd", "i1baa7eci9glrd9b2ae1bj0hfcgg6iyaf8o0a1dig0c9"),
    ("japanese", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdx9"),
    ("russian", "b1abfaaepdrnnbgefbadotcwatmq2g4l", "b1abfaaepdrnnbgefbadotcwatmq2g49"),
    ("spanish", "porqunopuedensimplementehablarenespaol-fmd56a", "porqunopuedensimplementehablarenespaol-fmd569"),
    ("vietnamese", "tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b9g", "tisaohkhngthchnitingvit-kjcr8268qyxafd2f1b99"),
];

/// Labels of many letters, most from RFC 3492, section 7.1: each delta of them depends on those before.
fn punycode(file: &mut Subject) {
    for (name, label, broken) in PUNYCODE {
        let url = |label: &str| format!("https://xn--{label}.example/");
        let text = format!(" within {:?}", url(label));
        let mut judged = Judged::by(file, list![9, &*url(label)], &text);
        let right = format!("url-punycode-{name}");
        let shows = "a label of many letters, each placed by what stands before";
        judged.says(&right, None, shows, &json!(url(label)).to_string(), &super::accepted(), &["unicode"]);
        let (wrong, expect) = (format!("{right}-broken"), super::refused("arg_ambiguous", "x"));
        let shows = "a digit of it is another, and it no longer decodes";
        judged.says(&wrong, Some(&right), shows, &json!(url(broken)).to_string(), &expect, &["attack", "unicode"]);
    }
    let url = |label: &str| format!("https://xn--{label}.example/");
    let (ampersand, percent) = (url("6m0bw2xhqib9f4vasvw45xnbazhzc"), url("6m0bw2xhqib9f4vasvw45xfba2ixc"));
    Judged::by(file, list![9, &*ampersand], &format!(" within {ampersand:?}"))
        .accepts([("url-punycode-ampersand", &*ampersand, "ten letters, a full-width ampersand among them")])
        .refuses(
            "arg_ambiguous",
            "url-punycode-ampersand",
            &["attack", "unicode"],
            [(
                "url-punycode-percent",
                &*percent,
                "a full-width percent sign in its place, which becomes a percent sign",
            )],
        );
}

fn paths(file: &mut Subject) {
    let mut judged =
        Judged::by(file, list![9, "https://api.example.com/v1/"], " within \"https://api.example.com/v1/\"");
    for (name, tail, harmless, shows) in [
        ("dot-dot", "../v2/", "..a/v2/", "two dots"),
        ("dot-dot-end", "a/..", "a/...", "two dots at the end"),
        ("dot", "./a", ".a", "one dot"),
        ("escaped-dots", "%2e%2e/", "2e2e/", "two dots as escapes in lower case"),
        ("escaped-dots-upper", "%2E%2E/v2/", "E.E/v2/", "two dots as escapes"),
        ("half-escaped-dots", ".%2E/v2/", ".2E/v2/", "two dots, one of them as an escape"),
        ("escaped-slash", "..%2fv2", "..2fv2", "an escaped slash in lower case"),
        ("escaped-slash-upper", "a%2Fb", "a/b", "an escaped slash"),
        ("backslash", "..\\v2", "..v2", "a backslash"),
        ("escaped-backslash", "..%5Cv2", "..5Cv2", "an escaped backslash"),
        ("escaped-percent", "%252e%252e/v2/", "252e252e/v2/", "an escape of an escape"),
        ("parameter", "a;b", "a,b", "a semicolon, where some servers cut"),
        ("parameter-dots", "..;/v2/", "..,/v2/", "two dots and a semicolon"),
        ("escaped-parameter", "a%3Bb", "a3Bb", "an escaped semicolon"),
        ("space-behind-dots", "..%20/v2/", "..%20a/v2/", "two dots and an escaped space, which some systems trim"),
        ("full-width-dots", "%EF%BC%8E%EF%BC%8E/v2/", "%EF%BC%8D%EF%BC%8D/v2/", "escaped full-width dots"),
        ("overlong-dots", "%C0%AE%C0%AE/v2/", "%C3%AE%C3%AE/v2/", "dots in more bytes than they need: no UTF-8"),
        ("not-utf8", "%FF", "%C3%BF", "an escaped byte that is no UTF-8"),
        ("half-of-a-letter", "%C3", "%C3%B6", "the first half of a letter"),
        ("surrogate", "%ED%A0%80", "%ED%9F%BF", "an escaped surrogate"),
        ("empty-segment", "/b", "b", "an empty segment"),
        ("empty-segment-last", "a//", "a/", "an empty segment before the final slash"),
        ("needless-escape", "%61", "a", "an escape of a letter that can stand raw"),
        ("needless-escape-of-tilde", "%7Ea", "~a", "an escape of a tilde that can stand raw"),
        ("needless-escape-of-at", "%40a", "@a", "an escape of an `@` that can stand raw in a path"),
        ("lower-case-escape", "%c3%a4", "%C3%A4", "an escape in lower case"),
        ("apostrophe", "o'b", "o%27b", "an apostrophe, which some readers escape: `%27` is its one spelling"),
        ("percent-alone", "100%", "100", "a percent sign alone"),
        ("escape-of-one-digit", "a%4", "a4", "an escape of one digit"),
        ("escaped-nul", "a%00.html", "a00.html", "an escaped U+0000"),
        ("escaped-newline", "a%0D%0Ab", "a0D0Ab", "an escaped line end"),
        ("escaped-bidi", "%E2%80%AE", "%E2%82%AC", "an escaped direction override"),
        ("escaped-bom", "%EF%BB%BFa", "%EF%BB%BCa", "an escaped byte order mark"),
        ("space-first", "%20a", "a%20a", "a segment that begins with an escaped space"),
        (
            "space-first-later",
            "%C3%A4/%20a",
            "%C3%A4/a%20a",
            "a later segment that begins with one, behind another escape",
        ),
        (
            "question-mark",
            "a%3Fb%2F",
            "a%3Fb",
            "an escaped slash behind an escaped question mark, which alone is right",
        ),
    ] {
        let value = |tail: &str| super::ascii(&json!(format!("https://api.example.com/v1/{tail}")));
        let (wrong, right) = (format!("url-path-{name}"), format!("url-path-{name}-not"));
        judged.says(&right, None, "a plain path that looks much like it", &value(harmless), &super::accepted(), &[]);
        let expect = super::refused("arg_ambiguous", "x");
        judged.says(&wrong, Some(&right), shows, &value(tail), &expect, &["attack"]);
    }
}

fn ports(file: &mut Subject) {
    Judged::by(file, list![9, "https://h.example:8443/"], " within \"https://h.example:8443/\"")
        .accepts([("url-port", "https://h.example:8443/a", "the port that the limit states")])
        .refuses(
            "arg_outside_url",
            "url-port",
            &["attack"],
            [
                ("url-port-lost", "https://h.example/a", "the port that is meant by none"),
                ("url-port-other", "https://h.example:8444/a", "another port"),
                ("url-port-shorter", "https://h.example:844/a", "the beginning of the port"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "url-port",
            &["attack"],
            [
                ("url-port-zero-before", "https://h.example:08443/a", "a port with a zero before it"),
                ("url-port-goes-on", "https://h.example:84430/a", "65,535 is the last port"),
                ("url-port-65536", "https://h.example:65536/a", "one above the last port"),
                ("url-port-0", "https://h.example:0/a", "there is no port 0"),
                ("url-port-empty", "https://h.example:/a", "a colon without a port"),
                ("url-port-usual", "https://h.example:443/a", "the usual port, written, is another spelling of none"),
                ("url-port-sign", "https://h.example:+8443/a", "a port with a sign"),
                ("url-port-full-width", "https://h.example:\u{FF18}443/a", "a full-width digit"),
                (
                    "url-port-without-path",
                    "https://h.example:8443",
                    "a URL without a path, which clients write with one",
                ),
            ],
        );
    Judged::by(file, list![9, "http://h.example/"], " within \"http://h.example/\"")
        .accepts([("url-http", "http://h.example/a", "http, where the limit says so")])
        .refuses(
            "arg_outside_url",
            "url-http",
            &[],
            [
                ("url-https-for-http", "https://h.example/a", "https is another scheme, and not a better one"),
                ("url-http-port-443", "http://h.example:443/a", "443 is a port like others of http"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "url-http",
            &[],
            [("url-http-usual-port", "http://h.example:80/a", "the usual port of http, written")],
        );
    Judged::by(file, list![9, "https://h.example:65535/"], " within \"https://h.example:65535/\"").accepts([(
        "url-port-65535",
        "https://h.example:65535/",
        "the last port",
    )]);
}

fn without_final_slash(file: &mut Subject) {
    Judged::by(file, list![9, "https://h.example/v1"], " within \"https://h.example/v1\"")
        .accepts([
            ("url-name", "https://h.example/v1", "a URL without a final slash is within itself"),
            ("url-name-slash", "https://h.example/v1/", "a URL without a final slash has the one with a slash"),
            ("url-name-below", "https://h.example/v1/a", "a URL without a final slash has what is below it"),
        ])
        .refuses(
            "arg_outside_url",
            "url-name",
            &["attack"],
            [
                ("url-name-longer", "https://h.example/v10", "a longer name"),
                ("url-name-with-dot", "https://h.example/v1.bak", "a name that goes on with a dot"),
                ("url-name-with-escape", "https://h.example/v1%20a", "a name that goes on with an escape"),
            ],
        );
    Judged::by(file, list![9, "https://h.example/"], " within \"https://h.example/\"")
        .accepts([("url-whole-host", "https://h.example/any/thing", "every path of the host")])
        .refuses(
            "arg_ambiguous",
            "url-whole-host",
            &[],
            [("url-without-path", "https://h.example", "a URL without a path, which clients write with one")],
        );
}

fn queries(file: &mut Subject) {
    Judged::by(file, list![10, "https://h.example/v1"], " within \"https://h.example/v1\" with query")
        .accepts([
            ("query-none", "https://h.example/v1", "a query is allowed and not asked for"),
            ("query-one", "https://h.example/v1?q=1&r=a/b?c", "a query, with a slash and a question mark in it"),
            ("query-below", "https://h.example/v1/a?q=1", "a query of what is below"),
            ("query-semicolon", "https://h.example/v1?a;b", "a semicolon in a query is a character"),
            ("query-escapes", "https://h.example/v1?q=%20%C3%A4%23", "escapes of what cannot stand raw"),
            ("query-apostrophe", "https://h.example/v1?q=%27", "an escaped apostrophe, its one spelling"),
            ("query-dots", "https://h.example/v1?q=../..", "dots in a query are characters"),
        ])
        .refuses(
            "arg_outside_url",
            "query-one",
            &["attack"],
            [
                ("query-of-other", "https://h.example/v10?q=1", "a query of a longer name"),
                (
                    "query-with-the-url",
                    "https://h.example/?u=https://h.example/v1",
                    "the URL inside a query counts for nothing",
                ),
                ("query-on-root", "https://h.example/?v1", "the path is what stands before the question mark"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "query-escapes",
            &["attack"],
            [
                ("query-empty", "https://h.example/v1?", "an empty query is another spelling of none"),
                ("query-needless-escape", "https://h.example/v1?q=%61", "an escape of a letter"),
                (
                    "query-needless-escape-of-slash",
                    "https://h.example/v1?q=a%2Fb",
                    "an escape of a slash, which can stand raw here",
                ),
                ("query-lower-case-escape", "https://h.example/v1?q=%c3%a4", "an escape in lower case"),
                ("query-not-utf8", "https://h.example/v1?q=%FF", "an escaped byte that is no UTF-8"),
                ("query-newline", "https://h.example/v1?q=%0A", "an escaped newline"),
                ("query-zero-width", "https://h.example/v1?q=%E2%80%8B", "an escaped zero-width space"),
                ("query-fragment", "https://h.example/v1?q=1#f", "a fragment behind a query"),
                ("query-space", "https://h.example/v1?q=a b", "a raw space"),
                ("query-brackets", "https://h.example/v1?q[]=1", "brackets are not raw in a query"),
                ("query-backslash", "https://h.example/v1?q=\\", "a backslash"),
                ("query-path-dot-dot", "https://h.example/v1/..?q=1", "two dots in the path before a query"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "query-apostrophe",
            &["attack"],
            [("query-raw-apostrophe", "https://h.example/v1?q='", "a raw apostrophe")],
        );
}

fn sizes(file: &mut Subject) {
    let url = |bytes: usize| format!("https://h.example/{}", "a".repeat(bytes - 18));
    Judged::by(file, list![9, "https://h.example/"], " within \"https://h.example/\"")
        .accepts([("url-8192-bytes", url(8192), "a URL of 8,192 bytes")])
        .refuses("arg_ambiguous", "url-8192-bytes", &["limit"], [("url-8193-bytes", url(8193), "one byte more")]);
}
