//! The worst lawful verdicts: how long each takes, and how much memory: `worst [--json PATH]`.

use std::alloc::System;

use depute_benches::record::{self, Record};
use depute_benches::{Chain, Presented, host, stuffed, table, worst};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The shortest of so many runs counts.
const RUNS: usize = 5;
const MOST_MILLIS: f64 = 50.0;
/// So many times the bytes of the presentation.
const MOST_MEMORY: f64 = 4.0;

fn main() {
    let mut records: Vec<Record> = worst()
        .iter()
        .map(|figure| {
            let shortest = (0..RUNS).map(|_| host::secs(1, || figure.run())).fold(f64::INFINITY, f64::min);
            Record::timed(&figure.name, shortest * 1e3, table::OF_WORST_TIMES).at_most(MOST_MILLIS)
        })
        .collect();
    records.extend(stuffed().iter().map(memory));
    println!("{}", table::of_all(&records));
    record::write_if_asked(&records);
}

/// All that is allocated on the way to the verdict, of which some is free again before the last is: the peak is no higher.
fn memory(Presented { name, presentation, call }: &Presented) -> Record {
    let verifier = Chain::verifier();
    let region = Region::new(ALLOCATOR);
    let verified = verifier.check(presentation.as_bytes(), call, Chain::now());
    let change = region.change();
    assert!(verified.is_ok(), "{name}");
    let taken = change.bytes_allocated + usize::try_from(change.bytes_reallocated).unwrap_or(0);
    let times = taken as f64 / presentation.as_bytes().len() as f64;
    Record::timed(format!("stuffed with {name}"), times, table::OF_WORST_MEMORY).at_most(MOST_MEMORY)
}
