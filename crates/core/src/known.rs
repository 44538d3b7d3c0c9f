//! Chains that were verified before: what may be remembered of them, and what is done with it.
//!
//! That the signatures of a chain are good is a fact of its bytes alone. No trust, time, revocation, grant or call enters
//! into it, so nothing that changes later makes it untrue, and all of those are judged anew on every call. What is
//! remembered is named by a hash of *all* bytes of the token, signatures included: a chain that differs in one bit is another
//! one. Source: `spec/verify.md`, "Chains seen before".

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref;

use crate::envelope::{Id, context};
use crate::key::Point;
use crate::link::Link;
use crate::weight;

/// A chain whose signatures a [`Verifier`](crate::Verifier) found good, below a root that it trusted then, and whose holder
/// proved a call.
///
/// Only a verdict makes one, and it cannot be read from bytes. It allows nothing by itself.
pub struct KnownChain {
    key: Id,
    links: Vec<Link<'static>>,
    /// The links' ids, root first.
    ids: Vec<Id>,
    /// The last holder's key, with which every call proof is verified.
    holder: Point,
    bytes: usize,
}

/// Where a verifier remembers chains: shared by threads, bounded by whoever writes it.
///
/// Nothing that it does makes a verifier say yes where it would have said no: a chain is taken only under the key that was
/// asked for, and no chain can be forged. A store that forgets, or never finds anything, costs time alone. It need not, and
/// cannot, outlive the process.
pub trait KnownChains: fmt::Debug + Send + Sync {
    /// The chain of this key, if it is remembered.
    fn find(&self, key: &Id) -> Option<Arc<KnownChain>>;

    /// Remembers a chain under its [`key`](KnownChain::key), or not.
    fn keep(&self, chain: Arc<KnownChain>);
}

/// The links of one presentation: read from it, or known from before.
#[derive(Clone, Debug)]
pub(crate) enum Links<'a> {
    Read(Vec<Link<'a>>),
    Known(Arc<KnownChain>),
}

/// What names a chain here: a hash of the token's bytes, every one of them.
pub(crate) fn key(token: &[u8]) -> Id {
    blake3::derive_key(context::KNOWN_CHAIN, token)
}

impl KnownChain {
    /// Remembers what was read from these bytes and found good.
    pub(crate) fn new(token: &[u8], links: &[Link<'_>], ids: &[Id], holder: Point) -> KnownChain {
        let links: Vec<Link<'static>> = links.iter().cloned().map(Link::into_owned).collect();
        let ids = ids.to_vec();
        let bytes = weight::allocated(size_of_val(&*ids))
            .saturating_add(weight::of_links(&links))
            .saturating_add(size_of::<KnownChain>())
            .saturating_add(PLACE_BYTES);
        KnownChain { key: key(token), links, ids, holder, bytes }
    }

    /// What names it: a hash of all bytes of its token.
    pub fn key(&self) -> &Id {
        &self.key
    }

    /// How much memory it takes, in bytes, with its place in a store.
    pub fn memory_bytes(&self) -> usize {
        self.bytes
    }
}

/// What a place in a store takes: the key once more, and what finds and orders it.
const PLACE_BYTES: usize = 160;

impl fmt::Debug for KnownChain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownChain").field("links", &self.links.len()).finish_non_exhaustive()
    }
}

impl Links<'_> {
    /// The links' ids, if their signatures were found good before.
    pub(crate) fn known_ids(&self) -> Option<&[Id]> {
        match self {
            Links::Read(_) => None,
            Links::Known(chain) => Some(&chain.ids),
        }
    }

    /// The last holder's key, if a proof of theirs was verified before.
    pub(crate) fn known_holder(&self) -> Option<Point> {
        match self {
            Links::Read(_) => None,
            Links::Known(chain) => Some(chain.holder),
        }
    }
}

impl<'a> Deref for Links<'a> {
    type Target = [Link<'a>];

    fn deref(&self) -> &[Link<'a>] {
        match self {
            Links::Read(links) => links,
            Links::Known(chain) => &chain.links,
        }
    }
}
