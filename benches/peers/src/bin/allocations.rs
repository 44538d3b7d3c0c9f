//! Allocations of one decision of every peer, at depth 3 or at 1 where there is no other: `allocations [--json PATH]`. A program of
//! its own, since an allocator that counts would slow what is timed.

use std::alloc::System;

use depute_benches::record::{self, Record};
use depute_benches::table;
use depute_peers::{Asked, Peer, peers};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const LINKS: usize = 3;

fn main() {
    let mut records = Vec::new();
    for Peer { name, cases, .. } in peers() {
        let case = cases.iter().find(|case| case.links == LINKS).unwrap_or(&cases[0]);
        let asked = Asked::allowed(case.links);
        let bytes = (case.present)(&asked);
        // Once before, for what is allocated only the first time.
        assert!((case.decide)(&bytes, &asked));
        let region = Region::new(ALLOCATOR);
        assert!((case.decide)(&bytes, &asked));
        let change = region.change();
        let unit = format!("allocations, depth {}", case.links);
        records.push(Record::counted(name, (change.allocations + change.reallocations) as u64, &unit));
    }
    println!("{}", table::of_peers(&records));
    record::write_if_asked(&records);
}
