//! URLs: clean by their making, and such as differ from a clean one in one thing that some reader mends.

use super::rng::Rng;

/// What a near miss is made by.
pub(crate) const KINDS: [&str; 22] = [
    "a character put somewhere",
    "an escape put somewhere",
    "a user",
    "a backslash before `@`",
    "backslashes for slashes",
    "another scheme",
    "no path",
    "an empty segment",
    "dots",
    "escaped dots",
    "a fragment",
    "an empty query",
    "a port",
    "an address of IPv4",
    "an address of IPv6",
    "upper case",
    "dots of the host",
    "letters beyond ASCII",
    "Punycode",
    "an escaped host",
    "space around",
    "a semicolon",
];

const LABELS: [&str; 12] =
    ["a", "h", "api", "example", "com", "a-b", "1a", "x--y", "localhost", "0xg", "xn--mnchen-3ya", "xn--fa-hia"];

/// Beyond ASCII: letters, marks, a character of four bytes, a right-to-left letter.
const LETTERS: [char; 10] = ['ä', 'ß', 'é', '漢', '字', '🛫', 'ا', '\u{301}', '€', 'ſ'];

const HOSTILE: &str = "\\@#?;:%[]{}|^`<>\"' \t\n\r\0/.,&=+*!$()~";

/// Clean URLs, each a letter, digit or escape at a time.
pub(crate) fn clean(count: u64) -> impl Iterator<Item = (&'static str, String)> {
    (0..count).map(|case| ("clean", url(&mut Rng::of(21, case))))
}

/// Near misses, as many of each kind.
pub(crate) fn near_misses(count: u64) -> impl Iterator<Item = (&'static str, String)> {
    (0..count).map(|case| {
        let mut rng = Rng::of(22, case);
        let kind = KINDS[case as usize % KINDS.len()];
        (kind, near_miss(&mut rng, kind))
    })
}

fn url(rng: &mut Rng) -> String {
    let scheme = rng.pick(&["https", "https", "http"]);
    let (host, port, path, query) = (host(rng), port(rng), path(rng), query(rng));
    format!("{scheme}://{host}{port}{path}{query}")
}

fn host(rng: &mut Rng) -> String {
    let mut labels: Vec<String> = (0..1 + rng.below(3)).map(|_| rng.pick(&LABELS).to_owned()).collect();
    // The last label begins with a letter.
    if rng.chance(30) || labels.iter().last().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit())) {
        labels.push(some(rng, 8, "", "abcdefghijklmnopqrstuvwxyz"));
    }
    labels.join(".")
}

/// None of those that a scheme leaves out.
fn port(rng: &mut Rng) -> String {
    match rng.below(4) {
        0 => format!(":{}", rng.pick(&[1, 8, 8080, 8443, 3000, 65_535])),
        1 => format!(":{}", 1000 + rng.below(60_000)),
        _ => String::new(),
    }
}

fn path(rng: &mut Rng) -> String {
    let mut path = String::from("/");
    for _ in 0..rng.below(4) {
        let segment = some(rng, 8, "-._~!$&()*+,=:@", "abcXYZ019-._~!$&'()*+,=:@ \"<>[]{}|^`#?äé漢🛫ا\u{301}");
        // Of dots alone, and with a space at its end, a segment is not clean.
        let segment = segment.trim_start_matches("%20").trim_end_matches("%20");
        if !segment.trim_matches('.').is_empty() {
            path.push_str(segment);
            path.push('/');
        }
    }
    if path.len() > 1 && rng.chance(60) {
        path.pop();
    }
    path
}

fn query(rng: &mut Rng) -> String {
    if rng.chance(60) {
        return String::new();
    }
    format!("?{}", some(rng, 12, "-._~!$&()*+,=:@;/?", "abcXYZ019-._~!$&()*+,;=:@/? \"'<>[]{}|^`#%\\äé漢🛫ا\u{301}"))
}

/// A few characters of an alphabet, letters and digits and these raw, and all others as escapes.
fn some(rng: &mut Rng, most: usize, raw: &str, alphabet: &str) -> String {
    let alphabet: Vec<char> = alphabet.chars().collect();
    let mut text = String::new();
    for _ in 0..1 + rng.below(most) {
        let c = rng.pick(&alphabet);
        if c.is_ascii_alphanumeric() || raw.contains(c) { text.push(c) } else { text.push_str(&escaped(c)) }
    }
    text
}

fn escaped(c: char) -> String {
    c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn near_miss(rng: &mut Rng, kind: &'static str) -> String {
    let (scheme, host, port, path, query) = (rng.pick(&["https", "http"]), host(rng), port(rng), path(rng), query(rng));
    let with = |host: &str| format!("{scheme}://{host}{port}{path}{query}");
    let whole = with(&host);
    let hostile: Vec<char> = HOSTILE.chars().collect();
    match kind {
        "a character put somewhere" => put(rng, &whole, |rng| rng.pick(&hostile).to_string()),
        "an escape put somewhere" => put(rng, &whole, |rng| {
            let byte = rng.below(256);
            if rng.chance(50) { format!("%{byte:02X}") } else { format!("%{byte:02x}") }
        }),
        "a user" => with(&format!("{}{host}", rng.pick(&["u@", "u:p@", "@", ":@", "good:443@", "a%40b@", "u@v@"]))),
        "a backslash before `@`" => {
            with(&format!("good{}{host}", rng.pick(&["\\@", "\\\\@", "/\\@", "#@", "?@", "\\.", "%5C@"])))
        }
        "backslashes for slashes" => {
            let replaced = rng.pick(&[":\\\\", ":/\\", ":\\/", ":/", ":", ":///", ":////"]);
            whole.replacen("://", replaced, 1)
        }
        "another scheme" => {
            let other = rng.pick(&[
                "HTTPS",
                "Http",
                "ftp",
                "file",
                "ws",
                "javascript",
                "",
                "https ",
                "ht\ntps",
                "httpſ",
                "data",
            ]);
            whole.replacen(scheme, other, 1)
        }
        "no path" => format!("{scheme}://{host}{port}{query}"),
        "an empty segment" => format!("{scheme}://{host}{port}{}{path}", rng.pick(&["/", "//", "/a/", "/a//"])),
        "dots" => {
            format!("{scheme}://{host}{port}{path}{}", rng.pick(&["/..", "/.", "/../a", "/./a", "/.../../", "/../.."]))
        }
        "escaped dots" => {
            let dots =
                rng.pick(&["/%2e%2e", "/%2E%2E/", "/.%2e/a", "/%2e", "/%2e./", "/..%2f", "/%252e%252e/", "/%c0%ae/"]);
            format!("{scheme}://{host}{port}{path}{dots}")
        }
        "a fragment" => format!("{whole}#{}", rng.pick(&["", "a", "/../", "@evil/", "?"])),
        "an empty query" => format!("{scheme}://{host}{port}{path}?"),
        "a port" => {
            let port = rng.pick(&[
                "", "443", "80", "0", "00", "0443", "08443", "65536", "99999", "1e3", "+80", "-1", "８０", "80:80",
                " 80",
            ]);
            format!("{scheme}://{host}:{port}{path}")
        }
        "an address of IPv4" => with(rng.pick(&[
            "127.0.0.1",
            "127.1",
            "0",
            "0x7f.1",
            "0x7f000001",
            "2130706433",
            "017700000001",
            "0177.0.0.1",
            "1.2.3.4.5",
            "256.1.1.1",
            "a.1",
            "a.0x1",
            "a.1a",
            "1.2.3.08",
            "0x",
            "127.0.0.1.",
            "4294967296",
            "１.1.1.1",
        ])),
        "an address of IPv6" => with(rng.pick(&[
            "[::]",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[0:0::1]",
            "[::1%25lo]",
            "[v1.a]",
            "[",
            "]",
            "[]",
            "::1",
            "[64:ff9b::1]",
            "[2001:DB8::1]",
        ])),
        "upper case" => {
            let upper = host.to_uppercase();
            let mixed: String =
                host.chars().enumerate().map(|(at, c)| if at % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect();
            with(rng.pick(&[&upper, &mixed]))
        }
        "dots of the host" => {
            let doubled = host.replacen('.', "..", 1);
            with(&rng.pick(&[
                format!("{host}."),
                format!(".{host}"),
                format!("{host}.."),
                doubled,
                format!("{host}\u{3002}"),
                format!("{host}.-a"),
                format!("-{host}"),
                format!("{host}_"),
            ]))
        }
        "letters beyond ASCII" => {
            let (letter, strange) = (
                rng.pick(&LETTERS),
                rng.pick(&["\u{AD}", "\u{200D}", "\u{3002}", "ａ", "\u{FF0E}", "K", "ı", "\u{2100}", "\u{FF0F}"]),
            );
            with(&rng.pick(&[
                format!("{letter}{host}"),
                format!("{host}{strange}x"),
                format!("{strange}{host}"),
                format!("x{strange}{host}"),
            ]))
        }
        "Punycode" => {
            let digits = some(rng, 12, "-", "abcdefghijklmnopqrstuvwxyz0123456789----");
            with(&rng.pick(&[
                format!("xn--{digits}"),
                format!("a.xn--{digits}.b"),
                format!("xn--{digits}-"),
                format!("XN--{digits}"),
                "xn--".to_owned(),
                "xn--a-".to_owned(),
                "xn--80ak6aa92e.com".to_owned(),
                format!("xn--a{digits}"),
            ]))
        }
        "an escaped host" => with(&put(rng, &host, |rng| {
            rng.pick(&["%2e", "%2E", "%61", "%00", "%2F", "%40", "%C3%A4", "%E3%80%82", "%"]).to_owned()
        })),
        "space around" => {
            let space = rng.pick(&[" ", "\t", "\n", "\r\n", "\0", "\u{A0}", "\u{FEFF}", "\u{1}"]);
            if rng.chance(50) { format!("{space}{whole}") } else { format!("{whole}{space}") }
        }
        "a semicolon" => format!(
            "{scheme}://{host}{port}{path}{}",
            rng.pick(&["/a;b", "/..;/a", "/;", "/a;jsessionid=1", "/%3B", "/..%3B/"])
        ),
        other => panic!("{other}"),
    }
}

/// The text with something put in at any place.
fn put(rng: &mut Rng, text: &str, what: impl Fn(&mut Rng) -> String) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let at = rng.pick(&places);
    format!("{}{}{}", &text[..at], what(rng), &text[at..])
}
