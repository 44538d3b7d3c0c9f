//! The list of figures: one operation each, with its floor and its target.

use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;

use depute::{Call, ChainCache, Code, Grant, Presentation, Step, Token, Verifier};

use crate::chain::Chain;
use crate::malformed::{self, Hostile};
use crate::raw::Signed;

/// The depths at which a verdict is measured.
pub const DEPTHS: [usize; 5] = [1, 3, 5, 10, 16];

/// Room for a few chains.
const CACHE_BYTES: usize = 1 << 20;

/// Clauses at link zero beside the one that accepts: what they add to a verdict is what evaluating them costs.
const EXTRA_CLAUSES: usize = 31;

/// One microsecond for five links.
const MICROS_PER_CLAUSE: f64 = 0.2;

/// What mint, delegate and present may cost.
const ONE_SIGNATURE: Target = Target::Above(2.0);

/// One operation that can be repeated.
pub struct Figure {
    /// Such as `check, depth 3`.
    pub name: String,
    /// The figure that it is a ratio to: raw signatures over the same bytes.
    pub floor: Option<String>,
    /// What it may cost.
    pub target: Option<Target>,
    run: Box<dyn Fn()>,
}

/// What a figure may cost.
#[derive(Clone, Copy, Debug)]
pub enum Target {
    /// So many times its floor.
    Times(f64),
    /// So many microseconds more than its floor.
    Above(f64),
    /// So many microseconds.
    Micros(f64),
}

impl Figure {
    /// Performs the operation once.
    pub fn run(&self) {
        (self.run)();
    }

    /// A figure without floor or target; what an operation makes is dropped within it.
    pub fn new<T>(name: impl Into<String>, run: impl Fn() -> T + 'static) -> Figure {
        let run = move || drop(black_box(run()));
        Figure { name: name.into(), floor: None, target: None, run: Box::new(run) }
    }

    fn over(self, floor: impl Into<String>) -> Figure {
        Figure { floor: Some(floor.into()), ..self }
    }

    fn within(self, target: Target) -> Figure {
        Figure { target: Some(target), ..self }
    }
}

/// Every figure, floors before what stands on them.
pub fn figures() -> Vec<Figure> {
    let mut all = primitives();
    all.extend(making());
    all.extend(DEPTHS.into_iter().flat_map(verdicts));
    all.extend(DEPTHS.into_iter().flat_map(verdicts_again));
    all.extend(judgements());
    all.extend(refusals());
    all.extend(reading());
    all
}

fn primitives() -> Vec<Figure> {
    let chain = Chain::new(1);
    let signed = chain.signatures(&chain.call()).swap_remove(0);
    let with = |run: fn(&Signed)| {
        let signed = signed.clone();
        move || run(&signed)
    };
    let hash = |length: usize| {
        let bytes = vec![7; length];
        move || blake3::derive_key("depute benches", black_box(&bytes))
    };
    vec![
        Figure::new("raw sign, root link", with(Signed::sign)),
        Figure::new("raw verify, parsed key", signed.verify_parsed()),
        Figure::new("raw verify, key from bytes", with(Signed::verify)),
        Figure::new("raw verify_strict, key from bytes", with(Signed::verify_strict)),
        Figure::new("raw BLAKE3 of 256 B", hash(256)),
        Figure::new("raw BLAKE3 of 1 KiB", hash(1024)),
    ]
}

/// Mint, delegate, present: one signature each.
fn making() -> Vec<Figure> {
    let (parsed, authorizer) = (Chain::mint(), Chain::authorizer());
    let mint = move || Chain::sign_root(parsed.clone(), &authorizer);
    let mut all = vec![Figure::new("mint", mint).over("raw sign, root link").within(ONE_SIGNATURE)];
    all.extend([1, 3, 10].into_iter().flat_map(delegations));
    let chain = Chain::new(3);
    let (call, holder) = (chain.call(), chain.holder());
    let signed = chain.signatures(&call).swap_remove(3);
    all.push(Figure::new("raw sign, proof", move || signed.sign()));
    let present = Figure::new("present, depth 3", move || chain.sign_presentation(&call, &holder));
    all.push(present.over("raw sign, proof").within(ONE_SIGNATURE));
    all
}

/// With the token in hand, as for one sub-agent of many, and from bytes that have just come.
fn delegations(links: usize) -> [Figure; 3] {
    let chain = Chain::new(links);
    let (grant, holder, next) = (Chain::grant(links + 1), chain.holder(), chain.next_holder());
    let signed = Chain::new(links + 1).signatures(&chain.call()).swap_remove(links);
    let bytes = chain.token().as_bytes().to_vec();
    let floor = format!("raw sign, link {}", links + 1);
    let delegate = Rc::new(move |token: &Token| {
        Chain::delegation(token, &next, grant.clone()).sign(&holder, Chain::now()).expect("a further link")
    });
    let from_bytes = Rc::clone(&delegate);
    let from_bytes = move || from_bytes(&Token::from_bytes(black_box(&bytes)).expect("a token"));
    let figure = |how: &str| format!("delegate {how}, {links} to {}", links + 1);
    [
        Figure::new(floor.clone(), move || signed.sign()),
        Figure::new(figure("in hand"), move || delegate(black_box(chain.token())))
            .over(floor.clone())
            .within(ONE_SIGNATURE),
        Figure::new(figure("from bytes"), from_bytes).over(floor).within(ONE_SIGNATURE),
    ]
}

fn verdicts(links: usize) -> [Figure; 2] {
    let chain = Chain::new(links);
    let call = chain.call();
    let signatures = chain.signatures(&call);
    let floor = format!("raw verify × {}", signatures.len());
    [
        Figure::new(floor.clone(), move || signatures.iter().for_each(Signed::verify)),
        check(format!("check, depth {links}"), Chain::verifier(), &chain).over(floor).within(Target::Times(1.05)),
    ]
}

/// A chain that the verifier has seen before, in a call of its own: one signature, the proof's.
fn verdicts_again(links: usize) -> [Figure; 2] {
    let chain = Chain::new(links);
    let proof = chain.signatures(&chain.call()).swap_remove(links);
    let floor = format!("raw verify, proof at depth {links}");
    let verifier = Chain::verifier().with_cache(Arc::new(ChainCache::new(CACHE_BYTES)));
    let check = check(format!("check again, depth {links}"), verifier, &chain);
    check.run();
    [Figure::new(floor.clone(), move || proof.verify()), check.over(floor).within(Target::Times(1.15))]
}

/// What grants cost within a verdict, and what a denial costs beside an allowed call.
fn judgements() -> Vec<Figure> {
    let chain = Chain::new(1);
    // Clauses of the benchmark grant's kind that fail at their last limit, before one that accepts.
    let narrower = (1..=EXTRA_CLAUSES).map(|most| format!("fs.read(path under \"/data\", amount <= {most})"));
    let clauses: Vec<String> = narrower.chain(["*(..)".into()]).collect();
    let verifier = Chain::verifier_of(clauses.iter().map(String::as_str));
    let mut all = vec![
        check(format!("check, depth 1, {EXTRA_CLAUSES} clauses more"), verifier, &chain)
            .over("check, depth 1")
            .within(Target::Above(EXTRA_CLAUSES as f64 * MICROS_PER_CLAUSE)),
    ];
    // The same bytes, allowed by every link and refused by link zero; and a call that only the last link refuses.
    let chain = Chain::new(3);
    let bytes = chain.present(&chain.call()).as_bytes().to_vec();
    let verifier = Chain::verifier_of([r#"fs.read(path under "/data", amount <= 10)"#]);
    let refuse = denied("denied by link 0, depth 3", verifier, bytes, chain.call(), Code::ArgAboveLimit, Step::Grants);
    all.push(refuse.over("check, depth 3").within(Target::Times(1.0)));
    let call = Chain::call_of(&Chain::folder(2), 50);
    let bytes = chain.present(&call).as_bytes().to_vec();
    let signatures = chain.signatures(&call);
    let floor = "raw verify × 4, of the next";
    let name = "denied by link 3, depth 3";
    all.push(Figure::new(floor, move || signatures.iter().for_each(Signed::verify)));
    let refuse = denied(name, Chain::verifier(), bytes, call, Code::ArgOutsidePath, Step::Grants);
    all.push(refuse.over(floor).within(Target::Times(1.05)));
    all
}

/// Refusals before any curve arithmetic, and one at the first signature.
fn refusals() -> Vec<Figure> {
    let chain = Chain::new(3);
    let call = chain.call();
    let genuine = chain.present(&call).as_bytes().to_vec();
    let mut all = Vec::new();
    for Hostile { name, bytes, code } in malformed::all(&chain) {
        let refuse = denied(&format!("refused: {name}"), Chain::verifier(), bytes, call.clone(), code, Step::Form);
        all.push(refuse.within(Target::Micros(2.0)));
    }
    let forged = malformed::forged(&chain);
    for (name, verifier, bytes, code, step) in [
        ("refused: root not trusted", Chain::stranger(), &genuine, Code::RootUntrusted, Step::Root),
        ("refused: another audience", Chain::verifier_elsewhere(), &genuine, Code::AudienceMismatch, Step::Structure),
        ("refused: first signature forged", Chain::verifier(), &forged, Code::SignatureInvalid, Step::Signatures),
    ] {
        let refuse = denied(name, verifier, bytes.clone(), call.clone(), code, step);
        all.push(refuse.over("check, depth 3").within(Target::Times(1.0)));
    }
    all
}

/// Texts and bytes, read.
fn reading() -> Vec<Figure> {
    let json = Chain::call_json("/data/a/a/x.txt", 50);
    let text = Chain::text(1);
    let mcp = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"path":"/data/a/a/x.txt","amount":50}}}"#;
    let mut all = vec![
        Figure::new("call from JSON, with its digest", move || Call::from_json(black_box(&json)).expect("a call")),
        Figure::new("call from MCP, with its digest", move || {
            Call::from_mcp_json(black_box(mcp), "fs").expect("a call")
        }),
        Figure::new("grant from text", move || Grant::parse(black_box(&text)).expect("a grant")),
    ];
    for links in [3, 10] {
        let chain = Chain::new(links);
        let bytes = chain.present(&chain.call()).as_bytes().to_vec();
        let read = move || Presentation::from_bytes(black_box(&bytes)).expect("a presentation");
        all.push(Figure::new(format!("presentation from bytes, depth {links}"), read));
    }
    all
}

pub(crate) fn check(name: impl Into<String>, verifier: Verifier, chain: &Chain) -> Figure {
    checked(name, verifier, chain, chain.call())
}

pub(crate) fn checked(name: impl Into<String>, verifier: Verifier, chain: &Chain, call: Call) -> Figure {
    let bytes = chain.present(&call).as_bytes().to_vec();
    let run = move || {
        let verified = verifier.check(black_box(&bytes), black_box(&call), Chain::now()).expect("an allowed call");
        assert_eq!(black_box(verified).owed(), []);
    };
    Figure::new(name, run)
}

/// A refusal, held to the code and step that it is measured for.
fn denied(name: &str, verifier: Verifier, bytes: Vec<u8>, call: Call, code: Code, step: Step) -> Figure {
    let refuse = move || verifier.check(black_box(&bytes), black_box(&call), Chain::now()).expect_err("a refusal");
    let denied = refuse();
    assert_eq!((denied.code(), denied.step()), (code, step), "{name}");
    Figure::new(name, refuse)
}
