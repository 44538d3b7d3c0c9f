//! Durations and times as people write and read them.

use std::env;
use std::fs;
use std::path::Path;

use depute::UnixTime;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::failure::Failure;

/// Seconds of `90s`, `15m`, `1h30m`, `7d`, `2w`: units descending, each once.
pub(crate) fn duration_secs(text: &str) -> Result<u64, Failure> {
    let fault = || {
        Failure::usage("a duration is numbers with units, the largest first")
            .hint("write `90s`, `15m`, `1h30m` or `7d`")
    };
    let mut total: u64 = 0;
    let mut last = u64::MAX;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(fault)?;
        let (number, tail) = rest.split_at(digits);
        let unit_secs = match tail.chars().next() {
            Some('w') => 7 * 24 * 3600,
            Some('d') => 24 * 3600,
            Some('h') => 3600,
            Some('m') => 60,
            Some('s') => 1,
            _ => return Err(fault()),
        };
        let number: u64 = number.parse().map_err(|_| fault())?;
        if unit_secs >= last {
            return Err(fault());
        }
        last = unit_secs;
        total = number.checked_mul(unit_secs).and_then(|secs| total.checked_add(secs)).ok_or_else(fault)?;
        rest = tail.get(1..).unwrap_or_default();
    }
    if total == 0 { Err(fault()) } else { Ok(total) }
}

/// A time as RFC 3339 or as seconds since 1970.
pub(crate) fn time(text: &str) -> Result<UnixTime, Failure> {
    let fault = || {
        Failure::usage("not a time").hint("write `2026-12-01T09:30:00Z`, with another offset, or seconds since 1970")
    };
    let secs = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| fault())?
    } else {
        let timestamp: Timestamp = text.parse().map_err(|_| fault())?;
        u64::try_from(timestamp.as_second()).map_err(|_| fault())?
    };
    Ok(UnixTime::from_secs(secs)?)
}

/// A time in this machine's zone, with its offset.
pub(crate) fn local(time: UnixTime) -> String {
    let timestamp = i64::try_from(time.as_secs()).ok().and_then(|secs| Timestamp::from_second(secs).ok());
    match timestamp {
        Some(timestamp) => timestamp.to_zoned_datetime(zone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string(),
        // Beyond the year 9999 there is no calendar to show it in.
        None => time.to_string(),
    }
}

/// This machine's zone. `TZ` may name a file, which is read to its end: one that has none, such as `/dev/zero`, is not.
fn zone() -> TimeZone {
    let named = env::var_os("TZ").unwrap_or_default();
    let file = named.to_str().map(|text| text.strip_prefix(':').unwrap_or(text)).unwrap_or_default();
    match fs::metadata(Path::new(file)) {
        Ok(found) if !found.is_file() || !(1..=ZONE_BYTES).contains(&found.len()) => TimeZone::UTC,
        _ => TimeZone::system(),
    }
}

/// Files of zones have a few kilobytes.
const ZONE_BYTES: u64 = 1024 * 1024;

/// A span as its largest unit that leaves at least two, as people say it: `59m`, `90s`, `36h`, `12d`.
pub(crate) fn span(secs: u64) -> String {
    match secs {
        0..120 => format!("{secs}s"),
        120..7_200 => format!("{}m", secs / 60),
        7_200..172_800 => format!("{}h", secs / 3600),
        _ => format!("{}d", secs / (24 * 3600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        for (text, secs) in
            [("90s", 90), ("15m", 900), ("1h30m", 5400), ("7d", 604_800), ("2w", 1_209_600), ("0h5s", 5)]
        {
            assert_eq!(duration_secs(text).unwrap(), secs, "{text}");
        }
        for text in ["", "15", "m", "15 m", "30m1h", "1h1h", "-5m", "1.5h", "5y", "0s", "99999999999999999999d", "９m"]
        {
            assert!(duration_secs(text).is_err(), "{text}");
        }
    }

    #[test]
    fn times() {
        for text in ["1796720400", "2026-12-08T09:00:00Z", "2026-12-08T10:00:00+01:00"] {
            assert_eq!(time(text).unwrap().as_secs(), 1_796_720_400, "{text}");
        }
        for text in ["", "yesterday", "2026-12-08", "1969-12-31T23:59:59Z", "-1", "99999999999999999999"] {
            assert!(time(text).is_err(), "{text}");
        }
    }

    #[test]
    fn spans() {
        for (secs, text) in [(60, "60s"), (3599, "59m"), (3600, "60m"), (7200, "2h"), (172_800, "2d")] {
            assert_eq!(span(secs), text);
        }
    }
}
