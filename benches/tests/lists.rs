//! Memory that reading a revocation list takes, whoever wrote it.

use std::alloc::System;

use depute::{NextList, RevocationList, Signer, SigningKey, Target, UnixTime};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// One test, so that no other thread allocates meanwhile.
#[test]
fn reading_a_list_takes_no_more_than_four_times_its_bytes() {
    let key = SigningKey::from_seed(&[1; 32]);
    let now = UnixTime::from_secs(1_800_000_000).expect("a time in range");
    // The shortest statements there are, as many as fit: nothing costs the reader more for each byte.
    let statements = (0..4096_u32).map(|number| {
        let mut id = [0; 32];
        id[..4].copy_from_slice(&number.to_le_bytes());
        Target::link(id).revoke(&key, now).expect("a statement")
    });
    let next = NextList::first();
    let next = statements.fold(next, |next, statement| next.with(statement).expect("room"));
    let list = next.sign(&key, now).expect("a list");
    assert_eq!(list.unverified_key(), key.verifying_key());
    // Whole, cut short, and with a count that lies.
    let cut = &list.as_bytes()[..list.as_bytes().len() / 2];
    for bytes in [list.as_bytes(), cut] {
        let region = Region::new(ALLOCATOR);
        let read = RevocationList::from_bytes(bytes);
        let change = region.change();
        let taken = change.bytes_allocated + usize::try_from(change.bytes_reallocated).unwrap_or(0);
        println!("{} bytes: {} allocated, {}", bytes.len(), taken, if read.is_ok() { "read" } else { "refused" });
        assert!(taken <= 4 * bytes.len() + 64 * 1024, "{taken} for {}", bytes.len());
    }
}
