//! What URLs, mail addresses and IP addresses of grants and calls are made of, and what is almost one.

use super::rng::Rng;

/// URLs that a grant can have.
pub(crate) const URLS: [&str; 16] = [
    "https://h/",
    "https://h/",
    "https://h/a",
    "https://h/a",
    "https://h/a/",
    "https://h/a/",
    "https://h/a/b",
    "https://h/*",
    "http://h/",
    "https://h:8443/",
    "http://h:443/a",
    "https://a.h/a",
    "https://xn--mnchen-3ya.example/",
    "https://h/a%20b/",
    "https://h/%C3%A4@:%27",
    "https://1.a-b/...",
];

/// What a call may put behind a URL.
pub(crate) const URL_ENDS: [&str; 14] =
    ["", "", "", "a", "/", "/a", "/a", "/a/b/", "b", "%20a", "/~a@b:c", "?x", "?x=1&y=%27", "/?a/b?c"];

/// And what no clean URL has there.
pub(crate) const STRANGE_URL_ENDS: [&str; 31] = [
    "?",
    "#",
    "#a",
    "?a#b",
    "?'",
    "/o'b",
    "?%61",
    "?%00",
    "/../",
    "/..",
    "/./a",
    "//",
    "//a",
    "/%2e%2e/",
    "/%2E",
    "/..%2f",
    "/%2F",
    "/%5C",
    "\\",
    "/a;b",
    "/%3B",
    "/%25",
    "/%",
    "/%61",
    "/%c3%a4",
    "/%C3",
    "/%20",
    "/%E2%80%8B",
    " ",
    "\n",
    "/ä",
];

/// What is almost a URL of a grant.
pub(crate) const ALMOST_URLS: [&str; 45] = [
    "https://h",
    "https://",
    "https:///",
    "https:h/",
    "https:/h/",
    "https:\\\\h\\",
    "//h/",
    "h/",
    "HTTPS://h/",
    "Https://h/",
    "ftp://h/",
    "file:///h/",
    " https://h/",
    "\thttps://h/",
    "https://h\t/",
    "https://h\n/",
    "https://good\\@h/",
    "https://h\\@evil/",
    "https://h@evil/",
    "https://u:p@h/",
    "https://@h/",
    "https://h#@evil/",
    "https://h?@evil/",
    "https://H/",
    "https://h./",
    "https://.h/",
    "https://h..h/",
    "https://h_h/",
    "https://-h/",
    "https://ｈ/",
    "https://h\u{3002}h/",
    "https://xn--/",
    "https://xn--a/",
    "https://xn--a-/",
    "http://127.0.0.1/",
    "http://127.1/",
    "http://0x7f.1/",
    "http://h.1a/",
    "http://2130706433/",
    "http://[::1]/",
    "https://h:/",
    "https://h:443/",
    "http://h:80/",
    "https://h:08443/",
    "https://h:65536/",
];

/// Domains that a grant can have.
pub(crate) const DOMAINS: [&str; 8] = ["h", "h", "b.h", "b.h", "a.b.h", "bh", "xn--mnchen-3ya.example", "1.h1"];

/// Local parts that an address can have.
pub(crate) const LOCALS: [&str; 8] = ["a", "b", "a.b", "A", "o'b", "a+b_c", "a-", "1"];

/// What no address has before its domain.
pub(crate) const STRANGE_LOCALS: [&str; 24] = [
    "",
    "@",
    ".a",
    "a.",
    "a..b",
    "-a",
    "a b",
    "a@b",
    "a@evil,b",
    "a@evil;b",
    "a@evil b",
    "<a",
    "\"a\"",
    "\"a@evil\"",
    "a(b)",
    "a%evil",
    "evil!a",
    "a\\",
    "a/b",
    "a=b",
    "ä",
    "a\n",
    "a\u{200b}",
    "mailto:a",
];

/// Networks that a grant can have.
pub(crate) const NETWORKS: [&str; 14] = [
    "10.0.0.0/8",
    "10.0.0.0/8",
    "10.0.0.0/9",
    "10.1.0.0/16",
    "10.0.0.1/32",
    "0.0.0.0/0",
    "127.0.0.0/8",
    "100.64.0.0/10",
    "::/0",
    "::1/128",
    "2001:db8::/32",
    "2001:db8::/33",
    "64:ff9b::/96",
    "fe80::/10",
];

pub(crate) const ADDRESSES: [&str; 22] = [
    "10.0.0.0",
    "10.0.0.1",
    "10.0.0.1",
    "10.1.2.3",
    "10.127.255.255",
    "10.128.0.0",
    "10.255.255.255",
    "11.0.0.0",
    "9.255.255.255",
    "127.0.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "100.127.255.255",
    "::",
    "::1",
    "::7f00:1",
    "2001:db8::1",
    "2001:db8:8000::",
    "2001:db8:0:1:1:1:1:1",
    "64:ff9b::a00:1",
    "fe80::1",
    "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
];

/// What is almost an IP address.
pub(crate) const ALMOST_ADDRESSES: [&str; 40] = [
    "",
    "10.1",
    "10.0.1",
    "167772161",
    "0xa.0.0.1",
    "0xa000001",
    "012.0.0.1",
    "010.0.0.1",
    "10.0.0.01",
    "10.0.0.256",
    "10.0.0.1.",
    "10.0.0.1.1",
    ".10.0.0.1",
    "10.0.0.1/32",
    "10.0.0.1:80",
    " 10.0.0.1",
    "10.0.0.1\n",
    "10.0.0.1\0",
    "+10.0.0.1",
    "１0.0.0.1",
    "[::1]",
    "::1%lo",
    "0:0:0:0:0:0:0:1",
    "::0",
    "::01",
    ":::",
    "1::2::3",
    "2001:DB8::1",
    "2001:db8::0:1",
    "2001:db8::1:1:1:1:1",
    "2001:db8:0:0:1::1",
    "2001:db8:1:1:1:1:1",
    "12345::",
    "g::",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "::ffff:0:0",
    "::10.0.0.1",
    "64:ff9b::10.0.0.1",
    "localhost",
];

/// A URL, strange with this chance.
pub(crate) fn url(rng: &mut Rng, strange_percent: u64) -> String {
    if rng.chance(strange_percent / 2) {
        return format!("{}{}", rng.pick(&ALMOST_URLS), rng.pick(&["", "a", "a/"]));
    }
    let end = if rng.chance(strange_percent / 2) { rng.pick(&STRANGE_URL_ENDS) } else { rng.pick(&URL_ENDS) };
    format!("{}{end}", rng.pick(&URLS))
}

/// A mail address, strange with this chance.
pub(crate) fn mail(rng: &mut Rng, strange_percent: u64) -> String {
    let domain = rng.pick(&DOMAINS);
    match rng.chance(strange_percent) {
        false => format!("{}@{domain}", rng.pick(&LOCALS)),
        true if rng.chance(60) => format!("{}@{domain}", rng.pick(&STRANGE_LOCALS)),
        true => format!(
            "{}@{}",
            rng.pick(&LOCALS),
            rng.pick(&["H", "h.", ".h", "h..b", "[127.0.0.1]", "1.2", "h.1a", "h,b", "ä", "xn--"])
        ),
    }
}

/// An IP address, strange with this chance.
pub(crate) fn address(rng: &mut Rng, strange_percent: u64) -> String {
    if rng.chance(strange_percent) { rng.pick(&ALMOST_ADDRESSES).to_owned() } else { rng.pick(&ADDRESSES).to_owned() }
}
