//! The clock and the source of randomness: the only place where either enters.

#![expect(clippy::disallowed_methods, reason = "this is the one place where the clock is read and randomness drawn")]

use std::time::{SystemTime, UNIX_EPOCH};

use depute::{Code, UnixTime};

use crate::failure::Failure;

/// 2020-01-01T00:00:00Z. A machine that believes it is earlier has lost its clock, and every expiry with it.
const EARLIEST_SECS: u64 = 1_577_836_800;

/// The time, as this machine knows it.
pub(crate) fn now() -> Result<UnixTime, Failure> {
    plausible(SystemTime::now())
}

/// `N` bytes that nobody can guess.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Failure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|cause| Failure::new(Code::RandomFailed, format!("this machine gives no random bytes: {cause}")))?;
    Ok(bytes)
}

fn plausible(time: SystemTime) -> Result<UnixTime, Failure> {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) if since.as_secs() >= EARLIEST_SECS => Ok(UnixTime::from_secs(since.as_secs())?),
        _ => Err(Failure::new(Code::ClockInvalid, "this machine's clock is before 2020")
            .hint("set the clock; no expiry can be judged without it")),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_clock_before_2020_is_refused() {
        let second = Duration::from_secs(1);
        let earliest = UNIX_EPOCH + Duration::from_secs(EARLIEST_SECS);
        assert_eq!(plausible(earliest).unwrap().as_secs(), EARLIEST_SECS);
        assert_eq!(plausible(earliest - second).unwrap_err().code(), Code::ClockInvalid);
        assert_eq!(plausible(UNIX_EPOCH - second).unwrap_err().code(), Code::ClockInvalid);
    }

    #[test]
    fn random_bytes_differ() {
        assert_ne!(random::<16>().unwrap(), random::<16>().unwrap());
    }
}
