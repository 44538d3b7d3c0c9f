//! What is the same on every machine: bytes of the benchmark grant, and allocations of a verdict. `counts [--json PATH]`.

use std::alloc::System;

use depute_benches::record::{self, Record};
use depute_benches::{Chain, DEPTHS, bytes};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// What a verdict at depth 3 may allocate.
const ALLOCATIONS: f64 = 8.0;

fn main() {
    let mut records = Vec::new();
    for links in DEPTHS {
        let (chain, verifier) = (Chain::new(links), Chain::verifier());
        let call = chain.call();
        let presentation = chain.present(&call);
        let region = Region::new(ALLOCATOR);
        let verified = verifier.check(presentation.as_bytes(), &call, Chain::now());
        let change = region.change();
        assert!(verified.is_ok());
        let made = change.allocations + change.reallocations;
        let name = format!("depth {links}");
        let counted = |value: usize, unit| Record::counted(&name, value as u64, unit);
        let presented = counted(presentation.as_bytes().len(), "bytes of the presentation");
        let most = bytes::MOST.into_iter().find(|(depth, _)| *depth == links);
        let allocated = counted(made, "allocations of a verdict");
        records.extend([
            counted(chain.token().as_bytes().len(), "bytes of the token"),
            most.map_or(presented.clone(), |(_, most)| presented.at_most(most as f64)),
            if links == 3 { allocated.at_most(ALLOCATIONS) } else { allocated },
        ]);
    }
    for Record { name, value, unit, target, .. } in &records {
        println!("{name}: {value} {unit} {}", target.as_deref().unwrap_or_default());
    }
    record::write_if_asked(&records);
}
