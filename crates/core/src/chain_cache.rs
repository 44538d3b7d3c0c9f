//! A cache of verified chains for servers: bounded in bytes, shared by threads. Source: `spec/verify.md`, "Chains seen before".

use alloc::sync::Arc;
use core::fmt;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::envelope::Id;
use crate::known::{KnownChain, KnownChains};

/// What a chain is thought to take when room is planned; what it really takes is counted.
const USUAL_CHAIN_BYTES: usize = 8 * 1024;

/// Chains that were verified before, so many bytes of them at most.
///
/// Only chains whose every signature and whose call proof are good come in. Where room is short, those that were asked for
/// more than once stay before those that were seen once: a holder who makes chain after chain does not drive out the ones in
/// use. Readers do not wait for each other.
pub struct ChainCache(Cache<Id, Arc<KnownChain>, Bytes>);

#[derive(Clone)]
struct Bytes;

impl ChainCache {
    /// A cache that takes at most so many bytes, for [`Verifier::with_cache`](crate::Verifier::with_cache). A chain of three
    /// links takes about 10 kB; 64 MiB are a good deal for a service.
    pub fn new(bytes: usize) -> ChainCache {
        ChainCache(Cache::with_weighter(bytes / USUAL_CHAIN_BYTES, bytes as u64, Bytes))
    }

    /// How many chains are remembered.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many bytes the remembered chains take, at most.
    pub fn memory_bytes(&self) -> u64 {
        self.0.weight()
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        self.0.clear();
    }
}

impl Weighter<Id, Arc<KnownChain>> for Bytes {
    fn weight(&self, _: &Id, chain: &Arc<KnownChain>) -> u64 {
        chain.memory_bytes() as u64
    }
}

impl KnownChains for ChainCache {
    fn find(&self, key: &Id) -> Option<Arc<KnownChain>> {
        self.0.get(key)
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        self.0.insert(*chain.key(), chain);
    }
}

impl fmt::Debug for ChainCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainCache").field("chains", &self.len()).finish_non_exhaustive()
    }
}
