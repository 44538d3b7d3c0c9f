//! The clock: the only place where it enters.

#![expect(clippy::disallowed_methods, reason = "this is the one place where the clock is read")]

use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// Seconds that `times` runs take together.
pub fn secs(times: u32, mut run: impl FnMut()) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        run();
    }
    start.elapsed().as_secs_f64()
}

/// Seconds since 1970, for peers that read the clock themselves.
pub fn now_secs() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
