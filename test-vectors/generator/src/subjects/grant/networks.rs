//! URLs, hosts and networks as operands: one spelling each.

use depute_vectors::kit::{Item, list};

use super::operands::operands;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    urls(file);
    hosts(file);
    punycode(file);
    networks(file);
}

fn urls(file: &mut Subject) {
    for (operator, kind) in [(9, "url"), (10, "url-with-query")] {
        operands(
            file,
            kind,
            operator,
            vec![
                ("folder", "https://api.example.com/v1/".into(), "a URL that ends in a slash"),
                ("name", "http://h:8080/a%20b".into(), "http, a port and an escape"),
                ("host", "https://h/".into(), "a whole host"),
            ],
            vec![
                ("value_invalid", "without-path", "https://api.example.com".into(), "a URL without a path"),
                (
                    "value_invalid",
                    "query",
                    "https://api.example.com/v1/?q".into(),
                    "a query is allowed or not, and never stated",
                ),
                ("value_invalid", "user", "https://a@api.example.com/v1/".into(), "a user"),
            ],
        );
    }
    let wrong = [
        ("empty", "", "the empty text"),
        ("without-scheme", "//api.example.com/v1/", "no scheme"),
        ("upper-case-scheme", "HTTPS://api.example.com/v1/", "a scheme in upper case"),
        ("other-scheme", "ftp://api.example.com/v1/", "another scheme"),
        ("upper-case-host", "https://API.example.com/v1/", "a host in upper case"),
        ("final-dot", "https://api.example.com./v1/", "a final dot of the host"),
        ("backslash", "https://good\\@evil/", "a backslash"),
        ("usual-port", "https://api.example.com:443/v1/", "the usual port, written"),
        ("port-zero-before", "https://api.example.com:08443/v1/", "a zero in front of a port"),
        ("port-0", "https://api.example.com:0/v1/", "port 0"),
        ("ipv4", "https://127.0.0.1/", "an IPv4 address"),
        ("ipv4-number", "https://2130706433/", "an IPv4 address as a number"),
        ("ipv6", "https://[::1]/", "an IPv6 address"),
        ("star", "https://*.example.com/", "a star in a host"),
        ("not-ascii", "https://\u{E4}.example/", "a host that is not ASCII"),
        ("empty-segment", "https://api.example.com//", "an empty segment"),
        ("dot-dot", "https://api.example.com/../", "two dots"),
        ("escaped-dot", "https://api.example.com/%2e/", "an escaped dot"),
        ("needless-escape", "https://api.example.com/%61", "a needless escape"),
        ("semicolon", "https://api.example.com/a;b", "a semicolon"),
        ("apostrophe", "https://api.example.com/o'b", "a raw apostrophe"),
        ("space", "https://api.example.com/a b", "a raw space"),
        ("empty-query", "https://api.example.com/?", "an empty query"),
        ("fragment", "https://api.example.com/#f", "a fragment"),
        ("space-before", " https://api.example.com/", "a space before it"),
    ];
    let wrong = wrong.into_iter().map(|(name, url, shows)| ("value_invalid", name, Item::from(url), shows)).chain([
        (
            "character_refused",
            "bidi",
            "https://h/\u{202E}".into(),
            "a refused code point comes before the URL's own rules",
        ),
        ("secret_refused", "secret", "https://h/dptsk1_".into(), "a secret comes before the URL's own rules"),
        ("cbor_type", "list", list!["https://h/"], "a list of URLs"),
    ]);
    operands(
        file,
        "url-spelling",
        9,
        vec![("right", "https://api.example.com/".into(), "one spelling")],
        wrong.collect(),
    );
}

fn hosts(file: &mut Subject) {
    let (long, longer) = ("a".repeat(63), "a".repeat(64));
    let host = |last: usize| [&*long, &*long, &*long, &"b".repeat(last)].join(".");
    let right = vec![
        ("two-labels", "example.com".into(), "two labels"),
        ("one-label", "localhost".into(), "one label"),
        ("hyphens", "a--b.c-d".into(), "hyphens within labels"),
        ("last-digit", "example.a1".into(), "a digit behind the first letter of the last label"),
        ("digits-first", "1.2.3.4.example".into(), "digits in labels that are not the last"),
        ("63-bytes", format!("{long}.example").into(), "a label of 63 bytes"),
        ("253-bytes", host(61).into(), "a host of 253 bytes"),
    ];
    let wrong = [
        ("empty", "", "the empty text"),
        ("dot", ".", "a dot alone"),
        ("upper-case", "Example.com", "upper case"),
        ("final-dot", "example.com.", "a final dot"),
        ("first-dot", ".example.com", "a first dot"),
        ("two-dots", "example..com", "an empty label"),
        ("star", "*.example.com", "a star"),
        ("at", "@example.com", "an `@`"),
        ("address", "a@example.com", "an address"),
        ("port", "example.com:25", "a port"),
        ("underscore", "ex_ample.com", "an underscore"),
        ("hyphen-first", "-example.com", "a label that begins with a hyphen"),
        ("hyphen-last", "example-.com", "a label that ends with a hyphen"),
        ("space", "example.com ", "a space at the end"),
        ("not-ascii", "ex\u{E4}mple.com", "a letter that is not ASCII"),
        ("list", "example.com,example.org", "two domains"),
        ("ipv4", "127.0.0.1", "an IPv4 address"),
        ("ipv4-number", "2130706433", "an IPv4 address as a number"),
        ("last-digits", "example.1", "a last label of digits"),
        ("last-hexadecimal", "example.0x1f", "a last label of `0x` and hexadecimal digits"),
        ("last-prefix", "example.0x", "a last label of `0x` alone"),
        ("last-digit-first", "example.1a", "a last label that begins with a digit"),
        ("last-digit-first-alone", "1a", "a host of one label that begins with a digit"),
        ("literal", "[127.0.0.1]", "a literal"),
        ("64-bytes", &format!("{longer}.example"), "a label of 64 bytes"),
        ("254-bytes", &host(62), "a host of 254 bytes"),
    ]
    .map(|(name, host, shows)| ("value_invalid", name, Item::from(host), shows));
    let wrong = wrong.into_iter().chain([
        ("character_refused", "zero-width", "exa\u{200B}mple.com".into(), "a zero-width space"),
        ("cbor_type", "list-of-hosts", list!["example.com"], "a list of domains"),
    ]);
    operands(file, "host", 11, right, wrong.collect());
}

/// What follows `xn--` decodes to code points that are none of those refused.
fn punycode(file: &mut Subject) {
    let label = |label: &str| Item::from(format!("{label}.example"));
    let right = vec![
        ("letters", label("xn--mnchen-3ya"), "letters before the last hyphen, and one that is put in"),
        ("no-letters", label("xn--4ca"), "a letter alone"),
        ("beyond-bmp", label("xn--ls8h"), "a code point beyond U+FFFF"),
        ("two-letters", label("xn--p8s937b"), "two letters"),
        ("last-plain", label("xn--bn32g"), "U+10FFFD, the last code point that is not refused"),
        ("last-label", "example.xn--p8s937b".into(), "Punycode in the last label"),
    ];
    let wrong = [
        ("empty", "xn--", "nothing behind the prefix"),
        ("only-hyphen", "xn---3ya", "nothing before the last hyphen"),
        ("truncated", "xn--mnchen-3y", "what stands behind the hyphen ends early"),
        ("truncated-digits", "xn--99999999", "digits that never end"),
        ("control", "xn--a", "it decodes to U+0080, a control"),
        ("soft-hyphen", "xn--ab-5da", "it decodes to a soft hyphen between letters"),
        ("zero-width", "xn--ab-g1t", "it decodes to a zero-width space"),
        ("variation-selector", "xn--a-i89h", "it decodes to a variation selector"),
        ("one-dot-leader", "xn--ab-l3t", "it decodes to a look-alike of the dot"),
        ("ideographic-stop", "xn--ab-r13a", "it decodes to an ideographic full stop"),
        ("full-width-stop", "xn--ab-yu3n", "it decodes to a full-width full stop"),
        ("surrogate", "xn--ib9b", "it decodes to the first surrogate"),
        ("last-surrogate", "xn--zy0c", "it decodes to the last surrogate"),
        ("non-character", "xn--cn32g", "it decodes to U+10FFFE, which is no character"),
        ("too-great", "xn--en32g", "it decodes to what would be U+110000"),
        ("upper-case-prefix", "XN--4ca", "the prefix in upper case"),
    ];
    let wrong = wrong.map(|(name, text, shows)| ("value_invalid", name, label(text), shows));
    operands(file, "punycode", 11, right, wrong.into());
}

fn networks(file: &mut Subject) {
    let right = vec![
        ("ipv4", "10.0.0.0/8".into(), "an IPv4 network"),
        ("ipv4-all", "0.0.0.0/0".into(), "every IPv4 address"),
        ("ipv4-one", "10.0.0.1/32".into(), "one address"),
        ("ipv6", "2001:db8::/32".into(), "an IPv6 network"),
        ("ipv6-all", "::/0".into(), "every IPv6 address"),
        ("ipv6-one", "::1/128".into(), "one IPv6 address"),
        ("ipv6-compatible", "::/96".into(), "a network of IPv6 whose addresses look like IPv4 ones"),
    ];
    let wrong = [
        ("empty", "", "the empty text"),
        ("address", "10.0.0.0", "an address without its bits"),
        ("further-bits", "10.0.0.1/8", "a further bit that is 1"),
        ("zero-before", "10.0.0.0/08", "a zero in front of the bits"),
        ("33-bits", "10.0.0.0/33", "33 bits"),
        ("sign", "10.0.0.0/+8", "a sign"),
        ("no-bits", "10.0.0.0/", "no number of bits"),
        ("mask", "10.0.0.0/255.0.0.0", "a mask"),
        ("short", "10/8", "an address of one part"),
        ("octal", "010.0.0.0/8", "a zero in front of a part"),
        ("hexadecimal", "0xa.0.0.0/8", "a hexadecimal part"),
        ("space", " 10.0.0.0/8", "a space before it"),
        ("two-slashes", "10.0.0.0/8/8", "two numbers of bits"),
        ("129-bits", "2001:db8::/129", "129 bits"),
        ("ipv6-further-bits", "2001:db8::1/32", "a further bit of an IPv6 network"),
        ("upper-case", "2001:DB8::/32", "upper case"),
        ("zeros-written", "2001:db8:0:0:0:0:0:0/32", "zeros written out"),
        ("brackets", "[2001:db8::]/32", "brackets"),
        ("mapped", "::ffff:0:0/96", "mapped addresses"),
        ("mapped-part", "::ffff:a00:0/104", "a network of mapped addresses"),
        ("mapped-dotted", "::ffff:10.0.0.0/104", "mapped addresses in dotted form"),
        ("host", "localhost/8", "a host"),
    ]
    .map(|(name, network, shows)| ("value_invalid", name, Item::from(network), shows));
    let wrong = wrong.into_iter().chain([
        ("cbor_type", "number", 10.into(), "a number"),
        ("cbor_type", "list", list!["10.0.0.0/8"], "a list of networks"),
    ]);
    operands(file, "cidr", 12, right, wrong.collect());
}
