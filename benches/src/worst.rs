//! The worst verdicts that the limits of version 1 let a holder ask for.
//!
//! Links are written here by a holder's own encoder: nobody is warned who delegates to spend a verifier's time. All links
//! of a token are alike. Every clause but the last looks at all elements of one list, and fails at the last of them.

use std::hint::black_box;

use depute::{Call, Clause, Grant, Malformed, Map, Mint, Presentation, Signer, SigningKey, Token, Value, limits};
use ed25519_dalek::Signer as _;

use crate::chain::{AUDIENCE, Chain};
use crate::figure::Figure;

/// How the nodes of a link are used: so many clauses, each with so many limits on every element.
const LAYOUTS: [(usize, usize); 6] = [(1, 62), (2, 58), (4, 27), (8, 11), (15, 4), (25, 1)];

/// An operator and what costs it most.
struct Attack {
    name: &'static str,
    /// Limits that every element of so many bytes passes; another one for each number, as far as there are.
    limit: fn(usize, usize) -> String,
    /// An element of so many bytes.
    element: fn(usize) -> String,
    /// What stands behind the last element, by which it is too long.
    longer: &'static str,
    /// How many elements there are, and of how many bytes.
    sizes: &'static [(usize, usize)],
    /// Places of the layout and of the size that cost most of all.
    found: (usize, usize),
}

const PATHS: &[(usize, usize)] = &[(4_000, 13), (60, 1_080), (15, 4_090)];
const URLS: &[(usize, usize)] = &[(2_700, 22), (60, 1_080), (7, 8_190)];

const ATTACKS: [Attack; 14] = [
    Attack {
        name: "like",
        limit: |n, _| format!(r#"like "*{}b*""#, pieces(n)),
        element: |m| filled("", "a", "b", m),
        longer: "c",
        sizes: PATHS,
        found: (1, 0),
    },
    Attack {
        name: "like, long pieces",
        limit: |n, m| format!(r#"like "*a{}b*""#, "a".repeat(n.min(m - 2).min(120))),
        element: |m| filled("", "a", "b", m),
        longer: "c",
        sizes: PATHS,
        found: (3, 0),
    },
    Attack {
        name: "like, found nearly everywhere",
        limit: |n, m| format!(r#"like "*{}aacb*""#, "aac".repeat(n.min(m / 3 - 2).min(38))),
        element: |m| filled("", "aac", "aacb", m),
        longer: "c",
        sizes: PATHS,
        found: (4, 0),
    },
    Attack {
        name: "like, beyond ASCII",
        limit: |n, _| format!(r#"like "*{}*""#, ["က", "ကက", "ကကခ", "က*က*ခ", "ကခ", "က*ခ"][n % 6]),
        element: |m| filled("", "က", "ခ", m),
        longer: "c",
        sizes: PATHS,
        found: (4, 0),
    },
    Attack {
        name: "under",
        limit: |n, m| format!(r#"under "/{}""#, joined("က", n.min(m / 4 - 1))),
        element: |m| filled("", "/က", "", m),
        longer: "c",
        sizes: PATHS,
        found: (5, 1),
    },
    Attack {
        name: "under, ASCII",
        limit: |n, m| format!(r#"under "/{}""#, joined("a", n.min(m / 2 - 1))),
        element: |m| filled("", "/a", "", m),
        longer: "c",
        sizes: PATHS,
        found: (5, 1),
    },
    Attack {
        name: "within",
        limit: |n, m| {
            format!(r#"within "http://h/{}"{}"#, "%E1%80%80/".repeat((n / 2).min((m - 8) / 10 - 1)), query(n))
        },
        element: |m| filled("http://h", "/%E1%80%80", "", m),
        longer: "c",
        sizes: URLS,
        found: (5, 0),
    },
    Attack {
        name: "within, raw",
        limit: |n, m| format!(r#"within "http://h/{}"{}"#, "a/".repeat((n / 2).min((m - 8) / 2 - 1)), query(n)),
        element: |m| filled("http://h", "/a", "", m),
        longer: "c",
        sizes: URLS,
        found: (5, 0),
    },
    Attack {
        name: "within, query",
        limit: |n, _| format!(r#"within "http://h/{}" with query"#, "a/".repeat(n.min(1))),
        element: |m| filled("http://h/a/a?", "%E1%80%80", "", m),
        longer: "c",
        sizes: URLS,
        found: (5, 0),
    },
    Attack {
        name: "at",
        limit: |_, _| r#"at "h.h""#.into(),
        element: |m| filled("a@", "xn--4caaaa.", "h.h", m),
        longer: ".c",
        sizes: &[(4_000, 14), (260, 248)],
        found: (5, 0),
    },
    Attack {
        name: "cidr",
        limit: |n, _| format!(r#"cidr "::/{}""#, n % 4),
        element: |_| "1:2:3:4:5:6:7:8".into(),
        longer: "a",
        sizes: &[(3_800, 15)],
        found: (5, 0),
    },
    Attack {
        name: "len",
        limit: |n, _| format!("len < {}", 65_000 - n),
        element: |m| filled("", "က", "", m),
        longer: "c",
        sizes: &[(4_000, 13), (1, 65_000)],
        found: (2, 0),
    },
    Attack {
        name: "in",
        limit: |n, _| format!(r#"in ["a{n}", "aaaaaaaaaaaaa", "aaaaaaaaaaaaac"]"#),
        element: |m| filled("", "a", "", m),
        longer: "c",
        sizes: &[(4_000, 13)],
        found: (1, 0),
    },
    Attack {
        name: "date",
        limit: |n, _| format!(r#">= date "{:04}-01-01""#, n),
        element: |_| "2026-01-01".into(),
        longer: "T",
        sizes: &[(4_000, 10)],
        found: (3, 0),
    },
];

/// A text of at most this many bytes, most of it repeated.
fn filled(before: &str, repeated: &str, after: &str, size: usize) -> String {
    let times = size.saturating_sub(before.len() + after.len()) / repeated.len();
    format!("{before}{}{after}", repeated.repeat(times))
}

/// Pieces of `a` with stars between them, by the bits of a number.
fn pieces(number: usize) -> String {
    let stars = (0..7).map(|bit| if number >> bit & 1 == 1 { "a*" } else { "a" });
    format!("{}a", stars.collect::<String>())
}

fn joined(segment: &str, times: usize) -> String {
    vec![segment; times].join("/")
}

fn query(number: usize) -> &'static str {
    if number % 2 == 1 { " with query" } else { "" }
}

/// A verdict to which an operator contributes what it can in one layout.
struct Worst {
    name: String,
    clauses: Vec<String>,
    value: Value,
}

impl Attack {
    /// The verdict on as many such looks as a layout has room for.
    fn laid_out(&self, (clauses, most): (usize, usize), (elements, bytes): (usize, usize)) -> Option<Worst> {
        let usual = (self.element)(bytes);
        let mut values = vec![Value::from(usual.as_str()); elements - 1];
        values.push(Value::from(format!("{usual}{}", self.longer)));
        let last = Value::from(values);
        let length = usual.chars().count();
        // As many limits as are distinct and have room in a link.
        for most in (1..=most).rev() {
            let mut limits: Vec<String> = (0..most).map(|number| (self.limit)(number, bytes)).collect();
            limits.sort();
            limits.dedup();
            if limits.len() < most {
                continue;
            }
            let each = limits.join(" and ");
            let mut texts: Vec<String> =
                (1..clauses).map(|n| format!("f(a: [each {each} and len <= {length}], x{n}?)")).collect();
            texts.push(format!("f(a: [each {each}])"));
            if matches!(self.name, "at" | "cidr" | "date") {
                // What is longer is of no kind: the last clause takes anything.
                *texts.last_mut().expect("a clause") = "*(..)".into();
            }
            let grant = Grant::parse(&texts.iter().map(|text| format!("allow {text}\n")).collect::<String>());
            let Ok(root) = grant.and_then(root) else { continue };
            if root.as_bytes().len() <= limits::TOKEN_BYTES / limits::LINKS {
                let name = format!("{}, {clauses} × {most}, {elements} of {bytes} bytes", self.name);
                return Some(Worst { name, clauses: texts, value: last });
            }
        }
        None
    }
}

fn encoded(clause: &str) -> Vec<u8> {
    Clause::parse(clause).unwrap_or_else(|fault| panic!("{clause}: {fault}")).to_bytes()
}

/// The worst that each operator can do to one verdict: sixteen links, with as many looks as their limits have room for.
pub fn worst() -> Vec<Figure> {
    let found = |attack: &Attack| {
        let (layout, size) = attack.found;
        attack.laid_out(LAYOUTS[layout], attack.sizes[size]).expect("room for one limit")
    };
    ATTACKS.iter().map(|attack| found(attack).verdict(limits::LINKS)).collect()
}

/// A presentation, and the call that it is for.
pub struct Presented {
    /// What it is stuffed with.
    pub name: &'static str,
    /// The token with a proof over the call.
    pub presentation: Presentation,
    /// A call that every link allows.
    pub call: Call,
}

/// Tokens of sixteen links whose grants take the most memory for the fewest bytes.
pub fn stuffed() -> Vec<Presented> {
    let listed = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
    let letters = || ('A'..='Z').chain('a'..='f');
    let clauses = |count: usize, args: &dyn Fn(usize) -> String| {
        (0..count).map(|n| format!("{}({})", letters().nth(n).unwrap_or('g'), args(n))).collect::<Vec<_>>()
    };
    let names = listed(&mut letters().map(|letter| format!("{letter}?")));
    let positions = |count| listed(&mut std::iter::repeat_n(String::from("_"), count));
    let numbers = |count| listed(&mut (0..count).map(|n: usize| n.to_string()));
    [
        ("one clause", clauses(1, &|_| "..".into()), 0),
        ("clauses", clauses(31, &|_| String::new()), 0),
        ("names", clauses(4, &|_| names.clone()), 0),
        (
            "names with a limit",
            clauses(3, &|_| listed(&mut letters().take(21).map(|letter| format!("{letter}? = 0")))),
            0,
        ),
        ("members of lists", clauses(2, &|_| format!("A in [{}]", numbers(61))), 0),
        ("positions", clauses(2, &|_| format!("A: [{}]", positions(61))), 0),
        (
            "limits of one argument",
            clauses(2, &|_| format!("A {}", (0..61).map(|n| format!("< {n}")).collect::<Vec<_>>().join(" and "))),
            0,
        ),
        ("shapes in shapes", clauses(14, &|_| "A: [[[[_]]]]".into()), 0),
        ("budgets", clauses(1, &|_| "..".into()), 8),
    ]
    .map(|(name, mut clauses, budgets)| {
        clauses.push("x()".into());
        let call = Call::new("x", Map::new()).expect("a call");
        let presentation = present(&token(limits::LINKS, &clauses, budgets), limits::LINKS, &call);
        Presented { name, presentation, call }
    })
    .into()
}

impl Worst {
    /// The verdict on a token of so many links, each of which has these clauses, and a call `f(a)` with this argument.
    fn verdict(self, links: usize) -> Figure {
        let Worst { name, clauses, value } = self;
        let call = Call::new("f", Map::from_entries([("a", value)]).expect("an argument")).expect("a call");
        let bytes = present(&token(links, &clauses, 0), links, &call).as_bytes().to_vec();
        let verifier = Chain::verifier();
        let check = move || {
            verifier.check(black_box(&bytes), black_box(&call), Chain::now()).map(|verified| verified.owed().len())
        };
        assert_eq!(check().unwrap_or_else(|denied| panic!("{name}: {denied}")), 0);
        Figure::new(name, check)
    }
}

fn present(token: &Token, links: usize, call: &Call) -> Presentation {
    token.present(call, AUDIENCE, &holder(links), Chain::now(), [9; 16]).expect("a presentation")
}

/// The holder of the link of this number.
fn holder(number: usize) -> SigningKey {
    SigningKey::from_seed(&[number as u8; 32])
}

/// A token of one link with this grant.
fn root(grant: Grant<'static>) -> Result<Token, Malformed> {
    let mint = Mint::new(&holder(1).verifying_key()).grant(grant).audience(AUDIENCE)?.depth(limits::DEPTH);
    mint.sign(&Chain::authorizer(), Chain::now(), [7; 8])
}

/// A token of so many links with the same clauses and so many budgets, each signed by the holder before.
fn token(links: usize, clauses: &[String], budgets: usize) -> Token {
    let grant = Grant::parse(&clauses.iter().map(|text| format!("allow {text}\n")).collect::<String>());
    let root = grant.and_then(root).expect("a root link");
    let mut parent = root.unverified_ids().pop().expect("a link");
    let mut bytes = root.as_bytes().to_vec();
    // The head of an array of `[1, link, …]`, up to 17 members.
    bytes[0] = 0x80 | (links as u8 + 1);
    for number in 2..=links {
        let payload = payload(&holder(number), clauses, budgets);
        let to_sign = [
            &[0x84, 0x6A][..],
            b"Signature1",
            &[0x43, 0xA1, 1, 0x32, 0x58, 48, 0x83, 0x6B],
            b"depute/link",
            &[1, 0x58, 32],
            &parent,
            &head(0x40, payload.len()),
            &payload,
        ]
        .concat();
        let signature = ed25519_dalek::SigningKey::from_bytes(&[number as u8 - 1; 32]).sign(&to_sign);
        parent = blake3::derive_key("depute v1 link id", &to_sign);
        let link: [&[u8]; 5] = [
            &[0x84, 0x43, 0xA1, 1, 0x32, 0xA0],
            &head(0x40, payload.len()),
            &payload,
            &[0x58, 64],
            &signature.to_bytes(),
        ];
        bytes.extend(link.concat());
    }
    Token::from_bytes(&bytes).expect("a token")
}

/// `{8: cnf, -65537: {1: clauses, ? 3: budgets}}`, budgets being `{1: calls}`.
fn payload(holder: &SigningKey, clauses: &[String], budgets: usize) -> Vec<u8> {
    let key = holder.verifying_key();
    let mut payload =
        [&[0xA2, 8, 0xA1, 1, 0xA3, 1, 1, 0x20, 6, 0x21, 0x58, 32][..], key.as_bytes(), &[0x3A, 0, 1, 0, 0]].concat();
    payload.extend([if budgets > 0 { 0xA2 } else { 0xA1 }, 1]);
    payload.extend(head(0x80, clauses.len()));
    clauses.iter().for_each(|clause| payload.extend(encoded(clause)));
    if budgets > 0 {
        payload.push(3);
        payload.extend(head(0x80, budgets));
        (0..budgets).for_each(|calls| payload.extend([0xA1, 1, calls as u8]));
    }
    payload
}

/// The head of a CBOR item.
fn head(major: u8, length: usize) -> Vec<u8> {
    match length {
        0..=23 => vec![major | length as u8],
        24..=255 => vec![major | 24, length as u8],
        _ => vec![major | 25, (length >> 8) as u8, length as u8],
    }
}
