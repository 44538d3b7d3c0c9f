//! `at` and `cidr`: one mail address, one IP address.

use depute_vectors::kit::list;
use serde_json::json;

use super::Judged;
use crate::model::Subject;

pub(super) fn all(file: &mut Subject) {
    mail(file);
    local_parts(file);
    mail_hosts(file);
    ipv4(file);
    ipv6(file);
    networks(file);
}

fn mail(file: &mut Subject) {
    Judged::by(file, list![11, "example.com"], " at \"example.com\"")
        .accepts([
            ("mail-plain", "ops@example.com", "a plain address at the domain"),
            ("mail-characters", "Ops.Team+x_1-y@example.com", "every kind of character of a local part"),
            ("mail-apostrophe", "o'brien@example.com", "an apostrophe is in people's names"),
            ("mail-one-letter", "a@example.com", "a local part of one letter"),
        ])
        .refuses(
            "arg_outside_domain",
            "mail-one-letter",
            &["attack"],
            [
                ("mail-below", "a@mail.example.com", "a domain below the domain"),
                ("mail-above", "a@com", "the domain above"),
                ("mail-goes-on", "a@example.com.evil.test", "a domain that goes on"),
                ("mail-begins-before", "a@notexample.com", "a domain that begins before"),
                ("mail-localhost", "a@localhost", "a host of one label is clean, and another"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "mail-one-letter",
            &["attack"],
            [
                ("mail-empty", "", "the empty text"),
                ("mail-without-at", "a", "no `@`"),
                ("mail-domain-alone", "@example.com", "no local part"),
                ("mail-two-at", "a@@example.com", "`@` twice"),
                ("mail-of-evil", "eve@evil.test@example.com", "an address before the `@`"),
                ("mail-list", "a@evil.test,b@example.com", "a list of two addresses"),
                ("mail-list-semicolon", "a@evil.test;b@example.com", "a list with a semicolon"),
                ("mail-list-space", "a@evil.test b@example.com", "a list with a space"),
                ("mail-display-name", "A <a@example.com>", "a display name"),
                ("mail-angle-brackets", "<a@example.com>", "angle brackets"),
                ("mail-quoted", "\"a\"@example.com", "a quoted local part"),
                ("mail-quoted-address", "\"a@evil.test\"@example.com", "a quoted address as local part"),
                ("mail-comment", "a(x)@example.com", "a comment"),
                ("mail-percent-route", "a%evil.test@example.com", "a route with a percent sign"),
                ("mail-bang-route", "evil.test!a@example.com", "a route with an exclamation mark"),
                ("mail-source-route", "@evil.test:a@example.com", "a source route"),
                ("mail-option", "-oQ@example.com", "a mailer's command line takes it for an option"),
                ("mail-literal", "a@[127.0.0.1]", "an address literal"),
                ("mail-ipv4", "a@127.0.0.1", "an IPv4 address is no host"),
                ("mail-upper-case-domain", "a@Example.com", "a domain in upper case is another spelling"),
                ("mail-final-dot", "a@example.com.", "a final dot is another spelling"),
                ("mail-url", "mailto:a@example.com", "a mail URL"),
                ("mail-url-header", "a@example.com?bcc=b@evil.test", "a header behind an address"),
                ("mail-newline", "a@example.com\n", "a newline at the end"),
                ("mail-header", "a@example.com\r\nBcc: b@evil.test", "a line that becomes a header"),
                ("mail-space-before", " a@example.com", "nothing is trimmed"),
                ("mail-space-behind", "a@example.com ", "nothing is trimmed at the end either"),
                ("mail-nul", "a@example.com\0", "U+0000"),
                ("mail-not-ascii", "\u{E4}@example.com", "a letter that is not ASCII"),
                ("mail-full-width-at", "a\u{FF20}example.com", "a full-width `@`"),
                ("mail-domain-not-ascii", "a@ex\u{E4}mple.com", "a domain that is not ASCII"),
                ("mail-ideographic-stop", "a@example\u{3002}com", "an ideographic full stop in the domain"),
                ("mail-zero-width", "a\u{200B}@example.com", "a zero-width space"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "mail-plain",
            &[],
            [
                ("mail-number", json!(1), "a number is no address"),
                ("mail-null", json!(null), "null is no address"),
                ("mail-in-list", json!(["ops@example.com"]), "a list of an address is no address"),
            ],
        );
}

fn local_parts(file: &mut Subject) {
    let mut judged = Judged::by(file, list![11, "example.com"], " at \"example.com\"");
    let address = |local: &str| json!(format!("{local}@example.com")).to_string();
    for (name, right, wrong, shows) in [
        ("dot-first", "a.b", ".ab", "a dot begins no local part"),
        ("dot-last", "b.a", "ba.", "a dot ends no local part"),
        ("two-dots", "a.b.c", "a..bc", "two dots do not stand side by side"),
        ("hyphen-first", "a-", "-a", "a hyphen begins no local part, though it may end one"),
        ("slash", "a_b", "a/b", "a slash is in no local part"),
        ("equals", "a+b", "a=b", "an equals sign is in no local part"),
        ("star", "x_", "x*", "a star is in no local part"),
    ] {
        let (wrong_name, right_name) = (format!("mail-local-{name}"), format!("mail-local-{name}-not"));
        judged.says(&right_name, None, "a local part that is clean", &address(right), &super::accepted(), &[]);
        let expect = super::refused("arg_ambiguous", "x");
        judged.says(&wrong_name, Some(&right_name), shows, &address(wrong), &expect, &["attack"]);
    }
    let shows = "a local part of 64 bytes";
    judged.says("mail-local-64", None, shows, &address(&"a".repeat(64)), &super::accepted(), &["limit"]);
    let expect = super::refused("arg_ambiguous", "x");
    let long = address(&"a".repeat(65));
    judged.says("mail-local-65", Some("mail-local-64"), "a local part of 65 bytes", &long, &expect, &["limit"]);
}

fn mail_hosts(file: &mut Subject) {
    let host = ["a".repeat(63), "b".repeat(63), "c".repeat(61)].join(".");
    let text = format!(" at {host:?}");
    let mut judged = Judged::by(file, list![11, &*host], &text);
    let address = |local: usize| json!(format!("{}@{host}", "x".repeat(local))).to_string();
    let shows = "an address of 254 bytes, a long domain among them";
    judged.says("mail-254-bytes", None, shows, &address(64), &super::accepted(), &["limit"]);
    let host = format!("{host}c");
    let mut judged = Judged::by(file, list![11, &*host], &format!(" at {host:?}"));
    let address = |local: usize| json!(format!("{}@{host}", "x".repeat(local))).to_string();
    let expect = super::refused("arg_ambiguous", "x");
    let shows = "an address of 255 bytes, each of whose parts is short enough";
    judged.says("mail-255-bytes", Some("mail-254-bytes"), shows, &address(64), &expect, &["limit"]);
}

fn ipv4(file: &mut Subject) {
    Judged::by(file, list![12, "10.0.0.0/8"], " cidr \"10.0.0.0/8\"")
        .accepts([
            ("ipv4-first", "10.0.0.0", "the first address of a network"),
            ("ipv4-within", "10.1.2.3", "an address within a network"),
            ("ipv4-last", "10.255.255.255", "the last address of a network"),
        ])
        .refuses("arg_outside_network", "ipv4-first", &["limit"], [("ipv4-before", "9.255.255.255", "the one before")])
        .refuses("arg_outside_network", "ipv4-last", &["limit"], [("ipv4-after", "11.0.0.0", "the one after")])
        .refuses(
            "arg_outside_network",
            "ipv4-within",
            &["attack"],
            [
                ("ipv4-loopback", "127.0.0.1", "an address of another network"),
                ("ipv4-metadata", "169.254.169.254", "a cloud's metadata address is outside like others"),
                (
                    "ipv4-compatible-in-ipv6",
                    "::a01:203",
                    "an IPv6 address with the same last bits is of another family",
                ),
                ("ipv4-ipv6-nothing", "::", "no IPv6 address is in an IPv4 network"),
                ("ipv4-nat64", "64:ff9b::a01:203", "an IPv6 address that carries an IPv4 one is an IPv6 address"),
                ("ipv4-6to4", "2002:a01:203::", "an IPv6 address of 6to4 is an IPv6 address"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "ipv4-within",
            &["attack"],
            [
                ("ipv4-empty", "", "the empty text"),
                ("ipv4-two-parts", "10.1", "an address of two parts"),
                ("ipv4-three-parts", "10.1.2", "an address of three parts"),
                ("ipv4-five-parts", "10.1.2.3.4", "an address of five parts"),
                ("ipv4-one-number", "167838211", "an address as one number"),
                ("ipv4-octal-first", "012.1.2.3", "a zero in front is octal to some readers"),
                ("ipv4-octal-last", "10.1.2.03", "a zero in front of the last part"),
                ("ipv4-two-zeros", "10.1.2.00", "two zeros"),
                ("ipv4-hexadecimal", "0xa.1.2.3", "a hexadecimal part"),
                ("ipv4-256", "10.1.2.256", "a part above 255"),
                ("ipv4-negative", "10.1.2.-3", "a part with a sign"),
                ("ipv4-empty-part", "10.1..3", "an empty part"),
                ("ipv4-final-dot", "10.1.2.3.", "a final dot"),
                ("ipv4-network", "10.1.2.3/32", "a network is no address"),
                ("ipv4-port", "10.1.2.3:80", "an address and a port"),
                ("ipv4-space-before", " 10.1.2.3", "nothing is trimmed"),
                ("ipv4-newline", "10.1.2.3\n", "a newline at the end"),
                ("ipv4-mapped", "::ffff:10.1.2.3", "an IPv4 address mapped into IPv6, which systems reach as IPv4"),
                ("ipv4-mapped-in-groups", "::ffff:a01:203", "the same in groups"),
                ("ipv4-compatible-dotted", "::10.1.2.3", "a dotted part in an IPv6 address"),
                ("ipv4-full-width", "1\u{FF10}.1.2.3", "a full-width digit"),
                ("ipv4-ideographic-stop", "10\u{3002}1.2.3", "an ideographic full stop"),
                ("ipv4-host", "localhost", "a host is no address"),
                ("ipv4-reversed-name", "3.2.1.10.in-addr.arpa", "a name is no address"),
            ],
        )
        .refuses(
            "arg_wrong_type",
            "ipv4-within",
            &["attack"],
            [
                ("ipv4-as-number", json!(167_838_211), "a number is no address"),
                ("ipv4-as-parts", json!([10, 1, 2, 3]), "a list of numbers is no address"),
                ("ipv4-null", json!(null), "null is no address"),
            ],
        );
}

fn ipv6(file: &mut Subject) {
    Judged::by(file, list![12, "2001:db8::/32"], " cidr \"2001:db8::/32\"")
        .accepts([
            ("ipv6-first", "2001:db8::", "the first address of a network"),
            ("ipv6-within", "2001:db8::1", "an address within a network"),
            ("ipv6-last", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "the last address of a network"),
            ("ipv6-one-zero-group", "2001:db8:0:1:1:1:1:1", "a single group of 0 is written"),
            ("ipv6-longest-run", "2001:db8:0:0:1::", "the longest run of zeros is shortened"),
            ("ipv6-first-of-equal-runs", "2001:db8::1:0:0:1", "of equal runs the first is shortened"),
        ])
        .refuses("arg_outside_network", "ipv6-last", &["limit"], [("ipv6-after", "2001:db9::", "the one after")])
        .refuses(
            "arg_outside_network",
            "ipv6-within",
            &["attack"],
            [
                ("ipv6-loopback", "::1", "an address of another network"),
                ("ipv6-ipv4", "32.1.13.184", "an IPv4 address with the same first bits is of another family"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "ipv6-within",
            &["attack"],
            [
                ("ipv6-upper-case", "2001:DB8::1", "digits are lower case"),
                ("ipv6-zero-before", "2001:0db8::1", "no zeros in front of a group"),
                ("ipv6-zeros-written", "2001:db8:0:0:0:0:0:1", "a run of zeros that is written out"),
                ("ipv6-zeros-half-written", "2001:db8:0::1", "a run of zeros that is shortened in part"),
                ("ipv6-zero-behind", "2001:db8::0", "a zero behind the run of zeros of which it is one"),
                ("ipv6-brackets", "[2001:db8::1]", "brackets belong to URLs"),
                ("ipv6-zone", "2001:db8::1%eth0", "a zone"),
                ("ipv6-network", "2001:db8::1/128", "a network is no address"),
                ("ipv6-dotted-end", "2001:db8::0.0.0.1", "a dotted part"),
                ("ipv6-five-digits", "2001:db8::00001", "a group of five digits"),
                ("ipv6-three-colons", "2001:db8:::1", "three colons"),
                ("ipv6-two-runs", "2001:db8::1::1", "two shortened runs"),
                ("ipv6-letter", "2001:db8::g", "a letter that is no digit"),
                ("ipv6-space-behind", "2001:db8::1 ", "nothing is trimmed"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "ipv6-one-zero-group",
            &[],
            [
                ("ipv6-one-zero-group-shortened", "2001:db8::1:1:1:1:1", "a single group of 0 is not shortened"),
                ("ipv6-seven-groups", "2001:db8:1:1:1:1:1", "seven groups"),
                ("ipv6-nine-groups", "2001:db8:0:1:1:1:1:1:1", "nine groups"),
            ],
        )
        .refuses(
            "arg_ambiguous",
            "ipv6-longest-run",
            &[],
            [("ipv6-shorter-run", "2001:db8::1:0:0:0", "the shorter run of zeros is shortened")],
        )
        .refuses(
            "arg_ambiguous",
            "ipv6-first-of-equal-runs",
            &[],
            [("ipv6-second-of-equal-runs", "2001:db8:0:0:1::1", "the second of two equal runs")],
        );
}

fn networks(file: &mut Subject) {
    for (name, network, at, past, code, shows) in [
        (
            "all-ipv4",
            "0.0.0.0/0",
            "255.255.255.255",
            "::1",
            "arg_outside_network",
            "every IPv4 address, and no IPv6 one",
        ),
        ("all-ipv6", "::/0", "::1", "10.1.2.3", "arg_outside_network", "every IPv6 address, and no IPv4 one"),
        ("all-ipv6-mapped", "::/0", "::2", "::ffff:1.2.3.4", "arg_ambiguous", "a mapped address is in no network"),
        ("one-address", "10.0.0.1/32", "10.0.0.1", "10.0.0.2", "arg_outside_network", "a network of one address"),
        ("one-ipv6-address", "::1/128", "::1", "::2", "arg_outside_network", "a network of one IPv6 address"),
        ("in-a-byte", "172.16.0.0/12", "172.31.255.255", "172.32.0.0", "arg_outside_network", "a border within a byte"),
        (
            "in-a-byte-low",
            "172.16.0.0/12",
            "172.16.0.0",
            "172.15.255.255",
            "arg_outside_network",
            "the lower border of a network within a byte",
        ),
        ("odd-bits", "10.0.0.2/31", "10.0.0.3", "10.0.0.4", "arg_outside_network", "31 bits are two addresses"),
        (
            "in-a-group",
            "2001:db8:8000::/33",
            "2001:db8:8000::",
            "2001:db8:7fff::",
            "arg_outside_network",
            "a network of 33 bits",
        ),
        (
            "nat64",
            "64:ff9b::/96",
            "64:ff9b::7f00:1",
            "64:ff9c::",
            "arg_outside_network",
            "who allows it allows what it carries",
        ),
    ] {
        let mut judged = Judged::by(file, list![12, network], &format!(" cidr {network:?}"));
        let (right, wrong) = (format!("network-{name}"), format!("network-{name}-not"));
        judged.says(&right, None, shows, &json!(at).to_string(), &super::accepted(), &[]);
        let expect = super::refused(code, "x");
        judged.says(&wrong, Some(&right), shows, &json!(past).to_string(), &expect, &["limit"]);
    }
}
