//! What grows with what: one operation at many sizes, for a plot. A figure here is named `CURVE: SIZE`.

use std::sync::Arc;

use depute::{ChainCache, limits};

use crate::chain::Chain;
use crate::figure::{Figure, check, checked};
use crate::raw::Signed;

/// Links of a chain, 1 to the most that there may be.
const LINKS: std::ops::RangeInclusive<usize> = 1..=limits::LINKS;

/// Clauses of link zero, up to the most that there may be.
const CLAUSES: [usize; 6] = [1, 2, 4, 8, 16, limits::CLAUSES];

/// Bytes of a path among the arguments, up to the longest.
const PATH_BYTES: [usize; 6] = [16, 256, 1024, 2048, 3072, limits::PATH_BYTES];

/// Chains that a cache holds.
const HELD: [usize; 3] = [1, 100, 10_000];

/// Room for all of them.
const CACHE_BYTES: usize = 1 << 30;

/// Every point of every curve.
pub fn curves() -> Vec<Figure> {
    let mut all: Vec<Figure> = LINKS.flat_map(by_links).collect();
    all.extend(CLAUSES.map(by_clauses));
    all.extend(PATH_BYTES.map(by_path));
    all.extend(HELD.map(by_held));
    all
}

fn by_links(links: usize) -> [Figure; 2] {
    let chain = Chain::new(links);
    let signatures = chain.signatures(&chain.call());
    [
        Figure::new(format!("raw signatures by links: {links}"), move || signatures.iter().for_each(Signed::verify)),
        check(format!("check by links: {links}"), Chain::verifier(), &chain),
    ]
}

/// All but the last fail at their last limit.
fn by_clauses(clauses: usize) -> Figure {
    let narrower = (1..clauses).map(|most| format!("fs.read(path under \"/data\", amount <= {most})"));
    let clauses_of: Vec<String> = narrower.chain(["*(..)".into()]).collect();
    let verifier = Chain::verifier_of(clauses_of.iter().map(String::as_str));
    check(format!("check by clauses: {clauses}"), verifier, &Chain::new(1))
}

/// Segments of one letter, as many as there is room for.
fn by_path(bytes: usize) -> Figure {
    let folder = format!("/data{}", "/a".repeat((bytes - "/data".len() - "/x.txt".len()) / 2));
    let call = Chain::call_of(&folder, 50);
    checked(format!("check by bytes of a path: {bytes}"), Chain::verifier(), &Chain::new(1), call)
}

/// A chain of three links that is known, among others that are.
fn by_held(held: usize) -> Figure {
    let cache = Arc::new(ChainCache::new(CACHE_BYTES));
    let verifier = Chain::verifier().with_cache(cache.clone());
    for number in 1..held {
        let other = Chain::root((number as u64).to_be_bytes());
        let call = other.call();
        assert!(verifier.check(other.present(&call).as_bytes(), &call, Chain::now()).is_ok());
    }
    let check = check(format!("check by chains held: {held}"), verifier, &Chain::new(3));
    check.run();
    assert_eq!(cache.len(), held);
    check
}
