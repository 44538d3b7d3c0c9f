//! What an operator costs on the worst value that is lawful, at two sizes of it: time that grows with the size and no faster.
//!
//! No public call evaluates a limit and does nothing else. So the verifier's own grant has the limit in many clauses, each of
//! which looks at the whole value and then fails at another argument, before one that accepts everything; and the same
//! clauses without the limit are measured beside them.

use std::hint::black_box;

use depute::{Call, Map, Mint, Signer, Value, limits};

use crate::chain::{AUDIENCE, Chain};
use crate::figure::Figure;

/// Clauses that look at the value, in one verdict.
pub const LOOKS: usize = 15;

/// Each operator at half of its largest value and at all of it; first the same verdict without a look at any value.
pub fn operators() -> Vec<Figure> {
    let nothing = verdict(format!("no operator, {LOOKS} clauses"), "", &Value::from("x"));
    let mut all = vec![nothing];
    for Worst { name, limit, value, most, unit } in worst() {
        all.extend(
            [most / 2, most].map(|size| verdict(format!("{name}, {size} {unit}, {LOOKS} times"), limit, &value(size))),
        );
    }
    all
}

/// An operator with an operand, and the values that cost it most.
struct Worst {
    name: &'static str,
    limit: &'static str,
    value: fn(usize) -> Value,
    most: usize,
    unit: &'static str,
}

fn worst() -> [Worst; 8] {
    let text = |name, limit, value, most| Worst { name, limit, value, most, unit: "bytes" };
    [
        // Each segment has an escape, so each is decoded; its character is of no range that is passed over.
        text("within", r#"within "https://h/""#, |size| filled("https://h", "/%E1%80%80", "", size), limits::URL_BYTES),
        text(
            "within with query",
            r#"within "https://h/" with query"#,
            |size| filled("https://h/?", "%E1%80%80", "", size),
            limits::URL_BYTES,
        ),
        text("under", r#"under "/က""#, |size| filled("", "/က", "", size), limits::PATH_BYTES),
        text("like", r#"like "*a*aa*aaa*aaaa*a*aa*aaab*""#, |size| filled("", "aa", "b", size), limits::PATH_BYTES),
        // Labels of Punycode, in which every letter inserts a character.
        text("at", r#"at "h""#, |size| filled("a@", PUNYCODE, "hh", size), limits::MAIL_BYTES),
        // The older spellings are refused at once; no address is longer than these.
        text(
            "cidr",
            r#"cidr "::/0""#,
            |size| Value::from(if size < 39 { "1:2:3::6:7:8:9" } else { "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" }),
            39,
        ),
        text("len", "len <= 65536", |size| filled("", "က", "", size), limits::ARGS_BYTES - 64),
        Worst {
            name: "each and has",
            limit: ": [each len <= 1, has = \"b\"] and len <= 4096",
            value: |size| [vec![Value::from("a"); size - 1], vec![Value::from("b")]].concat().into(),
            most: limits::ARGS_NODES - 8,
            unit: "elements",
        },
    ]
}

/// A label and a dot: `äääää`.
const PUNYCODE: &str = "xn--4caaaa.";

/// A text of at most this many bytes, most of it repeated.
fn filled(before: &str, repeated: &str, after: &str, size: usize) -> Value {
    let times = (size - before.len() - after.len()) / repeated.len();
    Value::from(format!("{before}{}{after}", repeated.repeat(times)))
}

fn verdict(name: String, limit: &str, value: &Value) -> Figure {
    let separator = if limit.is_empty() || limit.starts_with(':') { "" } else { " " };
    let looking = (1..=LOOKS).map(|number| format!("a(x{separator}{limit}, yy = {number})"));
    let clauses: Vec<String> = looking.chain(["*(..)".into()]).collect();
    let verifier = Chain::verifier_of(clauses.iter().map(String::as_str));
    let args = Map::from_entries([("x", value.clone()), ("yy", Value::from(0))]).expect("two arguments");
    let call = Call::new("a", args).expect("a call");
    let chain = Chain::new(1);
    let holder = chain.holder();
    let mint = Mint::new(&holder.verifying_key()).allow("*(..)").expect("a clause");
    let token = mint.audience(AUDIENCE).expect("an audience").sign(&Chain::authorizer(), Chain::now(), [7; 8]);
    let token = token.expect("a root link");
    let presentation = token.present(&call, AUDIENCE, &holder, Chain::now(), [9; 16]).expect("a presentation");
    let bytes = presentation.as_bytes().to_vec();
    let check =
        move || verifier.check(black_box(&bytes), black_box(&call), Chain::now()).map(|verified| verified.owed().len());
    assert_eq!(check().expect("an allowed call"), 0, "{name}");
    Figure::new(name, check)
}
