//! A cache of verified chains for servers: bounded in bytes, shared by threads. Source: `spec/verify.md`, "Chains seen before".

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use std::hash::RandomState;

use quick_cache::sync::Cache;
use quick_cache::{Lifecycle, OptionsBuilder, Weighter};

use crate::envelope::Id;
use crate::known::{KnownChain, KnownChains};

/// What a chain is thought to take when room is planned; what it really takes is counted.
const USUAL_CHAIN_BYTES: usize = 4 * 1024;

/// Room is divided into parts with a lock each, none smaller than this.
const PART_BYTES: usize = 4 << 20;

/// What remains for chains that came once. It must have room for the largest, or they would drive out those in use.
const ONCE: f64 = 0.25;

/// A chain that takes more than this of the room is not remembered: a quarter of what there is for chains that came once.
const LARGEST_SHARE: usize = 16;

/// Chains that were verified before, so many bytes of them at most.
///
/// Only chains whose every signature and whose call proof are good come in. Where room is short, those that were asked for
/// again stay before those that came once, so chain after chain does not drive out the ones in use. **Not promised**: that a
/// holder of many genuine chains who presents each of them again drives out nothing; a chain that was driven out costs what
/// it costs without a cache. Who looks up a chain waits for nobody else who does, only for whoever puts one in.
pub struct ChainCache {
    chains: Cache<Id, Arc<KnownChain>, Bytes, RandomState, Driven>,
    largest: usize,
}

#[derive(Clone)]
struct Bytes;

/// Holds what is driven out until no lock is held: to free a large chain takes longer than to find one.
#[derive(Clone)]
struct Driven;

impl ChainCache {
    /// A cache that takes at most so many bytes, for [`Verifier::with_cache`](crate::Verifier::with_cache).
    ///
    /// A chain of three links takes about 4 kB, the largest that the limits admit half a megabyte; one that takes more than a
    /// sixteenth of the room is not remembered. 64 MiB are a good deal for a service, and 16 MiB hold any chain.
    pub fn new(bytes: usize) -> ChainCache {
        let parts = (bytes / PART_BYTES).clamp(1, 64);
        let options = OptionsBuilder::new()
            .estimated_items_capacity(bytes / USUAL_CHAIN_BYTES)
            .weight_capacity(bytes as u64)
            .shards(if parts.is_power_of_two() { parts } else { parts.next_power_of_two() / 2 })
            .hot_allocation(1.0 - ONCE)
            .build();
        // Against chains that were made so that their keys fall on one place; no answer depends on it.
        #[allow(clippy::disallowed_methods)]
        let random = RandomState::new();
        let chains = match options {
            Ok(options) => Cache::with_options(options, Bytes, random, Driven),
            // Only capacities that were not stated are refused.
            Err(_) => Cache::with(bytes / USUAL_CHAIN_BYTES, bytes as u64, Bytes, random, Driven),
        };
        ChainCache { chains, largest: bytes.min(PART_BYTES) / LARGEST_SHARE }
    }

    /// How many chains are remembered.
    pub fn len(&self) -> usize {
        self.chains.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.chains.is_empty()
    }

    /// How many bytes the remembered chains take.
    pub fn memory_bytes(&self) -> u64 {
        self.chains.weight()
    }

    /// Forgets all of them.
    pub fn clear(&self) {
        self.chains.clear();
    }
}

impl Weighter<Id, Arc<KnownChain>> for Bytes {
    fn weight(&self, _: &Id, chain: &Arc<KnownChain>) -> u64 {
        chain.memory_bytes() as u64
    }
}

impl Lifecycle<Id, Arc<KnownChain>> for Driven {
    type RequestState = Vec<Arc<KnownChain>>;

    fn on_evict(&self, driven: &mut Vec<Arc<KnownChain>>, _: Id, chain: Arc<KnownChain>) {
        driven.push(chain);
    }
}

impl KnownChains for ChainCache {
    fn find(&self, key: &Id) -> Option<Arc<KnownChain>> {
        self.chains.get(key)
    }

    fn keep(&self, chain: Arc<KnownChain>) {
        if chain.memory_bytes() <= self.largest {
            self.chains.insert(*chain.key(), chain);
        }
    }
}

impl fmt::Debug for ChainCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChainCache").field("chains", &self.len()).finish_non_exhaustive()
    }
}
