//! The same work in other libraries: the benchmark grant as each says it best, decided from bytes.
//!
//! Each peer stands in a file of its own, whose first lines say what a decision of it checks and what it does not. No figure
//! is taken of a peer that does not allow the call that it must allow, or allows one that it must refuse (`Peer::prove`).

mod biscuit;
mod depute_itself;
mod json;
mod macaroons;
mod paseto;
mod raw;
mod tenuo_warrants;

use std::sync::Arc;

/// The depths at which a decision is measured.
pub const DEPTHS: [usize; 4] = [1, 3, 5, 10];

/// The audience of every token that can name one.
const AUDIENCE: &str = "files.internal";
const LIFE_SECS: u64 = 3600;

/// A call `fs.read` of a path under a folder, for an amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Such as `/data/a/x.txt`.
    pub path: String,
    /// 100 is allowed, 101 is not.
    pub amount: i64,
}

/// A library, and what it does for the benchmark.
pub struct Peer {
    /// Its name and release.
    pub name: &'static str,
    /// Its tokens by depth; one only where it has no way to narrow a token offline.
    pub cases: Vec<Case>,
    /// Makes the first link, as bytes.
    pub mint: Option<Box<dyn Fn()>>,
    /// From the bytes of three links makes those of four.
    pub delegate: Option<Box<dyn Fn()>>,
}

/// A token of so many links.
pub struct Case {
    /// How many.
    pub links: usize,
    /// What travels for a call.
    pub present: Box<dyn Fn(&Asked) -> Vec<u8>>,
    /// The verifier's answer.
    pub decide: Decide,
}

/// Whether a call is allowed, from the bytes that came with it.
pub type Decide = Arc<dyn Fn(&[u8], &Asked) -> bool + Send + Sync>;

/// Every peer, Depute first.
///
/// # Panics
/// If one of them refuses what it must allow, or allows what it must refuse.
pub fn peers() -> Vec<Peer> {
    let peers = vec![
        depute_itself::peer(),
        tenuo_warrants::peer(),
        biscuit::peer(),
        macaroons::peer(),
        json::peer(),
        paseto::peer(),
        raw::dalek(),
        raw::ring(),
    ];
    peers.iter().for_each(Peer::prove);
    peers
}

impl Peer {
    /// Asks for the call that must be allowed, and for others that must not: each differs in one thing.
    fn prove(&self) {
        for Case { links, present, decide } in &self.cases {
            let answer = |bytes: &[u8], asked: &Asked| decide(bytes, asked);
            let name = self.name;
            let asked = Asked::allowed(*links);
            let bytes = present(&asked);
            assert!(answer(&bytes, &asked), "{name} refuses the call at depth {links}");
            let mut forged = bytes.clone();
            let middle = forged.len() / 2;
            forged[middle] ^= 1;
            assert!(!answer(&forged, &asked), "{name} allows with another byte at depth {links}");
            if self.mint.is_none() {
                // Raw signatures know of no grant.
                continue;
            }
            let above = Asked { amount: 101, ..asked.clone() };
            assert!(!answer(&present(&above), &above), "{name} allows an amount above at depth {links}");
            let outside = Asked { path: Asked::outside(*links), ..asked };
            assert!(!answer(&present(&outside), &outside), "{name} allows a path outside at depth {links}");
        }
    }
}

impl Asked {
    /// What a token of so many links allows.
    pub fn allowed(links: usize) -> Asked {
        Asked { path: format!("{}/x.txt", folder(links)), amount: 50 }
    }

    /// What all links but the last allow.
    fn outside(links: usize) -> String {
        match links {
            1 => "/etc/x.txt".into(),
            _ => format!("{}/x.txt", folder(links - 1)),
        }
    }
}

/// A call as its library has it: made beforehand for the one that is measured, since that is no part of a decision.
struct OwnForm<T> {
    allowed: Asked,
    form: T,
    make: fn(&Asked) -> T,
}

impl<T> OwnForm<T> {
    fn new(links: usize, make: fn(&Asked) -> T) -> OwnForm<T> {
        let allowed = Asked::allowed(links);
        OwnForm { form: make(&allowed), allowed, make }
    }

    fn with<R>(&self, asked: &Asked, run: impl FnOnce(&T) -> R) -> R {
        if *asked == self.allowed { run(&self.form) } else { run(&(self.make)(asked)) }
    }
}

/// What the link of this number allows to read.
fn folder(number: usize) -> String {
    format!("/data{}", "/a".repeat(number - 1))
}

/// Secret keys by number: 0 is the authorizer's.
fn seed(number: usize) -> [u8; 32] {
    let mut seed = [7; 32];
    seed[0] = number as u8;
    seed
}
