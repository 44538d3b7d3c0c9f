//! Times and durations: seconds, passed in by the caller, never read from a clock.

use core::fmt;

use crate::error::{Code, Malformed};
use crate::limits;

/// Seconds since 1970-01-01T00:00:00Z, before the year 10000 so that each has a text (RFC 3339) and sums of a
/// few never overflow.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnixTime(u64);

impl UnixTime {
    /// A time from its seconds. Milliseconds are too large and so refused.
    pub fn from_secs(secs: u64) -> Result<UnixTime, Malformed> {
        if secs < limits::TIME_SECS {
            Ok(UnixTime(secs))
        } else {
            Err(Malformed::new(Code::LimitExceeded, "a time in the year 10000 or later"))
        }
    }

    /// The seconds.
    pub fn as_secs(self) -> u64 {
        self.0
    }

    /// This time and so many seconds; never overflows, since both stay far below 2⁶⁴.
    pub(crate) fn plus(self, secs: u64) -> u64 {
        self.0.saturating_add(secs)
    }

    /// A time from `YYYY-MM-DDThh:mm:ssZ`.
    pub fn parse(text: &str) -> Result<UnixTime, Malformed> {
        let fault = || Malformed::new(Code::ValueInvalid, "a time is written `YYYY-MM-DDThh:mm:ssZ`");
        if crate::operator::date::form(text) != Some(crate::operator::date::Form::Instant) {
            return Err(fault());
        }
        let part =
            |from: usize, to: usize| text.get(from..to).and_then(|digits| digits.parse::<i64>().ok()).ok_or_else(fault);
        let days = days_from_civil(part(0, 4)?, part(5, 7)?, part(8, 10)?);
        let secs = days
            .saturating_mul(86_400)
            .saturating_add(part(11, 13)?.saturating_mul(3600))
            .saturating_add(part(14, 16)?.saturating_mul(60))
            .saturating_add(part(17, 19)?);
        u64::try_from(secs)
            .map_err(|_| Malformed::new(Code::ValueInvalid, "a time before 1970"))
            .and_then(UnixTime::from_secs)
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, secs) = (self.0 / 86_400, self.0 % 86_400);
        let (year, month, day) = civil_from_days(days);
        write!(f, "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", secs / 3600, secs / 60 % 60, secs % 60)
    }
}

/// A duration as a grant writes it: `1h`, `90m`, `45s`, `30d`; the largest unit that divides it.
pub(crate) struct Duration(pub(crate) u64);

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            secs if secs.is_multiple_of(86_400) && secs > 0 => write!(f, "{}d", secs / 86_400),
            secs if secs.is_multiple_of(3600) && secs > 0 => write!(f, "{}h", secs / 3600),
            secs if secs.is_multiple_of(60) && secs > 0 => write!(f, "{}m", secs / 60),
            secs => write!(f, "{secs}s"),
        }
    }
}

/// The seconds of a duration such as `15m`.
pub fn parse_duration(text: &str) -> Option<u64> {
    let unit = match text.as_bytes().last()? {
        b's' => 1,
        b'm' => 60,
        b'h' => 3600,
        b'd' => 86_400,
        _ => return None,
    };
    let digits =
        text.get(..text.len().saturating_sub(1)).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

// Days and civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". Years start in March, so that
// the leap day is the last one, and repeat every 400 years (146,097 days).

#[allow(clippy::arithmetic_side_effects)] // cannot overflow: years of four digits
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[allow(clippy::arithmetic_side_effects)] // cannot overflow: fewer days than the year 10000 has
fn civil_from_days(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;

    #[test]
    fn times_print_and_parse() {
        for (secs, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_700_000_000, "2023-11-14T22:13:20Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] {
            let time = UnixTime::from_secs(secs).unwrap();
            assert_eq!(time.to_string(), text);
            assert_eq!(UnixTime::parse(text), Ok(time));
        }
        assert!(UnixTime::from_secs(253_402_300_800).is_err());
        assert!(UnixTime::parse("1969-12-31T23:59:59Z").is_err());
    }

    #[test]
    fn durations_print_in_their_largest_unit() {
        for (secs, text) in [(45, "45s"), (90, "90s"), (900, "15m"), (3600, "1h"), (5400, "90m"), (86_400, "1d")] {
            assert_eq!(Duration(secs).to_string(), text);
            assert_eq!(parse_duration(text), Some(secs));
        }
        for bad in ["", "h", "1", "1 h", "-1h", "1.5h", "1w", "+1h", "99999999999999999999h"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }
}
