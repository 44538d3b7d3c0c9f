//! Allocations of one verdict.

use std::alloc::System;

use depute_benches::{Chain, DEPTHS};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test, so that no other thread allocates meanwhile.
#[test]
fn a_verdict_at_depth_3_makes_no_more_than_8() {
    for links in DEPTHS {
        let (chain, verifier) = (Chain::new(links), Chain::verifier());
        let call = chain.call();
        let presentation = chain.present(&call);
        let region = Region::new(ALLOCATOR);
        let verified = verifier.check(presentation.as_bytes(), &call, Chain::now());
        let change = region.change();
        assert!(verified.is_ok());
        let made = change.allocations + change.reallocations;
        println!("depth {links}: {made} allocations, {} bytes", change.bytes_allocated);
        assert!(links != 3 || made <= 8, "{made} allocations at depth 3");
    }
}
